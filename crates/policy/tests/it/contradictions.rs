//! Facts that cannot be true are named with their field; facts that are only incomplete are not.

use jiff::civil::{Date, date};
use policy::{
    Contradiction, Finding, Hours, ItemFacts, Learned, Outcome, PostFacts, PublicFacts, StaffCategory,
    TrainingYearFacts, YearFacts, contradictions,
};

use crate::{items::item, packs::pack};

/// The day on which all of this is looked at.
pub(crate) const TODAY: Date = date(2026, 5, 31);

fn found(items: Vec<ItemFacts>) -> Vec<Contradiction> {
    found_in(&YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) })
}

fn found_in(facts: &YearFacts) -> Vec<Contradiction> {
    let found = contradictions(&pack("guet-2022"), facts, TODAY);
    // What cannot be true is still no reason to stop for whoever shows it.
    let (assessment, _) = policy::explain(&pack("guet-2022"), facts);
    assert_eq!(assessment.items.len(), facts.items.len());
    found
}

pub(crate) fn fields(items: Vec<ItemFacts>) -> Vec<String> {
    found(items).into_iter().map(|contradiction| contradiction.field).collect()
}

#[test]
fn each_contradiction_is_named_with_its_field_and_in_words() {
    let mut ends_early = item("1", "paper", &[]);
    ends_early.ends = date(2026, 5, 19);
    let said = found(vec![
        item("0", "xuexi-points", &[("points", " -5 ")]),
        ends_early,
        item("2", "no-such-kind", &[("points", "-5")]),
        item("0", "law-exam", &[]),
    ]);
    let said: Vec<_> = said.iter().map(|one| (one.field.as_str(), one.text.as_str())).collect();
    assert_eq!(
        said,
        [
            ("items[0].answers.points", "“本年度积分”不能小于 0，写的却是“-5”"),
            ("items[1].ends", "结束日期 2026-05-19 早于开始日期 2026-05-20"),
            (
                "items[2].kind",
                "学时标准 guet-2022 里没有“no-such-kind”这个种类，可用的见 xueshi policy kinds guet-2022"
            ),
            ("items[3].id", "和 items[0] 的 id 相同，都是“0”；一年里每个登记项的 id 要各不相同"),
        ]
    );
}

#[test]
fn an_answer_that_the_kind_does_not_ask_for_is_named() {
    let said = found(vec![item("1", "xuexi-points", &[("points", "999"), ("score", "3")]), item("2", "law-exam", &[])]);
    let [only] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(only.field, "items[0].answers.score");
    assert!(only.text.contains("没有“score”这一项，可以写：points"), "{}", only.text);
    let nothing = policy::contradictions(&pack("guet-2022"), &YearFacts::of(2026, StaffCategory::Worker), TODAY);
    assert!(nothing.is_empty());
}

#[test]
fn every_later_item_with_the_id_is_named() {
    assert_eq!(fields(vec![item("1", "paper", &[]); 3]), ["items[1].id", "items[2].id"]);
}

#[test]
fn one_item_may_have_several() {
    let mut all = item("1", "", &[]);
    all.ends = date(2025, 12, 31);
    assert_eq!(fields(vec![item("1", "paper", &[]), all]), ["items[1].id", "items[1].kind", "items[1].ends"]);
}

#[test]
fn what_is_only_missing_or_of_another_year_is_no_contradiction() {
    let mut last_year = item("去年", "paper", &[]);
    (last_year.starts, last_year.ends) = (date(2025, 12, 31), date(2026, 1, 1));
    let mut items = vec![last_year, item("", "training-hosted", &[("stated_hours", "abc")])];
    for (id, answer) in [("1", ""), ("2", "0"), ("3", "-0"), ("4", "abc"), ("5", "1.5"), ("6", "99999999")] {
        items.push(item(id, "xuexi-points", &[("points", answer)]));
    }
    assert_eq!(fields(items), Vec::<String>::new());
}

#[test]
fn what_is_still_to_come_is_refused_and_what_ends_today_is_not() {
    let mut today = item("1", "paper", &[]);
    today.ends = TODAY;
    let mut tomorrow = item("2", "paper", &[]);
    tomorrow.ends = date(2026, 6, 1);
    let said = found(vec![today, tomorrow]);
    let said: Vec<_> = said.iter().map(|one| (one.field.as_str(), one.text.as_str())).collect();
    let words =
        "结束日期 2026-06-01 晚于 2026-05-31，这件事还没有发生；要按将来的某一天试算，请用 --known-on 写明那一天";
    assert_eq!(said, [("items[1].ends", words)]);
}

