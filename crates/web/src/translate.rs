//! From what actions give to view data that several pages share. Must not decide anything: only wording and order.

use actions::{AuditLine, Deadline};
use domain::{
    clock::{chinese_date, chinese_moment},
    item::Decision,
    refusal::Refusal,
    registration::State,
};
use jiff::civil::Date;
use policy::{Answer, Ask, EvidenceNeed, Firmness, Hours, Kind, Outcome, Pack, Reason, Todo};

use crate::{
    errors::urlencode,
    views::{
        account::ByDay,
        parts::{ArticleText, Chip, DeadlineLine, HistoryLine, Pages, ReasonLine, Trouble},
    },
};

/// A refusal as people read it.
pub(crate) fn trouble(refusal: &Refusal) -> Trouble {
    Trouble {
        what: refusal.what.clone(),
        safe: refusal.safe.clone(),
        next: refusal.next.clone(),
        provision: refusal.provision,
    }
}

/// One reason.
pub(crate) fn reason(reason: &Reason) -> ReasonLine {
    ReasonLine {
        text: reason.text.clone(),
        article: reason.article.clone(),
        reading: reason.reading.clone(),
        sample: reason.sample,
    }
}

/// Several reasons.
pub(crate) fn reasons(list: &[Reason]) -> Vec<ReasonLine> {
    list.iter().map(reason).collect()
}

/// The chip of an outcome.
pub(crate) fn outcome(outcome: Outcome) -> Chip {
    let tone = match outcome {
        Outcome::Satisfied => "good",
        Outcome::NotSatisfied => "wait",
        Outcome::Undetermined => "info",
        Outcome::ReferenceOnly => "",
    };
    Chip::new(outcome.label(), tone)
}

/// The chip of a registration's state.
pub(crate) fn state(state: State) -> Chip {
    let tone = match state {
        State::Draft => "",
        State::Submitted | State::Checking | State::AwaitingApproval => "info",
        State::Verified => "wait",
        State::Approved => "good",
        State::Returned => "bad",
    };
    Chip::new(state.label(), tone)
}

/// The chip of a decision about an item.
pub(crate) fn decision(decision: &Decision) -> Chip {
    let tone = match decision {
        Decision::Open => "",
        Decision::Accepted { .. } => "good",
        Decision::Changed { .. } => "wait",
        Decision::Returned { .. } => "bad",
    };
    Chip::new(decision.label(), tone)
}

/// Hours, or a dash.
pub(crate) fn hours(hours: Option<Hours>) -> String {
    hours.map_or_else(|| "—".to_owned(), |hours| hours.to_string())
}

/// An answer to a question of a kind, in words.
pub(crate) fn answer(ask: &Ask, value: &str) -> String {
    match &ask.answer {
        Answer::Text => value.to_owned(),
        Answer::Count { unit } => format!("{value} {unit}"),
        Answer::Hours => format!("{value} 学时"),
        Answer::YesNo => if value == "yes" { "是" } else { "否" }.to_owned(),
        Answer::Choice(options) => {
            options.iter().find(|(id, _)| id == value).map_or(value, |(_, name)| name).to_owned()
        }
    }
}

/// First and last day.
pub(crate) fn dates(starts: Date, ends: Date) -> String {
    if starts == ends {
        return chinese_date(starts);
    }
    format!("{} 至 {}", chinese_date(starts), chinese_date(ends))
}

/// Dates that matter, counted in days.
pub(crate) fn deadlines(list: &[Deadline]) -> Vec<DeadlineLine> {
    list.iter()
        .map(|deadline| {
            let (days, tone) = days_left(deadline.days_left);
            DeadlineLine {
                name: deadline.name.clone(),
                date: chinese_date(deadline.date),
                days,
                tone,
                soft: deadline.soft,
                article: deadline.article.clone(),
                note: None,
            }
        })
        .collect()
}

/// How far away a day is, and how near that is.
fn days_left(days: i64) -> (String, &'static str) {
    match days {
        0 => ("今天截止".to_owned(), "near"),
        left if left < 0 => (format!("已过 {} 天", -left), "past"),
        left if left <= 14 => (format!("还有 {left} 天"), "near"),
        left => (format!("还有 {left} 天"), ""),
    }
}

/// The day by which something should be done, as it is told on `today`; `None` where the pack sets none.
pub(crate) fn by_day(todo: &Todo, today: Date) -> Option<ByDay> {
    let day = todo.by?;
    let (days, tone) = days_left(today.until(day).map_or(0, |span| i64::from(span.get_days())));
    let firmly = match todo.firmness {
        Some(Firmness::Hard) => "最迟",
        Some(Firmness::Soft) | None => "原则上不晚于",
    };
    Some(ByDay { text: format!("{firmly}{}", chinese_date(day)), days, tone })
}

