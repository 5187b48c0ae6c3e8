//! Mending a course that people study (article 3): names, places, and lessons out of use, on every database.

use actions::{
    courses::{self, ChangedLesson, Correction, LessonForm},
    learning,
};
use domain::{
    access::Actor,
    audit::AuditEntry,
    clock::start_of_day,
    exam::Standing,
    ids::LessonId,
    learning::{BeatRefused, Ended},
    refusal::Refusal,
};
use jiff::civil::date;

use crate::{
    act,
    disputes::beat,
    exams::{after, lesson, school, watch},
    past_years::days_of_study,
    world::{World, YEAR, worlds},
};

async fn titles(world: &World, lesson: LessonId) -> Vec<String> {
    let edited = act!(world, world.personnel, courses::edited_lesson, lesson).expect("for personnel");
    let view = act!(world, world.teacher, courses::show, edited.course.id).expect("a course");
    view.lessons.into_iter().map(|view| format!("{}{}", view.lesson.chapter, view.lesson.title)).collect()
}

fn changed(chapter: &str, title: &str, place: usize) -> ChangedLesson {
    ChangedLesson { chapter: chapter.to_owned(), title: title.to_owned(), place }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_gets_another_name_chapter_and_place() {
    for world in worlds().await {
        let lessons = school(&world).await;
        let change = changed("上", "开头", 2);
        act!(world, world.personnel, courses::change_lesson, lessons[0], &change).expect("changed");
        assert_eq!(titles(&world, lessons[0]).await, ["第二讲", "上开头"]);
        let course = act!(world, world.personnel, courses::edited_lesson, lessons[0]).expect("a lesson").course.id;
        let mut more = lesson("补充");
        more.chapter = String::new();
        act!(world, world.personnel, courses::add_lesson, course, more).expect("added");
        assert_eq!(titles(&world, lessons[0]).await, ["第二讲", "补充", "上开头"], "with its chapter");
        let refusal = act!(world, world.personnel, courses::change_lesson, lessons[0], &changed("", " ", 1));
        assert_eq!(refusal.expect_err("no name").code, "course.title");
        let refusal = act!(world, world.teacher, courses::change_lesson, lessons[0], &changed("", "我的", 1));
        assert_eq!(refusal.expect_err("a teacher").code, "forbidden");
        let refusal = act!(world, world.teacher, courses::edited_lesson, lessons[0]);
        assert_eq!(refusal.expect_err("a teacher").code, "not-found");
        act!(world, world.personnel, courses::rename, course, "新名称").expect("renamed");
        assert_eq!(act!(world, world.teacher, courses::show, course).expect("a course").course.title, "新名称");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_comes_back_to_where_it_stood() {
    for world in worlds().await {
        let lessons = school(&world).await;
        act!(world, world.personnel, courses::withdraw_lesson, lessons[0]).expect("withdrawn");
        assert_eq!(titles(&world, lessons[1]).await, ["第二讲"]);
        let edited = act!(world, world.personnel, courses::edited_lesson, lessons[1]).expect("a lesson");
        assert_eq!((edited.place, edited.places), (1, 1), "what is withdrawn is not counted");
        act!(world, world.personnel, courses::add_lesson, edited.course.id, lesson("第三讲")).expect("added");
        act!(world, world.personnel, courses::change_lesson, lessons[1], &changed("", "第二讲：续", 1))
            .expect("renamed");
        act!(world, world.personnel, courses::restore_lesson, lessons[0]).expect("restored");
        assert_eq!(titles(&world, lessons[0]).await, ["第一讲", "第二讲：续", "第三讲"]);
    }
}

async fn correct(world: &World, id: LessonId, minutes: u32, text: &str) -> Result<(), Refusal> {
    let seen = act!(world, world.personnel, courses::edited_lesson, id).expect("for personnel").lesson.mark();
    let correction = Correction { seen, text: text.to_owned(), minutes };
    act!(world, world.personnel, courses::correct_lesson, id, &correction)
}

async fn standing(world: &World, actor: &Actor) -> Standing {
    act!(world, actor, actions::exams::overview, YEAR).expect("an exam").standing
}

/// Whether a lesson is studied, and how many seconds of it count.
async fn progress(world: &World, actor: &Actor, id: LessonId) -> (bool, u32) {
    let shown = act!(world, actor, courses::show_lesson, id).expect("a lesson");
    (shown.lesson().is_done, shown.lesson().watched.total() / 1_000)
}

/// The last correction of a lesson as it stands in the log.
async fn on_record(world: &World, lesson: LessonId) -> AuditEntry {
    let subject = act!(world, world.personnel, courses::edited_lesson, lesson).expect("a lesson").course.id.subject();
    let store = world.store().await;
    let mut tx = store.read().await.expect("a transaction");
    let last = store::audit::of_subject(&mut tx, &subject).await.expect("the log").pop().expect("an entry");
    tx.end().await.expect("its end");
    store.close().await;
    assert_eq!(last.name, "lesson.changed");
    last
}

#[tokio::test]
async fn a_shorter_lesson_is_studied_by_whoever_lacked_only_what_was_left_out() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        watch(&world, teacher, lessons[0], 0).await;
        let opened = act!(world, teacher, learning::open, lessons[1]).expect("opened");
        let window = (teacher.person, opened.ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 60), 60).await.0.is_ok());
        watch(&world, &world.colleague, lessons[1], 0).await;
        assert_eq!(standing(&world, teacher).await, Standing::Unstudied);
        correct(&world, lessons[1], 1, "# 讲义").await.expect("shorter");
        assert_eq!(standing(&world, teacher).await, Standing::Ready(1), "what was earned until now is enough");
        assert_eq!(progress(&world, &world.colleague, lessons[1]).await, (true, 120), "what was earned stays");
        let view = act!(world, world.colleague, courses::list, YEAR).expect("courses");
        assert_eq!((view[0].credited(), view[0].length()), (60_000, 180_000), "no more counts than there is");
        let account = act!(world, teacher, actions::years::account, YEAR, None).expect("an account");
        assert_eq!(account.public.len(), 1, "the study hours arrive by themselves");
    }
}

