//! Sample pages of examinations and of what is settled for them.

use super::{courses, office::report, person::frame, text};
use crate::views::{
    exams::{
        AttemptLine, CorrectionView, DuePage, Journal, JournalLine, OpenRequest, OptionView, PaperPage, QuestionView,
        RequestLine, ResultPage, StandingPage, StudiedLine, SubmissionPage, Supported,
    },
    faults::Faults,
    parts::{Chip, ChoiceLink, Pages},
    sample,
    training_years::{
        BankLine, BankPage, NarrowPart, NoticeField, PartView, QuestionsPage, Settings, SupplyLine, TrainingYearLine,
        TrainingYearPage, TrainingYearsPage,
    },
};

fn attempt(number: u8) -> AttemptLine {
    AttemptLine {
        number,
        began: "2026年11月20日 09:12".into(),
        ended: "2026年11月20日 10:02".into(),
        points: "54".into(),
        chip: Chip::new("不合格", "bad"),
        url: Some("#".into()),
    }
}

/// How somebody stands, as support sees it.
pub(super) fn supported() -> Supported {
    Supported {
        year: 2026,
        chip: Chip::new("次数用完", "bad"),
        left: "还有 0 次考试机会。".into(),
        attempts: vec![attempt(1), attempt(2), attempt(3)],
        make_ups: vec!["2026年11月21日开通重修和一次补考。理由：来电".into()],
        lessons: vec![StudiedLine {
            course: "人工智能与专业发展".into(),
            title: "第二讲　怎样用好工具".into(),
            counted: courses::counted(33),
            chip: Chip::new("学习中", "info"),
            uncounted: courses::uncounted(),
            granted: courses::granted(),
        }],
        requests: requests(),
        journals: vec![journal(1, vec![]), journal(2, journal_lines())],
        may_grant: true,
    }
}

fn journal(number: u8, steps: Vec<JournalLine>) -> Journal {
    Journal { number, refused: usize::from(!steps.is_empty()), steps }
}

fn journal_lines() -> Vec<JournalLine> {
    let line = |question: &str, chip, why: &str| JournalLine {
        at: "2026年11月20日 09:20:11".into(),
        given: (!question.is_empty()).then(|| "2026年11月20日 09:19:01 作答，1 分 10 秒后才收到。".into()),
        question: question.into(),
        chip,
        why: why.into(),
    };
    vec![
        line("第 3 题", Chip::new("已保存", "good"), ""),
        line("", Chip::new("换了窗口", "info"), "在另一个浏览器窗口或设备上打开，从这时起只有那里可以作答。"),
        line("第 4 题", Chip::new("没有保存", "bad"), "考试已经结束，这个答案没有计入。"),
    ]
}

fn requests() -> Vec<RequestLine> {
    let line = |chip, answered: Option<&str>, answer: Option<&str>| RequestLine {
        asked: "2026年11月21日 09:00".into(),
        reason: "考试那几天出差在外。".into(),
        chip,
        answered: answered.map(str::to_owned),
        answer: answer.map(str::to_owned),
    };
    let at = Some("2026年11月22日 10:00");
    vec![
        line(Chip::new("等待答复", "wait"), None, None),
        line(Chip::new("没有同意", "bad"), at, Some("请先写明情况。")),
        line(Chip::new("已开通", "good"), at, None),
    ]
}

/// Requests as support sees them.
pub(super) fn open_requests() -> Vec<OpenRequest> {
    let open = |id: &str, may_answer| OpenRequest {
        id: id.into(),
        person_url: "/people/p1#exam-2026".into(),
        name: "周文澜".into(),
        staff_number: "20130042".into(),
        year: 2026,
        at: "2026年11月21日 09:00".into(),
        reason: "考试那几天出差在外。".into(),
        may_answer,
    };
    vec![open("m1", true), open("m2", false)]
}

/// What is wrong in two places.
fn faults() -> Faults {
    let mut faults = Faults::at(Some("theme"), "主题最多 60 个字，要印在证书上。");
    faults.add("single-points", "“单选题”还没有填写。");
    faults
}

fn standing() -> StandingPage {
    StandingPage {
        frame: frame("2026 年度公需科目考试"),
        year: 2026,
        is_past: false,
        theme: "人工智能与专业发展".into(),
        chip: Chip::new("可以开始", "info"),
        next: "可以开始第 2 次考试，还有 2 次机会。".into(),
        facts: vec![("时长", "60 分钟".into()), ("合格分数", "60 分（满分 100 分）".into())],
        rules: vec!["每答一题自动保存。".into()],
        ready: Some(2),
        running: Some("#".into()),
        must_study: true,
        is_passed: true,
        attempts: vec![attempt(1)],
        make_ups: vec![],
        requests: requests(),
        may_request: true,
    }
}

fn options(chosen: usize) -> Vec<OptionView> {
    let texts = ["本单位的规定", "当年的通知", "同事的经验"];
    let option = |(place, text): (usize, &&str)| OptionView {
        place,
        letter: domain::question::letter(place),
        text: (*text).into(),
        is_chosen: place == chosen,
        is_right: place == 1,
    };
    texts.iter().enumerate().map(option).collect()
}

fn paper() -> PaperPage {
    let question = |place, takes_several| QuestionView {
        place,
        form: if takes_several { "多选题" } else { "单选题" },
        takes_several,
        stem: "公需科目的学时数以什么为准？".into(),
        points: 2,
        shown: 0,
        options: options(place),
    };
    PaperPage {
        frame: frame("试卷"),
        id: "t1".into(),
        year: 2026,
        number: 2,
        window: 1,
        seconds_left: 3_540,
        elapsed: 60_000,
        is_fresh: false,
        ends: "2026年11月23日 20:00".into(),
        grace: 10,
        questions: vec![question(0, false), question(1, true), question(2, false)],
    }
}

