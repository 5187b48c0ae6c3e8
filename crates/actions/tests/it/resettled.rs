//! What an office settles while somebody learns holds for them too (article 3): a later last day, and that a course is taken
//! back.

use actions::{courses, learning};
use domain::{
    access::Actor,
    ids::{LessonId, PersonId, TicketId},
    learning::BeatRefused,
    training_year::{PastYears, TrainingYear},
};
use jiff::{ToSpan as _, civil::date};

use crate::{
    act,
    disputes::beat,
    electives::elective,
    exams::{after, school, settings, watch},
    world::{World, YEAR, worlds},
};

/// The last evening of the training, at nine.
const EVENING: &str = "2026-11-30T13:00:00Z";
const HOUR: i64 = 3_600;

async fn opened(world: &World, actor: &Actor, lesson: LessonId) -> (PersonId, TicketId) {
    (actor.person, act!(world, actor, learning::open, lesson).expect("opened").ticket)
}

/// The service's own work, so many seconds after the world's moment.
async fn housekeeping(world: &World, at: i64) {
    learning::write_down(&world.app, after(world, at)).await.expect("written down");
}

/// Worlds in which the teacher sits at a lesson then.
async fn on_the_last_evening() -> Vec<(World, (PersonId, TicketId))> {
    let mut evenings = Vec::new();
    for mut world in worlds().await {
        let lessons = school(&world).await;
        world.now = EVENING.parse().expect("a moment");
        let window = opened(&world, &world.teacher, lessons[0]).await;
        evenings.push((world, window));
    }
    evenings
}

#[tokio::test]
async fn whoever_learns_when_a_later_last_day_is_settled_goes_on_after_the_old_one() {
    for (world, window) in on_the_last_evening().await {
        assert!(beat(&world.app, &world, window, (1, 0, 30), 30).await.0.is_ok());
        let later = TrainingYear { closes: settings().closes + 15.days(), ..settings() };
        act!(world, world.personnel, actions::training_years::settle, &later).expect("settled");
        housekeeping(&world, 40).await;
        // Past midnight, twice, so that the first of them is not the one that still tells of the time before.
        assert!(beat(&world.app, &world, window, (2, 30, 60), 3 * HOUR + 10).await.0.is_ok());
        let (earned, credited) = beat(&world.app, &world, window, (3, 60, 90), 3 * HOUR + 40).await;
        assert_eq!((earned.expect("taken").credited, credited), (30_000, 90_000));
    }
}

#[tokio::test]
async fn whoever_learns_past_the_last_day_hears_that_it_is_over() {
    for (world, window) in on_the_last_evening().await {
        assert!(beat(&world.app, &world, window, (1, 0, 30), 3 * HOUR - 20).await.0.is_ok());
        housekeeping(&world, 3 * HOUR + 5).await;
        let (earned, credited) = beat(&world.app, &world, window, (2, 30, 60), 3 * HOUR + 10).await;
        assert!(earned.expect("taken").credited > 0, "it still tells of the time before the end");
        assert!((45_000..=55_000).contains(&credited), "{credited}");
        let (refused, _) = beat(&world.app, &world, window, (3, 60, 90), 3 * HOUR + 40).await;
        assert_eq!(refused, Err(BeatRefused::Closed));
    }
}

#[tokio::test]
async fn next_years_training_in_which_this_one_can_be_made_up_lets_nobody_go_on_who_is_at_it_now() {
    for (world, window) in on_the_last_evening().await {
        let next = TrainingYear {
            year: YEAR + 1,
            opens: settings().opens + 1.year(),
            closes: settings().closes + 1.year(),
            past_years: Some(PastYears { years: [YEAR].into(), until: settings().closes + 1.year() }),
            ..settings()
        };
        act!(world, world.personnel, actions::training_years::settle, &next).expect("settled");
        assert!(beat(&world.app, &world, window, (1, 0, 30), 3 * HOUR - 20).await.0.is_ok());
        housekeeping(&world, 3 * HOUR + 5).await;
        assert!(beat(&world.app, &world, window, (2, 30, 60), 3 * HOUR + 10).await.0.is_ok());
        housekeeping(&world, 3 * HOUR + 15).await;
        let (refused, _) = beat(&world.app, &world, window, (3, 60, 90), 3 * HOUR + 40).await;
        assert_eq!(refused, Err(BeatRefused::Closed));
    }
}

#[tokio::test]
async fn whoever_learns_in_a_course_that_is_taken_back_is_told_and_keeps_what_counted() {
    for world in worlds().await {
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settled");
        let (course, lessons) = elective(&world).await;
        let teacher = &world.teacher;
        watch(&world, teacher, lessons[0], 0).await;
        let window = opened(&world, teacher, lessons[1]).await;
        assert!(beat(&world.app, &world, window, (1, 0, 60), 60).await.0.is_ok());
        act!(world, world.personnel, courses::publish, course, false).expect("taken back");
        // What came before anybody looked again counts, but posts nothing of a course that is not shown.
        assert_eq!(beat(&world.app, &world, window, (2, 60, 120), 120).await.1, 120_000);
        housekeeping(&world, 125).await;
        assert_eq!(beat(&world.app, &world, window, (3, 120, 121), 130).await.0, Err(BeatRefused::Withdrawn));
        let posted = act!(world, teacher, actions::years::account, YEAR, None).expect("an account").public;
        assert!(posted.is_empty(), "{posted:?}");

        act!(world, world.personnel, courses::publish, course, true).expect("shown again");
        let posted = act!(world, teacher, actions::years::account, YEAR, None).expect("an account").public;
        assert_eq!(posted.len(), 1, "nothing more is asked of them");
        assert_eq!(posted[0].happened, Some(date(2026, 11, 20)));
    }
}
