//! Appointing people, and ending appointments (article 6: units appoint their verifiers).

use domain::{
    access::{Deed, Grant, Role},
    audit::{Event, EventKind},
    ids::{PersonId, UnitId},
    refusal::{NOTHING_CHANGED, Refusal},
};
use policy::Provision;

use crate::{Act, load, refusals};

/// Appoints a person to a role, for one unit or (`None`) the whole institution. Doing it again changes nothing. Open
/// invitations of the person end with it: whoever made one before would hold the new role by it.
///
/// # Errors
/// `NotFound` for whoever may not see the person. Refuses whoever is not an administrator, an unknown unit, a role of a unit without one (or of the institution with
/// one), and the role that everyone has.
pub async fn grant_role(act: &mut Act, person: PersonId, role: Role, unit: Option<UnitId>) -> Result<(), Refusal> {
    let person = load::person(act, person, Deed::ViewPeople).await?;
    load::institution(act, Deed::GrantRole)?;
    if role == Role::Person {
        return Err(Refusal::invalid(
            "role.person",
            "每个人都有“教职工”这个身份，不需要分配。",
            NOTHING_CHANGED,
            "请选择其他角色。",
        ));
    }
    paired(role, unit)?;
    let event = event(act, EventKind::RoleGranted, person.id, role, unit).await?;
    let grant = Grant { role, unit };
    let held = store::roles::of_person(&mut act.tx, person.id).await.map_err(refusals::store)?;
    if held.contains(&grant) {
        return Ok(());
    }
    store::roles::grant(&mut act.tx, person.id, &grant, act.now).await.map_err(refusals::store)?;
    let cancelled = store::invitations::cancel(&mut act.tx, person.id, act.now).await.map_err(refusals::store)?;
    act.record(&event.with("invitations_cancelled", cancelled)).await
}

/// Article 6: units appoint those who check and decide. Every other role is of the whole institution.
fn paired(role: Role, unit: Option<UnitId>) -> Result<(), Refusal> {
    if role.is_of_a_unit() == unit.is_some() {
        return Ok(());
    }
    let label = role.label();
    let (what, next) = if role.is_of_a_unit() {
        (format!("“{label}”只在一个单位里任职，还没有选择单位。"), "请选择单位；一个人可以在几个单位分别任职。")
    } else {
        (format!("“{label}”面向全校，不能只给一个单位。"), "这个角色不用选单位，请去掉单位再试一次。")
    };
    let refusal = Refusal::invalid("role.scope", what, NOTHING_CHANGED, next);
    Err(match role {
        Role::Verifier => refusal.by(Provision::Verification),
        Role::Approver => refusal.by(Provision::Approval),
        _ => refusal,
    })
}

/// Ends an appointment. Doing it again changes nothing.
///
/// # Errors
/// `NotFound` for whoever may not see the person. Refuses whoever is not an administrator, and an administrator's own appointment.
pub async fn revoke_role(act: &mut Act, person: PersonId, role: Role, unit: Option<UnitId>) -> Result<(), Refusal> {
    let person = load::person(act, person, Deed::ViewPeople).await?;
    load::institution(act, Deed::GrantRole)?;
    if act.signed_in()?.person == person.id && role == Role::Administrator {
        return Err(Refusal::conflict(
            "role.own",
            "不能取消自己的系统管理员角色。",
            "请由另一位系统管理员操作，以免无人能够分配角色。",
        ));
    }
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
