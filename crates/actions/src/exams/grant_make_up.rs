//! Opening make-up study and one attempt more for somebody whose attempts are used up (article 3): on record, and inside
//! the training window only.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    exam::{MakeUp, RequestAnswer},
    ids::{MakeUpId, PersonId},
    reason,
    refusal::Refusal,
};
use store::StoreError;

use super::{known, make_up_request};
use crate::{Act, learning, load, refusals, training_years};

/// Grants it, and ends the person's request for it if there is one; `reason` says why, such as who called when. A page on
/// which the person studies the course is told to begin the new round.
///
/// # Errors
/// Refuses whoever is neither support nor personnel, and for oneself; `Conflict` while attempts are left, after the
/// examination was passed, outside the window and where somebody else granted it at the same moment; `Invalid` without a
/// reason.
pub async fn grant_make_up(act: &mut Act, person: PersonId, year: i16, reason: &str) -> Result<MakeUpId, Refusal> {
    let person = load::person(act, person, Deed::GrantMakeUp).await?;
    let reason = reason::given(reason, "开通重修的理由", "例如来电时间和本人的说明，本人会看到它")?;
    let now = act.now();
    let (settled, window) = training_years::with_moments(&mut act.tx, year, now).await?;
    let mut all = known(&mut act.tx, &[person.id], &settled).await?;
    let mut known = all.remove(&person.id).unwrap_or_default();
    known.allowance(&settled, window).may_grant(act.now())?;
    let make_up = MakeUp { id: act.new_id(MakeUpId::from_uuid)?, granted_at: act.now(), reason: reason.clone() };
    let by = act.signed_in()?.person.to_string();
    let next = (person.id, year, known.round().saturating_add(1));
    match store::exams::grant(&mut act.tx, next, &by, &make_up).await {
        // Somebody else was faster: whoever is slower is told how it stands now.
        Err(StoreError::Unique(_)) => {
            known.make_ups.push(make_up);
            known.allowance(&settled, window).may_grant(now)?;
            return Err(Refusal::changed_meanwhile());
        }
        granted => granted.map_err(refusals::store)?,
    }
    learning::end_round(act, person.id, year).await?;
    // Support may open one on the telephone, without a request.
    make_up_request::close(act, person.id, year, &RequestAnswer::Granted(make_up.id)).await?;
    let year = year.to_string();
    let values = [("year", year.as_str()), ("reason", reason.as_str())];
    act.record(&Event::new(EventKind::MakeUpGranted, person.id.subject(), &values)).await?;
    Ok(make_up.id)
}
