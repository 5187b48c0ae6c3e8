//! Holds one person's registration of one year and its transitions (articles 6 and 8). Must not compute hours nor know
//! where registrations are kept.
//!
//! ```text
//!                                           ┌─ take_over_check
//!                                           ▼ │
//! Draft ─submit─► Submitted ─begin_check─► Checking ─finish─► Verified ─send─► AwaitingApproval ─approve─► Approved
//!   ▲  ◄─withdraw─┘    └────────┬─────────────┘                                        │            │
//!   └── submit again ── Returned ◄──────────── return_to_person, return_from_approval ─┴─ withdraw_approval
//! ```

use jiff::civil::Date;
use policy::Hours;
use serde::{Deserialize, Serialize};

use crate::{
    access::{Actor, Deed},
    audit::{Event, EventKind},
    clock::{Instant, chinese_date, shanghai_date},
    ids::{DocumentId, PersonId, RegistrationId, UnitId},
    item::{Decision, Item},
    refusal::Refusal,
};

mod approval_withdrawal;
mod check;
mod deadlines;
mod figure;
mod late;
mod rules;
mod state;
mod submission;
#[cfg(test)]
mod tests;

pub use approval_withdrawal::ApprovalWithdrawal;
pub use check::{naming_checker, speaks_of_checker};
pub use deadlines::Deadlines;
pub use figure::{FIGURE_UNCONFIRMED, Yardstick};
pub use state::{State, UnknownState};
pub use submission::{Move, Obstacle, Shortfall, Submission, declaration, is_not_empty};

/// One person's registration of one year; there is at most one (article 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// Identity.
    pub id: RegistrationId,
    /// What people read, see [`number`]; unique.
    pub number: String,
    /// Whose.
    pub person_id: PersonId,
    /// The unit that decides: the person's when the registration was last handed in, or opened.
    pub unit_id: UnitId,
    /// The year.
    pub year: i16,
    /// Where it stands.
    pub state: State,
    /// Counts the times it was saved; a save with an old version is refused.
    pub version: i64,
    /// When it was opened.
    pub opened_at: Instant,
    /// When the person declared that it is true (article 11).
    pub declared_at: Option<Instant>,
    /// When it was last handed in.
    pub submitted_at: Option<Instant>,
    /// Why that was after the person's date; `None` when it was not.
    pub late_reason: Option<String>,
    /// The verifier whose decisions its items carry: whoever took it up last. Stays when it is given back, so that
    /// nobody can approve what they decided; another verifier who takes it up decides everything anew.
    pub checker: Option<PersonId>,
    /// The verifier who is checking it now.
    pub checking_by: Option<PersonId>,
    /// The verifier who finished the check.
    pub verified_by: Option<PersonId>,
    /// When.
    pub verified_at: Option<Instant>,
    /// The signed and sealed form.
    pub sealed_form: Option<DocumentId>,
    /// The approver.
    pub approved_by: Option<PersonId>,
    /// When.
    pub approved_at: Option<Instant>,
    /// Why it was last given back; gone when it is handed in again.
    pub return_reason: Option<String>,
    /// Last day on which it may still be decided, when personnel extended it beyond the pack's deadline.
    pub extended_to: Option<Date>,
    /// The policy pack that it is checked by.
    pub pack_name: String,
    /// That pack's content hash when it was opened, and from its approval on the one that it was decided by, 64 hexadecimal
    /// digits.
    pub pack_hash: String,
}

/// A registration's number: `2026-00042`, the year and its place in that year.
pub fn number(year: i16, sequence: i64) -> String {
    format!("{year}-{sequence:05}")
}

/// Who opens what, for [`Registration::open`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Identity of the new registration.
    pub id: RegistrationId,
    /// Its number, see [`number`].
    pub number: String,
    /// Whose.
    pub person_id: PersonId,
    /// Their unit.
    pub unit_id: UnitId,
    /// The year.
    pub year: i16,
    /// The policy pack in force.
    pub pack_name: String,
    /// Its content hash.
    pub pack_hash: String,
}

impl Registration {
    /// A new draft at version 1.
    pub fn open(opening: Opening, now: Instant) -> (Self, Event) {
        let registration = Self {
            id: opening.id,
            number: opening.number,
            person_id: opening.person_id,
            unit_id: opening.unit_id,
            year: opening.year,
            state: State::Draft,
            version: 1,
            opened_at: now,
            declared_at: None,
            submitted_at: None,
            late_reason: None,
            checker: None,
            checking_by: None,
            verified_by: None,
            verified_at: None,
            sealed_form: None,
            approved_by: None,
            approved_at: None,
            return_reason: None,
            extended_to: None,
            pack_name: opening.pack_name,
            pack_hash: opening.pack_hash,
        };
        let event = registration.event(
            EventKind::RegistrationOpened,
            &[("year", &registration.year.to_string()), ("number", &registration.number)],
        );
        (registration, event)
    }

