//! Caps as the rule files write them, read here once more and without the pack's own reader, so that what a year counts is
//! held to the text and not to what the answer says of itself.

use std::collections::BTreeMap;

use policy::{Assessment, Hours, HoursRule, Pack, YearFacts};
use toml::{Table, Value};

use crate::{packs, random_years};

const YEARS: u64 = 2_000;

/// Groups and kinds of a pack and of those that it extends.
#[derive(Default)]
pub(crate) struct Written {
    /// The group around each group, and its cap.
    groups: BTreeMap<String, (String, Option<Hours>)>,
    /// The group of each kind that has one.
    kinds: BTreeMap<String, String>,
}

fn text<'t>(entry: &'t Value, field: &str) -> &'t str {
    entry.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn hours(value: &Value) -> Hours {
    value.to_string().parse().unwrap_or_else(|problem| panic!("{problem}"))
}

/// What stands in the place of a number: itself, or the value of the option that a reading chose.
fn chosen(value: &Value, readings: &[Value]) -> Hours {
    let Some(id) = value.get("reading").and_then(Value::as_str) else { return hours(value) };
    let reading = readings.iter().find(|reading| text(reading, "id") == id).expect("the reading is written");
    let options = reading["options"].as_array().expect("options");
    let option =
        options.iter().find(|option| text(option, "id") == text(reading, "chosen")).expect("it is one of them");
    hours(&option["value"])
}

impl Written {
    pub(crate) fn of(name: &str) -> Written {
        let path = format!("{name}/rules.md");
        let (_, rules) = packs::files().into_iter().find(|(known, _)| *known == path).expect("a rule file");
        let blocks = rules.split("```toml\n").skip(1).map(|block| block.split("```").next().unwrap_or_default());
        let blocks: Vec<Table> = blocks.map(|block| toml::from_str(block).expect("TOML")).collect();
        let entries = |sort: &str| -> Vec<Value> {
            let lists = blocks.iter().filter_map(|block| block.get(sort)?.as_array());
            lists.flatten().cloned().collect()
        };
        let extends = blocks.iter().find_map(|block| block.get("pack")?.get("extends")?.as_str());
        let mut written = extends.map(Written::of).unwrap_or_default();
        let readings = entries("reading");
        for group in entries("group") {
            let cap = group.get("cap_hours").map(|cap| chosen(cap, &readings));
            written.groups.insert(text(&group, "id").to_owned(), (text(&group, "within").to_owned(), cap));
        }
        for kind in entries("kind") {
            written.kinds.insert(text(&kind, "id").to_owned(), text(&kind, "group").to_owned());
        }
        written
    }

    /// Whether the kind flows into this group, directly or through those inside it.
    fn is_inside(&self, kind: &str, group: &str) -> bool {
        let mut at = self.kinds.get(kind);
        while let Some(inner) = at {
            if inner == group {
                return true;
            }
            at = self.groups.get(inner).map(|(around, _)| around);
        }
        false
    }

    /// What a group lets through: what its own items are recognised for and what the groups inside it let through, up to its
    /// cap.
    fn lets_through(&self, group: &str, recognised: &[(&str, Hours)]) -> Hours {
        let is_own = |kind: &str| self.kinds.get(kind).is_some_and(|own| own == group);
        let own: Hours = recognised.iter().filter(|(kind, _)| is_own(kind)).map(|(_, hours)| *hours).sum();
        let inner = self.groups.iter().filter(|(_, (around, _))| around == group);
        let all = own + inner.map(|(inner, _)| self.lets_through(inner, recognised)).sum();
        self.groups[group].1.map_or(all, |cap| cap.min(all))
    }

    /// Every group counts what it lets through and never more than the cap that is written; what its items count is that,
    /// unless a group around it cuts once more.
    pub(crate) fn assert_hold(&self, facts: &YearFacts, assessment: &Assessment) {
        // The answer has the items by their ids; of two with one id, as they were written.
        let mut items: Vec<_> = facts.items.iter().collect();
        items.sort_by(|one, other| one.id.cmp(&other.id));
        assert_eq!(items.len(), assessment.items.len());
        let pairs = || items.iter().zip(&assessment.items).map(|(item, outcome)| (item.kind.as_str(), outcome));
        let recognised: Vec<_> = pairs().map(|(kind, outcome)| (kind, outcome.recognised)).collect();
        for (id, (around, cap)) in &self.groups {
            let through = self.lets_through(id, &recognised);
            let told = assessment.groups.iter().find(|group| group.id == *id).expect("every group is told");
            assert_eq!((through, *cap), (told.counted, told.cap), "{id}: {facts:#?}");
            let counted: Hours =
                pairs().filter(|(kind, _)| self.is_inside(kind, id)).map(|(_, outcome)| outcome.counted).sum();
            assert!(cap.is_none_or(|cap| counted <= cap), "{id}: {counted} of {cap:?}: {facts:#?}");
            let is_outermost = !self.groups.contains_key(around);
            assert!(counted == through || (!is_outermost && counted < through), "{id}: {counted}: {facts:#?}");
        }
        assert_eq!(assessment.groups.len(), self.groups.len());
    }
}

/// How often something came up.
#[derive(Debug, Default)]
struct Seen {
    cut: u64,
    findings: u64,
    posts: u64,
    rows: u64,
}

impl Seen {
    fn add(&mut self, pack: &Pack, facts: &YearFacts, assessment: &Assessment) {
        let is_row = |kind: &str| pack.kind(kind).is_some_and(|kind| matches!(kind.hours, HoursRule::Table { .. }));
        let mut items: Vec<_> = facts.items.iter().collect();
        items.sort_by(|one, other| one.id.cmp(&other.id));
        let found = |(item, outcome): (&&policy::ItemFacts, &policy::ItemOutcome)| {
            is_row(&item.kind) && outcome.computed.is_some()
        };
        self.cut += u64::from(assessment.items.iter().any(|item| item.counted < item.recognised));
        self.findings += u64::from(!facts.findings.is_empty());
        self.posts += u64::from(!facts.posts.is_empty());
        self.rows += u64::from(items.iter().zip(&assessment.items).any(found));
    }
}

#[test]
fn what_items_count_is_what_their_group_counts_and_no_more_than_its_written_cap() {
    for name in ["sample-2026", "guet-2022", "yunting-2025"] {
        let (pack, written, mut seen) = (packs::pack(name), Written::of(name), Seen::default());
        assert!(written.groups.len() >= 3, "{name} has groups in groups");
        for seed in 0..YEARS {
            let facts = random_years::year(&pack, seed, seed, usize::try_from(seed % 13).unwrap_or(0));
            let assessment = policy::assess(&pack, &facts);
            written.assert_hold(&facts, &assessment);
            seen.add(&pack, &facts, &assessment);
        }
        // The tables of the school's own pack are empty.
        let rows = if name == "guet-2022" { YEARS } else { seen.rows };
        for times in [seen.cut, seen.findings, seen.posts, rows] {
            assert!(times * 20 >= YEARS, "{name}: something comes up too rarely to show anything: {seen:?}");
        }
    }
}
