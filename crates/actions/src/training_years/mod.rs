//! What is settled for the public subjects of a year (article 3), by the personnel office, from its notice.

mod list;
mod may_settle;
mod passed;
mod past;
mod settle;

use domain::{
    clock::{Instant, shanghai_date},
    refusal::{Refusal, RefusalKind},
    training_year::{TrainingYear, Window},
};
use store::Tx;

use crate::refusals;

pub use list::{list, revision};
pub use may_settle::may_settle;
pub use passed::passed;
pub use past::{PastYear, past};
pub use settle::{SETTLED_ELSEWHERE, settle, settle_over};

/// The settings of a year.
pub(crate) async fn settled(tx: &mut Tx, year: i16) -> Result<TrainingYear, Refusal> {
    let found = store::training_years::get(tx, year).await.map_err(refusals::store)?;
    found.ok_or_else(|| not_settled(year))
}

/// The settings of a year with the window that matters now: its own, or one in which it can be made up for.
pub(crate) async fn in_window(tx: &mut Tx, year: i16, now: Instant) -> Result<(TrainingYear, Window), Refusal> {
    let all = store::training_years::all(tx).await.map_err(refusals::store)?;
    let settled = all.iter().find(|it| it.year == year).ok_or_else(|| not_settled(year))?;
    Ok((settled.clone(), settled.window_on(&all, shanghai_date(now))))
}

/// The same, with the window's first and last moment.
pub(crate) async fn with_moments(
    tx: &mut Tx,
    year: i16,
    now: Instant,
) -> Result<(TrainingYear, (Instant, Instant)), Refusal> {
    let (settled, window) = in_window(tx, year, now).await?;
    Ok((settled, moments(&window)?))
}

/// The last moment of the window of a year that had opened last, whether or not it has come.
pub(crate) async fn last_moment(tx: &mut Tx, year: i16, now: Instant) -> Result<Instant, Refusal> {
    let all = store::training_years::all(tx).await.map_err(refusals::store)?;
    let settled = all.iter().find(|it| it.year == year).ok_or_else(|| not_settled(year))?;
    Ok(moments(&settled.window_opened_by(&all, shanghai_date(now)))?.1)
}

/// First and last moment of a window.
pub(crate) fn moments(window: &Window) -> Result<(Instant, Instant), Refusal> {
    window.moments().ok_or_else(|| refusals::internal("a training window outside the calendar"))
}

fn not_settled(year: i16) -> Refusal {
    Refusal::new(
        RefusalKind::NotFound,
        "training-year.none",
        format!("{year} 年度的公需科目还没有设定。"),
        "已保存的内容没有变化。",
        "请等人事处按当年通知设定后再来。",
    )
}
