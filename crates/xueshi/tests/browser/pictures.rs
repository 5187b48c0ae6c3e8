//! Pictures of real pages for the documents: always taken, and written over those in `docs/pictures` when
//! `XUESHI_PICTURES` is set. `CONTRIBUTING.md` has the command.

use std::path::Path;

use super::inspection::Inspection;

impl Inspection {
    /// Keeps what a desk shows first, in daylight, of the page that the browser is on.
    pub(crate) async fn keep_picture(&self, name: &str) {
        self.dress(1280, 1180, "light").await;
        let picture = self.driver().screenshot_as_png().await.expect("a picture");
        assert!(picture.starts_with(b"\x89PNG"), "{name} is no picture");
        if std::env::var_os("XUESHI_PICTURES").is_some() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures");
            std::fs::write(folder.join(name).with_extension("png"), picture).expect("the picture is kept");
        }
    }
}
