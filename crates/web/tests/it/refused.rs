//! What is refused says so on the page, and leaves its event in the log.

use axum::{body::Body, http::Request};
use domain::registration::declaration;

use crate::world::{PICTURE, World, seed_draft};

#[tokio::test]
async fn a_second_registration_of_a_year_leads_to_the_first_and_says_why() {
    let world = World::new().await;
    let first = world.post("colleague", "/registrations", &[("year", "2026"), ("key", "one")]).await;
    let second = world.post("colleague", "/registrations", &[("year", "2026"), ("key", "two")]).await;
    assert_eq!(second.status, 303, "{}", second.body);
    assert_eq!(second.location(), format!("{}?done=existing", first.location()));
    let page = world.get("colleague", second.location()).await;
    assert!(page.body.contains("每人每年只有一份") && page.body.contains("第六条"), "{}", page.body);
    for (year, said) in
        [("abc", "没有“abc”这个年度"), ("10000", "没有“10000”这个年度"), ("2027", "不能为 2027 年度新建登记")]
    {
        let refused = world.post("stranger", "/registrations", &[("year", year)]).await;
        assert_eq!(refused.status, 422, "{year}: {}", refused.body);
        assert!(refused.body.contains(said), "{year}: {}", refused.body);
    }
}

#[tokio::test]
async fn a_character_that_not_every_database_keeps_is_not_taken() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["stranger"]).await;
    let file = format!("/registrations/{}/items/{}/evidence", draft.registration, draft.item);
    let replies = [
        world.post("nobody", "/sign-in", &[("staff_number", "\0abc"), ("password", "x")]).await,
        world.get("verifier", "/queue?text=%00").await,
        world.get("auditor", "/audit?text=a%00b").await,
        world.upload("stranger", &file, &[("need", "a\0b")], ("证明.png", PICTURE)).await,
    ];
    for refused in replies {
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("没有读懂提交的内容"), "{}", refused.body);
    }
}

/// The log's lines of one event.
async fn log(world: &World, name: &str) -> String {
    world.get("auditor", &format!("/audit?name={name}")).await.body
}

#[tokio::test]
async fn a_refused_decision_upload_or_import_is_in_the_log() {
    let world = World::new().await;
    let file = format!("/registrations/{}", world.registration);
    let refused = world.post("verifier", &format!("{file}/verification"), &[]).await;
    assert_eq!(refused.status, 409);
    assert!(log(&world, "decision.refused").await.contains("完成审验没有成功：登记的状态不允许"));

    let url = format!("{file}/items/{}/evidence", world.item);
    let refused = world.upload("owner", &url, &[("need", "any")], ("证明.png", PICTURE)).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    assert!(log(&world, "upload.refused").await.contains("上传佐证材料没有成功"));

    let fields = [("kind", "units"), ("mode", "all-or-nothing")];
    let refused = world.upload("personnel", "/imports", &fields, ("单位.xlsx", b"PK not a workbook")).await;
    assert_eq!(refused.status, 422);
    assert!(log(&world, "import.refused").await.contains("导入单位名册没有成功：表格读不出来"));
    let csv = "部门代码,部门名称,类别\n03,数学学院,学院\n,没有代码,学院\n".as_bytes();
    let stopped = world.upload("personnel", "/imports", &fields, ("units.csv", csv)).await;
    assert_eq!(stopped.status, 200);
    assert!(log(&world, "import.refused").await.contains("导入单位名册没有成功：表格里有问题"));
    assert!(!world.get("personnel", "/people").await.body.contains("数学学院"));
}

/// How many lines of the log say this of uploads that were not taken.
async fn uploads_not_taken(world: &World, said: &str) -> usize {
    log(world, "upload.refused").await.matches(said).count()
}

#[tokio::test]
async fn an_upload_that_is_too_large_breaks_off_or_brings_nothing_is_in_the_log() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["stranger"]).await;
    let evidence = format!("/registrations/{}/items/{}/evidence", draft.registration, draft.item);
    let verified = world.verified().await;
    let sealed = format!("/registrations/{}/sealed-form", verified.registration);
    let huge = vec![b'a'; 2 * 1024 * 1024];
    for (who, url, deed, limit) in [
        ("stranger", &evidence, "上传佐证材料", "合计不能超过 100 MB"),
        ("colleague", &sealed, "上传盖章汇总表", "盖章的汇总表不能超过 20 MB"),
    ] {
        let large = world.upload(who, url, &[("need", &world.need())], ("大.pdf", &huge)).await;
        assert_eq!(large.status, 413, "{}", large.body);
        assert!(large.body.contains("没有上传") && large.body.contains(limit), "{}", large.body);
        let none = world.upload_many(who, url, &[("need", &world.need())], &[]).await;
        assert_eq!(none.status, 422, "{}", none.body);
        let cut = Request::post(url.as_str())
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Body::from("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF"))
            .expect("a request");
        let cut = world.send(who, cut).await;
        assert_eq!(cut.status, 422, "{}", cut.body);
        let typed = world.post(who, url, &[("need", &world.need())]).await;
        assert!(typed.status == 422 && typed.body.contains("没有收到文件"), "{}", typed.body);
        let empty = world.upload(who, url, &[("need", &world.need())], ("空.pdf", b"")).await;
        assert!(empty.status == 422 && empty.body.contains("“空.pdf”"), "{}", empty.body);
        for why in ["上传的内容太大", "没有选择文件", "上传中断", "没有收到文件", "文件是空的"]
        {
            assert_eq!(uploads_not_taken(&world, &format!("{deed}没有成功：{why}")).await, 1, "{deed}: {why}");
        }
    }
    let foreign = world.upload("owner", &evidence, &[], ("大.pdf", &huge)).await;
    assert_eq!(foreign.status, 404, "what is not there for somebody gets no trace from them: {}", foreign.body);
    assert_eq!(uploads_not_taken(&world, "上传的内容太大").await, 2);
}

