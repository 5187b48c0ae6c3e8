//! Whether two activities of one person are the same: hours never count twice (article 4). Must not load anything, nor
//! decide what becomes of a repetition.

use std::collections::BTreeMap;

use jiff::civil::Date;
use policy::ItemFacts;

use crate::{industry_hours::IndustryHours, item::Item};

/// A reference is looked for inside what was typed only when it is as long as this and holds as many digits as half of
/// it; a shorter one has to be all of an answer.
const REFERENCE_CHARACTERS_MIN: usize = 6;
/// A title inside another says something only from this length on.
const TITLE_CHARACTERS_MIN: usize = 4;
/// Questions that ask for the number of a certificate: their ids end so.
const NUMBER: &str = "_number";

/// How much alike two activities are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// They could be the same: somebody has to look.
    Similar,
    /// They are the same.
    Same,
}

/// What was typed about an activity.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    kind: &'a str,
    title: &'a str,
    organiser: &'a str,
    starts: Date,
    ends: Date,
    answers: &'a BTreeMap<String, String>,
}

impl<'a> From<&'a Item> for Typed<'a> {
    fn from(item: &'a Item) -> Self {
        let Item { kind, title, organiser, starts, ends, answers, .. } = item;
        Self { kind, title, organiser, starts: *starts, ends: *ends, answers }
    }
}

impl<'a> From<&'a ItemFacts> for Typed<'a> {
    fn from(item: &'a ItemFacts) -> Self {
        let ItemFacts { kind, title, organiser, starts, ends, answers, .. } = item;
        Self { kind, title, organiser, starts: *starts, ends: *ends, answers }
    }
}

impl Typed<'_> {
    /// How much it is like what a connected system registered for the same person. The reference is the surest sign; the
    /// same title at an overlapping time is one too, because the system knows no kinds.
    pub fn likeness_to_registered(&self, hours: &IndustryHours) -> Option<Likeness> {
        if self.mentions(&hours.reference) {
            return Some(Likeness::Same);
        }
        overlap((self.starts, self.ends), (hours.starts, hours.ends))?;
        of_titles(self.title, &hours.title)
    }

    /// How much it is like another thing that the same person typed. The same are those of one kind, one title and the
    /// same days, and those of one kind with the number of one certificate.
    pub fn likeness(&self, other: &Typed<'_>) -> Option<Likeness> {
        let is_one_kind = self.kind == other.kind;
        if self.shares_a_number(other) {
            return Some(if is_one_kind { Likeness::Same } else { Likeness::Similar });
        }
        overlap((self.starts, self.ends), (other.starts, other.ends))?;
        let are_same_days = (self.starts, self.ends) == (other.starts, other.ends);
        match of_titles(self.title, other.title)? {
            Likeness::Same if is_one_kind && are_same_days && self.answers == other.answers => Some(Likeness::Same),
            Likeness::Same => Some(Likeness::Similar),
            Likeness::Similar => is_one_kind.then_some(Likeness::Similar),
        }
    }

    /// Whether a reference stands in any of what was typed.
    fn mentions(&self, reference: &str) -> bool {
        let reference = plain(reference);
        let digits = reference.chars().filter(char::is_ascii_digit).count();
        let length = reference.chars().count();
        let is_telling = length >= REFERENCE_CHARACTERS_MIN && digits * 2 >= length;
        let texts = self.answers.values().map(String::as_str).chain([self.title, self.organiser]);
        let is_number = |ask: &str| ask.ends_with(NUMBER);
        let mut numbers = self.answers.iter().filter(|(ask, _)| is_number(ask)).map(|(_, answer)| plain(answer));
        !reference.is_empty()
            && (numbers.any(|number| number == reference)
                || (is_telling && texts.map(plain).any(|text| holds_whole(&text, &reference))))
    }

    fn shares_a_number(&self, other: &Typed<'_>) -> bool {
        let numbers = |typed: &Typed<'_>| -> Vec<String> {
            let asked = typed.answers.iter().filter(|(ask, _)| ask.ends_with(NUMBER));
            asked.map(|(_, answer)| plain(answer)).filter(|number| number.chars().any(|c| c.is_ascii_digit())).collect()
        };
        let others = numbers(other);
        numbers(self).iter().any(|number| others.contains(number))
    }
}

/// How much what two systems registered for one person is alike: one reference with the same title or at an overlapping
/// time, or one title at an overlapping time. Within one system every reference is an activity of its own.
pub fn registered_twice(one: &IndustryHours, other: &IndustryHours) -> bool {
    if one.system == other.system || one.person_id != other.person_id {
        return false;
    }
    let is_one_title = of_titles(&one.title, &other.title) == Some(Likeness::Same);
    let do_overlap = overlap((one.starts, one.ends), (other.starts, other.ends)).is_some();
    let is_one_reference = plain(&one.reference) == plain(&other.reference);
    (is_one_title && do_overlap) || (is_one_reference && (is_one_title || do_overlap))
}

