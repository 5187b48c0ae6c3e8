//! The log: every event in the transaction of the change that it records, each chained to the one before by its hash.

use domain::{
    audit::{AuditEntry, Event, FIRST_HASH},
    clock::Instant,
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values, literal, pieces, row_places},
};

const SELECT: &str = "SELECT seq, at, actor_id, actor_name, name, subject, sentence, detail, previous_hash, hash \
    FROM audit_event";
const VERIFY_ROWS: i64 = 2_000;
/// The most events that a transaction holds back before it writes them, many at once.
const UNWRITTEN_MAX: usize = 256;

/// Which events a page of the log shows; empty texts ask for nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Query<'a> {
    /// Events of this name.
    pub name: &'a str,
    /// Events about this subject.
    pub subject: &'a str,
    /// Events whose author or sentence holds this text.
    pub text: &'a str,
    /// Events about this subject are found by the text, too.
    pub called: &'a str,
    /// Events whose name ends so are left out.
    pub without: &'a str,
    /// Events at this moment or later.
    pub since: Option<Instant>,
    /// Events before this moment.
    pub before: Option<Instant>,
}

/// What checking the whole log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Rows read.
    pub rows: i64,
    /// The first row that does not fit; `None` when all do.
    pub first_bad: Option<BadRow>,
}

/// A row that does not fit, or the place where one is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Its sequence number.
    pub seq: i64,
    /// What is wrong with it.
    pub problem: String,
}

/// Appends an event; answers its sequence number.
///
/// # Errors
/// When the database does not answer.
pub async fn append(
    tx: &mut Tx,
    now: Instant,
    actor_id: &str,
    actor_name: &str,
    event: &Event,
) -> Result<i64, StoreError> {
    let (last, previous_hash) = end(tx).await?;
    let mut entry = AuditEntry {
        seq: last + 1,
        // What is stored has milliseconds, so what is hashed has no more.
        at: Instant::from_millisecond(now.as_millisecond()).unwrap_or(now),
        actor_id: actor_id.to_owned(),
        actor_name: actor_name.to_owned(),
        name: event.name.to_owned(),
        subject: event.subject.clone(),
        sentence: event.sentence.clone(),
        detail: event.detail.to_string(),
        previous_hash,
        hash: String::new(),
    };
    entry.hash = entry.compute_hash();
    let seq = entry.seq;
    tx.log_end = Some((seq, entry.hash.clone()));
    tx.unwritten.push(entry);
    if tx.unwritten.len() >= UNWRITTEN_MAX {
        write(tx).await?;
    }
    Ok(seq)
}

/// The sequence number of the last event that is kept; 0 before the first. Every change that people can see has its
/// event, so what was worked out at one number still holds while the log ends there.
///
/// # Errors
/// When the database does not answer.
pub async fn last(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.number("SELECT seq AS number FROM audit_head WHERE id = 1", Values::new()).await
}

/// Where the log ends. The first append of a transaction takes the end's row for itself, so that two transactions
/// append one after the other.
async fn end(tx: &mut Tx) -> Result<(i64, String), StoreError> {
    if let Some(end) = &tx.log_end {
        return Ok(end.clone());
    }
    let sql = "UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash";
    let found = tx.read_one(sql, Values::new(), |row| Ok((row.number("seq")?, row.text("hash")?))).await?;
    found.ok_or_else(|| StoreError::Column("audit_head".to_owned()))
}

/// Writes what was appended, and where the log ends, once a transaction.
pub(crate) async fn close(tx: &mut Tx) -> Result<(), StoreError> {
    write(tx).await?;
    if let Some((seq, hash)) = tx.log_end.take() {
        let values = Values::new().number(seq).text(hash);
        tx.execute("UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1", values).await?;
    }
    Ok(())
}

/// Writes the events that this transaction held back. Whoever reads the log does this first.
async fn write(tx: &mut Tx) -> Result<(), StoreError> {
    for entries in pieces(&std::mem::take(&mut tx.unwritten)) {
        insert(tx, entries).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, entries: &[AuditEntry]) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO audit_event (seq, at, actor_id, actor_name, name, subject, sentence, detail, previous_hash, hash) \
         VALUES {}",
        row_places(entries.len(), 10)
    );
    let values = entries.iter().fold(Values::new(), |values, entry| {
        values
            .number(entry.seq)
            .number(entry.at.as_millisecond())
            .text(&entry.actor_id)
            .text(&entry.actor_name)
            .text(&entry.name)
            .text(&entry.subject)
            .text(&entry.sentence)
            .text(&entry.detail)
            .text(&entry.previous_hash)
            .text(&entry.hash)
    });
    tx.execute(sql, values).await?;
    Ok(())
}

