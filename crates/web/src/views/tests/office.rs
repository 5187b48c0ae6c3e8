//! Sample pages of the offices: queue, people, overview, log, imports, certificate check. All people are fictional.

use actions::policies::OutOfTime;

use super::{option, person::frame, text};
use crate::views::{
    audit::{AuditPage, LogLine, Verdict},
    certificates::{CertificateLine, CertificatePage},
    imports::{ProblemLine, ReportView},
    parts::{Chip, ChoiceLink, Pages},
    people::{CorrectionForm, PeoplePage, PersonLine, PersonPage, RoleLine},
    policies::{Balance, MovedArticle, MovedLine, MovedList, MovedUnit, SimulationPage, SimulationResult},
    queue::{QueueLine, QueuePage},
    sample,
    years::{OverviewPage, PeoplePage as YearPeoplePage, PersonLine as YearPersonLine, UnitLine},
};

fn pages_line() -> Pages {
    Pages { total: 214, counted_in: "人", page: 2, pages: 11, previous: Some("#".into()), next: Some("#".into()) }
}

fn choice(label: &str, count: i64, current: bool) -> ChoiceLink {
    ChoiceLink { label: label.into(), count, url: "#".into(), current }
}

fn unit(name: &str, people: i64, done: i64) -> UnitLine {
    UnitLine {
        name: name.into(),
        url: "#".into(),
        open_url: "#".into(),
        people,
        done,
        public_done: done + 9,
        registered: done + 20,
        approved: done,
    }
}

pub(super) fn certificate() -> CertificatePage {
    CertificatePage {
        frame: frame("证书有效"),
        status: "valid",
        heading: "证书有效",
        sentence: "本系统签发，至今有效。".into(),
        number: "A2026-7K3M-9QXT-2H4V-8ZC1D".into(),
        known: true,
        kind_name: "专业技术人员继续教育合格证书".into(),
        holder: "周*澜".into(),
        id_number: "990***********46".into(),
        unit: "机电工程学院".into(),
        issuer: "示例大学".into(),
        lines: vec![("年度总学时".into(), "93 学时".into()), ("专业科目".into(), "78 学时".into())],
        statement: "持证人已完成 2026 年度继续教育任务。".into(),
        cited: "〔第七条〕".into(),
        pack: "某大学实施细则".into(),
        pack_hash: "3f9a12".repeat(11),
        issued: "2026年11月23日 09:00".into(),
        revoked: None,
        revoked_reason: None,
        checked_at: "2026年11月23日 19:05".into(),
        site: "https://xueshi.example.edu.cn/certificates/".into(),
    }
}

fn certificate_line(number: &str, is_revoked: bool) -> CertificateLine {
    CertificateLine {
        number: number.into(),
        label: "2026 年度公需科目学习证书".into(),
        revoked: is_revoked.then(|| "2026年11月23日 10:20撤销，理由：核定学时填错".into()),
        released: None,
        may_revoke: !is_revoked,
        may_release: is_revoked,
    }
}

pub(super) fn report() -> ReportView {
    ReportView {
        kind: "roster".into(),
        kind_label: "名册".into(),
        url: "/imports".into(),
        file_name: "roster.xlsx".into(),
        source: "roster.xlsx".into(),
        looks_like: Some("公需科目成绩"),
        good: 212,
        planned: (200, 2, 10),
        changes: vec![("下一年度申报职称（是改为否）".into(), 1), ("联系电话".into(), 2)],
        warning: Some("有 1 人的岗位类别、申报职称或转正定职会改变。".into()),
        notes: vec!["有 3 行和本人已经手工登记的是同一项活动：学时按手工登记的那一项计，不重复计入。".into()],
        unsaid: Some("表里没有这些列：现职称。".into()),
        applied: None,
        stopped: false,
        problems: vec![ProblemLine {
            row: 43,
            column: "E 身份证号".into(),
            value: "990***********38".into(),
            problem: "校验位不符，请核对原件".into(),
        }],
        bad_rows: 4,
        problems_hidden: 3,
        has_id_numbers: true,
        carried: Some("AAAA".into()),
    }
}

