//! Settling a year's public subjects. What was settled before stays in the history; attempts that go on keep their own
//! paper, end and pass mark.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    refusal::{NOTHING_CHANGED, Refusal},
    training_year::TrainingYear,
    year::Year,
};
use policy::Provision;

use crate::{Act, load, refusals};

/// Settles a year. Settling the same again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel; `Invalid` names everything that is wrong; `Conflict` for a theme that is the name of an
/// elective course of the year.
pub async fn settle(act: &mut Act, year: &TrainingYear) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    Year::new(year.year, act.today()).map_err(|error| error.invalid())?;
    year.check().map_err(|problems| {
        let what: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Refusal::invalid(
            "training-year.settings",
            format!("{}。", what.join("；")),
            NOTHING_CHANGED,
            "请改正后再保存。",
        )
        .by(Provision::PublicSubjects)
    })?;
    let known = store::training_years::get(&mut act.tx, year.year).await.map_err(refusals::store)?;
    if known.as_ref() == Some(year) {
        return Ok(());
    }
    not_taken(act, year).await?;
    let by = act.signed_in()?.person.to_string();
    store::training_years::settle(&mut act.tx, year, &by, act.now).await.map_err(refusals::store)?;
    if known.is_some_and(|known| known.exam.mix != year.exam.mix) {
        store::exam_papers::begin_edition(&mut act.tx, year.year).await.map_err(refusals::store)?;
    }
    let number = year.year.to_string();
    let values = [("year", number.as_str()), ("theme", &year.theme), ("notice", &year.notice)];
    let settings = serde_json::to_value(year).map_err(refusals::internal)?;
    act.record(
        &Event::new(EventKind::TrainingYearSettled, format!("training-year:{number}"), &values)
            .with("settings", settings),
    )
    .await
}

/// Results are told apart by the names of their courses, and that of the required course is the theme.
async fn not_taken(act: &mut Act, year: &TrainingYear) -> Result<(), Refusal> {
    let courses = store::courses::of_year(&mut act.tx, year.year).await.map_err(refusals::store)?;
    if courses.iter().all(|course| course.is_required || course.title != year.theme.trim()) {
        return Ok(());
    }
    let what = format!(
        "{} 年度已经有叫“{}”的选修课；学时按课程名称记入年度账，主题不能与选修课重名。",
        year.year, year.theme
    );
    Err(Refusal::conflict("training-year.theme-taken", what, "请换一个主题；主题没有写错的，请先给那门选修课改名。"))
}
