//! How much of what people send is held in memory at once: a large request holds all of its files until they are kept. Must
//! not read anything.

use std::{sync::Arc, time::Duration};

use actions::Purpose;
use axum::http::{HeaderMap, header};
use domain::{refusal::Refusal, size::MEGABYTE};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{FORM_BYTES, REQUEST_BYTES_MAX};

/// So many of the largest requests are read at once, or many more small ones.
const LARGEST_AT_ONCE: usize = 4;
/// How long anybody waits for room; nothing of their request is read meanwhile.
const WAIT: Duration = Duration::from_secs(30);

/// Room for requests, in megabytes.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    free: Arc<Semaphore>,
    megabytes: usize,
    wait: Duration,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self::of(LARGEST_AT_ONCE * REQUEST_BYTES_MAX.div_ceil(MEGABYTE), WAIT)
    }

    fn of(megabytes: usize, wait: Duration) -> Self {
        Self { free: Arc::new(Semaphore::new(megabytes)), megabytes, wait }
    }

    /// Room for a request with these headers; it is given back when dropped. Who waits longest comes first, so that many
    /// small requests never keep a large one away.
    ///
    /// # Errors
    /// `Busy` after a while.
    pub(crate) async fn take(&self, headers: &HeaderMap, purpose: Purpose) -> Result<OwnedSemaphorePermit, Refusal> {
        let needed = u32::try_from(needed(headers, purpose).min(self.megabytes)).unwrap_or(u32::MAX);
        let waiting = Arc::clone(&self.free).acquire_many_owned(needed);
        match tokio::time::timeout(self.wait, waiting).await {
            Ok(Ok(room)) => Ok(room),
            Ok(Err(_)) | Err(_) => Err(purpose.crowded()),
        }
    }
}

/// How many megabytes a request says that it has, and at most what is read of it.
fn needed(headers: &HeaderMap, purpose: Purpose) -> usize {
    let most = purpose.megabytes_max() + FORM_BYTES.div_ceil(MEGABYTE);
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    said.map_or(most, |bytes| bytes.div_ceil(MEGABYTE).clamp(1, most))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use domain::refusal::RefusalKind;

    use super::*;

    fn headers(bytes: usize) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_LENGTH, HeaderValue::from(bytes))])
    }

    #[tokio::test]
    async fn who_finds_no_room_is_told_so_and_gets_it_when_another_is_done() {
        let room = Room::of(5, Duration::ZERO);
        let large = headers(4 * MEGABYTE);
        let held = room.take(&large, Purpose::Lesson).await.expect("room for the first");
        let refused = room.take(&large, Purpose::Lesson).await.expect_err("no room for the second");
        assert_eq!((refused.kind, refused.code), (RefusalKind::Busy, "upload.crowded"));
        assert!(refused.what.contains("还没有开始") && refused.next.contains("再上传"), "{refused}");
        drop(room.take(&headers(1_000), Purpose::Evidence).await.expect("a small one fits beside the first"));
        drop(held);
        assert!(room.take(&large, Purpose::Lesson).await.is_ok(), "room again");
    }

    #[tokio::test]
    async fn what_says_nothing_of_its_size_or_too_much_is_taken_for_the_largest() {
        assert_eq!(needed(&HeaderMap::new(), Purpose::Sheet), 21);
        assert_eq!(needed(&headers(usize::MAX), Purpose::Sheet), 21);
        assert_eq!(needed(&headers(0), Purpose::Lesson), 1);
        let small = Room::of(3, Duration::ZERO);
        assert!(small.take(&headers(90 * MEGABYTE), Purpose::Lesson).await.is_ok(), "never more than all");
    }

    #[tokio::test]
    async fn a_few_of_the_largest_are_read_at_once() {
        let room = Room { wait: Duration::ZERO, ..Room::new() };
        let mut held = Vec::new();
        for _ in 0..LARGEST_AT_ONCE {
            held.push(room.take(&headers(REQUEST_BYTES_MAX), Purpose::Lesson).await.expect("room"));
        }
        room.take(&headers(REQUEST_BYTES_MAX), Purpose::Lesson).await.expect_err("one too many");
    }
}
