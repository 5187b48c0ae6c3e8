//! What was kept when everybody's year was judged comes out again after its facts have changed: they are put together as they were
//! known at that moment.

use actions::{
    Mode, findings, people, policies,
    policies::YearsReplay,
    registrations::{self, ItemDecision, Ticked},
    training_years,
};
use domain::training_year::TrainingYear;
use jiff::ToSpan;
use policy::Hours;

use crate::{
    act,
    exams::settings,
    findings::{found_false, notice},
    industry_hours::industry_table,
    judged_years::judge_year,
    pack_texts::with_another_text,
    standings::{take, teacher_row},
    world::{World, YEAR, id_number, worlds},
};

fn on(world: &mut World, day: &str) {
    world.now = format!("2026-12-{day}:00:00Z").parse().expect("a moment");
}

/// Judges everybody an hour later, and an hour passes; how many years have other facts than before.
async fn judged(world: &mut World) -> u64 {
    let an_hour_later = |world: &World| world.now.checked_add(1.hour()).expect("a moment");
    world.now = an_hour_later(world);
    let kept = judge_year(world, YEAR).await.kept;
    world.now = an_hour_later(world);
    kept
}

/// The same of the teacher's year alone.
async fn changed_and_judged(world: &mut World) {
    assert_eq!(judged(world).await, 1, "{}", world.now);
}

async fn replayed(world: &World) -> YearsReplay {
    act!(world, world.auditor, policies::replay, |_| ()).expect("judged again").years
}

fn changed(hours: &str) -> ItemDecision {
    ItemDecision::Change { hours: hours.to_owned(), reason: "按课表".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_a_year_that_was_judged_comes_out_again() {
    for mut world in worlds().await {
        on(&mut world, "01T01");
        let everybody = judged(&mut world).await;
        world.passed_public_exam().await;
        changed_and_judged(&mut world).await;
        // Handed in, decided item by item, another time on the same day, and given back.
        on(&mut world, "02T01");
        let (id, items) = world.filled(&world.teacher, &["40", "30", "50"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in");
        changed_and_judged(&mut world).await;
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        on(&mut world, "03T01");
        for (item, decision) in [(0, ItemDecision::Accept), (1, changed("25")), (1, changed("20"))] {
            act!(world, world.verifier, registrations::decide_item, id, items[item], decision).expect("decided");
            changed_and_judged(&mut world).await;
        }
        act!(world, world.verifier, registrations::decide_item, id, items[2], ItemDecision::Accept).expect("decided");
        changed_and_judged(&mut world).await;
        let back = ItemDecision::Return { reason: "学时与证书不符".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[1], back).expect("decided");
        changed_and_judged(&mut world).await;
        act!(world, world.verifier, registrations::return_to_person, id, "请改第二项").expect("given back");
        // Handed in again with another wording, taken back by its person, and once more.
        on(&mut world, "06T01");
        let less = world.form("教学能力研修 2", "20");
        act!(world, world.teacher, registrations::change_item, items[1], &less).expect("changed");
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in again");
        changed_and_judged(&mut world).await;
        act!(world, world.teacher, registrations::withdraw, id).expect("taken back");
        changed_and_judged(&mut world).await;
        // Approved, one item found false, and the approval taken back.
        on(&mut world, "08T01");
        world.to_approval(&world.teacher, &world.verifier, id).await;
        changed_and_judged(&mut world).await;
        act!(world, world.approver, registrations::approve, id).expect("approved");
        changed_and_judged(&mut world).await;
        let finding = act!(world, world.personnel, findings::notify, (id, items[0]), &notice(&world)).expect("told");
        act!(world, world.teacher, findings::answer, finding, "说明").expect("answered");
        act!(world, world.personnel, findings::rule, finding, &found_false(&world)).expect("ruled");
        changed_and_judged(&mut world).await;
        on(&mut world, "10T01");
        act!(world, world.personnel, registrations::withdraw_approval, id, "核定有误").expect("taken back");
        changed_and_judged(&mut world).await;
        let found = replayed(&world).await;
        assert_eq!((found.decisions, found.equal), (everybody + 13, everybody + 13), "{found:?}");
        assert_eq!((found.as_known_then, found.facts_lost, found.different_count), (13, 0, 0), "{found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_elsewhere_is_put_together_as_well_and_by_the_text_of_then() {
    for mut world in worlds().await {
        let everybody = judged(&mut world).await;
        world.passed_public_exam().await;
        on(&mut world, "01T01");
        let table = industry_table(&[("HY1", 0, "林晓", "古籍修复研修", "16")]);
        act!(world, world.personnel, people::import_industry_hours, &table, "甲系统", Mode::Apply).expect("a report");
        changed_and_judged(&mut world).await;
        take(&world, &teacher_row("工勤", &[("下一年度申报职称", "是")])).await;
        changed_and_judged(&mut world).await;
        let number = id_number(0);
        let row = ["2026", &number, "林晓", "公需科目必修课", "10", "2", "90", "2026-06-02 10:00", "合格", "18"];
        world.import_public_exam(&[row]).await;
        changed_and_judged(&mut world).await;
        let year = TrainingYear { study_hours: Hours::from_whole(12), ..settings() };
        act!(world, world.personnel, training_years::settle, &year).expect("settled");
        assert_eq!(judged(&mut world).await, everybody, "it is settled for everybody");
        with_another_text(&mut world).await;
        let found = replayed(&world).await;
        assert_eq!((found.decisions, found.equal), (2 * everybody + 3, 2 * everybody + 3), "{found:?}");
        assert_eq!((found.as_known_then, found.facts_lost), (everybody + 3, 0), "{found:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wording_that_was_never_handed_in_is_lost_and_counted_so() {
    for mut world in worlds().await {
        on(&mut world, "01T01");
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::return_to_person, id, "请改").expect("given back");
        let everybody = judged(&mut world).await;
        for hours in ["20", "10"] {
            let form = world.form("教学能力研修 1", hours);
            act!(world, world.teacher, registrations::change_item, items[0], &form).expect("changed");
            changed_and_judged(&mut world).await;
        }
        let found = replayed(&world).await;
        assert_eq!(
            (found.decisions, found.equal, found.different_count),
            (everybody + 2, everybody + 1, 0),
            "{found:?}"
        );
        assert_eq!((found.as_known_then, found.facts_lost), (1, 1), "{found:?}");
        // What is put together has to come out as it was kept.
        let person = world.teacher.person;
        world.run(&format!("UPDATE year_decision SET result = '{{}}' WHERE person_id = '{person}'")).await;
        let found = replayed(&world).await;
        assert_eq!((found.different_count, found.as_known_then, found.facts_lost), (2, 0, 1), "{found:?}");
    }
}
