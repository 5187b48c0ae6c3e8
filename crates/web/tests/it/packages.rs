//! Packages from outside: uploaded, handed out in a sandbox without any cookie, and heard of.

use axum::{
    body::Body,
    http::{Request, header},
};
use domain::ids::{CourseId, LessonId};
use serde_json::{Value, json};
use testkit::packages::{PAGE, encrypted, good, manifest, with_name};

use crate::{
    courses,
    world::{Reply, World, now},
};

const FIELDS: [(&str, &str); 3] = [("kind", "package"), ("title", "情景练习"), ("minutes", "2")];

/// A course with a package as its second lesson.
async fn with_package(world: &World) -> (CourseId, LessonId) {
    let (course, _) = courses::course(world, true).await;
    (course, add(world, course).await)
}

/// Adds a package at the end of a course.
pub(crate) async fn add(world: &World, course: CourseId) -> LessonId {
    let reply = world.upload("personnel", &format!("/courses/{course}/lessons"), &FIELDS, ("课件.zip", &good())).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    let mut act = world.act("personnel").await;
    let view = actions::courses::show(&mut act, course).await.expect("a course");
    view.lessons.last().expect("a lesson").lesson.id
}

/// The address of the frame for this visitor; none of that kind for nobody.
pub(crate) async fn frame(world: &World, visitor: &str, lesson: &str) -> String {
    let page = world.get(visitor, &format!("/lessons/{lesson}")).await;
    if page.status == 200 { src(&page.body) } else { "/packages/00/index.html".to_owned() }
}

/// The address of the frame on the page of a lesson.
fn src(page: &str) -> String {
    let rest = page.split("<iframe class=\"document\" src=\"").nth(1).expect("a frame");
    rest.split('"').next().expect("an address").to_owned()
}

fn read(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).expect("JSON")
}

#[tokio::test]
async fn bad_packages_are_refused_with_what_was_typed() {
    let world = World::new().await;
    let (course, _) = courses::course(&world, true).await;
    let url = format!("/courses/{course}/lessons");
    let before = world.files();
    let wrapped = testkit::packages::archive(&[("课件/imsmanifest.xml", manifest("a.html").as_bytes())]);
    for (bytes, said) in [
        (b"%PDF-1.7 nothing".to_vec(), "不是 ZIP 压缩包"),
        (good()[..300].to_vec(), "不完整或已损坏"),
        (encrypted(), "加了密码"),
        (with_name(b"../evil.html"), "会写到课件之外"),
        (wrapped, "不在压缩包的最外层"),
        (testkit::packages::archive(&[("index.html", PAGE.as_bytes())]), "没有 imsmanifest.xml"),
    ] {
        let reply = world.upload("personnel", &url, &FIELDS, ("课件.zip", &bytes)).await;
        assert_eq!(reply.status, 422, "{said}");
        assert!(reply.body.contains(said) && reply.body.contains("value=\"情景练习\""), "{said}: {}", reply.body);
    }
    let reply = world.upload("personnel", &url, &FIELDS[..2], ("课件.zip", &good())).await;
    assert!(reply.status == 422 && reply.body.contains("需要多少分钟"), "{}", reply.body);
    actions::sweep_files(&world.app, now()).await.expect("swept");
    assert_eq!(world.files(), before);
}

