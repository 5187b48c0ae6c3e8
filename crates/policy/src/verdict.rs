//! What the hours amount to: requirements, certificates, and what is left to do. Must not look at single items.

use std::cell::Cell;

use crate::assembly::share;
use crate::public_course::is_required;
use crate::rules::{CertificateRule, Requirement, ShareBase, StudyProof, Test};
use crate::trace::Trace;
use crate::{CertificateOutcome, Hours, Obligation, Outcome, Pack, Reason, RequirementOutcome, Task, Todo, YearFacts};

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
    /// Public hours that passing the required course's examination would add, as far as that is known.
    pub(crate) exam_brings: Hours,
    /// Whether the required course's study is complete.
    pub(crate) studied: bool,
    /// Items that wait for the verifier's figure.
    pub(crate) waiting: usize,
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
        Test::Study(proof) => {
            let studied = standing.studied || (proof == StudyProof::ByExam && standing.exam_passed);
            Weight::of(standing.public, Hours::ZERO, studied, false)
        }
        Test::Public(need) => Weight::of(standing.public, need, standing.public >= need, false),
        Test::Total(need) => {
            let have = standing.total();
            Weight::of(have, need, have >= need, standing.public + possible >= need)
        }
        Test::Share { numerator, denominator, base } => {
            let holds = |professional: Hours| {
                is_share(professional, share_base(pack, standing, base, professional), numerator, denominator)
            };
            let have = standing.professional;
            let need = share(share_base(pack, standing, base, have), numerator, denominator);
            Weight::of(have, need, holds(have), holds(possible))
        }
    }
}

/// What a share is a share of, with so many professional hours.
fn share_base(pack: &Pack, standing: &Standing, base: ShareBase, professional: Hours) -> Hours {
    match base {
        ShareBase::RequiredTotal => pack.required_total(),
        ShareBase::EarnedTotal => standing.public + professional,
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
            weighed(&text, "合计", have, need, outcome)
        }
        Test::Public(_) => weighed("只计公需科目", "公需科目", have, need, outcome),
        Test::Share { numerator, denominator, base } => {
            let part = if (numerator, denominator) == (2, 3) {
                "三分之二".to_owned()
            } else {
                format!("{numerator}/{denominator}")
            };
            let text = format!("至少占{part}，按 {} 学时计算", share_base(pack, standing, base, have));
            weighed(&text, "专业科目", have, need, outcome)
        }
    };
    Measured { have, need, outcome, text }
}

/// Whether `part` is at least `numerator / denominator` of `whole`, in integers.
fn is_share(part: Hours, whole: Hours, numerator: i64, denominator: i64) -> bool {
    let wide = |hours: Hours, factor: i64| i128::from(hours.hundredths()) * i128::from(factor);
    wide(part, denominator) >= wide(whole, numerator)
}

