//! Papers of several attempts with what was answered, read together; marked in memory.

use std::{collections::HashMap, sync::Arc};

use domain::{
    exam::{Answer, Paper},
    ids::AttemptId,
    question::{Choice, Question},
    refusal::Refusal,
};
use store::{Tx, exam_papers, exams};

use crate::{App, refusals};

/// The paper of one attempt, with everything that was answered.
pub(crate) struct Sheet {
    pub(super) paper: Paper,
    /// In the order of the paper.
    pub(super) questions: Vec<Arc<Question>>,
    /// In the order in which they count: the last one to a question is the one.
    pub(super) answers: Vec<Answer>,
}

impl Sheet {
    /// The answers that count, by place on the paper; what was taken back is left out.
    pub(super) fn chosen(&self) -> HashMap<usize, Choice> {
        let mut chosen: HashMap<usize, Choice> =
            self.answers.iter().map(|answer| (usize::from(answer.place), answer.chosen)).collect();
        chosen.retain(|_, choice| choice.count() > 0);
        chosen
    }

    /// Points of what is kept.
    pub(super) fn points(&self) -> u16 {
        let chosen = self.chosen();
        self.paper.mark(|place| self.questions[place].right, |place| chosen.get(&place).copied()).points
    }
}

/// The sheets of these attempts, in their order. One that cannot be read is one person's trouble, and nobody else's.
///
/// # Errors
/// `Internal` when the database does not answer.
pub(super) async fn sheets(
    app: &App,
    tx: &mut Tx,
    attempts: &[AttemptId],
) -> Result<Vec<Result<Sheet, Refusal>>, Refusal> {
    let papers = exam_papers::of_attempts(tx, attempts).await.map_err(refusals::store)?;
    let papers: HashMap<AttemptId, Paper> = papers.into_iter().collect();
    let mut answers: HashMap<AttemptId, Vec<Answer>> = HashMap::new();
    for (id, answer) in exams::answers_of(tx, attempts).await.map_err(refusals::store)? {
        answers.entry(id).or_default().push(answer);
    }
    let mut sheets = Vec::with_capacity(attempts.len());
    for id in attempts {
        let answers = answers.get(id).cloned().unwrap_or_default();
        sheets.push(sheet(app, tx, papers.get(id), answers).await);
    }
    Ok(sheets)
}

async fn sheet(app: &App, tx: &mut Tx, paper: Option<&Paper>, answers: Vec<Answer>) -> Result<Sheet, Refusal> {
    let paper = paper.cloned().ok_or_else(|| refusals::internal("an attempt without its paper"))?;
    let questions = app.questions.of_paper(tx, &paper).await?;
    Ok(Sheet { paper, questions, answers })
}
