//! View data of signing in: password, invitation, the demo's role cards.

use askama::Template;

use super::frame::Frame;
use super::parts::Trouble;

/// Sign in with staff number and password.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    pub(crate) frame: Frame,
    pub(crate) staff_number: String,
    pub(crate) next: String,
    pub(crate) trouble: Option<Trouble>,
}

/// Set the first password.
#[derive(Template)]
#[template(path = "invitation.html")]
pub(crate) struct InvitationPage {
    pub(crate) frame: Frame,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) staff_number: String,
    /// Fewest characters of a password.
    pub(crate) password_chars_min: usize,
    pub(crate) trouble: Option<Trouble>,
}

/// The demo's sign-in: one card a role.
#[derive(Template)]
#[template(path = "demo.html")]
pub(crate) struct DemoPage {
    pub(crate) frame: Frame,
    pub(crate) accounts: Vec<DemoCard>,
}

/// One sample person to sign in as.
pub(crate) struct DemoCard {
    pub(crate) person: String,
    pub(crate) label: String,
    pub(crate) name: String,
    pub(crate) unit: String,
}