#[test]
fn a_decision_before_the_activity_began_cannot_be() {
    let decided = |day| ItemFacts { decided: Some(day), accepted: Some(true), ..item("1", "paper", &[]) };
    assert_eq!(fields(vec![decided(date(2026, 5, 19))]), ["items[0].decided"]);
    assert_eq!(fields(vec![decided(date(2026, 5, 20))]), Vec::<String>::new());
}

fn course(score: u16, happened: Date) -> PublicFacts {
    PublicFacts {
        course: "公需科目必修课".to_owned(),
        required: false,
        study: Hours::from_whole(10),
        exam_passed: true,
        score: Some(score),
        attempts: 0,
        hours: Hours::from_whole(15),
        without_exam: false,
        notice: String::new(),
        source: String::new(),
        happened: Some(happened),
        learned: None,
    }
}

fn post(from: Date) -> PostFacts {
    let category = StaffCategory::Worker;
    PostFacts { from, category, declares_title_next_year: false, confirmation_only: false, learned: None }
}

fn finding(item: &str) -> Finding {
    Finding { item: item.to_owned(), on: TODAY, decision: "学校〔2026〕3号".to_owned(), learned: None }
}

#[test]
fn courses_posts_and_findings_are_looked_at_too() {
    let mut facts = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
    facts.items = vec![item("1", "paper", &[])];
    facts.public = vec![course(100, TODAY), course(101, date(2026, 6, 1))];
    facts.posts = vec![post(date(2026, 1, 1)), post(TODAY), post(TODAY), post(TODAY.tomorrow().expect("a day"))];
    facts.findings = vec![finding("1"), finding("2")];
    let fields: Vec<String> = found_in(&facts).into_iter().map(|one| one.field).collect();
    assert_eq!(fields, ["public[1].happened", "public[1].score", "posts[2].from", "posts[3].from", "findings[1].item"]);
}

/// Fields and texts.
pub(crate) fn said(facts: &YearFacts) -> Vec<(String, String)> {
    found_in(facts).into_iter().map(|one| (one.field, one.text)).collect()
}

/// A year in May with these items.
pub(crate) fn year(items: Vec<ItemFacts>) -> YearFacts {
    YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) }
}

#[test]
fn an_answer_that_its_question_cannot_have_is_named() {
    let paper = |level, foreign| item("2", "paper", &[("level", level), ("foreign", foreign)]);
    let hosted = item("1", "training-hosted", &[("stated_hours", "-4")]);
    let said = said(&year(vec![hosted, paper("best", "maybe")]));
    let texts: Vec<_> = said.iter().map(|(field, text)| (field.as_str(), text.as_str())).collect();
    assert_eq!(
        texts,
        [
            ("items[0].answers.stated_hours", "“证明上写明的学时”不能小于 0，写的却是“-4”"),
            (
                "items[1].answers.level",
                "“刊物级别”没有“best”这个选项，可以写：indexed（被重要检索系统收录）、core（核心期刊）、ordinary（一般期刊）"
            ),
            ("items[1].answers.foreign", "“是否外文论文”要写 yes 或 no，写的却是“maybe”"),
        ]
    );
    assert_eq!(fields(vec![paper("core", "no"), item("3", "paper", &[("level", ""), ("foreign", " ")])]), [""; 0]);
}

#[test]
fn evidence_that_the_kind_does_not_need_is_named() {
    let evidence = |ids: &[&str]| {
        let evidence = ids.iter().map(|id| (*id).to_owned()).collect();
        year(vec![ItemFacts { evidence, ..item("1", "law-exam", &[]) }])
    };
    let told = said(&evidence(&["study-archive", "transcript"]));
    let text = "种类“law-exam”（普法考试）没有“transcript”这样材料，可以写：study-archive（所在单位建立的学习档案）";
    assert_eq!(told, [("items[0].evidence[1]".to_owned(), text.to_owned())]);
    assert_eq!(said(&evidence(&["study-archive"])), []);
}

#[test]
fn an_approval_has_a_day_only_when_it_was_given_and_none_to_come() {
    let approved = |approved, day| {
        let facts = YearFacts { approved, approved_on: Some(day), ..year(Vec::new()) };
        found_in(&facts).into_iter().map(|one| (one.field, one.text)).collect::<Vec<_>>()
    };
    let text = "登记没有审批通过（approved 不是 true），就没有审批日期，写的却是 2026-05-30";
    assert_eq!(approved(false, date(2026, 5, 30)), [("approved_on".to_owned(), text.to_owned())]);
    assert_eq!(approved(true, date(2026, 6, 1))[0].0, "approved_on");
    assert_eq!(approved(true, TODAY), []);
}

