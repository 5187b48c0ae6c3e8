//! What a roster says it says of its year, also when it says the same as last year; what it says later changes no year that is
//! over (articles 1, 8 and 9).

use actions::{Applied, ImportReport, Mode, PackChoice, people, years};
use domain::table::Table;
use jiff::civil::date;
use policy::{Horizon, Obligation, Outcome};

use crate::{
    act,
    facts::{account, title, will_declare},
    judged_years::{judge_year, kept_of},
    world::{World, YEAR, id_number, worlds},
};

/// The teacher's row of a roster: the category, and what else stands in which column.
pub(crate) fn teacher_row(category: &str, more: &[(&str, &str)]) -> Table {
    let number = id_number(0);
    let first = [("工号", "T001"), ("姓名", "林晓"), ("身份证号", &number), ("所属部门", "机电工程学院")];
    let cells = || first.into_iter().chain([("岗位类别", category)]).chain(more.iter().copied());
    let (head, row): (Vec<&str>, Vec<&str>) = cells().unzip();
    Table::from_texts("名册", [head, row])
}

pub(crate) async fn take(world: &World, table: &Table) -> ImportReport {
    act!(world, world.personnel, people::import_roster, table, Mode::Apply).expect("a report")
}

/// The same on a day.
async fn take_on(world: &mut World, day: &str, table: &Table) -> ImportReport {
    world.now = format!("{day}T02:00:00Z").parse().expect("a moment");
    take(world, table).await
}

/// How many words of rosters are kept.
async fn words(world: &World) -> u64 {
    world.database.run("UPDATE person_year SET revision = revision").await
}

