//! Items: choose a kind, fill in what it asks, see the hours it would give, save, change, remove.

use std::collections::BTreeMap;

use actions::registrations::{ItemForm, ItemView, RegistrationView};
use askama::Template;
use axum::response::{Html, IntoResponse};
use domain::{
    access::Deed,
    half_width::half_width,
    ids::RegistrationId,
    refusal::{Refusal, RefusalKind},
};
use policy::{Answer, Ask, HoursRule, ItemPreview, Kind, Pack};

use super::file::place;
use crate::{
    errors::{Back, Page, PageError, render, render_with, status},
    fields::{Asked, Fields, Path, id},
    translate,
    views::{
        faults::Faults,
        frame::Links,
        item::{AskField, Control, ItemPage, KindChoice, KindGroup, KindPage, PreviewBox},
        parts::{ArticleText, Choice, ReasonLine},
    },
    visitor::{SignedIn, Visitor},
};

/// GET /registrations/{id}/items/new: the kinds first, then the form of the chosen one.
pub(crate) async fn new(visitor: SignedIn, Path(registration): Path<String>, Asked(asked): Asked) -> Page {
    let view = editable(registration_view(&visitor, &registration).await?)?;
    match view.pack.kind(asked.text("kind")) {
        None => render(&kinds(&visitor, &view)),
        Some(kind) => {
            let form = ItemForm { kind: kind.id.clone(), ..ItemForm::default() };
            render(&form_page(&visitor, &view, kind, &form, None, None, blank()))
        }
    }
}

async fn registration_view(visitor: &Visitor, registration: &str) -> Result<RegistrationView, PageError> {
    let (registration, _) = place(registration)?;
    let mut act = visitor.read().await?;
    Ok(actions::registrations::show(&mut act, registration).await?)
}

/// The same registration, when this visitor can change it now: an empty form that cannot be saved helps nobody.
fn editable(view: RegistrationView) -> Result<RegistrationView, PageError> {
    if view.may.contains(&Deed::Edit) {
        return Ok(view);
    }
    let url = format!("/registrations/{}", view.registration.id);
    let refusal = Refusal::conflict(
        "registration.not-editable",
        format!("这份登记现在是“{}”，您不能修改。", view.registration.state.label()),
        "本人已提交、单位还没有开始审验的，可以先撤回再修改；已开始审验的，请联系审验人退回。",
    );
    Err(refusal).back(&url)
}

fn kinds(visitor: &Visitor, view: &RegistrationView) -> KindPage {
    let pack = &view.pack;
    let choice = |kind: &Kind| KindChoice {
        id: kind.id.clone(),
        name: kind.name.clone(),
        hint: format!("{}{}", kind.hint, kind.caps),
        sample: kind.sample,
    };
    KindPage {
        frame: visitor.frame("选择活动的种类", view.sample).resting_on(pack),
        registration: view.registration.id.to_string(),
        year: view.registration.year,
        categories: pack
            .categories()
            .iter()
            .map(|category| KindGroup {
                name: category.name.clone(),
                article: category.article.clone(),
                kinds: pack
                    .kinds()
                    .iter()
                    .filter(|kind| kind.category == category.id && !kind.is_registered_elsewhere())
                    .map(choice)
                    .collect(),
            })
            .filter(|group| !group.kinds.is_empty())
            .collect(),
    }
}

/// GET /registrations/{id}/items/preview: the hours alone, while one types.
pub(crate) async fn preview(visitor: SignedIn, Path(registration): Path<String>, Asked(asked): Asked) -> Page {
    let (registration, _) = place(&registration)?;
    let mut act = visitor.read().await?;
    let pack = actions::registrations::pack_of(&mut act, registration).await?;
    drop(act);
    let preview = preview_of(&visitor, registration, &item_form(&asked), &pack).await?;
    let html = preview.render().map_err(|_| Refusal::internal())?;
    Ok(Html(html).into_response())
}

