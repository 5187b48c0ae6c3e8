//! The program as the tests run it: the repository's packs, a folder, and the router of its pages.

use std::sync::Arc;

use actions::{App, Config};
use axum::Router;
use domain::clock::Instant;
use tempfile::TempDir;
use web::{WebConfig, router};

/// The program under this pack, over a folder.
pub(crate) async fn open(folder: &TempDir, pack: &str) -> Arc<App> {
    App::open(Config {
        data: folder.path().to_path_buf(),
        database_url: format!("sqlite:{}", folder.path().join("xueshi.sqlite").display()),
        library: testkit::library(),
        pack: actions::PackChoice::Named(pack.to_owned()),
        base_url: "http://127.0.0.1:8080".to_owned(),
        is_address_public: true,
        issuer: "某大学人事处".to_owned(),
        demo: true,
        waits_for_disk: true,
    })
    .await
    .expect("an application")
}

/// Its pages, by this clock.
pub(crate) fn served(app: &Arc<App>, clock: fn() -> Instant) -> Router {
    let config = WebConfig { demo: true, clock: Arc::new(clock), max_upload: 1024 * 1024, max_uploads: 1536 * 1024 };
    router(app.clone(), config)
}
