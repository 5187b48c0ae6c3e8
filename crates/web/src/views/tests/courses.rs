//! Sample pages of courses and lessons. All people are fictional.

use super::{exams, person::frame, text};
use crate::views::{
    courses::{
        AttachmentLine, Body, Chapter, CorrectionForm, Counted, CourseCard, CoursePage, CourseYear, CoursesPage,
        DisputeLine, DisputesPage, ElectiveView, LessonLine, LessonPage, LessonSettingsPage, NewCoursePage,
        NewLessonPage, OpenDispute, TypedCourse, TypedLesson, UncountedLine,
    },
    faults::Faults,
    parts::Chip,
    sample,
};

const TITLE: &str = "人工智能与专业技术人员的职业发展";

pub(super) fn counted(percent: u64) -> Counted {
    Counted {
        percent,
        credited: "3 分 20 秒".into(),
        length: "10 分钟".into(),
        stretches: vec![("0".into(), "20.50".into()), ("30.00".into(), "12.83".into())],
    }
}

pub(super) fn uncounted() -> Vec<UncountedLine> {
    vec![UncountedLine {
        why: "too-fast",
        milliseconds: 12_000,
        words: "12 秒".into(),
        sentence: "播放快于实际经过的时间（倍速或拖动），多出的部分不计。",
    }]
}

pub(super) fn granted() -> Vec<String> {
    vec!["技术支持补记 02:03 至 05:00，新计入 1 分 40 秒。".into()]
}

pub(super) fn course() -> CoursePage {
    let line = |title: &str, percent, chip| LessonLine {
        url: "/lessons/l1".into(),
        settings_url: "/lessons/l1/settings".into(),
        title: title.into(),
        kind: "视频",
        counted: counted(percent),
        chip,
        uncounted: uncounted(),
        granted: granted(),
    };
    CoursePage {
        frame: frame("课程"),
        id: "c1".into(),
        title: TITLE.into(),
        year: 2026,
        chips: vec![Chip::new("必修课", "info")],
        counted: counted(33),
        chapters: vec![Chapter {
            title: "第一章　为什么学".into(),
            lessons: vec![
                line("第一讲　技术变化与岗位变化", 100, Chip::new("已学完", "good")),
                line("第二讲　怎样用好工具", 20, Chip::new("学习中", "info")),
            ],
        }],
        withdrawn: vec![("/lessons/l9/settings".into(), "旧的一讲".into())],
        next: Some(("/lessons/l2".into(), "第二讲　怎样用好工具".into())),
        exam: Some("/exams/2026".into()),
        closed: None,
        elective: None,
        after_exam: true,
        is_published: true,
        may_add: true,
        trouble: None,
        faults: Faults::default(),
        new_title: TITLE.into(),
        new_hours: ("3".into(), "校人〔2026〕8号".into()),
    }
}

pub(super) fn lesson(body: Body) -> LessonPage {
    LessonPage {
        frame: frame("课时"),
        id: "l2".into(),
        title: "第二讲　怎样用好工具".into(),
        course: TITLE.into(),
        course_id: "c1".into(),
        kind_label: "图文",
        body,
        length: 600_000,
        credited: 200_000,
        place: 200_000,
        counted: counted(33),
        chip: Chip::new("学习中", "info"),
        is_done: false,
        uncounted: uncounted(),
        granted: granted(),
        gaps: "[[123000,300000]]".into(),
        lost_most: 30,
        unheard_most: 88_000,
        counts: true,
        closed: None,
        previous: Some(("/lessons/l1".into(), "第一讲".into())),
        next: Some(("/lessons/l3".into(), "第三讲".into())),
        disputes: vec![
            DisputeLine {
                at: "2026年11月20日 10:00".into(),
                reason: "网络中断了一刻钟。".into(),
                answer: None,
                granted: None,
            },
            DisputeLine {
                at: "2026年11月18日 10:00".into(),
                reason: "看了两遍。".into(),
                answer: Some(("2026年11月19日 09:00".into(), "核对属实。".into())),
                granted: Some("补记 02:03 至 05:00，新计入 1 分 40 秒。".into()),
            },
        ],
        attachments: attachments(),
    }
}

fn attachments() -> Vec<AttachmentLine> {
    vec![AttachmentLine { id: "a1".into(), name: "讲义.docx".into(), size: "120 KB".into() }]
}

