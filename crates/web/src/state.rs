//! What every page can reach: the application and the configuration of the web. Must not hold anything about one
//! visitor, so that any number of processes can serve one database.

use std::sync::Arc;

use actions::App;
use domain::clock::Instant;

use crate::uploads::Room;

/// How the web is set up.
#[derive(Clone)]
pub struct WebConfig {
    /// Whether the demo's sign-in by role card and the design page exist. Only for a loopback address.
    pub demo: bool,
    /// The clock; every request reads it once.
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    /// The largest request with one file, in bytes.
    pub max_upload: usize,
    /// The largest request with several files, in bytes.
    pub max_uploads: usize,
}

impl std::fmt::Debug for WebConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { demo, max_upload, max_uploads, clock: _ } = self;
        f.debug_struct("WebConfig")
            .field("demo", demo)
            .field("max_upload", max_upload)
            .field("max_uploads", max_uploads)
            .finish()
    }
}

/// State shared by all requests.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) app: Arc<App>,
    pub(crate) config: Arc<WebConfig>,
    /// For what is uploaded at the same time.
    pub(crate) room: Room,
}

impl Web {
    /// Whether the cookie may carry the `__Host-` prefix and the `Secure` attribute.
    pub(crate) fn is_https(&self) -> bool {
        self.app.base_url().starts_with("https://")
    }
}
