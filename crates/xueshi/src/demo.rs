//! The sample university: about 2,400 invented people over three years, made through the same actions as real work.
//! It may not write to the database in any other way, and no number in it is anybody's rule.

mod activities;
mod chance;
mod courses;
mod fates;
mod findings;
mod institution;
mod leaves;
pub(crate) mod marker;
mod names;
mod papers;
mod people;
mod progress;
mod sealing;
mod season;
mod stamp;
mod tables;
#[cfg(test)]
mod tests;
mod training;
mod year;

use std::sync::Arc;

use actions::App;
use domain::access::Actor;
use domain::clock::{Instant, shanghai_date};

use crate::failure::Failure;

/// How large the university is, and which one of many.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Number of staff.
    pub(crate) people: u32,
    /// The same seed gives the same university.
    pub(crate) seed: u64,
    /// How many people of each year print their certificates; the others can do so on the page.
    pub(crate) certificates_a_year: usize,
}

impl Size {
    /// As many certificates as a visitor can want, and no more than the first start has time for.
    pub(crate) fn new(people: u32, seed: u64) -> Self {
        Size { people, seed, certificates_a_year: 60 }
    }
}

/// Fills an empty installation: two finished years and the one under way at `now`.
pub(crate) async fn fill(app: &Arc<App>, size: Size, now: Instant) -> Result<(), Failure> {
    let begun = std::time::Instant::now();
    let this_year = shanghai_date(now).year();
    let mut act = app.write(Some(Actor::system()), now, None).await?;
    actions::sessions::mark_as_demo(&mut act).await?;
    actions::policies::put_in_force(&mut act).await?;
    act.commit("").await?;
    let progress = progress::Progress::new(size.people);
    let roster = people::roster(size);
    let founded_at = season::Season::new(this_year - 2, now)?.moment(0);
    let institution = institution::found(app, &roster, founded_at, &progress).await?;
    let papers = papers::Papers::new()?;
    for year in this_year - 2..=this_year {
        let season = season::Season::new(year, now)?;
        if year > this_year - 2 {
            institution::said_again(app, &roster, season.moment(0)).await?;
        }
        if year == this_year {
            findings::replied(app, &institution, year - 1, season.moment(1)).await?;
            training::hold(app, &institution, &season).await?;
        }
        let play = year::Play { app, institution: &institution, papers: &papers, season, size };
        play.run(&progress).await?;
    }
    findings::open(app, &institution, this_year - 1, now).await?;
    progress.finish(begun.elapsed());
    Ok(())
}
