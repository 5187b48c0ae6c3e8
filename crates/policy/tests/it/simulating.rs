//! What another pack does to a year: which way it is moved, and under which article.

use jiff::civil::date;
use policy::{
    Direction, Effect, Hours, ItemFacts, Outcome, Pack, PublicFacts, Simulation, StaffCategory, TrainingYearFacts,
    YearFacts,
};

use crate::{
    comparing::{edited, edited_so},
    items::item,
    packs::pack,
    random_years,
};

/// A teacher with the course of 15 hours, 64 hours that the verifier set, and 20 hours of studying online.
fn teacher() -> YearFacts {
    let hosted = ItemFacts { verified: Some(Hours::from_whole(64)), ..item("01", "training-hosted", &[]) };
    YearFacts {
        public: vec![PublicFacts {
            course: "公需科目必修课".to_owned(),
            required: false,
            study: Hours::from_whole(10),
            exam_passed: true,
            score: None,
            attempts: 1,
            hours: Hours::from_whole(15),
            without_exam: false,
            notice: String::new(),
            source: String::new(),
            happened: None,
            learned: None,
        }],
        items: vec![hosted, item("02", "online-study", &[("platform", "某平台"), ("minutes", "900")])],
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    }
}

fn effect(from: &str, to: &str, facts: &YearFacts) -> Effect {
    Simulation::new(&pack("guet-2022"), &edited("guet-2022", from, to)).effect(facts)
}

fn told(effect: &Effect) -> Vec<(&str, &str)> {
    effect.causes.iter().map(|cause| (cause.article.as_str(), cause.rule.as_str())).collect()
}

#[test]
fn a_pack_moves_nobody_against_itself() {
    let pack = pack("sample-2026");
    let effect = Simulation::new(&pack, &pack).effect(&teacher());
    assert_eq!((effect.direction, effect.causes), (Direction::Stays, vec![]));
}

#[test]
fn a_lower_cap_takes_the_year_away_and_is_named() {
    let effect = effect("cap_hours = 20", "cap_hours = 8", &teacher());
    assert_eq!(effect.direction, Direction::Loses);
    assert_eq!((effect.before.outcome, effect.after.outcome), (Outcome::Satisfied, Outcome::NotSatisfied));
    assert_eq!((effect.before.total, effect.after.total), (Hours::from_whole(99), Hours::from_whole(87)));
    assert_eq!(told(&effect), [("第四条", "限额“个人自学与单位统一安排自学”")]);
}

#[test]
fn a_better_conversion_is_a_gain_under_the_kind() {
    let mut facts = teacher();
    facts.items[1].answers.insert("minutes".to_owned(), "450".to_owned());
    facts.items[0].verified = Some(Hours::from_whole(40));
    let effect = effect("per = 45, give_hours = 1", "per = 45, give_hours = 2", &facts);
    assert_eq!((effect.direction, effect.before.outcome), (Direction::Gains, Outcome::NotSatisfied));
    assert_eq!(effect.before.missing - effect.after.missing, Hours::from_whole(10));
    assert_eq!(told(&effect), [("第四条", "种类“在线自学（中国教育干部网络培训学院及同类平台）”")]);
}

#[test]
fn whom_a_changed_rule_does_not_touch_stays() {
    let mut facts = teacher();
    facts.items.pop();
    assert_eq!(effect("cap_hours = 20", "cap_hours = 8", &facts).direction, Direction::Stays);
}

#[test]
fn a_new_obligation_moves_whom_it_is_made_of() {
    let facts = YearFacts::of(2026, StaffCategory::Worker);
    let effect = effect("gives = \"none\"", "gives = \"public-exam-only\"", &facts);
    assert_eq!(effect.direction, Direction::Loses);
    assert_eq!((effect.before.outcome, effect.after.outcome), (Outcome::ReferenceOnly, Outcome::NotSatisfied));
    assert!(told(&effect).contains(&("第一条", "适用范围第 3 款")), "{effect:?}");
}

