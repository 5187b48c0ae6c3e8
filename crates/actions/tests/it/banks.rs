//! A bank of questions that goes out as a spreadsheet and comes in again, on every database.

use actions::{
    Mode,
    exams::{self, QuestionFilter},
};
use domain::{question::Question, table::Table};

use crate::{
    act,
    exams::settings,
    world::{World, YEAR, worlds},
};

const HEADER: [&str; 14] = [
    "题型", "题干", "选项A", "选项B", "选项C", "选项D", "选项E", "选项F", "选项G", "选项H", "答案", "解析", "章节",
    "难度",
];

/// Every form, the fewest and the most options, and texts that a spreadsheet program would like to read as something else.
const QUESTIONS: [[&str; 14]; 6] = [
    ["单选题", "每年不少于多少学时？", "060", "72.50", "90", "1E5", "", "", "", "", "C", "见通知。", "第一章", "1"],
    ["单选题", "=1+1 等于几？", "=2", "-2", "+2", "@2", "", "", "", "", "A", "=SUM(A1)", "3", "5"],
    ["多选题", "公需科目包括“必修”和", "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "AH", "", "", ""],
    ["多选题", "哪几天？", "2026-03-01", "3/1", "TRUE", "", "", "", "", "", "ABC", "'引号在前", "第二章", "4"],
    ["判断题", "学时可以结转到下一年。", "", "", "", "", "", "", "", "", "错误", "不结转，<b>每年另计</b>。", "", "2"],
    ["判断题", "100", "", "", "", "", "", "", "", "", "正确", "", "第二章", "3"],
];

/// All of them, as they are listed.
async fn questions(world: &World) -> Vec<Question> {
    let filter = QuestionFilter::default();
    let page = act!(world, world.personnel, exams::question_list, YEAR, &filter, 1).expect("a page");
    page.lines.into_iter().map(|line| line.question).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exported_bank_comes_in_again_and_changes_nothing() {
    for world in worlds().await {
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settings");
        let table = Table::from_texts("题库", [HEADER].into_iter().chain(QUESTIONS));
        let report = act!(world, world.personnel, exams::import_questions, YEAR, &table, Mode::AllOrNothing);
        assert_eq!(report.expect("read").problems, []);
        let before = questions(&world).await;
        let listed: Vec<&str> = before.iter().map(|question| question.stem.as_str()).collect();
        assert_eq!(listed, QUESTIONS.map(|question| question[1]), "in the order of the table");

        let file = act!(world, world.personnel, exams::export_questions, YEAR).expect("a spreadsheet");
        let table = actions::read_table(&file.name, &file.bytes).expect("it can be read");
        let report = act!(world, world.personnel, exams::import_questions, YEAR, &table, Mode::DryRun).expect("read");
        assert_eq!(report.problems, []);
        let planned = report.planned;
        assert_eq!((planned.new, planned.changed, planned.unchanged), (0, 0, QUESTIONS.len()));

        // Into a bank that has none of them they come as they were.
        world.run("UPDATE question SET year = 2025").await;
        act!(world, world.personnel, exams::import_questions, YEAR, &table, Mode::AllOrNothing).expect("imported");
        assert_eq!(questions(&world).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_without_a_difficulty_are_named_and_a_known_question_keeps_its_own_where_there_is_no_such_column() {
    for world in worlds().await {
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settings");
        let bank = Table::from_texts("题库", [HEADER].into_iter().chain(QUESTIONS));
        let notes = async |table: &Table, mode| {
            let report = act!(world, world.personnel, exams::import_questions, YEAR, table, mode).expect("read");
            (report.planned.changed, report.notes)
        };
        let told = |rows: &str| {
            vec![format!(
                "有 1 行没有填写难度，按 3 计（1 最易，5 最难）：第 {rows} 行。要改的，请在“难度”一列填好后再导入。"
            )]
        };
        assert_eq!(notes(&bank, Mode::DryRun).await, (0, told("4")));
        notes(&bank, Mode::AllOrNothing).await;
        let without = Table::from_texts("题库", [HEADER, QUESTIONS[0]].map(|row| row.into_iter().take(13)));
        assert_eq!(notes(&without, Mode::DryRun).await, (0, vec![]), "it stays 1");
        let mut blank = QUESTIONS[0];
        blank[13] = "";
        assert_eq!(notes(&Table::from_texts("题库", [HEADER, blank]), Mode::DryRun).await, (1, told("2")));
    }
}
