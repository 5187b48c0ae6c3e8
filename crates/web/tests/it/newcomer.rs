//! What somebody meets who uses the product for the first time: whose dates are shown, which evidence is asked for next,
//! and what stands above a link that opens nothing.

use policy::Kind;

use crate::world::{PICTURE, World, form};

#[tokio::test]
async fn the_dates_of_an_office_speak_of_its_own_work() {
    let world = World::new().await;
    let home = world.get("verifier", "/").await;
    assert!(
        home.body.contains("提交到单位的登记还有 ") || home.body.contains("提交到单位的登记都已办完"),
        "{}",
        home.body
    );
    let home = world.get("owner", "/").await;
    assert!(!home.body.contains("提交到单位的登记"), "whoever has no office sees their own dates");
}

#[tokio::test]
async fn the_form_asks_for_the_first_piece_that_is_missing_and_no_file_twice() {
    let world = World::new().await;
    let asks_for_two = |kind: &&Kind| kind.evidence.iter().filter(|need| need.when.is_none()).count() > 1;
    let kind = world.app.pack().kinds().iter().find(asks_for_two).expect("a kind with two pieces").clone();
    let needs: Vec<&str> = kind.evidence.iter().filter(|it| it.when.is_none()).map(|it| it.id.as_str()).collect();
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let filled = form(&kind);
    let answers: Vec<_> = filled.answers.iter().map(|(id, value)| (format!("answer.{id}"), value.clone())).collect();
    let mut fields: Vec<(&str, &str)> = vec![
        ("kind", &filled.kind),
        ("title", &filled.title),
        ("organiser", &filled.organiser),
        ("starts", &filled.starts),
        ("ends", &filled.ends),
        ("applied", &filled.applied),
    ];
    fields.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let kept = world.post("colleague", &format!("{file}/items"), &fields).await;
    let item = kept.location().split("#item-").nth(1).expect("an item").to_owned();
    let chosen = |need: &str| format!("<option value=\"{need}\" selected>");
    assert!(world.get("colleague", &file).await.body.contains(&chosen(needs[0])));
    let url = format!("{file}/items/{item}/evidence");
    let taken = world.upload("colleague", &url, &[("need", needs[0])], ("证明.png", PICTURE)).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(world.get("colleague", &file).await.body.contains(&chosen(needs[1])), "what is still missing");
    let again = world.upload("colleague", &url, &[("need", needs[0])], ("另一份.png", PICTURE)).await;
    assert!(again.status == 422 && again.body.contains("是同一个文件"), "{}", again.body);
}

#[tokio::test]
async fn a_link_that_opens_nothing_has_a_heading_of_its_own() {
    let world = World::new().await;
    let gone = world.get("nobody", "/invitations/no-such-link").await;
    assert_eq!(gone.status, 404);
    assert!(gone.body.contains("这个邀请链接不能用了") && !gone.body.contains("没有找到这一页"), "{}", gone.body);
}
