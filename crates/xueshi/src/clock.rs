//! The one place that reads the clock. Everything else is handed the moment.

use domain::clock::Instant;

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "the clock has to be read somewhere, and this is where")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
