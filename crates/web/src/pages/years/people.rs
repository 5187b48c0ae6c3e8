//! GET /years/{year}/units/{unit} and /years/{year}/people: who of a unit, or of all units, is done and who is not; and
//! the same as a file to take along.

use actions::years::{ExportFormat, ProgressFilter, ProgressRow, Show, YearPeople};
use domain::{ids::UnitId, registration::State};
use policy::Obligation;

use super::years;
use crate::{
    errors::{Page, PageError, render},
    fields::{Asked, Fields, Path, id},
    pages::files,
    translate,
    views::{
        parts::{Chip, ChoiceLink},
        years::{PeoplePage, PersonLine, UnitLine},
    },
    visitor::{SignedIn, Visitor},
};

/// Everybody of one unit.
pub(crate) async fn of_unit(
    visitor: SignedIn,
    Path((year, unit)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Page {
    list(&visitor, &place(&visitor, &year, Some(&unit))?, &asked).await
}

/// Everybody of all units that one may see.
pub(crate) async fn all(visitor: SignedIn, Path(year): Path<String>, Asked(asked): Asked) -> Page {
    list(&visitor, &place(&visitor, &year, None)?, &asked).await
}

/// One unit as a workbook.
pub(crate) async fn of_unit_as_xlsx(
    visitor: SignedIn,
    Path((year, unit)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Page {
    export(&visitor, &place(&visitor, &year, Some(&unit))?, &asked, ExportFormat::Xlsx).await
}

/// One unit as comma-separated text.
pub(crate) async fn of_unit_as_csv(
    visitor: SignedIn,
    Path((year, unit)): Path<(String, String)>,
    Asked(asked): Asked,
) -> Page {
    export(&visitor, &place(&visitor, &year, Some(&unit))?, &asked, ExportFormat::Csv).await
}

/// All units as a workbook.
pub(crate) async fn all_as_xlsx(visitor: SignedIn, Path(year): Path<String>, Asked(asked): Asked) -> Page {
    export(&visitor, &place(&visitor, &year, None)?, &asked, ExportFormat::Xlsx).await
}

/// All units as comma-separated text.
pub(crate) async fn all_as_csv(visitor: SignedIn, Path(year): Path<String>, Asked(asked): Asked) -> Page {
    export(&visitor, &place(&visitor, &year, None)?, &asked, ExportFormat::Csv).await
}

/// What an address asks about.
struct Place {
    year: i16,
    unit: Option<UnitId>,
}

impl Place {
    /// What follows the year in the address of the list.
    fn rest(&self) -> String {
        self.unit.map_or_else(|| "/people".to_owned(), |unit| format!("/units/{unit}"))
    }

    fn path(&self) -> String {
        format!("/years/{}{}", self.year, self.rest())
    }

    /// The address of the list as a file.
    fn file(&self, ending: &str) -> String {
        let folder = self.unit.map_or_else(String::new, |unit| format!("/units/{unit}"));
        format!("/years/{}{folder}/people.{ending}", self.year)
    }
}

fn place(visitor: &Visitor, year: &str, unit: Option<&str>) -> Result<Place, PageError> {
    let year = visitor.year_in(year)?;
    let unit = unit.map(|unit| id(unit, "单位")).transpose()?;
    Ok(Place { year, unit })
}

fn filter(asked: &Fields) -> ProgressFilter {
    ProgressFilter { show: asked.parse("show").unwrap_or_default(), text: asked.text("text").to_owned() }
}

async fn export(visitor: &Visitor, place: &Place, asked: &Fields, format: ExportFormat) -> Page {
    let mut act = visitor.read().await?;
    let exported = actions::years::export(&mut act, place.year, place.unit, &filter(asked), format).await?;
    Ok(files::response(exported.file))
}

async fn list(visitor: &Visitor, place: &Place, asked: &Fields) -> Page {
    let filter = filter(asked);
    let mut act = visitor.read().await?;
    let page = asked.parse("page").unwrap_or(1);
    let view = actions::years::people(&mut act, place.year, place.unit, &filter, page).await?;
    render(&people_page(visitor, place, &filter, &view))
}

fn people_page(visitor: &Visitor, place: &Place, filter: &ProgressFilter, view: &YearPeople) -> PeoplePage {
    let path = place.path();
    let show = if filter.show == Show::All { "" } else { filter.show.as_str() };
    let kept = [("show", show.to_owned()), ("text", filter.text.clone())];
    let same = || kept.iter().map(|(name, value)| (*name, value.as_str()));
    let name = view.unit.as_ref().map_or("全部单位", |unit| &unit.name);
    let unit = place.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let year = place.year.to_string();
    PeoplePage {
        frame: visitor.pack_frame(format!("{name} {year} 年度完成情况")),
        year: place.year,
        years: years(visitor, place.year, &place.rest()),
        name: name.to_owned(),
        is_one_unit: view.unit.is_some(),
        sum: UnitLine {
            name: name.to_owned(),
            url: path.clone(),
            open_url: String::new(),
            people: view.tally.people,
            done: view.tally.done,
            public_done: view.tally.public_done,
            registered: view.tally.registered,
            approved: view.tally.approved,
        },
        choices: choices(&path, filter, view),
        show: show.to_owned(),
        text: filter.text.clone(),
        queue_url: translate::address("/queue", [("state", "all"), ("year", &year), ("unit", &unit)]),
        xlsx_url: translate::address(&place.file("xlsx"), same()),
        csv_url: translate::address(&place.file("csv"), same()),
        rows: view.rows.iter().map(|row| line(place.year, row)).collect(),
        pages: translate::pages(&path, &kept, view.total, view.page, view.pages),
        path,
    }
}

/// The choices that would show somebody, and those that are always asked for.
fn choices(path: &str, filter: &ProgressFilter, view: &YearPeople) -> Vec<ChoiceLink> {
    let is_offered = |show: Show, count: i64| {
        count > 0 || show == filter.show || matches!(show, Show::All | Show::Open | Show::Unregistered | Show::Done)
    };
    let link = |(show, count): &(Show, i64)| ChoiceLink {
        label: show.label().to_owned(),
        count: *count,
        url: translate::address(path, [("show", show.as_str()), ("text", &filter.text)]),
        current: *show == filter.show,
    };
    view.counts.iter().filter(|(show, count)| is_offered(*show, *count)).map(link).collect()
}

fn line(year: i16, row: &ProgressRow) -> PersonLine {
    let progress = &row.progress;
    let person = &progress.person;
    let is_asked = progress.obligation != Obligation::None;
    let registration = progress.registration.as_ref();
    PersonLine {
        name: person.name.clone(),
        account_url: format!("/people/{}/years/{year}", person.id),
        staff_number: person.staff_number.clone(),
        person_url: row.may_see_person.then(|| format!("/people/{}", person.id)),
        unit: person.unit_name.clone(),
        task: (progress.obligation != Obligation::Full).then(|| progress.task()),
        public: progress.public.to_string(),
        public_done: is_asked.then_some(progress.public_done),
        professional: progress.professional.to_string(),
        pending: (progress.pending > policy::Hours::ZERO).then(|| progress.pending.to_string()),
        registration: chip(progress.state(), progress.registration_label()),
        registration_url: registration.filter(|_| row.may_open).map(|held| format!("/registrations/{}", held.id)),
        missing: progress.missing.concat(),
        standing: match (is_asked, progress.done) {
            (false, _) => Chip::new(Show::Exempt.label(), ""),
            (true, true) => Chip::new(Show::Done.label(), "good"),
            (true, false) => Chip::new(Show::Open.label(), "wait"),
        },
    }
}

fn chip(state: Option<State>, label: &str) -> Option<Chip> {
    match state {
        Some(state) => Some(translate::state(state)),
        None if label.is_empty() => None,
        None => Some(Chip::new(label, "")),
    }
}