fn settings(is_in_use: bool) -> LessonSettingsPage {
    LessonSettingsPage {
        frame: frame("修改课时"),
        id: "l1".into(),
        title: "第一讲".into(),
        chapter: "第一章".into(),
        kind: "图文",
        course: TITLE.into(),
        course_id: "c1".into(),
        is_in_use,
        place: "1".into(),
        places: 3,
        chapters: vec!["第一章".into(), "第二章".into()],
        attachments: attachments(),
        attachment_hint: "PDF、JPG、PNG，或不带宏的 docx、xlsx、pptx。".into(),
        trouble: None,
        faults: Faults::at(Some("title"), "名称要有 1 至 100 个字。"),
        is_film: true,
        captions: is_in_use.then(|| "第一讲.vtt".into()),
        captions_megabytes_max: 1,
        correction: is_in_use.then(|| CorrectionForm {
            seen: "0011223344556677".into(),
            minutes: "5".into(),
            text: Some("# 开头".into()),
            now: Some(("4 分钟".into(), Some("# 旧的开头".into()))),
        }),
    }
}

/// One that was studied, and one whose hours are not set.
fn electives() -> [CoursePage; 2] {
    let elective = |hours: &str, studied_on: Option<&str>| ElectiveView {
        hours: hours.into(),
        notice: if hours.is_empty() { String::new() } else { "校人〔2026〕8号".into() },
        counts: true,
        studied_on: studied_on.map(str::to_owned),
    };
    let chosen = CoursePage {
        next: None,
        exam: None,
        elective: Some(elective("3", Some("2026年11月20日"))),
        chips: vec![Chip::new("选修课", ""), Chip::new("已学完", "good")],
        ..course()
    };
    let unset = CoursePage { elective: Some(elective("", None)), exam: None, is_published: false, ..course() };
    [chosen, unset]
}

fn open_disputes() -> Vec<OpenDispute> {
    let open = |id: &str, may_answer| OpenDispute {
        id: id.into(),
        name: "周文澜".into(),
        staff_number: "20130042".into(),
        person_url: "/people/p1".into(),
        lesson: "第二讲".into(),
        length: "10:00".into(),
        at: "2026年11月20日 10:00".into(),
        reason: "网络中断了一刻钟。".into(),
        counted: counted(33),
        missing: vec![("02:03".into(), "03:00".into()), ("04:17".into(), "10:00".into())],
        uncounted: uncounted(),
        granted: granted(),
        may_answer,
        may_grant: true,
    };
    vec![open("d1", true), open("d2", false), OpenDispute { may_grant: false, ..open("d3", true) }]
}

fn disputes_page() -> DisputesPage {
    DisputesPage {
        frame: frame("计时异议"),
        disputes_total: 103,
        disputes: open_disputes(),
        requests_total: 0,
        requests: Vec::new(),
        pages: crate::translate::pages("/disputes", &[], 103, 1, 3),
    }
}

/// One that was refused.
fn new_course() -> NewCoursePage {
    NewCoursePage {
        frame: frame("新建课程"),
        years: ["2027", "2026"].map(str::to_owned).into(),
        trouble: Some(sample::trouble()),
        faults: Faults::at(Some("required"), "这个年度已经有一门必修课。"),
        typed: TypedCourse { year: "2026".into(), title: TITLE.into(), is_required: true, ..TypedCourse::default() },
    }
}

