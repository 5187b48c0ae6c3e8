//! What the log keeps of refusals: of each person so many about one thing, whoever else was refused before.

use actions::{Attempt, audit::AuditFilter, registrations, settle};
use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{
    act,
    world::{World, worlds},
};

/// What the log keeps of one person's refusals about one thing in an hour.
const KEPT: usize = 20;

async fn tries(world: &World, actor: &domain::access::Actor, id: RegistrationId, deed: Deed) {
    let mut act = world.app.write(Some(actor.clone()), world.now, None).await.expect("a transaction");
    let done: Result<(), Refusal> = match deed {
        Deed::Withdraw => registrations::withdraw(&mut act, id).await,
        _ => registrations::finish_verification(&mut act, id).await,
    };
    let refused = settle(act, &Attempt::decision(id, deed), done).await;
    refused.map(|_| ()).expect_err("it cannot be done now");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_uses_up_what_the_log_says_of_somebody_else() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        for _ in 0..KEPT + 3 {
            tries(&world, &world.teacher, id, Deed::Withdraw).await;
        }
        tries(&world, &world.verifier, id, Deed::FinishVerification).await;
        let filter = AuditFilter { name: "decision.refused".to_owned(), ..AuditFilter::default() };
        let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        assert_eq!(log.total, i64::try_from(KEPT).expect("small") + 1);
        assert_eq!(log.lines[0].actor_name, world.verifier.name);
        assert!(log.lines[0].sentence.contains("完成审验没有成功：还有登记项没有结论"), "{}", log.lines[0].sentence);
    }
}
