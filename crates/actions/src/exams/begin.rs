//! Beginning an attempt. Everybody may begin at the same second, so beginnings are carried out together; whoever has an
//! attempt that goes on is led back to it, and uses up nothing.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use domain::{
    access::Actor,
    audit::{Event, EventKind},
    clock::Instant,
    exam::{Attempt, Paper, Standing},
    ids::{AttemptId, PersonId},
    refusal::Refusal,
    training_year::TrainingYear,
};
use store::{
    Tx,
    exam_papers::{self, KeptPaper},
    exams,
};

use super::{Known, deck::Deck, known};
use crate::{App, act, random, refusals, training_years};

/// A person who wants to begin.
pub(crate) struct Beginning {
    actor: Actor,
    year: i16,
    offered: Option<u8>,
    now: Instant,
}

/// An attempt that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Which.
    pub id: AttemptId,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// Whether this request began it: its page is the one window of the start. Every other one opens a window of its own.
    pub is_new: bool,
}

/// Begins the person's next attempt at the examination of a year, or answers the one that goes on. `offered` is the number
/// of the attempt that the person saw on the page: an old page that comes back never begins another one.
///
/// # Errors
/// `Conflict` with article 3 when there is none to begin: not studied, passed, used up, outside the window; `Conflict`
/// when the next attempt is not the one that was offered.
pub async fn begin(
    app: &Arc<App>,
    actor: Actor,
    year: i16,
    offered: Option<u8>,
    now: Instant,
) -> Result<Begun, Refusal> {
    let all = Arc::clone(app);
    let carry_out = move |crowd| carry_out(Arc::clone(&all), crowd);
    app.desk.beginnings.ask(Beginning { actor, year, offered, now }, carry_out).await
}

fn not_offered(offered: u8, next: u8) -> Refusal {
    Refusal::conflict(
        "exam.not-offered",
        format!("这一页是较早打开的：它要开始的是第 {offered} 次考试，而您的下一次是第 {next} 次。没有开始。"),
        "考试次数没有减少。请刷新考试页，看清楚后再开始。",
    )
}

async fn carry_out(app: Arc<App>, crowd: Vec<Beginning>) -> Result<Vec<Result<Begun, Refusal>>, Refusal> {
    let Some(now) = crowd.first().map(|beginning| beginning.now) else { return Ok(Vec::new()) };
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let mut halls: HashMap<i16, Result<Hall, Refusal>> = HashMap::new();
    let mut outcomes = Vec::with_capacity(crowd.len());
    for beginning in &crowd {
        if let Entry::Vacant(entry) = halls.entry(beginning.year) {
            entry.insert(Hall::open(&mut tx, &crowd, beginning).await);
        }
        let outcome = match halls.get_mut(&beginning.year) {
            Some(Ok(hall)) => hall.seat(&mut tx, beginning).await,
            Some(Err(refusal)) => Err(refusal.clone()),
            None => Err(refusals::internal("a year without its people")),
        };
        outcomes.push(outcome);
    }
    for (year, hall) in halls {
        let Ok(hall) = hall else { continue };
        exam_papers::replace(&mut tx, year, &hall.drawn, now).await.map_err(refusals::store)?;
        exams::begin(&mut tx, &hall.begun).await.map_err(refusals::store)?;
    }
    tx.commit().await.map_err(refusals::store)?;
    Ok(outcomes)
}

/// Everybody who begins at the examination of one year at once.
struct Hall {
    year: TrainingYear,
    window: (Instant, Instant),
    known: HashMap<PersonId, Known>,
    /// The papers that lie ready, by person and number of the attempt.
    papers: HashMap<(PersonId, u8), KeptPaper>,
    /// What papers are of that need not be drawn anew.
    edition: i64,
    /// What papers are drawn from, once somebody needs one.
    deck: Option<Deck>,
    drawn: Vec<KeptPaper>,
    begun: Vec<Attempt>,
}

