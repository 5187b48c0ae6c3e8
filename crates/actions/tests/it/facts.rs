//! Facts of a year stay what they were, and a year is done only when it was checked and approved.

use actions::{Mode, people, registrations, years};
use policy::{Obligation, Outcome, StaffCategory};

use crate::{
    act,
    world::{World, YEAR, id_number, roster_of, worlds},
};

fn as_office_staff() -> domain::table::Table {
    let row = ["T001", "林晓", &id_number(0), "机电工程学院", StaffCategory::Administrative.label()];
    roster_of(&[row.map(str::to_owned)])
}

async fn obligation(world: &World, year: i16) -> Obligation {
    act!(world, world.teacher, years::account, year, None).expect("the account").assessment.obligation
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_roster_does_not_change_last_years_obligation() {
    for mut world in worlds().await {
        assert_eq!(obligation(&world, YEAR).await, Obligation::Full);
        world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
        let report = act!(world, world.personnel, people::import_roster, &as_office_staff(), Mode::Apply);
        assert_eq!(report.expect("a report").applied.expect("applied").changed, 1);
        for (year, expected) in [
            (YEAR - 1, Obligation::Full),
            (YEAR, Obligation::Full),
            (YEAR + 1, Obligation::PublicExamOnly),
            (YEAR + 2, Obligation::PublicExamOnly),
        ] {
            assert_eq!(obligation(&world, year).await, expected, "{year}");
        }
        let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
        assert_eq!(overview.iter().map(|line| line.people).sum::<i64>(), 10);
        let again = act!(world, world.personnel, people::import_roster, &as_office_staff(), Mode::Apply);
        assert_eq!(again.expect("a report").applied.expect("applied").unchanged, 1);
    }
}

/// How many of the teacher's unit are done.
async fn done(world: &World) -> i64 {
    let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
    overview.iter().find(|line| line.unit.id == world.units[0]).expect("the unit").done
}

async fn outcome(world: &World) -> Outcome {
    act!(world, world.teacher, years::account, YEAR, None).expect("the account").assessment.outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_done_before_the_approval() {
    for world in worlds().await {
        let number = id_number(0);
        let row = ["2026", &number, "林晓", "公需科目必修课", "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        assert_eq!(done(&world).await, 0, "a draft");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        assert_eq!(done(&world).await, 0, "handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        for line in act!(world, world.verifier, registrations::show, id).expect("the page").items {
            let accept = registrations::ItemDecision::Accept;
            act!(world, world.verifier, registrations::decide_item, id, line.item.id, accept).expect("accepted");
        }
        act!(world, world.verifier, registrations::return_to_person, id, "请补一份日程").expect("returned");
        assert_eq!(outcome(&world).await, Outcome::Satisfied, "the hours alone would do");
        assert_eq!(done(&world).await, 0, "returned");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_owes_the_exam_alone_is_done_with_it() {
    for mut world in worlds().await {
        world.now = "2026-11-21T02:00:00Z".parse().expect("a moment");
        act!(world, world.personnel, people::import_roster, &as_office_staff(), Mode::Apply).expect("a report");
        assert_eq!((obligation(&world, YEAR).await, done(&world).await), (Obligation::PublicExamOnly, 0));
        let number = id_number(0);
        let row = ["2026", &number, "林晓", "公需科目必修课", "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        assert_eq!(done(&world).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_preview_promises_is_what_adding_brings() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let mut form = world.form("研修", "");
        form.kind = "training-half-days".to_owned();
        form.answers = [("half_days".to_owned(), "10".to_owned())].into();
        let preview = act!(world, world.teacher, registrations::preview_item, id, &form).expect("a preview");
        act!(world, world.teacher, registrations::add_item, id, &form).expect("an item");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert!(preview.computed.is_some());
        assert_eq!(view.items[0].preview.computed, preview.computed);
        let foreign = act!(world, world.colleague, registrations::preview_item, id, &form);
        assert_eq!(foreign.expect_err("foreign").kind, domain::refusal::RefusalKind::NotFound);
    }
}
