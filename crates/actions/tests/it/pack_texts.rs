//! A pack is known by its name and its text: what was approved is judged by the text that it was decided by, which the
//! database keeps, and stays as it was decided where even that is gone.

use actions::{
    PackChoice,
    audit::{self, AuditFilter},
    policies, registrations, years,
};
use domain::{certificate::CertificateKind, registration::State};
use policy::{Hours, Library, Outcome};

use crate::{
    act,
    library::policy_files,
    world::{World, YEAR, issue, worlds},
};

/// The same program with another text of every pack.
pub(crate) async fn with_another_text(world: &mut World) {
    let files = policy_files().into_iter().map(|(path, text)| {
        let text = if path.ends_with("rules.md") { format!("{text}\n另一个版本。\n") } else { text };
        (path, text)
    });
    let library = Library::from_files(files.collect::<Vec<_>>());
    world.reopened(|config| config.library = library).await;
}

/// The same where nobody has the text any more that decisions were made with.
pub(crate) async fn with_the_text_gone(world: &mut World) {
    world.run("DELETE FROM pack_text").await;
    with_another_text(world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_approved_gets_their_certificate_by_the_text_that_decided_it() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        let id = world.approved(&world.teacher).await;
        let decided_by = world.app.pack().hash().to_owned();
        let before = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        with_another_text(&mut world).await;
        assert_ne!(world.app.pack().hash(), decided_by);
        let after = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!(after.assessment, before.assessment);
        let view = act!(world, world.approver, registrations::show, id).expect("the page");
        assert_eq!(view.registration.pack_hash, decided_by);
        let issued = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued");
        assert_eq!(issued.pack_hash, decided_by);
        // The next program reads it too, and so does whoever judges again.
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert_eq!((found.decisions, found.equal, found.lacks_packs()), (2, 2, false), "{:?}", found.different);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_says_something_else_under_its_name_is_told_in_the_log_when_the_program_starts() {
    for mut world in worlds().await {
        let start = async |world: &World| {
            let mut act = world.app.write(Some(world.administrator.clone()), world.now, None).await.expect("an act");
            policies::put_in_force(&mut act).await.expect("put in force");
            act.commit("/").await.expect("kept");
        };
        start(&world).await;
        with_another_text(&mut world).await;
        for _ in 0..2 {
            start(&world).await;
        }
        let filter = AuditFilter { name: "policy.put-in-force".to_owned(), ..AuditFilter::default() };
        let log = act!(world, world.auditor, audit::list, &filter, 1).expect("the log");
        assert_eq!(log.total, 2, "once, and once for the other text");
        let said = &log.lines[0].sentence;
        assert!(said.contains("guet-2022（指纹 ") && said.contains("原为guet-2022（指纹 "), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_scenario_makes_no_other_pack() {
    for mut world in worlds().await {
        let hash = world.app.pack().hash().to_owned();
        let files = policy_files().into_iter().filter(|(path, _)| !path.contains("/scenarios/"));
        let library = Library::from_files(files.collect::<Vec<_>>());
        world.reopened(|config| config.library = library).await;
        assert_eq!(world.app.pack().hash(), hash);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_registered_under_the_pack_that_was_in_force_when_it_began() {
    for mut world in worlds().await {
        let mut files = policy_files();
        let (_, rules) = files.iter().find(|(path, _)| path == "guet-2022/rules.md").expect("the pack").clone();
        let since = rules.replace("from = \"2022-01-01\"", "from = \"2027-01-01\"\nsucceeds = \"guet-2022\"");
        let tables: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("guet-2022/tables/")).cloned().collect();
        files.extend(tables.into_iter().map(|(path, text)| (path.replace("guet-2022", "guet-2027"), text)));
        files.push(("guet-2027/rules.md".to_owned(), since));
        world
            .reopened(|config| {
                config.library = Library::from_files(files);
                config.pack = PackChoice::Named("guet-2027".to_owned());
            })
            .await;
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("opened");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.registration.pack_name, "guet-2022");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_year_whose_text_is_gone_is_shown_as_it_was_decided() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        let id = world.approved(&world.teacher).await;
        let before = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        with_the_text_gone(&mut world).await;
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
        with_the_text_gone(&mut world).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert_eq!((found.decisions, found.equal, found.without_pack), (2, 0, 2), "nobody can say");
        assert!(found.lacks_packs());
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
