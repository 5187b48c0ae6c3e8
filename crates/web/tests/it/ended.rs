//! A session that ended while somebody was typing: what they typed waits for them, and for nobody else. Refusals keep the
//! header of whoever is signed in, and what they typed.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::world::{PICTURE, World};

const STAFF_NUMBER_OF_VERIFIER: &str = "20130003";
const PASSWORD: &str = "一句只有自己知道的话";

/// The first value of a hidden field.
fn hidden(body: &str, name: &str) -> Option<String> {
    let (_, rest) = body.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next().map(str::to_owned)
}

/// Sets a password for somebody.
async fn with_password(world: &World, visitor: &str) {
    let url = format!("/invitations/{}", world.invitation(visitor).await);
    let set = world.post("nobody", &url, &[("password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(set.status, 303, "{}", set.body);
}

/// A decision that the verifier typed, sent after the session had ended: the page that asks to sign in.
async fn asked(world: &World) -> (String, String) {
    let file = format!("/registrations/{}", world.registration);
    assert_eq!(world.post("verifier", &format!("{file}/check"), &[]).await.status, 303);
    let url = format!("{file}/items/{}/decision", world.item);
    let key = hidden(&world.get("verifier", &file).await.body, "key").expect("a key");
    let typed = [("decision", "change"), ("hours", "8"), ("reason", "通知只写了两天"), ("key", &key)];
    let reply = world.post("nobody", &url, &typed).await;
    assert_eq!(reply.status, 403, "{}", reply.body);
    (reply.body, url)
}

#[tokio::test]
async fn what_was_typed_waits_until_its_person_has_signed_in_again() {
    let world = World::new().await;
    with_password(&world, "verifier").await;
    let (page, url) = asked(&world).await;
    assert!(page.contains("登录已过期，刚才填写的内容还在，登录后继续"), "{page}");
    assert!(!page.contains("通知只写了两天"), "nobody else reads it");
    let carried = hidden(&page, "carried").expect("the form, sealed");
    let number = ("staff_number", STAFF_NUMBER_OF_VERIFIER);
    let wrong = world.post("nobody", "/sign-in", &[number, ("password", "x"), ("carried", &carried)]).await;
    assert_eq!(hidden(&wrong.body, "carried").as_deref(), Some(carried.as_str()), "a wrong password loses nothing");
    let back = world.post("nobody", "/sign-in", &[number, ("password", PASSWORD), ("carried", &carried)]).await;
    assert_eq!(back.status, 200, "{}", back.body);
    assert!(back.headers.contains_key(header::SET_COOKIE));
    assert!(back.body.contains("陈砚") && back.body.contains("保存审验结论"), "{}", back.body);
    assert!(back.body.contains("2026 年度学时登记 2026-") && back.body.contains("，第 1 项《"), "{}", back.body);
    assert!(back.body.contains(&format!("action=\"{url}\"")) && back.body.contains(">通知只写了两天</textarea>"));
    let key = hidden(back.body.split_once(&url).expect("the form").1, "key").expect("a key");
    let typed = [("decision", "change"), ("hours", "8"), ("reason", "通知只写了两天"), ("key", &key)];
    assert_eq!(world.post("verifier", &url, &typed).await.status, 303);
}

#[tokio::test]
async fn another_person_does_not_get_it() {
    let world = World::new().await;
    let (page, _) = asked(&world).await;
    let carried = hidden(&page, "carried").expect("the form, sealed");
    for (visitor, status) in [("owner", 303), ("verifier", 200)] {
        let person = world.people[visitor].to_string();
        let reply = world.post("nobody", "/demo", &[("person", &person), ("carried", &carried)]).await;
        assert_eq!(reply.status, status, "{visitor}");
        assert_eq!(reply.body.contains("通知只写了两天"), visitor == "verifier");
    }
    let altered = carried.replacen("v1:", "v1:00", 1);
    let person = world.people["verifier"].to_string();
    let reply = world.post("nobody", "/demo", &[("person", &person), ("carried", &altered)]).await;
    assert_eq!((reply.status.as_u16(), reply.location()), (303, "/?done=not-yours"));
}

#[tokio::test]
async fn a_form_from_another_persons_page_is_not_sent_as_ones_own() {
    let world = World::new().await;
    let key = hidden(&world.get("owner", "/registrations/new?year=2026").await.body, "key").expect("a key");
    let reply = world.post("colleague", "/registrations", &[("year", "2026"), ("key", &key)]).await;
    assert_eq!(reply.status, 409);
    assert!(reply.body.contains("另一个人登录时打开的"), "{}", reply.body);
}

#[tokio::test]
async fn files_and_forms_of_nobody_are_said_to_be_lost() {
    let world = World::new().await;
    let url = format!("/registrations/{}/items/{}/evidence", world.registration, world.item);
    let files = world.upload("nobody", &url, &[("need", "any")], ("证明.png", PICTURE)).await;
    assert!(files.status == 403 && files.body.contains("重新选择文件"), "{}", files.body);
    assert!(files.body.contains(&format!("/registrations/{}#item-{}", world.registration, world.item)));
    let lost = world.post("nobody", "/registrations", &[("year", "2026")]).await;
    assert!(lost.status == 403 && lost.body.contains("刚才提交的没有保存"), "{}", lost.body);
    let page = world.get("nobody", "/my/2026").await;
    assert_eq!((page.status.as_u16(), page.location()), (303, "/sign-in?next=/my/2026"));
}

#[tokio::test]
async fn the_scripts_of_pages_are_told_in_a_word_that_nobody_is_signed_in() {
    let world = World::new().await;
    let some = uuid::Uuid::nil();
    for (noun, what) in [
        ("lessons", "ticket"),
        ("lessons", "beats"),
        ("lessons", "bookmark"),
        ("attempts", "answers"),
        ("attempts", "window"),
    ] {
        let told = world.say("nobody", &format!("/{noun}/{some}/{what}"), "{}").await;
        assert_eq!(told.status, 401, "{what}: {}", told.body);
        let told: serde_json::Value = serde_json::from_str(&told.body).expect("no page");
        assert_eq!(told["code"], "sign-in-needed", "{what}");
    }
}

#[tokio::test]
async fn refusals_keep_the_header_the_way_back_and_what_was_typed() {
    let world = World::new().await;
    let missing = world.get("verifier", "/nowhere").await;
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("陈砚") && missing.body.contains("href=\"/queue\""), "{}", missing.body);
    let request = Request::get("/registrations/unknown")
        .header(header::HOST, "127.0.0.1:8080")
        .header(header::REFERER, "http://127.0.0.1:8080/queue?state=submitted")
        .body(Body::empty());
    let reply = world.send("verifier", request.expect("a request")).await;
    assert!(reply.status == 404 && reply.body.contains("href=\"/queue?state=submitted\">返回"), "{}", reply.body);
    let file = format!("/registrations/{}", world.registration);
    assert_eq!(world.post("verifier", &format!("{file}/check"), &[]).await.status, 303);
    let url = format!("{file}/items/{}/decision", world.item);
    let typed = [("decision", "change"), ("hours", ""), ("reason", "通知只写了两天")];
    let refused = world.post("verifier", &url, &typed).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for kept in ["陈砚", "value=\"通知只写了两天\"", "value=\"change\" checked", &format!("action=\"{url}#decision-")]
    {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
    let reply = world.post("verifier", &format!("{file}/return"), &[("reason", " ")]).await;
    assert!(reply.status == 422 && reply.body.contains("id=\"again\""), "{}", reply.body);
}

#[tokio::test]
async fn what_is_still_to_come_gets_no_figure() {
    let world = World::new().await;
    let file = world.draft().await;
    let kind = world.app.pack().kinds().first().expect("a kind").id.clone();
    let url =
        format!("/registrations/{}/items/preview?kind={kind}&starts=2026-12-06&ends=2026-12-08", file.registration);
    let preview = world.get("approver", &url).await;
    assert_eq!(preview.status, 200);
    assert!(preview.body.contains("还没有完成") && !preview.body.contains("class=\"figure\""), "{}", preview.body);
}

#[tokio::test]
async fn a_table_of_another_kind_is_told() {
    let world = World::new().await;
    let page = world.get("personnel", "/imports").await.body;
    assert!(page.contains("考试次数") && page.contains("获得学时") && page.contains("所属部门"), "{page}");
    let csv = "部门代码,部门名称,类别\n03,数学学院,学院\n".as_bytes();
    let fields = [("kind", "roster"), ("mode", "all-or-nothing")];
    let reply = world.upload("personnel", "/imports", &fields, ("units.csv", csv)).await;
    assert!(reply.body.contains("像“单位”") && reply.body.contains("没有导入：名册"), "{}", reply.body);
    assert!(!reply.body.contains("试运行结果"));
}

#[tokio::test]
async fn the_office_extends_a_draft_it_cannot_read() {
    let world = World::new().await;
    let draft = world.draft().await;
    let person = world.people["approver"];
    let page = world.get("personnel", &format!("/people/{person}")).await.body;
    let url = format!("/registrations/{}/extension", draft.registration);
    assert!(page.contains(&url) && page.contains("草稿"), "{page}");
    assert!(!world.get("auditor", &format!("/people/{person}")).await.body.contains(&url));
    let of_administrator = world.get("administrator", &format!("/people/{person}")).await.body;
    assert!(!of_administrator.contains("/years/2026\">年度账"), "no link to what they may not see");
    let person = person.to_string();
    let fields = [("person", person.as_str()), ("until", "2027-01-15"), ("reason", "材料要等学院寄来")];
    let done = world.post("personnel", &url, &fields).await;
    assert_eq!(done.location(), format!("/people/{person}?done=extension"));
    assert_eq!(world.get("personnel", done.location()).await.status, 200);
}

#[tokio::test]
async fn the_log_speaks_in_words_and_numbers() {
    let world = World::new().await;
    let log = world.get("auditor", "/audit").await.body;
    assert!(log.contains("提交学时登记") && log.contains("（周文澜）"), "{log}");
    assert!(!log.contains("registration:"), "no identifier of the machine");
    world.get("verifier", &format!("/evidence/{}", world.evidence)).await;
    assert!(!world.get("auditor", "/audit").await.body.contains("陈砚</td><td data-label=\"内容\">查看了"));
    assert!(world.get("auditor", "/audit?looks=yes").await.body.contains("查看了佐证材料"));
    let of_person = world.get("auditor", "/audit?subject=20130000").await.body;
    assert!(of_person.contains("新增了人员档案") && of_person.contains("周文澜（工号 20130000）"), "{of_person}");
    world.post("auditor", "/audit/verification", &[]).await;
    let checked = world.get("auditor", "/audit?name=audit.verified").await.body;
    assert!(checked.contains("梁静秋</td>"), "the person, not the system: {checked}");
}

#[tokio::test]
async fn a_day_of_the_log_that_is_none_is_refused_and_named() {
    let world = World::new().await;
    let reply = world.get("auditor", "/audit?from=2026-13-01").await;
    assert_eq!(reply.status, 422);
    assert!(reply.body.contains("“2026-13-01”不是一个日期"), "{}", reply.body);
    assert_eq!(world.get("auditor", "/audit?from=&until=2026-12-01").await.status, 200);
}
