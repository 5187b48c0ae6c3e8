//! The forms of those who make courses, from outside: what is refused stays on its page as it was typed, with the sentence at
//! its field.

use crate::{
    courses::{course, film, settings},
    world::{Reply, World},
};

/// Whether a page says at this field what is wrong with it: the field is marked and leads to the sentence.
pub(crate) fn is_marked(page: &str, field: &str, sentence: &str) -> bool {
    let tag = page.split('<').find(|tag| tag.contains(&format!(" id=\"{field}\"")));
    let is_invalid = tag.is_some_and(|tag| {
        tag.contains("aria-invalid=\"true\"")
            && tag.contains(&format!("{field}-fault\""))
            && tag.contains("describedby")
    });
    let told = page.split(&format!("id=\"{field}-fault\">")).nth(1).and_then(|rest| rest.split("</p>").next());
    is_invalid && told.is_some_and(|told| told.contains(sentence))
}

fn stays(reply: &Reply, status: u16, (field, sentence): (&str, &str), kept: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert!(is_marked(&reply.body, field, sentence), "{field}: {sentence}: {}", reply.body);
    assert_eq!(reply.body.matches("aria-invalid").count(), 1, "no other field is wrong: {}", reply.body);
    for part in kept {
        assert!(reply.body.contains(part), "{part}: {}", reply.body);
    }
}

