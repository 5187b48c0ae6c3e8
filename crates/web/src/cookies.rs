//! The session cookie: its name, reading it, setting it, taking it away. Must not know what a token means.

use axum::http::{HeaderMap, HeaderValue, header};

fn name(https: bool) -> &'static str {
    if https { "__Host-xueshi" } else { "xueshi" }
}

/// The session token that the browser sent.
pub(crate) fn token(headers: &HeaderMap, https: bool) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name(https) && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// The header that keeps a token for `seconds`.
pub(crate) fn set(token: &str, seconds: i64, https: bool) -> Option<HeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    let line = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}", name(https), seconds.max(0));
    HeaderValue::from_str(&line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; xueshi=abc; b=2"));
        assert_eq!(token(&headers, false).as_deref(), Some("abc"));
        assert_eq!(token(&headers, true), None);
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let value = set("t", 60, true).expect("a header");
        let text = value.to_str().expect("ascii");
        assert!(text.starts_with("__Host-xueshi=t; Path=/; HttpOnly; SameSite=Lax"));
        assert!(text.ends_with("; Secure"));
    }
}
