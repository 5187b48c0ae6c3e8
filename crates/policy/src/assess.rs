//! The one assessment, generic over where the working-out goes. Must not read a clock.

use crate::caps::{self, Flow, Inflow};
use crate::carry::{self, Extra};
use crate::public_course::{before_title_series, exam_brings, is_required, is_studied, public_hours};
use crate::rules::{ObligationRule, Rules};
use crate::trace::{Quiet, Trace};
use crate::verdict::{self, Awaited, Standing, Waiting};
use crate::worth::Computed;
use crate::{
    Assessment, Explanation, GroupOutcome, Hours, ItemFacts, ItemOutcome, Obligation, Pack, Reason, YearFacts,
    chinese_date, consequences, left, posts, window, worth,
};

/// More than any year can hold: what an item may bring that nobody has put a figure to.
const UNLIMITED: Hours = Hours::from_whole(1_000_000_000);

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
    let opening = opening(pack, facts, trace);
    let mut worths = items(pack, facts);
    let flow = caps::flow(&rules.groups, &worths.iter().map(|worth| worth.inflow).collect::<Vec<_>>());
    settle(rules, &mut worths, &flow, trace);
    let groups = groups(rules, &flow, trace);
    let mut waiting = Waiting::default();
    worths.iter().for_each(|worth| waiting.add(worth.awaits));
    let standing = Standing {
        professional: flow.total,
        professional_possible: in_all(rules, &worths, |worth| worth.possible),
        professional_hoped: in_all(rules, &worths, |worth| worth.hoped),
        waiting,
        ..opening
    };
    let (requirements, outcome) = verdict::requirements(pack, &standing, trace);
    let certificates = verdict::certificates(pack, facts, &standing, &requirements, trace);
    let consequences = consequences::consequences(pack, facts, &standing, outcome, trace);
    let todo = left::todo(pack, facts, &standing);
    for todo in &todo {
        trace
            .step(1, || Reason::new(format!("还要做：{}{}", todo.text, left::until(pack, facts, todo)), &todo.article));
    }
    Assessment {
        obligation: standing.obligation,
        public: standing.public,
        professional: standing.professional,
        total: standing.total(),
        exam_passed: standing.exam_passed,
        items: worths.into_iter().map(|worth| worth.outcome).collect(),
        groups,
        requirements,
        outcome,
        todo,
        certificates,
        consequences,
    }
}

/// Where the person stands before any item is looked at: what the year asks, and the public courses.
pub(crate) fn opening(pack: &Pack, facts: &YearFacts, trace: &mut impl Trace) -> Standing {
    trace.step(0, || Reason::new(format!("{} 年度，{}", facts.year, pack.title()), ""));
    if facts.year < pack.from().year() {
        let text = || format!("本标准自{}起执行，{} 年度参照适用。", chinese_date(pack.from()), facts.year);
        trace.step(1, || Reason::new(text(), ""));
    }
    if let Some(until) = pack.until().filter(|until| until.year() < facts.year) {
        let text = || format!("本标准执行到{}，{} 年度参照适用。", chinese_date(until), facts.year);
        trace.step(1, || Reason::new(text(), ""));
    }
    let required = || facts.public.iter().filter(|course| is_required(pack, facts, course));
    Standing {
        obligation: obligation(&pack.content.rules, facts, trace),
        public: public_hours(pack, facts, trace),
        professional: Hours::ZERO,
        professional_possible: Hours::ZERO,
        professional_hoped: Hours::ZERO,
        exam_passed: required().any(|course| course.exam_passed),
        before_title_series: before_title_series(pack, facts),
        exam_brings: exam_brings(pack, facts),
        studied: required().any(|course| is_studied(pack, facts, course)),
        waiting: Waiting::default(),
    }
}

/// What the year asks of the person, by the post of its day (article 1).
pub(crate) fn obligation(rules: &Rules, facts: &YearFacts, trace: &mut impl Trace) -> Obligation {
    let post = posts::post(rules, facts, trace);
    let fits = |rule: &&ObligationRule| {
        (rule.categories.is_empty() || rule.categories.contains(&post.category))
            && rule.declares_title_next_year.is_none_or(|declares| declares == post.declares_title_next_year)
            && rule.confirmation_only.is_none_or(|only| only == post.confirmation_only)
    };
    let Some(rule) = rules.obligations.iter().find(fits) else { return Obligation::None };
    let label = post.category.label();
    let case = (post.category, post.declares_title_next_year, post.confirmation_only);
    trace.step(1, || {
        let reading = rule.named.as_ref().or_else(|| rules.decided_by_readings.get(&case));
        Reason::new(format!("岗位类别：{label}。{}", rule.why), &rule.article).by(reading)
    });
    rule.gives
}

/// An item on its way through the caps.
struct Worth {
    outcome: ItemOutcome,
    inflow: Inflow,
    /// What is still to come before its hours are known.
    awaits: Option<Awaited>,
    /// What it could still bring.
    possible: Hours,
    /// What it brings if the verifier grants what is applied for.
    hoped: Hours,
}

