//! Asking support for a make-up after the last attempt (article 3), on every database.

use std::sync::Arc;

use actions::{exams, learning};
use domain::{
    exam::{MakeUpRequest, RequestAnswer},
    ids::LessonId,
    learning::{BeatRefused, Ended},
};

use crate::{
    act,
    disputes::beat,
    electives::elective,
    exams::{MINUTE, after, school, watch},
    races,
    world::{World, YEAR, worlds},
};

/// The teacher has studied these lessons, and failed three times.
async fn used_up(world: &World) -> Vec<LessonId> {
    let lessons = school(world).await;
    for lesson in &lessons {
        watch(world, &world.teacher, *lesson, 0).await;
    }
    for _ in 0..3 {
        let begun = exams::begin(&world.app, world.teacher.clone(), YEAR, None, after(world, 400)).await;
        let id = begun.expect("begun").id;
        exams::hand_in(&world.app, world.teacher.clone(), id, world.now).await.expect("handed in");
    }
    lessons
}

#[tokio::test]
async fn a_page_of_the_course_that_is_open_is_told_to_begin_anew_in_every_process() {
    for mut world in worlds().await {
        let (lessons, teacher) = (used_up(&world).await, world.teacher.clone());
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        let window = (teacher.person, opened.ticket);
        let other = world.app.clone();
        world.reopened(|_| {}).await;
        for app in [&other, &world.app] {
            let (earned, credited) = beat(app, &world, window, (1, 0, 30), 30).await;
            assert!(earned.is_ok() && credited == 2 * MINUTE, "all of it counts in the round before");
        }
        act!(world, world.personnel, exams::grant_make_up, teacher.person, YEAR, "来电").expect("granted");
        let (told, _) = beat(&world.app, &world, window, (2, 30, 60), 60).await;
        assert_eq!(told, Err(BeatRefused::Ended(Ended::MadeUp)));
        assert!(told.expect_err("ended").sentence().contains("重修"));
        assert!(beat(&other, &world, window, (2, 30, 60), 60).await.0.is_ok(), "it does not know yet");
        learning::write_down(&other, after(&world, 61)).await.expect("written");
        let (told, _) = beat(&other, &world, window, (3, 60, 90), 90).await;
        assert_eq!(told, Err(BeatRefused::Ended(Ended::MadeUp)));
        let again = act!(world, teacher, learning::open, lessons[0]).expect("opened again");
        assert_eq!(again.watched.total(), 0, "the new round");
        // The clock of this world stands still: the new ticket begins where the one before has earned.
        let (earned, credited) = beat(&world.app, &world, (teacher.person, again.ticket), (1, 0, 30), 60).await;
        assert!(earned.is_ok() && credited == MINUTE / 2);
    }
}

