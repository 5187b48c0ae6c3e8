//! Holds the dates of article 8. Must not hold what happens when they pass.

use jiff::civil::Date;

/// The date of article 8 for the person: late is allowed and marked.
pub fn soft_deadline(year: i16) -> Date {
    Date::constant(calendar(year), 11, 30)
}

/// The date of article 8 for the unit: later needs an extension.
pub fn hard_deadline(year: i16) -> Date {
    Date::constant(calendar(year), 12, 31)
}

/// The nearest year that the calendar knows, so that a deadline can be asked of any number without a panic.
fn calendar(year: i16) -> i16 {
    year.clamp(Date::MIN.year(), Date::MAX.year())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_number_has_its_deadlines() {
        assert_eq!((soft_deadline(2026), hard_deadline(2026)), (date(2026, 11, 30), date(2026, 12, 31)));
        for year in [i16::MIN, -10_000, -5, 0, 10_000, i16::MAX] {
            assert!(soft_deadline(year) < hard_deadline(year), "{year}");
        }
    }
}
