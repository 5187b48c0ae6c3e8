//! What is settled for the public subjects of a year (article 3), by the personnel office, from its notice.

mod list;
mod may_settle;
mod past;
mod settle;

use domain::{
    clock::Instant,
    refusal::{Refusal, RefusalKind},
    training_year::TrainingYear,
};
use store::Tx;

use crate::refusals;

pub use list::list;
pub use may_settle::may_settle;
pub use past::{PastYear, past};
pub use settle::settle;

/// The settings of a year with its first and last moment.
pub(crate) async fn settled(tx: &mut Tx, year: i16) -> Result<(TrainingYear, (Instant, Instant)), Refusal> {
    let found = store::training_years::get(tx, year).await.map_err(refusals::store)?;
    let settled = found.ok_or_else(|| {
        Refusal::new(
            RefusalKind::NotFound,
            "training-year.none",
            format!("{year} 年度的公需科目还没有设定。"),
            "已保存的内容没有变化。",
            "请等人事处按当年通知设定后再来。",
        )
    })?;
    let window = settled.window().ok_or_else(|| refusals::internal("a training window outside the calendar"))?;
    Ok((settled, window))
}
