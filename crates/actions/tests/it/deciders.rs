//! Who decided what: the check is one verifier's from the first item to the last, and another approves (article 6).

use std::sync::Arc;

use actions::registrations::{self, ItemDecision, TakenUp};
use domain::{
    access::Actor,
    ids::{PersonId, RegistrationId},
    item::Decision,
    refusal::{Refusal, RefusalKind},
    registration::State,
};

use crate::{
    act,
    world::{World, pdf, worlds},
};

async fn accept_all(world: &World, verifier: &Actor, id: RegistrationId) {
    let view = act!(world, verifier, registrations::show, id).expect("the page");
    for line in view.items {
        act!(world, verifier, registrations::decide_item, id, line.item.id, ItemDecision::Accept).expect("accepted");
    }
}

/// Checks that nothing of what another decided is left, and that the check cannot be finished so.
async fn nothing_is_decided_for(world: &World, verifier: &Actor, id: RegistrationId) {
    let view = act!(world, verifier, registrations::show, id).expect("the page");
    assert!(view.items.iter().all(|line| line.item.decision == Decision::Open && line.item.decided_by.is_none()));
    let refused = act!(world, verifier, registrations::finish_verification, id);
    assert_eq!(refused.expect_err("undecided").code, "registration.undecided");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finishes_a_check_that_another_began_decides_every_item() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.both, registrations::begin_check, id).expect("taken up");
        accept_all(&world, &world.both, id).await;
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert_eq!(view.checker.as_deref(), Some(world.both.name.as_str()), "whom it is taken over from");
        let refused = act!(world, world.verifier, registrations::begin_check, id).expect_err("another is at it");
        assert_eq!(refused.code, "registration.other-checker");
        let kept = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert_eq!(kept.registration, view.registration, "a refusal leaves everything as it was");
        assert!(refused.what.contains("正由孙双审验"), "by name, as on the page: {refused}");
        act!(world, world.verifier, registrations::take_over_check, id, seen(&world.both)).expect("taken over");
        nothing_is_decided_for(&world, &world.verifier, id).await;
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let line = view.history.iter().find(|line| line.name == "registration.check-taken-over").expect("told");
        assert!(line.sentence.contains("3 项"), "{}", line.sentence);
        let ousted = act!(world, world.both, registrations::finish_verification, id).expect_err("another's check");
        assert_eq!(ousted.code, "registration.other-checker");
        assert!(ousted.what.contains("何审"), "{ousted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_before_a_return_does_not_serve_another_verifier() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.both, registrations::begin_check, id).expect("taken up");
        accept_all(&world, &world.both, id).await;
        act!(world, world.both, registrations::return_to_person, id, "请补一份日程").expect("returned");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in again");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        nothing_is_decided_for(&world, &world.verifier, id).await;
        accept_all(&world, &world.verifier, id).await;
        act!(world, world.verifier, registrations::finish_verification, id).expect("finished");
        act!(world, world.teacher, registrations::attach_sealed_form, id, "汇总表.pdf", pdf()).expect("the form");
        act!(world, world.teacher, registrations::send_to_approval, id).expect("sent");
        let view = act!(world, world.approver, registrations::show, id).expect("the page");
        let deciders: Vec<_> = view.items.iter().map(|line| line.item.decided_by).collect();
        assert_eq!(deciders, [Some(world.verifier.person); 2]);
        act!(world, world.approver, registrations::return_from_approval, id, "盖章不清").expect("returned");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL)
            .expect("handed in a third time");
        act!(world, world.both, registrations::begin_check, id).expect("taken up");
        nothing_is_decided_for(&world, &world.both, id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_verifier_goes_on_where_they_were_after_a_return() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        accept_all(&world, &world.verifier, id).await;
        let unclear = ItemDecision::Return { reason: "日程看不清".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[0], unclear).expect("decided");
        act!(world, world.verifier, registrations::return_to_person, id, "见第一项").expect("returned");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.items[0].item.decision.reason(), Some("日程看不清"), "the person reads why");
        act!(world, world.teacher, registrations::change_item, items[0], &world.form("研修", "40")).expect("mended");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in again");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up again");
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        let decided: Vec<_> = view.items.iter().map(|line| line.item.decision != Decision::Open).collect();
        assert_eq!(decided, [false, true]);
    }
}

/// Whose check a verifier saw on the page.
fn seen(verifier: &Actor) -> Option<PersonId> {
    Some(verifier.person)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_check_that_was_seen_is_taken_over_and_ones_own_goes_on() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.both, registrations::begin_check, id).expect("taken up");
        accept_all(&world, &world.both, id).await;
        let view = act!(world, world.both, registrations::show, id).expect("the page");
        let events = world.events().await;
        for whom in [None, seen(&world.stranger)] {
            let refused = act!(world, world.verifier, registrations::take_over_check, id, whom);
            let refused = refused.expect_err("not whom they saw");
            assert_eq!((refused.kind, refused.code), (RefusalKind::Conflict, "registration.checker-changed"));
            assert!(refused.what.contains("现在由孙双审验") && refused.safe.contains("没有变化"), "{refused}");
        }
        for again in [
            act!(world, world.both, registrations::take_over_check, id, seen(&world.verifier)),
            act!(world, world.both, registrations::begin_check, id),
        ] {
            assert_eq!(again.expect("it goes on"), TakenUp::GoesOn);
        }
        let kept = act!(world, world.both, registrations::show, id).expect("the page");
        assert_eq!((kept.registration, kept.history), (view.registration, view.history), "nothing changed");
        assert!(kept.items.iter().all(|line| line.item.decision != Decision::Open));
        assert_eq!(world.events().await, events);
    }
}

async fn begin(world: Arc<World>, actor: Actor, id: RegistrationId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(actor), world.now, None).await?;
    registrations::begin_check(&mut act, id).await?;
    act.commit("/").await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_verifiers_at_once_one_checks() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        let world = Arc::new(world);
        let one = tokio::spawn(begin(Arc::clone(&world), world.verifier.clone(), id));
        let two = tokio::spawn(begin(Arc::clone(&world), world.both.clone(), id));
        let results = [one.await.expect("no panic"), two.await.expect("no panic")];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        let late = results.iter().find_map(|result| result.as_ref().err()).expect("one refusal");
        assert_eq!(late.kind, RefusalKind::Conflict, "{late:?}");
        let registration = act!(world, world.teacher, registrations::show, id).expect("the page").registration;
        assert_eq!(registration.state, State::Checking);
        let mut deciders = 0;
        for actor in [&world.verifier, &world.both] {
            let decided = act!(world, actor, registrations::decide_item, id, items[0], ItemDecision::Accept);
            assert_eq!(decided.is_ok(), registration.checking_by == Some(actor.person), "{decided:?}");
            if let Err(refusal) = &decided {
                assert_eq!(refusal.code, "registration.other-checker");
            }
            deciders += usize::from(decided.is_ok());
        }
        assert_eq!(deciders, 1);
    }
}
