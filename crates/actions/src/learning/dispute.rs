//! Disputing what counts of a lesson: the learner says why, support answers on record (article 3).

use domain::{
    access::{Deed, Thing, may},
    audit::{Event, EventKind},
    clock::{Instant, shanghai_date},
    course::Lesson,
    ids::{DisputeId, LessonId, PersonId},
    learning::{DisputeAnswer, Granted, Stretch, Uncounted, Watched, clock, duration},
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
    training_year::TrainingYear,
};
use store::disputes::{Dispute, OpenDispute};

use super::{grant::grant, open};
use crate::{Act, Unanswered, load, refusals, views::unanswered_rows};

/// The most characters of a reason or an answer.
const TEXT_CHARS_MAX: usize = 500;

/// An objection as support sees it.
#[derive(Clone, Debug)]
pub struct DisputeView {
    /// Identity.
    pub id: DisputeId,
    /// Who objects.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their staff number.
    pub staff_number: String,
    /// The lesson's name.
    pub lesson: String,
    /// Milliseconds of the lesson.
    pub length: u32,
    /// Why they object.
    pub reason: String,
    /// When.
    pub raised_at: Instant,
    /// What counts of it.
    pub watched: Watched,
    /// What of the lesson did not count, in milliseconds by reason.
    pub uncounted: Vec<(Uncounted, i64)>,
    /// What was granted of it before, the oldest first.
    pub granted: Vec<Granted>,
    /// Whether the actor may answer: nobody answers themselves.
    pub may_answer: bool,
    /// Whether time can be granted: the objection came while the training was open.
    pub may_grant: bool,
}

/// What support fills in: words, and when time is granted, from which minute and second of the lesson to which.
#[derive(Clone, Debug, Default)]
pub struct AnswerForm {
    /// The answer.
    pub answer: String,
    /// Where the stretch begins, such as `03:20`; empty when nothing is granted.
    pub from: String,
    /// Where it ends.
    pub to: String,
}

/// Objects to what counts of a lesson.
///
/// # Errors
/// `NotFound` for a lesson that is not shown; `Invalid` without a reason; `Conflict` while another objection to the same
/// lesson waits.
pub async fn dispute(act: &mut Act, lesson: LessonId, reason: &str) -> Result<DisputeId, Refusal> {
    let person = act.signed_in()?.person;
    let lesson = open::visible(&mut act.tx, lesson).await?;
    let reason = said(reason, "dispute.reason", "请写明哪一段时间没有计入、当时是什么情况，最多 500 字。")?;
    let before = store::disputes::of_lesson(&mut act.tx, person, lesson.id).await.map_err(refusals::store)?;
    if before.iter().any(|dispute| dispute.answer.is_none()) {
        return Err(Refusal::conflict(
            "dispute.waiting",
            "您对这一课时的异议已经提交，正在等待答复。",
            "答复会显示在这一课时的页面上；着急的话请联系技术支持。",
        ));
    }
    let dispute = Dispute {
        id: act.new_id(DisputeId::from_uuid)?,
        person,
        lesson: lesson.id,
        reason,
        raised_at: act.now,
        answer: None,
    };
    store::disputes::add(&mut act.tx, &dispute).await.map_err(refusals::store)?;
    let values = [("title", lesson.title.as_str()), ("reason", &dispute.reason)];
    let event = Event::new(EventKind::DisputeRaised, person.subject(), &values);
    act.record(&event.with("lesson", lesson.id.to_string()).with("dispute", dispute.id.to_string())).await?;
    Ok(dispute.id)
}

/// Answers an objection, and grants a stretch of the lesson where one is named.
///
/// # Errors
/// `NotFound` for whoever is not support; `Forbidden` for one's own; `Invalid` without an answer, and for a stretch that is
/// none of the lesson; `Conflict` when it has an answer, when all of the stretch counts already, and when the objection
/// came outside the window of its year.
pub async fn answer_dispute(act: &mut Act, id: DisputeId, form: &AnswerForm) -> Result<(), Refusal> {
    load::office(act, Deed::AnswerDispute)?;
    let actor = act.signed_in()?;
    let found = store::disputes::get(&mut act.tx, id).await.map_err(refusals::store)?;
    let dispute = found.ok_or_else(|| Refusal::not_found("异议"))?;
    if dispute.person == actor.person {
        return Err(own());
    }
    if dispute.answer.is_some() {
        return Err(Refusal::changed_meanwhile());
    }
    let found = store::courses::lesson(&mut act.tx, dispute.lesson).await.map_err(refusals::store)?;
    let lesson = found.ok_or_else(|| Refusal::not_found("课时"))?;
    let text = said(&form.answer, "dispute.answer", "请写明核对的结果和处理意见，最多 500 字。")?;
    let granted = match stretch(form, lesson.length)? {
        Some(stretch) => {
            let last = open::may_grant(&mut act.tx, &lesson, dispute.raised_at).await?;
            Some(grant(act, dispute.person, &lesson, stretch, last).await?)
        }
        None => None,
    };
    let answer = DisputeAnswer { text, at: act.now, granted };
    if !store::disputes::answer(&mut act.tx, id, &answer, actor.person).await.map_err(refusals::store)? {
        return Err(Refusal::changed_meanwhile());
    }
    act.record(&answered(&dispute, &lesson, &answer)).await
}

