//! Holds one identifier type an entity, each over a UUID. Must not make identifiers: whoever has a clock and
//! randomness makes the UUID and hands it in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident, $noun:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The noun that opens an audit subject, in lower case.
            pub const NOUN: &'static str = $noun;

            /// Takes an identifier that was made elsewhere.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }

            /// How the audit log names this thing: `noun:uuid`.
            pub fn subject(&self) -> String {
                format!("{}:{}", Self::NOUN, self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

identifiers! {
    /// A database and the data folder that belongs to it.
    InstallationId, "installation";
    /// A person on the roster.
    PersonId, "person";
    /// A school or a department of the institution.
    UnitId, "unit";
    /// One person's registration of one year (article 6).
    RegistrationId, "registration";
    /// One activity inside a registration.
    ItemId, "item";
    /// One file that proves something about an item.
    EvidenceId, "evidence";
    /// A file that belongs to a lesson.
    AttachmentId, "attachment";
    /// An issued certificate (article 7).
    CertificateId, "certificate";
    /// One run of an import.
    ImportId, "import";
    /// One stored file.
    DocumentId, "document";
    /// One assessment that was acted on and is kept as it was.
    DecisionId, "decision";
    /// One course of a public subject (article 3).
    CourseId, "course";
    /// One lesson of a course.
    LessonId, "lesson";
    /// The right to earn learning time in one lesson, until the next is given.
    TicketId, "ticket";
    /// One objection to the time that counts in a lesson.
    DisputeId, "dispute";
    /// One question of a bank, through all its versions.
    QuestionId, "question";
    /// One person's attempt at an examination.
    AttemptId, "attempt";
    /// Study and examination made up for, granted by support (article 3).
    MakeUpId, "make-up";
    /// Somebody's request for it.
    MakeUpRequestId, "make-up-request";
    /// One item that is held to be false (article 13).
    FindingId, "finding";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_what_it_prints() {
        let id = PersonId::from_uuid(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        assert_eq!(id.subject(), "person:00000000-0000-0000-0000-000000000007");
        assert!("7".parse::<PersonId>().is_err());
    }
}
