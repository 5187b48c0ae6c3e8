//! A bank of questions as a spreadsheet: form, stem, options A to H, answer, explanation, chapter, difficulty. Must not
//! decide which of them are new.

use std::collections::BTreeMap;

use super::columns::{Column, Row, read_rows};
use super::{Sheet, clean};
use crate::half_width::half_width;
use crate::question::{Choice, Form, OPTIONS_MAX, Question, QuestionProblem, TRUE_FALSE};
use crate::table::{Cell, Table};

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionRow {
    /// The row number that the spreadsheet program shows.
    pub row: u32,
    /// What it asks.
    pub question: Question,
    /// Whether the row says how hard that is; where it does not, [`MIDDLE`] is taken.
    pub says_difficulty: bool,
}

/// The difficulty of a question of which none is said.
pub const MIDDLE: u8 = 3;

const FORM: usize = 0;
const STEM: usize = 1;
const FIRST_OPTION: usize = 2;
const ANSWER: usize = FIRST_OPTION + OPTIONS_MAX;
const EXPLANATION: usize = ANSWER + 1;
const CHAPTER: usize = ANSWER + 2;
const DIFFICULTY: usize = ANSWER + 3;

static COLUMNS: [Column; 14] = [
    Column::required("题型", &["类型"]),
    Column::required("题干", &["题目", "试题", "问题"]),
    Column::required("选项A", &["A", "A选项"]),
    Column::required("选项B", &["B", "B选项"]),
    Column::optional("选项C", &["C", "C选项"]),
    Column::optional("选项D", &["D", "D选项"]),
    Column::optional("选项E", &["E", "E选项"]),
    Column::optional("选项F", &["F", "F选项"]),
    Column::optional("选项G", &["G", "G选项"]),
    Column::optional("选项H", &["H", "H选项"]),
    Column::required("答案", &["正确答案", "标准答案"]),
    Column::optional("解析", &["答案解析", "说明"]),
    Column::optional("章节", &["章"]),
    Column::optional("难度", &["难度系数"]),
];

/// The names of the columns, for people who fill a sheet in; those that must be there come with `true`.
pub fn columns() -> impl Iterator<Item = (&'static str, bool)> {
    COLUMNS.iter().map(|column| (column.name, column.need == super::columns::Need::Required))
}

