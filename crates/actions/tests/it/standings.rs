//! What a roster says it says of its year, also when it says the same as last year; what it says later changes no year that is
//! over (articles 1, 8 and 9).

use actions::{ImportReport, Mode, PackChoice, people, years};
use domain::table::Table;
use jiff::civil::date;
use policy::{Horizon, Outcome};

use crate::{
    act,
    facts::{account, title},
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
