//! The load of a deadline: everybody's time ends in the same second. Half of the people press their button within the last
//! second, the others are handed in by the time and look for their result when their pages do. What everybody answered is
//! known here, and so what they deserve.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actions::App;
use actions::exams::AskedView;
use domain::clock;
use domain::exam::{Answer, GRACE_SECONDS};
use domain::ids::AttemptId;
use domain::question::Choice;
use tokio::task::JoinSet;

use crate::Scene;
use crate::connection::Connection;
use crate::examination::FORM;
use crate::figures::{Deadline, Times};
use crate::rush;
use crate::school::{self, EXAM_MINUTES, Fault, QUESTIONS, Student};

/// How many are seated at the same time before the deadline: as many as the service takes together.
const AT_ONCE: usize = 500;
/// Time for seating everybody: a start, and so much for each.
const LEAD: Duration = Duration::from_secs(15);
const LEAD_EACH: Duration = Duration::from_millis(15);
/// A page looks for the result so long after the grace.
const LOOK: Duration = Duration::from_secs(4);
/// Then a person looks again so often, and no longer than this.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(300);

/// Somebody whose answers are all given.
#[derive(Clone)]
struct Sitting {
    student: Student,
    attempt: AttemptId,
    /// Points of these answers.
    deserved: u16,
    /// Whether they press the button themselves.
    presses: bool,
}

/// How long somebody's hand-in took, where they pressed, and how long their result.
struct Ended {
    handed_in: Option<Duration>,
    shown: Duration,
}

/// Lets these people's time end in one second, and waits until each has their result.
pub(crate) async fn hand_in(scene: &Scene, app: &Arc<App>, people: &[Student]) -> Result<Deadline, Fault> {
    let ends = Instant::now() + LEAD + LEAD_EACH * u32::try_from(people.len())?;
    let sittings = seat(scene, app, people, ends).await?;
    let first = ends.checked_sub(Duration::from_secs(1)).ok_or("a machine that has just started")?;
    if Instant::now() > first {
        return Err("the time was over before everybody was seated".into());
    }
    eprintln!("{} wait for the end of their time", sittings.len());
    tokio::time::sleep_until(first.into()).await;
    let before = scene.watched.used()?;
    let outcome = rush::run(scene.address, scene.connections, due(&sittings), end).await?;
    scene.tell(&outcome.faults);
    let (pressed, waited): (Vec<_>, Vec<_>) = outcome.good.iter().partition(|ended| ended.handed_in.is_some());
    let pressing = sittings.iter().filter(|sitting| sitting.presses).count();
    Ok(Deadline {
        pressing,
        waiting: sittings.len() - pressing,
        errors: outcome.errors,
        handed_in: Times::of(pressed.iter().filter_map(|ended| ended.handed_in)),
        shown: Times::of(pressed.iter().map(|ended| ended.shown)),
        found: Times::of(waited.iter().map(|ended| ended.shown)),
        wrong: wrong(app, &sittings).await?,
        seconds: outcome.took.as_secs_f64(),
        cores: scene.watched.cores(before, outcome.took)?,
    })
}

/// Who asks for what when, from one second before the end: first the buttons, evenly over that second, then everybody else,
/// evenly over the second in which their pages look.
fn due(sittings: &[Sitting]) -> Vec<(Duration, Sitting)> {
    let grace = Duration::from_secs(GRACE_SECONDS.unsigned_abs());
    let (pressing, waiting): (Vec<&Sitting>, Vec<&Sitting>) = sittings.iter().partition(|sitting| sitting.presses);
    let spread = |from: Duration, people: Vec<&Sitting>| {
        let count = u32::try_from(people.len()).unwrap_or(u32::MAX).max(1);
        let when = move |index: u32| from + Duration::from_secs(1) * index / count;
        (0..).zip(people).map(|(index, sitting)| (when(index), sitting.clone())).collect::<Vec<_>>()
    };
    let look = Duration::from_secs(1) + grace + LOOK;
    [spread(Duration::ZERO, pressing), spread(look, waiting)].concat()
}

