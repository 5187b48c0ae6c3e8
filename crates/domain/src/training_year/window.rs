//! Holds when the public subjects of a year can be studied and examined: in the year's own window, and in that of a later
//! year whose settings let it be made up for (article 3). Must not hold what somebody has done in it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use policy::Provision;
use serde::{Deserialize, Serialize};

use super::TrainingYear;
use crate::{
    clock::{Instant, chinese_date, start_of_day},
    refusal::Refusal,
};

/// Past years that can be made up for, each for its own year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastYears {
    /// Which.
    pub years: BTreeSet<i16>,
    /// The last day, inclusive.
    pub until: Date,
}

/// Days within which a year's public subjects can be studied and examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub opens: Date,
    /// The last day, inclusive.
    pub closes: Date,
    /// The later year whose settings let it be made up for; `None` for the year's own window.
    pub made_up_in: Option<i16>,
}

impl Window {
    /// Whether the day is within.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        (self.opens..=self.closes).contains(&day)
    }

    /// First and last moment in Asia/Shanghai; an attempt that began before the last goes on to its own end. `None` for
    /// dates outside the years that moments can say.
    #[must_use]
    pub fn moments(&self) -> Option<(Instant, Instant)> {
        let after = start_of_day(self.closes.tomorrow().ok()?)?;
        let last = Instant::from_millisecond(after.as_millisecond() - 1).ok()?;
        Some((start_of_day(self.opens)?, last))
    }

    /// Whether time can be granted to whoever objected on a day. It was studied before that, so the day has to be within the
    /// window; the answer may come after it.
    ///
    /// # Errors
    /// `Conflict` with article 3, which says when the window is.
    pub fn may_grant(&self, year: i16, objected: Date) -> Result<(), Refusal> {
        if self.holds(objected) {
            return Ok(());
        }
        let [objected, opens, closes] = [objected, self.opens, self.closes].map(chinese_date);
        let refusal = Refusal::conflict(
            "dispute.outside-training",
            format!(
                "这条异议是{objected}提出的，不在 {year} 年度公需科目的培训期（{opens}至{closes}）内，不能补记时间。"
            ),
            "请把补记的两格都留空，只写答复；能不能补修，请看以后年度的通知。",
        );
        Err(refusal.by(Provision::PublicSubjects))
    }

    /// Whether the courses of the year can be studied on a day.
    ///
    /// # Errors
    /// `Conflict` with article 3, which says when the window opens or has closed.
    pub fn may_study(&self, year: i16, day: Date) -> Result<(), Refusal> {
        let no = |code, what: String, next: String| {
            let refusal = Refusal::conflict(code, what, next).by(Provision::PublicSubjects);
            Err(Refusal { safe: "已计入的学习时间和学时都在。".to_owned(), ..refusal })
        };
        let (opens, closes) = (chinese_date(self.opens), chinese_date(self.closes));
        if day < self.opens {
            let what = format!("{year} 年度的公需科目{opens}开始，{closes}结束；现在还没有开始，学习不计时间。");
            return no("study.not-yet", what, format!("内容可以先看；请在{opens}以后再来学习。"));
        }
        if day > self.closes {
            let what = format!("{year} 年度的公需科目已于{closes}结束，现在学习不计时间。");
            let next = "内容还可以看。能不能补修，请看以后年度的通知；开放补修时，“公需课程”页会写明。";
            return no("study.closed", what, next.to_owned());
        }
        Ok(())
    }
}

impl TrainingYear {
    /// The window of the year that matters on a day, among all years that are settled: the one that holds it, else the next
    /// that opens, else the last that has closed.
    #[must_use]
    pub fn window_on(&self, settled: &[TrainingYear], day: Date) -> Window {
        let all = self.windows(settled);
        let holding = all.iter().filter(|window| window.holds(day)).max_by_key(|window| window.closes);
        let next = || all.iter().filter(|window| window.opens > day).min_by_key(|window| window.opens);
        let last = || all.iter().max_by_key(|window| window.closes);
        holding.or_else(next).or_else(last).copied().unwrap_or(all[0])
    }

