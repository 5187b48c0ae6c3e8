//! Takeovers of a check while somebody else acts on it: one of them is done, the other hears that it changed meanwhile.

use std::sync::Arc;

use actions::{
    Act,
    registrations::{self, ItemDecision, TakenUp},
};
use domain::{
    access::Actor,
    ids::{ItemId, RegistrationId},
    item::Decision,
    refusal::{Refusal, RefusalKind},
};

use crate::{
    act,
    world::{World, worlds},
};

/// Enough that on a database with many writers the two meet at every place.
const ROUNDS: usize = 12;

/// A registration of one item that the first of the two checks.
async fn checked(world: &World) -> (RegistrationId, ItemId) {
    let (id, items) = world.filled(&world.teacher, &["40"]).await;
    act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
    act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
    (id, items[0])
}

async fn write(world: &World, actor: &Actor) -> Act {
    world.app.write(Some(actor.clone()), world.now, None).await.expect("a transaction")
}

async fn take_over(world: Arc<World>, actor: Actor, from: Actor, id: RegistrationId) -> Result<TakenUp, Refusal> {
    let mut act = world.app.write(Some(actor), world.now, None).await?;
    let taken = registrations::take_over_check(&mut act, id, Some(from.person)).await?;
    act.commit("/").await?;
    Ok(taken)
}

async fn decide(world: Arc<World>, actor: Actor, id: RegistrationId, item: ItemId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(actor), world.now, None).await?;
    registrations::decide_item(&mut act, id, item, ItemDecision::Accept).await?;
    act.commit("/").await
}

async fn finish(world: Arc<World>, actor: Actor, id: RegistrationId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(actor), world.now, None).await?;
    registrations::finish_verification(&mut act, id).await?;
    act.commit("/").await
}

fn conflict(refusal: &Refusal) {
    assert_eq!(refusal.kind, RefusalKind::Conflict, "{refusal:?}");
}

/// The two, of whom the first is at the check.
fn roles(world: &World, round: usize) -> (Actor, Actor) {
    let (one, two) = (world.verifier.clone(), world.both.clone());
    if round.is_multiple_of(2) { (one, two) } else { (two, one) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_comes_while_the_check_is_taken_over_is_a_conflict() {
    for world in worlds().await {
        let (id, item) = checked(&world).await;
        let world = Arc::new(world);
        for round in 0..ROUNDS {
            let (ousted, next) = roles(&world, round);
            // Taken over, and not committed before the other is on the way.
            let mut act = write(&world, &next).await;
            registrations::take_over_check(&mut act, id, Some(ousted.person)).await.expect("taken over");
            let late = tokio::spawn(decide(Arc::clone(&world), ousted.clone(), id, item));
            for _ in 0..round * 40 {
                tokio::task::yield_now().await;
            }
            act.commit("/").await.expect("nobody was faster");
            conflict(&late.await.expect("no panic").expect_err("taken over meanwhile"));
            let view = act!(world, next, registrations::show, id).expect("the page");
            assert_eq!(view.registration.checking_by, Some(next.person));
            assert!(view.items.iter().all(|line| line.item.decision == Decision::Open), "the ousted decides nothing");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_decision_and_a_takeover_at_once_nothing_is_half_done() {
    for world in worlds().await {
        let (id, item) = checked(&world).await;
        let world = Arc::new(world);
        for round in 0..ROUNDS {
            let view = act!(world, world.verifier, registrations::show, id).expect("the page");
            let (at_it, next) =
                roles(&world, usize::from(view.registration.checking_by != Some(world.verifier.person)));
            let deciding = tokio::spawn(decide(Arc::clone(&world), at_it.clone(), id, item));
            let taking = tokio::spawn(take_over(Arc::clone(&world), next.clone(), at_it.clone(), id));
            let (decided, taken) = (deciding.await.expect("no panic"), taking.await.expect("no panic"));
            decided.as_ref().err().into_iter().chain(taken.as_ref().err()).for_each(conflict);
            assert!(decided.is_ok() || taken.is_ok(), "round {round}: one of them acts");
            let view = act!(world, next, registrations::show, id).expect("the page");
            let checker = view.registration.checking_by;
            assert_eq!(checker, Some(if taken.is_ok() { next.person } else { at_it.person }));
            assert!(view.items.iter().all(|line| line.item.decided_by.is_none_or(|by| Some(by) == checker)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_finish_and_a_takeover_at_once_one_is_done() {
    for world in worlds().await {
        let (id, item) = checked(&world).await;
        act!(world, world.verifier, registrations::decide_item, id, item, ItemDecision::Accept).expect("accepted");
        let world = Arc::new(world);
        let (at_it, next) = roles(&world, 0);
        let finishing = tokio::spawn(finish(Arc::clone(&world), at_it.clone(), id));
        let taking = tokio::spawn(take_over(Arc::clone(&world), next.clone(), at_it.clone(), id));
        let (finished, taken) = (finishing.await.expect("no panic"), taking.await.expect("no panic"));
        finished.as_ref().err().into_iter().chain(taken.as_ref().err()).for_each(conflict);
        assert!(finished.is_ok() != taken.is_ok(), "{finished:?} {taken:?}");
        let view = act!(world, next, registrations::show, id).expect("the page");
        let decided = view.items.iter().all(|line| line.item.decision != Decision::Open);
        assert_eq!((view.registration.verified_by.is_some(), decided), (finished.is_ok(), finished.is_ok()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_takeovers_at_once_one_is_done() {
    for world in worlds().await {
        let (id, _) = checked(&world).await;
        let mut act = write(&world, &Actor::system()).await;
        let unit = Some(world.units[0]);
        let granted =
            actions::people::grant_role(&mut act, world.colleague.person, domain::access::Role::Verifier, unit);
        granted.await.expect("a third verifier");
        act.commit("/").await.expect("a commit");
        let third = crate::world::sign_in(&world.app, world.now, world.colleague.person).await;
        let world = Arc::new(world);
        let from = world.verifier.clone();
        let one = tokio::spawn(take_over(Arc::clone(&world), world.both.clone(), from.clone(), id));
        let two = tokio::spawn(take_over(Arc::clone(&world), third.clone(), from, id));
        let results = [one.await.expect("no panic"), two.await.expect("no panic")];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        results.iter().filter_map(|result| result.as_ref().err()).for_each(conflict);
        let checker = act!(world, third, registrations::show, id).expect("the page").registration.checking_by;
        assert_eq!(checker, Some(if results[0].is_ok() { world.both.person } else { third.person }));
    }
}
