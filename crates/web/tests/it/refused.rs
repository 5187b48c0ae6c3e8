//! What is refused says so on the page, and leaves its event in the log.

use crate::world::{PICTURE, World, seed_draft};

#[tokio::test]
async fn a_second_registration_of_a_year_leads_to_the_first_and_says_why() {
    let world = World::new().await;
    let first = world.post("colleague", "/registrations", &[("year", "2026"), ("key", "one")]).await;
    let second = world.post("colleague", "/registrations", &[("year", "2026"), ("key", "two")]).await;
    assert_eq!(second.status, 303, "{}", second.body);
    assert_eq!(second.location(), format!("{}?done=existing", first.location()));
    let page = world.get("colleague", second.location()).await;
    assert!(page.body.contains("每人每年只有一份") && page.body.contains("第六条"), "{}", page.body);
    for (year, said) in
        [("abc", "没有“abc”这个年度"), ("10000", "没有“10000”这个年度"), ("2027", "不能为 2027 年度新建登记")]
    {
        let refused = world.post("stranger", "/registrations", &[("year", year)]).await;
        assert_eq!(refused.status, 422, "{year}: {}", refused.body);
        assert!(refused.body.contains(said), "{year}: {}", refused.body);
    }
}

/// The log's lines of one event.
async fn log(world: &World, name: &str) -> String {
    world.get("auditor", &format!("/audit?name={name}")).await.body
}

#[tokio::test]
async fn a_refused_decision_upload_or_import_is_in_the_log() {
    let world = World::new().await;
    let file = format!("/registrations/{}", world.registration);
    let refused = world.post("verifier", &format!("{file}/verification"), &[]).await;
    assert_eq!(refused.status, 409);
    assert!(log(&world, "decision.refused").await.contains("完成审验没有成功：登记的状态不允许"));

    let url = format!("{file}/items/{}/evidence", world.item);
    let refused = world.upload("owner", &url, &[("need", "any")], ("证明.png", PICTURE)).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(log(&world, "upload.refused").await.contains("上传佐证材料没有成功"));

    let fields = [("kind", "units"), ("mode", "all-or-nothing")];
    let refused = world.upload("personnel", "/imports", &fields, ("单位.xlsx", b"PK not a workbook")).await;
    assert_eq!(refused.status, 422);
    assert!(log(&world, "import.refused").await.contains("导入单位名册没有成功：表格读不出来"));
    let csv = "部门代码,部门名称,类别\n03,数学学院,学院\n,没有代码,学院\n".as_bytes();
    let stopped = world.upload("personnel", "/imports", &fields, ("units.csv", csv)).await;
    assert_eq!(stopped.status, 200);
    assert!(log(&world, "import.refused").await.contains("导入单位名册没有成功：表格里有问题"));
    assert!(!world.get("personnel", "/people").await.body.contains("数学学院"));
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_is_told_beside_its_form() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let file = format!("/registrations/{}", draft.registration);
    let kind = world.app.pack().kinds().first().expect("a kind").clone();
    let need = kind.evidence.last().expect("a piece").id.clone();
    let url = format!("{file}/items/{}/evidence", draft.item);
    let refused = world.upload("colleague", &url, &[("need", &need)], ("证明.docx", b"PK\x03\x04 a document")).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let page = &refused.body;
    assert!(page.contains("佐证材料没有上传") && page.contains("证明.docx"), "{page}");
    assert!(page.contains(&format!("<details id=\"upload-{}\" open>", draft.item)), "{page}");
    assert!(page.contains(&format!("<option value=\"{need}\" selected>")), "{page}");
    let none = world.upload_many("colleague", &url, &[("need", &need)], &[]).await;
    assert!(none.status == 422 && none.body.contains("还没有选择文件"), "{}", none.body);
}

#[tokio::test]
async fn a_role_that_cannot_be_given_leaves_its_form_as_it_was() {
    let world = World::new().await;
    let url = format!("/people/{}/role", world.people["colleague"]);
    let refused = world.post("administrator", &url, &[("role", "approver"), ("unit", "")]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("还没有选择单位") && refused.body.contains("<details id=\"grant\" open>"));
    assert!(refused.body.contains("<option value=\"approver\" selected>"), "{}", refused.body);
}
