//! What a page loses when the network or the program is away (article 3): nothing of what it may play meanwhile, and what
//! it was told and did not hear is told again.

use std::{pin::pin, time::Duration};

use actions::{
    courses,
    learning::{self, AnswerForm, UNHEARD_MAX, UNWRITTEN_MAX},
};
use domain::{
    access::Actor,
    ids::{PersonId, TicketId},
    learning::{Beat, BeatRefused, Ended, Uncounted},
    refusal::RefusalKind,
};
use futures::poll;

use crate::{
    act,
    disputes::{beat, dispute},
    exams::{after, school},
    races::write,
    world::{World, worlds},
};

const SECOND: u32 = 1_000;
/// Longer than anything waits that does not wait for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// A stretch in seconds of a lesson that has been played since it was opened, without a rest.
fn played(world: &World, number: u32, from: u32, to: u32) -> Beat {
    let ended = Some(after(world, to.into()));
    Beat { number, from: from * SECOND, to: to * SECOND, ended }
}

/// A window, its person and its ticket, says a stretch in this second, and all of it counts.
async fn counts_wholly(world: &World, (person, ticket): (PersonId, TicketId), beat: Beat, at: i64) {
    let reply = learning::beat(&world.app, person, ticket, beat, after(world, at)).await.expect("a reply");
    let earned = reply.outcome.expect("taken");
    assert_eq!((earned.credited, earned.uncounted), (beat.to - beat.from, vec![]), "{beat:?}");
}

/// Support lets the second minute of a lesson count.
fn last_minute() -> AnswerForm {
    AnswerForm { answer: "属实".to_owned(), from: "01:00".to_owned(), to: "02:00".to_owned() }
}

/// From now on the database refuses to read and to write what anybody has learned.
pub(crate) async fn take_away(world: &World) {
    world.run("ALTER TABLE lesson_progress RENAME TO taken_away").await;
}

/// It goes on where it was.
pub(crate) async fn bring_back(world: &World) {
    world.run("ALTER TABLE taken_away RENAME TO lesson_progress").await;
}

#[tokio::test]
async fn what_a_database_refuses_to_keep_is_told_to_count_for_no_more_than_a_crash_may_cost() {
    for mut world in worlds().await {
        let (lessons, teacher) = (school(&world).await, world.teacher.clone());
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let said = |number, from, to| Beat { number, from: from * SECOND, to: to * SECOND, ended: None };
        let say = async |world: &World, beat: Beat, at| {
            learning::beat(&world.app, teacher.person, ticket, beat, after(world, at)).await
        };
        let told = say(&world, said(1, 0, 29), 29).await.expect("a reply").credited;
        take_away(&world).await;
        for at in [35, 45, 55] {
            learning::write_down(&world.app, after(&world, at)).await.expect_err("the database refuses");
        }
        for at in [58, 68] {
            let refused = say(&world, said(2, 29, 58), at).await.expect_err("it is neither kept nor told");
            assert_eq!(refused.kind, RefusalKind::Internal);
        }
        world.reopened(|_| {}).await;
        bring_back(&world).await;
        let shown = act!(world, teacher, courses::show_lesson, lessons[0]).expect("a lesson");
        let lost = told - shown.lesson().watched.total();
        assert!((1..=UNWRITTEN_MAX).contains(&lost), "{lost} milliseconds were told and are lost");

        // The page says again what was told and lost, and what was never told.
        let reply = say(&world, said(2, 29, 58), 70).await.expect("a reply");
        assert_eq!(reply.outcome, Err(BeatRefused::OutOfOrder { expected: 1 }));
        take_away(&world).await;
        say(&world, said(1, 0, 58), 71).await.expect_err("the program does not know what counted");
        bring_back(&world).await;
        assert_eq!(say(&world, said(1, 0, 58), 72).await.expect("a reply").credited, 58 * SECOND);
    }
}

#[tokio::test]
async fn what_failed_to_be_written_is_written_with_what_came_since() {
    for mut world in worlds().await {
        let (lessons, teacher) = (school(&world).await, world.teacher.clone());
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let window = (teacher.person, ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 29), 29).await.0.is_ok());
        take_away(&world).await;
        let said = Beat { number: 2, from: 29 * SECOND, to: 58 * SECOND, ended: None };
        learning::beat(&world.app, teacher.person, ticket, said, after(&world, 58)).await.expect_err("refused");
        bring_back(&world).await;
        // The page has heard nothing and says it again: it had been taken, and now it is written too.
        let (again, credited) = beat(&world.app, &world, window, (2, 29, 58), 60).await;
        assert_eq!((again, credited), (Err(BeatRefused::Replayed), 58 * SECOND));
        world.reopened(|_| {}).await;
        let shown = act!(world, teacher, courses::show_lesson, lessons[0]).expect("a lesson");
        assert_eq!(shown.lesson().watched.total(), 58 * SECOND);
    }
}

