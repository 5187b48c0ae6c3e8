//! What a file of a lesson is: a film that is whole, or a harmless PDF. Stores nothing.

use domain::{course::LessonKind, refusal::Refusal};

use super::{
    CheckedFile, about,
    film::{self, Film, NoFilm},
    sha256, shown_name,
};
use crate::App;

/// The largest film, in bytes.
pub const FILM_BYTES_MAX: usize = 100 * 1024 * 1024;

const SAFE: &str = "这个文件没有保存，课程的其他内容没有变化。";

/// A lesson's file that was looked at and can be kept.
#[derive(Debug, Clone)]
pub struct CheckedLessonFile {
    pub(crate) file: CheckedFile,
    /// What the file is: [`LessonKind::Video`] or [`LessonKind::Document`].
    pub(crate) kind: LessonKind,
    /// Milliseconds that a film says it plays.
    pub(crate) length: Option<u32>,
}

impl CheckedLessonFile {
    /// Where it is kept: by content, with an ending that says the type that was found.
    pub(crate) fn path(&self) -> String {
        let (shelf, _) = self.file.sha256.split_at_checked(2).unwrap_or((&self.file.sha256, ""));
        let ending = match self.file.media_type {
            "video/mp4" => "mp4",
            "video/webm" => "webm",
            _ => "pdf",
        };
        format!("lessons/{shelf}/{}.{ending}", self.file.sha256)
    }
}

/// Looks at the file of a lesson of this kind.
///
/// # Errors
/// `TooLarge`, or `Invalid` when it is empty, of another type, cut off or does something when opened; `Busy` when too
/// many wait.
pub async fn check_lesson_file(
    app: &App,
    kind: LessonKind,
    name: &str,
    bytes: Vec<u8>,
) -> Result<CheckedLessonFile, Refusal> {
    if kind == LessonKind::Video {
        return film_file(app, name, bytes).await;
    }
    let file = app.uploads.check(name, bytes).await?;
    if file.media_type != "application/pdf" {
        return Err(about(&file.name, bad("file.type", "文档课时只接受 PDF。", "请另存为 PDF 后上传。")));
    }
    Ok(CheckedLessonFile { file, kind: LessonKind::Document, length: None })
}

async fn film_file(app: &App, name: &str, bytes: Vec<u8>) -> Result<CheckedLessonFile, Refusal> {
    let name = shown_name(name);
    if bytes.len() > FILM_BYTES_MAX {
        return Err(about(&name, too_large_film()));
    }
    let looking = app.uploads.places.run(move || (film::look(&bytes), sha256(&bytes), bytes));
    let (found, sha256, bytes) = looking.await?;
    let Film { media_type, length } = found.map_err(|why| about(&name, no_film(why)))?;
    let file = CheckedFile { name, media_type, sha256, bytes };
    Ok(CheckedLessonFile { file, kind: LessonKind::Video, length })
}

/// A film is larger than one may be.
#[must_use]
pub fn too_large_film() -> Refusal {
    Refusal::too_large(
        "file.large",
        format!("视频不能超过 {} MB。", FILM_BYTES_MAX / 1024 / 1024),
        SAFE,
        "请降低分辨率或码率重新导出，或把一讲拆成几个课时再上传。",
    )
}

fn no_film(why: NoFilm) -> Refusal {
    match why {
        NoFilm::OtherType => bad(
            "file.type",
            "这个文件不是 MP4 或 WebM 视频（按文件内容判断，改后缀名没有用）。",
            "请导出为 MP4（H.264）或 WebM 后上传。",
        ),
        NoFilm::CutOff => bad(
            "file.truncated",
            "这个视频不完整，缺少后半部分或索引。",
            "请检查原文件能否从头播放到尾；如果是下载或录制来的，请重新下载或导出，再上传。",
        ),
        NoFilm::Broken => {
            bad("file.broken", "这个视频的内容已损坏，打不开。", "请检查原文件能否播放，重新导出后再上传。")
        }
    }
}

fn bad(code: &'static str, what: &str, next: &str) -> Refusal {
    Refusal::invalid(code, what, SAFE, next)
}
