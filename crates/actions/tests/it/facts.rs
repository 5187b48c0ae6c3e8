//! Facts of a year stay what they were, and a year is done only when it was checked and approved.

use actions::{Mode, people, registrations, years};
use policy::{Obligation, Outcome, StaffCategory};

use crate::{
    act,
    standings::teacher_row,
    world::{World, YEAR, id_number, roster_of, worlds},
};

fn as_office_staff() -> domain::table::Table {
    let row = ["T001", "林晓", &id_number(0), "机电工程学院", StaffCategory::Administrative.label()];
    roster_of(&[row.map(str::to_owned)])
}

async fn obligation(world: &World, year: i16) -> Obligation {
    act!(world, world.teacher, years::account, year, None).expect("the account").assessment.obligation
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_roster_does_not_change_last_years_obligation() {
    for mut world in worlds().await {
        assert_eq!(obligation(&world, YEAR).await, Obligation::Full);
        world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
        let report = act!(world, world.personnel, people::import_roster, &as_office_staff(), Mode::Apply);
        assert_eq!(report.expect("a report").applied.expect("applied").changed, 1);
        for (year, expected) in [
            (YEAR - 1, Obligation::Full),
            (YEAR, Obligation::Full),
            (YEAR + 1, Obligation::PublicExamOnly),
            (YEAR + 2, Obligation::PublicExamOnly),
        ] {
            assert_eq!(obligation(&world, year).await, expected, "{year}");
        }
        let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
        assert_eq!(overview.iter().map(|line| line.people).sum::<i64>(), 10);
        let again = act!(world, world.personnel, people::import_roster, &as_office_staff(), Mode::Apply);
        assert_eq!(again.expect("a report").applied.expect("applied").unchanged, 1);
    }
}

/// How many of the teacher's unit are done.
async fn done(world: &World) -> i64 {
    let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
    overview.iter().find(|line| line.unit.id == world.units[0]).expect("the unit").done
}

async fn outcome(world: &World) -> Outcome {
    act!(world, world.teacher, years::account, YEAR, None).expect("the account").assessment.outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_done_before_the_approval() {
    for world in worlds().await {
        let number = id_number(0);
        let row = ["2026", &number, "林晓", "公需科目必修课", "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        assert_eq!(done(&world).await, 0, "a draft");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        assert_eq!(done(&world).await, 0, "handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        for line in act!(world, world.verifier, registrations::show, id).expect("the page").items {
            let accept = registrations::ItemDecision::Accept;
            act!(world, world.verifier, registrations::decide_item, id, line.item.id, accept).expect("accepted");
        }
        act!(world, world.verifier, registrations::return_to_person, id, "请补一份日程").expect("returned");
        assert_eq!(outcome(&world).await, Outcome::Satisfied, "the hours alone would do");
        assert_eq!(done(&world).await, 0, "returned");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_owes_the_exam_alone_is_done_with_it() {
    for mut world in worlds().await {
        world.now = "2026-11-21T02:00:00Z".parse().expect("a moment");
        act!(world, world.personnel, people::import_roster, &as_office_staff(), Mode::Apply).expect("a report");
        assert_eq!((obligation(&world, YEAR).await, done(&world).await), (Obligation::PublicExamOnly, 0));
        let number = id_number(0);
        let row = ["2026", &number, "林晓", "公需科目必修课", "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        assert_eq!(done(&world).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_preview_promises_is_what_adding_brings() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let mut form = world.form("研修", "");
        form.kind = "training-half-days".to_owned();
        form.answers = [("half_days".to_owned(), "10".to_owned())].into();
        let preview = act!(world, world.teacher, registrations::preview_item, id, &form).expect("a preview");
        act!(world, world.teacher, registrations::add_item, id, &form).expect("an item");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert!(preview.computed.is_some());
        assert_eq!(view.items[0].preview.computed, preview.computed);
        let foreign = act!(world, world.colleague, registrations::preview_item, id, &form);
        assert_eq!(foreign.expect_err("foreign").kind, domain::refusal::RefusalKind::NotFound);
    }
}

/// The teacher, as a roster tells whether they will declare a title, and in which series.
pub(crate) fn will_declare(next_year: &str) -> domain::table::Table {
    teacher_row("专任教师", &[("职称系列", "高等学校教师"), ("下一年度申报职称", next_year)])
}

pub(crate) async fn account(world: &World, year: i16) -> years::YearAccount {
    act!(world, world.teacher, years::account, year, None).expect("the account")
}

pub(crate) fn title(account: &years::YearAccount) -> &policy::Consequence {
    account.assessment.consequences.iter().find(|line| line.id == "title").expect("the declaration of a title")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_is_told_by_what_was_said_the_year_before_and_by_nothing_else() {
    for mut world in worlds().await {
        // The pack in which the days of the title series are known.
        world.reopened(|config| config.pack = actions::PackChoice::Named("sample-2026".to_owned())).await;
        let unknown = account(&world, YEAR).await;
        assert_eq!(title(&unknown).outcome, Outcome::Undetermined);
        assert!(!unknown.explanation.to_chinese().contains("不申报职称"), "nobody said so");
        for (said, outcome, dates) in [("是", Outcome::NotSatisfied, 3), ("否", Outcome::ReferenceOnly, 2)] {
            let imported = act!(world, world.personnel, people::import_roster, &will_declare(said), Mode::Apply);
            imported.expect("a report").applied.expect("applied");
            world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
            let next = account(&world, YEAR + 1).await;
            assert_eq!(title(&next).outcome, outcome, "{said}");
            assert_eq!(next.deadlines.len(), dates, "{:?}", next.deadlines);
            world.now = "2026-11-23T02:00:00Z".parse().expect("a moment");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_and_their_articles_are_those_of_the_pack() {
    for world in worlds().await {
        let told: Vec<_> = account(&world, YEAR).await.deadlines.into_iter().map(|line| line.article).collect();
        assert_eq!(told, ["第八条", "第六条（四）"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn last_year_is_what_was_decided_about_it() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        let imported = act!(world, world.personnel, people::import_roster, &will_declare("是"), Mode::Apply);
        imported.expect("a report").applied.expect("applied");
        world.approved(&world.teacher).await;
        world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
        let told = account(&world, YEAR + 1).await.explanation.to_chinese();
        assert!(told.contains("重要参考：2026 年度学习任务已达到"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_whose_approval_was_taken_back_ended_in_nothing() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        let imported = act!(world, world.personnel, people::import_roster, &will_declare("是"), Mode::Apply);
        imported.expect("a report").applied.expect("applied");
        let id = world.approved(&world.teacher).await;
        act!(world, world.personnel, registrations::withdraw_approval, id, "核定有误").expect("taken back");
        world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
        let told = account(&world, YEAR + 1).await.explanation.to_chinese();
        assert!(!told.contains("2026 年度学习任务已达到") && !told.contains("2026 年度学习任务未达到"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_year_is_told_as_it_was_decided_until_something_new_is_learned() {
    for world in worlds().await {
        world.approved(&world.teacher).await;
        let decided = account(&world, YEAR).await;
        assert!(
            decided.explanation.steps[0].reason.text.contains("没有重新计算"),
            "{:?}",
            decided.explanation.steps[0]
        );
        assert_eq!((decided.assessment.outcome, done(&world).await), (Outcome::NotSatisfied, 0));
        let articles: Vec<_> = decided.explanation.steps.iter().map(|step| step.reason.article.as_str()).collect();
        assert!(articles.contains(&"第二条"), "kept steps keep their articles: {articles:?}");
        let annual = decided.assessment.certificates.iter().find(|line| line.id == "annual").expect("the certificate");
        assert_eq!((annual.outcome, annual.beyond.is_some()), (Outcome::Satisfied, true));
        world.passed_public_exam().await;
        let learned = account(&world, YEAR).await;
        assert!(!learned.explanation.steps[0].reason.text.contains("没有重新计算"));
        assert_eq!((learned.assessment.outcome, done(&world).await), (Outcome::Satisfied, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_elective_is_not_the_exam_of_whoever_owes_none() {
    for mut world in worlds().await {
        world.now = "2026-11-21T02:00:00Z".parse().expect("a moment");
        let number = id_number(0);
        let worker = roster_of(&[["T001", "林晓", &number, "机电工程学院", "工勤"].map(str::to_owned)]);
        act!(world, world.personnel, people::import_roster, &worker, Mode::Apply).expect("a report");
        let row = ["2026", &number, "林晓", "礼仪（选修）", "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        let told = account(&world, YEAR).await.assessment;
        assert!(!told.exam_passed && told.public == policy::Hours::from_whole(15));
        let exam = told.requirements.iter().find(|line| line.id == "public-exam").expect("the examination");
        assert_eq!((exam.outcome, exam.met), (Outcome::ReferenceOnly, false));
    }
}
