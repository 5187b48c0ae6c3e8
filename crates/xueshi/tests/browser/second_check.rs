//! The part of the tour in which a check goes from one verifier to another, in its midst and after the registration was
//! given back, until the registration is approved.

use super::pages::{NEWCOMER, SECOND_VERIFIER, Tour};
use super::paper;

impl Tour {
    /// The second verifier is told what taking over ends, and begins anew after the first gave it back; the newcomer seals
    /// and the approver approves.
    pub(crate) async fn second_check(&mut self, registration: &str) {
        self.become_one("管理员").await;
        let link = self.page.invite(SECOND_VERIFIER, Some("verifier")).await;
        self.leave().await;
        self.page.set_password(&link).await;
        self.see(registration).await;
        self.page.expect("正在审验").await;
        self.page.expect("已有 1 项结论；接手后，这些结论作废").await;
        self.leave().await;
        self.give_back(registration).await;
        self.page.sign_in(SECOND_VERIFIER).await;
        self.see(registration).await;
        self.page.expect("在退回以前已有 1 项结论").await;
        self.press_and_see("form[action$='/check'] button").await;
        self.inspection.keep_for_guide("check", "article.review form.decision").await;
        for item in 1..=self.page.count("article.review").await {
            self.accept(registration, item).await;
        }
        self.press_and_see("form[action$='/verification'] button").await;
        self.leave().await;
        self.hand_on(registration).await;
        self.become_one("审批人").await;
        self.see(registration).await;
        self.inspection.keep_for_guide("approval", "form[action$='/approval']").await;
        self.press_and_see("form[action$='/approval'] button").await;
        self.page.expect("已审批").await;
        self.leave().await;
    }

    /// Accepts an item of a registration, counted from 1, and stays on its page.
    pub(crate) async fn accept(&mut self, registration: &str, item: usize) {
        self.page.open(registration).await;
        let article = format!("article.review:nth-of-type({item})");
        self.page.tick(&format!("{article} input[value=accept]")).await;
        self.page.press(&format!("{article} form.decision button")).await;
    }

    /// The first verifier gives it back, and the newcomer hands it in as it is.
    async fn give_back(&mut self, registration: &str) {
        self.become_one("审验人").await;
        self.page.open(registration).await;
        self.page.unfold("form[action$='/return']").await;
        self.page.write("#return-reason", "请补充日程").await;
        self.press_and_see("form[action$='/return'] button").await;
        self.leave().await;
        self.page.sign_in(NEWCOMER).await;
        self.see(registration).await;
        self.page.declare().await;
        self.press_and_see("form[action$='/submission'] button").await;
        self.leave().await;
    }

    /// The newcomer prints the form, uploads it sealed and asks for the approval.
    async fn hand_on(&mut self, registration: &str) {
        self.page.sign_in(NEWCOMER).await;
        self.see(registration).await;
        self.inspection.keep_for_guide("sealing", "ol.todo").await;
        let form = self.page.download(&format!("{registration}/summary-form.pdf")).await;
        let scan = self.program.keep("sealed.jpg", &paper::sealed(&form));
        self.page.upload("form[action*='/sealed-form']", &scan).await;
        self.inspection.look(200).await;
        self.press_and_see("form[action$='/approval-request'] button").await;
        self.leave().await;
    }
}