/// Every item by itself, ordered by id.
fn items(pack: &Pack, facts: &YearFacts) -> Vec<Worth> {
    let mut items: Vec<&ItemFacts> = facts.items.iter().collect();
    items.sort_by(|one, other| one.id.cmp(&other.id));
    let by_pack = |item: &ItemFacts| {
        item.verified.is_none() && item.accepted != Some(false) && stopped(pack, item, facts).is_empty()
    };
    let extras = carry::extras(pack, &items, by_pack);
    let extra = |place: usize| extras.get(&place).copied().unwrap_or_default();
    items.into_iter().enumerate().map(|(place, item)| worth(pack, item, facts, extra(place))).collect()
}

/// The figures that an item's hours can come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    /// By the pack.
    pub(crate) computed: Option<Hours>,
    /// Whether the pack needs an answer that is missing.
    pub(crate) is_unanswered: bool,
    /// The person's.
    pub(crate) applied: Option<Hours>,
    /// The verifier's.
    pub(crate) verified: Option<Hours>,
    /// The verifier's word.
    pub(crate) accepted: Option<bool>,
    /// Whether anything else keeps the item from counting.
    pub(crate) is_stopped: bool,
}

/// What the figures come to, before the caps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grant {
    pub(crate) recognised: Hours,
    /// What is still to come before its hours are known.
    pub(crate) awaits: Option<Awaited>,
    /// What it could still bring.
    pub(crate) possible: Hours,
    /// What it brings if the verifier grants what is applied for.
    pub(crate) hoped: Hours,
}

impl Grant {
    /// Hours that no verifier's figure will change.
    #[inline]
    fn settled(hours: Hours) -> Grant {
        Grant { recognised: hours, awaits: None, possible: hours, hoped: hours }
    }
}

impl Figures {
    #[inline]
    pub(crate) fn is_refused(&self) -> bool {
        self.is_stopped || self.accepted == Some(false)
    }

    /// What anything says that it brings: the verifier's figure, what an acceptance grants, or what one will grant where
    /// the standard says how much.
    #[inline]
    fn known(&self) -> Option<Hours> {
        let is_known = self.accepted == Some(true) || self.computed.is_some();
        let acceptable = || worth::acceptable(self.computed, self.applied).filter(|_| is_known);
        self.verified.or_else(acceptable)
    }

    /// What is applied for, where nobody has decided yet and the standard would give more.
    #[inline]
    pub(crate) fn claimed(&self) -> Option<Hours> {
        let is_open = !self.is_refused() && self.verified.is_none() && self.accepted.is_none();
        self.applied.filter(|applied| is_open && self.computed.is_some_and(|computed| *applied < computed))
    }

    /// Whether the verifier's figure is above what is applied for, or else above the standard (article 6).
    fn is_above_claim(&self) -> bool {
        let claim = self.applied.or(self.computed);
        self.verified.zip(claim).is_some_and(|(verified, claim)| verified > claim)
    }

    /// What an acceptance without a figure grants (article 6).
    #[inline]
    pub(crate) fn granted(&self) -> Option<Hours> {
        let is_granted = !self.is_refused() && self.verified.is_none() && self.accepted == Some(true);
        self.known().filter(|_| is_granted)
    }

    #[inline]
    pub(crate) fn grant(&self) -> Grant {
        if self.is_refused() {
            return Grant::settled(Hours::ZERO);
        }
        match self.known() {
            Some(recognised) => Grant::settled(recognised),
            // The verifier may set any figure, and an answer that is still missing may give any: only the caps set a limit.
            None => Grant {
                recognised: Hours::ZERO,
                awaits: Some(if self.is_unanswered { Awaited::Answer } else { Awaited::Figure }),
                possible: UNLIMITED,
                hoped: self.applied.unwrap_or(Hours::ZERO),
            },
        }
    }
}

/// Why an item that was found to be false counts nothing.
fn annulled(rules: &Rules, item: &ItemFacts, facts: &YearFacts) -> Option<Reason> {
    let rule = rules.annulment.as_ref()?;
    let finding = facts.findings.iter().find(|finding| finding.item == item.id)?;
    let text = format!("{}（{}，{}）", rule.says, finding.on, finding.decision);
    Some(Reason::new(text, &rule.article).by(rule.reading.as_ref()))
}

/// What keeps an item from counting, whatever its figures say.
fn stopped(pack: &Pack, item: &ItemFacts, facts: &YearFacts) -> Vec<Reason> {
    // More than the days can hold counts for nothing until the verifier has set a figure.
    let beyond = pack.kind(&item.kind).and_then(|kind| worth::beyond_days(pack, kind, item));
    let beyond = beyond.filter(|_| item.verified.is_none());
    let annulled = annulled(&pack.content.rules, item, facts);
    window::dates(pack, item, facts.year).into_iter().chain(beyond).chain(annulled).collect()
}