pub(super) fn person_page() -> PersonPage {
    PersonPage {
        frame: frame("周文澜"),
        id: "p1".into(),
        name: "周文澜".into(),
        facts: vec![("工号", "20130042".into()), ("身份证号", "990**************68".into())],
        sign_in: Chip::new("已开通", "good"),
        invited_until: String::new(),
        roles: vec![RoleLine {
            role: "verifier".into(),
            unit: "u1".into(),
            label: "审验人".into(),
            unit_name: "计算机与信息安全学院".into(),
        }],
        registrations: vec![("2026 年度（D2026-000123）".into(), "#".into(), Chip::new("审验中", "info"))],
        extendable: vec![("r1".into(), "2026 年度（D2026-000123，草稿）".into())],
        certificates: vec![certificate_line("P2026-7K3M-9QXT-2H4V-8ZC1D", false), certificate_line("A2026-RH2K", true)],
        exams: vec![super::exams::supported()],
        may_invite: true,
        correction: Some(CorrectionForm {
            id_number: "99010219840713867".into(),
            reason: "名册填错".into(),
            trouble: Some(sample::trouble()),
        }),
        may_grant: true,
        role_choices: vec![option("审验人", false)],
        unit_choices: vec![option("计算机与信息安全学院", true)],
        role_trouble: Some(sample::trouble()),
        account_url: Some("#".into()),
        history: sample::history(),
    }
}

fn year_person(done: bool) -> YearPersonLine {
    YearPersonLine {
        name: "周文澜".into(),
        account_url: "#".into(),
        staff_number: "20130042".into(),
        person_url: done.then(|| "#".into()),
        unit: "计算机与信息安全学院".into(),
        task: (!done).then_some("只要求公需科目"),
        public: "15".into(),
        public_done: Some(done),
        professional: "62.5".into(),
        pending: (!done).then(|| "12".into()),
        registration: Some(Chip::new("待审验", "info")),
        registration_url: done.then(|| "#".into()),
        missing: "再完成 12.5 学时专业科目。".into(),
        standing: Chip::new("未完成", "wait"),
    }
}

fn year_people(is_one_unit: bool, rows: Vec<YearPersonLine>) -> YearPeoplePage {
    YearPeoplePage {
        frame: frame("2026 年度完成情况"),
        year: 2026,
        years: vec![(2025, "#".into()), (2026, "#".into())],
        name: "计算机与信息安全学院".into(),
        is_one_unit,
        sum: unit("计算机与信息安全学院", 120, 84),
        choices: vec![choice("全部", 120, false), choice("未完成", 36, true)],
        show: "open".into(),
        text: String::new(),
        path: "/years/2026/people".into(),
        queue_url: "#".into(),
        xlsx_url: "#".into(),
        csv_url: "#".into(),
        rows,
        pages: pages_line(),
    }
}

fn overview() -> OverviewPage {
    OverviewPage {
        frame: frame("2026 年度完成情况"),
        year: 2026,
        years: vec![(2025, "#".into()), (2026, "#".into())],
        units: vec![unit("计算机与信息安全学院", 120, 84), unit("外国语学院", 0, 0)],
        all: unit("合计", 120, 84),
        training: Some("/years/2026/training".into()),
        out_of_time: Some(OutOfTime {
            what: "启用的学时标准已经过了。".into(), next: "请核对。".into()
        }),
    }
}

