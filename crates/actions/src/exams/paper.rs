//! The paper of an attempt that goes on. Everybody opens theirs in the second in which they begin, so papers are read
//! together.

use std::{collections::HashMap, sync::Arc};

use domain::{
    clock::Instant,
    exam::{Answer, Attempt, Paper},
    ids::{AttemptId, PersonId},
    question::Question,
    refusal::Refusal,
};
use store::{Tx, exam_papers, exams};

use super::{AskedView, end, show::asked};
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
    paper: Paper,
    questions: Vec<Arc<Question>>,
    answers: Vec<Answer>,
}

/// The person's paper while it goes on.
///
/// # Errors
/// `NotFound` for somebody else's attempt, `Conflict` when it is over.
pub async fn paper(app: &Arc<App>, person: PersonId, id: AttemptId, now: Instant) -> Result<PaperView, Refusal> {
    let all = Arc::clone(app);
    let carry_out = move |crowd| carry_out(Arc::clone(&all), crowd);
    let Found { attempt, paper, questions, answers } = app.desk.papers.ask((person, id), carry_out).await?;
    if !attempt.is_open(now) {
        return Err(end::over(&attempt));
    }
    let of_window = answers.iter().filter(|answer| answer.window == attempt.window);
    let last = of_window.map(|answer| answer.number).max().unwrap_or(0);
    let chosen = end::by_place(&answers);
    let view = |(place, question): (usize, &Arc<Question>)| asked(&paper, question, place, chosen.get(&place).copied());
    let asked = questions.iter().enumerate().map(view).collect();
    Ok(PaperView { seconds_left: attempt.seconds_left(now), attempt, last, asked })
}

async fn carry_out(app: Arc<App>, crowd: Vec<Reader>) -> Result<Vec<Result<Found, Refusal>>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let ids: Vec<AttemptId> = crowd.iter().map(|(_, id)| *id).collect();
    let attempts = exams::attempts(&mut tx, &ids).await.map_err(refusals::store)?;
    let attempts: HashMap<AttemptId, Attempt> = attempts.into_iter().map(|attempt| (attempt.id, attempt)).collect();
    let papers = papers(&mut tx, attempts.values()).await?;
    let mut answers: HashMap<AttemptId, Vec<Answer>> = HashMap::new();
    for (id, answer) in exams::answers_of(&mut tx, &ids).await.map_err(refusals::store)? {
        answers.entry(id).or_default().push(answer);
    }
    let mut found = Vec::with_capacity(crowd.len());
    for (person, id) in &crowd {
        let Some(attempt) = attempts.get(id).filter(|attempt| attempt.person == *person) else {
            found.push(Err(Refusal::not_found("考试")));
            continue;
        };
        let paper = papers.get(&(*person, attempt.year, attempt.number));
        // A paper that cannot be read is one person's trouble, and nobody else's.
        found.push(match opened(&app, &mut tx, paper).await {
            Ok((paper, questions)) => {
                let answers = answers.get(id).cloned().unwrap_or_default();
                Ok(Found { attempt: attempt.clone(), paper, questions, answers })
            }
            Err(refusal) => Err(refusal),
        });
    }
    Ok(found)
}

/// A paper with its questions.
async fn opened(app: &App, tx: &mut Tx, paper: Option<&Paper>) -> Result<(Paper, Vec<Arc<Question>>), Refusal> {
    let paper = paper.ok_or_else(|| refusals::internal("an attempt without its paper"))?;
    Ok((paper.clone(), app.questions.of_paper(tx, paper).await?))
}

/// The papers of these attempts' people, by person, year and number; those that can be read.
async fn papers(
    tx: &mut Tx,
    attempts: impl Iterator<Item = &Attempt>,
) -> Result<HashMap<(PersonId, i16, u8), Paper>, Refusal> {
    let mut people: HashMap<i16, Vec<PersonId>> = HashMap::new();
    for attempt in attempts {
        people.entry(attempt.year).or_default().push(attempt.person);
    }
    let mut papers = HashMap::new();
    for (year, people) in people {
        let found = exam_papers::of_people_in(tx, &people, year).await.map_err(refusals::store)?;
        papers.extend(found.into_iter().filter_map(|kept| Some(((kept.person, year, kept.number), kept.paper?))));
    }
    Ok(papers)
}
