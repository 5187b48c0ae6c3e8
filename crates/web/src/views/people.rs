//! View data of people: the list, one person, an invitation link.

use askama::Template;
use policy::Provision;

use super::certificates::CertificateLine;
use super::exams::Supported;
use super::frame::Frame;
use super::parts::{Chip, Choice, HistoryLine, Pages, Trouble};

/// The list of people.
#[derive(Template)]
#[template(path = "people/index.html")]
pub(crate) struct PeoplePage {
    pub(crate) frame: Frame,
    pub(crate) may_import: bool,
    pub(crate) text: String,
    pub(crate) units: Vec<Choice>,
    pub(crate) rows: Vec<PersonLine>,
    pub(crate) pages: Pages,
}

/// One person in the list.
pub(crate) struct PersonLine {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) staff_number: String,
    pub(crate) unit: String,
    pub(crate) category: String,
    pub(crate) title: String,
    pub(crate) sign_in: Chip,
}

/// One person.
#[derive(Template)]
#[template(path = "people/show.html")]
pub(crate) struct PersonPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) sign_in: Chip,
    /// Until when an invitation that was not used works; empty when there is none.
    pub(crate) invited_until: String,
    pub(crate) roles: Vec<RoleLine>,
    /// Label, address, state.
    pub(crate) registrations: Vec<(String, String, Chip)>,
    /// Identifier and label of registrations whose deadline may be extended.
    pub(crate) extendable: Vec<(String, String)>,
    pub(crate) certificates: Vec<CertificateLine>,
    /// Their minutes and attempts, this year's first; none for whoever may not see them.
    pub(crate) exams: Vec<Supported>,
    pub(crate) may_invite: bool,
    /// To correct the identity number; none for whoever may not.
    pub(crate) correction: Option<CorrectionForm>,
    pub(crate) may_grant: bool,
    pub(crate) role_choices: Vec<Choice>,
    pub(crate) unit_choices: Vec<Choice>,
    /// What is wrong with the role that was to be given.
    pub(crate) role_trouble: Option<Trouble>,
    /// Their year account; none for whoever may not see it.
    pub(crate) account_url: Option<String>,
    pub(crate) history: Vec<HistoryLine>,
}

/// What was typed to correct an identity number, and what is wrong with it.
#[derive(Default)]
pub(crate) struct CorrectionForm {
    pub(crate) id_number: String,
    pub(crate) reason: String,
    pub(crate) trouble: Option<Trouble>,
}

/// One role somebody holds.
pub(crate) struct RoleLine {
    pub(crate) role: String,
    pub(crate) unit: String,
    pub(crate) label: String,
    pub(crate) unit_name: String,
}

/// The invitation link, shown once.
#[derive(Template)]
#[template(path = "people/invitation.html")]
pub(crate) struct InvitationLinkPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) expires: String,
    pub(crate) back: String,
}
