//! Taking the units from a spreadsheet; the unit's code says which unit a row is about.

use domain::{
    access::Deed,
    audit::EventKind,
    ids::{ImportId, UnitId},
    imports,
    person::Unit,
    refusal::Refusal,
    table::Table,
};

use crate::{
    Act, ImportReport, Mode,
    import::{self, Plan},
    load, refusals,
};

/// Takes the units from a table. Running it again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel; problems of rows are in the report.
pub async fn import(act: &mut Act, table: &Table, mode: Mode) -> Result<ImportReport, Refusal> {
    load::institution(act, Deed::Import)?;
    let sheet = imports::units::read(table);
    let known = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let mut plan = Plan::new(sheet.problems);
    plan.absent = sheet.absent;
    for row in sheet.good {
        let same = known.iter().find(|unit| unit.code == row.code);
        if known.iter().any(|unit| unit.name == row.name && unit.code != row.code) {
            plan.problem(row.row, "部门名称", &row.name, "已有同名单位，但单位代码不同。");
            continue;
        }
        let id = match same {
            Some(unit) => unit.id,
            None => act.new_id(UnitId::from_uuid)?,
        };
        let kind = row.kind.or(same.map(|unit| unit.kind.clone()).unwrap_or_default());
        let unit = Unit { id, code: row.code, name: row.name, kind };
        match same {
            None => plan.new.push(unit),
            Some(known) if *known == unit => plan.unchanged += 1,
            Some(_) => plan.changed.push((unit, String::new())),
        }
    }
    if plan.proceeds(mode) {
        carry_out(act, &plan).await?;
    } else {
        import::record_stop(act, "units", mode, &plan).await?;
    }
    Ok(plan.report(mode))
}

async fn carry_out(act: &mut Act, plan: &Plan<Unit>) -> Result<(), Refusal> {
    store::units::insert_many(&mut act.tx, &plan.new).await.map_err(refusals::store)?;
    for (unit, _) in &plan.changed {
        store::units::update(&mut act.tx, unit).await.map_err(refusals::store)?;
    }
    let subject = act.new_id(ImportId::from_uuid)?.subject();
    act.record(&import::event(EventKind::UnitsImported, subject, plan.counts())).await
}