/// What was typed so far would bring, by the registration's own pack.
async fn preview_of(
    visitor: &Visitor,
    id: RegistrationId,
    form: &ItemForm,
    pack: &Pack,
) -> Result<PreviewBox, PageError> {
    let mut act = visitor.read().await?;
    match actions::registrations::preview_item(&mut act, id, form).await {
        Ok(preview) => Ok(PreviewBox { frame: Links::to(pack), ..preview_box(&preview, &form.applied) }),
        Err(refusal) if refusal.kind == RefusalKind::Invalid => {
            let problem = ReasonLine {
                text: refusal.what,
                article: refusal.provision.and_then(|asked| pack.carrying(asked)).unwrap_or_default().to_owned(),
                reading: None,
                sample: false,
            };
            Ok(PreviewBox { frame: Links::to(pack), problems: vec![problem], blank: false, ..blank() })
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn blank() -> PreviewBox {
    PreviewBox {
        frame: Links::default(),
        hours: None,
        applied: String::new(),
        reasons: Vec::new(),
        problems: Vec::new(),
        blank: true,
    }
}

fn preview_box(preview: &ItemPreview, applied: &str) -> PreviewBox {
    PreviewBox {
        frame: Links::default(),
        // A figure beside the reason why it cannot be had would be taken for granted.
        hours: preview.computed.filter(|_| preview.problems.is_empty()).map(|hours| hours.to_string()),
        applied: applied.to_owned(),
        reasons: translate::reasons(&preview.reasons),
        problems: translate::reasons(&preview.problems),
        blank: false,
    }
}

/// POST /registrations/{id}/items
pub(crate) async fn create(visitor: SignedIn, Path(registration): Path<String>, fields: Fields) -> Page {
    let (registration_id, url) = place(&registration)?;
    let form = item_form(&fields);
    if fields.text("then") == "preview" {
        return try_out(&visitor, &registration, &form, None, None).await;
    }
    let mut act = match visitor.write(fields.key()).await {
        Err(PageError::Refused { refusal, .. }) => {
            return try_out(&visitor, &registration, &form, None, Some(*refusal)).await;
        }
        begun => begun?,
    };
    match actions::registrations::add_item(&mut act, registration_id, &form).await {
        Ok(item) => visitor.finish(act, &format!("{url}?done=item&upload={item}#item-{item}")).await,
        Err(refusal) => {
            drop(act);
            try_out(&visitor, &registration, &form, None, Some(refusal)).await
        }
    }
}

/// GET /registrations/{id}/items/{item}
pub(crate) async fn edit(visitor: SignedIn, Path((registration, item)): Path<(String, String)>) -> Page {
    let view = editable(registration_view(&visitor, &registration).await?)?;
    let shown = find(&view, &item)?;
    let form = form_of(shown);
    let kind = view.pack.kind(&form.kind).ok_or_else(|| Refusal::not_found("种类"))?;
    let preview = preview_box(&shown.preview, &form.applied);
    render(&form_page(&visitor, &view, kind, &form, Some(&item), None, preview))
}

/// POST /registrations/{id}/items/{item}
pub(crate) async fn update(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    fields: Fields,
) -> Page {
    let (registration_id, url) = place(&registration)?;
    let form = item_form(&fields);
    if fields.text("then") == "preview" {
        return try_out(&visitor, &registration, &form, Some(&item), None).await;
    }
    let mut act = match visitor.write(fields.key()).await {
        Err(PageError::Refused { refusal, .. }) => {
            return try_out(&visitor, &registration, &form, Some(&item), Some(*refusal)).await;
        }
        begun => begun?,
    };
    match actions::registrations::change_item(&mut act, id(&item, "登记项")?, &form).await {
        Ok(changed) if changed != registration_id => Err(Refusal::not_found("登记项").into()),
        Ok(_) => visitor.finish(act, &format!("{url}?done=change#item-{item}")).await,
        Err(refusal) => {
            drop(act);
            try_out(&visitor, &registration, &form, Some(&item), Some(refusal)).await
        }
    }
}

/// POST /registrations/{id}/items/{item}/removal
pub(crate) async fn remove(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    fields: Fields,
) -> Page {
    let (registration_id, url) = place(&registration)?;
    let mut act = visitor.write(fields.key()).await?;
    let changed = actions::registrations::remove_item(&mut act, id(&item, "登记项")?).await.back(&url)?;
    if changed != registration_id {
        return Err(Refusal::not_found("登记项").into());
    }
    visitor.finish(act, &format!("{url}?done=removal")).await
}

/// The form again as it was typed, with the hours it would give and what is wrong with it.
async fn try_out(
    visitor: &Visitor,
    registration: &str,
    form: &ItemForm,
    item: Option<&str>,
    refusal: Option<Refusal>,
) -> Page {
    let mends = |kind| matches!(kind, RefusalKind::Invalid | RefusalKind::Conflict);
    if let Some(refusal) = refusal.as_ref().filter(|refusal| !mends(refusal.kind)) {
        return Err(refusal.clone()).back(&format!("/registrations/{registration}"));
    }
    let view = registration_view(visitor, registration).await?;
    let kind = view.pack.kind(&form.kind).ok_or_else(|| Refusal::not_found("种类"))?;
    let preview = preview_of(visitor, view.registration.id, form, &view.pack).await?;
    let code = refusal.as_ref().map_or(axum::http::StatusCode::OK, |refusal| status(refusal.kind));
    render_with(code, &form_page(visitor, &view, kind, form, item, refusal.as_ref(), preview))
}

fn find<'a>(view: &'a RegistrationView, item: &str) -> Result<&'a ItemView, PageError> {
    view.items.iter().find(|it| it.item.id.to_string() == item).ok_or_else(|| Refusal::not_found("登记项").into())
}

fn item_form(fields: &Fields) -> ItemForm {
    ItemForm {
        kind: fields.text("kind").to_owned(),
        title: fields.text("title").to_owned(),
        organiser: fields.text("organiser").to_owned(),
        starts: fields.text("starts").to_owned(),
        ends: fields.text("ends").to_owned(),
        answers: fields.with_prefix("answer."),
        applied: fields.text("applied").to_owned(),
    }
}

fn form_of(view: &ItemView) -> ItemForm {
    let item = &view.item;
    ItemForm {
        kind: item.kind.clone(),
        title: item.title.clone(),
        organiser: item.organiser.clone(),
        starts: item.starts.to_string(),
        ends: item.ends.to_string(),
        answers: item.answers.clone(),
        applied: item.applied.map(|hours| hours.to_string()).unwrap_or_default(),
    }
}

fn form_page(
    visitor: &Visitor,
    view: &RegistrationView,
    kind: &Kind,
    form: &ItemForm,
    item: Option<&str>,
    refusal: Option<&Refusal>,
    preview: PreviewBox,
) -> ItemPage {
    let registration = view.registration.id.to_string();
    let preview = PreviewBox { frame: Links::to(&view.pack), ..preview };
    let texts = view.pack.articles().iter().map(translate::article_text);
    let is_cited = |id: &str| kind.article == id || kind.evidence.iter().any(|need| need.article == id);
    let (articles, other_articles) = texts.partition(|article: &ArticleText| is_cited(&article.id));
    ItemPage {
        frame: visitor.frame(kind.name.clone(), view.sample || kind.sample).resting_on(&view.pack),
        year: view.registration.year,
        action: match item {
            Some(item) => format!("/registrations/{registration}/items/{item}"),
            None => format!("/registrations/{registration}/items"),
        },
        registration,
        is_new: item.is_none(),
        kind: kind.id.clone(),
        kind_name: kind.name.clone(),
        category: kind.category_name.clone(),
        hint: format!("{}{}", kind.hint, kind.caps),
        title: form.title.clone(),
        organiser: form.organiser.clone(),
        starts: form.starts.clone(),
        ends: form.ends.clone(),
        asks: kind.asks.iter().map(|ask| ask_field(ask, &form.answers)).collect(),
        faults: faults(kind, form),
        applied: form.applied.clone(),
        asks_applied: matches!(kind.hours, HoursRule::Reviewer | HoursRule::Table { .. }),
        needs_applied: matches!(kind.hours, HoursRule::Reviewer),
        evidence: kind.evidence.iter().map(|need| (need.name.clone(), translate::condition(kind, need))).collect(),
        articles,
        other_articles,
        article: kind.article.clone(),
        asks_organiser: kind.asks_organiser,
        trouble: refusal.map(translate::trouble),
        preview,
    }
}

/// What is wrong with the answers that were typed, each at its field.
fn faults(kind: &Kind, form: &ItemForm) -> Faults {
    let mut faults = Faults::default();
    for ask in &kind.asks {
        let typed = form.answers.get(&ask.id).map(|typed| half_width(typed));
        let answer = typed.as_deref().map_or("", str::trim);
        if !answer.is_empty()
            && let Some(what) = policy::wrong_answer(ask, answer)
        {
            faults.add(&format!("answer-{}", ask.id), what);
        }
    }
    faults
}

fn ask_field(ask: &Ask, answers: &BTreeMap<String, String>) -> AskField {
    let value = answers.get(&ask.id).cloned().unwrap_or_default();
    let control = match &ask.answer {
        Answer::Text => Control::Text,
        Answer::Count { unit } => Control::Count(unit.clone()),
        Answer::Hours => Control::Hours,
        Answer::YesNo => Control::YesNo,
        Answer::Choice(options) => Control::Choice(
            options
                .iter()
                .map(|(id, name)| Choice { value: id.clone(), label: name.clone(), chosen: *id == value })
                .collect(),
        ),
    };
    AskField { id: ask.id.clone(), name: ask.name.clone(), required: ask.required, value, control }
}
