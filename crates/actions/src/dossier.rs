//! Everything about one person's year, loaded together, and what the pack says about it. Must not write.

use std::sync::Arc;

use domain::{
    clock::{Instant, chinese_date, shanghai_date},
    decision::KeptDecision,
    evidence::Evidence,
    finding::Finding,
    ids::PersonId,
    industry_hours::{self, IndustryHours},
    item::Item,
    person::{Person, Post},
    public_result::PublicResult,
    refusal::Refusal,
    registration::Registration,
    registration::State,
};
use jiff::civil::Date;
use policy::{
    Assessment, Explanation, ItemPreview, Outcome, Pack, PublicFacts, Reason, Step, TrainingYearFacts, YearFacts,
};
use store::{decisions::KeptResult, year_decisions::Conclusion};

use crate::{
    Act, Deadline,
    packs::{text_is_gone, was_approved_under_another},
    refusals,
    registrations::{ItemView, duplicates::Known, same_files::same_files},
    views,
    year_before::YearBefore,
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
    /// What is settled for the year's required course.
    training_year: Option<TrainingYearFacts>,
    /// Posts that began in the year.
    pub(crate) posts: Vec<Post>,
    /// What stands about items of the registration (article 13).
    pub(crate) findings: Vec<Finding>,
    /// What else is known of the person's professional learning.
    pub(crate) known: Known,
    before: SaidBefore,
    /// What was decided about the approved year, where that still stands.
    kept: Option<Kept>,
}

/// What the pack says about a year, and every step of it.
pub(crate) type Judgement = (Assessment, Explanation);

/// A decision that stands.
struct Kept {
    judgement: Judgement,
    /// Whether it was made with a text of the pack that this program does not carry.
    is_by_another_text: bool,
}

