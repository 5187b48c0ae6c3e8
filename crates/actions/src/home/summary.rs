//! What the first page shows to whoever opens it.

use domain::{
    access::{Actor, Deed, Thing, may},
    refusal::Refusal,
    registration::State,
};
use policy::Obligation;

use crate::{
    Act, Deadline,
    findings::{self, FindingView},
    people, refusals, registrations,
    training_years::{self, PastYear},
    views,
    years::{self, YearAccount},
};

/// The first page.
#[derive(Debug, Clone)]
pub struct HomeView {
    /// The current year in Asia/Shanghai.
    pub year: i16,
    /// The actor's own year; `None` for strangers.
    pub account: Option<YearAccount>,
    /// Past years whose public subjects the actor can still make up for; none for whoever owes nothing.
    pub past: Vec<PastYear>,
    /// What the actor can reply to or appeal against (article 13).
    pub findings: Vec<FindingView>,
    /// Whether the actor may read everybody's findings.
    pub may_see_findings: bool,
    /// The pack's deadlines.
    pub deadlines: Vec<Deadline>,
    /// How many registrations of the year wait in which state, in the actor's units.
    pub queue_counts: Vec<(State, i64)>,
    /// Whether the actor has a queue.
    pub may_see_queue: bool,
    /// Whether the actor may see how units stand.
    pub may_see_overview: bool,
    /// Whether the actor may import.
    pub may_import: bool,
    /// Whether the actor may see people.
    pub may_see_people: bool,
    /// Whether the actor may invite them.
    pub may_invite: bool,
    /// Whether the actor may appoint them.
    pub may_grant: bool,
    /// Whether the actor answers objections to learning time and requests for a make-up.
    pub may_answer: bool,
    /// How many objections wait for an answer; none for whoever does not answer them.
    pub open_disputes: i64,
    /// How many requests for a make-up wait for one.
    pub open_requests: i64,
    /// Whether the actor may read the log.
    pub may_see_audit: bool,
    /// Whether the pack's numbers are samples.
    pub sample: bool,
    /// The pack's title.
    pub pack_title: String,
}

/// What the first page shows.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn summary(act: &mut Act) -> Result<HomeView, Refusal> {
    let year = act.today().year();
    let actor = act.actor().cloned();
    let (mut account, mut past, mut queue_counts, mut findings) = (None, Vec::new(), Vec::new(), Vec::new());
    let may_see_queue = actor.as_ref().is_some_and(|actor| anywhere(actor, Deed::ViewQueue));
    if actor.as_ref().is_some_and(|actor| !actor.is_system()) {
        let own = years::account(act, year, None).await?;
        if own.assessment.obligation != Obligation::None {
            past = training_years::past(act).await?;
            past.retain(|it| !it.is_passed);
        }
        account = Some(own);
        findings = findings::own_open(act).await?;
    }
    if may_see_queue {
        let units = people::visible_units(act, Deed::ViewQueue).await?;
        let units: Vec<_> = units.iter().map(|unit| unit.id).collect();
        queue_counts = registrations::state_counts(act, &units, Some(year)).await?;
    }
    let deadlines = match &account {
        Some(account) => account.deadlines.clone(),
        None => views::deadlines(act.pack(), year, None, act.today()),
    };
    let may_answer = actor.as_ref().is_some_and(|actor| anywhere(actor, Deed::AnswerDispute));
    let (open_disputes, open_requests) = if may_answer { unanswered(act).await? } else { (0, 0) };
    let may_anywhere = |deed| actor.as_ref().is_some_and(|actor| anywhere(actor, deed));
    Ok(HomeView {
        year,
        account,
        past,
        findings,
        may_see_findings: may_anywhere(Deed::ViewFindings),
        deadlines,
        queue_counts,
        may_see_queue,
        may_see_overview: may_anywhere(Deed::ViewOverview),
        may_import: may_anywhere(Deed::Import),
        may_see_people: may_anywhere(Deed::ViewPeople),
        may_invite: may_anywhere(Deed::Invite),
        may_grant: may_anywhere(Deed::GrantRole),
        may_answer,
        open_disputes,
        open_requests,
        may_see_audit: may_anywhere(Deed::ViewAudit),
        sample: act.pack().is_sample(),
        pack_title: act.pack().title().to_owned(),
    })
}

/// How many objections and how many requests wait for an answer.
async fn unanswered(act: &mut Act) -> Result<(i64, i64), Refusal> {
    let disputes = store::disputes::count_open(&mut act.tx).await.map_err(refusals::store)?;
    let requests = store::make_up_requests::count_open(&mut act.tx).await.map_err(refusals::store)?;
    Ok((disputes, requests))
}

/// Whether the actor may do the deed in the institution or in any unit of their appointments.
fn anywhere(actor: &Actor, deed: Deed) -> bool {
    may(actor, deed, &Thing::Institution)
        || actor.grants.iter().filter_map(|grant| grant.unit).any(|unit| may(actor, deed, &Thing::Unit(unit)))
}
