//! One person's year as it was known at a moment, put together from what the tables keep of each moment; what they do
//! not keep is said. Must not judge, nor write.

use domain::{
    access::{Deed, Thing, may},
    clock::{Instant, shanghai_date},
    decision::KeptDecision,
    ids::PersonId,
    industry_hours,
    item::Item,
    item_revision,
    person::{Person, Post},
    public_result::PublicResult,
    refusal::Refusal,
    registration::Registration,
};
use policy::{Horizon, Pack, TrainingYearFacts, YearFacts};

use crate::{
    Act,
    dossier::{self, Told},
    refusals,
    year_before::YearBefore,
};

/// How one looks at what was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Somebody looks back as far as they may. What became known afterwards stays, with its day, so that whoever judges can
    /// say that it is left out.
    Back(Horizon),
    /// As everybody's year was judged at that moment, exactly: what became known afterwards is not there.
    AtJudging {
        /// Whether the registration was with others then. One that its person had not handed in, or had taken back, was not
        /// judged; nobody keeps when it was which.
        was_handed_in: bool,
    },
}

/// A year as it was known.
pub(crate) struct AsKnown {
    /// As they stood in that year.
    pub(crate) person: Person,
    pub(crate) facts: YearFacts,
    /// The decision that stood, when it was made with a text of the pack that cannot judge again.
    pub(crate) told: Option<KeptDecision>,
    /// What could not be put together, in whole sentences.
    pub(crate) unknown: Vec<String>,
}

impl AsKnown {
    /// What was known of a person's year before this moment, to be judged by the pack; `registration` is that of the year as it
    /// is now. The caller has authorised.
    pub(crate) async fn before(
        act: &mut Act,
        (person, year): (Person, i16),
        (registration, pack): (Option<&Registration>, &Pack),
        (before, look): (Instant, Look),
    ) -> Result<AsKnown, Refusal> {
        Looking { act, look, before }.at(person, year, (registration, pack)).await
    }
}

/// Reads what was known before a moment.
struct Looking<'a> {
    act: &'a mut Act,
    look: Look,
    /// The moment before which it has to be known.
    before: Instant,
}

/// What is known of the registration, and how.
struct Registered {
    facts: YearFacts,
    told: Option<KeptDecision>,
    unknown: Vec<String>,
}

