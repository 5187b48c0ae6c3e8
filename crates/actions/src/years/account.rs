//! The year account: what counts, what is missing, and which article says so.

use std::sync::Arc;

use domain::{
    access::{Actor, Deed, Thing, may},
    certificate::Certificate,
    ids::PersonId,
    person::{Person, Post},
    refusal::Refusal,
    registration::Registration,
    training_year::Window,
    year::Year,
};
use policy::{Assessment, Explanation, Hours, Pack, PublicFacts, Reason, Task, TrainingYearFacts};

use super::progress::pending;
use crate::{
    Act, Deadline, RegisteredElsewhere,
    dossier::Dossier,
    exams::{self, ExamInShort},
    load, refusals,
    registrations::ItemView,
};

/// One person's year.
#[derive(Debug, Clone)]
pub struct YearAccount {
    /// Whose.
    pub person: Person,
    /// The year.
    pub year: i16,
    /// What the pack says about it.
    pub assessment: Assessment,
    /// Every step of it, with its article.
    pub explanation: Explanation,
    /// The registration of professional hours, once opened.
    pub registration: Option<Registration>,
    /// Whether its approval was taken back and nothing was handed in since.
    pub is_approval_withdrawn: bool,
    /// Its items.
    pub items: Vec<ItemView>,
    /// What connected systems registered for the year.
    pub registered_elsewhere: Vec<RegisteredElsewhere>,
    /// The posts that began in the year, in their order; empty where none changed.
    pub posts: Vec<Post>,
    /// Which of them decides what the year asks (article 1).
    pub post_reason: Option<Reason>,
    /// Hours applied for that wait for the verifier's figure.
    pub pending: Hours,
    /// Results of the public course.
    pub public: Vec<PublicFacts>,
    /// What is settled for the year's required course, by which they are judged.
    pub settled: Option<TrainingYearFacts>,
    /// When the year's public subject can be studied and its examination taken here; `None` where it is not settled.
    pub training: Option<Window>,
    /// How the person stands in that examination, as long as study or examination is left to do.
    pub exam: Option<ExamInShort>,
    /// What became of each of them, in their order.
    pub public_reasons: Vec<Reason>,
    /// The year's certificates, newest first.
    pub certificates: Vec<Certificate>,
    /// The pack that the year is judged by.
    pub pack: Arc<Pack>,
    /// Whether the pack's numbers are samples.
    pub sample: bool,
    /// The pack's title.
    pub pack_title: String,
    /// The pack's deadlines.
    pub deadlines: Vec<Deadline>,
    /// Whether it is the actor's own.
    pub own: bool,
}

/// The account of a year: the actor's own, or (with `person`) another's.
///
/// # Errors
/// `NotFound` for whoever may not see the person, and for a year that nobody has an account of.
pub async fn account(act: &mut Act, year: i16, person: Option<PersonId>) -> Result<YearAccount, Refusal> {
    let actor = act.signed_in()?;
    Year::new(year, act.today())?;
    let person = load::person(act, person.unwrap_or(actor.person), Deed::ViewAccount).await?;
    let dossier = visible(&actor, Dossier::load(act, person, year).await?);
    let (assessment, explanation) = dossier.judge();
    let mut certificates =
        store::certificates::of_person(&mut act.tx, dossier.person.id).await.map_err(refusals::store)?;
    certificates.retain(|certificate| certificate.year == year);
    let settled = store::training_years::all(&mut act.tx).await.map_err(refusals::store)?;
    let training = settled.iter().find(|it| it.year == year).map(|it| it.window_on(&settled, act.today()));
    let is_approval_withdrawn = is_approval_withdrawn(act, dossier.registration.as_ref()).await?;
    let is_left = assessment.todo.iter().any(|todo| matches!(todo.task, Task::Study | Task::Exam));
    let exam = if is_left { exams::in_short(act, dossier.person.id, year).await? } else { None };
    Ok(YearAccount {
        registered_elsewhere: dossier.registered_elsewhere(&assessment),
        post_reason: policy::post_reason(&dossier.pack, &dossier.facts()),
        posts: dossier.posts.clone(),
        is_approval_withdrawn,
        training,
        exam,
        own: dossier.person.id == actor.person,
        items: dossier.item_views(&assessment),
        pending: pending(&dossier.items, &assessment),
        public: dossier.public_facts(),
        settled: dossier.facts().training_year,
        public_reasons: dossier.public_reasons(),
        sample: dossier.pack.is_sample(),
        pack_title: dossier.pack.title().to_owned(),
        deadlines: dossier.deadlines(act.today()),
        pack: dossier.pack,
        person: dossier.person,
        registration: dossier.registration,
        year,
        assessment,
        explanation,
        certificates,
    })
}

async fn is_approval_withdrawn(act: &mut Act, registration: Option<&Registration>) -> Result<bool, Refusal> {
    let Some(registration) = registration else { return Ok(false) };
    let latest = store::approval_withdrawals::latest(&mut act.tx, registration.id).await.map_err(refusals::store)?;
    Ok(latest.is_some_and(|latest| registration.was_given_back_by(&latest)))
}

/// Another's draft stays out of the account that is shown: it is nobody's business but its person's.
fn visible(actor: &Actor, dossier: Dossier) -> Dossier {
    let registration = dossier.registration.as_ref();
    if registration.is_none_or(|registration| may(actor, Deed::View, &Thing::Registration(registration))) {
        return dossier;
    }
    dossier.without_registration()
}
