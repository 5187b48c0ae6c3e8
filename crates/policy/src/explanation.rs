//! The loud run's record, and its Chinese text. Must not hold rules or results that the quiet run lacks.

use serde::{Deserialize, Serialize};

use crate::Reason;

/// What stands after a step that rests on sample numbers.
const SAMPLE: &str = "【示例标准】";
/// What opens the reading that a step rests on.
const READING: &str = "（解释性规定：";

/// Room for a line of text; a longer one makes more.
const LINE_BYTES: usize = 192;

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
        let mut text = String::with_capacity(LINE_BYTES * self.steps.len());
        self.steps.iter().for_each(|step| line(&mut text, step));
        text
    }

    /// The steps that [`to_chinese`](Explanation::to_chinese) wrote, as they were kept.
    #[must_use]
    pub fn from_chinese(text: &str) -> Explanation {
        Explanation { steps: text.lines().map(step).collect() }
    }
}

fn step(line: &str) -> Step {
    let text = line.trim_start_matches(' ');
    let depth = u8::try_from((line.len() - text.len()) / 2).unwrap_or(0);
    let (text, sample) = text.strip_suffix(SAMPLE).map_or((text, false), |text| (text, true));
    let reading = text.strip_suffix('）').and_then(|text| text.rsplit_once(READING));
    let (text, reading) = reading.map_or((text, None), |(text, reading)| (text, Some(reading.to_owned())));
    let (text, article) = article(text);
    let reason = Reason { text: text.to_owned(), article: article.to_owned(), reading, sample };
    Step { depth, reason }
}

/// The text before the article at its end, and the article, which may have such brackets of its own.
fn article(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    for (place, character) in text.char_indices().rev() {
        match character {
            '〕' => depth += 1,
            '〔' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let within = text[place..].strip_prefix('〔').and_then(|rest| rest.strip_suffix('〕'));
            return within.map_or((text, ""), |within| (&text[..place], within));
        }
    }
    (text, "")
}

/// Writes a step as a line behind the text. It is written piece by piece: every page and every kept decision does so.
fn line(text: &mut String, step: &Step) {
    let Reason { text: told, article, reading, sample } = &step.reason;
    (0..step.depth).for_each(|_| text.push_str("  "));
    text.push_str(told);
    if !article.is_empty() {
        ["〔", article, "〕"].into_iter().for_each(|part| text.push_str(part));
    }
    if let Some(reading) = reading {
        [READING, reading, "）"].into_iter().for_each(|part| text.push_str(part));
    }
    if *sample {
        text.push_str(SAMPLE);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::{Explanation, Step};
    use crate::Reason;

    #[test]
    fn what_was_written_is_read_back() {
        let step = |depth, text: &str, article: &str, reading: Option<&str>, sample| Step {
            depth,
            reason: Reason {
                text: text.to_owned(),
                article: article.to_owned(),
                reading: reading.map(str::to_owned),
                sample,
            },
        };
        let explanation = Explanation {
            steps: vec![
                step(0, "2026 年度，某细则", "", None, false),
                step(1, "公需科目合计 15 学时。", "第三条", None, false),
                step(2, "作废（2026-12-20，校人〔2026〕9号）", "第十三条", None, false),
                step(2, "按标准表认定 20 学时（出处：示例数字）。", "附件1", Some("不足的（部分）不计"), true),
                step(2, "看样子。", "桂人社规〔2019〕4号", Some("一天三个半天"), false),
            ],
        };
        assert_eq!(Explanation::from_chinese(&explanation.to_chinese()), explanation);
    }
}
