//! What no year and no order of things may change: learning more, and things told twice. Beside `laws.rs`, which holds
//! what every single year has to fulfil, and `splitting.rs`.

use std::sync::LazyLock;

use jiff::civil::Date;
use policy::{
    Assessment, Hours, HoursRule, ItemFacts, Kind, Outcome, Pack, PublicFacts, Rounding, StaffCategory, YearFacts,
};
use proptest::prelude::*;

use crate::random_years::Chance;
use crate::variants::{self, Variant};
use crate::{items, items::passed, packs, random_years};

/// Years that are tried under each reading.
const YEARS: u64 = 250;

static PACK: LazyLock<Pack> = LazyLock::new(|| packs::pack("sample-2026"));

/// The same pack, but that the professional share is one of what the person earned.
static EARNED: LazyLock<Pack> = LazyLock::new(|| {
    let earned = [("share-of-required".to_owned(), "earned".to_owned())];
    packs::pack("sample-2026").with_readings(&earned.into()).expect("it is a setting")
});

/// An item that lasted half a year, so that no day limits it.
fn long(id: &str, kind: &str, ask: &str, amount: i64) -> ItemFacts {
    let item = items::item(id, kind, &[(ask, &amount.to_string())]);
    ItemFacts { starts: jiff::civil::date(2026, 5, 1), ends: jiff::civil::date(2026, 10, 31), ..item }
}

fn professional(items: Vec<ItemFacts>) -> Hours {
    let facts = YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    policy::assess(&PACK, &facts).professional
}

proptest! {
    #[test]
    fn no_cap_is_passed_by_splitting(pieces in proptest::collection::vec(1..5_000_i64, 1..12)) {
        let items = pieces.iter().enumerate().map(|(at, points)| long(&at.to_string(), "xuexi-points", "points", *points));
        prop_assert!(professional(items.collect()) <= Hours::from_whole(10));
    }

    #[test]
    fn an_item_or_a_course_told_twice_under_one_name_counts_once_where_the_law_says_so(seed in any::<u64>()) {
        let mut facts = random_years::year(&PACK, seed, seed, 4);
        let before = policy::assess(&PACK, &facts);
        facts.public.extend(facts.public.clone());
        prop_assert_eq!(policy::assess(&PACK, &facts).public, before.public);
        let examined = |number: &str| long(number, "law-exam", "certificate_number", 7);
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
}

/// How good an outcome is; nothing for what is nobody's to fulfil.
fn rank(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::ReferenceOnly => None,
        Outcome::NotSatisfied => Some(0),
        Outcome::Undetermined => Some(1),
        Outcome::Satisfied => Some(2),
    }
}

/// Everything that a year says yes or no to, with its name.
fn outcomes(assessment: &Assessment) -> Vec<(&str, Outcome)> {
    let requirements = assessment.requirements.iter().map(|one| (one.id.as_str(), one.outcome));
    let certificates = assessment.certificates.iter().map(|one| (one.id.as_str(), one.outcome));
    let consequences = assessment.consequences.iter().map(|one| (one.id.as_str(), one.outcome));
    requirements.chain(certificates).chain(consequences).chain([("the year", assessment.outcome)]).collect()
}

/// A public course more, of the same year: an elective, or once more the required one.
fn one_more_course(chance: &mut Chance, year: i16) -> PublicFacts {
    let hours = Hours::from_whole(i64::try_from(1 + chance.below(60)).expect("a few"));
    let happened = chance.percent(70).then(|| chance.day(year));
    PublicFacts { happened, required: chance.percent(20), ..passed("多学的一门", hours, hours) }
}

/// Whether what one item of the kind leaves over goes to the next.
fn is_carried(kind: &Kind) -> bool {
    matches!(&kind.hours, HoursRule::Conversion { round: Rounding::Carried, .. })
}

/// The item with about as much as one conversion takes, and nothing of the verifier's, so that what is left over decides.
fn about_one_unit(kind: &Kind, chance: &mut Chance, mut item: ItemFacts) -> ItemFacts {
    if let HoursRule::Conversion { from, per, .. } = &kind.hours {
        let most = usize::try_from(per * 2).expect("a few");
        item.answers.insert(from.clone(), (1 + chance.below(most)).to_string());
        (item.verified, item.accepted) = (None, None);
        item.applied = chance.percent(40).then(|| Hours::from_whole(1));
    }
    item
}

/// A year, and the same with something learned more: an item of any kind, mostly of the same year, which comes before all
/// others or after them; often there are some of its kind already. And a public course, if they may be more.
fn year_and_more(pack: &Pack, seed: u64, with_course: bool) -> [YearFacts; 2] {
    let mut chance = Chance::of(seed ^ (1 << 50));
    let mut facts = random_years::year(pack, seed, seed, 4);
    let carried: Vec<&Kind> = pack.kinds().iter().filter(|kind| is_carried(kind)).collect();
    // What one item leaves over to others of its kind is where more could harm.
    let is_open = carried.is_empty() || seed < YEARS;
    let kind = if is_open { chance.one(pack.kinds()) } else { *chance.one(&carried) };
    let alike = if chance.percent(60) { 3 } else { 0 };
    let mut item = |number| {
        let item = random_years::item_of(kind, &mut chance, number, facts.year);
        if is_open { item } else { about_one_unit(kind, &mut chance, item) }
    };
    let known: Vec<ItemFacts> = (10..10 + alike).map(&mut item).collect();
    let more = item(99);
    facts.items.extend(known);
    let mut richer = facts.clone();
    let id = if chance.percent(50) { "!" } else { "zzz" }.to_owned();
    richer.items.push(ItemFacts { id, ..more });
    if with_course {
        richer.public.push(one_more_course(&mut chance, facts.year));
    }
    [facts, richer]
}