impl Looking<'_> {
    async fn at(
        mut self,
        person: Person,
        year: i16,
        (registration, pack): (Option<&Registration>, &Pack),
    ) -> Result<AsKnown, Refusal> {
        let mut unknown = Vec::new();
        let person = self.standing(person, year, &mut unknown).await?;
        let mut found = self.registered(&person, year, registration, pack).await?;
        unknown.append(&mut found.unknown);
        let public = self.public(person.id, year).await?;
        let posts = store::posts::known_before(&mut self.act.tx, person.id, year, self.before).await;
        let posts = posts.map_err(refusals::store)?;
        let training_year = self.training_year(year).await?;
        self.registered_elsewhere(person.id, pack, &mut found.facts).await?;
        let (declares, last_year) = self.year_before(person.id, year).await?;
        let series = person.title_series.as_deref();
        let facts = YearFacts {
            declares_title_next_year: person.declares_title_next_year,
            confirmation_only: person.confirmation_only,
            category: person.category,
            public: public.iter().map(PublicResult::facts).collect(),
            training_year,
            posts: posts.iter().map(Post::facts).collect(),
            declares_title_this_year: declares,
            last_year,
            title_series_opens: series.and_then(|series| pack.title_series_opens(year, series)),
            ..found.facts
        };
        Ok(AsKnown { person, facts, told: found.told, unknown })
    }

    /// The person as the rosters of then say (article 1).
    async fn standing(&mut self, person: Person, year: i16, unknown: &mut Vec<String>) -> Result<Person, Refusal> {
        let standing = store::standings::known_before(&mut self.act.tx, person.id, year, self.before).await;
        match standing.map_err(refusals::store)? {
            Some(standing) => Ok(person.standing_as(standing)),
            None => {
                unknown.push("那一天名册里还没有这个人，岗位类别、职称系列和申报打算按后来的名册。".to_owned());
                Ok(person)
            }
        }
    }

    /// What was registered. An approved year is as the decision that stood keeps it; of any other, with a day on
    /// which it has to be known, what others had been handed and told by then.
    async fn registered(
        &mut self,
        person: &Person,
        year: i16,
        registration: Option<&Registration>,
        pack: &Pack,
    ) -> Result<Registered, Refusal> {
        let nothing = YearFacts::of(year, person.category);
        let Some(registration) = registration else {
            return Ok(Registered { facts: nothing, told: None, unknown: Vec::new() });
        };
        if let Some((decision, facts)) = self.approved(person.id, year).await? {
            let by_another_text = decision.pack_hash != pack.hash();
            let note =
                "那一天的结论是按这个标准的另一份文字作出的，不能重新核算，照当时保存的显示，不受“截至”那一天影响。";
            return Ok(Registered {
                facts,
                told: by_another_text.then_some(decision),
                unknown: by_another_text.then(|| note.to_owned()).into_iter().collect(),
            });
        }
        let items = store::items::of_registration(&mut self.act.tx, registration.id).await.map_err(refusals::store)?;
        if !self.sees(registration)? {
            return Ok(Registered { facts: nothing, told: None, unknown: self.taken_back(&items) });
        }
        let evidence =
            store::evidence::of_registration(&mut self.act.tx, registration.id).await.map_err(refusals::store)?;
        // What was found false stays so when the approval is taken back; each finding has its days.
        let mut findings =
            store::findings::of_registration(&mut self.act.tx, registration.id).await.map_err(refusals::store)?;
        if self.is_exact() {
            findings.retain(|finding| finding.ruling.as_ref().is_some_and(|ruling| ruling.at < self.before));
        }
        let told = Told {
            registration: Some(registration),
            items: &items,
            evidence: &evidence,
            findings: &findings,
            ..Told::default()
        };
        let mut facts = dossier::year_facts(person, year, pack, &told);
        if self.horizon().known_on.is_some() {
            let revisions = store::item_revisions::of_registration(&mut self.act.tx, registration.id).await;
            let revisions = revisions.map_err(refusals::store)?;
            facts.items = if self.is_exact() {
                item_revision::known_exactly(&items, &evidence, &revisions, self.before)
            } else {
                item_revision::known_before(&items, &evidence, &revisions, self.before)
            };
        }
        if self.is_exact() {
            // An approval of then would have left a decision.
            (facts.approved, facts.approved_on) = (false, None);
        }
        Ok(Registered { facts, told: None, unknown: self.untold(&items) })
    }

    /// Another's draft is nobody's business but its person's, also where it was taken back.
    fn sees(&self, registration: &Registration) -> Result<bool, Refusal> {
        match self.look {
            Look::Back(_) => Ok(may(&self.act.signed_in()?, Deed::View, &Thing::Registration(registration))),
            Look::AtJudging { was_handed_in } => Ok(was_handed_in),
        }
    }

    fn is_exact(&self) -> bool {
        matches!(self.look, Look::AtJudging { .. })
    }

    /// How far one looks, in days.
    fn horizon(&self) -> Horizon {
        match self.look {
            Look::Back(horizon) => horizon,
            Look::AtJudging { .. } => Horizon { as_of: None, known_on: Some(shanghai_date(self.before)) },
        }
    }

    /// The decision that stood on an approved registration, and the facts that it was made on.
    async fn approved(&mut self, person: PersonId, year: i16) -> Result<Option<(KeptDecision, YearFacts)>, Refusal> {
        let decision = store::decisions::standing_before(&mut self.act.tx, person, year, self.before).await;
        let Some(decision) = decision.map_err(refusals::store)? else { return Ok(None) };
        let facts = serde_json::from_str::<YearFacts>(&decision.inputs).ok().filter(|facts| facts.approved);
        Ok(facts.map(|facts| (decision, facts)))
    }

    /// What was not handed in as it stands.
    fn untold(&self, items: &[Item]) -> Vec<String> {
        let untold = items.iter().filter(|item| item.told_at.is_none()).count();
        if self.horizon().known_on.is_none() || untold == 0 {
            return Vec::new();
        }
        vec![format!("登记里有 {untold} 项新填或改过以后还没有提交，没有算在内；改以前提交过的，按提交的内容。")]
    }

    /// What had been handed in of a draft that only its person may see.
    fn taken_back(&self, items: &[Item]) -> Vec<String> {
        let had_been = items.iter().any(|item| item.told_at.is_some_and(|told_at| told_at < self.before));
        if self.horizon().known_on.is_none() || !had_been {
            return Vec::new();
        }
        vec!["登记提交以后由本人撤回，撤回以后只有本人能看，提交过的内容没有算在内。".to_owned()]
    }

    async fn public(&mut self, person: PersonId, year: i16) -> Result<Vec<PublicResult>, Refusal> {
        let found = store::public_results::known_before(&mut self.act.tx, person, self.before).await;
        Ok(found.map_err(refusals::store)?.into_iter().filter(|result| result.year == year).collect())
    }

    /// What was settled for the year's required course by then.
    async fn training_year(&mut self, year: i16) -> Result<Option<TrainingYearFacts>, Refusal> {
        // The newest comes first.
        let revisions = store::training_years::revisions(&mut self.act.tx, year).await.map_err(refusals::store)?;
        Ok(revisions.iter().find(|revision| revision.at < self.before).map(|revision| revision.year.facts()))
    }

    /// Puts what connected systems had registered by then in the place of what a decision kept of it.
    async fn registered_elsewhere(
        &mut self,
        person: PersonId,
        pack: &Pack,
        facts: &mut YearFacts,
    ) -> Result<(), Refusal> {
        let known = store::industry_hours::known_before(&mut self.act.tx, person, self.before).await;
        facts.items.retain(|item| !pack.kind(&item.kind).is_some_and(policy::Kind::is_registered_elsewhere));
        let seen = policy::within(facts, self.horizon()).0;
        industry_hours::add_as_known(facts, &seen, &known.map_err(refusals::store)?, pack);
        Ok(())
    }

    /// Whether the person had said that they would declare a title this year, and what last year had come to (article 9).
    async fn year_before(
        &mut self,
        person: PersonId,
        year: i16,
    ) -> Result<(Option<bool>, Option<policy::Outcome>), Refusal> {
        let tx = &mut self.act.tx;
        let last = year.saturating_sub(1);
        let said = store::standings::said_before(tx, person, last, self.before).await.map_err(refusals::store)?;
        let decision = store::decisions::standing_before(tx, person, last, self.before).await;
        let decision = decision.map_err(refusals::store)?;
        let judged = store::year_decisions::latest_before(tx, person, last, self.before).await;
        let judged = judged.map_err(refusals::store)?;
        let is_approved = |decision: &KeptDecision| {
            serde_json::from_str::<YearFacts>(&decision.inputs).is_ok_and(|facts| facts.approved)
        };
        let ended = YearBefore {
            is_approved: decision.as_ref().is_some_and(is_approved),
            decided: decision.as_ref().map(dossier::conclusion).as_ref(),
            judged: judged.as_ref(),
        }
        .outcome(self.act.app.packs.closes(last));
        Ok((said.map(|said| said.declares_title()), ended))
    }
}
