//! How the units stand in a year's public subject, and who is at which stage.

use std::collections::BTreeMap;

use domain::{
    access::{Actor, Deed, Thing, may},
    ids::UnitId,
    person::{Person, Unit},
    refusal::Refusal,
    training_year::TrainingYear,
    year::Year,
};

use super::{
    overview::everybody,
    people::{PAGE_ROWS, Scope, count},
    progress::PersonProgress,
    stages::{EverybodyStudied, Stage, Stages, Studied},
};
use crate::{Act, people as all_people, refusals, training_years, views};

/// How the units stand in a year's public subject.
#[derive(Debug, Clone)]
pub struct TrainingOverview {
    /// What is settled for the year.
    pub year: TrainingYear,
    /// Each unit that the actor may see, with its people by stage.
    pub units: Vec<(Unit, Stages)>,
}

/// How each unit that the actor may see stands in the public subject of a year.
///
/// # Errors
/// Refuses whoever may see none; `NotFound` for a year whose public subject is not settled.
pub async fn training(act: &mut Act, year: i16) -> Result<TrainingOverview, Refusal> {
    let units = all_people::visible_units(act, Deed::ViewOverview).await?;
    let (settled, studied) = load(act, year).await?;
    let mut stages: BTreeMap<UnitId, Stages> = BTreeMap::new();
    for line in everybody(act, year).await?.iter() {
        if let Some(stage) = studied.stage(line) {
            stages.entry(line.person.unit_id).or_default().add(stage);
        }
    }
    let units = units.into_iter().map(|unit| {
        let of_unit = stages.remove(&unit.id).unwrap_or_default();
        (unit, of_unit)
    });
    Ok(TrainingOverview { units: units.collect(), year: settled })
}

async fn load(act: &mut Act, year: i16) -> Result<(TrainingYear, EverybodyStudied), Refusal> {
    Year::new(year, act.today())?;
    let settled = training_years::settled(&mut act.tx, year).await?;
    let studied = EverybodyStudied::load(act, &settled).await?;
    Ok((settled, studied))
}

/// Which people of a year's public subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StageFilter {
    /// At this stage; `None` for everybody who owes it.
    pub stage: Option<Stage>,
    /// Part of a name or staff number; empty for all.
    pub text: String,
}

/// One page of people with how far they are.
#[derive(Debug, Clone)]
pub struct Trainees {
    /// The unit; `None` for all that the actor may see.
    pub unit: Option<Unit>,
    /// What is settled for the year.
    pub year: TrainingYear,
    /// Milliseconds of the required course.
    pub length: u64,
    /// Everybody of the unit or units by stage, whatever the filter.
    pub stages: Stages,
    /// The people of this page: unit by unit, by staff number.
    pub rows: Vec<Trainee>,
    /// How many there are on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Trainee {
    /// Who.
    pub person: Person,
    /// How far they are.
    pub stage: Stage,
    /// Minutes and attempts; `None` for an actor who may only see how far people are.
    pub studied: Option<Studied>,
    /// Whether the actor may open the person's page.
    pub may_see_person: bool,
}

/// A page of the people of a unit, or without one of all units that the actor may see; `page` counts from 1.
///
/// # Errors
/// `NotFound` for a unit outside the actor's and for a year whose public subject is not settled; without a unit, refuses
/// whoever may see none.
pub async fn trainees(
    act: &mut Act,
    year: i16,
    unit: Option<UnitId>,
    filter: &StageFilter,
    page: u32,
) -> Result<Trainees, Refusal> {
    let actor = act.signed_in()?;
    let scope = Scope::load(act, year, unit).await?;
    let (settled, studied) = load(act, year).await?;
    let mut stages = Stages::default();
    let mut shown = Vec::new();
    for line in scope.lines() {
        let Some(stage) = studied.stage(line) else { continue };
        stages.add(stage);
        if filter.stage.is_none_or(|asked| asked == stage) && line.is_called(&filter.text) {
            shown.push((line, stage));
        }
    }
    let page = page.max(1);
    let offset = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PAGE_ROWS);
    let rows = shown.iter().skip(offset).take(PAGE_ROWS);
    let total = count(shown.len());
    Ok(Trainees {
        rows: rows.map(|(line, stage)| trainee(&actor, line, *stage, &studied)).collect(),
        length: length(act, year).await?,
        total,
        page,
        pages: views::pages(total, count(PAGE_ROWS)),
        stages,
        unit: scope.unit,
        year: settled,
    })
}

fn trainee(actor: &Actor, line: &PersonProgress, stage: Stage, studied: &EverybodyStudied) -> Trainee {
    let person = Thing::Person { id: line.person.id, unit: line.person.unit_id };
    Trainee {
        stage,
        studied: may(actor, Deed::ViewLearning, &person).then(|| studied.of(line.person.id)),
        may_see_person: may(actor, Deed::ViewPeople, &person),
        person: line.person.clone(),
    }
}

/// Milliseconds of the year's required course; 0 before there is one.
async fn length(act: &mut Act, year: i16) -> Result<u64, Refusal> {
    let courses = store::courses::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
    let Some(course) = courses.into_iter().find(|course| course.is_required) else { return Ok(0) };
    let lessons = store::courses::lessons(&mut act.tx, course.id).await.map_err(refusals::store)?;
    Ok(lessons.iter().filter(|lesson| lesson.is_in_use()).map(|lesson| u64::from(lesson.length)).sum())
}
