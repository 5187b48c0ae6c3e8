//! Renders every page from sample data and checks what must hold for all of them: one heading, labelled fields, a key
//! in each form, nothing inline, Chinese punctuation. With `XUESHI_PAGES=folder` the pages are kept there to look at.

use std::collections::BTreeSet;

use askama::Template;

use super::{
    account::{AccountPage, CertificateOffer, GroupLine, PublicLine, RegistrationLink, TodoLine},
    audit::{AuditPage, LogLine, Verdict},
    certificates::CertificatePage,
    frame::{Frame, NavLink, VisitorCard},
    home::{ErrorPage, HomeAccount, HomePage, HomeTask},
    imports::{ImportsPage, ProblemLine, ReportView},
    item::{AskField, Control, ItemPage, KindChoice, KindGroup, KindPage, PreviewBox},
    parts::{ArticleText, Chip, Choice, Pages},
    people::{InvitationLinkPage, PeoplePage, PersonLine, PersonPage, RoleLine},
    queue::{QueueLine, QueuePage},
    registration::{
        CheckLine, EvidenceLine, FileHead, ItemCard, MayDo, NewRegistrationPage, RegistrationPage, ReviewPage,
        SealedFormLine,
    },
    sample,
    sessions::{DemoCard, DemoPage, InvitationPage, SignInPage},
    years::{OverviewPage, UnitLine},
};

fn frame(title: &str) -> Frame {
    let link = |label, current| NavLink { href: "#".into(), label, current };
    Frame {
        title: title.into(),
        nav: vec![link("我的学时", true), link("学时登记", false), link("审验与审批", false), link("人员", false)],
        visitor: Some(VisitorCard { name: "周文澜".into(), roles: "教职工".into() }),
        demo: true,
        sample: true,
        pack_title: "某大学专业技术人员继续教育学时认定实施细则".into(),
        done: None,
        version: "0".into(),
        fresh_key: || "0190b2f0-0000-7000-8000-000000000000".into(),
    }
}

fn article() -> ArticleText {
    ArticleText {
        id: "第四条".into(),
        title: "专业科目".into(),
        paragraphs: vec!["只登记当年参加的活动、取得的成果，不跨年。自学每年累计不超过 20 学时。".into()],
    }
}

