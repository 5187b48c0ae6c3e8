//! Everybody's year, judged and kept: the same as the account of each says, once for each change, whole or not at all.

use std::collections::BTreeMap;

use actions::{
    Mode, people, policies, training_years,
    years::{self, YearsJudged},
};
use domain::{
    access::Actor, certificate::CertificateKind, ids::PersonId, refusal::RefusalKind, training_year::TrainingYear,
};
use jiff::civil::date;
use policy::{Horizon, Hours, Library, Outcome};
use serde_json::Value;
use store::year_rows::{self, DecisionRow};

use crate::{
    act,
    exams::settings,
    facts::{account, will_declare},
    library::policy_files,
    pack_texts::{with_another_text, with_the_text_gone},
    standings::{take, teacher_row},
    world::{World, YEAR, id_number, issue, worlds},
};

/// Judges everybody's year by the personnel office.
pub(crate) async fn judge_year(world: &World, year: i16) -> YearsJudged {
    years::judge(&world.app, world.personnel.clone(), year, world.now, |_, _| ()).await.expect("judged")
}

async fn judged(world: &World, actor: &Actor) -> Result<YearsJudged, domain::refusal::Refusal> {
    years::judge(&world.app, actor.clone(), YEAR, world.now, |_, _| ()).await
}

/// What is kept of everybody.
async fn kept(world: &World) -> BTreeMap<PersonId, DecisionRow> {
    kept_of(world, YEAR).await
}

/// The same of a year.
pub(crate) async fn kept_of(world: &World, year: i16) -> BTreeMap<PersonId, DecisionRow> {
    let store = world.store().await;
    let mut tx = store.read().await.expect("a transaction");
    let people = year_rows::people(&mut tx, None, 100).await.expect("people");
    let rows = year_rows::fill(&mut tx, year, people).await.expect("their year");
    rows.into_iter().filter_map(|row| Some((row.person, row.decision?))).collect()
}

/// Somebody's items as nobody can read them.
pub(crate) async fn with_broken_items(world: &World, actor: &Actor) {
    let broken = "UPDATE registration SET item_rows = REPLACE(item_rows, '{', '[')";
    world.run(&format!("{broken} WHERE person_id = '{}'", actor.person)).await;
}

async fn decisions(world: &World) -> i64 {
    let store = world.store().await;
    let mut tx = store.read().await.expect("a transaction");
    store::year_decisions::count(&mut tx, YEAR).await.expect("a number")
}

