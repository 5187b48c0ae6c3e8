//! Holds what is known about a stored file. Must not hold its bytes.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    ids::{DocumentId, PersonId},
};

/// What a stored file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// The summary form of annex 2, signed and sealed (article 6).
    SealedForm,
    /// An issued certificate (article 7), whose bytes never change.
    Certificate,
}

impl DocumentKind {
    /// The name under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SealedForm => "sealed-form",
            Self::Certificate => "certificate",
        }
    }

    /// The kind stored under a name; `None` for any other name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::SealedForm, Self::Certificate].into_iter().find(|kind| kind.as_str() == code)
    }
}

/// A stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Whose it is; `None` for files of the institution.
    pub person_id: Option<PersonId>,
    /// Where the object store keeps it; unique.
    pub path: String,
    /// The name to offer when it is downloaded.
    pub file_name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// Bytes.
    pub size_bytes: i64,
    /// When it was stored.
    pub created_at: Instant,
}
