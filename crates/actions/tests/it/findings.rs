//! Findings of falsehood (article 13): what follows from them for hours, certificates and decisions, on both databases.

use actions::{certificates, findings, policies, registrations, years};
use domain::{
    access::Actor,
    certificate::CertificateKind,
    clock::Instant,
    finding::{NoticeForm, RulingForm},
    ids::{FindingId, ItemId, RegistrationId},
    refusal::{Refusal, RefusalKind},
};
use jiff::ToSpan;
use policy::{Hours, Outcome};

use crate::{
    act,
    world::{World, YEAR, issue, worlds},
};

fn later(world: &World, days: i64) -> Instant {
    world.now.checked_add((days * 24).hours()).expect("a moment")
}

fn day(world: &World, days: i64) -> String {
    domain::clock::shanghai_date(later(world, days)).to_string()
}

pub(crate) fn notice(world: &World) -> NoticeForm {
    NoticeForm { suspicion: "期刊没有刊登".to_owned(), reply_until: day(world, 10) }
}

pub(crate) fn found_false(world: &World) -> RulingForm {
    RulingForm {
        is_false: Some(true),
        reason: "期刊社回函".to_owned(),
        number: "校人〔2026〕9号".to_owned(),
        appeal_until: day(world, 30),
        entry_until: day(world, 900),
        is_blacklisted: true,
    }
}

pub(crate) fn verdict(is_false: bool) -> RulingForm {
    RulingForm { is_false: Some(is_false), reason: "核对原件".to_owned(), ..RulingForm::default() }
}

/// Somebody else of the personnel office.
pub(crate) fn colleague(world: &World) -> Actor {
    Actor { grants: world.personnel.grants.clone(), ..world.approver.clone() }
}

async fn approved(world: &World) -> (RegistrationId, ItemId) {
    world.passed_public_exam().await;
    let id = world.approved(&world.teacher).await;
    let view = act!(world, world.teacher, registrations::show, id).expect("the page");
    (id, view.items[0].item.id)
}

async fn told(world: &World, id: RegistrationId, item: ItemId) -> FindingId {
    act!(world, world.personnel, findings::notify, (id, item), &notice(world)).expect("told")
}

