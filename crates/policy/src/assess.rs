//! The one assessment, generic over where the working-out goes. Must not read a clock.

use crate::caps::{self, Flow, Inflow};
use crate::rules::{ObligationRule, Rules};
use crate::trace::{Quiet, Trace};
use crate::verdict::{self, Standing};
use crate::{
    Assessment, Explanation, GroupOutcome, Hours, ItemFacts, ItemOutcome, Obligation, Pack, Reason, YearFacts, worth,
};

/// Judges one person's year quietly.
#[must_use]
pub fn assess(pack: &Pack, facts: &YearFacts) -> Assessment {
    judge(pack, facts, &mut Quiet)
}

/// Judges one person's year and says every step. The assessment is the one that [`assess`] gives.
#[must_use]
pub fn explain(pack: &Pack, facts: &YearFacts) -> (Assessment, Explanation) {
    let mut explanation = Explanation::default();
    let assessment = judge(pack, facts, &mut explanation);
    (assessment, explanation)
}

fn judge(pack: &Pack, facts: &YearFacts, trace: &mut impl Trace) -> Assessment {
    let rules = &pack.content.rules;
    trace.step(0, || Reason::new(format!("{} 年度，{}", facts.year, pack.title()), ""));
    let obligation = obligation(rules, facts, trace);
    let public = public_hours(rules, facts, trace);
    let mut worths = items(pack, facts);
    let flow = caps::flow(&rules.groups, &worths.iter().map(|worth| worth.inflow).collect::<Vec<_>>());
    settle(rules, &mut worths, &flow, trace);
    let groups = groups(rules, &flow, trace);
    let standing = Standing {
        obligation,
        public,
        professional: flow.total,
        professional_possible: possible(rules, &worths),
        exam_passed: facts.public.iter().any(|course| course.exam_passed),
        waiting: worths.iter().filter(|worth| worth.is_waiting).count(),
    };
    let (requirements, outcome) = verdict::requirements(pack, &standing, trace);
    let certificates = verdict::certificates(pack, facts, &standing, trace);
    let todo = verdict::todo(pack, facts, &standing);
    for todo in &todo {
        trace.step(1, || Reason::new(format!("还要做：{}", todo.text), &todo.article));
    }
    Assessment {
        obligation,
        public,
        professional: flow.total,
        total: public + flow.total,
        items: worths.into_iter().map(|worth| worth.outcome).collect(),
        groups,
        requirements,
        outcome,
        todo,
        certificates,
    }
}

fn obligation(rules: &Rules, facts: &YearFacts, trace: &mut impl Trace) -> Obligation {
    let fits = |rule: &&ObligationRule| {
        (rule.categories.is_empty() || rule.categories.contains(&facts.category))
            && rule.declares_title_next_year.is_none_or(|declares| declares == facts.declares_title_next_year)
            && rule.confirmation_only.is_none_or(|only| only == facts.confirmation_only)
    };
    let Some(rule) = rules.obligations.iter().find(fits) else { return Obligation::None };
    let label = facts.category.label();
    trace.step(1, || Reason::new(format!("岗位类别：{label}。{}", rule.why), &rule.article).by(rule.reading.as_ref()));
    rule.gives
}

/// Hours of passed courses; a course reported twice counts once, with its best figure.
fn public_hours(rules: &Rules, facts: &YearFacts, trace: &mut impl Trace) -> Hours {
    let article = rules.public_course.as_ref().map_or("", |course| course.article.as_str());
    let reading = rules.public_course.as_ref().and_then(|course| course.reading.as_ref());
    let mut total = Hours::ZERO;
    for (index, course) in facts.public.iter().enumerate() {
        if !course.exam_passed {
            trace.step(1, || {
                let text = format!("公需科目“{}”考试尚未合格，暂不计学时。", course.course);
                Reason::new(text, article).by(reading)
            });
            continue;
        }
        let same = |other: &&crate::PublicFacts| other.exam_passed && other.course == course.course;
        if facts.public[..index].iter().any(|other| same(&other)) {
            trace.step(1, || Reason::new(format!("公需科目“{}”重复上报，只计一次。", course.course), article));
            continue;
        }
        let hours = facts.public.iter().filter(same).map(|other| other.hours).max().unwrap_or(course.hours);
        total += hours;
        trace.step(1, || Reason::new(format!("公需科目“{}”考试合格，计 {hours} 学时。", course.course), article));
    }
    trace.step(1, || Reason::new(format!("公需科目合计 {total} 学时。"), article));
    total
}

/// An item on its way through the caps.
struct Worth {
    outcome: ItemOutcome,
    inflow: Inflow,
    /// Whether a verifier's figure is still to come.
    is_waiting: bool,
    /// What it could still bring; absent when nobody can say.
    possible: Option<Hours>,
}

