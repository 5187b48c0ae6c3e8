//! Sample pages of findings of falsehood. All people are fictional.

use super::{person::frame, text};
use crate::views::{
    findings::{ConsequencesView, FindingLine, FindingPage, FindingStep, FindingsPage, RegistrationFindings},
    home::HomeFinding,
    parts::Chip,
};

fn line(person: &str) -> FindingLine {
    FindingLine {
        url: "#".into(),
        title: "虚拟仿真教学研究".into(),
        person: person.into(),
        chip: Chip::new("已告知，等本人申辩", "wait"),
        notified: "2027年3月1日".into(),
        next: "本人可以申辩，到2027年3月20日为止".into(),
    }
}

pub(super) fn of_registration() -> RegistrationFindings {
    RegistrationFindings {
        lines: vec![line("")], items: vec![("i1".into(), "虚拟仿真教学研究（论文）".into())]
    }
}

pub(super) fn told() -> HomeFinding {
    HomeFinding {
        url: "#".into(),
        heading: "人事处认为您登记的《虚拟仿真教学研究》不实".into(),
        text: "还没有认定；您可以申辩，到2027年3月20日为止".into(),
    }
}

/// One in a stage that lets everything be done, which no real one is.
fn page() -> FindingPage {
    let step = |what: &str| FindingStep {
        what: what.into(),
        at: "2027年3月1日 10:00".into(),
        text: "期刊社回函，没有刊登这篇论文。".into(),
    };
    FindingPage {
        frame: frame("诚信认定"),
        id: "f1".into(),
        registration_url: "#".into(),
        title: "虚拟仿真教学研究".into(),
        person: "周文澜（20130042）".into(),
        chip: Chip::new("已认定弄虚作假", "bad"),
        steps: vec![step("陈砚告知本人，认为这一项不实"), step("本人申辩"), step("认定弄虚作假")],
        consequences: Some(ConsequencesView {
            number: "校人〔2027〕3号".into(),
            entry_until: "2030年3月31日".into(),
            is_over: false,
            is_blacklisted: true,
        }),
        may_answer: true,
        may_rule: true,
        may_appeal: true,
        may_rule_on_appeal: true,
        waits: "本人可以申诉，到2027年4月20日为止".into(),
    }
}

pub(super) fn pages() -> [(&'static str, String); 3] {
    let pages = || crate::translate::pages("/findings", &[], 103, 1, 3);
    let list = |lines, open| FindingsPage { frame: frame("诚信认定"), lines, open, pages: pages() };
    [
        ("findings", text(&list(vec![line("周文澜（20130042）")], 1))),
        ("findings-none", text(&list(vec![], 0))),
        ("finding", text(&page())),
    ]
}
