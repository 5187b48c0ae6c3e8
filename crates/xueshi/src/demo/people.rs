//! The invented staff list. Identity numbers carry region codes that belong to no place, and valid check digits.

use std::collections::HashMap;

use domain::id_number;
use jiff::civil::Date;
use policy::StaffCategory;

use super::Size;
use super::chance::Chance;
use super::names;

/// One line of the staff list.
pub(super) struct Member {
    pub(super) staff_number: String,
    pub(super) name: String,
    pub(super) is_male: bool,
    pub(super) id_number: String,
    pub(super) unit: &'static str,
    pub(super) category: StaffCategory,
    pub(super) title_series: &'static str,
    pub(super) title: &'static str,
    pub(super) declares_title_next_year: bool,
    pub(super) confirmation_only: bool,
    pub(super) phone: String,
    pub(super) joined: Date,
}

/// The whole staff list, in the order of staff numbers.
pub(super) fn roster(size: Size) -> Vec<Member> {
    let mut chance = Chance::new(size.seed, "roster");
    let mut per_birthday = HashMap::new();
    (0..size.people).map(|index| member(index, &mut chance, &mut per_birthday)).collect()
}

fn member(index: u32, chance: &mut Chance, per_birthday: &mut HashMap<String, u32>) -> Member {
    let category = chance.weighted(&[
        (62, StaffCategory::FullTimeTeacher),
        (16, StaffCategory::OtherProfessional),
        (15, StaffCategory::Administrative),
        (7, StaffCategory::Worker),
    ]);
    // The first people of each unit are office staff, so that every unit has somebody to verify and approve.
    let unit_count = u32::try_from(names::UNITS.len()).unwrap_or(u32::MAX);
    let is_office = index < unit_count * 3;
    let unit = if is_office {
        names::UNITS[(index % unit_count) as usize].1
    } else {
        let weights: Vec<(i64, &'static str)> = names::UNITS.iter().map(|unit| (unit.3, unit.1)).collect();
        chance.weighted(&weights)
    };
    let category = if is_office { StaffCategory::Administrative } else { category };
    let is_male = chance.percent(54);
    let birth = date(chance, 1964, 1998);
    let (title_series, title) = title(category, chance);
    let is_new = chance.percent(3);
    let joined = date(chance, birth.year() + 24, birth.year() + 27);
    Member {
        staff_number: format!("{}{index:04}", 2000 + chance.between(0, 24)),
        name: name(index, unit_count * 3, chance),
        is_male,
        id_number: id_number(chance, birth, is_male, per_birthday),
        unit,
        category,
        title_series,
        title,
        declares_title_next_year: !is_office && category != StaffCategory::Worker && chance.percent(14),
        confirmation_only: is_new,
        phone: format!("100{:08}", chance.between(0, 99_999_999)),
        joined,
    }
}

/// Rare names are spread over the list, after the office staff.
fn name(index: u32, office: u32, chance: &mut Chance) -> String {
    let place = index.checked_sub(office).filter(|after| after % 4 == 1).map(|after| (after / 4) as usize);
    match place.and_then(|place| names::RARE.get(place)) {
        Some(rare) => (*rare).to_owned(),
        None => names::person(chance),
    }
}

fn title(category: StaffCategory, chance: &mut Chance) -> (&'static str, &'static str) {
    match category {
        StaffCategory::FullTimeTeacher => {
            let title = chance.weighted(&[(14, "教授"), (34, "副教授"), (42, "讲师"), (10, "助教")]);
            ("高等学校教师", title)
        }
        StaffCategory::OtherProfessional => *chance.pick(&[
            ("工程技术", "高级工程师"),
            ("工程技术", "工程师"),
            ("图书资料", "馆员"),
            ("图书资料", "副研究馆员"),
            ("会计", "会计师"),
            ("实验技术", "实验师"),
        ]),
        StaffCategory::Administrative | StaffCategory::Worker => ("", ""),
    }
}

fn date(chance: &mut Chance, first_year: i16, last_year: i16) -> Date {
    let year = i16::try_from(chance.between(first_year.into(), last_year.into())).unwrap_or(first_year);
    let month = i8::try_from(chance.between(1, 12)).unwrap_or(1);
    let day = i8::try_from(chance.between(1, 28)).unwrap_or(1);
    Date::new(year, month, day).unwrap_or(Date::constant(1980, 1, 1))
}

fn id_number(chance: &mut Chance, birth: Date, is_male: bool, per_birthday: &mut HashMap<String, u32>) -> String {
    let region = chance.word(&["990101", "990102", "990203", "991201", "991203"]);
    let start = format!("{region}{:04}{:02}{:02}", birth.year(), birth.month(), birth.day());
    let count = per_birthday.entry(start.clone()).or_default();
    // The last of the three digits is odd for men and even for women.
    let order = *count * 2 + u32::from(is_male);
    *count += 1;
    let body = format!("{start}{order:03}");
    let check = id_number::check_character(&body).unwrap_or('X');
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use domain::id_number::IdNumber;

    use super::roster;
    use crate::demo::Size;
    use crate::demo::names::{RARE, UNITS};

    #[test]
    fn the_staff_list_is_plausible_and_repeatable() {
        let size = Size::new(2400, 2022);
        let people = roster(size);
        assert_eq!(people.len(), 2400);
        let numbers: HashSet<&str> = people.iter().map(|person| person.id_number.as_str()).collect();
        assert_eq!(numbers.len(), 2400);
        let staff: HashSet<&str> = people.iter().map(|person| person.staff_number.as_str()).collect();
        assert_eq!(staff.len(), 2400);
        for person in &people {
            assert!(IdNumber::parse(&person.id_number).is_ok(), "{}", person.id_number);
            assert!(person.id_number.starts_with("99"));
        }
        assert!(RARE.iter().all(|rare| people.iter().any(|person| person.name == *rare)));
        assert!(UNITS.iter().all(|unit| people.iter().any(|person| person.unit == unit.1)));
        let again = roster(size);
        assert!(people.iter().zip(&again).all(|(one, other)| one.id_number == other.id_number));
    }
}
