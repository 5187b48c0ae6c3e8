//! How faults from below become refusals: what went wrong inside goes to the log, never to the page.

use std::fmt::Display;

use domain::refusal::Refusal;
use store::StoreError;

/// Rules of the schema that only hold between two who act at once: each of them found everything as it should be.
const RACES: [&str; 3] = [
    // A certificate was issued from an approval while somebody took it back, or the other way round.
    "certificate_rests_on_approval",
    // An item was decided while another verifier took the check over.
    "item_decided_by_checker",
    // A file was attached to an item while that was removed.
    "evidence_of_item_of_person",
];

/// Something broke inside.
pub(crate) fn internal(cause: impl Display) -> Refusal {
    tracing::error!(%cause, "an action failed");
    Refusal::internal()
}

/// A database error that no verb expected. A broken uniqueness means that somebody else was faster.
pub(crate) fn store(error: StoreError) -> Refusal {
    match error {
        StoreError::Unique(constraint) => {
            tracing::warn!(%constraint, "somebody else was faster");
            Refusal::changed_meanwhile()
        }
        StoreError::ForeignKey(rule) if RACES.contains(&rule.as_str()) => {
            tracing::warn!(%rule, "somebody else was faster");
            Refusal::changed_meanwhile()
        }
        StoreError::Stale => Refusal::changed_meanwhile(),
        StoreError::Busy => Refusal::busy(),
        other => internal(other),
    }
}
