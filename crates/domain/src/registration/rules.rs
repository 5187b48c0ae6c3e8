//! Holds the conditions that the transitions of a registration share, and how their refusals read. Must not change a
//! registration.

use jiff::civil::Date;
use policy::{Hours, Provision};

use super::{Deadlines, Registration, State, check::ANOTHER_VERIFIER};
use crate::{
    access::{Actor, Deed},
    clock::{Instant, chinese_date, shanghai_date},
    item::{Decision, Item},
    reason,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
};

impl Registration {
    pub(super) fn by_owner(&self, actor: &Actor, deed: &str) -> Result<(), Refusal> {
        if actor.person == self.person_id {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalKind::Forbidden,
            "registration.not-own",
            format!("只有本人可以{deed}。"),
            NOTHING_CHANGED,
            "请联系登记人本人操作。",
        )
        .by(Provision::Application)
        .under(&self.pack_name))
    }

    pub(super) fn by_another(&self, actor: &Actor, deed: &str) -> Result<(), Refusal> {
        if actor.person != self.person_id {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalKind::Forbidden,
            "registration.own",
            format!("这是您自己的登记，不能由您本人{deed}。"),
            NOTHING_CHANGED,
            "请由本单位另一位审验人或审批人办理。",
        )
        .by(Provision::OwnDecision)
        .under(&self.pack_name))
    }

    pub(super) fn by_checker(&self, actor: &Actor) -> Result<(), Refusal> {
        if self.checking_by == Some(actor.person) {
            return Ok(());
        }
        Err(Refusal::conflict(
            "registration.other-checker",
            format!("这份登记正由{ANOTHER_VERIFIER}审验。"),
            "如需接手，请刷新页面，点“接手审验”；对方已有的结论随之作废，由您重新逐项审验。",
        )
        .by(Provision::Verification)
        .under(&self.pack_name))
    }

    pub(super) fn by_second_pair_of_eyes(&self, actor: &Actor, items: &[Item]) -> Result<(), Refusal> {
        self.by_another(actor, "审批")?;
        if !self.is_verified_by(actor) && items.iter().all(|item| item.decided_by != Some(actor.person)) {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalKind::Forbidden,
            "registration.same-decider",
            "这份登记由您审验，不能再由您审批。",
            NOTHING_CHANGED,
            "请由本单位另一位审批人办理。",
        )
        .by(Provision::TwoPersons)
        .under(&self.pack_name))
    }

    /// Whether the actor finished the check, or is the one whose decisions the items carry.
    fn is_verified_by(&self, actor: &Actor) -> bool {
        self.verified_by == Some(actor.person) || self.checker == Some(actor.person)
    }

    pub(super) fn in_state(&self, states: &[State], deed: &str) -> Result<(), Refusal> {
        if states.contains(&self.state) {
            return Ok(());
        }
        let wanted: Vec<_> = states.iter().map(|state| state.label()).collect();
        Err(Refusal::conflict(
            "registration.state",
            format!("这份登记现在是“{}”，只有在“{}”时才能{deed}。", self.state.label(), wanted.join("”或“")),
            next_in(self.state),
        ))
    }

    /// Whether its deadline may be moved to that day; gives the one that it has.
    pub(super) fn extensible(&self, until: Date, deadlines: &Deadlines, today: Date) -> Result<Date, Refusal> {
        let no = |what: String, next: String| {
            Refusal::invalid("registration.extension", what, NOTHING_CHANGED, next)
                .by(Provision::UnitDeadline)
                .under(&self.pack_name)
        };
        if self.state == State::Approved {
            let what = "这份登记已经审批，不需要再延长期限。";
            return Err(no(what.to_owned(), "内容有误或要补充的，请先撤回审批，再延长期限。".to_owned()));
        }
        let Some((deadline, last)) = self.deadline(deadlines).zip(deadlines.last_extension()) else {
            let next = "随时可以提交和审批，不必延长。";
            return Err(no("这份登记所依据的标准没有规定单位的期限。".to_owned(), next.to_owned()));
        };
        if until > deadline && until >= today && until <= last {
            return Ok(deadline);
        }
        let earliest = deadline.tomorrow().unwrap_or(last).max(today);
        let next = if earliest > last {
            format!(
                "{} 年度最迟只能办理到{}，现在已经过了，不能再延长；请书面答复本人。",
                self.year,
                chinese_date(last)
            )
        } else {
            format!("请选择{}至{}之间的一天。", chinese_date(earliest), chinese_date(last))
        };
        Err(no(format!("不能把期限改为{}。", chinese_date(until)), next))
    }

    /// Refuses after the last day, which comes with the provision that sets it; without one nothing is too late.
    pub(super) fn in_time(&self, last: Option<(Date, Provision)>, now: Instant) -> Result<(), Refusal> {
        let Some((deadline, provision)) = last.filter(|(day, _)| shanghai_date(now) > *day) else { return Ok(()) };
        Err(Refusal::conflict(
            "registration.deadline",
            format!("{} 年度的登记已于{}截止。", self.year, chinese_date(deadline)),
            "如有正当理由，请向人事处说明，由人事处登记理由后延长办理期限。",
        )
        .by(provision)
        .under(&self.pack_name))
    }
}

