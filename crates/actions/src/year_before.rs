//! How the year before ended, which is told to whoever declares a title (article 9), one by one and among everybody alike.
//! It is what was concluded and kept, not what would come out today; `docs/adr/0041-last-year-is-what-was-concluded.md`
//! says why. Must not load anything.

use domain::{clock::shanghai_date, registration::Deadlines};
use jiff::civil::{Date, date};
use policy::{Obligation, Outcome, Pack};
use serde::Deserialize;
use store::year_decisions::Conclusion;

/// What was kept of the year before, and what decides whether it still says how that year ended.
#[derive(Debug, Default)]
pub(crate) struct YearBefore<'a> {
    /// Whether its registration is approved.
    pub(crate) is_approved: bool,
    /// What an approval or a certificate rested on, as it stands.
    pub(crate) decided: Option<&'a Conclusion>,
    /// What it came to when everybody's year was judged last.
    pub(crate) judged: Option<&'a Conclusion>,
}

impl YearBefore<'_> {
    /// What the year came to; `closes` is its last day, see [`closes`]. Nothing where it asked for nothing, while it went on
    /// unless its hours are approved, and of hours that nobody approved or whose approval was taken back. Of two conclusions the
    /// later one counts.
    pub(crate) fn outcome(&self, closes: Date) -> Option<Outcome> {
        let is_after = |kept: &Conclusion| shanghai_date(kept.at) > closes;
        let decided = self.decided.map(|kept| (kept, ended(kept))).filter(|(_, ended)| self.is_settled(*ended));
        // Who owed the examination alone in June can owe the whole year by December (article 1).
        let decided = decided.filter(|(kept, ended)| is_after(kept) || !is_of_the_examination_alone(*ended));
        let judged = self.judged.filter(|kept| is_after(kept)).map(|kept| (kept, ended(kept)));
        let judged = judged.filter(|(_, ended)| self.is_settled(*ended) || is_missed(*ended));
        let last = [decided, judged].into_iter().flatten().max_by_key(|(kept, _)| kept.at);
        last.and_then(|(_, ended)| ended).map(|ended| ended.outcome).filter(|it| *it != Outcome::ReferenceOnly)
    }

    /// Whether nothing can come of the year any more but what was concluded.
    fn is_settled(&self, ended: Option<Ended>) -> bool {
        self.is_approved || is_of_the_examination_alone(ended)
    }
}

/// Of an assessment nothing but this.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Ended {
    outcome: Outcome,
    obligation: Obligation,
}

fn ended(kept: &Conclusion) -> Option<Ended> {
    serde_json::from_str(&kept.result).ok()
}

/// Whether a year asked for the examination and no hours.
fn is_of_the_examination_alone(ended: Option<Ended>) -> bool {
    ended.is_some_and(|it| it.obligation == Obligation::PublicExamOnly)
}

/// Whether a year fell short, which needs nobody's approval.
fn is_missed(ended: Option<Ended>) -> bool {
    ended.is_some_and(|it| it.outcome == Outcome::NotSatisfied)
}

/// The last day of a year: the unit's, or that of the calendar where the pack sets none.
pub(crate) fn closes(pack: &Pack, year: i16) -> Date {
    Deadlines::of(pack, year).unit.map_or_else(|| date(year, 12, 31), |deadline| deadline.date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSES: Date = date(2025, 12, 31);

    fn kept(outcome: &str, obligation: &str, at: &str) -> Conclusion {
        let result = format!(r#"{{"outcome": "{outcome}", "obligation": "{obligation}"}}"#);
        Conclusion { result, at: at.parse().expect("a moment") }
    }

    fn judged(is_approved: bool, kept: &Conclusion) -> Option<Outcome> {
        YearBefore { is_approved, decided: None, judged: Some(kept) }.outcome(CLOSES)
    }

    #[test]
    fn who_never_handed_in_fell_short_once_the_year_is_closed_and_judged() {
        let open = kept("not-satisfied", "full", "2025-12-31T15:59:00Z");
        let closed = kept("not-satisfied", "full", "2025-12-31T16:01:00Z");
        assert_eq!(judged(false, &open), None, "a minute before midnight in Shanghai it can still turn");
        assert_eq!(judged(false, &closed), Some(Outcome::NotSatisfied));
    }

    #[test]
    fn hours_that_nobody_approved_are_no_conclusion_and_who_was_asked_nothing_has_none() {
        let met = kept("satisfied", "full", "2026-01-05T02:00:00Z");
        assert_eq!((judged(false, &met), judged(true, &met)), (None, Some(Outcome::Satisfied)));
        assert_eq!(judged(false, &kept("undetermined", "full", "2026-01-05T02:00:00Z")), None);
        let examined = kept("satisfied", "public-exam-only", "2026-01-05T02:00:00Z");
        assert_eq!(judged(false, &examined), Some(Outcome::Satisfied));
        assert_eq!(judged(true, &kept("reference-only", "none", "2026-01-05T02:00:00Z")), None);
    }

    #[test]
    fn a_certificate_of_the_examination_says_how_the_year_ended_once_it_is_closed() {
        let outcome = |at, is_approved| {
            let printed = kept("satisfied", "public-exam-only", at);
            YearBefore { is_approved, decided: Some(&printed), judged: None }.outcome(CLOSES)
        };
        let (june, january) = ("2025-06-02T02:00:00Z", "2025-12-31T16:01:00Z");
        assert_eq!(outcome(june, false), None, "by December the whole year may be owed");
        assert_eq!(outcome(january, false), Some(Outcome::Satisfied));
        assert_eq!((outcome(june, true), outcome(january, true)), (None, Some(Outcome::Satisfied)));
    }

    #[test]
    fn of_two_conclusions_the_later_one_counts() {
        let (short, made_up) =
            (kept("not-satisfied", "full", "2025-12-20T02:00:00Z"), kept("satisfied", "full", "2026-03-01T02:00:00Z"));
        let both = |decided, judged| YearBefore { is_approved: true, decided: Some(decided), judged: Some(judged) };
        assert_eq!(both(&short, &made_up).outcome(CLOSES), Some(Outcome::Satisfied));
        let again = kept("not-satisfied", "full", "2026-01-05T02:00:00Z");
        assert_eq!(both(&made_up, &again).outcome(CLOSES), Some(Outcome::Satisfied));
    }

    #[test]
    fn a_year_closes_with_the_day_of_the_unit() {
        let closes = |pack: &str| closes(&testkit::library().load(pack).expect("a pack"), 2025);
        assert_eq!(closes("guet-2022"), CLOSES);
        assert_eq!(closes("yunting-2025"), date(2026, 2, 28));
        assert_eq!(closes("guangxi-2019"), CLOSES);
    }
}