fn worth(pack: &Pack, item: &ItemFacts, facts: &YearFacts, extra: Extra) -> Worth {
    let rules = &pack.content.rules;
    let kind = pack.kind(&item.kind);
    let article = kind.map_or("", |kind| kind.article.as_str());
    let Computed { hours: computed, is_unanswered, mut reasons } = kind
        .map_or_else(|| Computed::unknown(worth::unknown_kind(item)), |kind| worth::computed(pack, kind, item, extra));
    let stopped = stopped(pack, item, facts);
    let figures = Figures {
        computed,
        is_unanswered,
        applied: item.applied,
        verified: item.verified,
        accepted: item.accepted,
        is_stopped: !stopped.is_empty() || kind.is_none(),
    };
    let Grant { recognised, awaits, possible, hoped } = figures.grant();
    if item.accepted == Some(false) {
        reasons.push(Reason::new("审验没有通过，不计学时。", pack.verification_article(article)));
    }
    reasons.extend(stopped);
    reasons.extend(by_figures(pack, &figures, article));
    if let Some(awaited) = awaits {
        let text = match (awaited, item.applied) {
            (Awaited::Answer, _) => "还没有填完，暂不计入。".to_owned(),
            (Awaited::Figure, None) => "还没有申请学时，也没有核定，暂不计入。".to_owned(),
            (Awaited::Figure, Some(applied)) => format!("申请 {applied} 学时，等待单位审验，暂不计入。"),
        };
        reasons.push(Reason::new(text, article));
    }
    let group = rules.kinds.get(&item.kind).and_then(|rule| rule.group);
    let outcome =
        ItemOutcome { id: item.id.clone(), applied: item.applied, computed, recognised, counted: recognised, reasons };
    Worth { outcome, inflow: Inflow { hours: recognised, group }, awaits, possible, hoped }
}

/// What the verifier's word, or what is applied for while there is none, makes of the standard (article 6).
fn by_figures(pack: &Pack, figures: &Figures, article: &str) -> Option<Reason> {
    let (computed, rule) = (figures.computed, pack.content.rules.verification.as_ref());
    let by = |text: String, reading: Option<&String>| Reason::new(text, pack.verification_article(article)).by(reading);
    let accepted = rule.and_then(|rule| rule.accepted_reading.as_ref());
    if let Some(verified) = figures.verified.filter(|_| !figures.is_refused()) {
        let text = match computed {
            Some(computed) if computed != verified => {
                format!("单位审验核定为 {verified} 学时（按标准算是 {computed} 学时）。")
            }
            _ => format!("单位审验核定 {verified} 学时。"),
        };
        return Some(by(text, rule.filter(|_| figures.is_above_claim()).and_then(|rule| rule.reading.as_ref())));
    }
    if let Some(granted) = figures.granted() {
        return Some(by(granted_text(granted, computed), accepted));
    }
    let claimed = figures.claimed()?;
    let standard = computed.unwrap_or(Hours::ZERO);
    Some(by(format!("只申请 {claimed} 学时（按标准算是 {standard} 学时），先按申请的计。"), accepted))
}

fn granted_text(granted: Hours, computed: Option<Hours>) -> String {
    match computed {
        Some(computed) if computed == granted => format!("单位审验通过，按标准核定 {granted} 学时。"),
        Some(computed) => format!("单位审验通过，按申请的 {granted} 学时核定（按标准算是 {computed} 学时）。"),
        None => format!("单位审验通过，按申请的 {granted} 学时核定。"),
    }
}

/// Writes what the caps left into the items, with the reason, and tells the trace.
fn settle(rules: &Rules, worths: &mut [Worth], flow: &Flow, trace: &mut impl Trace) {
    for (index, worth) in worths.iter_mut().enumerate() {
        let outcome = &mut worth.outcome;
        outcome.counted = flow.counted[index];
        if let Some(group) = flow.cut_by[index].and_then(|group| rules.groups.get(group)) {
            let cap = group.cap.unwrap_or(Hours::ZERO);
            let text = format!("“{}”全年最多 {cap} 学时，本项计入 {} 学时。", group.name, outcome.counted);
            outcome.reasons.push(Reason::new(text, &group.article).by(group.reading.as_ref()));
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
            Reason::new(text, &group.article).by(group.reading.as_ref())
        });
    }
    rules.groups.iter().zip(&flow.groups).map(outcome).collect()
}

/// Professional hours after the caps, if each item brings so many.
fn in_all(rules: &Rules, worths: &[Worth], brings: impl Fn(&Worth) -> Hours) -> Hours {
    let inflow = |worth: &Worth| Inflow { hours: brings(worth), group: worth.inflow.group };
    caps::flow(&rules.groups, &worths.iter().map(inflow).collect::<Vec<_>>()).total
}
