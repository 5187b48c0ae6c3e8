//! What a cell means once padding, look-alike characters and office habits are taken away. Must not know any
//! particular list; faults are short Chinese texts for the import report.

use jiff::civil::{Date, DateTime, Time};

use super::private_use;
use crate::table::Cell;

/// All white space removed, private-use characters replaced by their standard ones, byte-order marks dropped.
pub fn solid(text: &str) -> String {
    text.chars().filter(|c| is_visible(*c) && !c.is_whitespace()).map(private_use::standard).collect()
}

/// White space at the ends removed and every run of it inside reduced to one space.
pub fn squeezed(text: &str) -> String {
    let visible: String = text.chars().filter(|c| is_visible(*c)).map(private_use::standard).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person's name: padding removed (`李　强` is 李强), the separator of transliterated names made `·`.
pub fn name(text: &str) -> Result<String, String> {
    let squeezed = squeezed(text);
    if squeezed.is_empty() {
        return Err("姓名为空".to_owned());
    }
    let is_latin = squeezed.chars().all(|c| c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c));
    let name =
        if is_latin { squeezed } else { solid(&squeezed).replace(['•', '・', '‧', '∙', '．', '･'], "·") };
    if let Some(lost) = name.chars().find(|c| is_lost(*c)) {
        return Err(format!("姓名含有无法识别的字符（U+{:04X}），可能是生僻字在转换时丢失", lost as u32));
    }
    Ok(name)
}

/// Yes or no as offices write it; blank is no.
pub fn tick(cell: &Cell) -> Result<bool, String> {
    match solid(&cell.text()).to_lowercase().as_str() {
        "是" | "✓" | "✔" | "√" | "☑" | "对" | "有" | "y" | "yes" | "true" | "1" => Ok(true),
        "" | "否" | "✗" | "✘" | "×" | "☒" | "☐" | "□" | "-" | "—" | "／" | "/" | "无" | "n" | "no" | "false" | "0" => {
            Ok(false)
        }
        _ => Err("只能填写“是”或“否”".to_owned()),
    }
}

/// A calendar day, written `2014年07月`, `2015.10.25`, `2015-10-25`, `2015/10/25` or `20151025`. A month without a
/// day means its first day. Blank is absent.
pub fn date(cell: &Cell) -> Result<Option<Date>, String> {
    match cell {
        Cell::Date(date) => Ok(Some(*date)),
        Cell::DateTime(moment) => Ok(Some(moment.date())),
        _ if cell.is_blank() => Ok(None),
        Cell::Text(text) => date_text(text).map(Some).ok_or_else(|| "日期无效".to_owned()),
        Cell::Number(digits, false) => date_text(digits).map(Some).ok_or_else(|| "日期无效".to_owned()),
        _ => Err("日期无效".to_owned()),
    }
}

/// A day with a time of day, such as `2025/05/04 15:35` or `2025年5月4日 15:35:00`.
pub fn moment(cell: &Cell) -> Result<DateTime, String> {
    let read = match cell {
        Cell::DateTime(moment) => Some(*moment),
        Cell::Date(date) => Some(date.to_datetime(Time::midnight())),
        _ => moment_text(&squeezed(&cell.text())),
    };
    read.ok_or_else(|| "时间无效".to_owned())
}

/// A whole number without sign.
pub fn count<T: std::str::FromStr>(cell: &Cell) -> Result<T, String> {
    let digits: String = solid(&cell.text()).chars().map(half_width).collect();
    digits.parse().map_err(|_| if digits.is_empty() { "不能为空" } else { "应为整数" }.to_owned())
}

/// The text of a cell that must hold something.
pub fn present(cell: &Cell, what: &str) -> Result<String, String> {
    let text = solid(&cell.text());
    if text.is_empty() { Err(format!("{what}为空")) } else { Ok(text) }
}

fn moment_text(text: &str) -> Option<DateTime> {
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, time),
        None => (text, "00:00"),
    };
    let parts = numbers(&time.replace('：', ":"), &[':'])?;
    let time = match parts.as_slice() {
        [hour, minute] => Time::new(*hour as i8, *minute as i8, 0, 0),
        [hour, minute, second] => Time::new(*hour as i8, *minute as i8, *second as i8, 0),
        _ => return None,
    };
    Some(date_text(day)?.to_datetime(time.ok()?))
}

