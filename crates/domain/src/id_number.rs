//! The resident identity number of GB 11643-1999: eighteen characters with a birth date, a sex and a check
//! character. Must not hold storage or encryption; a number never prints itself whole.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A resident identity number of the right shape with a real birth date. `Debug` shows it masked; there is no `Display` on purpose.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdNumber(String);

/// Why a text is not an identity number; the texts are meant for the person who typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberProblem {
    /// Nothing was entered.
    #[error("身份证号为空")]
    Empty,
    /// Not eighteen characters long; holds the length found.
    #[error("身份证号应为18位，实为{0}位")]
    Length(usize),
    /// Something other than seventeen digits and a digit or X.
    #[error("身份证号含有数字和末位X以外的字符")]
    Character,
    /// The eight digits in the middle are not a day of the calendar.
    #[error("身份证号中的出生日期无效")]
    BirthDate,
    /// The last character does not follow from the first seventeen (ISO 7064, MOD 11-2).
    #[error("身份证号校验位错误")]
    CheckDigit,
}

/// Sex as the identity number and the staff list record it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// 女
    Female,
    /// 男
    Male,
}

/// The last character that belongs to the first seventeen digits (ISO 7064, MOD 11-2), for numbers that are invented; `None`
/// for anything but seventeen digits.
pub fn check_character(body: &str) -> Option<char> {
    let digits: Option<Vec<u8>> = body.chars().map(|digit| digit.to_digit(10).map(|digit| digit as u8)).collect();
    digits?.try_into().ok().map(|digits: [u8; 17]| character_after(&digits))
}

impl IdNumber {
    /// Reads a number; white space, full-width digits and a small x are forgiven.
    pub fn parse(text: &str) -> Result<IdNumber, IdNumberProblem> {
        let number = normalised(text)?;
        let digits = checked_digits(&number)?;
        if !number.ends_with(character_after(&digits)) {
            return Err(IdNumberProblem::CheckDigit);
        }
        Ok(IdNumber(number))
    }

    /// Reads a number that is only looked up, such as one in another system's export: as [`IdNumber::parse`], but a
    /// wrong check character is let through, for then nobody is found and the row is reported with that reason.
    pub fn parse_for_lookup(text: &str) -> Result<IdNumber, IdNumberProblem> {
        let number = normalised(text)?;
        checked_digits(&number)?;
        Ok(IdNumber(number))
    }

    /// The eighteen characters. For the keyed index, sealing and nothing else.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it may be shown: the first three and the last two characters.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }

    /// The birth date inside the number.
    pub fn birth(&self) -> Date {
        leading_digits(&self.0).as_ref().and_then(birth_date).expect("checked when the number was read")
    }

    /// The sex inside the number: an odd seventeenth digit is male.
    pub fn sex(&self) -> Sex {
        if self.0.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({})", self.masked())
    }
}

impl Sex {
    /// 男 or 女.
    pub fn label(self) -> &'static str {
        match self {
            Sex::Female => "女",
            Sex::Male => "男",
        }
    }

    /// Reads 男 or 女, with or without 性.
    pub fn from_label(label: &str) -> Option<Sex> {
        match label {
            "男" | "男性" => Some(Sex::Male),
            "女" | "女性" => Some(Sex::Female),
            _ => None,
        }
    }

    /// `male` or `female`, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }
}

impl std::str::FromStr for Sex {
    type Err = ();

    fn from_str(text: &str) -> Result<Sex, ()> {
        match text {
            "male" => Ok(Sex::Male),
            "female" => Ok(Sex::Female),
            _ => Err(()),
        }
    }
}

/// Hides a number, valid or not: of more than eight characters the first three and last two stay, of fewer none.
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    let shown = |at: usize| length > 8 && (at < 3 || at + 2 >= length);
    number.chars().enumerate().map(|(at, c)| if shown(at) { c } else { '*' }).collect()
}

/// Hides whatever in a text is as long as an identity number, 15 or 18 digits of which the last may be X: in a row that
/// slipped, it stands where nobody expects it.
pub fn mask_within(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        let half = half_width(c);
        let is_last = matches!(half, 'X' | 'x') && run.chars().count() == 17;
        if half.is_ascii_digit() || is_last {
            run.push(c);
            continue;
        }
        let is_number = matches!(run.chars().count(), 15 | 18);
        shown.push_str(&if is_number { mask(&run) } else { run.clone() });
        run.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}

/// Eighteen characters without padding, in half width.
fn normalised(text: &str) -> Result<String, IdNumberProblem> {
    let number: String = text.chars().filter(|c| is_content(*c)).map(half_width).collect();
    match number.chars().count() {
        0 => Err(IdNumberProblem::Empty),
        18 => Ok(number),
        length => Err(IdNumberProblem::Length(length)),
    }
}

/// The first seventeen digits, when the shape and the birth date hold.
fn checked_digits(number: &str) -> Result<[u8; 17], IdNumberProblem> {
    let digits = leading_digits(number).ok_or(IdNumberProblem::Character)?;
    birth_date(&digits).ok_or(IdNumberProblem::BirthDate)?;
    Ok(digits)
}

