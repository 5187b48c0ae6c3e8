//! Holds whose turn it is in a person's year, and the first line that says so: by where the registration stands, not by the
//! hours alone. Must not load anything nor judge hours.

use domain::{clock::chinese_date, registration::State};
use jiff::civil::Date;
use policy::{Hours, Obligation, Outcome, Task, Todo};

use crate::years::is_done;

#[cfg(test)]
mod tests;

/// Everything that the first line rests on.
#[derive(Debug, Clone)]
pub struct Situation {
    /// The year.
    pub year: i16,
    /// What it asks.
    pub obligation: Obligation,
    /// How it stands by what is registered, handed in or not.
    pub outcome: Outcome,
    /// What follows from the year for everybody of whom it asks something (article 10).
    pub follows: Vec<Outcome>,
    /// What is left to do, as the assessment says it.
    pub todo: Vec<Todo>,
    /// Where the registration stands; `None` when none was opened.
    pub state: Option<State>,
    /// Why it was given back.
    pub reason: Option<String>,
    /// Whether it was given back by taking its approval back.
    pub is_approval_withdrawn: bool,
    /// Whether the signed and sealed form is there.
    pub has_sealed_form: bool,
    /// How many items it has.
    pub items: usize,
    /// What the pack calls the certificate of the whole year, where it has one.
    pub certificate: Option<String>,
    /// How many activities count as connected systems registered them.
    pub elsewhere: usize,
    /// Evidence that it lacks to be handed in, each with the title of its item.
    pub lacking: Vec<String>,
    /// What is filled in wrongly, each with the title of its item.
    pub wrong: Vec<String>,
    /// Items that the verifier returned and nobody has changed since: title and reason.
    pub returned: Vec<(String, String)>,
    /// How many items wait for the verifier's figure, and the hours applied for in them.
    pub pending: (usize, Hours),
    /// Certificates that were revoked and have no successor: number and reason.
    pub revoked: Vec<(String, String)>,
    /// The day by which to hand it in; later is allowed, and marked.
    pub due: Option<Date>,
    /// The last day on which it can be handed in.
    pub last: Option<Date>,
    /// The day in Asia/Shanghai.
    pub today: Date,
}

/// Who has to act next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The person.
    Person,
    /// The person, because it came back.
    PersonAgain,
    /// The unit.
    Unit,
    /// Nobody: the year is done, or asks for nothing.
    Nobody,
}

/// Whose turn it is, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who has to act next.
    pub whose: Whose,
    /// The first line.
    pub text: String,
    /// What goes with it, in whole sentences.
    pub more: Vec<String>,
    /// Everything that the person can still do about the year.
    pub todo: Vec<Todo>,
    /// What to press: what it does.
    pub step: &'static str,
}

/// Whose turn it is.
pub fn turn(situation: &Situation) -> Turn {
    let (whose, text, step) = match situation.state {
        _ if is_asked_nothing(situation) => asked_nothing(situation),
        None => (Whose::Person, situation.unopened(), "开始登记"),
        Some(State::Draft) => (Whose::Person, situation.draft(), "去提交"),
        Some(State::Returned) => (Whose::PersonAgain, situation.returned(), "去修改"),
        Some(State::Submitted) => {
            (Whose::Unit, "登记已经提交，等单位审验；审验开始前可以撤回修改。".to_owned(), "查看登记")
        }
        Some(State::Checking) => {
            (Whose::Unit, "单位正在审验，现在不用做什么，也不能添加或修改。".to_owned(), "查看登记")
        }
        Some(State::Verified) => (Whose::Person, situation.verified(), "去办理"),
        Some(State::AwaitingApproval) => {
            (Whose::Unit, "登记已经提交审批，等单位审批；现在不用做什么。".to_owned(), "查看登记")
        }
        Some(State::Approved) => situation.approved(),
    };
    Turn { whose, text, step, more: situation.more(), todo: situation.left() }
}

/// Whether no registration is owed and none is under way.
fn is_asked_nothing(situation: &Situation) -> bool {
    situation.obligation != Obligation::Full
        && matches!(situation.state, None | Some(State::Draft) | Some(State::Approved))
}

