//! Findings of falsehood (article 13). Each is written as a whole: its stages fill in what was empty.

use domain::{
    finding::{Consequences, Finding, Ruling, Statement},
    ids::{FindingId, PersonId, RegistrationId},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const COLUMNS: &str = "registration_id, person_id, item_id, title, suspicion, notified_by, notified_at, reply_until, \
    reply, replied_at, is_false, ruling, ruled_by, ruled_at, number, appeal_until, entry_until, is_blacklisted, appeal, \
    appealed_at, is_upheld, appeal_ruling, appeal_ruled_by, appeal_ruled_at";

/// Adds a finding.
///
/// # Errors
/// `Unique` while another about the same item is open or stands; `Check` about one's own.
pub async fn add(tx: &mut Tx, finding: &Finding) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO finding (id, {COLUMNS}, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
         $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 1)"
    );
    tx.execute(sql, values(finding)).await?;
    Ok(())
}

/// Writes what has happened since the finding was read; `false` when somebody else wrote meanwhile.
///
/// # Errors
/// `Check` when somebody decides about their own, or about the appeal against their own decision.
pub async fn save(tx: &mut Tx, (finding, revision): (&Finding, i64)) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE finding SET registration_id = $2, person_id = $3, item_id = $4, title = $5, suspicion = $6, \
        notified_by = $7, notified_at = $8, reply_until = $9, reply = $10, replied_at = $11, is_false = $12, ruling = $13, \
        ruled_by = $14, ruled_at = $15, number = $16, appeal_until = $17, entry_until = $18, is_blacklisted = $19, \
        appeal = $20, appealed_at = $21, is_upheld = $22, appeal_ruling = $23, appeal_ruled_by = $24, \
        appeal_ruled_at = $25, revision = revision + 1 WHERE id = $1 AND revision = $26";
    Ok(tx.execute(SQL, values(finding).number(revision)).await? == 1)
}

fn values(finding: &Finding) -> Values {
    let statement = |values: Values, said: Option<&Statement>| {
        values.text_or_null(said.map(|said| &said.text)).number_or_null(said.map(|said| said.at.as_millisecond()))
    };
    let ruling = |values: Values, ruling: Option<&Ruling>| {
        values
            .number_or_null(ruling.map(|it| i64::from(it.is_false)))
            .text_or_null(ruling.map(|it| &it.reason))
            .text_or_null(ruling.map(|it| it.by))
            .number_or_null(ruling.map(|it| it.at.as_millisecond()))
    };
    let follows = finding.consequences.as_ref();
    let values = Values::new()
        .text(finding.id)
        .text(finding.registration_id)
        .text(finding.person_id)
        .text(finding.item_id)
        .text(&finding.title)
        .text(&finding.suspicion)
        .text(finding.notified_by)
        .number(finding.notified_at.as_millisecond())
        .text(finding.reply_until);
    let values = ruling(statement(values, finding.reply.as_ref()), finding.ruling.as_ref())
        .text_or_null(follows.map(|it| &it.number))
        .text_or_null(follows.map(|it| it.appeal_until))
        .text_or_null(follows.map(|it| it.entry_until))
        .number_or_null(follows.map(|it| i64::from(it.is_blacklisted)));
    ruling(statement(values, finding.appeal.as_ref()), finding.appeal_ruling.as_ref())
}

/// One finding, with the revision that [`save`] asks for.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: FindingId) -> Result<Option<(Finding, i64)>, StoreError> {
    let sql = format!("SELECT id, revision, {COLUMNS} FROM finding WHERE id = $1");
    tx.read_one(sql, Values::new().text(id), |row| Ok((read(row)?, row.number("revision")?))).await
}

/// What was ever found or asked about a registration's items, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_registration(tx: &mut Tx, id: RegistrationId) -> Result<Vec<Finding>, StoreError> {
    let sql =
        format!("SELECT id, {COLUMNS} FROM finding WHERE registration_id = $1 ORDER BY notified_at DESC, id DESC");
    tx.read_all(sql, Values::new().text(id), read).await
}