const UNCHANGED: Option<Applied> = Some(Applied { new: 0, changed: 0, unchanged: 1 });

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_that_repeats_last_years_words_says_them_of_this_year_too() {
    for mut world in worlds().await {
        for (place, (said, outcome)) in
            [("是", Outcome::NotSatisfied), ("否", Outcome::ReferenceOnly)].into_iter().enumerate()
        {
            let year = YEAR + 2 * i16::try_from(place).expect("a small number");
            take_on(&mut world, &format!("{year}-11-21"), &will_declare(said)).await;
            let before = words(&world).await;
            let next = format!("{}-03-01", year + 1);
            let tried = act!(world, world.personnel, people::import_roster, &will_declare(said), Mode::DryRun);
            assert_eq!(tried.expect("a report").notes, Vec::<String>::new(), "this year has said it");
            let again = take_on(&mut world, &next, &will_declare(said)).await;
            assert_eq!((again.applied, words(&world).await), (UNCHANGED, before + 1));
            assert!(again.notes[0].contains(&format!("{} 年的名册第一次写到 1 人", year + 1)), "{:?}", again.notes);
            let third = take_on(&mut world, &next, &will_declare(said)).await;
            assert_eq!((third.applied, third.notes.len(), words(&world).await), (UNCHANGED, 0, before + 1));

            world.now = format!("{}-03-01T02:00:00Z", year + 2).parse().expect("a moment");
            let account = account(&world, year + 2).await;
            assert_eq!(title(&account).outcome, outcome, "{said}: {}", account.explanation.to_chinese());
        }
        let filter = actions::audit::AuditFilter { name: "roster.imported".to_owned(), ..Default::default() };
        let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        assert!(log.lines[1].sentence.contains("未变 1（其中本年度首次记下 1）"), "{}", log.lines[1].sentence);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_something_else_says_the_year_too_and_a_list_without_the_column_does_not() {
    let declaring = ("下一年度申报职称", "是");
    for (row, expected) in [
        (teacher_row("专任教师", &[declaring, ("现职称", "讲师")]), Outcome::NotSatisfied),
        (teacher_row("专任教师", &[("现职称", "讲师")]), Outcome::Undetermined),
        (teacher_row("专任教师", &[]), Outcome::Undetermined),
    ] {
        for mut world in worlds().await {
            take(&world, &teacher_row("专任教师", &[declaring])).await;
            take_on(&mut world, "2027-03-01", &row).await;
            world.now = "2028-03-01T02:00:00Z".parse().expect("a moment");
            assert_eq!(title(&account(&world, YEAR + 2).await).outcome, expected);
        }
    }
}

/// The teacher in a roster of another year.
fn of_year(year: &str, category: &str, declares: &str) -> Table {
    teacher_row(category, &[("下一年度申报职称", declares), ("名册年度", year)])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_of_last_year_says_what_nobody_said_of_it_and_nothing_of_now() {
    for world in worlds().await {
        let person =
            async || act!(world, world.personnel, people::by_staff_number, "T001").expect("an answer").expect("known");
        let (before, words_before) = (person().await, words(&world).await);
        assert_eq!(title(&account(&world, YEAR).await).outcome, Outcome::Undetermined);
        // Alone it would be the word of the year after it as well.
        let gap = take(&world, &of_year("2024", "管理岗", "是")).await.problems.remove(0).problem;
        assert!(gap.contains("请先导入 2025 年度的名册"), "{gap}");
        let report = take(&world, &of_year("2025", "管理岗", "是")).await;
        assert_eq!(report.applied, Some(Applied { new: 0, changed: 1, unchanged: 0 }), "{:?}", report.problems);
        assert_eq!(report.changes[0].difference.label(), "往年的岗位类别和申报打算");
        let now = account(&world, YEAR).await;
        assert_eq!((title(&now).outcome, now.assessment.obligation), (Outcome::NotSatisfied, Obligation::Full));
        assert_eq!(account(&world, YEAR - 1).await.person.category, policy::StaffCategory::Administrative);
        assert_eq!((person().await, words(&world).await), (before, words_before + 1));
        let history = act!(world, world.personnel, people::show, world.teacher.person).expect("the page").history;
        let told = "2025 年度的岗位类别和申报打算";
        assert!(history.iter().any(|line| line.sentence.contains(told)), "{history:?}");

        let again = take(&world, &of_year("2025年度", "管理岗", "是")).await;
        assert_eq!((again.applied, words(&world).await), (UNCHANGED, words_before + 1));
        let refused = async |table: Table| take(&world, &table).await.problems.remove(0).problem;
        let otherwise = refused(of_year("2025", "管理岗", "否")).await;
        assert!(otherwise.contains("往年的内容不再改动"), "{otherwise}");
        for year in ["2018", "2027"] {
            assert_eq!(refused(of_year(year, "管理岗", "否")).await, "应在 2019 至 2026 之间。");
        }
        let unsaid = refused(teacher_row("管理岗", &[("名册年度", "2024")])).await;
        assert!(unsaid.contains("要写明下一年度是否申报职称"), "{unsaid}");
        let mut stranger = of_year("2025", "管理岗", "是");
        stranger.rows[1].cells[0] = domain::table::Cell::Text("T900".to_owned());
        stranger.rows[1].cells[2] = domain::table::Cell::Text(id_number(90));
        assert!(refused(stranger).await.contains("请先导入今年的名册"));
        assert_eq!(words(&world).await, words_before + 1, "nothing of it was written");
        let this_year = take(&world, &of_year("2026", "管理岗", "是")).await;
        assert_eq!((this_year.obligations, person().await.category), (1, policy::StaffCategory::Administrative));
    }
}

/// The teacher declares a title in a series.
fn in_series(series: &str) -> Table {
    teacher_row("专任教师", &[("职称系列", series), ("下一年度申报职称", "是")])
}

#[tokio::test(flavor = "multi_thread")]
async fn another_series_changes_no_year_that_is_over() {
    for mut world in worlds().await {
        // The pack in which the days of the series are known: teachers on 1 December, engineers on 15 September.
        world.reopened(|config| config.pack = PackChoice::Named("sample-2026".to_owned())).await;
        take(&world, &in_series("高等学校教师")).await;
        world.now = "2027-11-01T02:00:00Z".parse().expect("a moment");
        let number = id_number(0);
        let row = ["2027", &number, "林晓", "公需科目必修课", "10", "1", "86", "2027-10-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        take_on(&mut world, "2028-03-01", &in_series("工程技术")).await;

        let year = YEAR + 1;
        let now = account(&world, year).await;
        assert_eq!(title(&now).outcome, Outcome::Satisfied, "{}", now.explanation.to_chinese());
        assert_eq!(now.person.title_series.as_deref(), Some("高等学校教师"));
        assert!(now.deadlines.iter().any(|line| line.date == date(2027, 11, 30)), "{:?}", now.deadlines);
        let seen = async |day| {
            let known = Horizon { as_of: None, known_on: Some(day) };
            let seen = act!(world, world.personnel, years::retrospect, year, world.teacher.person, known);
            let seen = seen.expect("a retrospect");
            seen.assessment.consequences.into_iter().find(|line| line.id == "title").expect("the title").outcome
        };
        assert_eq!(seen(date(2027, 12, 31)).await, Outcome::Satisfied, "as it was known then");
        assert_eq!(seen(date(2028, 3, 1)).await, Outcome::Satisfied, "as it is known since");
        judge_year(&world, year).await;
        let kept = kept_of(&world, year).await.remove(&world.teacher.person).expect("judged");
        let kept: serde_json::Value = serde_json::from_str(&kept.result).expect("JSON");
        let told: Vec<Outcome> = now.assessment.consequences.iter().map(|line| line.outcome).collect();
        assert_eq!(kept["consequences"], serde_json::json!(told), "among everybody too");

        let since = account(&world, YEAR + 2).await;
        assert_eq!(since.person.title_series.as_deref(), Some("工程技术"));
        let view = act!(world, world.personnel, people::show, world.teacher.person).expect("the page");
        assert_eq!(view.person.title_series.as_deref(), Some("工程技术"), "what the newest roster says");
    }
}
