//! Opening the one registration of a year (article 6).

use domain::{
    ids::RegistrationId,
    refusal::Refusal,
    registration::{Opening, Registration, number},
};

use crate::{Act, dossier, refusals};

/// The first year whose professional hours are registered here (article 9).
const FIRST_YEAR: i16 = 2021;

/// Opens the actor's registration of a year, or finds the one that exists: there is only one (article 6).
///
/// # Errors
/// Refuses a year that has not begun or lies before 2021, and whoever is not on the roster.
pub async fn open(act: &mut Act, year: i16) -> Result<RegistrationId, Refusal> {
    let actor = act.signed_in()?;
    let person = dossier::person(act, actor.person).await?;
    let existing = store::registrations::by_person_year(&mut act.tx, person.id, year).await;
    if let Some(existing) = existing.map_err(refusals::store)? {
        return Ok(existing.id);
    }
    let this_year = act.today().year();
    if year < FIRST_YEAR || year > this_year {
        return Err(Refusal::invalid(
            "registration.year",
            format!("不能为 {year} 年度新建登记。"),
            domain::refusal::NOTHING_CHANGED,
            format!("可以登记的年度是 {FIRST_YEAR} 至 {this_year}，请重新选择。"),
        )
        .with_article("第四条"));
    }
    let sequence = store::counters::next(&mut act.tx, &format!("registration-{year}")).await;
    let opening = Opening {
        id: act.new_id(RegistrationId::from_uuid)?,
        number: number(year, sequence.map_err(refusals::store)?),
        person_id: person.id,
        unit_id: person.unit_id,
        year,
        pack_name: act.pack().name().to_owned(),
        pack_hash: act.pack().hash().to_owned(),
    };
    let (registration, event) = Registration::open(opening, act.now());
    store::registrations::insert(&mut act.tx, &registration).await.map_err(refusals::store)?;
    act.record(&event).await?;
    Ok(registration.id)
}
