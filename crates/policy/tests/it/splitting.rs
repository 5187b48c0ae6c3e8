//! Splitting an item into two brings nothing, for every kind that goes by an amount, under every reading. Where that is
//! not so by the law as it is read, a counter-example is kept here with its reason; `docs/proofs.md` lists them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use policy::{Answer, Hours, HoursRule, ItemFacts, Kind, Pack, Rounding, StaffCategory, YearFacts};

use crate::random_years::Chance;
use crate::{items, packs, variants};

/// Splits of each kind under each reading.
const SPLITS: u64 = 60;
/// Whole hours that somebody may state where no day limits them.
const STATED_MAX: i64 = 100;
/// So many units of a conversion are split.
const UNITS_MAX: i64 = 8;

/// How an amount becomes hours.
struct Measure {
    sort: &'static str,
    ask: String,
    /// Whether the amount is hundredths of an hour and not a count.
    is_hours: bool,
    /// The most that one day holds, or that is tried.
    most_a_day: i64,
    /// Whether more days hold more.
    is_by_day: bool,
    /// What rounding alone may give more for two than for one.
    rounded_up: Hours,
}

impl Measure {
    fn of(kind: &Kind) -> Option<Measure> {
        let by_count = |sort, ask: &String, most_a_day| Measure {
            sort,
            ask: ask.clone(),
            is_hours: false,
            most_a_day,
            is_by_day: false,
            rounded_up: Hours::ZERO,
        };
        Some(match &kind.hours {
            HoursRule::Conversion { from, per, give, round, at_most } => {
                // What is more than one item may bring is a counter-example of its own.
                let units = at_most.map_or(UNITS_MAX, |most| most.hundredths() / give.hundredths().max(1));
                let (sort, rounded_up) = match round {
                    Rounding::Down => ("down", Hours::ZERO),
                    Rounding::Exact => ("exact", Hours::ZERO),
                    Rounding::Carried => ("carried", Hours::ZERO),
                    Rounding::Nearest => ("nearest", *give),
                };
                Measure { rounded_up, ..by_count(sort, from, units * per) }
            }
            HoursRule::PerHalfDay { half_days, give, a_day_holds } => {
                let a_day = a_day_holds.map_or(UNITS_MAX, |holds| holds.hundredths() / give.hundredths().max(1));
                Measure { is_by_day: true, ..by_count("half days", half_days, a_day) }
            }
            HoursRule::Stated { from, a_day_holds } => {
                let a_day = a_day_holds.map_or(STATED_MAX * 100, Hours::hundredths);
                Measure { is_by_day: true, is_hours: true, ..by_count("stated", from, a_day) }
            }
            HoursRule::Registered { from, .. } => {
                Measure { is_hours: true, ..by_count("registered", from, STATED_MAX * 100) }
            }
            HoursRule::Table { .. } | HoursRule::Fixed(_) | HoursRule::Reviewer => return None,
        })
    }

    /// The most that an item of so many days can be about and still count.
    fn most(&self, days: usize) -> i64 {
        let days = i64::try_from(days).expect("a few");
        self.most_a_day * if self.is_by_day { days } else { 1 }
    }

    fn written(&self, amount: i64) -> String {
        if self.is_hours { Hours::from_hundredths(amount).to_string() } else { amount.to_string() }
    }
}

/// An item about this much, from the first of these days on for so many.
fn item(kind: &Kind, id: &str, (ask, amount): (&str, &str), (first, days): (usize, usize)) -> ItemFacts {
    let day = |offset: usize| -> Date { date(2026, 5, 4) + i64::try_from(offset).expect("a few").days() };
    let answer = |answer: &Answer| match answer {
        Answer::Text => format!("第 {id} 号"),
        Answer::Count { .. } | Answer::Hours => "1".to_owned(),
        Answer::YesNo => "no".to_owned(),
        Answer::Choice(choices) => choices[0].0.clone(),
    };
    let mut answers: BTreeMap<_, _> = kind.asks.iter().map(|ask| (ask.id.clone(), answer(&ask.answer))).collect();
    answers.insert(ask.to_owned(), amount.to_owned());
    let (starts, ends) = (day(first), day(first + days - 1));
    ItemFacts { answers, starts, ends, ..items::item(id, &kind.id, &[]) }
}

fn professional(pack: &Pack, items: Vec<ItemFacts>) -> Hours {
    let facts = YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    policy::assess(pack, &facts).professional
}

/// One item and the same in two parts, by chance: each part on days of its own, or both on all of them.
fn split(kind: &Kind, measure: &Measure, chance: &mut Chance) -> Option<(ItemFacts, [ItemFacts; 2])> {
    let days = 1 + chance.below(5);
    let most = usize::try_from(measure.most(days)).expect("it is above nothing");
    let whole = 2 + chance.below(most.checked_sub(1)?);
    let first = 1 + chance.below(whole - 1);
    let cut = chance.below(days);
    let spans = if cut == 0 { [(0, days), (0, days)] } else { [(0, cut), (cut, days - cut)] };
    let of = |id: &str, amount: usize, span| {
        let amount = measure.written(i64::try_from(amount).expect("it fits"));
        item(kind, id, (&measure.ask, &amount), span)
    };
    let parts = [of("1", first, spans[0]), of("2", whole - first, spans[1])];
    Some((of("1", whole, (0, days)), parts))
}

