//! Everything about one person's year, loaded together, and what the pack says about it. Must not write.

use std::sync::Arc;

use domain::{
    clock::shanghai_date, evidence::Evidence, ids::PersonId, item::Item, person::Person, public_result::PublicResult,
    refusal::Refusal, registration::Registration, registration::State,
};
use policy::{Assessment, Explanation, ItemPreview, Pack, PublicFacts, Reason, Step, YearFacts};

use crate::{
    Act,
    packs::{text_is_gone, was_approved_under_another},
    refusals,
    registrations::ItemView,
};

/// One person's year.
pub(crate) struct Dossier {
    /// As they stood in that year.
    pub(crate) person: Person,
    pub(crate) year: i16,
    pub(crate) pack: Arc<Pack>,
    pub(crate) registration: Option<Registration>,
    pub(crate) items: Vec<Item>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) public: Vec<PublicResult>,
    /// What was decided, where it rests on a text of the pack that this program does not carry.
    kept: Option<Judgement>,
}

/// What the pack says about a year, and every step of it.
type Judgement = (Assessment, Explanation);

impl Dossier {
    /// Loads a person's year. The caller has authorised.
    pub(crate) async fn load(act: &mut Act, person: Person, year: i16) -> Result<Dossier, Refusal> {
        let found = store::registrations::by_person_year(&mut act.tx, person.id, year).await;
        let registration = found.map_err(refusals::store)?;
        Dossier::around(act, person, year, registration).await
    }

    /// Loads the year that a registration is of. The caller has authorised.
    pub(crate) async fn of(act: &mut Act, registration: Registration) -> Result<Dossier, Refusal> {
        let person = person(act, registration.person_id).await?;
        Dossier::around(act, person, registration.year, Some(registration)).await
    }

    async fn around(
        act: &mut Act,
        person: Person,
        year: i16,
        registration: Option<Registration>,
    ) -> Result<Dossier, Refusal> {
        let pack = match &registration {
            Some(registration) => act.app.pack_named(&registration.pack_name)?,
            None => act.app.pack_named(act.app.pack().name())?,
        };
        let (mut items, mut evidence) = (Vec::new(), Vec::new());
        if let Some(registration) = &registration {
            items = store::items::of_registration(&mut act.tx, registration.id).await.map_err(refusals::store)?;
            evidence = store::evidence::of_registration(&mut act.tx, registration.id).await.map_err(refusals::store)?;
        }
        let standing = store::standings::of_person(&mut act.tx, person.id, year).await.map_err(refusals::store)?;
        // The obligation of a year rests on what was said about that year, not on the newest roster (article 1).
        let person = match standing {
            Some(standing) => person.standing_as(standing),
            None => person,
        };
        let public = store::public_results::of_person(&mut act.tx, person.id).await.map_err(refusals::store)?;
        let public = public.into_iter().filter(|result| result.year == year).collect();
        let kept = match &registration {
            Some(registration) if was_approved_under_another(registration, &pack) => {
                kept(act, registration, &pack).await?
            }
            _ => None,
        };
        Ok(Dossier { person, year, pack, registration, items, evidence, public, kept })
    }

    /// What is said about the year: by the pack, or as it was decided when the pack's text is another now.
    pub(crate) fn judge(&self) -> Judgement {
        self.kept.clone().unwrap_or_else(|| policy::explain(&self.pack, &self.facts()))
    }

    /// Refuses to work with a year that was decided on another text of its pack.
    pub(crate) fn can_be_judged_again(&self) -> Result<(), Refusal> {
        match (&self.kept, &self.registration) {
            (Some(_), Some(registration)) => Err(text_is_gone(registration)),
            _ => Ok(()),
        }
    }

    /// Leaves the registration out, for whoever may not see it.
    pub(crate) fn without_registration(self) -> Dossier {
        Dossier { registration: None, items: Vec::new(), evidence: Vec::new(), kept: None, ..self }
    }

    /// What the assessment reads.
    pub(crate) fn facts(&self) -> YearFacts {
        year_facts(&self.person, self.year, self.registration.as_ref(), &self.items, &self.evidence, &self.public)
    }

    /// The results of the public course, as facts.
    pub(crate) fn public_facts(&self) -> Vec<PublicFacts> {
        self.public.iter().map(PublicResult::facts).collect()
    }

    /// Every item with what the pack says about it.
    pub(crate) fn item_views(&self, assessment: &Assessment) -> Vec<ItemView> {
        self.items.iter().map(|item| self.item_view(item, assessment)).collect()
    }

    fn item_view(&self, item: &Item, assessment: &Assessment) -> ItemView {
        let facts = item.facts(&self.evidence);
        let kind = self.pack.kind(&item.kind);
        ItemView {
            kind_name: kind.map_or_else(|| item.kind.clone(), |kind| kind.name.clone()),
            category_name: kind.map(|kind| kind.category_name.clone()).unwrap_or_default(),
            article: kind.map(|kind| kind.article.clone()).unwrap_or_default(),
            preview: match self.kept {
                None => policy::item_preview(&self.pack, &facts, self.year),
                Some(_) => ItemPreview { computed: None, reasons: Vec::new(), problems: Vec::new() },
            },
            outcome: assessment.items.iter().find(|outcome| outcome.id == facts.id).cloned(),
            evidence: self.evidence.iter().filter(|file| file.item_id == item.id).cloned().collect(),
            checklist: policy::checklist(&self.pack, &facts),
            item: item.clone(),
        }
    }
}

/// The decision on an approved registration, as it was kept; `None` when it was made on this text, or is being made now.
async fn kept(act: &mut Act, registration: &Registration, pack: &Pack) -> Result<Option<Judgement>, Refusal> {
    let latest = store::decisions::latest(&mut act.tx, registration.person_id, registration.year).await;
    let Some(decision) = latest.map_err(refusals::store)?.filter(|decision| decision.pack_hash != pack.hash()) else {
        return Ok(None);
    };
    let assessment: Assessment = serde_json::from_str(&decision.result).map_err(|_| text_is_gone(registration))?;
    let note = format!("以下是审批时保存的核算（标准 {}），没有重新计算。", decision.pack_name);
    let steps = std::iter::once(note.as_str()).chain(decision.explanation.lines()).map(step).collect();
    Ok(Some((assessment, Explanation { steps })))
}

fn step(line: &str) -> Step {
    let text = line.trim_start();
    Step {
        depth: u8::try_from((line.len() - text.len()) / 2).unwrap_or(0),
        reason: Reason { text: text.to_owned(), article: String::new(), reading: None, sample: false },
    }
}

/// A person by identifier, without asking who may see them.
pub(crate) async fn person(act: &mut Act, id: PersonId) -> Result<Person, Refusal> {
    let found = store::people::get(&mut act.tx, id).await.map_err(refusals::store)?;
    found.ok_or_else(|| Refusal::not_found("人员"))
}

/// The facts of one person's year.
pub(crate) fn year_facts(
    person: &Person,
    year: i16,
    registration: Option<&Registration>,
    items: &[Item],
    evidence: &[Evidence],
    public: &[PublicResult],
) -> YearFacts {
    YearFacts {
        declares_title_next_year: person.declares_title_next_year,
        confirmation_only: person.confirmation_only,
        public: public.iter().map(PublicResult::facts).collect(),
        items: items.iter().map(|item| item.facts(evidence)).collect(),
        approved: registration.is_some_and(|registration| registration.state == State::Approved),
        approved_on: registration.and_then(|registration| registration.approved_at).map(shanghai_date),
        ..YearFacts::of(year, person.category)
    }
}
