//! What a year's hours are reckoned by: rates, and how much a day can hold of what they give. Only told from here; a kind
//! carries the numbers that it is judged by. Must not judge.

use crate::assembly::{rate, reading};
use crate::blocks::{DayLimitBlock, KindBlock, RateBlock};
use crate::citations::Rests;
use crate::collection::{Collection, Placed};
use crate::rules::{DayLimitRule, RateRule};
use crate::{Hours, PackError};

/// The rates of a chain of packs.
pub(crate) fn rates(collection: &Collection) -> Vec<RateRule> {
    let rule = |placed: &Placed<RateBlock>| RateRule {
        id: placed.id.clone(),
        gives: placed.entry.give_hours,
        status: placed.entry.status,
        kinds: kinds(collection, std::slice::from_ref(&placed.id)),
        article: placed.article.clone(),
    };
    collection.rates.iter().map(rule).collect()
}

/// The limits of a day.
pub(crate) fn day_limits(collection: &Collection) -> Result<Vec<DayLimitRule>, PackError> {
    let rule = |placed: &Placed<DayLimitBlock>| {
        let hours: Hours = placed.entry.hours.value(collection, placed)?;
        Ok(DayLimitRule {
            id: placed.id.clone(),
            hours,
            kinds: kinds(collection, &placed.entry.rates),
            article: placed.article.clone(),
            reading: reading(collection, placed, placed.entry.first_reading())?,
        })
    };
    collection.day_limits.iter().map(rule).collect()
}

/// The kinds whose hours come from one of these rates.
fn kinds(collection: &Collection, rates: &[String]) -> Vec<String> {
    let uses =
        |kind: &&Placed<KindBlock>| rate(collection, &kind.entry.hours).is_some_and(|rate| rates.contains(&rate.id));
    collection.kinds.iter().filter(uses).map(|kind| kind.id.clone()).collect()
}