fn is_content(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\'' | '‘' | '’' | '\u{feff}' | '\u{200b}')
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        'x' | 'ｘ' | 'Ｘ' => 'X',
        _ => c,
    }
}

/// The first seventeen digits, when the eighteenth is a digit or X.
fn leading_digits(number: &str) -> Option<[u8; 17]> {
    let bytes = number.as_bytes();
    let last = *bytes.get(17)?;
    let shape_holds = bytes.len() == 18 && bytes[..17].iter().all(u8::is_ascii_digit);
    if !shape_holds || !(last.is_ascii_digit() || last == b'X') {
        return None;
    }
    let mut digits = [0; 17];
    for (digit, byte) in digits.iter_mut().zip(bytes) {
        *digit = byte - b'0';
    }
    Some(digits)
}

fn birth_date(digits: &[u8; 17]) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| digits[range].iter().fold(0i16, |sum, d| sum * 10 + i16::from(*d));
    let year = number(6..10);
    if year < 1880 {
        return None;
    }
    Date::new(year, number(10..12) as i8, number(12..14) as i8).ok()
}

fn character_after(digits: &[u8; 17]) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = WEIGHTS.iter().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum();
    CHARACTERS[(sum % 11) as usize]
}

#[cfg(test)]
mod tests {
    use super::{IdNumber, IdNumberProblem, Sex, check_character, mask, mask_within};

    #[test]
    fn an_invented_number_is_completed() {
        for number in ["990102198407138671", "991203197403270649"] {
            assert_eq!(check_character(&number[..17]), number.chars().last());
        }
        for none in ["", "9901021984071386", "990102198407138671", "9901021984071386a"] {
            assert_eq!(check_character(none), None, "{none}");
        }
    }

    #[test]
    fn a_valid_number_tells_birth_and_sex() {
        let number = IdNumber::parse("990102198407138671").expect("valid");
        assert_eq!(number.birth().to_string(), "1984-07-13");
        assert_eq!(number.sex(), Sex::Male);
        assert_eq!(IdNumber::parse("991203197403270649").expect("valid").sex(), Sex::Female);
    }

    #[test]
    fn padding_full_width_digits_and_a_small_x_are_forgiven() {
        for text in [
            "\t99120319660223534X",
            "99120319660223534x",
            "９９１２０３１９６６０２２３５３４Ｘ",
            "'99120319660223534X\u{3000}",
        ] {
            assert_eq!(IdNumber::parse(text).expect(text).as_str(), "99120319660223534X");
        }
    }

    #[test]
    fn every_single_wrong_digit_is_noticed() {
        let right = "990102198407138671";
        for at in 0..17 {
            for digit in '0'..='9' {
                let wrong: String = right.chars().enumerate().map(|(i, c)| if i == at { digit } else { c }).collect();
                assert_eq!(IdNumber::parse(&wrong).is_ok(), wrong == right, "{wrong}");
            }
        }
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let fault = |text| IdNumber::parse(text).expect_err(text);
        assert_eq!(fault(" \u{3000}"), IdNumberProblem::Empty);
        assert_eq!(fault("99010219840713"), IdNumberProblem::Length(14));
        assert_eq!(fault("99010219840713867Y"), IdNumberProblem::Character);
        assert_eq!(fault("9901021984O7138671"), IdNumberProblem::Character);
        assert_eq!(fault("990102198402308671"), IdNumberProblem::BirthDate);
        assert_eq!(fault("990102198407138672"), IdNumberProblem::CheckDigit);
        assert_eq!(fault("九九零一零二一九八四零七一三八六七一"), IdNumberProblem::Character);
    }

    #[test]
    fn a_number_that_is_only_looked_up_may_have_a_wrong_check_character() {
        assert!(IdNumber::parse("990101198001010000").is_err());
        assert_eq!(
            IdNumber::parse_for_lookup("\t990101198001010000").expect("shape").birth().to_string(),
            "1980-01-01"
        );
        assert_eq!(IdNumber::parse_for_lookup("990101198013010000"), Err(IdNumberProblem::BirthDate));
    }

    #[test]
    fn a_number_never_prints_itself_whole() {
        let number = IdNumber::parse("990102198407138671").expect("valid");
        assert_eq!(number.masked(), "990*************71");
        assert_eq!(format!("{number:?}"), "IdNumber(990*************71)");
        assert_eq!(mask("12345678"), "********");
    }

    #[test]
    fn what_is_as_long_as_a_number_is_hidden_wherever_it_stands() {
        for (text, shown) in [
            ("990101199003071234", "990*************34"),
            ("张三 99010119900307123X，男", "张三 990*************3X，男"),
            ("９９０１０１９００３０７１２３", "９９０**********２３"),
            ("计算机学院", "计算机学院"),
            ("20261", "20261"),
            ("工号 1234567890123456789", "工号 1234567890123456789"),
            ("", ""),
        ] {
            assert_eq!(mask_within(text), shown);
        }
    }
}