#[tokio::test]
async fn a_lesson_whose_file_is_not_taken_is_in_the_log() {
    let world = World::new().await;
    let (course, _) = crate::courses::course(&world, true).await;
    let url = format!("/courses/{course}/lessons");
    let fields = [("kind", "video"), ("title", "第二讲")];
    assert_eq!(world.upload("personnel", &url, &fields, ("two.mp4", b"no film")).await.status, 422);
    assert_eq!(world.upload_many("personnel", &url, &fields, &[]).await.status, 422);
    assert_eq!(uploads_not_taken(&world, "上传课时文件没有成功").await, 2);
    let film = crate::courses::film();
    for (fields, why) in [
        ([("kind", "video"), ("title", "第二讲"), ("minutes", "一刻钟")], "课时的时长不能使用"),
        ([("kind", "album"), ("title", "第二讲"), ("minutes", "15")], "没有选择课时类型"),
        ([("kind", "video"), ("title", ""), ("minutes", "15")], "名称太长或没有填写"),
    ] {
        let refused = world.upload("personnel", &url, &fields, ("two.mp4", &film)).await;
        assert!(refused.status == 422 && refused.body.contains("添加课时"), "{why}: {}", refused.body);
        assert_eq!(uploads_not_taken(&world, &format!("上传课时文件没有成功：{why}")).await, 1, "{why}");
    }
    let page = [("kind", "page"), ("title", ""), ("minutes", "15"), ("text", "正文")];
    assert_eq!(world.upload_many("personnel", &url, &page, &[]).await.status, 422);
    assert_eq!(uploads_not_taken(&world, "上传课时文件没有成功").await, 5, "what is typed is no upload");
}

#[tokio::test]
async fn an_import_whose_form_cannot_be_read_is_in_the_log_without_its_list() {
    let world = World::new().await;
    let typed = world.post("personnel", "/imports", &[("kind", "units")]).await;
    assert_eq!(typed.status, 422, "{}", typed.body);
    assert!(
        typed.body.contains("没有收到文件") && typed.body.contains("选择文件</h2>"),
        "beside the form: {}",
        typed.body
    );
    assert!(log(&world, "import.refused").await.contains("导入没有成功：没有收到文件"));
}

#[tokio::test]
async fn more_files_than_a_registration_may_have_are_told_beside_the_form() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let url = format!("/registrations/{}/items/{}/evidence", draft.registration, draft.item);
    let files: Vec<(&str, &[u8])> = (0..=domain::evidence::FILES_MAX).map(|_| ("证明.png", PICTURE)).collect();
    let before = world.files();
    let refused = world.upload_many("colleague", &url, &[("need", &world.need())], &files).await;
    assert_eq!(refused.status, 413, "{}", refused.body);
    assert!(refused.body.contains("一份登记最多附 50 个文件") && refused.body.contains("这次又选了 51 个"));
    assert!(refused.body.contains(&format!("<details id=\"upload-{}\" open>", draft.item)), "{}", refused.body);
    assert_eq!(world.files(), before);
    assert_eq!(uploads_not_taken(&world, "上传佐证材料没有成功：文件太多").await, 1);
}

#[tokio::test]
async fn whether_one_may_comes_before_what_was_sent() {
    let world = World::new().await;
    let url = format!("/registrations/{}", world.registration);
    let evidence = format!("{url}/items/{}/evidence", world.item);
    for (who, status) in [("verifier", 403), ("stranger", 404), ("owner", 409)] {
        for path in [&evidence, &format!("{url}/sealed-form")] {
            let nothing = world.upload_many(who, path, &[("need", &world.need())], &[]).await;
            assert_eq!(nothing.status, status, "{who} {path}: {}", nothing.body);
            assert!(!nothing.body.contains("还没有选择文件"), "{who} {path}");
        }
    }
}

#[tokio::test]
async fn a_registration_that_cannot_be_handed_in_or_taken_back_is_in_the_log() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let file = format!("/registrations/{}", draft.registration);
    let silent = world.post("colleague", &format!("{file}/submission"), &[("short", "yes")]).await;
    assert_eq!(silent.status, 422);
    let page = world.get("colleague", &file).await.body;
    let quoted = declaration(world.app.pack());
    assert!(quoted.ends_with("愿按第十三条承担责任"), "{quoted}");
    assert!(silent.body.contains(&quoted) && page.contains(&quoted), "the tick is quoted as it stands there");
    assert!(log(&world, "decision.refused").await.contains("提交没有成功：没有作出声明"));
    let early = world.post("colleague", &format!("{file}/withdrawal"), &[]).await;
    assert_eq!(early.status, 409);
    assert!(log(&world, "decision.refused").await.contains("撤回没有成功：登记的状态不允许"));
}

