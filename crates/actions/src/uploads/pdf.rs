//! Whether a PDF is whole, has a page and does nothing by itself. It is read as viewers read it, once by its own table of
//! objects and once by looking for objects, with limits on size, depth and unpacking. Must not change it.

use domain::refusal::Refusal;
use lopdf::{DecompressError, Document, Error, LoadOptions, Object, ObjectStream};

use super::{bad, broken, contains, cut_off, pdf_actions, slow};

/// What all packed objects of a file may unpack to.
const UNPACKED_BYTES_MAX: usize = 16 * 1024 * 1024;
/// What a file may have outside of its streams: the objects themselves.
const STRUCTURE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// How many objects a file may have.
const OBJECTS_MAX: usize = 200_000;
/// How many packs of objects a file may have.
const PACKS_MAX: usize = 1_000;

pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !contains(tail, b"%%EOF") {
        return Err(cut_off());
    }
    let packs = pdf_actions::count_name(bytes, b"ObjStm");
    if packs > PACKS_MAX || structure_bytes(bytes) > STRUCTURE_BYTES_MAX || count(bytes, b" obj") > OBJECTS_MAX {
        return Err(slow());
    }
    if pdf_actions::are_named_in(bytes) {
        return Err(active());
    }
    let unpacked_max = UNPACKED_BYTES_MAX / packs.max(1);
    let document = read(bytes, unpacked_max, false)?;
    harmless(&document, unpacked_max)?;
    // A viewer that does not trust the table looks for the objects itself, and may find others.
    if let Ok(document) = read(bytes, unpacked_max, true) {
        harmless(&document, unpacked_max)?;
    }
    if document.page_iter().next().is_none() {
        return Err(bad("file.no-page", "这个 PDF 里一页也没有。", "请检查原文件能否打开，再重新选择。"));
    }
    Ok(())
}

fn read(bytes: &[u8], unpacked_max: usize, force_reconstruct: bool) -> Result<Document, Refusal> {
    let options =
        LoadOptions { max_decompressed_size: Some(unpacked_max), force_reconstruct, ..LoadOptions::default() };
    Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => slow(),
        Error::InvalidPassword | Error::Decryption(_) => {
            bad("file.locked", "这个 PDF 加了密码，审验的人打不开。", "请去掉密码，另存一份再上传。")
        }
        _ => broken(),
    })
}

fn harmless(document: &Document, unpacked_max: usize) -> Result<(), Refusal> {
    if document.objects.values().any(pdf_actions::does_something) || pdf_actions::opens_something(document) {
        return Err(active());
    }
    let packs = document.objects.values().filter_map(|object| match object {
        Object::Stream(stream) if stream.dict.has_type(b"ObjStm") => Some(stream),
        _ => None,
    });
    for pack in packs {
        // Older copies of objects lie in packs too; no table names them, but some viewer may.
        let Ok(pack) = ObjectStream::new_with_limit(pack, Some(unpacked_max)) else { continue };
        if pack.objects.values().any(pdf_actions::does_something) {
            return Err(active());
        }
    }
    Ok(())
}

fn active() -> Refusal {
    bad(
        "file.active",
        "这个 PDF 里带有脚本、程序、附件，或打开时会自动执行的动作。",
        "请用“打印为 PDF”重新生成一份，再上传。",
    )
}

/// Bytes that are not inside a stream.
fn structure_bytes(bytes: &[u8]) -> usize {
    let (mut total, mut rest) = (0, bytes);
    while let Some(begin) = find(rest, b"stream") {
        total += begin;
        let Some(length) = find(&rest[begin..], b"endstream") else { return total };
        rest = &rest[begin + length + b"endstream".len()..];
    }
    total + rest.len()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let (first, _) = wanted.split_first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte == first)?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    let (mut number, mut rest) = (0, bytes);
    while let Some(at) = find(rest, wanted) {
        number += 1;
        rest = &rest[at + wanted.len()..];
    }
    number
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
