//! The end of an attempt: handed in by the person, or by the time. It is marked at once, and what it earns goes into the
//! archive of its year by itself (article 3).

use std::{collections::HashMap, slice, sync::Arc};

use domain::{
    access::Actor,
    audit::{Event, EventKind},
    clock::Instant,
    exam::{Answer, Attempt, Paper},
    ids::AttemptId,
    question::Choice,
    refusal::Refusal,
};
use store::{Tx, exam_papers, exams};

use super::{credit, known};
use crate::{Act, App, act, refusals, training_years};

/// How many attempts are ended in one transaction: whoever answers meanwhile waits for no more than these.
pub(super) const TOGETHER: usize = 32;

/// An attempt that somebody hands in, or the time.
pub(super) struct HandingIn {
    pub(super) id: AttemptId,
    /// Who; nobody where the time is over.
    pub(super) by: Option<Actor>,
    pub(super) now: Instant,
}

/// Hands a person's attempt in, together with those of others who do so at the same moment. Handing in twice, or after
/// the time did it, changes nothing.
///
/// # Errors
/// `NotFound` for somebody else's attempt.
pub async fn hand_in(app: &Arc<App>, actor: Actor, id: AttemptId, now: Instant) -> Result<Attempt, Refusal> {
    let all = Arc::clone(app);
    let carry_out = move |crowd: Vec<HandingIn>| {
        let app = Arc::clone(&all);
        async move { Ok(end_all(&app, &crowd).await) }
    };
    app.desk.hand_ins.ask(HandingIn { id, by: Some(actor), now }, carry_out).await
}

/// Ends all of them at once; where one of them undoes that, each by itself.
pub(super) async fn end_all(app: &Arc<App>, all: &[HandingIn]) -> Vec<Result<Attempt, Refusal>> {
    if let Ok(outcomes) = end_together(app, all).await {
        return outcomes;
    }
    let mut outcomes = Vec::with_capacity(all.len());
    for one in all {
        match end_together(app, slice::from_ref(one)).await {
            Ok(mut outcome) => outcomes.append(&mut outcome),
            Err(refusal) => outcomes.push(Err(refusal)),
        }
    }
    outcomes
}

async fn end_together(app: &Arc<App>, all: &[HandingIn]) -> Result<Vec<Result<Attempt, Refusal>>, Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let mut ids: Vec<AttemptId> = all.iter().map(|one| one.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let held = exams::hold(&mut tx, &ids).await.map_err(refusals::store)?;
    let mut held: HashMap<AttemptId, Attempt> = held.into_iter().map(|attempt| (attempt.id, attempt)).collect();
    let mut outcomes = Vec::with_capacity(all.len());
    for one in all {
        outcomes.push(match held.get_mut(&one.id).filter(|attempt| one.may(attempt)) {
            Some(attempt) => {
                one.end(app, &mut tx, attempt).await?;
                Ok(attempt.clone())
            }
            None => Err(Refusal::not_found("考试")),
        });
    }
    tx.commit().await.map_err(refusals::store)?;
    Ok(outcomes)
}

impl HandingIn {
    fn may(&self, attempt: &Attempt) -> bool {
        self.by.as_ref().is_none_or(|actor| actor.person == attempt.person)
    }

    /// What has ended stays as it is, and so does what the time has not ended yet.
    async fn end(&self, app: &Arc<App>, tx: &mut Tx, attempt: &mut Attempt) -> Result<(), Refusal> {
        if attempt.ending.is_some() || (self.by.is_none() && !attempt.is_due(self.now)) {
            return Ok(());
        }
        let by_person = self.by.is_some() && attempt.is_open(self.now);
        end(app, tx, attempt, self.by.as_ref(), by_person, self.now).await
    }
}

/// A page that may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its number, which its answers carry.
    pub number: u32,
    /// Seconds that the person has left.
    pub seconds_left: i64,
}

/// So many windows of an attempt are recorded, and after them only where their number has doubled: whoever opens one
/// after the other fills no log.
const RECORDED_WINDOWS: u32 = 64;

/// Lets the window that asks answer from now on, and no other. It is recorded as far as [`RECORDED_WINDOWS`] says.
///
/// # Errors
/// `NotFound` for somebody else's attempt, `Conflict` when it is over.
pub async fn open_window(act: &mut Act, id: AttemptId) -> Result<Window, Refusal> {
    let actor = act.signed_in()?;
    let mut attempt = own(act, &actor, id).await?;
    if !attempt.is_open(act.now()) {
        return Err(over(&attempt));
    }
    let window = attempt.open_window();
    exams::set_window(&mut act.tx, id, window).await.map_err(refusals::store)?;
    if window <= RECORDED_WINDOWS || window.is_power_of_two() {
        let (year, number) = (attempt.year.to_string(), attempt.number.to_string());
        let values = [("year", year.as_str()), ("number", number.as_str())];
        act.record(&Event::new(EventKind::ExamResumed, id.subject(), &values)).await?;
    }
    Ok(Window { number: window, seconds_left: attempt.seconds_left(act.now()) })
}

