//! Opening the one registration of a year (article 6).

use domain::{
    ids::RegistrationId,
    refusal::{NOTHING_CHANGED, Refusal},
    registration::{Opening, Registration, number},
    year::Year,
};
use policy::Provision;
use store::StoreError;

use crate::{Act, dossier, refusals};

/// Opens the actor's registration of a year.
///
/// # Errors
/// `Conflict` when there is one already: [`find`](super::find) leads to it. Refuses a year that has not begun or lies
/// before every year that can be registered, and whoever is not on the roster.
pub async fn open(act: &mut Act, year: i16) -> Result<RegistrationId, Refusal> {
    let actor = act.signed_in()?;
    let person = dossier::person(act, actor.person).await?;
    let existing = store::registrations::by_person_year(&mut act.tx, person.id, year).await;
    if let Some(existing) = existing.map_err(refusals::store)? {
        return Err(exists(year, Some(&existing.number)).under(&existing.pack_name));
    }
    let this_year = act.today().year();
    if Year::new(year, act.today()).is_err() || year > this_year {
        return Err(Refusal::invalid(
            "registration.year",
            format!("不能为 {year} 年度新建登记。"),
            NOTHING_CHANGED,
            format!("可以登记的年度是 {} 至 {this_year}，请重新选择。", Year::FIRST),
        )
        .by(Provision::SameYear));
    }
    let pack = act.app.packs.for_year(year)?;
    let sequence = store::counters::next(&mut act.tx, &format!("registration-{year}")).await;
    let opening = Opening {
        id: act.new_id(RegistrationId::from_uuid)?,
        number: number(year, sequence.map_err(refusals::store)?),
        person_id: person.id,
        unit_id: person.unit_id,
        year,
        pack_name: pack.name().to_owned(),
        pack_hash: pack.hash().to_owned(),
    };
    let (registration, event) = Registration::open(opening, act.now());
    let added = store::registrations::insert(&mut act.tx, &registration).await;
    added.map_err(|error| match error {
        // The same person was faster in another window.
        StoreError::Unique(_) => exists(year, None),
        other => refusals::store(other),
    })?;
    act.record(&event).await?;
    Ok(registration.id)
}

fn exists(year: i16, number: Option<&str>) -> Refusal {
    let number = number.map(|number| format!("（编号 {number}）")).unwrap_or_default();
    Refusal::conflict(
        "registration.exists",
        format!("您已有 {year} 年度的登记{number}，每人每年只有一份。"),
        "请打开已有的那一份，在里面添加登记项；已提交、还没有开始审验的，可以先撤回。",
    )
    .by(Provision::OneRegistrationAYear)
}