fn weighed(text: &str, what: &str, have: Hours, need: Hours, outcome: Outcome) -> String {
    let end = match outcome {
        Outcome::Satisfied | Outcome::ReferenceOnly => "已达到。".to_owned(),
        Outcome::Undetermined => format!("还差 {} 学时，等审验结果。", need.less(have)),
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
            reasons.push(Reason::new(text, &certificate.article));
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

/// Something that is left to do, without words.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Left<'a> {
    /// The required course's examination, and the hours that it brings.
    Exam(&'a Requirement, Hours),
    /// The required course's study.
    Study(&'a Requirement),
    /// Hours of professional subjects.
    Professional(&'a Requirement, Hours),
    /// Hours of public courses.
    Public(&'a Requirement, Hours),
    /// Hours of either subject.
    Either(&'a Requirement, Hours),
    /// Items that wait for the verifier's figure, and whether hours applied for were taken as granted.
    Waiting(usize, bool),
    /// The approval that a certificate waits for.
    Approval(&'a CertificateRule),
}

/// The least that is left to do, hours first where they are known: what else is on this list, and what the verifier may
/// grant as applied for, need not be done a second time.
pub(crate) fn left<'a>(pack: &'a Pack, is_approved: bool, standing: &Standing, mut add: impl FnMut(Left<'a>)) {
    let (mut professional, mut public, mut total) = (None, None, None);
    let is_empty = Cell::new(true);
    let mut add = |left| {
        is_empty.set(false);
        add(left);
    };
    let rules = &pack.content.rules;
    let binding = || rules.requirements.iter().filter(|rule| rule.binds.contains(&standing.obligation));
    let has_exam_left = !standing.exam_passed && binding().any(|rule| matches!(rule.test, Test::Exam));
    let brought = if has_exam_left { standing.exam_brings } else { Hours::ZERO };
    let hoped = Standing { public: standing.public + brought, professional: standing.professional_hoped, ..*standing };
    for rule in binding() {
        let Weight { have, need, .. } = weigh(pack, rule, &hoped);
        let gap = need.less(have);
        match rule.test {
            Test::Exam if !standing.exam_passed => add(Left::Exam(rule, brought)),
            Test::Study(StudyProof::AsAnnounced) if standing.exam_passed && !standing.studied => add(Left::Study(rule)),
            Test::Total(_) if gap > Hours::ZERO => total = Some((rule, gap)),
            Test::Share { .. } if gap > Hours::ZERO => professional = Some((rule, gap)),
            Test::Public(_) if gap > Hours::ZERO => public = Some((rule, gap)),
            Test::Exam | Test::Study(_) | Test::Total(_) | Test::Public(_) | Test::Share { .. } => {}
        }
    }
    // Hours of one subject count towards the total, so they come first; only the rest may be of either subject.
    if let Some((rule, gap)) = professional {
        add(Left::Professional(rule, gap));
    }
    if let Some((rule, gap)) = public {
        add(Left::Public(rule, gap));
    }
    if let Some((rule, gap)) = total {
        let named = |gap: Option<(_, Hours)>| gap.map_or(Hours::ZERO, |(_, gap)| gap);
        let rest = gap.less(named(professional) + named(public));
        if rest > Hours::ZERO {
            add(Left::Either(rule, rest));
        }
    }
    if standing.obligation == Obligation::Full && standing.waiting > 0 {
        add(Left::Waiting(standing.waiting, standing.professional_hoped > standing.professional));
    }
    let approval = rules.certificates.iter().find(|certificate| certificate.after_approval && !is_approved);
    if let (Obligation::Full, true, Some(certificate)) = (standing.obligation, is_empty.get(), approval) {
        add(Left::Approval(certificate));
    }
}

impl<'a> Left<'a> {
    /// The article behind it.
    pub(crate) fn article(self, pack: &'a Pack) -> &'a str {
        let window = pack.content.rules.window.as_ref();
        match self {
            Left::Exam(rule, _) | Left::Study(rule) => &rule.article,
            Left::Professional(rule, _) | Left::Public(rule, _) | Left::Either(rule, _) => &rule.article,
            Left::Waiting(..) => window.map_or("", |window| window.article.as_str()),
            Left::Approval(certificate) => &certificate.article,
        }
    }

    fn task(self, standing: &Standing) -> Task {
        match self {
            Left::Exam(..) if standing.studied => Task::Exam,
            Left::Exam(..) | Left::Study(_) => Task::Study,
            Left::Professional(..) | Left::Public(..) | Left::Either(..) => Task::Hours,
            Left::Waiting(..) | Left::Approval(_) => Task::Unit,
        }
    }
}

/// The same in words, each with its day.
pub(crate) fn todo(pack: &Pack, facts: &YearFacts, standing: &Standing) -> Vec<Todo> {
    let mut todo = Vec::new();
    left(pack, facts.approved, standing, |left| {
        let (text, hours) = match left {
            Left::Exam(_, brings) => (exam(pack, facts, standing, brings), None),
            Left::Study(_) => ("完成公需科目必修课的在线学习。".to_owned(), None),
            Left::Professional(_, hours) => (format!("再完成 {hours} 学时专业科目。"), Some(hours)),
            Left::Public(_, hours) => (format!("再完成 {hours} 学时公需科目。"), Some(hours)),
            Left::Either(_, hours) => (format!("再完成 {hours} 学时，公需科目、专业科目都可以。"), Some(hours)),
            Left::Waiting(count, false) => (format!("有 {count} 项登记等待单位核定学时。"), None),
            Left::Waiting(count, true) => {
                (format!("有 {count} 项登记等待单位核定学时；还差多少，先按申请的学时计算。"), None)
            }
            Left::Approval(_) => ("学时已经够了；登记经单位审批通过后，就可以生成年度合格证书。".to_owned(), None),
        };
        let task = left.task(standing);
        let by = match task {
            Task::Study | Task::Exam => pack.by(facts, true).or_else(|| pack.by(facts, false)),
            Task::Hours => pack.by(facts, false),
            Task::Unit => pack.by_unit(facts),
        };
        todo.push(Todo { text, article: left.article(pack).to_owned(), hours, by, task });
    });
    todo
}

fn exam(pack: &Pack, facts: &YearFacts, standing: &Standing, brings: Hours) -> String {
    let required = facts.public.iter().filter(|course| is_required(pack, facts, course));
    let attempts = required.map(|course| course.attempts).max().unwrap_or(0);
    let what = if standing.studied {
        "通过公需科目必修课考试"
    } else {
        "完成公需科目必修课学习并通过考试"
    };
    let mut text = what.to_owned();
    text.push_str(&if brings > Hours::ZERO { format!("，可得 {brings} 学时。") } else { "。".to_owned() });
    if let Some(course) = &pack.content.rules.public_course
        && attempts >= course.attempts_max
    {
        text.push_str(&format!("已考 {attempts} 次，{}", course.after_attempts));
    }
    text
}