/// What the year before says about this one (article 9); `None` for what nobody said.
#[derive(Default)]
struct SaidBefore {
    /// Whether the person said then that they would declare a title now.
    declares: Option<bool>,
    /// What that year was concluded to have come to.
    outcome: Option<Outcome>,
}

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
            Some(registration) => act.app.packs.of(registration)?,
            None => act.app.packs.for_year(year)?,
        };
        let (mut items, mut evidence, mut findings) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(registration) = &registration {
            items = store::items::of_registration(&mut act.tx, registration.id).await.map_err(refusals::store)?;
            evidence = store::evidence::of_registration(&mut act.tx, registration.id).await.map_err(refusals::store)?;
            let found = store::findings::of_registration(&mut act.tx, registration.id).await;
            findings = found.map_err(refusals::store)?;
        }
        let standing = store::standings::of_person(&mut act.tx, person.id, year).await.map_err(refusals::store)?;
        // The obligation of a year rests on what was said about that year, not on the newest roster (article 1).
        let person = match standing {
            Some(standing) => person.standing_as(standing),
            None => person,
        };
        let public = store::public_results::of_person(&mut act.tx, person.id).await.map_err(refusals::store)?;
        let public = public.into_iter().filter(|result| result.year == year).collect();
        let before = SaidBefore::load(act, person.id, year).await?;
        let training_year = settled_course(act, year).await?;
        let posts = store::posts::of_person(&mut act.tx, person.id, year).await.map_err(refusals::store)?;
        let known = Known::load(act, person.id).await?;
        let kept = None;
        let mut dossier = Dossier {
            person,
            year,
            pack,
            registration,
            items,
            evidence,
            public,
            training_year,
            posts,
            findings,
            known,
            before,
            kept,
        };
        dossier.kept = dossier.decided(act).await?;
        Ok(dossier)
    }

    /// The decision on an approved registration, as long as it stands: made with another text of the pack, or on these
    /// very facts. What was learned since, such as an examination made up for (article 3), is judged.
    async fn decided(&self, act: &mut Act) -> Result<Option<Kept>, Refusal> {
        let approved = self.registration.as_ref().filter(|registration| registration.state == State::Approved);
        let Some(registration) = approved else { return Ok(None) };
        let latest = store::decisions::latest(&mut act.tx, self.person.id, self.year).await;
        let Some(decision) = latest.map_err(refusals::store)? else { return Ok(None) };
        let is_by_another_text =
            was_approved_under_another(registration, &self.pack) && decision.pack_hash != self.pack.hash();
        let is_on_these_facts = || {
            decision.pack_hash == self.pack.hash()
                && serde_json::to_string(&self.facts()).is_ok_and(|facts| facts == decision.inputs)
        };
        if !is_by_another_text && !is_on_these_facts() {
            return Ok(None);
        }
        let judgement = judgement(&decision).ok_or_else(|| text_is_gone(registration))?;
        Ok(Some(Kept { judgement, is_by_another_text }))
    }

    /// What is said about the year: as it was decided, or by the pack while nothing is decided.
    pub(crate) fn judge(&self) -> Judgement {
        self.kept.as_ref().map_or_else(|| self.judge_anew(), |kept| kept.judgement.clone())
    }

    /// What the pack says about the year now, to be decided on.
    pub(crate) fn judge_anew(&self) -> Judgement {
        policy::explain(&self.pack, &self.facts())
    }

    /// The year's deadlines as they stand today; that of the person's title series unless they do not declare.
    pub(crate) fn deadlines(&self, today: Date) -> Vec<Deadline> {
        let opens = self.title_series_opens().filter(|_| self.before.declares != Some(false));
        views::deadlines(&self.pack, self.year, opens, today)
    }

    fn title_series_opens(&self) -> Option<Date> {
        self.pack.title_series_opens(self.year, self.person.title_series.as_deref()?)
    }

    fn is_by_another_text(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.is_by_another_text)
    }

    /// Refuses to work with a year that was decided on another text of its pack.
    pub(crate) fn can_be_judged_again(&self) -> Result<(), Refusal> {
        match &self.registration {
            Some(registration) if self.is_by_another_text() => Err(text_is_gone(registration)),
            _ => Ok(()),
        }
    }

    /// Leaves the registration out, for whoever may not see it.
    pub(crate) fn without_registration(self) -> Dossier {
        Dossier {
            registration: None,
            items: Vec::new(),
            evidence: Vec::new(),
            findings: Vec::new(),
            kept: None,
            ..self
        }
    }

    /// What the assessment reads. What nobody said is left open.
    pub(crate) fn facts(&self) -> YearFacts {
        let told = Told {
            registration: self.registration.as_ref(),
            items: &self.items,
            evidence: &self.evidence,
            public: &self.public,
            training_year: self.training_year,
            posts: &self.posts,
            findings: &self.findings,
            registered: &self.known.registered,
        };
        YearFacts {
            declares_title_this_year: self.before.declares,
            last_year: self.before.outcome,
            title_series_opens: self.title_series_opens(),
            ..year_facts(&self.person, self.year, &self.pack, &told)
        }
    }

    /// The results of the public course, as facts.
    pub(crate) fn public_facts(&self) -> Vec<PublicFacts> {
        self.public.iter().map(PublicResult::facts).collect()
    }

    /// What became of each result of the public course, in their order; none where another text of the pack decided.
    pub(crate) fn public_reasons(&self) -> Vec<Reason> {
        if self.is_by_another_text() { Vec::new() } else { policy::public_reasons(&self.pack, &self.facts()) }
    }

    /// Every item with what the pack says about it.
    pub(crate) fn item_views(&self, assessment: &Assessment) -> Vec<ItemView> {
        self.items.iter().map(|item| self.item_view(item, assessment)).collect()
    }

    /// What in the rest of the person's learning is the same as this item, or could be.
    fn alike(&self, item: &Item) -> Vec<String> {
        let mut alike = self.known.alike(item);
        alike.extend(same_files(item, &self.items, &self.evidence));
        alike
    }

    fn item_view(&self, item: &Item, assessment: &Assessment) -> ItemView {
        let facts = item.facts(&self.evidence);
        let kind = self.pack.kind(&item.kind);
        ItemView {
            kind_name: kind.map_or_else(|| item.kind.clone(), |kind| kind.name.clone()),
            category_name: kind.map(|kind| kind.category_name.clone()).unwrap_or_default(),
            article: kind.map(|kind| kind.article.clone()).unwrap_or_default(),
            preview: if self.is_by_another_text() {
                ItemPreview { computed: None, reasons: Vec::new(), problems: Vec::new() }
            } else {
                policy::item_preview(&self.pack, &facts, self.year)
            },
            outcome: assessment.items.iter().find(|outcome| outcome.id == facts.id).cloned(),
            evidence: self.evidence.iter().filter(|file| file.item_id == item.id).cloned().collect(),
            checklist: policy::checklist(&self.pack, &facts),
            alike: self.alike(item),
            item: item.clone(),
        }
    }
}

impl SaidBefore {
    async fn load(act: &mut Act, person: PersonId, year: i16) -> Result<SaidBefore, Refusal> {
        let before = year.saturating_sub(1);
        let said = store::standings::said_of(&mut act.tx, person, before).await.map_err(refusals::store)?;
        let decided = store::decisions::latest(&mut act.tx, person, before).await.map_err(refusals::store)?;
        let decided = decided.as_ref().map(conclusion);
        let judged = store::year_decisions::latest_before(&mut act.tx, person, before, Instant::MAX).await;
        let judged = judged.map_err(refusals::store)?;
        let registration = store::registrations::by_person_year(&mut act.tx, person, before).await;
        let is_approved = registration.map_err(refusals::store)?.is_some_and(|held| held.state == State::Approved);
        let ended = YearBefore { is_approved, decided: decided.as_ref(), judged: judged.as_ref() };
        Ok(SaidBefore {
            declares: said.map(|said| said.declares_title()),
            outcome: ended.outcome(act.app.packs.closes(before)),
        })
    }
}

