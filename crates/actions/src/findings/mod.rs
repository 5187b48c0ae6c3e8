//! Findings of falsehood (article 13): told to the person, answered, decided, appealed against; and what follows: the hours
//! of the item count nothing, certificates that rested on it are revoked, and the year is decided anew.

mod follow;
mod list;
mod stages;

pub(crate) use list::own_open;
pub use list::{FindingView, FindingsList, list, show};
pub use stages::{answer, appeal, notify, rule, rule_on_appeal};

use domain::{
    access::{Deed, Thing, may},
    finding::Finding,
    ids::FindingId,
    person::Person,
    refusal::Refusal,
};

use crate::{Act, dossier, refusals};

/// A finding as it was read, with whose it is and the revision that saving asks for.
struct Loaded {
    finding: Finding,
    revision: i64,
    person: Person,
}

/// A finding that the actor may do the deed to; one that they may not read does not exist.
async fn load(act: &mut Act, id: FindingId, deed: Deed) -> Result<Loaded, Refusal> {
    let actor = act.signed_in()?;
    let missing = || Refusal::not_found("诚信认定");
    let found = store::findings::get(&mut act.tx, id).await.map_err(refusals::store)?;
    let (finding, revision) = found.ok_or_else(missing)?;
    let person = dossier::person(act, finding.person_id).await?;
    let thing = Thing::Person { id: person.id, unit: person.unit_id };
    if !may(&actor, Deed::ViewFindings, &thing) {
        return Err(missing());
    }
    // That nobody decides about their own is for the finding to say.
    let is_own = person.id == actor.person;
    if !is_own && !may(&actor, deed, &thing) {
        return Err(Refusal::forbidden(deed.label()));
    }
    Ok(Loaded { finding, revision, person })
}
