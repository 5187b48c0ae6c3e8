//! A database that fails in the middle of an import, an upload or a decision leaves nothing of it.

use actions::{Attempt, Mode, people, registrations, settle, units};
use domain::{
    access::{Actor, Deed},
    ids::RegistrationId,
    refusal::{Refusal, RefusalKind},
    registration::State,
    table::Table,
};

use crate::{
    act,
    world::{World, id_number, pdf, public_exam_table, roster_of, worlds},
};

/// Rules that the schema does not have: the second of two rows breaks them, when the first is written already.
const FAULTS: [&str; 3] = [
    "CREATE UNIQUE INDEX fault_of_units ON unit (kind) WHERE code > '80'",
    "CREATE UNIQUE INDEX fault_of_people ON person (category) WHERE staff_number > 'T500'",
    "CREATE UNIQUE INDEX fault_of_results ON public_result (hours) WHERE hours = 1200",
];

/// What an import may not have changed when it fails.
async fn everything(world: &World) -> (usize, i64, usize, i64) {
    let units = act!(world, world.personnel, units::list).expect("units").len();
    let filter = people::PeopleFilter::default();
    let people = act!(world, world.personnel, people::list, &filter, 1).expect("people").total;
    let account = act!(world, world.teacher, actions::years::account, 2026, None).expect("the account");
    (units, people, account.public.len(), world.events().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_fails_in_the_middle_leaves_nothing() {
    for world in worlds().await {
        for fault in FAULTS {
            world.run(fault).await;
        }
        let before = everything(&world).await;
        let units = [["部门代码", "部门名称", "类别"], ["90", "甲学院", "学院"], ["91", "乙学院", "学院"]];
        let row = |number: &str, name: &str, place| {
            [number, name, &id_number(place), "机电工程学院", "专任教师"].map(str::to_owned)
        };
        let roster = roster_of(&[row("T901", "蒋新", 60), row("T902", "沈同", 61)]);
        let numbers = [id_number(0), id_number(1)];
        let at = "2026-06-01 10:00";
        let results = public_exam_table(&[
            ["2026", &numbers[0], "林晓", "公需课", "10", "1", "86", at, "合格", "12"],
            ["2026", &numbers[1], "周敏", "公需课", "10", "1", "86", at, "合格", "12"],
        ]);
        let failures = [
            act!(world, world.personnel, units::import, &Table::from_texts("单位", units), Mode::Apply),
            act!(world, world.personnel, people::import_roster, &roster, Mode::Apply),
            act!(world, world.personnel, people::import_public_exam, &results, "平台导出", Mode::Apply),
        ];
        for (place, failure) in failures.into_iter().enumerate() {
            let refusal = failure.expect_err("the database refuses");
            assert!(matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conflict), "{place}: {refusal}");
            assert!(!refusal.safe.is_empty() && !refusal.next.is_empty(), "{place}: {refusal}");
        }
        assert_eq!(everything(&world).await, before);
    }
}

/// The same document, of other bytes.
fn another(number: u8) -> Vec<u8> {
    let mut bytes = pdf();
    bytes.extend(format!("% {number}\n%%EOF\n").into_bytes());
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_fails_in_the_middle_leaves_nothing() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        // The second event from here on breaks this rule: the row of the file and the bytes are written by then.
        let fault = format!(
            "CREATE UNIQUE INDEX fault_of_log ON audit_event (name) WHERE name = 'evidence.attached' AND seq > {}",
            world.events().await
        );
        world.run(&fault).await;
        let upload = registrations::attach_evidence;
        act!(world, world.teacher, upload, items[0], &need, "一.pdf", another(1)).expect("the first");
        let before = (world.files(), world.events().await, evidence(&world, id).await);
        let mut act = world.app.write(Some(world.teacher.clone()), world.now, None).await.expect("a transaction");
        upload(&mut act, items[0], &need, "二.pdf", another(2)).await.expect("taken so far");
        let refusal = act.commit("/").await.expect_err("the log refuses");
        assert!(!refusal.safe.is_empty() && !refusal.next.is_empty(), "{refusal}");
        assert_eq!((world.files(), world.events().await, evidence(&world, id).await), before);
    }
}

async fn evidence(world: &World, id: RegistrationId) -> Vec<String> {
    let view = act!(world, world.teacher, registrations::show, id).expect("the page");
    view.items.into_iter().flat_map(|item| item.evidence).map(|one| one.file_name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_fails_in_the_middle_leaves_its_refusal_alone() {
    for world in worlds().await {
        // A second decision of the year breaks this rule: the registration's new state is written by then.
        world.run("CREATE UNIQUE INDEX fault_of_decisions ON kept_decision (year) WHERE year = 2026").await;
        world.approved(&world.teacher).await;
        let id = world.awaiting_approval(&world.colleague, &world.verifier).await;
        let events = world.events().await;
        let refusal = approve(&world, &world.approver, id).await.expect_err("the database refuses");
        assert!(matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conflict), "{refusal}");
        assert!(!refusal.safe.is_empty() && !refusal.next.is_empty(), "{refusal}");
        let view = act!(world, world.approver, registrations::show, id).expect("the page");
        assert_eq!((view.registration.state, view.registration.approved_by), (State::AwaitingApproval, None));
        let filter = actions::audit::AuditFilter { name: "decision.refused".to_owned(), ..Default::default() };
        let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        assert_eq!((log.total, world.events().await), (1, events + 1));
    }
}

async fn approve(world: &World, approver: &Actor, id: RegistrationId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(approver.clone()), world.now, None).await.expect("a transaction");
    let done = registrations::approve(&mut act, id).await;
    let (act, ()) = settle(act, &Attempt::decision(id, Deed::Approve), done).await?;
    act.commit("/").await
}