#[tokio::test]
async fn a_beat_that_the_network_held_up_takes_no_time_from_the_one_behind_it() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        // The network is away from the 25th second to the 45th, or the first beat is on its way as long; and from the 25th to the
        // 200th: the rest of what may be played meanwhile waits in one beat, and is said right behind the first.
        let away = [[(29, 45), (58, 58)], [(29, 200), (88, 200)]];
        for (lesson, beats) in lessons.into_iter().zip(away) {
            let ticket = act!(world, teacher, learning::open, lesson).expect("opened").ticket;
            let mut from = 0;
            for (number, (to, at)) in (1..).zip(beats) {
                counts_wholly(&world, (teacher.person, ticket), played(&world, number, from, to), at).await;
                from = to;
            }
        }
    }
}

#[tokio::test]
async fn what_is_left_of_a_long_outage_outlives_a_kill_and_what_support_grants_elsewhere() {
    for mut world in worlds().await {
        let (lessons, teacher) = (school(&world).await, world.teacher.clone());
        let objection = dispute(&world, &teacher, lessons[1]).await;
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let window = (teacher.person, ticket);
        // Cut off from the 25th second on; at the 300th three stretches wait.
        counts_wholly(&world, window, played(&world, 1, 0, 29), 300).await;
        learning::write_down(&world.app, after(&world, 300)).await.expect("written");
        world.reopened(|_| {}).await;
        counts_wholly(&world, window, played(&world, 2, 29, 58), 300).await;
        act!(world, world.personnel, learning::answer_dispute, objection, &last_minute()).expect("granted");
        counts_wholly(&world, window, played(&world, 3, 58, 88), 300).await;
    }
}

#[tokio::test]
async fn what_did_not_count_is_kept_also_of_what_is_written_after_something_newer() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let (earned, _) = beat(&world.app, &world, (teacher.person, ticket), (1, 0, 30), 10).await;
        let fast = earned.expect("taken").uncounted;
        assert!(matches!(fast[..], [(Uncounted::TooFast, _)]), "{fast:?}");
        world.run("UPDATE lesson_ticket SET beats = 2").await;
        learning::write_down(&world.app, after(&world, 12)).await.expect("written");
        let shown = act!(world, teacher, courses::show_lesson, lessons[0]).expect("a lesson");
        assert_eq!(shown.lesson().uncounted, [(Uncounted::TooFast, fast[0].1.into())]);
    }
}

#[tokio::test]
async fn an_outage_in_which_the_program_was_killed_costs_a_page_nothing_of_what_it_may_play() {
    for mut world in worlds().await {
        let (lessons, teacher) = (school(&world).await, world.teacher.clone());
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let (window, told) = ((teacher.person, ticket), UNWRITTEN_MAX / SECOND);
        let (earned, _) = beat(&world.app, &world, window, (1, 0, told), told.into()).await;
        assert_eq!(earned.expect("taken").credited, UNWRITTEN_MAX, "it is told, and nothing of it written");
        world.reopened(|_| {}).await;
        let played = told + UNHEARD_MAX / SECOND;
        let (refused, _) = beat(&world.app, &world, window, (2, told, played), played.into()).await;
        assert_eq!(refused, Err(BeatRefused::OutOfOrder { expected: 1 }), "the program knows nothing of it");
        let (earned, credited) = beat(&world.app, &world, window, (1, 0, played), played.into()).await;
        assert_eq!((earned.expect("taken").uncounted, credited), (vec![], played * SECOND));
    }
}

