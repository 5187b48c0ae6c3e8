//! The program killed while several people watch a lesson, on both databases at once: what a page was told fifteen seconds
//! before is there, nothing is there that nobody watched, and the open page goes on with its ticket and says again what
//! was lost.
//!
//! One of the pages was cut off for two minutes before and tells of all of it at once: that is written down before it is told,
//! so that no kill costs anybody more than half a minute.
//!
//! Time counts by the program's clock, so people watch for as long as they say, and the test waits for them. Some kills
//! come before anything was written down, others after. That the test is not blind it shows itself: it has to have met
//! time that was told and not yet written, and time that was told so long ago that it had to be there.
//!
//! `XUESHI_KILLS` and `XUESHI_KILL_SEED` ask for more kills and for others.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use actions::learning::{UNWRITTEN_MAX, WRITTEN_WITHIN};
use domain::course::ELECTIVE_ROUND;
use domain::ids::LessonId;
use domain::learning::{Beat, SLACK, Watched, duration};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use testkit::Database;
use tokio::task::{JoinSet, block_in_place};

use crate::connection::Connection;
use crate::school::{self, Plan, Student};
use crate::server::Server;

const WATCHERS: u32 = 6;
const KILLS: u32 = 2;
/// Milliseconds for which the network of one page was away.
const OUTAGE: u32 = 115_000;
/// Milliseconds that the program lives: killed before it has written down what is earned, or after it had to.
const EARLY: std::ops::RangeInclusive<u64> = 2_000..=8_000;
const LATE: std::ops::RangeInclusive<u64> = 17_000..=19_000;
/// Milliseconds between two beats: much less than a page waits, so that many are under way.
const BETWEEN: std::ops::RangeInclusive<u64> = 300..=1_500;

/// A page on which the lesson is open, which says what `crates/web/assets/lesson.js` says.
struct Page {
    student: Student,
    /// When it was opened.
    opened: Instant,
    /// Where the lesson is, and since when what follows was not said.
    at: u32,
    since: Instant,
    next: u32,
    /// What was sent and not answered.
    waiting: Option<Beat>,
    /// What was taken.
    sent: Vec<Beat>,
    /// What counts in all as the page was told, and when, since the last kill.
    told: Vec<(Instant, u32)>,
    /// The most that it was ever told.
    most: u32,
    /// The most that one beat earned since the last kill.
    at_once: u32,
}

