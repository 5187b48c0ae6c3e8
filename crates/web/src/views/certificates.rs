//! View data of the public certificate page: status, the same content as the paper, how to tell a look-alike site; and of
//! the certificates in a person's page.

use askama::Template;

use super::frame::Frame;

/// The result of checking one certificate number.
#[derive(Template)]
#[template(path = "certificates/show.html")]
pub(crate) struct CertificatePage {
    pub(crate) frame: Frame,
    /// `valid`, `revoked` or `unknown`.
    pub(crate) status: &'static str,
    pub(crate) heading: &'static str,
    pub(crate) sentence: String,
    pub(crate) number: String,
    pub(crate) known: bool,
    pub(crate) kind_name: String,
    pub(crate) holder: String,
    /// Masked as on paper; empty where the certificate was issued before it was kept.
    pub(crate) id_number: String,
    pub(crate) unit: String,
    pub(crate) issuer: String,
    pub(crate) lines: Vec<(String, String)>,
    pub(crate) statement: String,
    /// The article that it rests on, in its brackets.
    pub(crate) cited: String,
    pub(crate) pack: String,
    pub(crate) pack_hash: String,
    pub(crate) issued: String,
    pub(crate) revoked: Option<String>,
    pub(crate) revoked_reason: Option<String>,
    pub(crate) checked_at: String,
    pub(crate) site: String,
}

impl CertificatePage {
    /// Whether the certificate is valid.
    pub(crate) fn is_valid(&self) -> bool {
        self.status == "valid"
    }
}

/// One certificate in the list of a person's.
pub(crate) struct CertificateLine {
    pub(crate) number: String,
    pub(crate) label: String,
    /// When it was revoked and why.
    pub(crate) revoked: Option<String>,
    /// When another was let be issued, and why.
    pub(crate) released: Option<String>,
    pub(crate) may_revoke: bool,
    pub(crate) may_release: bool,
}
