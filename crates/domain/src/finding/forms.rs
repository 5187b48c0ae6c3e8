//! What people type about a finding, read and checked. Must not decide what a finding allows.

use jiff::civil::Date;

use super::{Consequences, Ruling};
use crate::{
    access::Actor,
    clock::{Instant, shanghai_date},
    reason,
    refusal::{NOTHING_CHANGED, Refusal},
};

/// Longest number of a decision, in characters.
const NUMBER_CHARS_MAX: usize = 60;

/// A ruling as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct RulingForm {
    /// Whether the item is held to be false; `None` when neither was chosen.
    pub is_false: Option<bool>,
    /// Why.
    pub reason: String,
    /// 文号.
    pub number: String,
    /// The last day to appeal.
    pub appeal_until: String,
    /// The last day in the integrity file.
    pub entry_until: String,
    /// Whether the hours were used to declare a title.
    pub is_blacklisted: bool,
}

/// A notice as somebody types it.
#[derive(Clone, Debug, Default)]
pub struct NoticeForm {
    /// What is held to be false, and by which evidence.
    pub suspicion: String,
    /// The last day to reply.
    pub reply_until: String,
}

impl Consequences {
    pub(super) fn read(form: &RulingForm, now: Instant) -> Result<Consequences, Refusal> {
        let number = form.number.trim();
        let length = number.chars().count();
        if length == 0 || length > NUMBER_CHARS_MAX || number.chars().any(char::is_control) {
            return Err(Refusal::invalid(
                "finding.number",
                "没有写认定文件的文号，或者它太长。",
                NOTHING_CHANGED,
                format!("请写明文号，最多 {NUMBER_CHARS_MAX} 个字，例如 校人〔2026〕12号。"),
            ));
        }
        Ok(Consequences {
            number: number.to_owned(),
            appeal_until: coming(&form.appeal_until, "申诉截止日期", now)?,
            entry_until: coming(&form.entry_until, "诚信档案保留到的日期", now)?,
            is_blacklisted: form.is_blacklisted,
        })
    }
}

pub(super) fn ruling(form: &RulingForm, what: &str, actor: &Actor, now: Instant) -> Result<Ruling, Refusal> {
    let Some(is_false) = form.is_false else {
        return Err(Refusal::invalid(
            "finding.undecided",
            "还没有选择结论。",
            NOTHING_CHANGED,
            "请先选择结论，再写理由。",
        ));
    };
    let reason = reason::given(&form.reason, what, "本人会看到它")?;
    Ok(Ruling { is_false, reason, by: actor.person, at: now })
}

/// A day that is not over, as somebody typed it.
pub(super) fn coming(text: &str, what: &str, now: Instant) -> Result<Date, Refusal> {
    let invalid = |problem: String| Refusal::invalid("finding.day", problem, NOTHING_CHANGED, "请选择今天以后的日期。");
    let day: Date = text.trim().parse().map_err(|_| invalid(format!("{what}没有填写，或者不是一个日期。")))?;
    if day <= shanghai_date(now) {
        return Err(invalid(format!("{what}要在今天以后。")));
    }
    Ok(day)
}