async fn total(world: &World) -> (Hours, Outcome) {
    let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
    (account.assessment.total, account.assessment.outcome)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_false_counts_nothing_and_what_rested_on_it_is_revoked() {
    for world in worlds().await {
        let (id, item) = approved(&world).await;
        let before = total(&world).await;
        assert_eq!(before.1, Outcome::Satisfied);
        let held = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued");
        let finding = told(&world, id, item).await;
        assert_eq!(total(&world).await, before, "nothing is decided yet");
        act!(world, world.teacher, findings::answer, finding, "文章在增刊").expect("answered");
        act!(world, world.personnel, findings::rule, finding, &found_false(&world)).expect("ruled");

        let after = total(&world).await;
        assert_eq!(after.0, before.0 - Hours::from_whole(40), "the item counted 40");
        assert_eq!(after.1, Outcome::NotSatisfied);
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        let said = account.explanation.to_chinese();
        assert!(said.contains("校人〔2026〕9号") && said.contains("作废"), "{said}");
        let people = act!(world, world.personnel, years::overview, YEAR).expect("the units");
        assert_eq!(people.iter().map(|unit| unit.done).sum::<i64>(), 0, "nor in the overview");
        let mut act = world.app.read(None, world.now).await.expect("an act");
        let check = certificates::check(&mut act, &held.number).await.expect("an answer");
        drop(act);
        assert!(check.revoked_reason.expect("revoked").contains("校人〔2026〕9号"));
        let again = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect_err("not earned");
        assert_eq!(again.kind, RefusalKind::Conflict);
        let replay = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert!(!replay.is_different() && replay.decisions == 3, "{replay:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_judged_at_once_comes_out_as_one_by_one() {
    for mut world in worlds().await {
        let (id, item) = approved(&world).await;
        let finding = told(&world, id, item).await;
        act!(world, world.teacher, findings::answer, finding, "说明").expect("answered");
        years::judge(&world.app, world.personnel.clone(), YEAR, world.now, |_, _| ()).await.expect("judged");
        world.now = later(&world, 1);
        act!(world, world.personnel, findings::rule, finding, &found_false(&world)).expect("ruled");
        let again = years::judge(&world.app, world.personnel.clone(), YEAR, later(&world, 1), |_, _| ()).await;
        let again = again.expect("judged again");
        assert_eq!(again.kept, 1, "one year changed: {again:?}");
        let replay = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert!(!replay.is_different() && replay.years.facts_lost == 0, "{replay:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_that_is_right_gives_everything_back() {
    for world in worlds().await {
        let (id, item) = approved(&world).await;
        let before = total(&world).await;
        let held = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued");
        let finding = told(&world, id, item).await;
        act!(world, world.teacher, findings::answer, finding, "说明").expect("answered");
        act!(world, world.personnel, findings::rule, finding, &found_false(&world)).expect("ruled");
        act!(world, world.teacher, findings::appeal, finding, "原刊在此").expect("appealed");
        let same: Result<(), Refusal> =
            act!(world, world.personnel, findings::rule_on_appeal, finding, &verdict(false));
        assert_eq!(same.expect_err("who decided").code, "finding.same-decider");
        let other = colleague(&world);
        act!(world, other, findings::rule_on_appeal, finding, &verdict(false)).expect("overturned");
        assert_eq!(total(&world).await, before);
        let anew = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued anew");
        assert_ne!(anew.number, held.number);
        act!(world, world.personnel, findings::notify, (id, item), &notice(&world)).expect("another can be made");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_nothing_to_do_with_it_sees_and_changes_nothing() {
    for world in worlds().await {
        let (id, item) = approved(&world).await;
        let by_verifier = act!(world, world.verifier, findings::notify, (id, item), &notice(&world));
        assert_eq!(by_verifier.expect_err("no office").kind, RefusalKind::Forbidden);
        let finding = told(&world, id, item).await;
        let twice = act!(world, world.personnel, findings::notify, (id, item), &notice(&world));
        assert_eq!(twice.expect_err("one at a time").code, "finding.open");
        for stranger in [&world.colleague, &world.verifier, &world.approver] {
            assert_eq!(act!(world, stranger, findings::show, finding).expect_err("unseen").kind, RefusalKind::NotFound);
            assert_eq!(act!(world, stranger, findings::list, 1).expect_err("unseen").kind, RefusalKind::NotFound);
        }
        let shown = act!(world, world.teacher, findings::show, finding).expect("their own");
        assert!(shown.may_answer && !shown.may_rule && !shown.may_appeal && !shown.may_rule_on_appeal);
        let by_auditor = act!(world, world.auditor, findings::rule, finding, &found_false(&world));
        assert_eq!(by_auditor.expect_err("reads only").kind, RefusalKind::Forbidden);
        assert_eq!(act!(world, world.auditor, findings::list, 1).expect("may read").lines.len(), 1);
        let early = act!(world, world.personnel, findings::rule, finding, &found_false(&world));
        assert_eq!(early.expect_err("may still reply").code, "finding.may-reply");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_has_pages_and_begins_with_what_is_to_be_decided() {
    for world in worlds().await {
        let (open, oldest) = approved(&world).await;
        let waiting = told(&world, open, oldest).await;
        let settled = world.approved(&world.colleague).await;
        let view = act!(world, world.colleague, registrations::show, settled).expect("the page");
        for _ in 0..50 {
            let finding = told(&world, settled, view.items[0].item.id).await;
            act!(world, world.colleague, findings::answer, finding, "原件在此").expect("a reply");
            act!(world, world.personnel, findings::rule, finding, &verdict(false)).expect("dismissed");
        }
        let first = act!(world, world.auditor, findings::list, 1).expect("a page");
        assert_eq!((first.total, first.open, first.pages), (51, 1, 2));
        assert_eq!((first.lines.len(), first.lines[0].finding.id), (50, waiting), "older, and still to be decided");
        let second = act!(world, world.auditor, findings::list, 2).expect("a page");
        let ids = first.lines.iter().chain(&second.lines).map(|view| view.finding.id);
        assert_eq!(ids.collect::<std::collections::BTreeSet<_>>().len(), 51, "each on one page");
    }
}
