//! Work that takes a core for itself, done on threads that may wait: so much at once, so many waiting, no more. Must not
//! know what the work is.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use domain::refusal::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusals;

/// How long anybody waits for a place.
const WAIT: Duration = Duration::from_secs(10);

/// A number of places to work at, and a line of bounded length before them.
pub(crate) struct Places {
    free: Arc<Semaphore>,
    waiting: AtomicUsize,
    waiting_max: usize,
}

impl Places {
    /// `places` may work at once, `waiting_max` more may wait.
    pub(crate) fn new(places: usize, waiting_max: usize) -> Places {
        Places { free: Arc::new(Semaphore::new(places.max(1))), waiting: AtomicUsize::new(0), waiting_max }
    }

    /// As many places as there are cores.
    pub(crate) fn one_a_core(waiting_max: usize) -> Places {
        Places::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get), waiting_max)
    }

    /// Does the work at a place of its own. The place is given back when the work ends, also when nobody waits for it
    /// any more.
    ///
    /// # Errors
    /// `Busy` at once when the line is full, and when the wait was too long; `Internal` when the work broke.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        at(self.place().await?, work).await
    }

    /// Does the work as [`run`](Places::run) does, but waits no longer than so long for its end; the wait for a place does
    /// not count. `None` when it takes longer.
    ///
    /// # Errors
    /// As [`run`](Places::run).
    pub(crate) async fn run_within<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Option<T>, Refusal> {
        let place = self.place().await?;
        match tokio::time::timeout(patience, at(place, work)).await {
            Ok(done) => done.map(Some),
            Err(_) => Ok(None),
        }
    }

    /// A place for work that yields by itself; it is given back when dropped.
    ///
    /// # Errors
    /// `Busy` at once when the line is full, and when the wait was too long.
    pub(crate) async fn place(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        if let Ok(place) = Arc::clone(&self.free).try_acquire_owned() {
            return Ok(place);
        }
        let _waiting = self.stand_in_line().ok_or_else(Refusal::busy)?;
        let place = tokio::time::timeout(WAIT, Arc::clone(&self.free).acquire_owned()).await;
        place.map_err(|_| Refusal::busy())?.map_err(refusals::internal)
    }

    fn stand_in_line(&self) -> Option<Waiting<'_>> {
        let joined = self
            .waiting
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |count| (count < self.waiting_max).then_some(count + 1));
        joined.is_ok().then_some(Waiting(&self.waiting))
    }
}

/// Does the work at this place, and gives it back.
async fn at<T: Send + 'static>(
    place: OwnedSemaphorePermit,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let working = tokio::task::spawn_blocking(move || {
        let result = work();
        drop(place);
        result
    });
    working.await.map_err(refusals::internal)
}

/// One who waits; leaves the line when dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, mpsc},
        task::Poll,
    };

    use domain::refusal::RefusalKind;

    use super::Places;

    #[tokio::test]
    async fn who_finds_the_line_full_is_sent_away_at_once_and_the_others_get_their_turn() {
        let places = Arc::new(Places::new(1, 2));
        let (finish, finished) = mpsc::channel::<()>();
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let working = tokio::spawn({
            let places = Arc::clone(&places);
            async move {
                let work = move || {
                    begun.send(()).ok();
                    finished.recv().ok();
                };
                places.run(work).await
            }
        });
        has_begun.await.expect("the work has begun");
        let mut waiting: Vec<_> = (0..2).map(|_| Box::pin(places.run(|| ()))).collect();
        for one in &mut waiting {
            assert!(matches!(futures_poll(one.as_mut()).await, Poll::Pending));
        }
        assert_eq!(places.run(|| ()).await.expect_err("the line is full").kind, RefusalKind::Busy);
        // Who goes away leaves the line.
        drop(waiting.pop());
        let mut next = Box::pin(places.run(|| ()));
        assert!(matches!(futures_poll(next.as_mut()).await, Poll::Pending));
        finish.send(()).expect("it still works");
        working.await.expect("no panic").expect("done");
        for one in waiting {
            one.await.expect("a turn");
        }
        next.await.expect("a turn");
    }

    /// Asks once whether it is done.
    async fn futures_poll<F: Future + Unpin>(mut future: F) -> Poll<F::Output> {
        std::future::poll_fn(|context| Poll::Ready(std::pin::Pin::new(&mut future).poll(context))).await
    }
}
