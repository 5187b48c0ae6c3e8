//! What an elective counts: set by the personnel office with its notice. Who has studied it keeps what was posted then.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    course::ElectiveHours,
    ids::CourseId,
    refusal::Refusal,
};
use policy::{Hours, Provision};

use crate::{Act, load, refusals};

/// Says what an elective counts from now on.
///
/// # Errors
/// Refuses whoever is not personnel; `NotFound` for an unknown course; `Conflict` for the required course, whose hours are
/// those of its year; `Invalid` for hours that no course has, and without a notice.
pub async fn set_hours(act: &mut Act, id: CourseId, hours: Hours, notice: &str) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let found = store::courses::get(&mut act.tx, id).await.map_err(refusals::store)?;
    let course = found.ok_or_else(|| Refusal::not_found("课程"))?;
    if course.is_required {
        return Err(Refusal::conflict(
            "course.required-hours",
            "必修课的学时是年度设定里的学习学时和考试学时，不在课程上设定。",
            "请到“公需科目设定”里修改这个年度的学时。",
        )
        .by(Provision::PublicSubjects));
    }
    let set = ElectiveHours::new(hours, notice)?;
    if course.hours.as_ref() == Some(&set) {
        return Ok(());
    }
    store::courses::set_hours(&mut act.tx, id, &set).await.map_err(refusals::store)?;
    let before = course.hours.map(|old| format!("，原为 {} 学时（{}）", old.hours, old.notice)).unwrap_or_default();
    let fields = format!("学时设为 {} 学时（{}）{before}", set.hours, set.notice);
    let values = [("title", course.title.as_str()), ("fields", &fields)];
    act.record(&Event::new(EventKind::CourseChanged, id.subject(), &values)).await
}
