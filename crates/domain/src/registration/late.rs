//! Holds what is asked of whoever hands in after the person's date, which is allowed: a reason, which stands beside the
//! mark. Must not turn anybody away for the day alone: the last day does that, see [`Deadlines`].

use jiff::civil::Date;
use policy::{Deadline, Provision};

use super::{Deadlines, Registration, submission::KEPT};
use crate::{
    clock::{Instant, chinese_date, shanghai_date},
    reason,
    refusal::Refusal,
};

/// Who reads the reason, as its form and its refusals say.
const READERS: &str = "审验人和审批人会看到它";

impl Deadlines {
    /// The person's date, when this day is after it: whoever hands in on that day is late.
    fn missed(&self, day: Date) -> Option<&Deadline> {
        self.person.as_ref().filter(|person| day > person.date)
    }
}

impl Registration {
    /// Whether it was handed in after the person's date, which is allowed and marked.
    pub fn is_late(&self, deadlines: &Deadlines) -> bool {
        self.submitted_at.is_some_and(|at| deadlines.missed(shanghai_date(at)).is_some())
    }

    /// The person's date, when it has passed and handing in is still allowed: then a reason is asked for.
    pub fn missed<'a>(&self, deadlines: &'a Deadlines, today: Date) -> Option<&'a Deadline> {
        let is_open = self.last_to_hand_in(deadlines).is_none_or(|(last, _)| today <= last);
        deadlines.missed(today).filter(|_| is_open)
    }

    /// The reason as it is kept, on one line; `None` in time, when nothing is asked.
    pub(super) fn why_late(&self, typed: &str, deadlines: &Deadlines, now: Instant) -> Result<Option<String>, Refusal> {
        let Some(due) = deadlines.missed(shanghai_date(now)) else { return Ok(None) };
        let lines: Vec<&str> = typed.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return Err(no_reason(due).under(&self.pack_name));
        }
        reason::given(&lines.join(" "), "逾期理由", READERS).map(Some)
    }
}

fn no_reason(due: &Deadline) -> Refusal {
    Refusal::invalid(
        "registration.late-reason",
        format!("这份登记原则上应不晚于{}提交，现在提交要写明逾期理由。", chinese_date(due.date)),
        KEPT,
        format!("请用一两句话写明为什么晚了，再提交；{READERS}。"),
    )
    .by(Provision::PersonDeadline)
}
