//! One attempt: the paper, its answers one by one or all at once, handing in, and what came of it.

use actions::{
    Once,
    exams::{AskedView, AttemptView, PaperView, Reply},
};
use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    clock::{Instant, chinese_moment},
    exam::{Answer, Attempt, GRACE_SECONDS, NotKept},
    ids::AttemptId,
    question::{Choice, Form, letter},
    refusal::Refusal,
};
use serde::Deserialize;

use crate::{
    errors::{Back, Page, PageError, render},
    fields::{Fields, Path, id},
    pages::{exams, sessions},
    views::{
        exams::{CorrectionView, DuePage, OptionView, PaperPage, QuestionView, ResultPage, SubmissionPage},
        parts::Chip,
    },
    visitor::{SignedIn, see},
};

/// Largest answer of a page's script, in bytes.
const ANSWER_BYTES_MAX: usize = 4 * 1024;
/// More questions than any paper has.
const PLACES_MAX: u16 = 200;

/// GET /attempts/{id}
pub(crate) async fn show(visitor: SignedIn, Path(attempt): Path<String>) -> Page {
    let attempt = id(&attempt, "考试")?;
    let Some(view) = paper(&visitor, attempt).await? else { return Ok(over(attempt)) };
    let (attempt, asked) = (&view.attempt, &view.asked);
    render(&PaperPage {
        frame: visitor.frame("试卷", false).in_section("/courses"),
        id: attempt.id.to_string(),
        year: attempt.year,
        number: attempt.number,
        window: attempt.window,
        seconds_left: view.seconds_left,
        elapsed: elapsed(attempt, visitor.now),
        is_fresh: attempt.window == 1 && asked.iter().all(|asked| asked.chosen.is_none()),
        ends: chinese_moment(attempt.ends_at),
        grace: GRACE_SECONDS,
        questions: asked.iter().map(question).collect(),
    })
}

/// The paper; `None` when its time is over.
async fn paper(visitor: &SignedIn, attempt: AttemptId) -> Result<Option<PaperView>, PageError> {
    let person = visitor.actor()?.person;
    match actions::exams::paper(&visitor.web.app, person, attempt, visitor.now).await {
        Ok(view) => Ok(Some(view)),
        Err(refusal) if ["exam.over", "exam.handed-in"].contains(&refusal.code) => Ok(None),
        Err(refusal) => Err(refusal.into()),
    }
}

fn over(attempt: AttemptId) -> Response {
    see(&format!("/attempts/{attempt}/result"))
}

/// Milliseconds since the start: the numbers of answers grow with them.
fn elapsed(attempt: &Attempt, now: Instant) -> i64 {
    (now.as_millisecond() - attempt.started_at.as_millisecond()).max(0)
}

fn question(asked: &AskedView) -> QuestionView {
    QuestionView {
        place: asked.place,
        form: asked.form.label(),
        takes_several: asked.form == Form::Multiple,
        stem: asked.stem.clone(),
        points: asked.points,
        shown: asked.chosen.unwrap_or_default().bits(),
        options: options(asked, Choice::default()),
    }
}

fn options(asked: &AskedView, right: Choice) -> Vec<OptionView> {
    let chosen = asked.chosen.unwrap_or_default();
    let option = |(place, text): (usize, &String)| OptionView {
        place,
        letter: letter(place),
        text: text.clone(),
        is_chosen: chosen.has(place),
        is_right: right.has(place),
    };
    asked.options.iter().enumerate().map(option).collect()
}

/// What a page says that asks to answer.
#[derive(Deserialize, Default)]
struct Opening {
    /// The number under which the same browser window answered before.
    was: Option<u32>,
    /// The same in each try of one opening: a try that comes late, behind its own repetition, opens no other window.
    key: Option<String>,
}

/// The longest key of an opening, in bytes.
const KEY_MAX: usize = 64;

/// POST /attempts/{id}/window: the page that asks answers from now on, and no other.
pub(crate) async fn open_window(visitor: SignedIn, Path(attempt): Path<String>, body: Bytes) -> Page {
    let attempt: AttemptId = id(&attempt, "考试")?;
    // What cannot be read only says nothing of where it comes from.
    let Opening { was, key } = serde_json::from_slice(&body).unwrap_or_default();
    let key = key.filter(|key| key.len() <= KEY_MAX);
    // With whose it is: where somebody else signed in meanwhile, the repetition is theirs, and the attempt is not.
    let person = visitor.actor()?.person;
    let once = key.map(|key| Once::new(&format!("window-{person}-{key}"), [attempt.to_string().as_str()]));
    let mut act = visitor.web.app.write(visitor.actor.clone(), visitor.now, once.as_ref()).await?;
    let window = actions::exams::open_window(&mut act, attempt, was).await?;
    act.commit(&window.number.to_string()).await?;
    let mut told = json(&serde_json::json!({ "window": window.number, "seconds_left": window.seconds_left }));
    let ends_at = Instant::from_second(visitor.now.as_second() + window.seconds_left).unwrap_or(visitor.now);
    sessions::last_through(&visitor, ends_at, &mut told).await;
    Ok(told)
}

