//! GET /years/{year}: how the units stand.

use actions::years::UnitProgress;

use crate::{
    errors::{Page, render},
    fields::Path,
    views::years::{OverviewPage, UnitLine},
    visitor::SignedIn,
};

/// Progress by unit.
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let mut act = visitor.read().await?;
    let units = actions::years::overview(&mut act, year).await?;
    let sum = |part: fn(&UnitProgress) -> i64| units.iter().map(part).sum::<i64>();
    let all = UnitLine {
        name: "合计".to_owned(),
        url: String::new(),
        people: sum(|it| it.people),
        done: sum(|it| it.done),
        public_done: sum(|it| it.public_done),
        registered: sum(|it| it.registered),
        approved: sum(|it| it.approved),
    };
    let units = units
        .iter()
        .map(|it| UnitLine {
            name: it.unit.name.clone(),
            url: format!("/queue?year={year}&unit={}", it.unit.id),
            people: it.people,
            done: it.done,
            public_done: it.public_done,
            registered: it.registered,
            approved: it.approved,
        })
        .collect();
    let next = (year < visitor.year()).then_some(year + 1);
    render(&OverviewPage { frame: visitor.pack_frame(format!("{year} 年度完成情况")), year, next, units, all })
}
