//! Drawing papers: what they are drawn from, and the service's own work of drawing anew those that nobody has begun after
//! bank or mix has changed. A paper that goes on or has ended never changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    clock::Instant,
    exam::{Drawn, Mix},
    ids::PersonId,
    refusal::Refusal,
};
use store::{
    Tx,
    exam_papers::{self, KeptPaper},
};

use crate::{App, random, refusals, training_years};

/// The bank cannot fill a paper.
pub(super) const NO_PAPER: &str = "exam.no-paper";

/// How many papers are drawn anew in one transaction: whoever begins or answers meanwhile waits for no more than these.
const TOGETHER: usize = 64;

/// What papers of a year are drawn from, as it stands.
pub(super) struct Deck {
    edition: i64,
    mix: Mix,
    bank: Vec<Drawn>,
}

impl Deck {
    pub(super) async fn open(tx: &mut Tx, year: i16) -> Result<Deck, Refusal> {
        // First of all: what changes while the rest is read belongs to the next edition.
        let edition = exam_papers::edition(tx, year).await.map_err(refusals::store)?;
        let mix = training_years::settled(tx, year).await?.exam.mix;
        let bank = store::questions::to_draw(tx, year).await.map_err(refusals::store)?;
        Ok(Deck { edition, mix, bank })
    }

    /// Draws the paper of a person's attempt.
    pub(super) fn draw(&self, person: PersonId, number: u8) -> Result<KeptPaper, Refusal> {
        let mut luck = Luck::new()?;
        let paper = self.mix.draw(&self.bank, &mut |below| luck.below(below)).map_err(|too_few| {
            let next = "请联系人事处补充题库；考试次数没有减少。";
            Refusal::conflict(NO_PAPER, format!("考试还不能开始：{too_few}。"), next)
        })?;
        Ok(KeptPaper { person, number, edition: self.edition, paper: Some(paper) })
    }
}

/// Of each year, the edition of which every paper is that nobody has begun: there is nothing left to look for.
#[derive(Default)]
pub(super) struct UpToDate(Mutex<HashMap<i16, i64>>);

impl UpToDate {
    fn has(&self, year: i16, edition: i64) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&year) == Some(&edition)
    }

    fn note(&self, year: i16, edition: i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(year, edition);
    }
}

/// Draws the papers anew that nobody has begun and that are of an older edition, few at a time; answers how many. Where the
/// bank cannot fill a paper, all stay as they are. Whoever begins before their turn has theirs drawn then.
///
/// # Errors
/// `Internal` when the database does not answer; what was drawn until then stays so.
pub async fn draw_anew(app: &Arc<App>, now: Instant) -> Result<usize, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let mut editions = exam_papers::editions(&mut tx).await.map_err(refusals::store)?;
    tx.end().await.map_err(refusals::store)?;
    editions.retain(|(year, edition)| !app.desk.up_to_date.has(*year, *edition));
    let mut drawn = 0;
    for (year, _) in editions {
        drawn += draw_year(app, year, now).await?;
    }
    Ok(drawn)
}

async fn draw_year(app: &Arc<App>, year: i16, now: Instant) -> Result<usize, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let deck = Deck::open(&mut tx, year).await?;
    let outdated = exam_papers::outdated(&mut tx, year, deck.edition).await.map_err(refusals::store)?;
    tx.end().await.map_err(refusals::store)?;
    let mut drawn = 0;
    for piece in outdated.chunks(TOGETHER) {
        match piece.iter().map(|(person, number)| deck.draw(*person, *number)).collect::<Result<Vec<_>, _>>() {
            Ok(papers) => drawn += replace(app, year, papers, now).await?,
            Err(refusal) if refusal.code == NO_PAPER => break,
            Err(refusal) => return Err(refusal),
        }
    }
    app.desk.up_to_date.note(year, deck.edition);
    Ok(drawn)
}

/// Puts papers in the place of those that are still older, and answers how many. Of those whose attempt began meanwhile none
/// is touched.
async fn replace(app: &Arc<App>, year: i16, mut papers: Vec<KeptPaper>, now: Instant) -> Result<usize, Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let people: Vec<PersonId> = papers.iter().map(|paper| paper.person).collect();
    let held = exam_papers::hold(&mut tx, &people, year).await.map_err(refusals::store)?;
    let older: HashMap<(PersonId, u8), i64> =
        held.into_iter().map(|kept| ((kept.person, kept.number), kept.edition)).collect();
    papers.retain(|paper| older.get(&(paper.person, paper.number)).is_some_and(|edition| *edition < paper.edition));
    let replaced = exam_papers::replace(&mut tx, year, &papers, now).await.map_err(refusals::store)?;
    tx.commit().await.map_err(refusals::store)?;
    Ok(usize::try_from(replaced).unwrap_or(usize::MAX))
}

/// Numbers for one paper from the operating system's randomness, fetched at once.
struct Luck {
    bytes: [u8; Self::SIZE],
    used: usize,
}

impl Luck {
    /// Enough for the longest paper: 200 questions, each drawn and its eight options shuffled, eight bytes a number.
    const SIZE: usize = 200 * 8 * 8;

    fn new() -> Result<Luck, Refusal> {
        Ok(Luck { bytes: random::bytes()?, used: 0 })
    }

    /// A number below `below`, each equally likely to within one in a billion.
    fn below(&mut self, below: usize) -> usize {
        let mut number = [0_u8; 8];
        let bytes = self.bytes.iter().cycle().skip(self.used);
        number.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        self.used += 8;
        usize::try_from(u64::from_le_bytes(number) % below.max(1) as u64).unwrap_or(0)
    }
}
