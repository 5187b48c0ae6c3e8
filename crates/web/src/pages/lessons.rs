//! GET /lessons/{id} and what its page sends: opening and objections. What counts is for the actions to say.

use actions::{
    courses::{LessonView, ShownLesson},
    learning::{AnswerForm, DisputeView},
};
use axum::{
    Json,
    body::Bytes,
    response::{IntoResponse, Response},
};
use domain::{
    bookmark::{self, Bookmark, PackageStatus},
    clock::{Instant, chinese_moment},
    course::{LessonKind, has_enough},
    ids::{LessonId, TicketId},
    learning::{DisputeAnswer, Watched, clock},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};

use crate::{
    errors::{Back, Page, render},
    fields::{Asked, Fields, Path, id},
    markdown,
    pages::{
        attachments,
        courses::{counted, granted, lesson_url, standing, uncounted},
        exams,
    },
    translate,
    views::courses::{Body, DisputeLine, DisputesPage, LessonPage, OpenDispute, PackageFrame},
    visitor::{SignedIn, Visitor},
};

/// How many parts of a lesson that do not count yet are named to support.
const GAPS_SHOWN: usize = 8;

/// GET /lessons/{id}
pub(crate) async fn show(visitor: SignedIn, Path(lesson): Path<String>) -> Page {
    // Whoever comes back finds what the page that they left has said; where it cannot be written now, what is there is shown.
    actions::learning::write_down_one(&visitor.web.app, visitor.actor()?.person, visitor.now).await.ok();
    let mut act = visitor.read().await?;
    let shown = actions::courses::show_lesson(&mut act, id(&lesson, "课时")?).await?;
    render(&page(&visitor, &shown)?)
}

fn page(visitor: &Visitor, shown: &ShownLesson) -> Result<LessonPage, Refusal> {
    let view = shown.lesson();
    let lesson = &view.lesson;
    let url = format!("/lessons/{}/media", lesson.id);
    let body = match lesson.kind {
        LessonKind::Page => Body::Page(markdown::html(&lesson.content)),
        LessonKind::Video => Body::Video(url, shown.has_captions.then(|| format!("/lessons/{}/captions", lesson.id))),
        LessonKind::Document => Body::Document(url),
        LessonKind::Package => Body::Package(package(visitor, shown)?),
    };
    let link = |view: &LessonView| (lesson_url(view), view.lesson.title.clone());
    let lessons = &shown.course.lessons;
    Ok(LessonPage {
        frame: visitor.frame(lesson.title.clone(), false).in_section("/courses"),
        id: lesson.id.to_string(),
        title: lesson.title.clone(),
        course: shown.course.course.title.clone(),
        course_id: shown.course.course.id.to_string(),
        kind_label: lesson.kind.label(),
        body,
        length: lesson.length,
        credited: view.credited(),
        place: view.place,
        counted: counted(&view.watched, lesson.length),
        chip: standing(view),
        is_done: view.is_done,
        uncounted: uncounted(&view.uncounted),
        granted: granted(&view.granted),
        gaps: if lesson.kind == LessonKind::Video { gaps_told(&view.watched, lesson.length)? } else { String::new() },
        lost_most: actions::learning::UNWRITTEN_MAX / 1_000,
        unheard_most: actions::learning::UNHEARD_MAX,
        counts: shown.course.course.is_published && shown.course.closed.is_none(),
        closed: shown.course.closed.as_ref().map(translate::trouble),
        previous: shown.index.checked_sub(1).and_then(|before| lessons.get(before)).map(link),
        next: lessons.get(shown.index + 1).map(link),
        disputes: shown.disputes.iter().map(dispute_line).collect(),
        attachments: shown.attachments.iter().map(attachments::line).collect(),
    })
}

/// Every part that does not count yet, in milliseconds, as the script of the page reads them.
fn gaps_told(watched: &Watched, length: u32) -> Result<String, Refusal> {
    serde_json::to_string(&watched.gaps(length)).map_err(|_| Refusal::internal())
}