#[tokio::test]
async fn a_page_of_an_elective_goes_on_when_a_make_up_is_granted() {
    for world in worlds().await {
        used_up(&world).await;
        let (_, lessons) = elective(&world).await;
        let opened = act!(world, world.teacher, learning::open, lessons[0]).expect("opened");
        act!(world, world.personnel, exams::grant_make_up, world.teacher.person, YEAR, "来电").expect("granted");
        let (earned, credited) = beat(&world.app, &world, (world.teacher.person, opened.ticket), (1, 0, 30), 30).await;
        assert!(earned.is_ok() && credited == MINUTE / 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_waits_is_refused_with_its_reason_and_asked_again_until_granted() {
    for world in worlds().await {
        let early = act!(world, world.teacher, exams::request_make_up, YEAR, "想再考").expect_err("nothing settled");
        assert_eq!(early.code, "training-year.none");
        used_up(&world).await;
        let left = act!(world, world.colleague, exams::request_make_up, YEAR, "想再考").expect_err("three are left");
        assert_eq!(left.code, "make-up.left");
        assert!(!left.next.contains("本人"), "{left}");
        let empty = act!(world, world.teacher, exams::request_make_up, YEAR, " ").expect_err("no reason");
        assert_eq!(empty.code, "reason.missing");
        let id = act!(world, world.teacher, exams::request_make_up, YEAR, "出差在外").expect("asked");
        let again = act!(world, world.teacher, exams::request_make_up, YEAR, "还是我").expect_err("one at a time");
        assert_eq!(again.code, "make-up.waiting");
        let open = act!(world, world.personnel, exams::make_up_requests, 1).expect("for support").lines;
        assert_eq!(open.len(), 1);
        assert_eq!((open[0].request.reason.as_str(), open[0].may_answer), ("出差在外", true));
        assert_eq!(act!(world, world.verifier, exams::make_up_requests, 1).expect_err("nobody else").code, "not-found");
        assert!(act!(world, world.teacher, exams::refuse_make_up, id, "我自己").is_err());
        act!(world, world.personnel, exams::refuse_make_up, id, "请写明哪几天").expect("refused");
        let twice = act!(world, world.personnel, exams::refuse_make_up, id, "再说一次").expect_err("answered");
        assert_eq!(twice.code, "changed-meanwhile");
        let view = act!(world, world.teacher, exams::overview, YEAR).expect("an overview");
        let Some((_, RequestAnswer::Refused(reason))) = &view.requests[0].answer else { panic!("{view:?}") };
        assert!(reason == "请写明哪几天" && view.may_request, "{view:?}");
        act!(world, world.teacher, exams::request_make_up, YEAR, "11月1日至20日出差").expect("asked again");
        let person = world.teacher.person;
        let made = act!(world, world.personnel, exams::grant_make_up, person, YEAR, "核对属实").expect("granted");
        let view = act!(world, world.teacher, exams::overview, YEAR).expect("an overview");
        let is_granted = |request: &MakeUpRequest| {
            request.answer.as_ref().is_some_and(|(_, answer)| *answer == RequestAnswer::Granted(made))
        };
        assert!(view.requests.iter().any(is_granted), "granting ends the request: {view:?}");
        assert!(act!(world, world.personnel, exams::make_up_requests, 1).expect("for support").lines.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_grant_at_once_one_does_and_the_other_is_told_that_there_is_one() {
    for world in worlds().await {
        used_up(&world).await;
        act!(world, world.teacher, exams::request_make_up, YEAR, "出差在外").expect("asked");
        let (person, world) = (world.teacher.person, Arc::new(world));
        let mut faster = races::write(&world, &world.personnel).await;
        let made = exams::grant_make_up(&mut faster, person, YEAR, "核对属实").await.expect("nobody was faster");
        let other = Arc::clone(&world);
        let told = races::after(&world, faster, async move {
            let mut act = races::write(&other, &other.personnel).await;
            exams::grant_make_up(&mut act, person, YEAR, "来电").await?;
            act.commit("/").await
        });
        assert_eq!(told.await.expect_err("one is open").code, "make-up.left");
        let view = act!(world, world.teacher, exams::overview, YEAR).expect("an overview");
        assert_eq!((view.make_ups.len(), view.left), (1, 1), "one attempt for one use-up");
        let answer = view.requests[0].answer.as_ref().map(|(_, answer)| answer);
        assert_eq!(answer, Some(&RequestAnswer::Granted(made)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_granted_meanwhile_is_not_refused() {
    for world in worlds().await {
        used_up(&world).await;
        let id = act!(world, world.teacher, exams::request_make_up, YEAR, "出差在外").expect("asked");
        let (person, world) = (world.teacher.person, Arc::new(world));
        let mut faster = races::write(&world, &world.personnel).await;
        exams::grant_make_up(&mut faster, person, YEAR, "核对属实").await.expect("it waits");
        let other = Arc::clone(&world);
        let told = races::after(&world, faster, async move {
            let mut act = races::write(&other, &other.personnel).await;
            exams::refuse_make_up(&mut act, id, "请写明哪几天").await?;
            act.commit("/").await
        });
        assert_eq!(told.await.expect_err("it was granted").code, "changed-meanwhile");
    }
}
