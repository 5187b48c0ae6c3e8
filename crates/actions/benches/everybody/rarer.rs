//! The rows that some of very many people have: posts that changed inside the year, hours of a connected system, and
//! items that were found false.

use policy::{Finding, YearFacts};
use testkit::Cell;

use super::rows::{NOBODY, fixed, id, some, yes};

/// Of so many people one has hours of a connected system.
const ONE_CONNECTED_OF: u64 = 8;

pub(crate) const POST: [&str; 7] =
    ["person_id", "from_day", "revision", "category", "declares_title_next_year", "confirmation_only", "learned_at"];
pub(crate) const INDUSTRY: [&str; 10] =
    ["system", "reference", "revision", "person_id", "title", "organiser", "starts", "ends", "hours", "recorded_at"];
pub(crate) const FINDING: [&str; 18] = [
    "id",
    "registration_id",
    "person_id",
    "item_id",
    "title",
    "suspicion",
    "notified_by",
    "notified_at",
    "reply_until",
    "is_false",
    "ruling",
    "ruled_by",
    "ruled_at",
    "number",
    "appeal_until",
    "entry_until",
    "is_blacklisted",
    "revision",
];

/// One post a day: of two that begin on one the table holds one.
pub(crate) fn posts(seed: u64, facts: &YearFacts) -> Vec<Vec<Cell>> {
    let mut posts = facts.posts.clone();
    posts.sort_by_key(|post| post.from);
    posts.dedup_by_key(|post| post.from);
    let row = |post: policy::PostFacts| {
        vec![
            id(2, seed, 0),
            some(post.from),
            fixed("1"),
            fixed(post.category.as_str()),
            yes(post.declares_title_next_year),
            yes(post.confirmation_only),
            fixed("0"),
        ]
    };
    posts.into_iter().map(row).collect()
}

/// What a connected system registered, of those who have something there.
pub(crate) fn industry(seed: u64, facts: &YearFacts) -> Option<Vec<Cell>> {
    let first = facts.items.first().filter(|_| seed.is_multiple_of(ONE_CONNECTED_OF))?;
    Some(vec![
        fixed("区平台"),
        some(format!("HY{seed}")),
        fixed("1"),
        id(2, seed, 0),
        fixed("古籍修复研修"),
        fixed("自治区图书馆"),
        some(first.starts),
        some(first.ends.max(first.starts)),
        some(100 * (1 + seed % 40)),
        fixed("0"),
    ])
}

/// What was found false.
pub(crate) fn findings(seed: u64, facts: &YearFacts) -> Vec<Vec<Cell>> {
    facts.findings.iter().filter_map(|finding| finding_row(seed, facts, finding)).collect()
}

fn finding_row(seed: u64, facts: &YearFacts, finding: &Finding) -> Option<Vec<Cell>> {
    let position = facts.items.iter().position(|item| item.id == finding.item)?;
    Some(vec![
        id(5, seed, 0),
        id(3, seed, 0),
        id(2, seed, 0),
        id(4, seed, u64::try_from(position).ok()?),
        fixed("高校教师教学能力提升专题培训"),
        fixed("证明查无此项"),
        fixed(NOBODY),
        fixed("0"),
        some(finding.on),
        fixed("1"),
        fixed("不属实"),
        fixed(NOBODY),
        fixed("0"),
        some(finding.decision.clone()),
        some(finding.on),
        some(finding.on),
        fixed("0"),
        fixed("1"),
    ])
}
