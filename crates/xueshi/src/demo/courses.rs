//! The course of this year's public subject in the sample university: short, but one that can be studied from end to end.

use std::io::{Cursor, Write};
use std::sync::Arc;

use actions::courses::LessonForm;
use actions::{Act, App, SentFile};
use domain::course::LessonKind;
use domain::ids::{CourseId, LessonId};
use include_dir::{Dir, include_dir};
use policy::Hours;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::leaves::{Leaf, leaves};
use crate::failure::Failure;

/// Chapter, title, minutes and text of each page.
const LESSONS: [(&str, &str, u32, &str); 4] = [
    ("第一章　认识工具", "工具变了，责任没有变", 2, include_str!("course/tools.md")),
    ("第一章　认识工具", "怎样核对工具给出的内容", 2, include_str!("course/checking.md")),
    ("第二章　用好工具", "哪些内容不能交给外部工具", 2, include_str!("course/data.md")),
    ("第二章　用好工具", "如实说明，是最省事的做法", 2, include_str!("course/disclosure.md")),
];

/// A minute to begin with, made by `course/film/film.py`.
const FILM: &[u8] = include_bytes!("course/film/film.webm");
const CAPTIONS: &[u8] = include_bytes!("course/film/film.vtt");
/// A small package to end with.
static PACKAGE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/demo/package");

/// What there is to read in the elective, a leaf at a time.
const READING: [Leaf<'static>; 3] = [
    (
        "一　学时从哪里来",
        &[
            "专业科目：参加培训、发表论文、取得成果，按标准折算为学时。",
            "公需科目：学完当年的必修课程并通过考试。",
            "每一个学时都写明依据的条款，没有计入的也写明理由。",
        ],
    ),
    (
        "二　佐证材料怎样准备",
        &[
            "一份材料证明一件事：结业证书、录用通知、检索证明、立项文件。",
            "扫描件要看得清姓名、日期、学时和印章。",
            "同一份材料不要用在两个项目上，审验时会被看到。",
        ],
    ),
    ("三　截止之前", &["登记在截止日期之前提交，逾期要说明理由。", "被退回的项目改好以后再提交一次，其余的不受影响。"]),
];

/// Shows the year's required course, which bears the year's theme, and an elective.
pub(super) async fn show(app: &Arc<App>, act: &mut Act, year: i16, theme: &str) -> Result<(), Failure> {
    let course = actions::courses::add(act, year, theme, true).await?;
    let form = lesson(LESSONS[0].0, "一分钟看懂（无声）", LessonKind::Video, 0, "");
    let film = add_with_file(app, act, course, form, ("一分钟看懂.webm", FILM.to_vec())).await?;
    actions::courses::add_captions(act, film, &SentFile::new("一分钟看懂.vtt", CAPTIONS).await?).await?;
    for (chapter, title, minutes, text) in LESSONS {
        let form = lesson(chapter, title, LessonKind::Page, minutes, text);
        actions::courses::add_lesson(act, course, form).await?;
    }
    let form = lesson("第三章　练一练", "情景练习：这样做可以吗", LessonKind::Package, 2, "");
    add_with_file(app, act, course, form, ("情景练习.zip", package()?)).await?;
    actions::courses::publish(act, course, true).await?;
    let elective = actions::courses::add(act, year, "研修资料选读", false).await?;
    let form = lesson("", "研修资料（PDF）", LessonKind::Document, 3, "");
    add_with_file(app, act, elective, form, ("研修资料.pdf", leaves(&READING))).await?;
    actions::courses::set_hours(act, elective, Hours::from_whole(3), &format!("校人〔{year}〕8号（虚构）")).await?;
    actions::courses::publish(act, elective, true).await?;
    Ok(())
}

async fn add_with_file(
    app: &Arc<App>,
    act: &mut Act,
    course: CourseId,
    form: LessonForm,
    (name, bytes): (&str, Vec<u8>),
) -> Result<LessonId, Failure> {
    let file = actions::check_lesson_file(app, form.kind, SentFile::new(name, bytes).await?).await?;
    Ok(actions::courses::add_lesson_with_file(act, course, form, file).await?)
}

/// The package as a tool would export it.
fn package() -> Result<Vec<u8>, Failure> {
    let failed = |_| Failure::new("示例课件无法打包。示例大学没有完成。请再试一次。");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for file in PACKAGE.files() {
        archive.start_file(file.path().to_string_lossy(), SimpleFileOptions::default()).map_err(failed)?;
        archive.write_all(file.contents()).map_err(|error| failed(error.into()))?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

/// Shows the required course of a past year: its last lesson alone.
pub(super) async fn show_short(act: &mut Act, year: i16, theme: &str) -> Result<(), Failure> {
    let course = actions::courses::add(act, year, theme, true).await?;
    let [.., (_, title, minutes, text)] = LESSONS;
    actions::courses::add_lesson(act, course, lesson("", title, LessonKind::Page, minutes, text)).await?;
    actions::courses::publish(act, course, true).await?;
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
