//! Loading with authorisation beside it, so that no verb can forget it: what one may not see does not exist.

use domain::{
    access::{Deed, Thing, may},
    audit::Event,
    clock::Instant,
    evidence::Evidence,
    ids::{EvidenceId, ItemId, PersonId, RegistrationId},
    item::Item,
    person::Person,
    refusal::Refusal,
    registration::{self, Registration},
};

use crate::{Act, refusals};

/// A registration that the actor may do the deed to. An act that may change something holds it from here on: what is read
/// below it afterwards stays as it was read.
pub(crate) async fn registration(act: &mut Act, id: RegistrationId, deed: Deed) -> Result<Registration, Refusal> {
    let actor = act.signed_in()?;
    let found = match act.is_write() {
        true => store::registrations::hold(&mut act.tx, id).await,
        false => store::registrations::get(&mut act.tx, id).await,
    };
    let found = found.map_err(refusals::store)?;
    // Whoever may do the deed hears why it cannot be done now, even where the content is not for them: a verifier whose
    // page is still open learns that the registration was withdrawn.
    let exists = |registration: &Registration| {
        let thing = Thing::Registration(registration);
        may(&actor, Deed::View, &thing) || may(&actor, deed, &thing)
    };
    let registration = found.filter(exists).ok_or_else(|| Refusal::not_found("登记"))?;
    if !may(&actor, deed, &Thing::Registration(&registration)) {
        return Err(Refusal::forbidden(deed.label()));
    }
    Ok(registration)
}

/// An item with its registration.
pub(crate) async fn item(act: &mut Act, id: ItemId, deed: Deed) -> Result<(Registration, Item), Refusal> {
    let missing = || Refusal::not_found("登记项");
    let found = store::items::registration_of(&mut act.tx, id).await.map_err(refusals::store)?;
    let registration = registration(act, found.ok_or_else(missing)?, deed).await?;
    // Only now nobody else changes it.
    let item = store::items::get(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(missing)?;
    Ok((registration, item))
}

/// A piece of evidence with its registration.
pub(crate) async fn evidence(act: &mut Act, id: EvidenceId, deed: Deed) -> Result<(Registration, Evidence), Refusal> {
    let missing = || Refusal::not_found("佐证材料");
    let found = store::evidence::registration_of(&mut act.tx, id).await.map_err(refusals::store)?;
    let registration = registration(act, found.ok_or_else(missing)?, deed).await?;
    let evidence = store::evidence::get(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(missing)?;
    Ok((registration, evidence))
}

/// A person to whom the actor may do the deed; anyone else does not exist.
pub(crate) async fn person(act: &mut Act, id: PersonId, deed: Deed) -> Result<Person, Refusal> {
    let actor = act.signed_in()?;
    let found = store::people::get(&mut act.tx, id).await.map_err(refusals::store)?;
    found
        .filter(|person| may(&actor, deed, &Thing::Person { id: person.id, unit: person.unit_id }))
        .ok_or_else(|| Refusal::not_found("人员"))
}

/// Refuses whoever may not do the deed to the institution as a whole.
pub(crate) fn institution(act: &Act, deed: Deed) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    if may(&actor, deed, &Thing::Institution) { Ok(()) } else { Err(Refusal::forbidden(deed.label())) }
}

/// Lets pass whoever may do the deed to the institution; to everybody else its page does not exist, like everything that
/// one may not see.
pub(crate) fn office(act: &Act, deed: Deed) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    if may(&actor, deed, &Thing::Institution) { Ok(()) } else { Err(no_office(deed)) }
}

/// There is no such page for this actor.
pub(crate) fn no_office(deed: Deed) -> Refusal {
    let mut refusal = Refusal::not_found("页面");
    refusal.next = format!("请检查网址是否完整；如果“{}”是您的工作，请联系人事处为您开通相应的角色。", deed.label());
    refusal
}

/// Loads a registration, lets `transition` decide, saves it and records the event.
pub(crate) async fn transition(
    act: &mut Act,
    id: RegistrationId,
    deed: Deed,
    transition: impl FnOnce(&mut Registration, Instant) -> Result<Event, Refusal>,
) -> Result<Registration, Refusal> {
    let mut registration = registration(act, id, deed).await?;
    let done = transition(&mut registration, act.now());
    let event = naming_checker(act, &registration, done).await?;
    save(act, &mut registration).await?;
    act.record(&event).await?;
    Ok(registration)
}

/// The same result; a refusal that speaks of another verifier names whoever is at the check, as the page does.
pub(crate) async fn naming_checker<T>(
    act: &mut Act,
    registration: &Registration,
    done: Result<T, Refusal>,
) -> Result<T, Refusal> {
    let refusal = match done {
        Err(refusal) if registration::speaks_of_checker(&refusal) => refusal,
        other => return other,
    };
    let Some(checker) = registration.checking_by else { return Err(refusal) };
    let found = store::people::get(&mut act.tx, checker).await.map_err(refusals::store)?;
    Err(match found {
        Some(person) => registration::naming_checker(refusal, &person.name),
        None => refusal,
    })
}

/// Saves a registration unless somebody else saved it since it was loaded.
pub(crate) async fn save(act: &mut Act, registration: &mut Registration) -> Result<(), Refusal> {
    store::registrations::save(&mut act.tx, registration).await.map_err(refusals::store)
}

/// Has everybody who loaded the registration before now save in vain: something below it changed, and nothing in it.
pub(crate) async fn touch(act: &mut Act, registration: &mut Registration) -> Result<(), Refusal> {
    store::registrations::touch(&mut act.tx, registration).await.map_err(refusals::store)
}
