//! Handing in after the person's date: allowed, with a reason that whoever decides reads, and the log keeps.

use actions::registrations::{self, QueueFilter, QueueRow, Ticked};
use domain::{access::Actor, ids::RegistrationId, refusal::RefusalKind};

use crate::{
    act,
    world::{World, worlds},
};

const REASON: &str = "十一月在外地实习带队，返校后补办";

/// A world three days after the person's date.
async fn late_worlds() -> Vec<World> {
    let mut worlds = worlds().await;
    worlds.iter_mut().for_each(|world| world.now = "2026-12-03T02:00:00Z".parse().expect("a moment"));
    worlds
}

async fn row(world: &World, actor: &Actor, id: RegistrationId) -> QueueRow {
    let queue = act!(world, actor, registrations::queue, &QueueFilter::default()).expect("the queue");
    queue.rows.into_iter().find(|row| row.id == id).expect("it waits")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_late_says_why_and_everybody_who_decides_reads_it() {
    for world in late_worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let due = view.missed.expect("the date has passed");
        assert_eq!((due.date.to_string().as_str(), due.article.as_str(), view.late), ("2026-11-30", "第八条", None));
        let events = world.events().await;
        let silent = act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect_err("no reason");
        assert_eq!((silent.kind, silent.code), (RefusalKind::Invalid, "registration.late-reason"));
        assert_eq!(world.events().await, events, "nothing happened");
        act!(world, world.teacher, registrations::submit, id, Ticked::late(REASON)).expect("late");
        for actor in [&world.teacher, &world.verifier, &world.approver] {
            let view = act!(world, actor, registrations::show, id).expect("the page");
            let late = view.late.expect("it is marked");
            assert_eq!((late.reason.as_str(), late.at, late.due.date), (REASON, world.now, due.date));
            assert_eq!(view.missed, None, "there is nothing to hand in");
            let said = &view.history.last().expect("an event").sentence;
            assert!(said.ends_with(&format!("，逾期提交，理由：{REASON}")), "{said}");
        }
        for actor in [&world.verifier, &world.approver] {
            let row = row(&world, actor, id).await;
            assert_eq!((row.flags, row.late_reason.as_deref()), (vec!["逾期提交".to_owned()], Some(REASON)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_time_is_asked_nothing() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.missed, None);
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("in time");
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert_eq!((view.late, view.registration.late_reason), (None, None));
        let row = row(&world, &world.verifier, id).await;
        assert_eq!((row.flags, row.late_reason), (Vec::new(), None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_after_the_date_is_handed_in_late_and_what_was_taken_back_was_never_handed_in() {
    for mut world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("in time");
        act!(world, world.verifier, registrations::return_to_person, id, "缺一份证明").expect("returned");
        world.now = "2026-12-03T02:00:00Z".parse().expect("a moment");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert!(view.missed.is_some() && view.late.is_none(), "in time then, late now");
        act!(world, world.teacher, registrations::submit, id, Ticked::late("退回后补开证明")).expect("late");
        act!(world, world.teacher, registrations::withdraw, id).expect("taken back");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!((view.late, view.registration.late_reason), (None, None));
        assert!(view.missed.is_some());
    }
}
