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
