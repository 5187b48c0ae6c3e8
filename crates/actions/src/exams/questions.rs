//! Versions of questions, read once: they never change, so every process may remember them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{exam::Paper, ids::QuestionId, question::Question, refusal::Refusal};
use store::Tx;

use crate::refusals;

type Version = (QuestionId, i64);

/// Every version that was asked for since the program started; a bank of a year is some hundreds.
#[derive(Default)]
pub(crate) struct Questions(Mutex<HashMap<Version, Arc<Question>>>);

impl Questions {
    /// The questions of a paper, in its order.
    pub(crate) async fn of_paper(&self, tx: &mut Tx, paper: &Paper) -> Result<Vec<Arc<Question>>, Refusal> {
        let mut questions = Vec::with_capacity(paper.asked.len());
        for asked in &paper.asked {
            questions.push(self.version(tx, (asked.question, asked.version)).await?);
        }
        Ok(questions)
    }

    async fn version(&self, tx: &mut Tx, version: Version) -> Result<Arc<Question>, Refusal> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&version) {
            return Ok(Arc::clone(known));
        }
        let found = store::questions::version(tx, version.0, version.1).await.map_err(refusals::store)?;
        let question = Arc::new(found.ok_or_else(|| refusals::internal("a paper asks a question that is not there"))?);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(version, Arc::clone(&question));
        Ok(question)
    }
}
