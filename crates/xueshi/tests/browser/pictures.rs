//! Pictures of real pages for the documents and the guides: always taken, and written over those that are kept when
//! `XUESHI_PICTURES` is set. `CONTRIBUTING.md` has the command.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::json;

use super::inspection::Inspection;

/// What a phone shows at once, in pixels.
const PHONE: (u32, u32) = (360, 640);

impl Inspection {
    /// Keeps what a phone shows of the page that the browser is on, with this element in the middle, for the guides: in
    /// `web`'s folder of them, when `XUESHI_PICTURES` is set.
    pub(crate) async fn keep_for_guide(&mut self, name: &'static str, css: &str) {
        self.dress(PHONE.0, PHONE.1, "light").await;
        let script = "document.querySelectorAll('details').forEach(details => details.open = false); \
                      document.querySelector(arguments[0]).scrollIntoView({ block: 'center', behavior: 'instant' });";
        let hidden = json!({ "hidden": true });
        self.driver().cdp().send_raw("Emulation.setScrollbarsHidden", hidden).await.expect("no scroll bars");
        self.driver().execute(script, vec![css.into()]).await.unwrap_or_else(|_| panic!("{name}: no {css}"));
        let asked = json!({ "format": "webp", "quality": 70 });
        let answer = self.driver().cdp().send_raw("Page.captureScreenshot", asked).await.expect("a picture");
        let picture = BASE64.decode(answer["data"].as_str().expect("its bytes")).expect("whole");
        assert!(picture.starts_with(b"RIFF"), "{name} is no picture");
        let shown = json!({ "hidden": false });
        self.driver().cdp().send_raw("Emulation.setScrollbarsHidden", shown).await.expect("scroll bars");
        self.took(name).await;
        if std::env::var_os("XUESHI_PICTURES").is_some() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/guide");
            std::fs::write(folder.join(name).with_extension("webp"), picture).expect("the picture is kept");
        }
    }

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