/// Every item by itself, ordered by id.
fn items(pack: &Pack, facts: &YearFacts) -> Vec<Worth> {
    let mut items: Vec<&ItemFacts> = facts.items.iter().collect();
    items.sort_by(|one, other| one.id.cmp(&other.id));
    items.into_iter().map(|item| worth(pack, item, facts.year)).collect()
}

fn worth(pack: &Pack, item: &ItemFacts, year: i16) -> Worth {
    let rules = &pack.content.rules;
    let kind = pack.kind(&item.kind);
    let article = kind.map_or("", |kind| kind.article.as_str());
    let (computed, mut reasons) =
        kind.map_or_else(|| (None, vec![worth::unknown_kind(item)]), |kind| worth::computed(pack, kind, item));
    let misplaced = worth::dates(pack, item, year);
    let refused = item.accepted == Some(false) || !misplaced.is_empty() || kind.is_none();
    let (recognised, is_waiting) = match (refused, item.verified, computed) {
        (true, _, _) => (Hours::ZERO, false),
        (false, Some(verified), _) => (verified, false),
        (false, None, Some(computed)) => (computed, false),
        (false, None, None) => (Hours::ZERO, true),
    };
    if item.accepted == Some(false) {
        reasons.push(Reason::new("审验没有通过，不计学时。", article));
    }
    reasons.extend(misplaced);
    if let (false, Some(verified)) = (refused, item.verified) {
        let text = match computed {
            Some(computed) if computed != verified => {
                format!("单位审验核定为 {verified} 学时（按标准算是 {computed} 学时）。")
            }
            _ => format!("单位审验核定 {verified} 学时。"),
        };
        reasons.push(Reason::new(text, article));
    }
    if is_waiting {
        let text = item.applied.map_or_else(
            || "还没有申请学时，也没有核定，暂不计入。".to_owned(),
            |applied| format!("申请 {applied} 学时，等待单位审验，暂不计入。"),
        );
        reasons.push(Reason::new(text, article));
    }
    let group = rules.kinds.get(&item.kind).and_then(|rule| rule.group);
    let possible = if is_waiting { item.applied } else { Some(recognised) };
    let outcome =
        ItemOutcome { id: item.id.clone(), applied: item.applied, computed, recognised, counted: recognised, reasons };
    Worth { outcome, inflow: Inflow { hours: recognised, group }, is_waiting, possible }
}

/// Writes what the caps left into the items, with the reason, and tells the trace.
fn settle(rules: &Rules, worths: &mut [Worth], flow: &Flow, trace: &mut impl Trace) {
    for (index, worth) in worths.iter_mut().enumerate() {
        let outcome = &mut worth.outcome;
        outcome.counted = flow.counted[index];
        if let Some(group) = flow.cut_by[index].and_then(|group| rules.groups.get(group)) {
            let cap = group.cap.unwrap_or(Hours::ZERO);
            let text = format!("“{}”全年最多 {cap} 学时，本项计入 {} 学时。", group.name, outcome.counted);
            outcome.reasons.push(Reason::new(text, &group.article));
        }
        let outcome = &worth.outcome;
        trace.step(1, || {
            let text =
                format!("登记项 {}：认定 {} 学时，计入 {} 学时。", outcome.id, outcome.recognised, outcome.counted);
            Reason::new(text, "")
        });
        for reason in &outcome.reasons {
            trace.step(2, || reason.clone());
        }
    }
}

fn groups(rules: &Rules, flow: &Flow, trace: &mut impl Trace) -> Vec<GroupOutcome> {
    let outcome = |(group, through): (&crate::rules::Group, &caps::Through)| GroupOutcome {
        id: group.id.clone(),
        name: group.name.clone(),
        sum: through.sum,
        cap: group.cap,
        counted: through.counted,
    };
    for (group, through) in rules.groups.iter().zip(&flow.groups).filter(|(_, through)| through.sum > Hours::ZERO) {
        trace.step(1, || {
            let cap = group.cap.map_or_else(|| "不设上限".to_owned(), |cap| format!("上限 {cap} 学时"));
            let text = format!("{}：合计 {} 学时，{cap}，计入 {} 学时。", group.name, through.sum, through.counted);
            Reason::new(text, &group.article)
        });
    }
    rules.groups.iter().zip(&flow.groups).map(outcome).collect()
}

/// Professional hours if the verifier grants all that is applied for; absent when nobody can say.
fn possible(rules: &Rules, worths: &[Worth]) -> Option<Hours> {
    let inflows: Option<Vec<Inflow>> =
        worths.iter().map(|worth| worth.possible.map(|hours| Inflow { hours, group: worth.inflow.group })).collect();
    Some(caps::flow(&rules.groups, &inflows?).total)
}
