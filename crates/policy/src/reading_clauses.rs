//! A reading told in words, with its alternatives. Must not judge anybody's year.

use crate::clauses::{Clause, Section};
use crate::{Reading, ReadingOption};

/// The option in force.
const CHOSEN: &str = "采用";

/// A reading with its alternatives, as a setting of the pack.
pub(crate) fn reading(reading: &Reading) -> Clause {
    let told = |option: &ReadingOption| format!("{}——{}（{}）", option.says, option.means, option.id);
    let mut clause =
        Clause::new(Section::Reading, &reading.id, &reading.article, format!("解释性规定“{}”", reading.question))
            .with("编号", reading.id.clone());
    for option in reading.options.iter().filter(|option| option.id == reading.chosen) {
        clause = clause.with(CHOSEN, told(option));
    }
    for (number, option) in (1..).zip(reading.alternatives()) {
        // Short names, because a narrow screen shows them beside the sentence. Their numbers move with the choice, so that
        // options are compared by their ids.
        clause = clause.repeating(&format!("另一读法{number}"), told(option));
    }
    for option in &reading.options {
        clause = clause
            .beside(&format!("读法“{}”", option.id), told(option))
            .beside(&format!("读法“{}”在规则里的值", option.id), option.value.as_deref().unwrap_or("没有"));
    }
    clause
}

/// Whether this text tells of the option in force, as another aspect does already.
pub(crate) fn is_chosen(clause: &Clause, aspect: &str, text: &str) -> bool {
    clause.section == Section::Reading && aspect != CHOSEN && clause.aspect(CHOSEN) == Some(text)
}