fn package(visitor: &Visitor, shown: &ShownLesson) -> Result<PackageFrame, Refusal> {
    let view = shown.lesson();
    let session = visitor.token.as_deref().ok_or_else(Refusal::sign_in_needed)?;
    let pass = actions::courses::package_pass(&visitor.web.app, session, view.lesson.id)?;
    let bookmark = shown.bookmark.clone().unwrap_or_default();
    let known = serde_json::to_string(&bookmark).map_err(|_| Refusal::internal())?;
    Ok(PackageFrame {
        url: format!("/packages/{pass}/{}", view.lesson.launch.as_deref().unwrap_or_default()),
        known: format!("xueshi:{known}"),
        status: bookmark.status.label(),
        lacks_word: view.has_enough && !view.is_done,
    })
}

fn dispute_line((reason, raised, answer): &(String, Instant, Option<DisputeAnswer>)) -> DisputeLine {
    DisputeLine {
        at: chinese_moment(*raised),
        reason: reason.clone(),
        answer: answer.as_ref().map(|answer| (chinese_moment(answer.at), answer.text.clone())),
        granted: answer.as_ref().and_then(|answer| answer.granted).map(|granted| granted.sentence()),
    }
}

/// What the page gets for opening a lesson. Times are milliseconds.
#[derive(Serialize)]
struct TicketTold {
    ticket: String,
    /// The moment at which it was given, since 1970: beats say by it when they ended.
    given_at: i64,
    credited: u32,
    place: u32,
    /// Every part that does not count yet, from where to where; none when all of it counts.
    gaps: Vec<(u32, u32)>,
    /// Whether as much counts as has to.
    enough: bool,
    done: bool,
}

/// POST /lessons/{id}/ticket. Opening again is harmless, so it needs no key: the last window counts.
pub(crate) async fn open(visitor: SignedIn, Path(lesson): Path<String>) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let mut act = visitor.web.app.write(visitor.actor.clone(), visitor.now, None).await?;
    let opened = actions::learning::open(&mut act, lesson).await?;
    act.commit("").await?;
    let credited = opened.watched.total().min(opened.lesson.length);
    let told = TicketTold {
        ticket: opened.ticket.to_string(),
        given_at: opened.given_at.as_millisecond(),
        credited,
        place: opened.place,
        gaps: opened.watched.gaps(opened.lesson.length),
        enough: has_enough(opened.lesson.length, credited),
        done: opened.is_done,
    };
    Ok(Json(told).into_response())
}

/// What a package said, under the ticket of its page.
#[derive(Deserialize)]
struct BookmarkSent {
    ticket: String,
    status: String,
    location: String,
    suspend_data: String,
}

/// What came of it.
#[derive(Serialize)]
struct BookmarkTold {
    /// What the package said, in a word.
    status: &'static str,
    done: bool,
    /// Why it was not kept: `taken-over`, `refused`.
    refused: Option<&'static str>,
    /// The same for people.
    sentence: Option<String>,
}

/// POST /lessons/{id}/bookmark. What is said last is kept, so it needs no key.
pub(crate) async fn bookmark(visitor: SignedIn, Path(lesson): Path<String>, body: Bytes) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let sent: BookmarkSent = serde_json::from_slice(&body).map_err(|_| bookmark::unreadable())?;
    let ticket: TicketId = sent.ticket.parse().map_err(|_| bookmark::unreadable())?;
    let said = match Bookmark::read(&sent.status, sent.location, sent.suspend_data) {
        Ok(said) => said,
        Err(refusal) => return Ok(unkept("refused", &refusal)),
    };
    let mut act = visitor.web.app.write(visitor.actor.clone(), visitor.now, None).await?;
    match actions::learning::bookmark(&mut act, lesson, ticket, &said).await {
        Ok(kept) => {
            act.commit("").await?;
            let told = BookmarkTold { status: said.status.label(), done: kept.is_done, refused: None, sentence: None };
            Ok(Json(told).into_response())
        }
        Err(refusal) if bookmark::HAS_ENDED.contains(&refusal.code) => Ok(unkept("taken-over", &refusal)),
        Err(refusal) => Err(refusal.into()),
    }
}