fn next_in(state: State) -> &'static str {
    match state {
        State::Draft | State::Returned => "请由本人修改后提交。",
        State::Submitted => "请等待本单位审验；审验开始前，本人可以撤回。",
        State::Checking => "请等待本单位审验；需要修改的，请联系审验人退回。",
        State::Verified => "请打印汇总表，签字盖章后上传，再提交审批；内容要修改的，请联系审验人退回。",
        State::AwaitingApproval => "请等待本单位审批；内容要修改的，请联系审批人退回。",
        State::Approved => "这份登记已经办结，学时已计入年度账；内容有误或要补充的，请联系人事处撤回审批。",
    }
}

/// The reason for what is done to somebody's registration.
pub(super) fn reason(text: &str) -> Result<String, Refusal> {
    reason::given(text, "理由", "对方会看到它")
}

pub(super) fn decision(decision: &Decision) -> Result<(), Refusal> {
    if decision.hours().is_some_and(|hours| hours < Hours::ZERO) {
        return Err(Refusal::invalid(
            "item.negative-hours",
            "核定学时不能小于 0。",
            NOTHING_CHANGED,
            "请填写 0 或更大的学时数，最多两位小数。",
        ));
    }
    match decision.reason() {
        Some(text) => reason(text).map(drop),
        None => Ok(()),
    }
}

pub(super) fn all_decided(items: &[Item]) -> Result<(), Refusal> {
    let titles = |wanted: fn(&Decision) -> bool| -> Vec<String> {
        items.iter().filter(|item| wanted(&item.decision)).map(|item| format!("《{}》", item.title)).collect()
    };
    let open = titles(|decision| matches!(decision, Decision::Open));
    if !open.is_empty() {
        return Err(Refusal::conflict(
            "registration.undecided",
            format!("还有 {} 项没有审验：{}。", open.len(), open.join("、")),
            "请逐项给出审验意见后再完成审验。",
        )
        .by(Provision::Verification));
    }
    let returned = titles(|decision| matches!(decision, Decision::Returned { .. }));
    if !returned.is_empty() {
        return Err(Refusal::conflict(
            "registration.returned-items",
            format!("有 {} 项意见是“退回”：{}。", returned.len(), returned.join("、")),
            "请把登记退回本人修改，或改为“调整学时”（可以核定为 0）。",
        )
        .by(Provision::Verification));
    }
    Ok(())
}

pub(super) fn no_sealed_form() -> Refusal {
    Refusal::conflict(
        "registration.no-sealed-form",
        "还没有上传签字盖章的汇总表。",
        "请打印汇总表，签字并加盖单位公章，扫描后上传，再提交审批。",
    )
    .by(Provision::SealedForm)
}

pub(super) fn allows(registration: &Registration, deed: Deed, actor: &Actor) -> bool {
    let own = actor.person == registration.person_id;
    let state = registration.state;
    match deed {
        Deed::View => true,
        Deed::Edit | Deed::Submit => state.is_editable(),
        Deed::Withdraw => state == State::Submitted,
        Deed::BeginCheck => !own && state == State::Submitted,
        Deed::TakeOverCheck => !own && state == State::Checking && registration.checking_by != Some(actor.person),
        Deed::DecideItem | Deed::FinishVerification => {
            !own && state == State::Checking && registration.checking_by == Some(actor.person)
        }
        Deed::ReturnToPerson => {
            !own && (matches!(state, State::Submitted | State::Verified)
                || (state == State::Checking && registration.checking_by == Some(actor.person)))
        }
        Deed::ReadSummaryForm => matches!(state, State::Verified | State::AwaitingApproval | State::Approved),
        Deed::AttachSealedForm => state == State::Verified,
        Deed::SendToApproval => state == State::Verified && registration.sealed_form.is_some(),
        Deed::Approve | Deed::ReturnFromApproval => {
            !own && state == State::AwaitingApproval && !registration.is_verified_by(actor)
        }
        Deed::ExtendDeadline => !own && state != State::Approved,
        Deed::WithdrawApproval | Deed::RuleOnFalsehood => !own && state == State::Approved,
        Deed::IssueCertificate => state == State::Approved,
        _ => false,
    }
}
