//! One act: who acts, when, and the one transaction in which everything happens or nothing does.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use domain::{
    access::Actor,
    audit::Event,
    clock::{Instant, shanghai_date},
    refusal::{Refusal, RefusalKind},
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use object_store::path::Path;
use policy::Pack;
use store::Tx;
use uuid::Uuid;

use crate::{
    App, Once, files,
    learning::{Leaving, Whose},
    random, refusals,
};

/// Files of one act that are written at once.
const WRITTEN_AT_ONCE: usize = 8;

/// One act of one actor at one moment. Dropped without [`commit`](Act::commit), it leaves nothing behind.
pub struct Act {
    pub(crate) app: Arc<App>,
    pub(crate) tx: Tx,
    actor: Option<Actor>,
    pub(crate) now: Instant,
    is_write: bool,
    once: Option<Once>,
    repeated: Option<String>,
    /// Path and bytes of what is to be kept; written last, when nothing can be refused any more.
    files: Vec<(String, Bytes)>,
    /// Whose tickets end with it.
    leaving: Leaving,
}

impl Act {
    pub(crate) async fn read(app: Arc<App>, actor: Option<Actor>, now: Instant) -> Result<Act, Refusal> {
        let tx = app.store.read().await.map_err(refusals::store)?;
        let (files, leaving) = (Vec::new(), Leaving::nobody(&app));
        Ok(Act { app, tx, actor, now, is_write: false, once: None, repeated: None, files, leaving })
    }

    pub(crate) async fn write(
        app: Arc<App>,
        actor: Option<Actor>,
        now: Instant,
        once: Option<&Once>,
    ) -> Result<Act, Refusal> {
        let mut tx = app.store.begin().await.map_err(refusals::store)?;
        let mut repeated = None;
        let once = once.map(|once| Once { key: once.key.clone(), request: app.keys.request_mark(&once.request) });
        if let Some(once) = &once {
            repeated = claim(&mut tx, once, &author(actor.as_ref()), now).await?;
        }
        let (files, leaving) = (Vec::new(), Leaving::nobody(&app));
        Ok(Act { app, tx, actor, now, is_write: true, once, repeated, files, leaving })
    }

    /// Where the first act with the same key ended; then there is nothing left to do but to go there.
    #[must_use]
    pub fn repeated(&self) -> Option<&str> {
        self.repeated.as_deref()
    }

    /// Makes everything done in this act last. `outcome` is the address that a repetition is sent to. It goes on to its end
    /// also when whoever waits for it goes away: nobody is left behind who does not know whether it was done.
    ///
    /// # Errors
    /// `Internal` when a file cannot be written or the database does not confirm; then nothing was done.
    pub async fn commit(mut self, outcome: &str) -> Result<(), Refusal> {
        if let (Some(once), None) = (&self.once, &self.repeated) {
            store::idempotency::finish(&mut self.tx, &once.key, outcome).await.map_err(refusals::store)?;
        }
        tokio::spawn(self.finish()).await.map_err(refusals::internal)?
    }

    async fn finish(self) -> Result<(), Refusal> {
        let today = self.today();
        let Act { app, tx, files, leaving, .. } = self;
        let paths: Vec<Path> = files.iter().map(|(path, _)| Path::from(path.as_str())).collect();
        let done = make_last(&app, tx, files).await;
        if done.is_ok() {
            leaving.last();
        } else if !paths.is_empty() {
            // What cannot be taken away now is found by the next sweep.
            files::set_aside_unnamed(&app, &paths, today).await.ok();
        }
        done
    }

    /// Keeps bytes with this act. The row that names them is added first: see [`store::files::hold_still`].
    pub(crate) fn keep_file(&mut self, path: String, bytes: impl Into<Bytes>) {
        self.files.push((path, bytes.into()));
    }

    /// Lets the desk of learners forget these when the act lasts, and take no beat of theirs until then.
    pub(crate) fn let_leave(&mut self, whose: Whose) {
        self.leaving.hold(whose);
    }

    /// Who acts; `None` for a stranger.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// Whether it may change anything.
    pub(crate) fn is_write(&self) -> bool {
        self.is_write
    }

