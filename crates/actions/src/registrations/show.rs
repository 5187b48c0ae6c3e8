//! A registration with everything that its page shows.

use std::sync::Arc;

use domain::{
    access::{Deed, Thing, deeds_now, may},
    clock::Instant,
    evidence::Evidence,
    finding::Finding,
    ids::{DocumentId, PersonId, RegistrationId},
    item::{Decision, Item},
    person::Person,
    refusal::Refusal,
    registration::{Deadlines, Registration, Shortfall, State},
};
use policy::{Assessment, ChecklistLine, ItemOutcome, ItemPreview, Pack};

use super::{history, submit::shortfall};
use crate::{Act, AuditLine, Deadline, RegisteredElsewhere, certificates, dossier::Dossier, load, refusals};

/// A registration as its page shows it.
#[derive(Debug, Clone)]
pub struct RegistrationView {
    /// The registration.
    pub registration: Registration,
    /// Whose.
    pub person: Person,
    /// Its items in order.
    pub items: Vec<ItemView>,
    /// What connected systems registered for the year, which is not registered again (article 4).
    pub registered_elsewhere: Vec<RegisteredElsewhere>,
    /// The year's assessment as it stands.
    pub assessment: Assessment,
    /// What this actor can do now.
    pub may: Vec<Deed>,
    /// What happened, oldest first.
    pub history: Vec<AuditLine>,
    /// The signed and sealed form.
    pub sealed_form: Option<SealedForm>,
    /// Name of the verifier whose decisions the items carry; looked up for whoever may take the check up.
    pub checker: Option<String>,
    /// Name of whoever finished the first check.
    pub verifier: Option<String>,
    /// Name of whoever approved.
    pub approver: Option<String>,
    /// Numbers of the certificates in force that rest on it; looked up for whoever may take its approval back.
    pub resting: Vec<String>,
    /// What was found or asked about its items (article 13), the newest first; for whoever may read it.
    pub findings: Vec<Finding>,
    /// The last time that its approval was taken back.
    pub withdrawn: Option<Withdrawn>,
    /// What the year lacks even if everything that nobody decided is recognised as applied for; looked at until it is approved.
    pub shortfall: Option<Shortfall>,
    /// The person's date, when it has passed and it can still be handed in: whoever does so says why.
    pub missed: Option<policy::Deadline>,
    /// The person's date and why it was handed in after it; `None` when it was in time.
    pub late: Option<Late>,
    /// The pack that the registration is judged by.
    pub pack: Arc<Pack>,
    /// Whether the pack's numbers are samples.
    pub sample: bool,
    /// The pack's title.
    pub pack_title: String,
    /// The pack's deadlines.
    pub deadlines: Vec<Deadline>,
}

/// An item with what the pack says about it.
#[derive(Debug, Clone)]
pub struct ItemView {
    /// The item.
    pub item: Item,
    /// Name of its kind.
    pub kind_name: String,
    /// Name of its category.
    pub category_name: String,
    /// The article of its kind.
    pub article: String,
    /// Hours and problems by the standard.
    pub preview: ItemPreview,
    /// What it brings in the year's assessment; `None` when the assessment leaves it out.
    pub outcome: Option<ItemOutcome>,
    /// Its files.
    pub evidence: Vec<Evidence>,
    /// What evidence it needs (article 5).
    pub checklist: Vec<ChecklistLine>,
    /// What else of the person's is the same or could be, each in a sentence: nothing counts twice (article 4).
    pub alike: Vec<String>,
}

impl ItemView {
    /// Whether its hours are the verifier's to say and not said yet; what is filled in wrongly waits for its person.
    #[must_use]
    pub fn waits_for_figure(&self) -> bool {
        let is_read = self.preview.problems.is_empty();
        self.item.decision == Decision::Open && self.preview.computed.is_none() && is_read
    }
}

/// What is shown of the signed and sealed form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedForm {
    /// The document.
    pub id: DocumentId,
    /// The name that the person's file had.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: i64,
    /// When it arrived.
    pub uploaded_at: Instant,
}

/// That it was handed in after the person's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// The date.
    pub due: policy::Deadline,
    /// When it was handed in.
    pub at: Instant,
    /// Why then.
    pub reason: String,
}

