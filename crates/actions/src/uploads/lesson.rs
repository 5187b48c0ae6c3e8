//! What a file of a lesson is: a film that is whole, a harmless PDF, or a package that unpacks. Looking stores nothing.

use bytes::Bytes;
use domain::{course::LessonKind, refusal::Refusal};

use super::{
    CheckedFile, SentFile, about,
    film::{self, Film, NoFilm},
    package::{self, Package},
    shown_name,
};
use crate::{App, files};

/// The largest film or package, in bytes.
pub const FILM_BYTES_MAX: usize = 100 * 1024 * 1024;

const SAFE: &str = "这个文件没有保存，课程的其他内容没有变化。";

/// A lesson's file that was looked at and can be kept.
#[derive(Debug, Clone)]
pub struct CheckedLessonFile {
    /// What the file is; never [`LessonKind::Page`].
    pub(crate) kind: LessonKind,
    /// Milliseconds that a film says it plays.
    pub(crate) length: Option<u32>,
    /// Where it is kept: by content, a file with an ending that says the type that was found, a package as a folder.
    pub(crate) path: String,
    /// The address inside the folder at which a package begins.
    pub(crate) launch: Option<String>,
    /// What is to be written, each with its path.
    pub(crate) files: Vec<(String, Bytes)>,
}

impl CheckedLessonFile {
    fn one(file: CheckedFile, kind: LessonKind, length: Option<u32>) -> Self {
        let ending = match file.media_type {
            "video/mp4" => "mp4",
            "video/webm" => "webm",
            _ => "pdf",
        };
        let path = format!("lessons/{}/{}.{ending}", shelf(&file.sha256), file.sha256);
        Self { kind, length, launch: None, files: vec![(path.clone(), file.bytes)], path }
    }

    fn package(sha256: &str, package: Package) -> Self {
        let path = format!("packages/{}/{sha256}", shelf(sha256));
        let files = package.files.into_iter().map(|(name, bytes)| (format!("{path}/{name}"), bytes)).collect();
        Self { kind: LessonKind::Package, length: None, launch: Some(package.launch), files, path }
    }

    /// Writes the files of a package before an act holds anything: there can be thousands, and each waits for the disk. The
    /// act writes again what is missing then; what it does not come to name goes with the next sweep.
    ///
    /// # Errors
    /// `Internal` when a file cannot be written.
    pub async fn put_ready(&self, app: &App) -> Result<(), Refusal> {
        if self.kind == LessonKind::Package {
            for (path, bytes) in &self.files {
                files::keep(app, path, bytes.clone()).await?;
            }
        }
        Ok(())
    }
}

/// The folder of a content among others.
fn shelf(sha256: &str) -> &str {
    sha256.split_at_checked(2).map_or(sha256, |(shelf, _)| shelf)
}

/// Looks at the file of a lesson of this kind.
///
/// # Errors
/// `TooLarge`, or `Invalid` when it is empty, of another type, cut off or does something when opened; `Busy` when too
/// many wait.
pub async fn check_lesson_file(app: &App, kind: LessonKind, file: SentFile) -> Result<CheckedLessonFile, Refusal> {
    match kind {
        LessonKind::Video => return film_file(app, file).await,
        LessonKind::Package => return package_file(app, file).await,
        LessonKind::Document | LessonKind::Page => {}
    }
    let (name, bytes) = (shown_name(&file.name), file.bytes.clone());
    let found = app.uploads.check(file).await.map_err(|refusal| no_document(&name, &bytes, refusal))?;
    if found.media_type != "application/pdf" {
        return Err(about(&name, other_type(&bytes)));
    }
    Ok(CheckedLessonFile::one(found, LessonKind::Document, None))
}

/// Why the file of a document is refused, in the words of a lesson and not of evidence: however large it is, a film is told
/// to be one.
fn no_document(name: &str, bytes: &[u8], refusal: Refusal) -> Refusal {
    if refusal.code == "file.type" || is_film(bytes) {
        return about(name, other_type(bytes));
    }
    Refusal { safe: SAFE.to_owned(), ..refusal }
}

fn is_film(bytes: &[u8]) -> bool {
    !matches!(film::look(bytes), Err(NoFilm::OtherType))
}

/// The file of a document is none, and perhaps that of another kind of lesson.
fn other_type(bytes: &[u8]) -> Refusal {
    let (what, next) = match (is_film(bytes), bytes.starts_with(ZIP)) {
        (true, _) => ("这是视频；“文档”课时只接受 PDF。", "请把类型改选为“视频”，再上传这个文件。"),
        (_, true) => (
            "这是压缩包或 Office 文件；“文档”课时只接受 PDF。",
            "SCORM 课件请把类型改选为“课件包”；Word、PPT 等请另存为 PDF 后上传。",
        ),
        _ => (
            "这个文件不是 PDF（按文件内容判断，改后缀名没有用）；“文档”课时只接受 PDF。",
            "请另存为 PDF 后上传；要放的是视频，请把类型改选为“视频”。",
        ),
    };
    bad("file.type", what, next)
}

/// How an archive begins: a package, or a document of Office.
const ZIP: &[u8] = b"PK\x03\x04";

async fn film_file(app: &App, file: SentFile) -> Result<CheckedLessonFile, Refusal> {
    let SentFile { name, bytes, sha256 } = file;
    let name = shown_name(&name);
    if bytes.len() > FILM_BYTES_MAX {
        return Err(about(&name, too_large_film()));
    }
    let content = bytes.clone();
    let found = app.uploads.places.run(move || film::look(&content)).await?;
    let Film { media_type, length } = found.map_err(|why| about(&name, no_film(why)))?;
    let file = CheckedFile { name, media_type, sha256, bytes };
    Ok(CheckedLessonFile::one(file, LessonKind::Video, length))
}

async fn package_file(app: &App, file: SentFile) -> Result<CheckedLessonFile, Refusal> {
    let SentFile { name, bytes, sha256 } = file;
    let name = shown_name(&name);
    if bytes.len() > FILM_BYTES_MAX {
        return Err(about(&name, too_large_film()));
    }
    let found = app.uploads.places.run(move || package::unpack(&bytes)).await?;
    let package = found.map_err(|why| about(&name, package::no_package(why)))?;
    Ok(CheckedLessonFile::package(&sha256, package))
}

/// A film or a package is larger than one may be.
fn too_large_film() -> Refusal {
    Refusal::too_large(
        "file.large",
        format!("视频和课件包不能超过 {} MB。", FILM_BYTES_MAX / 1024 / 1024),
        SAFE,
        "请降低视频的分辨率或码率重新导出，或把一讲拆成几个课时再上传。",
    )
}

fn no_film(why: NoFilm) -> Refusal {
    match why {
        NoFilm::OtherType => bad(
            "file.type",
            "这个文件不是 MP4 或 WebM 视频（按文件内容判断，改后缀名没有用）。",
            "请导出为 MP4（H.264）或 WebM 后上传；PDF 请把类型改选为“文档”，SCORM 课件请改选为“课件包”。",
        ),
        NoFilm::Unshown => bad(
            "file.unshown",
            "这个视频在多数浏览器里放不出来：画面不是 H.264、VP9 或 AV1 编码，是 MOV 文件，或者只有声音（按文件内容判断，改后缀名没有用）。",
            "请用剪辑软件重新导出为 MP4，画面选 H.264，声音选 AAC，再上传；苹果手机可以在“设置－相机－格式”里先选“兼容性最佳”再拍。",
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
