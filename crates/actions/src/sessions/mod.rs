//! Sessions: signing in and out. These verbs take the application rather than an act, because hashing a password must
//! not hold a transaction open.

mod accept_invitation;
mod demo;
mod demo_standing;
mod invitation;
mod kept_form;
mod prolong;
mod recognise;
mod resolve;
mod sign_in;
mod sign_out;
mod token;

pub use accept_invitation::accept_invitation;
pub use demo::{DemoAccount, demo_accounts, demo_sign_in};
pub use demo_standing::{DemoStanding, demo_standing, mark_as_demo};
pub use invitation::{INVITATION_GONE, InvitationView, invitation};
pub use kept_form::{KeptForm, form_mark, keep_form, kept_form};
pub use prolong::prolong;
pub(crate) use recognise::Faces;
pub use recognise::recognise;
pub use resolve::resolve;
pub(crate) use resolve::{Porter, porter};
pub use sign_in::sign_in;
pub use sign_out::sign_out;
pub use token::SessionToken;

pub(crate) use resolve::{DIGEST_BYTES, resolve_digest, session_digest};
