//! The bank of a year as a spreadsheet that the import takes again. It holds the answers, so that it was taken is recorded.

use documents::spreadsheet::{Column, Field, SheetContent, write_xlsx};
use domain::{
    access::Deed,
    audit::{Event, EventKind},
    exam::{Part, Supply},
    imports::questions,
    question::{Form, OPTIONS_MAX, Question},
    refusal::Refusal,
};

use crate::{Act, FileBytes, load, refusals, training_years};

/// What the bank of a year has.
#[derive(Clone, Debug)]
pub struct BankView {
    /// How many questions of each form, in the order of [`Form::ALL`].
    pub forms: Vec<(Form, usize)>,
    /// Its chapters, in the order in which they first come.
    pub chapters: Vec<String>,
    /// What it has for each part of a paper of the year; nothing before the year is settled.
    pub parts: Vec<(Part, Supply)>,
}

/// What the bank of a year has, and for which parts of a paper it is too small.
///
/// # Errors
/// Refuses whoever is not personnel.
pub async fn bank(act: &mut Act, year: i16) -> Result<BankView, Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let questions = store::questions::to_draw(&mut act.tx, year).await.map_err(refusals::store)?;
    let settled = store::training_years::get(&mut act.tx, year).await.map_err(refusals::store)?;
    let count = |form| questions.iter().filter(|question| question.form == form).count();
    let mut chapters: Vec<String> = Vec::new();
    for question in questions.iter().filter(|question| !question.chapter.is_empty()) {
        if !chapters.contains(&question.chapter) {
            chapters.push(question.chapter.clone());
        }
    }
    let parts = settled.map(|settled| {
        let supply = settled.exam.mix.supply(&questions);
        settled.exam.mix.parts.into_iter().zip(supply).collect()
    });
    Ok(BankView {
        forms: Form::ALL.map(|form| (form, count(form))).to_vec(),
        chapters,
        parts: parts.unwrap_or_default(),
    })
}

/// Every question of a year in its newest version.
///
/// # Errors
/// Refuses whoever is not personnel, and a year that is not settled; `Busy` when too many files are being made.
pub async fn export_questions(act: &mut Act, year: i16) -> Result<FileBytes, Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let settled = training_years::settled(&mut act.tx, year).await?;
    let bank = store::questions::bank(&mut act.tx, year).await.map_err(refusals::store)?;
    let rows = bank.len();
    let content = SheetContent {
        name: "题库".to_owned(),
        title: format!("{year} 年度公需科目题库：{}", settled.theme),
        remarks: Vec::new(),
        columns: questions::columns().map(|(name, _)| Column { name: name.to_owned(), width: width(name) }).collect(),
        rows: bank.iter().map(|banked| row(&banked.question)).collect(),
        made_at: act.now(),
    };
    act.stop_reading().await?;
    let bytes = act.app.presses.run(move || write_xlsx(&content)).await?.map_err(refusals::internal)?;
    let (count, subject) = (rows.to_string(), format!("training-year:{year}"));
    let values = [("course", settled.theme.as_str()), ("rows", &count)];
    act.record_access(&Event::new(EventKind::QuestionsExported, subject, &values)).await?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    Ok(FileBytes { name: format!("{year}年度公需科目题库.xlsx"), media_type, bytes })
}

fn width(column: &str) -> u16 {
    match column {
        "题干" | "解析" => 48,
        _ if column.starts_with("选项") => 20,
        _ => 10,
    }
}

/// In the order of the columns.
fn row(question: &Question) -> Vec<Field> {
    let text = |text: &str| Field::Text(text.to_owned());
    let answer = match question.form {
        Form::TrueFalse => question.right.places().filter_map(|place| question.options.get(place).cloned()).collect(),
        Form::Single | Form::Multiple => question.right.to_string(),
    };
    let options = (0..OPTIONS_MAX).map(|place| text(question.options.get(place).map_or("", String::as_str)));
    let mut row = vec![text(question.form.label()), text(&question.stem)];
    row.extend(options);
    row.extend([answer, question.explanation.clone(), question.chapter.clone()].map(Field::Text));
    row.push(text(&question.difficulty.to_string()));
    row
}
