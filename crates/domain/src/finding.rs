//! A finding of falsehood (article 13): from the notice to the person over their reply to the decision, and from their
//! appeal to its decision. Must not compute hours, nor know who works in the personnel office.

use jiff::civil::Date;

use crate::{
    access::Actor,
    audit::{Event, EventKind},
    clock::{Instant, chinese_date, shanghai_date},
    ids::{FindingId, ItemId, PersonId, RegistrationId},
    item::Item,
    reason,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
    registration::{Registration, State},
};

mod forms;

pub use forms::{NoticeForm, RulingForm};
use forms::{coming, ruling};

/// What somebody said, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// In their words.
    pub text: String,
    /// When.
    pub at: Instant,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Whether the item is held to be false.
    pub is_false: bool,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What follows from a ruling that an item is false.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consequences {
    /// 文号 of the decision, which explanations cite.
    pub number: String,
    /// The last day on which the person can appeal.
    pub appeal_until: Date,
    /// The last day on which the entry stands in the integrity file (诚信档案).
    pub entry_until: Date,
    /// Whether the hours were used to declare a title, which means the blacklist (黑名单).
    pub is_blacklisted: bool,
}

/// One item that somebody holds to be false, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Identity.
    pub id: FindingId,
    /// The registration that was approved with it.
    pub registration_id: RegistrationId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The item.
    pub item_id: ItemId,
    /// What it was called then.
    pub title: String,
    /// What is held to be false, as the person was told.
    pub suspicion: String,
    /// Who told them.
    pub notified_by: PersonId,
    /// When.
    pub notified_at: Instant,
    /// The last day on which the person can reply.
    pub reply_until: Date,
    /// What the person replied.
    pub reply: Option<Statement>,
    /// What was decided.
    pub ruling: Option<Ruling>,
    /// What follows, when it was held to be false.
    pub consequences: Option<Consequences>,
    /// What the person says against it.
    pub appeal: Option<Statement>,
    /// What was decided about the appeal.
    pub appeal_ruling: Option<Ruling>,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The person can reply.
    Notified,
    /// The office can decide.
    Replied,
    /// Not false.
    Dismissed,
    /// False; the person can appeal.
    Found,
    /// The appeal waits.
    Appealed,
    /// The appeal was rejected.
    Upheld,
    /// The appeal was right: nothing of the finding stands.
    Overturned,
}

impl Stage {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Notified => "已告知，等本人申辩",
            Self::Replied => "本人已申辩，等认定",
            Self::Dismissed => "不予认定",
            Self::Found => "已认定弄虚作假",
            Self::Appealed => "已认定，本人申诉中",
            Self::Upheld => "申诉后维持认定",
            Self::Overturned => "申诉后撤销认定",
        }
    }

    /// Whether somebody has yet to decide.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Notified | Self::Replied | Self::Appealed)
    }
}

impl Finding {
    /// Tells a person that an item of their approved registration is held to be false.
    ///
    /// # Errors
    /// `Forbidden` about one's own, `Conflict` before the approval, `Invalid` without what is held to be false and a day to
    /// come by which to reply.
    pub fn notify(
        id: FindingId,
        (registration, item): (&Registration, &Item),
        form: &NoticeForm,
        actor: &Actor,
        now: Instant,
    ) -> Result<(Finding, Event), Refusal> {
        not_own(actor, registration.person_id)?;
        if registration.state != State::Approved {
            return Err(Refusal::conflict(
                "finding.not-approved",
                "这份登记还没有审批，不用走诚信认定。",
                "请由审验人或审批人退回有问题的登记项。",
            ));
        }
        let suspicion = reason::given(&form.suspicion, "认为不实的内容和依据", "本人会看到它")?;
        let reply_until = coming(&form.reply_until, "申辩截止日期", now)?;
        let finding = Finding {
            id,
            registration_id: registration.id,
            person_id: registration.person_id,
            item_id: item.id,
            title: item.title.clone(),
            suspicion,
            notified_by: actor.person,
            notified_at: now,
            reply_until,
            reply: None,
            ruling: None,
            consequences: None,
            appeal: None,
            appeal_ruling: None,
        };
        let until = chinese_date(reply_until);
        let event = finding.event(EventKind::FindingNotified, &[("until", &until), ("reason", &finding.suspicion)]);
        Ok((finding, event))
    }

    /// The person replies, once, before the office decides.
    ///
    /// # Errors
    /// `Forbidden` for anybody else, `Conflict` after the day or when it was said already, `Invalid` when nothing is said.
    pub fn answer(&mut self, text: &str, actor: &Actor, now: Instant) -> Result<Event, Refusal> {
        self.is_theirs(actor)?;
        self.is_at(&[Stage::Notified])?;
        in_time(self.reply_until, "申辩", now)?;
        let text = reason::given(text, "申辩的内容", "人事处会看到它")?;
        let event = self.event(EventKind::FindingAnswered, &[("reason", &text)]);
        self.reply = Some(Statement { text, at: now });
        Ok(event)
    }

