//! The one assessment, generic over where the working-out goes. Must not read a clock.

use crate::{Assessment, ChecklistLine, Explanation, ItemFacts, ItemPreview, Pack, YearFacts};

/// Judges one person's year quietly.
#[must_use]
pub fn assess(pack: &Pack, facts: &YearFacts) -> Assessment {
    let _ = (pack, facts);
    unreachable!()
}

/// Judges one person's year and says every step. The assessment is the one that [`assess`] gives.
#[must_use]
pub fn explain(pack: &Pack, facts: &YearFacts) -> (Assessment, Explanation) {
    (assess(pack, facts), Explanation::default())
}

/// What one item would be worth in that year, and what stops it from being registered.
#[must_use]
pub fn item_preview(pack: &Pack, item: &ItemFacts, year: i16) -> ItemPreview {
    let _ = (pack, item, year);
    unreachable!()
}

/// The evidence that the item needs, as answered.
#[must_use]
pub fn checklist(pack: &Pack, item: &ItemFacts) -> Vec<ChecklistLine> {
    let _ = (pack, item);
    unreachable!()
}
