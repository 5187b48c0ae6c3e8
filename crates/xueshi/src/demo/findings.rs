//! What the personnel office of the sample university doubts (article 13): one item whose person has replied, so that the
//! office can decide, and one whose person still can.

use std::sync::Arc;

use actions::registrations::{self, QueueFilter};
use actions::{App, findings};
use domain::clock::{Instant, shanghai_date};
use domain::finding::NoticeForm;
use domain::ids::{FindingId, PersonId};
use domain::registration::State;
use jiff::ToSpan;

use super::institution::{Institution, actor};
use crate::failure::Failure;

/// Days in which a person can reply.
const DAYS_TO_REPLY: i32 = 15;
const REPLY: &str = "材料由承办单位印制，编号漏印了一位；已请对方补开证明，原件本周送到人事处。";

/// An item that is doubted: why, and which of the first page of the year's approved registrations, from its end.
struct Doubt {
    place: usize,
    suspicion: &'static str,
}

const REPLIED: Doubt = Doubt {
    place: 1, suspicion: "收到举报；向主办单位核实，对方说佐证材料上的编号查不到。"
};
const OPEN: Doubt = Doubt {
    place: 2, suspicion: "抽查时调阅原件：佐证材料上的日期有涂改，与登记的日期不一致。"
};

/// Tells a person that an item of a year is doubted, and has them reply.
pub(super) async fn replied(
    app: &Arc<App>,
    institution: &Institution<'_>,
    year: i16,
    at: Instant,
) -> Result<(), Failure> {
    let Some((finding, person)) = notify(app, institution, year, &REPLIED, at).await? else { return Ok(()) };
    let Some(person) = institution.people.iter().find(|it| it.id == person) else { return Ok(()) };
    let mut act = app.write(Some(actor(person, Vec::new())), at, None).await?;
    findings::answer(&mut act, finding, REPLY).await?;
    Ok(act.commit("/findings").await?)
}

/// Tells a person that an item of a year is doubted.
pub(super) async fn open(app: &Arc<App>, institution: &Institution<'_>, year: i16, at: Instant) -> Result<(), Failure> {
    notify(app, institution, year, &OPEN, at).await.map(|_| ())
}

/// Nobody is told where so few registrations were approved.
async fn notify(
    app: &Arc<App>,
    institution: &Institution<'_>,
    year: i16,
    doubt: &Doubt,
    at: Instant,
) -> Result<Option<(FindingId, PersonId)>, Failure> {
    let Some(office) = institution.personnel() else { return Ok(None) };
    let mut act = app.write(Some(office.clone()), at, None).await?;
    let approved = QueueFilter { year: Some(year), state: Some(State::Approved), page: 1, ..QueueFilter::default() };
    let rows = registrations::queue(&mut act, &approved).await?.rows;
    let Some(row) = rows.iter().rev().nth(doubt.place) else { return Ok(None) };
    let view = registrations::show(&mut act, row.id).await?;
    let (person, item) = (view.registration.person_id, view.items.first().map(|it| it.item.id));
    let (Some(item), true) = (item, person != office.person) else { return Ok(None) };
    let reply_until = shanghai_date(at).saturating_add(DAYS_TO_REPLY.days()).to_string();
    let form = NoticeForm { suspicion: doubt.suspicion.to_owned(), reply_until };
    let finding = findings::notify(&mut act, (row.id, item), &form).await?;
    act.commit("/findings").await?;
    Ok(Some((finding, person)))
}
