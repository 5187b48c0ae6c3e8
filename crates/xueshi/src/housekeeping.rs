//! What the running service does beside answering: writes down how often certificates were checked and removes
//! files that no row names. A failure is logged and tried again the next time.

use std::sync::Arc;
use std::time::Duration;

use actions::App;
use tokio::task::JoinHandle;

use crate::clock;

const WRITE_DOWN: Duration = Duration::from_secs(10);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The service's own work, stopped with [`Housekeeping::stop`].
pub(crate) struct Housekeeping {
    app: Arc<App>,
    tasks: [JoinHandle<()>; 2],
}

impl Housekeeping {
    /// Begins at once, beside the service.
    pub(crate) fn begin(app: &Arc<App>) -> Self {
        let tasks = [tokio::spawn(write_down(Arc::clone(app))), tokio::spawn(sweep(Arc::clone(app)))];
        Housekeeping { app: Arc::clone(app), tasks }
    }

    /// Stops, and writes down what there still is.
    pub(crate) async fn stop(self) {
        for task in self.tasks {
            task.abort();
            task.await.ok();
        }
        told(actions::certificates::record_checks(&self.app).await);
    }
}

async fn write_down(app: Arc<App>) {
    let mut turns = tokio::time::interval(WRITE_DOWN);
    loop {
        turns.tick().await;
        told(actions::certificates::record_checks(&app).await);
    }
}

async fn sweep(app: Arc<App>) {
    let mut turns = tokio::time::interval(DAY);
    loop {
        turns.tick().await;
        if let Some(swept) = told(actions::sweep_files(&app).await)
            && swept.removed > 0
        {
            tracing::info!(removed = swept.removed, "files that no row named are gone");
        }
        if let Some(swept) = told(actions::sweep(&app, clock::now()).await) {
            tracing::info!(?swept, "took away what has served");
        }
    }
}

fn told<T>(outcome: Result<T, domain::refusal::Refusal>) -> Option<T> {
    outcome.inspect_err(|refusal| tracing::warn!(code = refusal.code, "housekeeping has to wait")).ok()
}