/// One answer as the page's script sends it.
#[derive(Deserialize)]
struct Given {
    window: u32,
    number: u32,
    place: u16,
    chosen: Vec<usize>,
}

/// POST /attempts/{id}/answers: one answer from the script, or the whole form without one.
pub(crate) async fn answer(visitor: SignedIn, Path(attempt): Path<String>, request: Request) -> Page {
    let attempt = id(&attempt, "考试")?;
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !media_type.is_some_and(|text| text.starts_with("application/json")) {
        let form = Fields::from_request(request, &visitor.web).await?;
        return save_all(&visitor, attempt, &form).await;
    }
    let bytes = to_bytes(request.into_body(), ANSWER_BYTES_MAX).await.map_err(|_| unreadable())?;
    let given: Given = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
    let Given { window, number, place, chosen } = given;
    let reply = give(&visitor, attempt, Answer { window, number, place, chosen: Choice::of(chosen) }).await?;
    Ok(json(&match reply.outcome {
        Ok(_) => serde_json::json!({ "saved": true, "seconds_left": reply.seconds_left }),
        Err(why) => serde_json::json!({
            "saved": false, "reason": why, "sentence": why.sentence(), "seconds_left": reply.seconds_left,
        }),
    }))
}

async fn give(visitor: &SignedIn, attempt: AttemptId, answer: Answer) -> Result<Reply, PageError> {
    let person = visitor.actor()?.person;
    Ok(actions::exams::answer(&visitor.web.app, person, attempt, answer, visitor.now).await?)
}

fn unreadable() -> Refusal {
    Refusal::invalid("exam.answer", "没有读懂这个答案，没有保存。", "已保存的答案都在。", "请刷新页面后继续。")
}

fn json(value: &serde_json::Value) -> Response {
    let media_type = HeaderValue::from_static("application/json; charset=utf-8");
    ([(header::CONTENT_TYPE, media_type)], value.to_string()).into_response()
}

/// Saves what the person changed on their page; numbers go on from where the script would be. What was saved elsewhere since
/// the page was opened stays. Of what is not kept everything is noted, and why is told once.
async fn save_all(visitor: &SignedIn, attempt: AttemptId, form: &Fields) -> Page {
    visitor.own_form(form.key())?;
    let window = form.parse("window").unwrap_or(0);
    let Some(view) = paper(visitor, attempt).await? else { return too_late(visitor, attempt, form, window).await };
    let mut number = u32::try_from(elapsed(&view.attempt, visitor.now)).unwrap_or(u32::MAX / 2).max(view.last);
    let mut told = None;
    for asked in &view.asked {
        let Some(chosen) = changed(form, asked.place).filter(|chosen| *chosen != asked.chosen.unwrap_or_default())
        else {
            continue;
        };
        number += 1;
        let place = u16::try_from(asked.place).unwrap_or(u16::MAX);
        let given = give(visitor, attempt, Answer { window, number, place, chosen }).await?;
        told = told.or(given.outcome.err());
    }
    if let Some(why) = told {
        return Err(not_kept(why)).back(&format!("/attempts/{attempt}"));
    }
    Ok(see(&match form.text("then") {
        "submission" => format!("/attempts/{attempt}/submission"),
        _ => format!("/attempts/{attempt}?done=answers"),
    }))
}

/// Answers that came after the end: each of them is noted, and whoever sent them is told.
async fn too_late(visitor: &SignedIn, attempt: AttemptId, form: &Fields, window: u32) -> Page {
    let sent = |place: u16| Some((place, changed(form, place.into())?));
    let mut told = None;
    for (place, chosen) in (0..PLACES_MAX).filter_map(sent) {
        let given = give(visitor, attempt, Answer { window, number: u32::MAX, place, chosen }).await?;
        told = told.or(given.outcome.err());
    }
    match told {
        Some(why) => Err(not_kept(why)).back(&format!("/attempts/{attempt}/result")),
        None => Ok(over(attempt)),
    }
}