/// What a decision concluded.
pub(crate) fn conclusion(decision: &KeptDecision) -> Conclusion {
    Conclusion { result: decision.result.clone(), at: decision.decided_at }
}

/// The decision on an approved registration among many, as long as it stands; see [`Dossier::judge`]. The facts are of
/// [`year_facts`], without evidence: what they leave open is taken as it was.
pub(crate) fn decided(
    kept: &KeptResult,
    registration: &Registration,
    pack: &Pack,
    facts: &YearFacts,
) -> Option<Assessment> {
    if registration.state != State::Approved {
        return None;
    }
    let is_by_another_text = was_approved_under_another(registration, pack) && kept.pack_hash != pack.hash();
    let is_on_these_facts = || {
        let mut then: YearFacts = serde_json::from_str(&kept.inputs).ok()?;
        then.items.iter_mut().for_each(|item| item.evidence.clear());
        let now = YearFacts {
            declares_title_this_year: then.declares_title_this_year,
            last_year: then.last_year,
            title_series_opens: then.title_series_opens,
            ..facts.clone()
        };
        Some(kept.pack_hash == pack.hash() && then == now)
    };
    if is_by_another_text || is_on_these_facts() == Some(true) { serde_json::from_str(&kept.result).ok() } else { None }
}

/// What a decision said, with a note that it is told and not worked out; `None` when it cannot be read.
pub(crate) fn judgement(decision: &KeptDecision) -> Option<Judgement> {
    let assessment: Assessment = serde_json::from_str(&decision.result).ok()?;
    let day = chinese_date(shanghai_date(decision.decided_at));
    let text = format!("以下是{day}办理时保存的核算（标准 {}），没有重新计算。", decision.pack_name);
    let note = Reason { text, article: String::new(), reading: None, sample: false };
    let mut explanation = Explanation::from_chinese(&decision.explanation);
    explanation.steps.insert(0, Step { depth: 0, reason: note });
    Some((assessment, explanation))
}

/// A person by identifier, without asking who may see them.
pub(crate) async fn person(act: &mut Act, id: PersonId) -> Result<Person, Refusal> {
    let found = store::people::get(&mut act.tx, id).await.map_err(refusals::store)?;
    found.ok_or_else(|| Refusal::not_found("人员"))
}

/// What is settled for a year's required course, as an assessment reads it.
pub(crate) async fn settled_course(act: &mut Act, year: i16) -> Result<Option<TrainingYearFacts>, Refusal> {
    let settled = store::training_years::get(&mut act.tx, year).await.map_err(refusals::store)?;
    Ok(settled.map(|settled| settled.facts()))
}

/// What was told of one person's year.
#[derive(Default)]
pub(crate) struct Told<'a> {
    pub(crate) registration: Option<&'a Registration>,
    pub(crate) items: &'a [Item],
    pub(crate) evidence: &'a [Evidence],
    pub(crate) public: &'a [PublicResult],
    /// What is settled for the year's required course.
    pub(crate) training_year: Option<TrainingYearFacts>,
    /// Posts that began in the year.
    pub(crate) posts: &'a [Post],
    /// What was ever found or asked about items.
    pub(crate) findings: &'a [Finding],
    /// What connected systems registered, of whatever year.
    pub(crate) registered: &'a [IndustryHours],
}

/// The facts of one person's year.
pub(crate) fn year_facts(person: &Person, year: i16, pack: &Pack, told: &Told<'_>) -> YearFacts {
    let Told { registration, public, posts, .. } = told;
    let mut facts = YearFacts {
        declares_title_next_year: person.declares_title_next_year,
        confirmation_only: person.confirmation_only,
        public: public.iter().map(PublicResult::facts).collect(),
        training_year: told.training_year,
        posts: posts.iter().map(Post::facts).collect(),
        findings: found(told),
        items: told.items.iter().map(|item| item.facts(told.evidence)).collect(),
        approved: registration.is_some_and(|registration| registration.state == State::Approved),
        approved_on: registration.and_then(|registration| registration.approved_at).map(shanghai_date),
        ..YearFacts::of(year, person.category)
    };
    industry_hours::add_to(&mut facts, told.registered, pack);
    facts
}

/// What stands about items that are there, in the order of the items.
fn found(told: &Told<'_>) -> Vec<policy::Finding> {
    let of_item = |item: &Item| told.findings.iter().filter(|it| it.item_id == item.id).find_map(Finding::facts);
    told.items.iter().filter_map(of_item).collect()
}
