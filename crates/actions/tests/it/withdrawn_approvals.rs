//! An approval is taken back: with everything that rested on it, by the office alone, and the year goes on.

use std::sync::Arc;

use actions::{
    certificates::{self, CheckStatus},
    policies, registrations,
    registrations::{ItemDecision, Ticked},
    years,
};
use domain::{
    access::{Actor, Role},
    certificate::{Certificate, CertificateKind},
    clock::Instant,
    decision::KeptDecision,
    ids::RegistrationId,
    refusal::{Refusal, RefusalKind},
    registration::State,
};
use policy::Hours;

use crate::{
    act,
    kept::kept,
    world::{World, YEAR, issue, issue_for, pdf, sealed, sign_in, worlds},
};

const REASON: &str = "第一项核定学时填错";

/// The teacher's year, approved by 100 hours, with both certificates: the public one first.
async fn certified(world: &World) -> (RegistrationId, Certificate, Certificate) {
    world.passed_public_exam().await;
    let id = world.approved(&world.teacher).await;
    let issue = |kind| async move { act!(world, world.teacher, issue_for, None, kind, YEAR).expect("a certificate") };
    (id, issue(CertificateKind::PublicExam).await, issue(CertificateKind::Annual).await)
}

async fn status(world: &World, number: &str) -> (CheckStatus, Option<String>) {
    let mut act = world.app.read(None, world.now).await.expect("a transaction");
    let check = certificates::check(&mut act, number).await.expect("an answer");
    (check.status, check.revoked_reason)
}

