//! In which years an activity may be registered. Must not look at what it is worth.

use std::ops::RangeInclusive;

use crate::{ItemFacts, Pack, Reason, chinese_date};

impl Pack {
    /// Years in which an activity may have been, all its days in one of them, to be registered in this year. Without a
    /// window in the pack that is the year itself.
    #[must_use]
    pub fn activity_years(&self, year: i16) -> RangeInclusive<i16> {
        year.saturating_sub(self.years_later())..=year
    }

    /// How many years after its own an activity may still be registered.
    #[must_use]
    pub fn years_later(&self) -> i16 {
        self.content.rules.window.as_ref().map_or(0, |window| window.years_later)
    }
}

/// What is wrong with the item's days.
pub(crate) fn dates(pack: &Pack, item: &ItemFacts, year: i16) -> Vec<Reason> {
    if item.ends < item.starts {
        return vec![Reason::new("结束日期早于开始日期，请核对两个日期。", "")];
    }
    let Some(window) = &pack.content.rules.window else { return Vec::new() };
    let (first, last) = (item.starts.year(), item.ends.year());
    if first == last && pack.activity_years(year).contains(&first) {
        return Vec::new();
    }
    let text = if first == last {
        misplaced(first, year, window.years_later)
    } else {
        format!(
            "活动从{}到{}，跨了年。{}本年度这一项的日期应在{year}年1月1日至12月31日之间。",
            chinese_date(item.starts),
            chinese_date(item.ends),
            window.advice
        )
    };
    vec![Reason::new(text, &window.article)]
}

/// Why an activity of one year cannot count in another.
fn misplaced(activity: i16, year: i16, years_later: i16) -> String {
    if years_later == 0 {
        return format!("活动在 {activity} 年，只能登记在 {activity} 年度，不能计入 {year} 年度。");
    }
    let last = activity.saturating_add(years_later);
    format!("活动在 {activity} 年，只能登记在 {activity} 至 {last} 年度，不能计入 {year} 年度。")
}