    /// An event of this registration.
    pub fn event(&self, kind: EventKind, values: &[(&str, &str)]) -> Event {
        Event::new(kind, self.id.subject(), values)
    }

    /// Whether items and evidence can be changed by the actor now.
    ///
    /// # Errors
    /// Refuses anyone but the person, and any state but draft and returned.
    pub fn edit(&self, actor: &Actor) -> Result<(), Refusal> {
        self.by_owner(actor, "修改这份登记")?;
        self.in_state(&[State::Draft, State::Returned], "修改")
    }

    /// Hands it in (article 6), late or not (article 8), to the unit that the person belongs to by now.
    ///
    /// # Errors
    /// Refuses without a declaration, without items, with obstacles, when the year falls short and the person did not
    /// tick that they know, after the unit's deadline, after the person's date without a reason, by anyone but the person.
    pub fn submit(
        &mut self,
        actor: &Actor,
        submission: &Submission,
        deadlines: &Deadlines,
        now: Instant,
    ) -> Result<Event, Refusal> {
        self.by_owner(actor, "提交这份登记")?;
        self.in_state(&[State::Draft, State::Returned], "提交")?;
        submission.is_complete().map_err(|refusal| refusal.under(&self.pack_name))?;
        self.in_time(self.last_to_hand_in(deadlines), now)?;
        self.late_reason = self.why_late(&submission.late_reason, deadlines, now)?;
        self.state = State::Submitted;
        self.declared_at = Some(now);
        self.submitted_at = Some(now);
        self.return_reason = None;
        let before = self.unit_id;
        let moved = submission.moved_to.as_ref().map_or_else(String::new, |moved| {
            self.unit_id = moved.unit;
            format!("，转由{}审验", moved.name)
        });
        let late = self.late_reason.as_ref().map_or_else(String::new, |reason| format!("，逾期提交，理由：{reason}"));
        let (year, items) = (self.year.to_string(), submission.items.to_string());
        let values = [("year", year.as_str()), ("items", &items), ("moved", &moved), ("late_reason", &late)];
        let event = self.event(EventKind::RegistrationSubmitted, &values);
        Ok(event
            .with("late", self.is_late(deadlines))
            .with("late_reason", self.late_reason.clone())
            .with("unit", self.unit_id.to_string())
            .with("unit_before", before.to_string()))
    }

    /// Takes it back while nobody has taken it up.
    ///
    /// # Errors
    /// Refuses once the check has begun, and anyone but the person.
    pub fn withdraw(&mut self, actor: &Actor) -> Result<Event, Refusal> {
        self.by_owner(actor, "撤回这份登记")?;
        self.in_state(&[State::Submitted], "撤回")?;
        self.state = State::Draft;
        self.declared_at = None;
        self.submitted_at = None;
        self.late_reason = None;
        Ok(self.event(EventKind::RegistrationWithdrawn, &[("year", &self.year.to_string())]))
    }

    /// Decides one item.
    ///
    /// # Errors
    /// Refuses the person's own, a foreign item, another verifier's check, negative hours, a missing reason, and hours
    /// that the yardstick does not let pass.
    pub fn decide_item(
        &self,
        actor: &Actor,
        item: &mut Item,
        decision: Decision,
        yardstick: &Yardstick,
        now: Instant,
    ) -> Result<Event, Refusal> {
        self.by_another(actor, "审验")?;
        self.in_state(&[State::Checking], "审验登记项")?;
        self.by_checker(actor)?;
        if item.registration_id != self.id {
            return Err(Refusal::not_found("登记项"));
        }
        rules::decision(&decision)?;
        yardstick.measure(&decision).map_err(|refusal| refusal.under(&self.pack_name))?;
        let hours = decision.hours().map(|hours| format!(" {hours} 学时")).unwrap_or_default();
        let reason = decision.reason().map(|reason| format!("，理由：{reason}")).unwrap_or_default();
        let event = self
            .event(
                EventKind::ItemDecided,
                &[("title", &item.title), ("decision", decision.label()), ("hours", &hours), ("reason", &reason)],
            )
            .with("item", item.id.to_string());
        let open = decision == Decision::Open;
        item.decision = decision;
        item.decided_by = (!open).then_some(actor.person);
        item.decided_at = (!open).then_some(now);
        Ok(event)
    }

    /// Finishes the first check (article 6).
    ///
    /// # Errors
    /// Refuses while an item is undecided or returned, another verifier's check, and the person's own.
    pub fn finish_verification(&mut self, actor: &Actor, items: &[Item], now: Instant) -> Result<Event, Refusal> {
        self.by_another(actor, "审验")?;
        self.in_state(&[State::Checking], "完成审验")?;
        self.by_checker(actor)?;
        rules::all_decided(items).map_err(|refusal| refusal.under(&self.pack_name))?;
        let hours: Hours = items.iter().filter_map(|item| item.decision.hours()).sum();
        self.state = State::Verified;
        self.checking_by = None;
        self.verified_by = Some(actor.person);
        self.verified_at = Some(now);
        Ok(self.event(
            EventKind::RegistrationVerified,
            &[("items", &items.len().to_string()), ("hours", &hours.to_string())],
        ))
    }

