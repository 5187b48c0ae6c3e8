//! Whether the required course was passed before a title series opened (articles 8 and 9), where several reports say when.

use jiff::civil::date;
use policy::{Hours, Outcome, PublicFacts, StaffCategory, YearFacts};

use crate::{items::passed, packs::pack};

/// A report of the required course, passed on this day of June 2026 if anybody says when.
fn report(day: Option<i8>) -> PublicFacts {
    let course = passed("公需科目必修课", Hours::from_whole(10), Hours::from_whole(15));
    PublicFacts { required: true, happened: day.map(|day| date(2026, 6, day)), ..course }
}

/// What the year comes to for a title whose series opens on 15 June.
fn declares(public: &[PublicFacts]) -> Outcome {
    let facts = YearFacts {
        public: public.to_vec(),
        declares_title_this_year: Some(true),
        title_series_opens: Some(date(2026, 6, 15)),
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    };
    let assessment = policy::assess(&pack("guet-2022"), &facts);
    assessment.consequences.iter().find(|consequence| consequence.id == "title").expect("it follows").outcome
}

#[test]
fn of_several_reports_the_best_counts_whichever_comes_first() {
    let (early, late, unknown) = (report(Some(14)), report(Some(15)), report(None));
    for (one, other, expected) in [
        (&early, &late, Outcome::Satisfied),
        (&early, &unknown, Outcome::Satisfied),
        (&unknown, &late, Outcome::Undetermined),
        (&late, &late, Outcome::NotSatisfied),
    ] {
        for reports in [[one.clone(), other.clone()], [other.clone(), one.clone()]] {
            assert_eq!(declares(&reports), expected, "{reports:?}");
        }
    }
}

#[test]
fn only_the_required_course_and_only_once_it_is_passed() {
    let late = report(Some(20));
    let elective = PublicFacts { course: "研修资料选读".to_owned(), required: false, ..report(Some(1)) };
    let failed = PublicFacts { exam_passed: false, ..report(Some(1)) };
    for other in [elective, failed] {
        assert_eq!(declares(&[other.clone(), late.clone()]), Outcome::NotSatisfied, "{other:?}");
    }
}
