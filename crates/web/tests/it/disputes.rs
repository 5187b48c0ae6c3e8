//! Objections to what counts of a lesson, from outside: raised by learners, answered by support, and read again.

use serde_json::json;

use crate::{
    courses::{course, read, say},
    world::World,
};

/// Where the first form of the page sends an answer.
fn answer_of(page: &str) -> String {
    let answer = page.split("action=\"/disputes/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
    format!("/disputes/{answer}")
}

#[tokio::test]
async fn an_objection_goes_to_support_and_its_answer_comes_back() {
    let world = World::new().await;
    let (_, lesson) = course(&world, true).await;
    let url = format!("/lessons/{lesson}/disputes");
    assert_eq!(world.post("owner", &url, &[("reason", " ")]).await.status, 422);
    assert_eq!(world.post("owner", &url, &[("reason", "断网一刻钟")]).await.status, 303);
    assert_eq!(world.post("owner", &url, &[("reason", "再说一次")]).await.status, 409);
    assert_eq!(world.get("owner", "/disputes").await.status, 404);
    let page = world.get("personnel", "/disputes").await.body;
    assert!(page.contains("断网一刻钟") && page.contains("周文澜"), "{page}");
    assert!(page.contains("计时异议 1 件") && page.contains("共 1 件，第 1 / 1 页"), "{page}");
    let page = world.get("personnel", "/disputes?page=3").await.body;
    assert!(page.contains("断网一刻钟") && page.contains("第 1 / 1 页"), "what is not there any more is the last one");
    assert!(page.contains("<input type=\"hidden\" name=\"page\" value=\"1\">"), "the form knows where it stands");
    let answer = answer_of(&page);
    assert_eq!(world.post("verifier", &answer, &[("answer", "不计")]).await.status, 404);
    assert_eq!(world.post("personnel", &answer, &[("answer", "已核对，请从断开处回看")]).await.status, 303);
    assert_eq!(world.post("personnel", &answer, &[("answer", "第二次")]).await.status, 409);
    let page = world.get("owner", &format!("/lessons/{lesson}")).await.body;
    assert!(page.contains("已核对，请从断开处回看") && !page.contains("等待答复"));
    let log = world.get("auditor", "/audit").await.body;
    assert!(
        log.contains("对课时《第一讲》的计时提出异议：断网一刻钟") && log.contains("答复了对课时《第一讲》计时的异议")
    );
}

#[tokio::test]
async fn a_text_may_be_as_long_as_its_box_says_and_keeps_its_lines() {
    let world = World::new().await;
    let (_, lesson) = course(&world, true).await;
    let url = format!("/lessons/{lesson}/disputes");
    // A browser counts a line break once and sends two characters for it.
    let lines = |count: usize| vec!["字".repeat(9); count].join("\r\n");
    let most = format!("{}\r\n", lines(49)) + &"字".repeat(10);
    let long = world.post("owner", &url, &[("reason", format!("{most}字").as_str())]).await;
    assert!(long.status == 422 && long.body.contains("内容有 501 字，超过了 500 字。"), "{}", long.body);
    let kept = format!(">{}", lines(2).replace('\r', ""));
    assert!(long.body.contains("<textarea") && long.body.contains(&kept), "{}", long.body);
    let empty = world.post("owner", &url, &[("reason", " \r\n ")]).await;
    assert!(empty.status == 422 && empty.body.contains("内容是空的。"), "{}", empty.body);
    assert_eq!(world.post("owner", &url, &[("reason", most.as_str())]).await.status, 303);
    let page = world.get("personnel", "/disputes").await.body;
    assert!(page.contains(&format!("<p class=\"typed\">{}", lines(2).replace('\r', ""))), "{page}");
}

#[tokio::test]
async fn support_grants_a_stretch_and_the_open_page_and_the_learner_are_told() {
    let world = World::new().await;
    let (_, lesson) = course(&world, true).await;
    let (page, beats) = (format!("/lessons/{lesson}"), format!("/lessons/{lesson}/beats"));
    let known = read(&say(&world, "owner", &format!("{page}/ticket"), &json!({})).await);
    world.post("owner", &format!("{page}/disputes"), &[("reason", "断网一刻钟")]).await;
    let asked = world.get("personnel", "/disputes").await.body;
    assert!(asked.contains("本课 00:00 至 02:00") && asked.contains("00:00–02:00"), "{asked}");
    let answer = answer_of(&asked);
    let form =
        |to: &'static str| [("answer", "核对属实"), ("granted_from", "00:30"), ("granted_to", to), ("page", "2")];
    let refused = world.post("personnel", &answer, &form("02:30")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("超出了本课的长度（02:00）"), "{}", refused.body);
    assert!(
        refused.body.contains("value=\"02:30\"") && refused.body.contains(">核对属实</textarea>"),
        "{}",
        refused.body
    );
    let granted = world.post("personnel", &answer, &form("01:30")).await;
    assert_eq!((granted.status.as_u16(), granted.location()), (303, "/disputes?page=2&done=grant"), "where one was");
    let beat = json!({"ticket": known["ticket"], "number": 1, "from": 0, "to": 0});
    let told = read(&say(&world, "owner", &beats, &beat).await);
    assert_eq!(told["refused"], "granted");
    assert!(told["sentence"].as_str().expect("a sentence").contains("补记了这一课的时间"), "{told}");
    let shown = world.get("owner", &page).await.body;
    assert!(shown.contains("<strong>补记 00:30 至 01:30，新计入 1 分钟。</strong>"), "{shown}");
    assert!(shown.contains("已计 <strong data-counted>1 分钟</strong>"), "{shown}");
    let log = world.get("auditor", "/audit").await.body;
    assert!(log.contains("补记 00:30 至 01:30，新计入 1 分钟：核对属实"), "{log}");
    let own = world.post("personnel", &format!("{page}/disputes"), &[("reason", "我自己的")]).await;
    assert_eq!(own.status, 303);
    let asked = world.get("personnel", "/disputes").await.body;
    assert!(asked.contains("这是您自己提出的，由其他人答复") && !asked.contains("action=\"/disputes/"), "{asked}");
}

#[tokio::test]
async fn what_support_granted_is_told_wherever_it_is_told_what_did_not_count() {
    let world = World::new().await;
    let (course, lesson) = course(&world, true).await;
    let page = format!("/lessons/{lesson}");
    let known = read(&say(&world, "owner", &format!("{page}/ticket"), &json!({})).await);
    let beat = json!({"ticket": known["ticket"], "number": 1, "from": 0, "to": 20_000});
    assert_eq!(read(&say(&world, "owner", &format!("{page}/beats"), &beat).await)["credited"], 0, "no time has passed");
    let object = async |reason| world.post("owner", &format!("{page}/disputes"), &[("reason", reason)]).await.status;
    assert_eq!(object("断网一刻钟").await, 303);
    assert!(world.get("personnel", "/").await.body.contains("等待答复：计时异议 1 件"));
    let answer = answer_of(&world.get("personnel", "/disputes").await.body);
    let granted = [("answer", "核对属实"), ("granted_from", "00:00"), ("granted_to", "00:20")];
    assert_eq!(world.post("personnel", &answer, &granted).await.status, 303);
    assert!(world.get("personnel", "/").await.body.contains("现在没有等待答复的"));
    assert_eq!(object("还差一段").await, 303);
    let (person, course) = (format!("/people/{}", world.people["owner"]), format!("/courses/{course}"));
    for (visitor, url) in
        [("owner", &page), ("owner", &course), ("personnel", &person), ("personnel", &"/disputes".into())]
    {
        let shown = world.get(visitor, url).await.body;
        let (_, list) = shown.split_once("20 秒没有计入").unwrap_or_else(|| panic!("{url}: {shown}"));
        let list = list.split("</ul>").next().unwrap_or_default();
        assert!(list.contains("已补记</span> 技术支持补记 00:00 至 00:20，新计入 20 秒。"), "{url}: {shown}");
    }
}

#[tokio::test]
async fn what_support_granted_is_told_also_where_nothing_was_refused_to_count() {
    let world = World::new().await;
    let (course, lesson) = course(&world, true).await;
    let page = format!("/lessons/{lesson}");
    world.post("owner", &format!("{page}/disputes"), &[("reason", "断网一刻钟")]).await;
    let answer = answer_of(&world.get("personnel", "/disputes").await.body);
    let granted = [("answer", "核对属实"), ("granted_from", "00:00"), ("granted_to", "00:20")];
    assert_eq!(world.post("personnel", &answer, &granted).await.status, 303);
    let (person, course) = (format!("/people/{}", world.people["owner"]), format!("/courses/{course}"));
    for (visitor, url) in [("owner", &page), ("owner", &course), ("personnel", &person)] {
        let shown = world.get(visitor, url).await.body;
        assert!(shown.contains("已补记</span> 技术支持补记 00:00 至 00:20，新计入 20 秒。"), "{url}: {shown}");
        assert!(shown.contains("补记的时间</") && !shown.contains("没有计入的时间</"), "{url}: {shown}");
        assert!(!shown.contains("hidden data-uncounted-box"), "{url}: it is seen");
    }
}
