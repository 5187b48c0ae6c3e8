//! The invented lists as spreadsheets, so that they come in through the same imports as real ones.

use domain::clock::shanghai_date;
use domain::table::Table;

use super::chance::Chance;
use super::names;
use super::people::Member;
use super::season::Season;

/// The units.
pub(super) fn units() -> Table {
    let head = ["部门代码", "部门名称", "类别"].map(str::to_owned).to_vec();
    let rows =
        names::UNITS.iter().map(|(code, name, kind, _)| [code, name, kind].map(|text| text.to_string()).to_vec());
    Table::from_texts("单位", std::iter::once(head).chain(rows))
}

/// The staff list.
pub(super) fn roster(people: &[Member]) -> Table {
    let head = [
        "工号",
        "姓名",
        "性别",
        "身份证号",
        "所属部门",
        "岗位类别",
        "职称系列",
        "现职称",
        "下一年度是否申报职称",
        "是否转正定职",
        "联系电话",
        "来校时间",
    ];
    let rows = people.iter().map(|person| {
        vec![
            person.staff_number.clone(),
            person.name.clone(),
            if person.is_male { "男" } else { "女" }.to_owned(),
            person.id_number.clone(),
            person.unit.to_owned(),
            person.category.label().to_owned(),
            person.title_series.to_owned(),
            person.title.to_owned(),
            yes_no(person.declares_title_next_year),
            yes_no(person.confirmation_only),
            person.phone.clone(),
            person.joined.to_string(),
        ]
    });
    Table::from_texts("名册", std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

/// Those who study this year's public subject here and not on the region's platform: one teacher in a hundred and fifty, while the
/// year is under way.
pub(super) fn learners<'a>(people: &'a [Member], season: &Season) -> Vec<&'a Member> {
    let teachers = people.iter().filter(|person| person.category == policy::StaffCategory::FullTimeTeacher);
    teachers.skip(12).step_by(150).filter(|_| !season.is_over()).collect()
}

/// When the platform's results are taken over, in hundredths of the season.
pub(super) const EXPORTED: i64 = 68;

/// One year's results of the required public course as the platform exports them: most passed, a few failed, some never
/// came.
pub(super) fn public_exam(people: &[Member], season: &Season, seed: u64) -> Table {
    let head = ["年度", "身份证号", "姓名", "课程名称", "学习学时", "考试次数", "成绩", "考试时间", "结果", "获得学时"];
    let elsewhere = learners(people, season);
    // On the first days of a year nobody has sat it yet.
    let exported_on = shanghai_date(season.moment(EXPORTED));
    let rows = people.iter().filter_map(|person| {
        let mut chance = Chance::new(seed, &format!("exam {} {}", person.staff_number, season.year()));
        let is_learner = elsewhere.iter().any(|learner| learner.staff_number == person.staff_number);
        if person.category == policy::StaffCategory::Worker || chance.percent(5) || is_learner {
            return None;
        }
        let is_passed = chance.percent(95);
        let score = if is_passed { chance.between(60, 99) } else { chance.between(32, 59) };
        let day = season.day_before(season.moment(66), &mut chance);
        if day >= exported_on {
            return None;
        }
        let minute = chance.between(0, 59);
        Some(vec![
            season.year().to_string(),
            person.id_number.clone(),
            person.name.clone(),
            "公需科目必修课".to_owned(),
            "10".to_owned(),
            chance.between(1, if is_passed { 2 } else { 3 }).to_string(),
            score.to_string(),
            format!("{:04}/{:02}/{:02} 10:{minute:02}", day.year(), day.month(), day.day()),
            if is_passed { "合格" } else { "不合格" }.to_owned(),
            if is_passed { "15" } else { "0" }.to_owned(),
        ])
    });
    Table::from_texts("成绩", std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

/// Hours that a connected industry system registered (article 4): one activity each of a few people.
pub(super) fn industry_hours(people: &[Member], season: &Season, seed: u64) -> Table {
    let head = ["登记编号", "身份证号", "姓名", "培训项目", "主办单位", "开始日期", "结束日期", "学时", "来源系统"];
    let exported_on = shanghai_date(season.moment(EXPORTED));
    let rows = people.iter().filter_map(|person| {
        let mut chance = Chance::new(seed, &format!("connected {} {}", person.staff_number, season.year()));
        let ends = season.day_before(season.moment(60), &mut chance);
        let starts = ends.yesterday().ok().filter(|day| day.year() == season.year())?;
        if person.category == policy::StaffCategory::Worker || !chance.percent(4) || ends >= exported_on {
            return None;
        }
        Some(vec![
            format!("SL{}{}", season.year(), person.staff_number),
            person.id_number.clone(),
            person.name.clone(),
            format!("示例行业网络研修：{}", names::topic(&mut chance)),
            names::organiser(&mut chance).to_owned(),
            starts.to_string(),
            ends.to_string(),
            (chance.between(2, 4) * 4).to_string(),
            "示例行业教育系统".to_owned(),
        ])
    });
    Table::from_texts("行业学时", std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

fn yes_no(value: bool) -> String {
    if value { "是" } else { "否" }.to_owned()
}

#[cfg(test)]
mod tests {
    use domain::imports;

    use super::{industry_hours, public_exam, roster, units};
    use crate::demo::season::Season;
    use crate::demo::{Size, names, people};

    #[test]
    fn the_imports_take_every_row() {
        let size = Size::new(300, 5);
        let staff = people::roster(size);
        let sheet = imports::units::read(&units());
        assert_eq!((sheet.good.len(), sheet.problems.len()), (24, 0), "{:?}", sheet.problems);
        let unit_names: Vec<String> = names::UNITS.iter().map(|unit| unit.1.to_owned()).collect();
        let sheet = imports::roster::read(&roster(&staff), &unit_names);
        assert_eq!((sheet.good.len(), sheet.problems.len()), (300, 0), "{:?}", sheet.problems);
        let now = "2026-11-23T04:00:00Z".parse().expect("a moment");
        let season = Season::new(2025, now).expect("a year");
        let past = policy::PastYearsRule::default();
        let sheet =
            imports::public_exam::read(&public_exam(&staff, &season, 5), domain::clock::shanghai_datetime(now), &past);
        assert!(sheet.good.len() > 200 && sheet.problems.is_empty(), "{:?}", sheet.problems);
        let hours = industry_hours(&staff, &season, 5);
        let sheet = imports::industry_hours::read(&hours, domain::clock::shanghai_datetime(now));
        assert!(sheet.good.len() > 3 && sheet.problems.is_empty(), "{:?}", sheet.problems);
    }
}
