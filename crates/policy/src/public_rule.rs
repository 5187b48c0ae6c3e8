//! The rule of the public courses out of its block and the notices of single years (article 3). Must not judge a year.

use crate::PackError;
use crate::assembly::reading;
use crate::blocks::{Counts, MadeUpIn, PublicCourseBlock, TrainingYearBlock};
use crate::collection::{Collection, Placed};
use crate::rules::{PastYearsRule, PublicCourse, TrainingYear};
use crate::settings::Setting;

/// What counts of the public courses, and the years of which notices are known.
pub(crate) fn public_course(
    collection: &Collection,
    placed: &Placed<PublicCourseBlock>,
) -> Result<PublicCourse, PackError> {
    let PublicCourseBlock { counts, without_exam, past_years, past_years_in, .. } = &placed.entry;
    let rests_on = |named: Option<&String>| reading(collection, placed, named);
    let made_up_in = past_years_in.as_ref().map_or(Ok(MadeUpIn::AnyYear), |when| when.value(collection, placed))?;
    let only_in = if let MadeUpIn::Only(year) = made_up_in { Some(year) } else { None };
    Ok(PublicCourse {
        attempts_max: placed.entry.attempts_max,
        required: placed.entry.required.clone(),
        years: collection.training_years.iter().map(training_year).collect(),
        counts: counts.as_ref().map_or(Ok(Counts::AfterExam), |counts| counts.value(collection, placed))?,
        without_exam: without_exam
            .as_ref()
            .map_or(Ok(Counts::AfterStudy), |counts| counts.value(collection, placed))?,
        after_attempts: placed.id.clone(),
        article: placed.article.clone(),
        reading: rests_on(placed.entry.reading.as_ref().or(counts.as_ref().and_then(Setting::reading)))?,
        without_exam_reading: rests_on(without_exam.as_ref().and_then(Setting::reading))?,
        past_years: PastYearsRule { years: past_years.clone(), only_in },
        past_years_reading: rests_on(past_years_in.as_ref().and_then(Setting::reading))?,
    })
}

fn training_year(placed: &Placed<TrainingYearBlock>) -> TrainingYear {
    TrainingYear {
        year: placed.entry.year,
        theme: placed.entry.theme.clone(),
        hours: placed.entry.hours,
        study: placed.entry.study_hours,
        notice: placed.entry.notice.clone(),
    }
}
