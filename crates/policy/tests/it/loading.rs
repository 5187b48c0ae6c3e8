//! Loading packs: what the repository's packs hold, and what a wrong pack is told.

use jiff::civil::date;
use policy::{Answer, Firmness, Hours, HoursRule, Library, StaffCategory, YearFacts};

use crate::{
    items,
    packs::{files, library, pack},
};

const KINDS: [&str; 20] = [
    "training-half-days",
    "training-hosted",
    "xuexi-points",
    "law-exam",
    "online-study",
    "degree-study",
    "title-exam",
    "self-study",
    "unit-self-study",
    "conference",
    "lecture",
    "project",
    "award",
    "patent",
    "report",
    "paper",
    "book",
    "assignment",
    "other-recognised",
    "connected-system",
];

const GAPS: [&str; 10] = [
    "training-notices",
    "checked-by-department",
    "title-series-days",
    "appointment",
    "sampling",
    "circulated-notice",
    "false-units",
    "support-desk",
    "regional-tables",
    "official-form",
];

#[test]
fn a_pack_that_is_made_up_is_a_sample_with_every_kind_whatever_its_numbers_say() {
    let fictional = pack("yunting-2025");
    assert!(fictional.is_sample() && fictional.title().contains("虚构"));
    for kind in fictional.kinds() {
        assert!(kind.sample && kind.hint.contains("示例标准"), "{}: {}", kind.id, kind.hint);
    }
    let mut files: Vec<_> = files().into_iter().filter(|(path, _)| path.contains('/')).collect();
    files.push(("next/rules.md".to_owned(), NEXT.to_owned()));
    assert!(Library::from_files(files).load("next").expect("it loads").is_sample(), "what extends it is one too");
}

#[test]
fn what_a_pack_has_once_is_replaced_by_the_pack_that_extends_it() {
    let own = "\n```toml\n[status]\nday = \"03-01\"\n\n[annulment]\nsays = \"换一句话。\"\n```\n";
    let rules = NEXT.replace("\n```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n", own);
    let mut files: Vec<_> = files().into_iter().filter(|(path, _)| path.contains('/')).collect();
    files.push(("next/rules.md".to_owned(), rules));
    let next = Library::from_files(files).load("next").expect("it loads");
    let (own, around) = (policy::clauses(&next), policy::clauses(&pack("yunting-2025")));
    for section in [policy::Section::Status, policy::Section::Annulment] {
        let of = |all: &[policy::Clause]| all.iter().filter(|one| one.section == section).cloned().collect::<Vec<_>>();
        assert_eq!((of(&own).len(), of(&around).len()), (1, 1), "{section:?}");
        assert_eq!(of(&own)[0].article, "补充一");
        assert_ne!(of(&own), of(&around), "{section:?}");
    }
}

const NEXT: &str = "# 补充\n\n```toml\n[pack]\nextends = \"yunting-2025\"\nfrom = \"2026-01-01\"\n```\n\n## 补充一 说明\n\n\
```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n";

#[test]
fn the_deadlines_of_a_year_come_in_order() {
    let days = |opens| {
        let deadlines = pack("guet-2022").deadlines(2026, opens).into_iter();
        deadlines.map(|deadline| (deadline.id, deadline.date.to_string(), deadline.firmness)).collect::<Vec<_>>()
    };
    let (person, approval) = (("person", "2026-11-30", Firmness::Soft), ("approval", "2026-12-31", Firmness::Hard));
    let wanted = |list: &[(&str, &str, Firmness)]| {
        list.iter().map(|(id, day, firm)| ((*id).to_owned(), (*day).to_owned(), *firm)).collect::<Vec<_>>()
    };
    assert_eq!(days(None), wanted(&[person, approval]));
    let series = ("title-series", "2026-06-14", Firmness::Hard);
    assert_eq!(days(Some(date(2026, 6, 15))), wanted(&[series, person, approval]));
}

