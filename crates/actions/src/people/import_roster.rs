//! Taking the people from a spreadsheet; the staff number says who a row is about, the ID number confirms it.

use std::collections::BTreeMap;

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    id_number::IdNumber,
    ids::{ImportId, PersonId, UnitId},
    imports::{self, roster::RosterRow},
    person::Person,
    refusal::Refusal,
    table::Table,
};

use jiff::civil::Date;
use policy::StaffCategory;

use super::posts;
use crate::{
    Act, Difference, ImportReport, Mode,
    import::{self, Plan},
    load, refusals,
};

/// A person of the roster.
struct Entry {
    person: Person,
    /// To be sealed.
    number: IdNumber,
    /// From which day of this year they stand as the row says.
    from: Option<Date>,
}

/// Takes the people from a table. Running it again changes nothing; nobody is ever removed. What it says about category,
/// declaration and series holds for the year in which it is taken and from then on; years before keep what they were told. A
/// column that it does without changes nothing of anybody who is known. A day of this year in 起始日期 makes a change of
/// category or declaration hold from that day on; without one it holds for the whole year, or from today where a day was told
/// before.
///
/// # Errors
/// Refuses whoever is not personnel; problems of rows are in the report.
pub async fn import_roster(act: &mut Act, table: &Table, mode: Mode) -> Result<ImportReport, Refusal> {
    load::institution(act, Deed::Import)?;
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let names: Vec<String> = units.iter().map(|unit| unit.name.clone()).collect();
    let ids: BTreeMap<String, UnitId> = units.into_iter().map(|unit| (unit.name, unit.id)).collect();
    let sheet = imports::roster::read(table, &names);
    let homeless = sheet.problems.iter().filter(|problem| problem.problem == imports::roster::UNIT_UNKNOWN).count();
    let mut plan = Plan::new(sheet.problems);
    // A few are slips of the list; most are units that are not there yet.
    if homeless > sheet.good.len() {
        plan.notes.push(format!(
            "有 {homeless} 行的所属部门不在单位名册里。请先导入单位（内容选“单位”），或改正部门名称，再导入这张表。"
        ));
    }
    plan.absent = sheet.absent;
    plan.notes.extend(unprintable(&sheet.good));
    if plan.problems.iter().any(|problem| problem.problem == imports::roster::CATEGORY_UNKNOWN) {
        plan.notes.push(format!("岗位类别可以写：{}。", StaffCategory::ALL.map(StaffCategory::label).join("、")));
    }
    for row in sheet.good {
        let Some(unit_id) = ids.get(&row.unit_name).copied() else {
            plan.problem(row.row, "所属部门", &row.unit_name, "单位名册里没有这个单位，请先导入单位。");
            continue;
        };
        plan_row(act, &mut plan, row, unit_id).await?;
    }
    if plan.proceeds(mode) {
        carry_out(act, &plan).await?;
    } else {
        import::record_stop(act, "roster", mode, &plan).await?;
    }
    Ok(plan.report(mode))
}

/// Whose name no typeface prints: better known now than when the certificate is to be made.
fn unprintable(rows: &[RosterRow]) -> Option<String> {
    let missing: Vec<(u32, Vec<char>)> = rows
        .iter()
        .map(|row| (row.row, documents::fonts::missing(&row.name)))
        .filter(|(_, missing)| !missing.is_empty())
        .collect();
    let told: Vec<String> =
        missing.iter().map(|(row, missing)| format!("第 {row} 行 {}", documents::listed(missing))).collect();
    (!told.is_empty()).then(|| {
        format!(
            "有 {} 人的姓名里有证书印不出来的字，能登记，但证书生成不了：{}。是自造字的请改成标准的字；确是这个字的，\
             请告诉系统管理员换用带有这个字的程序版本。",
            told.len(),
            told.join("，")
        )
    })
}

async fn plan_row(act: &mut Act, plan: &mut Plan<Entry>, row: RosterRow, unit_id: UnitId) -> Result<(), Refusal> {
    let index = act.app.keys.index(&row.id_number);
    let holders = store::people::by_id_number_index(&mut act.tx, &index).await.map_err(refusals::store)?;
    let known = store::people::by_staff_number(&mut act.tx, &row.staff_number).await.map_err(refusals::store)?;
    if let Some(problem) = identity_problem(known.as_ref(), &holders, &row.name) {
        plan.problem(row.row, "身份证号", &row.id_number.masked(), &problem);
        return Ok(());
    }
    let from = row.from.or(None);
    if from.is_some_and(|from| from > act.today()) {
        plan.problem(row.row, "起始日期", &from.map(|from| from.to_string()).unwrap_or_default(), "这一天还没有到。");
        return Ok(());
    }
    // A post that began in an earlier year is held throughout this one.
    let from = from.filter(|from| from.year() == act.today().year());
    let id = match &known {
        Some(known) => known.id,
        None => act.new_id(PersonId::from_uuid)?,
    };
    let number = row.id_number.clone();
    let person = person(row, id, unit_id, known.as_ref());
    let is_dated = match (&known, from) {
        (Some(known), Some(from)) => posts::is_known(act, known.id, from, person.standing()).await?,
        _ => true,
    };
    let entry = |person| Entry { person, number, from };
    match known {
        None => plan.new.push(entry(person)),
        Some(known) => match differences(&known, &person, is_dated) {
            differences if differences.is_empty() => plan.unchanged += 1,
            differences => {
                plan.changes.count(&differences);
                plan.changed.push((entry(person), fields(&differences)));
            }
        },
    }
    Ok(())
}