    /// The office decides, once the person has replied or the day to reply is over.
    ///
    /// # Errors
    /// `Forbidden` about one's own, `Conflict` while the person can still reply, and when it is decided; `Invalid` for what
    /// is missing in the form.
    pub fn rule(&mut self, form: &RulingForm, actor: &Actor, now: Instant) -> Result<Event, Refusal> {
        not_own(actor, self.person_id)?;
        self.is_at(&[Stage::Notified, Stage::Replied])?;
        if self.reply.is_none() && shanghai_date(now) <= self.reply_until {
            return Err(Refusal::conflict(
                "finding.may-reply",
                format!("本人还可以申辩，到{}为止。", chinese_date(self.reply_until)),
                "请等本人申辩，或过了申辩截止日期再作认定。",
            ));
        }
        let ruling = ruling(form, "认定的理由", actor, now)?;
        let consequences = if ruling.is_false { Some(Consequences::read(form, now)?) } else { None };
        let event = match &consequences {
            Some(follows) => {
                let until = chinese_date(follows.entry_until);
                let list = if follows.is_blacklisted { "，并列入黑名单" } else { "" };
                let values = [
                    ("number", follows.number.as_str()),
                    ("until", &until),
                    ("list", list),
                    ("reason", &ruling.reason),
                ];
                self.event(EventKind::FindingMade, &values)
            }
            None => self.event(EventKind::FindingDismissed, &[("reason", &ruling.reason)]),
        };
        (self.ruling, self.consequences) = (Some(ruling), consequences);
        Ok(event)
    }

    /// The person appeals, once.
    ///
    /// # Errors
    /// `Forbidden` for anybody else, `Conflict` where nothing was found, after the day, and the second time; `Invalid` when
    /// nothing is said.
    pub fn appeal(&mut self, text: &str, actor: &Actor, now: Instant) -> Result<Event, Refusal> {
        self.is_theirs(actor)?;
        self.is_at(&[Stage::Found])?;
        let until = self.consequences.as_ref().map_or(Date::MIN, |follows| follows.appeal_until);
        in_time(until, "申诉", now)?;
        let text = reason::given(text, "申诉的内容", "人事处会看到它")?;
        let event = self.event(EventKind::FindingAppealed, &[("reason", &text)]);
        self.appeal = Some(Statement { text, at: now });
        Ok(event)
    }

    /// Somebody who did not decide before decides about the appeal.
    ///
    /// # Errors
    /// `Forbidden` about one's own and for whoever decided before, `Conflict` without an open appeal, `Invalid` for what is
    /// missing in the form.
    pub fn rule_on_appeal(&mut self, form: &RulingForm, actor: &Actor, now: Instant) -> Result<Event, Refusal> {
        not_own(actor, self.person_id)?;
        self.is_at(&[Stage::Appealed])?;
        if self.ruling.as_ref().is_some_and(|ruling| ruling.by == actor.person) {
            return Err(forbidden(
                "finding.same-decider",
                "原来的认定是您作的，申诉不能再由您决定。",
                "请由人事处的其他人办理。",
            ));
        }
        let ruling = ruling(form, "对申诉的决定理由", actor, now)?;
        let kind = if ruling.is_false { EventKind::FindingUpheld } else { EventKind::FindingOverturned };
        let event = self.event(kind, &[("reason", &ruling.reason)]);
        self.appeal_ruling = Some(ruling);
        Ok(event)
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        match (&self.ruling, &self.appeal, &self.appeal_ruling) {
            (None, ..) if self.reply.is_some() => Stage::Replied,
            (None, ..) => Stage::Notified,
            (Some(ruling), ..) if !ruling.is_false => Stage::Dismissed,
            (Some(_), None, _) => Stage::Found,
            (Some(_), Some(_), None) => Stage::Appealed,
            (Some(_), Some(_), Some(second)) if second.is_false => Stage::Upheld,
            _ => Stage::Overturned,
        }
    }

    /// Whether the item counts nothing because of it: from the ruling, and during the appeal.
    pub fn stands(&self) -> bool {
        matches!(self.stage(), Stage::Found | Stage::Appealed | Stage::Upheld)
    }

    /// Whether it stands in the integrity file on a day.
    pub fn is_entered_on(&self, day: Date) -> bool {
        self.stands() && self.consequences.as_ref().is_some_and(|follows| day <= follows.entry_until)
    }

    /// What the assessment reads of it; `None` where it does not stand.
    pub fn facts(&self) -> Option<policy::Finding> {
        let (ruling, follows) = (self.ruling.as_ref()?, self.consequences.as_ref()?);
        let on = shanghai_date(ruling.at);
        self.stands().then(|| policy::Finding {
            item: self.item_id.to_string(),
            on,
            decision: follows.number.clone(),
            learned: Some(on),
        })
    }

    fn event(&self, kind: EventKind, values: &[(&str, &str)]) -> Event {
        let values: Vec<(&str, &str)> =
            [("title", self.title.as_str())].into_iter().chain(values.iter().copied()).collect();
        Event::new(kind, self.registration_id.subject(), &values).with("finding", self.id.to_string())
    }

    fn is_theirs(&self, actor: &Actor) -> Result<(), Refusal> {
        if actor.person == self.person_id {
            return Ok(());
        }
        Err(forbidden("finding.not-own", "申辩和申诉只能由本人提出。", "请由本人登录后办理。"))
    }

    fn is_at(&self, stages: &[Stage]) -> Result<(), Refusal> {
        if stages.contains(&self.stage()) {
            return Ok(());
        }
        let what = format!("这件认定现在是“{}”，不能再这样办理。", self.stage().label());
        Err(Refusal::conflict("finding.stage", what, "请刷新页面，看看现在可以做什么。"))
    }
}

fn in_time(until: Date, what: &str, now: Instant) -> Result<(), Refusal> {
    if shanghai_date(now) <= until {
        return Ok(());
    }
    let problem = format!("{what}的期限到{}为止，已经过了。", chinese_date(until));
    Err(Refusal::conflict("finding.late", problem, "还有新的证据的，请直接与人事处联系。"))
}

fn not_own(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    if actor.person != person {
        return Ok(());
    }
    Err(forbidden("finding.own", "这是您自己的登记，不能由您认定。", "请由人事处的其他人办理。"))
}

fn forbidden(code: &'static str, what: &str, next: &str) -> Refusal {
    Refusal::new(RefusalKind::Forbidden, code, what, NOTHING_CHANGED, next)
}

#[cfg(test)]
mod tests;
