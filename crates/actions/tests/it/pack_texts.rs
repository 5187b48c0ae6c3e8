//! A pack is known by its name and its text: what was approved stays as it was decided when the text is another.

use actions::{policies, registrations, years};
use domain::{certificate::CertificateKind, registration::State};
use policy::{Hours, Library, Outcome};

use crate::{
    act,
    library::policy_files,
    world::{World, YEAR, issue, worlds},
};

/// The same program with another text of every pack.
async fn with_another_text(world: &mut World) {
    let files = policy_files().into_iter().map(|(path, text)| {
        let text = if path.ends_with("rules.md") { format!("{text}\n另一个版本。\n") } else { text };
        (path, text)
    });
    let library = Library::from_files(files.collect::<Vec<_>>());
    world.reopened(|config| config.library = library).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_year_is_shown_as_it_was_decided() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        let id = world.approved(&world.teacher).await;
        let before = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        with_another_text(&mut world).await;
        let after = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!(after.assessment, before.assessment);
        assert_eq!(after.assessment.professional, Hours::from_whole(100));
        let first = after.explanation.steps.first().expect("a note");
        assert!(first.reason.text.contains("没有重新计算"), "{}", first.reason.text);
        let view = act!(world, world.approver, registrations::show, id).expect("the page");
        assert_eq!(view.assessment, before.assessment);
        assert!(view.items.iter().all(|item| item.preview.computed.is_none()), "nothing is worked out again");
        act!(world, world.verifier, registrations::queue, &registrations::QueueFilter::default()).expect("the queue");
        act!(world, world.teacher, registrations::summary_form, id).expect("the form");
        let refused = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR);
        let refused = refused.expect_err("not by another text");
        assert_eq!(refused.code, "pack.text-is-gone");
        assert!(refused.what.contains("指纹"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_comes_out_the_same_again() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued");
        let mut heard = Vec::new();
        let found = act!(world, world.auditor, policies::replay, |count| heard.push(count)).expect("judged again");
        assert_eq!((found.decisions, found.equal, found.without_pack), (2, 2, 0), "{:?}", found.different);
        assert_eq!(heard, [2]);
        with_another_text(&mut world).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert_eq!((found.decisions, found.equal, found.without_pack), (2, 0, 2), "nobody can say");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_decided_yet_is_judged_and_decided_by_the_text_that_there_is() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        with_another_text(&mut world).await;
        act!(world, world.approver, registrations::approve, id).expect("approved");
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!(account.registration.expect("registered").state, State::Approved);
        assert_eq!(account.assessment.outcome, Outcome::Satisfied);
        let issued = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR);
        assert_eq!(issued.expect("issued").pack_hash, world.app.pack().hash());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_under_another_text_keeps_nobody_from_being_approved_by_this_one() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        // A certificate in spring keeps a decision; an approval of another person is taken back later.
        act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR).expect("issued");
        let waiting = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let taken_back = world.approved(&world.colleague).await;
        with_another_text(&mut world).await;
        act!(world, world.approver, registrations::approve, waiting).expect("approved by the text that there is");
        act!(world, world.personnel, registrations::withdraw_approval, taken_back, "核定有误").expect("taken back");
        world.to_approval(&world.colleague, &world.verifier, taken_back).await;
        act!(world, world.approver, registrations::approve, taken_back).expect("approved anew");
        for (actor, id) in [(&world.teacher, waiting), (&world.colleague, taken_back)] {
            let view = act!(world, actor, registrations::show, id).expect("the page");
            assert_eq!(view.registration.pack_hash, world.app.pack().hash(), "what it was decided by");
        }
        let issued = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued");
        assert_eq!(issued.pack_hash, world.app.pack().hash());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_counts_an_approved_year_as_it_was_decided() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        // The same pack, now asking for more than anybody has.
        let files = policy_files()
            .into_iter()
            .map(|(path, text)| (path, text.replace("at_least_hours = 90", "at_least_hours = 900")));
        let library = Library::from_files(files.collect::<Vec<_>>());
        world.reopened(|config| config.library = library).await;
        let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
        assert_eq!(overview.iter().map(|line| line.done).sum::<i64>(), 1);
    }
}
