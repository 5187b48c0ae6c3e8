//! Puts deadlines, title series, consequences, the deciding day, the annulment and the measure of a verifier's figure
//! together, checked. Must not look at kinds.

use crate::PackError;
use crate::assembly::reading;
use crate::blocks::{AnnulmentBlock, ConsequenceBlock, TitleSeriesBlock, VerificationBlock};
use crate::citations::Rests;
use crate::collection::{Collection, Placed};
use crate::deadlines::{DeadlineRule, Falls, month_and_day};
use crate::faults::Fault;
use crate::rules::{Annulment, ConsequenceRule, Rules, StatusRule, TablesRule, TitleSeries, VerificationRule};
use crate::settings::{Setting, value};

/// Adds them to the rules.
pub(crate) fn add(collection: &Collection, rules: &mut Rules) -> Result<(), PackError> {
    for placed in &collection.deadlines {
        let entry = &placed.entry;
        let falls = match (&entry.day, entry.before_title_series) {
            (None, true) => Falls::BeforeTitleSeries,
            (Some(day), false) => {
                let (month, day) = month_and_day(day).ok_or_else(|| {
                    placed.error(Fault::BadDay, format!("day“{day}”要写成 11-30 这样每年都有的月和日"))
                })?;
                Falls::On { month, day, years_later: i16::from(entry.in_next_year) }
            }
            _ => return Err(placed.error(Fault::DeadlineShape, "day 和 before_title_series = true 要写且只写一个")),
        };
        rules.deadlines.push(DeadlineRule {
            id: placed.id.clone(),
            name: entry.name.clone(),
            party: entry.party,
            falls,
            firmness: entry.firmness,
            article: placed.article.clone(),
            part: entry.part.clone(),
        });
    }
    rules.title_series.extend(collection.title_series.iter().map(title_series));
    rules.tables.extend(
        collection
            .tables
            .iter()
            .map(|placed| TablesRule { folder: Collection::tables_folder(placed), article: placed.article.clone() }),
    );
    for placed in &collection.consequences {
        let rule = consequence(collection, rules, placed)?;
        rules.consequences.push(rule);
    }
    if let Some(placed) = &collection.status {
        let setting = placed.entry.day.get_ref();
        let day = setting.value(collection, placed)?;
        let (month, day) = month_and_day(&day)
            .ok_or_else(|| placed.error(Fault::BadDay, format!("day“{day}”要写成 12-31 这样每年都有的月和日")))?;
        let reading = reading(collection, placed, placed.entry.first_reading())?;
        rules.status = Some(StatusRule { month, day, article: placed.article.clone(), reading });
    }
    rules.annulment = collection.annulment.as_ref().map(|placed| annulment(collection, placed)).transpose()?;
    rules.verification = collection.verification.as_ref().map(|placed| verification(collection, placed)).transpose()?;
    Ok(())
}

fn annulment(collection: &Collection, placed: &Placed<AnnulmentBlock>) -> Result<Annulment, PackError> {
    value(placed.entry.annuls.as_ref(), collection, placed)?;
    let reading = reading(collection, placed, placed.entry.first_reading())?;
    Ok(Annulment { says: placed.id.clone(), article: placed.article.clone(), reading })
}

fn title_series(placed: &Placed<TitleSeriesBlock>) -> TitleSeries {
    TitleSeries {
        id: placed.id.clone(),
        series: placed.entry.series.clone(),
        year: placed.entry.year,
        opens: placed.entry.opens,
        notice: placed.entry.notice.clone(),
        article: placed.article.clone(),
    }
}

fn verification(collection: &Collection, placed: &Placed<VerificationBlock>) -> Result<VerificationRule, PackError> {
    let VerificationBlock { above_claim, accepted, deciders, .. } = &placed.entry;
    value(Some(above_claim.get_ref()), collection, placed)?;
    value(accepted.as_ref(), collection, placed)?;
    value(deciders.as_ref(), collection, placed)?;
    if placed.entry.item_years_max == 0 {
        return Err(placed.error(Fault::Measure, "item_years_max 至少为 1"));
    }
    Ok(VerificationRule {
        item_years_max: placed.entry.item_years_max,
        article: placed.article.clone(),
        reading: reading(collection, placed, above_claim.get_ref().reading())?,
        accepted_reading: reading(collection, placed, accepted.as_ref().and_then(Setting::reading))?,
        deciders_reading: reading(collection, placed, deciders.as_ref().and_then(Setting::reading))?,
    })
}

fn consequence(
    collection: &Collection,
    rules: &Rules,
    placed: &Placed<ConsequenceBlock>,
) -> Result<ConsequenceRule, PackError> {
    let entry = &placed.entry;
    if entry.needs.is_empty() != entry.whole_year {
        return Err(placed.error(Fault::ConsequenceShape, "needs 和 whole_year = true 要写且只写一个"));
    }
    if let Some(unknown) = entry.needs.iter().find(|id| !rules.requirements.iter().any(|known| known.id == **id)) {
        return Err(placed.error(Fault::UnknownRequirement, format!("needs 里的“{unknown}”没有对应的 [[require]]")));
    }
    Ok(ConsequenceRule {
        id: placed.id.clone(),
        name: entry.name.clone(),
        concerns: entry.concerns,
        from_year: entry.from_year,
        needs: entry.needs.clone(),
        whole_year: entry.whole_year,
        refers_to_last_year: entry.refers_to_last_year,
        unmet: entry.unmet.clone(),
        article: placed.article.clone(),
        waits_for_approval: entry
            .waits_for_approval
            .as_ref()
            .map_or(Ok(true), |waits| waits.value(collection, placed))?,
        before_title_series: entry
            .before_title_series
            .as_ref()
            .map_or(Ok(false), |before| before.value(collection, placed))?,
        before_reading: {
            let named = entry.before_title_series.as_ref().and_then(Setting::reading);
            reading(collection, placed, named)?
        },
        reading: {
            let waits = entry.waits_for_approval.as_ref().and_then(Setting::reading);
            reading(collection, placed, entry.reading.as_ref().or(waits))?
        },
    })
}