    /// The window of the year that had opened last on a day, whether or not it had closed: what was studied until then was
    /// studied in it. The year's own before any has opened.
    #[must_use]
    pub fn window_opened_by(&self, settled: &[TrainingYear], day: Date) -> Window {
        let all = self.windows(settled);
        let opened = all.iter().filter(|window| window.opens <= day).max_by_key(|window| window.opens);
        opened.copied().unwrap_or(all[0])
    }

    /// Every window of the year, its own first.
    fn windows(&self, settled: &[TrainingYear]) -> Vec<Window> {
        let own = Window { opens: self.opens, closes: self.closes, made_up_in: None };
        let later = settled.iter().filter(|later| later.year > self.year);
        let made_up = later.filter_map(|later| {
            let past = later.past_years.as_ref().filter(|past| past.years.contains(&self.year))?;
            Some(Window { opens: later.opens, closes: past.until, made_up_in: Some(later.year) })
        });
        std::iter::once(own).chain(made_up).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::training_year::tests::of_2024;

    fn settled(year: i16, past: &[i16], until: Date) -> TrainingYear {
        TrainingYear {
            year,
            opens: date(year, 4, 1),
            closes: date(year, 11, 30),
            past_years: (!past.is_empty()).then(|| PastYears { years: past.iter().copied().collect(), until }),
            ..of_2024()
        }
    }

    #[test]
    fn the_window_is_whole_days_in_shanghai() {
        let window = of_2024().window_on(&[], date(2024, 5, 1));
        let (opens, closes) = window.moments().expect("dates of this century");
        assert_eq!(opens.to_string(), "2024-03-31T16:00:00Z");
        assert_eq!(closes.to_string(), "2024-11-30T15:59:59.999Z");
    }

    #[test]
    fn a_past_year_is_open_only_where_a_later_year_lets_it_be_made_up_for() {
        let until = date(2026, 12, 31);
        let all = [settled(2026, &[2019, 2021], until), settled(2021, &[], until), settled(2022, &[], until)];
        let on = |year: usize, day| all[year].window_on(&all, day);
        assert_eq!(on(1, date(2026, 5, 1)), Window { opens: date(2026, 4, 1), closes: until, made_up_in: Some(2026) });
        assert!(on(1, until).holds(until) && !on(1, date(2027, 1, 1)).holds(date(2027, 1, 1)));
        assert_eq!(on(1, date(2021, 5, 1)).made_up_in, None, "in its own year it needs nobody's leave");
        assert_eq!(on(1, date(2026, 2, 1)).opens, date(2026, 4, 1), "the next that opens is told");
        assert_eq!(on(1, date(2027, 1, 1)).closes, until, "after all of them the last");
        let opened = |day| all[1].window_opened_by(&all, day);
        assert_eq!(opened(date(2026, 2, 1)).closes, date(2021, 11, 30), "what is to open tells of nothing that was");
        assert_eq!((opened(date(2026, 4, 1)).closes, opened(date(2027, 3, 1)).closes), (until, until));
        let not_named = on(2, date(2026, 5, 1));
        assert_eq!((not_named.closes, not_named.holds(date(2026, 5, 1))), (date(2022, 11, 30), false));
    }

    #[test]
    fn outside_the_window_it_is_said_when_it_opens_and_when_it_closed() {
        let window = Window { opens: date(2026, 4, 1), closes: date(2026, 11, 30), made_up_in: None };
        assert_eq!(window.may_study(2026, date(2026, 4, 1)), Ok(()));
        assert_eq!(window.may_study(2026, date(2026, 11, 30)), Ok(()));
        let early = window.may_study(2026, date(2026, 3, 31)).expect_err("not open");
        assert_eq!(early.code, "study.not-yet");
        assert!(early.what.contains("2026年4月1日开始") && early.next.contains("2026年4月1日以后"), "{early}");
        for (objected, may) in [((3, 31), false), ((4, 1), true), ((11, 30), true), ((12, 1), false)] {
            let granted = window.may_grant(2026, date(2026, objected.0, objected.1));
            assert_eq!(granted.is_ok(), may, "{objected:?}");
        }
        let late = window.may_study(2026, date(2026, 12, 1)).expect_err("closed");
        assert_eq!(late.code, "study.closed");
        assert!(late.what.contains("已于2026年11月30日结束"), "{late}");
    }
}
