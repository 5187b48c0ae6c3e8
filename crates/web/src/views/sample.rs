//! Sample view data: what fills the design page, and what the tests of the templates use of it. All people are fictional.

use policy::Provision;

use super::account::{AccountRow, ByDay, ElsewhereLine, RequirementLine};
use super::design::{DesignPage, Token};
use super::faults::Faults;
use super::frame::Frame;
use super::home::{TypedField, TypedForm};
use super::parts::{ArticleText, Chip, ChoiceLink, DeadlineLine, HistoryLine, Pages, ReasonLine, Trouble};
use super::picture::{Exam, Picture};
use super::registration::{EvidenceLine, RefusedForm};
use super::turn::TurnBox;

/// The design page, with something in every component.
pub(crate) fn design(frame: Frame) -> DesignPage {
    DesignPage {
        evidence: evidence(&frame),
        frame,
        colours: colours(),
        spaces: spaces(),
        sizes: sizes(),
        families: families(),
        schemes: [("light", "浅色"), ("dark", "深色")],
        chips: [("草稿", ""), ("审验中", "info"), ("已审批", "good"), ("尚缺材料", "wait"), ("已退回", "bad")]
            .into_iter()
            .map(|(label, tone)| Chip::new(label, tone))
            .collect(),
        choices: [("全部", 120), ("未完成", 36)]
            .map(|(label, count)| ChoiceLink {
                label: label.into(),
                count,
                url: "#choices".into(),
                current: count == 36,
            })
            .to_vec(),
        pictures: vec![
            ("进行中", picture(4_750, 1_500, 1_200)),
            ("已完成", picture(7_800, 1_500, 0)),
            ("刚开始", Picture { exam: Exam::Open, ..picture(0, 0, 0) }),
        ],
        trouble: trouble(),
        refused: RefusedForm {
            title: "第 2 项的审验结论没有保存".into(),
            url: "#form".into(),
            what: "调整学时要写明理由。".into(),
        },
        faults: faults(),
        turns: turns(),
        typed: typed(),
        way: Some(("#".to_owned(), "去学习")),
        by: by_day(),
        deadlines: deadlines(),
        requirements: requirements(),
        rows: rows(),
        elsewhere: elsewhere(),
        articles: vec![article("第四条", "专业科目", "只登记当年参加的活动、取得的成果，不跨年。")],
        article: article("第三条", "公需科目", "学完当年的必修课，并且考试合格。"),
        history: history(),
        no_history: Vec::new(),
        pages: Pages {
            total: 214,
            counted_in: "份",
            page: 2,
            pages: 11,
            previous: Some("#pages".into()),
            next: Some("#pages".into()),
        },
    }
}

/// A day that is near.
pub(crate) fn by_day() -> Option<ByDay> {
    Some(ByDay { text: "原则上不晚于2026年11月30日".into(), days: "还有 7 天".into(), tone: "near" })
}

/// A year in hundredths of an hour.
pub(crate) fn picture(professional: i64, public: i64, pending: i64) -> Picture {
    Picture {
        professional,
        public,
        pending,
        required_total: 9_000,
        professional_min: 6_000,
        has_target: true,
        exam: Exam::Passed,
    }
}

/// A refusal with what it rests on.
pub(crate) fn trouble() -> Trouble {
    Trouble {
        what: "这项活动跨了年度：2025年12月29日 至 2026年1月3日。".into(),
        safe: "已填的内容都还在，没有登记任何学时。".into(),
        next: "请按天数拆成两项：2025年12月29日 至 31日，登记在 2025 年度；2026年1月1日 至 3日，登记在 2026 年度。"
            .into(),
        provision: Some(Provision::SameYear),
    }
}

/// What is wrong with the form of the design page.
fn faults() -> Faults {
    let mut faults = Faults::at(Some("d-date"), "开始日期早于本年度。");
    faults.add("d-place", "“第几课”不能是“许多”。");
    faults
}

/// Whose turn it is: somebody's own, with what to press, and somebody else's.
fn turns() -> Vec<TurnBox> {
    vec![
        TurnBox {
            tone: "wait",
            text: "轮到您：登记还是草稿，没有提交。".into(),
            more: vec!["2026年11月30日 截止，还有 7 天。".into()],
            step: Some(("#turn".into(), "去提交")),
        },
        TurnBox { text: "轮到单位：等待审验，现在不用再做什么。".into(), ..TurnBox::default() },
    ]
}

/// What a verifier had typed. Nothing is at its address, so that nothing comes of sending it.
pub(crate) fn typed() -> TypedForm {
    let field = |name: &str, label: &str, value: &str, control| TypedField {
        name: name.into(),
        label: label.into(),
        value: value.into(),
        control,
    };
    TypedForm {
        action: "/registrations/r1/items/i1/decision".into(),
        key: None,
        deed: "保存审验结论",
        fields: vec![
            field("decision", "结论", "change", "decision"),
            field("hours", "核定学时", "8", "text"),
            field("reason", "理由", "通知只写了两天", "text"),
        ],
        answers: vec![("级别".into(), "全国性".into())],
        hidden: vec![("kind".into(), "x".into())],
    }
}

/// A picture that is always there: the product's own mark.
fn evidence(frame: &Frame) -> EvidenceLine {
    EvidenceLine {
        url: format!("/assets/mark.svg?v={}", frame.version),
        need_name: "会议通知".into(),
        listed: true,
        name: "通知.svg".into(),
        size: "1 KB".into(),
        is_image: true,
        is_pdf: false,
    }
}