/// Years of every sort: approved, handed in, a draft, nothing; with the public course and without.
async fn of_every_sort(world: &World) {
    // More study than the reports tell of, so that it matters what is settled.
    let year = TrainingYear { study_hours: Hours::from_whole(12), ..settings() };
    act!(world, world.personnel, training_years::settle, &year).expect("settled");
    world.passed_public_exam().await;
    world.approved(&world.teacher).await;
    world.verified(&world.colleague, &world.verifier).await;
    world.filled(&world.approver, &["40", "62.5"]).await;
    let (name, course) = ("郑批", "公需科目必修课");
    let number = id_number(4);
    let row = ["2026", &number, name, course, "10", "3", "50", "2026-06-01 10:00", "不合格", "10"];
    world.import_public_exam(&[row]).await;
    // Of a connected system: beside nothing, beside other items, for an approved item and for one of a draft.
    let hours = [
        ("HY1", 8, "陈计", "古籍修复研修", "16"),
        ("HY2", 1, "周敏", "古籍修复研修", "4"),
        ("HY3", 0, "林晓", "教学能力研修 1", "24"),
        ("HY4", 3, "吴批", "教学能力研修 1", "24"),
    ];
    let table = crate::industry_hours::industry_table(&hours);
    let import = actions::people::import_industry_hours;
    let report = act!(world, world.personnel, import, &table, "甲系统", actions::Mode::Apply).expect("a report");
    assert_eq!((report.good, report.notes.len()), (4, 1), "{:?}", report.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_each_is_what_the_account_of_each_says() {
    for world in worlds().await {
        of_every_sort(&world).await;
        let mut heard = Vec::new();
        let done =
            years::judge(&world.app, world.personnel.clone(), YEAR, world.now, |done, of| heard.push((done, of)));
        let done = done.await.expect("judged");
        assert_eq!(heard.last(), Some(&(10, 10)));
        assert_eq!((done.people, done.kept, done.unchanged, done.unreadable_count), (10, 10, 0, 0));
        assert_eq!((done.met, done.unmet + done.undetermined), (1, 9), "{done:?}");
        let kept = kept(&world).await;
        assert_eq!(kept.len(), 10);
        for (person, decision) in kept {
            let account = act!(world, world.personnel, years::account, YEAR, Some(person)).expect("the account");
            let said: Value = serde_json::from_str(&decision.result).expect("JSON");
            let expected = serde_json::json!({
                "obligation": account.assessment.obligation,
                "outcome": account.assessment.outcome,
                "public": account.assessment.public,
                "professional": account.assessment.professional,
                "requirements": outcomes(account.assessment.requirements.iter().map(|one| one.outcome)),
                "certificates": outcomes(account.assessment.certificates.iter().map(|one| one.outcome)),
                "consequences": outcomes(account.assessment.consequences.iter().map(|one| one.outcome)),
            });
            assert_eq!(said, expected, "{}", account.person.name);
            assert_eq!(decision.pack_hash, account.pack.hash());
        }
    }
}

fn outcomes(outcomes: impl Iterator<Item = Outcome>) -> Vec<Outcome> {
    outcomes.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_is_kept_again_and_the_earlier_decision_stays() {
    for world in worlds().await {
        of_every_sort(&world).await;
        judged(&world, &world.personnel).await.expect("judged");
        let (before, events) = (kept(&world).await, world.events().await);
        let again = judged(&world, &world.personnel).await.expect("judged again");
        assert_eq!((again.kept, again.unchanged, again.differing_count), (0, 10, 0));
        assert_eq!((kept(&world).await, world.events().await), (before.clone(), events), "nothing was written");
        let number = id_number(4);
        let row = ["2026", &number, "郑批", "公需科目必修课", "10", "3", "90", "2026-06-02 10:00", "合格", "30"];
        world.import_public_exam(&[row]).await;
        let changed = judged(&world, &world.personnel).await.expect("judged once more");
        assert_eq!((changed.kept, changed.unchanged), (1, 9));
        let after = kept(&world).await;
        let differing: Vec<_> =
            after.iter().filter(|(person, decision)| before.get(*person) != Some(*decision)).collect();
        assert_eq!(differing.len(), 1);
        assert_eq!(*differing[0].0, world.second_approver.person);
        assert!(differing[0].1.judging > before[differing[0].0].judging);
        assert_eq!(decisions(&world).await, 11, "what was superseded stays");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_personnel_office_may_and_only_a_year_that_there_is() {
    for world in worlds().await {
        for actor in [&world.teacher, &world.verifier, &world.approver, &world.auditor, &world.administrator] {
            assert_eq!(judged(&world, actor).await.expect_err("refused").kind, RefusalKind::NotFound);
        }
        let refused = years::judge(&world.app, world.personnel.clone(), 1999, world.now, |_, _| ()).await;
        assert_eq!(refused.expect_err("refused").kind, RefusalKind::NotFound);
        assert_eq!(decisions(&world).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_interrupted_leaves_nothing_half_done_and_goes_on_later() {
    for world in worlds().await {
        of_every_sort(&world).await;
        let (judged_all, has_judged) = tokio::sync::oneshot::channel();
        let mut judged_all = Some(judged_all);
        let tell = |_, _| {
            judged_all.take().map(|tell| tell.send(()));
        };
        tokio::select! {
            biased;
            _ = has_judged => {}
            _ = years::judge(&world.app, world.personnel.clone(), YEAR, world.now, tell) => {}
        }
        let done = judged(&world, &world.personnel).await.expect("judged");
        assert!([(10, 0), (0, 10)].contains(&(done.kept, done.unchanged)), "{done:?}");
        assert_eq!((decisions(&world).await, kept(&world).await.len()), (10, 10));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_judges_one_by_one_is_refused_and_can_still_be_tried_out() {
    for mut world in worlds().await {
        of_every_sort(&world).await;
        let carrying = |text: String| text.replace("chosen = \"each-item\"", "chosen = \"whole-year\"");
        let mut files = policy_files();
        let mut own: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("guet-2022/")).cloned().collect();
        own.retain(|(path, _)| path.ends_with("rules.md") || path.contains("/tables/"));
        for (path, text) in own {
            files.push((path.replace("guet-2022", "carrying"), carrying(text)));
        }
        let (library, pack_name) = (Library::from_files(files), "carrying".to_owned());
        library.load("carrying").expect("a pack");
        world.reopened(|config| (config.library, config.pack) = (library, actions::PackChoice::Named(pack_name))).await;
        let refused = judged(&world, &world.personnel).await.expect_err("refused");
        assert_eq!((refused.kind, refused.code), (RefusalKind::Conflict, "policy.not-in-bulk"), "{refused}");
        assert_eq!(decisions(&world).await, 0);
        let question = actions::policies::Question {
            new: "carrying".to_owned(),
            against: Some("guet-2022".to_owned()),
            year: YEAR,
            only: actions::policies::Only::default(),
        };
        let tried = act!(world, world.personnel, actions::policies::simulate, &question, |_, _| ()).expect("tried");
        assert_eq!((tried.all.people, tried.unreadable), (10, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_judged_and_what_comes_out_otherwise_is_named() {
    for world in worlds().await {
        of_every_sort(&world).await;
        judged(&world, &world.personnel).await.expect("judged");
        let person = world.second_approver.person;
        world.run(&format!("UPDATE year_decision SET result = '{{}}' WHERE person_id = '{person}'")).await;
        with_broken_items(&world, &world.teacher).await;
        let found = judged(&world, &world.personnel).await.expect("judged");
        assert_eq!((found.people, found.kept, found.unchanged), (10, 0, 8));
        assert_eq!((found.differing_count, found.unreadable_count), (1, 1));
        assert_eq!(found.differing[0].staff_number, "T005");
        assert_eq!(found.unreadable[0].staff_number, "T001");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_year_is_judged_by_the_text_that_decided_it_and_stays_as_it_was_where_that_is_gone() {
    for mut world in worlds().await {
        of_every_sort(&world).await;
        with_the_text_gone(&mut world).await;
        let done = judged(&world, &world.personnel).await.expect("judged");
        assert_eq!((done.people, done.kept, done.as_decided), (10, 9, 1));
        assert!(!kept(&world).await.contains_key(&world.teacher.person));
    }
    for mut world in worlds().await {
        of_every_sort(&world).await;
        let decided_by = world.app.pack().hash().to_owned();
        with_another_text(&mut world).await;
        let done = judged(&world, &world.personnel).await.expect("judged");
        assert_eq!((done.people, done.kept, done.as_decided), (10, 10, 0));
        assert_eq!(kept(&world).await[&world.teacher.person].pack_hash, decided_by);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_is_judged_again_and_a_difference_is_named() {
    for mut world in worlds().await {
        of_every_sort(&world).await;
        judged(&world, &world.personnel).await.expect("judged");
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again").years;
        assert_eq!((found.decisions, found.equal, found.different_count), (10, 10, 0), "{found:?}");

        // One that somebody changed, one whose facts went on, one that was kept anew.
        world.now = world.now.checked_add(jiff::ToSpan::hours(1)).expect("a moment");
        let person = world.second_approver.person;
        world.run(&format!("UPDATE year_decision SET result = '{{}}' WHERE person_id = '{person}'")).await;
        let person = world.stranger.person;
        world.run(&format!("UPDATE year_decision SET explanation_hash = 'x' WHERE person_id = '{person}'")).await;
        let number = id_number(1);
        let row = ["2026", &number, "周敏", "公需科目必修课", "10", "3", "90", "2026-06-02 10:00", "合格", "30"];
        world.import_public_exam(&[row]).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again").years;
        assert_eq!((found.decisions, found.equal, found.different_count), (10, 8, 2), "{found:?}");
        assert_eq!((found.as_known_then, found.facts_lost), (1, 0));
        let named = |number: &str| found.different.iter().find(|one| one.staff_number == number).expect("named");
        assert!(named("T005").problem.contains("结论与存档的不同"));
        assert!(found.different.iter().all(|one| (one.year, one.judging) == (YEAR, 1)));
        judged(&world, &world.personnel).await.expect("judged");
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again").years;
        assert_eq!((found.decisions, found.equal, found.different_count), (11, 9, 2), "{found:?}");
        assert_eq!((found.as_known_then, found.facts_lost), (1, 0));

        with_another_text(&mut world).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again").years;
        assert_eq!((found.equal, found.without_pack), (9, 0), "by the text that is kept");
        with_the_text_gone(&mut world).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again").years;
        assert_eq!((found.equal, found.without_pack), (0, 11), "nobody can say");
    }
}

/// The digest of next year's facts of somebody who declares a title, after a year that came to this.
fn declaring_after(world: &World, category: policy::StaffCategory, last_year: Option<Outcome>) -> String {
    let facts = policy::YearFacts {
        declares_title_next_year: true,
        declares_title_this_year: Some(true),
        last_year,
        ..policy::YearFacts::of(YEAR + 1, category)
    };
    let mut judge = policy::Judge::new(world.app.pack()).expect("a judge");
    judge.judge(&facts, &mut []).expect("judged").inputs_hash()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_printed_a_certificate_and_came_to_owe_the_whole_year_is_not_told_that_they_met_it() {
    let office = |declares| teacher_row("管理岗", &[("下一年度申报职称", declares)]);
    for mut world in worlds().await {
        take(&world, &office("否")).await;
        world.passed_public_exam().await;
        act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR).expect("issued");
        take(&world, &office("是")).await;
        world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
        let own = account(&world, YEAR).await.assessment;
        assert_eq!((own.obligation, own.outcome), (policy::Obligation::Full, Outcome::NotSatisfied));
        for (expected, outcome) in
            [("重要参考：还没有 2026 年度的结论。", None), ("2026 年度学习任务未达到。", Some(Outcome::NotSatisfied))]
        {
            let told = account(&world, YEAR + 1).await.explanation.to_chinese();
            assert!(told.contains(expected), "{told}");
            let seen =
                act!(world, world.personnel, years::retrospect, YEAR + 1, world.teacher.person, Horizon::default());
            let seen = seen.expect("a retrospect").explanation.to_chinese();
            assert!(seen.contains(expected), "{seen}");
            judge_year(&world, YEAR + 1).await;
            let expected = declaring_after(&world, policy::StaffCategory::Administrative, outcome);
            assert_eq!(kept_of(&world, YEAR + 1).await[&world.teacher.person].inputs_hash, expected);
            judge_year(&world, YEAR).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_that_was_judged_when_it_was_closed_says_how_it_ended_to_one_as_to_all() {
    for mut world in worlds().await {
        let imported = act!(world, world.personnel, people::import_roster, &will_declare("是"), Mode::Apply);
        imported.expect("a report").applied.expect("applied");
        let told = async |world: &World| account(world, YEAR + 1).await.explanation.to_chinese();
        judged(&world, &world.personnel).await.expect("judged");
        world.now = "2027-01-05T02:00:00Z".parse().expect("a moment");
        assert!(told(&world).await.contains("还没有 2026 年度的结论"), "what was judged while it was open is none");
        assert_eq!(judge_year(&world, YEAR + 1).await.kept, 10);

        let closing = judged(&world, &world.personnel).await.expect("judged");
        assert_eq!((closing.kept, closing.unchanged), (10, 0), "the same, and now a conclusion");
        let again = judged(&world, &world.personnel).await.expect("judged");
        assert_eq!((again.kept, again.unchanged), (0, 10));
        assert!(told(&world).await.contains("重要参考：2026 年度学习任务未达到。"), "{}", told(&world).await);
        assert_eq!(judge_year(&world, YEAR + 1).await.kept, 10, "everybody's next year has another fact");
        let expected = declaring_after(&world, policy::StaffCategory::FullTimeTeacher, Some(Outcome::NotSatisfied));
        assert_eq!(kept_of(&world, YEAR + 1).await[&world.teacher.person].inputs_hash, expected);

        let seen = async |day| {
            let known = Horizon { as_of: None, known_on: Some(day) };
            let seen = act!(world, world.personnel, years::retrospect, YEAR + 1, world.teacher.person, known);
            seen.expect("a retrospect").explanation.to_chinese()
        };
        assert!(seen(date(2027, 1, 4)).await.contains("还没有 2026 年度的结论"));
        assert!(seen(date(2027, 1, 5)).await.contains("2026 年度学习任务未达到"));
    }
}
