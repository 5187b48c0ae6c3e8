//! What connected systems registered, as the year account and the registration show it.

use actions::RegisteredElsewhere;
use domain::clock::{chinese_date, shanghai_date};
use policy::Reason;

use crate::{translate, views::account::ElsewhereLine};

/// Each with what became of it.
pub(crate) fn lines(all: &[RegisteredElsewhere]) -> Vec<ElsewhereLine> {
    all.iter().map(line).collect()
}

fn line(one: &RegisteredElsewhere) -> ElsewhereLine {
    let RegisteredElsewhere { hours, kind, outcome, is_typed } = one;
    let why = if *is_typed {
        "本人手工登记了同一项活动，学时按那一项计，不重复计入。"
    } else {
        "在这一年度核算并审批之后才得知，不在已经办结的核算里。"
    };
    let left_out = Reason { text: why.to_owned(), article: kind.article.clone(), reading: None, sample: false };
    let registered = hours.registered_at.map(|at| format!("系统登记 {}", chinese_date(at.date())));
    let learned = format!("记入 {}", chinese_date(shanghai_date(hours.recorded_at)));
    ElsewhereLine {
        title: hours.title.clone(),
        dates: translate::dates(hours.starts, hours.ends),
        system: hours.system.clone(),
        reference: hours.reference.clone(),
        learned: registered.into_iter().chain([learned]).collect::<Vec<_>>().join("，"),
        registered: hours.hours.to_string(),
        counted: translate::hours(outcome.as_ref().map(|outcome| outcome.counted)),
        reasons: match outcome {
            Some(outcome) => translate::reasons(&outcome.reasons),
            None => vec![translate::reason(&left_out)],
        },
    }
}
