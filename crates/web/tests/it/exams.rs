//! Sitting an examination from outside: begin, answer with and without the script, hand in, and what support can do.

use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{
    access::Role,
    clock::Instant,
    training_year::{Aspect, Notices},
};

use crate::{
    examination::{EXPLANATION, settings},
    world::World,
};

/// The address of the owner's attempt, begun by the form of the page.
async fn begun(world: &World) -> String {
    let page = world.get("owner", "/exams/2026").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("都有完整的 60 分钟"), "the rule is told before the start");
    let reply = world.post("owner", "/exams/2026/attempts", &[("number", "1")]).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    let url = reply.location().strip_suffix("#begun").expect("the page of the start").to_owned();
    assert!(url.starts_with("/attempts/"));
    url
}

async fn send(world: &World, url: &str, body: &str) -> (u16, serde_json::Value) {
    send_as(world, "owner", url, body).await
}

async fn send_as(world: &World, who: &str, url: &str, body: &str) -> (u16, serde_json::Value) {
    let request = Request::post(url).header("content-type", "application/json").body(Body::from(body.to_owned()));
    let reply = world.send(who, request.expect("a request")).await;
    (reply.status.as_u16(), serde_json::from_str(&reply.body).unwrap_or_default())
}

#[tokio::test]
async fn an_answer_is_called_saved_when_it_is_and_another_window_takes_over() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    let answers = format!("{url}/answers");
    let first = r#"{"window":1,"number":10,"place":0,"chosen":[1]}"#;
    for _ in 0..2 {
        let (status, reply) = send(&world, &answers, first).await;
        assert_eq!((status, &reply["saved"]), (200, &serde_json::json!(true)), "the same again is safe once");
        assert_eq!(reply["seconds_left"], 3_600);
    }
    let (_, reply) = send(&world, &format!("{url}/window"), "{}").await;
    assert_eq!(reply["window"], 2);
    let (_, reply) = send(&world, &answers, r#"{"window":1,"number":11,"place":1,"chosen":[0]}"#).await;
    assert_eq!((&reply["saved"], &reply["reason"]), (&serde_json::json!(false), &serde_json::json!("other-window")));
    assert!(reply["sentence"].as_str().expect("a sentence").contains("另一个窗口"));
    assert_eq!(send(&world, &answers, "nonsense").await.0, 422);
    let page = world.get("owner", &url).await.body;
    assert!(page.contains("data-window=\"2\"") && page.contains("value=\"1\" checked"), "{page}");
    assert_eq!(world.get("colleague", &url).await.status, 404, "nobody else's");
    let again = world.post("owner", "/exams/2026/attempts", &[("number", "2")]).await;
    assert_eq!(again.location(), url, "an attempt that goes on is gone back to, and not as by whoever began it");
}