    /// How many statements it has run: what is read for many at once must not grow with them.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.tx.statements()
    }

    /// The moment of the act.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Its date in Asia/Shanghai.
    #[must_use]
    pub fn today(&self) -> Date {
        shanghai_date(self.now)
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The pack in force.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        self.app.pack()
    }

    /// Who acts; refuses strangers.
    pub(crate) fn signed_in(&self) -> Result<Actor, Refusal> {
        self.actor.clone().ok_or_else(Refusal::sign_in_needed)
    }

    /// A new identifier.
    pub(crate) fn new_id<Id>(&self, make: fn(Uuid) -> Id) -> Result<Id, Refusal> {
        Ok(make(random::uuid(self.now)?))
    }

    /// The number of the log's last event, under which what was worked out may be kept; `None` in an act that changes
    /// something, because it sees what nobody else may ever see.
    pub(crate) async fn log_end(&mut self) -> Result<Option<i64>, Refusal> {
        if self.is_write {
            return Ok(None);
        }
        store::audit::last(&mut self.tx).await.map(Some).map_err(refusals::store)
    }

    /// Records what was done, in this transaction.
    pub(crate) async fn record(&mut self, event: &Event) -> Result<(), Refusal> {
        record(&mut self.tx, self.actor.as_ref(), self.now, event).await
    }

    /// Records that something was looked at: in this transaction, or when it can only read, in one of its own. The act
    /// reads nothing more after that.
    pub(crate) async fn record_access(&mut self, event: &Event) -> Result<(), Refusal> {
        if self.is_write {
            return self.record(event).await;
        }
        self.stop_reading().await?;
        let mut tx = self.app.store.begin().await.map_err(refusals::store)?;
        record(&mut tx, self.actor.as_ref(), self.now, event).await?;
        tx.commit().await.map_err(refusals::store)
    }

    /// Gives the connection of an act that can only read back, before long work or another connection. Whoever holds one
    /// and asks for another waits for somebody who does the same.
    pub(crate) async fn stop_reading(&mut self) -> Result<(), Refusal> {
        if self.is_write { Ok(()) } else { self.tx.end().await.map_err(refusals::store) }
    }
}

async fn make_last(app: &App, tx: Tx, files: Vec<(String, Bytes)>) -> Result<(), Refusal> {
    // The same content has the same path, so it is written once; different contents wait for the disk together.
    let files: BTreeMap<String, Bytes> = files.into_iter().collect();
    let writing = files.into_iter().map(|(path, bytes)| async move { files::keep(app, &path, bytes).await });
    stream::iter(writing).buffer_unordered(WRITTEN_AT_ONCE).try_collect::<()>().await?;
    tx.commit().await.map_err(refusals::store)
}

/// Claims the key for this transaction; answers where the same request ended when it was sent before.
async fn claim(tx: &mut Tx, once: &Once, author: &str, now: Instant) -> Result<Option<String>, Refusal> {
    let claimed = store::idempotency::claim(tx, &once.key, author, &once.request, now).await;
    match claimed.map_err(refusals::store)? {
        store::idempotency::Claim::New => Ok(None),
        store::idempotency::Claim::Done(done) if done.actor == author && done.request == once.request => {
            Ok(Some(done.outcome))
        }
        store::idempotency::Claim::Done(_) => Err(other_content()),
    }
}

fn other_content() -> Refusal {
    Refusal::new(
        RefusalKind::Conflict,
        "request.key-reused",
        "这张表单已经提交过一次，这次的内容与那次不同，没有保存。",
        "第一次提交的内容已经保存，没有变化。",
        "请刷新页面，核对已保存的内容；还要修改的，在刷新后的表单里填写再提交。",
    )
}

/// Appends an event in any transaction; strangers are told as 访客.
pub(crate) async fn record(tx: &mut Tx, actor: Option<&Actor>, now: Instant, event: &Event) -> Result<(), Refusal> {
    let name = actor.map_or("访客", |actor| actor.name.as_str());
    store::audit::append(tx, now, &author(actor), name, event).await.map_err(refusals::store)?;
    Ok(())
}

/// How the log calls whoever acts; empty for strangers.
pub(crate) fn author(actor: Option<&Actor>) -> String {
    actor.map(|actor| actor.person.to_string()).unwrap_or_default()
}
