//! How one person stands in a year as the offices see it, which of them a list shows, and the sums over many.

use std::{fmt, str::FromStr};

use domain::{
    item::{Decision, Item},
    person::Person,
    registration::{Registration, State},
};
use policy::{Assessment, Consequence, Hours, Obligation, Outcome};

use super::done::{FollowingRules, is_done};

/// How one person stands in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonProgress {
    /// The person, as they stood in that year.
    pub person: Person,
    /// What the year asks of them (article 1).
    pub obligation: Obligation,
    /// Public hours.
    pub public: Hours,
    /// Professional hours that count so far, after every cap.
    pub professional: Hours,
    /// Hours applied for that wait for the verifier's figure.
    pub pending: Hours,
    /// The registration, once it was handed in; a draft is nobody's business.
    pub registration: Option<Registration>,
    /// Whether the required public course's examination is passed, whatever else a certificate of it needs.
    pub public_done: bool,
    /// Whether everything is done: the year is satisfied, and approved where the pack waits for that (article 10).
    pub done: bool,
    /// What follows from the year elsewhere, such as for the yearly appraisal (article 10).
    pub following: Vec<Consequence>,
    /// What is missing, a sentence each; empty when nothing is asked for or everything is done.
    pub missing: Vec<String>,
}

impl PersonProgress {
    pub(super) fn new(
        person: Person,
        registration: Option<Registration>,
        items: &[Item],
        assessment: &Assessment,
        rules: &FollowingRules,
    ) -> PersonProgress {
        let state = registration.as_ref().map(|held| held.state);
        let following = rules.in_year(assessment);
        let follows = following.iter().map(|it| it.outcome);
        let done = is_done(assessment.obligation, assessment.outcome, state, follows);
        let is_asked = assessment.obligation != Obligation::None;
        PersonProgress {
            obligation: assessment.obligation,
            public: assessment.public,
            professional: assessment.professional,
            pending: pending(items, assessment),
            public_done: is_asked && assessment.exam_passed,
            done,
            following,
            missing: if is_asked && !done { missing(assessment, state) } else { Vec::new() },
            registration,
            person,
        }
    }

    /// Where the registration stands; `None` before it was handed in.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        self.registration.as_ref().map(|registration| registration.state)
    }

    /// Whether hours are owed and no registration was ever handed in.
    #[must_use]
    pub fn is_unregistered(&self) -> bool {
        self.obligation == Obligation::Full && self.registration.is_none()
    }

    /// Whether something is closed to the person because of this year, such as to be called excellent in the yearly
    /// appraisal (article 10).
    #[must_use]
    pub fn is_barred(&self) -> bool {
        self.following.iter().any(|it| it.outcome == Outcome::NotSatisfied)
    }

    /// What the year asks of the person, in words.
    #[must_use]
    pub fn task(&self) -> &'static str {
        match self.obligation {
            Obligation::Full => "公需和专业科目",
            Obligation::PublicExamOnly => "只要求公需科目",
            Obligation::None => Show::Exempt.label(),
        }
    }

    /// Where the registration stands, in words; empty where none is owed and none was handed in.
    #[must_use]
    pub fn registration_label(&self) -> &'static str {
        match self.state() {
            Some(state) => state.label(),
            None if self.is_unregistered() => Show::Unregistered.label(),
            None => "",
        }
    }

    /// Whether the person's name or staff number holds this text; everybody's holds nothing.
    pub(super) fn is_called(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        self.person.name.to_lowercase().contains(&text) || self.person.staff_number.to_lowercase().contains(&text)
    }
}

/// Hours applied for that nobody has decided on and no table gives.
pub(super) fn pending(items: &[Item], assessment: &Assessment) -> Hours {
    let is_computed = |item: &Item| {
        let id = item.id.to_string();
        assessment.items.iter().any(|outcome| outcome.id == id && outcome.computed.is_some())
    };
    let open = items.iter().filter(|item| item.decision == Decision::Open && !is_computed(item));
    open.filter_map(|item| item.applied).sum()
}

