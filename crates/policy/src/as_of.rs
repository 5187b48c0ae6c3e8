//! A year as of a day and as known on a day: what had not happened or was not known by then is left out, and the
//! explanation says so. Must not judge anything itself.

use jiff::civil::Date;

use crate::explanation::Step;
use crate::{
    Assessment, Explanation, Finding, ItemFacts, Pack, PostFacts, PublicFacts, Reason, YearFacts, chinese_date,
};

/// How far one looks. Without days nothing is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Horizon {
    /// Nothing that happened after this day counts.
    pub as_of: Option<Date>,
    /// Nothing that was learned after this day counts.
    pub known_on: Option<Date>,
}

impl Horizon {
    /// Why a fact with these two days lies beyond; `None` when it does not. A day that is not known hides nothing.
    fn beyond(&self, happened: Option<Date>, learned: Option<Date>) -> Option<String> {
        let day = chinese_date;
        match (self.as_of, happened, self.known_on, learned) {
            (Some(as_of), Some(happened), _, _) if happened > as_of => {
                Some(format!("发生在{}，晚于{}", day(happened), day(as_of)))
            }
            (_, _, Some(known_on), Some(learned)) if learned > known_on => {
                Some(format!("{}才得知，晚于{}", day(learned), day(known_on)))
            }
            _ => None,
        }
    }

    fn heading(&self) -> Option<String> {
        match (self.as_of.map(chinese_date), self.known_on.map(chinese_date)) {
            (None, None) => None,
            (Some(as_of), None) => Some(format!("只看{as_of}为止发生的事实。")),
            (None, Some(known_on)) => Some(format!("只看{known_on}为止得知的事实。")),
            (Some(as_of), Some(known_on)) => Some(format!("只看{as_of}为止发生、{known_on}为止得知的事实。")),
        }
    }
}

/// The facts within the horizon, and a sentence for each one that is not.
#[must_use]
pub fn within(facts: &YearFacts, horizon: Horizon) -> (YearFacts, Vec<String>) {
    let mut seen = facts.clone();
    let mut left_out = Vec::new();
    seen.items.retain(|item| keep(&mut left_out, horizon.beyond(Some(item.ends), item.learned), &item_name(item)));
    seen.public
        .retain(|course| keep(&mut left_out, horizon.beyond(course.happened, course.learned), &course_name(course)));
    seen.posts.retain(|post| keep(&mut left_out, horizon.beyond(Some(post.from), post.learned), &post_name(post)));
    seen.findings.retain(|finding| {
        keep(&mut left_out, horizon.beyond(Some(finding.on), finding.learned), &finding_name(finding))
    });
    forget(&mut seen, horizon, &mut left_out);
    for item in &mut seen.items {
        if let Some(why) = horizon.beyond(item.decided, item.decided).filter(|_| is_decided(item)) {
            left_out.push(format!("{} 的审验结论：{why}，按尚未审验核算。", item_name(item)));
            (item.verified, item.accepted, item.decided) = (None, None, None);
        }
    }
    let approved = facts.approved.then(|| horizon.beyond(facts.approved_on, facts.approved_on)).flatten();
    if let Some(why) = approved {
        left_out.push(format!("登记的审批：{why}，按尚未审批核算。"));
        (seen.approved, seen.approved_on) = (false, None);
    }
    (seen, left_out)
}

/// Takes away what nobody had said by then of the person's intentions, of last year and of the required course.
fn forget(seen: &mut YearFacts, horizon: Horizon, left_out: &mut Vec<String>) {
    let (learned, before) = (seen.learned, seen.year.saturating_sub(1));
    let mut is_unknown = |learned: Option<Date>, name: &str, instead: &str| {
        let why = horizon.beyond(None, learned);
        left_out.extend(why.iter().map(|why| format!("{name}：{why}，{instead}核算。")));
        why.is_some()
    };
    if seen.declares_title_next_year
        && is_unknown(learned.declares_title_next_year, "下一年度申报职称的打算", "按没有这个打算")
    {
        seen.declares_title_next_year = false;
    }
    if seen.confirmation_only && is_unknown(learned.confirmation_only, "只为转正定职这一情况", "按没有这一情况")
    {
        seen.confirmation_only = false;
    }
    if seen.declares_title_this_year.is_some()
        && is_unknown(learned.declares_title_this_year, "本年度是否申报职称", "按还不知道")
    {
        seen.declares_title_this_year = None;
    }
    if seen.last_year.is_some() && is_unknown(learned.last_year, &format!("{before} 年度的结论"), "按还没有结论")
    {
        seen.last_year = None;
    }
    let settled = seen.training_year.as_ref().and_then(|settled| settled.learned);
    if is_unknown(settled, "本年度必修课的学时规定", "按还没有规定") {
        seen.training_year = None;
    }
}

/// Judges what lies within the horizon and says every step; what was left out comes first.
#[must_use]
pub fn explain_within(pack: &Pack, facts: &YearFacts, horizon: Horizon) -> (Assessment, Explanation) {
    let Some(heading) = horizon.heading() else { return crate::explain(pack, facts) };
    let (seen, left_out) = within(facts, horizon);
    let (assessment, mut explanation) = crate::explain(pack, &seen);
    let step = |depth, text| Step { depth, reason: Reason::new(text, "") };
    let told = std::iter::once(step(1, heading)).chain(left_out.into_iter().map(|text| step(2, text)));
    // The first step is the title of the year.
    let after_title = explanation.steps.len().min(1);
    explanation.steps.splice(after_title..after_title, told);
    (assessment, explanation)
}

/// Whether a fact stays; what does not is told.
fn keep(left_out: &mut Vec<String>, beyond: Option<String>, name: &str) -> bool {
    let Some(why) = beyond else { return true };
    left_out.push(format!("{name}：{why}，不计入。"));
    false
}

fn is_decided(item: &ItemFacts) -> bool {
    item.verified.is_some() || item.accepted.is_some()
}

fn item_name(item: &ItemFacts) -> String {
    format!("登记项 {}", item.id)
}

fn course_name(course: &PublicFacts) -> String {
    format!("公需科目“{}”的成绩", course.course)
}

fn post_name(post: &PostFacts) -> String {
    format!("自{}起的岗位（{}）", chinese_date(post.from), post.category.label())
}

fn finding_name(finding: &Finding) -> String {
    format!("对登记项 {} 的认定", finding.item)
}
