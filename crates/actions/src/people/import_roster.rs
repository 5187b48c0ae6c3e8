//! Taking the people from a spreadsheet; the staff number says who a row is about, the ID number confirms it.

mod known;
mod past;

use std::collections::{BTreeMap, HashSet};

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    id_number::IdNumber,
    ids::{ImportId, PersonId, UnitId},
    imports::{self, Said, roster::RosterRow},
    person::{Person, YearStanding},
    refusal::Refusal,
    table::Table,
};

use jiff::civil::Date;
use policy::StaffCategory;

use self::known::Known;
use super::posts;
use crate::{
    Act, Difference, ImportReport, Mode,
    import::{self, Plan},
    load, refusals,
};

/// A row that says something new.
enum Entry {
    /// Of a person as they are.
    Now(Box<Member>),
    /// Of how somebody stood in a year that is over.
    Past(PersonId, i16, YearStanding),
}

/// A person of the roster.
struct Member {
    person: Person,
    /// To be sealed.
    number: IdNumber,
    /// From which day of this year they stand as the row says.
    from: Option<Date>,
    /// Whether it is the first word of this year on what they intend.
    is_first_word: bool,
}

/// What a roster does.
struct Roster {
    plan: Plan<Entry>,
    /// About whom a roster of this year has said something before.
    named: HashSet<PersonId>,
    /// Who stands as before, now said of this year too.
    confirmed: Vec<(PersonId, YearStanding)>,
}

/// Takes the people from a table. Running it again changes nothing; nobody is ever removed. What it says about category,
/// declaration and series holds for the year in which it is taken and from then on, also where it says the same as last year;
/// years before keep what they were told. A column that it does without changes nothing of anybody who is known. A day of this
/// year in 起始日期 makes a change of them hold from that day on; without one it holds for the whole year, or from today where a
/// day was told before. A year before this one in 名册年度 makes a row one of that year: it adds what was said of it, and changes nothing of now.
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
    let year = act.today().year();
    let named = store::standings::named_in(&mut act.tx, year).await.map_err(refusals::store)?;
    let mut roster = Roster { plan: Plan::new(sheet.problems), named, confirmed: Vec::new() };
    let plan = &mut roster.plan;
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
    let known = Known::gather(act, &sheet.good).await?;
    for row in sheet.good {
        let Some(unit_id) = ids.get(&row.unit_name).copied() else {
            roster.plan.problem(row.row, "所属部门", &row.unit_name, "单位名册里没有这个单位，请先导入单位。");
            continue;
        };
        let known = known.of(act, &row);
        plan_row(act, &mut roster, row, (unit_id, known)).await?;
    }
    roster.plan.notes.extend(confirmed(&roster, year));
    if roster.plan.proceeds(mode) {
        carry_out(act, &roster).await?;
    } else {
        import::record_stop(act, "roster", mode, &roster.plan).await?;
    }
    Ok(roster.plan.report(mode))
}

/// That a row without a change can say something of this year all the same.
fn confirmed(roster: &Roster, year: i16) -> Option<String> {
    let people = roster.confirmed.len();
    (people > 0).then(|| {
        format!(
            "没有变化的人里，{year} 年的名册第一次写到 {people} 人：岗位类别、职称系列和下一年度是否申报职称，按 {year} \
             年度的情况记下，核算 {} 年度职称申报条件时要用。",
            year.saturating_add(1)
        )
    })
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

async fn plan_row(
    act: &mut Act,
    roster: &mut Roster,
    row: RosterRow,
    (unit_id, (known, holders)): (UnitId, (Option<Person>, Vec<Person>)),
) -> Result<(), Refusal> {
    let plan = &mut roster.plan;
    if let Some(problem) = identity_problem(known.as_ref(), &holders, &row.name) {
        plan.problem(row.row, "身份证号", &row.id_number.masked(), &problem);
        return Ok(());
    }
    if let Some(year) = row.year.or(None).filter(|year| *year != act.today().year()) {
        return past::plan_row(act, plan, &row, (known.as_ref(), year)).await;
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
    // What a list has no column for it does not say, of this year either.
    let is_first_word = row.declares_title_next_year != Said::Nothing && !roster.named.contains(&id);
    let person = person(row, id, unit_id, known.as_ref());
    let is_dated = match (&known, from) {
        (Some(known), Some(from)) => posts::is_known(act, known.id, from, person.standing()).await?,
        _ => true,
    };
    let entry = |person| Entry::Now(Box::new(Member { person, number, from, is_first_word }));
    match known {
        None => plan.new.push(entry(person)),
        Some(known) => match differences(&known, &person, is_dated) {
            differences if differences.is_empty() => {
                plan.unchanged += 1;
                roster.confirmed.extend(is_first_word.then(|| (id, person.year_standing())));
            }
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

async fn carry_out(act: &mut Act, roster: &Roster) -> Result<(), Refusal> {
    let Roster { plan, confirmed, .. } = roster;
    for entry in &plan.new {
        if let Entry::Now(member) = entry {
            add(act, member).await?;
        }
    }
    for (entry, fields) in &plan.changed {
        let person = match entry {
            Entry::Now(member) => change(act, member).await?,
            Entry::Past(person, year, said) => record(act, *person, *year, said).await?,
        };
        act.record(&Event::new(EventKind::PersonChanged, person.subject(), &[("fields", fields)])).await?;
    }
    let year = act.today().year();
    for (person, said) in confirmed {
        record(act, *person, year, said).await?;
    }
    let subject = act.new_id(ImportId::from_uuid)?.subject();
    let (counts, confirmed) = (import::event_values(plan.counts()), confirmed.len().to_string());
    let values = counts.iter().map(|(key, value)| (*key, value.as_str())).chain([("confirmed", confirmed.as_str())]);
    act.record(&Event::new(EventKind::RosterImported, subject, &values.collect::<Vec<_>>())).await
}

async fn add(act: &mut Act, member: &Member) -> Result<(), Refusal> {
    let Member { person, number, .. } = member;
    let sealed = act.app.keys.seal(person.id, number)?;
    let index = act.app.keys.index(number);
    store::people::insert(&mut act.tx, person, &sealed, &index, act.now).await.map_err(refusals::store)?;
    tell_standing(act, member, None).await?;
    act.record(&Event::new(EventKind::PersonAdded, person.id.subject(), &[])).await
}

async fn change(act: &mut Act, member: &Member) -> Result<PersonId, Refusal> {
    let (person, year) = (&member.person, act.today().year());
    store::people::update(&mut act.tx, person).await.map_err(refusals::store)?;
    let known = store::standings::of_person(&mut act.tx, person.id, year).await.map_err(refusals::store)?;
    tell_standing(act, member, known).await?;
    Ok(person.id)
}

/// Writes down how a person stands from this year on, unless that is known and nothing is said that nobody said this year.
async fn tell_standing(act: &mut Act, member: &Member, known: Option<YearStanding>) -> Result<(), Refusal> {
    let (person, year) = (&member.person, act.today().year());
    posts::tell(act, person, known.as_ref().map(|known| known.standing), member.from).await?;
    let said = person.year_standing();
    if known.is_none_or(|known| known != said) || member.is_first_word {
        record(act, person.id, year, &said).await?;
    }
    Ok(())
}

/// Keeps what is said of a year, and answers of whom.
async fn record(act: &mut Act, person: PersonId, year: i16, said: &YearStanding) -> Result<PersonId, Refusal> {
    store::standings::record(&mut act.tx, person, year, said, act.now).await.map_err(refusals::store)?;
    Ok(person)
}
