//! Taking hours from a connected industry system's export (article 4): they go straight into the account, nobody registers
//! them again. The ID number says who, the name must match; system and reference name them once.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::shanghai_datetime,
    duplicate::{Likeness, Typed, registered_twice},
    ids::{ImportId, ItemId, PersonId},
    imports::{self, industry_hours::IndustryHoursRow},
    industry_hours::IndustryHours,
    item::{Decision, Item},
    refusal::{NOTHING_CHANGED, Refusal},
    table::Table,
};
use policy::Provision;

use super::holder::holder;
use crate::{
    Act, ImportReport, Mode,
    import::{self, Plan},
    load, refusals,
};

/// Takes hours from a table; `system` names the system where the table has no column for it. Running it again changes
/// nothing. What somebody had typed by hand before goes on to count as it was typed, and not a second time.
///
/// # Errors
/// Refuses whoever is not personnel, a pack that says nothing of connected systems, and a table whose system nobody names;
/// problems of rows are in the report.
pub async fn import_industry_hours(
    act: &mut Act,
    table: &Table,
    system: &str,
    mode: Mode,
) -> Result<ImportReport, Refusal> {
    load::institution(act, Deed::Import)?;
    act.pack().kind_registered_elsewhere().ok_or_else(not_in_the_pack)?;
    let system: String = system.split_whitespace().collect();
    let sheet = imports::industry_hours::read(table, shanghai_datetime(act.now()));
    if system.is_empty() && sheet.good.iter().any(|row| row.system.is_none()) {
        return Err(no_system());
    }
    let mut plan = Plan::new(sheet.problems);
    for row in sheet.good {
        plan_row(act, &mut plan, row, &system).await?;
    }
    plan.note_typed();
    if plan.proceeds(mode) {
        carry_out(act, &plan).await?;
        let subject = act.new_id(ImportId::from_uuid)?.subject();
        let event = import::event(EventKind::IndustryHoursImported, subject, plan.counts()).with("source", system);
        act.record(&event).await?;
    } else {
        import::record_stop(act, "industry-hours", mode, &plan).await?;
    }
    Ok(plan.report(mode))
}

fn no_system() -> Refusal {
    Refusal::invalid(
        "import.system",
        "没有写明这些学时由哪个系统登记，表里也没有“来源系统”这一列。",
        NOTHING_CHANGED,
        "请写明系统的名称（网页上填“来源说明”，命令行加 --system）；同一个系统每次写同样的名称，再导入时才认得出重复。",
    )
}

fn not_in_the_pack() -> Refusal {
    Refusal::conflict(
        "import.no-such-kind",
        "现在的学时标准没有规定对接系统登记的学时怎样计入。",
        "请先在学时标准里写明这一种类，再来导入。",
    )
    .by(Provision::NothingTwice)
}

impl Plan<IndustryHours> {
    /// Says how many were typed by hand before.
    fn note_typed(&mut self) {
        let planned = self.new.iter().chain(self.changed.iter().map(|(hours, _)| hours));
        let typed = planned.filter(|hours| hours.typed_item.is_some()).count();
        if typed > 0 {
            self.notes.push(format!(
                "有 {typed} 行和本人已经手工登记的是同一项活动：学时按手工登记的那一项计，不重复计入。\
                 本人删去那一项，或那一项被退回以后，改按行业系统的登记计入。"
            ));
        }
    }
}

async fn carry_out(act: &mut Act, plan: &Plan<IndustryHours>) -> Result<(), Refusal> {
    for hours in plan.new.iter().chain(plan.changed.iter().map(|(hours, _)| hours)) {
        store::industry_hours::record(&mut act.tx, hours).await.map_err(refusals::store)?;
    }
    for (hours, old) in &plan.changed {
        let new = hours.summary();
        let values = [("system", hours.system.as_str()), ("reference", &hours.reference), ("old", old), ("new", &new)];
        act.record(&Event::new(EventKind::IndustryHoursChanged, hours.person_id.subject(), &values)).await?;
    }
    Ok(())
}

async fn plan_row(
    act: &mut Act,
    plan: &mut Plan<IndustryHours>,
    row: IndustryHoursRow,
    system: &str,
) -> Result<(), Refusal> {
    let Some(person) = holder(act, plan, row.row, &row.id_number, &row.name).await? else { return Ok(()) };
    let number = row.row;
    let mut hours = hours(row, person, system, act);
    let known = store::industry_hours::get(&mut act.tx, &hours.system, &hours.reference).await;
    let known = known.map_err(refusals::store)?;
    if let Some(problem) = repetition(act, plan, &hours, known.as_ref()).await? {
        plan.problem(number, "登记编号", &hours.reference, &problem);
        return Ok(());
    }
    match known {
        Some(known) if known.says_the_same(&hours) => plan.unchanged += 1,
        Some(known) => {
            hours.typed_item = typed(act, &hours).await?;
            plan.changed.push((hours, known.summary()));
        }
        None => {
            hours.typed_item = typed(act, &hours).await?;
            plan.new.push(hours);
        }
    }
    Ok(())
}

fn hours(row: IndustryHoursRow, person_id: PersonId, system: &str, act: &Act) -> IndustryHours {
    IndustryHours {
        system: row.system.unwrap_or_else(|| system.to_owned()),
        reference: row.reference,
        person_id,
        title: row.title,
        organiser: row.organiser,
        starts: row.starts,
        ends: row.ends,
        hours: row.hours,
        registered_at: row.registered_at,
        recorded_at: act.now(),
        typed_item: None,
    }
}

/// Why it would be somebody else's, or count a second time (article 4).
async fn repetition(
    act: &mut Act,
    plan: &Plan<IndustryHours>,
    hours: &IndustryHours,
    known: Option<&IndustryHours>,
) -> Result<Option<String>, Refusal> {
    let is_this = |other: &IndustryHours| other.system == hours.system && other.reference == hours.reference;
    let planned: Vec<&IndustryHours> = plan.new.iter().chain(plan.changed.iter().map(|(hours, _)| hours)).collect();
    if planned.iter().any(|other| is_this(other)) {
        return Ok(Some("同一个系统的这个编号在表里已经出现过。".to_owned()));
    }
    if known.is_some_and(|known| known.person_id != hours.person_id) {
        return Ok(Some("这个编号已经登记在另一人名下。请与来源系统核对。".to_owned()));
    }
    let stored = store::industry_hours::of_person(&mut act.tx, hours.person_id).await.map_err(refusals::store)?;
    let twice = stored.iter().chain(planned).find(|other| registered_twice(hours, other));
    Ok(twice.map(|other| format!("同一项活动已由{}登记，学时已经计入，不重复导入。", other.place())))
}

/// The item in which the person had typed the same activity, unless the verifier returned it.
async fn typed(act: &mut Act, hours: &IndustryHours) -> Result<Option<ItemId>, Refusal> {
    let items = store::items::of_person(&mut act.tx, hours.person_id).await.map_err(refusals::store)?;
    let is_it = |item: &Item| {
        !matches!(item.decision, Decision::Returned { .. })
            && Typed::from(item).likeness_to_registered(hours) == Some(Likeness::Same)
    };
    Ok(items.into_iter().map(|typed| typed.item).find(is_it).map(|item| item.id))
}
