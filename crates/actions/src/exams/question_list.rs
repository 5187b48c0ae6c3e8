//! The questions of a year's bank, one by one: looking for one, taking it out, and bringing it back. Papers that nobody has
//! begun are drawn anew; one that goes on or has ended never changes.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::Instant,
    ids::QuestionId,
    question::Question,
    refusal::Refusal,
};
use store::questions::Listed;

use crate::{Act, load, refusals, training_years, views};

/// Rows on a page.
const PAGE_ROWS: usize = 50;
/// Characters of a stem that name its question in the log.
const STEM_CHARS_MAX: usize = 60;

/// Which questions.
#[derive(Clone, Debug, Default)]
pub struct QuestionFilter {
    /// Part of the stem, an option or the chapter; empty for all.
    pub text: String,
    /// Only those that are taken out, or only those that are not; all when not said.
    pub is_retired: Option<bool>,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct QuestionLine {
    /// Which.
    pub id: QuestionId,
    /// What it asks.
    pub question: Question,
    /// Since when no paper asks it any more.
    pub retired_at: Option<Instant>,
}

/// One page of a bank.
#[derive(Clone, Debug)]
pub struct QuestionPage {
    /// In the order of adding.
    pub lines: Vec<QuestionLine>,
    /// How many there are on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// How many of the bank are in use, and how many taken out, whatever is looked for.
    pub in_use: usize,
    /// See above.
    pub retired: usize,
}

/// One page of the questions of a year; `page` counts from 1.
///
/// # Errors
/// `NotFound` for whoever is not personnel, and for a year that is not settled.
pub async fn question_list(
    act: &mut Act,
    year: i16,
    filter: &QuestionFilter,
    page: u32,
) -> Result<QuestionPage, Refusal> {
    load::office(act, Deed::SettleTraining)?;
    training_years::settled(&mut act.tx, year).await?;
    let mut all = store::questions::all(&mut act.tx, year).await.map_err(refusals::store)?;
    let retired = all.iter().filter(|listed| listed.retired_at.is_some()).count();
    let in_use = all.len() - retired;
    let text = filter.text.trim();
    all.retain(|listed| {
        filter.is_retired.is_none_or(|wanted| wanted == listed.retired_at.is_some())
            && has_text(&listed.banked.question, text)
    });
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let page = page.max(1);
    let skipped = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PAGE_ROWS);
    let line = |listed: Listed| QuestionLine {
        id: listed.banked.id,
        question: listed.banked.question,
        retired_at: listed.retired_at,
    };
    let lines = all.into_iter().skip(skipped).take(PAGE_ROWS).map(line).collect();
    let pages = views::pages(total, i64::try_from(PAGE_ROWS).unwrap_or(1));
    Ok(QuestionPage { lines, total, page, pages, in_use, retired })
}

fn has_text(question: &Question, text: &str) -> bool {
    let texts = [&question.stem, &question.chapter];
    texts.into_iter().chain(&question.options).any(|part| part.contains(text))
}

/// Takes a question out of its bank. Answers the year of the bank.
///
/// # Errors
/// Refuses whoever is not personnel; `Conflict` for one that is out already, and where the rest would not fill a paper.
pub async fn retire_question(act: &mut Act, id: QuestionId) -> Result<i16, Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let listed = found(act, id).await?;
    let now = act.now();
    set(act, &listed, Some(now)).await?;
    let settled = training_years::settled(&mut act.tx, listed.year).await?;
    let bank = store::questions::to_draw(&mut act.tx, listed.year).await.map_err(refusals::store)?;
    if let Err(too_few) = settled.exam.mix.draw(&bank, &mut |_| 0) {
        return Err(Refusal::conflict(
            "question.needed",
            format!("停用之后抽不出一份试卷：{too_few}。这道题没有停用。"),
            "请先导入改正后的题，再停用这一道。",
        ));
    }
    store::exam_papers::begin_edition(&mut act.tx, listed.year).await.map_err(refusals::store)?;
    record(act, EventKind::QuestionRetired, &listed).await
}

/// Brings a question back into its bank. Answers the year of the bank.
///
/// # Errors
/// Refuses whoever is not personnel; `Conflict` for one that is in use, and where another one with the same stem is.
pub async fn restore_question(act: &mut Act, id: QuestionId) -> Result<i16, Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let listed = found(act, id).await?;
    let bank = store::questions::bank(&mut act.tx, listed.year).await.map_err(refusals::store)?;
    if bank.iter().any(|other| other.id != id && other.question.stem == listed.banked.question.stem) {
        return Err(Refusal::conflict(
            "question.twice",
            "题库里已有一道题干相同、正在使用的题，不能再恢复这一道。",
            "请先停用那一道，再恢复这一道。",
        ));
    }
    set(act, &listed, None).await?;
    store::exam_papers::begin_edition(&mut act.tx, listed.year).await.map_err(refusals::store)?;
    record(act, EventKind::QuestionRestored, &listed).await
}

async fn found(act: &mut Act, id: QuestionId) -> Result<Listed, Refusal> {
    let found = store::questions::get(&mut act.tx, id).await.map_err(refusals::store)?;
    found.ok_or_else(|| Refusal::not_found("题目"))
}

async fn set(act: &mut Act, listed: &Listed, at: Option<Instant>) -> Result<(), Refusal> {
    let is_new = store::questions::retire(&mut act.tx, listed.banked.id, at).await.map_err(refusals::store)?;
    if is_new { Ok(()) } else { Err(Refusal::changed_meanwhile()) }
}

async fn record(act: &mut Act, kind: EventKind, listed: &Listed) -> Result<i16, Refusal> {
    let year = listed.year.to_string();
    let stem: String = listed.banked.question.stem.chars().take(STEM_CHARS_MAX).collect();
    let event = Event::new(kind, format!("training-year:{year}"), &[("year", year.as_str()), ("stem", &stem)]);
    act.record(&event.with("question", listed.banked.id.to_string())).await?;
    Ok(listed.year)
}
