//! Opening make-up study and one attempt more for somebody whose attempts are used up (article 3): on record, and inside
//! the training window only.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    exam::MakeUp,
    ids::{MakeUpId, PersonId},
    refusal::{NOTHING_CHANGED, Refusal},
};

use super::known;
use crate::{Act, load, refusals, training_years};

/// The most characters of a reason.
const REASON_CHARS_MAX: usize = 500;

/// Grants it; `reason` says why, such as who called when.
///
/// # Errors
/// Refuses whoever is neither support nor personnel, and for oneself; `Conflict` while attempts are left, after the
/// examination was passed and outside the window; `Invalid` without a reason.
pub async fn grant_make_up(act: &mut Act, person: PersonId, year: i16, reason: &str) -> Result<MakeUpId, Refusal> {
    let person = load::person(act, person, Deed::GrantMakeUp).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        return Err(Refusal::invalid(
            "make-up.reason",
            "开通重修要写明理由，最多 500 字，例如来电时间和本人的说明。",
            NOTHING_CHANGED,
            "请填写理由后再提交。",
        ));
    }
    let (settled, window) = training_years::settled(&mut act.tx, year).await?;
    let mut all = known(&mut act.tx, &[person.id], year, false).await?;
    let known = all.remove(&person.id).unwrap_or_default();
    known.allowance(&settled, window).may_grant(act.now())?;
    let make_up = MakeUp { id: act.new_id(MakeUpId::from_uuid)?, granted_at: act.now(), reason: reason.to_owned() };
    let by = act.signed_in()?.person.to_string();
    store::exams::grant(&mut act.tx, person.id, year, &by, &make_up).await.map_err(refusals::store)?;
    let year = year.to_string();
    let values = [("year", year.as_str()), ("reason", reason)];
    act.record(&Event::new(EventKind::MakeUpGranted, person.id.subject(), &values)).await?;
    Ok(make_up.id)
}