#[test]
fn a_wrong_effect_is_named_by_its_line() {
    let said = |block: &str| refusal(&format!("# 细则\n\n## 第八条 期限\n\n```toml\n{block}\n```\n"));
    let deadline = "[[deadline]]\nid = \"a\"\nname = \"甲\"\nparty = \"unit\"\nfirmness = \"hard\"";
    assert_eq!(
        said(&format!("{deadline}\nday = \"02-29\"")),
        "x/rules.md:7: day“02-29”要写成 11-30 这样每年都有的月和日"
    );
    assert_eq!(said(deadline), "x/rules.md:7: day 和 before_title_series = true 要写且只写一个");
    let consequence = "[[consequence]]\nid = \"a\"\nname = \"甲\"\nconcerns = \"obliged\"\nunmet = \"否\"";
    assert_eq!(said(consequence), "x/rules.md:7: needs 和 whole_year = true 要写且只写一个");
    let unknown = format!("{consequence}\nneeds = [\"z\"]");
    assert_eq!(said(&unknown), "x/rules.md:7: needs 里的“z”没有对应的 [[require]]");
    assert_eq!(said("[status]\nday = \"年末\""), "x/rules.md:7: day“年末”要写成 12-31 这样每年都有的月和日");
    let verification =
        |word: &str, years| format!("[verification]\nabove_claim = \"{word}\"\nitem_years_max = {years}");
    assert_eq!(said(&verification("allow", 5)), "x/rules.md:7: 规则块写法不对：不能写“allow”（可以写：confirm）");
    assert_eq!(said(&verification("confirm", 0)), "x/rules.md:7: item_years_max 至少为 1");
}

#[test]
fn an_entry_that_nothing_uses_is_refused() {
    let added = |block: &str| {
        let files = files().into_iter().map(|(path, text)| {
            let article = "## 第六条";
            let with = format!("```toml\n{block}\n```\n\n{article}");
            let text = if path == "guet-2022/rules.md" { text.replacen(article, &with, 1) } else { text };
            (path, text)
        });
        Library::from_files(files).load("guet-2022").expect_err("it is refused").to_string()
    };
    let unused = [
        (
            "[[reading]]\nid = \"z\"\nquestion = \"甲？\"\nchosen = \"a\"\noptions = [{ id = \"a\", says = \"甲\", means = \"甲\" }, { id = \"b\", says = \"乙\", means = \"乙\" }]",
            "解释性规定",
        ),
        ("[[evidence]]\nid = \"z\"\nname = \"甲\"", "材料"),
        ("[[category]]\nid = \"z\"\nname = \"甲\"", "类别"),
        ("[[group]]\nid = \"z\"\nname = \"甲\"\nwithin = \"professional\"", "分组"),
        ("[[rate]]\nid = \"z\"\nstated = true\nstatus = \"official\"", "折算标准"),
        ("[[require]]\nid = \"z\"\nname = \"甲\"\nbinds = []\nexam = true", "要求"),
    ];
    for (block, what) in unused {
        let said = added(block);
        assert!(said.ends_with(&format!("{what}“z”没有规则用到，请删去或用上")), "{said}");
    }
}

#[test]
fn every_pack_loads() {
    for name in library().names() {
        pack(name);
    }
}

#[test]
fn the_schools_rules_have_fourteen_articles_six_categories_and_every_kind() {
    let pack = pack("guet-2022");
    let own = pack.articles().iter().take_while(|article| article.id != "第十四条").count() + 1;
    assert_eq!(own, 14);
    assert_eq!(pack.categories().len(), 6);
    assert_eq!(pack.kinds().iter().map(|kind| kind.id.as_str()).collect::<Vec<_>>(), KINDS);
    for kind in pack.kinds() {
        assert_eq!(kind.article, "第四条", "{}", kind.id);
        assert_eq!(kind.evidence.is_empty(), kind.is_registered_elsewhere(), "{}", kind.id);
        assert!(kind.evidence.iter().all(|need| need.article == "第五条"), "{}", kind.id);
    }
    assert_eq!((pack.required_total().to_string(), pack.professional_min().to_string()), ("90".into(), "60".into()));
}

#[test]
fn the_schools_rules_hold_no_made_up_number() {
    let pack = pack("guet-2022");
    assert!(!pack.is_sample() && pack.kinds().iter().all(|kind| !kind.sample));
    assert_eq!(pack.kind("paper").expect("there are papers").hours, HoursRule::Reviewer);
}

