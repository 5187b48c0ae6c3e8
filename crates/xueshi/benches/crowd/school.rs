//! A university of invented people who are about to sit an examination or watch a lesson, made by the product's own
//! actions: imported, signed in, studied. Must not write to the database in any other way.

use std::path::Path;
use std::sync::Arc;

use actions::courses::LessonForm;
use actions::{App, Config, Mode};
use domain::access::Actor;
use domain::clock::{Instant, shanghai_date};
use domain::course::LessonKind;
use domain::exam::{Mix, Part};
use domain::ids::{LessonId, TicketId};
use domain::learning::Beat;
use domain::question::Form;
use domain::table::Table;
use domain::training_year::{ExamRules, Notices, TrainingYear};
use jiff::civil::Date;
use policy::Hours;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

/// What goes wrong here is read by a person.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Questions on each paper.
pub(crate) const QUESTIONS: usize = 20;
/// Minutes of an attempt.
pub(crate) const EXAM_MINUTES: u16 = 60;
/// Milliseconds between two beats of a page that plays a lesson.
pub(crate) const BEAT: u32 = 30_000;

const UNIT: &str = "机电工程学院";
const THEME: &str = "公需科目必修课";
const BANK: &str = include_str!("../../src/demo/questions.csv");
/// Two beats' worth: what everybody studies before the examination.
const STUDY_MINUTES: u32 = 1;
/// The film is longer than anybody is watched.
const FILM_MINUTES: u32 = 60;
/// How many study or open a lesson at the same time.
const AT_ONCE: usize = 4;

/// How many people there are to be. The first ones have studied, and the first ones have the film open.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Who can begin the examination.
    pub(crate) studied: u32,
    /// Who has a lesson open.
    pub(crate) watching: u32,
}

/// Somebody signed in.
#[derive(Clone)]
pub(crate) struct Student {
    /// The secret of their session.
    pub(crate) token: String,
    /// Who they are.
    pub(crate) actor: Actor,
    /// Their right to earn time in the film.
    pub(crate) ticket: Option<TicketId>,
}

/// A university, ready.
pub(crate) struct School {
    /// The year of the examination.
    pub(crate) year: i16,
    /// The lesson that is watched.
    pub(crate) film: LessonId,
    /// When it was opened.
    pub(crate) opened: std::time::Instant,
    /// Everybody.
    pub(crate) students: Vec<Student>,
}

/// Opens an installation in this process, beside the program.
pub(crate) async fn open(data: &Path, database_url: &str) -> Result<Arc<App>, Fault> {
    let config = Config {
        data: data.to_owned(),
        database_url: database_url.to_owned(),
        library: testkit::library(),
        pack: actions::PackChoice::Named("guet-2022".to_owned()),
        base_url: "http://127.0.0.1".to_owned(),
        is_address_public: false,
        issuer: "示例大学".to_owned(),
        // Signing thousands in by their passwords would take longer than everything else.
        demo: true,
        waits_for_disk: true,
    };
    Ok(App::open(config).await?)
}

/// Fills an empty installation. People are signed in one after the other, since each leaves an event in the log, which has
/// one end; those who are signed in study and open lessons meanwhile.
pub(crate) async fn fill(app: &Arc<App>, plan: Plan, now: Instant) -> Result<School, Fault> {
    let opened = std::time::Instant::now();
    let year = shanghai_date(now).year();
    let people = plan.studied.max(plan.watching);
    let (lesson, film) = found(app, year, people, now).await?;
    let (signed_in, arriving) = mpsc::channel(AT_ONCE);
    let arriving = Arc::new(Mutex::new(arriving));
    let mut working = JoinSet::new();
    for _ in 0..AT_ONCE {
        let (app, arriving) = (Arc::clone(app), Arc::clone(&arriving));
        working.spawn(async move {
            let mut ready = Vec::new();
            while let Some((index, mut student)) = next(&arriving).await {
                if index < plan.studied {
                    study(&app, &student.actor, lesson, now).await?;
                }
                if index < plan.watching {
                    student.ticket = Some(open_lesson(&app, &student.actor, film, now).await?);
                }
                ready.push((index, student));
            }
            Ok::<_, Fault>(ready)
        });
    }
    for index in 0..people {
        let student = sign_in(app, index, now).await?;
        if signed_in.send((index, student)).await.is_err() {
            // Nobody works any more: what stopped them is told below.
            break;
        }
    }
    drop(signed_in);
    let mut students = Vec::new();
    while let Some(ready) = working.join_next().await {
        students.extend(ready??);
    }
    students.sort_by_key(|(index, _)| *index);
    Ok(School { year, film, opened, students: students.into_iter().map(|(_, student)| student).collect() })
}

async fn next(arriving: &Mutex<mpsc::Receiver<(u32, Student)>>) -> Option<(u32, Student)> {
    arriving.lock().await.recv().await
}

