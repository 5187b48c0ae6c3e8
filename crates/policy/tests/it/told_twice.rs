//! An activity that is told twice is named, because it counts once.

use jiff::civil::date;
use policy::{Finding, ItemFacts};

use crate::contradictions::{TODAY, said, year};
use crate::items::item;

/// A paper with a title.
fn paper(id: &str, title: &str) -> ItemFacts {
    let answers = [("journal", "学报"), ("level", "core"), ("rank", "1"), ("foreign", "no")];
    ItemFacts { title: title.to_owned(), organiser: "学报编辑部".to_owned(), ..item(id, "paper", &answers) }
}

/// The items that are named, each with what is said of it.
fn named(items: Vec<ItemFacts>) -> Vec<(String, String)> {
    said(&year(items))
}

#[test]
fn the_same_activity_under_another_id_is_named_with_the_first() {
    let again = "和 items[0] 是同一项活动，只能计一次；确实是两次活动的，请在名称里写明区别";
    let told = named(vec![paper("1", "论文一"), paper("2", "论文二"), paper("3", " 论文一 "), paper("4", "论文一")]);
    let wanted = ["items[2].title", "items[3].title"].map(|field| (field.to_owned(), again.to_owned()));
    assert_eq!(told, wanted);
}

#[test]
fn an_id_that_is_there_twice_is_told_once() {
    let told = named(vec![paper("1", "论文一"), paper("1", "论文一")]);
    assert!(!told.is_empty() && told.iter().all(|(field, _)| field.ends_with(".id")), "{told:?}");
}

#[test]
fn what_differs_in_anything_but_its_id_is_another_activity() {
    let one = || paper("1", "论文一");
    let first_author = |rank: &str| {
        let mut other = paper("2", "论文一");
        other.answers.insert("rank".to_owned(), rank.to_owned());
        other
    };
    assert_eq!(named(vec![one(), first_author(" 1 ")]).len(), 1, "blanks are no difference");
    let before = date(2026, 5, 19);
    for other in [
        first_author("2"),
        ItemFacts { starts: before, ..paper("2", "论文一") },
        ItemFacts { starts: before, ends: before, ..paper("2", "论文一") },
        ItemFacts { organiser: "另一编辑部".to_owned(), ..paper("2", "论文一") },
        ItemFacts { kind: "report".to_owned(), answers: [].into(), ..paper("2", "论文一") },
    ] {
        assert_eq!(named(vec![one(), other.clone()]), [], "{other:?}");
    }
    assert_eq!(named(vec![paper("1", " "), paper("2", " ")]), [], "nothing says which activities these are");
}

#[test]
fn what_counts_nothing_may_be_told_twice() {
    let refused = |id| ItemFacts { accepted: Some(false), ..paper(id, "论文一") };
    assert_eq!(named(vec![refused("1"), paper("2", "论文一")]), []);
    assert_eq!(named(vec![paper("1", "论文一"), refused("2")]), []);
    let finding =
        Finding { item: "2".to_owned(), on: TODAY, decision: "学校〔2026〕3号".to_owned(), learned: None };
    let mut facts = year(vec![paper("1", "论文一"), paper("2", "论文一")]);
    facts.findings = vec![finding];
    assert_eq!(said(&facts), []);
}

#[test]
fn what_a_connected_system_registered_is_not_told_by_hand_as_well() {
    let registered = |id: &str, reference: &str| ItemFacts {
        title: "骨干教师培训".to_owned(),
        ..item(id, "connected-system", &[("stated_hours", "8"), ("system", "卫生"), ("reference", reference)])
    };
    let typed = |title: &str| ItemFacts { title: title.to_owned(), ..item("1", "training-hosted", &[]) };
    let text = "和 items[1] 的名称、起止日期相同，那一项对接系统已经登记，只能计一次";
    let told = named(vec![typed("骨干教师培训"), registered("2", "A-1")]);
    assert_eq!(told, [("items[0].title".to_owned(), text.to_owned())]);
    assert_eq!(named(vec![typed("另一次培训"), registered("2", "A-1")]), []);
    let later = ItemFacts { ends: date(2026, 5, 21), ..typed("骨干教师培训") };
    assert_eq!(named(vec![later, registered("2", "A-1")]), []);
    assert_eq!(named(vec![registered("2", "A-1"), registered("3", "A-2")]), [], "its references tell these apart");
}
