//! The registration itself: open, show (as its owner or as a reviewer sees it), submit, withdraw, print.

use actions::{
    Attempt,
    registrations::{ItemView, NO_APPLIED_HOURS, RegistrationView, Ticked, Upcoming},
    settle,
};
use axum::response::{IntoResponse, Redirect};
use domain::{
    access::Deed,
    clock::{chinese_date, shanghai_date},
    ids::{PersonId, RegistrationId},
    item::Decision,
    refusal::{Refusal, RefusalKind},
    registration::{Shortfall, declaration},
    year::Year,
};

use super::cards;
use crate::{
    errors::{Back, Page, PageError, render, render_with, status},
    fields::{Asked, Fields, Path, id},
    pages::{elsewhere, files, findings, turns},
    translate, uploads,
    views::registration::{
        CheckStart, DecisionForm, ItemCard, LateForm, MayDo, MissingLine, NewRegistrationPage, RefusedForm,
        RegistrationPage, ReviewPage, SubmissionForm, UpcomingLine, UploadForm,
    },
    visitor::{SignedIn, Visitor},
};

/// Reasons that verifiers often give.
const COMMON_REASONS: [&str; 6] = [
    "佐证材料不清晰，请重新上传",
    "缺少必要的佐证材料",
    "活动时间与材料不一致",
    "不在本年度，请登记到相应年度",
    "学时与主办单位证明不一致",
    "与已登记的内容重复",
];

/// GET /registrations/new
pub(crate) async fn new(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let mut act = visitor.read().await?;
    let home = actions::home::summary(&mut act).await?;
    render(&NewRegistrationPage {
        frame: visitor.frame("学时登记", home.sample),
        year: visitor.year_in(asked.text("year")).unwrap_or(home.year).min(home.year),
        years_later: visitor.web.app.pack().years_later(),
        deadlines: translate::deadlines(&home.deadlines),
    })
}

/// POST /registrations: the one registration of a year; when there is one already, its page says so.
pub(crate) async fn open(visitor: SignedIn, form: Fields) -> Page {
    let year = Year::parse(form.text("year"), shanghai_date(visitor.now)).map_err(|none| none.invalid());
    let year = year.back("/registrations/new")?.get();
    let mut act = visitor.write(form.key()).await?;
    match actions::registrations::open(&mut act, year).await {
        Ok(registration) => visitor.finish(act, &format!("/registrations/{registration}")).await,
        Err(refusal) if refusal.code == "registration.exists" => {
            drop(act);
            let mut act = visitor.read().await?;
            let Some(existing) = actions::registrations::find(&mut act, year).await? else {
                return Err(refusal).back("/registrations/new");
            };
            Ok(Redirect::to(&format!("/registrations/{existing}?done=existing")).into_response())
        }
        Err(refusal) => Err(refusal).back("/registrations/new"),
    }
}

/// GET /registrations/{id}
pub(crate) async fn show(visitor: SignedIn, Path(registration): Path<String>, Asked(asked): Asked) -> Page {
    let mut act = visitor.read().await?;
    let view = actions::registrations::show(&mut act, id(&registration, "登记")?).await?;
    let own = view.registration.person_id == visitor.actor()?.person;
    if own {
        let mut page = owner_page(&visitor, &view);
        // Its item was just saved: what it needs next is its evidence.
        if let Some(item) = page.items.iter_mut().find(|item| item.id == asked.text("upload")) {
            item.upload.is_open = true;
        }
        return render(&page);
    }
    let upcoming = actions::registrations::upcoming(&mut act, view.registration.id).await?;
    let upcoming = upcoming.map(|upcoming| upcoming_line(&view, upcoming));
    render(&review_page(&visitor, &view, upcoming, None))
}

/// What to go on with, told first where nothing is left to decide here.
fn upcoming_line(view: &RegistrationView, upcoming: Upcoming) -> UpcomingLine {
    let left = [Deed::BeginCheck, Deed::TakeOverCheck, Deed::DecideItem, Deed::FinishVerification, Deed::Approve];
    UpcomingLine {
        next: upcoming.next.map(|(id, name)| (format!("/registrations/{id}"), name)),
        waiting: upcoming.waiting,
        decided: !left.iter().any(|deed| view.may.contains(deed)),
    }
}

/// Which form of the owner's page was not taken.
pub(crate) enum Tried<'a> {
    /// Evidence of this item, chosen as this piece.
    Evidence { item: &'a str, need: &'a str },
    /// The signed and sealed summary form.
    SealedForm,
    /// The one that hands it in.
    Submission(Ticked),
}

