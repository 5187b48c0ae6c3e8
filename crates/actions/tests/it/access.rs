//! What is foreign does not exist; what one may see but not do is refused as such.

use actions::{home, people, registrations, years};
use domain::refusal::RefusalKind;

use crate::{
    act,
    world::{YEAR, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn foreign_registrations_do_not_exist() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        let file = act!(world, world.teacher, registrations::show, id).expect("own").items[0].evidence[0].id;
        for actor in [&world.colleague, &world.stranger, &world.administrator] {
            let shown = act!(world, actor, registrations::show, id);
            assert_eq!(shown.expect_err("foreign").kind, RefusalKind::NotFound);
            let read = act!(world, actor, registrations::read_evidence, file);
            assert_eq!(read.expect_err("foreign").kind, RefusalKind::NotFound);
            let removed = act!(world, actor, registrations::remove_item, items[0]);
            assert_eq!(removed.expect_err("foreign").kind, RefusalKind::NotFound);
            let approved = act!(world, actor, registrations::approve, id);
            assert_eq!(approved.expect_err("foreign").kind, RefusalKind::NotFound);
            let account = act!(world, actor, years::account, YEAR, Some(world.teacher.person));
            assert_eq!(account.expect_err("foreign").kind, RefusalKind::NotFound);
        }
        for actor in [&world.verifier, &world.approver, &world.personnel, &world.auditor] {
            act!(world, actor, registrations::show, id).expect("may see");
            let removed = act!(world, actor, registrations::remove_item, items[0]);
            assert_eq!(removed.expect_err("may not change").kind, RefusalKind::Forbidden);
        }
        let verifier_approves = act!(world, world.verifier, registrations::approve, id);
        assert_eq!(verifier_approves.expect_err("another role").kind, RefusalKind::Forbidden);
        let other =
            act!(world, world.verifier, registrations::decide_item, id, items[0], registrations::ItemDecision::Accept);
        assert_eq!(other.expect_err("not taken up").kind, RefusalKind::Conflict);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_seen_by_nobody_but_its_person() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40"]).await;
        let own = act!(world, world.teacher, registrations::show, id).expect("own");
        let file = own.items[0].evidence[0].id;
        for actor in [&world.verifier, &world.approver, &world.personnel, &world.auditor] {
            let shown = act!(world, actor, registrations::show, id);
            assert_eq!(shown.expect_err("a draft").kind, RefusalKind::NotFound);
            let shown = act!(world, actor, registrations::history, id);
            assert_eq!(shown.expect_err("a draft").kind, RefusalKind::NotFound);
            let read = act!(world, actor, registrations::read_evidence, file);
            assert_eq!(read.expect_err("a draft").kind, RefusalKind::NotFound);
            let account = act!(world, actor, years::account, YEAR, Some(world.teacher.person)).expect("the account");
            assert!(account.registration.is_none() && account.items.is_empty());
            for state in [None, Some(domain::registration::State::Draft)] {
                let filter = registrations::QueueFilter { state, ..Default::default() };
                let queue = act!(world, actor, registrations::queue, &filter).expect("a queue");
                assert!(queue.rows.is_empty() && queue.total == 0 && queue.counts.is_empty());
            }
        }
        let page = act!(world, world.personnel, people::show, world.teacher.person).expect("the person");
        assert!(page.registrations.is_empty());
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("one's own");
        assert_eq!(account.items.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn years_that_nobody_can_ask_about_do_not_exist() {
    for world in worlds().await {
        for year in [i16::MIN, -9999, -5, 0, 2018, YEAR + 2, 9999, 10_000, i16::MAX] {
            let refused = act!(world, world.teacher, years::account, year, None).expect_err("no such year");
            assert_eq!((refused.kind, refused.code), (RefusalKind::NotFound, "year.unknown"));
            assert!(refused.next.contains("2019 至 2027"), "{refused}");
            let refused = act!(world, world.personnel, years::overview, year).expect_err("no such year");
            assert_eq!(refused.code, "year.unknown");
        }
        act!(world, world.teacher, years::account, YEAR + 1, None).expect("next year can be planned");
        act!(world, world.personnel, years::overview, 2019).expect("the first year");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn queues_and_lists_end_at_the_unit() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        let filter = registrations::QueueFilter::default();
        let own = act!(world, world.verifier, registrations::queue, &filter).expect("a queue");
        assert_eq!(own.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
        let other = act!(world, world.stranger, registrations::queue, &filter).expect("a queue");
        assert!(other.rows.is_empty());
        let none = act!(world, world.teacher, registrations::queue, &filter);
        assert_eq!(none.expect_err("no queue").kind, RefusalKind::NotFound);
        let foreign_unit = registrations::QueueFilter { unit: Some(world.units[0]), ..filter };
        let refused = act!(world, world.stranger, registrations::queue, &foreign_unit);
        assert_eq!(refused.expect_err("foreign unit").kind, RefusalKind::NotFound);
        let people_filter = people::PeopleFilter { text: "T00".to_owned(), unit: None };
        let list = act!(world, world.personnel, people::list, &people_filter, 1).expect("people");
        assert_eq!((list.total, list.pages), (9, 1));
        let refused = act!(world, world.teacher, people::list, &people_filter, 1);
        assert_eq!(refused.expect_err("not personnel").kind, RefusalKind::NotFound);
        let home = act!(world, world.verifier, home::summary).expect("the first page");
        assert!(home.may_see_queue && home.account.is_some() && !home.may_see_audit);
        let mut act = world.app.read(None, world.now).await.expect("a transaction");
        let home = home::summary(&mut act).await.expect("the first page");
        assert!(home.account.is_none() && !home.may_see_queue && home.deadlines.len() == 2);
    }
}