/// What is missing: hours and examinations in the words of the rules, and whose turn it is where nothing else is.
fn missing(assessment: &Assessment, state: Option<State>) -> Vec<String> {
    let is_satisfied = assessment.outcome == Outcome::Satisfied;
    // What a declaration of a title or a certificate asks for is missing in no year.
    let mut lines: Vec<String> = match assessment.outcome {
        Outcome::Satisfied | Outcome::ReferenceOnly => Vec::new(),
        Outcome::NotSatisfied | Outcome::Undetermined => assessment.todo.iter().map(|todo| todo.text.clone()).collect(),
    };
    if assessment.obligation != Obligation::Full {
        return lines;
    }
    let turn = match state {
        None | Some(State::Draft) => Some("还没有提交登记。"),
        Some(State::Returned) => Some("登记已退回，等本人修改后再提交。"),
        _ if !is_satisfied => None,
        Some(State::Submitted | State::Checking) => Some("学时已够，等单位审验。"),
        Some(State::Verified) => Some("学时已够，等本人上传盖章汇总表并提交审批。"),
        Some(State::AwaitingApproval) => Some("学时已够，等单位审批。"),
        Some(State::Approved) => None,
    };
    lines.extend(turn.map(str::to_owned));
    lines
}

/// Sums over people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// People with an obligation (article 1).
    pub people: i64,
    /// Of these, those who are done.
    pub done: i64,
    /// Those who have passed the public course's examination.
    pub public_done: i64,
    /// Those whose registration was handed in, given back or not.
    pub registered: i64,
    /// Those whose registration is approved.
    pub approved: i64,
}

impl Tally {
    /// Counts one more person; whom the year asks nothing of is not counted.
    pub(super) fn add(&mut self, line: &PersonProgress) {
        if line.obligation == Obligation::None {
            return;
        }
        self.people += 1;
        self.done += i64::from(line.done);
        self.public_done += i64::from(line.public_done);
        self.registered += i64::from(line.state().is_some());
        self.approved += i64::from(line.state() == Some(State::Approved));
    }
}

macro_rules! choices {
    ($($(#[$doc:meta])* $choice:ident, $name:literal, $label:literal;)*) => {
        /// Which people a list of a year shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
        pub enum Show {
            $($(#[$doc])* $choice,)*
        }

        impl Show {
            /// All choices, in the order in which they are offered.
            pub const ALL: &'static [Show] = &[$(Show::$choice,)*];

            /// The name in addresses and on the command line.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Show::$choice => $name,)* }
            }

            /// What people read.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Show::$choice => $label,)* }
            }
        }
    };
}

choices! {
    /// Everybody.
    #[default]
    All, "all", "全部";
    /// Whoever owes something and is not done.
    Open, "open", "未完成";
    /// Whoever owes hours and has not handed in a registration.
    Unregistered, "unregistered", "未登记";
    /// Whose registration waits for the verifier, or is with them.
    ToVerify, "to-verify", "待审验";
    /// Whose registration was verified and waits for the sealed form.
    ToSeal, "to-seal", "待交汇总表";
    /// Whose registration waits for the approver.
    ToApprove, "to-approve", "待审批";
    /// Whose registration was given back.
    Returned, "returned", "已退回";
    /// Whose registration is approved and who is not done all the same.
    Short, "short", "已审批未达到";
    /// Whoever owes the public course and has not passed its examination.
    PublicOpen, "public-exam", "公需科目未合格";
    /// Whoever something is closed to because of the year (article 10).
    Barred, "barred", "考核条件不具备";
    /// Whoever is done.
    Done, "done", "已完成";
    /// Of whom the year asks nothing.
    Exempt, "exempt", "没有任务";
}

impl Show {
    /// Whether the list shows this person.
    pub(super) fn includes(self, line: &PersonProgress) -> bool {
        let is_asked = line.obligation != Obligation::None;
        let state = line.state();
        match self {
            Show::All => true,
            Show::Exempt => !is_asked,
            _ if !is_asked => false,
            Show::Open => !line.done,
            Show::Done => line.done,
            Show::Unregistered => line.is_unregistered(),
            Show::ToVerify => matches!(state, Some(State::Submitted | State::Checking)),
            Show::ToSeal => state == Some(State::Verified),
            Show::ToApprove => state == Some(State::AwaitingApproval),
            Show::Returned => state == Some(State::Returned),
            Show::Short => state == Some(State::Approved) && !line.done,
            Show::PublicOpen => !line.public_done,
            Show::Barred => line.is_barred(),
        }
    }
}

impl fmt::Display for Show {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownShow;

impl FromStr for Show {
    type Err = UnknownShow;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|choice| choice.as_str() == text).ok_or(UnknownShow)
    }
}