#[tokio::test]
async fn a_longer_lesson_asks_for_more_of_whoever_has_not_studied_the_course() {
    for world in worlds().await {
        let (lessons, teacher, colleague) = (school(&world).await, &world.teacher, &world.colleague);
        for lesson in &lessons {
            watch(&world, teacher, *lesson, 0).await;
        }
        watch(&world, colleague, lessons[0], 0).await;
        correct(&world, lessons[0], 3, "# 讲义").await.expect("longer");
        let said = on_record(&world, lessons[0]).await.sentence;
        assert!(said.contains("时长，原为 2 分钟，现为 3 分钟"), "{said}");
        assert_eq!(standing(&world, teacher).await, Standing::Ready(1), "what is studied stays so");
        assert_eq!(progress(&world, colleague, lessons[0]).await, (false, 120));
        watch(&world, colleague, lessons[1], 0).await;
        assert_eq!(standing(&world, colleague).await, Standing::Unstudied);
        let opened = act!(world, colleague, learning::open, lessons[0]).expect("opened");
        let window = (colleague.person, opened.ticket);
        assert!(beat(&world.app, &world, window, (1, 120, 180), 60).await.0.is_ok());
        assert_eq!(standing(&world, colleague).await, Standing::Ready(1), "what was added is all that is asked for");
    }
}

#[tokio::test]
async fn a_page_that_is_open_is_told_that_its_lesson_takes_another_time_and_loses_nothing() {
    for mut world in worlds().await {
        let (lessons, teacher) = (school(&world).await, world.teacher.clone());
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        let window = (teacher.person, opened.ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 30), 30).await.0.is_ok());
        correct(&world, lessons[0], 2, "# 改过的讲义").await.expect("another text");
        assert!(beat(&world.app, &world, window, (2, 30, 60), 60).await.0.is_ok(), "a text alone ends nothing");
        let other = world.app.clone();
        learning::write_down(&other, after(&world, 61)).await.expect("written");
        world.reopened(|_| {}).await;
        correct(&world, lessons[0], 3, "# 改过的讲义").await.expect("longer");
        assert_eq!(progress(&world, &teacher, lessons[0]).await, (false, 60));
        let (told, _) = beat(&world.app, &world, window, (3, 60, 90), 90).await;
        assert_eq!(told, Err(BeatRefused::Ended(Ended::Changed)));
        assert!(beat(&other, &world, window, (3, 60, 90), 90).await.0.is_ok(), "it does not know yet");
        learning::write_down(&other, after(&world, 91)).await.expect("written");
        let (told, _) = beat(&other, &world, window, (4, 90, 120), 120).await;
        assert_eq!(told, Err(BeatRefused::Ended(Ended::Changed)));
        assert_eq!(progress(&world, &teacher, lessons[0]).await, (false, 60), "nothing was written under it");
    }
}

