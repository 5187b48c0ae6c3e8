//! What somebody is told whose activity does not lie in the year of the registration: where it belongs, or how to split it
//! . Must not decide whether it does.

use std::ops::RangeInclusive;

use domain::{
    refusal::{NOTHING_CHANGED, Refusal},
    year::Year,
};
use policy::Provision;

/// More parts than this are counted and not told one by one.
const PARTS_TOLD_MAX: usize = 4;

/// The refusal for an activity of these years that may not be registered in this year as it stands.
pub(super) fn refusal(activity: RangeInclusive<i16>, year: i16, years_later: i16) -> Refusal {
    let (first, last) = activity.into_inner();
    let what = match (first == last, (first..=last).contains(&year)) {
        (true, _) => format!("这项活动在 {first} 年，不能登记在 {year} 年度。"),
        (false, true) => format!("这项活动有的日子不在 {year} 年。"),
        (false, false) => format!("这项活动从 {first} 年到 {last} 年，没有一天在 {year} 年。"),
    };
    let next = if first < last { split(first, last) } else { move_to(first, years_later) };
    Refusal::invalid("item.year", what, NOTHING_CHANGED, next).by(Provision::SameYear)
}

/// Where an activity of one year belongs.
fn move_to(activity: i16, years_later: i16) -> String {
    let last = activity.saturating_add(years_later);
    if last < Year::FIRST {
        return format!("本系统从 {} 年度起登记；日期填错的，请改正后再保存。", Year::FIRST);
    }
    if years_later > 0 {
        return format!("请把它登记在 {} 至 {last} 年度中的一个年度，只登记一次。", activity.max(Year::FIRST));
    }
    format!("请把它登记在 {activity} 年度；学时只计入活动发生的年度。")
}

/// One part for each year that can be registered.
fn split(first: i16, last: i16) -> String {
    let years: Vec<i16> = (first.max(Year::FIRST)..=last).collect();
    let before = if first < Year::FIRST {
        format!("{} 年以前的部分不能在本系统登记；", Year::FIRST)
    } else {
        String::new()
    };
    let how = match years.as_slice() {
        [] => return move_to(last, 0),
        [only] => format!("请只登记 {only} 年的部分，登记在 {only} 年度。"),
        [_, rest @ ..] if rest.len() < PARTS_TOLD_MAX => {
            let parts: Vec<String> = years.iter().map(|part| told(*part, first, last)).collect();
            format!("请按日子拆成{}项：{}。", counted(parts.len()), parts.join("，"))
        }
        _ => format!("请按年拆开，从 {} 年到 {last} 年每年一项，各登记在自己的年度。", first.max(Year::FIRST)),
    };
    before + &how
}

fn told(year: i16, first: i16, last: i16) -> String {
    let days = if year == first {
        format!("{year}年12月31日以前的部分")
    } else if year == last {
        format!("{year}年1月1日以后的部分")
    } else {
        format!("{year} 年的部分")
    };
    format!("{days}登记在 {year} 年度")
}

/// How many parts, as one says it.
fn counted(parts: usize) -> &'static str {
    match parts {
        2 => "两",
        3 => "三",
        _ => "四",
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;

    fn told(from: i16, to: i16, year: i16, later: i16) -> (String, String) {
        let refusal = refusal(from..=to, year, later);
        (refusal.what, refusal.next)
    }

    #[test]
    fn an_activity_of_another_year_is_sent_there() {
        let (what, next) = told(2025, 2025, 2026, 0);
        assert_eq!(what, "这项活动在 2025 年，不能登记在 2026 年度。");
        assert_eq!(next, "请把它登记在 2025 年度；学时只计入活动发生的年度。");
        assert!(told(2024, 2024, 2026, 1).1.contains("2024 至 2025 年度中的一个年度"));
        assert!(told(2018, 2018, 2026, 0).1.contains("从 2019 年度起登记"));
        assert!(told(2018, 2018, 2026, 1).1.contains("2019 至 2019 年度"));
    }

    #[test]
    fn no_year_of_a_long_activity_is_lost() {
        let (what, next) = told(2025, 2026, 2026, 0);
        assert_eq!(what, "这项活动有的日子不在 2026 年。");
        let two =
            "请按日子拆成两项：2025年12月31日以前的部分登记在 2025 年度，2026年1月1日以后的部分登记在 2026 年度。";
        assert_eq!(next, two);
        let (_, next) = told(2024, 2026, 2026, 0);
        assert!(next.contains("拆成三项") && next.contains("，2025 年的部分登记在 2025 年度，"), "{next}");
        let (what, next) = told(2019, 2024, 2026, 0);
        assert_eq!(what, "这项活动从 2019 年到 2024 年，没有一天在 2026 年。");
        assert!(next.contains("从 2019 年到 2024 年每年一项"), "{next}");
    }

    #[test]
    fn what_lies_before_the_first_year_is_left_out() {
        let (_, next) = told(2017, 2020, 2020, 0);
        assert!(next.starts_with("2019 年以前的部分不能在本系统登记；请按日子拆成两项：2019 年的部分登记"), "{next}");
        assert!(told(2018, 2019, 2019, 0).1.ends_with("请只登记 2019 年的部分，登记在 2019 年度。"));
        assert!(told(2016, 2018, 2020, 0).1.contains("从 2019 年度起登记"));
    }
}
