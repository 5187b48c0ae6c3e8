//! Signing in as a sample person, where the installation is a demonstration.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    access::{Grant, Role},
    clock::{Instant, shanghai_date},
    ids::{PersonId, UnitId},
    person::Person,
    refusal::Refusal,
    registration::{Registration, State},
};
use jiff::ToSpan;
use policy::StaffCategory;
use store::Tx;

use super::{SessionToken, token};
use crate::{App, refusals};

/// How many people without appointments are offered.
const PLAIN_PEOPLE: usize = 5;

/// What changed so many hours ago or later was the visitor's doing: the sample's own year ends days before it is made.
const VISIT_HOURS: i64 = 12;

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
    /// What the card is good for.
    pub purpose: &'static str,
}

/// One person for each role, and a few without: those and whoever decides about them are of one unit, so that one
/// registration can be followed through with these cards.
///
/// # Errors
/// `NotFound` unless the installation is a demonstration.
pub async fn demo_accounts(app: &Arc<App>, now: Instant) -> Result<Vec<DemoAccount>, Refusal> {
    demo_only(app)?;
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let grants = store::roles::all(&mut tx).await.map_err(refusals::store)?;
    let units: Vec<_> = store::units::all(&mut tx).await.map_err(refusals::store)?.iter().map(|unit| unit.id).collect();
    let people = store::people::in_units(&mut tx, &units).await.map_err(refusals::store)?;
    let appointed: BTreeSet<PersonId> = grants.iter().map(|(person, _)| *person).collect();
    let is_plain =
        |person: &&Person| !appointed.contains(&person.id) && person.category == StaffCategory::FullTimeTeacher;
    let teachers: Vec<&Person> = people.iter().filter(is_plain).collect();
    let year = shanghai_date(now).year();
    let examinee = examinee(&mut tx, &teachers, year).await?;
    let others = teachers.iter().copied().filter(|person| examinee.is_none_or(|examinee| examinee.id != person.id));
    let registrations = store::registrations::of_year(&mut tx, year).await.map_err(refusals::store)?;
    let changes: BTreeMap<PersonId, Instant> =
        registrations.iter().map(|held| (held.person_id, last_change(held))).collect();
    let states: BTreeMap<PersonId, State> =
        registrations.into_iter().map(|held| (held.person_id, held.state)).collect();
    let results = store::public_results::of_year(&mut tx, year).await.map_err(refusals::store)?;
    let passed: BTreeSet<PersonId> = results.iter().filter(|it| it.exam_passed).map(|it| it.person_id).collect();
    // Whoever has passed the examination can be followed to the certificate; whom the visitor was last is found again.
    let mut others: Vec<&Person> = others.collect();
    others.sort_by_key(|person| (!passed.contains(&person.id), Reverse(changes.get(&person.id).copied())));
    let visited_since = now.checked_sub(VISIT_HOURS.hours()).map_err(refusals::internal)?;
    let visited = |person: &Person| changes.get(&person.id).is_some_and(|at| *at >= visited_since);
    let plain = story(&others, &states, &grants, visited);
    let unit = plain.first().map(|person| person.unit_id);
    let mut accounts = Vec::with_capacity(plain.len() + 1 + Role::ALL.len());
    for person in plain {
        let state = states.get(&person.id).copied();
        let standing = state.map_or("还没登记", State::label);
        accounts.push(account(person, &format!("{}，今年：{standing}", person.category.label()), good_for(state)));
    }
    if let Some(examinee) = examinee {
        let label = format!("{}，今年：可以参加公需科目考试", examinee.category.label());
        accounts.push(account(examinee, &label, "参加公需科目考试，看成绩"));
    }
    for (role, purpose) in OFFICES {
        // Who decides on others is better not shown as anything else.
        let is_near = |grant: &Grant| grant.unit.is_none() || grant.unit == unit;
        let decides = |id: PersonId| {
            let is_deciding = |role| matches!(role, Role::Verifier | Role::Approver);
            grants.iter().any(|(person, grant)| *person == id && is_deciding(grant.role))
        };
        let mut holders: Vec<_> = grants.iter().filter(|(_, grant)| grant.role == role).collect();
        holders.sort_by_key(|(id, grant)| (!is_near(grant), grant.unit.is_none() && decides(*id)));
        let Some((id, _)) = holders.first() else { continue };
        if let Some(person) = store::people::get(&mut tx, *id).await.map_err(refusals::store)? {
            accounts.push(account(&person, role.label(), purpose));
        }
    }
    Ok(accounts)
}

