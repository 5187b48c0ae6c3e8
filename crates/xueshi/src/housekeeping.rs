//! What the running service does beside answering: writes down learning time and how often certificates were checked,
//! hands in what the time has ended, draws papers anew after their bank has changed, and sets aside files that no row
//! names. A failure is logged and tried again the next time.

use std::sync::Arc;
use std::time::Duration;

use actions::{App, SweptFiles};
use tokio::task::JoinHandle;

use crate::clock;

const WRITE_DOWN: Duration = Duration::from_secs(10);
/// People wait for their result, so attempts end soon after their time.
const HAND_IN: Duration = Duration::from_secs(3);
/// Whoever begins sooner has their paper drawn then.
const DRAW_ANEW: Duration = Duration::from_secs(3);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The service's own work, stopped with [`Housekeeping::stop`].
pub(crate) struct Housekeeping {
    app: Arc<App>,
    tasks: [JoinHandle<()>; 4],
}

impl Housekeeping {
    /// Begins at once, beside the service.
    pub(crate) fn begin(app: &Arc<App>) -> Self {
        let tasks = [
            tokio::spawn(write_down(Arc::clone(app))),
            tokio::spawn(hand_in(Arc::clone(app))),
            tokio::spawn(draw_anew(Arc::clone(app))),
            tokio::spawn(sweep(Arc::clone(app))),
        ];
        Housekeeping { app: Arc::clone(app), tasks }
    }

    /// Stops, and writes down what there still is.
    pub(crate) async fn stop(self) {
        for task in self.tasks {
            task.abort();
            task.await.ok();
        }
        note_down(&self.app).await;
    }
}

/// What is only in memory until now.
async fn note_down(app: &Arc<App>) {
    told(actions::learning::write_down(app, clock::now()).await);
    told(actions::certificates::record_checks(app).await);
}

async fn hand_in(app: Arc<App>) {
    let mut turns = tokio::time::interval(HAND_IN);
    loop {
        turns.tick().await;
        if let Some(ended @ 1..) = told(actions::exams::end_due(&app, clock::now()).await) {
            tracing::info!(ended, "handed in what the time had ended");
        }
    }
}

async fn draw_anew(app: Arc<App>) {
    let mut turns = tokio::time::interval(DRAW_ANEW);
    loop {
        turns.tick().await;
        if let Some(drawn @ 1..) = told(actions::exams::draw_anew(&app, clock::now()).await) {
            tracing::info!(drawn, "drew papers anew that nobody has begun");
        }
    }
}

async fn write_down(app: Arc<App>) {
    let mut turns = tokio::time::interval(WRITE_DOWN);
    loop {
        turns.tick().await;
        note_down(&app).await;
    }
}

async fn sweep(app: Arc<App>) {
    let mut turns = tokio::time::interval(DAY);
    loop {
        turns.tick().await;
        if let Some(swept) = told(actions::sweep_files(&app, clock::now()).await) {
            tell(swept);
        }
        if let Some(swept) = told(actions::sweep(&app, clock::now()).await) {
            tracing::info!(?swept, "took away what has served");
        }
    }
}

fn tell(swept: SweptFiles) {
    let SweptFiles { named, set_aside, held_back, put_back, removed } = swept;
    if held_back > 0 {
        tracing::warn!(
            named,
            held_back,
            "no row names so many files that this may not be their database: none was moved; see `xueshi doctor`"
        );
    }
    if set_aside + put_back + removed > 0 {
        tracing::info!(set_aside, put_back, removed, "files that no row names lie in files/set-aside for 30 days");
    }
}

fn told<T>(outcome: Result<T, domain::refusal::Refusal>) -> Option<T> {
    outcome.inspect_err(|refusal| tracing::warn!(code = refusal.code, "housekeeping has to wait")).ok()
}
