//! View data of findings of falsehood.

use askama::Template;
use policy::Provision;

use super::frame::Frame;
use super::parts::{Chip, Pages};

/// All findings.
#[derive(Template)]
#[template(path = "findings/index.html")]
pub(crate) struct FindingsPage {
    pub(crate) frame: Frame,
    /// Those that somebody has yet to decide come first.
    pub(crate) lines: Vec<FindingLine>,
    pub(crate) open: i64,
    pub(crate) pages: Pages,
}

/// One finding in a list.
pub(crate) struct FindingLine {
    pub(crate) url: String,
    pub(crate) title: String,
    /// Name and staff number; empty where the page is about one person.
    pub(crate) person: String,
    pub(crate) chip: Chip,
    pub(crate) notified: String,
    /// What is next, or how long the entry stands.
    pub(crate) next: String,
}

/// One finding.
#[derive(Template)]
#[template(path = "findings/show.html")]
pub(crate) struct FindingPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) registration_url: String,
    pub(crate) title: String,
    pub(crate) person: String,
    pub(crate) chip: Chip,
    /// What happened, oldest first: what it was, when, and in whose words.
    pub(crate) steps: Vec<FindingStep>,
    pub(crate) consequences: Option<ConsequencesView>,
    pub(crate) may_answer: bool,
    pub(crate) may_rule: bool,
    pub(crate) may_appeal: bool,
    pub(crate) may_rule_on_appeal: bool,
    /// What everybody waits for, as a sentence.
    pub(crate) waits: String,
}

/// One thing that was said or decided.
pub(crate) struct FindingStep {
    pub(crate) what: String,
    pub(crate) at: String,
    pub(crate) text: String,
}

/// What follows from it.
pub(crate) struct ConsequencesView {
    pub(crate) number: String,
    pub(crate) entry_until: String,
    pub(crate) is_over: bool,
    pub(crate) is_blacklisted: bool,
}

/// What was found about a registration, on its page.
#[derive(Default)]
pub(crate) struct RegistrationFindings {
    pub(crate) lines: Vec<FindingLine>,
    /// Items of which somebody may say that they are false: identifier and name; empty for whoever may not.
    pub(crate) items: Vec<(String, String)>,
}
