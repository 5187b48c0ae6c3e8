//! What one person can fill with one attempt, however long they go on: bounded, and nobody who answers a paper comes near,
//! on every database.

use actions::exams::{self, Lost, What};
use domain::{
    exam::{ANSWERS_MAX, Answer, Kept, NotKept},
    ids::AttemptId,
    question::Choice,
};

use crate::{
    act,
    exams::{after, give},
    journals::{begun, journal},
    world::{World, worlds},
};

fn answer(window: u32, number: u32) -> Answer {
    Answer { window, number, place: 0, chosen: Choice::of([0]) }
}

/// Gives so many answers of a window at once.
async fn give_all(world: &World, id: AttemptId, window: u32, count: u32) -> Vec<Result<Kept, NotKept>> {
    let given = (1..=count).map(|number| {
        let (app, person, now) = (world.app.clone(), world.teacher.person, after(world, 1));
        tokio::spawn(async move { exams::answer(&app, person, id, answer(window, number), now).await })
    });
    let mut outcomes = Vec::new();
    for given in given.collect::<Vec<_>>() {
        outcomes.push(given.await.expect("a task").expect("a reply").outcome);
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread")]
async fn more_answers_than_a_person_can_give_are_not_kept_and_what_is_kept_counts() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        let outcomes = give_all(&world, id, 1, ANSWERS_MAX).await;
        assert!(outcomes.iter().all(|outcome| *outcome == Ok(Kept::New)));
        let kept = give(&world, teacher, id, answer(1, ANSWERS_MAX + 1), after(&world, 2)).await;
        assert_eq!(kept, Err(NotKept::TooMany));
        let kept = give(&world, teacher, id, answer(1, 7), after(&world, 2)).await;
        assert_eq!(kept, Ok(Kept::Before), "what is safe stays safe");
        exams::hand_in(&world.app, teacher.clone(), id, after(&world, 3)).await.expect("handed in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_answers_that_are_not_kept_the_first_hundreds_are_noted_and_every_one_is_told() {
    let noted = u32::try_from(exams::REFUSED_MAX).expect("small");
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        for _ in 0..2 {
            let outcomes = give_all(&world, id, 9, noted).await;
            assert!(outcomes.iter().all(|outcome| *outcome == Err(NotKept::OtherWindow)));
        }
        let kept = give(&world, teacher, id, answer(9, noted + 1), after(&world, 2)).await;
        assert_eq!(kept, Err(NotKept::OtherWindow));
        let steps = journal(&world).await;
        let twice = |what: &What| matches!(what, What::Refused(_, NotKept::OtherWindow, 2));
        assert_eq!(steps.len(), 300);
        assert!(steps.iter().all(|step| twice(&step.what)), "one that is noted goes on being counted");
        exams::hand_in(&world.app, teacher.clone(), id, after(&world, 3)).await.expect("handed in");
        let result = act!(world, teacher, exams::result, id).expect("a result");
        assert_eq!(result.lost, Lost { places: 1, is_cut: true }, "of one question, and perhaps of others");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_is_opened_again_and_again_answers_and_fills_no_log() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        let mut told = Vec::new();
        for window in 2..=130 {
            let before = world.events().await;
            assert_eq!(act!(world, teacher, exams::open_window, id, None).map(|window| window.number), Ok(window));
            if world.events().await > before {
                told.push(window);
            }
        }
        assert_eq!(told, (2..=64).chain([128]).collect::<Vec<_>>());
        assert_eq!(give(&world, teacher, id, answer(130, 1), after(&world, 2)).await, Ok(Kept::New));
    }
}