#[test]
fn the_sample_pack_says_which_kinds_rest_on_sample_numbers() {
    let pack = pack("sample-2026");
    assert!(pack.is_sample());
    let conference = pack.kind("conference").expect("there are conferences");
    assert!(conference.sample && matches!(conference.hours, HoursRule::Table { .. }));
    let level = conference.asks.iter().find(|ask| ask.id == "level").expect("it asks for the level");
    assert!(matches!(level.answer, Answer::Choice(_)));
    assert!(!pack.kind("xuexi-points").expect("there are points").sample);
}

#[test]
fn the_files_of_a_pack_make_the_same_pack_again() {
    let packs = library();
    let kept = packs.files_of("sample-2026").expect("the pack is there");
    let of = |part: &str| kept.keys().any(|path| path.starts_with(part));
    assert!(of("sample-2026/tables/") && of("guet-2022/rules.md") && of("guangxi-2019/rules.md"), "{:?}", kept.keys());
    assert!(kept.keys().all(|path| !path.contains("/scenarios/")), "nothing is judged by them");
    let again = Library::from_files(kept).load("sample-2026").expect("it loads from its own files");
    assert_eq!(again.hash(), pack("sample-2026").hash());
}

#[test]
fn the_hash_follows_every_file_of_the_chain() {
    let plain = pack("sample-2026");
    assert_eq!(plain.hash().len(), 64);
    let changed = |path: &str| {
        let files = files().into_iter().map(|(name, text)| {
            let text = if name == path { format!("{text}\n") } else { text };
            (name, text)
        });
        let library = Library::from_files(files);
        library.load("sample-2026").expect("it still loads").hash().to_owned()
    };
    assert_ne!(changed("sample-2026/tables/paper.csv"), plain.hash());
    assert_ne!(changed("guangxi-2019/rules.md"), plain.hash());
}

/// What a library of this one rule file says when it is loaded.
fn refusal(rules: &str) -> String {
    Library::from_files([("x/rules.md", rules)]).load("x").expect_err("it is refused").to_string()
}

#[test]
fn an_article_without_a_rule_must_say_why() {
    let said = refusal("# 细则\n\n## 第一条 适用\n\n话。\n");
    assert!(said.starts_with("x/rules.md:3: 第一条下面没有规则块"), "{said}");
}

#[test]
fn a_wrong_block_is_named_by_its_line() {
    let said = refusal("# 细则\n\n## 第一条 适用\n\n```toml\n[[no-rule]]\nreasno = \"x\"\n```\n");
    assert!(said.starts_with("x/rules.md:7: 规则块写法不对"), "{said}");
}

#[test]
fn a_name_that_stands_for_nothing_is_named_by_its_line() {
    let said = refusal(
        "# 细则\n\n## 第四条 类\n\n```toml\n[[kind]]\nid = \"a\"\nname = \"甲\"\ncategory = \"none\"\nhours = \"reviewer\"\n```\n",
    );
    assert_eq!(said, "x/rules.md:7: 没有类别“none”");
}

#[test]
fn a_pack_cannot_extend_itself_or_a_stranger() {
    let said = refusal("# 细则\n\n```toml\n[pack]\nextends = \"x\"\n```\n");
    assert!(said.starts_with("x/rules.md:5: extends 绕回了"), "{said}");
    let said = refusal("# 细则\n\n```toml\n[pack]\nextends = \"y\"\n```\n");
    assert!(said.starts_with("x/rules.md:5: 没有学时标准“y”"), "{said}");
    assert!(library().load("nowhere").is_err());
}

/// A library of packs that differ in their header alone.
fn dated(packs: &[(&str, &str)]) -> Library {
    let rules = "## 第一条 适用\n\n```toml\n[[no-rule]]\nreason = \"无\"\n```\n";
    let file = |(name, header): &(&str, &str)| {
        (format!("{name}/rules.md"), format!("# 细则\n\n```toml\n[pack]\n{header}\n```\n\n{rules}"))
    };
    Library::from_files(packs.iter().map(file))
}

