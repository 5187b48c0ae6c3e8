//! Sample pages of how far people are in a year's public subject. All people are fictional.

use super::{person::frame, text};
use crate::views::{
    parts::{Chip, ChoiceLink, Pages},
    training::{StageCell, StageHead, StageRow, TraineeLine, TraineesPage, TrainingPage},
};

const STAGES: [(&str, &str); 5] = [
    ("passed", "已合格"),
    ("studied", "已学完待考"),
    ("begun", "学习中"),
    ("untouched", "未开始"),
    ("used-up", "次数用完"),
];

fn row(name: &str, counts: [i64; 5]) -> StageRow {
    let cell = |((stage, label), count): (&(&'static str, &'static str), i64)| StageCell {
        stage,
        label,
        count,
        url: "#".into(),
    };
    StageRow {
        name: name.into(),
        url: "#".into(),
        people: counts.iter().sum(),
        cells: STAGES.iter().zip(counts).map(cell).collect(),
    }
}

fn overview() -> TrainingPage {
    TrainingPage {
        frame: frame("2026 年度公需科目进度"),
        year: 2026,
        years: vec![2021, 2026],
        theme: "人工智能与专业发展".into(),
        window: "2026年1月1日至2026年12月31日".into(),
        stages: STAGES.map(|(name, label)| StageHead { name, label }).into(),
        units: vec![row("计算机与信息安全学院", [1, 0, 1, 1, 0]), row("外国语学院", [0, 2, 0, 0, 0])],
        all: row("合计", [1, 2, 1, 1, 0]),
    }
}

fn trainees(is_one_unit: bool, shows_study: bool) -> TraineesPage {
    let line = || TraineeLine {
        name: "周文澜".into(),
        account_url: "#".into(),
        staff_number: "20130042".into(),
        person_url: Some("#".into()),
        unit: "计算机与信息安全学院".into(),
        stage: Chip::new("学习中", "wait"),
        minutes: "3 分 20 秒，共 8 分钟".into(),
        attempts: "已考 0 次，还有 3 次".into(),
    };
    TraineesPage {
        frame: frame("计算机与信息安全学院 2026 年度公需科目进度"),
        year: 2026,
        theme: "人工智能与专业发展".into(),
        name: "计算机与信息安全学院".into(),
        is_one_unit,
        sum: row("计算机与信息安全学院", [1, 0, 1, 1, 0]),
        choices: vec![ChoiceLink { label: "学习中".into(), count: 1, url: "#".into(), current: true }],
        stage: "begun".into(),
        text: String::new(),
        path: "/years/2026/training/people".into(),
        shows_study,
        rows: vec![line()],
        pages: Pages { total: 1, counted_in: "人", page: 1, pages: 1, previous: None, next: None },
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let nobody = TrainingPage { units: vec![], all: row("合计", [0; 5]), ..overview() };
    vec![
        ("training", text(&overview())),
        ("training-nobody", text(&nobody)),
        ("trainees", text(&trainees(true, true))),
        ("trainees-of-all", text(&trainees(false, false))),
        ("trainees-none", text(&TraineesPage { rows: vec![], ..trainees(true, false) })),
    ]
}

#[test]
fn the_parts_of_a_bar_fill_it_without_a_gap() {
    let parts = row("甲", [1, 0, 1, 1, 0]).parts();
    let expected = [("passed", "0.0%", "33.3%"), ("begun", "33.3%", "33.3%"), ("untouched", "66.6%", "33.4%")];
    assert_eq!(parts, expected.map(|(stage, from, width)| (stage, from.to_owned(), width.to_owned())));
    assert!(row("乙", [0; 5]).parts().is_empty());
    assert_eq!(row("丙", [1, 0, 0, 999, 0]).passed_percent(), "不到 1%");
}

#[test]
fn the_picture_is_told_in_words_too() {
    let page = text(&overview());
    assert!(
        page.contains("全部单位共 5 人应学：已合格 1 人，已学完待考 2 人，学习中 1 人，未开始 1 人，次数用完 0 人。")
    );
    assert!(page.contains("<table") && page.contains("合格 1 / 3"), "{page}");
}

#[test]
fn every_units_bar_stands_in_its_own_row() {
    let page = text(&overview());
    let rows: Vec<&str> = page.split("<text x=\"0\"").skip(1).collect();
    let tops = ["20", "66"];
    assert_eq!(rows.len(), tops.len());
    for (row, top) in rows.iter().zip(tops) {
        let bars: Vec<&str> = row.split("<rect").skip(1).filter(|bar| bar.contains("height=\"14\"")).collect();
        assert!(bars.len() > 1, "the track and what stands on it: {row}");
        assert!(bars.iter().all(|bar| bar.contains(&format!(" y=\"{top}\" "))), "{row}");
    }
}
