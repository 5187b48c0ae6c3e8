//! Judging again what was decided: every kept decision, from its own facts, with the pack it was made with; and what was
//! kept when everybody's year was judged.

use std::collections::BTreeMap;

use domain::{decision::KeptDecision, refusal::Refusal};
use policy::{Pack, YearFacts};

use super::replay_years::{YearsReplay, replay_years};
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
    /// Those made with a pack whose text is neither carried nor kept, which nobody can judge again here.
    pub without_pack: u64,
    /// The same by name and hash of the pack.
    pub packs_missing: BTreeMap<(String, String), u64>,
    /// What was kept when everybody's year was judged.
    pub years: YearsReplay,
}

impl Replay {
    /// Whether anything comes out otherwise than it was kept.
    #[must_use]
    pub fn is_different(&self) -> bool {
        !self.different.is_empty() || self.years.different_count > 0
    }

    /// Whether anything cannot be judged again because its pack is gone.
    #[must_use]
    pub fn lacks_packs(&self) -> bool {
        self.without_pack > 0 || self.years.without_pack > 0
    }
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
/// `Internal` when the database does not answer; `Busy` while others wait already to judge everybody.
pub async fn replay(act: &mut Act, mut progress: impl FnMut(u64) + Send) -> Result<Replay, Refusal> {
    let mut replay = Replay::default();
    let mut last = None;
    loop {
        let page = store::decisions::after(&mut act.tx, last, PAGE).await.map_err(refusals::store)?;
        let Some(end) = page.last() else { break };
        last = Some(end.id);
        for decision in page {
            replay.look_at(act, decision);
        }
        progress(replay.decisions);
    }
    let years = store::year_decisions::years(&mut act.tx).await.map_err(refusals::store)?;
    act.stop_reading().await?;
    let before = replay.decisions;
    replay.years = replay_years(&act.app, years, |count| progress(before + count)).await?;
    Ok(replay)
}

impl Replay {
    fn look_at(&mut self, act: &Act, decision: KeptDecision) {
        self.decisions += 1;
        let pack = act.app.packs.with_text(&decision.pack_name, &decision.pack_hash);
        // What was kept has to fit together, also where nobody can judge it again.
        let problem = match (intact(&decision), &pack) {
            (Err(problem), _) => Some(problem),
            (Ok(facts), Some(pack)) => differs(pack, &facts, &decision),
            (Ok(_), None) => None,
        };
        match (problem, pack) {
            (Some(problem), _) => self.different.push(Divergence { decision, problem }),
            (None, Some(_)) => self.equal += 1,
            (None, None) => {
                self.without_pack += 1;
                *self.packs_missing.entry((decision.pack_name, decision.pack_hash)).or_default() += 1;
            }
        }
    }
}

/// The facts, when they and the explanation are those that were kept.
fn intact(decision: &KeptDecision) -> Result<YearFacts, &'static str> {
    let facts: YearFacts = serde_json::from_str(&decision.inputs).map_err(|_| "保存的事实读不出来")?;
    let is_digest = |text: &str, digest: &str| uploads::sha256(text.as_bytes()) == digest;
    if !policy::canonical(&facts).is_ok_and(|canonical| is_digest(&canonical, &decision.inputs_hash)) {
        return Err("保存的事实与它的指纹不符");
    }
    if !is_digest(&decision.explanation, &decision.explanation_hash) {
        return Err("保存的说明与它的指纹不符");
    }
    if facts.year != decision.year {
        return Err("保存的年度与事实中的年度不符");
    }
    Ok(facts)
}

fn differs(pack: &Pack, facts: &YearFacts, decision: &KeptDecision) -> Option<&'static str> {
    let (assessment, explanation) = policy::explain(pack, facts);
    if serde_json::to_string(&assessment).ok().as_ref() != Some(&decision.result) {
        return Some("重新核算的结论与保存的不同");
    }
    (explanation.to_chinese() != decision.explanation).then_some("重新核算的说明与保存的不同")
}
