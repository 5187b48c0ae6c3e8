//! What no year and no order of things may change: splitting and merging, learning more, and things told twice. Beside
//! `laws.rs`, which holds what every single year has to fulfil.

use std::sync::LazyLock;

use policy::{Hours, ItemFacts, Outcome, Pack, StaffCategory, YearFacts};
use proptest::prelude::*;

use crate::{items::passed, packs, random_years};

static PACK: LazyLock<Pack> = LazyLock::new(|| packs::pack("sample-2026"));

/// The same pack, but that the professional share is one of what the person earned.
static EARNED: LazyLock<Pack> = LazyLock::new(|| {
    let earned = [("share-of-required".to_owned(), "earned".to_owned())];
    packs::pack("sample-2026").with_readings(&earned.into()).expect("it is a setting")
});

/// What an item of these answers is worth, and what it is made of.
fn counted(id: &str, kind: &str, ask: &str, amount: i64) -> ItemFacts {
    let mut item = random_years::year(&PACK, 1, 1, 1).items.remove(0);
    let day = jiff::civil::date(2026, 5, 1);
    (item.id, item.kind) = (id.to_owned(), kind.to_owned());
    (item.starts, item.ends) = (day, jiff::civil::date(2026, 10, 31));
    (item.applied, item.verified, item.accepted) = (None, None, None);
    item.answers = [(ask.to_owned(), amount.to_string()), ("platform".to_owned(), "平台".to_owned())].into();
    item
}

fn professional(items: Vec<ItemFacts>) -> Hours {
    let facts = YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    policy::assess(&PACK, &facts).professional
}

/// Kinds whose hours follow from an amount, and the ask.
const BY_AMOUNT: [(&str, &str); 4] = [
    ("xuexi-points", "points"),
    ("online-study", "minutes"),
    ("training-half-days", "half_days"),
    ("training-hosted", "stated_hours"),
];

proptest! {
    #[test]
    fn splitting_an_item_creates_nothing_and_merging_loses_less_than_an_hour(
        which in 0..4_usize, one in 1..900_i64, other in 1..900_i64,
    ) {
        let (kind, ask) = BY_AMOUNT[which];
        let (one, other) = if kind.starts_with("training") { (one % 180 + 1, other % 180 + 1) } else { (one, other) };
        let apart = professional(vec![counted("1", kind, ask, one), counted("2", kind, ask, other)]);
        let together = professional(vec![counted("1", kind, ask, one + other)]);
        prop_assert!(apart <= together, "{apart} apart, {together} together");
        prop_assert!(together.less(apart) <= Hours::from_whole(1));
    }

    #[test]
    fn no_cap_is_passed_by_splitting(pieces in proptest::collection::vec(1..5_000_i64, 1..12)) {
        let items = pieces.iter().enumerate().map(|(at, points)| counted(&at.to_string(), "xuexi-points", "points", *points));
        prop_assert!(professional(items.collect()) <= Hours::from_whole(10));
    }

    #[test]
    fn an_item_or_a_course_told_twice_under_one_name_counts_once_where_the_law_says_so(seed in any::<u64>()) {
        let mut facts = random_years::year(&PACK, seed, seed, 4);
        let before = policy::assess(&PACK, &facts);
        facts.public.extend(facts.public.clone());
        prop_assert_eq!(policy::assess(&PACK, &facts).public, before.public);
        let examined = |number: &str| counted(number, "law-exam", "certificate_number", 7);
        prop_assert_eq!(professional(vec![examined("1"), examined("2")]), professional(vec![examined("1")]));
    }

    #[test]
    fn the_order_of_anything_does_not_matter(seed in any::<u64>(), turn in 0..8_usize) {
        let facts = random_years::year(&PACK, seed, seed, 8);
        // Two items with one id cannot both be meant.
        prop_assume!(policy::contradictions(&PACK, &facts, jiff::civil::Date::MAX).iter().all(|one| !one.field.ends_with(".id")));
        let mut turned = facts.clone();
        turned.items.rotate_left(turn);
        turned.public.reverse();
        turned.findings.reverse();
        prop_assert_eq!(policy::assess(&PACK, &turned), policy::assess(&PACK, &facts));
    }

    #[test]
    fn more_learning_never_harms_where_the_share_is_one_of_what_is_required(seed in any::<u64>(), hours in 1..60_i64) {
        let mut facts = random_years::year(&PACK, seed, seed, 6);
        let before = policy::assess(&PACK, &facts);
        facts.public.push(passed("多学的一门", Hours::from_whole(hours), Hours::from_whole(hours)));
        facts.items.push(ItemFacts { id: "zzz".to_owned(), ..counted("zzz", "training-hosted", "stated_hours", hours) });
        let after = policy::assess(&PACK, &facts);
        prop_assert!(after.public >= before.public && after.professional >= before.professional);
        prop_assert!(before.outcome != Outcome::Satisfied || after.outcome == Outcome::Satisfied);
        for (before, after) in before.certificates.iter().zip(&after.certificates) {
            prop_assert!(before.outcome != Outcome::Satisfied || after.outcome == Outcome::Satisfied);
        }
    }
}

/// Why the packs read the share as one of what is required (`docs/adr/0003-two-thirds-of-what-is-required.md`).
#[test]
fn where_the_share_is_one_of_what_was_earned_a_public_course_more_can_turn_a_pass_into_a_fail() {
    let mut facts = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
    facts.public = vec![passed("公需科目必修课", Hours::from_whole(30), Hours::from_whole(30))];
    facts.items = vec![counted("1", "training-hosted", "stated_hours", 60)];
    let outcomes = |facts: &YearFacts| [&*PACK, &*EARNED].map(|pack| policy::assess(pack, facts).outcome);
    assert_eq!(outcomes(&facts), [Outcome::Satisfied, Outcome::Satisfied]);
    facts.public.push(passed("选修课", Hours::from_whole(15), Hours::from_whole(15)));
    assert_eq!(outcomes(&facts), [Outcome::Satisfied, Outcome::NotSatisfied]);
}