/// Units, people, the year's settings, its questions and its two courses. Answers the lesson of the required course and
/// the film of the elective.
async fn found(app: &Arc<App>, year: i16, people: u32, now: Instant) -> Result<(LessonId, LessonId), Fault> {
    let mut act = app.write(Some(Actor::system()), now, None).await?;
    let units = Table::from_texts("单位", [["部门代码", "部门名称", "类别"], ["01", UNIT, "学院"]]);
    actions::units::import(&mut act, &units, Mode::AllOrNothing).await?;
    let report = actions::people::import_roster(&mut act, &roster(people), Mode::AllOrNothing).await?;
    if let Some(problem) = report.problems.first() {
        return Err(format!("row {} of the staff list: {}", problem.row, problem.problem).into());
    }
    actions::training_years::settle(&mut act, &settings(year)?).await?;
    actions::exams::import_questions(&mut act, year, &bank()?, Mode::AllOrNothing).await?;
    let mut lessons = Vec::new();
    for (title, is_required, minutes) in [(THEME, true, STUDY_MINUTES), ("选修课", false, FILM_MINUTES)] {
        let course = actions::courses::add(&mut act, year, title, is_required).await?;
        let form = LessonForm {
            chapter: String::new(),
            title: title.to_owned(),
            kind: LessonKind::Page,
            length: minutes * 60_000,
            content: "正文。".to_owned(),
        };
        lessons.push(actions::courses::add_lesson(&mut act, course, form).await?);
        if !is_required {
            actions::courses::set_hours(&mut act, course, Hours::from_whole(3), "校人〔2026〕8号（虚构）").await?;
        }
        actions::courses::publish(&mut act, course, true).await?;
    }
    act.commit("").await?;
    let [lesson, film] = lessons[..] else { return Err("two lessons were added".into()) };
    Ok((lesson, film))
}

fn settings(year: i16) -> Result<TrainingYear, Fault> {
    let part = Part::of;
    Ok(TrainingYear {
        year,
        theme: THEME.to_owned(),
        notice: format!("示例人社函〔{year}〕1号（虚构）"),
        notices: Notices::default(),
        past_years: None,
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        opens: Date::new(year, 1, 1)?,
        closes: Date::new(year, 12, 31)?,
        exam: ExamRules {
            pass_mark: 60,
            attempts: 3,
            minutes: EXAM_MINUTES,
            mix: Mix {
                parts: vec![part(Form::Single, 10, 5), part(Form::Multiple, 5, 6), part(Form::TrueFalse, 5, 4)],
            },
            shows_answers: true,
        },
    })
}

/// The questions of the examination.
pub(crate) fn bank() -> Result<Table, Fault> {
    Ok(actions::read_table("题库.csv", BANK.as_bytes())?)
}

fn roster(people: u32) -> Table {
    let head = ["工号", "姓名", "身份证号", "所属部门", "岗位类别"].map(str::to_owned);
    let rows = (0..people)
        .map(|index| [staff_number(index), name(index), id_number(index), UNIT.to_owned(), "专任教师".to_owned()]);
    Table::from_texts("名册", std::iter::once(head).chain(rows))
}

fn staff_number(index: u32) -> String {
    format!("K{index:06}")
}

fn name(index: u32) -> String {
    const GIVEN: [&str; 10] = ["一", "云", "文", "平", "安", "明", "和", "清", "远", "宁"];
    let digit = |place: u32| GIVEN[(index / 10_u32.pow(place) % 10) as usize];
    format!("林{}{}", digit(0), digit(1))
}

/// A number of a region that belongs to no place, with a valid check digit.
fn id_number(index: u32) -> String {
    let (day, month, year) = (index % 28 + 1, index / 28 % 12 + 1, 1960 + index / 336 % 40);
    let body = format!("990101{year}{month:02}{day:02}{:03}", index / 13_440);
    let check = domain::id_number::check_character(&body).expect("seventeen digits");
    format!("{body}{check}")
}

async fn sign_in(app: &Arc<App>, index: u32, now: Instant) -> Result<Student, Fault> {
    let mut act = app.read(Some(Actor::system()), now).await?;
    let person = actions::people::by_staff_number(&mut act, &staff_number(index)).await?;
    drop(act);
    let person = person.ok_or("somebody of the staff list is missing")?.id;
    let token = actions::sessions::demo_sign_in(app, now, person).await?;
    let actor = actions::sessions::resolve(app, now, token.as_str()).await?.ok_or("a session that ended at once")?;
    Ok(Student { token: token.as_str().to_owned(), actor, ticket: None })
}

async fn open_lesson(app: &Arc<App>, actor: &Actor, lesson: LessonId, now: Instant) -> Result<TicketId, Fault> {
    let mut act = app.write(Some(actor.clone()), now, None).await?;
    let ticket = actions::learning::open(&mut act, lesson).await?.ticket;
    act.commit("").await?;
    Ok(ticket)
}

/// Studies the lesson of the required course, which ended an hour ago; then the paper is drawn.
async fn study(app: &Arc<App>, actor: &Actor, lesson: LessonId, now: Instant) -> Result<(), Fault> {
    let at = |before: i64| Instant::from_millisecond(now.as_millisecond() - before);
    let mut left = STUDY_MINUTES * 60_000;
    let ticket = open_lesson(app, actor, lesson, at(3_600_000 + i64::from(left))?).await?;
    let mut from = 0;
    for number in 1.. {
        let to = from + BEAT.min(left);
        left -= to - from;
        let beat = Beat { number, from, to, ended: None };
        let reply = actions::learning::beat(app, actor.person, ticket, beat, at(3_600_000 + i64::from(left))?).await?;
        if left == 0 {
            return if reply.is_done { Ok(()) } else { Err("a lesson that was watched and is not done".into()) };
        }
        from = to;
    }
    Ok(())
}
