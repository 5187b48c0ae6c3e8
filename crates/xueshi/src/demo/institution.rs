//! The standing part of the sample university: units, staff, and who decides what.

use std::collections::HashMap;
use std::sync::Arc;

use actions::people::PeopleFilter;
use actions::{App, ImportReport, Mode};
use domain::access::{Actor, Grant, Role};
use domain::clock::Instant;
use domain::ids::UnitId;
use domain::person::{Person, Unit};
use policy::StaffCategory;

use super::people::Member;
use super::progress::Progress;
use super::{names, tables};
use crate::failure::Failure;

/// Everybody, and the people who decide.
pub(super) struct Institution<'a> {
    pub(super) roster: &'a [Member],
    pub(super) people: Vec<Person>,
    verifiers: HashMap<UnitId, Actor>,
    approvers: HashMap<UnitId, Actor>,
    personnel: Option<Actor>,
}

impl Institution<'_> {
    /// Who checks in this unit.
    pub(super) fn verifier(&self, unit: UnitId) -> Option<&Actor> {
        self.verifiers.get(&unit)
    }

    /// Who approves in this unit.
    pub(super) fn approver(&self, unit: UnitId) -> Option<&Actor> {
        self.approvers.get(&unit)
    }

    /// Who looks after everybody's deadlines.
    pub(super) fn personnel(&self) -> Option<&Actor> {
        self.personnel.as_ref()
    }
}

/// Imports units and staff and hands out the roles.
pub(super) async fn found<'a>(
    app: &Arc<App>,
    roster: &'a [Member],
    at: Instant,
    progress: &Progress,
) -> Result<Institution<'a>, Failure> {
    progress.stage("单位与名册", 3);
    let mut act = app.write(Some(Actor::system()), at, None).await?;
    whole(actions::units::import(&mut act, &tables::units(), Mode::AllOrNothing).await?)?;
    progress.step();
    whole(actions::people::import_roster(&mut act, &tables::roster(roster), Mode::AllOrNothing).await?)?;
    progress.step();
    let units = actions::units::list(&mut act).await?;
    let people = everybody(&mut act).await?;
    let mut institution =
        Institution { roster, people, verifiers: HashMap::new(), approvers: HashMap::new(), personnel: None };
    for unit in &units {
        appoint(&mut act, &mut institution, unit).await?;
    }
    act.commit("/people").await?;
    progress.step();
    Ok(institution)
}

/// Imports the same staff once more, as an office does every year: who declares a title is told by the roster of just the year
/// before (article 9).
pub(super) async fn said_again(app: &Arc<App>, roster: &[Member], at: Instant) -> Result<(), Failure> {
    let mut act = app.write(Some(Actor::system()), at, None).await?;
    whole(actions::people::import_roster(&mut act, &tables::roster(roster), Mode::AllOrNothing).await?)?;
    act.commit("/people").await?;
    Ok(())
}

/// An import of invented rows has to take all of them.
pub(super) fn whole(report: ImportReport) -> Result<(), Failure> {
    match report.problems.first() {
        None => Ok(()),
        Some(problem) => Err(Failure::new(format!(
            "示例数据第 {} 行 {}“{}”：{}。示例大学没有完成。请换一个 --seed 再试。",
            problem.row, problem.column, problem.value, problem.problem
        ))),
    }
}

/// A person as the one who acts.
pub(super) fn actor(person: &Person, grants: Vec<Grant>) -> Actor {
    Actor { person: person.id, name: person.name.clone(), unit: person.unit_id, grants }
}

async fn everybody(act: &mut actions::Act) -> Result<Vec<Person>, Failure> {
    let filter = PeopleFilter::default();
    let mut people = Vec::new();
    let mut page = 1;
    loop {
        let found = actions::people::list(act, &filter, page).await?;
        people.extend(found.rows.into_iter().map(|row| row.person));
        if page >= found.pages {
            break;
        }
        page += 1;
    }
    people.sort_by(|one, other| one.staff_number.cmp(&other.staff_number));
    Ok(people)
}

/// The first two of a unit's office staff verify and approve; in the personnel unit others get the wider roles.
async fn appoint(act: &mut actions::Act, institution: &mut Institution<'_>, unit: &Unit) -> Result<(), Failure> {
    let office: Vec<Person> = institution
        .people
        .iter()
        .filter(|person| person.unit_id == unit.id && is_office(person))
        .take(6)
        .cloned()
        .collect();
    let [verifier, approver, others @ ..] = office.as_slice() else {
        return Err(Failure::new("示例人数太少，有的单位没有管理人员。示例大学没有完成。请加大 --people。"));
    };
    for (person, role) in [(verifier, Role::Verifier), (approver, Role::Approver)] {
        actions::people::grant_role(act, person.id, role, Some(unit.id)).await?;
    }
    let grant = |role| vec![Grant { role, unit: Some(unit.id) }];
    institution.verifiers.insert(unit.id, actor(verifier, grant(Role::Verifier)));
    institution.approvers.insert(unit.id, actor(approver, grant(Role::Approver)));
    if unit.name == names::PERSONNEL_UNIT {
        let wide = [Role::Personnel, Role::Auditor, Role::Administrator, Role::Support];
        // Whoever decides on others gets a wider role only where there are too few others.
        for (person, role) in others.iter().chain([approver, verifier]).cycle().zip(wide) {
            actions::people::grant_role(act, person.id, role, None).await?;
            if role == Role::Personnel {
                institution.personnel = Some(actor(person, vec![Grant { role, unit: None }]));
            }
        }
    }
    Ok(())
}

/// Office staff without a registration of their own, so that they decide on others' only.
fn is_office(person: &Person) -> bool {
    person.category == StaffCategory::Administrative && !person.declares_title_next_year
}