fn of_titles(one: &str, other: &str) -> Option<Likeness> {
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    if short.is_empty() {
        return None;
    }
    if short == long {
        return Some(Likeness::Same);
    }
    (short.chars().count() >= TITLE_CHARACTERS_MIN && long.contains(short.as_str())).then_some(Likeness::Similar)
}

fn overlap((starts, ends): (Date, Date), (other_starts, other_ends): (Date, Date)) -> Option<()> {
    (starts <= other_ends && other_starts <= ends).then_some(())
}

/// Whether a number stands in a text and does not only begin or end a longer one.
fn holds_whole(text: &str, number: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(number).any(|(place, found)| {
        !is_part(text[..place].chars().next_back()) && !is_part(text[place + found.len()..].chars().next())
    })
}

/// A text without spaces, punctuation and differences of width and case.
fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(half).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use policy::Hours;
    use proptest::prelude::*;

    use super::*;
    use crate::{clock::Instant, ids::PersonId};

    const TITLE: &str = "高校教师信息化教学能力提升";

    fn typed(kind: &str, title: &str, days: (i8, i8), answers: &[(&str, &str)]) -> ItemFacts {
        ItemFacts {
            id: String::new(),
            kind: kind.to_owned(),
            title: title.to_owned(),
            organiser: String::new(),
            starts: date(2026, 5, days.0),
            ends: date(2026, 5, days.1),
            answers: answers.iter().map(|(ask, answer)| ((*ask).to_owned(), (*answer).to_owned())).collect(),
            applied: None,
            verified: None,
            accepted: None,
            evidence: Vec::new(),
            learned: None,
            decided: None,
        }
    }

    fn registered(system: &str, reference: &str, title: &str, days: (i8, i8)) -> IndustryHours {
        IndustryHours {
            system: system.to_owned(),
            reference: reference.to_owned(),
            person_id: PersonId::from_uuid(uuid::Uuid::from_u128(1)),
            title: title.to_owned(),
            organiser: String::new(),
            starts: date(2026, 5, days.0),
            ends: date(2026, 5, days.1),
            hours: Hours::from_whole(16),
            registered_at: None,
            recorded_at: Instant::UNIX_EPOCH,
            typed_item: None,
        }
    }

    fn to_registered(item: &ItemFacts, reference: &str) -> Option<Likeness> {
        Typed::from(item).likeness_to_registered(&registered("甲系统", reference, TITLE, (11, 15)))
    }

    #[test]
    fn a_title_at_an_overlapping_time_is_the_same_however_it_is_written() {
        for title in [TITLE, "《高校教师信息化教学能力提升》", "高校教师 信息化教学能力提升。"]
        {
            assert_eq!(to_registered(&typed("a", title, (15, 20), &[]), "HY1"), Some(Likeness::Same), "{title}");
        }
        assert_eq!(to_registered(&typed("a", TITLE, (16, 20), &[]), "HY1"), None, "another time");
        assert_eq!(to_registered(&typed("a", "外语教师教学研修", (11, 15), &[]), "HY1"), None, "another title");
        let longer = typed("a", "2026年高校教师信息化教学能力提升（第二期）", (11, 15), &[]);
        assert_eq!(to_registered(&longer, "HY1"), Some(Likeness::Similar));
        assert_eq!(to_registered(&typed("a", "", (11, 15), &[]), "HY1"), None);
    }

    #[test]
    fn a_reference_is_the_surest_sign_wherever_it_stands() {
        let hidden = typed("a", "培训", (1, 1), &[("content", "证书 hy-2026 00002 号")]);
        assert_eq!(to_registered(&hidden, "HY202600002"), Some(Likeness::Same));
        let longer = typed("a", "培训", (1, 1), &[("content", "HY2026000021")]);
        assert_eq!(to_registered(&longer, "HY202600002"), None, "only the beginning of another number");
        let short = typed("a", "培训", (1, 1), &[("content", "12"), ("certificate_number", "No.9")]);
        assert_eq!(to_registered(&short, "12"), None, "too short to be found in any answer");
        let number = typed("a", "培训", (1, 1), &[("certificate_number", "１２")]);
        assert_eq!(to_registered(&number, "12"), Some(Likeness::Same));
    }

    fn between(one: &ItemFacts, other: &ItemFacts) -> Option<Likeness> {
        let likeness = Typed::from(one).likeness(&Typed::from(other));
        assert_eq!(likeness, Typed::from(other).likeness(&Typed::from(one)), "it goes both ways");
        likeness
    }

    #[test]
    fn of_what_was_typed_the_exact_same_is_the_same_and_the_rest_is_similar() {
        let one = typed("training", TITLE, (11, 15), &[("half_days", "4")]);
        assert_eq!(between(&one, &one), Some(Likeness::Same));
        let other_days = typed("training", TITLE, (12, 15), &[("half_days", "4")]);
        let other_kind = typed("lecture", TITLE, (11, 15), &[("half_days", "4")]);
        let other_answers = typed("training", TITLE, (11, 15), &[("half_days", "5")]);
        for other in [other_days, other_kind, other_answers] {
            assert_eq!(between(&one, &other), Some(Likeness::Similar));
        }
        assert_eq!(between(&one, &typed("training", TITLE, (16, 18), &[])), None, "the next course of a series");
        let part = "信息化教学能力提升";
        assert_eq!(between(&one, &typed("training", part, (11, 15), &[])), Some(Likeness::Similar));
        assert_eq!(between(&one, &typed("lecture", part, (11, 15), &[])), None);
        assert_eq!(between(&one, &typed("training", "教学", (11, 15), &[])), None, "too short to say anything");
    }

    #[test]
    fn one_certificate_is_one_activity() {
        let exam = |kind, days, number| typed(kind, "普法考试", days, &[("certificate_number", number)]);
        let one = exam("law-exam", (1, 1), "PF-2026-118");
        assert_eq!(between(&one, &exam("law-exam", (20, 20), "pf2026118")), Some(Likeness::Same));
        assert_eq!(between(&one, &exam("training", (20, 20), "PF2026118")), Some(Likeness::Similar));
        assert_eq!(between(&one, &exam("law-exam", (20, 20), "PF-2026-119")), None);
        assert_eq!(between(&exam("law-exam", (1, 1), "见附件"), &exam("law-exam", (20, 20), "见附件")), None);
    }

    #[test]
    fn two_systems_register_one_activity_and_one_system_many() {
        let one = registered("甲系统", "HY1", TITLE, (11, 15));
        assert!(registered_twice(&one, &registered("乙系统", "B7", TITLE, (14, 16))));
        assert!(registered_twice(&one, &registered("乙系统", "hy1", "信息化培训", (15, 16))));
        assert!(!registered_twice(&one, &registered("甲系统", "HY2", TITLE, (11, 15))));
        assert!(!registered_twice(&one, &registered("乙系统", "HY1", "别的", (20, 21))));
        let another = IndustryHours { person_id: PersonId::from_uuid(uuid::Uuid::from_u128(2)), ..one.clone() };
        assert!(!registered_twice(&one, &IndustryHours { system: "乙系统".to_owned(), ..another }));
    }

    /// A text with marks between its characters, and the marks that nobody takes for a part of it.
    fn marked(text: &str, marks: &[(usize, usize)]) -> String {
        let mut text: Vec<char> = text.chars().collect();
        for (place, mark) in marks {
            text.insert(place % (text.len() + 1), [' ', '　', '《', '》', '。', '、', '-'][mark % 7]);
        }
        text.into_iter().collect()
    }

    fn marks() -> impl Strategy<Value = Vec<(usize, usize)>> {
        proptest::collection::vec((0..40_usize, 0..7_usize), 0..6)
    }

    proptest! {
        /// Were it not the same, its hours would count twice: once as registered, once as typed (article 4).
        #[test]
        fn a_typed_twin_of_what_a_system_registered_is_the_same(
            starts in 1..=15_i8, more in 0..=13_i8, marks in marks(), reference in "[A-Z]{0,3}[0-9]{6,12}", by_title in any::<bool>(),
        ) {
            // Of the same title at an overlapping time, or with the reference at any time.
            let (title, days, answer) = if by_title {
                (marked(TITLE, &marks), (starts, starts.max(11) + more), String::new())
            } else {
                ("别的活动".to_owned(), (starts, starts), format!("证书 {} 号", marked(&reference, &marks)))
            };
            let twin = typed("training", &title, days, &[("content", &answer)]);
            prop_assert_eq!(to_registered(&twin, &reference), Some(Likeness::Same), "{:?}", twin);
        }

        #[test]
        fn what_was_typed_twice_is_the_same_however_it_is_marked(marks in marks(), day in 1..=20_i8, count in 1..9_u8) {
            let answers = count.to_string();
            let one = typed("training", TITLE, (day, day + 4), &[("half_days", answers.as_str())]);
            let other = typed("training", &marked(TITLE, &marks), (day, day + 4), &[("half_days", answers.as_str())]);
            prop_assert_eq!(between(&one, &other), Some(Likeness::Same));
        }
    }
}
