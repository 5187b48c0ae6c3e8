//! One person with appointments, registrations and certificates.

use domain::{
    access::{Deed, Role, Thing, deeds_now, may},
    certificate::Certificate,
    clock::Instant,
    ids::PersonId,
    person::{Person, Unit},
    refusal::Refusal,
    registration::Registration,
};

use crate::{Act, AuditLine, load, refusals, registrations::history};

/// A person as the page shows them.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// The person.
    pub person: Person,
    /// Whether they have set a password.
    pub has_password: bool,
    /// Until when their invitation link works; `None` when none is open.
    pub invited_until: Option<Instant>,
    /// Their appointments.
    pub roles: Vec<RoleView>,
    /// Their registrations that the actor may see, newest year first.
    pub registrations: Vec<Registration>,
    /// Those whose deadline the actor may extend, drafts among them: of these, nothing but that they are there.
    pub extendable: Vec<Registration>,
    /// Their certificates.
    pub certificates: Vec<Certificate>,
    /// All units, to choose from.
    pub units: Vec<Unit>,
    /// Whether the actor may see their year, and what they registered.
    pub may_view_account: bool,
    /// Whether the actor may invite them.
    pub may_invite: bool,
    /// Whether the actor may correct their identity number.
    pub may_correct: bool,
    /// Whether the actor may appoint them.
    pub may_grant: bool,
    /// What was recorded about them, oldest first.
    pub history: Vec<AuditLine>,
}

/// An appointment with its unit's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleView {
    /// To what.
    pub role: Role,
    /// For which unit; `None` for the whole institution.
    pub unit: Option<Unit>,
}

/// One person.
///
/// # Errors
/// `NotFound` for whoever may not see them.
pub async fn show(act: &mut Act, id: PersonId) -> Result<PersonView, Refusal> {
    let actor = act.signed_in()?;
    let person = load::person(act, id, Deed::ViewPeople).await?;
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let mut registrations = store::registrations::of_person(&mut act.tx, id).await.map_err(refusals::store)?;
    let mut extendable = registrations.clone();
    extendable.retain(|registration| deeds_now(&actor, registration).contains(&Deed::ExtendDeadline));
    registrations.retain(|registration| may(&actor, Deed::View, &Thing::Registration(registration)));
    let grants = store::roles::of_person(&mut act.tx, id).await.map_err(refusals::store)?;
    let roles = grants.iter().map(|grant| RoleView {
        role: grant.role,
        unit: grant.unit.and_then(|id| units.iter().find(|unit| unit.id == id).cloned()),
    });
    let thing = Thing::Person { id, unit: person.unit_id };
    Ok(PersonView {
        has_password: store::people::password_hash(&mut act.tx, id).await.map_err(refusals::store)?.is_some(),
        invited_until: store::invitations::open_until(&mut act.tx, id, act.now).await.map_err(refusals::store)?,
        roles: roles.collect(),
        registrations,
        extendable,
        certificates: store::certificates::of_person(&mut act.tx, id).await.map_err(refusals::store)?,
        may_view_account: may(&actor, Deed::ViewAccount, &thing),
        may_invite: may(&actor, Deed::Invite, &thing),
        may_correct: may(&actor, Deed::CorrectIdNumber, &thing),
        may_grant: may(&actor, Deed::GrantRole, &Thing::Institution),
        history: history::of_subject(act, &id.subject()).await?,
        person,
        units,
    })
}