/// The attempt does not go on.
pub(super) fn over(attempt: &Attempt) -> Refusal {
    let next = "请查看成绩；结束前已保存的答案都算数。";
    if attempt.is_handed_in() {
        return Refusal::conflict("exam.handed-in", "这份试卷已经交卷。", next);
    }
    Refusal::conflict("exam.over", "这次考试已经结束。", next)
}

/// The actor's own attempt, which nobody else changes until the act ends.
async fn own(act: &mut Act, actor: &Actor, id: AttemptId) -> Result<Attempt, Refusal> {
    let held = exams::hold(&mut act.tx, &[id]).await.map_err(refusals::store)?;
    held.into_iter().find(|attempt| attempt.person == actor.person).ok_or_else(|| Refusal::not_found("考试"))
}

/// Marks and ends an attempt that goes on, posts what it earned and draws the paper of the next one.
async fn end(
    app: &Arc<App>,
    tx: &mut Tx,
    attempt: &mut Attempt,
    actor: Option<&Actor>,
    by_person: bool,
    now: Instant,
) -> Result<(), Refusal> {
    let points = marked(app, tx, attempt).await?;
    let ending = attempt.end(points, by_person, now);
    if !exams::end(tx, attempt.id, &ending).await.map_err(refusals::store)? {
        return Ok(());
    }
    let system = Actor::system();
    act::record(tx, Some(actor.unwrap_or(&system)), now, &event(attempt, by_person, points, ending.passed)).await?;
    let (year, window) = training_years::with_moments(tx, attempt.year, now).await?;
    let mut all = known(tx, &[attempt.person], &year, true).await?;
    let known = all.remove(&attempt.person).unwrap_or_default();
    credit::post(tx, &year, attempt.person, &known.taken, attempt.started_at, now).await?;
    let standing = known.allowance(&year, window).standing(now);
    credit::prepare(tx, attempt.year, &known, attempt.person, standing, now).await
}

fn event(attempt: &Attempt, by_person: bool, points: u16, passed: bool) -> Event {
    let values = [
        ("year", attempt.year.to_string()),
        ("number", attempt.number.to_string()),
        ("how", if by_person { "本人交卷" } else { "到时自动交卷" }.to_owned()),
        ("points", points.to_string()),
        ("verdict", if passed { "合格" } else { "不合格" }.to_owned()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Event::new(EventKind::ExamEnded, attempt.id.subject(), &values).with("person", attempt.person.to_string())
}

/// Points of what is kept.
async fn marked(app: &Arc<App>, tx: &mut Tx, attempt: &Attempt) -> Result<u16, Refusal> {
    let paper = paper_of(tx, attempt).await?;
    let questions = app.questions.of_paper(tx, &paper).await?;
    let chosen = chosen(tx, attempt.id).await?;
    let score = paper.mark(|place| questions[place].right, |place| chosen.get(&place).copied());
    Ok(score.points)
}

/// The paper of an attempt.
pub(super) async fn paper_of(tx: &mut Tx, attempt: &Attempt) -> Result<Paper, Refusal> {
    let papers = exam_papers::of_people_in(tx, &[attempt.person], attempt.year).await.map_err(refusals::store)?;
    let kept = papers.into_iter().find(|kept| kept.number == attempt.number);
    kept.and_then(|kept| kept.paper).ok_or_else(|| refusals::internal("an attempt without its paper"))
}

/// What counts of the answers to each question that was answered, by place on the paper.
pub(super) async fn chosen(tx: &mut Tx, id: AttemptId) -> Result<HashMap<usize, Choice>, Refusal> {
    let answers = exams::answers(tx, id).await.map_err(refusals::store)?;
    Ok(by_place(&answers))
}

/// The answers that count, by place on the paper; what was taken back is left out.
pub(super) fn by_place(answers: &[Answer]) -> HashMap<usize, Choice> {
    let mut chosen: HashMap<usize, Choice> =
        answers.iter().map(|answer| (usize::from(answer.place), answer.chosen)).collect();
    chosen.retain(|_, choice| choice.count() > 0);
    chosen
}
