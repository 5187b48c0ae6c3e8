//! Reading findings: one's own, or everybody's for the personnel office and auditors.

use domain::{
    access::{Deed, Thing, may},
    finding::{Finding, Stage},
    ids::{FindingId, PersonId},
    person::Person,
    refusal::Refusal,
};

use super::load;
use crate::{Act, dossier, load as loading, refusals, views::pages};

/// A finding with whose it is, and what the actor can do about it now.
#[derive(Clone, Debug)]
pub struct FindingView {
    /// The finding.
    pub finding: Finding,
    /// Whose it is.
    pub name: String,
    /// 工号.
    pub staff_number: String,
    /// Name of whoever told the person; empty in lists.
    pub notified_by: String,
    /// Whether the actor can reply.
    pub may_answer: bool,
    /// Whether the actor can decide.
    pub may_rule: bool,
    /// Whether the actor can appeal.
    pub may_appeal: bool,
    /// Whether the actor can decide about the appeal.
    pub may_rule_on_appeal: bool,
}

/// One page of all findings.
#[derive(Clone, Debug)]
pub struct FindingsList {
    /// The findings of this page.
    pub lines: Vec<FindingView>,
    /// How many there are on all pages.
    pub total: i64,
    /// How many of them somebody has yet to decide.
    pub open: i64,
    /// How many pages.
    pub pages: u32,
}

/// Findings on a page.
const PAGE_ROWS: i64 = 50;

/// One page of all findings, those that somebody has yet to decide first, and the newest first; `page` counts from 1.
///
/// # Errors
/// `NotFound` for everybody but the personnel office and auditors.
pub async fn list(act: &mut Act, page: u32) -> Result<FindingsList, Refusal> {
    loading::office(act, Deed::ViewFindings)?;
    let offset = i64::from(page.max(1) - 1) * PAGE_ROWS;
    let found = store::findings::some(&mut act.tx, PAGE_ROWS, offset).await.map_err(refusals::store)?;
    let (total, open) = store::findings::count(&mut act.tx).await.map_err(refusals::store)?;
    let mut ids: Vec<PersonId> = found.iter().map(|finding| finding.person_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store::people::get_many(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let mut lines = Vec::with_capacity(found.len());
    for finding in found {
        if let Some(person) = people.iter().find(|person| person.id == finding.person_id) {
            lines.push(view(act, finding, person)?);
        }
    }
    Ok(FindingsList { lines, total, open, pages: pages(total, PAGE_ROWS) })
}

/// One finding.
///
/// # Errors
/// `NotFound` for everybody but its person, the personnel office and auditors.
pub async fn show(act: &mut Act, id: FindingId) -> Result<FindingView, Refusal> {
    let loaded = load(act, id, Deed::ViewFindings).await?;
    let teller = store::people::get(&mut act.tx, loaded.finding.notified_by).await.map_err(refusals::store)?;
    let notified_by = teller.map(|person| person.name).unwrap_or_default();
    Ok(FindingView { notified_by, ..view(act, loaded.finding, &loaded.person)? })
}

/// What the actor can reply to or appeal against now.
///
/// # Errors
/// `Internal` when the database does not answer.
pub(crate) async fn own_open(act: &mut Act) -> Result<Vec<FindingView>, Refusal> {
    let actor = act.signed_in()?;
    let found = store::findings::of_person(&mut act.tx, actor.person).await.map_err(refusals::store)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let person = dossier::person(act, actor.person).await?;
    let views: Result<Vec<_>, _> = found.into_iter().map(|finding| view(act, finding, &person)).collect();
    Ok(views?.into_iter().filter(|view| view.may_answer || view.may_appeal).collect())
}

fn view(act: &Act, finding: Finding, person: &Person) -> Result<FindingView, Refusal> {
    let actor = act.signed_in()?;
    let thing = Thing::Person { id: person.id, unit: person.unit_id };
    let is_own = actor.person == person.id;
    let may_decide = may(&actor, Deed::RuleOnFalsehood, &thing);
    let (stage, today) = (finding.stage(), act.today());
    let decided_before = finding.ruling.as_ref().is_some_and(|ruling| ruling.by == actor.person);
    let appeal_until = finding.consequences.as_ref().map(|follows| follows.appeal_until);
    Ok(FindingView {
        may_answer: is_own && stage == Stage::Notified && today <= finding.reply_until,
        may_rule: may_decide && (stage == Stage::Replied || (stage == Stage::Notified && today > finding.reply_until)),
        may_appeal: is_own && stage == Stage::Found && appeal_until.is_some_and(|until| today <= until),
        may_rule_on_appeal: may_decide && stage == Stage::Appealed && !decided_before,
        name: person.name.clone(),
        staff_number: person.staff_number.clone(),
        notified_by: String::new(),
        finding,
    })
}