#[tokio::test]
async fn a_text_is_corrected_with_both_on_record_and_a_length_that_is_left_stays_to_the_second() {
    for world in worlds().await {
        let lessons = school(&world).await;
        let course = act!(world, world.personnel, courses::edited_lesson, lessons[0]).expect("a lesson").course.id;
        let odd = LessonForm { length: 90_000, ..lesson("一分半") };
        let odd = act!(world, world.personnel, courses::add_lesson, course, odd).expect("added");
        let before = world.events().await;
        correct(&world, odd, 2, "# 讲义\r\n").await.expect("nothing is another");
        assert_eq!(world.events().await, before);
        correct(&world, odd, 2, "# 改过\r\n第二行").await.expect("corrected");
        let edited = act!(world, world.personnel, courses::edited_lesson, odd).expect("a lesson").lesson;
        assert_eq!((edited.content.as_str(), edited.length), ("# 改过\n第二行", 90_000));
        let left: serde_json::Value = serde_json::from_str(&on_record(&world, odd).await.detail).expect("JSON");
        assert_eq!((&left["old_text"], &left["text"]), (&"# 讲义".into(), &"# 改过\n第二行".into()));
        assert_eq!((&left["old_length"], &left["length"]), (&90_000.into(), &90_000.into()));
    }
}

#[tokio::test]
async fn what_cannot_be_corrected_is_refused_and_stays() {
    for world in worlds().await {
        let lessons = school(&world).await;
        let id = lessons[0];
        let code = async |minutes, text: &'static str| correct(&world, id, minutes, text).await.expect_err("no").code;
        assert_eq!(code(2, " ").await, "lesson.content");
        assert_eq!(code(0, "# 讲义").await, "lesson.length");
        assert_eq!(code(721, "# 讲义").await, "lesson.length");
        let seen = act!(world, world.personnel, courses::edited_lesson, id).expect("a lesson").lesson.mark();
        correct(&world, id, 2, "# 先改的").await.expect("corrected");
        let late = Correction { seen, text: "# 后改的".to_owned(), minutes: 2 };
        let refused = act!(world, world.personnel, courses::correct_lesson, id, &late).expect_err("too late");
        assert_eq!(refused.code, "lesson.corrected-elsewhere");
        let refused = act!(world, world.teacher, courses::correct_lesson, id, &late).expect_err("a teacher");
        assert_eq!(refused.code, "forbidden");
        act!(world, world.personnel, courses::withdraw_lesson, id).expect("withdrawn");
        assert_eq!(code(5, "# 讲义").await, "lesson.withdrawn");
        let kept = act!(world, world.personnel, courses::edited_lesson, id).expect("a lesson").lesson;
        assert_eq!((kept.content.as_str(), kept.length), ("# 先改的", 120_000));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lacks_only_a_lesson_that_is_withdrawn_after_the_training_has_studied_by_its_last_day() {
    for mut world in worlds().await {
        let lessons = school(&world).await;
        watch(&world, &world.teacher, lessons[0], 0).await;
        world.now = start_of_day(date(2026, 12, 5)).expect("a day");
        act!(world, world.personnel, courses::withdraw_lesson, lessons[1]).expect("withdrawn");
        let days = days_of_study(&world, &world.teacher).await;
        assert_eq!(days, (Some(date(2026, 11, 30)), Some(date(2026, 12, 5))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lacks_only_a_lesson_that_is_withdrawn_has_studied_the_course() {
    for world in worlds().await {
        let lessons = school(&world).await;
        watch(&world, &world.teacher, lessons[0], 0).await;
        watch(&world, &world.colleague, lessons[1], 0).await;
        assert_eq!(standing(&world, &world.teacher).await, Standing::Unstudied);
        act!(world, world.personnel, courses::withdraw_lesson, lessons[1]).expect("withdrawn");
        assert_eq!(standing(&world, &world.teacher).await, Standing::Ready(1));
        assert_eq!(standing(&world, &world.colleague).await, Standing::Unstudied);
        let refusal = act!(world, world.teacher, learning::open, lessons[1]).expect_err("out of use");
        assert_eq!(refusal.code, "not-found");
        let refusal = act!(world, world.personnel, courses::withdraw_lesson, lessons[0]).expect_err("the last one");
        assert_eq!(refusal.code, "lesson.last");
        let refusal = act!(world, world.personnel, courses::change_lesson, lessons[1], &changed("", "改名", 1));
        assert_eq!(refusal.expect_err("out of use").code, "lesson.withdrawn");
        act!(world, world.personnel, courses::restore_lesson, lessons[1]).expect("restored");
        assert_eq!(standing(&world, &world.teacher).await, Standing::Ready(1), "what is studied stays so");
        let shown = act!(world, world.colleague, courses::show_lesson, lessons[1]).expect("a lesson");
        assert!(shown.lesson().is_done, "minutes stay");
    }
}