/// What the kills of one database met, in milliseconds of all people.
#[derive(Default)]
struct Met {
    /// Told, and not there.
    unwritten: u32,
    /// Told so long ago that it had to be there.
    due: u32,
    /// The most that one beat of one page earned.
    at_once: u32,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whenever_the_program_is_killed_a_learner_loses_seconds_and_an_open_page_nothing() {
    let kills = asked("XUESHI_KILLS").unwrap_or(KILLS);
    let seed = asked("XUESHI_KILL_SEED").unwrap_or(1);
    let mut both = JoinSet::new();
    for database in testkit::databases().await {
        both.spawn(watched_and_killed(database, kills, ChaCha8Rng::seed_from_u64(seed.into())));
    }
    both.join_all().await;
}

fn asked(variable: &str) -> Option<u32> {
    std::env::var(variable).ok().map(|text| text.parse().expect("a number"))
}

async fn watched_and_killed(database: Database, kills: u32, mut chance: ChaCha8Rng) {
    let (film, mut pages) = opened(&database).await;
    let mut met = Met::default();
    let mut server = start(&database);
    for kill in 1..=kills.max(KILLS) {
        let lives = chance.random_range(if kill % 2 == 0 { LATE } else { EARLY });
        let killed_at;
        (pages, killed_at) = killed_while_watching(server, film, pages, lives, &mut chance).await;
        server = start(&database);
        for page in &mut pages {
            let stored = stored(database.url(), film, page).await;
            page.compare(&stored, killed_at, &mut met);
            page.is_shown(server.address(), film, stored.total()).await;
        }
    }
    for page in &mut pages {
        page.is_heard(server.address(), film).await;
    }
    assert!(met.unwritten > 0, "{}: no kill met anything that was not written", database.name());
    assert!(met.due > 0, "{}: no kill met anything that had to be written", database.name());
    assert!(met.at_once > UNWRITTEN_MAX, "{}: no kill met the end of an outage", database.name());
}

fn start(database: &Database) -> Server {
    let program = Path::new(env!("CARGO_BIN_EXE_xueshi"));
    block_in_place(|| Server::start(program, database.folder(), database.url())).expect("a service")
}

/// A university in which everybody opened the lesson before the outage. The first was cut off by it, the others begin now.
async fn opened(database: &Database) -> (LessonId, Vec<Page>) {
    let app = school::open(database.folder(), database.url()).await.expect("an installation");
    let plan = Plan { studied: 0, watching: WATCHERS };
    let outage = Duration::from_millis(OUTAGE.into());
    let school = school::fill(&app, plan, crate::clock::now() - outage).await.expect("a university");
    let before = |moment: Instant| moment.checked_sub(outage).expect("the machine has run for longer");
    let (opened, since) = (before(school.opened), Instant::now());
    let page = |(index, student)| Page {
        student,
        opened,
        at: 0,
        since: if index == 0 { before(since) } else { since },
        next: 1,
        waiting: None,
        sent: Vec::new(),
        told: Vec::new(),
        most: 0,
        at_once: 0,
    };
    (school.film, school.students.into_iter().enumerate().map(page).collect())
}

/// Lets everybody watch for so long, kills the program, and gives everybody back, with the moment of the kill.
async fn killed_while_watching(
    mut server: Server,
    film: LessonId,
    pages: Vec<Page>,
    lives: u64,
    chance: &mut ChaCha8Rng,
) -> (Vec<Page>, Instant) {
    let mut watching = JoinSet::new();
    for page in pages {
        let chance = ChaCha8Rng::seed_from_u64(chance.random());
        watching.spawn(watch_until_the_end(server.address(), film, page, chance));
    }
    tokio::time::sleep(Duration::from_millis(lives)).await;
    let killed_at = Instant::now();
    server.process.kill().expect("it is killed");
    drop(server);
    (watching.join_all().await, killed_at)
}

async fn watch_until_the_end(address: SocketAddr, film: LessonId, mut page: Page, mut chance: ChaCha8Rng) -> Page {
    let mut connection = Connection::open(address).await.expect("a connection");
    loop {
        tokio::time::sleep(Duration::from_millis(chance.random_range(BETWEEN))).await;
        if page.say(&mut connection, film).await.is_none() {
            return page;
        }
    }
}

/// What the database has of the lesson.
async fn stored(url: &str, film: LessonId, page: &Page) -> Watched {
    let store = store::Store::open(url).await.expect("the database");
    let mut tx = store.read().await.expect("a transaction");
    let person = page.student.actor.person;
    let progress = store::learning::progress(&mut tx, person, film, ELECTIVE_ROUND).await.expect("an answer");
    tx.end().await.expect("its end");
    store.close().await;
    progress.map(|progress| progress.watched).unwrap_or_default()
}

impl Page {
    /// Says what was played since the last time, or again what got no answer; `None` when nobody answers.
    async fn say(&mut self, connection: &mut Connection, film: LessonId) -> Option<()> {
        let beat = self.waiting.unwrap_or_else(|| self.cut());
        self.waiting = Some(beat);
        let ticket = self.student.ticket.expect("an open lesson");
        let mut body = serde_json::to_value(beat).expect("a beat");
        body["ticket"] = ticket.to_string().into();
        let path = format!("/lessons/{film}/beats");
        let answer = connection.post(&path, &self.student.token, "application/json", &body.to_string()).await.ok()?;
        let reply: Value = serde_json::from_slice(answer.body).unwrap_or_else(|_| panic!("{}", answer.told()));
        assert_eq!(reply["written_within"], WRITTEN_WITHIN, "{reply}");
        self.take(beat, &reply);
        Some(())
    }

