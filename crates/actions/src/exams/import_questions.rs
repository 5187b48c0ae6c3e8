//! Taking a bank of questions from a spreadsheet: dry run first, each problem with its cell, nothing half done. A
//! question that is known by its stem gets a new version; papers that are drawn keep theirs.

use std::collections::{HashMap, HashSet};

use domain::{
    access::Deed,
    audit::EventKind,
    ids::{ImportId, QuestionId},
    imports::{self, questions::QuestionRow},
    refusal::Refusal,
    table::Table,
};
use store::questions::{Banked, Listed};

use crate::{
    Act, ImportReport, Mode,
    import::{self, Plan},
    load, refusals, training_years,
};

/// A question to add, or the next version of one that is there.
struct Planned {
    row: QuestionRow,
    known: Option<(QuestionId, i64)>,
}

/// Takes questions into the bank of a year. Running it again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel, and a year that is not settled; problems of rows are in the report.
pub async fn import_questions(act: &mut Act, year: i16, table: &Table, mode: Mode) -> Result<ImportReport, Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let settled = training_years::settled(&mut act.tx, year).await?;
    let sheet = imports::questions::read(table);
    let all = store::questions::all(&mut act.tx, year).await.map_err(refusals::store)?;
    let (retired, used): (Vec<Listed>, Vec<Listed>) = all.into_iter().partition(|one| one.retired_at.is_some());
    let stem = |listed: &Listed| listed.banked.question.stem.clone();
    let retired: HashSet<String> = retired.iter().map(stem).collect();
    let mut bank: HashMap<String, Banked> = used.into_iter().map(|listed| (stem(&listed), listed.banked)).collect();
    let mut plan = Plan::new(sheet.problems);
    let mut unsaid = Vec::new();
    for mut row in sheet.good {
        let is_known = bank.contains_key(&row.question.stem);
        let takes_middle = imports::questions::takes_middle(&row, is_known, &sheet.absent);
        let Some(banked) = bank.remove(&row.question.stem) else {
            // An old sheet brought again does not bring back what was taken out.
            if retired.contains(&row.question.stem) {
                let stem = &row.question.stem;
                plan.problem(row.row, "题干", stem, "这道题已停用；需要时请在“逐题查看”里恢复");
                continue;
            }
            unsaid.extend(takes_middle.then_some(row.row));
            plan.new.push(Planned { row, known: None });
            continue;
        };
        unsaid.extend(takes_middle.then_some(row.row));
        imports::questions::keep_unsaid(&mut row.question, &banked.question, &sheet.absent);
        if banked.question == row.question {
            plan.unchanged += 1;
        } else {
            let planned = Planned { row, known: Some((banked.id, banked.version)) };
            plan.changed.push((planned, String::new()));
        }
    }
    plan.notes.extend(middle_taken(&unsaid));
    if plan.proceeds(mode) {
        carry_out(act, year, &plan).await?;
        if !plan.new.is_empty() || !plan.changed.is_empty() {
            store::exam_papers::begin_edition(&mut act.tx, year).await.map_err(refusals::store)?;
        }
        let subject = act.new_id(ImportId::from_uuid)?.subject();
        let mut values = import::event_values(plan.counts()).to_vec();
        values.push(("course", settled.theme));
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        act.record(&domain::audit::Event::new(EventKind::QuestionsImported, subject, &values)).await?;
    } else {
        import::record_stop(act, "questions", mode, &plan).await?;
    }
    Ok(plan.report(mode))
}

/// What is said of rows without a difficulty.
fn middle_taken(rows: &[u32]) -> Option<String> {
    const NAMED_MAX: usize = 10;
    let named: Vec<String> = rows.iter().take(NAMED_MAX).map(u32::to_string).collect();
    let rest = if rows.len() > NAMED_MAX { "等" } else { "" };
    (!rows.is_empty()).then(|| {
        format!(
            "有 {} 行没有填写难度，按 {} 计（1 最易，5 最难）：第 {} 行{rest}。要改的，请在“难度”一列填好后再导入。",
            rows.len(),
            imports::questions::MIDDLE,
            named.join("、"),
        )
    })
}

async fn carry_out(act: &mut Act, year: i16, plan: &Plan<Planned>) -> Result<(), Refusal> {
    // The bank is listed in the order of its identifiers: that of the table, within one that is taken over at once.
    let mut ids = plan.new.iter().map(|_| act.new_id(QuestionId::from_uuid)).collect::<Result<Vec<_>, Refusal>>()?;
    ids.sort_unstable();
    let mut ids = ids.into_iter();
    for planned in plan.new.iter().chain(plan.changed.iter().map(|(planned, _)| planned)) {
        let question = &planned.row.question;
        match planned.known {
            None => {
                let id = ids.next().ok_or_else(|| refusals::internal("a question without its identifier"))?;
                store::questions::add(&mut act.tx, year, id, question, act.now).await
            }
            Some((id, version)) => store::questions::add_version(&mut act.tx, id, version + 1, question, act.now).await,
        }
        .map_err(refusals::store)?;
    }
    Ok(())
}