    /// Gives it back to the person during the first check.
    ///
    /// # Errors
    /// Refuses without a reason, in any other state, and the person's own.
    pub fn return_to_person(&mut self, actor: &Actor, reason: &str) -> Result<Event, Refusal> {
        self.by_another(actor, "退回")?;
        self.in_state(&[State::Submitted, State::Checking, State::Verified], "退回")?;
        if self.state == State::Checking {
            self.by_checker(actor)?;
        }
        let reason = rules::reason(reason)?;
        self.give_back(&reason);
        Ok(self.event(EventKind::RegistrationReturned, &[("reason", &reason)]))
    }

    /// Attaches the signed and sealed form, in place of any before (article 6).
    ///
    /// # Errors
    /// Refuses before the first check is done, and anyone but the person.
    pub fn attach_sealed_form(&mut self, actor: &Actor, document: DocumentId) -> Result<Event, Refusal> {
        self.by_owner(actor, "上传这份登记的汇总表")?;
        self.in_state(&[State::Verified], "上传盖章汇总表")?;
        self.sealed_form = Some(document);
        Ok(self.event(EventKind::SealedFormAttached, &[]).with("document", document.to_string()))
    }

    /// Asks for the second decision (article 6).
    ///
    /// # Errors
    /// Refuses without the sealed form, and anyone but the person.
    pub fn send_to_approval(&mut self, actor: &Actor) -> Result<Event, Refusal> {
        self.by_owner(actor, "提交审批")?;
        self.in_state(&[State::Verified], "提交审批")?;
        if self.sealed_form.is_none() {
            return Err(rules::no_sealed_form().under(&self.pack_name));
        }
        self.state = State::AwaitingApproval;
        Ok(self.event(EventKind::SentToApproval, &[]))
    }

    /// Approves, until the unit's deadline (article 6).
    ///
    /// # Errors
    /// Refuses the person's own, what the approver verified or decided any item of, and after the deadline.
    pub fn approve(
        &mut self,
        actor: &Actor,
        items: &[Item],
        deadlines: &Deadlines,
        now: Instant,
    ) -> Result<Event, Refusal> {
        self.by_second_pair_of_eyes(actor, items)?;
        self.in_state(&[State::AwaitingApproval], "审批")?;
        self.in_time(self.last_to_decide(deadlines), now)?;
        self.state = State::Approved;
        self.approved_by = Some(actor.person);
        self.approved_at = Some(now);
        Ok(self.event(EventKind::RegistrationApproved, &[("year", &self.year.to_string())]))
    }

    /// Gives it back instead of approving; the person mends it and it is checked again.
    ///
    /// # Errors
    /// Refuses the person's own, what the approver verified or decided any item of, and without a reason.
    pub fn return_from_approval(&mut self, actor: &Actor, items: &[Item], reason: &str) -> Result<Event, Refusal> {
        self.by_second_pair_of_eyes(actor, items)?;
        self.in_state(&[State::AwaitingApproval], "审批退回")?;
        let reason = rules::reason(reason)?;
        self.give_back(&reason);
        Ok(self.event(EventKind::ReturnedFromApproval, &[("reason", &reason)]))
    }

    /// Lets this registration be handed in and decided after the unit's deadline, with a recorded reason. The new date is
    /// still to come and lies a year after that deadline at the latest: a year that is never closed is no year.
    ///
    /// # Errors
    /// Refuses without a reason, an approved registration, the person's own, and a date outside these bounds.
    pub fn extend_deadline(
        &mut self,
        actor: &Actor,
        until: Date,
        reason: &str,
        deadlines: &Deadlines,
        now: Instant,
    ) -> Result<Event, Refusal> {
        self.by_another(actor, "延长办理期限")?;
        let reason = rules::reason(reason)?;
        let before = chinese_date(self.extensible(until, deadlines, shanghai_date(now))?);
        self.extended_to = Some(until);
        Ok(self
            .event(EventKind::DeadlineExtended, &[("until", &chinese_date(until)), ("reason", &reason)])
            .with("before", before))
    }

    fn give_back(&mut self, reason: &str) {
        self.state = State::Returned;
        self.return_reason = Some(reason.to_owned());
        self.checking_by = None;
        self.verified_by = None;
        self.verified_at = None;
        self.sealed_form = None;
    }

    /// Whether the state, and the separation of people in article 6, let the actor do this now.
    pub fn allows(&self, deed: Deed, actor: &Actor) -> bool {
        rules::allows(self, deed, actor)
    }
}