#[test]
fn a_kind_that_is_gone_is_named_under_its_old_article() {
    let effect = Simulation::new(&pack("guet-2022"), &pack("guangxi-2019")).effect(&teacher());
    assert_eq!(effect.direction, Direction::Loses);
    assert!(
        told(&effect).iter().any(|(article, rule)| *article == "第四条" && rule.contains("在线自学")),
        "{effect:?}"
    );
}

#[test]
fn whoever_is_moved_is_moved_by_something() {
    let (old, new) = (pack("guet-2022"), pack("sample-2026"));
    let simulation = Simulation::new(&old, &new);
    let answers = [("level", "indexed"), ("rank", "1"), ("journal", "学报"), ("foreign", "no")];
    let mut facts = teacher();
    facts.items.push(item("03", "paper", &answers));
    let effect = simulation.effect(&facts);
    assert_eq!((effect.direction, told(&effect)), (Direction::Gains, vec![("第四条", "种类“论文”")]));
}

#[test]
fn what_was_open_elsewhere_and_is_reached_is_a_gain() {
    // Hours are enough and nobody has approved them: by the other reading that is no matter for the appraisal.
    let facts = YearFacts { declares_title_this_year: Some(false), ..teacher() };
    let effect = effect("chosen = \"approved\"", "chosen = \"reached\"", &facts);
    assert_eq!((effect.before.open, effect.after.open), (1, 0));
    assert_eq!(effect.direction, Direction::Gains);
    assert_eq!(told(&effect), [("第十条", "年度考核评为优秀的继续教育条件")]);
}

#[test]
fn a_course_that_counts_after_its_study_is_a_gain_under_the_public_course() {
    let mut facts = teacher();
    facts.public[0].exam_passed = false;
    let effect = effect("chosen = \"after-exam\"", "chosen = \"after-study\"", &facts);
    assert_eq!((effect.before.total, effect.after.total), (Hours::from_whole(84), Hours::from_whole(94)));
    assert_eq!(effect.direction, Direction::Gains);
    assert_eq!(told(&effect), [("第三条", "公需科目考试")]);
}

#[test]
fn whoever_comes_to_owe_the_examination_gains_nothing_by_the_hours_that_it_brings() {
    let hosted = ItemFacts { verified: Some(Hours::from_whole(50)), ..item("01", "training-hosted", &[]) };
    let settled = TrainingYearFacts { study: Hours::from_whole(10), exam: Hours::from_whole(5), learned: None };
    let facts = YearFacts { training_year: Some(settled), public: Vec::new(), items: vec![hosted], ..teacher() };
    let stricter = pack("guet-2022");
    let laxer = edited("guet-2022", "chosen = \"also\"", "chosen = \"hours-only\"");
    let owes = Simulation::new(&laxer, &stricter).effect(&facts);
    assert_eq!((owes.before.missing, owes.after.missing), (Hours::from_whole(40), Hours::from_whole(25)));
    assert_eq!((owes.before.owes_course, owes.after.owes_course), (false, true));
    assert_eq!((owes.direction, told(&owes)[0].1), (Direction::Loses, "要求“公需科目必修课考试”"));
    assert_eq!(Simulation::new(&stricter, &laxer).effect(&facts).direction, Direction::Gains);
}

#[test]
fn the_hours_of_study_that_a_notice_asks_are_a_cause_under_the_public_course() {
    let facts = YearFacts { year: 2021, ..teacher() };
    let effect = effect("study_hours = 10", "study_hours = 11", &facts);
    assert_eq!((effect.before.certificates, effect.after.certificates), (1, 0));
    assert_eq!(told(&effect)[0], ("第三条", "公需科目考试"));
}

#[test]
fn what_only_a_certificate_asks_is_a_cause_under_its_article() {
    let mut facts = teacher();
    facts.public[0].study = Hours::ZERO;
    let effect = effect("chosen = \"as-announced\"", "chosen = \"by-exam\"", &facts);
    assert_eq!(effect.direction, Direction::Gains);
    assert!(told(&effect).contains(&("第七条", "要求“公需科目必修课学习”")), "{effect:?}");
    assert!(told(&effect).iter().all(|(article, _)| *article == "第七条"), "{effect:?}");
}

