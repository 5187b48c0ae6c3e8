//! Giving an answer: it is called saved when the database has confirmed it, and not before. Answers of many people are
//! confirmed together.

use std::{collections::HashMap, sync::Arc};

use domain::{
    clock::Instant,
    exam::{Answer, Attempt, Kept, NotKept},
    ids::{AttemptId, PersonId},
    refusal::Refusal,
};
use store::{Tx, exams};

use super::Addressed;
use crate::{App, refusals};

/// An answer on its way.
pub(crate) struct Given {
    person: PersonId,
    to: Addressed,
    now: Instant,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// That it is safe, or why it was not kept.
    pub outcome: Result<Kept, NotKept>,
    /// Seconds that the person has left.
    pub seconds_left: i64,
}

/// Gives an answer of a person's own attempt. The same answer again, however often, is safe once.
///
/// # Errors
/// `NotFound` for somebody else's attempt, `Internal` when the database does not confirm; then it is not saved.
pub async fn answer(
    app: &Arc<App>,
    person: PersonId,
    attempt: AttemptId,
    answer: Answer,
    now: Instant,
) -> Result<Reply, Refusal> {
    let carry_out = |crowd| carry_out(Arc::clone(app), crowd);
    app.desk.answers.ask(Given { person, to: (attempt, answer), now }, carry_out).await
}

async fn carry_out(app: Arc<App>, crowd: Vec<Given>) -> Result<Vec<Result<Reply, Refusal>>, Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let mut ids: Vec<AttemptId> = crowd.iter().map(|given| given.to.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let attempts = exams::hold(&mut tx, &ids).await.map_err(refusals::store)?;
    let attempts: HashMap<AttemptId, Attempt> = attempts.into_iter().map(|attempt| (attempt.id, attempt)).collect();
    let addressed: Vec<Addressed> = crowd.iter().map(|given| given.to).collect();
    let kept = exams::kept_under(&mut tx, &addressed).await.map_err(refusals::store)?;
    let mut kept: HashMap<Key, Answer> = kept.into_iter().map(|(id, answer)| (key(id, &answer), answer)).collect();
    let mut fresh = Vec::new();
    let mut outcomes = Vec::with_capacity(crowd.len());
    for given in &crowd {
        let (id, answer) = given.to;
        let Some(attempt) = attempts.get(&id).filter(|attempt| attempt.person == given.person) else {
            outcomes.push(Err(Refusal::not_found("考试")));
            continue;
        };
        let outcome = attempt.keep(answer, kept.get(&key(id, &answer)).copied(), given.now);
        match outcome {
            Ok(Kept::New) => {
                kept.insert(key(id, &answer), answer);
                fresh.push((id, answer, given.now));
            }
            Ok(Kept::Before) => {}
            Err(why) => note_refused(&mut tx, given, why).await?,
        }
        outcomes.push(Ok(Reply { outcome, seconds_left: attempt.seconds_left(given.now) }));
    }
    exams::keep(&mut tx, &fresh).await.map_err(refusals::store)?;
    tx.commit().await.map_err(refusals::store)?;
    Ok(outcomes)
}

type Key = (AttemptId, u32, u32);

fn key(attempt: AttemptId, answer: &Answer) -> Key {
    (attempt, answer.window, answer.number)
}

async fn note_refused(tx: &mut Tx, given: &Given, why: NotKept) -> Result<(), Refusal> {
    let (attempt, answer) = &given.to;
    exams::note_refused(tx, *attempt, answer, why, given.now).await.map_err(refusals::store)
}
