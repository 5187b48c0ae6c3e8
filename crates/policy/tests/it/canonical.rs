//! One text for one content, so that its digest says whether the facts are those that were decided on.

use policy::{YearFacts, canonical};

fn of(text: &str) -> String {
    let facts: YearFacts = serde_json::from_str(text).expect("facts");
    canonical(&facts).expect("a text")
}

const YEAR: &str = r#"{"year": 2026, "category": "worker", "items": [{"id": "1", "kind": "paper", "starts": "2026-05-20",
    "ends": "2026-05-20", "answers": {"rank": "1", "level": "core"}, "applied": 12.5, "verified": 12}]}"#;

#[test]
fn names_are_sorted_and_nothing_is_a_fraction() {
    let expected = r#"{"approved":false,"category":"worker","confirmation_only":false,"declares_title_next_year":false,"items":[{"answers":{"level":"core","rank":"1"},"applied":"12.5","ends":"2026-05-20","id":"1","kind":"paper","organiser":"","starts":"2026-05-20","title":"","verified":12}],"year":2026}"#;
    assert_eq!(of(YEAR), expected);
}

#[test]
fn the_order_of_fields_what_is_left_out_and_how_hours_are_written_do_not_matter() {
    let other = r#"{"posts": [], "category": "worker", "last_year": null, "learned": {"last_year": null}, "items": [{"kind": "paper", "id": "1",
        "ends": "2026-05-20", "verified": "12", "starts": "2026-05-20", "applied": 12.50, "accepted": null,
        "answers": {"level": "core", "rank": "1"}, "title": ""}], "year": 2026}"#;
    assert_eq!(of(other), of(YEAR));
}

#[test]
fn every_change_of_a_fact_shows() {
    let changes = [
        ("2026-05-20\",\n", "2026-05-19\",\n"),
        ("12.5", "12.51"),
        ("\"verified\": 12", "\"verified\": 13"),
        ("core", "ordinary"),
        ("\"worker\"", "\"administrative\""),
        ("\"year\": 2026", "\"approved\": true, \"year\": 2026"),
        ("\"year\": 2026", "\"learned\": {\"last_year\": \"2026-02-01\"}, \"year\": 2026"),
    ];
    for (from, to) in changes {
        let changed = YEAR.replacen(from, to, 1);
        assert_ne!(changed, YEAR, "{from}");
        assert_ne!(of(&changed), of(YEAR), "{from} → {to}");
    }
}

#[test]
fn what_was_read_from_it_has_the_same_form() {
    let first = of(YEAR);
    assert_eq!(of(&first), first);
}

#[test]
fn a_number_below_zero_is_a_number_too() {
    assert!(of(r#"{"year": -1, "category": "worker"}"#).ends_with(r#""year":-1}"#));
}