#[test]
fn a_title_series_that_opens_earlier_bars_who_passed_in_between() {
    let old = pack("sample-2026");
    let new = edited("sample-2026", "opens = \"2026-09-15\"", "opens = \"2026-06-15\"");
    let knows = |opens, happened| {
        let mut facts = teacher();
        facts.public[0].happened = Some(happened);
        YearFacts { declares_title_this_year: Some(true), title_series_opens: Some(opens), ..facts }
    };
    let effect = |happened| {
        let [then, now] = [date(2026, 9, 15), date(2026, 6, 15)].map(|opens| knows(opens, happened));
        Simulation::new(&old, &new).effect_between(&then, &now)
    };
    let moved = effect(date(2026, 7, 1));
    assert_eq!((moved.direction, moved.before.barred, moved.after.barred), (Direction::Loses, 0, 1));
    assert_eq!(told(&moved), [("示例日期", "2026 年“工程技术”系列职称报名")]);
    assert_eq!(effect(date(2026, 6, 14)).direction, Direction::Stays);
}

#[test]
fn how_often_the_examination_can_be_sat_moves_nobody() {
    let facts = YearFacts::of(2026, StaffCategory::Worker);
    let old = pack("guet-2022");
    let new = edited("guet-2022", "attempts_max = 3", "attempts_max = 4");
    assert_eq!(Simulation::new(&old, &new).effect(&facts).direction, Direction::Stays);
    let other = edited("guet-2022", "gives = \"none\"", "gives = \"public-exam-only\"");
    let effect = Simulation::new(&new, &other).effect(&facts);
    assert!(told(&effect).iter().all(|(_, rule)| *rule != "公需科目考试"), "{effect:?}");
    assert_eq!(effect.direction, Direction::Loses);
}

/// The school's rules with a certificate that waits for no approval, and so without the reading of what it waits for.
fn without_approval() -> Pack {
    let files = crate::packs::files();
    let (_, rules) = files.iter().find(|(path, _)| path == "guet-2022/rules.md").expect("there are rules");
    let begins = rules.find("[[reading]]\nid = \"certificate-after\"").expect("the reading");
    let ends = begins + rules[begins..].find("\n]\n").expect("its end") + 3;
    edited_so("guet-2022", &[(&rules[begins..ends], ""), ("after = { reading = \"certificate-after\" }\n", "")])
}

#[test]
fn nobody_is_moved_without_a_cause() {
    let (school, sample) = (pack("guet-2022"), pack("sample-2026"));
    let changes = [
        ("chosen = \"as-announced\"", "chosen = \"by-exam\""),
        ("chosen = \"after-exam\"", "chosen = \"after-study\""),
        ("chosen = \"too-late\"", "chosen = \"any-day\""),
        ("study_hours = 10", "study_hours = 9"),
        ("hours = 15", "hours = 16"),
        ("cap_hours = 20", "cap_hours = 12"),
        ("chosen = \"year-end\"", "chosen = \"year-start\""),
        ("per = 45", "per = 50"),
    ];
    let mut changed = changes.map(|(from, to)| edited("guet-2022", from, to)).to_vec();
    changed.push(without_approval());
    let pairs = changed.iter().map(|new| (&school, new)).chain([(&school, &sample), (&sample, &school)]);
    for (old, new) in pairs {
        let (simulation, mut moved) = (Simulation::new(old, new), 0);
        for seed in 0..400 {
            let facts = random_years::year(old, seed, seed, 6);
            let effect = simulation.effect(&facts);
            let is_moved = effect.direction != Direction::Stays;
            assert_eq!(is_moved, !effect.causes.is_empty(), "{} to {}: {effect:?} {facts:#?}", old.name(), new.name());
            moved += usize::from(is_moved);
        }
        assert!(moved > 0, "the change moves somebody");
    }
}
