//! A form acts once: sent again it leads to the same place, with other content it is refused and nothing typed is lost.

use crate::world::{PICTURE, World, form};

const KEY: &str = "0190b2f0-0000-7000-8000-00000000000a";

/// An item's form as the page sends it.
fn filled(world: &World, title: &str) -> Vec<(String, String)> {
    let kind = world.app.pack().kinds().first().expect("a kind").clone();
    let filled = form(&kind);
    let mut fields = vec![
        ("key".to_owned(), KEY.to_owned()),
        ("kind".to_owned(), filled.kind),
        ("title".to_owned(), title.to_owned()),
        ("organiser".to_owned(), filled.organiser),
        ("starts".to_owned(), filled.starts),
        ("ends".to_owned(), filled.ends),
        ("applied".to_owned(), filled.applied),
    ];
    fields.extend(filled.answers.into_iter().map(|(id, value)| (format!("answer.{id}"), value)));
    fields
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn the_same_key_with_other_content_is_refused_and_what_was_typed_is_kept() {
    let world = World::new().await;
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let url = format!("{file}/items");
    let first = filled(&world, "第一次写的");
    let kept = world.post("colleague", &url, &borrowed(&first)).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let again = world.post("colleague", &url, &borrowed(&first)).await;
    assert_eq!((again.status.as_u16(), again.location()), (303, kept.location()), "a repetition is harmless");
    let other = filled(&world, "回到上一页又写的");
    let refused = world.post("colleague", &url, &borrowed(&other)).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("与那次不同") && refused.body.contains("没有保存"), "{}", refused.body);
    assert!(refused.body.contains("回到上一页又写的"), "what was typed is still there");
    assert!(!refused.body.contains(KEY), "and can be sent under a key of its own");
    let page = world.get("colleague", &file).await;
    assert!(page.body.contains("第一次写的") && !page.body.contains("回到上一页又写的"));
}

#[tokio::test]
async fn the_same_key_at_another_address_or_with_another_file_is_refused() {
    let world = World::new().await;
    let fields = [("year", "2026"), ("key", KEY)];
    assert_eq!(world.post("colleague", "/registrations", &fields).await.status, 303);
    let elsewhere =
        world.post("colleague", "/certificates", &[("year", "2026"), ("kind", "annual"), ("key", KEY)]).await;
    assert_eq!(elsewhere.status, 409);
    let somebody_else = world.post("stranger", "/registrations", &fields).await;
    assert_eq!(somebody_else.status, 409);
    let csv = |name: &str| format!("部门代码,部门名称,类别\n03,{name},学院\n");
    let fields = [("kind", "units"), ("mode", "apply"), ("key", "0190b2f0-0000-7000-8000-00000000000b")];
    let one = world.upload("personnel", "/imports", &fields, ("units.csv", csv("数学学院").as_bytes())).await;
    assert!(one.body.contains("已写入：新增 1"), "{}", one.body);
    let other = world.upload("personnel", "/imports", &fields, ("units.csv", csv("物理学院").as_bytes())).await;
    assert_eq!(other.status, 409, "{}", other.body);
    assert!(!world.get("personnel", "/people").await.body.contains("物理学院"));
}

#[tokio::test]
async fn a_form_without_a_key_is_refused() {
    let world = World::new().await;
    let refused = world.post_as_is("colleague", "/registrations", &[("year", "2026")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("缺少防止重复提交的编号") && refused.body.contains("刷新"), "{}", refused.body);
}

#[tokio::test]
async fn of_several_files_the_wrong_one_is_named_and_none_is_kept() {
    let world = World::new().await;
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let kept = world.post("colleague", &format!("{file}/items"), &borrowed(&filled(&world, "研修"))).await;
    let item = kept.location().split("#item-").nth(1).expect("an item").to_owned();
    let need = world.app.pack().kinds().first().and_then(|kind| kind.evidence.first()).expect("a need").id.clone();
    let url = format!("{file}/items/{item}/evidence");
    let mut other = PICTURE.to_vec();
    other.extend(b"another content");
    let before = world.files();
    let files: [(&str, &[u8]); 2] =
        [("第一份.png", &other), ("第二份.docx", b"PK\x03\x04 a document of another program")];
    let refused = world.upload_many("colleague", &url, &[("need", &need)], &files).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("第二份.docx") && !refused.body.contains("第一份.png"), "{}", refused.body);
    assert_eq!(world.files(), before);
    let files: [(&str, &[u8]); 2] = [("第一份.png", &other), ("第二份.png", PICTURE)];
    let taken = world.upload_many("colleague", &url, &[("need", &need)], &files).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert_eq!(world.files().len(), before.len() + 1, "the picture of the seed has the other content already");
}
