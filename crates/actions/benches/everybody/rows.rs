//! The rows of very many people: random years, as the tables hold them.

use policy::{ItemFacts, Pack, YearFacts};
use testkit::{Cell, Database};

use super::{YEAR, random_years, rarer};

/// Activities of each.
pub(crate) const ITEMS: usize = 10;
const UNITS: u64 = 200;
/// Situations that people share, as in the benchmark of `policy`.
const SITUATIONS: u64 = 10_000;
const SERIES: &str = "高校教师";
pub(crate) const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

const UNIT: [&str; 4] = ["id", "code", "name", "kind"];
const PERSON: [&str; 13] = [
    "id",
    "staff_number",
    "name",
    "sex",
    "unit_id",
    "category",
    "declares_title_next_year",
    "confirmation_only",
    "title_series",
    "id_number_masked",
    "id_number_sealed",
    "id_number_index",
    "added_at",
];
const STANDING: [&str; 8] = [
    "person_id",
    "year",
    "revision",
    "category",
    "declares_title_next_year",
    "confirmation_only",
    "title_series",
    "learned_at",
];
const PUBLIC: [&str; 13] = [
    "person_id",
    "year",
    "course",
    "revision",
    "required",
    "study",
    "exam_passed",
    "attempts",
    "hours",
    "without_exam",
    "notice",
    "source",
    "recorded_at",
];
const REGISTRATION: [&str; 18] = [
    "id",
    "number",
    "person_id",
    "unit_id",
    "year",
    "state",
    "version",
    "opened_at",
    "declared_at",
    "submitted_at",
    "checker",
    "verified_by",
    "verified_at",
    "sealed_form",
    "approved_by",
    "approved_at",
    "pack_name",
    "pack_hash",
];
const ITEM: [&str; 17] = [
    "id",
    "registration_id",
    "person_id",
    "position",
    "kind",
    "title",
    "organiser",
    "starts",
    "ends",
    "answers",
    "applied",
    "decision",
    "decision_hours",
    "decision_reason",
    "decided_by",
    "decided_at",
    "told_at",
];

/// Writes everybody.
pub(crate) async fn write(database: &Database, pack: &Pack, people: u64) {
    let situations = situations(pack);
    let year = |seed: u64| random_years::year(pack, situations[place(seed, situations.len())], seed, ITEMS);
    database.fill("unit", &UNIT, (0..UNITS).map(unit)).await;
    database.fill("person", &PERSON, (0..people).map(|seed| person(seed, &year(seed)))).await;
    let standings = (0..people).flat_map(|seed| standings(seed, &year(seed)));
    database.fill("person_year", &STANDING, standings).await;
    database.fill("public_result", &PUBLIC, (0..people).flat_map(|seed| results(seed, &year(seed)))).await;
    let items = (0..people).flat_map(|seed| {
        let facts = year(seed);
        (0_u64..).zip(facts.items).map(move |(position, item)| item_row(seed, position, &item)).collect::<Vec<_>>()
    });
    database.fill("registration_item", &ITEM, items).await;
    let registrations = (0..people).map(|seed| registration(seed, &year(seed), pack));
    database.fill("registration", &REGISTRATION, registrations).await;
    database.fill("person_post", &rarer::POST, (0..people).flat_map(|seed| rarer::posts(seed, &year(seed)))).await;
    let industry = (0..people).filter_map(|seed| rarer::industry(seed, &year(seed)));
    database.fill("industry_hours", &rarer::INDUSTRY, industry).await;
    database.fill("finding", &rarer::FINDING, (0..people).flat_map(|seed| rarer::findings(seed, &year(seed)))).await;
    let store = store::Store::open(database.url()).await.expect("the database");
    let mut tx = store.begin().await.expect("a transaction");
    store::item_rows::keep_all(&mut tx).await.expect("told");
    tx.commit().await.expect("kept");
}

/// The situations of the year: random years are of several.
fn situations(pack: &Pack) -> Vec<u64> {
    let is_of_the_year = |number: &u64| random_years::year(pack, *number, 0, 0).year == YEAR;
    (0..SITUATIONS).filter(is_of_the_year).collect()
}

fn place(seed: u64, count: usize) -> usize {
    usize::try_from(seed).unwrap_or(0) % count.max(1)
}

/// An identifier of the third version that sorts by its number.
pub(crate) fn id(sort: u8, seed: u64, part: u64) -> Cell {
    some(format!("{:08x}-{:04x}-7{sort:03x}-8{part:03x}-{seed:012x}", seed >> 16, seed & 0xffff))
}

