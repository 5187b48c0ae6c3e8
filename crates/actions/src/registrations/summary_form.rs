//! The summary form of annex 2, ready to be printed, signed and sealed (article 6).

use documents::summary_form::{SummaryFormContent, SummaryRow};
use domain::{
    access::Deed,
    audit::EventKind,
    clock::chinese_date,
    ids::RegistrationId,
    refusal::Refusal,
    registration::{Registration, declaration},
};
use policy::{Answer, Ask, Hours, Pack};

use super::ItemView;
use crate::{Act, FileBytes, dossier::Dossier, elsewhere, load, refusals, unprintable::cannot_print, uploads};

/// Under this name the event that a form was produced keeps the SHA-256 of its bytes.
pub(super) const DIGEST: &str = "sha256";

/// The summary form as a PDF; that it was produced is recorded.
///
/// # Errors
/// `NotFound` for whoever may not see the registration; `Invalid` when a character cannot be printed.
pub async fn summary_form(act: &mut Act, id: RegistrationId) -> Result<FileBytes, Refusal> {
    let registration = load::registration(act, id, Deed::ReadSummaryForm).await?;
    let dossier = Dossier::of(act, registration.clone()).await?;
    let (assessment, _) = dossier.judge();
    let views = dossier.item_views(&assessment);
    let verified = registration.verified_at.map(|_| views.iter().filter_map(|view| view.item.decision.hours()).sum());
    let content = SummaryFormContent {
        year: registration.year,
        number: registration.number.clone(),
        name: dossier.person.name.clone(),
        staff_number: dossier.person.staff_number.clone(),
        unit: unit(act, &registration).await?,
        title: dossier.person.title.clone().unwrap_or_default(),
        rows: views.iter().enumerate().map(|(index, view)| row(&dossier.pack, index, view)).collect(),
        elsewhere: elsewhere::note(&dossier.registered_elsewhere(&assessment), act.today()),
        total_applied: views.iter().filter_map(applied).sum(),
        total_verified: verified,
        total_counted: verified.and_then(|verified| less_by_caps(&views, verified)),
        sample: dossier.pack.is_sample(),
        pack_title: dossier.pack.title().to_owned(),
        declaration: declaration(&dossier.pack),
    };
    act.stop_reading().await?;
    let rendered = act.app.presses.run(move || documents::summary_form::render(&content)).await?;
    let bytes = rendered.map_err(cannot_print)?;
    let event = registration.event(EventKind::SummaryFormProduced, &[]).with(DIGEST, uploads::sha256(&bytes));
    act.record_access(&event).await?;
    Ok(FileBytes {
        name: format!("专业科目学时登记汇总表-{}.pdf", registration.number),
        media_type: "application/pdf".to_owned(),
        bytes,
    })
}

/// The unit that checks and seals, wherever the person is by now.
async fn unit(act: &mut Act, registration: &Registration) -> Result<String, Refusal> {
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let found = units.into_iter().find(|unit| unit.id == registration.unit_id);
    Ok(found.map(|unit| unit.name).unwrap_or_default())
}

fn row(pack: &Pack, index: usize, view: &ItemView) -> SummaryRow {
    let item = &view.item;
    let dates = if item.starts == item.ends {
        chinese_date(item.starts)
    } else {
        format!("{} 至 {}", chinese_date(item.starts), chinese_date(item.ends))
    };
    let evidence = view.checklist.iter().filter(|line| line.present).map(|line| line.need.name.clone()).collect();
    SummaryRow {
        no: u32::try_from(index + 1).unwrap_or(u32::MAX),
        category: view.category_name.clone(),
        kind: view.kind_name.clone(),
        title: item.title.clone(),
        organiser: item.organiser.clone(),
        dates,
        amount: amount(pack, view),
        applied: applied(view),
        verified: item.decision.hours(),
        evidence,
    }
}

/// What counts of the verified hours, where the caps leave less: whoever signs for the one figure sees the other.
fn less_by_caps(views: &[ItemView], verified: Hours) -> Option<Hours> {
    let counted: Hours = views.iter().filter_map(|view| view.outcome.as_ref()).map(|outcome| outcome.counted).sum();
    (counted < verified).then_some(counted)
}

fn applied(view: &ItemView) -> Option<Hours> {
    view.item.applied.or(view.preview.computed)
}

/// What a place among several is counted in.
const PLACE: &str = "位";

/// How much of it there was, with the units: `3 天`.
fn amount(pack: &Pack, view: &ItemView) -> String {
    let Some(kind) = pack.kind(&view.item.kind) else { return String::new() };
    // A place among the authors is no amount.
    let is_place = |ask: &&Ask| matches!(&ask.answer, Answer::Count { unit } if unit == PLACE);
    let asks = kind.asks.iter().filter(|ask| !kind.is_looked_up(&ask.id) && !is_place(ask));
    let counts = asks.filter_map(|ask| match &ask.answer {
        Answer::Count { unit } => view.item.answers.get(&ask.id).map(|count| format!("{count} {unit}")),
        Answer::Hours => view.item.answers.get(&ask.id).map(|hours| format!("{hours} 学时")),
        _ => None,
    });
    counts.collect::<Vec<_>>().join("，")
}