#[tokio::test]
async fn several_files_may_come_to_more_than_one_and_the_one_that_cannot_be_taken_is_named() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let url = format!("/registrations/{}/items/{}/evidence", draft.registration, draft.item);
    let half = vec![b'a'; 700 * 1024];
    let files: [(&str, &[u8]); 3] = [("一.pdf", &half), ("二.pdf", &half), ("空.pdf", b"")];
    let refused = world.upload_many("colleague", &url, &[("need", &world.need())], &files).await;
    assert!(refused.status == 422 && refused.body.contains("“空.pdf”：这个文件是空的"), "{}", refused.body);
    let page = world.get("colleague", &format!("/registrations/{}", draft.registration)).await.body;
    assert!(page.contains("每个不超过 20 MB，一次上传合计不超过 100 MB"), "{page}");
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_is_told_beside_its_form() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let file = format!("/registrations/{}", draft.registration);
    let kind = world.app.pack().kinds().first().expect("a kind").clone();
    let need = kind.evidence.last().expect("a piece").id.clone();
    let url = format!("{file}/items/{}/evidence", draft.item);
    let refused = world.upload("colleague", &url, &[("need", &need)], ("证明.docx", b"PK\x03\x04 a document")).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let page = &refused.body;
    assert!(page.contains("佐证材料没有上传") && page.contains("证明.docx"), "{page}");
    assert!(page.contains(&format!("<details id=\"upload-{}\" open>", draft.item)), "{page}");
    assert!(page.contains(&format!("<option value=\"{need}\" selected>")), "{page}");
    let none = world.upload_many("colleague", &url, &[("need", &need)], &[]).await;
    assert!(none.status == 422 && none.body.contains("还没有选择文件"), "{}", none.body);
}

#[tokio::test]
async fn a_role_that_cannot_be_given_leaves_its_form_as_it_was() {
    let world = World::new().await;
    let url = format!("/people/{}/role", world.people["colleague"]);
    let refused = world.post("administrator", &url, &[("role", "approver"), ("unit", "")]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("还没有选择单位") && refused.body.contains("<details id=\"grant\" open>"));
    assert!(refused.body.contains("<option value=\"approver\" selected>"), "{}", refused.body);
}

#[tokio::test]
async fn an_answer_that_is_none_is_told_beside_its_field_and_nothing_that_was_typed_is_lost() {
    let world = World::new().await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let file = format!("/registrations/{}", draft.registration);
    let pack = world.app.pack();
    let choices = |kind: &&policy::Kind| kind.asks.iter().any(|ask| matches!(ask.answer, policy::Answer::Choice(_)));
    let chosen = pack.kinds().iter().find(choices).expect("a kind with a choice");
    let choice = chosen.asks.iter().find(|ask| matches!(ask.answer, policy::Answer::Choice(_))).expect("a choice");
    for (kind, ask, typed, said) in [
        ("training-half-days", "half_days", "-5", "要填从 1 起的整数"),
        ("training-half-days", "half_days", "两个", "现在是“两个”"),
        (chosen.id.as_str(), choice.id.as_str(), "no-such", "请从列表中选择"),
    ] {
        let name = format!("answer.{ask}");
        let fields = [
            ("kind", kind),
            ("title", "算法教学研修"),
            ("organiser", "某基地"),
            ("starts", "2026-07-01"),
            ("ends", "2026-07-03"),
            (name.as_str(), typed),
        ];
        for url in [format!("{file}/items"), format!("{file}/items/{}", draft.item)] {
            let refused = world.post("colleague", &url, &fields).await;
            assert_eq!(refused.status, 422, "{kind}, {typed}: {}", refused.body);
            let field = refused.body.split_once(&format!("id=\"answer-{ask}\"")).expect("its field").1;
            let told = field.split_once(&format!("id=\"answer-{ask}-fault\">")).expect("what is wrong with it").1;
            assert!(told.split("</p>").next().is_some_and(|told| told.contains(said)), "{told}");
            assert!(field.split('>').next().is_some_and(|tag| tag.contains("aria-invalid=\"true\"")), "{field}");
            assert!(refused.body.contains("value=\"算法教学研修\""), "{}", refused.body);
            assert!(ask != "half_days" || refused.body.contains(&format!("value=\"{typed}\"")), "{}", refused.body);
        }
        assert!(!world.get("colleague", &file).await.body.contains("算法教学研修"), "nothing was saved");
    }
    let empty =
        [("kind", "training-half-days"), ("title", "算法教学研修"), ("organiser", "某基地"), ("starts", "2026-07-01")];
    let kept = world.post("colleague", &format!("{file}/items"), &empty).await;
    assert_eq!(kept.status, 303, "what is not yet known may be missing from a draft: {}", kept.body);
}