async fn end(connection: &mut Connection, sitting: Sitting, due: Instant) -> Result<Ended, Fault> {
    let (path, token) = (format!("/attempts/{}", sitting.attempt), &sitting.student.token);
    let mut handed_in = None;
    if sitting.presses {
        let form = format!("key={}", sitting.attempt);
        let answer = connection.post(&format!("{path}/submission"), token, FORM, &form).await?;
        if answer.status != 303 {
            return Err(answer.told().into());
        }
        handed_in = Some(due.elapsed());
    }
    loop {
        let answer = connection.get(&format!("{path}/result"), token).await?;
        if answer.status == 200 && answer.says("交卷）") {
            return Ok(Ended { handed_in, shown: due.elapsed() });
        }
        let is_due = answer.status == 200 && answer.says("考试时间已到");
        if !is_due || due.elapsed() > PATIENCE {
            return Err(answer.told().into());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Lets everybody begin so long ago that their time ends then, and answer: each some questions rightly, the others wrongly.
async fn seat(scene: &Scene, app: &Arc<App>, people: &[Student], ends: Instant) -> Result<Vec<Sitting>, Fault> {
    let left = i64::try_from((ends - Instant::now()).as_millis())?;
    let begun = crate::clock::now().as_millisecond() + left - i64::from(EXAM_MINUTES) * 60_000;
    let begun = clock::Instant::from_millisecond(begun)?;
    let (year, right) = (scene.year, Arc::new(right_options()?));
    let mut sittings = Vec::with_capacity(people.len());
    for (crowd, students) in people.chunks(AT_ONCE).enumerate() {
        let mut seating = JoinSet::new();
        for (index, student) in (crowd * AT_ONCE..).zip(students) {
            let (app, student, right) = (Arc::clone(app), student.clone(), Arc::clone(&right));
            seating.spawn(async move { sit(&app, year, student, index, &right, begun).await });
        }
        while let Some(sitting) = seating.join_next().await {
            sittings.push(sitting??);
        }
    }
    Ok(sittings)
}

async fn sit(
    app: &Arc<App>,
    year: i16,
    student: Student,
    index: usize,
    right: &HashMap<String, Vec<String>>,
    at: clock::Instant,
) -> Result<Sitting, Fault> {
    let person = student.actor.person;
    let attempt = actions::exams::begin(app, student.actor.clone(), year, None, at).await?.id;
    let paper = actions::exams::paper(app, person, attempt, at).await?;
    let mut deserved = 0;
    for (number, asked) in (1..).zip(&paper.asked) {
        let options = right.get(&asked.stem).ok_or("a question that is not in the bank")?;
        let rightly = asked.place < index % (QUESTIONS + 1);
        let answer =
            Answer { window: 1, number, place: asked.place.try_into()?, chosen: chosen(asked, options, rightly) };
        actions::exams::answer(app, person, attempt, answer, at).await?.outcome.map_err(|why| why.as_str())?;
        deserved += if rightly { asked.points } else { 0 };
    }
    Ok(Sitting { student, attempt, deserved, presses: index.is_multiple_of(2) })
}

/// What is right, or only what is not.
fn chosen(asked: &AskedView, right: &[String], rightly: bool) -> Choice {
    Choice::of((0..asked.options.len()).filter(|&place| right.contains(&asked.options[place]) == rightly))
}

/// The right options of every question, by what it asks.
fn right_options() -> Result<HashMap<String, Vec<String>>, Fault> {
    let bank = domain::imports::questions::read(&school::bank()?);
    let questions = bank.good.into_iter().map(|row| row.question);
    Ok(questions
        .map(|question| {
            let right = question.right.places().map(|place| question.options[place].clone()).collect();
            (question.stem, right)
        })
        .collect())
}

/// How many results are not what the answers deserve.
async fn wrong(app: &Arc<App>, sittings: &[Sitting]) -> Result<usize, Fault> {
    let mut wrong = 0;
    for sitting in sittings {
        let mut act = app.read(Some(sitting.student.actor.clone()), crate::clock::now()).await?;
        let result = actions::exams::result(&mut act, sitting.attempt).await;
        let points = result.ok().and_then(|view| view.attempt.ending).map(|ending| ending.points);
        wrong += usize::from(points != Some(sitting.deserved));
    }
    Ok(wrong)
}