/// What was ever found or asked about a person, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Finding>, StoreError> {
    let sql = format!("SELECT id, {COLUMNS} FROM finding WHERE person_id = $1 ORDER BY notified_at DESC, id DESC");
    tx.read_all(sql, Values::new().text(person), read).await
}

/// What makes a finding one that somebody still has to decide about.
const IS_OPEN: &str = "(is_false IS NULL OR (appeal IS NOT NULL AND is_upheld IS NULL))";

/// Some of all, behind `offset`: those that are open first, and the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn some(tx: &mut Tx, limit: i64, offset: i64) -> Result<Vec<Finding>, StoreError> {
    let sql = format!(
        "SELECT id, {COLUMNS} FROM finding ORDER BY CASE WHEN {IS_OPEN} THEN 0 ELSE 1 END, notified_at DESC, id DESC \
         LIMIT $1 OFFSET $2"
    );
    tx.read_all(sql, Values::new().number(limit).number(offset), read).await
}

/// How many there are in all, and how many of them are open.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx) -> Result<(i64, i64), StoreError> {
    let all = tx.number("SELECT COUNT(*) AS number FROM finding", Values::new()).await?;
    let open = format!("SELECT COUNT(*) AS number FROM finding WHERE {IS_OPEN}");
    Ok((all, tx.number(open, Values::new()).await?))
}

/// Those that stand about registrations of a year, for judging everybody.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_of_year(tx: &mut Tx, year: i16) -> Result<Vec<Finding>, StoreError> {
    let sql = format!(
        "SELECT id, {COLUMNS} FROM finding WHERE registration_id IN (SELECT id FROM registration WHERE year = $1) \
         AND is_false = 1 AND (is_upheld IS NULL OR is_upheld = 1) ORDER BY id"
    );
    tx.read_all(sql, Values::new().number(year), read).await
}

fn read(row: &Row) -> Result<Finding, StoreError> {
    Ok(Finding {
        id: row.parsed("id")?,
        registration_id: row.parsed("registration_id")?,
        person_id: row.parsed("person_id")?,
        item_id: row.parsed("item_id")?,
        title: row.text("title")?,
        suspicion: row.text("suspicion")?,
        notified_by: row.parsed("notified_by")?,
        notified_at: row.moment("notified_at")?,
        reply_until: row.parsed("reply_until")?,
        reply: statement(row, ["reply", "replied_at"])?,
        ruling: ruling(row, ["is_false", "ruling", "ruled_by", "ruled_at"])?,
        consequences: consequences(row)?,
        appeal: statement(row, ["appeal", "appealed_at"])?,
        appeal_ruling: ruling(row, ["is_upheld", "appeal_ruling", "appeal_ruled_by", "appeal_ruled_at"])?,
    })
}

fn statement(row: &Row, [text, at]: [&str; 2]) -> Result<Option<Statement>, StoreError> {
    let Some(text) = row.text_or_null(text)? else { return Ok(None) };
    Ok(Some(Statement { text, at: row.moment(at)? }))
}

fn ruling(row: &Row, [is_false, reason, by, at]: [&str; 4]) -> Result<Option<Ruling>, StoreError> {
    let Some(is_false) = row.number_or_null(is_false)? else { return Ok(None) };
    Ok(Some(Ruling { is_false: is_false != 0, reason: row.text(reason)?, by: row.parsed(by)?, at: row.moment(at)? }))
}

fn consequences(row: &Row) -> Result<Option<Consequences>, StoreError> {
    let Some(number) = row.text_or_null("number")? else { return Ok(None) };
    Ok(Some(Consequences {
        number,
        appeal_until: row.parsed("appeal_until")?,
        entry_until: row.parsed("entry_until")?,
        is_blacklisted: row.number("is_blacklisted")? != 0,
    }))
}
