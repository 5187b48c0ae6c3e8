//! The page of a pack: what kind of text it is, and each article with something beside it.

use crate::world::World;

/// The page of a pack, and its part for each article: id, what stands to the left and what stands to the right.
async fn page(world: &World, pack: &str) -> (String, Vec<(String, String, String)>) {
    let shown = world.get("nobody", &format!("/policies/{pack}")).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let parts = shown.body.split("<section class=\"sheet statute\" id=\"article-").skip(1);
    let parts = parts.map(|part| {
        let (id, rest) = part.split_once('"').expect("an id");
        let (left, right) =
            rest.split_once("<div class=\"reading\">").expect("the text").1.split_once("</div>").expect("its end");
        (id.to_owned(), left.to_owned(), right.split("</section>").next().expect("its end").to_owned())
    });
    let parts = parts.collect();
    (shown.body, parts)
}

#[tokio::test]
async fn what_a_pack_says_of_itself_stands_before_its_articles() {
    let world = World::new().await;
    for (pack, words) in [
        ("guet-2022", ["这是细则的解读本", "正式表述以学校印发的原文为准", "自2022年1月1日起"]),
        (
            "yunting-2025",
            ["云汀省是虚构的地方", "任何单位都不应把它当作正式规定使用", "自2025年1月1日起，到2027年12月31日为止"],
        ),
        (
            "sample-2026",
            ["这些数字是编出来的", "所依据的<a href=\"/policies/guet-2022\">", "正式表述以学校印发的原文为准"],
        ),
    ] {
        let (body, _) = page(&world, pack).await;
        let before = body.split("id=\"article-").next().expect("a beginning");
        let about = before.split_once("class=\"sheet about\"").expect("it is there").1;
        let about = about.split("</section>").next().expect("its end");
        for words in words {
            assert!(about.contains(words), "{pack}, {words}: {about}");
        }
    }
}

#[tokio::test]
async fn each_article_that_is_carried_out_has_its_rules_beside_it() {
    let world = World::new().await;
    let names: Vec<String> = world.app.library().names().into_iter().map(str::to_owned).collect();
    for name in names {
        let pack = world.app.library().load(&name).expect("it loads");
        let (_, parts) = page(&world, &name).await;
        assert_eq!(parts.len(), pack.articles().len());
        for (article, (id, _, right)) in pack.articles().iter().zip(&parts) {
            assert_eq!(&article.id, id);
            // Which refusals cite it is no rule of the article.
            let cards = right.split("class=\"clause\"").skip(1);
            let has_rules = cards.filter(|card| !card.contains("提示里引用本条的规定")).count() > 0;
            assert!(
                article.rules.is_empty() || has_rules,
                "{name}, {id} has {:?} and nothing beside it",
                article.rules
            );
            let says_why = right.contains("没有计算规则") || right.contains("尚未落实");
            assert!(has_rules || says_why, "{name}, {id}: {right}");
        }
    }
}

#[tokio::test]
async fn rates_days_categories_and_evidence_stand_beside_the_article_that_gives_them() {
    let world = World::new().await;
    let (_, parts) = page(&world, "guet-2022").await;
    let beside = |wanted: &str| &parts.iter().find(|(id, ..)| id == wanted).expect("it is there").2;
    for (article, words) in [
        (
            "桂人社规〔2019〕4号",
            vec!["按半天折算的标准", "<dt>每半天</dt><dd>4 学时</dd>", "培训（按半天折算）", "正式印发"],
        ),
        ("第四条", vec!["一天最多能计的学时", "<dt>每天最多</dt><dd>12 学时</dd>", "<h3>类别</h3>", "<dt>自学</dt>"]),
        ("第五条", vec!["<h3>佐证材料</h3>", "论文"]),
    ] {
        for words in words {
            assert!(beside(article).contains(words), "{article}, {words}: {}", beside(article));
        }
    }
    let fifth = beside("第五条");
    let evidence = fifth.split_once("<h3>佐证材料</h3>").expect("it is there").1;
    assert_eq!(evidence.split("</dl>").next().map(|rows| rows.matches("<dt>").count()), Some(27), "{evidence}");
}

#[tokio::test]
async fn each_reading_can_be_linked_to() {
    let world = World::new().await;
    let pack = world.app.library().load("guet-2022").expect("it loads");
    let (body, _) = page(&world, "guet-2022").await;
    assert!(!pack.readings().is_empty());
    for reading in pack.readings() {
        assert_eq!(body.matches(&format!("id=\"reading-{}\"", reading.id)).count(), 1, "{}", reading.id);
    }
}

/// The names under a heading of the simulation's page.
fn named(body: &str, list: &str) -> Vec<String> {
    let part = body.split_once(&format!("<h3 id=\"{list}\">")).expect("the list").1;
    let part = part.split("<h3 ").next().unwrap_or_default().split("</section>").next().unwrap_or_default();
    let rows = part.split("<th scope=\"row\"><a href=\"").skip(1);
    rows.map(|row| row.split_once('>').and_then(|(_, rest)| rest.split_once("</a>")).expect("a name").0.to_owned())
        .collect()
}

#[tokio::test]
async fn a_simulation_names_who_gains_and_who_loses_with_links_to_the_articles() {
    let world = World::new().await;
    let there = world.get("personnel", "/policies/yunting-2025/simulation?against=guet-2022&year=2026").await;
    let back = world.get("personnel", "/policies/guet-2022/simulation?against=yunting-2025&year=2026").await;
    assert_eq!((there.status.as_u16(), back.status.as_u16()), (200, 200), "{}", there.body);
    let (gain, lose) = (named(&there.body, "gainers"), named(&there.body, "losers"));
    assert!(!gain.is_empty() || !lose.is_empty(), "{}", there.body);
    assert_eq!((named(&back.body, "losers"), named(&back.body, "gainers")), (gain.clone(), lose.clone()));
    for words in ["受损的人", "受益的人", "导出名单"] {
        assert!(there.body.contains(words), "{words}");
    }
    let moved = if gain.is_empty() { &back.body } else { &there.body };
    let causes = moved.split("data-label=\"受什么影响\"").nth(1).expect("what moves somebody");
    assert!(causes.split("</td>").next().is_some_and(|causes| causes.contains("#article-")), "{causes}");
    let unit = "/policies/yunting-2025/simulation?against=guet-2022&year=2026&unit=02";
    let of_unit = world.get("personnel", unit).await.body;
    let count = |body: &str| named(body, "gainers").len() + named(body, "losers").len();
    let all = count(&there.body);
    let other = count(&world.get("personnel", &unit.replace("unit=02", "unit=01")).await.body);
    assert_eq!(count(&of_unit) + other, all);
    assert!(of_unit.contains("<option value=\"02\" selected>"), "{of_unit}");
}

#[tokio::test]
async fn the_people_of_a_simulation_can_be_taken_along_by_the_office_alone() {
    let world = World::new().await;
    let url = "/policies/yunting-2025/simulation.xlsx?against=guet-2022&year=2026";
    let taken = world.get("personnel", url).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    let disposition =
        taken.headers.get("content-disposition").and_then(|value| value.to_str().ok()).unwrap_or_default();
    assert!(disposition.starts_with("attachment") && disposition.ends_with(".xlsx"), "{disposition}");
    assert_eq!(world.get("approver", url).await.status, 404);
    let log = world.get("auditor", "/audit?name=policy.simulation-exported").await.body;
    assert!(log.contains("导出了 2026 年度试算的名单"), "{log}");
}
