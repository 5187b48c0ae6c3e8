//! Sample pages of the packs: each article with its rules, or with the reason why it has none, or with what is missing.

use super::{person::frame, text};
use crate::views::{
    policies::{ArticleRules, GapNote, PackPage, PreambleText, RuleCard},
    sample,
};

/// An article that has nothing beside it yet.
fn bare(id: &str, title: &str) -> ArticleRules {
    ArticleRules {
        text: sample::article(id, title, "这一条的意思。"),
        rules: Vec::new(),
        kinds: Vec::new(),
        no_rule: None,
        gaps: Vec::new(),
    }
}

fn gap() -> GapNote {
    GapNote { says: "没有取得办法原文".into(), meanwhile: "由单位审验核定".into() }
}

fn page(articles: Vec<ArticleRules>) -> String {
    text(&PackPage {
        frame: frame("某大学实施细则"),
        name: "sample-2026".into(),
        title: "某大学实施细则".into(),
        hash: "3f9a12".into(),
        days: "自2026年1月1日起".into(),
        succeeds: Some(("guet-2022".into(), "某大学实施细则（旧）".into())),
        preambles: vec![
            PreambleText { of: None, paragraphs: vec!["这是解读本，以印发的原文为准。".into()] },
            PreambleText {
                of: Some(("guangxi-2019".into(), "某自治区办法".into())),
                paragraphs: vec!["手头没有原文。".into()],
            },
        ],
        articles,
        others: vec!["guet-2022".into()],
        may_simulate: true,
    })
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let aspects = vec![("至少".into(), "90 学时".into())];
    let rule = RuleCard { anchor: None, name: "要求“年度总学时”".into(), aspects };
    let articles = vec![
        ArticleRules { rules: vec![rule], gaps: vec![gap()], ..bare("第二条", "年度学时") },
        ArticleRules { gaps: vec![gap()], ..bare("附件1", "学时管理办法") },
        ArticleRules { no_rule: Some("是联系方式。".into()), ..bare("第十四条", "服务") },
    ];
    vec![("policy", page(articles))]
}

const REASON: &str = "没有计算规则：是联系方式。";
const GAP: &str = "尚未落实：没有取得办法原文。";

#[test]
fn an_article_without_rules_says_the_reason_that_the_pack_gives() {
    let told =
        page(vec![ArticleRules { no_rule: Some("是联系方式。".into()), ..bare("第十四条", "服务") }]);
    assert!(told.contains(REASON) && !told.contains("尚未落实"), "{told}");
}

#[test]
fn a_gap_stands_beside_its_article_and_is_not_called_needless() {
    let told = page(vec![ArticleRules { gaps: vec![gap()], ..bare("附件1", "学时管理办法") }]);
    assert!(told.contains(GAP) && told.contains("目前的做法：由单位审验核定。"), "{told}");
    assert!(!told.contains("没有计算规则"), "{told}");
}

#[test]
fn an_article_may_have_a_reason_and_a_gap_and_each_stays_with_its_own() {
    let both = ArticleRules {
        no_rule: Some("是联系方式。".into()), gaps: vec![gap()], ..bare("第十四条", "服务")
    };
    let told = page(vec![bare("第二条", "年度学时"), both]);
    let (second, last) = told.split_once("id=\"article-第十四条\"").expect("the last article");
    assert!(!second.contains(REASON) && !second.contains(GAP), "{second}");
    assert!(last.contains(REASON) && last.contains(GAP), "{last}");
}

#[test]
fn whose_year_could_not_be_read_is_told_with_what_to_do_and_only_then() {
    let tried = |unreadable| text(&super::office::simulation(unreadable));
    assert!(tried(Some("另有 1 人的登记内容读不出来")).contains("另有 1 人的登记内容读不出来"));
    assert!(!tried(None).contains("notice bad"));
}