fn asked_nothing(situation: &Situation) -> (Whose, String, &'static str) {
    let year = situation.year;
    let step = if situation.state.is_some() { "查看登记" } else { "学时登记" };
    match (situation.obligation, situation.outcome) {
        (Obligation::PublicExamOnly, Outcome::Satisfied) => {
            (Whose::Nobody, format!("{year} 年度的任务已经完成：按规定只要求公需科目，考试已经合格。"), step)
        }
        (Obligation::PublicExamOnly, _) => {
            (Whose::Person, format!("{year} 年度按规定只要求公需科目：完成必修课学习并通过考试，任务就完成。"), step)
        }
        _ => (Whose::Nobody, format!("{year} 年度没有必须完成的任务。"), step),
    }
}

impl Situation {
    /// Whether nothing is left to the person but the public subject, because the year asks for nothing else.
    pub fn is_left_the_subject_alone(&self) -> bool {
        let owes = self.obligation == Obligation::PublicExamOnly && self.outcome != Outcome::Satisfied;
        owes && is_asked_nothing(self)
    }

    /// Whether the person is done with the year, so that no day presses any more.
    pub fn is_done(&self) -> bool {
        let follows = self.follows.iter().copied();
        self.obligation == Obligation::None || is_done(self.obligation, self.outcome, self.state, follows)
    }

    fn is_short(&self) -> bool {
        self.todo.iter().any(|todo| todo.hours.is_some())
    }

    /// Whether it lies with the unit or has gone through it, so that nothing can be added.
    fn is_out_of_hand(&self) -> bool {
        self.state.is_some_and(|state| !state.is_editable() && state != State::Approved)
    }

    /// Whether the last day is over on which it can be handed in.
    pub fn is_too_late(&self) -> bool {
        self.last.is_some_and(|last| self.today > last)
    }

    fn unopened(&self) -> String {
        if self.is_too_late() {
            return self.closed();
        }
        if self.elsewhere > 0 {
            let end = self.certificate.as_ref().map_or_else(|| "算完成".to_owned(), |it| format!("能生成“{it}”"));
            return format!(
                "行业系统已登记 {} 项，不必重复登记；仍要打开一份登记并提交，经审验、审批才{end}{}。",
                self.elsewhere,
                self.by_when()
            );
        }
        format!("还没有登记专业科目学时，请开始登记{}。", self.by_when())
    }

    fn draft(&self) -> String {
        if self.is_too_late() {
            return self.closed();
        }
        let is_whole = self.returned.is_empty() && self.wrong.is_empty() && self.lacking.is_empty();
        let what = match (self.items, is_whole, self.is_short()) {
            (0, ..) if self.elsewhere == 0 => "还没有登记项，请先添加".to_owned(),
            (0, _, true) => "只有行业系统登记的学时，还不够，请补上后提交".to_owned(),
            (0, _, false) => "只有行业系统登记的学时，没有别的需要登记就可以提交".to_owned(),
            (_, true, false) => "材料齐全，请去提交".to_owned(),
            (_, true, true) => "学时还不够，请补上后提交".to_owned(),
            (_, false, is_short) => {
                let returned = (!self.returned.is_empty()).then(|| format!("有 {} 项被退回", self.returned.len()));
                let wrong = (!self.wrong.is_empty()).then(|| format!("有 {} 处要改正", self.wrong.len()));
                let lacking = (!self.lacking.is_empty()).then(|| format!("缺 {} 份材料", self.lacking.len()));
                let short = is_short.then(|| "学时也还不够".to_owned());
                let all: Vec<String> = [returned, wrong, lacking, short].into_iter().flatten().collect();
                format!("{}，请补齐后提交", all.join("，"))
            }
        };
        format!("登记还没有提交：{what}{}。", self.by_when())
    }

    fn returned(&self) -> String {
        let what = if self.is_approval_withdrawn { "人事处撤回了审批" } else { "单位退回了登记" };
        let reason = self.reason.as_deref().map(|reason| format!("，理由：{}", bare(reason))).unwrap_or_default();
        format!("{what}{reason}。请修改后重新提交。")
    }

    fn verified(&self) -> String {
        let next = if self.has_sealed_form {
            "盖章汇总表已经上传，请提交审批。"
        } else {
            "请打印登记汇总表，签名并加盖单位公章，上传后提交审批。"
        };
        format!("单位审验通过。{next}")
    }

    fn approved(&self) -> (Whose, String, &'static str) {
        let year = self.year;
        if self.outcome == Outcome::Satisfied {
            return (
                Whose::Nobody,
                format!("登记已经审批，{year} 年度的任务已经完成；证书在年度账里生成。"),
                "查看登记",
            );
        }
        (Whose::Person, format!("登记已经审批，但 {year} 年度的任务还没有完成。"), "查看登记")
    }

