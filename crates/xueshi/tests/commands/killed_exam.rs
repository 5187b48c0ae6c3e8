//! The program killed again and again while an examination goes on and answers flow, on both databases: every answer
//! that was called saved is there, and the attempt goes on.
//!
//! It is killed after a number of answers that chance says, while others are under way. That the test is not blind it
//! shows itself: were answers counted as saved when they are sent, the same comparison would miss some of them, and it
//! has to. So a program that confirms before the database does is found. What a kill cannot show is the machine losing
//! its power: there it is the database that must have written to the disk, see
//! `docs/adr/0009-sqlite-on-the-asking-thread.md`.
//!
//! `XUESHI_KILLS` and `XUESHI_KILL_SEED` ask for more kills and for others.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use domain::exam::Answer;
use domain::ids::AttemptId;
use domain::question::Choice;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::connection::Connection;
use crate::school::{self, Plan, QUESTIONS, School, Student};
use crate::server::Server;

const CANDIDATES: u32 = 8;
const KILLS: u32 = 4;
/// The most answers that are saved before a kill.
const ANSWERS_MAX: u64 = 400;

/// An answer under its window and number.
type Given = (u32, u32, u16, Choice);

/// Somebody who answers, with everything that they sent and everything that was called saved.
struct Candidate {
    student: Student,
    attempt: AttemptId,
    sent: Vec<Given>,
    saved: Vec<Given>,
}

#[tokio::test(flavor = "multi_thread")]
async fn whenever_the_program_is_killed_every_answer_that_was_called_saved_is_there() {
    let kills = asked("XUESHI_KILLS").unwrap_or(KILLS);
    let mut chance = ChaCha8Rng::seed_from_u64(asked("XUESHI_KILL_SEED").unwrap_or(1).into());
    for database in testkit::databases().await {
        let school = prepared(database.folder(), database.url()).await;
        let start = || Server::start(Path::new(env!("CARGO_BIN_EXE_xueshi")), database.folder(), database.url());
        let mut server = start().expect("a service");
        let mut candidates = Vec::new();
        for student in &school.students {
            let attempt = begin(server.address(), &school, student).await;
            candidates.push(Candidate { student: student.clone(), attempt, sent: Vec::new(), saved: Vec::new() });
        }
        let (mut killed, mut unsaved) = (0, 0);
        // Chance could have it that every answer under way was just saved; not for ever.
        while killed < kills || (unsaved == 0 && killed < 10 * kills) {
            let until = chance.random_range(1..=ANSWERS_MAX);
            candidates = killed_while_answering(server, candidates, until).await;
            killed += 1;
            server = start().expect("a service");
            for candidate in &candidates {
                unsaved += missing(database.url(), candidate).await;
                let same = begin(server.address(), &school, &candidate.student).await;
                assert_eq!(same, candidate.attempt, "{}: the attempt goes on", database.name());
            }
        }
        assert!(unsaved > 0, "{}: {killed} kills met nothing that was under way", database.name());
        assert!(candidates.iter().all(|candidate| !candidate.saved.is_empty()), "{}", database.name());
        assert!(goes_on_watching(server.address(), &school).await, "{}: the open lesson goes on", database.name());
    }
}

fn asked(variable: &str) -> Option<u32> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a number"))
}

async fn prepared(data: &Path, url: &str) -> School {
    let app = school::open(data, url).await.expect("an installation");
    let plan = Plan { studied: CANDIDATES, watching: 1 };
    school::fill(&app, plan, crate::clock::now()).await.expect("a university")
}

/// Begins, or is led back to the attempt that goes on; its paper has to be there.
async fn begin(address: SocketAddr, school: &School, student: &Student) -> AttemptId {
    let mut connection = Connection::open(address).await.expect("a connection");
    let path = format!("/exams/{}/attempts", school.year);
    let answer = connection.post(&path, &student.token, "application/x-www-form-urlencoded", "number=1").await;
    let answer = answer.expect("an answer");
    let paper = answer.header("location").unwrap_or_else(|| panic!("{}", answer.told()));
    let paper = paper.trim_end_matches("#begun").to_owned();
    let shown = connection.get(&paper, &student.token).await.expect("an answer");
    assert_eq!(shown.status, 200, "{}", shown.told());
    paper.trim_start_matches("/attempts/").parse().expect("an attempt")
}

/// Lets everybody answer, kills the program once so many answers were called saved, and gives everybody back.
async fn killed_while_answering(mut server: Server, candidates: Vec<Candidate>, until: u64) -> Vec<Candidate> {
    let (count, mut counted) = watch::channel(0);
    let count = Arc::new(count);
    let mut answering = JoinSet::new();
    for candidate in candidates {
        answering.spawn(answer_until_the_end(server.address(), candidate, Arc::clone(&count)));
    }
    counted.wait_for(|count| *count >= until).await.expect("answers");
    server.process.kill().expect("it is killed");
    drop(server);
    let mut candidates = answering.join_all().await;
    candidates.sort_by_key(|candidate| candidate.attempt);
    candidates
}

/// Answers, one question after the other and always anew, until nobody answers any more.
async fn answer_until_the_end(
    address: SocketAddr,
    mut candidate: Candidate,
    count: Arc<watch::Sender<u64>>,
) -> Candidate {
    let mut connection = Connection::open(address).await.expect("a connection");
    let path = format!("/attempts/{}/answers", candidate.attempt);
    loop {
        let number = u32::try_from(candidate.sent.len() + 1).expect("small");
        let place = u16::try_from(candidate.sent.len() % QUESTIONS).expect("small");
        let option = number as usize / QUESTIONS % 2;
        candidate.sent.push((1, number, place, Choice::of([option])));
        let body = format!("{{\"window\":1,\"number\":{number},\"place\":{place},\"chosen\":[{option}]}}");
        let Ok(answer) = connection.post(&path, &candidate.student.token, "application/json", &body).await else {
            return candidate;
        };
        assert!(answer.says("\"saved\":true"), "{}", answer.told());
        candidate.saved.extend(candidate.sent.last());
        count.send_modify(|count| *count += 1);
    }
}

/// How many answers that were sent are not there; none of them may have been called saved, and nothing else is there.
async fn missing(url: &str, candidate: &Candidate) -> usize {
    let store = store::Store::open(url).await.expect("the database");
    let mut tx = store.read().await.expect("a transaction");
    let kept = store::exams::answers(&mut tx, candidate.attempt).await.expect("the answers");
    tx.end().await.expect("its end");
    store.close().await;
    let given = |answer: &Answer| (answer.window, answer.number, answer.place, answer.chosen);
    let kept: HashSet<Given> = kept.iter().map(given).collect();
    let lost: Vec<&Given> = candidate.saved.iter().filter(|given| !kept.contains(*given)).collect();
    assert!(lost.is_empty(), "called saved, and lost: {lost:?}");
    let sent: HashSet<Given> = candidate.sent.iter().copied().collect();
    assert!(kept.is_subset(&sent), "nobody gave what is kept");
    sent.len() - kept.len()
}

/// Whether a page that had a lesson open before all the kills is heard.
async fn goes_on_watching(address: SocketAddr, school: &School) -> bool {
    let student = &school.students[0];
    let ticket = student.ticket.expect("an open lesson");
    let body = format!("{{\"ticket\":\"{ticket}\",\"number\":1,\"from\":0,\"to\":1000}}");
    let mut connection = Connection::open(address).await.expect("a connection");
    let path = format!("/lessons/{}/beats", school.film);
    let answer = connection.post(&path, &student.token, "application/json", &body).await.expect("an answer");
    answer.says("\"refused\":null")
}
