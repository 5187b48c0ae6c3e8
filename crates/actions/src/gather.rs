//! Carrying out the requests of a crowd together: whoever comes while one transaction is on its way waits for the next
//! one, which then takes all who wait. At ease that is one request a transaction; when everybody comes at once it
//! is hundreds, and the database confirms as often as it can.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use domain::refusal::Refusal;
use tokio::sync::{Mutex as Turn, oneshot};

use crate::refusals;

/// Requests of one sort that are carried out together.
pub(crate) struct Gather<T, R> {
    waiting: Mutex<Vec<Waiting<T, R>>>,
    turn: Arc<Turn<()>>,
    /// The most that are carried out at once.
    at_once: usize,
}

type Waiting<T, R> = (T, oneshot::Sender<Result<R, Refusal>>);

impl<T, R> Gather<T, R>
where
    T: Send + 'static,
    R: Send + 'static,
{
    pub(crate) fn new(at_once: usize) -> Self {
        Self { waiting: Mutex::new(Vec::new()), turn: Arc::new(Turn::new(())), at_once }
    }

    /// Asks for one thing, which `carry_out` does together with what others ask: it answers one outcome for each request, in
    /// order, or a refusal for all, and then nothing of them was done.
    pub(crate) async fn ask<F>(&self, request: T, carry_out: impl Fn(Vec<T>) -> F) -> Result<R, Refusal>
    where
        F: Future<Output = Result<Vec<Result<R, Refusal>>, Refusal>> + Send + 'static,
    {
        let (answer, mut outcome) = oneshot::channel();
        self.with_waiting(|waiting| waiting.push((request, answer)));
        loop {
            let turn = Arc::clone(&self.turn).lock_owned().await;
            if let Ok(outcome) = outcome.try_recv() {
                return outcome;
            }
            let (requests, answers): (Vec<T>, Vec<_>) = self.next().into_iter().unzip();
            if requests.is_empty() {
                return Err(refusals::internal("a request was lost on its way"));
            }
            let work = carry_out(requests);
            // On a task of its own: whoever asked may go away, and the others still want their answers.
            let done = tokio::spawn(async move {
                give(answers, work.await);
                drop(turn);
            });
            done.await.map_err(refusals::internal)?;
        }
    }

    fn next(&self) -> Vec<Waiting<T, R>> {
        self.with_waiting(|waiting| waiting.drain(..waiting.len().min(self.at_once)).collect())
    }

    fn with_waiting<Out>(&self, use_it: impl FnOnce(&mut Vec<Waiting<T, R>>) -> Out) -> Out {
        use_it(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Hands everybody their outcome. Who has gone away misses it, and asks again under the same name.
fn give<R>(answers: Vec<oneshot::Sender<Result<R, Refusal>>>, outcomes: Result<Vec<Result<R, Refusal>>, Refusal>) {
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

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn everybody_gets_their_own_answer_and_few_transactions_serve_many() {
        let gather: Arc<Gather<u64, u64>> = Arc::new(Gather::new(100));
        let turns = Arc::new(AtomicUsize::new(0));
        let ask = |number: u64| {
            let (gather, turns) = (Arc::clone(&gather), Arc::clone(&turns));
            tokio::spawn(async move {
                let double = |requests: Vec<u64>| {
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
}
