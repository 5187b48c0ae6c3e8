//! Signing in with staff number and password. An unknown account and a wrong password get the same sentence after the
//! same time; each account has a limit.

use std::sync::Arc;

use domain::{
    audit::{Event, EventKind},
    clock::Instant,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
};
use jiff::ToSpan;

use super::{SessionToken, token};
use crate::{App, act, refusals, uploads};

/// Failures of one account after which it has to wait.
const FAILURES_MAX: i64 = 10;
/// Minutes over which they are counted.
const WINDOW_MINUTES: i64 = 15;

/// Signs a person in.
///
/// # Errors
/// `Forbidden` with one sentence for every failure, `Busy` after ten failures in a quarter of an hour.
pub async fn sign_in(
    app: &Arc<App>,
    now: Instant,
    staff_number: &str,
    password: &str,
) -> Result<SessionToken, Refusal> {
    let staff_number = staff_number.trim();
    let subject = format!("sign-in:{}", &uploads::sha256(staff_number.as_bytes())[..32]);
    let (person, phc) = {
        let mut tx = app.store.read().await.map_err(refusals::store)?;
        let since = now.checked_sub(WINDOW_MINUTES.minutes()).map_err(refusals::internal)?;
        let refused = EventKind::SessionRefused.name();
        let failures = store::audit::count_since(&mut tx, refused, &subject, since).await.map_err(refusals::store)?;
        if failures >= FAILURES_MAX {
            return Err(too_many());
        }
        let person = store::people::by_staff_number(&mut tx, staff_number).await.map_err(refusals::store)?;
        let phc = match &person {
            Some(person) => store::people::password_hash(&mut tx, person.id).await.map_err(refusals::store)?,
            None => None,
        };
        (person, phc)
    };
    let fits = app.passwords.fits(password, phc.as_deref()).await?;
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let signed_in = match person {
        Some(person) if fits => Ok(token::begin(&mut tx, &person, now).await?),
        _ => {
            act::record(&mut tx, None, now, &Event::new(EventKind::SessionRefused, subject, &[])).await?;
            Err(wrong())
        }
    };
    tx.commit().await.map_err(refusals::store)?;
    signed_in
}

fn wrong() -> Refusal {
    Refusal::new(
        RefusalKind::Forbidden,
        "sign-in.wrong",
        "工号或密码不对。",
        NOTHING_CHANGED,
        "请核对后再试；第一次使用请打开邀请链接设置密码，忘记密码请联系人事处重新发邀请。",
    )
}

fn too_many() -> Refusal {
    Refusal::new(
        RefusalKind::Busy,
        "sign-in.limit",
        "这个工号刚才登录失败的次数太多。",
        NOTHING_CHANGED,
        format!("请等 {WINDOW_MINUTES} 分钟再试，或联系人事处重新发邀请。"),
    )
}
