//! Several years as people type them: one by one, or with a dash between the first and the last. Must not decide which
//! years are good.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// What the field is called when it is refused.
const NAME: &str = "可以补修的年度";
/// What stands between the first and the last of several years, as it is typed.
const DASHES: [char; 12] = ['-', '‐', '‑', '–', '—', '−', '－', '~', '～', '〜', '至', '到'];
/// What may stand behind a year.
const YEAR: [char; 2] = ['年', '度'];
/// More years than a dash can mean.
const SPAN_MAX: i16 = 50;

/// The years of a text.
///
/// # Errors
/// In a sentence, what cannot be read.
pub(super) fn years(text: &str) -> Result<BTreeSet<i16>, String> {
    if text.starts_with(DASHES) || text.ends_with(DASHES) {
        return Err(format!("“{NAME}”里的“{text}”缺了起止中的一个年度。"));
    }
    let parts = text.split(DASHES).map(list).collect::<Result<Vec<_>, _>>()?;
    // A long dash is two characters.
    let parts: Vec<Vec<i16>> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut years: BTreeSet<i16> = parts.iter().flatten().copied().collect();
    for ends in parts.windows(2) {
        if let (Some(&first), Some(&last)) = (ends[0].last(), ends[1].first()) {
            years.extend(from_to(first, last)?);
        }
    }
    Ok(years)
}

/// The years of a list without a dash.
fn list(text: &str) -> Result<Vec<i16>, String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.trim_end_matches(YEAR).is_empty());
    let read = |word: &str| word.trim_end_matches(YEAR).parse().map_err(|_| format!("“{NAME}”不能是“{word}”。"));
    words.map(read).collect()
}

fn from_to(first: i16, last: i16) -> Result<RangeInclusive<i16>, String> {
    if last < first {
        return Err(format!("“{NAME}”里的“{first}-{last}”起止颠倒了，请把早的年度写在前面。"));
    }
    if last - first >= SPAN_MAX {
        return Err(format!("“{NAME}”里的“{first}-{last}”太长了，请核对起止的年度。"));
    }
    Ok(first..=last)
}
