//! What a page loses when the network or the program is away (article 3): nothing of what it may play meanwhile, and what
//! it was told and did not hear is told again.

use actions::learning::{self, UNHEARD_MAX, UNWRITTEN_MAX};
use domain::learning::{Beat, BeatRefused};

use crate::{
    act,
    disputes::beat,
    exams::{after, school},
    world::worlds,
};

const SECOND: u32 = 1_000;

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
async fn a_beat_whose_reply_was_lost_counts_once_and_tells_again_what_counts_and_whether_that_is_all() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        for (number, is_done) in [(1, false), (2, true)] {
            let said = Beat { number, from: (number - 1) * 60 * SECOND, to: number * 60 * SECOND };
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
