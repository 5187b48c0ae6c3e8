//! Courses and lessons from outside: made, read, counted, disputed; files in parts.

use actions::courses::LessonForm;
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{
    course::LessonKind,
    exam::{Mix, Part},
    ids::{CourseId, LessonId},
    question::Form,
    training_year::{ExamRules, Notices, TrainingYear},
};
use jiff::civil::date;
use policy::Hours;
use serde_json::{Value, json};

use crate::world::{Reply, World};

/// A film of two seconds, as small as one comes.
pub(crate) fn film() -> Vec<u8> {
    film_of(2_000)
}

/// The same of so many milliseconds; of none where its file does not tell them.
pub(crate) fn film_of(milliseconds: u32) -> Vec<u8> {
    let part = |kind: &[u8; 4], inside: &[u8]| {
        let size = u32::try_from(8 + inside.len()).expect("small");
        [&size.to_be_bytes(), kind.as_slice(), inside].concat()
    };
    let coded = part(b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], part(b"avc1", &[0; 70]).as_slice()].concat());
    let handled = part(b"hdlr", &[&[0; 8], b"vide".as_slice(), &[0; 13]].concat());
    let media = part(b"mdia", &[handled, part(b"minf", &part(b"stbl", &coded))].concat());
    let header = [&[0; 12], 1_000_u32.to_be_bytes().as_slice(), &milliseconds.to_be_bytes(), &[0; 80]].concat();
    let pictures: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    let movie = [part(b"mvhd", &header), part(b"trak", &media)].concat();
    [part(b"ftyp", b"isom"), part(b"moov", &movie), part(b"mdat", &pictures)].concat()
}

/// What is settled for 2026, without which no required course is shown.
pub(crate) fn settings() -> TrainingYear {
    let parts = vec![Part::of(Form::Single, 5, 20)];
    TrainingYear {
        year: 2026,
        theme: "人工智能与专业发展".to_owned(),
        notice: "示例〔2026〕1号".to_owned(),
        notices: Notices::default(),
        past_years: None,
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        opens: date(2026, 1, 1),
        closes: date(2026, 12, 31),
        exam: ExamRules { pass_mark: 60, attempts: 3, minutes: 60, mix: Mix { parts }, shows_answers: true },
    }
}

/// A course of one page of two minutes; published when `shown`.
pub(crate) async fn course(world: &World, shown: bool) -> (CourseId, LessonId) {
    let mut act = world.act("personnel").await;
    if actions::training_years::list(&mut act).await.expect("years").is_empty() {
        actions::training_years::settle(&mut act, &settings()).await.expect("settled");
    }
    let course = actions::courses::add(&mut act, 2026, "职业道德与科学精神", false).await.expect("a course");
    let hours = Hours::from_whole(3);
    actions::courses::set_hours(&mut act, course, hours, "校人〔2026〕8号").await.expect("hours");
    let form = LessonForm {
        chapter: "第一章".to_owned(),
        title: "第一讲".to_owned(),
        kind: LessonKind::Page,
        length: 120_000,
        content: "# 开头\n\n正文<script>alert(1)</script>".to_owned(),
    };
    let lesson = actions::courses::add_lesson(&mut act, course, form).await.expect("a lesson");
    actions::courses::publish(&mut act, course, shown).await.expect("published");
    act.commit("").await.expect("kept");
    (course, lesson)
}

pub(crate) async fn say(world: &World, visitor: &str, url: &str, body: &Value) -> Reply {
    world.say(visitor, url, &body.to_string()).await
}

pub(crate) fn read(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).expect("JSON")
}

/// The address in which a redirect of a form ends, without what was done.
fn place(reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{}", reply.body);
    let url = reply.headers["location"].to_str().expect("text");
    url.split('?').next().unwrap_or(url).to_owned()
}