#[tokio::test]
async fn what_ends_a_ticket_and_comes_to_nothing_costs_its_page_nothing() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let objection = dispute(&world, teacher, lessons[0]).await;
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let window = (teacher.person, ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 10), 10).await.0.is_ok());
        take_away(&world).await;
        act!(world, teacher, learning::open, lessons[1]).expect_err("the database refuses");
        bring_back(&world).await;
        let mut opening = write(&world, teacher).await;
        learning::open(&mut opening, lessons[1]).await.expect("nothing is refused until its end");
        let mut waiting = pin!(beat(&world.app, &world, window, (2, 10, 20), 20));
        assert!(poll!(waiting.as_mut()).is_pending(), "nobody knows yet what becomes of its ticket");
        drop(opening);
        let (earned, credited) = waiting.await;
        assert!(earned.is_ok() && credited == 20 * SECOND, "it goes on: {earned:?}");
        let mut grant = write(&world, &world.personnel).await;
        learning::answer_dispute(&mut grant, objection, &last_minute())
            .await
            .expect("nothing is refused until its end");
        drop(grant);
        learning::write_down(&world.app, after(&world, 21)).await.expect("written");
        let shown = act!(world, teacher, courses::show_lesson, lessons[0]).expect("a lesson");
        assert_eq!(shown.lesson().watched.total(), 20 * SECOND);
    }
}

#[tokio::test]
async fn a_beat_that_comes_while_its_ticket_is_ended_is_not_told_to_count() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let objection = dispute(&world, teacher, lessons[0]).await;
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let window = (teacher.person, ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 10), 10).await.0.is_ok());
        let mut grant = write(&world, &world.personnel).await;
        learning::answer_dispute(&mut grant, objection, &last_minute()).await.expect("granted");
        let mut waiting = pin!(beat(&world.app, &world, window, (2, 10, 20), 20));
        assert!(poll!(waiting.as_mut()).is_pending(), "nobody knows yet what becomes of its ticket");
        grant.commit("").await.expect("it lasts");
        assert_eq!(waiting.await, (Err(BeatRefused::Ended(Ended::Granted)), 0));
        let shown = act!(world, teacher, courses::show_lesson, lessons[0]).expect("a lesson");
        assert_eq!(shown.lesson().watched.total(), 70 * SECOND, "what was told until then, and the minute");
    }
}

#[tokio::test]
async fn a_beat_whose_reply_was_lost_counts_once_and_tells_again_what_counts_and_whether_that_is_all() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        for (number, is_done) in [(1, false), (2, true)] {
            let said = Beat { number, from: (number - 1) * 60 * SECOND, to: number * 60 * SECOND, ended: None };
            let now = after(&world, i64::from(number) * 60);
            let mut replies = Vec::new();
            for _ in 0..2 {
                replies.push(learning::beat(&world.app, teacher.person, ticket, said, now).await.expect("a reply"));
            }
            assert_eq!(replies[0].outcome.as_ref().expect("taken").credited, 60 * SECOND);
            assert_eq!(replies[1].outcome, Err(BeatRefused::Replayed));
            for reply in replies {
                assert_eq!((reply.credited, reply.has_enough, reply.is_done), (said.to, is_done, is_done));
            }
        }
    }
}

#[tokio::test]
async fn a_page_of_another_account_is_told_so_and_nothing_of_that_account() {
    for world in worlds().await {
        let (lessons, teacher, colleague) = (school(&world).await, &world.teacher, &world.colleague);
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let (earned, _) = beat(&world.app, &world, (teacher.person, ticket), (1, 0, 30), 30).await;
        assert!(earned.is_ok());
        // The colleague signs in in the same browser; the page goes on with their session.
        let (refused, credited) = beat(&world.app, &world, (colleague.person, ticket), (2, 30, 60), 60).await;
        assert_eq!((&refused, credited), (&Err(BeatRefused::Foreign), 0));
        let sentence = refused.expect_err("refused").sentence();
        assert!(sentence.contains("另一个账号") && !sentence.contains("另一个窗口"), "{sentence}");
        let own = act!(world, colleague, learning::open, lessons[0]).expect("opened");
        assert_eq!(own.watched.total(), 0, "it counts for nobody else");
        let (refused, _) = beat(&world.app, &world, (colleague.person, ticket), (2, 30, 60), 60).await;
        assert_eq!(refused, Err(BeatRefused::Foreign), "also when they study themselves");
        let (earned, credited) = beat(&world.app, &world, (teacher.person, ticket), (2, 30, 60), 60).await;
        assert!(earned.is_ok() && credited == 60 * SECOND, "and nothing of theirs is lost");
    }
}