pub(super) fn lists() -> Vec<(&'static str, String)> {
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
        flags: vec!["逾期提交".into()],
        late_reason: Some("住院，出院后补办。".into()),
    };
    let queue = QueuePage {
        frame: frame("审验与审批"),
        text: String::new(),
        year: "2026".into(),
        states: vec![option("待审验", true)],
        units: vec![option("计算机与信息安全学院", false)],
        choices: vec![choice("待审验", 17, true), choice("审验中", 3, false)],
        is_waiting: true,
        all_url: "#".into(),
        rows: vec![queue_line(), queue_line()],
        pages: pages_line(),
    };
    let people = PeoplePage {
        frame: frame("人员"),
        may_import: true,
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
    vec![
        ("queue", text(&queue)),
        ("people", text(&people)),
        ("overview", text(&overview())),
        ("unit-year", text(&year_people(true, vec![year_person(true), year_person(false)]))),
        ("people-year", text(&year_people(false, Vec::new()))),
        ("audit", text(&audit())),
        ("simulation", text(&simulation(Some("另有 1 人的登记内容读不出来。")))),
    ]
}

/// The log with one event, checked.
fn audit() -> AuditPage {
    AuditPage {
        frame: frame("操作记录"),
        events: vec![option("完成审验", true)],
        looks: false,
        subject: String::new(),
        text: String::new(),
        from: "2026-11-01".into(),
        until: String::new(),
        lines: vec![LogLine {
            seq: 12,
            at: "2026年11月23日 19:05".into(),
            who: "陈砚".into(),
            name: "registration.verified".into(),
            label: "完成审验".into(),
            subject: "D2026-000123".into(),
            object: "学时登记 D2026-000123（周文澜）".into(),
            sentence: "完成了审验".into(),
        }],
        pages: pages_line(),
        verdict: Some(Verdict { rows: 12, bad: None }),
    }
}

/// A change by which some gain and somebody loses.
pub(super) fn simulation(unreadable: Option<&str>) -> SimulationPage {
    let rows = || [("计算机与信息安全学院".to_owned(), 3, 17), ("外国语学院".to_owned(), 0, 0)];
    let unit = |name: &str, people, gains, loses| MovedUnit {
        name: name.into(),
        people,
        gains,
        newly_met: gains / 2,
        loses,
        newly_unmet: loses / 2,
    };
    SimulationPage {
        frame: frame("试算"),
        name: "p".into(),
        title: "某大学实施细则".into(),
        year: 2026,
        against: vec![option("另一份标准", true)],
        result: Some(SimulationResult {
            old: "q".into(),
            old_title: "另一份标准".into(),
            people: 214,
            gains: 17,
            loses: 3,
            newly_met: 8,
            newly_unmet: 1,
            by_unit: Balance::new("按单位", rows()),
            by_article: Balance::new("按各条", [("第四条　专业科目".to_owned(), 3, 17)]),
            units: vec![unit("计算机与信息安全学院", 120, 17, 3), unit("外国语学院", 94, 0, 0)],
            articles: vec![MovedArticle {
                name: "第四条　专业科目".into(),
                url: Some("#".into()),
                rules: vec!["种类“论文”".into()],
                gains: 17,
                loses: 3,
            }],
            losers: MovedList { people: vec![moved("周文澜", ["已达到", "未达到"], "96 → 84")], unnamed: 2 },
            gainers: MovedList {
                people: vec![moved("林若溪", ["未达到", "已达到"], "84 → 96")], unnamed: 0
            },
            only_units: vec![option("全部单位", true)],
            only_articles: vec![option("全部条文", true)],
            xlsx_url: "/policies/p/simulation.xlsx?against=q&year=2026".into(),
            unreadable: unreadable.map(str::to_owned),
        }),
    }
}

fn moved(name: &str, [before, after]: [&str; 2], hours: &str) -> MovedLine {
    let chip = |label: &str| Chip::new(label, if label == "已达到" { "good" } else { "wait" });
    MovedLine {
        url: "#".into(),
        name: name.into(),
        staff_number: "20130042".into(),
        unit: "计算机与信息安全学院".into(),
        before: chip(before),
        after: chip(after),
        hours: hours.into(),
        causes: "种类“论文”〔第四条〕".into(),
    }
}
