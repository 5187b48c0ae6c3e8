//! Appointing people, and ending appointments (article 6: units appoint their verifiers).

use domain::{
    access::{Deed, Grant, Role},
    audit::{Event, EventKind},
    ids::{PersonId, UnitId},
    refusal::{NOTHING_CHANGED, Refusal},
};

use crate::{Act, dossier, load, refusals};

/// Appoints a person to a role, for one unit or (`None`) the whole institution. Doing it again changes nothing.
///
/// # Errors
/// Refuses whoever is not an administrator, an unknown unit, the role that everyone has, and a verifier or approver
/// of no unit.
pub async fn grant_role(act: &mut Act, person: PersonId, role: Role, unit: Option<UnitId>) -> Result<(), Refusal> {
    load::institution(act, Deed::GrantRole)?;
    let person = dossier::person(act, person).await?;
    if role == Role::Person {
        return Err(Refusal::invalid(
            "role.person",
            "每个人都有“教职工”这个身份，不需要分配。",
            NOTHING_CHANGED,
            "请选择其他角色。",
        ));
    }
    if matches!(role, Role::Verifier | Role::Approver) && unit.is_none() {
        return Err(Refusal::invalid(
            "role.no-unit",
            format!("{}是为一个二级单位指定的，没有写明单位。", role.label()),
            NOTHING_CHANGED,
            "请写明这个人负责的二级单位。",
        )
        .with_article("第六条"));
    }
    let event = event(act, EventKind::RoleGranted, person.id, role, unit).await?;
    let grant = Grant { role, unit };
    let held = store::roles::of_person(&mut act.tx, person.id).await.map_err(refusals::store)?;
    if held.contains(&grant) {
        return Ok(());
    }
    store::roles::grant(&mut act.tx, person.id, &grant, act.now).await.map_err(refusals::store)?;
    act.record(&event).await
}

/// Ends an appointment. Doing it again changes nothing.
///
/// # Errors
/// Refuses whoever is not an administrator, and an administrator's own appointment.
pub async fn revoke_role(act: &mut Act, person: PersonId, role: Role, unit: Option<UnitId>) -> Result<(), Refusal> {
    load::institution(act, Deed::GrantRole)?;
    if act.signed_in()?.person == person && role == Role::Administrator {
        return Err(Refusal::conflict(
            "role.own",
            "不能取消自己的系统管理员角色。",
            "请由另一位系统管理员操作，以免无人能够分配角色。",
        ));
    }
    let person = dossier::person(act, person).await?;
    let event = event(act, EventKind::RoleRevoked, person.id, role, unit).await?;
    let grant = Grant { role, unit };
    if store::roles::revoke(&mut act.tx, person.id, &grant).await.map_err(refusals::store)? {
        act.record(&event).await?;
    }
    Ok(())
}

async fn event(
    act: &mut Act,
    kind: EventKind,
    person: PersonId,
    role: Role,
    unit: Option<UnitId>,
) -> Result<Event, Refusal> {
    let unit_name = match unit {
        None => "全校".to_owned(),
        Some(id) => {
            let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
            let unit = units.into_iter().find(|unit| unit.id == id);
            unit.ok_or_else(|| Refusal::not_found("单位"))?.name
        }
    };
    Ok(Event::new(kind, person.subject(), &[("role", role.label()), ("unit", &unit_name)]))
}
