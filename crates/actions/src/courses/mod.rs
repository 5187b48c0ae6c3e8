//! Courses and lessons of the public subjects (article 3).

mod add;
mod show;

pub use add::{LessonForm, add, add_lesson, publish};
pub use show::{CourseView, LessonView, list, show};
