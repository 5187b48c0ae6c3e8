//! Hours that connected systems registered for a year, with what they bring (article 4). Must not hold what a person types.

use domain::{
    clock::chinese_date,
    industry_hours::IndustryHours,
    refusal::Refusal,
    registration::{Registration, is_not_empty},
};
use jiff::civil::Date;
use policy::{Assessment, ItemOutcome, Kind, cited};

use crate::{Act, dossier::Dossier};

/// Hours that a connected system registered, with what they bring.
#[derive(Debug, Clone)]
pub struct RegisteredElsewhere {
    /// What it registered.
    pub hours: IndustryHours,
    /// The kind under which they count, with its article.
    pub kind: Kind,
    /// What they bring in the year's assessment; `None` where they are no part of it.
    pub outcome: Option<ItemOutcome>,
    /// Whether they count through the item that was typed for the same. Those that neither count so nor by themselves became
    /// known after the year was decided.
    pub is_typed: bool,
}

impl Dossier {
    /// What connected systems registered for the year, in their order; none where the pack says nothing of such systems.
    pub(crate) fn registered_elsewhere(&self, assessment: &Assessment) -> Vec<RegisteredElsewhere> {
        let Some(kind) = self.pack.kind_registered_elsewhere() else { return Vec::new() };
        let of_year = self.known.registered.iter().filter(|hours| hours.year() == self.year);
        of_year
            .map(|hours| {
                let id = hours.facts(&self.pack).map(|facts| facts.id);
                let outcome = assessment.items.iter().find(|outcome| Some(&outcome.id) == id.as_ref());
                let is_typed = outcome.is_none() && self.items.iter().any(|item| hours.typed_item == Some(item.id));
                RegisteredElsewhere { hours: hours.clone(), kind: kind.clone(), outcome: outcome.cloned(), is_typed }
            })
            .collect()
    }
}

/// Those that count by themselves, and not through an item that was typed for the same.
pub(crate) fn counting(all: &[RegisteredElsewhere]) -> impl Iterator<Item = &RegisteredElsewhere> {
    all.iter().filter(|one| one.outcome.is_some())
}

/// Refuses to go on with a registration in which nothing is left, see [`is_not_empty`]; `items` is how many it has.
pub(crate) async fn is_anything_left(act: &mut Act, registration: &Registration, items: usize) -> Result<(), Refusal> {
    if items > 0 {
        return Ok(());
    }
    let dossier = Dossier::of(act, registration.clone()).await?;
    let registered = dossier.registered_elsewhere(&dossier.judge().0);
    is_not_empty(items, counting(&registered).count(), "请退回本人，理由写明行业系统的学时已经更正。")
}

/// Those that count by themselves as the summary form tells them below what the unit checks, as of a day; `None` for none.
pub(crate) fn note(all: &[RegisteredElsewhere], today: Date) -> Option<String> {
    let article = counting(all).next()?.kind.article.as_str();
    let each: Vec<String> = counting(all).map(|one| printable(&one.hours)).collect();
    Some(format!(
        "截至{}，行业系统已登记、无需重复登记的 {} 项{}，不在上表之内，学时另行计入：{}。",
        chinese_date(today),
        each.len(),
        cited(article),
        each.join("；")
    ))
}

/// One of them in words. Nobody here can mend what a system wrote, so a character that cannot be printed keeps no form from
/// its person: the note then says when it was and how many hours.
fn printable(hours: &IndustryHours) -> String {
    let whole = format!("{}{}", hours.place(), hours.summary());
    if documents::fonts::missing(&whole).is_empty() {
        return whole;
    }
    format!("{}的一项（名称里有印不出来的字，见年度账），{} 学时", hours.dates(), hours.hours)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use policy::Hours;

    use super::*;

    fn hours(title: &str) -> IndustryHours {
        IndustryHours {
            system: "示例平台".to_owned(),
            reference: "HY1".to_owned(),
            person_id: domain::ids::PersonId::from_uuid(uuid::Uuid::nil()),
            title: title.to_owned(),
            organiser: String::new(),
            starts: date(2026, 5, 11),
            ends: date(2026, 5, 11),
            hours: Hours::from_whole(16),
            registered_at: None,
            recorded_at: "2026-06-01T02:00:00Z".parse().expect("a moment"),
            typed_item: None,
        }
    }

    #[test]
    fn what_cannot_be_printed_keeps_no_form_from_its_person() {
        assert_eq!(printable(&hours("师德研修")), "“示例平台”（编号 HY1）《师德研修》，2026年5月11日，16 学时");
        let told = printable(&hours("\u{e000}研修"));
        assert_eq!(told, "2026年5月11日的一项（名称里有印不出来的字，见年度账），16 学时");
    }
}