#[test]
fn a_pack_is_dated_and_succeeds_an_earlier_one() {
    let library = dated(&[
        ("a", "from = \"2019-01-01\""),
        ("b", "from = \"2022-01-01\"\nsucceeds = \"a\""),
        ("c", "from = \"2026-07-01\"\nsucceeds = \"b\""),
    ]);
    let in_force = |year| library.in_force("c", year).expect("it is known");
    assert_eq!([2018, 2019, 2021, 2022, 2025, 2026].map(in_force), ["a", "a", "a", "b", "b", "c"]);
    let pack = library.load("b").expect("it loads");
    assert_eq!((pack.from().to_string().as_str(), pack.succeeds()), ("2022-01-01", Some("a")));
    let said = |packs: &[(&str, &str)], name: &str| dated(packs).load(name).expect_err("it is refused").to_string();
    assert!(said(&[("a", "")], "a").starts_with("a/rules.md:1: 没有写从哪一天起执行"));
    assert_eq!(said(&[("a", "from = \"去年\"")], "a"), "a/rules.md:5: from“去年”要写成 2022-01-01 这样的日期");
    let stranger = [("a", "from = \"2019-01-01\"\nsucceeds = \"z\"")];
    assert_eq!(said(&stranger, "a"), "a/rules.md:6: 没有所接替的学时标准“z”");
    let circle = [("a", "from = \"2019-01-01\"\nsucceeds = \"b\""), ("b", "from = \"2022-01-01\"\nsucceeds = \"a\"")];
    assert!(said(&circle, "b").starts_with("a/rules.md:6: 要晚于所接替的“b”开始执行"));
}

#[test]
fn an_article_has_rules_or_a_reason_and_readings_keep_their_alternatives() {
    let pack = pack("guet-2022");
    for article in pack.articles() {
        let is_gap = pack.gaps().iter().any(|gap| gap.article == article.id);
        assert!(!article.rules.is_empty() || article.no_rule.is_some() || is_gap, "{}", article.id);
    }
    assert!(pack.article("第四条").is_some_and(|article| article.rules.contains(&"kind paper".to_owned())));
    for reading in pack.readings() {
        assert!(!reading.says.is_empty() && reading.alternatives().count() > 0, "{}", reading.id);
        assert!(pack.article(&reading.article).is_some(), "{}", reading.id);
    }
    assert_eq!(pack.gaps().iter().map(|gap| gap.id.as_str()).collect::<Vec<_>>(), GAPS);
    let said = refusal(
        "# 细则\n\n## 第一条 适用\n\n```toml\n[[no-rule]]\nreason = \"无\"\n[[category]]\nid = \"a\"\nname = \"甲\"\n```\n",
    );
    assert_eq!(said, "x/rules.md:3: 第一条下面已有规则，就不能再写 [[no-rule]]");
}

#[test]
fn the_school_restates_the_numbers_of_the_region() {
    let (region, school) = (pack("guangxi-2019"), pack("guet-2022"));
    assert_eq!(region.required_total(), school.required_total());
    assert_eq!(region.professional_min(), school.professional_min());
    let half_day = |pack: &policy::Pack| match &pack.kind("training-half-days").expect("both have it").hours {
        HoursRule::PerHalfDay { give, a_day_holds, .. } => (*give, *a_day_holds),
        other => panic!("{other:?}"),
    };
    assert_eq!(half_day(&region), (Hours::from_whole(4), None), "how much a day can hold is not the region's word");
    assert_eq!(half_day(&school), (Hours::from_whole(4), Some(Hours::from_whole(12))));
}

#[test]
fn a_table_row_without_a_source_is_refused() {
    let mut files = files();
    files.retain(|(path, _)| path != "sample-2026/tables/report.csv");
    files.push(("sample-2026/tables/report.csv".into(), "level,hours,source,status\nnational,40,,sample\n".into()));
    let said = Library::from_files(files).load("sample-2026").expect_err("it is refused").to_string();
    assert!(said.starts_with("sample-2026/tables/report.csv:2: source 不能为空"), "{said}");
}

#[test]
fn a_chain_ends_somewhere_and_is_no_longer_than_anybody_can_follow() {
    let link = |to: &str| NEXT.replace("yunting-2025", to);
    let mut files: Vec<_> = files().into_iter().filter(|(path, _)| path.contains('/')).collect();
    for number in 1..=9 {
        let around = if number == 1 { "yunting-2025".to_owned() } else { format!("link-{}", number - 1) };
        files.push((format!("link-{number}/rules.md"), link(&around)));
    }
    let library = Library::from_files(files);
    let problem = library.load("link-9").expect_err("nobody follows that").to_string();
    assert!(problem.contains("层数太多"), "{problem}");
}