#[test]
fn nothing_is_decided_before_it_ended_and_nothing_approved_before_it_was_decided() {
    let (began, ended) = (date(2026, 5, 10), date(2026, 5, 20));
    let accepted = Some(true);
    let checked =
        |decided| ItemFacts { starts: began, ends: ended, accepted, decided: Some(decided), ..item("1", "paper", &[]) };
    let said_of = |decided| found(vec![checked(decided)]).into_iter().map(|one| one.text).collect::<Vec<_>>();
    assert_eq!(said_of(date(2026, 5, 19)), ["审验日期 2026-05-19 早于结束日期 2026-05-20，活动还没有结束"]);
    assert_eq!(said_of(ended), [""; 0]);
    let approved = |day| {
        let items = vec![checked(date(2026, 5, 25)), ItemFacts { id: "2".to_owned(), ..checked(date(2026, 5, 22)) }];
        said(&YearFacts { approved: true, approved_on: Some(day), ..year(items) })
    };
    let text = "审批日期 2026-05-24 早于登记项 1 的审验日期 2026-05-25，审验完才能审批";
    assert_eq!(approved(date(2026, 5, 24)), [("approved_on".to_owned(), text.to_owned())]);
    assert_eq!(approved(date(2026, 5, 25)), []);
}

#[test]
fn nothing_is_known_already_that_becomes_known_later_and_a_course_is_of_its_year() {
    let tomorrow = date(2026, 6, 1);
    let learned = |day| fields(vec![ItemFacts { learned: Some(day), ..item("1", "paper", &[]) }]);
    assert_eq!((learned(tomorrow), learned(TODAY)), (vec!["items[0].learned".to_owned()], vec![]));
    let public = |happened, learned| {
        let public = vec![PublicFacts { learned, ..course(90, happened) }];
        said(&YearFacts { public, ..year(Vec::new()) })
    };
    let learned = public(date(2026, 5, 1), Some(tomorrow));
    assert_eq!((learned.len(), learned[0].0.as_str()), (1, "public[0].learned"));
    let text = "考试或学习的日期 2025-12-31 早于 2026 年，那一年的课程还没有开始";
    assert_eq!(public(date(2025, 12, 31), None), [("public[0].happened".to_owned(), text.to_owned())]);
    assert_eq!(public(date(2026, 1, 1), Some(TODAY)), []);
}

#[test]
fn nothing_that_has_a_day_is_known_before_that_day() {
    let tomorrow = Some(date(2026, 6, 1));
    let facts = |day: Option<Date>| YearFacts {
        posts: vec![PostFacts { learned: day, ..post(date(2026, 1, 1)) }],
        findings: vec![Finding { learned: day, ..finding("1") }],
        public: vec![PublicFacts { learned: day, ..course(90, date(2026, 5, 1)) }],
        declares_title_this_year: Some(true),
        last_year: Some(Outcome::Satisfied),
        learned: Learned {
            declares_title_next_year: day,
            confirmation_only: day,
            declares_title_this_year: day,
            last_year: day,
        },
        training_year: Some(TrainingYearFacts {
            study: Hours::from_whole(10),
            exam: Hours::from_whole(5),
            learned: day,
        }),
        ..year(vec![ItemFacts { learned: day, ..item("1", "paper", &[]) }])
    };
    let told = said(&facts(tomorrow));
    let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
    let wanted = [
        "items[0].learned",
        "public[0].learned",
        "posts[0].learned",
        "findings[0].learned",
        "learned.declares_title_next_year",
        "learned.confirmation_only",
        "learned.declares_title_this_year",
        "learned.last_year",
        "training_year.learned",
    ];
    assert_eq!(fields, wanted);
    assert!(told.iter().all(|(_, text)| text.starts_with("得知日期 2026-06-01 晚于 2026-05-31")), "{told:?}");
    assert_eq!(said(&facts(Some(TODAY))), []);
}

#[test]
fn a_title_series_opens_in_the_year_or_the_one_after_it() {
    let opens = |year_of| said(&YearFacts { title_series_opens: Some(date(year_of, 6, 15)), ..year(Vec::new()) });
    let text = |day: &str| [("title_series_opens".to_owned(), format!("2026 年度申报职称的报名，不会在 {day} 开始"))];
    assert_eq!((opens(2026), opens(2027)), (vec![], vec![]));
    assert_eq!(opens(2025), text("2025-06-15"));
    assert_eq!(opens(2028), text("2028-06-15"));
}

