//! Registrations on their way, and a certificate at its end.

use actions::{
    Mode,
    registrations::{self, ItemDecision},
};
use domain::{access::Role, table::Table};

use crate::world::{File, PEOPLE, PICTURE, World, as_system, id_number, seed_draft, seed_submitted};

impl World {
    /// A need for evidence of the item of every registration here.
    pub(crate) fn need(&self) -> String {
        let kind = self.app.pack().kinds().first().expect("a kind");
        kind.evidence.first().expect("a kind that asks for evidence").id.clone()
    }

    /// A draft of the approver, who is in the same unit as the verifier.
    pub(crate) async fn draft(&self) -> File {
        seed_draft(&self.app, self.people["approver"]).await
    }

    /// The owner's, which the verifier has taken up.
    pub(crate) async fn checking(&self) -> File {
        let mut act = self.act("verifier").await;
        registrations::begin_check(&mut act, self.registration).await.expect("begun");
        act.commit("").await.expect("kept");
        self.submitted
    }

    /// The owner's, which the colleague has taken up as a second verifier of the unit.
    pub(crate) async fn checking_by_another(&self) -> File {
        let colleague = self.second_verifier().await;
        let mut act = self.act(colleague).await;
        registrations::begin_check(&mut act, self.registration).await.expect("begun");
        act.commit("").await.expect("kept");
        self.submitted
    }

    /// The colleague, who is made a verifier of the same unit.
    pub(crate) async fn second_verifier(&self) -> &'static str {
        let mut act = as_system(&self.app).await;
        let granted =
            actions::people::grant_role(&mut act, self.people["colleague"], Role::Verifier, Some(self.unit)).await;
        granted.expect("appointed");
        act.commit("").await.expect("kept");
        "colleague"
    }

    /// The colleague's, checked to its end, before there is a sealed form.
    pub(crate) async fn verified(&self) -> File {
        let file = seed_submitted(&self.app, self.people["colleague"]).await;
        let mut act = self.act("verifier").await;
        registrations::begin_check(&mut act, file.registration).await.expect("begun");
        let decided = registrations::decide_item(&mut act, file.registration, file.item, ItemDecision::Accept).await;
        decided.expect("decided");
        registrations::finish_verification(&mut act, file.registration).await.expect("verified");
        act.commit("").await.expect("kept");
        file
    }

    /// The colleague's, waiting for the second decision.
    pub(crate) async fn awaiting(&self) -> File {
        let file = self.verified().await;
        let mut act = self.act("colleague").await;
        let sealed =
            registrations::attach_sealed_form(&mut act, file.registration, "汇总表.png", PICTURE.to_vec()).await;
        sealed.expect("sealed");
        registrations::send_to_approval(&mut act, file.registration).await.expect("sent");
        act.commit("").await.expect("kept");
        file
    }

    /// The colleague's, approved.
    pub(crate) async fn approved(&self) -> File {
        let file = self.awaiting().await;
        let mut act = self.act("approver").await;
        registrations::approve(&mut act, file.registration).await.expect("approved");
        act.commit("").await.expect("kept");
        file
    }

    /// The owner passes the public course of the year.
    pub(crate) async fn passed(&self) {
        let mut act = as_system(&self.app).await;
        let head =
            ["年度", "身份证号", "姓名", "课程名称", "学习学时", "考试次数", "成绩", "考试时间", "结果", "获得学时"];
        let row =
            ["2026", &id_number(1), PEOPLE[0].1, "公需科目必修课", "10", "1", "88", "2026/05/04 15:35", "合格", "15"];
        let table = Table::from_texts("成绩", [head.map(str::to_owned), row.map(str::to_owned)]);
        let report = actions::people::import_public_exam(&mut act, &table, "自治区系统", Mode::AllOrNothing).await;
        let report = report.expect("results");
        assert!(report.problems.is_empty(), "{:?}", report.problems);
        act.commit("").await.expect("kept");
    }

    /// The number of a certificate of the owner.
    pub(crate) async fn certificate(&self) -> String {
        self.passed().await;
        let mut act = self.act("owner").await;
        let kind = domain::certificate::CertificateKind::PublicExam;
        let printed = actions::certificates::print(&mut act, None, kind, 2026).await.expect("printed");
        let issued = actions::certificates::issue_printed(&mut act, printed).await.expect("issued");
        act.commit("").await.expect("kept");
        issued.number
    }
}
