//! Spreadsheets: dry runs, repetitions, problems by row, nothing half done.

use actions::{Applied, Mode, people};
use domain::refusal::RefusalKind;

use crate::{
    act,
    world::{id_number, public_exam_table, roster_of, roster_table, units_table, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_same_spreadsheet_again_changes_nothing() {
    for world in worlds().await {
        let units = act!(world, world.personnel, actions::units::import, &units_table(), Mode::Apply).expect("units");
        assert_eq!(units.applied, Some(Applied { new: 0, changed: 0, unchanged: 2 }));
        let roster = act!(world, world.personnel, people::import_roster, &roster_table(), Mode::Apply).expect("people");
        assert_eq!(roster.applied, Some(Applied { new: 0, changed: 0, unchanged: 10 }));
        let denied = act!(world, world.teacher, people::import_roster, &roster_table(), Mode::DryRun);
        assert_eq!(denied.expect_err("not personnel").kind, RefusalKind::Forbidden);
    }
}

fn row(number: &str, name: &str, id: String, unit: &str) -> [String; 5] {
    [number.to_owned(), name.to_owned(), id, unit.to_owned(), "专任教师".to_owned()]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_row_that_contradicts_what_is_known_is_a_problem() {
    for world in worlds().await {
        let table = roster_of(&[
            row("T001", "林晓", id_number(0), "信息与通信学院"),
            row("T002", "周敏", id_number(40), "机电工程学院"),
            row("T099", "吴批", id_number(3), "机电工程学院"),
            row("T100", "蒋新", id_number(41), "机电工程学院"),
            row("T101", "沈同", id_number(41), "机电工程学院"),
            row("T102", "韩无", id_number(42), "没有的学院"),
        ]);
        let dry = act!(world, world.personnel, people::import_roster, &table, Mode::DryRun).expect("a report");
        assert_eq!(dry.applied, None);
        assert_eq!(dry.planned, Applied { new: 2, changed: 1, unchanged: 0 });
        let rows: Vec<u32> = dry.problems.iter().map(|problem| problem.row).collect();
        assert_eq!(rows, [3, 4, 7], "{:?}", dry.problems);
        assert!(dry.problems.iter().all(|problem| !problem.value.contains(&id_number(40))));
        let all = act!(world, world.personnel, people::import_roster, &table, Mode::AllOrNothing).expect("a report");
        assert_eq!(all.applied, None);
        let none = act!(world, world.personnel, people::by_staff_number, "T100").expect("an answer");
        assert_eq!(none, None);
        act!(world, world.personnel, people::import_roster, &table, Mode::Apply).expect("a report");
        let moved = act!(world, world.personnel, people::by_staff_number, "T001").expect("an answer").expect("known");
        assert_eq!(moved.unit_name, "信息与通信学院");
        let history = act!(world, world.personnel, people::show, moved.id).expect("the page").history;
        assert!(history.iter().any(|line| line.sentence.contains("单位")), "{history:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn public_results_need_a_known_person_of_the_same_name() {
    for world in worlds().await {
        let (known, other, unknown) = (id_number(0), id_number(1), id_number(77));
        let at = "2026-06-01 10:00";
        let rows = [
            ["2026", &known, "林晓", "公需课", "10", "1", "86", at, "合格", "15"],
            ["2026", &other, "周名", "公需课", "10", "1", "86", at, "合格", "15"],
            ["2026", &unknown, "无人", "公需课", "10", "1", "86", at, "合格", "15"],
        ];
        let first = world.import_public_exam(&rows).await;
        assert_eq!(first.applied, Some(Applied { new: 1, changed: 0, unchanged: 0 }));
        let rows_with_problems: Vec<u32> = first.problems.iter().map(|problem| problem.row).collect();
        assert_eq!(rows_with_problems, [3, 4]);
        assert!(first.problems.iter().all(|problem| problem.value != other && problem.value != unknown));
        let again = world.import_public_exam(&rows).await;
        assert_eq!(again.applied, Some(Applied { new: 0, changed: 0, unchanged: 1 }));
        let better = public_exam_table(&[["2026", &known, "林晓", "公需课", "10", "2", "95", at, "合格", "15"]]);
        let dry = act!(world, world.personnel, people::import_public_exam, &better, "平台导出", Mode::DryRun);
        assert_eq!(dry.expect("a report").planned, Applied { new: 0, changed: 1, unchanged: 0 });
        act!(world, world.personnel, people::import_public_exam, &better, "平台导出", Mode::Apply).expect("applied");
        let history = act!(world, world.personnel, people::show, world.teacher.person).expect("the page").history;
        let line = history.iter().find(|line| line.name == "public-result.changed").expect("on record");
        assert_eq!(
            line.sentence,
            "更正了 2026 年度公需科目《公需课》的成绩：原为合格（86 分，第 1 次，15 学时），改为合格（95 分，第 2 次，15 学时）"
        );
        let account = act!(world, world.teacher, actions::years::account, 2026, None).expect("the account");
        assert_eq!(account.public.iter().map(|result| result.score).collect::<Vec<_>>(), [Some(95)]);
    }
}
