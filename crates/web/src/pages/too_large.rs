//! What a proxy shows for a request that it did not let through, see `docs/howto/go-live.md`: in the program's words and
//! under the visitor's own header. The proxy says 413 by itself.

use crate::{
    errors::{self, Page, Told, render},
    uploads::request_too_large,
    visitor::Visitor,
};

/// GET /too-large
pub(crate) async fn show(visitor: Visitor) -> Page {
    let told = Told { refusal: request_too_large().into(), back: None };
    let frame = visitor.frame(errors::heading(told.refusal.kind), false).in_section("");
    render(&errors::page(&told, frame, None))
}
