//! The end of an attempt: handed in by the person, or by the time. It is marked at once, and what it earns goes into the
//! archive of its year by itself (article 3).

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    slice,
    sync::Arc,
};

use domain::{
    access::Actor,
    audit::{Event, EventKind},
    clock::Instant,
    exam::{Attempt, Ending},
    ids::AttemptId,
    refusal::{Refusal, RefusalKind},
};
use store::{Tx, exams};

use super::{
    credit::{self, Student},
    journal,
    sheet::sheets,
};
use crate::{Act, App, act, refusals};

/// How many attempts are ended in one transaction: whoever answers meanwhile waits for no more than these.
pub(super) const TOGETHER: usize = 128;

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

/// Ends all of them at once; where one of them undoes that, each by itself. Where nobody comes to the database, nobody would
/// by themselves either, after waiting as long again.
pub(super) async fn end_all(app: &Arc<App>, all: &[HandingIn]) -> Vec<Result<Attempt, Refusal>> {
    match end_together(app, all).await {
        Ok(outcomes) => return outcomes,
        Err(refusal) if refusal.kind == RefusalKind::Busy => return vec![Err(refusal); all.len()],
        Err(_) => {}
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
    let mut held: Held = held.into_iter().map(|attempt| (attempt.id, attempt)).collect();
    let (ended, broken) = mark(app, &mut tx, all, &mut held).await?;
    write(&mut tx, &ended).await?;
    tx.commit().await.map_err(refusals::store)?;
    let outcome = |one: &HandingIn| {
        let attempt = held.get(&one.id).filter(|attempt| one.may(attempt)).ok_or_else(|| Refusal::not_found("考试"))?;
        broken.get(&one.id).map_or_else(|| Ok(attempt.clone()), |refusal| Err(refusal.clone()))
    };
    Ok(all.iter().map(outcome).collect())
}

/// Attempts that nobody else changes meanwhile.
type Held = HashMap<AttemptId, Attempt>;

/// Marks and ends those that end now; answers them, and why others cannot be marked. Of several who ask for one attempt the
/// first ends it.
async fn mark<'a>(
    app: &App,
    tx: &mut Tx,
    all: &'a [HandingIn],
    held: &mut Held,
) -> Result<(Vec<Ended<'a>>, HashMap<AttemptId, Refusal>), Refusal> {
    let mut asked = HashSet::new();
    let mut ending: Vec<&HandingIn> =
        all.iter().filter(|one| held.get(&one.id).is_some_and(|attempt| one.ends(attempt))).collect();
    ending.retain(|one| asked.insert(one.id));
    let ids: Vec<AttemptId> = ending.iter().map(|one| one.id).collect();
    let (mut ended, mut broken) = (Vec::with_capacity(ids.len()), HashMap::new());
    for (one, sheet) in ending.into_iter().zip(sheets(app, tx, &ids).await?) {
        let Some(attempt) = held.get_mut(&one.id) else { continue };
        match sheet {
            Ok(sheet) => {
                let ending = attempt.end(sheet.points(), one.by_person(attempt), one.now);
                ended.push(Ended { one, attempt: attempt.clone(), ending });
            }
            Err(refusal) => drop(broken.insert(one.id, refusal)),
        }
    }
    Ok((ended, broken))
}

/// An attempt that ends now.
struct Ended<'a> {
    one: &'a HandingIn,
    attempt: Attempt,
    ending: Ending,
}

/// Writes that attempts have ended, what they have earned, and the papers of what comes next. The log comes last: whoever
/// writes to it keeps everybody else from that until the end.
async fn write(tx: &mut Tx, all: &[Ended<'_>]) -> Result<(), Refusal> {
    let Some(now) = all.first().map(|ended| ended.one.now) else { return Ok(()) };
    let endings: Vec<_> = all.iter().map(|ended| (ended.attempt.id, ended.ending)).collect();
    exams::end(tx, &endings).await.map_err(refusals::store)?;
    let mut years: BTreeMap<i16, Vec<Student>> = BTreeMap::new();
    for Ended { one, attempt, .. } in all {
        let student = Student { person: attempt.person, studied_at: attempt.started_at, now: one.now };
        years.entry(attempt.year).or_default().push(student);
    }
    for (year, students) in years {
        credit::follow(tx, year, now, &students).await?;
    }
    let system = Actor::system();
    for Ended { one, attempt, ending } in all {
        let actor = one.by.as_ref().unwrap_or(&system);
        act::record(tx, Some(actor), one.now, &event(attempt, ending)).await?;
    }
    Ok(())
}

impl HandingIn {
    fn may(&self, attempt: &Attempt) -> bool {
        self.by.as_ref().is_none_or(|actor| actor.person == attempt.person)
    }

    /// Whether the attempt ends by it: what has ended stays as it is, and so does what the time has not ended yet.
    fn ends(&self, attempt: &Attempt) -> bool {
        self.may(attempt) && attempt.ending.is_none() && (self.by.is_some() || attempt.is_due(self.now))
    }

    /// Whether it is the person who ends the attempt, and not the time.
    fn by_person(&self, attempt: &Attempt) -> bool {
        self.by.is_some() && attempt.is_open(self.now)
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

/// Lets the window that asks answer from now on, and no other; `was` is the number under which the same browser window
/// answered before, as its page says. It is recorded as far as [`RECORDED_WINDOWS`] says. Asked again in an act that is a
/// repetition, it answers the window that was opened, and changes nothing.
///
/// # Errors
/// `NotFound` for somebody else's attempt, `Conflict` when it is over.
pub async fn open_window(act: &mut Act, id: AttemptId, was: Option<u32>) -> Result<Window, Refusal> {
    let actor = act.signed_in()?;
    let mut attempt = own(act, &actor, id).await?;
    if !attempt.is_open(act.now()) {
        return Err(over(&attempt));
    }
    let seconds_left = attempt.seconds_left(act.now());
    if let Some(opened) = act.repeated() {
        return Ok(Window { number: opened.parse().map_err(refusals::internal)?, seconds_left });
    }
    let reopening = attempt.reopening(was);
    let window = attempt.open_window();
    exams::set_window(&mut act.tx, id, window).await.map_err(refusals::store)?;
    if window <= RECORDED_WINDOWS || window.is_power_of_two() {
        let (year, number) = (attempt.year.to_string(), attempt.number.to_string());
        let values = [("where", reopening.place()), ("year", year.as_str()), ("number", number.as_str())];
        let event = Event::new(EventKind::ExamResumed, id.subject(), &values);
        act.record(&event.with(journal::REOPENING, reopening.as_str())).await?;
    }
    Ok(Window { number: window, seconds_left })
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

fn event(attempt: &Attempt, ending: &Ending) -> Event {
    let values = [
        ("year", attempt.year.to_string()),
        ("number", attempt.number.to_string()),
        ("how", if ending.by_person { "本人交卷" } else { "到时自动交卷" }.to_owned()),
        ("points", ending.points.to_string()),
        ("verdict", if ending.passed { "合格" } else { "不合格" }.to_owned()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Event::new(EventKind::ExamEnded, attempt.id.subject(), &values).with("person", attempt.person.to_string())
}
