//! One act: who acts, when, and the one transaction in which everything happens or nothing does.

use std::sync::Arc;

use domain::{
    access::Actor,
    audit::Event,
    clock::{Instant, shanghai_date},
    ids::CertificateId,
    refusal::Refusal,
};
use jiff::civil::Date;
use policy::Pack;
use store::Tx;
use uuid::Uuid;

use crate::{App, random, refusals};

/// One act of one actor at one moment. Dropped without [`commit`](Act::commit), it leaves nothing behind.
pub struct Act {
    pub(crate) app: Arc<App>,
    pub(crate) tx: Tx,
    actor: Option<Actor>,
    pub(crate) now: Instant,
    is_write: bool,
    key: Option<String>,
    repeated: Option<String>,
}

impl Act {
    pub(crate) async fn read(app: Arc<App>, actor: Option<Actor>, now: Instant) -> Result<Act, Refusal> {
        let tx = app.store.read().await.map_err(refusals::store)?;
        Ok(Act { app, tx, actor, now, is_write: false, key: None, repeated: None })
    }

    pub(crate) async fn write(
        app: Arc<App>,
        actor: Option<Actor>,
        now: Instant,
        key: Option<&str>,
    ) -> Result<Act, Refusal> {
        let mut tx = app.store.begin().await.map_err(refusals::store)?;
        let mut repeated = None;
        if let Some(key) = key {
            let author = author(actor.as_ref());
            match store::idempotency::claim(&mut tx, key, &author, now).await.map_err(refusals::store)? {
                store::idempotency::Claim::New => {}
                store::idempotency::Claim::Done { actor, outcome } if actor == author => repeated = Some(outcome),
                store::idempotency::Claim::Done { .. } => return Err(Refusal::changed_meanwhile()),
            }
        }
        Ok(Act { app, tx, actor, now, is_write: true, key: key.map(str::to_owned), repeated })
    }

    /// Where the first act with the same key ended; then there is nothing left to do but to go there.
    #[must_use]
    pub fn repeated(&self) -> Option<&str> {
        self.repeated.as_deref()
    }

    /// Makes everything done in this act last. `outcome` is the address that a repetition is sent to.
    ///
    /// # Errors
    /// `Internal` when the database does not confirm.
    pub async fn commit(mut self, outcome: &str) -> Result<(), Refusal> {
        if let (Some(key), None) = (&self.key, &self.repeated) {
            store::idempotency::finish(&mut self.tx, key, outcome).await.map_err(refusals::store)?;
        }
        self.tx.commit().await.map_err(refusals::store)
    }

    /// Who acts; `None` for a stranger.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
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

    /// Records what was done, in this transaction.
    pub(crate) async fn record(&mut self, event: &Event) -> Result<(), Refusal> {
        record(&mut self.tx, self.actor.as_ref(), self.now, event).await
    }

    /// Records that something was looked at: in this transaction, or when it can only read, in one of its own.
    pub(crate) async fn record_access(&mut self, event: &Event) -> Result<(), Refusal> {
        if self.is_write {
            return self.record(event).await;
        }
        let mut tx = self.app.store.begin().await.map_err(refusals::store)?;
        record(&mut tx, self.actor.as_ref(), self.now, event).await?;
        tx.commit().await.map_err(refusals::store)
    }

    /// Records that a certificate was checked: in this transaction, or when it can only read, in one of its own.
    pub(crate) async fn record_check(&mut self, certificate: CertificateId) -> Result<(), Refusal> {
        if self.is_write {
            return store::certificates::record_check(&mut self.tx, certificate, self.now)
                .await
                .map_err(refusals::store);
        }
        let mut tx = self.app.store.begin().await.map_err(refusals::store)?;
        store::certificates::record_check(&mut tx, certificate, self.now).await.map_err(refusals::store)?;
        tx.commit().await.map_err(refusals::store)
    }
}

/// Appends an event in any transaction; strangers are told as 访客.
pub(crate) async fn record(tx: &mut Tx, actor: Option<&Actor>, now: Instant, event: &Event) -> Result<(), Refusal> {
    let name = actor.map_or("访客", |actor| actor.name.as_str());
    store::audit::append(tx, now, &author(actor), name, event).await.map_err(refusals::store)?;
    Ok(())
}

fn author(actor: Option<&Actor>) -> String {
    actor.map(|actor| actor.person.to_string()).unwrap_or_default()
}