#[tokio::test]
async fn a_window_that_is_asked_for_twice_is_opened_once_however_late_the_first_try_comes() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    let ask = async |key: &str| {
        let body = format!("{{\"was\":1,\"key\":\"{key}\"}}");
        send(&world, &format!("{url}/window"), &body).await.1["window"].clone()
    };
    assert_eq!((ask("one").await, ask("one").await), (2.into(), 2.into()));
    // Somebody else signed in before the script tries again: it stops, instead of trying for ever.
    let body = r#"{"was":1,"key":"one"}"#;
    assert_eq!(send_as(&world, "colleague", &format!("{url}/window"), body).await.0, 404);
    let (_, reply) = send(&world, &format!("{url}/answers"), r#"{"window":2,"number":9,"place":0,"chosen":[1]}"#).await;
    assert_eq!(reply["saved"], true, "its page goes on answering");
    assert_eq!(ask("another").await, 3, "another page takes over");
    assert_eq!(ask("one").await, 2, "and keeps it, though the first try comes once more");
    let (_, reply) =
        send(&world, &format!("{url}/answers"), r#"{"window":3,"number":19,"place":0,"chosen":[0]}"#).await;
    assert_eq!(reply["saved"], true);
}

#[tokio::test]
async fn without_a_script_the_form_saves_everything_and_hands_in() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    let fields = [("window", "1"), ("a0", "0"), ("a3", "0"), ("a3", "1")];
    let reply = world.post("owner", &format!("{url}/answers"), &fields).await;
    assert_eq!(reply.location(), format!("{url}?done=answers"), "{}", reply.body);
    let page = world.get("owner", &url).await.body;
    assert_eq!(page.matches(" checked").count(), 3, "{page}");
    // One single choice, one multiple choice, one true or false: with luck 50 points, never the 60 that pass.
    let fields = [fields.as_slice(), &[("a4", "1"), ("then", "submission")]].concat();
    let reply = world.post("owner", &format!("{url}/answers"), &fields).await;
    assert_eq!(reply.location(), format!("{url}/submission"));
    let confirm = world.get("owner", reply.location()).await.body;
    assert!(confirm.contains("还有 3 题没有作答"), "{confirm}");
    assert_eq!(world.get("owner", &format!("{url}/result")).await.location(), url, "it still goes on");
    let reply = world.post("owner", &format!("{url}/submission"), &[]).await;
    assert_eq!(reply.location(), format!("{url}/result"));
    let result = world.get("owner", reply.location()).await.body;
    assert!(result.contains("本人交卷"), "{result}");
    assert!(
        result.contains("<span class=\"chip good\">正确答案</span>") && result.contains("您选的"),
        "each is marked"
    );
    assert_eq!(world.get("owner", &url).await.location(), format!("{url}/result"));
    let late = world.post("owner", &format!("{url}/answers"), &[("window", "1"), ("a5", "0")]).await;
    assert_eq!(late.status, 409, "an answer after the end is told not to count");
    assert!(late.body.contains("这份试卷已经交卷，这个答案没有计入"), "{}", late.body);
    let result = world.get("owner", &format!("{url}/result")).await.body;
    assert!(result.contains("有 1 个答案没有计入"), "and it is on record: {result}");
    let again = world.post("owner", &format!("{url}/answers"), &[("window", "1")]).await;
    assert_eq!(again.location(), format!("{url}/result"), "and without an answer there is nothing to tell");
    let stale = world.post("owner", "/exams/2026/attempts", &[("number", "1")]).await;
    assert_eq!(stale.status, 409, "an old page begins no other attempt");
    assert!(stale.body.contains("没有开始"));
}

#[tokio::test]
async fn without_a_script_an_old_page_takes_back_nothing_that_was_answered_elsewhere() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    let answers = format!("{url}/answers");
    let checked = async || world.get("owner", &url).await.body.matches(" checked").count();
    // Two pages were opened before anything was answered; the first one is sent, then the second.
    let shown = [("window", "1"), ("s0", "0"), ("s1", "0")];
    world.post("owner", &answers, &[&shown[..], &[("a0", "1")]].concat()).await;
    world.post("owner", &answers, &[&shown[..], &[("a1", "0")]].concat()).await;
    assert_eq!(checked().await, 2, "the second page says nothing about the first question");
    let page = world.get("owner", &url).await.body;
    assert!(page.contains("name=\"s0\" value=\"2\""), "{page}");
    // What was shown and is chosen no more is taken back.
    world.post("owner", &answers, &[("window", "1"), ("s0", "2"), ("s1", "1"), ("a0", "1")]).await;
    assert_eq!(checked().await, 1);
    let late = world.at(too_late);
    let reply = late.post("owner", &answers, &[("window", "1"), ("s0", "2"), ("a0", "1")]).await;
    assert_eq!(reply.location(), format!("{url}/result"), "nothing was changed, so nothing came too late");
}

/// One second after the last at which an answer of an attempt that begins now is kept.
fn too_late() -> Instant {
    "2026-11-23T12:00:11Z".parse().expect("a moment")
}