/// The offices offered, each with what its card is good for.
const OFFICES: [(Role, &str); 6] = [
    (Role::Verifier, "逐项审验本单位提交的登记"),
    (Role::Approver, "审批本单位已经提交审批的登记"),
    (Role::Personnel, "导入名册和成绩，看各单位进度，发邀请"),
    (Role::Auditor, "查操作记录，核对有没有被改动"),
    (Role::Administrator, "给人分配角色"),
    (Role::Support, "答复计时异议，办理重修和补考"),
];

/// The stages of a registration that tell its story: to be filled in, checked, sealed and approved.
const STAGES: [&[Option<State>]; PLAIN_PEOPLE] = [
    &[Some(State::Draft), None, Some(State::Returned)],
    &[Some(State::Submitted), Some(State::Checking)],
    &[Some(State::Verified)],
    &[Some(State::AwaitingApproval)],
    &[Some(State::Approved)],
];

/// When a registration was last opened, handed in, checked or approved.
fn last_change(held: &Registration) -> Instant {
    let later = [held.submitted_at, held.verified_at, held.approved_at];
    later.into_iter().flatten().fold(held.opened_at, Instant::max)
}

/// People of one unit that has a verifier and an approver, each at another stage if it can be, filled up with others of
/// the unit. The unit is taken in which the visitor has done something, or the first with the most stages.
fn story<'a>(
    people: &[&'a Person],
    states: &BTreeMap<PersonId, State>,
    grants: &[(PersonId, Grant)],
    visited: impl Fn(&Person) -> bool,
) -> Vec<&'a Person> {
    let is_staffed = |unit: UnitId| {
        let has = |role| grants.iter().any(|(_, grant)| grant.role == role && grant.unit == Some(unit));
        has(Role::Verifier) && has(Role::Approver)
    };
    let mut units: Vec<UnitId> = Vec::new();
    for person in people {
        if !units.contains(&person.unit_id) && is_staffed(person.unit_id) {
            units.push(person.unit_id);
        }
    }
    let of_stage = |unit: UnitId, stage: &[Option<State>]| {
        let of_unit = || people.iter().copied().filter(move |person| person.unit_id == unit);
        stage.iter().find_map(|state| of_unit().find(|person| states.get(&person.id).copied() == *state))
    };
    let told = |unit: UnitId| STAGES.iter().filter_map(|stage| of_stage(unit, stage)).collect::<Vec<_>>();
    let is_visited = |unit: UnitId| people.iter().any(|person| person.unit_id == unit && visited(person));
    let best = units.iter().rev().max_by_key(|unit| (is_visited(**unit), told(**unit).len()));
    let Some(unit) = best.copied() else { return people.iter().copied().take(PLAIN_PEOPLE).collect() };
    let mut chosen = told(unit);
    for person in people.iter().copied().filter(|person| person.unit_id == unit) {
        if chosen.len() < PLAIN_PEOPLE && chosen.iter().all(|known| known.id != person.id) {
            chosen.push(person);
        }
    }
    chosen
}

/// What the card of somebody without an appointment is good for.
fn good_for(state: Option<State>) -> &'static str {
    match state {
        None | Some(State::Draft) => "填写登记，上传材料，提交给单位审验",
        Some(State::Submitted | State::Checking) => "登记在等审验人，可以用下面的审验人卡片办理",
        Some(State::Verified) => "打印登记汇总表，上传盖章的扫描件，提交审批",
        Some(State::AwaitingApproval) => "登记在等审批人，可以用下面的审批人卡片办理",
        Some(State::Approved) => "看年度账，生成证书",
        Some(State::Returned) => "看退回的理由，修改后重新提交",
    }
}

/// The first of these people who has studied the year's required course and not passed its examination.
async fn examinee<'a>(tx: &mut Tx, people: &[&'a Person], year: i16) -> Result<Option<&'a Person>, Refusal> {
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let studied = store::exams::studied(tx, &ids, year).await.map_err(refusals::store)?;
    let passed = store::public_results::passed(tx, &ids, year).await.map_err(refusals::store)?;
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

fn account(person: &Person, label: &str, purpose: &'static str) -> DemoAccount {
    DemoAccount {
        purpose,
        person_id: person.id,
        label: label.to_owned(),
        name: person.name.clone(),
        unit_name: person.unit_name.clone(),
    }
}
