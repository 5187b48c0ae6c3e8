//! Taking the results of the required public course from the region's spreadsheet (article 3): they go straight into
//! the account, nobody registers them by hand. The ID number says who, the name must match.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::{chinese_date, shanghai_date, shanghai_datetime},
    exam::{Attempt, Ending},
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

/// Points below which a pass is worth a second look: what pass marks usually are.
const LOW_SCORE: u16 = 60;
/// Names that are told of a list of many.
const TOLD_MAX: usize = 5;

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
    let sheet = imports::public_exam::read(table, shanghai_datetime(act.now()), &act.app().pack().past_years());
    let mut plan = Plan::new(sheet.problems);
    let mut odd = Odd::default();
    for row in sheet.good {
        plan_row(act, &mut plan, row, source, &mut odd).await?;
    }
    plan.notes.extend(odd.told());
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

/// What is taken, or left as it is, and should be looked at before it is written.
#[derive(Default)]
struct Odd {
    /// Rows that fail in an earlier attempt than the one that is known.
    earlier: usize,
    /// Rows that pass with few points.
    low: usize,
    /// Who passed and fails by this list, and their certificates.
    lost: Vec<String>,
}

impl Odd {
    fn told(self) -> Vec<String> {
        let earlier = (self.earlier > 0)
            .then(|| format!("有 {} 行的考试次数比已有的成绩少，是较早的成绩，没有改动已有的。", self.earlier));
        let low = (self.low > 0)
            .then(|| format!("有 {} 行成绩不到 {LOW_SCORE} 分却是合格，按表里的结果导入，请与平台核对。", self.low));
        let lost = (!self.lost.is_empty()).then(|| {
            format!(
                "有 {} 行把已有的合格改为不合格：{}。那一年度的学时会减少；已经生成的证书不会自动撤销，\
                 需要撤销的请在“人员”页办理。",
                self.lost.len(),
                listed(&self.lost)
            )
        });
        [earlier, low, lost].into_iter().flatten().collect()
    }
}

/// The first of them, and that there are more.
fn listed(all: &[String]) -> String {
    let more = if all.len() > TOLD_MAX { "等" } else { "" };
    format!("{}{more}", all[..all.len().min(TOLD_MAX)].join("、"))
}

async fn plan_row(
    act: &mut Act,
    plan: &mut Plan<PublicResult>,
    row: PublicExamRow,
    source: &str,
    odd: &mut Odd,
) -> Result<(), Refusal> {
    let name = row.name.clone();
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
    let known = known.iter().find(|known| known.year == result.year && known.course == result.course);
    if !result.exam_passed && known.is_some_and(|known| is_earlier(&result, known)) {
        // A list that was exported before the one that is known takes nothing back.
        odd.earlier += 1;
        plan.unchanged += 1;
        return Ok(());
    }
    odd.low += usize::from(result.exam_passed && result.score.is_some_and(|score| score < LOW_SCORE));
    match known {
        None => plan.new.push(result),
        Some(known) if says_the_same(known, &result) => plan.unchanged += 1,
        Some(known) => {
            if known.without_exam && known.hours > result.hours && !result.exam_passed {
                plan.problem(row.row, "结果", "不合格", &studied_already(known));
                return Ok(());
            }
            if known.exam_passed && !result.exam_passed {
                if let Some(passed) = passed_here(act, known).await? {
                    plan.problem(row.row, "结果", "不合格", &passed_already(&passed));
                    return Ok(());
                }
                odd.lost.push(with_certificates(act, &name, &result).await?);
            }
            result.required |= known.required;
            plan.changed.push((result, known.summary()));
        }
    }
    Ok(())
}

/// The attempt by which a required course was passed in this system: what was passed here no list takes away.
async fn passed_here(act: &mut Act, known: &PublicResult) -> Result<Option<(u8, Ending)>, Refusal> {
    if !known.required {
        return Ok(None);
    }
    let taken =
        store::exams::attempts_of(&mut act.tx, &[known.person_id], known.year).await.map_err(refusals::store)?;
    let passed =
        |attempt: Attempt| attempt.ending.filter(|ending| ending.passed).map(|ending| (attempt.number, ending));
    Ok(taken.into_iter().find_map(passed))
}

fn passed_already((number, ending): &(u8, Ending)) -> String {
    format!(
        "这门课已在本系统考试合格（第 {number} 次，{}，{} 分），导入不能改为不合格，这一行没有导入。请先与平台核对：\
         平台有误的，不用再导入这一行；本系统有误的，请技术支持在“人员”页查看作答记录，由人事处写明理由撤销证书。",
        chinese_date(shanghai_date(ending.at)),
        ending.points
    )
}

fn studied_already(known: &PublicResult) -> String {
    format!(
        "这门选修课已在本系统学完，计 {} 学时，不用考试；导入不能把它改为不合格，这一行没有导入。平台上是另一门课的，请写它的全名。",
        known.hours
    )
}

/// Whether it was sat before the one that is known; a correction of that one has its day.
fn is_earlier(result: &PublicResult, known: &PublicResult) -> bool {
    result.attempts < known.attempts && known.sat_at.is_none_or(|at| result.sat_at.is_some_and(|it| it < at))
}

/// A name, and the numbers of the year's certificates that are valid.
async fn with_certificates(act: &mut Act, name: &str, result: &PublicResult) -> Result<String, Refusal> {
    let all = store::certificates::of_person(&mut act.tx, result.person_id).await.map_err(refusals::store)?;
    let valid = all.into_iter().filter(|it| it.year == result.year && it.revoked_at.is_none());
    let numbers: Vec<String> = valid.map(|it| it.number).collect();
    Ok(if numbers.is_empty() { name.to_owned() } else { format!("{name}（证书 {}）", numbers.join("、")) })
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
