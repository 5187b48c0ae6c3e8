//! Holds the order of a course's lessons: a chapter is never torn apart. Must not hold what a lesson is.

use super::Lesson;

/// The lessons in the order in which they are shown: those of one chapter together, chapters as their first lessons in use
/// come, because nobody sees the others. What is withdrawn keeps its place in its chapter, and comes back to it.
#[must_use]
pub fn arranged(lessons: Vec<Lesson>) -> Vec<Lesson> {
    let mut chapters: Vec<Vec<(usize, Lesson)>> = Vec::new();
    for lesson in lessons.into_iter().enumerate() {
        match chapters.iter_mut().find(|chapter| chapter.iter().any(|(_, other)| other.chapter == lesson.1.chapter)) {
            Some(chapter) => chapter.push(lesson),
            None => chapters.push(vec![lesson]),
        }
    }
    chapters.sort_by_key(|chapter| {
        chapter.iter().find(|(_, lesson)| lesson.is_in_use()).or(chapter.first()).map(|(at, _)| *at)
    });
    chapters.into_iter().flatten().map(|(_, lesson)| lesson).collect()
}

/// The place of the lesson at `index` among those in use, from 1; 0 when it is withdrawn.
#[must_use]
pub fn place(lessons: &[Lesson], index: usize) -> usize {
    let in_use = |lessons: &[Lesson]| lessons.iter().filter(|lesson| lesson.is_in_use()).count();
    match lessons.get(index) {
        Some(lesson) if lesson.is_in_use() => in_use(&lessons[..=index]),
        _ => 0,
    }
}

/// The lessons with the one at `index` brought to a place among those in use, counted from 1. Brought before another chapter,
/// it takes its own chapter along; where it stands already, nothing that is withdrawn changes sides.
#[must_use]
pub fn moved(mut lessons: Vec<Lesson>, index: usize, to: usize) -> Vec<Lesson> {
    if index < lessons.len() && place(&lessons, index) != to {
        let lesson = lessons.remove(index);
        let mut in_use = (0..lessons.len()).filter(|other| lessons[*other].is_in_use());
        // Behind the one that is to stand before it.
        let at = match to.checked_sub(2) {
            Some(before) => in_use.nth(before).map_or(lessons.len(), |before| before + 1),
            None => 0,
        };
        lessons.insert(at, lesson);
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
        assert_eq!(titles(arranged(lessons("A1 B1 A2 A3- B2"))), "A1 A2 A3- B1 B2");
    }

    #[test]
    fn what_is_withdrawn_keeps_its_place_whatever_moves_around_it() {
        assert_eq!(titles(arranged(lessons("A1- A2 B1- B2"))), "A1- A2 B1- B2");
        assert_eq!(titles(moved(lessons("A1 A2- A3 B1"), 2, 2)), "A1 A2- A3 B1", "it stands there already");
        assert_eq!(titles(moved(lessons("A1 A2- A3 B1"), 2, 1)), "A3 A1 A2- B1");
        assert_eq!(titles(moved(lessons("A1- A2 B1 B2"), 2, 1)), "B1 B2 A1- A2", "its chapter comes first");
        assert_eq!(titles(moved(lessons("A1- A2 A3"), 1, 2)), "A1- A3 A2");
        let used: Vec<usize> = (0..4).map(|index| place(&lessons("A1- A2 B1- B2"), index)).collect();
        assert_eq!(used, [0, 1, 0, 2]);
    }

    #[test]
    fn a_chapter_whose_first_lesson_is_withdrawn_moves_back_behind_another_one() {
        assert_eq!(titles(moved(lessons("A1- A2 B1"), 1, 2)), "B1 A1- A2");
        assert_eq!(titles(moved(lessons("B1 A1- A2"), 2, 1)), "A2 A1- B1", "and comes forward again");
        assert_eq!(titles(arranged(lessons("A1- B1 A2"))), "B1 A1- A2", "of what is new somebody sees where it stands");
        assert_eq!(titles(arranged(lessons("A1- B1 C1- A2-"))), "A1- A2- B1 C1-");
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
