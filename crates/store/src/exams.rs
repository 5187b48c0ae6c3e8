//! Attempts and answers of examinations, and what support granted. Answers and beginnings come in crowds, so
//! they are read and written many at once.

use domain::{
    clock::Instant,
    exam::{Answer, Attempt, Ending, MakeUp},
    ids::{AttemptId, PersonId},
    question::Choice,
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values, evened, pieces, places, row_places},
};

/// The most answers, or people, that one call takes: both databases bound how many values a statement has.
pub const CROWD_MAX: usize = 500;

/// When an attempt ran out of time, and which.
pub type Due = (Instant, AttemptId);

/// Begins attempts.
///
/// # Errors
/// `Unique` when a person has an attempt that goes on, or one with this number; `ForeignKey` when there is no paper.
pub async fn begin(tx: &mut Tx, attempts: &[Attempt]) -> Result<(), StoreError> {
    for piece in pieces(attempts) {
        begin_piece(tx, piece).await?;
    }
    Ok(())
}

async fn begin_piece(tx: &mut Tx, attempts: &[Attempt]) -> Result<(), StoreError> {
    let rows = row_places(attempts.len(), 9);
    let sql = format!(
        "INSERT INTO exam_attempt (id, person_id, year, number, questions, pass_mark, started_at, ends_at, \"window\") \
         VALUES {rows}"
    );
    let values = attempts.iter().fold(Values::new(), |values, attempt| {
        values
            .text(attempt.id)
            .text(attempt.person)
            .number(attempt.year)
            .number(attempt.number)
            .number(attempt.questions)
            .number(attempt.pass_mark)
            .number(attempt.started_at.as_millisecond())
            .number(attempt.ends_at.as_millisecond())
            .number(attempt.window)
    });
    tx.execute(sql, values).await?;
    Ok(())
}

const SELECT: &str = "SELECT id, person_id, year, number, questions, pass_mark, started_at, ends_at, \"window\", \
    ended_at, ended_by_person, points, passed FROM exam_attempt";

/// Attempts by identifier, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn attempts(tx: &mut Tx, ids: &[AttemptId]) -> Result<Vec<Attempt>, StoreError> {
    let ids = evened(ids);
    let sql = format!("{SELECT} WHERE id IN ({})", places(1, ids.clone().count()));
    tx.read_all(sql, ids.fold(Values::new(), Values::text), read).await
}

/// The same attempts, which nobody else changes until this transaction ends: between looking whether an answer is in time
/// and keeping it, nothing may hand the paper in.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(tx: &mut Tx, ids: &[AttemptId]) -> Result<Vec<Attempt>, StoreError> {
    let ids = evened(ids);
    let sql = format!("{SELECT} WHERE id IN ({}) ORDER BY id{}", places(1, ids.clone().count()), tx.holding());
    let values = ids.fold(Values::new(), Values::text);
    tx.read_all(sql, values, read).await
}

/// Every attempt of some people at the examination of a year, in the order of their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn attempts_of(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<Attempt>, StoreError> {
    let sql =
        format!("{SELECT} WHERE year = $1 AND person_id IN ({}) ORDER BY number", places(2, evened(people).count()));
    tx.read_all(sql, of_people(people, year), read).await
}

/// Which attempts ran out of time before `moment` and are not ended, each with its end: oldest first, behind `last`, at most
/// [`CROWD_MAX`].
///
/// # Errors
/// When the database does not answer.
pub async fn due(tx: &mut Tx, moment: Instant, last: Option<Due>) -> Result<Vec<Due>, StoreError> {
    let sql = format!(
        "SELECT ends_at, id FROM exam_attempt WHERE ended_at IS NULL AND ends_at < $1 AND (ends_at, id) > ($2, $3) \
         ORDER BY ends_at, id LIMIT {CROWD_MAX}"
    );
    let (end, id) = last.map_or((0, String::new()), |(end, id)| (end.as_millisecond(), id.to_string()));
    let values = Values::new().number(moment.as_millisecond()).number(end).text(id);
    tx.read_all(sql, values, |row| Ok((row.moment("ends_at")?, row.parsed("id")?))).await
}

