//! Laws that hold for any year, whatever was registered.

use std::sync::LazyLock;

use jiff::civil::Date;
use policy::{Answer, Hours, ItemFacts, Kind, Obligation, Outcome, Pack, PublicFacts, StaffCategory, YearFacts};
use proptest::prelude::*;

use crate::written_caps::Written;
use crate::{items::passed, packs};

static PACK: LazyLock<Pack> = LazyLock::new(|| packs::pack("sample-2026"));

/// Its caps, as the rule files write them.
static WRITTEN: LazyLock<Written> = LazyLock::new(|| Written::of("sample-2026"));

/// The same, read so that the share is of what was earned.
static EARNED: LazyLock<Pack> = LazyLock::new(|| {
    let pins = [("share-of-required".to_owned(), "earned".to_owned())];
    PACK.with_readings(&pins.into()).expect("it can be read so")
});

/// One that says so itself.
static OTHER: LazyLock<Pack> = LazyLock::new(|| packs::pack("yunting-2025"));

const YEAR: i16 = 2026;

fn hours() -> impl Strategy<Value = Hours> {
    (0..8_000_i64).prop_map(Hours::from_hundredths)
}

fn answer(answer: &Answer, chance: usize) -> String {
    match answer {
        Answer::Text => "文字".to_owned(),
        Answer::Count { .. } | Answer::Hours => chance.to_string(),
        Answer::YesNo => if chance.is_multiple_of(2) { "yes" } else { "no" }.to_owned(),
        Answer::Choice(choices) => choices[chance % choices.len()].0.clone(),
    }
}

fn item_of(kind: &Kind, number: usize, chance: usize, month: i8) -> ItemFacts {
    let day = Date::constant(YEAR, month, 10);
    ItemFacts {
        id: format!("{number:03}"),
        kind: kind.id.clone(),
        title: "活动".to_owned(),
        organiser: "单位".to_owned(),
        starts: day,
        ends: day,
        answers: kind.asks.iter().map(|ask| (ask.id.clone(), answer(&ask.answer, chance))).collect(),
        applied: None,
        verified: None,
        accepted: None,
        evidence: Vec::new(),
        learned: None,
        decided: None,
    }
}

prop_compose! {
    fn item(pack: &'static Pack)(
        kind in 0..32_usize,
        number in 0..1000_usize,
        chance in 1..2_000_usize,
        month in 1..=12_i8,
        applied in proptest::option::of(hours()),
        verified in proptest::option::of(hours()),
        accepted in proptest::option::of(any::<bool>()),
    ) -> ItemFacts {
        let kinds = pack.kinds();
        ItemFacts { applied, verified, accepted, ..item_of(&kinds[kind % kinds.len()], number, chance, month) }
    }
}

prop_compose! {
    fn public()(
        exam_passed in any::<bool>(),
        required in any::<bool>(),
        study in 0..3_i64,
        hours in hours(),
        attempts in 0..4_u8,
        course in 0..3_u8,
        without_exam in any::<bool>(),
    ) -> PublicFacts {
        let (course, study, source) = (format!("课程{course}"), Hours::from_whole(study), String::new());
        let (score, happened, learned, notice) = (None, None, None, String::new());
        PublicFacts {
            course, required, study, exam_passed, score, attempts, hours, without_exam, notice, source, happened, learned,
        }
    }
}

prop_compose! {
    fn year(pack: &'static Pack)(
        category in 0..4_usize,
        declares_title_next_year in any::<bool>(),
        confirmation_only in any::<bool>(),
        public in proptest::collection::vec(public(), 0..4),
        mut items in proptest::collection::vec(item(pack), 0..9),
        approved in any::<bool>(),
    ) -> YearFacts {
        // Ids are unique within a year.
        items.sort_by(|one: &ItemFacts, other| one.id.cmp(&other.id));
        items.dedup_by(|one, other| one.id == other.id);
        let category = StaffCategory::ALL[category];
        let of = YearFacts::of(YEAR, category);
        YearFacts { declares_title_next_year, confirmation_only, public, items, approved, ..of }
    }
}

/// The year with everything done that is left of it, and nothing more; `is_public` says of which subject those hours are
/// that may be of either.
fn with_what_is_left(pack: &Pack, facts: &YearFacts, is_public: bool) -> YearFacts {
    let before = policy::assess(pack, facts);
    let mut done = facts.clone();
    // Items that wait are granted as applied for.
    for (item, was) in done.items.iter_mut().zip(&before.items) {
        if let (None, None, None, Some(applied)) = (was.computed, item.verified, item.accepted, item.applied) {
            (item.verified, item.accepted) = (Some(applied), Some(true));
        }
    }
    if !before.exam_passed {
        pass_the_exam(pack, facts, &mut done);
    }
    for todo in &before.todo {
        let Some(hours) = todo.hours else { continue };
        let of_either = todo.text.contains("公需科目、专业科目都可以");
        if todo.text.contains("学时专业科目") || (of_either && !is_public) {
            let item = item_of(&pack.kinds()[0], 0, 1, 6);
            let id = format!("zzz{}", done.items.len());
            done.items.push(ItemFacts { id, verified: Some(hours), accepted: Some(true), ..item });
        } else {
            done.public.push(passed(&format!("选修课{}", done.public.len()), Hours::ZERO, hours));
        }
    }
    done
}

