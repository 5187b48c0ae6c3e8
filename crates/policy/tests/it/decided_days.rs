//! Who decides has something before them: days of a verifier's word and of an approval that cannot be, and years that are
//! none.

use jiff::civil::{Date, date};
use policy::{Hours, ItemFacts, YearFacts};

use crate::contradictions::{fields, said, year};
use crate::items::item;

const ENDED: Date = date(2026, 5, 20);

/// What is said of the day of an approval of these items.
fn approved(day: Date, items: Vec<ItemFacts>) -> Vec<String> {
    let facts = YearFacts { approved: true, approved_on: Some(day), ..year(items) };
    let told = said(&facts);
    assert!(told.iter().all(|(field, _)| field == "approved_on"), "{told:?}");
    told.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn nothing_is_approved_before_its_year() {
    let text = "审批日期 2025-12-31 早于 2026 年，那一年还没有开始";
    assert_eq!(approved(date(2025, 12, 31), Vec::new()), [text]);
    assert_eq!(approved(date(2026, 1, 1), Vec::new()), [""; 0]);
}

#[test]
fn nothing_is_approved_before_it_ended_or_became_known() {
    let paper = || item("1", "paper", &[]);
    let text = "审批日期 2026-05-19 早于登记项 1 的结束日期 2026-05-20，活动还没有结束";
    let began = ItemFacts { starts: date(2026, 5, 1), ..paper() };
    assert_eq!(approved(date(2026, 5, 19), vec![began]), [text]);
    assert_eq!(approved(ENDED, vec![paper()]), [""; 0]);
    let known = |day| ItemFacts { learned: Some(day), ..item("2", "paper", &[]) };
    let text = "审批日期 2026-05-24 早于登记项 2 的得知日期 2026-05-25，这一项还没有报来，没法审批";
    assert_eq!(approved(date(2026, 5, 24), vec![paper(), known(date(2026, 5, 25))]), [text]);
    assert_eq!(approved(date(2026, 5, 25), vec![paper(), known(date(2026, 5, 25))]), [""; 0]);
}

#[test]
fn what_a_connected_system_registered_can_end_and_be_known_after_the_approval() {
    let answers = [("stated_hours", "8"), ("system", "卫生"), ("reference", "A-1")];
    let registered = ItemFacts { learned: Some(date(2026, 5, 30)), ..item("1", "connected-system", &answers) };
    assert_eq!(approved(date(2026, 5, 1), vec![registered]), [""; 0]);
}

#[test]
fn a_day_of_a_decision_belongs_to_a_decision_on_what_is_known() {
    let decided = |item| ItemFacts { decided: Some(date(2026, 5, 25)), ..item };
    let of = |item| said(&year(vec![item]));
    let wanted = |text: &str| [("items[0].decided".to_owned(), text.to_owned())];
    let open = item("1", "paper", &[]);
    let text = "accepted 和 verified 都没有写，就没有审验日期，写的却是 2026-05-25";
    assert_eq!(of(decided(open.clone())), wanted(text));
    let verified = ItemFacts { verified: Some(Hours::from_whole(4)), ..open.clone() };
    let refused = ItemFacts { accepted: Some(false), ..open };
    assert_eq!((of(decided(verified)), of(decided(refused.clone()))), (vec![], vec![]));
    let known = |day| decided(ItemFacts { learned: Some(day), ..refused.clone() });
    let text = "审验日期 2026-05-25 早于得知日期 2026-05-26，这一项还没有报来，没法审验";
    assert_eq!(of(known(date(2026, 5, 26))), wanted(text));
    assert_eq!(fields(vec![known(date(2026, 5, 25))]), [""; 0]);
}

#[test]
fn a_year_has_four_digits() {
    for (number, is_year) in [(26, false), (1899, false), (1900, true), (9999, true), (10_000, false)] {
        let told = said(&YearFacts { year: number, ..year(Vec::new()) });
        let text = format!("年度要在 1900 到 9999 之间，写的却是 {number}");
        let wanted = if is_year { vec![] } else { vec![("year".to_owned(), text)] };
        assert_eq!(told, wanted);
    }
}
