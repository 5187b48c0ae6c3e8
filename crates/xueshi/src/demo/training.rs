//! This year's public subject of the sample university: its settings, an invented bank of questions, and a few teachers
//! who have studied its course and can sit the examination.

use std::sync::Arc;

use actions::courses::CourseView;
use actions::{Act, App, Mode};
use domain::access::Actor;
use domain::bookmark::{Bookmark, PackageStatus};
use domain::clock::Instant;
use domain::course::{Lesson, LessonKind};
use domain::exam::{Mix, Part};
use domain::learning::Beat;
use domain::person::Person;
use domain::question::Form;
use domain::training_year::{ExamRules, Notices, PastYears, TrainingYear};
use jiff::civil::{Date, date};
use policy::Hours;

use super::courses;
use super::institution::{Institution, actor, whole};
use super::season::Season;
use super::tables;
use crate::failure::Failure;

const THEME: &str = "生成式人工智能与专业技术人员的责任";
const BANK: &str = include_str!("questions.csv");
/// A year whose course can be made up for (article 3), its theme, and the chapter of the bank that it is about.
const PAST_YEAR: i16 = 2020;
const PAST_THEME: &str = "专业技术人员的规范与责任";
const PAST_CHAPTER: &str = "第四章 规范与责任";
/// What a learner asks support.
const DISPUTE: &str = "昨晚学到一半时网络断了，重新打开后，断网前的一段没有计入，请核对。";
/// Milliseconds between two beats.
const BEAT: u32 = 30_000;

/// Settles the year, fills its bank and lets a few people study.
pub(super) async fn hold(app: &Arc<App>, institution: &Institution<'_>, season: &Season) -> Result<(), Failure> {
    let year = season.year();
    let mut act = app.write(Some(Actor::system()), season.moment(2), None).await?;
    actions::training_years::settle(&mut act, &settings(year)?).await?;
    let table = actions::read_table("题库.csv", BANK.as_bytes())?;
    whole(actions::exams::import_questions(&mut act, year, &table, Mode::AllOrNothing).await?)?;
    courses::show(app, &mut act, year, THEME).await?;
    make_up(&mut act, year).await?;
    let courses = actions::courses::list(&mut act, year).await?;
    act.commit("/training-years").await?;
    let (required, electives): (Vec<_>, Vec<_>) = courses.into_iter().partition(is_required);
    let Some(course) = required.first() else { return Ok(()) };
    let learners = tables::learners(institution.roster, season);
    let count = learners.len();
    for (place, member) in learners.into_iter().enumerate() {
        let is_them = |person: &&Person| person.staff_number == member.staff_number;
        let Some(person) = institution.people.iter().find(is_them) else { continue };
        let learner = actor(person, Vec::new());
        // Every other one goes on with what nobody has to study.
        let goes_on = place % 2 == 0;
        let lessons: Vec<_> = course
            .lessons
            .iter()
            .chain(electives.iter().filter(|_| goes_on).flat_map(|elective| &elective.lessons))
            .collect();
        let length: u64 = lessons.iter().map(|lesson| u64::from(lesson.lesson.length)).sum();
        let mut at = later(season.moment(20), -i64::try_from(length).unwrap_or(0));
        // In the first hours of a year nobody has had the time yet.
        if at < season.moment(2) {
            break;
        }
        // The last one gets through half of the last lesson, and asks support about it.
        let interrupted = lessons.last().map(|lesson| &lesson.lesson).filter(|_| place > 0 && place + 1 == count);
        for lesson in lessons.iter().map(|lesson| &lesson.lesson) {
            let is_interrupted = interrupted.is_some_and(|it| it.id == lesson.id);
            let until = if is_interrupted { lesson.length / 2 } else { lesson.length };
            at = study(app, &learner, lesson, until, at).await?;
        }
        if let Some(lesson) = interrupted {
            let mut act = app.write(Some(learner), at, None).await?;
            actions::learning::dispute(&mut act, lesson.id, DISPUTE).await?;
            act.commit("/courses").await?;
        }
    }
    actions::learning::write_down(app, season.moment(20)).await?;
    Ok(())
}

/// A past year that can be made up for, with a course of one lesson and the part of the bank that it is about.
async fn make_up(act: &mut Act, this_year: i16) -> Result<(), Failure> {
    let window = settings(this_year)?;
    actions::training_years::settle(act, &past_settings(&window)).await?;
    let table = actions::read_table("题库.csv", past_bank().as_bytes())?;
    whole(actions::exams::import_questions(act, PAST_YEAR, &table, Mode::AllOrNothing).await?)?;
    courses::show_short(act, PAST_YEAR, PAST_THEME).await
}