/// What speaks against a row whose ID number `holders` carry already. A namesake with the same number is the same
/// person under two staff numbers; another name is another person, as the roster says.
fn identity_problem(known: Option<&Person>, holders: &[Person], name: &str) -> Option<String> {
    match known {
        Some(known) if holders.iter().any(|holder| holder.id == known.id) => None,
        Some(_) => {
            Some("身份证号与已有档案不一致。请与本人核对；档案有误的，请先在人员页面更正身份证号，再导入。".to_owned())
        }
        None => holders
            .iter()
            .find(|holder| holder.name == name)
            .map(|holder| format!("这个身份证号已经登记在工号 {} 名下。", holder.staff_number)),
    }
}

/// The person as the row says, and as they are known where it says nothing.
fn person(row: RosterRow, id: PersonId, unit_id: UnitId, known: Option<&Person>) -> Person {
    Person {
        id,
        staff_number: row.staff_number,
        name: row.name,
        sex: row.sex,
        unit_id,
        unit_name: row.unit_name,
        category: row.category,
        declares_title_next_year: row.declares_title_next_year.or(known.is_some_and(|it| it.declares_title_next_year)),
        confirmation_only: row.confirmation_only.or(known.is_some_and(|it| it.confirmation_only)),
        title_series: row.title_series.or(known.and_then(|it| it.title_series.clone())),
        title: row.title.or(known.and_then(|it| it.title.clone())),
        phone: row.phone.or(known.and_then(|it| it.phone.clone())),
        joined: row.joined.or(known.and_then(|it| it.joined)),
        id_number_masked: row.id_number.masked(),
    }
}

/// What differs, with no values but those that the obligation depends on.
fn differences(old: &Person, new: &Person, is_dated: bool) -> Vec<Difference> {
    let yes_no = |yes: bool| if yes { "是" } else { "否" };
    let plain = |field, same: bool| (!same).then_some(Difference { field, turn: None });
    let turned = |field, from, to| (from != to).then_some(Difference { field, turn: Some((from, to)) });
    let (declares, confirms) = ("下一年度申报职称", "转正定职");
    let found = [
        plain("姓名", old.name == new.name),
        plain("性别", old.sex == new.sex),
        plain("单位", old.unit_id == new.unit_id),
        turned("岗位类别", old.category.label(), new.category.label()),
        turned(declares, yes_no(old.declares_title_next_year), yes_no(new.declares_title_next_year)),
        turned(confirms, yes_no(old.confirmation_only), yes_no(new.confirmation_only)),
        plain("职称系列", old.title_series == new.title_series),
        plain("现职称", old.title == new.title),
        plain("联系电话", old.phone == new.phone),
        plain("来校时间", old.joined == new.joined),
        plain("起始日期", is_dated),
    ];
    found.into_iter().flatten().collect()
}

/// The names of what differs, as the log tells them; no values.
fn fields(differences: &[Difference]) -> String {
    let names: Vec<&str> = differences.iter().map(|difference| difference.field).collect();
    names.join("、")
}

async fn carry_out(act: &mut Act, plan: &Plan<Entry>) -> Result<(), Refusal> {
    for Entry { person, number, from } in &plan.new {
        let sealed = act.app.keys.seal(person.id, number)?;
        let index = act.app.keys.index(number);
        store::people::insert(&mut act.tx, person, &sealed, &index, act.now).await.map_err(refusals::store)?;
        tell_standing(act, person, *from).await?;
        act.record(&Event::new(EventKind::PersonAdded, person.id.subject(), &[])).await?;
    }
    for (Entry { person, from, .. }, fields) in &plan.changed {
        store::people::update(&mut act.tx, person).await.map_err(refusals::store)?;
        tell_standing(act, person, *from).await?;
        act.record(&Event::new(EventKind::PersonChanged, person.id.subject(), &[("fields", fields)])).await?;
    }
    let subject = act.new_id(ImportId::from_uuid)?.subject();
    act.record(&import::event(EventKind::RosterImported, subject, plan.counts())).await
}

/// Writes down how a person stands from this year on, unless that is known.
async fn tell_standing(act: &mut Act, person: &Person, from: Option<Date>) -> Result<(), Refusal> {
    let year = act.today().year();
    let known = store::standings::of_person(&mut act.tx, person.id, year).await.map_err(refusals::store)?;
    posts::tell(act, person, known.as_ref().map(|known| known.standing), from).await?;
    let said = person.year_standing();
    if known.as_ref() == Some(&said) {
        return Ok(());
    }
    store::standings::record(&mut act.tx, person.id, year, &said, act.now).await.map_err(refusals::store)
}
