//! Holds the order of a course's lessons: a chapter is never torn apart. Must not hold what a lesson is.

use super::Lesson;

/// The lessons in the order in which they are shown: those of one chapter together, chapters as their first lessons come,
/// and behind all of them what is withdrawn.
#[must_use]
pub fn arranged(lessons: Vec<Lesson>) -> Vec<Lesson> {
    let (used, withdrawn): (Vec<Lesson>, Vec<Lesson>) = lessons.into_iter().partition(Lesson::is_in_use);
    let mut chapters: Vec<Vec<Lesson>> = Vec::new();
    for lesson in used {
        match chapters.iter_mut().find(|chapter| chapter.iter().any(|other| other.chapter == lesson.chapter)) {
            Some(chapter) => chapter.push(lesson),
            None => chapters.push(vec![lesson]),
        }
    }
    chapters.into_iter().flatten().chain(withdrawn).collect()
}

/// The lessons with the one at `index` brought to a place, counted from 1. Brought before another chapter, it takes its own
/// chapter along.
#[must_use]
pub fn moved(mut lessons: Vec<Lesson>, index: usize, place: usize) -> Vec<Lesson> {
    if index < lessons.len() {
        let lesson = lessons.remove(index);
        lessons.insert(place.saturating_sub(1).min(lessons.len()), lesson);
    }
    arranged(lessons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Instant,
        course::LessonKind,
        ids::{CourseId, LessonId},
    };

    /// `A1` is the lesson 1 of chapter A; with a minus behind it, it is withdrawn.
    fn lessons(titles: &str) -> Vec<Lesson> {
        let lesson = |title: &str| Lesson {
            id: LessonId::from_uuid(uuid::Uuid::nil()),
            course: CourseId::from_uuid(uuid::Uuid::nil()),
            position: 1,
            chapter: title.chars().take(1).collect(),
            title: title.to_owned(),
            kind: LessonKind::Page,
            length: 60_000,
            is_measured: false,
            content: String::new(),
            launch: None,
            withdrawn_at: title.ends_with('-').then_some(Instant::UNIX_EPOCH),
        };
        titles.split(' ').map(lesson).collect()
    }

    fn titles(lessons: Vec<Lesson>) -> String {
        lessons.into_iter().map(|lesson| lesson.title).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_lesson_added_to_an_earlier_chapter_stands_in_it() {
        assert_eq!(titles(arranged(lessons("A1 B1 A2 A3- B2"))), "A1 A2 B1 B2 A3-");
    }

    #[test]
    fn a_lesson_moves_in_its_chapter_and_takes_it_along_before_another_one() {
        assert_eq!(titles(moved(lessons("A1 A2 B1 B2"), 0, 2)), "A2 A1 B1 B2");
        assert_eq!(titles(moved(lessons("A1 A2 B1 B2"), 0, 3)), "A2 A1 B1 B2", "its chapter stays where it is");
        assert_eq!(titles(moved(lessons("A1 A2 B1 B2"), 2, 1)), "B1 B2 A1 A2");
        assert_eq!(titles(moved(lessons("A1 A2"), 0, 99)), "A2 A1");
        assert_eq!(titles(moved(lessons("A1 A2"), 1, 0)), "A2 A1");
    }
}
