//! What waits for whom: each decider's own desk, and the next one after a decision (article 6).

use actions::registrations::{self, QueueFilter};
use domain::{access::Actor, ids::RegistrationId};

use crate::{
    act,
    world::{World, worlds},
};

async fn waiting(world: &World, actor: &Actor) -> (Vec<RegistrationId>, Option<i64>) {
    let filter = QueueFilter { waiting: true, ..Default::default() };
    let view = act!(world, actor, registrations::queue, &filter).expect("a queue");
    assert_eq!(view.total, view.waiting.unwrap_or(view.total));
    (view.rows.iter().map(|row| row.id).collect(), view.waiting)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_holds_what_its_person_can_decide_and_nothing_else() {
    for world in worlds().await {
        let submitted = world.filled(&world.teacher, &["40"]).await.0;
        act!(world, world.teacher, registrations::submit, submitted, actions::registrations::Ticked::ALL)
            .expect("handed in");
        assert_eq!(waiting(&world, &world.verifier).await, (vec![submitted], Some(1)));
        assert_eq!(waiting(&world, &world.both).await, (vec![submitted], Some(1)));
        assert_eq!(waiting(&world, &world.approver).await, (vec![], Some(0)));
        assert_eq!(waiting(&world, &world.stranger).await, (vec![], Some(0)), "another unit");
        assert_eq!(waiting(&world, &world.personnel).await.1, None, "decides nothing");

        act!(world, world.verifier, registrations::begin_check, submitted).expect("taken up");
        assert_eq!(waiting(&world, &world.verifier).await.0, [submitted], "one's own check goes on");
        assert_eq!(waiting(&world, &world.both).await.0, [], "somebody else has it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_to_decide_on_their_own_or_twice() {
    for world in worlds().await {
        let own = world.filled(&world.verifier, &["40"]).await.0;
        act!(world, world.verifier, registrations::submit, own, actions::registrations::Ticked::ALL)
            .expect("handed in");
        assert_eq!(waiting(&world, &world.verifier).await.0, [], "one's own");
        assert_eq!(waiting(&world, &world.both).await.0, [own]);
        let checked = world.awaiting_approval(&world.teacher, &world.both).await;
        assert_eq!(waiting(&world, &world.both).await.0, [own], "not the approval of one's own check");
        assert_eq!(waiting(&world, &world.approver).await.0, [checked]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_one_the_next_is_offered() {
    for world in worlds().await {
        let first = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let second = world.awaiting_approval(&world.colleague, &world.verifier).await;
        let next = act!(world, world.approver, registrations::upcoming, first).expect("an answer").expect("decides");
        assert_eq!((next.next, next.waiting), (Some((second, "周敏".to_owned())), 1));
        act!(world, world.approver, registrations::approve, first).expect("approved");
        let next = act!(world, world.approver, registrations::upcoming, second).expect("an answer").expect("decides");
        assert_eq!((next.next, next.waiting), (None, 0));
        let none = act!(world, world.auditor, registrations::upcoming, first).expect("an answer");
        assert_eq!(none, None);
    }
}
