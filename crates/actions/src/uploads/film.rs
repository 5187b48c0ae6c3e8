//! What a film is by its structure: the boxes of an MP4 or the elements of a WebM, whether all of it is there, and how
//! long it plays. Of an MP4 it looks whether browsers show its pictures; of its sound it knows nothing. Must not decode anything.

/// A film that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Film {
    /// `video/mp4` or `video/webm`.
    pub(crate) media_type: &'static str,
    /// Milliseconds; `None` when the file does not say, as recorders of a browser leave it.
    pub(crate) length: Option<u32>,
}

/// Why bytes are no film that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoFilm {
    /// Another type of file.
    OtherType,
    /// Its end, or its index, is missing.
    CutOff,
    /// Its structure contradicts itself.
    Broken,
    /// No browser is sure to show it: a QuickTime film, pictures in another coding than [`PICTURES`], or sound alone.
    Unshown,
}

/// Looks at a film.
pub(crate) fn look(bytes: &[u8]) -> Result<Film, NoFilm> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return mp4(bytes).map(|length| Film { media_type: "video/mp4", length });
    }
    if bytes.starts_with(&EBML_HEAD) {
        return webm(bytes).map(|length| Film { media_type: "video/webm", length });
    }
    Err(NoFilm::OtherType)
}

/// One box of an MP4: its type and what is in it.
struct Mp4Box<'a> {
    kind: [u8; 4],
    inside: &'a [u8],
}

/// The next box, and what follows it.
fn mp4_box(bytes: &[u8]) -> Result<(Mp4Box<'_>, &[u8]), NoFilm> {
    let size = number(bytes, 0, 4).ok_or(NoFilm::CutOff)?;
    let kind = bytes.get(4..8).and_then(|kind| kind.try_into().ok()).ok_or(NoFilm::CutOff)?;
    let (head, size) = match size {
        // Up to the end of the file.
        0 => (8, bytes.len()),
        1 => (16, position(number(bytes, 8, 8).ok_or(NoFilm::CutOff)?)),
        size => (8, position(size)),
    };
    if size < head {
        return Err(NoFilm::Broken);
    }
    let inside = bytes.get(head..size).ok_or(NoFilm::CutOff)?;
    Ok((Mp4Box { kind, inside }, &bytes[size..]))
}

fn mp4(bytes: &[u8]) -> Result<Option<u32>, NoFilm> {
    let (mut rest, mut length, mut is_shown, mut has_index, mut has_pictures) = (bytes, None, true, false, false);
    while !rest.is_empty() {
        let (found, after) = mp4_box(rest)?;
        match &found.kind {
            b"moov" => {
                has_index = true;
                length = mp4_length(found.inside)?;
                is_shown &= has_shown_pictures(found.inside)?;
            }
            b"ftyp" => is_shown &= !found.inside.starts_with(QUICKTIME),
            b"mdat" => has_pictures = true,
            _ => {}
        }
        rest = after;
    }
    match (has_index && has_pictures, is_shown) {
        (true, true) => Ok(length),
        (true, false) => Err(NoFilm::Unshown),
        (false, _) => Err(NoFilm::CutOff),
    }
}

/// The brand of QuickTime.
const QUICKTIME: &[u8] = b"qt  ";
/// Codings of pictures that every browser shows: AVC, VP9, AV1. HEVC, in which telephones record, is shown by some.
const PICTURES: [&[u8]; 4] = [b"avc1", b"avc3", b"vp09", b"av01"];

/// Whether a movie has a track of pictures that browsers show. Others may stand beside it, such as one of small previews.
fn has_shown_pictures(movie: &[u8]) -> Result<bool, NoFilm> {
    for track in parts(movie, b"trak")? {
        let Some(media) = parts(track, b"mdia")?.first().copied() else { continue };
        let is_pictures = parts(media, b"hdlr")?.iter().any(|told| told.get(8..12) == Some(b"vide"));
        let mut found = vec![media];
        for kind in [b"minf", b"stbl", b"stsd"] {
            found = found.first().map_or_else(|| Ok(Vec::new()), |inside| parts(inside, kind))?;
        }
        // Version, flags, number of entries; then the size and the coding of the first.
        let coding = found.first().and_then(|told| told.get(12..16));
        if is_pictures && coding.is_some_and(|coding| PICTURES.contains(&coding)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is in the boxes of one type.
fn parts<'a>(mut bytes: &'a [u8], kind: &[u8; 4]) -> Result<Vec<&'a [u8]>, NoFilm> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let (found, after) = mp4_box(bytes).map_err(|_| NoFilm::Broken)?;
        if &found.kind == kind {
            parts.push(found.inside);
        }
        bytes = after;
    }
    Ok(parts)
}

/// Milliseconds that the header of a movie tells; it tells none where a recorder did not know.
fn mp4_length(mut movie: &[u8]) -> Result<Option<u32>, NoFilm> {
    while !movie.is_empty() {
        let (found, after) = mp4_box(movie).map_err(|_| NoFilm::Broken)?;
        if &found.kind == b"mvhd" {
            let (scale, duration, unknown) = match found.inside.first() {
                Some(0) => (number(found.inside, 12, 4), number(found.inside, 16, 4), u64::from(u32::MAX)),
                Some(1) => (number(found.inside, 20, 4), number(found.inside, 24, 8), u64::MAX),
                _ => (None, None, 0),
            };
            let (Some(scale), Some(duration)) = (scale, duration) else { return Err(NoFilm::Broken) };
            if scale == 0 || duration == 0 || duration == unknown {
                return Ok(None);
            }
            return Ok(u32::try_from(u128::from(duration) * 1_000 / u128::from(scale)).ok());
        }
        movie = after;
    }
    Err(NoFilm::Broken)
}