    fn closed(&self) -> String {
        let day = self.last.map(chinese_date).unwrap_or_default();
        format!("{} 年度的登记没有提交，已于{day}截止。", self.year)
    }

    /// By when, after a comma; later than the due day is allowed, and marked with its reason.
    fn by_when(&self) -> String {
        let day = |date| chinese_date(date);
        match (self.due, self.last) {
            (Some(due), _) if self.today <= due => format!("，原则上不晚于{}", day(due)),
            (Some(due), Some(last)) => {
                format!("（原则上应不晚于{}，已经过了；最迟{}，会注明逾期，要写明理由）", day(due), day(last))
            }
            (Some(due), None) => format!("（原则上应不晚于{}，已经过了，会注明逾期，要写明理由）", day(due)),
            (None, Some(last)) => format!("，最迟{}", day(last)),
            (None, None) => String::new(),
        }
    }

    fn more(&self) -> Vec<String> {
        let revoked = self.revoked.iter();
        let mut more: Vec<String> =
            revoked.map(|(number, reason)| format!("证书 {number} 已撤销，理由：{}。", bare(reason))).collect();
        if self.state.is_none_or(State::is_editable) && !is_asked_nothing(self) {
            more.extend(self.items_returned());
            more.extend(listed("要改正", &self.wrong));
            more.extend(listed("还缺", &self.lacking));
            more.extend(self.is_too_late().then(|| self.late_way().to_owned()));
        }
        if self.is_out_of_hand() {
            more.extend(self.waits_for_figures());
            more.extend(self.cannot_add());
        }
        more
    }

    /// What is left to whoever did not hand in: only a registration that was opened can be given more time.
    fn late_way(&self) -> &'static str {
        if self.state.is_some() {
            "如有正当理由，请向人事处说明，由人事处登记理由后延长办理期限。"
        } else {
            "如有正当理由，请先向人事处说明；人事处同意延长的，打开一份登记，由人事处登记理由后延长办理期限。"
        }
    }

    /// What the verifier returned of it, each with its own reason.
    fn items_returned(&self) -> Option<String> {
        let each = self.returned.iter().map(|(title, reason)| format!("“{title}”：{}", bare(reason)));
        listed("退回的登记项", &each.collect::<Vec<_>>())
    }

    fn waits_for_figures(&self) -> Option<String> {
        match self.pending {
            (0, _) => None,
            (count, Hours::ZERO) => Some(format!("其中 {count} 项待核定。")),
            (count, hours) => Some(format!("其中 {count} 项共 {hours} 学时待核定，还没有算进去。")),
        }
    }

    /// What is missing and cannot be added now.
    fn cannot_add(&self) -> Option<String> {
        let missing: Vec<&str> =
            self.todo.iter().filter(|todo| todo.hours.is_some()).map(|todo| bare(&todo.text)).collect();
        let way = match self.state {
            Some(State::Submitted) => "现在不能添加；要补登的，请在审验开始前撤回",
            Some(State::Checking) => "现在不能添加；要补登的，请联系审验人退回",
            _ => "现在不能添加；要补登的，请联系本单位",
        };
        (!missing.is_empty()).then(|| format!("按现在的数字，还要{}；{way}。", missing.join("，")))
    }

    /// What the person can do: neither what the unit does, nor hours and answers while nothing can be changed.
    fn left(&self) -> Vec<Todo> {
        let can_change = !self.is_out_of_hand();
        let mine = |todo: &&Todo| match todo.task {
            Task::Study | Task::Exam => true,
            Task::Hours | Task::Answers => can_change,
            Task::Unit => false,
        };
        self.todo.iter().filter(mine).cloned().collect()
    }
}

/// The first few of many, in one sentence; `None` of none.
fn listed(what: &str, all: &[String]) -> Option<String> {
    const NAMED_MAX: usize = 3;
    let named: Vec<&str> = all.iter().take(NAMED_MAX).map(|one| bare(one)).collect();
    let rest = if all.len() > NAMED_MAX { "等" } else { "" };
    (!named.is_empty()).then(|| format!("{what}：{}{rest}。", named.join("；")))
}

/// A sentence without its full stop, to stand in another.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '；', '.'])
}
