//! Papers of examinations, each with the edition of its year from which it was drawn. Whoever begins holds theirs, so that no
//! other one takes its place meanwhile.

use domain::{
    clock::Instant,
    exam::Paper,
    ids::{AttemptId, PersonId},
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    exams::of_people,
    seam::{Row, Values, evened, pieces, places, row_places},
};

/// A paper as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPaper {
    /// Whose.
    pub person: PersonId,
    /// For which of their attempts.
    pub number: u8,
    /// What it was drawn from, see [`edition`].
    pub edition: i64,
    /// What it asks; `None` where what is kept cannot be read.
    pub paper: Option<Paper>,
}

/// From what papers of a year are drawn now. Whoever draws asks this first: what changes meanwhile makes another edition,
/// and the paper is known to be of the old one.
///
/// # Errors
/// When the database does not answer.
pub async fn edition(tx: &mut Tx, year: i16) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COALESCE(MAX(edition), 0) AS number FROM exam_edition WHERE year = $1";
    tx.number(SQL, Values::new().number(year)).await
}

/// Every year with another edition than its first, and which.
///
/// # Errors
/// When the database does not answer.
pub async fn editions(tx: &mut Tx) -> Result<Vec<(i16, i64)>, StoreError> {
    const SQL: &str = "SELECT year, edition FROM exam_edition ORDER BY year";
    tx.read_all(SQL, Values::new(), |row| Ok((row.small("year")?, row.number("edition")?))).await
}

/// Says that papers of a year are drawn from something else than before. However many are drawn already, that is one row.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_edition(tx: &mut Tx, year: i16) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO exam_edition (year, edition) VALUES ($1, 1) \
        ON CONFLICT (year) DO UPDATE SET edition = exam_edition.edition + 1";
    tx.execute(SQL, Values::new().number(year)).await?;
    Ok(())
}

/// Whose papers of a year are of an older edition than this one and have not begun, with their numbers.
///
/// # Errors
/// When the database does not answer.
pub async fn outdated(tx: &mut Tx, year: i16, edition: i64) -> Result<Vec<(PersonId, u8)>, StoreError> {
    const SQL: &str = "SELECT p.person_id, p.number FROM exam_paper p WHERE p.year = $1 AND p.edition < $2 AND NOT EXISTS \
        (SELECT 1 FROM exam_attempt a WHERE a.person_id = p.person_id AND a.year = p.year AND a.number = p.number) \
        ORDER BY p.person_id, p.number";
    let values = Values::new().number(year).number(edition);
    tx.read_all(SQL, values, |row| Ok((row.parsed("person_id")?, row.small("number")?))).await
}

/// Keeps papers for attempts that have not begun. Those that are there stay.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn keep(tx: &mut Tx, year: i16, papers: &[KeptPaper], now: Instant) -> Result<(), StoreError> {
    for piece in pieces(papers) {
        let rows = row_places(piece.len(), 6);
        let sql = format!("{INSERT} {rows} ON CONFLICT (person_id, year, number) DO NOTHING");
        tx.execute(sql, rows_of(year, piece, now)?).await?;
    }
    Ok(())
}

/// Keeps papers, also in the place of others; answers how many. What somebody has begun stays as it is; whoever asks holds the papers first,
/// see [`hold`], so that nobody begins meanwhile.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn replace(tx: &mut Tx, year: i16, papers: &[KeptPaper], now: Instant) -> Result<u64, StoreError> {
    let mut replaced = 0;
    for piece in pieces(papers) {
        let sql = format!(
            "{INSERT} {} ON CONFLICT (person_id, year, number) DO UPDATE SET edition = excluded.edition, \
             paper = excluded.paper, drawn_at = excluded.drawn_at WHERE NOT EXISTS (SELECT 1 FROM exam_attempt a WHERE \
             a.person_id = exam_paper.person_id AND a.year = exam_paper.year AND a.number = exam_paper.number)",
            row_places(piece.len(), 6)
        );
        replaced += tx.execute(sql, rows_of(year, piece, now)?).await?;
    }
    Ok(replaced)
}

const INSERT: &str = "INSERT INTO exam_paper (person_id, year, number, edition, paper, drawn_at) VALUES";

fn rows_of(year: i16, papers: &[KeptPaper], now: Instant) -> Result<Values, StoreError> {
    papers.iter().try_fold(Values::new(), |values, kept| {
        let paper = serde_json::to_string(&kept.paper).map_err(|_| unreadable("paper"))?;
        let values = values.text(kept.person).number(year).number(kept.number).number(kept.edition);
        Ok(values.text(paper).number(now.as_millisecond()))
    })
}

/// The papers of these attempts, in no order; those that can be read.
///
/// # Errors
/// When the database does not answer.
pub async fn of_attempts(tx: &mut Tx, attempts: &[AttemptId]) -> Result<Vec<(AttemptId, Paper)>, StoreError> {
    let ids = evened(attempts);
    let sql = format!(
        "SELECT a.id, p.paper FROM exam_attempt a JOIN exam_paper p \
         ON p.person_id = a.person_id AND p.year = a.year AND p.number = a.number WHERE a.id IN ({})",
        places(1, ids.clone().count())
    );
    let read = |row: &Row| Ok((row.parsed("id")?, paper(row)?));
    let found = tx.read_all(sql, ids.fold(Values::new(), Values::text), read).await?;
    Ok(found.into_iter().filter_map(|(id, paper)| Some((id, paper?))).collect())
}

/// For which attempts of a year papers of some people are drawn, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn drawn(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<(PersonId, u8)>, StoreError> {
    let sql = format!("SELECT person_id, number {}", from_papers_of(people));
    tx.read_all(sql, of_people(people, year), |row| Ok((row.parsed("person_id")?, row.small("number")?))).await
}

/// The papers of some people of a year, which nobody else replaces until this transaction ends, in the order of their people:
/// two who hold many at once never wait for each other.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<KeptPaper>, StoreError> {
    let sql = format!(
        "SELECT person_id, number, edition, paper {} ORDER BY person_id, number{}",
        from_papers_of(people),
        tx.holding()
    );
    tx.read_all(sql, of_people(people, year), |row| {
        Ok(KeptPaper {
            person: row.parsed("person_id")?,
            number: row.small("number")?,
            edition: row.number("edition")?,
            paper: paper(row)?,
        })
    })
    .await
}

fn from_papers_of(people: &[PersonId]) -> String {
    format!("FROM exam_paper WHERE year = $1 AND person_id IN ({})", places(2, evened(people).count()))
}

fn paper(row: &Row) -> Result<Option<Paper>, StoreError> {
    Ok(serde_json::from_str(&row.text("paper")?).ok())
}
