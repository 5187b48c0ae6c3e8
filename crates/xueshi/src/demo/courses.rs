//! The course of this year's public subject in the sample university: short, but one that can be studied from end to end.

use std::sync::Arc;

use actions::courses::LessonForm;
use actions::{Act, App};
use domain::course::LessonKind;

use super::papers;
use crate::failure::Failure;

/// Chapter, title, minutes and text of each page.
const LESSONS: [(&str, &str, u32, &str); 4] = [
    ("第一章　认识工具", "工具变了，责任没有变", 2, include_str!("course/tools.md")),
    ("第一章　认识工具", "怎样核对工具给出的内容", 2, include_str!("course/checking.md")),
    ("第二章　用好工具", "哪些内容不能交给外部工具", 2, include_str!("course/data.md")),
    ("第二章　用好工具", "如实说明，是最省事的做法", 2, include_str!("course/disclosure.md")),
];

/// Shows the year's required course, which bears the year's theme, and an elective.
pub(super) async fn show(app: &Arc<App>, act: &mut Act, year: i16, theme: &str) -> Result<(), Failure> {
    let course = actions::courses::add(act, year, theme, true).await?;
    for (chapter, title, minutes, text) in LESSONS {
        let form = lesson(chapter, title, LessonKind::Page, minutes, text);
        actions::courses::add_lesson(act, course, form).await?;
    }
    actions::courses::publish(act, course, true).await?;
    let elective = actions::courses::add(act, year, "研修资料选读", false).await?;
    let name = "研修资料.pdf";
    let file = actions::check_lesson_file(app, LessonKind::Document, name, papers::reading()).await?;
    let form = lesson("", "研修资料（PDF）", LessonKind::Document, 3, "");
    actions::courses::add_lesson_with_file(act, elective, form, file).await?;
    actions::courses::publish(act, elective, true).await?;
    Ok(())
}

fn lesson(chapter: &str, title: &str, kind: LessonKind, minutes: u32, text: &str) -> LessonForm {
    LessonForm {
        chapter: chapter.to_owned(),
        title: title.to_owned(),
        kind,
        length: minutes * 60_000,
        content: text.to_owned(),
    }
}
