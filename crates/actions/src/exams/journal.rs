//! What happened in an attempt, step by step: answers that were kept and that were not, and where the paper was opened anew.
//! Nothing of it says what is right.

use domain::{
    audit::EventKind,
    clock::Instant,
    exam::{Answer, Attempt, NotKept},
    ids::AttemptId,
    refusal::Refusal,
};

use crate::{Act, refusals};

/// One step of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Instant,
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
    /// The paper was opened in another window.
    OtherWindow,
}

/// The steps of each of these attempts, in their order.
pub(super) async fn of_attempts(
    act: &mut Act,
    attempts: &[Attempt],
) -> Result<Vec<(AttemptId, Vec<Happened>)>, Refusal> {
    let ids: Vec<AttemptId> = attempts.iter().map(|attempt| attempt.id).collect();
    let came = store::exam_journal::of_attempts(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let mut journals = Vec::with_capacity(ids.len());
    for id in ids {
        let entries = store::audit::of_subject(&mut act.tx, &id.subject()).await.map_err(refusals::store)?;
        let resumed = entries.into_iter().filter(|entry| entry.name == EventKind::ExamResumed.name());
        let mut steps: Vec<Happened> =
            resumed.map(|entry| Happened { at: entry.at, what: What::OtherWindow }).collect();
        steps.extend(came.iter().filter(|one| one.attempt == id).map(|one| Happened {
            at: one.at,
            what: match one.refused {
                None => What::Kept(one.answer),
                Some((why, times)) => What::Refused(one.answer, why, times),
            },
        }));
        // Stable: what came in one moment stays in the order of its numbers, behind the opening of its window.
        steps.sort_by_key(|step| step.at);
        journals.push((id, steps));
    }
    Ok(journals)
}