fn account() -> AccountPage {
    AccountPage {
        frame: frame("2026 年度学时账户"),
        year: 2026,
        years: vec![2026, 2025, 2024],
        person_name: "周文澜".into(),
        person_line: "计算机与信息安全学院　专任教师".into(),
        own: true,
        obligation: "按规定应完成公需科目和专业科目的全部学时。".into(),
        outcome: Chip::new("未达到", "wait"),
        verdict: "2026 年度的任务还没有完成。".into(),
        picture: sample::picture(4_750, 1_500, 1_200),
        todo: vec![
            TodoLine { text: "专业科目还差".into(), article: "第二条".into(), hours: Some("12.5".into()) },
            TodoLine {
                text: "为“全国高等教育信息化年会”上传会议通知。".into(), article: "第五条".into(), hours: None
            },
        ],
        deadlines: sample::deadlines(),
        requirements: sample::requirements(),
        rows: sample::rows(),
        groups: vec![GroupLine { name: "自学".into(), sum: "22".into(), cap: "20".into(), counted: "20".into() }],
        public: vec![PublicLine {
            course: "高质量共建“一带一路”".into(),
            hours: "15".into(),
            chip: Chip::new("合格", "good"),
            attempts: 1,
            source: "人事处 2026年11月20日 导入".into(),
        }],
        certificates: vec![
            CertificateOffer {
                kind: "public-exam".into(),
                name: "专业技术人员继续教育公需科目考试合格证书".into(),
                number: Some("P2026-7K3M-9QXT-2H4V-8ZC1D".into()),
                may_issue: false,
                chip: Chip::new("已生成", "good"),
                reasons: vec![],
            },
            CertificateOffer {
                kind: "annual".into(),
                name: "专业技术人员继续教育合格证书".into(),
                number: None,
                may_issue: true,
                chip: Chip::new("可以生成", "info"),
                reasons: vec![],
            },
        ],
        registration: Some(RegistrationLink {
            url: "#".into(),
            number: "D2026-000123".into(),
            chip: Chip::new("审验中", "info"),
        }),
        articles: vec![article()],
        explanation: vec!["专业科目：47.5 学时〔第二条〕".into()],
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
        steps: vec![("草稿", "done"), ("待审验", "done"), ("审验中", "now"), ("已批准", "")],
        applied_total: "34".into(),
        counted_total: "22".into(),
        return_reason: Some("佐证材料不清晰，请重新上传".into()),
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
        decision: Chip::new("未审验", ""),
        decision_reason: None,
        decided: false,
        reasons: sample::rows().pop().expect("two rows").reasons,
        problems: vec![],
        checklist: vec![line("notice", "会议通知", true), line("proof", "参会证明", false)],
        evidence: vec![EvidenceLine {
            id: format!("{id}-e"),
            need_name: "会议通知".into(),
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
        begin_check: true,
        decide: true,
        finish: true,
        give_back: true,
        summary_form: true,
        attach_sealed_form: true,
        send_to_approval: true,
        approve: true,
        approval_return: true,
        extend: true,
    }
}

fn pages_line() -> Pages {
    Pages { total: 214, page: 2, pages: 11, previous: Some("#".into()), next: Some("#".into()) }
}

fn option(label: &str, chosen: bool) -> Choice {
    Choice { value: label.into(), label: label.into(), chosen }
}

fn ask(id: &str, name: &str, control: Control) -> AskField {
    AskField { id: id.into(), name: name.into(), required: true, value: String::new(), control }
}

fn item_page() -> ItemPage {
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
        applied: String::new(),
        asks_applied: true,
        evidence: vec!["封面和封底页".into(), "版权页".into(), "目录页".into(), "论文正文".into()],
        article: Some(article()),
        trouble: Some(sample::trouble()),
        preview: PreviewBox {
            hours: Some("12".into()),
            reasons: sample::rows().pop().expect("two rows").reasons,
            problems: vec![],
            blank: false,
        },
    }
}

fn unit(name: &str, people: i64, done: i64) -> UnitLine {
    UnitLine {
        name: name.into(),
        url: "#".into(),
        people,
        done,
        public_done: done + 9,
        registered: done + 20,
        approved: done,
    }
}

fn certificate() -> CertificatePage {
    CertificatePage {
        frame: frame("证书有效"),
        status: "valid",
        heading: "证书有效",
        sentence: "本系统签发，至今有效。".into(),
        number: "A2026-7K3M-9QXT-2H4V-8ZC1D".into(),
        known: true,
        kind_name: "专业技术人员继续教育合格证书".into(),
        holder: "周*澜".into(),
        lines: vec![("年度总学时".into(), "93 学时".into()), ("专业科目".into(), "78 学时".into())],
        statement: "持证人已完成 2026 年度继续教育任务。".into(),
        article: "第七条".into(),
        pack: "某大学实施细则（3f9a12…）".into(),
        issued: "2026年11月23日 09:00".into(),
        revoked: None,
        revoked_reason: None,
        checked_at: "2026年11月23日 19:05".into(),
        site: "https://xueshi.example.edu.cn/certificates/".into(),
        document: None,
    }
}

fn report() -> ReportView {
    ReportView {
        kind: "roster".into(),
        kind_label: "花名册".into(),
        file_name: "roster.xlsx".into(),
        source: "roster.xlsx".into(),
        good: 212,
        planned: (200, 2, 10),
        applied: None,
        stopped: false,
        problems: vec![ProblemLine {
            row: 43,
            column: "E 身份证号".into(),
            value: "990***********38".into(),
            problem: "校验位不符，请核对原件".into(),
        }],
        problems_hidden: 3,
        carried: Some("AAAA".into()),
    }
}

fn person_page() -> PersonPage {
    PersonPage {
        frame: frame("周文澜"),
        id: "p1".into(),
        name: "周文澜".into(),
        facts: vec![("工号", "20130042".into()), ("身份证号", "990**************68".into())],
        sign_in: Chip::new("已开通", "good"),
        roles: vec![RoleLine {
            role: "verifier".into(),
            unit: "u1".into(),
            label: "审验人".into(),
            unit_name: "计算机与信息安全学院".into(),
        }],
        registrations: vec![("2026 年度（D2026-000123）".into(), "#".into(), Chip::new("审验中", "info"))],
        certificates: vec![("2026 年度公需科目学习证书".into(), "P2026-7K3M-9QXT-2H4V-8ZC1D".into(), false)],
        may_revoke: true,
        may_invite: true,
        may_grant: true,
        role_choices: vec![option("审验人", false)],
        unit_choices: vec![option("计算机与信息安全学院", true)],
        account_url: "#".into(),
        history: sample::history(),
    }
}

fn home(signed_in: bool) -> HomePage {
    let task = |label| HomeTask { href: "#".into(), label, text: "填写专业科目，上传材料，提交审验" };
    HomePage {
        frame: if signed_in { frame("首页") } else { Frame { nav: vec![], visitor: None, ..frame("首页") } },
        year: 2026,
        signed_in,
        name: "周文澜".into(),
        deadlines: sample::deadlines(),
        account: signed_in.then(|| HomeAccount {
            picture: sample::picture(4_750, 1_500, 1_200),
            outcome: Chip::new("未达到", "wait"),
            verdict: "2026 年度的任务还没有完成。".into(),
            next: Some("专业科目还差 12.5 学时。".into()),
        }),
        queue: if signed_in { vec![("待审验".into(), 17, "#".into())] } else { vec![] },
        tasks: if signed_in { vec![task("学时登记"), task("导入")] } else { vec![] },
        support: Some(article()),
    }
}

fn owner_page() -> RegistrationPage {
    RegistrationPage {
        frame: Frame { done: Some("已保存这一条。"), ..frame("学时登记") },
        file: head(),
        items: vec![item("i1", 1), item("i2", 2)],
        may: everything(),
        missing: vec!["“全国高等教育信息化年会”：参会证明".into()],
        deadlines: sample::deadlines(),
        history: sample::history(),
    }
}

fn review_page() -> ReviewPage {
    ReviewPage {
        frame: frame("审验"),
        file: head(),
        items: vec![item("i1", 1), item("i2", 2)],
        may: everything(),
        open_items: 0,
        common_reasons: vec!["缺少必要的佐证材料"],
        history: sample::history(),
    }
}

fn lists() -> Vec<(&'static str, String)> {
    let queue_line = || QueueLine {
        url: "#".into(),
        number: "D2026-000123".into(),
        person: "周文澜（20130042）".into(),
        unit: "计算机与信息安全学院".into(),
        year: 2026,
        chip: Chip::new("待审验", "info"),
        items: 5,
        applied: "62.5".into(),
        submitted: "2026年11月20日 09:12".into(),
        flags: vec!["临近上限".into()],
    };
    let queue = QueuePage {
        frame: frame("审验与审批"),
        text: String::new(),
        year: "2026".into(),
        states: vec![option("待审验", true)],
        units: vec![option("计算机与信息安全学院", false)],
        counts: vec![("待审验".into(), 17, "#".into(), true), ("审验中".into(), 3, "#".into(), false)],
        rows: vec![queue_line(), queue_line()],
        pages: pages_line(),
    };
    let people = PeoplePage {
        frame: frame("人员"),
        text: String::new(),
        units: vec![option("计算机与信息安全学院", false)],
        rows: vec![PersonLine {
            url: "#".into(),
            name: "周文澜".into(),
            staff_number: "20130042".into(),
            unit: "计算机与信息安全学院".into(),
            category: "专任教师".into(),
            title: "副教授".into(),
            sign_in: Chip::new("已开通", "good"),
        }],
        pages: pages_line(),
    };
    let overview = OverviewPage {
        frame: frame("2026 年度完成情况"),
        year: 2026,
        units: vec![unit("计算机与信息安全学院", 120, 84), unit("外国语学院", 0, 0)],
        all: unit("合计", 120, 84),
    };
    let audit = AuditPage {
        frame: frame("审计日志"),
        name: String::new(),
        subject: String::new(),
        text: String::new(),
        lines: vec![LogLine {
            seq: 12,
            at: "2026年11月23日 19:05".into(),
            who: "陈砚".into(),
            name: "registration.verified".into(),
            subject: "registration:r1".into(),
            sentence: "完成了审验".into(),
        }],
        pages: pages_line(),
        verdict: Some(Verdict { rows: 12, bad: None }),
    };
    vec![("queue", text(&queue)), ("people", text(&people)), ("overview", text(&overview)), ("audit", text(&audit))]
}

fn text(page: &impl Template) -> String {
    page.render().expect("the page renders")
}

fn all() -> Vec<(&'static str, String)> {
    let kinds = KindPage {
        frame: frame("选择活动的种类"),
        registration: "r1".into(),
        year: 2026,
        categories: vec![KindGroup {
            name: "自学类".into(),
            article: "第四条".into(),
            kinds: vec![KindChoice {
                id: "x".into(),
                name: "学习强国".into(),
                hint: "每 100 积分 1 学时".into(),
                sample: true,
            }],
        }],
    };
    let imports = ImportsPage {
        frame: frame("导入"),
        kinds: vec![("roster", "花名册", "需要的列：工号、姓名", true)],
        trouble: Some(sample::trouble()),
        report: Some(report()),
    };
    let sign_in = SignInPage {
        frame: Frame { nav: vec![], visitor: None, ..frame("登录") },
        staff_number: "20130042".into(),
        next: "/".into(),
        trouble: Some(sample::trouble()),
    };
    let invitation = InvitationPage {
        frame: frame("设置密码"),
        token: "t".into(),
        name: "周文澜".into(),
        staff_number: "20130042".into(),
        password_chars_min: 12,
        trouble: None,
    };
    let link = InvitationLinkPage {
        frame: frame("邀请链接"),
        name: "周文澜".into(),
        url: "https://xueshi.example.edu.cn/invitations/t".into(),
        expires: "2026年11月30日 00:00".into(),
        back: "#".into(),
    };
    let card = DemoCard {
        person: "p".into(), label: "审验人".into(), name: "陈砚".into(), unit: "外国语学院".into()
    };
    let error = ErrorPage {
        frame: frame("有地方需要改一改"),
        heading: "有地方需要改一改".into(),
        trouble: sample::trouble(),
        back: Some("/".into()),
    };
    let new = NewRegistrationPage { frame: frame("学时登记"), year: 2026, deadlines: sample::deadlines() };
    let mut pages = vec![
        ("home", text(&home(true))),
        ("home-visitor", text(&home(false))),
        ("account", text(&account())),
        ("registration", text(&owner_page())),
        ("review", text(&review_page())),
        ("new-registration", text(&new)),
        ("kinds", text(&kinds)),
        ("item", text(&item_page())),
        ("certificate", text(&certificate())),
        ("person", text(&person_page())),
        ("imports", text(&imports)),
        ("sign-in", text(&sign_in)),
        ("invitation", text(&invitation)),
        ("invitation-link", text(&link)),
        ("demo", text(&DemoPage { frame: frame("演示角色"), accounts: vec![card] })),
        ("error", text(&error)),
        ("design", text(&sample::design(frame("设计系统")))),
    ];
    pages.extend(lists());
    pages
}

/// Every value of an attribute, as written.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_renders_from_sample_data() {
    let pages = all();
    if let Some(folder) = std::env::var_os("XUESHI_PAGES") {
        for (name, html) in &pages {
            let html = html.replace("?v=0", "").replace("/assets/", "");
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.html")), html).expect("kept");
        }
    }
    for (name, html) in pages {
        assert!(html.contains("<html lang=\"zh-CN\">"), "{name}: language");
        assert_eq!(html.matches("<h1").count(), if name == "design" { 2 } else { 1 }, "{name}: one heading");
        assert!(html.contains("示例标准"), "{name}: the mark of a sample pack");
    }
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    for (name, html) in all() {
        for attribute in ["style", "onclick", "onsubmit", "onload"] {
            assert!(values(&html, attribute).is_empty(), "{name}: inline {attribute}");
        }
        assert!(!html.contains("<style"), "{name}: inline style");
        assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/assets/").count(), "{name}: script");
        for url in values(&html, "src") {
            assert!(url.starts_with('/') || url == "#", "{name}: {url}");
        }
    }
}

