//! A settled year with a bank and a course that the owner has studied, for the tests of examinations.

use actions::{Mode, courses::LessonForm, learning};
use domain::{
    clock::Instant,
    course::LessonKind,
    exam::{Mix, Part},
    ids::{AttemptId, LessonId},
    learning::Beat,
    question::Form,
    table::Table,
    training_year::{ExamRules, Notices, TrainingYear},
};
use jiff::civil::date;
use policy::Hours;

use crate::world::{World, actor, as_system, now};

/// Two minutes, in milliseconds.
const LENGTH: u32 = 120_000;

pub(crate) fn settings() -> TrainingYear {
    let part = Part::of;
    TrainingYear {
        year: 2026,
        theme: "人工智能与专业发展".to_owned(),
        notice: "示例〔2026〕1号".to_owned(),
        notices: Notices::default(),
        past_years: None,
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        opens: date(2026, 4, 1),
        closes: date(2026, 11, 30),
        exam: ExamRules {
            pass_mark: 60,
            attempts: 3,
            minutes: 60,
            mix: Mix {
                parts: vec![part(Form::Single, 3, 20), part(Form::Multiple, 1, 20), part(Form::TrueFalse, 2, 10)],
            },
            shows_answers: true,
        },
    }
}

/// Of every question.
pub(crate) const EXPLANATION: &str = "通知里这样写。";

fn bank() -> Table {
    let mut rows = vec![["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析"].map(str::to_owned)];
    for number in 1..=4 {
        let row = |form: &str, answer: &str| {
            [form, &format!("{form}第{number}题"), "甲", "乙", "丙", answer, EXPLANATION].map(str::to_owned)
        };
        rows.extend([row("单选题", "A"), row("多选题", "AB")]);
        rows.push(["判断题", &format!("判断题第{number}题"), "", "", "", "正确", EXPLANATION].map(str::to_owned));
    }
    Table::from_texts("题库", rows)
}

fn before(seconds: i64) -> Instant {
    Instant::from_second(now().as_second() - seconds).expect("a moment")
}

impl World {
    /// Settles the year, and lets the owner study its course.
    pub(crate) async fn examination(&self) {
        self.examination_of(&settings()).await;
    }

    /// The same for a year that is settled so.
    pub(crate) async fn examination_of(&self, settings: &TrainingYear) {
        let mut act = as_system(&self.app).await;
        actions::training_years::settle(&mut act, settings).await.expect("settled");
        let report = actions::exams::import_questions(&mut act, 2026, &bank(), Mode::AllOrNothing).await;
        assert_eq!(report.expect("a bank").problems, []);
        let course = actions::courses::add(&mut act, 2026, "人工智能与专业发展", true).await.expect("a course");
        let form = LessonForm {
            chapter: String::new(),
            title: "第一讲".to_owned(),
            kind: LessonKind::Page,
            length: LENGTH,
            content: "讲义".to_owned(),
        };
        let lesson = actions::courses::add_lesson(&mut act, course, form).await.expect("a lesson");
        actions::courses::publish(&mut act, course, true).await.expect("published");
        act.commit("").await.expect("kept");
        self.study(lesson, 600).await;
    }

    /// Lets the owner go through the whole of a lesson, beginning so many seconds ago.
    async fn study(&self, lesson: LessonId, ago: i64) {
        let owner = actor(&self.app, self.people["owner"]).await;
        let person = owner.person;
        let mut act = self.app.write(Some(owner), before(ago), None).await.expect("an act");
        let ticket = learning::open(&mut act, lesson).await.expect("opened").ticket;
        act.commit("").await.expect("kept");
        for number in 1..=4 {
            let beat = Beat { number, from: (number - 1) * LENGTH / 4, to: number * LENGTH / 4, ended: None };
            let at = before(ago - 30 * i64::from(number));
            learning::beat(&self.app, person, ticket, beat, at).await.expect("a reply").outcome.expect("taken");
        }
    }

    /// Lets the owner study the course of the examination once more, from now on.
    pub(crate) async fn study_again(&self) {
        let mut act = self.act("owner").await;
        let courses = actions::courses::list(&mut act, 2026).await.expect("courses");
        drop(act);
        self.study(courses[0].lessons[0].lesson.id, 0).await;
    }

    /// Uses up the owner's three attempts, each handed in without an answer.
    pub(crate) async fn use_up_attempts(&self) {
        for number in ["1", "2", "3"] {
            let reply = self.post("owner", "/exams/2026/attempts", &[("number", number)]).await;
            let url = reply.location().trim_end_matches("#begun").to_owned();
            self.post("owner", &format!("{url}/submission"), &[]).await;
        }
    }

    /// The owner's attempt, begun.
    pub(crate) async fn attempt(&self) -> AttemptId {
        self.examination().await;
        let owner = actor(&self.app, self.people["owner"]).await;
        actions::exams::begin(&self.app, owner, 2026, None, now()).await.expect("begun").id
    }
}