#[tokio::test]
async fn a_course_is_made_shown_and_hidden_again() {
    let world = World::new().await;
    let mut act = world.act("personnel").await;
    actions::training_years::settle(&mut act, &settings()).await.expect("settled");
    act.commit("").await.expect("kept");
    let fields = [("title", "新课"), ("year", "2026"), ("hours", "3"), ("notice", "校人〔2026〕8号")];
    let course = place(&world.post("personnel", "/courses", &fields).await);
    assert_eq!(world.get("owner", &course).await.status, 404, "not shown yet");
    let empty = world.post("personnel", &format!("{course}/publication"), &[("published", "yes")]).await;
    assert_eq!(empty.status, 409);
    let fields = [("kind", "page"), ("title", "第一讲"), ("minutes", "2"), ("text", "# 开头")];
    let lessons = format!("{course}/lessons");
    assert_eq!(world.upload_many("owner", &lessons, &fields, &[]).await.status, 404);
    assert_eq!(place(&world.upload_many("personnel", &lessons, &fields, &[]).await), course);
    place(&world.post("personnel", &format!("{course}/publication"), &[("published", "yes")]).await);
    let page = world.get("owner", &course).await.body;
    assert!(page.contains("第一讲") && page.contains("未开始") && !page.contains("课程管理"), "{page}");
    assert!(world.get("owner", "/courses").await.body.contains("新课"));
    place(&world.post("personnel", &format!("{course}/publication"), &[("published", "no")]).await);
    assert_eq!(world.get("owner", &course).await.status, 404);
}

#[tokio::test]
async fn a_required_course_waits_for_the_settings_of_its_year() {
    let world = World::new().await;
    let fields = [("title", "必修"), ("year", "2026"), ("required", "yes")];
    let course = place(&world.post("personnel", "/courses", &fields).await);
    let lesson = [("kind", "page"), ("title", "第一讲"), ("minutes", "2"), ("text", "# 开头")];
    world.upload_many("personnel", &format!("{course}/lessons"), &lesson, &[]).await;
    let publication = format!("{course}/publication");
    assert_eq!(world.post("personnel", &publication, &[("published", "yes")]).await.status, 404);
    let mut act = world.act("personnel").await;
    actions::training_years::settle(&mut act, &settings()).await.expect("settled");
    act.commit("").await.expect("kept");
    place(&world.post("personnel", &publication, &[("published", "yes")]).await);
    assert_eq!(world.post("personnel", "/courses", &fields).await.status, 409, "one required course a year");
}

#[tokio::test]
async fn files_of_lessons_are_what_they_are_and_whole() {
    let world = World::new().await;
    let (course, _) = course(&world, true).await;
    let url = format!("/courses/{course}/lessons");
    let video = [("kind", "video"), ("title", "第二讲")];
    let film = film();
    for (name, bytes, status, said) in [
        ("cut.mp4", &film[..film.len() - 10], 422, "不完整"),
        ("not.mp4", b"%PDF-1.7 nothing".as_slice(), 422, "不是 MP4 或 WebM"),
        ("empty.mp4", b"", 422, "不是 MP4 或 WebM"),
    ] {
        let reply = world.upload("personnel", &url, &video, (name, bytes)).await;
        assert_eq!(reply.status, status, "{name}");
        assert!(reply.body.contains(said) && reply.body.contains("value=\"第二讲\""), "{name}: {}", reply.body);
    }
    let document = [("kind", "document"), ("title", "讲义"), ("minutes", "5")];
    let reply = world.upload("personnel", &url, &document, ("a.png", crate::world::PICTURE)).await;
    assert!(reply.status == 422 && reply.body.contains("只接受 PDF"), "{}", reply.body);
    let reply = world.upload_many("personnel", &url, &video, &[]).await;
    assert!(reply.status == 422 && reply.body.contains("还没有选择文件"));
    let reply = world.upload_many("personnel", &url, &[("kind", "none"), ("title", "包")], &[]).await;
    assert!(reply.status == 422 && reply.body.contains("类型"));
    let before = world.files().len();
    assert_eq!(world.upload("personnel", &url, &video, ("two.mp4", &film)).await.status, 303);
    assert_eq!(world.files().len(), before + 1);
    assert!(world.get("owner", &format!("/courses/{course}")).await.body.contains("共 2 秒"), "as the file says");
    actions::sweep_files(&world.app, crate::world::now()).await.expect("swept");
    assert_eq!(world.files().len(), before + 1, "what a lesson names is kept");
}

