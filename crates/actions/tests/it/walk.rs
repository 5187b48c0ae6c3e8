//! One year of one teacher, from the import to a certificate that a stranger checks.

use actions::{
    certificates::{self, CheckStatus},
    people,
    registrations::{self, ItemDecision},
    sessions, years,
};
use domain::{certificate::CertificateKind, refusal::RefusalKind, registration::State};
use policy::{Hours, Outcome};

use crate::{
    act,
    world::{World, YEAR, id_number, issue, pdf, sealed, worlds},
};

const COURSE: &str = "公需科目必修课";

#[tokio::test(flavor = "multi_thread")]
async fn a_year_from_the_import_to_a_checked_certificate() {
    for world in worlds().await {
        invited_and_signed_in(&world).await;
        let number = id_number(0);
        let row = ["2026", &number, "林晓", COURSE, "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        assert_eq!(world.import_public_exam(&[row]).await.applied.expect("applied").new, 1);
        let public = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR);
        let public = public.expect("the public certificate");

        let (id, items) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        let refused = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR);
        assert_eq!(refused.expect_err("not yet").code, "certificate.not-earned");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let change = ItemDecision::Change { hours: "32.5".to_owned(), reason: "按实到天数计算".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[0], ItemDecision::Accept).expect("one");
        act!(world, world.verifier, registrations::decide_item, id, items[1], change).expect("two");
        act!(world, world.verifier, registrations::decide_item, id, items[2], ItemDecision::Accept).expect("three");
        act!(world, world.verifier, registrations::finish_verification, id).expect("verified");
        let form = act!(world, world.teacher, registrations::summary_form, id).expect("the form");
        assert!(form.bytes.starts_with(b"%PDF"));
        act!(world, world.teacher, registrations::attach_sealed_form, id, "汇总表.pdf", pdf()).expect("sealed");
        act!(world, world.teacher, registrations::send_to_approval, id).expect("sent");
        act!(world, world.approver, registrations::approve, id).expect("approved");

        the_account_is_complete(&world).await;
        let annual = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR);
        let annual = annual.expect("the annual certificate");
        let again = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR);
        assert_eq!(again.expect("the same"), annual);
        assert_ne!(annual.number, public.number);
        a_stranger_checks(&world, &annual.number).await;
        revoked(&world, &annual.number).await;
        the_log_is_whole(&world).await;
    }
}

async fn invited_and_signed_in(world: &World) {
    let link = act!(world, world.personnel, people::invite, world.teacher.person).expect("a link");
    let token = link.url.rsplit('/').next().expect("a token").to_owned();
    let session = sessions::accept_invitation(&world.app, world.now, &token, "山高水长四个字不够").await;
    assert_eq!(session.expect_err("nine characters").code, "password.short");
    let session = sessions::accept_invitation(&world.app, world.now, &token, "山高水长 correct horse").await;
    let session = session.expect("a session");
    let actor = sessions::resolve(&world.app, world.now, session.as_str()).await.expect("an answer");
    assert_eq!(actor.expect("the teacher").person, world.teacher.person);
    let again = sessions::accept_invitation(&world.app, world.now, &token, "山高水长 correct horse").await;
    assert_eq!(again.expect_err("used up").kind, RefusalKind::NotFound);
    let signed_in = sessions::sign_in(&world.app, world.now, "T001", "山高水长 correct horse", "").await;
    signed_in.expect("the password works");
}

async fn the_account_is_complete(world: &World) {
    let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
    let assessment = &account.assessment;
    assert_eq!(assessment.professional, Hours::from_hundredths(9250), "{assessment:?}");
    assert_eq!(assessment.total, Hours::from_hundredths(10_750));
    assert_eq!(assessment.outcome, Outcome::Satisfied);
    assert_eq!(account.registration.expect("registered").state, State::Approved);
    let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
    let unit = overview.iter().find(|line| line.unit.id == world.units[0]).expect("the unit");
    assert_eq!((unit.people, unit.done, unit.public_done, unit.registered, unit.approved), (6, 1, 1, 1, 1));
}

async fn a_stranger_checks(world: &World, number: &str) {
    let mut act = world.app.write(None, world.now, None).await.expect("a transaction");
    let typed = number.to_lowercase().replace('-', " ");
    let check = certificates::check(&mut act, &typed).await.expect("an answer");
    act.commit("/").await.expect("a commit");
    assert_eq!(check.status, CheckStatus::Valid);
    assert_eq!(check.holder_masked, "林*");
    assert_eq!(check.year, YEAR);
    assert!(check.lines.iter().any(|(_, value)| value == "107.5 学时"), "{:?}", check.lines);
    let mut act = world.app.read(None, world.now).await.expect("a transaction");
    let wrong = number.replace(['0', '1', '2'], "Z");
    assert_eq!(certificates::check(&mut act, &wrong).await.expect("an answer").status, CheckStatus::Unknown);
    assert_eq!(certificates::document(&mut act, number).await.expect_err("signed out").code, "sign-in-needed");
    drop(act);
    let own = act!(world, world.teacher, certificates::document, number).expect("the document");
    assert!(own.bytes.starts_with(b"%PDF"));
    let foreign = act!(world, world.colleague, certificates::document, number);
    assert_eq!(foreign.expect_err("foreign").kind, RefusalKind::NotFound);
}

