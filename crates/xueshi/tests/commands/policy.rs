//! `xueshi policy`: what a form-maker needs to know of each kind, whether the packs are sound, and how they are read.

use std::collections::BTreeSet;

use crate::program::Desk;

#[test]
fn kinds_come_with_their_fields_evidence_and_articles() {
    let kinds = Desk::new().run("policy kinds guet-2022 --json").json();
    let kinds = kinds.as_array().expect("a list");
    let ids: BTreeSet<&str> = kinds.iter().filter_map(|kind| kind["id"].as_str()).collect();
    assert_eq!(ids.len(), kinds.len(), "an id each");
    for kind in kinds {
        for field in ["id", "name", "category", "category_name", "article", "hint"] {
            assert!(kind[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {kind}");
        }
        assert!(kind["asks"].is_array() && kind["evidence"].is_array(), "{kind}");
        assert!(kind["by_reviewer"].is_boolean() && kind["sample"] == false, "{kind}");
    }
    let categories: BTreeSet<&str> = kinds.iter().filter_map(|kind| kind["category"].as_str()).collect();
    assert_eq!(categories.len(), 6, "{categories:?}");
    let half_days = kinds.iter().find(|kind| kind["id"] == "training-half-days").expect("it is there");
    assert_eq!(half_days["asks"][0]["id"], "half_days");
    assert_eq!(half_days["article"], "第四条");
    assert!(!half_days["evidence"].as_array().expect("a list").is_empty());
}

#[test]
fn sample_numbers_are_marked_kind_by_kind() {
    let kinds = Desk::new().run("policy kinds sample-2026 --json").json();
    let is_sample = |id: &str| {
        let kind = kinds.as_array().and_then(|kinds| kinds.iter().find(|kind| kind["id"] == id));
        kind.expect("it is there")["sample"].as_bool()
    };
    assert_eq!((is_sample("paper"), is_sample("training-half-days")), (Some(true), Some(false)));
}

#[test]
fn people_read_the_same_in_words() {
    let ended = Desk::new().run("policy kinds guet-2022");
    assert_eq!(ended.code, Some(0), "{}", ended.complained);
    for words in ["training-half-days", "学时：", "填写：half_days 培训半天数（整数，半天）", "材料："]
    {
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
}

#[test]
fn a_pack_or_an_article_that_is_not_there_is_answered_with_those_that_are() {
    let unknown = Desk::new().run("policy kinds guet-1999 --json");
    assert_eq!((unknown.code, unknown.said.as_str()), (Some(1), ""));
    assert!(unknown.complained.contains("sample-2026") && unknown.complained.contains("数据没有改动"));
    let article = Desk::new().run("policy show 第九十条");
    assert_eq!(article.code, Some(1));
    assert!(article.complained.contains("第四条"), "{}", article.complained);
    for slip in ["policy show 第九十九条 --readings", "policy show 第六条（九）", "policy show 第六条（九） --readings"]
    {
        let ended = Desk::new().run(slip);
        assert_eq!((ended.code, ended.said.as_str()), (Some(1), ""), "{slip}");
        assert!(ended.complained.contains("第四条") && ended.complained.contains("数据没有改动"), "{slip}");
    }
}

#[test]
fn an_article_is_shown_by_a_citation_as_explanations_print_it() {
    let whole = Desk::new().run("policy show 第六条");
    let cited = Desk::new().run("policy show 第六条（四）");
    assert_eq!((cited.code, &cited.said), (Some(0), &whole.said), "{}", cited.complained);
    let annexe = Desk::new().run("policy show 桂人社规〔2019〕2号");
    assert!(annexe.said.starts_with("桂人社规〔2019〕2号 实施意见"), "{}{}", annexe.said, annexe.complained);
    let readings = Desk::new().run("policy show 第六条（四） --readings");
    assert!(readings.said.contains("figure-above-claim") && !readings.said.contains("approved-hours"));
    let none = Desk::new().run("policy show 第五条 --readings");
    assert!(none.code == Some(0) && none.said.contains("第五条没有解释性规定。"), "{}", none.said);
}

#[test]
fn what_a_pack_says_of_itself_comes_before_its_articles() {
    let before = |pack: &str| {
        let shown = Desk::new().run(&format!("policy show --pack {pack}"));
        assert_eq!(shown.code, Some(0), "{}", shown.complained);
        // Each article begins with its name, and the first one's is in no preamble.
        shown.said.split("\n第一条 ").next().expect("a beginning").to_owned()
    };
    let school = before("guet-2022");
    for words in ["执行日期：自2022年1月1日起\n", "正式表述以学校印发的原文为准", "所依据的《广西"]
    {
        assert!(school.contains(words), "{words}: {school}");
    }
    let province = before("yunting-2025");
    for words in ["执行日期：自2025年1月1日起，到2027年12月31日为止\n", "云汀省是虚构的地方"]
    {
        assert!(province.contains(words), "{words}: {province}");
    }
    let sample = before("sample-2026");
    assert!(sample.contains("这些数字是编出来的"), "{sample}");
}

#[test]
fn every_pack_of_the_program_is_sound() {
    let ended = Desk::new().run("policy check --json");
    assert_eq!(ended.code, Some(0), "{}", ended.complained);
    let packs = ended.json();
    let packs = packs.as_array().expect("a list");
    for name in ["guangxi-2019", "guet-2022", "sample-2026", "yunting-2025"] {
        let pack = packs.iter().find(|pack| pack["pack"] == name).expect("it is there");
        assert_eq!(
            (pack["usable"].as_bool(), pack["problems"].as_array().map(Vec::len)),
            (Some(true), Some(0)),
            "{pack}"
        );
    }
    let without = |name: &str| {
        let pack = packs.iter().find(|pack| pack["pack"] == name).expect("it is there");
        pack["provisions_without_article"].as_array().expect("a list").clone()
    };
    assert!(without("guet-2022").is_empty() && without("yunting-2025").contains(&"make-up".into()));
    let province = Desk::new().run("policy check yunting-2025");
    assert!(province.said.contains("没有条文规定：重修、补考、往年补修、"), "{}", province.said);
    let words = Desk::new().run("policy check guet-2022");
    assert!(words.said.contains("可用  guet-2022") && words.said.contains("尚未落实"), "{}", words.said);
    let unknown = Desk::new().run("policy check guet-1999");
    assert_eq!(unknown.code, Some(1));
    for words in ["没有学时标准“guet-1999”", "怎么办：", "数据没有改动"] {
        assert!(unknown.complained.contains(words), "{words}: {}", unknown.complained);
    }
}

#[test]
fn readings_are_shown_with_their_alternatives() {
    let ended = Desk::new().run("policy show --readings");
    assert_eq!(ended.code, Some(0), "{}", ended.complained);
    for words in
        ["share-of-required〔桂人社规〔2019〕2号〕", "采用 required：", "也可以 earned：", "（程序不按它计算）"]
    {
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
    let one = Desk::new().run("policy show 第十条 --readings");
    assert!(one.said.contains("approved-hours") && !one.said.contains("share-of-required"), "{}", one.said);
}

#[test]
fn a_year_is_judged_by_the_rules_of_another_place() {
    let desk = Desk::with(
        "year.json",
        r#"{"year": 2026, "category": "full-time-teacher", "items": [
            {"id": "1", "kind": "reading-notes", "starts": "2026-03-01", "ends": "2026-03-01", "answers": {"book": "甲", "pages": "20"}},
            {"id": "2", "kind": "reading-notes", "starts": "2026-04-01", "ends": "2026-04-01", "answers": {"book": "乙", "pages": "20"}}
        ]}"#,
    );
    let ended = desk.run("assess year.json --policy yunting-2025");
    assert_eq!(ended.code, Some(0), "{}", ended.complained);
    for words in ["专业 1 学时", "〔pages-together〕", "含示例数字", "虚构"] {
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
}
