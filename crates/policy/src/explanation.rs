//! The loud run's record, and its Chinese text. Must not hold rules or results that the quiet run lacks.

use serde::{Deserialize, Serialize};

use crate::Reason;

/// One step of the working-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How far to indent; 0 for a heading.
    pub depth: u8,
    /// What was found and why.
    pub reason: Reason,
}

/// The whole working-out of one person's year, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Explanation {
    /// The steps.
    pub steps: Vec<Step>,
}

impl Explanation {
    /// The steps as Chinese lines, each with its article, its reading and a mark where it rests on sample numbers.
    #[must_use]
    pub fn to_chinese(&self) -> String {
        self.steps.iter().map(line).collect()
    }
}

fn line(step: &Step) -> String {
    let mut line = "  ".repeat(usize::from(step.depth));
    line.push_str(&step.reason.text);
    if !step.reason.article.is_empty() {
        line.push_str(&format!("〔{}〕", step.reason.article));
    }
    if let Some(reading) = &step.reason.reading {
        line.push_str(&format!("（解释性规定：{reading}）"));
    }
    if step.reason.sample {
        line.push_str("【示例标准】");
    }
    line.push('\n');
    line
}
