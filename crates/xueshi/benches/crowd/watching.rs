//! The load of people who watch a lesson: each page says twice a minute how far it is, and looks whether what counts is
//! what it said, as far as that much time has passed.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use domain::learning::SLACK;
use serde::Deserialize;

use crate::Scene;
use crate::figures::{Round, Times};
use crate::rush;
use crate::school::{BEAT, Fault, School, Student};

const SCRIPT: &str = "application/json";
/// Milliseconds by which the program's clock may differ from this one.
const INEXACT: u128 = 100;

/// What one page knows.
#[derive(Clone, Copy)]
struct Known {
    /// When its ticket was given, or before.
    opened: Instant,
    /// When it was last heard, which lies between sending and the answer.
    sent: Instant,
    answered: Instant,
    /// Milliseconds that count in all.
    total: u32,
}

/// What the program says of a beat, in milliseconds.
#[derive(Deserialize)]
struct Reply {
    credited: u32,
    total: u32,
    refused: Option<String>,
}

impl Known {
    /// What the page knows after a beat.
    ///
    /// # Errors
    /// When other time counts than what was said, as far as it has passed. What a beat did not need of the time that had
    /// passed is there for the next one, up to [`SLACK`]; in all nothing counts that has not passed.
    fn after(self, reply: &Reply, sent: Instant, answered: Instant) -> Result<Known, Fault> {
        if let Some(refused) = &reply.refused {
            return Err(format!("refused: {refused}").into());
        }
        let least = sent.duration_since(self.answered).as_millis().saturating_sub(INEXACT).min(BEAT.into());
        let passed = answered.duration_since(self.sent).as_millis() + u128::from(SLACK);
        let passed_in_all = answered.duration_since(self.opened).as_millis().saturating_sub(self.total.into());
        let most = (passed.min(passed_in_all) + INEXACT).min(BEAT.into());
        let Reply { credited, total, .. } = *reply;
        if !(least..=most).contains(&credited.into()) || total != self.total + credited {
            return Err(format!("{credited} ms counted of {least} to {most}, after {}: {total}", self.total).into());
        }
        Ok(Known { opened: self.opened, sent, answered, total })
    }
}

/// Lets everybody be heard of so many times, each time evenly spread over the time between two beats. In the first round
/// the program meets everybody for the first time, as after a start; from the second on it is as it always is.
pub(crate) async fn watch(
    scene: &Scene,
    school: &School,
    people: &[Student],
    rounds: u32,
) -> Result<Vec<Round>, Fault> {
    let opened = Known { opened: school.opened, sent: school.opened, answered: school.opened, total: 0 };
    let pages: Vec<_> = people.iter().map(|student| (student.clone(), Rc::new(Cell::new(opened)))).collect();
    let path = format!("/lessons/{}/beats", school.film);
    let mut done = Vec::new();
    for number in 1..=rounds {
        done.push(round(scene, &path, &pages, number).await?);
    }
    Ok(done)
}

/// One person's page, with what it knows.
type Page = (Student, Rc<Cell<Known>>);

async fn round(scene: &Scene, path: &str, pages: &[Page], number: u32) -> Result<Round, Fault> {
    let count = u32::try_from(pages.len())?;
    let over = Duration::from_millis(BEAT.into());
    let work: Vec<(Duration, Page)> =
        (0..).zip(pages).map(|(index, page)| (over * index / count.max(1), page.clone())).collect();
    let path = path.to_owned();
    let (from, to) = (BEAT * (number - 1), BEAT * number);
    let before = scene.watched.used()?;
    let outcome = rush::run(
        scene.address,
        scene.connections,
        work,
        async move |connection, (student, known): Page, due: Instant| {
            let ticket = student.ticket.ok_or("somebody without a ticket")?;
            let body = format!("{{\"ticket\":\"{ticket}\",\"number\":{number},\"from\":{from},\"to\":{to}}}");
            let sent = Instant::now();
            let answer = connection.post(&path, &student.token, SCRIPT, &body).await?;
            let reply: Reply = serde_json::from_slice(answer.body).map_err(|_| answer.told())?;
            known.set(known.get().after(&reply, sent, Instant::now())?);
            Ok(due.elapsed())
        },
    )
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
