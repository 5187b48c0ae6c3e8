//! Asking support for a make-up when all attempts are used up (article 3), and saying no to it. Saying yes is
//! [`super::grant_make_up`], which ends the request.

use domain::{
    access::{Deed, Thing, may},
    audit::{Event, EventKind},
    exam::{MakeUpRequest, RequestAnswer},
    ids::{MakeUpRequestId, PersonId},
    reason,
    refusal::{Refusal, RefusalKind},
};
use store::StoreError;

use super::known;
use crate::{Act, Unanswered, load, refusals, training_years, views::unanswered_rows};

/// A request as support sees it.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// The request.
    pub request: MakeUpRequest,
    /// Name of whoever asks.
    pub name: String,
    /// Their staff number.
    pub staff_number: String,
    /// Whether the actor may answer: nobody answers themselves.
    pub may_answer: bool,
}

/// Asks support for make-up study and one attempt more.
///
/// # Errors
/// `Conflict` while attempts are left, after the examination was passed, outside the window, and while another request of
/// the year is open; `Invalid` without a reason.
pub async fn request_make_up(act: &mut Act, year: i16, reason: &str) -> Result<MakeUpRequestId, Refusal> {
    let person = act.signed_in()?.person;
    let now = act.now();
    let (settled, window) = training_years::with_moments(&mut act.tx, year, now).await?;
    let mut all = known(&mut act.tx, &[person], &settled).await?;
    let known = all.remove(&person).unwrap_or_default();
    let next = "请在考试页面查看现在可以做什么。".to_owned();
    known.allowance(&settled, window).may_grant(act.now()).map_err(|refusal| Refusal { next, ..refusal })?;
    let reason = reason::given(reason, "申请重修的理由", "技术支持会看到它")?;
    let id = act.new_id(MakeUpRequestId::from_uuid)?;
    let request = MakeUpRequest { id, person, year, reason, asked_at: act.now(), answer: None };
    store::make_up_requests::add(&mut act.tx, &request).await.map_err(|error| match error {
        StoreError::Unique(_) => Refusal::conflict(
            "make-up.waiting",
            "您的重修申请已经提交，正在等待答复。",
            "答复会显示在考试页面上；请不要重复提交。",
        ),
        error => refusals::store(error),
    })?;
    record(act, EventKind::MakeUpRequested, &request, &request.reason).await?;
    Ok(id)
}

/// Says no to a request, and why.
///
/// # Errors
/// `NotFound` for whoever is not support; `Forbidden` for one's own; `Invalid` without a reason; `Conflict` when it has an
/// answer.
pub async fn refuse_make_up(act: &mut Act, id: MakeUpRequestId, reason: &str) -> Result<(), Refusal> {
    load::office(act, Deed::GrantMakeUp)?;
    let by = act.signed_in()?.person;
    let found = store::make_up_requests::get(&mut act.tx, id).await.map_err(refusals::store)?;
    let request = found.ok_or_else(|| Refusal::not_found("申请"))?;
    if request.person == by {
        return Err(own());
    }
    if request.answer.is_some() {
        return Err(Refusal::changed_meanwhile());
    }
    let reason = reason::given(reason, "不同意的理由", "本人会看到它")?;
    let answer = RequestAnswer::Refused(reason.clone());
    if !close(act, request.person, request.year, &answer).await? {
        return Err(Refusal::changed_meanwhile());
    }
    record(act, EventKind::MakeUpRefused, &request, &reason).await
}

fn own() -> Refusal {
    Refusal::new(
        RefusalKind::Forbidden,
        "make-up.own",
        "这是您自己提出的申请，不能由您自己答复。",
        domain::refusal::NOTHING_CHANGED,
        "请由技术支持的其他人处理。",
    )
}

/// Ends the open request of a person; answers whether there was one.
pub(super) async fn close(act: &mut Act, person: PersonId, year: i16, answer: &RequestAnswer) -> Result<bool, Refusal> {
    let (by, now) = (act.signed_in()?.person, act.now());
    store::make_up_requests::answer(&mut act.tx, person, year, answer, by, now).await.map_err(refusals::store)
}

async fn record(act: &mut Act, kind: EventKind, request: &MakeUpRequest, reason: &str) -> Result<(), Refusal> {
    let year = request.year.to_string();
    let event = Event::new(kind, request.person.subject(), &[("year", year.as_str()), ("reason", reason)]);
    act.record(&event.with("request", request.id.to_string())).await
}

/// One page of the requests that wait for an answer; `page` counts from 1.
///
/// # Errors
/// `NotFound` for whoever is not support.
pub async fn make_up_requests(act: &mut Act, page: u32) -> Result<Unanswered<RequestView>, Refusal> {
    load::office(act, Deed::GrantMakeUp)?;
    let actor = act.signed_in()?;
    let (limit, offset) = unanswered_rows(page);
    let (open, total) = store::make_up_requests::open(&mut act.tx, limit, offset).await.map_err(refusals::store)?;
    let mut ids: Vec<PersonId> = open.iter().map(|request| request.person).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = store::people::get_many(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let view = |request: MakeUpRequest| {
        let person = people.iter().find(|person| person.id == request.person)?;
        let thing = Thing::Person { id: person.id, unit: person.unit_id };
        Some(RequestView {
            name: person.name.clone(),
            staff_number: person.staff_number.clone(),
            may_answer: may(&actor, Deed::GrantMakeUp, &thing),
            request,
        })
    };
    Ok(Unanswered::of(open.into_iter().filter_map(view).collect(), total))
}