/// What the form chooses for a question, where that differs from what its page showed.
fn changed(form: &Fields, place: usize) -> Option<Choice> {
    let name = format!("a{place}");
    let places = form.0.iter().filter(|(key, _)| *key == name).filter_map(|(_, value)| value.parse().ok());
    let (chosen, shown) =
        (Choice::of(places), form.parse(&format!("s{place}")).map_or(Choice::default(), Choice::from_bits));
    (chosen != shown).then_some(chosen)
}

fn not_kept(why: NotKept) -> Refusal {
    let next = match why {
        NotKept::Over | NotKept::HandedIn => "成绩和算数的答案在考试结果里。",
        _ => "回到试卷，看看已保存了哪些，再继续作答。",
    };
    Refusal::conflict("exam.not-kept", why.sentence(), next)
}

/// GET /attempts/{id}/submission: a last look.
pub(crate) async fn confirm(visitor: SignedIn, Path(attempt): Path<String>) -> Page {
    let attempt = id(&attempt, "考试")?;
    let Some(view) = paper(&visitor, attempt).await? else { return Ok(over(attempt)) };
    let unanswered = view.asked.iter().filter(|asked| asked.chosen.is_none()).map(|asked| asked.place + 1);
    render(&SubmissionPage {
        frame: visitor.frame("交卷", false).in_section("/courses"),
        id: attempt.to_string(),
        asked: view.asked.len(),
        minutes_left: view.seconds_left / 60,
        unanswered: unanswered.collect(),
    })
}

/// POST /attempts/{id}/submission
pub(crate) async fn hand_in(visitor: SignedIn, Path(attempt): Path<String>, form: Fields) -> Page {
    let attempt: AttemptId = id(&attempt, "考试")?;
    visitor.own_form(form.key())?;
    let actor = visitor.actor()?.clone();
    actions::exams::hand_in(&visitor.web.app, actor, attempt, visitor.now).await?;
    Ok(see(&format!("/attempts/{attempt}/result")))
}

/// GET /attempts/{id}/result
pub(crate) async fn result(visitor: SignedIn, Path(attempt): Path<String>) -> Page {
    let attempt = id(&attempt, "考试")?;
    let mut act = visitor.read().await?;
    let shown = actions::exams::result(&mut act, attempt).await;
    drop(act);
    match shown {
        Ok(view) => render(&result_page(&visitor, &view)?),
        Err(refusal) if refusal.code == "exam.running" => match paper(&visitor, attempt).await? {
            Some(_) => Ok(see(&format!("/attempts/{attempt}"))),
            None => render(&DuePage { frame: visitor.frame("考试时间已到", false), id: attempt.to_string() }),
        },
        Err(refusal) => Err(refusal.into()),
    }
}

fn result_page(visitor: &SignedIn, view: &AttemptView) -> Result<ResultPage, Refusal> {
    let attempt = &view.attempt;
    let ending = attempt.ending.ok_or_else(Refusal::internal)?;
    let how = if ending.by_person { "本人交卷" } else { "到时自动交卷" };
    Ok(ResultPage {
        frame: visitor.frame("考试成绩", false).in_section("/courses"),
        id: attempt.id.to_string(),
        year: attempt.year,
        number: attempt.number,
        points: ending.points,
        pass_mark: attempt.pass_mark,
        passed: ending.passed,
        chip: exams::result(attempt),
        facts: vec![
            ("开始", chinese_moment(attempt.started_at)),
            ("结束", format!("{}（{how}）", chinese_moment(ending.at))),
            ("题数", attempt.questions.to_string()),
        ],
        lost: view.lost.places,
        is_cut: view.lost.is_cut,
        corrections: view.corrections.iter().map(correction).collect(),
        notice: view.notice.clone(),
    })
}

fn correction((asked, right, explanation): &(AskedView, Choice, String)) -> CorrectionView {
    CorrectionView {
        number: asked.place + 1,
        form: asked.form.label(),
        stem: asked.stem.clone(),
        points: asked.points,
        chip: match asked.chosen {
            None => Chip::new("没有作答", "wait"),
            Some(chosen) if chosen == *right => Chip::new("正确", "good"),
            Some(_) => Chip::new("错误", "bad"),
        },
        chosen: asked.chosen.map(|chosen| chosen.to_string()).unwrap_or_default(),
        right: right.to_string(),
        options: options(asked, *right),
        explanation: explanation.clone(),
    }
}
