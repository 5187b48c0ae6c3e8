//! A form that came after the session had ended: sealed, it travels with the sign-in page and opens for nobody but the
//! person whose page it was filled in on. Nothing of it is stored. Must not hold files or passwords.

use domain::{clock::Instant, ids::PersonId};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use crate::App;

/// Most bytes of a form that travel with the sign-in page.
const FORM_BYTES_MAX: usize = 48 * 1024;
/// Hours for which it can be taken up again.
const VALID_HOURS: i64 = 24;
/// Names of fields that hold secrets.
const SECRETS: [&str; 3] = ["password", "again", "carried"];

/// What somebody had sent, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// The address that the form goes to.
    pub path: String,
    /// Names and texts in the order sent.
    pub fields: Vec<(String, String)>,
    /// When it came.
    kept_at: Instant,
}

/// The mark that the forms on a person's pages carry, so that one of them is known for theirs when nobody is signed in
/// any more.
#[must_use]
pub fn form_mark(app: &App, person: PersonId) -> String {
    app.keys.form_mark(person)
}

/// Seals a form for whoever its mark stands for; `None` when it is too large to travel.
#[must_use]
pub fn keep_form(app: &App, now: Instant, mark: &str, path: &str, fields: &[(String, String)]) -> Option<String> {
    let fields = fields.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str())).cloned().collect();
    let form = KeptForm { path: path.to_owned(), fields, kept_at: now };
    let plain = serde_json::to_vec(&form).ok().filter(|plain| plain.len() <= FORM_BYTES_MAX)?;
    app.keys.seal_form(mark, &plain).ok()
}

/// Opens a sealed form for the person it belongs to; `None` for anybody else, after a day, and when it was altered.
#[must_use]
pub fn kept_form(app: &App, now: Instant, person: PersonId, sealed: &str) -> Option<KeptForm> {
    let plain = app.keys.unseal_form(&app.keys.form_mark(person), sealed)?;
    let form: KeptForm = serde_json::from_slice(&plain).ok()?;
    let ends = form.kept_at.checked_add(VALID_HOURS.hours()).ok()?;
    (now <= ends).then_some(form)
}
