//! What support sees of an attempt: every answer with its moment, those that were not saved with their reason, and where the
//! paper was opened anew; on every database.

use actions::exams::{self, Happened, Lost, What};
use domain::{
    clock::Instant,
    exam::{Answer, Kept, NotKept, Reopening},
    ids::AttemptId,
    question::Choice,
};

use crate::{
    act,
    exams::{after, give, school, watch},
    world::{World, YEAR, worlds},
};

/// The teacher's attempt, begun at the world's moment.
pub(crate) async fn begun(world: &World) -> AttemptId {
    for lesson in school(world).await {
        watch(world, &world.teacher, lesson, 0).await;
    }
    exams::begin(&world.app, world.teacher.clone(), YEAR, None, world.now).await.expect("begun").id
}

fn answer(window: u32, number: u32, place: u16) -> Answer {
    Answer { window, number, place, chosen: Choice::of([0]) }
}

/// The same answer with another choice.
fn other(answer: Answer) -> Answer {
    Answer { chosen: Choice::of([1]), ..answer }
}

/// What support reads of the teacher's one attempt.
pub(crate) async fn journal(world: &World) -> Vec<Happened> {
    let view = act!(world, world.personnel, exams::of_person, world.teacher.person, YEAR).expect("for personnel");
    let [(_, steps)] = &view.journals[..] else { panic!("{:?}", view.journals) };
    steps.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn support_reads_what_was_kept_and_what_was_not_and_why() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        let kept = give(&world, teacher, id, answer(1, 1, 2), after(&world, 1)).await;
        assert_eq!(kept, Ok(Kept::New));
        act!(world, teacher, exams::open_window, id, None).expect("another window");
        for seconds in [5, 6] {
            let kept = give(&world, teacher, id, answer(1, 2, 3), after(&world, seconds)).await;
            assert_eq!(kept, Err(NotKept::OtherWindow));
        }
        let steps = journal(&world).await;
        let what: Vec<&What> = steps.iter().map(|step| &step.what).collect();
        let refused = What::Refused(answer(1, 2, 3), NotKept::OtherWindow, 2);
        let elsewhere = What::Reopened(Some(Reopening::Elsewhere));
        assert_eq!(what, [&elsewhere, &What::Kept(answer(1, 1, 2)), &refused], "by their moments");
        assert_eq!(steps[2].at, after(&world, 5), "when it came first");
        let own = act!(world, teacher, exams::of_person, teacher.person, YEAR).expect("one's own");
        assert!(own.journals.is_empty(), "only for those who answer questions about it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn support_reads_from_where_a_paper_was_opened_anew() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        // Reloaded; on another device; back in the first window; what says nothing that can be.
        for was in [Some(1), None, Some(2), Some(9), Some(0)] {
            act!(world, teacher, exams::open_window, id, was).expect("a window");
        }
        let what: Vec<What> = journal(&world).await.into_iter().map(|step| step.what).collect();
        let from =
            [Reopening::Again, Reopening::Elsewhere, Reopening::Back, Reopening::Elsewhere, Reopening::Elsewhere];
        assert_eq!(what, from.map(|from| What::Reopened(Some(from))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_came_much_later_than_it_was_given_tells_both_moments() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        // Given 3, 60 and 400 seconds after the start, as their pages say; the last says what cannot be.
        for (number, came) in [(3_000, 4), (60_000, 130), (400_000, 140)] {
            let kept = give(&world, teacher, id, answer(1, number, 2), after(&world, came)).await;
            assert_eq!(kept, Ok(Kept::New));
        }
        let told: Vec<_> = journal(&world).await.into_iter().map(|step| (step.at, step.given_at)).collect();
        let [first, second, third] = [4, 130, 140].map(|seconds| after(&world, seconds));
        assert_eq!(told, [(first, None), (second, Some(after(&world, 60))), (third, None)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_counts_no_answer_as_lost_that_was_kept_when_it_came_once_more() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        assert_eq!(give(&world, teacher, id, answer(1, 1, 2), after(&world, 1)).await, Ok(Kept::New));
        act!(world, teacher, exams::open_window, id, None).expect("another window");
        let twice = other(answer(1, 5, 4));
        for refused in [answer(1, 2, 2), answer(1, 3, 3), answer(1, 4, 4), twice] {
            assert_eq!(give(&world, teacher, id, refused, after(&world, 5)).await, Err(NotKept::OtherWindow));
        }
        assert_eq!(give(&world, teacher, id, answer(2, 1, 3), after(&world, 6)).await, Ok(Kept::New), "once more");
        for again in [other(answer(2, 2, 2)), other(answer(2, 3, 3))] {
            assert_eq!(give(&world, teacher, id, again, after(&world, 6)).await, Ok(Kept::New), "it is changed");
        }
        exams::hand_in(&world.app, teacher.clone(), id, after(&world, 7)).await.expect("handed in");
        let result = act!(world, teacher, exams::result, id).expect("a result");
        let expected = Lost { places: 2, is_cut: false };
        assert_eq!(result.lost, expected, "the third question's, which was kept before only, and the fifth's, once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_result_counts_no_answer_as_lost_whose_choice_is_the_one_that_counts() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        for kept in [answer(1, 1, 2), other(answer(1, 2, 3)), answer(1, 3, 3)] {
            assert_eq!(give(&world, teacher, id, kept, after(&world, 1)).await, Ok(Kept::New));
        }
        let late = after(&world, 60 * 60 + 11);
        assert_eq!(exams::end_due(&world.app, late).await, Ok(1));
        // The replies were lost, and the tab with them: opened again, it sends under a number of its own what it had. Of the
        // fifth question it knows that nothing was left chosen.
        let nothing = Answer { chosen: Choice::default(), ..answer(1, u32::MAX, 4) };
        for unsent in [answer(1, u32::MAX, 2), answer(1, u32::MAX, 3), nothing] {
            assert_eq!(give(&world, teacher, id, unsent, late).await, Err(NotKept::Over));
        }
        let lost = async || act!(world, teacher, exams::result, id).expect("a result").lost.places;
        assert_eq!(lost().await, 0);
        for changed in [other(answer(1, u32::MAX, 2)), other(answer(1, u32::MAX, 3))] {
            assert_eq!(give(&world, teacher, id, changed, late).await, Err(NotKept::Over));
        }
        assert_eq!(lost().await, 2, "also where it counted until it was changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_after_the_end_is_on_record_before_and_after_the_attempt_is_handed_in() {
    for world in worlds().await {
        let (id, teacher) = (begun(&world).await, &world.teacher);
        let (last, late) = (after(&world, 60 * 60 + 10), after(&world, 60 * 60 + 11));
        assert_eq!(give(&world, teacher, id, answer(1, 1, 2), last).await, Ok(Kept::New), "within the grace");
        assert_eq!(give(&world, teacher, id, answer(1, 2, 2), late).await, Err(NotKept::Over), "not handed in yet");
        assert_eq!(exams::end_due(&world.app, late).await, Ok(1));
        assert_eq!(give(&world, teacher, id, answer(1, 3, 4), late).await, Err(NotKept::Over));
        let steps: Vec<(Instant, What)> = journal(&world).await.into_iter().map(|step| (step.at, step.what)).collect();
        let expected = [
            (last, What::Kept(answer(1, 1, 2))),
            (late, What::Refused(answer(1, 2, 2), NotKept::Over, 1)),
            (late, What::Refused(answer(1, 3, 4), NotKept::Over, 1)),
        ];
        assert_eq!(steps, expected);
    }
}