/// Its owner's page again, with what was tried and why it was not taken. What cannot be mended there, by choosing another
/// file or typing something else, is told on a page of its own.
pub(crate) async fn tried_again(
    visitor: &Visitor,
    registration: RegistrationId,
    tried: Tried<'_>,
    refusal: Refusal,
) -> Page {
    let url = format!("/registrations/{registration}");
    if !matches!(refusal.kind, RefusalKind::Invalid | RefusalKind::TooLarge) {
        return Err(refusal).back(&url);
    }
    let mut act = visitor.read().await?;
    let view = actions::registrations::show(&mut act, registration).await?;
    if visitor.actor.as_ref().is_none_or(|actor| actor.person != view.registration.person_id) {
        return Err(refusal).back(&url);
    }
    let page = with_refused(owner_page(visitor, &view), tried, &refusal);
    render_with(status(refusal.kind), &page)
}

fn with_refused(mut page: RegistrationPage, tried: Tried<'_>, refusal: &Refusal) -> RegistrationPage {
    let (title, url) = match tried {
        Tried::SealedForm => {
            page.sealed_trouble = Some(translate::trouble(refusal));
            ("盖章的汇总表没有上传".to_owned(), "#form".to_owned())
        }
        Tried::Submission(ticked) => {
            let form = &mut page.submission;
            (form.declared, form.short_is_known) = (ticked.declared, ticked.short_is_known);
            form.late.iter_mut().for_each(|late| late.reason.clone_from(&ticked.late_reason));
            form.trouble = Some(translate::trouble(refusal));
            ("登记没有提交".to_owned(), "#submit".to_owned())
        }
        Tried::Evidence { item, need } => {
            let Some(card) = page.items.iter_mut().find(|card| card.id == item) else { return page };
            let trouble = Some(translate::trouble(refusal));
            card.upload = UploadForm { is_open: true, need: need.to_owned(), trouble };
            (format!("{}的佐证材料没有上传", named(card)), format!("#upload-{item}"))
        }
    };
    page.refused = Some(RefusedForm { title, url, what: refusal.what.clone() });
    page
}

/// Its owner's page.
fn owner_page(visitor: &Visitor, view: &RegistrationView) -> RegistrationPage {
    let items = cards::items(view);
    let situation = view.situation(visitor.now);
    RegistrationPage {
        frame: visitor.frame(format!("{} 年度学时登记", view.registration.year), view.sample).resting_on(&view.pack),
        file: cards::head(view),
        missing: missing(&items),
        refused: None,
        sealed_trouble: None,
        turn: view.registration.return_reason.is_none().then(|| turns::line(&situation)),
        shortfall: view.shortfall.as_ref().map(Shortfall::sentence),
        declaration: declaration(&view.pack),
        submission: SubmissionForm {
            late: view.missed.as_ref().map(|due| late_form(view, due)),
            ..SubmissionForm::default()
        },
        upload_hint: uploads::hint(),
        may: may(view),
        deadlines: turns::deadlines(&view.deadlines, situation.is_done()),
        findings: findings::of_registration(view),
        history: translate::history(&view.history),
        elsewhere: elsewhere::lines(&view.registered_elsewhere),
        articles: cards::articles(view, &items),
        items,
    }
}

/// What is asked of whoever hands in now. Whoever did so late before finds what they wrote then.
fn late_form(view: &RegistrationView, due: &policy::Deadline) -> LateForm {
    LateForm {
        due: chinese_date(due.date),
        article: due.article.clone(),
        reason: view.registration.late_reason.clone().unwrap_or_default(),
    }
}

/// The page of whoever reviews; with what was typed for one item, named by its identifier.
pub(super) fn review_page(
    visitor: &Visitor,
    view: &RegistrationView,
    upcoming: Option<UpcomingLine>,
    typed: Option<(&str, DecisionForm)>,
) -> ReviewPage {
    let mut items = cards::items(view);
    let mut refused = None;
    if let Some((id, form)) = typed
        && let Some(item) = items.iter_mut().find(|item| item.id == id)
    {
        refused = form.trouble.as_ref().map(|trouble| RefusedForm {
            title: format!("{}的结论没有保存", named(item)),
            url: format!("#decision-{id}"),
            what: trouble.what.clone(),
        });
        item.form = form;
    }
    let not_saved = if refused.is_some() { "没有保存：" } else { "" };
    ReviewPage {
        frame: visitor
            .frame(format!("{not_saved}审验与审批：{}", view.person.name), view.sample)
            .resting_on(&view.pack)
            .in_section("/queue"),
        file: cards::head(view),
        refused,
        shortfall: view.shortfall.as_ref().map(Shortfall::sentence_for_unit),
        open_items: items.iter().filter(|item| !item.decided).count(),
        returned: returned(view),
        resting: view.resting.clone(),
        may: may(view),
        start: visitor.actor.as_ref().and_then(|actor| start(view, actor.person)),
        upcoming,
        common_reasons: COMMON_REASONS.to_vec(),
        findings: findings::of_registration(view),
        history: translate::history(&view.history),
        elsewhere: elsewhere::lines(&view.registered_elsewhere),
        articles: cards::articles(view, &items),
        items,
    }
}