#[tokio::test]
async fn an_answer_after_the_end_is_told_why_it_does_not_count_and_support_finds_it() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    let world = world.at(too_late);
    let answers = format!("{url}/answers");
    let (status, reply) = send(&world, &answers, r#"{"window":1,"number":10,"place":2,"chosen":[1]}"#).await;
    let sentence = "考试已经结束，这个答案没有计入；结束前已保存的答案都算数。";
    let expected = serde_json::json!({ "saved": false, "reason": "over", "sentence": sentence, "seconds_left": 0 });
    assert_eq!((status, reply), (200, expected));
    let handed_in = world.post("owner", &format!("{url}/submission"), &[]).await;
    let result = world.get("owner", handed_in.location()).await.body;
    assert!(result.contains("到时自动交卷") && result.contains("有 1 个答案没有计入"), "{result}");
    let person = world.get("support", &format!("/people/{}", world.people["owner"])).await.body;
    let (_, journal) = person.split_once("第 1 次的作答记录").expect("a journal");
    for told in ["第 3 题", "2026年11月23日 20:00:11", sentence] {
        assert!(journal.contains(told), "{told}: {journal}");
    }
}

#[tokio::test]
async fn without_a_script_every_answer_that_came_too_late_is_told_and_on_record() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    let world = world.at(too_late);
    let given = [("window", "1"), ("s1", "1"), ("a0", "1"), ("a1", "0"), ("a3", "0"), ("a3", "1"), ("a4", "0")];
    let reply = world.post("owner", &format!("{url}/answers"), &given).await;
    assert!(reply.status == 409 && reply.body.contains("考试已经结束，这个答案没有计入"), "{}", reply.body);
    let handed_in = world.post("owner", &format!("{url}/submission"), &[]).await;
    let result = world.get("owner", handed_in.location()).await.body;
    assert!(result.contains("有 3 个答案没有计入"), "what the page showed before was not changed: {result}");
}

#[tokio::test]
async fn without_a_script_every_answer_of_a_page_that_another_window_has_replaced_is_on_record() {
    let world = World::new().await;
    world.examination().await;
    let url = begun(&world).await;
    assert_eq!(send(&world, &format!("{url}/window"), "{}").await.0, 200);
    let given = [("window", "1"), ("a0", "1"), ("a4", "0")];
    let reply = world.post("owner", &format!("{url}/answers"), &given).await;
    assert!(reply.status == 409 && reply.body.contains("另一个窗口"), "{}", reply.body);
    let handed_in = world.post("owner", &format!("{url}/submission"), &[]).await;
    let result = world.get("owner", handed_in.location()).await.body;
    assert!(result.contains("有 2 个答案没有计入"), "{result}");
}

#[tokio::test]
async fn nobody_is_signed_out_of_a_paper_by_the_clock() {
    let world = World::new().await;
    world.examination().await;
    let cookie = world.cookie("owner").await.expect("a session of twelve hours");
    let ask = |url: &str, media_type: &str, body: &'static str| {
        let request = Request::post(url).header(header::COOKIE, &cookie).header(header::CONTENT_TYPE, media_type);
        request.body(Body::from(body)).expect("a request")
    };
    let world = world.at(late_in_the_session);
    let begin = ask("/exams/2026/attempts", "application/x-www-form-urlencoded", "number=1");
    let begun = world.send("nobody", begin).await;
    let kept = begun.headers.get(header::SET_COOKIE).expect("the browser keeps it as long").to_str().expect("text");
    assert!(kept.starts_with(&cookie) && kept.contains("Max-Age=4210"), "the paper, its grace and ten minutes: {kept}");
    let answers = format!("{}/answers", begun.location().trim_end_matches("#begun"));
    let world = world.at(after_the_session);
    let answer = r#"{"window":1,"number":10,"place":2,"chosen":[1]}"#;
    let reply = world.send("nobody", ask(&answers, "application/json", answer)).await;
    assert!(reply.status == 200 && reply.body.contains("\"saved\":true"), "{}", reply.body);
}

/// Ten minutes before a session ends that begins now.
fn late_in_the_session() -> Instant {
    "2026-11-23T22:50:00Z".parse().expect("a moment")
}

/// Half an hour after it would end by itself.
fn after_the_session() -> Instant {
    "2026-11-23T23:30:00Z".parse().expect("a moment")
}