#[tokio::test]
async fn a_package_runs_in_a_sandbox_and_without_cookies() {
    let world = World::new().await;
    let (course, lesson) = with_package(&world).await;
    let page = world.get("owner", &format!("/lessons/{lesson}")).await.body;
    assert!(page.contains("sandbox=\"allow-scripts\"") && page.contains("not attempted"), "{page}");
    let frame = src(&page);
    let pass = frame.trim_end_matches("index.html");
    assert_eq!(world.get("owner", &format!("/lessons/{lesson}/media")).await.status, 404, "it is not one file");

    // From inside the sandbox no cookie comes: the address is all there is.
    let index = world.get("nobody", &frame).await;
    assert_eq!((index.status.as_u16(), &index.headers["content-type"]), (200, &"text/html".parse().expect("a header")));
    assert!(index.body.contains("<head><script src=\"/assets/package.js?v="), "{}", index.body);
    let text = world.get("nobody", &format!("{pass}data/%E8%AF%B4%E6%98%8E.txt")).await;
    assert_eq!(text.body, "说明");
    let closed = world.get("nobody", "/packages/closed").await;
    assert!(
        closed.body.contains("<html lang=\"zh-CN\" data-closed><script src=\"/assets/package.js?v="),
        "{}",
        closed.body
    );
    for reply in [&index, &text, &closed] {
        let header = |name: &str| reply.headers[name].to_str().expect("text").to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("sandbox allow-scripts; default-src 'none'"), "{policy}");
        assert!(!policy.contains("allow-same-origin") && !policy.contains("http"), "{policy}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("access-control-allow-origin"), "*");
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
        assert!(header("cache-control") == "no-store" || header("cache-control").starts_with("private"));
        assert!(
            !reply.headers.contains_key("set-cookie")
                && !reply.headers.contains_key("access-control-allow-credentials")
        );
    }
    let part = Request::get(format!("{pass}data/film.mp4")).header(header::RANGE, "bytes=10-19");
    let part = world.send("nobody", part.body(Body::empty()).expect("a request")).await;
    assert_eq!(
        (part.status.as_u16(), &part.headers["content-range"]),
        (206, &"bytes 10-19/4000".parse().expect("text"))
    );
    let script = world.get("nobody", "/assets/package.js").await;
    assert_eq!(script.headers["cross-origin-resource-policy"], "cross-origin");
    assert!(script.body.contains("this.Scorm12API=function()"));

    for path in ["missing.html", "../../lessons", "%2e%2e/index.html", "data"] {
        let reply = world.get("owner", &format!("{pass}{path}")).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    let strange = world.get("owner", "/packages/00/index.html").await;
    assert_eq!(strange.headers["content-type"], "text/plain; charset=utf-8", "no page of ours inside the frame");
    assert!(strange.headers["content-security-policy"].to_str().expect("text").starts_with("sandbox"));
    world.post("personnel", &format!("/courses/{course}/publication"), &[("published", "no")]).await;
    assert_eq!(world.get("owner", &frame).await.status, 404, "hidden");
}

#[tokio::test]
async fn what_a_package_says_is_kept_for_the_window_that_is_open() {
    let world = World::new().await;
    let (_, lesson) = with_package(&world).await;
    let url = format!("/lessons/{lesson}/bookmark");
    let ticket = read(&world.say("owner", &format!("/lessons/{lesson}/ticket"), "{}").await)["ticket"].clone();
    let say = async |ticket: &Value, status: &str, suspend: &str| {
        let body = json!({"ticket": ticket, "status": status, "location": "3", "suspend_data": suspend});
        world.say("owner", &url, &body.to_string()).await
    };
    let told = read(&say(&ticket, "incomplete", "\"引号\"<b>").await);
    assert_eq!((&told["status"], &told["done"], &told["refused"]), (&json!("进行中"), &json!(false), &Value::Null));
    let page = world.get("owner", &format!("/lessons/{lesson}")).await.body;
    assert!(page.contains("进行中") && page.contains("&#34;location&#34;:&#34;3&#34;"), "{page}");
    assert!(!page.contains("<b>"), "what a package says is no markup");
    let told = read(&say(&ticket, "finished", "").await);
    assert!(
        told["refused"] == "refused" && told["sentence"].as_str().expect("a sentence").contains("SCORM 1.2"),
        "{told}"
    );
    let told = read(&say(&json!("00000000-0000-0000-0000-000000000000"), "passed", "").await);
    assert_eq!(told["refused"], "taken-over");
    assert_eq!(world.say("owner", &url, "{}").await.status, 422);
    let foreign = Request::post(&url).header("origin", "null").header("sec-fetch-site", "cross-site");
    let foreign = world.send("owner", foreign.body(Body::from("{}")).expect("a request")).await;
    assert_eq!(foreign.status, 403, "not from inside the sandbox");
}
