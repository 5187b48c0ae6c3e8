//! The verbs of public subjects, see the module above.

use actions::{Mode, courses, exams, learning, training_years};
use domain::{
    audit::EventKind,
    clock::Instant,
    course::LessonKind,
    ids::{CourseId, LessonId},
    training_year::TrainingYear,
};
use jiff::civil::date;

use super::Diary;
use crate::{
    act, exams as school,
    uploads::sent,
    world::{YEAR, pdf},
};

/// A year's public subject, from its settings to a make-up.
pub(super) async fn year(diary: &mut Diary<'_>) {
    Box::pin(bank(diary)).await;
    let (course, lesson) = Box::pin(course(diary)).await;
    Box::pin(mended(diary, course)).await;
    Box::pin(film(diary, course)).await;
    Box::pin(elective(diary)).await;
    Box::pin(disputes(diary, lesson)).await;
    school::watch(diary.world, &diary.world.colleague, lesson, 0).await;
    diary.takes_down("learning::beat", &[EventKind::StudyCompleted]).await;
    Box::pin(examination(diary)).await;
}

async fn bank(diary: &mut Diary<'_>) {
    let (world, settings) = (diary.world, school::settings());
    deed!(diary, personnel, [TrainingYearSettled], training_years::settle, &settings);
    let later = TrainingYear { closes: date(YEAR, 12, 1), ..settings.clone() };
    deed!(diary, personnel, [TrainingYearSettled], training_years::settle_over, &later, 1);
    deed!(diary, personnel, [TrainingYearSettled], training_years::settle_over, &settings, 2);
    deed!(diary, personnel, [QuestionsImported], exams::import_questions, YEAR, &school::bank(), Mode::Apply);
    deed!(diary, personnel, [QuestionsExported], exams::export_questions, YEAR);
    let filter = exams::QuestionFilter::default();
    let question = act!(world, world.personnel, exams::question_list, YEAR, &filter, 1).expect("a bank").lines[0].id;
    deed!(diary, personnel, [QuestionRetired], exams::retire_question, question);
    deed!(diary, personnel, [QuestionRestored], exams::restore_question, question);
}

async fn course(diary: &mut Diary<'_>) -> (CourseId, LessonId) {
    let theme = school::settings().theme;
    let course = deed!(diary, personnel, [CourseAdded], courses::add, YEAR, &theme, true);
    let form = school::lesson("第一讲");
    let lesson = deed!(diary, personnel, [LessonAdded], courses::add_lesson, course, form.clone());
    deed!(diary, personnel, [CourseChanged], courses::publish, course, true);
    (course, lesson)
}

async fn mended(diary: &mut Diary<'_>, course: CourseId) {
    let form = school::lesson("第二讲");
    deed!(diary, personnel, [CourseChanged], courses::rename, course, "人工智能与职业发展");
    let wrong = deed!(diary, personnel, [LessonAdded], courses::add_lesson, course, form.clone());
    let change = courses::ChangedLesson { chapter: "附".to_owned(), title: "误传".to_owned(), place: 1 };
    deed!(diary, personnel, [LessonChanged], courses::change_lesson, wrong, &change);
    let edited = act!(diary.world, diary.world.personnel, courses::edited_lesson, wrong).expect("a lesson");
    let correction = courses::Correction { seen: edited.lesson.mark(), text: "# 改过".to_owned(), minutes: 3 };
    deed!(diary, personnel, [LessonChanged], courses::correct_lesson, wrong, &correction);
    deed!(diary, personnel, [LessonWithdrawn], courses::withdraw_lesson, wrong);
    deed!(diary, personnel, [LessonRestored], courses::restore_lesson, wrong);
    deed!(diary, personnel, [LessonWithdrawn], courses::withdraw_lesson, wrong);
}

/// A film, past every verb: what it plays is not looked at here.
async fn film(diary: &mut Diary<'_>, course: CourseId) {
    let world = diary.world;
    let lesson = act!(world, world.personnel, courses::show, course).expect("a course").lessons[0].lesson.clone();
    world.run(&format!("UPDATE lesson SET kind = 'video' WHERE id = '{}'", lesson.id)).await;
    let captions = sent("字幕.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n第一句\n".as_bytes().to_vec()).await;
    deed!(diary, personnel, [LessonChanged], courses::add_captions, lesson.id, &captions);
    deed!(diary, personnel, [LessonChanged], courses::remove_captions, lesson.id);
    world.run(&format!("UPDATE lesson SET kind = 'page' WHERE id = '{}'", lesson.id)).await;
}

