//! What came of every answer of some attempts, for whoever is asked about them: kept or not, when, and why not.

use domain::{
    clock::Instant,
    exam::{Answer, NotKept},
    ids::AttemptId,
    question::Choice,
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values, evened, places},
};

/// How many different answers of one attempt are noted that were not kept. Whoever sends more is told of each, and none of
/// those is noted.
pub const REFUSED_MAX: i64 = 300;

/// One answer that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// To which attempt.
    pub attempt: AttemptId,
    /// The answer.
    pub answer: Answer,
    /// When, for one that came several times when first.
    pub at: Instant,
    /// Why it was not kept, and how many times it came; `None` for one that was kept.
    pub refused: Option<(NotKept, i64)>,
}

/// Every answer that came to these attempts, in the order of coming.
///
/// # Errors
/// When the database does not answer.
pub async fn of_attempts(tx: &mut Tx, attempts: &[AttemptId]) -> Result<Vec<Came>, StoreError> {
    let ids = evened(attempts);
    let places = places(1, ids.clone().count());
    let sql = format!(
        "SELECT attempt_id, \"window\", number, place, chosen, at, '' AS reason, 1 AS times FROM exam_answer \
         WHERE attempt_id IN ({places}) UNION ALL SELECT attempt_id, \"window\", number, place, chosen, first_at AS at, \
         reason, times FROM exam_answer_refused WHERE attempt_id IN ({places}) ORDER BY at, 2, 3"
    );
    tx.read_all(sql, ids.fold(Values::new(), Values::text), read).await
}

/// Notes an answer that was not kept, up to [`REFUSED_MAX`] of an attempt; the same one again is counted.
///
/// # Errors
/// `ForeignKey` when there is no such attempt.
pub async fn note_refused(
    tx: &mut Tx,
    attempt: AttemptId,
    answer: &Answer,
    why: NotKept,
    now: Instant,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO exam_answer_refused (attempt_id, \"window\", number, place, chosen, reason, first_at, \
        times) SELECT $1, $2, $3, $4, $5, $6, $7, 1 WHERE (SELECT COUNT(*) FROM exam_answer_refused WHERE \
        attempt_id = $1) < $8 OR EXISTS (SELECT 1 FROM exam_answer_refused WHERE attempt_id = $1 AND \"window\" = $2 \
        AND number = $3 AND place = $4 AND chosen = $5) ON CONFLICT (attempt_id, \"window\", number, place, chosen) \
        DO UPDATE SET times = exam_answer_refused.times + 1";
    let values = Values::new()
        .text(attempt)
        .number(answer.window)
        .number(answer.number)
        .number(answer.place)
        .number(answer.chosen.bits())
        .text(why.as_str())
        .number(now.as_millisecond())
        .number(REFUSED_MAX);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// What an attempt lost of its answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Questions to which an answer came that does not count.
    pub places: i64,
    /// Whether more may have come than are noted, see [`REFUSED_MAX`].
    pub is_cut: bool,
}

/// What is noted of an attempt that was not kept and does not count. Nothing is lost of an answer whose choice is the one that
/// counts at the end, because only the reply was lost that it was kept, nor of one that was kept later: a page that is opened
/// anew sends it once more.
///
/// # Errors
/// When the database does not answer.
pub async fn lost_answers(tx: &mut Tx, attempt: AttemptId) -> Result<Lost, StoreError> {
    const SQL: &str = "SELECT COUNT(*) AS noted, COUNT(DISTINCT CASE WHEN r.chosen <> COALESCE((SELECT k.chosen \
        FROM exam_answer k WHERE k.attempt_id = r.attempt_id AND k.place = r.place ORDER BY k.\"window\" DESC, \
        k.number DESC LIMIT 1), 0) AND NOT EXISTS (SELECT 1 FROM exam_answer k WHERE k.attempt_id = r.attempt_id \
        AND k.place = r.place AND k.chosen = r.chosen AND k.at >= r.first_at) THEN r.place END) AS places \
        FROM exam_answer_refused r WHERE r.attempt_id = $1";
    let read = |row: &Row| Ok(Lost { places: row.number("places")?, is_cut: row.number("noted")? >= REFUSED_MAX });
    Ok(tx.read_one(SQL, Values::new().text(attempt), read).await?.unwrap_or_default())
}

fn read(row: &Row) -> Result<Came, StoreError> {
    let reason = row.text("reason")?;
    let refused = match reason.as_str() {
        "" => None,
        name => {
            let why = NotKept::ALL.into_iter().find(|why| why.as_str() == name);
            Some((why.ok_or_else(|| unreadable("reason"))?, row.number("times")?))
        }
    };
    let answer = Answer {
        window: row.small("window")?,
        number: row.small("number")?,
        place: row.small("place")?,
        chosen: Choice::from_bits(row.small("chosen")?),
    };
    Ok(Came { attempt: row.parsed("attempt_id")?, answer, at: row.moment("at")?, refused })
}