/// Every event about a subject, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<AuditEntry>, StoreError> {
    write(tx).await?;
    tx.read_all(format!("{SELECT} WHERE subject = $1 ORDER BY seq"), Values::new().text(subject), read).await
}

/// How many events of this event's name about its subject one actor caused since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn count_since(tx: &mut Tx, actor_id: &str, event: &Event, since: Instant) -> Result<i64, StoreError> {
    write(tx).await?;
    let sql = "SELECT COUNT(*) AS number FROM audit_event \
        WHERE subject = $2 AND name = $1 AND actor_id = $3 AND at >= $4";
    let values = Values::new().text(event.name).text(&event.subject).text(actor_id);
    tx.number(sql, values.number(since.as_millisecond())).await
}

/// A page of the log, newest first, and how many events fit in all.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    tx: &mut Tx,
    query: &Query<'_>,
    limit: i64,
    offset: i64,
) -> Result<(Vec<AuditEntry>, i64), StoreError> {
    const WHERE: &str = "WHERE ($1 = '' OR name = $1) AND ($2 = '' OR subject = $2) \
        AND ($3 = '%%' OR LOWER(actor_name) LIKE LOWER($3) ESCAPE '\\' OR LOWER(sentence) LIKE LOWER($3) ESCAPE '\\' \
            OR subject = $4) \
        AND ($5 = '%' OR name NOT LIKE $5 ESCAPE '\\') AND at >= $6 AND at < $7";
    write(tx).await?;
    let (text, without) = (format!("%{}%", literal(query.text)), format!("%{}", literal(query.without)));
    let moment = |at: Option<Instant>, open: i64| at.map_or(open, Instant::as_millisecond);
    let (since, before) = (moment(query.since, i64::MIN), moment(query.before, i64::MAX));
    let filter = || {
        let texts = Values::new().text(query.name).text(query.subject).text(&text).text(query.called).text(&without);
        texts.number(since).number(before)
    };
    let total = tx.number(format!("SELECT COUNT(*) AS number FROM audit_event {WHERE}"), filter()).await?;
    let sql = format!("{SELECT} {WHERE} ORDER BY seq DESC LIMIT $8 OFFSET $9");
    let entries = tx.read_all(sql, filter().number(limit).number(offset), read).await?;
    Ok((entries, total))
}

/// Reads the whole log in portions and finds the first row that was edited, removed, inserted or reordered, and
/// whether its end was cut off.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(tx: &mut Tx) -> Result<Verification, StoreError> {
    write(tx).await?;
    let (mut rows, mut hash) = (0, FIRST_HASH.to_owned());
    loop {
        let sql = format!("{SELECT} WHERE seq > $1 ORDER BY seq LIMIT $2");
        let portion = tx.read_all(sql, Values::new().number(rows).number(VERIFY_ROWS), read).await?;
        if portion.is_empty() {
            break;
        }
        for entry in portion {
            if let Some(problem) = misfit(&entry, rows + 1, &hash) {
                return Ok(bad(rows, entry.seq.min(rows + 1), problem));
            }
            rows = entry.seq;
            hash = entry.hash;
        }
    }
    let sql = "SELECT seq, hash FROM audit_head WHERE id = 1";
    let end = tx.read_one(sql, Values::new(), |row| Ok((row.number("seq")?, row.text("hash")?))).await?;
    if end != Some((rows, hash)) {
        return Ok(bad(rows, rows + 1, "操作记录的末尾被截去，或末尾记录被改动"));
    }
    Ok(Verification { rows, first_bad: None })
}

fn misfit(entry: &AuditEntry, seq: i64, previous_hash: &str) -> Option<&'static str> {
    if entry.seq != seq {
        Some("这一行缺失")
    } else if entry.previous_hash != previous_hash {
        Some("与上一行不衔接，可能被替换或调换")
    } else if entry.hash != entry.compute_hash() {
        Some("内容与其摘要不符，可能被改动")
    } else {
        None
    }
}

fn bad(rows: i64, seq: i64, problem: &str) -> Verification {
    Verification { rows, first_bad: Some(BadRow { seq, problem: problem.to_owned() }) }
}

fn read(row: &Row) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        seq: row.number("seq")?,
        at: row.moment("at")?,
        actor_id: row.text("actor_id")?,
        actor_name: row.text("actor_name")?,
        name: row.text("name")?,
        subject: row.text("subject")?,
        sentence: row.text("sentence")?,
        detail: row.text("detail")?,
        previous_hash: row.text("previous_hash")?,
        hash: row.text("hash")?,
    })
}