/// How somebody can take it up for the check, and what they end by it.
fn start(view: &RegistrationView, verifier: PersonId) -> Option<CheckStart> {
    let takes_over = view.may.contains(&Deed::TakeOverCheck);
    (takes_over || view.may.contains(&Deed::BeginCheck)).then(|| CheckStart {
        ends: view.registration.checking_by.filter(|_| takes_over).map(|checker| checker.to_string()),
        by: view.checker.clone().unwrap_or_default(),
        reopened: view.items.iter().filter(|line| line.item.is_decided_by_another(verifier)).count(),
    })
}

/// The items whose decision is to give them back, by number.
fn returned(view: &RegistrationView) -> String {
    let is_returned = |line: &ItemView| matches!(line.item.decision, Decision::Returned { .. });
    let numbered = view.items.iter().zip(1..).filter(|(line, _)| is_returned(line));
    let numbers = numbered.map(|(_, number): (_, usize)| format!("第 {number} 项"));
    numbers.collect::<Vec<_>>().join("、")
}

fn named(item: &ItemCard) -> String {
    format!("第 {} 项《{}》", item.position, item.title)
}

fn missing(items: &[ItemCard]) -> Vec<MissingLine> {
    items
        .iter()
        .flat_map(|item| {
            let problems = item.problems.iter().map(|problem| problem.text.clone());
            let pieces = item.checklist.iter().filter(|line| line.required && !line.present);
            let hours = item.lacks_hours.then(|| NO_APPLIED_HOURS.to_owned());
            problems
                .chain(hours)
                .chain(pieces.map(|line| line.name.clone()))
                .map(|text| MissingLine { item: named(item), url: format!("#item-{}", item.id), text })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn may(view: &RegistrationView) -> MayDo {
    let may = |deed| view.may.contains(&deed);
    MayDo {
        edit: may(Deed::Edit),
        submit: may(Deed::Submit),
        withdraw: may(Deed::Withdraw),
        decide: may(Deed::DecideItem),
        finish: may(Deed::FinishVerification),
        give_back: may(Deed::ReturnToPerson),
        summary_form: may(Deed::ReadSummaryForm),
        attach_sealed_form: may(Deed::AttachSealedForm),
        send_to_approval: may(Deed::SendToApproval),
        approve: may(Deed::Approve),
        approval_return: may(Deed::ReturnFromApproval),
        extend: may(Deed::ExtendDeadline),
        withdraw_approval: may(Deed::WithdrawApproval),
    }
}

/// POST /registrations/{id}/submission: what was ticked and typed stays when it cannot be taken.
pub(crate) async fn submit(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let ticked = Ticked {
        declared: form.text("declared") == "yes",
        short_is_known: form.text("short") == "yes",
        late_reason: form.text("late_reason").to_owned(),
    };
    let done = actions::registrations::submit(&mut act, registration, ticked.clone()).await;
    match settle(act, &Attempt::decision(registration, Deed::Submit), done).await {
        Ok((act, ())) => visitor.finish(act, &format!("{url}?done=submission")).await,
        Err(refusal) => tried_again(&visitor, registration, Tried::Submission(ticked), refusal).await,
    }
}

/// POST /registrations/{id}/withdrawal
pub(crate) async fn withdraw(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::withdraw(&mut act, registration).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::Withdraw), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=withdrawal")).await
}

/// GET /registrations/{id}/summary-form.pdf
pub(crate) async fn summary_form(visitor: SignedIn, Path(registration): Path<String>) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.read().await?;
    let file = actions::registrations::summary_form(&mut act, registration).await.back(&url)?;
    Ok(files::response(file))
}

/// The registration named in an address, and its page.
pub(crate) fn place(text: &str) -> Result<(RegistrationId, String), PageError> {
    let registration: RegistrationId = id(text, "登记")?;
    Ok((registration, format!("/registrations/{registration}")))
}
