//! What is left of a request when its answer is known, read on and thrown away. Whoever is still sending sees the answer
//! only then: a connection that is closed on what nobody read is told as broken, and the answer is lost. Must not hold
//! anything of what it reads.

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream},
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use futures_core::Stream;
use tokio::runtime::Handle;

/// What is shorter is on its way as a whole, and in no need of this.
const SHORT_BYTES: u64 = 64 * 1024;
/// What is read on at the most: whoever sends more has no mistake that an answer could mend.
const LEFT_BYTES_MAX: usize = 1024 * 1024 * 1024;
/// How long.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lets a long request be read on after its answer, by nobody who waits for it.
pub(crate) async fn read_on(request: Request, next: Next) -> Response {
    if !is_long(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let body = Body::from_stream(Leftover(Some(body.into_data_stream())));
    next.run(Request::from_parts(parts, body)).await
}

/// Whoever asks before they send knows how to go on without sending.
fn is_long(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).map(|value| value.to_str().ok()?.parse().ok());
    let is_long = match length {
        Some(length) => length.is_none_or(|bytes: u64| bytes > SHORT_BYTES),
        None => headers.contains_key(header::TRANSFER_ENCODING),
    };
    is_long && !headers.contains_key(header::EXPECT)
}

/// The content of a request, until it ends; what is left when it is dropped is read on.
struct Leftover(Option<BodyDataStream>);

impl Stream for Leftover {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = self.0.as_mut() else { return Poll::Ready(None) };
        let part = ready!(Pin::new(body).poll_next(context));
        if !matches!(part, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(part)
    }
}

impl Drop for Leftover {
    fn drop(&mut self) {
        if let Some(body) = self.0.take()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(throw_away(body));
        }
    }
}

async fn throw_away(mut body: BodyDataStream) {
    let reading = async {
        let mut left = LEFT_BYTES_MAX;
        while let Some(Ok(part)) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            let Some(less) = left.checked_sub(part.len()) else { break };
            left = less;
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.ok();
}