/// The examination brings the hours that it promised: those of the reports, or what is settled or announced where that is
/// more.
fn pass_the_exam(pack: &Pack, facts: &YearFacts, done: &mut YearFacts) {
    for course in done.public.iter_mut().filter(|course| policy::is_required(pack, facts, course)) {
        course.exam_passed = true;
    }
    let announced = || pack.announced(facts.year).map_or(Hours::ZERO, |notice| notice.hours);
    let hours = facts.training_year.map_or_else(announced, |settled| settled.study + settled.exam);
    done.public.push(PublicFacts { required: true, ..passed("公需科目必修课", Hours::ZERO, hours) });
}

fn doing_what_is_left_is_enough(pack: &Pack, facts: &YearFacts, is_public: bool) -> Result<(), TestCaseError> {
    let after = policy::assess(pack, &with_what_is_left(pack, facts, is_public));
    let expected = if after.obligation == Obligation::None { Outcome::ReferenceOnly } else { Outcome::Satisfied };
    prop_assert_eq!(after.outcome, expected, "{:#?}", after.requirements);
    Ok(())
}

proptest! {
    #[test]
    fn the_loud_run_judges_as_the_quiet_one(facts in year(&PACK)) {
        prop_assert_eq!(policy::explain(&PACK, &facts).0, policy::assess(&PACK, &facts));
    }

    #[test]
    fn the_order_of_items_does_not_matter(facts in year(&PACK)) {
        let mut turned = facts.clone();
        turned.items.reverse();
        turned.public.reverse();
        prop_assert_eq!(policy::assess(&PACK, &turned), policy::assess(&PACK, &facts));
    }

    #[test]
    fn hours_add_up_and_no_written_cap_is_passed(facts in year(&PACK)) {
        let assessment = policy::assess(&PACK, &facts);
        WRITTEN.assert_hold(&facts, &assessment);
        prop_assert_eq!(assessment.total, assessment.public + assessment.professional);
        prop_assert_eq!(assessment.items.iter().map(|item| item.counted).sum::<Hours>(), assessment.professional);
        for item in &assessment.items {
            prop_assert!(Hours::ZERO <= item.counted && item.counted <= item.recognised);
            prop_assert!(!item.reasons.is_empty());
        }
        for group in &assessment.groups {
            prop_assert!(group.counted <= group.sum);
        }
    }

    #[test]
    fn one_more_item_never_takes_hours_away(facts in year(&PACK), more in item(&PACK)) {
        let before = policy::assess(&PACK, &facts);
        let mut richer = facts;
        richer.items.push(ItemFacts { id: "zzz".to_owned(), ..more });
        let after = policy::assess(&PACK, &richer);
        prop_assert!(after.professional >= before.professional);
        prop_assert!(before.outcome != Outcome::Satisfied || after.outcome == Outcome::Satisfied);
    }

    #[test]
    fn more_public_hours_never_turn_a_pass_into_a_fail(facts in year(&PACK), more in public()) {
        let before = policy::assess(&PACK, &facts);
        let mut richer = facts;
        // Reports that say of one course that it is required and that it is not take its hours from an elective.
        prop_assume!(richer.public.iter().all(|known| known.course != more.course || known.required == more.required));
        richer.public.push(more);
        let after = policy::assess(&PACK, &richer);
        prop_assert!(after.public >= before.public);
        prop_assert!(before.outcome != Outcome::Satisfied || after.outcome == Outcome::Satisfied);
    }

    #[test]
    fn doing_what_is_left_satisfies_the_year(facts in year(&PACK), is_public in any::<bool>()) {
        doing_what_is_left_is_enough(&PACK, &facts, is_public)?;
    }

    #[test]
    fn doing_what_is_left_satisfies_a_year_whose_share_is_of_what_was_earned(
        facts in year(&EARNED),
        is_public in any::<bool>(),
    ) {
        doing_what_is_left_is_enough(&EARNED, &facts, is_public)?;
    }

    #[test]
    fn doing_what_is_left_satisfies_the_year_of_another_authority(facts in year(&OTHER), is_public in any::<bool>()) {
        doing_what_is_left_is_enough(&OTHER, &facts, is_public)?;
    }

    #[test]
    fn the_annual_certificate_needs_ninety_sixty_and_approval(facts in year(&PACK)) {
        let assessment = policy::assess(&PACK, &facts);
        let annual = assessment.certificates.iter().find(|certificate| certificate.id == "annual");
        let earned = assessment.total >= Hours::from_whole(90)
            && assessment.professional.times(3) >= Hours::from_whole(180)
            && facts.approved;
        prop_assert_eq!(annual.map(|annual| annual.outcome == Outcome::Satisfied), Some(earned));
    }

    #[test]
    fn facts_and_results_survive_json(facts in year(&PACK)) {
        let text = serde_json::to_string(&facts).expect("it is written");
        prop_assert_eq!(&serde_json::from_str::<YearFacts>(&text).expect("it is read"), &facts);
        let assessment = policy::assess(&PACK, &facts);
        let text = serde_json::to_string(&assessment).expect("it is written");
        prop_assert_eq!(serde_json::from_str::<policy::Assessment>(&text).expect("it is read"), assessment);
    }
}
