//! What is left to do tells what it is, by which article, and nothing that nobody asks for.

use jiff::civil::{Date, date};
use policy::{Hours, ItemFacts, PublicFacts, StaffCategory, Task, Todo, YearFacts};

use crate::{
    comparing::edited,
    items::{item, passed},
    packs::pack,
};

fn todo(facts: &YearFacts) -> Vec<Todo> {
    policy::assess(&pack("guet-2022"), facts).todo
}

fn required(study: i64, exam_passed: bool) -> PublicFacts {
    let course = passed("公需科目必修课", Hours::from_whole(study), Hours::from_whole(15));
    PublicFacts { required: true, exam_passed, ..course }
}

fn teacher(public: PublicFacts, items: Vec<ItemFacts>) -> YearFacts {
    YearFacts { public: vec![public], items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) }
}

/// One without its answer, and one whose figure only the verifier can set.
fn open_items() -> Vec<ItemFacts> {
    vec![item("1", "xuexi-points", &[]), item("2", "self-study", &[("content", "读书")])]
}

#[test]
fn each_thing_has_its_article_and_its_task() {
    let told = |todo: Vec<Todo>| todo.into_iter().map(|todo| (todo.article, todo.task)).collect::<Vec<_>>();
    let open = told(todo(&teacher(required(10, false), open_items())));
    let expected = [Task::Exam, Task::Hours, Task::Hours, Task::Answers, Task::Unit].into_iter();
    let articles = ["第三条", "第二条", "第二条", "第四条", "第六条（二）"].map(str::to_owned);
    assert_eq!(open, articles.into_iter().zip(expected).collect::<Vec<_>>());
    let unstudied = told(todo(&teacher(required(0, false), Vec::new())));
    assert_eq!(unstudied[0], ("第三条".to_owned(), Task::Study));
}

#[test]
fn each_day_is_told_with_the_article_that_sets_it() {
    let text = policy::explain(&pack("guet-2022"), &teacher(required(10, false), open_items())).1.to_chinese();
    for said in [
        "有 1 项登记等待单位核定学时。（必须不晚于2026年12月31日〔第六条（四）〕）〔第六条（二）〕",
        "有 1 项登记还没有填完，填好以后才能计算学时。（原则上不晚于2026年11月30日〔第八条〕）〔第四条〕",
    ] {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_firmer_day_of_another_article_lends_its_article_to_no_other_day() {
    let of_the_person = edited("guet-2022", "party = \"unit\"\nday = \"12-31\"", "party = \"person\"\nday = \"12-20\"");
    let text = policy::explain(&of_the_person, &teacher(required(10, false), Vec::new())).1.to_chinese();
    assert!(text.contains("再完成 60 学时专业科目。（原则上不晚于2026年11月30日〔第八条〕）"), "{text}");
}

#[test]
fn whoever_declares_is_told_the_day_of_the_title_and_the_day_of_the_year() {
    let exam = |opens: Option<Date>, declares| {
        let facts = teacher(required(10, false), Vec::new());
        let facts = YearFacts { title_series_opens: opens, declares_title_this_year: declares, ..facts };
        let exam = todo(&facts).into_iter().find(|todo| todo.task == Task::Exam).expect("it is left");
        (exam.text, exam.by.map(|day| day.to_string()).unwrap_or_default())
    };
    let plain = ("通过公需科目必修课考试，可得 15 学时。".to_owned(), "2026-11-30".to_owned());
    assert_eq!(exam(None, Some(true)), plain);
    assert_eq!(exam(Some(date(2026, 6, 15)), Some(false)), plain);
    assert_eq!(exam(Some(date(2026, 12, 1)), Some(true)), plain, "both are one day");
    let (text, by) = exam(Some(date(2026, 6, 15)), Some(true));
    let both = "申报职称的，必须不晚于2026年6月14日；过了这一天，本年度仍要完成，原则上不晚于2026年11月30日。";
    assert_eq!((text, by.as_str()), (format!("{}{both}", plain.0), "2026-06-14"));
    let (text, by) = exam(Some(date(2026, 12, 10)), Some(true));
    assert_eq!((text, by.as_str()), (format!("{}申报职称的，必须不晚于2026年12月9日。", plain.0), "2026-11-30"));
}

#[test]
fn whoever_owes_no_hours_is_not_asked_for_answers_and_figures() {
    let facts = YearFacts { category: StaffCategory::Administrative, ..teacher(required(10, false), open_items()) };
    assert_eq!(todo(&facts).iter().map(|todo| todo.task).collect::<Vec<_>>(), [Task::Exam]);
}

#[test]
fn answers_and_figures_are_asked_for_where_hours_are_asked_for_in_any_way() {
    let (total, share) = ("name = \"年度总学时\"\n", "name = \"专业科目学时\"\n");
    for named in [total, share] {
        let bound = |to: &str| format!("{named}binds = [\"{to}\"]");
        let pack = edited("guet-2022", &bound("full"), &bound("public-exam-only"));
        let left = policy::assess(&pack, &teacher(required(10, true), open_items())).todo;
        let asks = |task: Task| left.iter().any(|todo| todo.task == task);
        assert!(asks(Task::Answers) && asks(Task::Unit), "without {named}: {left:?}");
    }
}

#[test]
fn hours_that_were_applied_for_are_said_to_be_reckoned_with_only_where_they_are() {
    let applied = |applied: Option<i64>| {
        let mut open = open_items().remove(1);
        open.applied = applied.map(Hours::from_whole);
        let todo = todo(&teacher(required(10, true), vec![open]));
        todo.into_iter().find(|todo| todo.task == Task::Unit).expect("it waits for the unit").text
    };
    assert_eq!(applied(None), "有 1 项登记等待单位核定学时。");
    assert_eq!(applied(Some(5)), "有 1 项登记等待单位核定学时；还差多少，先按申请的学时计算。");
}

#[test]
fn the_approval_is_left_although_a_certificate_still_asks_for_the_study() {
    let mut done = item("1", "training-hosted", &[]);
    (done.verified, done.accepted) = (Some(Hours::from_whole(90)), Some(true));
    let left = todo(&teacher(required(0, true), vec![done]));
    let tasks: Vec<_> = left.iter().map(|todo| (todo.task, todo.article.as_str())).collect();
    assert_eq!(tasks, [(Task::Study, "第七条"), (Task::Unit, "第七条")], "{left:?}");
}
