//! Sample pages of a person and their reviewers: home, account, registration, item form. All people are fictional.

use policy::{Library, Pack, Provision};

use super::{late, option, submission};
use crate::views::{
    account::{AccountPage, CertificateOffer, GroupLine, PublicLine, RegistrationLink, StepLine, TodoLine},
    faults::Faults,
    frame::{Done, Frame, Links, NavLink, VisitorCard},
    home::{HomeAccount, HomePage, HomeTask, PastLine},
    item::{AskField, Control, ItemPage, PreviewBox},
    parts::{ArticleText, Chip, ReasonLine},
    registration::{
        CheckLine, CheckStart, DecisionForm, EvidenceLine, FileHead, GivenBack, ItemCard, MayDo, MissingLine,
        RefusedForm, RegistrationPage, ReviewPage, SealedFormLine, UpcomingLine, UploadForm,
    },
    retrospect::RetrospectPage,
    sample,
    turn::TurnBox,
};

/// A pack with what the sample pages cite, and nothing else.
fn pack() -> Pack {
    let rules = "# 示例标准\n\n```toml\n[pack]\nfrom = \"2022-01-01\"\n\n[provisions]\npublic-subjects = \"第三条\"\n\
                 same-year = \"第四条\"\n```\n\n## 第三条 公需科目\n\n```toml\n[[no-rule]]\nreason = \"示例。\"\n```\n\n\
                 ## 第四条 专业科目\n\n```toml\n[[no-rule]]\nreason = \"示例。\"\n```\n";
    Library::from_files([("sample-2026/rules.md", rules)]).load("sample-2026").expect("it loads")
}