fn date_text(text: &str) -> Option<Date> {
    let text: String = solid(text).chars().map(half_width).collect();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return day_of(&[text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?]);
    }
    let text = text.trim_end_matches(['日', '号', '月']).replace(['年', '月', '.', '/', '．', '－', '—'], "-");
    day_of(&numbers(&text, &['-'])?)
}

fn day_of(parts: &[i16]) -> Option<Date> {
    let (year, month, day) = match parts {
        [year, month] => (*year, *month, 1),
        [year, month, day] => (*year, *month, *day),
        _ => return None,
    };
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The numbers between separators, each at most four digits.
fn numbers(text: &str, separators: &[char]) -> Option<Vec<i16>> {
    let part = |part: &str| if part.len() > 4 || part.starts_with('+') { None } else { part.parse().ok() };
    text.split(separators).map(part).collect()
}

fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from((c as u32 - '！' as u32) as u8 + b'!'),
        _ => c,
    }
}

fn is_visible(c: char) -> bool {
    !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{ad}')
}

fn is_lost(c: char) -> bool {
    c == '\u{fffd}' || c == '?' || c == '？' || c == '□' || c.is_control() || private_use::is_private_use(c)
}

#[cfg(test)]
mod tests {
    use super::{date, moment, name, solid, tick};
    use crate::table::Cell;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn names_lose_their_padding_and_keep_their_rare_characters() {
        assert_eq!(name("\u{3000}李\u{3000}强 "), Ok("李强".to_owned()));
        assert_eq!(name("韦・阿卡"), Ok("韦·阿卡".to_owned()));
        assert_eq!(name(" John  Smith "), Ok("John Smith".to_owned()));
        assert_eq!(name("孙𡥧"), Ok("孙𡥧".to_owned()));
        assert_eq!(name(" \u{3000}"), Err("姓名为空".to_owned()));
    }

    #[test]
    fn a_name_with_a_lost_character_is_refused() {
        for lost in ["孙?", "孙\u{fffd}", "孙\u{e000}", "孙□"] {
            assert!(name(lost).is_err(), "{lost}");
        }
    }

    #[test]
    fn private_use_characters_of_the_old_standard_become_real_ones() {
        assert_eq!(solid("\u{e863}"), "䶮");
        assert_eq!(name("周\u{e863}"), Ok("周䶮".to_owned()));
        assert_eq!(solid("\u{e816}\u{e81e}\u{e864}"), "\u{20087}\u{9fb4}\u{9fbb}");
    }

    #[test]
    fn days_are_read_in_every_form_seen() {
        for form in ["2015-10-05", "2015.10.5", "2015/10/05", "2015年10月5日", "20151005", "２０１５．１０．５"]
        {
            let read = date(&text(form)).expect(form).expect(form);
            assert_eq!(read.to_string(), "2015-10-05", "{form}");
        }
        assert_eq!(date(&text("2014年07月")).expect("month").expect("month").to_string(), "2014-07-01");
        assert_eq!(date(&text("  ")), Ok(None));
        for form in ["2015-02-30", "2015", "去年", "15-1-1", "2015-13-01", "2015-1-1-1", "2015--1"] {
            assert_eq!(date(&text(form)), Err("日期无效".to_owned()), "{form}");
        }
    }

    #[test]
    fn moments_have_a_time_of_day() {
        for form in ["2025/05/04 15:35", "2025-05-04T15:35:00", "2025年5月4日 15：35"] {
            assert_eq!(moment(&text(form)).expect(form).to_string(), "2025-05-04T15:35:00", "{form}");
        }
        assert!(moment(&text("2025/05/04 25:00")).is_err());
    }

    #[test]
    fn ticks_are_yes_and_blanks_are_no() {
        for yes in ["是", " √ ", "✓", "Y", "是\u{3000}"] {
            assert_eq!(tick(&text(yes)), Ok(true), "{yes}");
        }
        for no in ["否", "", "×", " "] {
            assert_eq!(tick(&text(no)), Ok(false), "{no}");
        }
        assert_eq!(tick(&Cell::Bool(true)), Ok(true));
        assert!(tick(&text("待定")).is_err());
    }
}
