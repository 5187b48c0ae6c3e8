//! One item of a registration, as these tests write it. Holds no tests.

use jiff::civil::date;
use policy::ItemFacts;

/// An item of one day in May 2026, with these answers; everything else is unsaid.
pub(crate) fn item(id: &str, kind: &str, answers: &[(&str, &str)]) -> ItemFacts {
    ItemFacts {
        id: id.to_owned(),
        kind: kind.to_owned(),
        title: String::new(),
        organiser: String::new(),
        starts: date(2026, 5, 20),
        ends: date(2026, 5, 20),
        answers: answers.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned())).collect(),
        applied: None,
        verified: None,
        accepted: None,
        evidence: Vec::new(),
        learned: None,
        decided: None,
    }
}
