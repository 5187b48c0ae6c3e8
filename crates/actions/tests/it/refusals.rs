//! What is refused on the way of a registration, and that a refusal leaves everything as it was.

use std::sync::Arc;

use actions::registrations::{self, ItemDecision, ItemForm};
use domain::{
    access::Actor,
    ids::RegistrationId,
    item::Item,
    refusal::{Refusal, RefusalKind},
    registration::{Registration, State},
};
use policy::Provision;

use crate::{
    act,
    world::{World, YEAR, pdf, worlds},
};

/// The registration, its items and the length of the log.
async fn everything(world: &World, id: RegistrationId) -> (Registration, Vec<Item>, i64) {
    let view = act!(world, world.teacher, registrations::show, id).expect("the page");
    let filter = actions::audit::AuditFilter::default();
    let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
    (view.registration, view.items.into_iter().map(|line| line.item).collect(), log.total)
}

async fn state(world: &World, id: RegistrationId) -> State {
    act!(world, world.teacher, registrations::show, id).expect("the page").registration.state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_outside_the_year_is_refused_with_advice_how_to_split() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let form =
            ItemForm { starts: "2026-12-28".into(), ends: "2027-01-03".into(), ..world.form("冬季研修", "24") };
        let refusal = act!(world, world.teacher, registrations::add_item, id, &form).expect_err("over New Year");
        assert_eq!(refusal.code, "item.year");
        assert!(refusal.next.contains("拆成两项") && refusal.next.contains("2027"), "{refusal}");
        assert_eq!(refusal.provision, Some(Provision::SameYear));
        assert_eq!(world.app.pack_behind(&refusal).name(), "guet-2022");
        let form = ItemForm { starts: "2025-03-01".into(), ends: String::new(), ..world.form("去年的会", "8") };
        let refusal = act!(world, world.teacher, registrations::add_item, id, &form).expect_err("last year");
        assert!(refusal.next.contains("2025 年度"), "{refusal}");
        for (form, code) in [
            (ItemForm { ends: "2026-05-01".into(), ..world.form("倒着", "8") }, "item.dates"),
            (ItemForm { starts: "五月".into(), ..world.form("没有日期", "8") }, "item.dates"),
            (ItemForm { kind: "no-such-kind".into(), ..world.form("没有类别", "8") }, "item.kind"),
            (ItemForm { title: "  ".into(), ..world.form("", "8") }, "item.title"),
            (ItemForm { applied: "很多".into(), ..world.form("学时", "8") }, "item.hours"),
            (ItemForm { applied: "-1".into(), ..world.form("学时", "8") }, "item.hours"),
        ] {
            let refusal = act!(world, world.teacher, registrations::add_item, id, &form).expect_err(code);
            assert_eq!(refusal.code, code);
        }
        let nothing = ItemForm { kind: world.reviewed_kind().id, ..ItemForm::default() };
        let refusal = act!(world, world.teacher, registrations::add_item, id, &nothing).expect_err("nothing");
        assert_eq!((refusal.code, refusal.what.as_str()), ("item.missing", "没有填写名称、主办单位、开始日期。"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_still_to_come_cannot_be_registered_and_what_ends_today_can() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        // It is the 20th of November in Shanghai.
        let ending = |day: &str| ItemForm { ends: day.into(), ..world.form("一年的研修", "8") };
        let refusal = act!(world, world.teacher, registrations::add_item, id, &ending("2026-11-21")).expect_err("soon");
        assert_eq!(refusal.code, "item.future");
        assert_eq!(refusal.what, "这项活动到 2026年11月21日 才结束，还没有完成。");
        assert!(refusal.next.contains("请等活动结束") && refusal.next.contains("日期填错的请改正"), "{refusal}");
        let item = act!(world, world.teacher, registrations::add_item, id, &ending("2026-11-20")).expect("over today");
        let change = act!(world, world.teacher, registrations::change_item, item, &ending("2026-11-21"));
        assert_eq!(change.expect_err("not by a change either").code, "item.future");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_one_registration_a_year() {
    for world in worlds().await {
        let first = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let second = act!(world, world.teacher, registrations::open, YEAR).expect_err("a second one");
        assert_eq!((second.code, second.provision), ("registration.exists", Some(Provision::OneRegistrationAYear)));
        assert!(second.what.contains("您已有 2026 年度的登记（编号 2026-00001），每人每年只有一份"), "{second}");
        let found = act!(world, world.teacher, registrations::find, YEAR).expect("an answer");
        assert_eq!(found, Some(first));
        let number = act!(world, world.teacher, registrations::show, first).expect("the page").registration.number;
        assert_eq!(number, "2026-00001");
        let other = act!(world, world.colleague, registrations::open, YEAR).expect("another");
        assert_ne!(first, other);
        for year in [YEAR + 1, 2018, -5, i16::MIN, i16::MAX] {
            let refused = act!(world, world.teacher, registrations::open, year).expect_err("no such year");
            assert_eq!(refused.code, "registration.year");
            assert!(refused.next.contains("2019 至 2026"), "{refused}");
        }
    }
}

async fn open(world: Arc<World>) -> Result<RegistrationId, Refusal> {
    let mut act = world.app.write(Some(world.teacher.clone()), world.now, None).await?;
    let id = registrations::open(&mut act, YEAR).await?;
    act.commit("/").await?;
    Ok(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_openings_at_once_one_opens() {
    for world in worlds().await {
        let world = Arc::new(world);
        let (one, two) = (tokio::spawn(open(Arc::clone(&world))), tokio::spawn(open(Arc::clone(&world))));
        let results = [one.await.expect("no panic"), two.await.expect("no panic")];
        let opened: Vec<_> = results.iter().filter_map(|result| result.as_ref().ok()).collect();
        assert_eq!(opened.len(), 1, "{results:?}");
        let refusal = results.iter().find_map(|result| result.as_ref().err()).expect("one refusal");
        assert_eq!(refusal.code, "registration.exists");
        let found = act!(world, world.teacher, registrations::find, YEAR).expect("an answer");
        assert_eq!(found.as_ref(), Some(opened[0]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_typed_is_cut_or_dropped_silently() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let mut long = world.form("研修", "8");
        let ask = world.reviewed_kind().asks.into_iter().map(|ask| ask.id).next().expect("a kind that asks something");
        long.answers.insert(ask, "长".repeat(1001));
        let refused = act!(world, world.teacher, registrations::add_item, id, &long).expect_err("too long");
        assert!(refused.code == "item.text" && refused.what.contains("1000"), "{refused}");
        for form in [world.form(&"长".repeat(201), "8"), world.form("研\u{7}修", "8")] {
            let refused = act!(world, world.teacher, registrations::add_item, id, &form).expect_err("not plain");
            assert_eq!(refused.code, "item.text");
        }
        let item = act!(world, world.teacher, registrations::add_item, id, &world.form("两行\r\n的名称", "8"));
        let item = item.expect("an item");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let shown = view.items.iter().find(|line| line.item.id == item).expect("the item");
        assert_eq!(shown.item.title, "两行 的名称");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_registration_is_not_handed_in() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect_err("no items");
        act!(world, world.teacher, registrations::add_item, id, &world.form("研修", "8")).expect("an item");
        let refusal =
            act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect_err("no evidence");
        let need = world.reviewed_kind().evidence.into_iter().find(|need| need.when.is_none());
        let need = need.expect("a kind that needs evidence in any case");
        assert!(refusal.to_string().contains(&need.name), "{refusal}");
        let (id, _) = world.filled(&world.colleague, &["8"]).await;
        act!(world, world.colleague, registrations::submit, id, registrations::Ticked::default())
            .expect_err("not declared");
        act!(world, world.colleague, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_decided_on_a_withdrawn_registration() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.teacher, registrations::withdraw, id).expect("withdrawn");
        let before = everything(&world, id).await;
        let accept = ItemDecision::Accept;
        let refusals = [
            act!(world, world.verifier, registrations::begin_check, id).map(|_| ()),
            act!(world, world.verifier, registrations::decide_item, id, items[0], accept).map(|_| ()),
            act!(world, world.verifier, registrations::finish_verification, id),
            act!(world, world.verifier, registrations::return_to_person, id, "不全"),
            act!(world, world.approver, registrations::approve, id),
            act!(world, world.approver, registrations::return_from_approval, id, "不清"),
            act!(world, world.teacher, registrations::send_to_approval, id),
        ];
        for refused in refusals {
            let refusal = refused.expect_err("withdrawn");
            assert_eq!((refusal.kind, refusal.code), (RefusalKind::Conflict, "registration.state"));
            let has_all = refusal.what.contains("草稿") && !refusal.safe.is_empty() && !refusal.next.is_empty();
            assert!(has_all, "{refusal}");
        }
        assert_eq!(everything(&world, id).await, before, "a refused decision leaves rows and log as they were");
        assert_eq!(state(&world, id).await, State::Draft);
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let late = act!(world, world.teacher, registrations::withdraw, id);
        assert_eq!(late.expect_err("too late").kind, RefusalKind::Conflict);
        let edit = act!(world, world.teacher, registrations::remove_item, items[0]);
        assert_eq!(edit.expect_err("being checked").kind, RefusalKind::Conflict);
    }
}

async fn approve(world: Arc<World>, actor: Actor, id: RegistrationId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(actor), world.now, None).await?;
    registrations::approve(&mut act, id).await?;
    act.commit("/").await
}

/// Approved by this one, once: one decision is kept and one event tells of it.
async fn approved_once(world: &World, id: RegistrationId, by: &Actor) {
    let view = act!(world, world.teacher, registrations::show, id).expect("the page");
    assert_eq!((view.registration.state, view.registration.approved_by), (State::Approved, Some(by.person)));
    let kept = crate::kept::kept(world).await;
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!((kept[0].registration_id, kept[0].decided_by), (Some(id), by.person));
    let told: Vec<_> = view.history.iter().filter(|line| line.name == "registration.approved").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].actor_name, by.name);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_approvers_at_once_one_decides() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let world = Arc::new(world);
        let (first, second) = (world.approver.clone(), world.second_approver.clone());
        let one = tokio::spawn(approve(Arc::clone(&world), first.clone(), id));
        let two = tokio::spawn(approve(Arc::clone(&world), second.clone(), id));
        let results = [one.await.expect("no panic"), two.await.expect("no panic")];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        let winner = if results[0].is_ok() { first } else { second };
        let refusal = results.into_iter().find_map(Result::err).expect("one refusal");
        // Whoever looked before the other was done is told of the change, whoever looked after it of the state.
        assert!(["changed-meanwhile", "registration.state"].contains(&refusal.code), "{refusal:?}");
        assert!(refusal.kind == RefusalKind::Conflict && !refusal.next.is_empty(), "{refusal:?}");
        approved_once(&world, id, &winner).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_approvers_at_work_together_the_slower_is_told_what_it_is_now() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let world = Arc::new(world);
        let mut act = world.app.write(Some(world.approver.clone()), world.now, None).await.expect("a transaction");
        registrations::approve(&mut act, id).await.expect("nobody was faster");
        let mut slower = tokio::spawn(approve(Arc::clone(&world), world.second_approver.clone(), id));
        tokio::select! {
            () = world.database.somebody_waits() => {}
            early = &mut slower => panic!("nothing is decided yet: {early:?}"),
        }
        act.commit("/").await.expect("nobody was faster");
        let refusal = slower.await.expect("no panic").expect_err("decided meanwhile");
        // Whoever is slower looks when the other is done.
        assert_eq!((refusal.kind, refusal.code), (RefusalKind::Conflict, "registration.state"), "{refusal:?}");
        assert!(!refusal.what.is_empty() && !refusal.next.is_empty(), "{refusal:?}");
        approved_once(&world, id, &world.approver).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_on_their_own_or_twice() {
    for world in worlds().await {
        let (own, _) = world.filled(&world.both, &["40"]).await;
        act!(world, world.both, registrations::submit, own, registrations::Ticked::ALL).expect("handed in");
        let refused = act!(world, world.both, registrations::begin_check, own);
        assert_eq!(refused.expect_err("own").code, "registration.own");
        let id = world.awaiting_approval(&world.teacher, &world.both).await;
        let refused = act!(world, world.both, registrations::approve, id);
        assert_eq!(refused.expect_err("verified by the same").code, "registration.same-decider");
        act!(world, world.approver, registrations::return_from_approval, id, "盖章不清").expect("returned");
        assert_eq!(state(&world, id).await, State::Returned);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_has_one_effect_and_one_answer() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40"]).await;
        let world = Arc::new(world);
        let tasks: Vec<_> = (0..8).map(|_| tokio::spawn(submit_once(Arc::clone(&world), id))).collect();
        let mut effects = 0;
        for task in tasks {
            effects += task.await.expect("no panic");
        }
        assert_eq!(effects, 1);
        let history = act!(world, world.teacher, registrations::history, id).expect("the history");
        assert_eq!(history.iter().filter(|line| line.name == "registration.submitted").count(), 1);
        let foreign = world.app.write(Some(world.colleague.clone()), world.now, Some(&once("key-1"))).await;
        assert_eq!(foreign.err().expect("another's key").kind, RefusalKind::Conflict);
    }
}

/// Submits under one key; 1 when this call had the effect.
async fn submit_once(world: Arc<World>, id: RegistrationId) -> usize {
    let outcome = format!("/registrations/{id}");
    let mut act =
        world.app.write(Some(world.teacher.clone()), world.now, Some(&once("key-1"))).await.expect("a transaction");
    if let Some(repeated) = act.repeated() {
        assert_eq!(repeated, outcome);
        return 0;
    }
    registrations::submit(&mut act, id, registrations::Ticked::ALL).await.expect("handed in");
    act.commit(&outcome).await.expect("a commit");
    1
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_last_day_only_an_extension_helps() {
    for mut world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        world.now = "2027-01-04T02:00:00Z".parse().expect("a moment");
        let late = act!(world, world.approver, registrations::approve, id);
        assert_eq!(late.expect_err("too late").code, "registration.deadline");
        for (until, reason) in
            [("2026-12-31", "补办"), ("2027-01-03", "补办"), ("9999-12-31", "补办"), ("2027-01-15", " ")]
        {
            let until = until.parse().expect("a date");
            let refused = act!(world, world.personnel, registrations::extend_deadline, id, until, reason);
            assert_eq!(refused.expect_err("out of bounds").kind, RefusalKind::Invalid);
        }
        let until = "2027-01-15".parse().expect("a date");
        for actor in [&world.verifier, &world.approver, &world.auditor] {
            let refused = act!(world, actor, registrations::extend_deadline, id, until, "补办");
            assert_eq!(refused.expect_err("not theirs").kind, RefusalKind::Forbidden);
        }
        act!(world, world.personnel, registrations::extend_deadline, id, until, "审批人住院").expect("extended");
        let history = act!(world, world.teacher, registrations::history, id).expect("the history");
        let line = history.iter().find(|line| line.name == "registration.deadline-extended").expect("on record");
        assert_eq!(line.sentence, "把办理期限延长到 2027年1月15日：审批人住院");
        assert_eq!(line.actor_name, "冯人");
        act!(world, world.approver, registrations::approve, id).expect("approved");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_sealed_form_nothing_goes_to_approval() {
    for world in worlds().await {
        let id = world.verified(&world.teacher, &world.verifier).await;
        let early = act!(world, world.teacher, registrations::send_to_approval, id);
        early.expect_err("no form");
        let empty = act!(world, world.teacher, registrations::attach_sealed_form, id, "空.pdf", Vec::new());
        assert_eq!(empty.expect_err("empty").kind, RefusalKind::Invalid);
        for _ in 0..2 {
            act!(world, world.teacher, registrations::attach_sealed_form, id, "表.pdf", pdf()).expect("attached");
        }
        let read = act!(world, world.approver, registrations::read_sealed_form, id).expect("the form");
        assert_eq!(read.bytes, pdf());
    }
}

fn once(key: &str) -> actions::Once {
    actions::Once::new(key, ["POST", "/registrations"])
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_was_returned_is_not_handed_in_again_as_it_was() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "40"]).await;
        let submit = registrations::submit;
        act!(world, world.teacher, submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let back = ItemDecision::Return { reason: "封面不是这本刊物的。".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[1], back).expect("returned");
        act!(world, world.verifier, registrations::return_to_person, id, "请补交封面").expect("returned");
        let refusal = act!(world, world.teacher, submit, id, registrations::Ticked::ALL).expect_err("nothing was done");
        let told = refusal.to_string();
        for words in ["第 2 项《教学能力研修 2》被退回（封面不是这本刊物的）", "还没有改", "再保存一次"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
        let form = world.form("教学能力研修 2", "40");
        act!(world, world.teacher, registrations::change_item, items[1], &form).expect("saved once more");
        act!(world, world.teacher, submit, id, registrations::Ticked::ALL).expect("handed in on purpose");
    }
}
