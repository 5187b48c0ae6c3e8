//! A rush: requests with the moment at which each is due, made over a bounded pool of kept connections. What waits for a
//! connection waits on its own time: a time runs from the moment at which the request was due, however late it was sent.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::task::{JoinSet, LocalSet};

use crate::connection::Connection;
use crate::school::Fault;

/// How many of the faults are told.
const FAULTS_TOLD: usize = 3;

/// What came of a rush.
pub(crate) struct Outcome<R> {
    /// What was answered as it should be.
    pub(crate) good: Vec<R>,
    /// How many were not.
    pub(crate) errors: usize,
    /// The first of them, in words.
    pub(crate) faults: Vec<String>,
    /// From the first moment to the last answer.
    pub(crate) took: Duration,
}

/// Does each piece of work when it is due, in this order, over so many connections.
pub(crate) async fn run<T, R, W>(
    address: SocketAddr,
    connections: usize,
    work: Vec<(Duration, T)>,
    each: W,
) -> Result<Outcome<R>, Fault>
where
    T: 'static,
    R: 'static,
    W: AsyncFn(&mut Connection, T, Instant) -> Result<R, Fault> + 'static,
{
    let mut pool = Vec::with_capacity(connections);
    for _ in 0..connections.min(work.len()) {
        pool.push(Connection::open(address).await?);
    }
    let outcome = Outcome { good: Vec::with_capacity(work.len()), errors: 0, faults: Vec::new(), took: Duration::ZERO };
    let (outcome, each) = (Rc::new(RefCell::new(outcome)), Rc::new(each));
    let work = Rc::new(RefCell::new(work.into_iter()));
    let begun = Instant::now();
    let here = LocalSet::new();
    let mut asking = JoinSet::new();
    for mut connection in pool {
        let (outcome, each, work) = (Rc::clone(&outcome), Rc::clone(&each), Rc::clone(&work));
        asking.spawn_local_on(
            async move {
                loop {
                    let Some((due, what)) = work.borrow_mut().next() else { return Ok::<_, Fault>(()) };
                    let due = begun + due;
                    tokio::time::sleep_until(due.into()).await;
                    match each(&mut connection, what, due).await {
                        Ok(good) => outcome.borrow_mut().good.push(good),
                        Err(fault) => {
                            note(&mut outcome.borrow_mut(), &fault);
                            connection = Connection::open(address).await?;
                        }
                    }
                }
            },
            &here,
        );
    }
    here.run_until(async {
        while let Some(done) = asking.join_next().await {
            done??;
        }
        Ok::<_, Fault>(())
    })
    .await?;
    outcome.borrow_mut().took = begun.elapsed();
    drop(asking);
    drop(here);
    Rc::into_inner(outcome).map(RefCell::into_inner).ok_or_else(|| "somebody still asks".into())
}

fn note<R>(outcome: &mut Outcome<R>, fault: &Fault) {
    outcome.errors += 1;
    if outcome.faults.len() < FAULTS_TOLD {
        outcome.faults.push(fault.to_string());
    }
}
