//! Holds an assessment that was acted on, kept as it was. Must not assess again.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    ids::{DecisionId, PersonId, RegistrationId},
};

/// An assessment that was acted on: which pack, which facts, what came out and why, who confirmed it, and which
/// earlier one it replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDecision {
    /// Identity.
    pub id: DecisionId,
    /// Whose year.
    pub person_id: PersonId,
    /// The year.
    pub year: i16,
    /// The registration that it was made on; `None` for the public course alone.
    pub registration_id: Option<RegistrationId>,
    /// The policy pack.
    pub pack_name: String,
    /// Its content hash, 64 hexadecimal digits.
    pub pack_hash: String,
    /// The facts as JSON text, in the order of their fields: what judging again starts from.
    pub inputs: String,
    /// SHA-256 of the facts' canonical form, 64 hexadecimal digits: see [`policy::canonical`].
    pub inputs_hash: String,
    /// The assessment as JSON text.
    pub result: String,
    /// The explanation in Chinese.
    pub explanation: String,
    /// SHA-256 of the explanation, 64 hexadecimal digits.
    pub explanation_hash: String,
    /// Who acted on it.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: Instant,
    /// The decision that this one replaces.
    pub supersedes: Option<DecisionId>,
    /// Why it replaces that one; `None` for the first decision on a year, and only then.
    pub supersedes_reason: Option<String>,
}