pub(super) fn pages() -> Vec<(&'static str, String)> {
    let card = CourseCard {
        id: "c1".into(),
        title: TITLE.into(),
        chips: vec![Chip::new("必修课", "info")],
        worth: None,
        counted: counted(33),
        done: 1,
        lessons: 3,
    };
    let next = Some(("/lessons/l2".into(), "第二讲".into(), TITLE.into(), true));
    let year = |year, past: Option<&str>, is_passed: bool, courses| CourseYear {
        year,
        has_exam: true,
        past: past.map(str::to_owned),
        passed: is_passed.then(|| "必修课考试已合格，成绩来自“区平台导出.xlsx”，不用再学再考。".into()),
        courses,
    };
    let years = vec![
        year(2026, None, false, vec![card]),
        year(2021, Some("往年补修：2026年12月31日以前可以学习和考试，学时计入 2021 年度账，不计入今年"), false, vec![]),
        year(2020, None, true, vec![]),
    ];
    let courses = CoursesPage { frame: frame("公需课程"), next, years, after_exam: true, may_add: true };
    let none =
        CoursesPage { frame: frame("公需课程"), next: None, years: vec![], after_exam: false, may_add: false };
    let [chosen, unset] = electives();
    let empty = CoursePage { chapters: vec![], next: None, is_published: false, ..course() };
    let new_lesson = NewLessonPage {
        frame: frame("添加课时"),
        id: "c1".into(),
        course: TITLE.into(),
        film_megabytes_max: 100,
        document_megabytes_max: 20,
        trouble: Some(sample::trouble()),
        faults: Faults::at(Some("file"), "这是视频。"),
        typed: TypedLesson { kind: "video".into(), ..TypedLesson::default() },
    };
    let no_hours = CoursePage {
        trouble: Some(sample::trouble()),
        faults: Faults::at(Some("course-hours"), "还没有设定这门选修课的学时。"),
        new_hours: <(String, String)>::default(),
        ..unset
    };
    let disputes = DisputesPage { requests_total: 2, requests: exams::open_requests(), ..disputes_page() };
    let over = || Some(sample::trouble());
    let closed = LessonPage { counts: false, closed: over(), ..lesson(Body::Page("<p>正文</p>".into())) };
    let unpublished = LessonPage { counts: false, next: None, ..lesson(Body::Document("/lessons/l2/media".into())) };
    vec![
        ("courses", text(&courses)),
        ("courses-none", text(&none)),
        ("course", text(&course())),
        ("lesson-closed", text(&closed)),
        ("course-closed", text(&CoursePage { closed: over(), ..course() })),
        ("course-elective", text(&chosen)),
        ("course-elective-unset", text(&no_hours)),
        ("course-empty", text(&empty)),
        ("lesson-page", text(&lesson(Body::Page("<p>正文</p>".into())))),
        ("lesson-video", text(&lesson(Body::Video("/lessons/l2/media".into(), Some("/lessons/l2/captions".into()))))),
        ("lesson-unpublished", text(&unpublished)),
        ("course-new", text(&new_course())),
        ("lesson-new", text(&new_lesson)),
        ("lesson-settings", text(&settings(true))),
        ("lesson-withdrawn", text(&settings(false))),
        ("disputes", text(&disputes)),
    ]
}

#[test]
fn a_lesson_says_what_counts_and_that_counting_needs_a_script() {
    let page = text(&lesson(Body::Page("<p>正文</p>".into())));
    for part in [
        "已计 <strong data-counted>3 分 20 秒",
        "计时需要浏览器的脚本",
        "最多损失最近计入的 30 秒，这一页开着就会自动补记",
        "data-unheard-most=\"88000\"",
        "12 秒没有计入",
        "已补记</span> 技术支持补记 02:03 至 05:00，新计入 1 分 40 秒。",
        "等待答复",
        "<strong>补记 02:03 至 05:00，新计入 1 分 40 秒。</strong>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let unpublished = text(&LessonPage { counts: false, ..lesson(Body::Page(String::new())) });
    assert!(!unpublished.contains("lesson.js") && unpublished.contains("课程发布之前不计时"));
    assert!(
        page.contains("提出异议") && !unpublished.contains("提出异议"),
        "where no time counts nothing is objected to"
    );
    assert!(unpublished.contains("新计入 1 分 40 秒"), "what was answered stays: {unpublished}");
}

#[test]
fn an_objection_from_outside_the_training_can_only_be_answered_in_words() {
    let page = text(&disputes_page());
    assert!(page.contains("id=\"answer-d3\"") && !page.contains("id=\"from-d3\""), "{page}");
    assert!(page.contains("id=\"from-d1\"") && page.matches("不是在培训期内提出的").count() == 1, "{page}");
}

#[test]
fn a_course_leads_on_and_at_its_end_to_the_examination() {
    let page = text(&course());
    assert!(page.contains("下一步：学习“第二讲　怎样用好工具”") && !page.contains("/exams/2026"));
    let done = text(&CoursePage { next: None, ..course() });
    assert!(done.contains("href=\"/exams/2026\"") && done.contains("去考试"));
}