fn unkept(why: &'static str, refusal: &Refusal) -> Response {
    let status = PackageStatus::default().label();
    Json(BookmarkTold { status, done: false, refused: Some(why), sentence: Some(refusal.to_string()) }).into_response()
}

/// POST /lessons/{id}/disputes
pub(crate) async fn dispute(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let url = format!("/lessons/{lesson}");
    let mut act = visitor.write(form.key()).await?;
    actions::learning::dispute(&mut act, id(&lesson, "课时")?, form.text("reason")).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=dispute")).await
}

/// GET /disputes: a page holds the next of both. Whoever has answered all of the last page is shown the one before.
pub(crate) async fn disputes(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let mut page = asked.parse("page").unwrap_or(1).max(1);
    let mut act = visitor.read().await?;
    let (disputes, requests, pages) = loop {
        let disputes = actions::learning::disputes(&mut act, page).await?;
        let requests = actions::exams::make_up_requests(&mut act, page).await?;
        let pages = disputes.pages.max(requests.pages);
        if page <= pages {
            break (disputes, requests, pages);
        }
        page = pages;
    };
    let total = disputes.total + requests.total;
    render(&DisputesPage {
        frame: visitor.frame("计时异议和重修申请", false),
        disputes_total: disputes.total,
        disputes: disputes.lines.into_iter().map(open_dispute).collect(),
        requests_total: requests.total,
        requests: requests.lines.into_iter().map(exams::open_request).collect(),
        pages: translate::pages("/disputes", &[], total, page, pages),
    })
}

fn open_dispute(view: DisputeView) -> OpenDispute {
    OpenDispute {
        id: view.id.to_string(),
        person_url: format!("/people/{}", view.person),
        name: view.name,
        staff_number: view.staff_number,
        at: chinese_moment(view.raised_at),
        reason: view.reason,
        counted: counted(&view.watched, view.length),
        missing: gaps(&view.watched, view.length),
        uncounted: uncounted(&view.uncounted),
        granted: granted(&view.granted),
        may_answer: view.may_answer,
        may_grant: view.may_grant,
        length: clock(view.length),
        lesson: view.lesson,
    }
}

/// The first parts of a lesson that do not count yet, as minutes and seconds; what follows is not named.
fn gaps(watched: &Watched, length: u32) -> Vec<(String, String)> {
    let gaps = watched.gaps(length);
    // Whole seconds around the part, so that what is granted by them leaves nothing out.
    gaps.into_iter().take(GAPS_SHOWN).map(|(from, to)| (clock(from - from % 1_000), clock(to))).collect()
}

/// The page of waiting objections and requests on which a form stands, with what was done; nothing for none.
pub(super) fn waiting_url(form: &Fields, done: &str) -> String {
    translate::address("/disputes", [("page", form.text("page")), ("done", done)])
}

/// POST /disputes/{id}/answer
pub(crate) async fn answer(visitor: SignedIn, Path(dispute): Path<String>, form: Fields) -> Page {
    let mut act = visitor.write(form.key()).await?;
    let text = |name: &str| form.text(name).to_owned();
    let filled = AnswerForm { answer: text("answer"), from: text("granted_from"), to: text("granted_to") };
    let is_granted = !filled.from.is_empty();
    actions::learning::answer_dispute(&mut act, id(&dispute, "异议")?, &filled).await.back(&waiting_url(&form, ""))?;
    let done = if is_granted { "grant" } else { "answer" };
    visitor.finish(act, &waiting_url(&form, done)).await
}
