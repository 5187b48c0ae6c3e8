//! Certificates are printed while nothing is held, and issued only from what was printed of the year as it is.

use actions::{
    App,
    audit::{self, AuditFilter},
    certificates,
    certificates::Printed,
    registrations::{self, ItemDecision, Ticked},
};
use domain::{
    access::Actor,
    certificate::CertificateKind,
    clock::Instant,
    refusal::{Refusal, RefusalKind},
};
use policy::Library;
use std::sync::Arc;

use crate::{
    act,
    library::policy_files,
    world::{World, YEAR, id_number, issue, worlds},
};

async fn print(app: &Arc<App>, actor: &Actor, now: Instant) -> Result<Printed, Refusal> {
    let mut act = app.read(Some(actor.clone()), now).await.expect("a transaction");
    certificates::print(&mut act, None, CertificateKind::PublicExam, YEAR).await
}

/// The same course again, with another result.
async fn corrected(world: &World, hours: &str) {
    let number = id_number(0);
    let course = "公需科目必修课";
    let row = ["2026", &number, "林晓", course, "10", "1", "90", "2026-06-01 10:00", "合格", hours];
    world.import_public_exam(&[row]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn printing_waits_for_no_writer_and_holds_up_none() {
    for world in worlds().await {
        world.passed_public_exam().await;
        // Somebody writes and has not finished yet.
        let writing = world.app.write(Some(Actor::system()), world.now, None).await.expect("a transaction");
        let printed = print(&world.app, &world.teacher, world.now).await.expect("printed");
        drop(writing);
        assert!(world.files().is_empty(), "paper is kept when it is issued");
        let issued = act!(world, world.teacher, certificates::issue_printed, printed).expect("issued");
        assert_eq!(world.files().len(), 1);
        let again = print(&world.app, &world.teacher, world.now).await.expect("the one in force");
        let again = act!(world, world.teacher, certificates::issue_printed, again).expect("the same");
        assert_eq!(again, issued);
        assert_eq!(world.files().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_calls_itself_what_the_pack_calls_it() {
    for mut world in worlds().await {
        let renamed = |text: String| text.replace("专业技术人员继续教育公需科目考试合格证书", "公需科目结业证明");
        let files: Vec<_> = policy_files().into_iter().map(|(path, text)| (path, renamed(text))).collect();
        world.reopened(|config| config.library = Library::from_files(files)).await;
        world.passed_public_exam().await;
        let issued = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR).expect("issued");
        assert_eq!(certificates::title(&issued), "公需科目结业证明");
        let mut act = world.app.read(None, world.now).await.expect("a transaction");
        assert_eq!(
            certificates::check(&mut act, &issued.number).await.expect("an answer").kind_name,
            "公需科目结业证明"
        );
        drop(act);
        let log = act!(world, world.auditor, audit::list, &AuditFilter::default(), 1).expect("the log");
        assert!(log.lines[0].sentence.contains("公需科目结业证明"), "{}", log.lines[0].sentence);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_it_was_printed_is_not_issued() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let printed = print(&world.app, &world.teacher, world.now).await.expect("printed");
        corrected(&world, "14").await;
        let refused = act!(world, world.teacher, certificates::issue_printed, printed);
        assert_eq!(refused.expect_err("another result").code, "changed-meanwhile");
        assert!(world.files().is_empty());
        let (one, other) = (print(&world.app, &world.teacher, world.now), print(&world.app, &world.teacher, world.now));
        let (one, other) = (one.await.expect("printed"), other.await.expect("printed twice"));
        let one = act!(world, world.teacher, certificates::issue_printed, one).expect("issued");
        let other = act!(world, world.teacher, certificates::issue_printed, other).expect("the same");
        assert_eq!(one, other, "one is in force");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_certificate_carries_an_address_that_nobody_else_can_open() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.reopened(|config| config.is_address_public = false).await;
        let refused = print(&world.app, &world.teacher, world.now).await.err().expect("no address");
        assert_eq!(refused.code, "certificate.address");
        assert!(refused.next.contains("--base-url"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_no_typeface_has_is_named_and_nothing_is_kept() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        let unprintable = world.form("科研\u{e123}方法研修", "40");
        let refusal = act!(world, world.teacher, registrations::change_item, items[0], &unprintable).expect_err("no");
        assert!(refusal.code == "item.text" && refusal.what.contains("U+E123"), "{refusal}");
        // What was typed before anybody looked for such characters.
        let typed = |title: &str| format!("UPDATE registration_item SET title = '{title}' WHERE id = '{}'", items[0]);
        world.run(&typed("科研\u{e123}方法研修")).await;
        let refusal = act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect_err("not like this");
        assert!(refusal.to_string().contains("U+E123"), "{refusal}");
        world.run(&typed("科研方法研修")).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        world.run(&typed("科研\u{e123}方法研修")).await;
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        for item in items {
            act!(world, world.verifier, registrations::decide_item, id, item, ItemDecision::Accept).expect("accepted");
        }
        act!(world, world.verifier, registrations::finish_verification, id).expect("verified");
        let (files, events) = (world.files(), world.events().await);
        let refusal =
            act!(world, world.teacher, registrations::summary_form, id).expect_err("nothing to print it with");
        assert_eq!(refusal.code, "document.glyph");
        assert!(refusal.what.contains("U+E123") && refusal.next.contains("请联系审验人退回"), "{refusal}");
        assert_eq!((world.files(), world.events().await), (files, events));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_whose_name_cannot_be_printed_gets_no_certificate_without_it() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let person = world.teacher.person;
        world.run(&format!("UPDATE person SET name = '林\u{30000}' WHERE id = '{person}'")).await;
        let (files, events) = (world.files(), world.events().await);
        let refusal = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR).expect_err("no typeface");
        assert_eq!((refusal.code, refusal.kind), ("document.glyph", RefusalKind::Invalid));
        assert!(refusal.what.contains("U+30000") && refusal.next.contains("请把字和编号告诉人事处"), "{refusal}");
        assert_eq!((world.files(), world.events().await), (files, events));
        let own = act!(world, world.teacher, actions::years::account, YEAR, None).expect("the account");
        assert!(own.certificates.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_page_says_what_the_paper_says() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let issued = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR);
        let number = issued.expect("issued").number;
        let mut act = world.app.read(None, world.now).await.expect("a transaction");
        let check = certificates::check(&mut act, &number).await.expect("an answer");
        assert_eq!(check.pack_hash, world.app.pack().hash());
        assert_eq!((check.unit.as_str(), check.issuer.as_str()), ("机电工程学院", "示例大学"));
        assert!(check.id_number_masked.contains('*') && !check.id_number_masked.contains(&id_number(0)[6..14]));
        assert_eq!(check.id_number_masked.len(), id_number(0).len());
    }
}
