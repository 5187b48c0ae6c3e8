//! GET /years/{year}/training…: how the units stand in the year's public subject, and who is at which stage.

use actions::years::{Stage, StageFilter, Stages, Trainee, Trainees};
use domain::{clock::chinese_date, ids::UnitId, learning::duration};

use crate::{
    errors::{Page, render},
    fields::{Asked, Fields, Path, id},
    translate,
    views::{
        parts::{Chip, ChoiceLink},
        training::{StageCell, StageHead, StageRow, TraineeLine, TraineesPage, TrainingPage},
    },
    visitor::{SignedIn, Visitor},
};

/// Progress by unit, as a picture and a table.
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let mut act = visitor.read().await?;
    let view = actions::years::training(&mut act, year).await?;
    let settled = actions::training_years::list(&mut act).await?;
    let mut all = row("合计", &path(year, None), &Stages::default());
    let units: Vec<StageRow> =
        view.units.iter().map(|(unit, stages)| row(&unit.name, &path(year, Some(unit.id)), stages)).collect();
    for unit in &units {
        all.people += unit.people;
        all.cells.iter_mut().zip(&unit.cells).for_each(|(sum, cell)| sum.count += cell.count);
    }
    render(&TrainingPage {
        frame: visitor.pack_frame(format!("{year} 年度公需科目进度")),
        year,
        years: settled.iter().rev().map(|it| it.year).collect(),
        theme: view.year.theme.clone(),
        window: format!("{}至{}", chinese_date(view.year.opens), chinese_date(view.year.closes)),
        stages: Stage::ALL.map(|stage| StageHead { name: stage.as_str(), label: stage.label() }).into(),
        units,
        all,
    })
}

/// Everybody of one unit.
pub(crate) async fn of_unit(
    visitor: SignedIn,
    Path((year, unit)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Page {
    let year = visitor.year_in(&year)?;
    list(&visitor, year, Some(id(&unit, "单位")?), &asked).await
}

/// Everybody of all units that one may see.
pub(crate) async fn all(visitor: SignedIn, Path(year): Path<String>, Asked(asked): Asked) -> Page {
    let year = visitor.year_in(&year)?;
    list(&visitor, year, None, &asked).await
}

fn path(year: i16, unit: Option<UnitId>) -> String {
    match unit {
        Some(unit) => format!("/years/{year}/training/units/{unit}"),
        None => format!("/years/{year}/training/people"),
    }
}

fn row(name: &str, path: &str, stages: &Stages) -> StageRow {
    let cell = |stage: Stage| StageCell {
        stage: stage.as_str(),
        label: stage.label(),
        count: stages.of(stage),
        url: translate::address(path, [("stage", stage.as_str())]),
    };
    StageRow {
        name: name.to_owned(),
        url: path.to_owned(),
        people: stages.people(),
        cells: Stage::ALL.map(cell).into(),
    }
}

async fn list(visitor: &Visitor, year: i16, unit: Option<UnitId>, asked: &Fields) -> Page {
    let filter = StageFilter { stage: asked.parse("stage"), text: asked.text("text").to_owned() };
    let mut act = visitor.read().await?;
    let page = asked.parse("page").unwrap_or(1);
    let view = actions::years::trainees(&mut act, year, unit, &filter, page).await?;
    let path = path(year, unit);
    let stage = filter.stage.map(Stage::as_str).unwrap_or_default();
    let kept = [("stage", stage.to_owned()), ("text", filter.text.clone())];
    let name = view.unit.as_ref().map_or("全部单位", |unit| &unit.name);
    render(&TraineesPage {
        frame: visitor.pack_frame(format!("{name} {year} 年度公需科目进度")),
        year,
        theme: view.year.theme.clone(),
        name: name.to_owned(),
        is_one_unit: view.unit.is_some(),
        sum: row(name, &path, &view.stages),
        choices: choices(&path, &filter, &view),
        stage: stage.to_owned(),
        text: filter.text.clone(),
        shows_study: view.rows.iter().any(|trainee| trainee.studied.is_some()),
        rows: view.rows.iter().map(|trainee| line(year, view.length, trainee)).collect(),
        pages: translate::pages(&path, &kept, view.total, view.page, view.pages),
        path,
    })
}

fn choices(path: &str, filter: &StageFilter, view: &Trainees) -> Vec<ChoiceLink> {
    let link = |stage: Option<Stage>, count: i64| ChoiceLink {
        label: stage.map_or("全部", Stage::label).to_owned(),
        count,
        url: translate::address(
            path,
            [("stage", stage.map(Stage::as_str).unwrap_or_default()), ("text", &filter.text)],
        ),
        current: stage == filter.stage,
    };
    let all = link(None, view.stages.people());
    std::iter::once(all).chain(Stage::ALL.map(|stage| link(Some(stage), view.stages.of(stage)))).collect()
}

fn line(year: i16, length: u64, trainee: &Trainee) -> TraineeLine {
    let person = &trainee.person;
    let (minutes, attempts) = match trainee.studied {
        None => (String::new(), String::new()),
        Some(studied) => {
            let best = studied.best.map(|best| format!("，最高 {best} 分")).unwrap_or_default();
            let minutes = format!("{}，共 {}", duration(studied.credited), duration(length));
            let left = match trainee.stage {
                Stage::Passed => String::new(),
                _ => format!("，还有 {} 次", studied.left),
            };
            (minutes, format!("已考 {} 次{best}{left}", studied.attempts))
        }
    };
    TraineeLine {
        name: person.name.clone(),
        account_url: format!("/people/{}/years/{year}", person.id),
        staff_number: person.staff_number.clone(),
        person_url: trainee.may_see_person.then(|| format!("/people/{}", person.id)),
        unit: person.unit_name.clone(),
        stage: chip(trainee.stage),
        minutes,
        attempts,
    }
}

fn chip(stage: Stage) -> Chip {
    let tone = match stage {
        Stage::Passed => "good",
        Stage::Studied => "info",
        Stage::Begun => "wait",
        Stage::Untouched => "",
        Stage::UsedUp => "bad",
    };
    Chip::new(stage.label(), tone)
}
