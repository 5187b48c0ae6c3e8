//! Judging again what was decided: every kept decision, from its own facts, with the pack it was made with.

use std::sync::Arc;

use domain::{decision::KeptDecision, refusal::Refusal};
use policy::{Pack, YearFacts};

use crate::{Act, refusals, uploads};

/// Decisions read at once.
const PAGE: i64 = 500;

/// What judging again found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// Decisions looked at.
    pub decisions: u64,
    /// Those that come out as they were kept, result and explanation.
    pub equal: u64,
    /// Those that do not.
    pub different: Vec<Divergence>,
    /// Those made with a pack whose text this program does not carry, which nobody can judge again here.
    pub without_pack: u64,
}

/// A decision that does not come out as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divergence {
    /// The decision.
    pub decision: KeptDecision,
    /// What differs.
    pub problem: &'static str,
}

/// Judges every kept decision again. Writes nothing; `progress` hears how many were looked at. The caller decides who
/// may ask.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn replay(act: &mut Act, mut progress: impl FnMut(u64) + Send) -> Result<Replay, Refusal> {
    let mut replay = Replay::default();
    let mut last = None;
    loop {
        let page = store::decisions::after(&mut act.tx, last, PAGE).await.map_err(refusals::store)?;
        let Some(end) = page.last() else { return Ok(replay) };
        last = Some(end.id);
        for decision in page {
            replay.decisions += 1;
            let pack = act.app.pack_named(&decision.pack_name).ok().filter(|pack| pack.hash() == decision.pack_hash);
            match pack.map(|pack| problem(&pack, &decision)) {
                None => replay.without_pack += 1,
                Some(None) => replay.equal += 1,
                Some(Some(problem)) => replay.different.push(Divergence { decision, problem }),
            }
        }
        progress(replay.decisions);
    }
}

fn problem(pack: &Arc<Pack>, decision: &KeptDecision) -> Option<&'static str> {
    if uploads::sha256(decision.inputs.as_bytes()) != decision.inputs_hash {
        return Some("保存的事实与它的指纹不符");
    }
    let Ok(facts) = serde_json::from_str::<YearFacts>(&decision.inputs) else {
        return Some("保存的事实读不出来");
    };
    let (assessment, explanation) = policy::explain(pack, &facts);
    if serde_json::to_string(&assessment).ok().as_ref() != Some(&decision.result) {
        return Some("重新核算的结论与保存的不同");
    }
    (explanation.to_chinese() != decision.explanation).then_some("重新核算的说明与保存的不同")
}
