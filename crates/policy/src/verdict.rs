//! What the hours amount to: requirements, certificates, and what is left to do. Must not look at single items.

use crate::assembly::share;
use crate::rules::{CertificateRule, Requirement, Share, ShareBase, StudyProof, Test};
use crate::trace::Trace;
use crate::{CertificateOutcome, Hours, Obligation, Outcome, Pack, Reason, RequirementOutcome, YearFacts};

/// Where the person stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) obligation: Obligation,
    pub(crate) public: Hours,
    pub(crate) professional: Hours,
    /// Professional hours if all that can be granted is granted.
    pub(crate) professional_possible: Hours,
    /// Professional hours if the verifier grants what is applied for wherever a figure is still to come.
    pub(crate) professional_hoped: Hours,
    /// Of the required course.
    pub(crate) exam_passed: bool,
    /// Whether it was passed before the person's title series opened; absent where there is nothing to compare.
    pub(crate) before_title_series: Option<Outcome>,
    /// Public hours that passing the required course's examination would add, as far as that is known.
    pub(crate) exam_brings: Hours,
    /// Whether the required course's study is complete.
    pub(crate) studied: bool,
    /// Items that still wait for something.
    pub(crate) waiting: Waiting,
}

/// What an item waits for whose hours nobody can tell yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// An answer of the person's.
    Answer,
    /// The verifier's figure.
    Figure,
}

/// How many items wait for what.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Waiting {
    pub(crate) answers: usize,
    pub(crate) figures: usize,
}

impl Waiting {
    /// Counts what one more item waits for.
    pub(crate) fn add(&mut self, awaited: Option<Awaited>) {
        self.answers += usize::from(awaited == Some(Awaited::Answer));
        self.figures += usize::from(awaited == Some(Awaited::Figure));
    }

    pub(crate) fn is_over(self) -> bool {
        self.answers + self.figures == 0
    }

    /// What has to come before the hours are known.
    fn label(self) -> &'static str {
        match (self.answers, self.figures) {
            (0, _) => "等审验结果",
            (_, 0) => "等填好登记项",
            _ => "等填好登记项、等审验结果",
        }
    }
}

impl Standing {
    pub(crate) fn total(&self) -> Hours {
        self.public + self.professional
    }
}

/// A requirement measured, whether or not it binds.
struct Measured {
    have: Hours,
    need: Hours,
    outcome: Outcome,
    text: String,
}

/// Every requirement that binds somebody, and all of them together.
pub(crate) fn requirements(
    pack: &Pack,
    standing: &Standing,
    trace: &mut impl Trace,
) -> (Vec<RequirementOutcome>, Outcome) {
    let mut outcomes = Vec::new();
    for rule in pack.content.rules.requirements.iter().filter(|rule| !rule.binds.is_empty()) {
        let mut measured = measure(pack, rule, standing);
        let met = measured.outcome == Outcome::Satisfied;
        if !rule.binds.contains(&standing.obligation) {
            measured.outcome = Outcome::ReferenceOnly;
            measured.text.push_str("对本人不作要求，仅供参考。");
        }
        trace.step(1, || {
            let text = format!("{}：{}。{}", rule.name, measured.outcome.label(), measured.text);
            Reason::new(text, &rule.article).by(rule.reading.as_ref())
        });
        outcomes.push(RequirementOutcome {
            id: rule.id.clone(),
            name: rule.name.clone(),
            article: rule.article.clone(),
            outcome: measured.outcome,
            met,
            have: measured.have,
            need: measured.need,
            text: measured.text,
        });
    }
    let all = together(outcomes.iter().map(|requirement| requirement.outcome));
    trace.step(1, || Reason::new(format!("年度结论：{}。", all.label()), ""));
    (outcomes, all)
}

/// The worst of them; for reference only when nothing binds.
pub(crate) fn together(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let severity = |outcome: &Outcome| match outcome {
        Outcome::ReferenceOnly => 0,
        Outcome::Satisfied => 1,
        Outcome::Undetermined => 2,
        Outcome::NotSatisfied => 3,
    };
    outcomes.max_by_key(severity).unwrap_or(Outcome::ReferenceOnly)
}

/// What a requirement comes to, whether or not it binds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weight {
    pub(crate) have: Hours,
    pub(crate) need: Hours,
    pub(crate) outcome: Outcome,
}

impl Weight {
    fn of(have: Hours, need: Hours, holds: bool, reachable: bool) -> Weight {
        let outcome = match (holds, reachable) {
            (true, _) => Outcome::Satisfied,
            (false, true) => Outcome::Undetermined,
            (false, false) => Outcome::NotSatisfied,
        };
        Weight { have, need, outcome }
    }
}

/// The figures of one requirement, without words.
pub(crate) fn weigh(pack: &Pack, rule: &Requirement, standing: &Standing) -> Weight {
    let possible = standing.professional_possible;
    match rule.test {
        Test::Exam => Weight::of(standing.public, Hours::ZERO, standing.exam_passed, false),
        Test::Study(proof) => Weight::of(standing.public, Hours::ZERO, is_study_done(proof, standing), false),
        Test::Public(need) => Weight::of(standing.public, need, standing.public >= need, false),
        Test::Total(need) => {
            let have = standing.total();
            Weight::of(have, need, have >= need, standing.public + possible >= need)
        }
        Test::Share(asked) => {
            let have = standing.professional;
            let need = share_need(pack, asked, standing.public);
            Weight::of(have, need, have >= need, possible >= need)
        }
    }
}

