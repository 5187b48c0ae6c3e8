//! The paper of an attempt that goes on. Everybody opens theirs in the second in which they begin, so papers are read
//! together.

use std::{collections::HashMap, sync::Arc};

use domain::{
    clock::Instant,
    exam::Attempt,
    ids::{AttemptId, PersonId},
    refusal::Refusal,
};
use store::exams;

use super::{
    AskedView, end,
    sheet::{Sheet, sheets},
    show::asked,
};
use crate::{App, refusals};

/// The most papers that are read at once: a look holds up everybody who waits for it.
pub(super) const CROWD_MAX: usize = 64;

/// A paper with what is answered.
#[derive(Clone, Debug)]
pub struct PaperView {
    /// The attempt.
    pub attempt: Attempt,
    /// Seconds left.
    pub seconds_left: i64,
    /// The highest number of an answer kept under its window, 0 before the first; the next one is higher.
    pub last: u32,
    /// Its questions.
    pub asked: Vec<AskedView>,
}

/// Somebody who opens the paper of an attempt.
pub(crate) type Reader = (PersonId, AttemptId);

/// What there is of an attempt.
pub(crate) struct Found {
    attempt: Attempt,
    sheet: Sheet,
}

/// The person's paper while it goes on.
///
/// # Errors
/// `NotFound` for somebody else's attempt, `Conflict` when it is over.
pub async fn paper(app: &Arc<App>, person: PersonId, id: AttemptId, now: Instant) -> Result<PaperView, Refusal> {
    let all = Arc::clone(app);
    let carry_out = move |crowd| carry_out(Arc::clone(&all), crowd);
    let Found { attempt, sheet } = app.desk.papers.ask((person, id), carry_out).await?;
    if !attempt.is_open(now) {
        return Err(end::over(&attempt));
    }
    let of_window = sheet.answers.iter().filter(|answer| answer.window == attempt.window);
    let last = of_window.map(|answer| answer.number).max().unwrap_or(0);
    let chosen = sheet.chosen();
    let asked = (0..sheet.questions.len()).map(|place| asked(&sheet, place, chosen.get(&place).copied())).collect();
    Ok(PaperView { seconds_left: attempt.seconds_left(now), attempt, last, asked })
}

async fn carry_out(app: Arc<App>, crowd: Vec<Reader>) -> Result<Vec<Result<Found, Refusal>>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let ids: Vec<AttemptId> = crowd.iter().map(|(_, id)| *id).collect();
    let attempts = exams::attempts(&mut tx, &ids).await.map_err(refusals::store)?;
    let attempts: HashMap<AttemptId, Attempt> = attempts.into_iter().map(|attempt| (attempt.id, attempt)).collect();
    let sheets = sheets(&app, &mut tx, &ids).await?;
    let found = crowd.iter().zip(sheets).map(|((person, id), sheet)| {
        let attempt = attempts.get(id).filter(|attempt| attempt.person == *person);
        let attempt = attempt.cloned().ok_or_else(|| Refusal::not_found("考试"))?;
        Ok(Found { attempt, sheet: sheet? })
    });
    Ok(found.collect())
}
