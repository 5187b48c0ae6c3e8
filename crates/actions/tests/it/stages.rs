//! How far people are in a year's public subject, as the offices see it: every person at one stage, the sums over units the
//! same as the lists, and nothing of minutes and points for whoever may not see them.

use actions::{
    exams,
    years::{self, Stage, StageFilter, Stages},
};
use domain::{ids::UnitId, refusal::RefusalKind};

use crate::{
    act,
    exams::{after, school, settings, sit, watch},
    world::{World, YEAR, worlds},
};

fn all(stages: &Stages) -> [i64; 5] {
    Stage::ALL.map(|stage| stages.of(stage))
}

async fn of_unit(world: &World, unit: UnitId) -> [i64; 5] {
    let overview = act!(world, world.personnel, years::training, YEAR).expect("an overview");
    let (_, stages) = overview.units.iter().find(|(it, _)| it.id == unit).expect("the unit");
    let list = act!(world, world.personnel, years::trainees, YEAR, Some(unit), &StageFilter::default(), 1);
    let list = list.expect("a list");
    assert_eq!(all(&list.stages), all(stages), "the list and the overview say the same");
    assert_eq!(list.total, stages.people());
    for stage in Stage::ALL {
        let filter = StageFilter { stage: Some(stage), text: String::new() };
        let list = act!(world, world.personnel, years::trainees, YEAR, Some(unit), &filter, 1).expect("a list");
        assert_eq!(list.total, stages.of(stage));
        assert!(list.rows.iter().all(|row| row.stage == stage));
    }
    all(stages)
}

#[tokio::test]
async fn everybody_is_at_one_stage_from_the_first_minute_to_the_make_up() {
    for world in worlds().await {
        let none = act!(world, world.personnel, years::training, YEAR).expect_err("not settled");
        assert_eq!(none.code, "training-year.none");
        let (lessons, unit) = (school(&world).await, world.units[0]);
        assert_eq!(of_unit(&world, unit).await, [0, 0, 0, 6, 0]);
        watch(&world, &world.teacher, lessons[0], 0).await;
        assert_eq!(of_unit(&world, unit).await, [0, 0, 1, 5, 0], "no event was recorded, and still it is seen");
        watch(&world, &world.teacher, lessons[1], 0).await;
        for lesson in &lessons {
            watch(&world, &world.colleague, *lesson, 0).await;
        }
        assert_eq!(of_unit(&world, unit).await, [0, 2, 0, 4, 0]);
        for (actor, rightly, times) in [(&world.teacher, true, 1), (&world.colleague, false, 3)] {
            for _ in 0..times {
                let id =
                    exams::begin(&world.app, actor.clone(), YEAR, None, after(&world, 400)).await.expect("begun").id;
                sit(&world, actor, id, rightly).await;
            }
        }
        assert_eq!(of_unit(&world, unit).await, [1, 0, 0, 4, 1]);
        let filter = StageFilter { stage: Some(Stage::UsedUp), text: "周敏".to_owned() };
        let list = act!(world, world.personnel, years::trainees, YEAR, Some(unit), &filter, 1).expect("a list");
        let studied = list.rows[0].studied.expect("personnel see minutes and attempts");
        assert_eq!((studied.credited, studied.attempts, studied.left, studied.best), (240_000, 3, 0, Some(0)));
        assert_eq!(list.length, 240_000);
        act!(world, world.personnel, exams::grant_make_up, world.colleague.person, YEAR, "来电").expect("granted");
        assert_eq!(of_unit(&world, unit).await, [1, 0, 1, 4, 0]);
        for lesson in &lessons {
            watch(&world, &world.colleague, *lesson, 0).await;
        }
        assert_eq!(of_unit(&world, unit).await, [1, 1, 0, 4, 0]);
    }
}

#[tokio::test]
async fn units_see_their_own_people_and_no_minutes() {
    for world in worlds().await {
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settled");
        for actor in [&world.verifier, &world.approver] {
            let overview = act!(world, actor, years::training, YEAR).expect("an overview");
            assert_eq!(overview.units.iter().map(|(unit, _)| unit.id).collect::<Vec<_>>(), [world.units[0]]);
            let list = act!(world, actor, years::trainees, YEAR, None, &StageFilter::default(), 1).expect("a list");
            assert_eq!((list.total, list.rows.len()), (6, 6));
            // One's own are no secret.
            let mut foreign = list.rows.iter().filter(|row| row.person.id != actor.person);
            assert!(foreign.all(|row| row.studied.is_none() && !row.may_see_person));
            let unit = Some(world.units[1]);
            let refused = act!(world, actor, years::trainees, YEAR, unit, &StageFilter::default(), 1);
            assert_eq!(refused.expect_err("foreign").kind, RefusalKind::NotFound);
        }
        let refused = act!(world, world.teacher, years::training, YEAR).expect_err("nobody's office");
        assert_eq!(refused.kind, RefusalKind::NotFound);
    }
}
