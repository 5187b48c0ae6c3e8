//! What holds for every response: headers, origin, limits, and errors that help.

use axum::{body::Body, http::Request};

use crate::world::World;

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
    let url = format!("/registrations/{}/items/{}/evidence", world.registration, world.item);
    let large = vec![b'x'; 2 * 1024 * 1024];
    let reply = world.upload("owner", &url, &[("need", "x")], ("大.pdf", &large)).await;
    assert_eq!(reply.status, 413);
    assert!(reply.body.contains("上传的内容太大"));
    let text = "长".repeat(1024 * 1024);
    let reply = world.post("colleague", "/registrations", &[("year", &text)]).await;
    assert_eq!(reply.status, 413);
}

#[tokio::test]
async fn a_wrong_address_says_what_to_do() {
    let world = World::new().await;
    for (url, status) in [("/nowhere", 404), ("/registrations/not-an-id", 404), ("/my/abcd", 404)] {
        let reply = world.get("owner", url).await;
        assert_eq!(reply.status, status, "{url}");
        assert!(reply.body.contains("接下来"), "{url}");
    }
    let reply = world.get("nobody", "/assets/xueshi.css").await;
    assert!(reply.headers["cache-control"].to_str().expect("text").contains("immutable"));
}
