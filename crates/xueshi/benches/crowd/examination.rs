//! The load of an examination: everybody who begins in the same second, and answers at a steady rate.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actions::App;
use domain::ids::AttemptId;
use domain::question::Choice;

use crate::Scene;
use crate::figures::{Answers, Rung, Times};
use crate::rush;
use crate::school::{Fault, QUESTIONS, Student};

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
const SCRIPT: &str = "application/json";

/// Somebody whose attempt goes on.
#[derive(Clone)]
pub(crate) struct Candidate {
    student: Student,
    attempt: AttemptId,
}

struct Begun {
    candidate: Candidate,
    started: Duration,
    shown: Duration,
}

/// Lets these people begin within one second, evenly spread over it: each asks for the attempt and then for its paper,
/// as a browser does.
pub(crate) async fn begin(scene: &Scene, people: &[Student]) -> Result<(Rung, Vec<Candidate>), Fault> {
    let count = u32::try_from(people.len())?;
    let due = |index: u32| Duration::from_secs(1) * index / count.max(1);
    let work = (0..).zip(people).map(|(index, student)| (due(index), student.clone())).collect();
    let path = format!("/exams/{}/attempts", scene.year);
    let before = scene.watched.used()?;
    let outcome = rush::run(scene.address, scene.connections, work, async move |connection, student: Student, due| {
        let answer = connection.post(&path, &student.token, FORM, "number=1").await?;
        let to = answer.header("location").map(str::to_owned);
        let Some(to) = to.filter(|to| answer.status == 303 && to.starts_with("/attempts/")) else {
            return Err(answer.told().into());
        };
        let started = due.elapsed();
        let paper = to.trim_end_matches("#begun");
        let answer = connection.get(paper, &student.token).await?;
        if answer.status != 200 || !answer.says(&format!("name=\"a{}\"", QUESTIONS - 1)) {
            return Err(answer.told().into());
        }
        let shown = due.elapsed();
        let attempt = paper.trim_start_matches("/attempts/").parse().map_err(|_| "no identifier")?;
        Ok(Begun { candidate: Candidate { student, attempt }, started, shown })
    })
    .await?;
    let rung = Rung {
        people: people.len(),
        begun: outcome.good.len(),
        errors: outcome.errors,
        started: Times::of(outcome.good.iter().map(|begun| begun.started)),
        shown: Times::of(outcome.good.iter().map(|begun| begun.shown)),
        seconds: outcome.took.as_secs_f64(),
        cores: scene.watched.cores(before, outcome.took)?,
    };
    scene.tell(&outcome.faults);
    Ok((rung, outcome.good.into_iter().map(|begun| begun.candidate).collect()))
}

/// One answer that was given, and how long it took until it was called saved.
struct Saved {
    candidate: usize,
    place: usize,
    number: u32,
    option: usize,
    took: Duration,
}

/// What the last answer to a question was, by candidate and place, as the answers that were called saved say.
pub(crate) type Kept = HashMap<(usize, usize), (u32, usize)>;

/// Lets the candidates answer in turn at a steady rate. What is lost is counted later, by [`lost`].
pub(crate) async fn answer(
    scene: &Scene,
    candidates: &[Candidate],
    per_second: u32,
    seconds: u32,
) -> Result<(Answers, Kept), Fault> {
    let given = per_second * seconds;
    let due = |index: u32| Duration::from_secs(1) * index / per_second;
    let work: Vec<(Duration, u32)> = (0..given).map(|index| (due(index), index)).collect();
    let all: Vec<Candidate> = candidates.to_vec();
    let before = scene.watched.used()?;
    let outcome =
        rush::run(scene.address, scene.connections, work, async move |connection, index: u32, due: Instant| {
            let candidate = index as usize % all.len();
            let turn = index as usize / all.len();
            let (place, option, number) = (turn % QUESTIONS, (index as usize ^ turn) % 2, u32::try_from(turn + 1)?);
            let Candidate { student, attempt } = &all[candidate];
            let body = format!("{{\"window\":1,\"number\":{number},\"place\":{place},\"chosen\":[{option}]}}");
            let path = format!("/attempts/{attempt}/answers");
            let answer = connection.post(&path, &student.token, SCRIPT, &body).await?;
            if answer.status != 200 || !answer.says("\"saved\":true") {
                return Err(answer.told().into());
            }
            Ok(Saved { candidate, place, number, option, took: due.elapsed() })
        })
        .await?;
    let answers = Answers {
        given: given as usize,
        saved: outcome.good.len(),
        errors: outcome.errors,
        per_second: f64::from(u32::try_from(outcome.good.len())?) / outcome.took.as_secs_f64(),
        times: Times::of(outcome.good.iter().map(|saved| saved.took)),
        cores: scene.watched.cores(before, outcome.took)?,
        lost: 0,
    };
    scene.tell(&outcome.faults);
    let mut kept = Kept::new();
    for saved in outcome.good {
        let last = kept.entry((saved.candidate, saved.place)).or_default();
        *last = (*last).max((saved.number, saved.option));
    }
    Ok((answers, kept))
}

/// How many of the answers that were called saved are not what a paper shows.
pub(crate) async fn lost(app: &Arc<App>, candidates: &[Candidate], kept: &Kept) -> Result<usize, Fault> {
    let mut found = 0;
    for (index, candidate) in candidates.iter().enumerate() {
        let person = candidate.student.actor.person;
        let paper = actions::exams::paper(app, person, candidate.attempt, crate::clock::now()).await?;
        for asked in &paper.asked {
            let expected = kept.get(&(index, asked.place)).map(|(_, option)| Choice::of([*option]));
            found += usize::from(expected.is_some() && expected == asked.chosen);
        }
    }
    Ok(kept.len() - found)
}