/// The window that may answer from now on; answers whether it was given.
///
/// # Errors
/// When the database does not answer.
pub async fn set_window(tx: &mut Tx, id: AttemptId, window: u32) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE exam_attempt SET \"window\" = $2 WHERE id = $1 AND ended_at IS NULL AND \"window\" < $2";
    Ok(tx.execute(SQL, Values::new().text(id).number(window)).await? == 1)
}

/// Ends attempts; whoever asks holds them, see [`hold`].
///
/// # Errors
/// `Stale` when one of them has ended already.
pub async fn end(tx: &mut Tx, endings: &[(AttemptId, Ending)]) -> Result<(), StoreError> {
    if endings.is_empty() {
        return Ok(());
    }
    let all = evened(endings);
    let sql = format!(
        "UPDATE exam_attempt SET ended_at = v.column2, ended_by_person = v.column3, points = v.column4, \
         passed = v.column5 FROM (VALUES {}) AS v WHERE exam_attempt.id = v.column1 AND exam_attempt.ended_at IS NULL",
        row_places(all.clone().count(), 5)
    );
    let values = all.fold(Values::new(), |values, (id, ending)| {
        values
            .text(id)
            .number(ending.at.as_millisecond())
            .number(ending.by_person)
            .number(ending.points)
            .number(ending.passed)
    });
    if tx.execute(sql, values).await? == endings.len() as u64 { Ok(()) } else { Err(StoreError::Stale) }
}

/// What is kept under the windows and numbers of these answers, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn kept_under(tx: &mut Tx, answers: &[(AttemptId, Answer)]) -> Result<Vec<(AttemptId, Answer)>, StoreError> {
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let answers = evened(answers);
    let keys = row_places(answers.clone().count(), 3);
    let sql = format!(
        "SELECT attempt_id, \"window\", number, place, chosen FROM exam_answer \
         WHERE (attempt_id, \"window\", number) IN (VALUES {keys})"
    );
    let values = answers.fold(Values::new(), |values, (attempt, answer)| {
        values.text(attempt).number(answer.window).number(answer.number)
    });
    tx.read_all(sql, values, |row| Ok((row.parsed("attempt_id")?, read_answer(row)?))).await
}

/// Keeps answers, each with the moment at which it came; answers how many. Where something is kept under one of these
/// windows and numbers already, that stays.
///
/// # Errors
/// `ForeignKey` when there is no such attempt.
pub async fn keep(tx: &mut Tx, answers: &[(AttemptId, Answer, Instant)]) -> Result<u64, StoreError> {
    let mut kept = 0;
    for piece in pieces(answers) {
        kept += keep_piece(tx, piece).await?;
    }
    Ok(kept)
}

async fn keep_piece(tx: &mut Tx, answers: &[(AttemptId, Answer, Instant)]) -> Result<u64, StoreError> {
    let rows = row_places(answers.len(), 6);
    let sql = format!(
        "INSERT INTO exam_answer (attempt_id, \"window\", number, place, chosen, at) VALUES {rows} \
         ON CONFLICT (attempt_id, \"window\", number) DO NOTHING"
    );
    let values = answers.iter().fold(Values::new(), |values, (attempt, answer, at)| {
        values
            .text(attempt)
            .number(answer.window)
            .number(answer.number)
            .number(answer.place)
            .number(answer.chosen.bits())
            .number(at.as_millisecond())
    });
    tx.execute(sql, values).await
}

/// Every kept answer of an attempt, in the order in which they count: the last one to a question is the one.
///
/// # Errors
/// When the database does not answer.
pub async fn answers(tx: &mut Tx, attempt: AttemptId) -> Result<Vec<Answer>, StoreError> {
    const SQL: &str = "SELECT \"window\", number, place, chosen FROM exam_answer WHERE attempt_id = $1 \
        ORDER BY \"window\", number";
    tx.read_all(SQL, Values::new().text(attempt), read_answer).await
}

