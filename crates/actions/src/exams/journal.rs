//! What happened in an attempt, step by step: answers that were kept and that were not, and where the paper was opened anew.
//! Nothing of it says what is right.

use domain::{
    audit::{AuditEntry, EventKind},
    clock::Instant,
    exam::{Answer, Attempt, NotKept, Reopening},
    ids::AttemptId,
    refusal::Refusal,
};

use crate::{Act, refusals};

/// Where the event of a paper that was opened anew says from where.
pub(super) const REOPENING: &str = "reopening";

/// An answer that came so many milliseconds after it was given waited for the network, and is told to have.
const WAITED: i64 = 5_000;

/// One step of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When the server had it.
    pub at: Instant,
    /// When an answer was given that came later, as its page says; `None` for one that came at once.
    pub given_at: Option<Instant>,
    /// What.
    pub what: What,
}

/// What can happen in an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An answer was saved.
    Kept(Answer),
    /// An answer was not saved, and how many times it came.
    Refused(Answer, NotKept, i64),
    /// The paper was opened anew, and from where as far as that is on record.
    Reopened(Option<Reopening>),
}

/// The steps of each of these attempts, in their order.
pub(super) async fn of_attempts(
    act: &mut Act,
    attempts: &[Attempt],
) -> Result<Vec<(AttemptId, Vec<Happened>)>, Refusal> {
    let ids: Vec<AttemptId> = attempts.iter().map(|attempt| attempt.id).collect();
    let came = store::exam_journal::of_attempts(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let mut journals = Vec::with_capacity(ids.len());
    for attempt in attempts {
        let entries = store::audit::of_subject(&mut act.tx, &attempt.id.subject()).await.map_err(refusals::store)?;
        let resumed = entries.iter().filter(|entry| entry.name == EventKind::ExamResumed.name());
        let mut steps: Vec<Happened> = resumed.map(reopened).collect();
        steps.extend(came.iter().filter(|one| one.attempt == attempt.id).map(|one| Happened {
            at: one.at,
            given_at: waited(one.answer.given_at(attempt.started_at, one.at), one.at),
            what: match one.refused {
                None => What::Kept(one.answer),
                Some((why, times)) => What::Refused(one.answer, why, times),
            },
        }));
        // Stable: what came in one moment stays in the order of its numbers, behind the opening of its window.
        steps.sort_by_key(|step| step.at);
        journals.push((attempt.id, steps));
    }
    Ok(journals)
}

fn reopened(entry: &AuditEntry) -> Happened {
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let said = detail.get(REOPENING).and_then(serde_json::Value::as_str);
    let from = Reopening::ALL.into_iter().find(|from| said == Some(from.as_str()));
    Happened { at: entry.at, given_at: None, what: What::Reopened(from) }
}

/// When an answer was given, of one that came much later.
fn waited(given_at: Option<Instant>, at: Instant) -> Option<Instant> {
    given_at.filter(|given| at.as_millisecond() - given.as_millisecond() >= WAITED)
}
