//! What holds for every response: headers, origin, limits, and errors that help.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::{body::Body, http::Request};
use tower::ServiceExt as _;

use crate::{
    program::served,
    world::{World, now},
};

/// What browsers are told with every answer.
const ALWAYS: [&str; 7] = [
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cache-control",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
];

#[tokio::test]
async fn every_page_carries_the_security_headers() {
    let world = World::new().await;
    for url in ["/", "/sign-in", "/nowhere", "/my/2026"] {
        let reply = world.get("owner", url).await;
        let policy = reply.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"), "{url}");
        assert!(!policy.contains("unsafe"), "{url}");
        assert_eq!(reply.headers["x-content-type-options"], "nosniff", "{url}");
        assert_eq!(reply.headers["cache-control"], "no-store", "{url}");
    }
}

#[tokio::test]
async fn a_page_that_breaks_is_told_as_a_page_packed_and_with_every_header() {
    static BREAKS: AtomicBool = AtomicBool::new(true);
    let world = World::new().await;
    let router = served(&world.app, || {
        assert!(!BREAKS.swap(false, Ordering::Relaxed), "the clock breaks once");
        now()
    });
    let request = Request::get("/sign-in").header("host", "127.0.0.1:8080").header("accept-encoding", "gzip");
    let reply = router.oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    assert_eq!(reply.status(), 500);
    assert_eq!(reply.headers()["content-encoding"], "gzip");
    for name in ALWAYS {
        assert!(reply.headers().contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn another_site_cannot_post_for_you() {
    let world = World::new().await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://example.com")] {
        let request = Request::post("/registrations")
            .header("host", "127.0.0.1:8080")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
            .body(Body::from("year=2026"))
            .expect("a request");
        let reply = world.send("colleague", request).await;
        assert_eq!(reply.status, 403, "{name}");
        assert!(reply.body.contains("来自别的网站"), "{name}");
    }
}

#[tokio::test]
async fn files_are_named_typed_and_cannot_run() {
    let world = World::new().await;
    let reply = world.get("owner", &format!("/evidence/{}", world.evidence)).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["content-type"], "image/png");
    assert!(reply.headers["content-security-policy"].to_str().expect("text").contains("sandbox"));
    assert!(reply.headers["content-disposition"].to_str().expect("text").starts_with("inline; filename*=UTF-8''"));
}

#[tokio::test]
async fn too_much_is_refused_with_advice() {
    let world = World::new().await;
    let draft = world.draft().await;
    let url = format!("/registrations/{}/items/{}/evidence", draft.registration, draft.item);
    let large = vec![b'x'; 2 * 1024 * 1024];
    let reply = world.upload("approver", &url, &[("need", "x")], ("大.pdf", &large)).await;
    assert_eq!(reply.status, 413);
    assert!(reply.body.contains("上传的内容太大"));
    let text = "长".repeat(1024 * 1024);
    let reply = world.post("colleague", "/registrations", &[("year", &text)]).await;
    assert_eq!(reply.status, 413);
    assert!(reply.body.contains("提交的内容太大") && reply.body.contains("把文字删短"), "{}", reply.body);
    let shown = world.get("colleague", "/too-large").await;
    assert!(
        shown.body.contains("提交的内容太大") && shown.body.contains("林若溪"),
        "what a proxy shows: {}",
        shown.body
    );
}

#[tokio::test]
async fn a_wrong_address_says_what_to_do() {
    let world = World::new().await;
    for (url, status) in
        [("/nowhere", 404), ("/registrations/not-an-id", 404), ("/my/abcd", 404), ("/certificates/%FF", 404)]
    {
        let reply = world.get("owner", url).await;
        assert_eq!(reply.status, status, "{url}");
        assert!(reply.body.contains("接下来"), "{url}");
    }
    for year in ["10000", "32767", "-5", "2018", "2028"] {
        for url in
            [format!("/my/{year}"), format!("/years/{year}"), format!("/people/{}/years/{year}", world.people["owner"])]
        {
            let reply = world.get("personnel", &url).await;
            assert_eq!(reply.status, 404, "{url}");
            assert!(reply.body.contains("这个年度"), "{url}: {}", reply.body);
        }
    }
    let reply = world.post("colleague", "/registrations", &[("year", "abc")]).await;
    assert_eq!(reply.status, 422);
    assert!(reply.body.contains("没有“abc”这个年度"));
    let reply = world.get("nobody", "/assets/xueshi.css").await;
    assert!(reply.headers["cache-control"].to_str().expect("text").contains("immutable"));
}

#[tokio::test]
async fn the_demo_answers_to_this_machine_only() {
    let world = World::new().await;
    for (host, status) in [("127.0.0.1:8080", 200), ("localhost", 200), ("evil.example:8080", 403)] {
        let request = Request::get("/demo").header("host", host).body(Body::empty()).expect("a request");
        let reply = world.send("nobody", request).await;
        assert_eq!(reply.status, status, "{host}");
    }
}

#[tokio::test]
async fn whoever_may_not_import_is_told_so_before_the_file_is_read() {
    let world = World::new().await;
    let large = vec![b'x'; 2 * 1024 * 1024];
    let reply = world.upload("colleague", "/imports", &[("kind", "units")], ("大.csv", &large)).await;
    assert_eq!(reply.status, 404);
    let reply = world.upload("personnel", "/imports", &[("kind", "units")], ("大.csv", &large)).await;
    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn an_item_answers_only_under_its_own_registration() {
    let world = World::new().await;
    let draft = world.draft().await;
    let other = format!("/registrations/{}/items/{}", world.registration, draft.item);
    let reply = world.post("approver", &format!("{other}/removal"), &[]).await;
    assert_eq!(reply.status, 404);
    let reply = world.upload("approver", &format!("{other}/evidence"), &[("need", "any")], ("a.png", b"x")).await;
    assert_eq!(reply.status, 404);
    let own = format!("/registrations/{}/items/{}", draft.registration, draft.item);
    assert_eq!(world.get("approver", &own).await.status, 200);
}
