//! Giving an answer: it is called saved when the database has confirmed it, and not before. Answers of many people are
//! confirmed together.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    clock::Instant,
    exam::{ANSWERS_MAX, Answer, Attempt, Kept, NotKept},
    ids::{AttemptId, PersonId},
    refusal::Refusal,
};
use store::{Tx, exam_journal, exams};

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
    let all = Arc::clone(app);
    let carry_out = move |crowd| carry_out(Arc::clone(&all), crowd);
    app.desk.answers.ask(Given { person, to: (attempt, answer), now }, carry_out).await
}

async fn carry_out(app: Arc<App>, crowd: Vec<Given>) -> Result<Vec<Result<Reply, Refusal>>, Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let mut ids: Vec<AttemptId> = crowd.iter().map(|given| given.to.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let attempts = exams::hold(&mut tx, &ids).await.map_err(refusals::store)?;
    let attempts: HashMap<AttemptId, Attempt> = attempts.into_iter().map(|attempt| (attempt.id, attempt)).collect();
    let own = |given: &Given| attempts.get(&given.to.0).filter(|attempt| attempt.person == given.person);
    let tally = &app.desk.tally;
    let judge = |given: &Given, earlier| {
        own(given).map(|attempt| match attempt.keep(given.to.1, earlier, given.now)? {
            Kept::New if tally.is_full(attempt.id) => Err(NotKept::TooMany),
            kept => Ok(kept),
        })
    };
    let mut outcomes: Vec<_> = crowd.iter().map(|given| judge(given, None)).collect();
    let fresh: Vec<_> = crowd
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| matches!(outcome, Some(Ok(_))))
        .map(|(given, _)| (given.to.0, given.to.1, given.now))
        .collect();
    let kept = exams::keep(&mut tx, &fresh).await.map_err(refusals::store)?;
    tally.count(fresh.iter().filter_map(|(id, _, now)| Some((attempts.get(id)?, *now))));
    // Nearly always every answer is new. Where one is not, or would not be kept, it matters what stands there already.
    let are_all_new = kept == fresh.len() as u64;
    let is_doubtful = |outcome: &Option<Result<Kept, NotKept>>| match outcome {
        Some(Ok(_)) => !are_all_new,
        Some(Err(_)) => true,
        None => false,
    };
    let doubtful: Vec<Addressed> =
        crowd.iter().zip(&outcomes).filter(|(_, outcome)| is_doubtful(outcome)).map(|(given, _)| given.to).collect();
    let earlier = exams::kept_under(&mut tx, &doubtful).await.map_err(refusals::store)?;
    let earlier: HashMap<Key, Answer> = earlier.into_iter().map(|(id, answer)| (key(id, &answer), answer)).collect();
    for (given, outcome) in crowd.iter().zip(&mut outcomes).filter(|(_, outcome)| is_doubtful(outcome)) {
        *outcome = judge(given, earlier.get(&key(given.to.0, &given.to.1)).copied());
    }
    let mut replies = Vec::with_capacity(crowd.len());
    for (given, outcome) in crowd.iter().zip(outcomes) {
        if let Some(Err(why)) = outcome {
            note_refused(&mut tx, given, why).await?;
        }
        let reply = own(given)
            .zip(outcome)
            .map(|(attempt, outcome)| Reply { outcome, seconds_left: attempt.seconds_left(given.now) });
        replies.push(reply.ok_or_else(|| Refusal::not_found("考试")));
    }
    tx.commit().await.map_err(refusals::store)?;
    Ok(replies)
}

/// How many answers came and were kept of each attempt that goes on, since the service was started: enough to keep one
/// person from filling the database, and nothing that has to be read for each answer.
#[derive(Default)]
pub(super) struct Tally(Mutex<HashMap<AttemptId, Counted>>);

struct Counted {
    answers: u32,
    attempt: Attempt,
}

impl Tally {
    fn is_full(&self, id: AttemptId) -> bool {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counted.get(&id).is_some_and(|counted| counted.answers >= ANSWERS_MAX)
    }

    fn count<'a>(&self, kept: impl Iterator<Item = (&'a Attempt, Instant)>) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut first = None;
        for (attempt, now) in kept {
            match counted.entry(attempt.id) {
                Entry::Occupied(mut known) => known.get_mut().answers += 1,
                Entry::Vacant(place) => {
                    place.insert(Counted { answers: 1, attempt: attempt.clone() });
                    first = Some(now);
                }
            }
        }
        // Whenever somebody comes, those whose time is over go.
        if let Some(now) = first {
            counted.retain(|_, counted| counted.attempt.is_open(now));
        }
    }
}

type Key = (AttemptId, u32, u32);

fn key(attempt: AttemptId, answer: &Answer) -> Key {
    (attempt, answer.window, answer.number)
}

async fn note_refused(tx: &mut Tx, given: &Given, why: NotKept) -> Result<(), Refusal> {
    let (attempt, answer) = &given.to;
    exam_journal::note_refused(tx, *attempt, answer, why, given.now).await.map_err(refusals::store)
}