#[test]
fn each_form_that_changes_something_carries_its_own_key() {
    for (name, html) in all() {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or(form);
            let keys = form.matches("name=\"key\"").count();
            assert_eq!(keys, usize::from(form.contains("method=\"post\"")), "{name}: {form}");
        }
    }
}

#[test]
fn labels_have_their_fields_and_identifiers_are_unique() {
    for (name, html) in all() {
        let mut seen = BTreeSet::new();
        for id in values(&html, "id") {
            assert!(seen.insert(id), "{name}: id {id} twice");
        }
        for target in values(&html, "for") {
            assert!(seen.contains(target), "{name}: label for {target}");
        }
        for target in values(&html, "aria-labelledby").into_iter().chain(values(&html, "aria-describedby")) {
            assert!(seen.contains(target), "{name}: names {target}");
        }
    }
}

#[test]
fn chinese_text_uses_chinese_punctuation() {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (name, html) in all() {
        let chars: Vec<char> = html.chars().collect();
        for three in chars.windows(3) {
            let half = matches!(three[1], ',' | ';' | ':' | '!' | '?' | '(' | ')');
            let found: String = three.iter().collect();
            assert!(!(half && is_chinese(three[0]) && is_chinese(three[2])), "{name}: {found}");
        }
    }
}

#[test]
fn the_picture_speaks_and_stays_inside_its_ruler() {
    let picture = sample::picture(7_850, 1_500, 0);
    assert_eq!(picture.words(), "总学时 93.5，应修 90；其中专业科目 78.5，应修 60；公需科目考试已合格。");
    assert_eq!((picture.professional_width().as_str(), picture.total_target().as_str()), ("78.5%", "90.0%"));
    let over = sample::picture(30_000, 0, 500);
    assert_eq!(over.ticks().last().map(|(x, hours)| (x.as_str().to_owned(), *hours)), Some(("100.0%".into(), 310)));
}
