//! Numbers of a pack that nobody can ever reach are named by the check, and those that can be are not.

use policy::{Fault, Library};

use crate::packs::files;

/// What the check says is never reached in the fictional province, with other texts in its files.
fn never_reached(changes: &[(&str, &str, &str)]) -> Vec<String> {
    let mut files = files();
    files.retain(|(path, _)| path.contains('/'));
    for (path, from, to) in changes {
        let (_, text) = files.iter_mut().find(|(name, _)| name == path).expect("a file");
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
    }
    let problems = Library::from_files(files).check("yunting-2025").expect("it loads");
    problems.iter().filter(|problem| problem.fault == Fault::NeverReached).map(ToString::to_string).collect()
}

fn rules(from: &str, to: &str) -> Vec<String> {
    never_reached(&[("yunting-2025/rules.md", from, to)])
}

#[test]
fn a_cap_as_large_as_the_one_around_it_is_reached_and_a_larger_one_never() {
    const CAP: &str = "within = \"remote\"\ncap_hours = 24";
    assert_eq!(rules(CAP, "within = \"remote\"\ncap_hours = 40"), [""; 0]);
    let said = rules(CAP, "within = \"remote\"\ncap_hours = 40.5");
    assert!(said.len() == 1 && said[0].contains("“自学”上限 40.5 学时，用不到：外层上限只有 40 学时"), "{said:?}");
}

#[test]
fn the_most_of_an_item_may_be_all_that_its_group_lets_through() {
    const HOURS: &str = "hours = { from = \"minutes\", per = 50, give_hours = 1, round = \"nearest\" }";
    let most = |hours: &str| HOURS.replace(" }", &format!(", at_most_hours = {hours} }}"));
    assert_eq!(rules(HOURS, &most("40")), [""; 0]);
    let said = rules(HOURS, &most("41"));
    assert!(said.len() == 1 && said[0].contains("每项最多 41 学时，用不到：所在分组全年最多 40 学时"), "{said:?}");
}

#[test]
fn what_every_item_of_a_kind_gives_may_be_all_that_its_group_lets_through() {
    const COACHING: &str = "hours = \"reviewer\"\nevidence = [\"unit-statement\"]";
    let fixed = |hours: &str| format!("hours = {{ fixed = {hours} }}\nevidence = [\"unit-statement\"]");
    assert_eq!(rules(COACHING, &fixed("24")), [""; 0]);
    let said = rules(COACHING, &fixed("24.5"));
    assert!(said.len() == 1 && said[0].contains("每项 24.5 学时用不到：所在分组全年最多 24 学时"), "{said:?}");
}

#[test]
fn a_row_of_a_table_may_give_all_that_its_group_lets_through() {
    let row = |hours| never_reached(&[("yunting-2025/tables/meeting.csv", "national,yes,18", hours)]);
    assert_eq!(row("national,yes,20"), [""; 0]);
    let said = row("national,yes,21");
    assert!(said.len() == 1 && said[0].starts_with("yunting-2025/tables/meeting.csv:3"), "{said:?}");
    assert!(said[0].contains("这一行的 21 学时用不到：所在分组全年最多 20 学时"), "{said:?}");
}
