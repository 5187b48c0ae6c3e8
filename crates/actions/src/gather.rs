//! Carrying out the requests of a crowd together: whoever comes while one transaction is on its way waits for the next
//! one, which then takes all who wait. At ease that is one request a transaction; when everybody comes at once it
//! is hundreds, and the database confirms as often as it can.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use domain::refusal::Refusal;
use tokio::sync::oneshot;

use crate::refusals;

/// Requests of one sort that are carried out together.
pub(crate) struct Gather<T, R> {
    queue: Arc<Mutex<Queue<T, R>>>,
    /// The most that are carried out at once.
    at_once: usize,
}

struct Queue<T, R> {
    waiting: Vec<(T, Answer<R>)>,
    /// Whether somebody sees to it that they are carried out.
    is_served: bool,
}

type Answer<R> = oneshot::Sender<Result<R, Refusal>>;

impl<T, R> Gather<T, R>
where
    T: Send + 'static,
    R: Send + 'static,
{
    pub(crate) fn new(at_once: usize) -> Self {
        Self { queue: Arc::new(Mutex::new(Queue { waiting: Vec::new(), is_served: false })), at_once }
    }

    /// Asks for one thing, which `carry_out` does together with what others ask: it answers one outcome for each request, in
    /// order, or a refusal for all, and then nothing of them was done.
    pub(crate) async fn ask<W, F>(&self, request: T, carry_out: W) -> Result<R, Refusal>
    where
        W: Fn(Vec<T>) -> F + Send + 'static,
        F: Future<Output = Result<Vec<Result<R, Refusal>>, Refusal>> + Send + 'static,
    {
        let (answer, outcome) = oneshot::channel();
        let is_first = with(&self.queue, |queue| {
            queue.waiting.push((request, answer));
            !std::mem::replace(&mut queue.is_served, true)
        });
        if is_first {
            // On a task of its own: whoever asked may go away, and the others still want their answers.
            tokio::spawn(serve(Arc::clone(&self.queue), self.at_once, carry_out));
        }
        outcome.await.map_err(refusals::internal)?
    }
}

/// Carries out crowd after crowd until nobody waits.
async fn serve<T, R, W, F>(queue: Arc<Mutex<Queue<T, R>>>, at_once: usize, carry_out: W)
where
    T: Send + 'static,
    R: Send + 'static,
    W: Fn(Vec<T>) -> F + Send + 'static,
    F: Future<Output = Result<Vec<Result<R, Refusal>>, Refusal>> + Send + 'static,
{
    loop {
        let (requests, answers): (Vec<T>, Vec<Answer<R>>) = with(&queue, |queue| {
            queue.is_served = !queue.waiting.is_empty();
            queue.waiting.drain(..queue.waiting.len().min(at_once)).collect()
        });
        if requests.is_empty() {
            return;
        }
        // A task within: were it to panic, those who come after are still served.
        let outcomes = tokio::spawn(carry_out(requests)).await;
        give(answers, outcomes.map_err(refusals::internal).flatten());
    }
}

fn with<T, R, Out>(queue: &Mutex<Queue<T, R>>, use_it: impl FnOnce(&mut Queue<T, R>) -> Out) -> Out {
    use_it(&mut queue.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Hands everybody their outcome. Who has gone away misses it, and asks again under the same name.
fn give<R>(answers: Vec<Answer<R>>, outcomes: Result<Vec<Result<R, Refusal>>, Refusal>) {
    match outcomes {
        Ok(outcomes) => {
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                answer.send(outcome).ok();
            }
        }
        Err(refusal) => {
            for answer in answers {
                answer.send(Err(refusal.clone())).ok();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use domain::refusal::RefusalKind;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn everybody_gets_their_own_answer_and_few_transactions_serve_many() {
        let gather: Arc<Gather<u64, u64>> = Arc::new(Gather::new(100));
        let turns = Arc::new(AtomicUsize::new(0));
        let ask = |number: u64| {
            let (gather, turns) = (Arc::clone(&gather), Arc::clone(&turns));
            tokio::spawn(async move {
                let double = move |requests: Vec<u64>| {
                    turns.fetch_add(1, Ordering::SeqCst);
                    async move {
                        assert!(requests.len() <= 100);
                        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                        Ok(requests.into_iter().map(|number| Ok(number * 2)).collect())
                    }
                };
                gather.ask(number, double).await
            })
        };
        let asked: Vec<_> = (0..1_000).map(ask).collect();
        for (number, asked) in (0..).zip(asked) {
            assert_eq!(asked.await.expect("a task"), Ok(number * 2));
        }
        assert!(turns.load(Ordering::SeqCst) < 500, "a thousand requests shared their turns");
    }

    #[tokio::test]
    async fn who_goes_away_keeps_nobody_waiting() {
        let gather: Arc<Gather<u64, u64>> = Arc::new(Gather::new(100));
        let slow = |requests: Vec<u64>| async move {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            Ok(requests.into_iter().map(Ok).collect())
        };
        let first = tokio::spawn({
            let gather = Arc::clone(&gather);
            async move { gather.ask(1, slow).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        let second = tokio::spawn({
            let gather = Arc::clone(&gather);
            async move { gather.ask(2, slow).await }
        });
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        first.abort();
        assert_eq!(second.await.expect("a task"), Ok(2));
        assert_eq!(gather.ask(3, slow).await, Ok(3));
    }

    #[tokio::test]
    async fn a_panic_is_told_to_its_crowd_and_nobody_after_it_waits() {
        let gather: Gather<u64, u64> = Gather::new(100);
        let answer = |requests: Vec<u64>| async move {
            assert!(!requests.contains(&1), "carried out with a fault");
            Ok(requests.into_iter().map(Ok).collect())
        };
        assert_eq!(gather.ask(1, answer).await.map_err(|refusal| refusal.kind), Err(RefusalKind::Internal));
        assert_eq!(gather.ask(2, answer).await, Ok(2));
    }
}