/// That the approval was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// By whom: a name.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// Whether nothing was handed in since.
    pub is_latest: bool,
}

/// A registration with everything that its page shows.
///
/// # Errors
/// `NotFound` for whoever may not see it.
pub async fn show(act: &mut Act, id: RegistrationId) -> Result<RegistrationView, Refusal> {
    let actor = act.signed_in()?;
    let registration = load::registration(act, id, Deed::View).await?;
    let dossier = Dossier::of(act, registration.clone()).await?;
    let (assessment, _) = dossier.judge();
    let sealed_form = sealed_form(act, &registration).await?;
    let verifier = name(act, registration.verified_by).await?;
    let approver = name(act, registration.approved_by).await?;
    let withdrawn = withdrawn(act, &registration).await?;
    let deadlines = Deadlines::of(&dossier.pack, registration.year);
    let missed = registration.missed(&deadlines, act.today()).filter(|_| registration.state.is_editable());
    let reads_findings = may(&actor, Deed::ViewFindings, &Thing::Registration(&registration));
    let may = deeds_now(&actor, &registration);
    let takes_up = [Deed::BeginCheck, Deed::TakeOverCheck].iter().any(|deed| may.contains(deed));
    let checker = registration.checker.filter(|_| takes_up);
    let checker = name(act, checker).await?;
    let resting = if may.contains(&Deed::WithdrawApproval) { resting(act, &registration).await? } else { Vec::new() };
    Ok(RegistrationView {
        items: dossier.item_views(&assessment),
        registered_elsewhere: dossier.registered_elsewhere(&assessment),
        findings: if reads_findings { dossier.findings.clone() } else { Vec::new() },
        may,
        resting,
        history: history::of_subject(act, &id.subject()).await?,
        sample: dossier.pack.is_sample(),
        pack_title: dossier.pack.title().to_owned(),
        deadlines: dossier.deadlines(act.today()),
        shortfall: (registration.state != State::Approved).then(|| shortfall(&dossier)).flatten(),
        missed: missed.cloned(),
        late: late(&registration, &deadlines),
        pack: dossier.pack,
        person: dossier.person,
        registration,
        assessment,
        sealed_form,
        checker,
        verifier,
        approver,
        withdrawn,
    })
}

fn late(registration: &Registration, deadlines: &Deadlines) -> Option<Late> {
    let due = deadlines.person.clone().filter(|_| registration.is_late(deadlines))?;
    Some(Late { due, at: registration.submitted_at?, reason: registration.late_reason.clone().unwrap_or_default() })
}

async fn name(act: &mut Act, person: Option<PersonId>) -> Result<Option<String>, Refusal> {
    let Some(person) = person else { return Ok(None) };
    let found = store::people::get(&mut act.tx, person).await.map_err(refusals::store)?;
    Ok(found.map(|person| person.name))
}

async fn resting(act: &mut Act, registration: &Registration) -> Result<Vec<String>, Refusal> {
    let found = certificates::resting_on(act, registration.person_id, registration.id).await?;
    Ok(found.into_iter().map(|held| held.number).collect())
}

async fn withdrawn(act: &mut Act, registration: &Registration) -> Result<Option<Withdrawn>, Refusal> {
    let latest = store::approval_withdrawals::latest(&mut act.tx, registration.id).await.map_err(refusals::store)?;
    let Some(latest) = latest else { return Ok(None) };
    let by = name(act, Some(latest.withdrawn_by)).await?.unwrap_or_else(|| "系统".to_owned());
    let is_latest = registration.was_given_back_by(&latest);
    Ok(Some(Withdrawn { by, at: latest.withdrawn_at, reason: latest.reason, is_latest }))
}

async fn sealed_form(act: &mut Act, registration: &Registration) -> Result<Option<SealedForm>, Refusal> {
    let Some(id) = registration.sealed_form else { return Ok(None) };
    let document = store::documents::get(&mut act.tx, id).await.map_err(refusals::store)?;
    Ok(document.map(|document| SealedForm {
        id: document.id,
        file_name: document.file_name,
        media_type: document.media_type,
        size_bytes: document.size_bytes,
        uploaded_at: document.created_at,
    }))
}
