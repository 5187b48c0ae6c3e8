//! Which article carries out each provision, pack by pack: what refusals, pages and documents cite.

use policy::{Fault, Library, Party, Provision};

use crate::packs::{library, pack};

/// What the school, the fictional province and the region say of each; empty where there is no such article.
const SAID: [(Provision, [&str; 3]); 21] = [
    (Provision::Obligation, ["第一条", "第一条", "桂人社规〔2019〕2号"]),
    (Provision::PublicSubjects, ["第三条", "第三条", ""]),
    (Provision::ExamAttempts, ["第三条", "第三条", ""]),
    (Provision::MakeUp, ["第三条", "", ""]),
    (Provision::PastYear, ["第三条", "", ""]),
    (Provision::SameYear, ["第四条", "第八条", ""]),
    (Provision::NothingTwice, ["第四条", "第八条", ""]),
    (Provision::Evidence, ["第五条", "第七条", ""]),
    (Provision::Application, ["第六条（一）", "", ""]),
    (Provision::Verification, ["第六条（二）", "", ""]),
    (Provision::OneRegistrationAYear, ["第六条（三）", "", ""]),
    (Provision::SealedForm, ["第六条（三）", "", ""]),
    (Provision::Approval, ["第六条（四）", "第八条", ""]),
    (Provision::TwoPersons, ["第六条", "", ""]),
    (Provision::OwnDecision, ["第六条", "", ""]),
    (Provision::Certificates, ["第七条", "第九条", ""]),
    (Provision::PersonDeadline, ["第八条", "第八条", ""]),
    (Provision::UnitDeadline, ["第六条（四）", "第八条", ""]),
    (Provision::Truthfulness, ["第十一条", "", ""]),
    (Provision::FalseRegistration, ["第十三条", "第十一条", ""]),
    (Provision::Support, ["第十四条", "", ""]),
];

#[test]
fn each_authority_says_which_of_its_articles_carries_out_what() {
    let packs = ["guet-2022", "yunting-2025", "guangxi-2019"].map(pack);
    for (provision, articles) in SAID {
        let said = packs.each_ref().map(|pack| pack.carrying(provision).unwrap_or_default());
        assert_eq!(said, articles, "{}", provision.as_str());
    }
    assert_eq!(SAID.map(|(provision, ..)| provision), *Provision::ALL);
}

#[test]
fn a_pack_takes_over_what_the_pack_that_it_extends_says() {
    let (own, around) = (pack("sample-2026"), pack("guet-2022"));
    for provision in Provision::ALL {
        assert_eq!(own.carrying(*provision), around.carrying(*provision));
    }
}

#[test]
fn what_is_said_is_an_article_of_the_pack_and_agrees_with_its_rules() {
    for name in library().names() {
        let pack = pack(name);
        for provision in Provision::ALL {
            let cited = pack.carrying(*provision);
            assert!(cited.is_none_or(|cited| pack.article_cited(cited).is_some()), "{name}: {cited:?}");
        }
        for deadline in pack.deadlines(2026, None) {
            let provision = match deadline.party {
                Party::Person => Provision::PersonDeadline,
                Party::Unit => Provision::UnitDeadline,
            };
            assert_eq!(pack.carrying(provision), Some(deadline.article.as_str()), "{name}: {}", deadline.name);
        }
        for need in pack.kinds().iter().flat_map(|kind| &kind.evidence) {
            assert_eq!(pack.carrying(Provision::Evidence), Some(need.article.as_str()), "{name}: {}", need.name);
        }
    }
}

#[test]
fn a_pack_that_says_nothing_can_be_used_and_is_told_what_is_missing() {
    let files = [(
        "small/rules.md",
        "# 小标准\n\n```toml\n[pack]\nfrom = \"2022-01-01\"\n\n[provisions]\nsupport = \"none\"\n```\n\n## 第一条 解释\n\n\
         ```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n",
    )];
    let library = Library::from_files(files);
    let small = library.load("small").expect("it loads");
    assert_eq!(small.not_carried().count(), Provision::ALL.len());
    let problems = library.check("small").expect("it can be checked");
    let unsaid: Vec<_> = problems.iter().filter(|problem| problem.fault == Fault::ProvisionUnsaid).collect();
    assert_eq!(unsaid.len(), 1);
    let told = &unsaid[0].problem;
    assert!(told.contains("evidence（佐证材料）") && !told.contains("support"), "{told}");
}

#[test]
fn every_provision_has_a_name_of_its_own() {
    for provision in Provision::ALL {
        assert_eq!(Provision::by_name(provision.as_str()), Some(*provision));
        let labels = Provision::ALL.iter().filter(|other| other.label() == provision.label());
        assert_eq!(labels.count(), 1, "{}", provision.label());
    }
}

#[test]
fn an_article_stands_in_brackets_behind_what_it_says_and_nothing_where_there_is_none() {
    assert_eq!(policy::cited("第六条（四）"), "〔第六条（四）〕");
    assert_eq!(policy::cited(""), "");
}
