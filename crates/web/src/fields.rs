//! What an address, a query and a form carry, as texts; each page parses what it needs from them. Must not hold rules.
//! Whatever cannot be read is refused here, in the words of every other refusal.

use std::collections::BTreeMap;

use actions::Once;
use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::request::Parts,
};
use domain::{
    refusal::{NOTHING_CHANGED, Refusal},
    year::Year,
};
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use crate::{errors::PageError, state::Web, visitor::Shared};

/// Names and texts in the order sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// The same, unless there is the one character in it that not every database keeps in a text; no keyboard has it.
    ///
    /// # Errors
    /// `Invalid` when there is.
    pub(crate) fn keepable(self) -> Result<Self, Refusal> {
        let is_kept = |(name, value): &(String, String)| !name.contains('\0') && !value.contains('\0');
        if self.0.iter().all(is_kept) { Ok(self) } else { Err(unreadable()) }
    }

    /// The text of the first field with this name, trimmed; empty when it is absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The text exactly as sent, as for passwords.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The form's idempotency key, with everything else that was sent.
    pub(crate) fn key(&self) -> FormKey<'_> {
        FormKey { key: self.text("key"), sent: &self.0 }
    }

    /// The field read as another type, when it can be.
    pub(crate) fn parse<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// The day in a field; none where it is empty.
    ///
    /// # Errors
    /// `Invalid` when there is something else in it.
    pub(crate) fn day(&self, name: &str) -> Result<Option<Date>, Refusal> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| {
            let what = format!("“{text}”不是一个日期。");
            Refusal::invalid("request.day", what, NOTHING_CHANGED, "请在表单里选择日期，或写成 2026-11-30 这样。")
        })
    }

    /// Fields whose names begin with `prefix`, without it; empty answers are left out.
    pub(crate) fn with_prefix(&self, prefix: &str) -> BTreeMap<String, String> {
        self.0
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix(prefix)?, value.trim())))
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }
}

/// The key of a form and what was sent under it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormKey<'a> {
    key: &'a str,
    sent: &'a [(String, String)],
}

impl FormKey<'_> {
    /// The mark of the person on whose page the form was, see [`actions::sessions::form_mark`]; `None` on a page for
    /// anybody.
    pub(crate) fn mark(&self) -> Option<&str> {
        self.key.split_once('.').map(|(_, mark)| mark)
    }

    /// The request to this address that may act once.
    pub(crate) fn once(&self, method: &str, path: &str) -> Result<Once, Refusal> {
        if self.key.is_empty() {
            return Err(no_key());
        }
        let fields = self.sent.iter().filter(|(name, _)| name != "key");
        let sent = fields.flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        Ok(Once::new(self.key, [method, path].into_iter().chain(sent)))
    }
}

fn no_key() -> Refusal {
    Refusal::invalid(
        "request.no-key",
        "这次提交不完整：缺少防止重复提交的编号。",
        domain::refusal::NOTHING_CHANGED,
        "请回到上一页，刷新后重新填写提交。",
    )
}

/// With line breaks of one character: browsers send two for each, and count one where a form says how long a text may be.
fn as_typed(value: String) -> String {
    if value.contains('\r') { value.replace("\r\n", "\n") } else { value }
}

fn unreadable() -> Refusal {
    Refusal::invalid("request.unreadable", "没有读懂提交的内容。", NOTHING_CHANGED, "请回到上一页，刷新后重新提交。")
}

impl FromRequest<Web> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let shared = request.extensions().get::<Shared>().cloned();
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, web).await.map_err(|rejection| {
            if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                return crate::uploads::request_too_large();
            }
            unreadable()
        })?;
        let pairs = pairs.into_iter().map(|(name, value)| (name, as_typed(value))).collect();
        let fields = Self(pairs).keepable()?;
        if let Some(shared) = shared {
            shared.keep_sent(&fields.0);
        }
        Ok(fields)
    }
}

/// The query of the address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked(pub(crate) Fields);

impl FromRequestParts<Web> for Asked {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let pairs = Query::<Vec<(String, String)>>::from_request_parts(parts, web).await.map_err(|_| unreadable())?;
        Ok(Self(Fields(pairs.0).keepable()?))
    }
}

/// The variable parts of an address. One that cannot be read, such as a broken `%` escape, names no page.
#[derive(Clone, Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for Path<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, web).await;
        read.map(|path| Self(path.0)).map_err(|_| Refusal::not_found("页面").into())
    }
}

/// The years that a page may link to: this one and the two before it.
pub(crate) fn years_to_offer(this_year: i16) -> Vec<i16> {
    (this_year - 2..=this_year).rev().collect()
}

/// The years whose public subjects can be settled: the next one, which is prepared in time, this one, and all that can be made
/// up for (article 3).
pub(crate) fn years_of_training(this_year: i16) -> Vec<i16> {
    (Year::FIRST..=this_year.saturating_add(1)).rev().collect()
}

/// An identifier in an address; what is not one names nothing.
pub(crate) fn id<T: std::str::FromStr>(text: &str, thing: &str) -> Result<T, PageError> {
    text.parse().map_err(|_| Refusal::not_found(thing).into())
}