#[test]
fn nothing_is_decided_or_found_in_the_future() {
    let tomorrow = date(2026, 6, 1);
    let accepted = Some(true);
    let decided = |day| fields(vec![ItemFacts { decided: Some(day), accepted, ..item("1", "paper", &[]) }]);
    assert_eq!((decided(tomorrow), decided(TODAY)), (vec!["items[0].decided".to_owned()], vec![]));
    let found = |on| {
        let findings = vec![Finding { on, ..finding("1") }];
        said(&YearFacts { findings, ..year(vec![item("1", "paper", &[])]) })
    };
    assert_eq!((found(tomorrow)[0].0.as_str(), found(TODAY)), ("findings[0].on", vec![]));
}

#[test]
fn nothing_is_found_or_known_before_it_happened() {
    let (before, began) = (date(2026, 5, 19), date(2026, 5, 20));
    let learned = |day| fields(vec![ItemFacts { learned: Some(day), ..item("1", "paper", &[]) }]);
    assert_eq!((learned(before), learned(began)), (vec!["items[0].learned".to_owned()], vec![]));
    let findings = |on, learned| {
        let findings = vec![Finding { on, learned: Some(learned), ..finding("1") }];
        let told = said(&YearFacts { findings, ..year(vec![item("1", "paper", &[])]) });
        told.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert_eq!(findings(before, began), ["findings[0].on"]);
    assert_eq!(findings(began, before), ["findings[0].learned"]);
    assert_eq!(findings(began, began), [""; 0]);
    let course = |learned| {
        let public = vec![PublicFacts { learned: Some(learned), ..course(90, began) }];
        said(&YearFacts { public, ..year(Vec::new()) }).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert_eq!((course(before), course(began)), (vec!["public[0].learned".to_owned()], vec![]));
}

#[test]
fn what_nobody_said_has_no_day_and_a_year_ends_after_it_began() {
    let learned = |day| Learned { declares_title_this_year: Some(day), last_year: Some(day), ..Learned::default() };
    let unsaid = YearFacts { learned: learned(TODAY), ..year(Vec::new()) };
    let without =
        |field| (format!("learned.{field}"), format!("没有写 {field}，就没有得知它的日期，写的却是 2026-05-31"));
    assert_eq!(said(&unsaid), [without("declares_title_this_year"), without("last_year")]);
    let told = |day| {
        let (declares_title_this_year, last_year) = (Some(false), Some(Outcome::Satisfied));
        said(&YearFacts { declares_title_this_year, last_year, learned: learned(day), ..year(Vec::new()) })
    };
    let text = "得知日期 2024-12-31 早于 2025 年，那一年还没有开始";
    assert_eq!(told(date(2024, 12, 31)), [("learned.last_year".to_owned(), text.to_owned())]);
    assert_eq!((told(date(2025, 1, 1)), told(TODAY)), (vec![], vec![]));
}

#[test]
fn a_required_course_that_is_settled_brings_something() {
    let settled = |study, exam| {
        let (study, exam) = (Hours::from_hundredths(study), Hours::from_hundredths(exam));
        let training_year = Some(TrainingYearFacts { study, exam, learned: None });
        said(&YearFacts { training_year, ..year(Vec::new()) })
    };
    let text = "学习和考试合计是 0 学时；学时还没有规定的，不要写 training_year";
    assert_eq!(settled(0, 0), [("training_year".to_owned(), text.to_owned())]);
    assert_eq!((settled(0, 1), settled(500, 500)), (vec![], vec![]));
}

#[test]
fn what_was_not_accepted_has_no_figure() {
    let judged = |accepted| {
        let verified = Some(Hours::from_whole(4));
        fields(vec![ItemFacts { accepted, verified, ..item("1", "paper", &[]) }])
    };
    assert_eq!(judged(Some(false)), ["items[0].verified"]);
    assert_eq!((judged(Some(true)), judged(None)), (vec![], vec![]));
}

#[test]
fn what_a_system_registered_once_counts_once() {
    let registered = |id, system, reference| {
        item(id, "connected-system", &[("stated_hours", "8"), ("system", system), ("reference", reference)])
    };
    let said = said(&year(vec![
        registered("1", "卫生", "A-1"),
        registered("2", "卫生", " A-1 "),
        registered("3", "建设", "A-1"),
        registered("4", "卫生", "A-2"),
        registered("5", "卫生", ""),
        registered("6", "卫生", ""),
    ]));
    let text = "和 items[0] 是同一个系统的同一条登记，只能计一次";
    assert_eq!(said, [("items[1].answers.reference".to_owned(), text.to_owned())]);
}