fn unit(seed: u64) -> Vec<Cell> {
    vec![id(1, seed % UNITS, 0), some(seed), some(format!("单位{seed}")), fixed("college")]
}

fn person(seed: u64, facts: &YearFacts) -> Vec<Cell> {
    vec![
        id(2, seed, 0),
        some(format!("T{seed}")),
        fixed("王某某"),
        fixed("female"),
        id(1, seed % UNITS, 0),
        fixed(facts.category.as_str()),
        yes(facts.declares_title_next_year),
        yes(facts.confirmation_only),
        fixed(SERIES),
        fixed("4503**********1234"),
        some(format!("{seed:064x}")),
        some(format!("{seed:032x}")),
        fixed("0"),
    ]
}

/// What was said about the year, and about the one before it where it is known.
fn standings(seed: u64, facts: &YearFacts) -> Vec<Vec<Cell>> {
    let row = |year: i16, declares| {
        let about = [id(2, seed, 0), some(year), fixed("1"), fixed(facts.category.as_str())];
        let intends = [yes(declares), yes(facts.confirmation_only), fixed(SERIES), fixed("0")];
        about.into_iter().chain(intends).collect()
    };
    let before = facts.declares_title_this_year.map(|declares| row(facts.year - 1, declares));
    before.into_iter().chain([row(facts.year, facts.declares_title_next_year)]).collect()
}

/// One result a course: of two with one name the table holds one.
fn results(seed: u64, facts: &YearFacts) -> Vec<Vec<Cell>> {
    let mut public = facts.public.clone();
    public.sort_by(|one, other| one.course.cmp(&other.course));
    public.dedup_by(|one, other| one.course == other.course);
    let row = |course: policy::PublicFacts| {
        vec![
            id(2, seed, 0),
            some(facts.year),
            some(course.course),
            fixed("1"),
            yes(course.required),
            some(course.study.hundredths()),
            yes(course.exam_passed),
            some(course.attempts),
            some(course.hours.hundredths()),
            yes(course.without_exam && !course.required && !course.exam_passed),
            some(course.notice),
            fixed("区平台"),
            fixed("0"),
        ]
    };
    public.into_iter().map(row).collect()
}

fn registration(seed: u64, facts: &YearFacts, pack: &Pack) -> Vec<Cell> {
    let decided = |value: &'static str| fixed(value).filter(|_| facts.approved);
    vec![
        id(3, seed, 0),
        some(format!("XS{seed:09}")),
        id(2, seed, 0),
        id(1, seed % UNITS, 0),
        some(facts.year),
        fixed(if facts.approved { "approved" } else { "submitted" }),
        fixed("1"),
        fixed("0"),
        fixed("0"),
        fixed("0"),
        fixed(NOBODY),
        decided(NOBODY),
        decided("0"),
        decided(NOBODY),
        decided("10000000-0000-7000-8000-000000000000"),
        decided("0"),
        some(pack.name().to_owned()),
        some(pack.hash().to_owned()),
    ]
}

fn item_row(seed: u64, position: u64, item: &ItemFacts) -> Vec<Cell> {
    // A verifier's figure comes with the word that it is accepted.
    let (decision, hours, reason) = match (item.accepted, item.verified) {
        (Some(false), _) => ("returned", None, Some("材料不全")),
        (_, Some(hours)) => ("changed", Some(hours), Some("按证明核定")),
        (Some(true), None) => ("accepted", item.applied.or(Some(policy::Hours::ZERO)), None),
        (None, None) => ("open", None, None),
    };
    let decided = |value: &'static str| fixed(value).filter(|_| decision != "open");
    // The table lets nothing end before it begins.
    let ends = item.ends.max(item.starts);
    vec![
        id(4, seed, position),
        id(3, seed, 0),
        id(2, seed, 0),
        some(position),
        some(item.kind.clone()),
        fixed("高校教师教学能力提升专题培训"),
        fixed("全国高校师资培训中心"),
        some(item.starts),
        some(ends),
        some(serde_json::to_string(&item.answers).expect("plain texts")),
        item.applied.and_then(|hours| some(hours.hundredths())),
        fixed(decision),
        hours.and_then(|hours| some(hours.hundredths())),
        reason.and_then(fixed),
        decided(NOBODY),
        decided("0"),
        fixed("0"),
    ]
}

pub(crate) fn some(value: impl ToString) -> Cell {
    Some(value.to_string().into())
}

#[expect(clippy::unnecessary_wraps, reason = "a cell may hold nothing, and these stand among such")]
pub(crate) fn fixed(value: &'static str) -> Cell {
    Some(value.into())
}

pub(crate) fn yes(value: bool) -> Cell {
    fixed(if value { "1" } else { "0" })
}
