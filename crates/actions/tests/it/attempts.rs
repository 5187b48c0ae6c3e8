//! What a refused decision, upload or import leaves: the event of its refusal and nothing else.

use actions::{Attempt, Mode, audit, people, record_refusal, registrations, settle};
use domain::{
    access::{Actor, Deed},
    ids::RegistrationId,
    refusal::Refusal,
};

use crate::{
    act,
    world::{World, YEAR, id_number, roster_of, worlds},
};

/// The sentences of the log's events with this name, newest first, and how long the log is.
async fn log(world: &World, name: &str) -> (Vec<String>, i64) {
    let filter = audit::AuditFilter { name: name.to_owned(), ..Default::default() };
    let found = act!(world, world.auditor, audit::list, &filter, 1).expect("the log");
    let all = act!(world, world.auditor, audit::list, &audit::AuditFilter::default(), 1).expect("the log");
    (found.lines.into_iter().map(|line| format!("{}{}", line.actor_name, line.sentence)).collect(), all.total)
}

async fn approve(world: &World, actor: &Actor, id: RegistrationId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(actor.clone()), world.now, None).await?;
    let done = registrations::approve(&mut act, id).await;
    let (act, ()) = settle(act, &Attempt::decision(id, Deed::Approve), done).await?;
    act.commit("/").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_decision_leaves_its_event_and_nothing_else() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.both).await;
        let before = act!(world, world.teacher, registrations::show, id).expect("the page");
        let (_, length) = log(&world, "decision.refused").await;
        let refused = approve(&world, &world.both, id).await.expect_err("verified by the same");
        assert_eq!(refused.code, "registration.same-decider");
        let (lines, now) = log(&world, "decision.refused").await;
        assert_eq!(lines, ["孙双审批没有成功：审验和审批不能是同一个人"]);
        assert_eq!(now, length + 1);
        let after = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!((after.registration, after.history), (before.registration, before.history));
        approve(&world, &world.approver, id).await.expect("approved");
        assert_eq!(log(&world, "decision.refused").await.0.len(), 1, "what succeeds is not refused");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_recorded_within_bounds_and_not_for_what_does_not_exist() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.both).await;
        for _ in 0..25 {
            approve(&world, &world.both, id).await.expect_err("verified by the same");
        }
        let (lines, length) = log(&world, "decision.refused").await;
        assert_eq!(lines.len(), 20);
        approve(&world, &world.stranger, id).await.expect_err("foreign");
        assert_eq!(log(&world, "decision.refused").await.1, length);
        let refusal = Refusal::sign_in_needed();
        let nobody = Attempt::decision(id, Deed::Approve);
        record_refusal(&world.app, None, world.now, &nobody, &refusal).await;
        assert_eq!(log(&world, "decision.refused").await.1, length);
        let verdict = act!(world, world.auditor, audit::verify).expect("a verdict");
        assert_eq!(verdict.first_bad, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_upload_leaves_its_event_and_nothing_else() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        let before = act!(world, world.teacher, registrations::show, id).expect("the page");
        let mut act = world.app.write(Some(world.teacher.clone()), world.now, None).await.expect("a transaction");
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let text = "不是 PDF".as_bytes().to_vec();
        let done = registrations::attach_evidence(&mut act, items[0], &need, "证明.pdf", text).await;
        let refused = settle(act, &Attempt::evidence(id), done).await.err().expect("refused");
        assert_eq!(refused.code, "file.type");
        assert_eq!(log(&world, "upload.refused").await.0, ["林晓上传佐证材料没有成功：不是可以接受的文件类型"]);
        let after = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(after.registration, before.registration);
        assert_eq!(after.items[0].evidence, before.items[0].evidence);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_takes_nothing_leaves_its_event_and_nothing_else() {
    for world in worlds().await {
        let good = ["T100", "蒋新", &id_number(41), "机电工程学院", "专任教师"].map(str::to_owned);
        let bad = ["T101", "沈同", "1234", "机电工程学院", "专任教师"].map(str::to_owned);
        let table = roster_of(&[good, bad]);
        let (_, length) = log(&world, "import.refused").await;
        act!(world, world.personnel, people::import_roster, &table, Mode::DryRun).expect("a report");
        assert_eq!(log(&world, "import.refused").await.1, length, "a trial leaves nothing");
        let report = act!(world, world.personnel, people::import_roster, &table, Mode::AllOrNothing).expect("a report");
        assert_eq!((report.applied, report.problems.len()), (None, 1));
        let (lines, now) = log(&world, "import.refused").await;
        assert_eq!(lines, ["冯人导入人员名册没有成功：表格里有问题"]);
        assert_eq!(now, length + 1);
        let none = act!(world, world.personnel, people::by_staff_number, "T100").expect("an answer");
        assert_eq!(none, None);
        let overview = act!(world, world.personnel, actions::years::overview, YEAR).expect("the overview");
        assert_eq!(overview.iter().map(|line| line.people).sum::<i64>(), 10);
    }
}
