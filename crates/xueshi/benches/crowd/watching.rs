//! The load of people who watch a lesson: each page says twice a minute how far it is.

use std::time::{Duration, Instant};

use domain::ids::LessonId;

use crate::Scene;
use crate::figures::{Round, Times};
use crate::rush;
use crate::school::{BEAT, Fault, Student};

const SCRIPT: &str = "application/json";

/// Lets everybody be heard of so many times, each time evenly spread over the time between two beats. In the first round
/// the program meets everybody for the first time, as after a start; from the second on it is as it always is.
pub(crate) async fn watch(scene: &Scene, film: LessonId, people: &[Student], rounds: u32) -> Result<Vec<Round>, Fault> {
    let mut done = Vec::new();
    for number in 1..=rounds {
        done.push(round(scene, film, people, number).await?);
    }
    Ok(done)
}

async fn round(scene: &Scene, film: LessonId, people: &[Student], number: u32) -> Result<Round, Fault> {
    let count = u32::try_from(people.len())?;
    let over = Duration::from_millis(BEAT.into());
    let work: Vec<(Duration, Student)> =
        (0..).zip(people).map(|(index, student)| (over * index / count.max(1), student.clone())).collect();
    let path = format!("/lessons/{film}/beats");
    let (from, to) = (BEAT * (number - 1), BEAT * number);
    let before = scene.watched.used()?;
    let outcome =
        rush::run(scene.address, scene.connections, work, async move |connection, student: Student, due: Instant| {
            let ticket = student.ticket.ok_or("somebody without a ticket")?;
            let body = format!("{{\"ticket\":\"{ticket}\",\"number\":{number},\"from\":{from},\"to\":{to}}}");
            let answer = connection.post(&path, &student.token, SCRIPT, &body).await?;
            if answer.status != 200 || !answer.says("\"refused\":null") {
                return Err(answer.told().into());
            }
            Ok(due.elapsed())
        })
        .await?;
    scene.tell(&outcome.faults);
    let (megabytes, megabytes_highest) = scene.watched.megabytes()?;
    Ok(Round {
        beats: outcome.good.len(),
        errors: outcome.errors,
        per_second: f64::from(u32::try_from(outcome.good.len())?) / outcome.took.as_secs_f64(),
        times: Times::of(outcome.good.into_iter()),
        cores: scene.watched.cores(before, outcome.took)?,
        megabytes,
        megabytes_highest,
    })
}
