//! Spreadsheets: dry runs, repetitions, problems by row, nothing half done.

use actions::{Applied, Difference, FieldChange, Mode, people, years};
use domain::{certificate::CertificateKind, refusal::RefusalKind, table::Table};
use policy::Obligation;

use crate::{
    act,
    electives::elective,
    exams::{begin, school, settings, sit, watch},
    world::{YEAR, id_number, issue, public_exam_table, roster_of, roster_table, units_table, worlds},
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

/// One office worker of the first unit, with everything that a roster can say.
fn whole_roster(last: [&str; 6]) -> Table {
    let head = [
        "工号",
        "姓名",
        "身份证号",
        "所属部门",
        "岗位类别",
        "系列",
        "职称",
        "下一年度是否申报职称",
        "是否转正定职",
        "电话",
        "来校时间",
    ];
    let number = id_number(0);
    let first = ["T001", "林晓", &number, "机电工程学院", "管理岗"];
    Table::from_texts("名册", [head.to_vec(), first.into_iter().chain(last).collect()])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_without_a_column_leaves_what_stands_in_it_and_a_blank_cell_takes_it_away() {
    for world in worlds().await {
        let whole = whole_roster(["教师系列", "讲师", "是", "否", "0773-2290000", "2014-07-01"]);
        act!(world, world.personnel, people::import_roster, &whole, Mode::Apply).expect("applied");
        let person =
            async || act!(world, world.personnel, people::by_staff_number, "T001").expect("an answer").expect("known");
        let obligation =
            async || act!(world, world.teacher, years::account, YEAR, None).expect("it").assessment.obligation;
        let before = person().await;
        assert_eq!((before.title.as_deref(), before.declares_title_next_year), (Some("讲师"), true));
        assert_eq!(obligation().await, Obligation::Full);

        let short = roster_of(&[row("T001", "林晓", id_number(0), "机电工程学院").map(|cell| match cell.as_str() {
            "专任教师" => "管理岗".to_owned(),
            _ => cell,
        })]);
        let report = act!(world, world.personnel, people::import_roster, &short, Mode::Apply).expect("applied");
        assert_eq!(report.applied, Some(Applied { new: 0, changed: 0, unchanged: 1 }));
        assert_eq!((report.changes.as_slice(), report.warning(world.app.pack())), ([].as_slice(), None));
        assert!(report.unsaid().expect("what is not there").contains("现职称"), "{:?}", report.absent);
        assert_eq!(person().await, before);
        assert_eq!(obligation().await, Obligation::Full);

        let blank = whole_roster(["教师系列", "", "", "", "0773-2290000", "2014-07-01"]);
        let dry = act!(world, world.personnel, people::import_roster, &blank, Mode::DryRun).expect("a report");
        let turned = Difference { field: "下一年度申报职称", turn: Some(("是", "否")) };
        let plain = Difference { field: "现职称", turn: None };
        let expected = [turned, plain].map(|difference| FieldChange { difference, rows: 1 });
        assert_eq!(dry.changes, expected);
        assert_eq!(dry.unsaid(), Some("表里没有这些列：性别。已有的内容保持不变；新增的按空白或“否”处理。".to_owned()));
        let warning = dry.warning(world.app.pack()).expect("the obligation");
        assert!(warning.starts_with("有 1 人的岗位类别、申报职称") && warning.contains("〔第一条〕"), "{warning}");
        assert_eq!(person().await, before, "it was tried only");
        act!(world, world.personnel, people::import_roster, &blank, Mode::Apply).expect("applied");
        assert_eq!(person().await.title, None);
        assert_eq!(obligation().await, Obligation::PublicExamOnly);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_are_new_begin_with_what_a_blank_cell_would_say() {
    for world in worlds().await {
        let table = roster_of(&[row("T200", "蒋新", id_number(60), "机电工程学院")]);
        act!(world, world.personnel, people::import_roster, &table, Mode::Apply).expect("applied");
        let new = act!(world, world.personnel, people::by_staff_number, "T200").expect("an answer").expect("known");
        assert_eq!((new.title, new.phone, new.declares_title_next_year), (None, None, false));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_without_their_kind_keep_it() {
    for world in worlds().await {
        let kind = |kind| Table::from_texts("单位", [["部门代码", "部门名称", "类别"], ["77", "数学学院", kind]]);
        act!(world, world.personnel, actions::units::import, &kind("学院"), Mode::Apply).expect("applied");
        let bare = Table::from_texts("单位", [["部门代码", "部门名称"], ["77", "数学学院"]]);
        let report = act!(world, world.personnel, actions::units::import, &bare, Mode::Apply).expect("applied");
        assert_eq!(report.applied, Some(Applied { new: 0, changed: 0, unchanged: 1 }));
        let report = act!(world, world.personnel, actions::units::import, &kind(""), Mode::Apply).expect("applied");
        assert_eq!(report.applied, Some(Applied { new: 0, changed: 1, unchanged: 0 }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn results_that_cannot_be_true_are_problems_and_write_nothing() {
    for world in worlds().await {
        let number = id_number(0);
        let number = number.as_str();
        let result = |year, sat_at, hours| [year, number, "林晓", "公需课", "10", "1", "86", sat_at, "合格", hours];
        let rows = [
            result("2125", "2026-06-01 10:00", "15"),
            result("2010", "2010-06-01 10:00", "15"),
            result("2026", "2099-06-01 10:00", "15"),
            // A quarter of an hour after the clock of this test, which is ten in the morning in Shanghai.
            result("2026", "2026-11-20 10:15", "15"),
            result("2026", "2026-06-01 10:00", "99999"),
        ];
        let events = world.events().await;
        let report = world.import_public_exam(&rows).await;
        assert_eq!((report.good, report.applied), (0, None), "nothing to take is no import");
        let filter = actions::audit::AuditFilter { name: "import.refused".to_owned(), ..Default::default() };
        let refused = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log").total;
        assert_eq!((refused, world.events().await), (1, events + 1));
        let cells: Vec<String> = report.problems.iter().map(|problem| problem.cell()).collect();
        assert_eq!(cells, ["A2", "A3", "H4", "H5", "J6"], "{:?}", report.problems);
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!(account.public, vec![]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_list_takes_no_pass_back_and_a_later_one_says_whose_it_takes() {
    for world in worlds().await {
        let number = id_number(0);
        let row = |attempt, score, result, hours| {
            let at = if attempt == "1" { "2026-05-01 10:00" } else { "2026-06-01 10:00" };
            let course = "公需科目必修课";
            ["2026", number.as_str(), "林晓", course, "10", attempt, score, at, result, hours]
        };
        world.import_public_exam(&[row("2", "86", "合格", "15")]).await;
        let issued = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR).expect("issued");
        let early = world.import_public_exam(&[row("1", "40", "不合格", "0")]).await;
        assert_eq!(early.applied, Some(Applied { new: 0, changed: 0, unchanged: 1 }));
        assert!(early.notes[0].contains("较早的成绩，没有改动"), "{:?}", early.notes);
        let low = world.import_public_exam(&[row("2", "12", "合格", "15")]).await;
        assert!(low.notes[0].contains("成绩不到 60 分却是合格"), "{:?}", low.notes);
        let lost = world.import_public_exam(&[row("2", "40", "不合格", "0")]).await;
        let told = format!("林晓（证书 {}）", issued.number);
        assert!(
            lost.notes.iter().any(|note| note.contains(&told) && note.contains("不会自动撤销")),
            "{:?}",
            lost.notes
        );
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert!(!account.assessment.exam_passed && account.certificates.len() == 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_fails_somebody_takes_no_pass_that_was_earned_here() {
    for world in worlds().await {
        let number = id_number(0);
        let theme = settings().theme;
        let failed =
            ["2026", number.as_str(), "林晓", theme.as_str(), "10", "3", "40", "2026-08-01 10:00", "不合格", "0"];
        for lesson in school(&world).await {
            watch(&world, &world.teacher, lesson, 0).await;
        }
        let before = world.import_public_exam(&[failed]).await;
        assert_eq!(before.applied, Some(Applied { new: 0, changed: 1, unchanged: 0 }), "nothing was passed here yet");
        let view = act!(world, world.personnel, people::show, world.teacher.person).expect("the page");
        let line = view.history.iter().find(|line| line.name == "public-result.changed").expect("on record");
        assert!(line.sentence.contains("原为学完，没有考过（10 学时）"), "{}", line.sentence);

        let attempt = begin(&world, &world.teacher).await;
        assert_eq!(sit(&world, &world.teacher, attempt, true).await, 100);
        // A later list of the platform may say the same of another day: it takes the place of what is known here.
        let passed =
            ["2026", number.as_str(), "林晓", theme.as_str(), "10", "3", "80", "2026-07-01 10:00", "合格", "15"];
        for again in [failed, passed, failed] {
            let report = world.import_public_exam(&[again]).await;
            let told: Vec<&str> = report.problems.iter().map(|problem| problem.problem.as_str()).collect();
            if again == passed {
                assert_eq!((report.applied.map(|done| done.changed), told), (Some(1), vec![]));
                continue;
            }
            let [told] = told[..] else { panic!("{:?}", report.problems) };
            assert!(told.contains("本系统考试合格（第 1 次，2026年11月20日，100 分）"), "{told}");
            let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
            assert!(account.assessment.exam_passed, "and nothing is written");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_no_typeface_prints_is_told_with_its_row() {
    for world in worlds().await {
        let number = id_number(61);
        let roster = roster_of(&[["T901", "蒋\u{30000}", &number, "机电工程学院", "专任教师"].map(str::to_owned)]);
        let report = act!(world, world.personnel, people::import_roster, &roster, Mode::DryRun).expect("a report");
        assert_eq!(report.good, 1, "{:?}", report.problems);
        assert!(report.notes[0].contains("第 2 行") && report.notes[0].contains("U+30000"), "{:?}", report.notes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_fails_somebody_takes_no_elective_that_was_studied_here() {
    for world in worlds().await {
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settled");
        let (_, lessons) = elective(&world).await;
        for lesson in lessons {
            watch(&world, &world.teacher, lesson, 0).await;
        }
        let number = id_number(0);
        let title = "研修资料选读";
        let failed = ["2026", number.as_str(), "林晓", title, "0", "1", "40", "2026-08-01 10:00", "不合格", "0"];
        let report = world.import_public_exam(&[failed]).await;
        let [problem] = &report.problems[..] else { panic!("{:?}", report.problems) };
        assert!(problem.problem.contains("已在本系统学完，计 3 学时"), "{}", problem.problem);
        let public = act!(world, world.teacher, years::account, YEAR, None).expect("the account").public;
        assert_eq!(public.iter().map(|result| result.hours).sum::<policy::Hours>(), policy::Hours::from_whole(3));
    }
}