fn own() -> Refusal {
    Refusal::new(
        RefusalKind::Forbidden,
        "dispute.own",
        "这是您自己提出的异议，不能由您自己答复或补记时间。",
        NOTHING_CHANGED,
        "请由技术支持的其他人处理。",
    )
}

/// The stretch to grant; `None` when neither end is named.
fn stretch(form: &AnswerForm, length: u32) -> Result<Option<Stretch>, Refusal> {
    if form.from.trim().is_empty() && form.to.trim().is_empty() {
        return Ok(None);
    }
    Stretch::read(&form.from, &form.to, length).map(Some).map_err(|problem| {
        Refusal::invalid(
            "dispute.stretch",
            format!("{problem}。"),
            NOTHING_CHANGED,
            "请按“分：秒”填写本课之内的一段，例如 03:20 至 08:00；不补记时间的，两格都留空。",
        )
    })
}

fn answered(dispute: &Dispute, lesson: &Lesson, answer: &DisputeAnswer) -> Event {
    let id = dispute.id.to_string();
    let subject = dispute.person.subject();
    let Some(Granted { stretch, round, fresh }) = answer.granted else {
        let values = [("title", lesson.title.as_str()), ("answer", &answer.text)];
        return Event::new(EventKind::DisputeAnswered, subject, &values).with("dispute", id);
    };
    let (from, to, new) = (clock(stretch.from()), clock(stretch.to()), duration(u64::from(fresh)));
    let values =
        [("title", lesson.title.as_str()), ("from", &from), ("to", &to), ("fresh", &new), ("answer", &answer.text)];
    let event = Event::new(EventKind::DisputeGranted, subject, &values).with("dispute", id);
    event.with("lesson", lesson.id.to_string()).with("round", round).with("milliseconds", fresh)
}

/// One page of the objections that wait for an answer; read with as many statements however many there are. `page` counts
/// from 1.
///
/// # Errors
/// `NotFound` for whoever is not support.
pub async fn disputes(act: &mut Act, page: u32) -> Result<Unanswered<DisputeView>, Refusal> {
    load::office(act, Deed::AnswerDispute)?;
    let actor = act.signed_in()?;
    let (limit, offset) = unanswered_rows(page);
    let (open, total) = store::disputes::open(&mut act.tx, limit, offset).await.map_err(refusals::store)?;
    let progress = store::disputes::progress_of_open(&mut act.tx, limit, offset).await.map_err(refusals::store)?;
    let uncounted = store::disputes::uncounted_of_open(&mut act.tx, limit, offset).await.map_err(refusals::store)?;
    let granted = store::disputes::granted_of_open(&mut act.tx, limit, offset).await.map_err(refusals::store)?;
    let settled = store::training_years::all(&mut act.tx).await.map_err(refusals::store)?;
    let views = open.into_iter().map(|one| {
        let about = (one.dispute.person, one.dispute.lesson);
        let round = open::round_after(one.is_required, one.make_ups);
        DisputeView {
            may_answer: may(&actor, Deed::AnswerDispute, &Thing::Person { id: about.0, unit: one.unit }),
            may_grant: may_grant(&settled, &one),
            watched: progress.get(&(about, round)).cloned().unwrap_or_default(),
            uncounted: uncounted.get(&about).cloned().unwrap_or_default(),
            granted: granted.get(&about).into_iter().flatten().filter(|it| it.round == round).copied().collect(),
            id: one.dispute.id,
            person: about.0,
            name: one.name,
            staff_number: one.staff_number,
            lesson: one.lesson,
            length: one.length,
            reason: one.dispute.reason,
            raised_at: one.dispute.raised_at,
        }
    });
    Ok(Unanswered::of(views.collect(), total))
}

/// Whether the objection came within the window of its year.
fn may_grant(settled: &[TrainingYear], open: &OpenDispute) -> bool {
    let objected = shanghai_date(open.dispute.raised_at);
    let year = settled.iter().find(|year| year.year == open.year);
    year.is_some_and(|year| year.window_on(settled, objected).holds(objected))
}

fn said(text: &str, code: &'static str, next: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let problem = match text.chars().count() {
        0 => "内容是空的。".to_owned(),
        count if count > TEXT_CHARS_MAX => format!("内容有 {count} 字，超过了 {TEXT_CHARS_MAX} 字。"),
        _ => return Ok(text.to_owned()),
    };
    Err(Refusal::invalid(code, problem, NOTHING_CHANGED, next))
}
