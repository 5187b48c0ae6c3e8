//! Requests in any order: examination and learning asked for whatever chance says, on every database at once, each answer
//! compared with that of a small model. Time is a number here; nothing waits.
//!
//! `PROPTEST_CASES` asks for more cases, and `PROPTEST_RNG_SEED` for the same ones again.

mod exam;
mod exam_model;
mod learning;
mod learning_deeds;
mod learning_model;

use std::{fmt::Debug, ops::Range};

use domain::clock::Instant;
use proptest::{
    prelude::ProptestConfig,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use proptest_state_machine::ReferenceStateMachine;
use tokio::runtime::{Builder, Runtime};

use crate::world::{World, worlds};

/// A failing case is told as its shortest; trying one costs as much as a case, so not for ever.
const SHRINKING_MAX: u32 = 400;

/// So many cases, unless others are asked for; nothing is left in the source folder.
fn cases(cases: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    ProptestConfig { cases, max_shrink_iters: SHRINKING_MAX, failure_persistence: None, ..asked }
}

/// How many requests a case makes.
const REQUESTS: Range<usize> = 30..70;

/// Cases whose answers are looked through.
const LOOKED_THROUGH: usize = 100;

/// What a model says in many cases, the same ones each time: an answer that never comes is not tried.
fn heard<M: ReferenceStateMachine, S: Debug>(said: impl Fn(&M::State) -> S) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let mut heard = Vec::new();
    for _ in 0..LOOKED_THROUGH {
        let case = M::sequential_strategy(REQUESTS).new_tree(&mut runner).expect("a case");
        let (mut model, deeds, _) = case.current();
        for deed in deeds {
            model = M::apply(model, &deed);
            heard.push(format!("{:?}", said(&model)));
        }
    }
    heard
}

/// One room on each database, with the runtime that they live in: the cases themselves know of none.
struct Rooms<T> {
    rooms: Vec<T>,
    runtime: Runtime,
}

impl<T> Rooms<T> {
    fn open(prepare: impl AsyncFn(World) -> T) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let rooms = runtime.block_on(async {
            let mut rooms = Vec::new();
            for world in worlds().await {
                rooms.push(prepare(world).await);
            }
            rooms
        });
        Rooms { rooms, runtime }
    }

    fn change(&mut self, change: impl AsyncFn(&mut T)) {
        for room in &mut self.rooms {
            self.runtime.block_on(change(room));
        }
    }

    fn look(&self, look: impl AsyncFn(&T)) {
        for room in &self.rooms {
            self.runtime.block_on(look(room));
        }
    }
}

impl<T> Drop for Rooms<T> {
    /// Connections end where they began.
    fn drop(&mut self) {
        let _inside = self.runtime.enter();
        self.rooms.clear();
    }
}

fn later(base: Instant, seconds: i64) -> Instant {
    Instant::from_millisecond(base.as_millisecond() + seconds * 1_000).expect("a moment")
}

/// The program is started anew: what was in memory only is gone.
async fn restart(world: &mut World) {
    let before = world.app.clone();
    world.reopened(|_| {}).await;
    before.close().await;
}
