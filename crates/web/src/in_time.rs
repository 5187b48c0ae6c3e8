//! How long a request may take: two minutes, and for the large files of lessons two minutes for each megabyte, so that an
//! ordinary line is no reason to refuse one and a connection that hardly sends anything is. Must not read what comes.

use std::{
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream},
    extract::{MatchedPath, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use domain::{
    refusal::{Refusal, RefusalKind},
    size::MEGABYTE,
};
use futures_core::Stream;
use tokio::sync::Notify;

use crate::errors::PageError;

/// How long a request may take.
const SECONDS_MAX: u64 = 120;
/// Where films and packages come, and what goes with them: the time begins anew with each megabyte.
const LARGE: [&str; 2] = ["/courses/{id}/lessons", "/lessons/{id}/attachments"];

/// Ends a request that takes too long. What it had not finished was in one transaction and is gone, but for what it was just
/// making last: that is carried to its end.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    within(request, next, || tokio::time::sleep(Duration::from_secs(SECONDS_MAX))).await
}

async fn within<Waiting: Future<Output = ()>>(
    request: Request,
    next: Next,
    patience: impl Fn() -> Waiting,
) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    let is_large = matched.is_some_and(|matched| LARGE.contains(&matched.as_str()));
    let arrived = Arc::new(Notify::new());
    let request = if is_large { Arriving::of(request, &arrived) } else { request };
    let mut answer = pin!(next.run(request));
    loop {
        tokio::select! {
            biased;
            answer = &mut answer => return answer,
            () = arrived.notified() => {}
            () = patience() => return PageError::from(too_long(is_large)).into_response(),
        }
    }
}

fn too_long(is_large: bool) -> Refusal {
    let minutes = SECONDS_MAX / 60;
    let what = if is_large {
        format!("上传太慢：已经 {minutes} 分钟没有收到多少内容，这次请求已经停止。")
    } else {
        format!("这次请求超过 {minutes} 分钟还没有办完，已经停止。")
    };
    Refusal::new(
        RefusalKind::Busy,
        "request.timeout",
        what,
        "以前保存的内容没有变化；这次的要么整个办完了，要么一点也没有留下。",
        "请稍后刷新，看看办完了没有，没有的再试；上传大文件时请检查网络，或一次少传几个文件。",
    )
}

/// The content of a request, which says when another megabyte of it has come.
struct Arriving {
    content: BodyDataStream,
    /// Bytes since that was said last.
    since: usize,
    arrived: Arc<Notify>,
}

impl Arriving {
    fn of(request: Request, arrived: &Arc<Notify>) -> Request {
        request.map(|body| {
            let content = body.into_data_stream();
            Body::from_stream(Self { content, since: 0, arrived: Arc::clone(arrived) })
        })
    }
}

impl Stream for Arriving {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = ready!(Pin::new(&mut self.content).poll_next(context));
        if let Some(Ok(bytes)) = &part {
            self.since += bytes.len();
        }
        if self.since >= MEGABYTE {
            self.since = 0;
            self.arrived.notify_one();
        }
        Poll::Ready(part)
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware::from_fn, routing::post};
    use tower::ServiceExt as _;

    use super::*;

    /// Turns that pass between two parts of an upload, and those after which nobody waits any longer. Nothing here takes time.
    const BETWEEN: u32 = 7;
    const PATIENCE: u32 = 10;
    const PARTS: usize = 5;

    /// Ready after so many turns.
    struct Turns(u32);

    impl Turns {
        fn poll(&mut self, context: &Context<'_>) -> Poll<()> {
            if self.0 == 0 {
                return Poll::Ready(());
            }
            self.0 -= 1;
            context.waker().wake_by_ref();
            Poll::Pending
        }
    }

    impl Future for Turns {
        type Output = ();

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
            Turns::poll(&mut self, context)
        }
    }

    /// Parts of this many bytes, each of which takes its turns to come.
    struct Slow {
        parts: usize,
        bytes: usize,
        turns: Turns,
    }

    impl Stream for Slow {
        type Item = Result<Bytes, axum::Error>;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if self.parts == 0 {
                return Poll::Ready(None);
            }
            ready!(self.turns.poll(context));
            self.turns = Turns(BETWEEN);
            self.parts -= 1;
            Poll::Ready(Some(Ok(Bytes::from(vec![0; self.bytes]))))
        }
    }

    async fn few_turns(request: Request, next: Next) -> Response {
        within(request, next, || Turns(PATIENCE)).await
    }

    /// What becomes of an upload whose parts have this many bytes.
    async fn upload(path: &str, bytes: usize) -> StatusCode {
        let read = move |all: Bytes| async move { assert_eq!(all.len(), PARTS * bytes) };
        let routes = Router::new()
            .route("/courses/{id}/lessons", post(read))
            .route("/lessons/{id}/attachments", post(read))
            .route("/imports", post(read))
            .layer(DefaultBodyLimit::disable())
            .layer(from_fn(few_turns));
        let content = Body::from_stream(Slow { parts: PARTS, bytes, turns: Turns(BETWEEN) });
        let request = Request::post(path).body(content).expect("a request");
        routes.oneshot(request).await.expect("an answer").status()
    }

    #[tokio::test]
    async fn a_large_file_may_take_as_long_as_it_needs_while_it_keeps_coming() {
        for path in ["/courses/1/lessons", "/lessons/1/attachments"] {
            assert_eq!(upload(path, MEGABYTE).await, StatusCode::OK, "{path}");
            assert_eq!(upload(path, 1_000).await, StatusCode::SERVICE_UNAVAILABLE, "{path}: hardly anything comes");
        }
        assert_eq!(upload("/imports", MEGABYTE).await, StatusCode::SERVICE_UNAVAILABLE, "whatever else is sent");
    }
}