async fn revoked(world: &World, number: &str) {
    let silent = act!(world, world.personnel, certificates::revoke, number, "  ");
    assert_eq!(silent.expect_err("no reason").code, "reason.missing");
    act!(world, world.personnel, certificates::revoke, number, "材料不实").expect("revoked");
    let mut act = world.app.read(None, world.now).await.expect("a transaction");
    let check = certificates::check(&mut act, number).await.expect("an answer");
    assert_eq!((check.status, check.revoked_reason.as_deref()), (CheckStatus::Revoked, Some("材料不实")));
}

async fn the_log_is_whole(world: &World) {
    let verdict = act!(world, world.auditor, actions::audit::verify).expect("a verdict");
    assert_eq!(verdict.first_bad, None);
    assert!(verdict.rows > 20);
    let filter = actions::audit::AuditFilter { name: "registration.approved".to_owned(), ..Default::default() };
    let page = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
    assert_eq!(page.total, 1);
    assert_eq!(page.lines[0].actor_name, "吴批");
    let denied = act!(world, world.personnel, actions::audit::list, &filter, 1);
    assert_eq!(denied.expect_err("not an auditor").kind, RefusalKind::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_returned_mended_and_handed_in_again() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::return_to_person, id, "请补交日程").expect("returned");
        let item = items[0];
        let need = world.reviewed_kind().evidence.first().map(|need| need.id.clone()).unwrap_or_default();
        let bytes = sealed();
        let attach = registrations::attach_evidence;
        let file = act!(world, world.teacher, attach, item, &need, "日程.pdf", bytes.clone());
        let file = file.expect("one more file");
        let read = act!(world, world.verifier, registrations::read_evidence, file).expect("the bytes");
        assert_eq!((read.name.as_str(), read.bytes), ("日程.pdf", bytes));
        act!(world, world.teacher, registrations::remove_evidence, file).expect("removed");
        act!(world, world.teacher, registrations::change_item, item, &world.form("研修（更正）", "36"))
            .expect("changed");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in again");
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert_eq!(view.registration.state, State::Submitted);
        assert_eq!(view.items[0].item.title, "研修（更正）");
        assert!(view.history.iter().any(|line| line.sentence.contains("请补交日程")));
        let filter = registrations::QueueFilter { year: Some(YEAR), text: "林晓".to_owned(), ..Default::default() };
        let queue = act!(world, world.verifier, registrations::queue, &filter).expect("the queue");
        assert_eq!((queue.total, queue.rows[0].applied), (1, Hours::from_whole(36)));
        assert_eq!(queue.counts.iter().map(|(_, count)| count).sum::<i64>(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_item_never_brings_more_than_the_standard_or_than_was_applied_for() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let mut items = Vec::new();
        for (title, applied) in [("多报", "50"), ("少报", "30"), ("不填", "")] {
            let mut form = world.form(title, applied);
            form.kind = "training-half-days".to_owned();
            form.answers = [("half_days".to_owned(), "10".to_owned())].into();
            let item = act!(world, world.teacher, registrations::add_item, id, &form).expect("an item");
            let view = act!(world, world.teacher, registrations::show, id).expect("the page");
            let line = view.items.iter().find(|line| line.item.id == item).expect("the item");
            for need in line.checklist.iter().filter(|need| need.required) {
                let need = need.need.id.as_str();
                act!(world, world.teacher, registrations::attach_evidence, item, need, "证明.pdf", pdf())
                    .expect("a file");
            }
            items.push(item);
        }
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        for item in items {
            act!(world, world.verifier, registrations::decide_item, id, item, ItemDecision::Accept).expect("accepted");
        }
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        let hours: Vec<_> = view.items.iter().map(|line| line.item.decision.hours()).collect();
        assert_eq!(hours, [40, 30, 40].map(|hours| Some(Hours::from_whole(hours))));
        let filter = registrations::QueueFilter::default();
        let queue = act!(world, world.verifier, registrations::queue, &filter).expect("the queue");
        assert_eq!(queue.rows[0].flags, ["申请高于标准"]);
    }
}