const EBML_HEAD: [u8; 4] = [0x1A, 0x45, 0xDF, 0xA3];
const DOC_TYPE: u64 = 0x4282;
const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_A966;
const TRACKS: u64 = 0x1654_AE6B;
const CLUSTER: u64 = 0x1F43_B675;
const TIMESTAMP_SCALE: u64 = 0x002A_D7B1;
const DURATION: u64 = 0x4489;

/// One element of a WebM: its number and what is in it; the latter up to the end where its size is not told.
struct Element<'a> {
    id: u64,
    inside: &'a [u8],
    is_sized: bool,
}

/// The next element, and what follows it.
fn element(bytes: &[u8]) -> Result<(Element<'_>, &[u8]), NoFilm> {
    let first = *bytes.first().ok_or(NoFilm::CutOff)?;
    let id_bytes = 1 + position(u64::from(first.leading_zeros()));
    if id_bytes > 4 {
        return Err(NoFilm::Broken);
    }
    let id = number(bytes, 0, id_bytes).ok_or(NoFilm::CutOff)?;
    let first = *bytes.get(id_bytes).ok_or(NoFilm::CutOff)?;
    let size_bytes = 1 + position(u64::from(first.leading_zeros()));
    if size_bytes > 8 {
        return Err(NoFilm::Broken);
    }
    let told = number(bytes, id_bytes, size_bytes).ok_or(NoFilm::CutOff)?;
    let mask = (1_u64 << (7 * size_bytes)) - 1;
    let (size, head) = (told & mask, id_bytes + size_bytes);
    if size == mask {
        return Ok((Element { id, inside: &bytes[head..], is_sized: false }, &[]));
    }
    let end = head.checked_add(position(size)).ok_or(NoFilm::Broken)?;
    let inside = bytes.get(head..end).ok_or(NoFilm::CutOff)?;
    Ok((Element { id, inside, is_sized: true }, &bytes[end..]))
}

fn webm(bytes: &[u8]) -> Result<Option<u32>, NoFilm> {
    let (head, mut rest) = element(bytes)?;
    let doc_type = child(head.inside, DOC_TYPE)?.unwrap_or_default();
    if doc_type.strip_suffix(&[0]).unwrap_or(doc_type) != b"webm" {
        return Err(NoFilm::OtherType);
    }
    while !rest.is_empty() {
        let (found, after) = element(rest)?;
        if found.id == SEGMENT {
            return segment(found.inside);
        }
        rest = after;
    }
    Err(NoFilm::CutOff)
}

fn segment(mut rest: &[u8]) -> Result<Option<u32>, NoFilm> {
    let (mut length, mut has_tracks, mut has_pictures) = (None, false, false);
    while !rest.is_empty() {
        let (found, after) = element(rest)?;
        match found.id {
            INFO => length = webm_length(found.inside)?,
            TRACKS => has_tracks = true,
            CLUSTER => has_pictures = true,
            _ => {}
        }
        // What is in a cluster whose size nobody told stands among its neighbours.
        rest = if found.is_sized { after } else { found.inside };
    }
    if has_tracks && has_pictures { Ok(length) } else { Err(NoFilm::CutOff) }
}

fn webm_length(info: &[u8]) -> Result<Option<u32>, NoFilm> {
    let scale = child(info, TIMESTAMP_SCALE)?.and_then(|bytes| number(bytes, 0, bytes.len())).unwrap_or(1_000_000);
    let Some(duration) = child(info, DURATION)? else { return Ok(None) };
    let duration = match duration.len() {
        4 => duration.try_into().ok().map(|bytes| f64::from(f32::from_be_bytes(bytes))),
        8 => duration.try_into().ok().map(f64::from_be_bytes),
        _ => None,
    };
    let duration = duration.filter(|duration| duration.is_finite()).ok_or(NoFilm::Broken)?;
    let milliseconds = duration * (scale as f64) / 1_000_000.0;
    Ok((milliseconds >= 1.0 && milliseconds < f64::from(u32::MAX)).then_some(milliseconds as u32))
}

/// What is in the first element with this number.
fn child(mut bytes: &[u8], id: u64) -> Result<Option<&[u8]>, NoFilm> {
    while !bytes.is_empty() {
        let (found, after) = element(bytes).map_err(|_| NoFilm::Broken)?;
        if found.id == id {
            return Ok(Some(found.inside));
        }
        bytes = after;
    }
    Ok(None)
}

/// The number in so many bytes (at most eight), the greatest first.
fn number(bytes: &[u8], from: usize, count: usize) -> Option<u64> {
    let found = bytes.get(from..from.checked_add(count)?).filter(|found| found.len() <= 8)?;
    Some(found.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// A number as a position; one that no memory holds becomes the greatest.
fn position(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "film_tests.rs"]
mod tests;