/// Whether the required course's study is complete, or shown to be.
pub(crate) fn is_study_done(proof: StudyProof, standing: &Standing) -> bool {
    standing.studied || (proof == StudyProof::ByExam && standing.exam_passed)
}

/// The least professional hours that are the share, beside so many public ones. Of what was earned, they are part of what
/// they are a share of: p hours are n/d of public + p when p·(d − n) is public·n.
pub(crate) fn share_need(pack: &Pack, Share { numerator, denominator, base }: Share, public: Hours) -> Hours {
    match base {
        ShareBase::RequiredTotal => share(pack.required_total(), numerator, denominator),
        ShareBase::EarnedTotal => share(public, numerator, denominator - numerator),
    }
}

/// Where one requirement stands, in itself and in words.
pub(crate) fn state(pack: &Pack, rule: &Requirement, standing: &Standing) -> (Outcome, String) {
    let measured = measure(pack, rule, standing);
    (measured.outcome, measured.text)
}

fn measure(pack: &Pack, rule: &Requirement, standing: &Standing) -> Measured {
    let Weight { have, need, outcome } = weigh(pack, rule, standing);
    let is_met = outcome == Outcome::Satisfied;
    let text = match rule.test {
        Test::Exam if is_met => "必修课考试已合格。".to_owned(),
        Test::Exam => "必修课考试还没有合格。".to_owned(),
        Test::Study(_) if is_met => "必修课学习已完成。".to_owned(),
        Test::Study(_) => "必修课学习还没有完成。".to_owned(),
        Test::Total(_) => {
            let text = format!("公需 {} 学时，专业 {} 学时", standing.public, standing.professional);
            weighed(&text, "合计", standing.waiting, (have, need, outcome))
        }
        Test::Public(_) => weighed("只计公需科目", "公需科目", standing.waiting, (have, need, outcome)),
        Test::Share(Share { numerator, denominator, base }) => {
            let part = if (numerator, denominator) == (2, 3) {
                "三分之二".to_owned()
            } else {
                format!("{numerator}/{denominator}")
            };
            let text = match base {
                ShareBase::RequiredTotal => format!("至少占{part}，按 {} 学时计算", pack.required_total()),
                ShareBase::EarnedTotal => format!("至少占实际取得的{part}，公需科目现有 {} 学时", standing.public),
            };
            weighed(&text, "专业科目", standing.waiting, (have, need, outcome))
        }
    };
    Measured { have, need, outcome, text }
}

fn weighed(text: &str, what: &str, waiting: Waiting, (have, need, outcome): (Hours, Hours, Outcome)) -> String {
    let end = match outcome {
        Outcome::Satisfied | Outcome::ReferenceOnly => "已达到。".to_owned(),
        Outcome::Undetermined => format!("还差 {} 学时，{}。", need.less(have), waiting.label()),
        Outcome::NotSatisfied => format!("还差 {} 学时。", need.less(have)),
    };
    format!("{text}；{what} {have} 学时，应有 {need} 学时，{end}")
}

/// Every certificate. It does not matter here whether the year asks the person for it.
pub(crate) fn certificates(
    pack: &Pack,
    facts: &YearFacts,
    standing: &Standing,
    year: &[RequirementOutcome],
    trace: &mut impl Trace,
) -> Vec<CertificateOutcome> {
    let rules = &pack.content.rules;
    let mut outcomes = Vec::new();
    for certificate in &rules.certificates {
        let mut states = Vec::new();
        let mut reasons = Vec::new();
        for rule in rules.requirements.iter().filter(|rule| certificate.needs.contains(&rule.id)) {
            let measured = measure(pack, rule, standing);
            states.push(measured.outcome);
            let text = format!("{}：{}", rule.name, measured.text);
            reasons.push(Reason::new(text, &rule.article).by(rule.reading.as_ref()));
        }
        if certificate.after_approval {
            let (state, text) = if facts.approved {
                (Outcome::Satisfied, "登记已审批通过。")
            } else {
                (Outcome::NotSatisfied, "待审批：登记经单位审批通过后才能生成。")
            };
            states.push(state);
            reasons.push(Reason::new(text, &certificate.article).by(certificate.reading.as_ref()));
        }
        let outcome = together(states.into_iter());
        trace.step(1, || Reason::new(format!("{}：{}。", certificate.name, outcome.label()), &certificate.article));
        for reason in &reasons {
            trace.step(2, || reason.clone());
        }
        let beyond = beyond(certificate, outcome, year);
        if let Some(beyond) = &beyond {
            trace.step(2, || beyond.clone());
        }
        outcomes.push(CertificateOutcome {
            id: certificate.id.clone(),
            name: certificate.name.clone(),
            article: certificate.article.clone(),
            outcome,
            reasons,
            beyond,
        });
    }
    outcomes
}

/// A certificate asks for what its article names; the year may ask the person for more, and not be done although the
/// certificate can be given.
fn beyond(rule: &CertificateRule, outcome: Outcome, year: &[RequirementOutcome]) -> Option<Reason> {
    let open = |asked: &&RequirementOutcome| {
        !rule.needs.contains(&asked.id) && !matches!(asked.outcome, Outcome::Satisfied | Outcome::ReferenceOnly)
    };
    let open: Vec<String> = year.iter().filter(open).map(|asked| format!("“{}”", asked.name)).collect();
    (outcome == Outcome::Satisfied && !open.is_empty()).then(|| {
        let text =
            format!("本证书不要求{}；年度任务要求，还没有达到，所以有了证书，年度任务也还没有完成。", open.join(""));
        Reason::new(text, &rule.article)
    })
}