#[test]
fn more_learning_never_harms_however_the_text_is_read() {
    for variant in ["sample-2026", "yunting-2025"].into_iter().flat_map(variants::of) {
        let (pack, mut better, mut more) = (&variant.pack, 0, 0);
        let years = if pack.kinds().iter().any(is_carried) { YEARS * 8 } else { YEARS };
        for seed in 0..years {
            let [facts, richer] = year_and_more(pack, seed, !is_share_of_earned(&variant));
            let (before, after) = (policy::assess(pack, &facts), policy::assess(pack, &richer));
            more += u64::from(after.professional > before.professional);
            let told = || format!("{}: {richer:#?}", variant.told());
            assert!(after.public >= before.public && after.professional >= before.professional, "{}", told());
            for ((name, before), (_, after)) in outcomes(&before).into_iter().zip(outcomes(&after)) {
                assert_eq!(rank(before).is_some(), rank(after).is_some(), "{name} of {}", told());
                assert!(rank(before) <= rank(after), "{name}: {before:?}, then {after:?}. {}", told());
                better += u64::from(rank(before) < rank(after));
            }
        }
        let told = variant.told();
        assert!(more > YEARS / 4 && better > 0, "{told}: {more} years have more hours, {better} outcomes are better");
    }
}

/// Where the share is one of what was earned, public hours can harm (the counter-example below), professional ones not.
fn is_share_of_earned(variant: &Variant) -> bool {
    variant.pack.name() == "yunting-2025" || variant.reads("share-of-required", "earned")
}

#[test]
fn quiet_and_explained_are_one_however_the_text_is_read() {
    for variant in ["sample-2026", "yunting-2025"].into_iter().flat_map(variants::of) {
        for seed in 0..YEARS {
            let facts = random_years::year(&variant.pack, seed, seed, usize::try_from(seed % 9).expect("a few"));
            let (explained, _) = policy::explain(&variant.pack, &facts);
            assert_eq!(policy::assess(&variant.pack, &facts), explained, "{}: {facts:#?}", variant.told());
        }
    }
}

/// Whether the contradictions name this field of the year's last item.
fn names_last(pack: &Pack, facts: &YearFacts, field: &str) -> bool {
    let field = format!("items[{}].{field}", facts.items.len() - 1);
    policy::contradictions(pack, facts, Date::MAX).iter().any(|one| one.field == field)
}

/// The question under which a connected system's reference stands, where one was given.
fn reference<'p>(pack: &'p Pack, item: &ItemFacts) -> Option<&'p str> {
    let HoursRule::Registered { reference, .. } = &pack.kind(&item.kind)?.hours else { return None };
    item.answers.get(reference).filter(|answer| !answer.trim().is_empty()).map(|_| reference.as_str())
}

#[test]
fn nothing_counts_twice_because_what_is_told_twice_is_named() {
    let (mut same_id, mut same_reference, mut same_title) = (0, 0, 0);
    for name in ["sample-2026", "guet-2022", "yunting-2025"] {
        let pack = packs::pack(name);
        for seed in 0..YEARS * 4 {
            let facts = random_years::year(&pack, seed, seed, 8);
            let before = policy::assess(&pack, &facts).professional;
            let counts_more = |facts: &YearFacts| u64::from(policy::assess(&pack, facts).professional > before);
            let chosen = facts.items[Chance::of(seed).below(8)].clone();
            let mut twice = facts.clone();
            twice.items.push(chosen);
            assert!(names_last(&pack, &twice, "id"), "{twice:#?}");
            same_id += counts_more(&twice);
            // What was not accepted counts nothing, however often it is told.
            let counts = |item: &&ItemFacts| pack.kind(&item.kind).is_some() && item.accepted != Some(false);
            for item in facts.items.iter().filter(counts) {
                let mut twice = facts.clone();
                twice.items.push(ItemFacts { id: "zzz".to_owned(), ..item.clone() });
                if let Some(ask) = reference(&pack, item) {
                    assert!(names_last(&pack, &twice, &format!("answers.{ask}")), "{twice:#?}");
                    same_reference += counts_more(&twice);
                } else if facts.findings.iter().all(|finding| finding.item != item.id) {
                    assert!(names_last(&pack, &twice, "title"), "{twice:#?}");
                    same_title += counts_more(&twice);
                }
            }
        }
    }
    // Counted, they would bring hours: that they are named is what keeps them from it.
    let counted = [same_id, same_reference, same_title];
    assert!(counted[0] > YEARS && counted[1] > YEARS / 10 && counted[2] > YEARS, "{counted:?}");
}

/// Why the packs read the share as one of what is required (`docs/adr/0003-two-thirds-of-what-is-required.md`).
#[test]
fn where_the_share_is_one_of_what_was_earned_a_public_course_more_can_turn_a_pass_into_a_fail() {
    let mut facts = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
    facts.public = vec![passed("公需科目必修课", Hours::from_whole(30), Hours::from_whole(30))];
    facts.items = vec![long("1", "training-hosted", "stated_hours", 60)];
    let outcomes = |facts: &YearFacts| [&*PACK, &*EARNED].map(|pack| policy::assess(pack, facts).outcome);
    assert_eq!(outcomes(&facts), [Outcome::Satisfied, Outcome::Satisfied]);
    facts.public.push(passed("选修课", Hours::from_whole(15), Hours::from_whole(15)));
    assert_eq!(outcomes(&facts), [Outcome::Satisfied, Outcome::NotSatisfied]);
}
