//! What a package is (SCORM 1.2): an archive that unpacks within limits and inside its own folder, and a manifest that
//! says where it begins. Nothing is written, and nothing in it is run.

mod manifest;
mod names;
mod refused;

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use bytes::Bytes;
use zip::{CompressionMethod, ZipArchive, result::ZipError};

pub(super) use refused::no_package;

/// The most files of a package.
const FILES_MAX: usize = 2_000;
/// The most bytes of all files together.
const UNPACKED_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// How many times larger than in the archive a file may become.
const RATIO_MAX: u64 = 100;
/// What is smaller than this is harmless however well it was compressed.
const RATIO_FREE: u64 = 1024 * 1024;
/// The largest page of HTML: each is handed out with a connection to the lesson put in.
const PAGE_BYTES_MAX: usize = 5 * 1024 * 1024;
/// The largest manifest.
const MANIFEST_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The file without which a package is none.
const MANIFEST: &str = "imsmanifest.xml";

/// A package that was unpacked.
#[derive(Debug)]
pub(super) struct Package {
    /// Path inside the package and content.
    pub(super) files: BTreeMap<String, Bytes>,
    /// The address, inside the package, at which it begins.
    pub(super) launch: String,
}

/// Why bytes are no package that can be kept. Texts are names of files in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoPackage {
    /// No archive at all.
    NotZip,
    /// An archive that is cut off or damaged.
    Broken,
    /// It needs a password.
    Encrypted(String),
    /// It was compressed in a way that browsers' packages are not.
    Method(String),
    /// Too many files.
    TooMany,
    /// Too much to unpack.
    TooLarge,
    /// A file that becomes absurdly large.
    Bomb(String),
    /// A name that leads out of the package.
    Outside(String),
    /// A name that begins at the root of a disk.
    Absolute(String),
    /// A name with a backslash.
    Backslash(String),
    /// A name that no file can have.
    Name(String),
    /// A reference to another file.
    Link(String),
    /// Two files of one name.
    Twice(String),
    /// There is no manifest.
    NoManifest,
    /// The manifest is there, but in this folder.
    Wrapped(String),
    /// The manifest cannot be read, or contradicts itself.
    BadManifest(&'static str),
    /// It is a package of another SCORM.
    OtherVersion(String),
    /// It has so many units that are opened by themselves.
    ManyUnits(usize),
    /// Where it begins, there is nothing.
    NoLaunch(String),
    /// It begins somewhere else than in itself.
    Elsewhere(String),
    /// A page of HTML that is too large to be connected.
    LargePage(String),
    /// A page in an encoding in which it cannot be connected.
    PageEncoding(String),
}

/// Unpacks a package in memory.
pub(super) fn unpack(bytes: &[u8]) -> Result<Package, NoPackage> {
    unpack_within(bytes, UNPACKED_BYTES_MAX)
}

fn unpack_within(bytes: &[u8], most: u64) -> Result<Package, NoPackage> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_archive(bytes))?;
    if archive.len() > FILES_MAX {
        return Err(NoPackage::TooMany);
    }
    if archive.has_duplicate_names() {
        return Err(NoPackage::Twice(twice(bytes, archive.central_directory_start())));
    }
    let mut files = BTreeMap::new();
    let mut left = most;
    for index in 0..archive.len() {
        let Some(name) = entry_name(&archive, index)? else { continue };
        let content = read(&mut archive, index, &name, left)?;
        left -= content.len() as u64;
        if files.insert(name.clone(), content).is_some() {
            return Err(NoPackage::Twice(name));
        }
    }
    if let Some(name) = names::file_that_is_a_folder(files.keys()) {
        return Err(NoPackage::Twice(name));
    }
    let launch = launch(&files)?;
    Ok(Package { files, launch })
}

fn no_archive(bytes: &[u8]) -> NoPackage {
    if bytes.starts_with(b"PK") { NoPackage::Broken } else { NoPackage::NotZip }
}

/// The name of an entry that is to be kept; `None` for folders and for what systems add by themselves.
fn entry_name(archive: &ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Option<String>, NoPackage> {
    let entry = archive.by_index_data(index).map_err(|_| NoPackage::Broken)?;
    let name = names::decode(entry.name_raw());
    if entry.encrypted() {
        return Err(NoPackage::Encrypted(name));
    }
    if entry.is_symlink() {
        return Err(NoPackage::Link(name));
    }
    names::check(name.trim_end_matches('/'))?;
    if entry.is_dir() || names::is_debris(&name) {
        return Ok(None);
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(NoPackage::Method(name));
    }
    Ok(Some(name))
}

/// The content, counted while it is unpacked: what the archive says of sizes may be a lie.
fn read(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, name: &str, left: u64) -> Result<Bytes, NoPackage> {
    let mut entry = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) => NoPackage::Method(name.to_owned()),
        _ => NoPackage::Broken,
    })?;
    let allowed = RATIO_FREE.max(entry.compressed_size().saturating_mul(RATIO_MAX));
    let most = allowed.min(left);
    let mut content = Vec::new();
    (&mut entry).take(most + 1).read_to_end(&mut content).map_err(|_| NoPackage::Broken)?;
    if content.len() as u64 > most {
        return Err(if allowed <= left { NoPackage::Bomb(name.to_owned()) } else { NoPackage::TooLarge });
    }
    if names::is_page(name) && (content.starts_with(&[0xFF, 0xFE]) || content.starts_with(&[0xFE, 0xFF])) {
        return Err(NoPackage::PageEncoding(name.to_owned()));
    }
    if names::is_page(name) && content.len() > PAGE_BYTES_MAX {
        return Err(NoPackage::LargePage(name.to_owned()));
    }
    Ok(content.into())
}

/// A name that the archive has twice, as its table of contents says; the reader keeps only one of them.
fn twice(bytes: &[u8], contents_at: u64) -> String {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const HEAD: usize = 46;
    let mut seen = std::collections::BTreeSet::new();
    let mut at = usize::try_from(contents_at).unwrap_or(usize::MAX);
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.windows(4).position(|four| four == ENTRY)) {
        let entry = at + found;
        let length = bytes.get(entry + 28..entry + 30).map_or(0, |two| usize::from(two[0]) | usize::from(two[1]) << 8);
        let name = bytes.get(entry + HEAD..entry + HEAD + length).unwrap_or_default();
        if !seen.insert(name) {
            return names::decode(name);
        }
        at = entry + ENTRY.len();
    }
    String::new()
}

fn launch(files: &BTreeMap<String, Bytes>) -> Result<String, NoPackage> {
    let Some(content) = files.get(MANIFEST) else {
        let wrapped = files.keys().find_map(|name| name.strip_suffix(MANIFEST)?.strip_suffix('/'));
        return Err(wrapped.map_or(NoPackage::NoManifest, |folder| NoPackage::Wrapped(folder.to_owned())));
    };
    if content.len() > MANIFEST_BYTES_MAX {
        return Err(NoPackage::BadManifest("太大"));
    }
    manifest::launch(&manifest::text(content), &|path| files.contains_key(path))
}

#[cfg(test)]
mod tests;