/// A film in a course that has a page already.
pub(crate) async fn with_film(world: &World, course: CourseId) -> LessonId {
    with_film_of(world, course, &film()).await
}

/// The same with this one, of which nine minutes are typed in case it does not tell its length.
pub(crate) async fn with_film_of(world: &World, course: CourseId, film: &[u8]) -> LessonId {
    let fields = [("kind", "video"), ("title", "第二讲"), ("minutes", "9")];
    world.upload("personnel", &format!("/courses/{course}/lessons"), &fields, ("two.mp4", film)).await;
    let mut act = world.act("personnel").await;
    let view = actions::courses::show(&mut act, course).await.expect("a course");
    view.lessons.last().expect("a film").lesson.id
}

#[tokio::test]
async fn a_film_that_the_browser_has_is_not_sent_again_and_is_kept_for_its_person_alone() {
    let world = World::new().await;
    let (course, _) = course(&world, true).await;
    let lesson = with_film(&world, course).await;
    let url = format!("/lessons/{lesson}/media");
    let ask = |with: &'static [(header::HeaderName, &'static str)], has: String| {
        let request = Request::get(&url).header(header::IF_NONE_MATCH, has);
        let request = with.iter().fold(request, |request, (name, value)| request.header(name, *value));
        world.send("owner", request.body(Body::empty()).expect("a request"))
    };
    let whole = world.get("owner", &url).await;
    let tag = whole.headers["etag"].to_str().expect("text").to_owned();
    for (with, has) in [
        (&[][..], tag.clone()),
        (&[][..], format!("\"other\", W/{tag}")),
        (&[(header::RANGE, "bytes=4-11")][..], tag.clone()),
    ] {
        let reply = ask(with, has).await;
        assert_eq!((reply.status.as_u16(), reply.body.as_str()), (304, ""), "{with:?}");
        assert_eq!(reply.headers["etag"], tag.as_str());
        assert_eq!(reply.headers["cache-control"], "private, no-cache");
    }
    let other = ask(&[], "\"other\"".to_owned()).await;
    assert_eq!((other.status.as_u16(), &other.headers["cache-control"]), (200, &whole.headers["cache-control"]));
    place(&world.post("personnel", &format!("/lessons/{lesson}/withdrawal"), &[]).await);
    assert_eq!(ask(&[], tag).await.status, 404, "whoever may not see it any more is not told that it is the same");
}

#[tokio::test]
async fn a_film_comes_in_the_parts_that_a_player_asks_for() {
    let world = World::new().await;
    let (course, page) = course(&world, false).await;
    let film = film();
    let url = format!("/lessons/{}/media", with_film(&world, course).await);
    assert_eq!(world.get("owner", &url).await.status, 404, "not shown yet");
    assert_eq!(world.get("personnel", &format!("/lessons/{page}/media")).await.status, 404, "a page has no file");
    let whole = world.get("personnel", &url).await;
    assert_eq!((whole.status.as_u16(), &whole.headers["content-type"]), (200, &"video/mp4".parse().expect("a header")));
    assert_eq!(whole.headers["content-length"], film.len().to_string().as_str());
    assert!(whole.headers["content-security-policy"].to_str().expect("text").contains("sandbox"));
    let part = |range: &'static str, tag: String| {
        let request = Request::get(&url).header(header::RANGE, range).header(header::IF_RANGE, tag);
        world.send("personnel", request.body(Body::empty()).expect("a request"))
    };
    let tag = whole.headers["etag"].to_str().expect("text").to_owned();
    let end = film.len() - 1;
    for (range, told, length) in [
        ("bytes=0-", format!("bytes 0-{end}/{}", film.len()), film.len()),
        ("bytes=4-11", format!("bytes 4-11/{}", film.len()), 8),
        ("bytes=-5", format!("bytes {}-{end}/{}", film.len() - 5, film.len()), 5),
    ] {
        let reply = part(range, tag.clone()).await;
        assert_eq!(reply.status, 206, "{range}");
        assert_eq!(reply.headers["content-range"], told.as_str());
        assert_eq!(reply.headers["content-length"], length.to_string().as_str());
    }
    assert!(part("bytes=4-11", tag.clone()).await.body.starts_with("ftypisom"));
    let beyond = part("bytes=999999-", tag).await;
    assert_eq!((beyond.status.as_u16(), beyond.body.as_str()), (416, ""));
    assert_eq!(part("bytes=4-11", "\"other\"".to_owned()).await.status, 200, "another file than the player has");
}

