//! A year by way of the pages: register, submit, check, seal, approve; and what people read on the way.

use domain::registration::State;

use crate::world::{PICTURE, World, form};

#[tokio::test]
async fn signing_in_leads_where_one_wanted_to_go() {
    let world = World::new().await;
    let reply = world.get("nobody", "/my/2026").await;
    assert_eq!((reply.status.as_u16(), reply.location()), (303, "/sign-in?next=/my/2026"));
    let reply = world.post("nobody", "/sign-in", &[("staff_number", "20130000"), ("password", "wrong wrong")]).await;
    assert!(reply.status.is_client_error());
    assert!(reply.body.contains("20130000"), "what was typed is still there");
    let person = world.people["owner"].to_string();
    let reply = world.post("nobody", "/demo", &[("person", &person)]).await;
    assert_eq!(reply.status, 303);
    let cookie = reply.headers["set-cookie"].to_str().expect("text");
    assert!(cookie.starts_with("xueshi=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
}

#[tokio::test]
async fn the_same_form_twice_opens_one_registration() {
    let world = World::new().await;
    let fields = [("year", "2026"), ("key", "0190b2f0-0000-7000-8000-000000000001")];
    let first = world.post("colleague", "/registrations", &fields).await;
    let second = world.post("colleague", "/registrations", &fields).await;
    assert_eq!(first.status, 303);
    assert_eq!(first.location(), second.location());
    let page = world.get("colleague", first.location()).await;
    assert!(page.body.contains("还没有内容"), "an empty page teaches the first step");
}

#[tokio::test]
async fn an_item_is_tried_out_refused_kept_and_removed() {
    let world = World::new().await;
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let kind = world.app.pack().kinds().first().expect("a kind").clone();
    let chooser = world.get("colleague", &format!("{file}/items/new")).await;
    assert!(chooser.body.contains(&kind.name));
    let asked = world.get("colleague", &format!("{file}/items/new?kind={}", kind.id)).await;
    for ask in &kind.asks {
        assert!(asked.body.contains(&format!("answer.{}", ask.id)), "{}", ask.name);
    }
    let filled = form(&kind);
    let answers: Vec<(String, String)> =
        filled.answers.iter().map(|(id, value)| (format!("answer.{id}"), value.clone())).collect();
    let mut fields: Vec<(&str, &str)> = vec![
        ("kind", &filled.kind),
        ("title", &filled.title),
        ("organiser", &filled.organiser),
        ("starts", &filled.starts),
        ("ends", "2027-01-03"),
        ("applied", &filled.applied),
    ];
    fields.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let refused = world.post("colleague", &format!("{file}/items"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("智能制造教学研修班"), "what was typed is still there");
    fields[4].1 = &filled.ends;
    let nameless: Vec<_> =
        fields.iter().map(|(name, value)| (*name, if *name == "organiser" { " " } else { *value })).collect();
    let refused = world.post("colleague", &format!("{file}/items"), &nameless).await;
    assert_eq!(refused.status, 422);
    assert!(asked.body.contains("name=\"organiser\" value=\"\" required") && refused.body.contains("没有填写主办单位"));
    let tried: Vec<_> = fields.iter().copied().chain([("then", "preview")]).collect();
    let tried = world.post("colleague", &format!("{file}/items"), &tried).await;
    assert_eq!(tried.status, 200);
    let kept = world.post("colleague", &format!("{file}/items"), &fields).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let item = kept.location().split("#item-").nth(1).expect("an item").to_owned();
    let page = world.get("colleague", &file).await;
    assert!(page.body.contains("智能制造教学研修班") && page.body.contains("尚缺"));
    let removed = world.post("colleague", &format!("{file}/items/{item}/removal"), &[]).await;
    assert_eq!(removed.status, 303);
    assert!(!world.get("colleague", &file).await.body.contains(&format!("id=\"item-{item}\"")));
}

#[tokio::test]
async fn a_registration_goes_all_the_way() {
    let world = World::new().await;
    let file = format!("/registrations/{}", world.registration);
    let decision = format!("items/{}/decision", world.item);
    for step in ["check", &decision, "verification"] {
        assert_eq!(world.get("verifier", &file).await.status, 200);
        let url = format!("{file}/{step}");
        let reply = world.post("verifier", &url, &[("decision", "accept")]).await;
        assert_eq!(reply.status, 303, "{url}: {}", reply.body);
    }
    let form = world.get("owner", &format!("{file}/summary-form.pdf")).await;
    assert_eq!((form.status.as_u16(), form.headers["content-type"].to_str().ok()), (200, Some("application/pdf")));
    let sealed = world.upload("owner", &format!("{file}/sealed-form"), &[], ("汇总表.png", PICTURE)).await;
    assert_eq!(sealed.status, 303, "{}", sealed.body);
    assert_eq!(world.post("owner", &format!("{file}/approval-request"), &[]).await.status, 303);
    assert_eq!(world.post("approver", &format!("{file}/approval"), &[]).await.status, 303);
    let account = world.get("owner", "/my/2026").await;
    assert_eq!(account.status, 200);
    assert!(account.body.contains(State::Approved.label()), "{}", account.body);
    let overview = world.get("personnel", "/years/2026").await;
    assert!(overview.body.contains("机电工程学院"));
    let log = world.post("auditor", "/audit/verification", &[]).await;
    assert!(log.body.contains("逐行核对无误"));
}

#[tokio::test]
async fn an_import_is_first_only_tried() {
    let world = World::new().await;
    let csv = "部门代码,部门名称,类别\n03,数学学院,学院\n".as_bytes();
    let fields = [("kind", "units"), ("mode", "dry-run")];
    let tried = world.upload("personnel", "/imports", &fields, ("units.csv", csv)).await;
    assert_eq!(tried.status, 200, "{}", tried.body);
    assert!(tried.body.contains("试运行结果") && tried.body.contains("正式导入将新增 1"), "{}", tried.body);
    assert!(!world.get("personnel", "/people").await.body.contains("数学学院"));
    let fields = [("kind", "units"), ("mode", "all-or-nothing"), ("key", "0190b2f0-0000-7000-8000-000000000002")];
    let done = world.upload("personnel", "/imports", &fields, ("units.csv", csv)).await;
    assert!(done.body.contains("已写入：新增 1"), "{}", done.body);
    assert!(world.get("personnel", "/people").await.body.contains("数学学院"));
}

#[tokio::test]
async fn anybody_may_check_a_certificate() {
    let world = World::new().await;
    let reply = world.get("nobody", "/certificates?number=A2026-0000%200000").await;
    assert_eq!((reply.status.as_u16(), reply.location()), (303, "/certificates/A2026-0000%200000"));
    let reply = world.get("nobody", reply.location()).await;
    assert_eq!(reply.status, 404);
    assert!(reply.body.contains("查无此证") && reply.body.contains("仿冒"));
}

#[tokio::test]
async fn an_examination_is_passed_or_not_and_never_a_number() {
    let world = World::new().await;
    let open = world.get("owner", "/my/2026").await.body;
    assert!(open.contains("data-label=\"已有\">未合格<") && open.contains("data-label=\"应有\">合格<"), "{open}");
    world.certificate().await;
    assert!(world.get("owner", "/my/2026").await.body.contains("data-label=\"已有\">合格<"));
}

#[tokio::test]
async fn whoever_checks_or_approves_does_so_for_a_unit() {
    let world = World::new().await;
    let url = format!("/people/{}/role", world.people["stranger"]);
    for (role, status) in [("verifier", 422), ("approver", 422), ("auditor", 303)] {
        let reply = world.post("administrator", &url, &[("role", role), ("unit", "")]).await;
        assert_eq!(reply.status, status, "{role}: {}", reply.body);
    }
}

#[tokio::test]
async fn one_reads_ones_own_file_as_a_registration_and_anothers_as_a_reviewer() {
    let world = World::new().await;
    let file = format!("/registrations/{}", world.registration);
    let current = |body: &str| -> String {
        let (before, _) = body.split_once("\" aria-current=\"page\">").expect("a current section");
        before.rsplit('"').next().unwrap_or_default().to_owned()
    };
    assert_eq!(current(&world.get("verifier", &file).await.body), "/queue");
    assert_eq!(current(&world.get("owner", &file).await.body), "/registrations/new?year=2026");
}
