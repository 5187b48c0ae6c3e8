//! Captions of a film from outside: uploaded beside it, shown in it, and refused where browsers could not show them.

use domain::ids::LessonId;

use crate::{
    courses::{course, with_film},
    world::World,
};

pub(crate) const CAPTIONS: (&str, &[u8]) =
    ("字幕.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\n署谁的名，谁就对内容负责。\n".as_bytes());

/// Gives a film captions.
pub(crate) async fn add(world: &World, film: LessonId) {
    let added = world.upload("personnel", &format!("/lessons/{film}/captions"), &[], CAPTIONS).await;
    assert_eq!(added.status, 303, "{}", added.body);
}

#[tokio::test]
async fn a_film_is_shown_with_the_captions_that_were_uploaded_beside_it() {
    let world = World::new().await;
    let (course, page) = course(&world, true).await;
    let film = with_film(&world, course).await;
    let (lesson, url) = (format!("/lessons/{film}"), format!("/lessons/{film}/captions"));
    let track = format!("<track kind=\"captions\" srclang=\"zh\" label=\"中文字幕\" src=\"{url}\" default>");
    assert!(!world.get("owner", &lesson).await.body.contains("<track"));
    assert_eq!(world.get("owner", &url).await.status, 404, "there are none");
    assert_eq!(world.upload("owner", &url, &[], CAPTIONS).await.status, 404);
    add(&world, film).await;
    assert!(world.get("owner", &lesson).await.body.contains(&track));
    let shown = world.get("owner", &url).await;
    assert_eq!((shown.status.as_u16(), shown.body.as_bytes()), (200, CAPTIONS.1));
    assert_eq!(shown.headers["content-type"], "text/vtt; charset=utf-8");
    let settings = world.get("personnel", &format!("{lesson}/settings")).await.body;
    assert!(settings.contains("字幕.vtt</a>") && settings.contains("换一份字幕"), "{settings}");
    let on_page = world.upload("personnel", &format!("/lessons/{page}/captions"), &[], CAPTIONS).await;
    assert!(on_page.status == 409 && on_page.body.contains("只有视频课时可以配字幕"), "{}", on_page.body);
    world.post("personnel", &format!("{lesson}/withdrawal"), &[]).await;
    assert_eq!(world.get("owner", &url).await.status, 404, "the lesson is not shown any more");
    assert_eq!(world.post("personnel", &format!("{url}/removal"), &[]).await.status, 303);
    assert_eq!(world.get("personnel", &url).await.status, 404);
}

#[tokio::test]
async fn what_is_no_webvtt_is_refused_on_record_and_what_is_there_stays() {
    let world = World::new().await;
    let (course, _) = course(&world, true).await;
    let film = with_film(&world, course).await;
    let url = format!("/lessons/{film}/captions");
    add(&world, film).await;
    for (bytes, said, logged) in [
        (&b"1\n00:00:01,000 --> 00:00:04,000\n"[..], "第一行应是 WEBVTT", "字幕不是 WebVTT"),
        (b"WEBVTT\n\n\xd6\xd0 --> ", "不是 UTF-8", "字幕不是 UTF-8 文字"),
    ] {
        let refused = world.upload("personnel", &url, &[], ("字幕.srt", bytes)).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{}", refused.body);
        let log = world.get("auditor", "/audit?name=upload.refused").await.body;
        assert!(log.contains(&format!("上传字幕没有成功：{logged}")), "{log}");
    }
    let nothing = world.upload_many("personnel", &url, &[], &[]).await;
    assert!(nothing.status == 422 && nothing.body.contains("还没有选择文件"), "{}", nothing.body);
    assert_eq!(world.get("owner", &url).await.body.as_bytes(), CAPTIONS.1);
}
