//! A finding of falsehood through its pages: the person is told on their first page, and the log says what was tried.

use crate::world::World;

#[tokio::test]
async fn the_person_is_told_replies_and_learns_what_was_decided() {
    let world = World::new().await;
    let file = world.approved().await;
    let item = file.item.to_string();
    let url = format!("/registrations/{}/findings", file.registration);
    let notice = [("item", item.as_str()), ("suspicion", "没有举办过"), ("reply_until", "2026-12-20")];
    let told = world.post("personnel", &url, &notice).await;
    assert_eq!(told.status, 303, "{}", told.body);
    let finding = told.location().split('?').next().expect("an address").to_owned();
    let home = world.get("colleague", "/").await.body;
    for words in ["人事处认为您登记的", "您可以申辩，到2026年12月20日为止", finding.as_str()] {
        assert!(home.contains(words), "{words}: {home}");
    }
    assert!(!world.get("owner", "/").await.body.contains("人事处认为您登记的"), "nobody else is told");
    let silent = world.post("colleague", &format!("{finding}/reply"), &[("text", " ")]).await;
    assert_eq!(silent.status, 422);
    let log = world.get("auditor", "/audit?name=decision.refused").await.body;
    assert!(log.contains("提交申辩没有成功：没有写理由"), "{log}");
    assert_eq!(world.post("colleague", &format!("{finding}/reply"), &[("text", "原件在此")]).await.status, 303);
    let found = [
        ("verdict", "false"),
        ("reason", "主办单位回函"),
        ("number", "校人〔2026〕9号"),
        ("appeal_until", "2026-12-31"),
        ("entry_until", "2029-12-31"),
    ];
    let ruled = world.post("personnel", &format!("{finding}/ruling"), &found).await;
    assert_eq!(ruled.status, 303, "{}", ruled.body);
    let home = world.get("colleague", "/").await.body;
    assert!(home.contains("被认定为弄虚作假") && home.contains("您可以申诉，到2026年12月31日为止"), "{home}");
    let page = world.get("colleague", &finding).await.body;
    assert!(
        page.contains("校人〔2026〕9号") && page.contains("提出申诉") && !page.contains("作出认定</button>"),
        "{page}"
    );
}
