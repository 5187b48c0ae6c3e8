//! What an upload is, by its content alone: the type, whether it is whole and harmless, its digest. Stores nothing.

mod film;
mod lesson;
mod office;
mod package;
mod pdf;
mod pdf_actions;
mod picture;
mod purpose;
mod sent;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use domain::{evidence, refusal::Refusal};
use sha2::{Digest, Sha256};

use crate::{App, places::Places};

pub use lesson::{CheckedLessonFile, FILM_BYTES_MAX, check_lesson_file};
pub use picture::PICTURE_PIXELS_MAX;
pub use purpose::Purpose;
pub use sent::SentFile;

/// How many files are looked at once: a large picture takes a quarter of a gigabyte while it is decoded.
const PLACES: usize = 2;
const WAITING_MAX: usize = 32;
/// How long looking at one file may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many contents that were found good are known again.
const KNOWN_MAX: usize = 256;

/// A file that was looked at and can be kept.
#[derive(Debug, Clone)]
pub struct CheckedFile {
    /// The name shown, without folders or control characters.
    pub(crate) name: String,
    /// `application/pdf`, `image/jpeg` or `image/png`; of an attachment also an office document.
    pub(crate) media_type: &'static str,
    /// SHA-256 of the content, 64 hexadecimal digits.
    pub(crate) sha256: String,
    /// The content.
    pub(crate) bytes: Bytes,
}

impl CheckedFile {
    /// Bytes.
    pub(crate) fn size_bytes(&self) -> i64 {
        i64::try_from(self.bytes.len()).unwrap_or(i64::MAX)
    }
}

/// Looks at every file of a request, each with the name that it was sent with. None is kept yet, so that the last may be
/// refused.
///
/// # Errors
/// `TooLarge`, or `Invalid` when one is empty, of another type, cut off, has too many pixels or does something when
/// opened; the sentence names it. `Busy` when too many wait.
pub async fn check_files(app: &App, files: Vec<SentFile>) -> Result<Vec<CheckedFile>, Refusal> {
    check_all(app, files, EVIDENCE).await
}

async fn check_all(app: &App, files: Vec<SentFile>, look: Look) -> Result<Vec<CheckedFile>, Refusal> {
    // Nobody waits for a look into the first to hear that the last is too large.
    for file in &files {
        evidence::fits(file.bytes.len()).map_err(|refusal| about(&shown_name(&file.name), refusal))?;
    }
    let mut checked = Vec::with_capacity(files.len());
    for file in files {
        checked.push(app.uploads.look(file, look).await?);
    }
    Ok(checked)
}

/// Looks at every file that is to come with a lesson: what evidence can be, and documents of Word, Excel and PowerPoint.
///
/// # Errors
/// As [`check_files`].
pub async fn check_attachments(app: &App, files: Vec<SentFile>) -> Result<Vec<CheckedFile>, Refusal> {
    check_all(app, files, ("attachment ", attachment_kind)).await
}

/// What is looked for: a word of its own, because what is good for one thing need not be for another, and how.
type Look = (&'static str, fn(&[u8]) -> Result<&'static str, Refusal>);

const EVIDENCE: Look = ("", kind);

/// Where uploads are looked at.
pub(crate) struct Uploads {
    places: Places,
    known: Mutex<Known>,
}

impl Uploads {
    pub(crate) fn new() -> Uploads {
        Uploads { places: Places::new(PLACES, WAITING_MAX), known: Mutex::new(Known::default()) }
    }

    /// Looks at one file of evidence.
    pub(crate) async fn check(&self, file: SentFile) -> Result<CheckedFile, Refusal> {
        self.look(file, EVIDENCE).await
    }

    async fn look(&self, file: SentFile, (word, kind): Look) -> Result<CheckedFile, Refusal> {
        let SentFile { name, bytes, sha256 } = file;
        let name = shown_name(&name);
        evidence::fits(bytes.len()).map_err(|refusal| about(&name, refusal))?;
        let known_as = format!("{word}{sha256}");
        if let Some(media_type) = self.known().get(&known_as) {
            return Ok(CheckedFile { name, media_type, sha256, bytes });
        }
        let content = bytes.clone();
        let found = self.places.run_within(PATIENCE, move || kind(&content)).await?;
        let media_type = found.ok_or_else(|| about(&name, slow()))?.map_err(|refusal| about(&name, refusal))?;
        self.known().add(known_as, media_type);
        Ok(CheckedFile { name, media_type, sha256, bytes })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Contents that were found good a moment ago, the oldest forgotten first.
#[derive(Default)]
struct Known {
    types: BTreeMap<String, &'static str>,
    order: VecDeque<String>,
}

impl Known {
    fn get(&self, sha256: &str) -> Option<&'static str> {
        self.types.get(sha256).copied()
    }

    fn add(&mut self, sha256: String, media_type: &'static str) {
        if self.types.insert(sha256.clone(), media_type).is_none() {
            self.order.push_back(sha256);
        }
        if self.order.len() > KNOWN_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.types.remove(&oldest);
        }
    }
}

/// SHA-256 of bytes, 64 hexadecimal digits.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The media type, when the file is whole and harmless.
fn kind(bytes: &[u8]) -> Result<&'static str, Refusal> {
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some("application/pdf") => pdf::check(bytes).map(|()| "application/pdf"),
        Some("image/jpeg") => picture::check_jpeg(bytes).map(|()| "image/jpeg"),
        Some("image/png") => picture::check_png(bytes).map(|()| "image/png"),
        _ => Err(bad(
            "file.type",
            "这个文件不是 PDF、JPG 或 PNG（按文件内容判断，改后缀名没有用）。",
            "请另存为 PDF，或拍成照片后上传。",
        )),
    }
}

/// The media type of what can come with a lesson.
fn attachment_kind(bytes: &[u8]) -> Result<&'static str, Refusal> {
    if office::is_archive(bytes) {
        return office::check(bytes);
    }
    if office::is_old(bytes) {
        return Err(office::old_format());
    }
    kind(bytes).map_err(|refusal| if refusal.code == "file.type" { office::other_type() } else { refusal })
}

/// The same refusal, saying which file.
fn about(name: &str, mut refusal: Refusal) -> Refusal {
    refusal.what = format!("“{name}”：{}", refusal.what);
    refusal
}

fn bad(code: &'static str, what: &str, next: &str) -> Refusal {
    Refusal::invalid(code, what, evidence::KEPT, next)
}

fn cut_off() -> Refusal {
    bad(
        "file.truncated",
        "这个文件不完整，后半部分丢失了。",
        "请检查原文件能否完整打开，再重新上传；如果是下载来的，请重新下载。",
    )
}

fn broken() -> Refusal {
    bad("file.broken", "这个文件的内容已损坏，打不开。", "请检查原文件能否打开，或用“打印为 PDF”重新生成一份，再上传。")
}

fn slow() -> Refusal {
    bad("file.complex", "这个文件过于复杂，检查不完。", "请用“打印为 PDF”重新生成一份，或转成图片再上传。")
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if clean.trim().is_empty() { "未命名文件".to_owned() } else { clean.trim().to_owned() }
}
