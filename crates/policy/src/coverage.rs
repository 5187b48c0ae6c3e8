//! Whether a pack's scenarios show every article and every kind at work, both where it is kept and where it is not. Must
//! not know where scenarios come from.

use std::collections::BTreeSet;

use crate::deadlines::Party;
use crate::rules::TitleSeries;
use crate::{Assessment, Hours, ItemFacts, Obligation, Outcome, Pack, Scenario};

/// Articles and kinds that scenarios pass, and those that they fail.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    pub(crate) passing: BTreeSet<String>,
    pub(crate) failing: BTreeSet<String>,
}

impl Sides {
    fn add(&mut self, name: &str, passes: bool) {
        let side = if passes { &mut self.passing } else { &mut self.failing };
        side.insert(name.to_owned());
    }
}

/// The sides of the articles that these scenarios cover. An article is passed where its requirement is met, its hours
/// count, its evidence is there, its obligation asks for something or its deadline has nothing left to do; it is failed
/// where one of these is not so.
pub(crate) fn articles(pack: &Pack, scenarios: &[Scenario]) -> Sides {
    let mut sides = Sides::default();
    for scenario in scenarios {
        let Ok(pack) = scenario.pinned(pack) else { continue };
        let mut shown = Sides::default();
        let assessment = crate::assess(&pack, &scenario.facts);
        outcomes(&pack, &assessment, &mut shown);
        person(&pack, scenario, &assessment, &mut shown);
        items(&pack, scenario, &assessment, &mut shown);
        let covered = |article: &String| scenario.covers.contains(article);
        sides.passing.extend(shown.passing.into_iter().filter(covered));
        sides.failing.extend(shown.failing.into_iter().filter(covered));
    }
    sides
}

/// The sides of the kinds: one passes where its hours count and nothing is missing; it fails where hours or evidence are.
pub(crate) fn kinds(pack: &Pack, scenarios: &[Scenario]) -> Sides {
    let mut sides = Sides::default();
    for scenario in scenarios {
        let Ok(pack) = scenario.pinned(pack) else { continue };
        let assessment = crate::assess(&pack, &scenario.facts);
        let missing = scenario.expects_missing_evidence();
        for item in &scenario.facts.items {
            let Some(outcome) = assessment.items.iter().find(|outcome| outcome.id == item.id) else { continue };
            if outcome.counted > Hours::ZERO && missing == Some(false) {
                sides.add(&item.kind, true);
            }
            if outcome.counted < outcome.recognised || outcome.recognised == Hours::ZERO || missing == Some(true) {
                sides.add(&item.kind, false);
            }
        }
    }
    sides
}

/// Kinds whose hours count in some scenario.
pub(crate) fn counting(pack: &Pack, scenarios: &[Scenario]) -> BTreeSet<String> {
    let mut counting = BTreeSet::new();
    for scenario in scenarios {
        let Ok(pack) = scenario.pinned(pack) else { continue };
        let assessment = crate::assess(&pack, &scenario.facts);
        let counts = |item: &&ItemFacts| {
            assessment.items.iter().any(|outcome| outcome.id == item.id && outcome.counted > Hours::ZERO)
        };
        counting.extend(scenario.facts.items.iter().filter(counts).map(|item| item.kind.clone()));
    }
    counting
}

/// What requirements, certificates and consequences came to.
fn outcomes(pack: &Pack, assessment: &Assessment, shown: &mut Sides) {
    let mut add = |article: &str, outcome: Outcome| match outcome {
        Outcome::Satisfied => shown.add(article, true),
        Outcome::NotSatisfied | Outcome::Undetermined => shown.add(article, false),
        Outcome::ReferenceOnly => {}
    };
    assessment.requirements.iter().for_each(|one| add(&one.article, one.outcome));
    assessment.consequences.iter().for_each(|one| add(&one.article, one.outcome));
    for rule in &pack.content.rules.certificates {
        let judged = assessment.certificates.iter().find(|one| one.id == rule.id);
        judged.iter().for_each(|one| add(&rule.article, one.outcome));
    }
}

/// What the articles about the person, the public course and the deadlines came to.
fn person(pack: &Pack, scenario: &Scenario, assessment: &Assessment, shown: &mut Sides) {
    let (rules, facts) = (&pack.content.rules, &scenario.facts);
    for article in rules.obligations.iter().filter(|rule| rule.gives == assessment.obligation).map(|rule| &rule.article)
    {
        shown.add(article, assessment.obligation != Obligation::None);
    }
    if let Some(status) = &rules.status {
        for post in &facts.posts {
            shown.add(&status.article, post.from.year() <= facts.year);
        }
    }
    if let Some(course) = &rules.public_course {
        facts.public.iter().for_each(|taken| shown.add(&course.article, taken.exam_passed));
    }
    for deadline in pack.deadlines(facts.year, facts.title_series_opens) {
        let is_done = match deadline.party {
            Party::Person => !assessment.todo.iter().any(|todo| todo.by == Some(deadline.date)),
            Party::Unit => facts.approved,
        };
        shown.add(pack.article_cited(&deadline.article).map_or("", |article| &article.id), is_done);
    }
    let opening = |series: &&TitleSeries| series.year == facts.year && facts.title_series_opens == Some(series.opens);
    for series in rules.title_series.iter().filter(opening) {
        let last = series.opens.yesterday().ok();
        shown.add(&series.article, !assessment.todo.iter().any(|todo| todo.by.is_some() && todo.by == last));
    }
}

/// What the articles about the items came to.
fn items(pack: &Pack, scenario: &Scenario, assessment: &Assessment, shown: &mut Sides) {
    for item in &scenario.facts.items {
        let Some(outcome) = assessment.items.iter().find(|outcome| outcome.id == item.id) else { continue };
        for article in item_articles(pack, item) {
            if outcome.counted > Hours::ZERO {
                shown.add(&article, true);
            }
            if outcome.counted < outcome.recognised || outcome.recognised == Hours::ZERO {
                shown.add(&article, false);
            }
        }
        if scenario.expects_missing_evidence().is_some() {
            let lines = crate::checklist(pack, item);
            let required = lines.iter().filter(|line| line.required);
            required.for_each(|line| shown.add(&line.need.article, line.present));
        }
    }
    if let Some(annulment) = &pack.content.rules.annulment {
        let is_false = |item: &ItemFacts| scenario.facts.findings.iter().any(|finding| finding.item == item.id);
        scenario.facts.items.iter().for_each(|item| shown.add(&annulment.article, !is_false(item)));
    }
}

/// The articles that an item's hours rest on: its kind's, its rate's, its day's, its window's and those of the caps around it.
fn item_articles(pack: &Pack, item: &ItemFacts) -> BTreeSet<String> {
    let rules = &pack.content.rules;
    let mut articles: BTreeSet<String> = pack.kind(&item.kind).map(|kind| kind.article.clone()).into_iter().collect();
    articles.extend(rules.window.as_ref().map(|window| window.article.clone()));
    let rule = rules.kinds.get(&item.kind);
    articles.extend(rule.map(|rule| rule.cited.clone()));
    articles.extend(rule.and_then(|rule| rule.day_limit.as_ref()).map(|limit| limit.article.clone()));
    let mut group = rule.and_then(|rule| rule.group).and_then(|index| rules.groups.get(index));
    while let Some(around) = group {
        articles.insert(around.article.clone());
        group = around.within.and_then(|index| rules.groups.get(index));
    }
    articles
}