/// The same of several attempts, each with its attempt.
///
/// # Errors
/// When the database does not answer.
pub async fn answers_of(tx: &mut Tx, attempts: &[AttemptId]) -> Result<Vec<(AttemptId, Answer)>, StoreError> {
    let ids = evened(attempts);
    let sql = format!(
        "SELECT attempt_id, \"window\", number, place, chosen FROM exam_answer WHERE attempt_id IN ({}) \
         ORDER BY attempt_id, \"window\", number",
        places(1, ids.clone().count())
    );
    let read = |row: &Row| Ok((row.parsed("attempt_id")?, read_answer(row)?));
    tx.read_all(sql, ids.fold(Values::new(), Values::text), read).await
}

/// Grants make-up study and an attempt: the person's first of the year, or the second, ….
///
/// # Errors
/// `Unique` when somebody else granted this one, `Check` when somebody grants it to themselves, `ForeignKey` when there is
/// no such person.
pub async fn grant(
    tx: &mut Tx,
    (person, year, ordinal): (PersonId, i16, u8),
    by: &str,
    make_up: &MakeUp,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO make_up (id, person_id, year, granted_by, granted_at, reason, ordinal) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = Values::new()
        .text(make_up.id)
        .text(person)
        .number(year)
        .text(by)
        .number(make_up.granted_at.as_millisecond())
        .text(&make_up.reason)
        .number(ordinal);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// What was granted to some people for a year, with whom, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn make_ups(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<(PersonId, MakeUp)>, StoreError> {
    let sql = format!(
        "SELECT id, person_id, granted_at, reason FROM make_up WHERE year = $1 AND person_id IN ({}) \
         ORDER BY ordinal",
        places(2, evened(people).count())
    );
    tx.read_all(sql, of_people(people, year), |row| {
        let make_up =
            MakeUp { id: row.parsed("id")?, granted_at: row.moment("granted_at")?, reason: row.text("reason")? };
        Ok((row.parsed("person_id")?, make_up))
    })
    .await
}

/// Notes that somebody has studied the required course of a year in a round; answers whether that is new.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn note_study(tx: &mut Tx, person: PersonId, year: i16, round: u8, now: Instant) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO study (person_id, year, round, completed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (person_id, year, round) DO NOTHING";
    let values = Values::new().text(person).number(year).number(round).number(now.as_millisecond());
    Ok(tx.execute(SQL, values).await? == 1)
}

/// Who of some people has studied the required course of a year, with the round, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn studied(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<(PersonId, u8)>, StoreError> {
    let sql = format!(
        "SELECT person_id, round FROM study WHERE year = $1 AND person_id IN ({})",
        places(2, evened(people).count())
    );
    tx.read_all(sql, of_people(people, year), |row| Ok((row.parsed("person_id")?, row.small("round")?))).await
}

pub(crate) fn of_people(people: &[PersonId], year: i16) -> Values {
    evened(people).fold(Values::new().number(year), Values::text)
}

fn read(row: &Row) -> Result<Attempt, StoreError> {
    let ending = match row.moment_or_null("ended_at")? {
        None => None,
        Some(at) => Some(Ending {
            at,
            by_person: row.yes("ended_by_person")?,
            points: row.small("points")?,
            passed: row.yes("passed")?,
        }),
    };
    Ok(Attempt {
        id: row.parsed("id")?,
        person: row.parsed("person_id")?,
        year: row.small("year")?,
        number: row.small("number")?,
        questions: row.small("questions")?,
        pass_mark: row.small("pass_mark")?,
        started_at: row.moment("started_at")?,
        ends_at: row.moment("ends_at")?,
        window: row.small("window")?,
        ending,
    })
}

fn read_answer(row: &Row) -> Result<Answer, StoreError> {
    Ok(Answer {
        window: row.small("window")?,
        number: row.small("number")?,
        place: row.small("place")?,
        chosen: Choice::from_bits(row.small("chosen")?),
    })
}
