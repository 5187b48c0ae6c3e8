//! Looking at an invitation before accepting it.

use domain::{clock::Instant, person::Person, refusal::Refusal};
use store::Tx;

use super::token;
use crate::{Act, refusals};

/// The code of the refusal of a link that opens nothing, whyever: it does not say whether the link was ever there.
pub const INVITATION_GONE: &str = "invitation.gone";

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The person's name.
    pub name: String,
    /// The staff number to sign in with.
    pub staff_number: String,
}

/// Whom an invitation is for.
///
/// # Errors
/// `NotFound` when it is unknown, used or expired.
pub async fn invitation(act: &mut Act, token: &str) -> Result<InvitationView, Refusal> {
    let now = act.now();
    let person = invited(&mut act.tx, token, now).await?;
    Ok(InvitationView { name: person.name, staff_number: person.staff_number })
}

/// The person whom an open invitation is for.
pub(super) async fn invited(tx: &mut Tx, token: &str, now: Instant) -> Result<Person, Refusal> {
    let gone = || {
        let mut refusal = Refusal { code: INVITATION_GONE, ..Refusal::not_found("邀请") };
        "邀请链接只能用一次，也会过期或由后来生成的链接代替；这一个现在不能用。".clone_into(&mut refusal.what);
        "已经设置过密码的，请直接登录；还没有密码的，请联系人事处要一个新的邀请链接。".clone_into(&mut refusal.next);
        refusal
    };
    let found = store::invitations::open(tx, &token::hash(token), now).await.map_err(refusals::store)?;
    let id = found.ok_or_else(gone)?;
    store::people::get(tx, id).await.map_err(refusals::store)?.ok_or_else(gone)
}
