//! How faults from below become refusals: what went wrong inside goes to the log, never to the page.

use std::fmt::Display;

use domain::refusal::Refusal;
use store::StoreError;

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
        // A certificate was issued from an approval while somebody took it back, or the other way round.
        StoreError::ForeignKey(rule) if rule == "certificate_rests_on_approval" => Refusal::changed_meanwhile(),
        StoreError::Stale => Refusal::changed_meanwhile(),
        StoreError::Busy => Refusal::busy(),
        other => internal(other),
    }
}
