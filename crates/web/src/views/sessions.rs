//! View data of signing in: password, invitation, the demo's role cards.

use askama::Template;

use super::frame::Frame;
use super::home::TypedForm;
use super::parts::Trouble;

/// Sign in with staff number and password.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    pub(crate) frame: Frame,
    pub(crate) staff_number: String,
    pub(crate) next: String,
    /// What became of the form that came without a session.
    pub(crate) ended: Option<Ended>,
    /// That form, sealed for its person; empty for none.
    pub(crate) kept: String,
    pub(crate) trouble: Option<Trouble>,
}

/// What became of a form that came after the session had ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It waits for its person.
    Kept,
    /// Its files have to be chosen again.
    Files,
    /// It could not be kept.
    Lost,
}

/// A form that waited for its person, to be sent now.
#[derive(Template)]
#[template(path = "kept_form.html")]
pub(crate) struct KeptFormPage {
    pub(crate) frame: Frame,
    pub(crate) form: TypedForm,
    /// Whether it can be looked at again before it is sent.
    pub(crate) may_look: bool,
    pub(crate) back: String,
    /// Whose registration and which item it is about; `None` for a form about neither.
    pub(crate) about: Option<String>,
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
    /// A form that waits for its person, sealed; empty for none.
    pub(crate) kept: String,
}

/// One sample person to sign in as.
pub(crate) struct DemoCard {
    pub(crate) person: String,
    pub(crate) label: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// What it is good for.
    pub(crate) purpose: &'static str,
}
