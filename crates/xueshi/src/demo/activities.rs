//! Items that a person could have registered, made from what the pack says about each kind. It names no kind itself,
//! so a new kind in the pack appears here without a change.

use std::collections::BTreeMap;

use actions::registrations::ItemForm;
use domain::{clock::Instant, duplicate::Typed};
use jiff::civil::Date;
use policy::{Answer, Ask, Hours, ItemFacts, Kind, Pack, StaffCategory, YearFacts};

use super::chance::Chance;
use super::names;
use super::season::Season;

/// More items than this nobody registers.
const ITEMS_MAX: usize = 9;

/// Kinds that need more evidence than this are rarer, in life as here.
const EVIDENCE_OFTEN_MAX: usize = 3;

/// An item as the form has it, and which evidence it needs: (id of the need, its name).
pub(super) struct Activity {
    pub(super) form: ItemForm,
    pub(super) evidence: Vec<(String, String)>,
    pub(super) hours: Hours,
}

/// Items that together reach about `aim` professional hours, all before `latest`.
pub(super) fn reaching(
    aim: Hours,
    pack: &Pack,
    season: &Season,
    latest: Instant,
    chance: &mut Chance,
) -> Vec<Activity> {
    let mut chosen: Vec<Activity> = Vec::new();
    let mut facts = YearFacts::of(season.year(), StaffCategory::FullTimeTeacher);
    for _ in 0..ITEMS_MAX * 3 {
        let professional = policy::assess(pack, &facts).professional;
        if chosen.len() >= ITEMS_MAX || professional >= aim {
            break;
        }
        let kind = chance.pick(pack.kinds());
        if kind.is_registered_elsewhere() {
            continue;
        }
        let is_repeated = chosen.iter().any(|activity| activity.form.kind == kind.id);
        let is_rare = kind.evidence.len() > EVIDENCE_OFTEN_MAX;
        if (is_repeated && !chance.percent(25)) || (is_rare && !chance.percent(40)) {
            continue;
        }
        if let Some((activity, item)) = activity(kind, pack, season, latest, chance)
            && !facts.items.iter().any(|known| Typed::from(known).likeness(&Typed::from(&item)).is_some())
        {
            chosen.push(activity);
            facts.items.push(ItemFacts { id: chosen.len().to_string(), ..item });
        }
    }
    chosen
}

fn activity(
    kind: &Kind,
    pack: &Pack,
    season: &Season,
    latest: Instant,
    chance: &mut Chance,
) -> Option<(Activity, ItemFacts)> {
    let ends = season.day_before(latest, chance);
    let days = chance.between(2, 5);
    let starts = ends.checked_sub(jiff::Span::new().days(days - 1)).ok().filter(|day| day.year() == season.year());
    let starts = starts.unwrap_or(ends);
    let topic = names::topic(chance);
    let answers: BTreeMap<String, String> =
        kind.asks.iter().map(|ask| (ask.id.clone(), answer(ask, topic, (starts, ends), chance))).collect();
    let mut item = ItemFacts {
        id: "new".to_owned(),
        kind: kind.id.clone(),
        title: format!("{topic}（{}）", kind.name),
        organiser: names::organiser(chance).to_owned(),
        starts,
        ends,
        answers,
        applied: None,
        verified: None,
        accepted: None,
        evidence: kind.evidence.iter().map(|need| need.id.clone()).collect(),
        learned: None,
        decided: None,
    };
    let preview = policy::item_preview(pack, &item, season.year());
    if !preview.problems.is_empty() {
        return None;
    }
    let hours = preview.computed.unwrap_or_else(|| Hours::from_whole(4 * chance.between(3, 7)));
    item.applied = Some(hours);
    let form = ItemForm {
        kind: item.kind.clone(),
        title: item.title.clone(),
        organiser: item.organiser.clone(),
        starts: starts.to_string(),
        ends: ends.to_string(),
        answers: item.answers.clone(),
        applied: hours.to_string(),
    };
    let evidence = policy::checklist(pack, &item)
        .into_iter()
        .filter(|line| line.required)
        .map(|line| (line.need.id, line.need.name))
        .collect();
    // For the sum that decides when to stop, the item counts as accepted.
    item.verified = Some(hours);
    item.accepted = Some(true);
    Some((Activity { form, evidence, hours }, item))
}

fn answer(ask: &Ask, topic: &str, (starts, ends): (Date, Date), chance: &mut Chance) -> String {
    let days = i64::from(ends.day_of_year()) - i64::from(starts.day_of_year()) + 1;
    match &ask.answer {
        Answer::Text if ask.name.contains("刊") => names::journal(chance).to_owned(),
        Answer::Text => topic.to_owned(),
        Answer::YesNo => if chance.percent(20) { "yes" } else { "no" }.to_owned(),
        Answer::Choice(choices) if choices.is_empty() => String::new(),
        Answer::Choice(choices) => chance.pick(choices).0.clone(),
        Answer::Hours => {
            let half = if chance.percent(20) { ".5" } else { "" };
            format!("{}{half}", days * chance.between(1, 2) * 4)
        }
        Answer::Count { unit } => match unit.as_str() {
            "分" => chance.between(3, 11) * 100 + chance.between(0, 99),
            "分钟" => chance.between(6, 16) * 45,
            "半天" => days * 2,
            "天" | "日" => days,
            _ => chance.between(1, 4),
        }
        .to_string(),
    }
}
