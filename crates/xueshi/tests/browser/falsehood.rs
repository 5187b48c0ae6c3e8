//! The pages of findings of falsehood, for the tour.

use super::pages::Tour;

impl Tour {
    /// The office tells somebody that an item of this approved registration is false; nothing is decided.
    pub(crate) async fn falsehood(&mut self, registration: &str) {
        self.see("/findings").await;
        self.page.open(registration).await;
        let script = "document.querySelector('#suspicion').closest('details').open = true; \
             document.querySelector('#reply_until').value = '2099-01-31';";
        self.page.run(script).await;
        self.page.write("#suspicion", "主办单位回函，没有举办过这次培训").await;
        self.press_and_see("form[action$='/findings'] button").await;
        self.page.expect("已告知，等本人申辩").await;
        self.see("/findings").await;
        self.see(registration).await;
    }
}