/// The request came in the tenth second and had its turn in the thirtieth, perhaps behind a grant that ended the ticket.
#[tokio::test]
async fn what_one_window_earned_while_the_next_waited_for_its_turn_is_not_earned_again() {
    for (mut world, is_granted) in worlds().await.into_iter().chain(worlds().await).zip([false, false, true, true]) {
        let (lessons, teacher) = (school(&world).await, world.teacher.clone());
        let objection = dispute(&world, &teacher, lessons[0]).await;
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        counts_wholly(&world, (teacher.person, opened.ticket), played(&world, 1, 0, 30), 30).await;
        if is_granted {
            act!(world, world.personnel, learning::answer_dispute, objection, &last_minute()).expect("granted");
        }
        let begun = world.now;
        world.now = after(&world, 10);
        let next = act!(world, teacher, learning::open, lessons[1]).expect("opened");
        world.now = begun;
        assert_eq!(next.given_at, after(&world, 30));
        let said = Beat { number: 1, from: 0, to: 25 * SECOND, ended: None };
        let reply = learning::beat(&world.app, teacher.person, next.ticket, said, after(&world, 40));
        let earned = reply.await.expect("a reply").outcome.expect("taken");
        assert_eq!(earned.credited, 10 * SECOND, "the seconds from ten to thirty are the first lesson's");
        // A clock that was set back by more than any request waits begins anew.
        world.now = "2026-05-20T01:00:00Z".parse().expect("a moment");
        let anew = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        assert_eq!(anew.given_at, world.now);
    }
}

#[tokio::test]
async fn who_is_idle_in_an_outage_is_not_forgotten_and_keeps_nobody_waiting() {
    for world in worlds().await {
        let (lessons, idle, waiting) = (school(&world).await, &world.teacher, &world.colleague);
        let of = async |actor: &Actor| {
            let ticket = act!(world, actor, learning::open, lessons[0]).expect("opened").ticket;
            (actor.person, ticket)
        };
        let (first, second) = (of(idle).await, of(waiting).await);
        assert!(
            beat(&world.app, &world, first, (1, 0, 30), 0).await.0.is_ok(),
            "no time has passed, and nothing counts"
        );
        assert!(beat(&world.app, &world, second, (1, 0, 30), 690).await.0.is_ok());
        assert!(beat(&world.app, &world, second, (2, 0, 30), 691).await.0.is_ok(), "what has counted before does not");
        world.run("ALTER TABLE lesson_uncounted RENAME TO taken_away").await;
        for at in [700, 710] {
            learning::write_down(&world.app, after(&world, at)).await.expect_err("the database refuses");
        }
        world.run("ALTER TABLE taken_away RENAME TO lesson_uncounted").await;
        let again = beat(&world.app, &world, second, (2, 0, 30), 711);
        let (again, _) = tokio::time::timeout(PATIENCE, again).await.expect("an answer");
        assert_eq!(again, Err(BeatRefused::Replayed));
        learning::write_down(&world.app, after(&world, 720)).await.expect("written");
        for actor in [idle, waiting] {
            let shown = act!(world, actor, courses::show_lesson, lessons[0]).expect("a lesson");
            let uncounted: i64 = shown.lesson().uncounted.iter().map(|(_, part)| part).sum();
            assert_eq!(uncounted, i64::from(30 * SECOND), "{}", actor.name);
        }
        assert!(beat(&world.app, &world, first, (2, 30, 31), 721).await.0.is_ok(), "its page goes on where it was");
    }
}

#[tokio::test]
async fn what_is_being_made_last_when_its_page_is_closed_lasts() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        let window = (teacher.person, ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 30), 10).await.0.is_ok(), "ten seconds of it count");
        let mut writing = Box::pin(learning::write_down_one(&world.app, teacher.person, after(&world, 11)));
        assert!(poll!(writing.as_mut()).is_pending());
        drop(writing);
        let mut opening = write(&world, teacher).await;
        let next = learning::open(&mut opening, lessons[1]).await.expect("opened");
        let mut committing = Box::pin(opening.commit(""));
        assert!(poll!(committing.as_mut()).is_pending());
        drop(committing);
        let late = beat(&world.app, &world, window, (2, 10, 20), 20);
        assert_eq!(tokio::time::timeout(PATIENCE, late).await.expect("an answer").0, Err(BeatRefused::TakenOver));
        assert!(beat(&world.app, &world, (teacher.person, next.ticket), (1, 0, 10), 30).await.0.is_ok());
        // Nobody waits for the writing any more: it may be the last to come to its end.
        let uncounted = async {
            loop {
                let shown = act!(world, teacher, courses::show_lesson, lessons[0]).expect("a lesson");
                if !shown.lesson().uncounted.is_empty() {
                    break shown.lesson().uncounted.clone();
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let uncounted = tokio::time::timeout(PATIENCE, uncounted).await.expect("it is written");
        assert_eq!(uncounted, [(Uncounted::TooFast, i64::from(20 * SECOND))], "once");
    }
}