/// A history, as recorded.
pub(crate) fn history(lines: &[AuditLine]) -> Vec<HistoryLine> {
    lines
        .iter()
        .map(|line| HistoryLine {
            at: chinese_moment(line.at),
            who: line.actor_name.clone(),
            sentence: line.sentence.clone(),
        })
        .collect()
}

/// Articles that a page cites, each once, in the order of the pack.
pub(crate) fn articles<'a>(pack: &Pack, cited: impl IntoIterator<Item = &'a str>) -> Vec<ArticleText> {
    let cited = cited.into_iter().filter_map(|cited| pack.article_cited(cited));
    let cited: std::collections::BTreeSet<&str> = cited.map(|article| article.id.as_str()).collect();
    pack.articles().iter().filter(|article| cited.contains(article.id.as_str())).map(article_text).collect()
}

/// One article as paragraphs.
pub(crate) fn article_text(article: &policy::Article) -> ArticleText {
    ArticleText { id: article.id.clone(), title: article.title.clone(), paragraphs: paragraphs(&article.prose) }
}

/// What a pack says in words, as paragraphs.
pub(crate) fn paragraphs(prose: &str) -> Vec<String> {
    let paragraphs = prose.split("\n\n").map(|text| text.replace("**", "").replace('\n', "").trim().to_owned());
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Bytes of a stored file as people read them.
pub(crate) fn size(bytes: i64) -> String {
    domain::size::shown(u64::try_from(bytes).unwrap_or_default())
}

/// What the lines of a list are counted in.
fn counted_in(path: &str) -> &'static str {
    match path {
        "/people" => "人",
        _ if path.contains("/training/") => "人",
        _ if path.ends_with("/bank") => "道",
        "/queue" => "份",
        "/disputes" | "/findings" => "件",
        "/audit" => "行",
        _ => "项",
    }
}

/// When a piece of evidence has to be there; empty where it always has to.
pub(crate) fn condition(kind: &Kind, need: &EvidenceNeed) -> String {
    let when = need.when.as_ref().and_then(|when| kind.asks.iter().find(|ask| ask.id == *when));
    when.map_or_else(String::new, |ask| format!("“{}”为是时要交", ask.name))
}

/// An address with what was asked for; empty texts are left out.
pub(crate) fn address<'a>(path: &str, asked: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let asked = asked.into_iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = asked.map(|(name, value)| format!("{name}={}", urlencode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Links to the pages before and after, keeping the filter.
pub(crate) fn pages(path: &str, filter: &[(&str, String)], total: i64, page: u32, pages: u32) -> Pages {
    let link = |number: u32| {
        let number = number.to_string();
        let kept = filter.iter().map(|(name, value)| (*name, value.as_str()));
        address(path, kept.chain([("page", number.as_str())]))
    };
    Pages {
        total,
        counted_in: counted_in(path),
        page,
        pages: pages.max(1),
        previous: (page > 1).then(|| link(page - 1)),
        next: (page < pages).then(|| link(page + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_to_do_is_told_with_its_day_how_firm_it_is_and_how_near() {
        let todo = |firmness| Todo {
            text: "再完成 1 学时专业科目。".to_owned(),
            article: String::new(),
            hours: None,
            by: Some(Date::constant(2026, 11, 30)),
            firmness: Some(firmness),
            task: policy::Task::Hours,
        };
        let told = |firmness, month, day| {
            let told = by_day(&todo(firmness), Date::constant(2026, month, day)).expect("a day");
            (told.text + "，" + &told.days, told.tone)
        };
        let said = |text: &str, tone| (text.to_owned(), tone);
        assert_eq!(told(Firmness::Soft, 11, 1), said("原则上不晚于2026年11月30日，还有 29 天", ""));
        assert_eq!(told(Firmness::Hard, 11, 16), said("最迟2026年11月30日，还有 14 天", "near"));
        assert_eq!(told(Firmness::Hard, 11, 30), said("最迟2026年11月30日，今天截止", "near"));
        assert_eq!(told(Firmness::Soft, 12, 2), said("原则上不晚于2026年11月30日，已过 2 天", "past"));
        assert_eq!(by_day(&Todo { by: None, ..todo(Firmness::Soft) }, Date::constant(2026, 11, 1)), None);
    }

    #[test]
    fn sizes_and_pages_read_well() {
        assert_eq!(size(1), "1 KB");
        let found = pages("/queue", &[("text", "周".to_owned()), ("year", String::new())], 45, 2, 3);
        assert_eq!(found.previous.as_deref(), Some("/queue?text=%E5%91%A8&page=1"));
        assert_eq!(found.next.as_deref(), Some("/queue?text=%E5%91%A8&page=3"));
    }
}
