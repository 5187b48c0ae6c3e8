//! What in a PDF does something: scripts, programs, attachments, forms that send, media that play, and addresses that are
//! opened without a click. Must not decide anything else about the file.

use lopdf::{Dictionary, Document, Object};

/// Keys of a dictionary that stand for something active, whatever their value is.
const KEYS: [&[u8]; 6] = [b"JS", b"JavaScript", b"XFA", b"EF", b"EmbeddedFiles", b"RichMediaContent"];
/// Actions that no document of evidence needs.
const ACTIONS: [&[u8]; 8] =
    [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"Rendition", b"RichMediaExecute", b"Movie"];
/// What may lie on a page but does more than lie there, and what a file inside the file calls itself.
const SUBTYPES: [&[u8]; 6] = [b"RichMedia", b"FileAttachment", b"Movie", b"Sound", b"Screen", b"3D"];
const TYPES: [&[u8]; 2] = [b"EmbeddedFile", b"EmbeddedFiles"];
/// Actions that are harmless behind a click and not when opening is enough.
const OPENING: [&[u8]; 2] = [b"URI", b"GoToR"];
/// Names that are looked for in the bytes too, where the reader may have passed over an object.
const NAMES: [&[u8]; 7] =
    [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia"];
/// How far references are followed from what happens on opening.
const STEPS_MAX: usize = 64;

/// Whether an object, or anything inside it, is active.
pub(super) fn does_something(object: &Object) -> bool {
    any_dictionary(object, is_active)
}

/// Whether opening the document or one of its pages leads somewhere outside.
pub(super) fn opens_something(document: &Document) -> bool {
    document.objects.values().any(|object| {
        any_dictionary(object, |dictionary| {
            [b"OpenAction".as_slice(), b"AA"]
                .iter()
                .filter_map(|key| dictionary.get(key).ok())
                .any(|action| leads_outside(document, action))
        })
    })
}

fn is_active(dictionary: &Dictionary) -> bool {
    let is_one_of = |key: &[u8], names: &[&[u8]]| {
        dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| names.contains(&name))
    };
    KEYS.iter().any(|key| dictionary.has(key))
        || is_one_of(b"S", &ACTIONS)
        || is_one_of(b"Subtype", &SUBTYPES)
        || is_one_of(b"Type", &TYPES)
}

fn leads_outside(document: &Document, action: &Object) -> bool {
    let mut waiting = vec![action];
    for _ in 0..STEPS_MAX {
        let Some(object) = waiting.pop() else { return false };
        if let Object::Reference(id) = object {
            waiting.extend(document.get_object(*id).ok());
            continue;
        }
        let is_outside = |dictionary: &Dictionary| {
            dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|name| OPENING.contains(&name))
        };
        if any_dictionary(object, is_outside) {
            return true;
        }
        match object {
            // A destination names a page, and a page everything else: only actions are followed.
            Object::Dictionary(dictionary) => waiting.extend(
                dictionary
                    .iter()
                    .filter(|(key, _)| ![&b"D"[..], b"P", b"Parent"].contains(&key.as_slice()))
                    .map(|(_, value)| value),
            ),
            Object::Array(actions) => {
                waiting.extend(
                    actions.iter().skip_while(|first| matches!(first, Object::Reference(_)) && is_destination(actions)),
                );
            }
            _ => {}
        }
    }
    // Nobody needs so many steps.
    true
}

/// `[page /Fit …]`.
fn is_destination(array: &[Object]) -> bool {
    matches!(array.get(1), Some(Object::Name(_)))
}

/// Whether any dictionary in the object is so. What references point to is asked by itself.
fn any_dictionary(object: &Object, is_so: impl Fn(&Dictionary) -> bool) -> bool {
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            Object::Array(objects) => {
                waiting.extend(objects);
                continue;
            }
            _ => continue,
        };
        if is_so(dictionary) {
            return true;
        }
        waiting.extend(dictionary.iter().map(|(_, value)| value));
    }
    false
}

/// Whether the bytes name something active where a name can stand, also written with `#xx`.
pub(super) fn are_named_in(bytes: &[u8]) -> bool {
    names(bytes).any(|(at, name)| NAMES.contains(&name.as_slice()) && stands_alone(bytes, at))
}

/// How often the bytes have this name.
pub(super) fn count_name(bytes: &[u8], wanted: &[u8]) -> usize {
    names(bytes).filter(|(_, name)| name == wanted).count()
}

/// Every `/Name` with its place.
fn names(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
    slashes.map(|at| (at, name(&bytes[at + 1..])))
}

/// The name that begins here, `#xx` read; longer ones than any of ours are cut.
fn name(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at).filter(|byte| is_regular(**byte) && name.len() < 32) {
        let escaped = (byte == b'#')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        name.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    name
}

/// Whether the slash begins a name rather than the next part of an address in a text: what stands before is no letter,
/// or is a key that such names follow.
fn stands_alone(bytes: &[u8], at: usize) -> bool {
    let before = bytes[..at].iter().rev().take(16).take_while(|byte| is_regular(**byte)).count();
    if before == 0 {
        return at == 0 || bytes[at - 1] != b'/';
    }
    let key = name(&bytes[at - before..at]);
    let has_slash = at > before && bytes[at - before - 1] == b'/';
    has_slash && [&b"S"[..], b"Type", b"Subtype"].contains(&key.as_slice())
}

fn is_regular(byte: u8) -> bool {
    byte > b' ' && !b"()<>[]{}/%".contains(&byte)
}
