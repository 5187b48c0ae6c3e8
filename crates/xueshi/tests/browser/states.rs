//! The part of the tour that is about states rather than addresses: the same page when the session has ended, when a
//! year is on its way, when an approval was taken back, when a certificate was revoked and released.

use std::collections::BTreeSet;

use super::pages::{NEWCOMER, Tour};
use super::{PASSWORD, this_year, today};

impl Tour {
    /// A form that is sent after the session has ended: the way back to it.
    pub(crate) async fn kept_form(&mut self, kind: &str) {
        self.page.open(kind).await;
        self.page.fill_item("网络课程", "6", &today()).await;
        self.page.forget_session().await;
        self.page.press_in_vain("button[name=then][value=save]").await;
        self.inspection.look(403).await;
        self.page.write("#staff_number", NEWCOMER).await;
        self.page.write("#password", PASSWORD).await;
        self.press_and_see("main form button").await;
        self.press_and_see("main form .actions button").await;
        self.page.expect("网络课程").await;
    }

    /// Everybody whom the sample page offers for where their year stands; the picture of the README is of the first. Which
    /// states there are the draw of the year decides.
    pub(crate) async fn on_their_way(&mut self) {
        self.page.open("/demo").await;
        let labels = "return Array.from(document.querySelectorAll('form[action=\"/demo\"] .eyebrow'), \
             label => label.textContent.trim()).filter(label => label.includes('今年：'))";
        let labels: BTreeSet<String> = serde_json::from_value(self.page.run(labels).await).expect("labels");
        assert!(labels.len() > 1, "years that stand differently: {labels:?}");
        for label in &labels {
            self.become_one(label).await;
            self.see("/").await;
            self.see(&format!("/my/{}", this_year())).await;
            self.leave().await;
        }
        self.become_one("今年：").await;
        self.page.open(&format!("/my/{}", this_year())).await;
        self.inspection.keep_picture("year-account").await;
        self.leave().await;
    }

    /// The approval on which a certificate rests is taken back, and the other certificate is revoked and released.
    pub(crate) async fn taken_back(&mut self, registration: &str, person: &str, certificate: &str) {
        self.become_one("人事").await;
        self.page.open(registration).await;
        self.page.unfold("form[action$='/approval-withdrawal']").await;
        self.page.write("#withdrawal-reason", "第一项核定学时填错").await;
        self.press_and_see("form[action$='/approval-withdrawal'] button").await;
        self.see(person).await;
        // The certificate of the examination rests on no approval, and whoever has any has that one.
        self.page.unfold("form[action$='/revocation']").await;
        self.page.write("form[action$='/revocation'] input[name=reason]", "成绩核实有误").await;
        self.press_and_see("form[action$='/revocation'] button").await;
        self.page.open(person).await;
        self.page.unfold("form[action$='/release']").await;
        self.page.write("form[action$='/release'] input[name=reason]", "已核实").await;
        self.press_and_see("form[action$='/release'] button").await;
        self.see(&format!("{person}/years/{}", this_year() - 1)).await;
        self.leave().await;
        self.see(certificate).await;
    }
}