impl Hall {
    /// They come within a moment of each other, so the window is that of the first.
    async fn open(tx: &mut Tx, crowd: &[Beginning], first: &Beginning) -> Result<Hall, Refusal> {
        let year = first.year;
        let edition = exam_papers::edition(tx, year).await.map_err(refusals::store)?;
        let (settled, window) = training_years::with_moments(tx, year, first.now).await?;
        let people: Vec<PersonId> =
            crowd.iter().filter(|beginning| beginning.year == year).map(|beginning| beginning.actor.person).collect();
        let known = known(tx, &people, &settled).await?;
        // Held: between reading a paper and beginning it, none is put in its place.
        let papers = exam_papers::hold(tx, &people, year).await.map_err(refusals::store)?;
        let papers = papers.into_iter().map(|kept| ((kept.person, kept.number), kept)).collect();
        Ok(Hall { year: settled, window, known, papers, edition, deck: None, drawn: Vec::new(), begun: Vec::new() })
    }

    async fn seat(&mut self, tx: &mut Tx, beginning: &Beginning) -> Result<Begun, Refusal> {
        let person = beginning.actor.person;
        let known = self.known.entry(person).or_default();
        let allowance = known.allowance(&self.year, self.window);
        if let (Standing::Running, Some(attempt)) = (allowance.standing(beginning.now), running(&known.taken)) {
            return Ok(Begun { id: attempt.id, ends_at: attempt.ends_at, is_new: false });
        }
        let number = allowance.begin(beginning.now)?;
        if let Some(offered) = beginning.offered.filter(|offered| *offered != number) {
            return Err(not_offered(offered, number));
        }
        let kept = self.papers.get(&(person, number)).cloned();
        let paper = self.paper(tx, person, number, kept).await?;
        let attempt = attempt(&self.year, person, number, &paper, beginning.now)?;
        let values = [("year", self.year.year.to_string()), ("number", number.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let event = Event::new(EventKind::ExamBegun, attempt.id.subject(), &values);
        act::record(tx, Some(&beginning.actor), beginning.now, &event).await?;
        self.known.entry(person).or_default().taken.push(attempt.clone());
        let begun = Begun { id: attempt.id, ends_at: attempt.ends_at, is_new: true };
        self.begun.push(attempt);
        Ok(begun)
    }

    /// The paper of an attempt that begins: the one that lies ready, unless bank or mix is another one since. Nobody's day
    /// ends because it is missing, or cannot be read: it is drawn now.
    async fn paper(
        &mut self,
        tx: &mut Tx,
        person: PersonId,
        number: u8,
        kept: Option<KeptPaper>,
    ) -> Result<Paper, Refusal> {
        let (is_current, ready) = kept.map_or((false, None), |kept| (kept.edition >= self.edition, kept.paper));
        if let (true, Some(paper)) = (is_current, &ready) {
            return Ok(paper.clone());
        }
        let deck = match self.deck.take() {
            Some(deck) => deck,
            None => Deck::open(tx, self.year.year).await?,
        };
        let drawn = self.deck.insert(deck).draw(person, number);
        match (drawn, ready) {
            (Ok(drawn), _) => {
                self.drawn.push(drawn.clone());
                drawn.paper.ok_or_else(|| refusals::internal("drawn without a paper"))
            }
            // The bank cannot fill one any more: what lies ready is asked.
            (Err(_), Some(paper)) => Ok(paper),
            (Err(refusal), None) => Err(refusal),
        }
    }
}

fn running(taken: &[Attempt]) -> Option<&Attempt> {
    taken.iter().find(|attempt| attempt.ending.is_none())
}

fn attempt(year: &TrainingYear, person: PersonId, number: u8, paper: &Paper, now: Instant) -> Result<Attempt, Refusal> {
    let ends = now.as_millisecond() + i64::from(year.exam.minutes) * 60_000;
    Ok(Attempt {
        id: AttemptId::from_uuid(random::uuid(now)?),
        person,
        year: year.year,
        number,
        questions: u16::try_from(paper.asked.len()).unwrap_or(u16::MAX),
        pass_mark: year.exam.pass_mark,
        started_at: now,
        ends_at: Instant::from_millisecond(ends).map_err(refusals::internal)?,
        window: 1,
        ending: None,
    })
}
