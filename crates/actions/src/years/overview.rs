//! How the units stand in a year.

use std::collections::BTreeMap;

use domain::{
    access::Deed,
    certificate::CertificateKind,
    ids::PersonId,
    item::Item,
    person::{Person, Standing, Unit},
    public_result::PublicResult,
    refusal::Refusal,
    registration::{Registration, State},
    year::Year,
};
use policy::{Obligation, Outcome};
use store::decisions::KeptResult;

use crate::{Act, dossier, people, refusals};

/// How one unit stands in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProgress {
    /// The unit.
    pub unit: Unit,
    /// People with an obligation (article 1).
    pub people: i64,
    /// Of these, those who have met all of it: the year is satisfied, and where hours are owed they were checked and
    /// approved (articles 6 and 7).
    pub done: i64,
    /// Those who have done the public course.
    pub public_done: i64,
    /// Those whose registration was handed in and not given back.
    pub registered: i64,
    /// Those whose registration is approved.
    pub approved: i64,
}

/// How each unit that the actor may see stands in a year.
///
/// # Errors
/// Refuses whoever may see none; `NotFound` for a year that nobody can ask about.
pub async fn overview(act: &mut Act, year: i16) -> Result<Vec<UnitProgress>, Refusal> {
    Year::new(year, act.today())?;
    let units = people::visible_units(act, Deed::ViewOverview).await?;
    let ids: Vec<_> = units.iter().map(|unit| unit.id).collect();
    let all = store::people::in_units(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let year_rows = YearRows::load(act, year).await?;
    let mut progress: Vec<UnitProgress> = units
        .into_iter()
        .map(|unit| UnitProgress { unit, people: 0, done: 0, public_done: 0, registered: 0, approved: 0 })
        .collect();
    for person in &all {
        if let Some(line) = progress.iter_mut().find(|line| line.unit.id == person.unit_id) {
            year_rows.add(act, line, person, year);
        }
    }
    Ok(progress)
}

/// Everything that the year's assessments need, loaded at once.
struct YearRows {
    registrations: BTreeMap<PersonId, Registration>,
    items: BTreeMap<domain::ids::RegistrationId, Vec<Item>>,
    public: BTreeMap<PersonId, Vec<PublicResult>>,
    standings: BTreeMap<PersonId, Standing>,
    kept: BTreeMap<PersonId, KeptResult>,
}

impl YearRows {
    async fn load(act: &mut Act, year: i16) -> Result<YearRows, Refusal> {
        let registrations = store::registrations::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
        let items = store::items::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
        let public = store::public_results::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
        let standings = store::standings::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
        let kept = store::decisions::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
        let mut rows = YearRows {
            kept: kept.into_iter().collect(),
            standings: standings.into_iter().collect(),
            registrations: registrations
                .into_iter()
                .map(|registration| (registration.person_id, registration))
                .collect(),
            items: BTreeMap::new(),
            public: BTreeMap::new(),
        };
        for item in items {
            rows.items.entry(item.registration_id).or_default().push(item);
        }
        for result in public {
            rows.public.entry(result.person_id).or_default().push(result);
        }
        Ok(rows)
    }

    fn add(&self, act: &Act, line: &mut UnitProgress, person: &Person, year: i16) {
        // A draft is nobody's business yet.
        let registration = self.registrations.get(&person.id).filter(|held| held.state != State::Draft);
        let person = match self.standings.get(&person.id) {
            Some(standing) => person.clone().standing_as(*standing),
            None => person.clone(),
        };
        let items =
            registration.and_then(|registration| self.items.get(&registration.id)).map_or(&[][..], Vec::as_slice);
        let public = self.public.get(&person.id).map_or(&[][..], Vec::as_slice);
        let facts = dossier::year_facts(&person, year, registration, items, &[], public);
        let pack = registration.and_then(|held| act.app.pack_named(&held.pack_name).ok());
        let pack = pack.as_deref().unwrap_or(act.pack());
        let decided = registration.and_then(|held| dossier::decided(self.kept.get(&person.id)?, held, pack, &facts));
        let assessment = decided.unwrap_or_else(|| policy::assess(pack, &facts));
        if assessment.obligation == Obligation::None {
            return;
        }
        let public_done = assessment
            .certificates
            .iter()
            .any(|line| line.id == CertificateKind::PublicExam.as_str() && line.outcome == Outcome::Satisfied);
        let state = registration.map(|registration| registration.state);
        line.people += 1;
        let checked = assessment.obligation == Obligation::PublicExamOnly || state == Some(State::Approved);
        line.done += i64::from(assessment.outcome == Outcome::Satisfied && checked);
        line.public_done += i64::from(public_done);
        line.registered += i64::from(state.is_some_and(|state| !state.is_editable()));
        line.approved += i64::from(state == Some(State::Approved));
    }
}
