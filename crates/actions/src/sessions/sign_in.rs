//! Signing in with staff number and password. An unknown account and a wrong password get the same sentence after the
//! same time. Tries are counted before the password is looked at, so that guesses made at once count as well: a few a
//! staff number and address, so that nobody can keep a colleague out, and more a staff number and an address alone.

use std::sync::Arc;

use domain::{
    audit::{Event, EventKind},
    clock::Instant,
    half_width::half_width,
    person::Person,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
};
use jiff::ToSpan;
use store::Tx;

use super::{SessionToken, token};
use crate::{App, act, passwords, refusals, uploads};

/// Failures of one staff number from one address after which it has to wait there.
const FAILURES_MAX: i64 = 10;
/// Failures of one staff number from wherever.
const ACCOUNT_FAILURES_MAX: i64 = 100;
/// Failures from one address: a whole department may share it.
const ADDRESS_FAILURES_MAX: i64 = 300;
/// Minutes over which they are counted.
const WINDOW_MINUTES: i64 = 15;

/// Signs a person in. `address` is the client's, empty when it is not known.
///
/// # Errors
/// `Forbidden` with one sentence for every failure, `Invalid` for what is longer than any password, `Busy` after ten
/// failures in a quarter of an hour.
pub async fn sign_in(
    app: &Arc<App>,
    now: Instant,
    staff_number: &str,
    password: &str,
    address: &str,
) -> Result<SessionToken, Refusal> {
    // No account is looked at for it, so that it tells nothing of any.
    passwords::not_too_long(password)?;
    let staff_number = half_width(staff_number);
    let staff_number = staff_number.trim();
    let subject = format!("sign-in:{}", digest(staff_number));
    let windows = Windows::of(staff_number, address);
    let (person, phc) = {
        let mut tx = app.store.begin().await.map_err(refusals::store)?;
        windows.count(&mut tx, now).await?;
        let person = store::people::by_staff_number(&mut tx, staff_number).await.map_err(refusals::store)?;
        let phc = match &person {
            Some(person) => store::people::password_hash(&mut tx, person.id).await.map_err(refusals::store)?,
            None => None,
        };
        tx.commit().await.map_err(refusals::store)?;
        (person, phc)
    };
    let fits = app.passwords.fits(password, phc.as_deref()).await?;
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let signed_in = match person {
        // Looked at again: a new password ends every session, so none may begin with the old one afterwards.
        Some(person) if fits && phc == hold(&mut tx, &person).await? => {
            windows.forgive(&mut tx).await?;
            Ok(token::begin(&mut tx, &person, now).await?)
        }
        _ => {
            act::record(&mut tx, None, now, &Event::new(EventKind::SessionRefused, subject, &[])).await?;
            Err(wrong())
        }
    };
    tx.commit().await.map_err(refusals::store)?;
    signed_in
}

async fn hold(tx: &mut Tx, person: &Person) -> Result<Option<String>, Refusal> {
    store::people::hold_password_hash(tx, person.id).await.map_err(refusals::store)
}

/// The windows in which one try is counted, each with its limit.
struct Windows {
    own: String,
    shared: Vec<(String, i64)>,
}

impl Windows {
    fn of(staff_number: &str, address: &str) -> Windows {
        let mut shared = vec![(format!("account:{}", digest(staff_number)), ACCOUNT_FAILURES_MAX)];
        if !address.is_empty() {
            shared.push((format!("address:{}", digest(address)), ADDRESS_FAILURES_MAX));
        }
        Windows { own: format!("pair:{}", digest(&format!("{staff_number}\n{address}"))), shared }
    }

    /// Counts one try, or refuses it when there were too many.
    async fn count(&self, tx: &mut Tx, now: Instant) -> Result<(), Refusal> {
        let since = now.checked_sub(WINDOW_MINUTES.minutes()).map_err(refusals::internal)?;
        let own = [(&self.own, FAILURES_MAX)];
        for (name, limit) in own.into_iter().chain(self.shared.iter().map(|(name, limit)| (name, *limit))) {
            let tries = store::sign_in_attempts::count(tx, name, since, now).await.map_err(refusals::store)?;
            if tries > limit {
                return Err(too_many());
            }
        }
        Ok(())
    }

    /// A right password was no failure, and takes back those of its own window.
    async fn forgive(&self, tx: &mut Tx) -> Result<(), Refusal> {
        store::sign_in_attempts::forget(tx, &self.own).await.map_err(refusals::store)?;
        for (name, _) in &self.shared {
            store::sign_in_attempts::forgive(tx, name).await.map_err(refusals::store)?;
        }
        Ok(())
    }
}

fn digest(text: &str) -> String {
    uploads::sha256(text.as_bytes())[..32].to_owned()
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
        "刚才登录失败的次数太多。",
        NOTHING_CHANGED,
        format!("请等 {WINDOW_MINUTES} 分钟再试，或联系人事处重新发邀请。"),
    )
}
