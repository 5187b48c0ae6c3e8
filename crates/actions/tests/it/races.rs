//! Two acts on one thing at the same moment, most of them on a registration: whoever is slower judges what is there then, and what was acknowledged
//! is what is kept.

use std::{future::Future, sync::Arc};

use actions::{
    Act,
    courses::{self, Correction},
    registrations::{self, ItemDecision},
};
use domain::{
    access::Actor,
    refusal::{Refusal, RefusalKind},
    registration::State,
};

use crate::{
    act,
    exams::school,
    world::{World, pdf, worlds},
};

pub(crate) async fn write(world: &World, actor: &Actor) -> Act {
    world.app.write(Some(actor.clone()), world.now, None).await.expect("a transaction")
}

/// Lets the slower one begin while the faster act is open, commits that, and answers what the slower one was told.
pub(crate) async fn after<F>(world: &World, faster: Act, slower: F) -> Result<(), Refusal>
where
    F: Future<Output = Result<(), Refusal>> + Send + 'static,
{
    let mut slower = tokio::spawn(slower);
    tokio::select! {
        () = world.database.somebody_waits() => {}
        early = &mut slower => panic!("nothing is changed yet: {early:?}"),
    }
    faster.commit("/").await.expect("nobody was faster");
    slower.await.expect("no panic")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_meanwhile_is_not_handed_in() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        let world = Arc::new(world);
        let mut faster = write(&world, &world.teacher).await;
        registrations::remove_item(&mut faster, items[0]).await.expect("a draft");
        let other = Arc::clone(&world);
        let told = after(&world, faster, async move {
            let mut act = write(&other, &other.teacher).await;
            registrations::submit(&mut act, id, registrations::Ticked::ALL).await?;
            act.commit("/").await
        });
        let refusal = told.await.expect_err("there is nothing to hand in");
        assert_eq!((refusal.kind, refusal.code), (RefusalKind::Invalid, "registration.empty"), "{refusal:?}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!((view.registration.state, view.items.len()), (State::Draft, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_meanwhile_is_neither_changed_nor_removed_again_nor_given_a_file() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["8", "8", "8"]).await;
        let world = Arc::new(world);
        let need = world.reviewed_kind().evidence[0].id.clone();
        for (what, item) in ["change", "remove", "attach"].into_iter().zip(items) {
            let mut faster = write(&world, &world.teacher).await;
            registrations::remove_item(&mut faster, item).await.expect("a draft");
            let (other, need) = (Arc::clone(&world), need.clone());
            let told = after(&world, faster, async move {
                let mut act = write(&other, &other.teacher).await;
                let form = other.form("另一个名称", "9");
                match what {
                    "change" => registrations::change_item(&mut act, item, &form).await.map(|_| ())?,
                    "remove" => registrations::remove_item(&mut act, item).await.map(|_| ())?,
                    _ => {
                        let file = pdf();
                        registrations::attach_evidence(&mut act, item, &need, "另一份.pdf", file).await.map(|_| ())?;
                    }
                }
                act.commit("/").await
            });
            assert_eq!(told.await.expect_err("it is gone").kind, RefusalKind::NotFound, "{what}");
        }
        let history = act!(world, world.teacher, registrations::history, id).expect("the history");
        let named = |name: &str| history.iter().filter(|line| line.name == name).count();
        assert_eq!((named("item.removed"), named("item.changed"), named("evidence.attached")), (3, 0, 3));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_is_not_finished_over_an_item_that_was_returned_meanwhile() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::decide_item, id, items[0], ItemDecision::Accept).expect("decided");
        let world = Arc::new(world);
        let mut faster = write(&world, &world.verifier).await;
        let returned = ItemDecision::Return { reason: "缺少公章，请补齐。".to_owned() };
        registrations::decide_item(&mut faster, id, items[0], returned).await.expect("at the check");
        let other = Arc::clone(&world);
        let told = after(&world, faster, async move {
            let mut act = write(&other, &other.verifier).await;
            registrations::finish_verification(&mut act, id).await?;
            act.commit("/").await
        });
        let refusal = told.await.expect_err("an item is returned");
        assert!(!refusal.what.is_empty() && !refusal.next.is_empty(), "{refusal:?}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.registration.state, State::Checking);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_up_meanwhile_is_not_withdrawn_and_what_is_withdrawn_is_not_taken_up() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        let world = Arc::new(world);
        let mut faster = write(&world, &world.teacher).await;
        registrations::withdraw(&mut faster, id).await.expect("nobody has begun");
        let other = Arc::clone(&world);
        let told = after(&world, faster, async move {
            let mut act = write(&other, &other.verifier).await;
            registrations::begin_check(&mut act, id).await?;
            act.commit("/").await
        });
        let refusal = told.await.expect_err("it is with its person again");
        assert!(!refusal.safe.is_empty() && !refusal.next.is_empty(), "{refusal:?}");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in again");
        let mut faster = write(&world, &world.verifier).await;
        registrations::begin_check(&mut faster, id).await.expect("it waits");
        let other = Arc::clone(&world);
        let told = after(&world, faster, async move {
            let mut act = write(&other, &other.teacher).await;
            registrations::withdraw(&mut act, id).await?;
            act.commit("/").await
        });
        let refusal = told.await.expect_err("the check has begun");
        assert!(refusal.next.contains("审验人"), "{refusal:?}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.registration.state, State::Checking);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_returned_meanwhile_is_not_approved() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let world = Arc::new(world);
        let mut faster = write(&world, &world.approver).await;
        registrations::return_from_approval(&mut faster, id, "公章不清晰，请重新盖章。").await.expect("it waits");
        let other = Arc::clone(&world);
        let told = after(&world, faster, async move {
            let mut act = write(&other, &other.second_approver).await;
            registrations::approve(&mut act, id).await?;
            act.commit("/").await
        });
        let refusal = told.await.expect_err("it was returned");
        assert!(!refusal.safe.is_empty() && !refusal.next.is_empty(), "{refusal:?}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!((view.registration.state, view.registration.approved_by), (State::Returned, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_corrections_of_a_lesson_at_one_instant_the_slower_one_is_told_and_nothing_of_the_faster_one_is_lost() {
    for world in worlds().await {
        let lesson = school(&world).await[0];
        let seen = act!(world, world.personnel, courses::edited_lesson, lesson).expect("a lesson").lesson.mark();
        let text = Correction { seen: seen.clone(), text: "# 改过的讲义".to_owned(), minutes: 2 };
        let length = Correction { seen, text: "# 讲义".to_owned(), minutes: 5 };
        let world = Arc::new(world);
        for (faster, slower) in [(&text, &length), (&length, &text)] {
            let mut act = write(&world, &world.personnel).await;
            // Begun anew over what is there, as a form that is opened again.
            let seen = courses::edited_lesson(&mut act, lesson).await.expect("a lesson").lesson.mark();
            let [faster, slower] = [faster, slower].map(|one| Correction { seen: seen.clone(), ..one.clone() });
            courses::correct_lesson(&mut act, lesson, &faster).await.expect("nobody was faster");
            let other = Arc::clone(&world);
            let told = after(&world, act, async move {
                let mut act = write(&other, &other.personnel).await;
                courses::correct_lesson(&mut act, lesson, &slower).await?;
                act.commit("/").await
            });
            assert_eq!(told.await.expect_err("it is another lesson now").code, "lesson.corrected-elsewhere");
            let kept = act!(world, world.personnel, courses::edited_lesson, lesson).expect("a lesson").lesson;
            assert_eq!((kept.minutes(), kept.content), (faster.minutes, faster.text));
        }
    }
}