#[tokio::test]
async fn what_was_right_is_shown_after_the_end_only_where_the_year_says_so() {
    for shows_answers in [true, false] {
        let mut year = settings();
        year.exam.shows_answers = shows_answers;
        year.notices = Notices::beside(&year.notice, [(Aspect::Answers, "示例〔2026〕9号")]);
        let world = World::new().await;
        world.examination_of(&year).await;
        let before = world.get("owner", "/exams/2026").await.body;
        let told = if shows_answers {
            "正确答案和解析（示例〔2026〕9号）"
        } else {
            "考完后不公布（示例〔2026〕9号）"
        };
        assert!(before.contains(told), "{before}");
        let url = begun(&world).await;
        let given = [("window", "1"), ("a0", "0"), ("a1", "1"), ("then", "submission")];
        assert_eq!(world.post("owner", &format!("{url}/answers"), &given).await.status, 303);
        assert_eq!(world.post("owner", &format!("{url}/submission"), &[]).await.status, 303);
        let page = world.get("owner", &format!("{url}/result")).await.body;
        assert!(page.contains("/ 100 分") && page.contains("这次没有合格"), "{page}");
        for right in ["正确答案：", "您的答案", "单选题第", EXPLANATION] {
            assert_eq!(page.contains(right), shows_answers, "{right}: {page}");
        }
        assert_eq!(page.contains("按本年度的规定（示例〔2026〕9号），不公布各题的答案。"), !shows_answers, "{page}");
    }
}

#[tokio::test]
async fn support_opens_a_make_up_and_nobody_else_sees_the_button() {
    let world = World::new().await;
    world.examination().await;
    let person = format!("/people/{}", world.people["owner"]);
    world.use_up_attempts().await;
    assert!(world.get("owner", "/exams/2026").await.body.contains("次数用完"));
    let asked = world.post("owner", "/exams/2026/make-up-requests", &[("reason", "那几天出差在外")]).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    assert!(world.get("owner", "/exams/2026").await.body.contains("等待答复"));
    let mut act = crate::world::as_system(&world.app).await;
    actions::people::grant_role(&mut act, world.people["stranger"], Role::Support, None).await.expect("a role");
    act.commit("").await.expect("kept");
    let waiting = world.get("stranger", "/disputes").await.body;
    assert!(waiting.contains("那几天出差在外") && waiting.contains(&format!("{person}#exam-2026")), "{waiting}");
    let page = world.get("stranger", &person).await.body;
    assert!(page.contains("开通重修") && page.contains("第 1 次的作答记录"), "{page}");
    assert!(!world.get("auditor", &person).await.body.contains("开通重修和一次补考"));
    assert!(!world.get("administrator", &person).await.body.contains("次考试机会"), "attempts are not for everybody");
    let fields = [("year", "2026"), ("reason", "11月20日来电")];
    let reply = world.post("stranger", &format!("{person}/make-up"), &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    assert!(world.get("owner", "/exams/2026").await.body.contains("已开通重修"));
}

#[tokio::test]
async fn a_refused_setting_stays_in_the_form_and_a_bank_travels_out_and_in() {
    let world = World::new().await;
    world.examination().await;
    let fields = [("theme", "新主题"), ("notice", "示例〔2026〕2号"), ("study_hours", "十")];
    let reply = world.post("personnel", "/training-years/2026", &fields).await;
    assert_eq!(reply.status, 422);
    assert!(reply.body.contains("value=\"新主题\""), "{}", reply.body);
    let export = world.get("personnel", "/training-years/2026/questions.xlsx").await;
    assert!(export.status == 200 && export.body.starts_with("PK"));
    let bank = "题型,题干,选项A,选项B,答案\n单选题,新的一题,甲,乙,AB\n判断题,对不对,,,正确\n";
    let fields = [("mode", "dry-run")];
    let file = ("bank.csv", bank.as_bytes());
    let reply = world.upload("personnel", "/training-years/2026/questions", &fields, file).await;
    assert!(reply.body.contains("单选题只能有一个答案") && reply.body.contains("只导入无误的 1 行"), "{}", reply.body);
    assert!(reply.body.contains("每一处问题所在的单元格</caption>"), "a bank has no identity numbers: {}", reply.body);
    assert!(reply.body.contains("有 1 行没有填写难度，按 3 计（1 最易，5 最难）：第 3 行。"), "{}", reply.body);
    let reply = world.upload("personnel", "/training-years/2026/questions", &[("mode", "apply")], file).await;
    assert!(reply.body.contains("已写入：新增 1"), "{}", reply.body);
}
