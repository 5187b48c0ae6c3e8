//! How the units stand in a year.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    access::Deed,
    finding::Finding,
    ids::{PersonId, UnitId},
    industry_hours::IndustryHours,
    item::Item,
    person::{Person, Post, Unit, YearStanding},
    public_result::PublicResult,
    refusal::Refusal,
    registration::{Registration, State},
    year::Year,
};
use policy::{Assessment, Pack, TrainingYearFacts};
use store::decisions::KeptResult;

use super::{
    done::FollowingRules,
    progress::{PersonProgress, Tally},
};
use crate::{
    Act,
    dossier::{self, Told},
    people, refusals,
};

/// How one unit stands in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitProgress {
    /// The unit.
    pub unit: Unit,
    /// People with an obligation (article 1).
    pub people: i64,
    /// Of these, those who have met all of it, see [`PersonProgress::done`].
    pub done: i64,
    /// Those who have passed the public course's examination.
    pub public_done: i64,
    /// Those whose registration was handed in, given back or not.
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
    let everybody = everybody(act, year).await?;
    let mut tallies: BTreeMap<UnitId, Tally> = BTreeMap::new();
    for line in everybody.iter() {
        tallies.entry(line.person.unit_id).or_default().add(line);
    }
    let progress = |unit: Unit| {
        let Tally { people, done, public_done, registered, approved } =
            tallies.get(&unit.id).copied().unwrap_or_default();
        UnitProgress { unit, people, done, public_done, registered, approved }
    };
    Ok(units.into_iter().map(progress).collect())
}

/// How everybody stands in a year, unit by unit and by staff number: as it was worked out last if nothing was done since, or else anew.
/// The caller has authorised, and shows each actor their own part.
pub(super) async fn everybody(act: &mut Act, year: i16) -> Result<Arc<Vec<PersonProgress>>, Refusal> {
    let end = act.log_end().await?;
    if let Some(found) = end.and_then(|end| act.app.year_figures.get(year, end)) {
        return Ok(found);
    }
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let ids: Vec<_> = units.iter().map(|unit| unit.id).collect();
    let all = store::people::in_units(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let mut rows = YearRows::load(act, year).await?;
    let mut lines: Vec<_> = all.into_iter().map(|person| rows.line(act, person, year)).collect();
    // Units come by their code, people by their staff number; both orders stay.
    lines.sort_by_key(|line| ids.iter().position(|unit| *unit == line.person.unit_id));
    let lines = Arc::new(lines);
    if let Some(end) = end {
        act.app.year_figures.keep(year, end, &lines);
    }
    Ok(lines)
}

/// Everything that the year's assessments need, loaded at once.
struct YearRows {
    registrations: BTreeMap<PersonId, Registration>,
    items: BTreeMap<domain::ids::RegistrationId, Vec<Item>>,
    public: BTreeMap<PersonId, Vec<PublicResult>>,
    training_year: Option<TrainingYearFacts>,
    standings: BTreeMap<PersonId, YearStanding>,
    posts: BTreeMap<PersonId, Vec<Post>>,
    registered: BTreeMap<PersonId, Vec<IndustryHours>>,
    findings: BTreeMap<PersonId, Vec<Finding>>,
    kept: BTreeMap<PersonId, KeptResult>,
    /// By the hash of the pack.
    following: BTreeMap<String, FollowingRules>,
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
            training_year: dossier::settled_course(act, year).await?,
            posts: BTreeMap::new(),
            registered: BTreeMap::new(),
            findings: BTreeMap::new(),
            following: BTreeMap::new(),
        };
        for item in items {
            rows.items.entry(item.registration_id).or_default().push(item);
        }
        for result in public {
            rows.public.entry(result.person_id).or_default().push(result);
        }
        for (person, post) in store::posts::of_year(&mut act.tx, year).await.map_err(refusals::store)? {
            rows.posts.entry(person).or_default().push(post);
        }
        for hours in store::industry_hours::of_year(&mut act.tx, year).await.map_err(refusals::store)? {
            rows.registered.entry(hours.person_id).or_default().push(hours);
        }
        for finding in store::findings::standing_of_year(&mut act.tx, year).await.map_err(refusals::store)? {
            rows.findings.entry(finding.person_id).or_default().push(finding);
        }
        Ok(rows)
    }

    /// How one person stands. A draft is nobody's business yet.
    fn line(&mut self, act: &Act, person: Person, year: i16) -> PersonProgress {
        let registration = self.registrations.remove(&person.id).filter(|held| held.state != State::Draft);
        let person = match self.standings.remove(&person.id) {
            Some(standing) => person.standing_as(standing),
            None => person,
        };
        let items = registration.as_ref().and_then(|held| self.items.remove(&held.id)).unwrap_or_default();
        let pack = registration.as_ref().map_or_else(|| act.app.packs.for_year(year), |held| act.app.packs.of(held));
        let pack = pack.ok();
        let pack = pack.as_deref().unwrap_or(act.pack());
        let assessment = self.judge(pack, &person, year, registration.as_ref(), &items);
        let rules = self.following.entry(pack.hash().to_owned()).or_insert_with(|| FollowingRules::of(pack, year));
        PersonProgress::new(person, registration, &items, &assessment, rules)
    }

    fn judge(
        &self,
        pack: &Pack,
        person: &Person,
        year: i16,
        registration: Option<&Registration>,
        items: &[Item],
    ) -> Assessment {
        let told = Told {
            registration,
            items,
            evidence: &[],
            public: self.public.get(&person.id).map_or(&[][..], Vec::as_slice),
            training_year: self.training_year,
            posts: self.posts.get(&person.id).map_or(&[][..], Vec::as_slice),
            findings: self.findings.get(&person.id).map_or(&[][..], Vec::as_slice),
            registered: self.registered.get(&person.id).map_or(&[][..], Vec::as_slice),
        };
        let facts = dossier::year_facts(person, year, pack, &told);
        let decided = registration.and_then(|held| dossier::decided(self.kept.get(&person.id)?, held, pack, &facts));
        decided.unwrap_or_else(|| policy::assess(pack, &facts))
    }
}