#[test]
fn an_item_split_in_two_brings_no_more_than_the_item() {
    let (mut sorts, mut lost) = (BTreeSet::new(), BTreeSet::new());
    for variant in ["sample-2026", "guangxi-2019", "yunting-2025"].into_iter().flat_map(variants::of) {
        let pack = &variant.pack;
        for (kind, measure) in pack.kinds().iter().filter_map(|kind| Some((kind, Measure::of(kind)?))) {
            for seed in 0..SPLITS {
                let Some((whole, parts)) = split(kind, &measure, &mut Chance::of(seed)) else { continue };
                let together = professional(pack, vec![whole.clone()]);
                let apart = professional(pack, parts.to_vec());
                let told = || format!("{}: {whole:#?}\n{parts:#?}", variant.told());
                assert!(together > Hours::ZERO || !measure.is_by_day, "its days hold it: {}", told());
                assert!(apart <= together + measure.rounded_up, "{apart} apart, {together} together. {}", told());
                sorts.insert(measure.sort);
                if apart < together {
                    lost.insert(measure.sort);
                }
            }
        }
    }
    assert_eq!(sorts.into_iter().collect::<Vec<_>>(), SORTS);
    // Full units are lost, and days of their own hold less; where all of it counts to the last bit nothing is.
    for sort in ["down", "half days", "stated"] {
        assert!(lost.contains(sort), "no split of “{sort}” loses anything, so none shows anything: {lost:?}");
    }
    assert!(!lost.contains("registered") && !lost.contains("carried"), "{lost:?}");
}

/// Every way in which an amount becomes hours.
const SORTS: [&str; 7] = ["carried", "down", "exact", "half days", "nearest", "registered", "stated"];

/// What items of one kind and of these amounts come to, all on one day.
fn on_one_day(pack: &Pack, kind: &str, amounts: &[&str]) -> Hours {
    let kind = pack.kind(kind).expect("a kind of the pack");
    let ask = match &kind.hours {
        HoursRule::Table { by, .. } => by[0].clone(),
        _ => Measure::of(kind).expect("it goes by an amount").ask,
    };
    let items = amounts.iter().enumerate().map(|(at, amount)| item(kind, &at.to_string(), (&ask, amount), (0, 1)));
    professional(pack, items.collect())
}

fn whole(hours: i64) -> Hours {
    Hours::from_whole(hours)
}

/// The pack says that half a unit is rounded up, for each item.
#[test]
fn counter_example_two_halves_are_both_rounded_up_where_a_pack_rounds_to_the_nearest() {
    let pack = packs::pack("yunting-2025");
    assert_eq!(on_one_day(&pack, "web-course", &["50"]), whole(1));
    assert_eq!(on_one_day(&pack, "web-course", &["25", "25"]), whole(2));
}

/// The reading `each-item` of `whole-hours-down` takes every item by itself: people may write as one what they learned in
/// two sittings.
#[test]
fn counter_example_two_items_that_give_nothing_give_an_hour_when_they_are_written_as_one() {
    let pack = packs::pack("sample-2026");
    assert_eq!(on_one_day(&pack, "online-study", &["44", "44"]), whole(0));
    assert_eq!(on_one_day(&pack, "online-study", &["88"]), whole(1));
}

/// A table ends somewhere, and what is beyond is left to the unit; below its end it gives hours at once.
#[test]
fn counter_example_what_is_beyond_a_table_waits_for_the_unit_and_its_parts_do_not() {
    let pack = packs::pack("sample-2026");
    assert_eq!(on_one_day(&pack, "degree-study", &["8"]), whole(0));
    assert_eq!(on_one_day(&pack, "degree-study", &["4", "4"]), whole(120));
}

/// The most that one item brings is asked of every item.
#[test]
fn counter_example_the_most_of_an_item_is_the_most_of_each_part() {
    let pack = packs::pack("yunting-2025");
    assert_eq!(on_one_day(&pack, "credit-course", &["16"]), whole(32));
    assert_eq!(on_one_day(&pack, "credit-course", &["8", "8"]), whole(64));
}

/// The reading `three-half-days` finds slips of the keyboard: an item that is longer than its own days counts nothing, and
/// no item knows what else is said of the same day.
#[test]
fn counter_example_a_day_limits_each_item_and_not_the_day() {
    let pack = packs::pack("sample-2026");
    assert_eq!(on_one_day(&pack, "training-half-days", &["6"]), whole(0));
    assert_eq!(on_one_day(&pack, "training-half-days", &["3", "3"]), whole(24));
    assert_eq!(on_one_day(&pack, "training-hosted", &["12.5"]), whole(0));
    assert_eq!(on_one_day(&pack, "training-hosted", &["12", "0.5"]), Hours::from_hundredths(1250));
}
