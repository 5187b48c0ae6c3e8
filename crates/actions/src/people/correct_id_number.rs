//! Correcting an identity number that was wrong on the roster. What was issued before keeps what is printed on it.

use domain::{
    access::{Deed, Thing, may},
    audit::{Event, EventKind},
    id_number::IdNumber,
    ids::PersonId,
    reason,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
};

use crate::{Act, load, refusals};

/// Corrects somebody's identity number, with a reason; the sex follows from the number. Who is signed in stays so, and
/// certificates stay as they are.
///
/// # Errors
/// `NotFound` for whoever may not see the person. Refuses whoever may not correct it, one's own, a number that is none,
/// the number that is known already, and one that stands under another staff number with the same name.
pub async fn correct_id_number(act: &mut Act, id: PersonId, number: &str, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let person = load::person(act, id, Deed::ViewPeople).await?;
    if actor.person == id {
        return Err(Refusal::new(
            RefusalKind::Forbidden,
            "id-number.own",
            "不能更正自己的身份证号。",
            NOTHING_CHANGED,
            "请带身份证，由人事处的另一位同事办理。",
        ));
    }
    if !may(&actor, Deed::CorrectIdNumber, &Thing::Person { id, unit: person.unit_id }) {
        return Err(Refusal::forbidden(Deed::CorrectIdNumber.label()));
    }
    let number = IdNumber::parse(number)
        .map_err(|problem| unfit("id-number.invalid", format!("{problem}。"), "请对照本人的身份证重新填写。"))?;
    let reason = reason::given(reason, "更正的理由", "它写进操作记录")?;
    let index = act.app.keys.index(&number);
    let holders = store::people::by_id_number_index(&mut act.tx, &index).await.map_err(refusals::store)?;
    if holders.iter().any(|holder| holder.id == id) {
        let next = "身份证号没有错的，不用更正；填错的请改正后再提交。";
        return Err(unfit("id-number.same", "这就是档案里现有的身份证号。".to_owned(), next));
    }
    if let Some(holder) = holders.iter().find(|holder| holder.name == person.name) {
        let what = format!("这个身份证号已经登记在工号 {} 的{}名下。", holder.staff_number, holder.name);
        return Err(unfit("id-number.taken", what, "请核对是不是同一个人有两个工号。"));
    }
    let sealed = act.app.keys.seal(id, &number)?;
    store::people::set_id_number(&mut act.tx, id, &number, &sealed, &index).await.map_err(refusals::store)?;
    let values = [("old", person.id_number_masked.as_str()), ("new", &number.masked()), ("reason", &reason)];
    act.record(&Event::new(EventKind::IdNumberCorrected, id.subject(), &values)).await
}

fn unfit(code: &'static str, what: String, next: &str) -> Refusal {
    Refusal::invalid(code, what, NOTHING_CHANGED, next)
}
