//! GET /years/{year}: how the units stand.

pub(crate) mod people;
pub(crate) mod training;

use actions::years::{Show, UnitProgress};
use domain::{clock::shanghai_date, year::Year};

use crate::{
    errors::{Page, render},
    fields::Path,
    translate,
    views::years::{OverviewPage, UnitLine},
    visitor::{SignedIn, Visitor},
};

/// Progress by unit.
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let mut act = visitor.read().await?;
    let units = actions::years::overview(&mut act, year).await?;
    let sum = |part: fn(&UnitProgress) -> i64| units.iter().map(part).sum::<i64>();
    let all = UnitLine {
        name: "合计".to_owned(),
        url: format!("/years/{year}/people"),
        open_url: open_url(&format!("/years/{year}/people")),
        people: sum(|it| it.people),
        done: sum(|it| it.done),
        public_done: sum(|it| it.public_done),
        registered: sum(|it| it.registered),
        approved: sum(|it| it.approved),
    };
    let units = units.iter().map(|it| line(year, it)).collect();
    let settled = actions::training_years::list(&mut act).await?;
    let training = settled.iter().any(|it| it.year == year).then(|| format!("/years/{year}/training"));
    let frame = visitor.pack_frame(format!("{year} 年度完成情况"));
    let out_of_time = actions::policies::out_of_time(&visitor.web.app, shanghai_date(visitor.now));
    render(&OverviewPage { frame, year, years: years(&visitor, year, ""), units, all, training, out_of_time })
}

fn line(year: i16, it: &UnitProgress) -> UnitLine {
    let url = format!("/years/{year}/units/{}", it.unit.id);
    UnitLine {
        name: it.unit.name.clone(),
        open_url: open_url(&url),
        url,
        people: it.people,
        done: it.done,
        public_done: it.public_done,
        registered: it.registered,
        approved: it.approved,
    }
}

fn open_url(path: &str) -> String {
    translate::address(path, [("show", Show::Open.as_str())])
}

/// Three years with the one shown among them, no later than this year, each with its address: `rest` follows the year in it.
fn years(visitor: &Visitor, year: i16, rest: &str) -> Vec<(i16, String)> {
    let last = (year + 1).min(visitor.year().max(year));
    let shown = (last - 2..=last).filter(|it| *it >= Year::FIRST);
    shown.map(|it| (it, format!("/years/{it}{rest}"))).collect()
}
