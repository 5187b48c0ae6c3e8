//! The law that is named is that of the pack: refusals and pages cite its own articles, and none where it has none.

use crate::world::{World, seed_draft};

const PROVINCE: &str = "yunting-2025";

/// The article that a page cites, of a pack.
fn cites(body: &str, pack: &str, article: &str) -> bool {
    body.contains(&format!("/policies/{pack}#article-{article}\""))
}

/// Fields of an item whose days lie in two years.
fn over_new_year(world: &World) -> Vec<(&'static str, String)> {
    let kind = world.app.pack().kinds()[0].id.clone();
    let texts = [("title", "冬季研修"), ("organiser", "某基地"), ("starts", "2026-12-28"), ("ends", "2027-01-03")];
    texts.map(|(name, text)| (name, text.to_owned())).into_iter().chain([("kind", kind)]).collect()
}

async fn refused_item(world: &World) -> String {
    let file = seed_draft(&world.app, world.people["colleague"]).await;
    let fields = over_new_year(world);
    let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let url = format!("/registrations/{}/items", file.registration);
    let refused = world.post("colleague", &url, &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("这项活动有的日子不在 2026 年"), "{}", refused.body);
    refused.body
}

#[tokio::test]
async fn the_same_refusal_names_the_article_of_each_authority() {
    let school = refused_item(&World::new().await).await;
    assert!(cites(&school, "sample-2026", "第四条") && !cites(&school, PROVINCE, "第八条"), "{school}");
    let province = refused_item(&World::under(PROVINCE).await).await;
    assert!(cites(&province, PROVINCE, "第八条") && !province.contains("第四条\">第四条</a>〕"), "{province}");
}

#[tokio::test]
async fn where_an_authority_has_no_such_article_none_is_named() {
    let world = World::under(PROVINCE).await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let file = format!("/registrations/{}", draft.registration);
    let silent = world.post("colleague", &format!("{file}/submission"), &[("short", "yes")]).await;
    assert_eq!(silent.status, 422);
    assert!(silent.body.contains("提交前需要勾选") && !silent.body.contains("<dt>依据</dt>"), "{}", silent.body);
    assert!(silent.body.contains("愿按第十一条承担责任"), "{}", silent.body);
    let existing = world.post("colleague", "/registrations", &[("year", "2026")]).await;
    let existing = world.get("colleague", existing.location()).await.body;
    let said =
        existing.split("每人每年只有一份").nth(1).and_then(|rest| rest.split("</div>").next()).expect("it is said");
    assert!(!said.contains('条'), "{said}");
    let home = world.get("owner", "/").await.body;
    assert!(!home.contains("id=\"support\""), "{home}");
    let own = format!("/registrations/{}/approval", world.registration);
    let forbidden = world.post("approver", &own, &[]).await;
    assert!(!forbidden.body.contains("第六条"), "{}", forbidden.body);
}

#[tokio::test]
async fn a_certificate_has_the_name_that_its_authority_gives_it() {
    for (pack, name) in [("sample-2026", "专业技术人员继续教育合格证书"), (PROVINCE, "云汀省继续教育登记证明（虚构）")]
    {
        let world = World::under(pack).await;
        let asked = world.post("colleague", "/certificates", &[("kind", "annual"), ("year", "2026")]).await;
        assert!(asked.status == 409 && asked.body.contains(&format!("还不能生成{name}。")), "{}", asked.body);
    }
}

#[tokio::test]
async fn a_registration_keeps_its_own_law_when_another_comes_into_force() {
    let world = World::new().await;
    let file = format!("/registrations/{}", world.registration);
    let world = world.reopened_under(PROVINCE).await;
    world.post("verifier", &format!("{file}/check"), &[]).await;
    let open = world.post("verifier", &format!("{file}/verification"), &[]).await;
    assert_eq!(open.status, 409, "{}", open.body);
    assert!(open.body.contains("没有审验"), "{}", open.body);
    assert!(cites(&open.body, "sample-2026", "第六条") && open.body.contains("第六条（二）"), "{}", open.body);
    let training = world.get("personnel", "/training-years").await.body;
    assert!(
        cites(&training, PROVINCE, "第三条"),
        "what is about no registration is under the pack in force: {training}"
    );
    let settings = world.get("personnel", "/training-years/2026").await.body;
    assert!(settings.contains("规定 5 次"), "{settings}");
}

#[tokio::test]
async fn where_the_next_year_is_open_too_an_activity_of_last_year_is_taken() {
    let world = World::under(PROVINCE).await;
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let hint = world.get("colleague", "/registrations/new").await.body;
    assert!(hint.contains("补登在其后 1 年") && !hint.contains("不能跨年"), "{hint}");
    let items = format!("/registrations/{}/items", draft.registration);
    let of_year = |year: &str| {
        let fields = over_new_year(&world).into_iter();
        let moved = fields.map(|(name, text)| match name {
            "starts" | "ends" => (name, format!("{year}-07-{}", if name == "starts" { "01" } else { "02" })),
            _ => (name, text),
        });
        moved.collect::<Vec<_>>()
    };
    for (year, refused) in [("2025", None), ("2024", Some("登记在 2024 至 2025 年度中的一个年度"))] {
        let fields = of_year(year);
        let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let answer = world.post("colleague", &items, &fields).await;
        match refused {
            None => assert_eq!(answer.status, 303, "{}", answer.body),
            Some(words) => assert!(answer.status == 422 && answer.body.contains(words), "{}", answer.body),
        }
    }
}
