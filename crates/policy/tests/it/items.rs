//! One item of a registration, and one public course, as these tests write them. Holds no tests.

use jiff::civil::date;
use policy::{Hours, ItemFacts, PublicFacts};

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

/// A course that was passed at the first attempt: hours of study, and hours in all.
pub(crate) fn passed(course: &str, study: Hours, hours: Hours) -> PublicFacts {
    PublicFacts {
        course: course.to_owned(),
        required: false,
        study,
        exam_passed: true,
        score: None,
        attempts: 1,
        hours,
        without_exam: false,
        notice: String::new(),
        source: String::new(),
        happened: None,
        learned: None,
    }
}
