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

/// What is left of it, and whether the next piece has arrived.
struct Pieces {
    left: Bytes,
    is_there: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_there = !self.is_there;
        if !self.is_there {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let length = self.left.len().min(PIECE_BYTES);
        let piece = self.left.split_to(length);
        Poll::Ready((length > 0).then_some(Ok(piece)))
    }
}

/// These bytes in pieces.
pub(crate) fn body(bytes: Vec<u8>) -> Body {
    Body::from_stream(Pieces { left: bytes.into(), is_there: false })
}