fn todo_line(text: &str, way: Option<(String, &'static str)>) -> TodoLine {
    TodoLine { text: text.to_owned(), article: "第二条".to_owned(), by: sample::by_day(), way }
}

pub(super) fn frame(title: &str) -> Frame {
    let link = |label, current| NavLink { href: "#".into(), label, current };
    Frame {
        title: title.into(),
        nav: vec![link("我的学时", true), link("学时登记", false), link("审验与审批", false), link("人员", false)],
        visitor: Some(VisitorCard { name: "周文澜".into(), roles: "教职工".into() }),
        demo: true,
        sample: true,
        pack_title: "某大学专业技术人员继续教育学时认定实施细则".into(),
        links: Links::to(&pack()),
        done: None,
        mark: Some("0".repeat(32)),
        version: "0".into(),
        fresh_key: || "0190b2f0-0000-7000-8000-000000000000".into(),
    }
}

fn turn() -> TurnBox {
    TurnBox {
        tone: "wait",
        text: "登记还没有提交：缺 1 份材料，请补齐后提交。".into(),
        more: vec!["还缺：“全国高等教育信息化年会”：参会证明。".into()],
        step: Some(("#".into(), "去提交")),
    }
}

fn article() -> ArticleText {
    ArticleText {
        id: "第四条".into(),
        title: "专业科目".into(),
        paragraphs: vec!["只登记当年参加的活动、取得的成果，不跨年。自学每年累计不超过 20 学时。".into()],
    }
}

fn reason(text: &str, article: &str) -> ReasonLine {
    ReasonLine { text: text.into(), article: article.into(), reading: None, sample: false }
}

fn articles() -> Vec<ArticleText> {
    ["第二条", "第四条", "第五条", "第八条"].map(|id| ArticleText { id: id.into(), ..article() }).into()
}

pub(super) fn account() -> AccountPage {
    AccountPage {
        frame: frame("2026 年度账"),
        year: 2026,
        years: vec![2026, 2025, 2024],
        person_name: "周文澜".into(),
        person_line: "计算机与信息安全学院　专任教师".into(),
        own: true,
        retrospect_url: None,
        obligation: "按规定应完成公需科目和专业科目的全部学时。".into(),
        outcome: Chip::new("未达到", "wait"),
        turn: Some(turn()),
        verdict: "2026 年度的任务还没有完成。".into(),
        is_done: false,
        is_closed: false,
        picture: sample::picture(4_750, 1_500, 1_200),
        todo: vec![
            todo_line("专业科目还差 12.5 学时。", None),
            todo_line("通过公需科目必修课考试。", Some(("/exams/2026".into(), "去考试"))),
        ],
        deadlines: sample::deadlines(),
        requirements: sample::requirements(),
        rows: sample::rows(),
        elsewhere: sample::elsewhere(),
        post: Some(reason("年内岗位有变动，以2026年12月31日的岗位为准。", "第一条")),
        posts: vec!["自2026年9月1日起：专任教师".into()],
        groups: vec![GroupLine { name: "自学".into(), sum: "22".into(), cap: "20".into(), counted: "20".into() }],
        public: vec![PublicLine {
            course: "高质量共建“一带一路”".into(),
            hours: "15".into(),
            chip: Chip::new("合格", "good"),
            attempts: "1".into(),
            source: "人事处 2026年11月20日 导入".into(),
            dates: "考试 2026年11月18日，记入 2026年11月20日".into(),
            reason: reason("公需科目必修课“高质量共建‘一带一路’”考试合格，计 15 学时。", "第三条"),
        }],
        certificates: vec![
            CertificateOffer {
                kind: "public-exam".into(),
                name: "专业技术人员继续教育公需科目考试合格证书".into(),
                number: Some("P2026-7K3M-9QXT-2H4V-8ZC1D".into()),
                may_issue: false,
                revoked: None,
                chip: Chip::new("已生成", "good"),
                reasons: vec![],
                beyond: Some(reason("本证书不要求“年度总学时”。", "第七条")),
            },
            CertificateOffer {
                kind: "annual".into(),
                name: "专业技术人员继续教育合格证书".into(),
                number: None,
                may_issue: false,
                revoked: Some("您的证书已撤销，理由：核定学时填错。请联系人事处。".into()),
                chip: Chip::new("已撤销", "bad"),
                reasons: vec![],
                beyond: None,
            },
        ],
        registration: Some(RegistrationLink {
            url: "#".into(),
            number: "D2026-000123".into(),
            chip: Chip::new("审验中", "info"),
        }),
        articles: articles(),
        explanation: vec![StepLine { depth: 1, reason: reason("专业科目：47.5 学时", "第二条") }],
    }
}

pub(super) fn retrospect() -> RetrospectPage {
    let AccountPage { year, person_name, person_line, obligation, outcome, requirements, public, explanation, .. } =
        account();
    RetrospectPage {
        frame: frame("回看 2026 年度账"),
        account_url: "#".into(),
        as_of: String::new(),
        known_on: "2026-12-09".into(),
        span: "到2026年12月9日为止得知的".into(),
        total: "47.5".into(),
        professional: "32.5".into(),
        unknown: vec!["登记 D2026-000123 的各项按现在保存的内容；修改以前的写法没有保存。".into()],
        year,
        person_name,
        person_line,
        obligation,
        outcome,
        requirements,
        public,
        explanation,
    }
}

fn head() -> FileHead {
    FileHead {
        id: "r1".into(),
        number: "D2026-000123".into(),
        year: 2026,
        person_name: "周文澜".into(),
        person_line: "计算机与信息安全学院　专任教师　工号 20130042".into(),
        chip: Chip::new("审验中", "info"),
        steps: vec![("草稿", "done"), ("待审验", "done"), ("审验中", "now"), ("已审批", "")],
        elsewhere_total: Some("20".into()),
        applied_total: "34".into(),
        counted_label: "预计计入学时",
        counted_total: "22".into(),
        late: Some(late()),
        given_back: Some(GivenBack {
            title: "审批已撤回",
            reason: "第一项核定学时填错".into(),
            next: "请更正或补充后重新提交。",
        }),
        withdrawn: Some("方知微，2026年11月23日 10:20：第一项核定学时填错".into()),
        sealed_form: Some(SealedFormLine {
            url: "#".into(),
            name: "汇总表.jpg".into(),
            size: "1.2 MB".into(),
            at: "2026年11月22日 10:20".into(),
            is_image: true,
            is_pdf: false,
        }),
        verified_by: Some("2026年11月22日 10:20".into()),
        approved_by: None,
    }
}

fn item(id: &str, position: usize) -> ItemCard {
    let line = |need: &str, name: &str, present| CheckLine {
        need: need.into(),
        name: name.into(),
        required: true,
        present,
        article: "第五条".into(),
    };
    ItemCard {
        id: id.into(),
        position,
        title: "全国高等教育信息化年会".into(),
        kind: "学术会议".into(),
        category: "学术交流活动类".into(),
        article: "第四条".into(),
        organiser: "中国高等教育学会".into(),
        dates: "2026年10月16日 至 2026年10月18日".into(),
        answers: vec![("级别".into(), "全国性".into())],
        hours: "12".into(),
        hours_note: "按标准计算".into(),
        change: Some(("12".into(), "15".into())),
        decision: Chip::new("未审验", ""),
        decision_reason: None,
        seen: "open".into(),
        decided: false,
        form: DecisionForm {
            decision: "change".into(),
            hours: "15".into(),
            reason: "按证书".into(),
            trouble: Some(sample::trouble()),
            asks_confirmation: true,
        },
        reasons: sample::rows().pop().expect("two rows").reasons,
        problems: vec![],
        checklist: vec![line("notice", "会议通知", true), line("proof", "参会证明", false)],
        alike: vec!["与“高校教师培训平台”（编号 HY202600002）登记的活动相似，请核对是不是同一项活动。".into()],
        lacks_hours: false,
        upload: UploadForm { is_open: position == 1, ..UploadForm::default() },
        evidence: vec![EvidenceLine {
            url: format!("/evidence/{id}-e"),
            need_name: "会议通知".into(),
            listed: true,
            name: "通知.png".into(),
            size: "320 KB".into(),
            is_image: true,
            is_pdf: false,
        }],
    }
}

fn everything() -> MayDo {
    MayDo {
        edit: true,
        submit: true,
        withdraw: true,
        decide: true,
        finish: true,
        give_back: true,
        summary_form: true,
        attach_sealed_form: true,
        send_to_approval: true,
        approve: true,
        approval_return: true,
        extend: true,
        withdraw_approval: true,
    }
}

fn ask(id: &str, name: &str, control: Control) -> AskField {
    AskField { id: id.into(), name: name.into(), required: true, value: String::new(), control }
}

pub(super) fn item_page() -> ItemPage {
    ItemPage {
        frame: frame("论文"),
        registration: "r1".into(),
        year: 2026,
        action: "/registrations/r1/items".into(),
        is_new: true,
        kind: "paper".into(),
        kind_name: "论文".into(),
        category: "成果著作类".into(),
        hint: "按刊物级别和署名次序查表。".into(),
        title: String::new(),
        organiser: String::new(),
        starts: "2026-03-01".into(),
        ends: "2026-03-01".into(),
        asks: vec![
            ask("journal", "刊物", Control::Text),
            ask("level", "级别", Control::Choice(vec![option("核心期刊", true), option("一般期刊", false)])),
            ask("rank", "署名次序", Control::Count("位".into())),
            ask("foreign", "外文论文", Control::YesNo),
        ],
        faults: Faults::at(Some("answer-rank"), "“署名次序”要填从 1 起的整数；现在是“-5”。"),
        applied: String::new(),
        asks_applied: true,
        needs_applied: true,
        evidence: vec![("检索证明".into(), "“是否为外文期刊”为是时要交".into())],
        article: "第四条".into(),
        articles: articles(),
        other_articles: vec![],
        asks_organiser: true,
        trouble: Some(sample::trouble()),
        preview: PreviewBox {
            frame: Links::default(),
            hours: Some("12".into()),
            applied: String::new(),
            reasons: sample::rows().pop().expect("two rows").reasons,
            problems: vec![],
            blank: false,
        },
    }
}

pub(super) fn home(signed_in: bool) -> HomePage {
    let task =
        |label| HomeTask { href: "#".into(), label, text: "填写专业科目，上传材料，提交审验".into() };
    let past = PastLine { year: 2021, theme: "《广西发展新机遇》".into(), until: "2026年12月31日".into() };
    HomePage {
        frame: if signed_in { frame("首页") } else { Frame { nav: vec![], visitor: None, ..frame("首页") } },
        year: 2026,
        signed_in,
        name: "周文澜".into(),
        deadlines: sample::deadlines(),
        account: signed_in.then(|| HomeAccount {
            picture: sample::picture(4_750, 1_500, 1_200),
            outcome: Chip::new("未达到", "wait"),
            turn: turn(),
            verdict: "2026 年度的任务还没有完成。".into(),
            todo: vec![todo_line("学习并通过考试。", Some(("/courses#year-2026".into(), "去学习")))],
        }),
        findings: if signed_in { vec![super::findings::told()] } else { vec![] },
        past: if signed_in { vec![past] } else { vec![] },
        queue: if signed_in { vec![("待审验".into(), 17, "#".into())] } else { vec![] },
        tasks: if signed_in { vec![task("学时登记"), task("导入")] } else { vec![] },
        support: Some(article()),
    }
}

pub(super) fn owner_page() -> RegistrationPage {
    let done = Done { text: "已保存这一项。", provision: Some(Provision::SameYear) };
    RegistrationPage {
        frame: Frame { done: Some(done), ..frame("学时登记") },
        file: head(),
        items: vec![item("i1", 1), item("i2", 2)],
        elsewhere: sample::elsewhere(),
        may: everything(),
        turn: Some(TurnBox { step: None, ..turn() }),
        missing: vec![MissingLine {
            item: "第 1 项《全国高等教育信息化年会》".into(),
            url: "#item-i1".into(),
            text: "参会证明".into(),
        }],
        refused: Some(RefusedForm {
            title: "第 1 项《全国高等教育信息化年会》的佐证材料没有上传".into(),
            url: "#upload-i1".into(),
            what: "“证明.docx”不是 PDF、JPG 或 PNG 文件。".into(),
        }),
        sealed_trouble: Some(sample::trouble()),
        declaration: "本人声明：所登记的内容真实".into(),
        submission: submission(),
        upload_hint: "PDF、JPG 或 PNG，每个不超过 20 MB。".into(),
        shortfall: Some("按申请全部认可，年度总学时也只有 87 学时，应修 90 学时。".into()),
        deadlines: sample::deadlines(),
        findings: super::findings::of_registration(),
        history: sample::history(),
        articles: articles(),
    }
}

pub(super) fn review_page() -> ReviewPage {
    ReviewPage {
        frame: frame("审验"),
        file: head(),
        items: vec![item("i1", 1), item("i2", 2)],
        elsewhere: sample::elsewhere(),
        refused: Some(RefusedForm {
            title: "第 1 项《全国高等教育信息化年会》的结论没有保存".into(),
            url: "#decision-i1".into(),
            what: "选了“调整学时”，还没有填写核定学时。".into(),
        }),
        may: everything(),
        start: Some(CheckStart { ends: Some("0190".into()), by: "陈砚".into(), reopened: 2 }),
        open_items: 0,
        shortfall: Some("没有结论的按申请全部认可，年度总学时也只有 84 学时，应修 90 学时。".into()),
        returned: "第 2 项".into(),
        resting: vec!["26-A1B2C3".into()],
        upcoming: Some(UpcomingLine { next: Some(("#".into(), "周文澜".into())), waiting: 7, decided: false }),
        common_reasons: vec!["缺少必要的佐证材料"],
        findings: super::findings::of_registration(),
        history: sample::history(),
        articles: articles(),
    }
}
