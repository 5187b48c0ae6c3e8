//! `xueshi policy kinds`: what a form-maker needs to know of each kind.

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
}
