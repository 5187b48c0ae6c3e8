//! GET /lessons/{id}/media: the file of a lesson, whole or the part that a player asks for, unable to run anything. A browser
//! may keep it for its own person, and asks each time whether it is still shown to them and still the same.

use std::ops::RangeInclusive;

use actions::courses::Media;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    errors::{Page, urlencode},
    fields::{Path, id},
    security,
    state::Web,
    visitor::SignedIn,
};

/// What of the file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(RangeInclusive<u64>),
    /// Nothing that the file has.
    Nothing,
}

/// GET /lessons/{id}/media
pub(crate) async fn show(visitor: SignedIn, Path(lesson): Path<String>, headers: HeaderMap) -> Page {
    let mut act = visitor.read().await?;
    let media = actions::courses::media(&mut act, id(&lesson, "课时")?).await?;
    drop(act);
    let mut head = HeaderMap::new();
    let policy = if media.media_type == "application/pdf" { security::PDF_POLICY } else { security::FILE_POLICY };
    head.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    let name = urlencode(&media.name).replace('/', "%2F");
    insert(&mut head, header::CONTENT_DISPOSITION, &format!("inline; filename*=UTF-8''{name}"));
    in_parts(&visitor.web, &media, &headers, head).await
}

/// The file, or the part of it that a request with these headers asks for.
pub(super) async fn in_parts(web: &Web, media: &Media, headers: &HeaderMap, mut head: HeaderMap) -> Page {
    let tag = format!("\"{}\"", media.digest);
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A part of what the player has is of use only while the file is the same.
    let is_same = text(header::IF_RANGE).is_none_or(|has| has == tag);
    let wanted = match text(header::RANGE).filter(|_| is_same) {
        Some(range) => wanted(range, media.size),
        None => Wanted::Whole,
    };
    describe(&mut head, media, &tag);
    if text(header::IF_NONE_MATCH).is_some_and(|has| is_among(has, &tag)) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    let (status, part) = match wanted {
        Wanted::Whole => (StatusCode::OK, 0..media.size),
        Wanted::Part(part) => {
            let told = format!("bytes {}-{}/{}", part.start(), part.end(), media.size);
            insert(&mut head, header::CONTENT_RANGE, &told);
            (StatusCode::PARTIAL_CONTENT, *part.start()..part.end() + 1)
        }
        Wanted::Nothing => {
            insert(&mut head, header::CONTENT_RANGE, &format!("bytes */{}", media.size));
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, head).into_response());
        }
    };
    insert(&mut head, header::CONTENT_LENGTH, &(part.end - part.start).to_string());
    let bytes = media.read(&web.app, part).await?;
    let response: Response = (status, head, Body::from_stream(bytes)).into_response();
    Ok(response)
}

/// Whether what the browser has is this: one of several, or whatever there is.
fn is_among(has: &str, tag: &str) -> bool {
    has.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// What a `Range` header asks of a file of this size. Several parts at once are answered with the whole, which is allowed.
fn wanted(range: &str, size: u64) -> Wanted {
    let Ok(parsed) = http_range_header::parse_range_header(range) else { return Wanted::Whole };
    match parsed.validate(size).as_deref() {
        Ok([part]) => Wanted::Part(part.clone()),
        Ok(_) => Wanted::Whole,
        Err(_) => Wanted::Nothing,
    }
}

fn describe(head: &mut HeaderMap, media: &Media, tag: &str) {
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.media_type));
    head.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    insert(head, header::ETAG, tag);
}

fn insert(head: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        head.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, is_among, wanted};

    #[test]
    fn what_a_browser_has_is_one_of_several_tags() {
        for (has, expected) in
            [("\"a\"", true), ("\"b\", W/\"a\"", true), ("*", true), ("\"b\"", false), ("a", false), ("", false)]
        {
            assert_eq!(is_among(has, "\"a\""), expected, "{has}");
        }
    }

    #[test]
    fn parts_as_players_ask_for_them() {
        for (range, expected) in [
            ("bytes=0-", Wanted::Part(0..=99)),
            ("bytes=10-19", Wanted::Part(10..=19)),
            ("bytes=90-1000", Wanted::Part(90..=99)),
            ("bytes=-5", Wanted::Part(95..=99)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=0-1,5-6", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("nonsense", Wanted::Whole),
        ] {
            assert_eq!(wanted(range, 100), expected, "{range}");
        }
    }
}