pub(crate) fn article(id: &str, title: &str, text: &str) -> ArticleText {
    ArticleText { id: id.into(), title: title.into(), paragraphs: vec![text.into()] }
}

/// Dates of a year.
pub(crate) fn deadlines() -> Vec<DeadlineLine> {
    let line = |name: &str, date: &str, days: &str, tone, soft, article: &str| DeadlineLine {
        name: name.into(),
        date: date.into(),
        days: days.into(),
        tone,
        soft,
        article: article.into(),
        note: None,
    };
    vec![
        line("个人完成登记", "2026年11月30日", "还有 7 天", "near", true, "第八条"),
        line("单位完成审批", "2026年12月31日", "还有 38 天", "", false, "第六条（四）"),
    ]
}

/// Requirements of a year.
pub(crate) fn requirements() -> Vec<RequirementLine> {
    let line = |name: &str, have: &str, need: &str, chip, article: &str| RequirementLine {
        name: name.into(),
        have: have.into(),
        need: need.into(),
        chip,
        text: String::new(),
        article: article.into(),
    };
    vec![
        line("年度总学时", "62.5", "90", Chip::new("未达到", "wait"), "第二条"),
        line("专业科目学时", "47.5", "60", Chip::new("未达到", "wait"), "第二条"),
        line("公需科目考试", "合格", "合格", Chip::new("已达到", "good"), "第三条"),
    ]
}

/// What a connected system registered.
pub(crate) fn elsewhere() -> Vec<ElsewhereLine> {
    vec![ElsewhereLine {
        title: "师德师风专题研修".into(),
        dates: "2026年5月11日 至 2026年5月15日".into(),
        system: "示例教师培训平台".into(),
        reference: "HY2026-0117".into(),
        learned: "系统登记 2026年5月20日，记入 2026年6月1日".into(),
        registered: "20".into(),
        counted: "20".into(),
        reasons: vec![ReasonLine {
            text: "对接的系统已经登记 20 学时，照此计入，不必再登记。".into(),
            article: "第四条".into(),
            reading: None,
            sample: false,
        }],
    }]
}

/// Items of a year, one of them cut by a cap.
pub(crate) fn rows() -> Vec<AccountRow> {
    vec![
        AccountRow {
            category: "自学类".into(),
            kind: "学习强国".into(),
            title: "学习强国年度积分".into(),
            dates: "2026年1月1日 至 2026年11月20日".into(),
            applied: "—".into(),
            recognised: "12".into(),
            counted: "10".into(),
            article: "第四条".into(),
            reasons: vec![ReasonLine {
                text: "1,250 分，每 100 积分 1 学时，得 12 学时；学习强国每年累计不超过 10 学时，计入 10 学时。".into(),
                article: "第四条".into(),
                reading: Some("不足 100 积分的不计，向下取整".into()),
                sample: false,
            }],
        },
        AccountRow {
            category: "学术交流活动类".into(),
            kind: "学术会议".into(),
            title: "全国高等教育信息化年会".into(),
            dates: "2026年10月16日 至 2026年10月18日".into(),
            applied: "12".into(),
            recognised: "12".into(),
            counted: "12".into(),
            article: "第四条".into(),
            reasons: vec![ReasonLine {
                text: "按标准表认定 12 学时（出处：示例数字）。".into(),
                article: "示例说明".into(),
                reading: None,
                sample: true,
            }],
        },
    ]
}

/// A history of three lines.
pub(crate) fn history() -> Vec<HistoryLine> {
    [("2026年11月20日 09:12", "周文澜", "提交了 2026 年度学时登记"), ("2026年11月21日 15:40", "陈砚", "开始审验")]
        .into_iter()
        .map(|(at, who, sentence)| HistoryLine { at: at.into(), who: who.into(), sentence: sentence.into() })
        .collect()
}

fn colours() -> Vec<Token> {
    vec![
        ("--paper", "纸"),
        ("--sheet", "页"),
        ("--sunk", "凹处"),
        ("--ink", "墨"),
        ("--ink-soft", "淡墨"),
        ("--line", "界线"),
        ("--control", "控件边"),
        ("--track", "进度条的底"),
        ("--accent", "松绿（文字）"),
        ("--accent-fill", "松绿（底）"),
        ("--accent-fill-hover", "松绿（指着时）"),
        ("--on-accent", "松绿底上的字"),
        ("--accent-wash", "松绿（浅）"),
        ("--seal", "朱印"),
        ("--seal-wash", "朱印（浅）"),
        ("--ochre", "提醒"),
        ("--ochre-wash", "提醒（浅）"),
        ("--blue", "说明"),
        ("--blue-wash", "说明（浅）"),
        ("--public", "公需（赭）"),
        ("--focus", "焦点"),
    ]
}

fn spaces() -> Vec<Token> {
    vec![
        ("--s1", "字与字之间"),
        ("--s2", "标记之间"),
        ("--s3", "段落之间"),
        ("--s4", "字段之间"),
        ("--s5", "页与页之间"),
        ("--s6", "正文之上"),
        ("--s7", "大数字之间"),
        ("--s8", "正文之下"),
    ]
}

fn sizes() -> Vec<Token> {
    vec![
        ("--t-small", "小字"),
        ("--t-body", "正文"),
        ("--t-lead", "引言"),
        ("--t-h3", "三级标题"),
        ("--t-h2", "二级标题"),
        ("--t-h1", "一级标题"),
        ("--t-figure", "大数字"),
    ]
}

fn families() -> Vec<Token> {
    vec![("--song", "宋体：标题和数字"), ("--hei", "黑体：正文"), ("--mono", "等宽：编号")]
}