#[tokio::test]
async fn a_second_required_course_is_refused_where_it_can_be_made_an_elective() {
    let world = World::new().await;
    let typed = |required| {
        let hours = [("hours", "2.5"), ("notice", "校人〔2026〕8号")];
        [&[("title", "第二门"), ("year", "2026"), ("required", required)][..], &hours].concat()
    };
    let first = [("title", "第一门"), ("year", "2026"), ("required", "yes")];
    assert_eq!(world.post("personnel", "/courses", &first).await.status, 303);
    let refused = world.post("personnel", "/courses", &typed("yes")).await;
    let kept = [
        "value=\"第二门\"",
        "value=\"2.5\"",
        "value=\"校人〔2026〕8号\"",
        "<option value=\"2026\" selected>",
        "name=\"required\" value=\"yes\" checked",
        "name=\"required\" value=\"no\"",
    ];
    stays(&refused, 409, ("required", "这个年度已经有一门必修课"), &kept);
    let made = world.post("personnel", "/courses", &typed("no")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let named = world.post("personnel", "/courses", &[("title", "第一门"), ("year", "2026")]).await;
    stays(&named, 409, ("title", "已经有叫“第一门”的课程"), &["value=\"no\" checked"]);
    let hours = world.post("personnel", "/courses", &[("title", "丙"), ("year", "2026"), ("hours", "许多")]).await;
    stays(&hours, 422, ("hours", "学时不能是“许多”"), &["value=\"许多\""]);
    let notice = world.post("personnel", "/courses", &[("title", "丁"), ("year", "2026"), ("hours", "3")]).await;
    stays(&notice, 422, ("notice", "要有依据"), &["value=\"丁\""]);
    let courses = world.get("personnel", "/courses").await.body;
    assert!(!courses.contains("丙") && !courses.contains("丁"), "nothing is half made: {courses}");
    assert_eq!(world.post("owner", "/courses", &typed("no")).await.status, 403, "to others there is no such form");
}

#[tokio::test]
async fn a_course_that_cannot_be_shown_says_so_on_its_page() {
    let world = World::new().await;
    let made = world.post("personnel", "/courses", &[("title", "新课"), ("year", "2026")]).await;
    let course = made.location().split('?').next().expect("a course").to_owned();
    let publish = async || {
        let fields = [("published", "yes")];
        world.post("personnel", &format!("{course}/publication"), &fields).await
    };
    let empty = publish().await;
    assert!(empty.status == 409 && empty.body.contains("还没有在用的课时") && empty.body.contains("<h1>新课</h1>"));
    let lesson = [("kind", "page"), ("title", "第一讲"), ("minutes", "2"), ("text", "# 开头")];
    world.upload_many("personnel", &format!("{course}/lessons"), &lesson, &[]).await;
    stays(&publish().await, 409, ("course-hours", "还没有设定这门选修课的学时"), &["<h1>新课</h1>", "第一讲"]);
    let set = [("hours", "100"), ("notice", "校人〔2026〕8号")];
    let refused = world.post("personnel", &format!("{course}/hours"), &set).await;
    let kept = ["value=\"100\"", "value=\"校人〔2026〕8号\""];
    stays(&refused, 422, ("course-hours", "应在 0.5 至 90 之间"), &kept);
    let named = world.post("personnel", &format!("{course}/title"), &[("title", &"字".repeat(101))]).await;
    stays(&named, 422, ("course-title", "1 至 100 个字"), &[&"字".repeat(101), "<h1>新课</h1>"]);
    assert_eq!(world.post("personnel", &format!("{course}/hours"), &[("hours", "3"), set[1]]).await.status, 303);
    let unsettled = publish().await;
    assert!(unsettled.status == 404 && unsettled.body.contains("<h1>新课</h1>"), "{}", unsettled.body);
    assert!(unsettled.body.contains("2026 年度的公需科目还没有设定"), "{}", unsettled.body);
    let mut act = world.act("personnel").await;
    actions::training_years::settle(&mut act, &settings()).await.expect("settled");
    act.commit("").await.expect("kept");
    assert_eq!(publish().await.status, 303);
}

#[tokio::test]
async fn a_lesson_that_is_refused_names_its_field_and_what_its_kind_takes() {
    let world = World::new().await;
    let (course, _) = course(&world, true).await;
    let url = format!("/courses/{course}/lessons");
    let fields = |kind, minutes, text| {
        [("chapter", "第九章"), ("title", "第九讲"), ("kind", kind), ("minutes", minutes), ("text", text)]
    };
    let kept = ["value=\"第九章\"", "value=\"第九讲\""];
    let page = async |minutes, text| world.upload_many("personnel", &url, &fields("page", minutes, text), &[]).await;
    stays(&page("5", " ").await, 422, ("text", "还没有写图文正文"), &kept);
    stays(&page("", "# 讲义").await, 422, ("minutes", "1 分钟至 12 小时之间"), &["# 讲义</textarea>"]);
    stays(&page("十", "# 讲义").await, 422, ("minutes", "时长不是整数"), &["value=\"十\""]);
    let none = world.upload_many("personnel", &url, &fields("", "5", ""), &[]).await;
    stays(&none, 422, ("kind", "还没有选择课时的类型"), &kept);
    for (name, bytes, what, next) in [
        ("film.mp4", film(), "这是视频；“文档”课时只接受 PDF。", "请把类型改选为“视频”"),
        ("slides.pptx", b"PK\x03\x04 and so on".to_vec(), "这是压缩包或 Office 文件", "另存为 PDF"),
        ("notes.pdf", b"only a text".to_vec(), "这个文件不是 PDF", "另存为 PDF"),
        ("cut.pdf", b"%PDF-1.7 nothing".to_vec(), "“cut.pdf”", "课程的其他内容没有变化"),
    ] {
        let refused = world.upload("personnel", &url, &fields("document", "5", ""), (name, &bytes)).await;
        stays(&refused, 422, ("file", what), &[next]);
        assert!(!refused.body.contains("佐证"), "no word of evidence: {}", refused.body);
    }
    let film = world.upload("personnel", &url, &fields("video", "", ""), ("notes.mp4", b"%PDF-1.7")).await;
    stays(&film, 422, ("file", "不是 MP4 或 WebM 视频"), &["PDF 请把类型改选为“文档”"]);
}

#[tokio::test]
async fn a_lesson_that_cannot_be_changed_so_stays_in_its_form() {
    let world = World::new().await;
    let (_, lesson) = course(&world, true).await;
    let page = format!("/lessons/{lesson}/settings");
    let long = "章".repeat(101);
    let typed = |title, chapter| [("title", title), ("chapter", chapter), ("place", "1")];
    let nameless = world.post("personnel", &page, &typed("", "新的一章")).await;
    stays(&nameless, 422, ("title", "1 至 100 个字"), &["value=\"新的一章\"", "更正内容"]);
    let chapter = world.post("personnel", &page, &typed("新名", &long)).await;
    stays(&chapter, 422, ("chapter", "章的名称最多 100 个字"), &["value=\"新名\"", &long]);
    let last = world.post("personnel", &format!("/lessons/{lesson}/withdrawal"), &[]).await;
    assert!(last.status == 409 && last.body.contains("最后一个在用的课时") && last.body.contains("<h1>修改课时</h1>"));
    assert_eq!(world.post("owner", &page, &typed("我的", "")).await.status, 403);
    let shown = world.get("personnel", &page).await.body;
    assert!(shown.contains("value=\"第一讲\"") && !shown.contains("aria-invalid"), "{shown}");
}