#[test]
fn hours_that_come_from_a_rate_are_told_with_the_article_of_that_rate() {
    const STATED: &str = "[[rate]]\nid = \"stated\"\nstated = true\nstatus = \"sample\"\n";
    let article = format!("## 第四条之二 写明的学时\n\n写明学时的按写明的算。\n\n```toml\n{STATED}```\n\n## 第五条");
    let files = files().into_iter().map(|(path, text)| {
        let text = if path == "yunting-2025/rules.md" {
            text.replace(STATED, "").replacen("## 第五条", &article, 1)
        } else {
            text
        };
        (path, text)
    });
    let pack = Library::from_files(files.collect::<Vec<_>>()).load("yunting-2025").expect("it loads");
    let cited = |kind: &str, ask: &str| {
        let items = vec![items::item("01", kind, &[(ask, "4")])];
        let facts = YearFacts { items, ..YearFacts::of(2025, StaffCategory::FullTimeTeacher) };
        let (_, explanation) = policy::explain(&pack, &facts);
        explanation.steps.iter().map(|step| step.reason.article.clone()).collect::<Vec<_>>()
    };
    let moved = "第四条之二".to_owned();
    assert!(cited("hosted-training", "stated_hours").contains(&moved));
    assert!(!cited("workshop", "half_days").contains(&moved));
}

#[test]
fn an_answer_that_a_table_is_looked_up_by_is_told_from_one_that_is_an_amount() {
    let pack = pack("yunting-2025");
    let is_looked_up =
        |id: &str, ask: &str| pack.kinds().iter().find(|kind| kind.id == id).expect(id).is_looked_up(ask);
    assert!(is_looked_up("article", "rank") && !is_looked_up("article", "half_days"));
    assert!(!is_looked_up("workshop", "half_days"));
}

#[test]
fn groups_of_which_each_lies_in_the_next_are_refused_also_when_there_are_no_others() {
    let group = |id: &str, within: &str| format!("[[group]]\nid = \"{id}\"\nname = \"{id}\"\nwithin = \"{within}\"\n");
    for ring in [&["a", "a"][..], &["a", "b", "a"], &["a", "b", "c", "a"]] {
        let groups: String = ring.windows(2).map(|pair| group(pair[0], pair[1])).collect();
        let text = format!(
            "# 小标准\n\n```toml\n[pack]\nfrom = \"2022-01-01\"\n```\n\n## 第一条 上限\n\n```toml\n{groups}```\n"
        );
        let problem = Library::from_files([("small/rules.md", text)]).load("small").expect_err("a ring");
        assert!(problem.to_string().contains("绕成了一圈"), "{problem}");
    }
}

#[test]
fn a_pack_may_be_in_force_for_one_day() {
    let in_force = |until: &str| {
        let rules = format!(
            "# 细则\n\n```toml\n[pack]\nfrom = \"2026-05-01\"\nuntil = \"{until}\"\n```\n\n## 第一条 解释\n\n\
             ```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n"
        );
        Library::from_files([("x/rules.md".to_owned(), rules)]).load("x").map_err(|problem| problem.to_string())
    };
    assert!(in_force("2026-05-01").is_ok());
    let refused = in_force("2026-04-30").expect_err("it ends first");
    assert!(refused.ends_with("执行的最后一天 2026-04-30 早于第一天 2026-05-01"), "{refused}");
}

#[test]
fn nothing_but_the_pack_and_its_provisions_stands_before_the_first_article() {
    const READING: &str = "[[reading]]\nid = \"a\"\nquestion = \"问？\"\nchosen = \"b\"\n\
        options = [{ id = \"b\", says = \"甲\" }, { id = \"c\", says = \"乙\" }]";
    for block in [
        "[[no-rule]]\nreason = \"无\"",
        "[[gap]]\nid = \"a\"\nsays = \"没有\"\nmeanwhile = \"等\"",
        "[[category]]\nid = \"a\"\nname = \"甲\"",
        READING,
    ] {
        let said = refusal(&format!("# 细则\n\n```toml\n{block}\n```\n\n## 第一条 适用\n\n话。\n"));
        assert!(said.contains("第一条之前只能写 [pack] 和 [provisions]"), "{block}: {said}");
    }
}