    fn cut(&mut self) -> Beat {
        let passed = u32::try_from(self.since.elapsed().as_millis()).expect("minutes");
        let beat = Beat { number: self.next, from: self.at, to: self.at + passed, ended: Some(crate::clock::now()) };
        self.since += Duration::from_millis(passed.into());
        (self.at, self.next) = (beat.to, self.next + 1);
        beat
    }

    fn take(&mut self, beat: Beat, reply: &Value) {
        let number = |name: &str| reply[name].as_u64().and_then(|number| u32::try_from(number).ok()).expect("a number");
        match reply["refused"].as_str() {
            None => {
                let total = number("total");
                assert!(total + SLACK >= self.most, "what was lost is said again and counts: {} {reply}", self.most);
                self.told.push((Instant::now(), total));
                self.most = self.most.max(total);
                self.at_once = self.at_once.max(number("credited"));
                self.sent.push(beat);
                // Clocks are not exact: what was cut is played again.
                self.at -= number("again");
                self.waiting = None;
            }
            // It had been taken and written, and only its answer was lost.
            Some("replayed") => self.waiting = None,
            Some("out-of-order") => self.resume(beat, number("expected")),
            Some(_) => panic!("the ticket is good: {reply}"),
        }
    }

    /// The program knows less than it once said: all of it is said again.
    fn resume(&mut self, waiting: Beat, expected: u32) {
        let lost = self.sent.iter().find(|beat| beat.number >= expected).unwrap_or(&waiting);
        self.waiting = Some(Beat { number: expected, from: lost.from, to: waiting.to, ended: waiting.ended });
        self.next = expected + 1;
        self.sent.retain(|beat| beat.number < expected);
    }

    /// Compares what is there after a kill with what the page was told before.
    fn compare(&mut self, stored: &Watched, killed_at: Instant, met: &mut Met) {
        let there = stored.total();
        let long_ago = killed_at.checked_sub(Duration::from_millis(WRITTEN_WITHIN.into()));
        let is_due = |told: &&(Instant, u32)| long_ago.is_some_and(|long_ago| told.0 <= long_ago);
        let before = self.told.first().map_or(0, |told| told.1);
        let due = self.told.iter().filter(is_due).map(|told| told.1).max().unwrap_or(0);
        assert!(there >= due, "told {WRITTEN_WITHIN} milliseconds ago, and lost: {due} of {there}");
        let told = self.told.last().map_or(0, |told| told.1);
        assert!(told <= there + UNWRITTEN_MAX, "{told} milliseconds were told, and {there} are there");
        let open = u32::try_from(self.opened.elapsed().as_millis()).expect("minutes");
        assert!(there <= open, "{there} milliseconds count, and it is open for {open}");
        let end = self.at.max(self.waiting.map_or(0, |beat| beat.to));
        assert_eq!(stored.within(0, end), there, "nobody watched what counts after {end}");
        met.unwritten += told.saturating_sub(there);
        met.due += due.saturating_sub(before);
        met.at_once = met.at_once.max(std::mem::take(&mut self.at_once));
        // From here on the page is told anew.
        self.told = vec![(Instant::now(), there)];
    }

    /// The page of the lesson, opened anew, shows what is there.
    async fn is_shown(&self, address: SocketAddr, film: LessonId, there: u32) {
        let mut connection = Connection::open(address).await.expect("a connection");
        let page = connection.get(&format!("/lessons/{film}"), &self.student.token).await.expect("an answer");
        let counted = format!("<strong data-counted>{}</strong>", duration(there.into()));
        assert!(page.says(&counted), "{counted} is not in {}", page.told());
        let promise = format!("最多损失最近计入的 {} 秒", UNWRITTEN_MAX / 1_000);
        assert!(page.says(&promise), "{promise} is not promised");
    }

    /// The open lesson goes on: what it says is taken under the ticket that it had before all the kills.
    async fn is_heard(&mut self, address: SocketAddr, film: LessonId) {
        let mut connection = Connection::open(address).await.expect("a connection");
        let before = self.told.len();
        while self.told.len() == before {
            self.say(&mut connection, film).await.expect("an answer");
        }
    }
}
