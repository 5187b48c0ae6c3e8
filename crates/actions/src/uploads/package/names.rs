//! Names inside a package: which of them may be kept, and what they say of a file. Must not touch content.

use super::NoPackage;

/// The most bytes of one part of a name as it is written, more no disk takes. All but plain letters are written as three.
const PART_BYTES_MAX: usize = 255;
/// The most bytes of a whole name.
const NAME_BYTES_MAX: usize = 500;

/// A name as text: UTF-8 where it is that, otherwise what Chinese Windows writes.
pub(super) fn decode(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Whether a file of this name stays inside the package, and can be written at all.
pub(super) fn check(name: &str) -> Result<(), NoPackage> {
    let told = || shown(name);
    if name.contains('\\') {
        return Err(NoPackage::Backslash(told()));
    }
    if name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') {
        return Err(NoPackage::Absolute(told()));
    }
    if name.split('/').any(|part| part == "..") {
        return Err(NoPackage::Outside(told()));
    }
    let is_bad = |part: &str| part.is_empty() || part == "." || written(part) > PART_BYTES_MAX;
    if name.len() > NAME_BYTES_MAX || name.split('/').any(is_bad) || name.contains(char::is_control) {
        return Err(NoPackage::Name(told()));
    }
    Ok(())
}

/// How many bytes a part of a name has where it is kept.
fn written(part: &str) -> usize {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_. ".contains(&byte);
    part.bytes().map(|byte| if plain(byte) { 1 } else { 3 }).sum()
}

/// A name for a sentence.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// What systems add to archives by themselves.
pub(super) fn is_debris(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Whether a file is a page of HTML.
pub(super) fn is_page(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".html") || name.ends_with(".htm")
}

/// A name that is a file, and a folder of another file.
pub(super) fn file_that_is_a_folder<'a>(names: impl Iterator<Item = &'a String> + Clone) -> Option<String> {
    let all: std::collections::BTreeSet<&str> = names.clone().map(String::as_str).collect();
    let folders = names.flat_map(|name| name.match_indices('/').map(move |(end, _)| &name[..end]));
    folders.into_iter().find(|folder| all.contains(folder)).map(str::to_owned)
}