fn past_settings(this_year: &TrainingYear) -> TrainingYear {
    let part = Part::of;
    let mix = Mix { parts: vec![part(Form::Single, 5, 10), part(Form::Multiple, 2, 15), part(Form::TrueFalse, 4, 5)] };
    TrainingYear {
        year: PAST_YEAR,
        opens: date(PAST_YEAR, 4, 1),
        closes: date(PAST_YEAR, 11, 30),
        past_years: None,
        theme: PAST_THEME.to_owned(),
        notice: format!("示例人社函〔{}〕2号（虚构）", this_year.year),
        exam: ExamRules { minutes: 30, mix, ..this_year.exam.clone() },
        ..this_year.clone()
    }
}

fn past_bank() -> String {
    let head = BANK.lines().take(1);
    let of_chapter = BANK.lines().filter(|line| line.contains(PAST_CHAPTER));
    head.chain(of_chapter).collect::<Vec<_>>().join("\n")
}

fn is_required(view: &CourseView) -> bool {
    view.course.is_required && view.course.is_published
}

fn settings(year: i16) -> Result<TrainingYear, Failure> {
    let day = |month, day| {
        Date::new(year, month, day)
            .map_err(|_| Failure::new(format!("{year} 年超出了日历范围。没有生成数据。请检查系统时间。")))
    };
    let part = Part::of;
    Ok(TrainingYear {
        year,
        theme: THEME.to_owned(),
        notice: format!("示例人社函〔{year}〕1号（虚构）"),
        notices: Notices::default(),
        past_years: Some(PastYears { years: [PAST_YEAR].into(), until: day(12, 31)? }),
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        opens: day(1, 1)?,
        closes: day(12, 31)?,
        exam: ExamRules {
            pass_mark: 60,
            attempts: 3,
            minutes: 60,
            mix: Mix {
                parts: vec![part(Form::Single, 10, 5), part(Form::Multiple, 5, 6), part(Form::TrueFalse, 5, 4)],
            },
            shows_answers: true,
        },
    })
}

/// Lets somebody study a lesson until a place in it, in the time that it takes; answers when they were there.
async fn study(
    app: &Arc<App>,
    learner: &Actor,
    lesson: &Lesson,
    until: u32,
    begun: Instant,
) -> Result<Instant, Failure> {
    let mut act = app.write(Some(learner.clone()), begun, None).await?;
    let ticket = actions::learning::open(&mut act, lesson.id).await?.ticket;
    act.commit("").await?;
    let (mut from, mut at) = (0, begun);
    for number in 1.. {
        let to = (from + BEAT).min(until);
        at = later(at, i64::from(to - from));
        let beat = Beat { number, from, to, ended: None };
        actions::learning::beat(app, learner.person, ticket, beat, at).await?;
        from = to;
        if from == until {
            break;
        }
    }
    if lesson.kind == LessonKind::Package && until == lesson.length {
        let said = Bookmark { status: PackageStatus::Completed, ..Bookmark::default() };
        let mut act = app.write(Some(learner.clone()), at, None).await?;
        actions::learning::bookmark(&mut act, lesson.id, ticket, &said).await?;
        act.commit("").await?;
    }
    Ok(at)
}

fn later(at: Instant, milliseconds: i64) -> Instant {
    Instant::from_millisecond(at.as_millisecond() + milliseconds).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::{BANK, past_bank, past_settings, settings};

    #[test]
    fn the_bank_fills_a_paper_and_its_right_options_stand_anywhere() {
        let table = actions::read_table("题库.csv", BANK.as_bytes()).expect("a table");
        let sheet = domain::imports::questions::read(&table);
        assert_eq!((sheet.good.len(), sheet.problems), (60, vec![]));
        let year = settings(2026).expect("a year");
        assert_eq!(year.check(), Ok(()));
        let past = past_settings(&year);
        assert_eq!(past.check(), Ok(()));
        let bank = domain::imports::questions::read(
            &actions::read_table("题库.csv", past_bank().as_bytes()).expect("a table"),
        );
        for part in &past.exam.mix.parts {
            let there = bank.good.iter().filter(|row| row.question.form == part.form).count();
            assert!(there >= usize::from(part.count), "{:?}", part.form);
        }
        let first = sheet.good.iter().filter(|row| row.question.right.has(0) && row.question.options.len() == 4);
        assert!(first.count() < 40, "the first option is right too often");
    }
}
