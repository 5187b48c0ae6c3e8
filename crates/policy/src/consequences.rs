//! What follows from the year elsewhere: the declaration of a title, the yearly appraisal. Must not change what the
//! year itself amounts to.

use crate::blocks::Concerns;
use crate::rules::ConsequenceRule;
use crate::trace::Trace;
use crate::verdict::{self, Standing};
use crate::{Consequence, Obligation, Outcome, Pack, Reason, YearFacts, chinese_date};

/// Every consequence of the pack.
pub(crate) fn consequences(
    pack: &Pack,
    facts: &YearFacts,
    standing: &Standing,
    year: Outcome,
    trace: &mut impl Trace,
) -> Vec<Consequence> {
    let mut consequences = Vec::new();
    for rule in &pack.content.rules.consequences {
        let (outcome, reasons) = match unconcerned(rule, facts, standing) {
            Some((outcome, text)) => (outcome, vec![Reason::new(text, &rule.article)]),
            None => concerned(pack, rule, facts, standing, year),
        };
        trace.step(1, || Reason::new(format!("{}：{}。", rule.name, outcome.label()), &rule.article));
        for reason in &reasons {
            trace.step(2, || reason.clone());
        }
        consequences.push(Consequence {
            id: rule.id.clone(),
            name: rule.name.clone(),
            article: rule.article.clone(),
            outcome,
            reasons,
        });
    }
    consequences
}

/// Why it does not concern this person, when it does not, or why nobody knows whether it does.
pub(crate) fn unconcerned(rule: &ConsequenceRule, facts: &YearFacts, standing: &Standing) -> Option<(Outcome, String)> {
    let not = |text: String| Some((Outcome::ReferenceOnly, text));
    if let Some(first) = rule.from_year.filter(|first| facts.year < *first) {
        return not(format!("从 {first} 年起执行，{} 年度不适用。", facts.year));
    }
    match (rule.concerns, facts.declares_title_this_year) {
        (Concerns::DeclaringThisYear, None) => {
            Some((Outcome::Undetermined, "缺少“本年度是否申报职称”这一事实，补上以后才能判断。".to_owned()))
        }
        (Concerns::DeclaringThisYear, Some(false)) => not("本年度不申报职称。".to_owned()),
        (Concerns::Obliged, _) if standing.obligation == Obligation::None => not("本年度没有学习任务。".to_owned()),
        (Concerns::DeclaringThisYear | Concerns::Obliged, _) => None,
    }
}

/// What the whole year means for a consequence: hours that nobody approved may still change.
pub(crate) fn whole_year(rule: &ConsequenceRule, year: Outcome, obligation: Obligation, is_approved: bool) -> Outcome {
    let is_open =
        rule.waits_for_approval && year == Outcome::Satisfied && obligation == Obligation::Full && !is_approved;
    if is_open { Outcome::Undetermined } else { year }
}

fn concerned(
    pack: &Pack,
    rule: &ConsequenceRule,
    facts: &YearFacts,
    standing: &Standing,
    year: Outcome,
) -> (Outcome, Vec<Reason>) {
    let (mut states, mut reasons) = (Vec::new(), Vec::new());
    let requirements = pack.content.rules.requirements.iter();
    for requirement in requirements.filter(|requirement| rule.needs.contains(&requirement.id)) {
        let (state, text) = verdict::state(pack, requirement, standing);
        states.push(state);
        let text = format!("必要条件：{}。{text}", requirement.name);
        reasons.push(Reason::new(text, &requirement.article).by(requirement.reading.as_ref()));
    }
    if let Some(state) = standing.before_title_series.filter(|_| rule.before_title_series) {
        states.push(state);
        reasons.push(before_title_series(pack, rule, facts, state));
    }
    if rule.whole_year {
        let state = whole_year(rule, year, standing.obligation, facts.approved);
        states.push(state);
        let open = if state != year { "学时已够，登记还没有审批通过。" } else { "" };
        let text = format!("必要条件：本年度学习任务{}。{open}", year.label());
        reasons.push(Reason::new(text, &rule.article).by(rule.reading.as_ref()));
    }
    if rule.refers_to_last_year {
        let before = facts.year.saturating_sub(1);
        let text = facts.last_year.map_or_else(
            || format!("重要参考：还没有 {before} 年度的结论。"),
            |last| format!("重要参考：{before} 年度学习任务{}。", last.label()),
        );
        reasons.push(Reason::new(text, &rule.article));
    }
    let outcome = verdict::together(states.into_iter());
    if outcome == Outcome::NotSatisfied {
        reasons.push(Reason::new(rule.unmet.clone(), &rule.article));
    }
    (outcome, reasons)
}

/// Whether the required course was passed before the title series opened, in words.
fn before_title_series(pack: &Pack, rule: &ConsequenceRule, facts: &YearFacts, state: Outcome) -> Reason {
    let found = match (facts.title_series_opens.map(chinese_date), state) {
        (None, _) => {
            "缺少本系列当年的报名日期（不知道您的职称系列，或者标准里没有这一天），补上以后才能判断；请以当年的报名\
                      通知为准。"
                .to_owned()
        }
        (Some(opens), Outcome::Satisfied) => format!("本系列{opens}开始报名，考试合格在那以前。"),
        (Some(opens), Outcome::NotSatisfied) => format!("本系列{opens}已经开始报名，考试在那以后才合格。"),
        (Some(opens), _) => format!("本系列{opens}开始报名，缺少考试合格的日期，补上以后才能判断。"),
    };
    let text = format!("必要条件：在本系列报名前考试合格。{found}");
    Reason::new(text, pack.title_series_article().unwrap_or(&rule.article)).by(rule.before_reading.as_ref())
}
