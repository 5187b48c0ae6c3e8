//! How the service comes to its end: somebody asks for it, and then there is only so much time. Must not end anything
//! itself.

use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch::{self, Receiver};

/// How long answers that have begun may take after somebody asked for the end.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long what is only in memory may take after that.
const LAST: Duration = Duration::from_secs(2);

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    NotAsked,
    /// Answers that have begun are finished.
    Asked,
    /// They are not waited for any more.
    Late,
    /// Nothing is waited for any more.
    TooLate,
}

/// Hears an interrupt or a request to terminate on a thread of its own: when every other thread computes, nobody there
/// looks at signals and clocks.
pub(crate) fn hear() -> std::io::Result<Receiver<Ending>> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let (mut interrupt, mut terminate) = {
        let _inside = runtime.enter();
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    let (tell, told) = watch::channel(Ending::NotAsked);
    thread::Builder::new().name("ending".to_owned()).spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        });
        tell.send_replace(Ending::Asked);
        thread::sleep(PATIENCE);
        tell.send_replace(Ending::Late);
        thread::sleep(LAST);
        tell.send_replace(Ending::TooLate);
    })?;
    Ok(told)
}

/// Waits until it has come so far.
pub(crate) async fn reached(ending: &Receiver<Ending>, stage: Ending) {
    if ending.clone().wait_for(|now| *now >= stage).await.is_err() {
        // Whoever would tell is gone without having told.
        std::future::pending().await
    }
}