async fn elective(diary: &mut Diary<'_>) {
    let (world, form) = (diary.world, school::lesson("第一讲"));
    let elective = deed!(diary, personnel, [CourseAdded], courses::add, YEAR, "选读", false);
    let file = actions::check_lesson_file(&world.app, LessonKind::Document, sent("选读.pdf", pdf()).await)
        .await
        .expect("a PDF");
    deed!(diary, personnel, [LessonAdded], courses::add_lesson_with_file, elective, form.clone(), file.clone());
    let files = vec![sent("选读.pdf", pdf()).await];
    let attachment = actions::check_attachments(&world.app, files).await.expect("a PDF").remove(0);
    let lesson = act!(world, world.personnel, courses::show, elective).expect("a course").lessons[0].lesson.id;
    let attachment = deed!(diary, personnel, [AttachmentAdded], courses::attach, lesson, attachment.clone());
    deed!(diary, personnel, [AttachmentRemoved], courses::remove_attachment, attachment);
    let hours = policy::Hours::from_whole(2);
    deed!(diary, personnel, [CourseChanged], courses::set_hours, elective, hours, "校人〔2026〕8号");
    deed!(diary, personnel, [CourseChanged], courses::publish, elective, true);
    let lessons = act!(world, world.teacher, courses::show, elective).expect("a course").lessons;
    school::watch(world, &world.teacher, lessons[0].lesson.id, 0).await;
    diary.takes_down("learning::beat", &[EventKind::ElectiveCompleted]).await;
}

async fn disputes(diary: &mut Diary<'_>, lesson: LessonId) {
    let dispute = deed!(diary, teacher, [DisputeRaised], learning::dispute, lesson, "断网一刻钟");
    let answer = |from: &str, to: &str| learning::AnswerForm {
        answer: "请从断开处回看".to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    deed!(diary, personnel, [DisputeAnswered], learning::answer_dispute, dispute, &answer("", ""));
    let dispute = deed!(diary, teacher, [DisputeRaised], learning::dispute, lesson, "又断网");
    deed!(diary, personnel, [DisputeGranted], learning::answer_dispute, dispute, &answer("00:00", "01:00"));
}

async fn examination(diary: &mut Diary<'_>) {
    let world = diary.world;
    let begin = || exams::begin(&world.app, world.colleague.clone(), YEAR, None, world.now);
    let hand_in = |id| exams::hand_in(&world.app, world.colleague.clone(), id, world.now);
    let id = begin().await.expect("begun").id;
    diary.takes_down("exams::begin", &[EventKind::ExamBegun]).await;
    deed!(diary, colleague, [ExamResumed], exams::open_window, id, None);
    hand_in(id).await.expect("handed in");
    diary.takes_down("exams::hand_in", &[EventKind::ExamEnded]).await;
    begin().await.expect("begun again");
    diary.takes_down("exams::begin", &[EventKind::ExamBegun]).await;
    let late = Instant::from_second(world.now.as_second() + 2 * 60 * 60).expect("a moment");
    assert_eq!(exams::end_due(&world.app, late).await, Ok(1));
    diary.takes_down("exams::end_due", &[EventKind::ExamEnded]).await;
    let id = begin().await.expect("begun for the last time").id;
    diary.takes_down("exams::begin", &[EventKind::ExamBegun]).await;
    hand_in(id).await.expect("handed in");
    diary.takes_down("exams::hand_in", &[EventKind::ExamEnded]).await;
    let request = deed!(diary, colleague, [MakeUpRequested], exams::request_make_up, YEAR, "出差在外");
    deed!(diary, personnel, [MakeUpRefused], exams::refuse_make_up, request, "请写明哪几天");
    let colleague = world.colleague.person;
    deed!(diary, personnel, [MakeUpGranted], exams::grant_make_up, colleague, YEAR, "来电：三次都没有通过");
}
