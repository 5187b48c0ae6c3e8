//! Mending a course that people study (article 3): names, places, and lessons out of use, on every database.

use actions::{
    courses::{self, ChangedLesson},
    learning,
};
use domain::{exam::Standing, ids::LessonId};

use crate::{
    act,
    exams::{lesson, school, watch},
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
async fn whoever_lacks_only_a_lesson_that_is_withdrawn_has_studied_the_course() {
    for world in worlds().await {
        let lessons = school(&world).await;
        watch(&world, &world.teacher, lessons[0], 0).await;
        watch(&world, &world.colleague, lessons[1], 0).await;
        let standing = async |actor: domain::access::Actor| {
            act!(world, actor, actions::exams::overview, YEAR).expect("an exam").standing
        };
        assert_eq!(standing(world.teacher.clone()).await, Standing::Unstudied);
        act!(world, world.personnel, courses::withdraw_lesson, lessons[1]).expect("withdrawn");
        assert_eq!(standing(world.teacher.clone()).await, Standing::Ready(1));
        assert_eq!(standing(world.colleague.clone()).await, Standing::Unstudied);
        let refusal = act!(world, world.teacher, learning::open, lessons[1]).expect_err("out of use");
        assert_eq!(refusal.code, "not-found");
        let refusal = act!(world, world.personnel, courses::withdraw_lesson, lessons[0]).expect_err("the last one");
        assert_eq!(refusal.code, "lesson.last");
        let refusal = act!(world, world.personnel, courses::change_lesson, lessons[1], &changed("", "改名", 1));
        assert_eq!(refusal.expect_err("out of use").code, "lesson.withdrawn");
        act!(world, world.personnel, courses::restore_lesson, lessons[1]).expect("restored");
        assert_eq!(standing(world.teacher.clone()).await, Standing::Ready(1), "what is studied stays so");
        let shown = act!(world, world.colleague, courses::show_lesson, lessons[1]).expect("a lesson");
        assert!(shown.lesson().is_done, "minutes stay");
    }
}