fn result(passed: bool) -> ResultPage {
    let correction = CorrectionView {
        number: 1,
        form: "单选题",
        stem: "公需科目的学时数以什么为准？".into(),
        points: 2,
        chip: Chip::new("错误", "bad"),
        chosen: "A".into(),
        right: "B".into(),
        options: options(0),
        explanation: "每年的学时数由当年的通知确定。".into(),
    };
    ResultPage {
        frame: frame("考试成绩"),
        id: "01980000-0000-7000-8000-000000000001".to_owned(),
        year: 2026,
        number: 2,
        points: 86,
        pass_mark: 60,
        passed,
        chip: Chip::new("合格", "good"),
        facts: vec![("开始", "2026年11月23日 19:00".into())],
        lost: i64::from(!passed),
        is_cut: false,
        corrections: if passed { vec![correction] } else { vec![] },
        notice: "示例〔2026〕7号".into(),
    }
}

fn settings() -> Settings {
    let part = |form, label| PartView { form, label, count: "20".into(), points: "2".into() };
    Settings {
        seen: String::new(),
        theme: "人工智能与专业发展".into(),
        notice: "示例〔2026〕1号".into(),
        study_hours: "10".into(),
        exam_hours: "5".into(),
        opens: "2026-04-01".into(),
        closes: "2026-11-30".into(),
        past_years: "2019、2021".into(),
        past_until: "2026-12-31".into(),
        pass_mark: "60".into(),
        attempts: "3".into(),
        minutes: "60".into(),
        shows_answers: true,
        notices: vec![
            NoticeField { name: "notice-hours".into(), label: "学时", value: "示例〔2026〕7号".into() },
            NoticeField { name: "notice-mix".into(), label: "试卷题型", value: String::new() },
        ],
        narrower: vec![
            NarrowPart {
                form: "single".into(),
                chapter: "第一章".into(),
                difficulty: "3".into(),
                count: "5".into(),
                points: "2".into(),
            },
            NarrowPart::default(),
        ],
        parts: vec![part("single", "单选题"), part("multiple", "多选题"), part("true-false", "判断题")],
    }
}

fn bank() -> BankPage {
    let line = |id: &str, is_retired| BankLine {
        id: id.into(),
        stem: "专业技术人员继续教育的学时由谁认定？".into(),
        form: "单选题",
        options: vec![("所在单位".into(), true), ("本人".into(), false)],
        chapter: "第一章".into(),
        difficulty: 2,
        is_retired,
        chip: Chip::new("在用", "good"),
    };
    BankPage {
        frame: frame("2026 年度题目"),
        year: 2026,
        text: "学时".into(),
        state: String::new(),
        choices: vec![ChoiceLink { label: "全部".into(), count: 2, url: "#".into(), current: true }],
        lines: vec![line("q1", false), line("q2", true)],
        pages: Pages { total: 2, counted_in: "道", page: 1, pages: 1, previous: None, next: None },
    }
}

fn office() -> Vec<(&'static str, String)> {
    let line = TrainingYearLine {
        year: 2026,
        theme: "人工智能与专业发展".into(),
        notice: "示例〔2026〕1号".into(),
        window: "2026年4月1日至2026年11月30日".into(),
        hours: "学习 10，考试 5".into(),
        exam: "60 分钟，60 分合格，3 次".into(),
    };
    let years = TrainingYearsPage { frame: frame("公需科目设定"), rows: vec![line], unsettled: vec![2025] };
    let year = TrainingYearPage {
        frame: frame("2026 年度公需科目设定"),
        year: 2026,
        seen: "1".into(),
        is_settled: true,
        attempts: Some(3),
        trouble: Some(sample::trouble()),
        faults: faults(),
        has_more_attempts: true,
        settings: settings(),
        announced: Some("自治区 2026 年公需科目培训通知：主题《人工智能》，共 15 学时，其中学习 10 学时".into()),
        unsettled_past: vec![2019],
        past_by_pack: vec![2019, 2020, 2021],
        differs: true,
        bank: vec![("单选题", 40), ("多选题", 12), ("判断题", 8)],
        chapters: vec!["第一章".into()],
        supply: vec![
            SupplyLine { part: "单选题".into(), asked: 20, there: 40, chip: Chip::new("够", "good") },
            SupplyLine {
                part: "单选题（第一章，难度 3）".into(),
                asked: 5,
                there: 3,
                chip: Chip::new("差 2 道", "bad"),
            },
        ],
    };
    let questions = QuestionsPage {
        frame: frame("2026 年度题库"),
        year: 2026,
        bank: vec![("单选题", 40)],
        needs: "必须有的列：题型、题干".into(),
        trouble: Some(sample::trouble()),
        report: Some(report()),
    };
    vec![
        ("training-years", text(&years)),
        ("training-year", text(&year)),
        ("questions", text(&questions)),
        ("bank", text(&bank())),
    ]
}

/// All of them.
pub(super) fn exams() -> Vec<(&'static str, String)> {
    let submission =
        SubmissionPage {
            frame: frame("交卷"), id: "t1".into(), asked: 50, minutes_left: 12, unanswered: vec![3, 17]
        };
    let none_left = StandingPage { ready: None, is_past: true, attempts: vec![], ..standing() };
    let mut pages = vec![
        ("exam", text(&standing())),
        ("exam-none-left", text(&none_left)),
        ("paper", text(&paper())),
        ("submission", text(&submission)),
        ("due", text(&DuePage { frame: frame("考试时间已到"), id: "t1".into() })),
        ("result", text(&result(true))),
        ("result-failed", text(&result(false))),
    ];
    pages.extend(office());
    pages
}
