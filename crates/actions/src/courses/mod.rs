//! Courses and lessons of the public subjects (article 3).

mod add;
mod attachments;
mod captions;
mod change;
mod correct;
mod hours;
mod media;
mod package;
mod show;

pub use add::{LessonForm, add, add_lesson, add_lesson_with_file, publish};
pub use attachments::{attach, may_attach, read_attachment, remove_attachment};
pub use captions::{add_captions, captions, remove_captions};
pub use change::{ChangedLesson, EditedLesson, change_lesson, edited_lesson, rename, restore_lesson, withdraw_lesson};
pub use correct::{Correction, correct_lesson};
pub use hours::set_hours;
pub use media::{Media, MediaStream, media};
pub use package::{package_file, package_pass};
pub use show::{CourseView, LessonView, ShownLesson, list, list_all, may_add, of_person, show, show_lesson};
