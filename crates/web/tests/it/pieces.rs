//! The content of a request as it comes over the net: piece by piece.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use futures_core::Stream;

const PIECE_BYTES: usize = 64 * 1024;

/// What is left of it.
struct Pieces(Bytes);

impl Stream for Pieces {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.0.len().min(PIECE_BYTES);
        let piece = self.0.split_to(length);
        Poll::Ready((length > 0).then_some(Ok(piece)))
    }
}

/// These bytes in pieces.
pub(crate) fn body(bytes: Vec<u8>) -> Body {
    Body::from_stream(Pieces(bytes.into()))
}
