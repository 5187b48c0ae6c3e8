//! Signing in as a sample person, where the installation is a demonstration.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    access::{Grant, Role},
    clock::{Instant, shanghai_date},
    ids::PersonId,
    person::Person,
    refusal::Refusal,
};
use policy::StaffCategory;
use store::Tx;

use super::{SessionToken, token};
use crate::{App, refusals};

/// How many people without appointments are offered.
const PLAIN_PEOPLE: usize = 4;

/// A sample person to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Who.
    pub person_id: PersonId,
    /// What they show, such as 审验人; for those without an appointment also where their year stands.
    pub label: String,
    /// Their name.
    pub name: String,
    /// Their unit's name.
    pub unit_name: String,
}

/// One person for each role, and a few without.
///
/// # Errors
/// `NotFound` unless the installation is a demonstration.
pub async fn demo_accounts(app: &Arc<App>, now: Instant) -> Result<Vec<DemoAccount>, Refusal> {
    demo_only(app)?;
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let grants = store::roles::all(&mut tx).await.map_err(refusals::store)?;
    let units: Vec<_> = store::units::all(&mut tx).await.map_err(refusals::store)?.iter().map(|unit| unit.id).collect();
    let (people, _) = store::people::list(&mut tx, "", &units, 500, 0).await.map_err(refusals::store)?;
    let appointed: BTreeSet<PersonId> = grants.iter().map(|(person, _)| *person).collect();
    let is_plain =
        |person: &&Person| !appointed.contains(&person.id) && person.category == StaffCategory::FullTimeTeacher;
    let teachers: Vec<&Person> = people.iter().filter(is_plain).collect();
    let year = shanghai_date(now).year();
    let examinee = examinee(&mut tx, &teachers, year).await?;
    let others = teachers.iter().copied().filter(|person| examinee.is_none_or(|examinee| examinee.id != person.id));
    let plain: Vec<&Person> = others.take(PLAIN_PEOPLE).collect();
    let unit = plain.first().map(|person| person.unit_id);
    let mut accounts = Vec::with_capacity(plain.len() + 1 + Role::ALL.len());
    for person in &plain {
        let found = store::registrations::by_person_year(&mut tx, person.id, year).await.map_err(refusals::store)?;
        let standing = found.map_or("还没登记", |registration| registration.state.label());
        accounts.push(account(person, &format!("{}，今年：{standing}", person.category.label())));
    }
    if let Some(examinee) = examinee {
        accounts.push(account(examinee, &format!("{}，今年：可以参加公需科目考试", examinee.category.label())));
    }
    for role in [Role::Verifier, Role::Approver, Role::Personnel, Role::Auditor, Role::Administrator, Role::Support] {
        // Those who decide come from the unit of the first person offered, so that one file can be followed through.
        let near = |grant: &Grant| grant.unit.is_none() || grant.unit == unit;
        let mut holders = grants.iter().filter(|(_, grant)| grant.role == role);
        let Some((id, _)) = holders.clone().find(|(_, grant)| near(grant)).or_else(|| holders.next()) else { continue };
        if let Some(person) = store::people::get(&mut tx, *id).await.map_err(refusals::store)? {
            accounts.push(account(&person, role.label()));
        }
    }
    Ok(accounts)
}

/// The first of these people who has studied the year's required course and not passed its examination.
async fn examinee<'a>(tx: &mut Tx, people: &[&'a Person], year: i16) -> Result<Option<&'a Person>, Refusal> {
    let found = store::training_years::get(tx, year).await.map_err(refusals::store)?;
    let Some(settled) = found else { return Ok(None) };
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let studied = store::exams::studied(tx, &ids, year).await.map_err(refusals::store)?;
    let passed = store::public_results::passed(tx, &ids, &settled).await.map_err(refusals::store)?;
    let is_ready = |id: PersonId| studied.iter().any(|(person, _)| *person == id) && !passed.contains(&id);
    Ok(people.iter().copied().find(|person| is_ready(person.id)))
}

/// Signs in as a sample person, without a password.
///
/// # Errors
/// `NotFound` unless the installation is a demonstration.
pub async fn demo_sign_in(app: &Arc<App>, now: Instant, person: PersonId) -> Result<SessionToken, Refusal> {
    demo_only(app)?;
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let found = store::people::get(&mut tx, person).await.map_err(refusals::store)?;
    let person = found.ok_or_else(|| Refusal::not_found("人员"))?;
    let session = token::begin(&mut tx, &person, now).await?;
    tx.commit().await.map_err(refusals::store)?;
    Ok(session)
}

fn demo_only(app: &App) -> Result<(), Refusal> {
    if app.is_demo() { Ok(()) } else { Err(Refusal::not_found("页面")) }
}

fn account(person: &Person, label: &str) -> DemoAccount {
    DemoAccount {
        person_id: person.id,
        label: label.to_owned(),
        name: person.name.clone(),
        unit_name: person.unit_name.clone(),
    }
}
