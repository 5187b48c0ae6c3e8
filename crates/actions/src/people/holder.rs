//! Whom a row of an imported list is about: the ID number says who, the name must match.

use domain::{id_number::IdNumber, ids::PersonId, refusal::Refusal};

use crate::{Act, import::Plan, refusals};

/// The person, or `None` when nobody has this number or name: then the plan has a problem more.
pub(super) async fn holder<T>(
    act: &mut Act,
    plan: &mut Plan<T>,
    row: u32,
    id_number: &IdNumber,
    name: &str,
) -> Result<Option<PersonId>, Refusal> {
    let index = act.app.keys.index(id_number);
    let holders = store::people::by_id_number_index(&mut act.tx, &index).await.map_err(refusals::store)?;
    if holders.is_empty() {
        plan.problem(row, "身份证号", &id_number.masked(), "人员名册里没有这个身份证号。");
        return Ok(None);
    }
    let person = holders.into_iter().find(|holder| holder.name == name);
    if person.is_none() {
        plan.problem(row, "姓名", name, "姓名与人员名册里同一身份证号的姓名不一致。");
    }
    Ok(person.map(|person| person.id))
}