/// Whether [`MIDDLE`] is taken for what a row does not say. A question that `is_known` keeps its difficulty where the sheet has
/// no such column.
pub fn takes_middle(row: &QuestionRow, is_known: bool, absent: &[&'static str]) -> bool {
    let keeps_known = is_known && absent.contains(&COLUMNS[DIFFICULTY].name);
    !row.says_difficulty && !keeps_known
}

/// Keeps what is known of a question where a sheet without such columns says nothing; `absent` are those columns.
pub fn keep_unsaid(question: &mut Question, known: &Question, absent: &[&'static str]) {
    let lacks = |column: usize| absent.contains(&COLUMNS[column].name);
    if lacks(EXPLANATION) {
        question.explanation.clone_from(&known.explanation);
    }
    if lacks(CHAPTER) {
        question.chapter.clone_from(&known.chapter);
    }
    if lacks(DIFFICULTY) {
        question.difficulty = known.difficulty;
    }
}

/// Reads the sheet. A stem that stands twice is a problem of its second row.
pub fn read(table: &Table) -> Sheet<QuestionRow> {
    let mut stems: BTreeMap<String, u32> = BTreeMap::new();
    read_rows(table, &COLUMNS, |row| {
        let form = row.read(FORM, read_form);
        let stem = row.read(STEM, |cell| clean::present(cell, "题干").map(|_| clean::squeezed(&cell.text())));
        let difficulty = row.read(DIFFICULTY, read_difficulty);
        if let Some(first) = stem.as_ref().and_then(|stem| stems.get(stem)) {
            row.report(STEM, format!("与第{first}行重复"));
            return None;
        }
        let (form, stem, difficulty) = (form?, stem?, difficulty?);
        stems.insert(stem.clone(), row.number());
        let options = options(row, form);
        let right = row.read(ANSWER, |cell| read_answer(cell, form, &options))?;
        let text = |column| clean::squeezed(&row.cell(column).text());
        let question =
            Question { form, stem, options, right, explanation: text(EXPLANATION), chapter: text(CHAPTER), difficulty };
        match question.check() {
            Ok(()) => {
                let says_difficulty = !row.cell(DIFFICULTY).is_blank();
                Some(QuestionRow { row: row.number(), question, says_difficulty })
            }
            Err(problem) => {
                row.report(place_of(problem, &question.options), problem.to_string());
                None
            }
        }
    })
}

/// The options as far as they are filled in; one that is missing between others is kept empty, and found.
fn options(row: &Row<'_>, form: Form) -> Vec<String> {
    let cells = (FIRST_OPTION..ANSWER).map(|column| clean::squeezed(&row.cell(column).text()));
    let mut options: Vec<String> = cells.collect();
    while options.last().is_some_and(String::is_empty) {
        options.pop();
    }
    if form == Form::TrueFalse && options.is_empty() {
        options = TRUE_FALSE.map(str::to_owned).to_vec();
    }
    options
}

/// The column of a problem: of options the first that is missing, or that says what another one says.
fn place_of(problem: QuestionProblem, options: &[String]) -> usize {
    let same = |place: &usize| options[..*place].contains(&options[*place]);
    match problem {
        QuestionProblem::NoStem => STEM,
        QuestionProblem::Options => {
            let missing = options.iter().position(String::is_empty).unwrap_or(options.len());
            FIRST_OPTION + missing.min(OPTIONS_MAX - 1)
        }
        QuestionProblem::SameOptions => FIRST_OPTION + (0..options.len()).find(same).unwrap_or(0),
        QuestionProblem::NotTrueFalse => FIRST_OPTION,
        QuestionProblem::NoSuchAnswer | QuestionProblem::SeveralAnswers | QuestionProblem::OneAnswer => ANSWER,
        QuestionProblem::Difficulty => DIFFICULTY,
    }
}

fn read_form(cell: &Cell) -> Result<Form, String> {
    match clean::solid(&cell.text()).as_str() {
        "单选题" | "单选" | "单项选择题" => Ok(Form::Single),
        "多选题" | "多选" | "多项选择题" => Ok(Form::Multiple),
        "判断题" | "判断" => Ok(Form::TrueFalse),
        "" => Err("题型为空".to_owned()),
        _ => Err("题型只能是“单选题”“多选题”或“判断题”".to_owned()),
    }
}

fn read_difficulty(cell: &Cell) -> Result<u8, String> {
    match half_width(&clean::solid(&cell.text())).as_str() {
        "" => Ok(MIDDLE),
        text => text.parse().map_err(|_| QuestionProblem::Difficulty.to_string()),
    }
}

/// Letters (`ACD`, also `A,C,D`), or for a statement whether it is true; of full width as of half.
fn read_answer(cell: &Cell, form: Form, options: &[String]) -> Result<Choice, String> {
    let text = half_width(&clean::solid(&cell.text())).to_uppercase();
    if form == Form::TrueFalse {
        match text.as_str() {
            "正确" | "对" | "√" | "是" | "TRUE" | "T" | "Y" | "1" => return Ok(Choice::of([0])),
            "错误" | "错" | "×" | "否" | "FALSE" | "F" | "N" | "0" => return Ok(Choice::of([1])),
            _ => {}
        }
    }
    if text.contains(|c: char| c.is_ascii_digit()) {
        return Err("答案请写选项的字母，例如“A”；判断题写“正确”或“错误”".to_owned());
    }
    let mut places = Vec::new();
    for letter in text.chars().filter(|c| !matches!(c, ',' | '、' | ';')) {
        let place = ('A'..='H').position(|known| known == letter);
        match place {
            Some(place) if place < options.len() => places.push(place),
            _ => return Err(format!("答案“{letter}”不在选项里")),
        }
    }
    if places.is_empty() { Err("答案为空".to_owned()) } else { Ok(Choice::of(places)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [&str; 9] = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度"];

    #[test]
    fn a_bank_is_read_in_all_three_forms() {
        let rows = [
            HEADER,
            ["单选题", "继续教育每年不少于多少学时？", "60", "72", "90", "120", "C", "第二条", "1"],
            ["多选", "公需科目包括", "必修课", "选修课", "专业课", "", "a、b", "", ""],
            ["判断题", "学时可以结转到下一年。", "", "", "", "", "错误", "第四条", "2"],
        ];
        let sheet = read(&Table::from_texts("题库", rows));
        assert_eq!(sheet.problems, vec![]);
        let rights: Vec<String> = sheet.good.iter().map(|row| row.question.right.to_string()).collect();
        assert_eq!(rights, ["C", "AB", "B"]);
        assert_eq!(sheet.good[2].question.options, TRUE_FALSE);
        assert_eq!((sheet.good[1].question.difficulty, sheet.good[1].says_difficulty), (MIDDLE, false));
        assert!(sheet.good[0].says_difficulty);
    }

    #[test]
    fn full_width_letters_and_digits_are_what_they_look_like() {
        let rows = [
            HEADER,
            ["多选题", "甲", "1", "2", "3", "4", "Ａ，ｂ；ｃ", "", "５"],
            ["判断题", "乙", "", "", "", "", "０", "", ""],
            ["判断题", "丙", "", "", "", "", "1", "", ""],
            ["判断题", "丁", "", "", "", "", "Ｆ", "", ""],
            ["单选题", "戊", "1", "2", "", "", "１", "", ""],
        ];
        let sheet = read(&Table::from_texts("题库", rows));
        let rights: Vec<String> = sheet.good.iter().map(|row| row.question.right.to_string()).collect();
        assert_eq!((rights, sheet.good[0].question.difficulty), (["ABC", "B", "A", "B"].map(str::to_owned).into(), 5));
        let [odd] = &sheet.problems[..] else { panic!("{:?}", sheet.problems) };
        assert!(odd.cell() == "G6" && odd.problem.starts_with("答案请写选项的字母"), "{odd:?}");
    }

    #[test]
    fn each_mistake_is_named_with_its_cell() {
        let rows = [
            HEADER,
            ["单选题", "甲", "1", "2", "3", "4", "AB", "", ""],
            ["多选题", "乙", "1", "2", "3", "4", "A", "", ""],
            ["单选题", "丙", "1", "2", "", "", "C", "", ""],
            ["简答题", "丁", "1", "2", "", "", "A", "", ""],
            ["单选题", "", "1", "2", "", "", "A", "", ""],
            ["单选题", "戊", "1", "", "3", "", "A", "", ""],
            ["单选题", "己", "1", "1", "", "", "A", "", ""],
            ["判断题", "庚", "对", "错", "", "", "正确", "", ""],
            ["单选题", "辛", "1", "2", "", "", "A", "", "9"],
            ["单选题", "壬", "1", "2", "", "", "A", "", ""],
            ["单选题", "壬", "1", "2", "", "", "B", "", ""],
            ["单选题", "癸", "1", "2", "", "", "", "", ""],
        ];
        let sheet = read(&Table::from_texts("题库", rows));
        let problems: Vec<_> =
            sheet.problems.iter().map(|problem| (problem.cell(), problem.problem.as_str())).collect();
        let expected = [
            ("G2", "单选题只能有一个答案；有几个答案的，题型请写“多选题”"),
            ("G3", "多选题至少要有两个答案；只有一个的，题型请写“单选题”"),
            ("G4", "答案“C”不在选项里"),
            ("A5", "题型只能是“单选题”“多选题”或“判断题”"),
            ("B6", "题干为空"),
            ("D7", "选项要有 2 至 8 个，中间不能空"),
            ("D8", "有两个选项相同"),
            ("C9", "判断题的选项只能是“正确”和“错误”，可以不填"),
            ("I10", "难度是 1 至 5 的整数"),
            ("B12", "与第11行重复"),
            ("G13", "答案为空"),
        ];
        assert_eq!(problems, expected.map(|(cell, problem)| (cell.to_owned(), problem)));
        assert_eq!(sheet.good.len(), 1);
    }
}
