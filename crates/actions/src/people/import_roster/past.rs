//! Rows of a roster of a year that is over. They say how somebody stood then, where no roster of that year said it, and nothing
//! of how the person is now. Must not write.

use domain::{
    imports::{Said, roster::RosterRow},
    person::{Person, Standing, YearStanding},
    refusal::Refusal,
    year::Year,
};

use super::Entry;
use crate::{Act, Difference, import::Plan, refusals};

const YEAR: &str = "名册年度";
const DECLARES: &str = "下一年度是否申报职称";
/// What is said of a row that says nothing of what a roster of a year that is over is read for.
const UNSAID: &str = "往年的名册要写明下一年度是否申报职称。请加上这一列再导入。";
const UNKNOWN: &str = "没有这个人的档案。往年的名册只补记已有的人员，请先导入今年的名册。";
const SAID_OTHERWISE: &str = "这一年度的名册已经写过这个人，内容与这一行不同。往年的内容不再改动，这一行没有写入。";

/// Plans what a row says of `year`, which is not this one.
pub(super) async fn plan_row(
    act: &mut Act,
    plan: &mut Plan<Entry>,
    row: &RosterRow,
    (known, year): (Option<&Person>, i16),
) -> Result<(), Refusal> {
    let this_year = act.today().year();
    if !(Year::FIRST..this_year).contains(&year) {
        let problem = format!("应在 {} 至 {this_year} 之间。", Year::FIRST);
        plan.problem(row.row, YEAR, &year.to_string(), &problem);
        return Ok(());
    }
    let Some(known) = known else {
        plan.problem(row.row, "工号", &row.staff_number, UNKNOWN);
        return Ok(());
    };
    let Said::This(declares_title_next_year) = row.declares_title_next_year else {
        plan.problem(row.row, DECLARES, "", UNSAID);
        return Ok(());
    };
    let standing = Standing {
        category: row.category,
        declares_title_next_year,
        confirmation_only: row.confirmation_only.or(false),
    };
    let title_series = row.title_series.clone().or(known.title_series.clone());
    let said = YearStanding { standing, title_series };
    let next = store::standings::said_of(&mut act.tx, known.id, year + 1).await.map_err(refusals::store)?;
    match store::standings::said_of(&mut act.tx, known.id, year).await.map_err(refusals::store)? {
        // The word of this year would become that of the next one, which no roster has spoken of.
        None if next.is_none() => {
            let problem = format!(
                "{next} 年度的名册还没有写过这个人，只补 {year} 年度会改变 {next} 年度的要求。请先导入 {next} 年度的名册（要有“{DECLARES}”一列）。",
                next = year + 1
            );
            plan.problem(row.row, YEAR, &year.to_string(), &problem);
        }
        None => {
            let differences = [Difference { field: "往年的岗位类别和申报打算", turn: None }];
            plan.changes.count(&differences);
            plan.changed.push((Entry::Past(known.id, year, said), format!("{year} 年度的岗位类别和申报打算")));
        }
        Some(before) if before == said => plan.unchanged += 1,
        Some(_) => plan.problem(row.row, YEAR, &year.to_string(), SAID_OTHERWISE),
    }
    Ok(())
}