#[tokio::test]
async fn a_page_is_read_and_its_markup_tamed() {
    let world = World::new().await;
    let (_, lesson) = course(&world, true).await;
    let page = world.get("owner", &format!("/lessons/{lesson}")).await.body;
    assert!(page.contains("<h2>开头</h2>") && page.contains("&lt;script&gt;"), "{page}");
    assert!(page.contains("计时需要浏览器的脚本"));
}

#[tokio::test]
async fn time_counts_when_it_has_passed_and_every_refusal_is_told() {
    let world = World::new().await;
    let (_, lesson) = course(&world, true).await;
    let (open, beats) = (format!("/lessons/{lesson}/ticket"), format!("/lessons/{lesson}/beats"));
    let known = read(&say(&world, "owner", &open, &json!({})).await);
    let whole = json!([[0, 120_000]]);
    assert_eq!((&known["credited"], &known["gaps"], &known["done"]), (&json!(0), &whole, &json!(false)));
    let beat = |ticket: &Value, number: u32, from: u32, to: u32| json!({"ticket": ticket, "number": number, "from": from, "to": to});
    // The clock of this world stands still, so nothing can have been watched.
    let told = read(&say(&world, "owner", &beats, &beat(&known["ticket"], 1, 0, 30_000)).await);
    assert_eq!((&told["credited"], &told["total"], &told["again"]), (&json!(0), &json!(0), &json!(30_000)));
    assert_eq!(told["uncounted"][0]["why"], "too-fast");
    assert!(told["uncounted"][0]["sentence"].as_str().expect("a sentence").contains("不计"));
    let told = read(&say(&world, "owner", &beats, &beat(&known["ticket"], 1, 0, 30_000)).await);
    assert_eq!((&told["refused"], &told["credited"]), (&json!("replayed"), &json!(0)));
    let (lost, gaps) = (&told["in_all"]["uncounted"][0], &told["in_all"]["gaps"]);
    assert_eq!((&lost["why"], &lost["milliseconds"]), (&json!("too-fast"), &json!(30_000)), "its reply was lost");
    assert_eq!(gaps, &whole, "nothing counts yet");
    let told = read(&say(&world, "owner", &beats, &beat(&known["ticket"], 5, 0, 30_000)).await);
    assert_eq!((&told["refused"], &told["expected"]), (&json!("out-of-order"), &json!(2)));
    let told = read(&say(&world, "owner", &beats, &beat(&known["ticket"], 2, 30, 10)).await);
    assert_eq!(told["refused"], "backwards");
    let told = read(&say(&world, "colleague", &beats, &beat(&known["ticket"], 2, 0, 10)).await);
    assert_eq!(told["refused"], "foreign", "somebody else's");
    let sentence = told["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("另一个账号") && !sentence.contains("周文澜"), "it names nobody: {sentence}");
    let again = read(&say(&world, "owner", &open, &json!({})).await);
    let told = read(&say(&world, "owner", &beats, &beat(&known["ticket"], 2, 0, 10)).await);
    assert!(told["refused"] == "taken-over" && told["sentence"].as_str().expect("a sentence").contains("另一个窗口"));
    let told = read(&say(&world, "owner", &beats, &beat(&again["ticket"], 1, 0, 0)).await);
    assert_eq!(told["refused"], Value::Null);
    assert_eq!(say(&world, "owner", &beats, &json!({"ticket": 1})).await.status, 422);
    assert_eq!(say(&world, "owner", "/lessons/nothing/ticket", &json!({})).await.status, 404);
}

#[tokio::test]
async fn a_script_that_is_refused_gets_a_sentence_and_no_page() {
    let world = World::new().await;
    let (course, lesson) = course(&world, true).await;
    let open = format!("/lessons/{lesson}/ticket");
    let ticket = read(&say(&world, "owner", &open, &json!({})).await)["ticket"].clone();
    for asked in ["ticket", "beats", "bookmark"] {
        let refused = say(&world, "owner", &format!("/lessons/nothing/{asked}"), &json!({})).await;
        let told: Value = serde_json::from_str(&refused.body).expect(asked);
        assert!(refused.status.is_client_error(), "{asked}: {}", refused.status);
        assert!(told["sentence"].as_str().is_some_and(|sentence| sentence.contains('请')), "{asked}: {told}");
    }
    let mut act = world.act("personnel").await;
    let closed = TrainingYear { closes: date(2026, 1, 2), ..settings() };
    actions::training_years::settle(&mut act, &closed).await.expect("settled");
    act.commit("").await.expect("kept");
    let refused = say(&world, "owner", &open, &json!({})).await;
    let told: Value = serde_json::from_str(&refused.body).expect("JSON");
    assert_eq!((refused.status.as_u16(), &told["code"]), (409, &json!("study.closed")));
    assert!(told["sentence"].as_str().is_some_and(|sentence| sentence.contains("内容还可以看")), "{told}");
    let mut act = world.act("personnel").await;
    actions::courses::publish(&mut act, course, false).await.expect("hidden");
    act.commit("").await.expect("kept");
    let beat = json!({"ticket": ticket, "number": 1, "from": 0, "to": 0});
    let told = read(&say(&world, "owner", &format!("/lessons/{lesson}/beats"), &beat).await);
    assert_eq!(told["refused"], "withdrawn");
}

#[tokio::test]
async fn a_course_is_mended_and_no_chapter_is_shown_twice() {
    let world = World::new().await;
    let (course, first) = course(&world, true).await;
    let lessons = format!("/courses/{course}/lessons");
    for (chapter, title) in [("第二章", "第二讲"), ("第一章", "补充一讲")] {
        let fields = [("kind", "page"), ("chapter", chapter), ("title", title), ("minutes", "2"), ("text", "# 开头")];
        place(&world.upload_many("personnel", &lessons, &fields, &[]).await);
    }
    let page = world.get("owner", &format!("/courses/{course}")).await.body;
    assert_eq!(page.matches("第一章</h2>").count(), 1, "{page}");
    assert!(page.find("补充一讲") < page.find("第二讲"), "{page}");
    let settings = format!("/lessons/{first}/settings");
    assert_eq!(world.get("owner", &settings).await.status, 404);
    let fields = [("chapter", "第一章"), ("title", "改过的名称"), ("place", "2")];
    place(&world.post("personnel", &settings, &fields).await);
    assert!(world.get("personnel", &settings).await.body.contains("value=\"改过的名称\""));
    place(&world.post("personnel", &format!("/lessons/{first}/withdrawal"), &[]).await);
    let page = world.get("owner", &format!("/courses/{course}")).await.body;
    assert!(!page.contains("改过的名称") && !page.contains("已停用"), "{page}");
    assert_eq!(world.get("owner", &format!("/lessons/{first}")).await.status, 404);
    let page = world.get("personnel", &format!("/courses/{course}")).await.body;
    assert!(page.contains("已停用的课时") && page.contains("改过的名称"), "{page}");
    place(&world.post("personnel", &format!("/lessons/{first}/restoration"), &[]).await);
    assert_eq!(world.get("owner", &format!("/lessons/{first}")).await.status, 200);
}