/// From a registration that was given back to one that is approved again, with other hours for the first item.
async fn approved_again(world: &World, id: RegistrationId) {
    act!(world, world.teacher, registrations::submit, id, Ticked::late("审批撤回后更正")).expect("handed in again");
    act!(world, world.verifier, registrations::begin_check, id).expect("taken up again");
    let view = act!(world, world.verifier, registrations::show, id).expect("the page");
    for (place, line) in view.items.iter().enumerate() {
        let change = ItemDecision::Change { hours: "38".to_owned(), reason: "按实到天数".to_owned() };
        let decision = if place == 0 { change } else { ItemDecision::Accept };
        act!(world, world.verifier, registrations::decide_item, id, line.item.id, decision).expect("decided");
    }
    act!(world, world.verifier, registrations::finish_verification, id).expect("verified");
    let old = act!(world, world.teacher, registrations::attach_sealed_form, id, "汇总表.pdf", pdf());
    let old = old.expect_err("the seal is on other figures");
    assert_eq!((old.code, old.kind), ("sealed-form.earlier", RefusalKind::Invalid));
    assert!(old.what.contains("核定 100 学时"), "{old}");
    for _ in 0..2 {
        act!(world, world.teacher, registrations::attach_sealed_form, id, "汇总表.pdf", sealed()).expect("sealed");
    }
    act!(world, world.teacher, registrations::send_to_approval, id).expect("sent");
    act!(world, world.approver, registrations::approve, id).expect("approved again");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_rested_on_the_approval_goes_with_it_and_the_year_is_decided_anew() {
    for world in worlds().await {
        let (id, public, annual) = certified(&world).await;
        let view = act!(world, world.personnel, registrations::show, id).expect("the page");
        assert_eq!(view.resting, std::slice::from_ref(&annual.number), "told beforehand");
        act!(world, world.personnel, registrations::withdraw_approval, id, REASON).expect("taken back");
        assert_eq!(status(&world, &annual.number).await, (CheckStatus::Revoked, Some(REASON.to_owned())));
        assert_eq!(status(&world, &public.number).await, (CheckStatus::Valid, None), "it rests on the course alone");

        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.registration.state, State::Returned);
        let withdrawn = view.withdrawn.expect("the person sees why");
        assert_eq!((withdrawn.by.as_str(), withdrawn.reason.as_str(), withdrawn.is_latest), ("冯人", REASON, true));
        let sentences: Vec<&str> = view.history.iter().map(|line| line.sentence.as_str()).collect();
        assert!(sentences.iter().any(|told| *told == format!("撤回了 {YEAR} 年度学时登记的审批：{REASON}")));
        let refused = act!(world, world.teacher, issue_for, None, CertificateKind::Annual, YEAR);
        assert_eq!(refused.expect_err("revoked, and not decided anew").code, "certificate.revoked");

        act!(world, world.teacher, registrations::add_item, id, &world.form("补登一项", "8")).expect("may add");
        let item = act!(world, world.teacher, registrations::show, id).expect("the page").items[3].item.id;
        for need in world.reviewed_kind().evidence {
            act!(world, world.teacher, registrations::attach_evidence, item, &need.id, "证.pdf", pdf())
                .expect("a file");
        }
        approved_again(&world, id).await;
        let again = act!(world, world.teacher, issue_for, None, CertificateKind::Annual, YEAR);
        let again = again.expect("released by the new approval");
        assert_ne!(again.number, annual.number);
        assert!(again.statement_json.contains("121"), "38 + 40 + 20 + 8 + 15: {}", again.statement_json);
        assert_eq!(status(&world, &annual.number).await.0, CheckStatus::Revoked, "that one stays as it is");
        let log = act!(world, world.auditor, actions::audit::verify).expect("a verdict");
        assert_eq!(log.first_bad, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_decision_names_the_one_that_it_replaces_and_why() {
    for world in worlds().await {
        let (id, ..) = certified(&world).await;
        let before = decisions(&world).await;
        act!(world, world.personnel, registrations::withdraw_approval, id, REASON).expect("taken back");
        assert_eq!(decisions(&world).await, before, "what was decided stays as it was kept");
        approved_again(&world, id).await;
        let after = decisions(&world).await;
        assert_eq!(after.len(), before.len() + 1);
        let new = after.iter().find(|(id, ..)| before.iter().all(|(earlier, ..)| earlier != id)).expect("a new one");
        let stood = before.iter().find(|(id, ..)| before.iter().all(|(_, replaced, _)| replaced.as_ref() != Some(id)));
        assert_eq!(new.1.as_ref(), stood.map(|(id, ..)| id));
        let why = new.2.as_deref().expect("a reason");
        assert!(why.contains(REASON) && why.contains("重新审批"), "{why}");
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert_eq!((found.decisions, found.equal), (4, 4), "{:?}", found.different);
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!(account.assessment.professional, Hours::from_whole(98));
    }
}

type Kept = (String, Option<String>, Option<String>);

/// Every kept decision: itself, what it replaces, and why.
async fn decisions(world: &World) -> Vec<Kept> {
    let text =
        |kept: KeptDecision| (kept.id.to_string(), kept.supersedes.map(|id| id.to_string()), kept.supersedes_reason);
    kept(world).await.into_iter().map(text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_office_takes_an_approval_back_and_not_its_own() {
    for world in worlds().await {
        let id = world.approved(&world.teacher).await;
        for (actor, kind) in [
            (&world.teacher, RefusalKind::Forbidden),
            (&world.verifier, RefusalKind::Forbidden),
            (&world.approver, RefusalKind::Forbidden),
            (&world.auditor, RefusalKind::Forbidden),
            (&world.administrator, RefusalKind::NotFound),
            (&world.stranger, RefusalKind::NotFound),
        ] {
            let refused = act!(world, actor, registrations::withdraw_approval, id, REASON);
            assert_eq!(refused.expect_err("not theirs").kind, kind, "{}", actor.name);
        }
        let silent = act!(world, world.personnel, registrations::withdraw_approval, id, " \n ");
        assert_eq!(silent.expect_err("no reason").code, "reason.missing");
        act!(world, world.administrator, actions::people::grant_role, world.teacher.person, Role::Personnel, None)
            .expect("the teacher joins the office");
        let officer = sign_in(&world.app, world.now, world.teacher.person).await;
        let own = act!(world, officer, registrations::withdraw_approval, id, REASON).expect_err("their own");
        assert_eq!(own.code, "registration.own");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!((view.registration.state, view.withdrawn), (State::Approved, None));
        let (early, _) = world.filled(&world.colleague, &["40"]).await;
        act!(world, world.colleague, registrations::submit, early, Ticked::ALL).expect("handed in");
        let refused = act!(world, world.personnel, registrations::withdraw_approval, early, REASON);
        assert_eq!(refused.expect_err("not approved").code, "registration.state");
    }
}

async fn withdraw(world: Arc<World>, actor: Actor, id: RegistrationId) -> Result<(), Refusal> {
    let mut act = world.app.write(Some(actor), world.now, None).await?;
    registrations::withdraw_approval(&mut act, id, REASON).await?;
    act.commit("/").await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_at_once_one_takes_it_back() {
    for world in worlds().await {
        let (id, _, annual) = certified(&world).await;
        act!(world, world.administrator, actions::people::grant_role, world.stranger.person, Role::Personnel, None)
            .expect("a second officer");
        let second = sign_in(&world.app, world.now, world.stranger.person).await;
        let world = Arc::new(world);
        let one = tokio::spawn(withdraw(Arc::clone(&world), world.personnel.clone(), id));
        let two = tokio::spawn(withdraw(Arc::clone(&world), second, id));
        let results = [one.await.expect("no panic"), two.await.expect("no panic")];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        let refusal = results.into_iter().find_map(Result::err).expect("one refusal");
        assert_eq!(refusal.kind, RefusalKind::Conflict, "{refusal:?}");
        let history = act!(world, world.teacher, registrations::history, id).expect("the history");
        assert_eq!(history.iter().filter(|line| line.name == "registration.approval-withdrawn").count(), 1);
        assert_eq!(status(&world, &annual.number).await.0, CheckStatus::Revoked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_last_day_the_office_extends_as_ever() {
    for mut world in worlds().await {
        let id = world.approved(&world.teacher).await;
        world.now = "2027-01-04T02:00:00Z".parse().expect("a moment");
        act!(world, world.personnel, registrations::withdraw_approval, id, REASON).expect("taken back");
        let late = act!(world, world.teacher, registrations::submit, id, Ticked::ALL);
        assert_eq!(late.expect_err("too late").code, "registration.deadline");
        let until = "2027-01-15".parse().expect("a date");
        act!(world, world.personnel, registrations::extend_deadline, id, until, "撤回审批后更正").expect("extended");
        approved_again(&world, id).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lost_a_certificate_does_not_make_the_next_one_alone() {
    for world in worlds().await {
        let (_, public, annual) = certified(&world).await;
        for held in [public, annual] {
            act!(world, world.personnel, certificates::revoke, &held.number, "核定学时填错").expect("revoked");
            for actor in [&world.teacher, &world.personnel] {
                let person = Some(world.teacher.person);
                let barred = act!(world, actor, issue_for, person, held.kind, YEAR).expect_err("barred");
                assert_eq!((barred.code, barred.kind), ("certificate.revoked", RefusalKind::Conflict));
                assert!(barred.what.contains(&held.number) && barred.next.contains("人事处"), "{barred}");
            }
            for actor in [&world.teacher, &world.approver, &world.auditor, &world.administrator] {
                let refused = act!(world, actor, certificates::release, &held.number, "已核实");
                assert_eq!(refused.expect_err("not theirs").kind, RefusalKind::Forbidden);
            }
            let silent = act!(world, world.personnel, certificates::release, &held.number, " ");
            assert_eq!(silent.expect_err("no reason").code, "reason.missing");
            let person = act!(world, world.personnel, certificates::release, &held.number, "已核实，原证书印错");
            assert_eq!(person.expect("released"), world.teacher.person);
            let again = act!(world, world.personnel, certificates::release, &held.number, "再一次");
            assert_eq!(again.expect_err("once").code, "certificate.state");
            let next = act!(world, world.teacher, issue_for, None, held.kind, YEAR).expect("the next one");
            assert_ne!(next.number, held.number);
            let early = act!(world, world.personnel, certificates::release, &next.number, "先放行");
            assert_eq!(early.expect_err("it holds").code, "certificate.state");
            assert_eq!(status(&world, &held.number).await.0, CheckStatus::Revoked);
        }
        let filter = actions::audit::AuditFilter { name: "certificate.released".to_owned(), ..Default::default() };
        let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        assert_eq!((log.total, log.lines[0].actor_name.as_str()), (2, "冯人"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_approval_rested_on_is_not_removed_after_it_was_taken_back() {
    for world in worlds().await {
        let id = world.approved(&world.teacher).await;
        act!(world, world.personnel, registrations::withdraw_approval, id, REASON).expect("taken back");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let (item, file) = (view.items[0].item.id, view.items[0].evidence[0].id);
        let refused = act!(world, world.teacher, registrations::remove_evidence, file).expect_err("it stays");
        assert_eq!((refused.code, refused.kind), ("evidence.relied-on", RefusalKind::Conflict));
        let refused = act!(world, world.teacher, registrations::remove_item, item).expect_err("it stays too");
        assert_eq!(refused.code, "evidence.relied-on");
        let later = Instant::from_second(world.now.as_second() + 60).expect("a moment");
        let mut act = world.app.write(Some(world.teacher.clone()), later, None).await.expect("a transaction");
        let need = world.reviewed_kind().evidence[0].id.clone();
        let new = registrations::attach_evidence(&mut act, item, &need, "更正.pdf", sealed()).await.expect("added");
        registrations::remove_evidence(&mut act, new).await.expect("what came later may go");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_back_and_issuing_at_once_ends_in_one_of_both_orders() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let id = world.approved(&world.teacher).await;
        let world = Arc::new(world);
        for kind in [CertificateKind::PublicExam, CertificateKind::Annual] {
            let issuing = {
                let world = Arc::clone(&world);
                tokio::spawn(async move {
                    let mut act = world.app.write(Some(world.teacher.clone()), world.now, None).await?;
                    issue(&mut act, kind, YEAR).await?;
                    act.commit("/").await
                })
            };
            let withdrawing = tokio::spawn(withdraw(Arc::clone(&world), world.personnel.clone(), id));
            for outcome in [issuing.await, withdrawing.await] {
                let refused = outcome.expect("a task").err();
                let is_told = |refusal: &Refusal| matches!(refusal.kind, RefusalKind::Conflict | RefusalKind::Busy);
                assert!(refused.as_ref().is_none_or(is_told), "{refused:?}");
            }
        }
        let held = act!(world, world.teacher, certificates::list_own).expect("the certificates");
        let stands = |held: &Certificate| held.kind == CertificateKind::Annual && held.revoked_at.is_none();
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert!(view.registration.state == State::Approved || !held.iter().any(stands), "none rests on nothing");
    }
}
