//! Files that come with a lesson, from outside: added, kept, removed, and never more than they are.

use domain::ids::{AttachmentId, LessonId};
use testkit::packages::archive;

use crate::{
    courses,
    world::{PICTURE, World},
};

/// A picture that comes with the lesson.
pub(crate) async fn add(world: &World, lesson: LessonId) -> AttachmentId {
    let files = vec![actions::SentFile::new("图示.png", PICTURE).await.expect("a digest")];
    let file = actions::check_attachments(&world.app, files).await.expect("a picture").remove(0);
    let mut act = world.act("personnel").await;
    let id = actions::courses::attach(&mut act, lesson, file).await.expect("added");
    act.commit("").await.expect("kept");
    id
}

#[tokio::test]
async fn a_file_that_comes_again_when_the_lesson_is_full_was_taken() {
    let world = World::new().await;
    let (_, lesson) = courses::course(&world, false).await;
    let url = format!("/lessons/{lesson}/attachments");
    let last = [("key", "0190b2f0-0000-7000-8000-00000000000e")];
    for _ in 1..domain::attachment::ATTACHMENTS_MAX {
        add(&world, lesson).await;
    }
    let taken = world.upload("personnel", &url, &last, ("讲义.docx", &document(&[]))).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let again = world.upload("personnel", &url, &last, ("讲义.docx", &document(&[]))).await;
    assert_eq!((again.status.as_u16(), again.location()), (303, taken.location()));
    assert!(!world.get("auditor", "/audit?name=upload.refused").await.body.contains("附件太多"));
    let more = world.upload("personnel", &url, &[], ("讲义.docx", &document(&[]))).await;
    assert!(more.status.is_client_error(), "{}", more.status);
    assert!(world.get("auditor", "/audit?name=upload.refused").await.body.contains("附件太多"));
}

fn document(more: &[(&str, &[u8])]) -> Vec<u8> {
    let parts: [(&str, &[u8]); 2] = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")];
    archive(&[&parts, more].concat())
}

/// The address of the first attachment on a page.
fn address(page: &str) -> String {
    let id = page.split("href=\"/attachments/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    format!("/attachments/{id}")
}

#[tokio::test]
async fn an_author_adds_files_learners_keep_them_and_what_is_removed_is_gone() {
    let world = World::new().await;
    let (course, lesson) = courses::course(&world, false).await;
    let (url, settings) = (format!("/lessons/{lesson}/attachments"), format!("/lessons/{lesson}/settings"));
    assert_eq!(world.upload("owner", &url, &[], ("讲义.docx", &document(&[]))).await.status, 404);
    let name = "讲义 \"第一讲\"\r\nX: y.docx".replace(['\r', '\n', '"'], "_");
    let added = world.upload("personnel", &url, &[], (&name, &document(&[]))).await;
    assert_eq!((added.status.as_u16(), added.location()), (303, format!("{settings}?done=attachment").as_str()));
    let file = address(&world.get("personnel", &settings).await.body);
    assert_eq!(world.get("owner", &file).await.status, 404, "the course is not shown yet");
    world.post("personnel", &format!("/courses/{course}/publication"), &[("published", "yes")]).await;
    let page = world.get("owner", &format!("/lessons/{lesson}")).await.body;
    assert_eq!(address(&page), file);
    let kept = world.get("owner", &file).await;
    assert_eq!(kept.status, 200);
    let disposition = kept.headers["content-disposition"].to_str().expect("text");
    assert!(disposition.starts_with("attachment; filename*=UTF-8''%E8%AE%B2"), "{disposition}");
    assert!(
        !disposition.contains('"') && !disposition.contains(' ') || !disposition[11..].trim().contains(' '),
        "{disposition}"
    );
    assert_eq!(kept.headers["content-type"], "application/octet-stream");
    assert!(kept.headers["content-security-policy"].to_str().expect("text").contains("sandbox"));
    assert_eq!(world.post("owner", &format!("{file}/removal"), &[]).await.status, 404);
    assert_eq!(world.post("personnel", &format!("{file}/removal"), &[]).await.status, 303);
    assert_eq!(world.get("owner", &file).await.status, 404);
    let log = world.get("auditor", "/audit").await.body;
    assert!(log.contains("的附件 讲义") && log.contains("添加了附件"), "{log}");
}

#[tokio::test]
async fn what_is_no_document_or_runs_something_is_refused_with_its_sentence() {
    let world = World::new().await;
    let (_, lesson) = courses::course(&world, true).await;
    let url = format!("/lessons/{lesson}/attachments");
    let macros = document(&[("word/vbaProject.bin", b"macro")]);
    let whole = document(&[]);
    let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
    for (name, bytes, said) in [
        ("宏.docm", macros.as_slice(), "带有宏或控件"),
        ("旧.doc", &old, "旧格式的 Office 文档"),
        ("半.docx", &whole[..whole.len() - 30], "不完整"),
        ("网页.docx", b"<html></html>", "也不是 Word、Excel 或 PowerPoint"),
        ("压缩.docx", &archive(&[("a.txt", b"text".as_slice())]), "也不是 Word、Excel 或 PowerPoint"),
        ("空.pdf", b"", "0 字节"),
    ] {
        let reply = world.upload("personnel", &url, &[], (name, bytes)).await;
        assert_eq!(reply.status, 422, "{name}: {}", reply.body);
        assert!(reply.body.contains(said), "{name}: {}", reply.body);
    }
    let none = world.upload_many("personnel", &url, &[], &[]).await;
    assert!(none.status == 422 && none.body.contains("还没有选择文件"), "{}", none.body);
    // What is good as an attachment is none the better as evidence.
    assert_eq!(world.upload("personnel", &url, &[], ("讲义.docx", &whole)).await.status, 303);
    let sent = actions::SentFile::new("讲义.docx", whole).await.expect("a digest");
    let evidence = actions::check_files(&world.app, vec![sent]).await;
    assert_eq!(evidence.expect_err("no evidence").code, "file.type");
}

#[tokio::test]
async fn files_that_are_named_survive_a_sweep_and_removed_ones_do_not() {
    let world = World::new().await;
    let (_, lesson) = courses::course(&world, true).await;
    let before = world.files().len();
    let id = add(&world, lesson).await;
    let swept = actions::sweep_files(&world.app, crate::world::now()).await.expect("swept");
    assert_eq!((world.files().len(), swept.set_aside), (before + 1, 0));
    let mut act = world.act("personnel").await;
    actions::courses::remove_attachment(&mut act, id).await.expect("removed");
    act.commit("").await.expect("kept");
    let swept = actions::sweep_files(&world.app, crate::world::now()).await.expect("swept");
    assert_eq!(swept.set_aside, 1);
}
