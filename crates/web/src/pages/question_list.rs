//! GET /training-years/{year}/bank: the questions of a year one by one, each to be taken out or brought back.

use actions::exams::{QuestionFilter, QuestionLine};
use domain::ids::QuestionId;

use crate::{
    errors::{Back, Page, render},
    fields::{Asked, Fields, Path, id},
    translate,
    views::{
        parts::{Chip, ChoiceLink},
        training_years::{BankLine, BankPage},
    },
    visitor::SignedIn,
};

/// GET /training-years/{year}/bank
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>, Asked(asked): Asked) -> Page {
    let year = visitor.year_in(&year)?;
    let state = asked.text("state");
    let is_retired = match state {
        "used" => Some(false),
        "retired" => Some(true),
        _ => None,
    };
    let filter = QuestionFilter { text: asked.text("text").to_owned(), is_retired };
    let mut act = visitor.read().await?;
    let view = actions::exams::question_list(&mut act, year, &filter, asked.parse("page").unwrap_or(1)).await?;
    let url = url(year);
    let kept = [("text", filter.text.clone()), ("state", state.to_owned())];
    let choice = |label: &str, count: usize, state: &str, is_current| ChoiceLink {
        url: format!("{url}?state={state}"),
        label: label.to_owned(),
        count: i64::try_from(count).unwrap_or(i64::MAX),
        current: is_current,
    };
    let choices = vec![
        choice("全部", view.in_use + view.retired, "", is_retired.is_none()),
        choice("在用", view.in_use, "used", is_retired == Some(false)),
        choice("已停用", view.retired, "retired", is_retired == Some(true)),
    ];
    render(&BankPage {
        frame: visitor.frame(format!("{year} 年度题目"), false).in_section("/training-years"),
        year,
        text: filter.text,
        state: state.to_owned(),
        choices,
        lines: view.lines.into_iter().map(line).collect(),
        pages: translate::pages(&url, &kept, view.total, view.page, view.pages),
    })
}

fn url(year: i16) -> String {
    format!("/training-years/{year}/bank")
}

fn line(line: QuestionLine) -> BankLine {
    let right = |place| line.question.right.places().any(|right| right == place);
    BankLine {
        id: line.id.to_string(),
        options: line.question.options.iter().cloned().enumerate().map(|(place, text)| (text, right(place))).collect(),
        form: line.question.form.label(),
        chapter: line.question.chapter.clone(),
        difficulty: line.question.difficulty,
        is_retired: line.retired_at.is_some(),
        chip: if line.retired_at.is_some() { Chip::new("已停用", "wait") } else { Chip::new("在用", "good") },
        stem: line.question.stem,
    }
}

/// POST /questions/{id}/retirement
pub(crate) async fn retire(visitor: SignedIn, Path(question): Path<String>, form: Fields) -> Page {
    let question: QuestionId = id(&question, "题目")?;
    let mut act = visitor.write(form.key()).await?;
    let year = actions::exams::retire_question(&mut act, question).await.back("/training-years")?;
    visitor.finish(act, &where_it_was(year, &form, "question-retired")).await
}

/// POST /questions/{id}/restoration
pub(crate) async fn restore(visitor: SignedIn, Path(question): Path<String>, form: Fields) -> Page {
    let question: QuestionId = id(&question, "题目")?;
    let mut act = visitor.write(form.key()).await?;
    let year = actions::exams::restore_question(&mut act, question).await.back("/training-years")?;
    visitor.finish(act, &where_it_was(year, &form, "question-restored")).await
}

/// The page of the list on which the form stood, with what was done.
fn where_it_was(year: i16, form: &Fields, done: &str) -> String {
    let kept = ["text", "state", "page"].map(|name| (name, form.text(name)));
    translate::address(&url(year), kept.into_iter().chain([("done", done)]))
}
