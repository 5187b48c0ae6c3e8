//! Taking the results of the required public course from the region's spreadsheet (article 3): they go straight into
//! the account, nobody registers them by hand. The ID number says who, the name must match.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::shanghai_datetime,
    ids::ImportId,
    imports::{self, public_exam::PublicExamRow},
    public_result::PublicResult,
    refusal::Refusal,
    table::Table,
};

use super::holder::holder;
use crate::{
    Act, ImportReport, Mode,
    import::{self, Plan},
    load, refusals,
};

/// Takes results from a table; `source` names where it comes from. Running it again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel; problems of rows are in the report.
pub async fn import_public_exam(
    act: &mut Act,
    table: &Table,
    source: &str,
    mode: Mode,
) -> Result<ImportReport, Refusal> {
    load::institution(act, Deed::Import)?;
    let sheet = imports::public_exam::read(table, shanghai_datetime(act.now()));
    let mut plan = Plan::new(sheet.problems);
    for row in sheet.good {
        plan_row(act, &mut plan, row, source).await?;
    }
    if plan.proceeds(mode) {
        carry_out(act, &plan).await?;
        let subject = act.new_id(ImportId::from_uuid)?.subject();
        let event = import::event(EventKind::PublicExamImported, subject, plan.counts()).with("source", source);
        act.record(&event).await?;
    } else {
        import::record_stop(act, "public-exam", mode, &plan).await?;
    }
    Ok(plan.report(mode))
}

/// Adds the results. What a corrected one replaces stays, and each correction is told with its old and new value.
async fn carry_out(act: &mut Act, plan: &Plan<PublicResult>) -> Result<(), Refusal> {
    for result in plan.new.iter().chain(plan.changed.iter().map(|(result, _)| result)) {
        store::public_results::record(&mut act.tx, result).await.map_err(refusals::store)?;
    }
    for (result, old) in &plan.changed {
        let (year, new) = (result.year.to_string(), result.summary());
        let values = [("year", year.as_str()), ("course", &result.course), ("old", old), ("new", &new)];
        act.record(&Event::new(EventKind::PublicResultChanged, result.person_id.subject(), &values)).await?;
    }
    Ok(())
}

async fn plan_row(
    act: &mut Act,
    plan: &mut Plan<PublicResult>,
    row: PublicExamRow,
    source: &str,
) -> Result<(), Refusal> {
    let Some(person) = holder(act, plan, row.row, &row.id_number, &row.name).await? else { return Ok(()) };
    let mut result = PublicResult {
        person_id: person,
        year: row.year,
        course: row.course,
        required: false,
        study: row.study_hours,
        exam_passed: row.passed,
        score: Some(row.score),
        attempts: row.attempts,
        hours: row.hours,
        without_exam: false,
        notice: String::new(),
        source: source.to_owned(),
        sat_at: Some(row.sat_at),
        recorded_at: act.now(),
    };
    result.required = act.pack().is_required_course(result.year, &result.facts());
    let known = store::public_results::of_person(&mut act.tx, person).await.map_err(refusals::store)?;
    match known.iter().find(|known| known.year == result.year && known.course == result.course) {
        None => plan.new.push(result),
        Some(known) if says_the_same(known, &result) => plan.unchanged += 1,
        Some(known) => {
            result.required |= known.required;
            plan.changed.push((result, known.summary()));
        }
    }
    Ok(())
}

fn says_the_same(known: &PublicResult, new: &PublicResult) -> bool {
    let as_known = PublicResult {
        source: known.source.clone(),
        recorded_at: known.recorded_at,
        required: known.required,
        notice: known.notice.clone(),
        ..new.clone()
    };
    *known == as_known
}
