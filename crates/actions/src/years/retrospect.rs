//! A year account as of a day, and as known on a day: what had not happened by the one, or was not known by the other, is
//! left out, and what the tables do not keep of that moment is said. Must not write.

use std::sync::Arc;

use domain::{
    access::Deed,
    clock::{Instant, chinese_date, start_of_day},
    ids::PersonId,
    person::Person,
    refusal::{NOTHING_CHANGED, Refusal},
    year::Year,
};
use jiff::civil::Date;
use policy::{Assessment, Explanation, Horizon, Pack, PublicFacts, Reason, TrainingYearFacts};

use crate::{
    Act,
    as_known::{AsKnown, Look},
    dossier, load, refusals,
};

/// A year account, looked back at.
#[derive(Debug, Clone)]
pub struct Retrospect {
    /// Whose, as they stood in that year, as far as it was known.
    pub person: Person,
    /// The year.
    pub year: i16,
    /// How far one looks.
    pub horizon: Horizon,
    /// What the pack says about what lies within.
    pub assessment: Assessment,
    /// Every step of it; what was left out comes first.
    pub explanation: Explanation,
    /// Identifier and title of every item that is known of at all.
    pub titles: Vec<(String, String)>,
    /// The results of the public course that were known.
    pub public: Vec<PublicFacts>,
    /// What was settled for the year's required course, by which they are judged.
    pub settled: Option<TrainingYearFacts>,
    /// What became of each of them, in their order; none where the approval had settled it by then.
    pub public_reasons: Vec<Reason>,
    /// What could not be reconstructed, in whole sentences.
    pub unknown: Vec<String>,
    /// The pack that judges.
    pub pack: Arc<Pack>,
}

/// The account of a person's year within a horizon. Without days it is what is known today.
///
/// # Errors
/// `NotFound` for whoever may not see the person's account; `Invalid` for a day that moments cannot say.
pub async fn retrospect(act: &mut Act, year: i16, person: PersonId, horizon: Horizon) -> Result<Retrospect, Refusal> {
    Year::new(year, act.today())?;
    let person = load::person(act, person, Deed::ViewAccount).await?;
    let before = match horizon.known_on {
        None => Instant::MAX,
        Some(day) => day.tomorrow().ok().and_then(start_of_day).ok_or_else(no_such_day)?,
    };
    let registration = store::registrations::by_person_year(&mut act.tx, person.id, year).await;
    let registration = registration.map_err(refusals::store)?;
    let pack = match &registration {
        Some(registration) => act.app.packs.of(registration)?,
        None => act.app.packs.for_year(year)?,
    };
    let look = (before, Look::Back(horizon));
    let known = AsKnown::before(act, (person, year), (registration.as_ref(), &pack), look).await?;
    Ok(Retrospect::of(known, pack, horizon))
}

fn no_such_day() -> Refusal {
    Refusal::invalid("retrospect.day", "日期超出了日历能表示的范围。", NOTHING_CHANGED, "请重新选择日期。")
}

impl Retrospect {
    /// What the pack says about what was known.
    fn of(known: AsKnown, pack: Arc<Pack>, horizon: Horizon) -> Retrospect {
        let AsKnown { person, facts, told, unknown } = known;
        let told = told.as_ref().and_then(dossier::judgement);
        let seen = policy::within(&facts, horizon).0;
        let public_reasons = if told.is_some() { Vec::new() } else { policy::public_reasons(&pack, &seen) };
        let (assessment, explanation) = told.unwrap_or_else(|| policy::explain_within(&pack, &facts, horizon));
        Retrospect {
            titles: facts.items.iter().map(|item| (item.id.clone(), item.title.clone())).collect(),
            public: seen.public,
            settled: seen.training_year,
            public_reasons,
            person,
            year: facts.year,
            horizon,
            assessment,
            explanation,
            unknown,
            pack,
        }
    }

    /// How far one looks, in words for a heading.
    #[must_use]
    pub fn span(&self) -> String {
        let told = |before: &str, day: Option<Date>, after: &str| {
            day.map(|day| format!("{before}{}{after}", chinese_date(day)))
        };
        let parts = [told("截至", self.horizon.as_of, "发生的"), told("到", self.horizon.known_on, "为止得知的")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "现在所知道的".to_owned() } else { parts.join("、") }
    }
}
