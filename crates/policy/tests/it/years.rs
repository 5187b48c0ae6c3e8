//! Single items and whole years: previews, checklists, and the sentences people read.

use jiff::civil::date;
use policy::{Hours, ItemFacts, StaffCategory, YearFacts};

use crate::{items, packs::pack};

/// An item of one day in 2026, with these answers.
fn item(kind: &str, answers: &[(&str, &str)]) -> ItemFacts {
    ItemFacts {
        title: "一项活动".to_owned(), organiser: "某单位".to_owned(), ..items::item("01", kind, answers)
    }
}

fn problems(item: &ItemFacts) -> Vec<String> {
    let preview = policy::item_preview(&pack("guet-2022"), item, 2026);
    preview.problems.into_iter().map(|problem| problem.text).collect()
}

#[test]
fn a_preview_says_the_hours_and_how_they_come_about() {
    let preview = policy::item_preview(&pack("guet-2022"), &item("xuexi-points", &[("points", "999")]), 2026);
    assert_eq!(preview.computed, Some(Hours::from_whole(9)));
    assert_eq!(preview.reasons[0].text, "999 分，按每 100 分认定 1 学时折算，合 9 学时。");
    assert_eq!(preview.reasons[0].article, "第四条");
    assert_eq!(preview.reasons[0].reading.as_deref(), Some("按项折算，不足一个学时的部分不计〔whole-hours-down〕"));
    assert!(preview.problems.is_empty());
}

#[test]
fn a_missing_answer_is_named() {
    assert_eq!(problems(&item("xuexi-points", &[])), ["请填写“本年度积分”。"]);
    assert_eq!(
        problems(&item("xuexi-points", &[("points", "-5")])),
        ["“本年度积分”要填从 1 起的整数，不带小数，例如 3（分，最多 7 位）；现在是“-5”。"]
    );
}

#[test]
fn a_day_holds_as_much_training_as_the_pack_says_however_it_is_told() {
    for (kind, ask, fits, beyond) in
        [("training-half-days", "half_days", "3", "4"), ("training-hosted", "stated_hours", "12", "12.01")]
    {
        assert!(problems(&item(kind, &[(ask, fits)])).is_empty(), "{kind}");
        let said = problems(&item(kind, &[(ask, beyond)]));
        assert!(said[0].contains("共 1 天，每天最多 12 学时，合计最多 12 学时"), "{said:?}");
    }
}

#[test]
fn an_activity_across_new_year_is_told_how_to_be_split() {
    let mut item = item("training-half-days", &[("half_days", "4")]);
    item.ends = date(2027, 1, 2);
    let said = problems(&item);
    assert!(said[0].contains("拆成两"), "{said:?}");
    item.ends = date(2026, 5, 1);
    assert_eq!(problems(&item)[0], "结束日期早于开始日期，请核对两个日期。");
}

#[test]
fn an_unknown_kind_is_a_problem() {
    assert_eq!(problems(&item("nothing", &[])), ["学时标准里没有“nothing”这个种类，请重新选择种类。"]);
}

#[test]
fn index_proof_is_needed_for_a_foreign_paper_only() {
    let pack = pack("guet-2022");
    let needs_proof = |foreign| {
        let mut item = item("paper", &[("foreign", foreign)]);
        item.evidence = vec!["full-text".to_owned()];
        let lines = policy::checklist(&pack, &item);
        assert!(lines.iter().any(|line| line.need.id == "full-text" && line.present && line.required));
        lines.into_iter().find(|line| line.need.id == "index-proof").expect("it is listed").required
    };
    assert!(needs_proof("yes"));
    assert!(!needs_proof("no"));
}

#[test]
fn facts_refuse_what_they_do_not_know() {
    let said = serde_json::from_str::<YearFacts>(r#"{"year":2026,"category":"worker","yaer":1}"#);
    assert!(said.expect_err("it is refused").to_string().contains("yaer"));
}

#[test]
fn the_explanation_reads_in_order() {
    let facts = YearFacts {
        items: vec![item("xuexi-points", &[("points", "1500")])],
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    };
    let (_, explanation) = policy::explain(&pack("guet-2022"), &facts);
    let text = explanation.to_chinese();
    let places: Vec<usize> =
        ["岗位类别：专任教师", "公需科目合计", "登记项 01", "学习强国：合计", "年度总学时", "还要做"]
            .iter()
            .map(|sentence| text.find(sentence).unwrap_or_else(|| panic!("{sentence} is missing:\n{text}")))
            .collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn what_a_notice_says_is_known_where_the_pack_has_it() {
    let pack = pack("guet-2022");
    let announced = pack.announced(2021).expect("a notice");
    assert_eq!((announced.hours, announced.study), (Hours::from_whole(15), Some(Hours::from_whole(10))));
    assert!(announced.fits(Hours::from_whole(10), Hours::from_whole(5)));
    assert!(!announced.fits(Hours::from_whole(9), Hours::from_whole(6)), "the notice tells them apart");
    let together = pack.announced(2024).expect("a notice");
    assert!(together.fits(Hours::from_whole(12), Hours::from_whole(3)) && !together.fits(Hours::ZERO, Hours::ZERO));
    assert_eq!(pack.announced(2022), None);
    assert!(pack.counts_after_exam());
}

#[test]
fn a_kind_tells_the_caps_of_its_groups_from_the_inner_one_outwards() {
    let pack = pack("guet-2022");
    let caps = |kind: &str| pack.kind(kind).expect("a kind").caps.clone();
    assert_eq!(caps("xuexi-points"), "“学习强国”全年最多 10 学时，“个人自学与单位统一安排自学”全年最多 20 学时。");
    assert_eq!(caps("self-study"), "“个人自学与单位统一安排自学”全年最多 20 学时。");
    assert_eq!(caps("paper"), "");
}

#[test]
fn hours_of_connected_systems_are_an_item_of_their_own_kind() {
    let day = date(2026, 5, 11);
    let said = policy::RegisteredElsewhere {
        system: "卫健继教",
        reference: "甲-1",
        title: "研修",
        organiser: "卫健委",
        starts: day,
        ends: day,
        hours: Hours::from_whole(6),
        learned: day,
    };
    let guet = pack("guet-2022");
    let item = guet.registered_elsewhere(&said).expect("the pack counts them");
    assert_eq!(
        (item.id.as_str(), Some(item.kind.as_str())),
        ("卫健继教 甲-1", guet.kind_registered_elsewhere().map(|kind| &*kind.id))
    );
    let facts = YearFacts { items: vec![item], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    assert_eq!(policy::assess(&guet, &facts).professional, Hours::from_whole(6));
}

#[test]
fn a_category_is_found_by_its_name() {
    assert_eq!(StaffCategory::from_label("专任教师"), Some(StaffCategory::FullTimeTeacher));
    assert_eq!(StaffCategory::from_label("院长"), None);
}
