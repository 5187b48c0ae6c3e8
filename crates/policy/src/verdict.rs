//! What the hours amount to: requirements, certificates, and what is left to do. Must not look at single items.

use crate::assembly::share;
use crate::assess;
use crate::rules::{CertificateRule, Requirement, ShareBase, StudyProof, Test};
use crate::trace::Trace;
use crate::{CertificateOutcome, Hours, Obligation, Outcome, Pack, Reason, RequirementOutcome, Todo, YearFacts};

/// Where the person stands.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) obligation: Obligation,
    pub(crate) public: Hours,
    pub(crate) professional: Hours,
    /// Professional hours if all that can be granted is granted.
    pub(crate) professional_possible: Hours,
    /// Of the required course.
    pub(crate) exam_passed: bool,
    /// Whether the required course's study is complete.
    pub(crate) studied: bool,
    /// Items that wait for the verifier's figure.
    pub(crate) waiting: usize,
}

impl Standing {
    fn total(&self) -> Hours {
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

/// Where one requirement stands, in itself and in words.
pub(crate) fn state(pack: &Pack, rule: &Requirement, standing: &Standing) -> (Outcome, String) {
    let measured = measure(pack, rule, standing);
    (measured.outcome, measured.text)
}

fn measure(pack: &Pack, rule: &Requirement, standing: &Standing) -> Measured {
    let possible = standing.professional_possible;
    match rule.test {
        Test::Exam => {
            let passed = standing.exam_passed;
            let text = if passed { "必修课考试已合格。" } else { "必修课考试还没有合格。" };
            let outcome = if passed { Outcome::Satisfied } else { Outcome::NotSatisfied };
            Measured { have: standing.public, need: Hours::ZERO, outcome, text: text.to_owned() }
        }
        Test::Study(proof) => {
            let studied = standing.studied || (proof == StudyProof::ByExam && standing.exam_passed);
            let text = if studied { "必修课学习已完成。" } else { "必修课学习还没有完成。" };
            let outcome = if studied { Outcome::Satisfied } else { Outcome::NotSatisfied };
            Measured { have: standing.public, need: Hours::ZERO, outcome, text: text.to_owned() }
        }
        Test::Total(need) => {
            let have = standing.total();
            let reachable = standing.public + possible >= need;
            let text = format!("公需 {} 学时，专业 {} 学时", standing.public, standing.professional);
            weighed(text, "合计", have, need, have >= need, reachable)
        }
        Test::Public(need) => {
            let have = standing.public;
            weighed("只计公需科目".to_owned(), "公需科目", have, need, have >= need, false)
        }
        Test::Share { numerator, denominator, base } => {
            let of = |professional: Hours| match base {
                ShareBase::RequiredTotal => pack.required_total(),
                ShareBase::EarnedTotal => standing.public + professional,
            };
            let holds = |professional: Hours| is_share(professional, of(professional), numerator, denominator);
            let have = standing.professional;
            let need = share(of(have), numerator, denominator);
            let part = if (numerator, denominator) == (2, 3) {
                "三分之二".to_owned()
            } else {
                format!("{numerator}/{denominator}")
            };
            let text = format!("至少占{part}，按 {} 学时计算", of(have));
            weighed(text, "专业科目", have, need, holds(have), holds(possible))
        }
    }
}

/// Whether `part` is at least `numerator / denominator` of `whole`, in integers.
fn is_share(part: Hours, whole: Hours, numerator: i64, denominator: i64) -> bool {
    let wide = |hours: Hours, factor: i64| i128::from(hours.hundredths()) * i128::from(factor);
    wide(part, denominator) >= wide(whole, numerator)
}

fn weighed(text: String, what: &str, have: Hours, need: Hours, holds: bool, reachable: bool) -> Measured {
    let (outcome, end) = match (holds, reachable) {
        (true, _) => (Outcome::Satisfied, "已达到。".to_owned()),
        (false, true) => (Outcome::Undetermined, format!("还差 {} 学时，等审验结果。", need.less(have))),
        (false, false) => (Outcome::NotSatisfied, format!("还差 {} 学时。", need.less(have))),
    };
    Measured { have, need, outcome, text: format!("{text}；{what} {have} 学时，应有 {need} 学时，{end}") }
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

/// The least that is left to do, hours first where they are known.
pub(crate) fn todo(pack: &Pack, facts: &YearFacts, standing: &Standing) -> Vec<Todo> {
    let mut todo = Vec::new();
    let (mut professional_gap, mut public_gap, mut total_gap) = (None, None, None);
    let rules = &pack.content.rules;
    for rule in rules.requirements.iter().filter(|rule| rule.binds.contains(&standing.obligation)) {
        let measured = measure(pack, rule, standing);
        let gap = measured.need.less(measured.have);
        match rule.test {
            Test::Exam if !standing.exam_passed => todo.push(exam(pack, facts, rule)),
            Test::Study(StudyProof::AsAnnounced) if standing.exam_passed && !standing.studied => {
                let by = pack.by(facts, true);
                todo.push(Todo {
                    by, ..line("完成公需科目必修课的在线学习。".to_owned(), &rule.article, None)
                });
            }
            Test::Total(_) if gap > Hours::ZERO => total_gap = Some((gap, &rule.article)),
            Test::Share { .. } if gap > Hours::ZERO => professional_gap = Some((gap, &rule.article)),
            Test::Public(_) if gap > Hours::ZERO => public_gap = Some((gap, &rule.article)),
            Test::Exam | Test::Study(_) | Test::Total(_) | Test::Public(_) | Test::Share { .. } => {}
        }
    }
    // Hours of one subject count towards the total, so they come first; only the rest may be of either subject.
    let named = |gap: Option<(Hours, _)>| gap.map_or(Hours::ZERO, |(gap, _)| gap);
    let of_a_subject = named(professional_gap) + named(public_gap);
    if let Some((hours, article)) = professional_gap {
        todo.push(line(format!("再完成 {hours} 学时专业科目。"), article, Some(hours)));
    }
    if let Some((hours, article)) = public_gap {
        todo.push(line(format!("再完成 {hours} 学时公需科目。"), article, Some(hours)));
    }
    if let Some((gap, article)) = total_gap {
        let rest = gap.less(of_a_subject);
        if rest > Hours::ZERO {
            let text = format!("再完成 {rest} 学时，公需科目、专业科目都可以。");
            todo.push(line(text, article, Some(rest)));
        }
    }
    let article = rules.window.as_ref().map_or("", |window| window.article.as_str());
    if standing.obligation == Obligation::Full && standing.waiting > 0 {
        todo.push(line(format!("有 {} 项登记等待单位核定学时。", standing.waiting), article, None));
    }
    let approval = rules.certificates.iter().find(|certificate| certificate.after_approval && !facts.approved);
    if let (Obligation::Full, true, Some(certificate)) = (standing.obligation, todo.is_empty(), approval) {
        todo.push(line(
            "学时已经够了；登记经单位审批通过后，就可以生成年度合格证书。".to_owned(),
            &certificate.article,
            None,
        ));
    }
    for todo in &mut todo {
        todo.by = todo.by.or_else(|| pack.by(facts, false));
    }
    todo
}

fn exam(pack: &Pack, facts: &YearFacts, rule: &Requirement) -> Todo {
    let required = facts.public.iter().filter(|course| assess::is_required(pack, facts, course));
    let attempts = required.map(|course| course.attempts).max().unwrap_or(0);
    let mut text = "完成公需科目必修课学习并通过考试。".to_owned();
    if let Some(course) = &pack.content.rules.public_course
        && attempts >= course.attempts_max
    {
        text.push_str(&format!("已考 {attempts} 次，{}", course.after_attempts));
    }
    Todo { by: pack.by(facts, true), ..line(text, &rule.article, None) }
}

fn line(text: String, article: &str, hours: Option<Hours>) -> Todo {
    Todo { text, article: article.to_owned(), hours, by: None }
}
