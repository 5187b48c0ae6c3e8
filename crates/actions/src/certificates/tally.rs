//! How often certificates were checked since it was last written down. Strangers check, as often as they like, so a check
//! costs a count in memory; the counts are written together from time to time. A crash loses the last few seconds.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    clock::{Instant, shanghai_date},
    ids::CertificateId,
    refusal::Refusal,
};
use jiff::civil::Date;

use crate::{App, refusals};

type Counts = BTreeMap<(CertificateId, Date), (i64, Instant)>;

/// Checks not written down yet: one count a certificate and day, so never more than there are certificates.
#[derive(Default)]
pub(crate) struct CheckTally(Mutex<Counts>);

impl CheckTally {
    pub(crate) fn add(&self, id: CertificateId, now: Instant) {
        self.add_many((id, shanghai_date(now)), (1, now));
    }

    fn add_many(&self, key: (CertificateId, Date), (checks, last_at): (i64, Instant)) {
        let mut counts = self.counts();
        let entry = counts.entry(key).or_insert((0, last_at));
        *entry = (entry.0 + checks, entry.1.max(last_at));
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes down how often certificates were checked since the last time.
///
/// # Errors
/// `Internal` when the database does not answer; then the counts wait for the next time.
pub async fn record_checks(app: &Arc<App>) -> Result<(), Refusal> {
    let counts = std::mem::take(&mut *app.checks.counts());
    if counts.is_empty() {
        return Ok(());
    }
    let written = write(app, &counts).await;
    if written.is_err() {
        for (key, count) in counts {
            app.checks.add_many(key, count);
        }
    }
    written
}

async fn write(app: &App, counts: &Counts) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    for ((id, day), (checks, last_at)) in counts {
        store::certificates::add_checks(&mut tx, *id, *day, *checks, *last_at).await.map_err(refusals::store)?;
    }
    tx.commit().await.map_err(refusals::store)
}
