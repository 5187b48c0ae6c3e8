//! Registrations, one a person and year.

use domain::{
    ids::{PersonId, RegistrationId, UnitId},
    registration::{Registration, State},
};

use crate::{
    StoreError, Tx,
    people::found_by,
    seam::{Row, Values, literal, places},
    waiting::Desk,
};

const SELECT: &str = "SELECT r.id, r.number, r.person_id, r.unit_id, r.year, r.state, r.version, r.opened_at, \
    r.declared_at, r.submitted_at, r.late_reason, r.checker, r.checking_by, r.verified_by, r.verified_at, r.sealed_form, \
    r.approved_by, r.approved_at, r.return_reason, r.extended_to, r.pack_name, r.pack_hash FROM registration r";
/// What waits for a verifier or an approver comes before what waits for the person, and what is done comes last.
const TURN: &str = "CASE r.state WHEN 'submitted' THEN 0 WHEN 'checking' THEN 0 WHEN 'awaiting-approval' THEN 0 \
    WHEN 'verified' THEN 1 WHEN 'returned' THEN 1 ELSE 2 END";

/// A registration by identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: RegistrationId) -> Result<Option<Registration>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE r.id = $1"), Values::new().text(id), read).await
}

/// The same, held until this transaction ends: whoever else wants to change the registration, or anything below it, waits
/// here, so that what was judged is what is saved.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(tx: &mut Tx, id: RegistrationId) -> Result<Option<Registration>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE r.id = $1{}", tx.holding()), Values::new().text(id), read).await
}

/// A registration by its number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Registration>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE r.number = $1"), Values::new().text(number), read).await
}

/// A person's registration of a year.
///
/// # Errors
/// When the database does not answer.
pub async fn by_person_year(tx: &mut Tx, person: PersonId, year: i16) -> Result<Option<Registration>, StoreError> {
    let sql = format!("{SELECT} WHERE r.person_id = $1 AND r.year = $2");
    tx.read_one(sql, Values::new().text(person).number(year), read).await
}

/// A person's registrations, newest year first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Registration>, StoreError> {
    tx.read_all(format!("{SELECT} WHERE r.person_id = $1 ORDER BY r.year DESC"), Values::new().text(person), read).await
}

/// Every registration of a year.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<Registration>, StoreError> {
    tx.read_all(format!("{SELECT} WHERE r.year = $1"), Values::new().number(year), read).await
}

/// Adds a registration.
///
/// # Errors
/// `Unique` when the person has one for that year.
pub async fn insert(tx: &mut Tx, registration: &Registration) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO registration (id, version, state, declared_at, submitted_at, checker, \
        checking_by, verified_by, verified_at, sealed_form, approved_by, approved_at, return_reason, extended_to, \
        pack_hash, unit_id, late_reason, number, person_id, year, opened_at, pack_name) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";
    let values = changing(registration)
        .text(&registration.number)
        .text(registration.person_id)
        .number(registration.year)
        .number(registration.opened_at.as_millisecond())
        .text(&registration.pack_name);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Saves a registration and counts its version up, unless somebody else saved it since it was loaded.
///
/// # Errors
/// `Stale` when somebody else was faster; `Check` when the deciders are not different people, or a state lacks what it
/// needs; `ForeignKey` when the items still carry another checker's decisions.
pub async fn save(tx: &mut Tx, registration: &mut Registration) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE registration SET version = version + 1, state = $3, declared_at = $4, \
        submitted_at = $5, checker = $6, checking_by = $7, verified_by = $8, verified_at = $9, sealed_form = $10, \
        approved_by = $11, approved_at = $12, return_reason = $13, extended_to = $14, pack_hash = $15, \
        unit_id = $16, late_reason = $17 WHERE id = $1 AND version = $2";
    tx.execute_one(SQL, changing(registration)).await?;
    registration.version += 1;
    Ok(())
}

/// Counts the version up for what changed below the registration and nothing in it, as [`save`] would: whoever loaded it
/// before saves in vain. Of the registration's row nothing else is written.
///
/// # Errors
/// `Stale` when somebody else was faster.
pub async fn touch(tx: &mut Tx, registration: &mut Registration) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE registration SET version = version + 1 WHERE id = $1 AND version = $2";
    tx.execute_one(SQL, Values::new().text(registration.id).number(registration.version)).await?;
    registration.version += 1;
    Ok(())
}

/// Which registrations a queue shows.
#[derive(Debug, Clone, Copy)]
pub struct QueueQuery<'a> {
    /// Only of these units.
    pub units: &'a [UnitId],
    /// Only of this year.
    pub year: Option<i16>,
    /// Only in this state; without it all. Drafts never: they are nobody's business but their person's.
    pub state: Option<State>,
    /// Only what waits for this decider.
    pub desk: Option<Desk<'a>>,
    /// Only where name, staff number or registration number begins so.
    pub text: &'a str,
    /// Rows at most.
    pub limit: i64,
    /// Rows passed over.
    pub offset: i64,
}

/// A page of a queue, what waits for the unit before what does not, the longest waiting first, and how many there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn queue(tx: &mut Tx, query: &QueueQuery<'_>) -> Result<(Vec<Registration>, i64), StoreError> {
    let mut condition = format!(
        "WHERE ($1 = 0 OR r.year = $1) AND r.state <> 'draft' AND ($2 = '' OR r.state = $2) \
         AND ($3 = '%' OR r.number LIKE $3 ESCAPE '\\' OR EXISTS (SELECT 1 FROM person p WHERE p.id = r.person_id \
         AND {})) AND r.unit_id IN ({})",
        found_by(3),
        places(4, query.units.len())
    );
    if let Some(desk) = &query.desk {
        condition.push_str(&format!(" AND {}", desk.condition(4 + query.units.len())));
    }
    let filter = || {
        let values = Values::new()
            .number(query.year.unwrap_or(0))
            .text(query.state.map_or("", State::as_str))
            .text(format!("{}%", literal(query.text)));
        let values = query.units.iter().fold(values, |values, unit| values.text(unit));
        query.desk.iter().fold(values, |values, desk| desk.values(values))
    };
    let total = tx.number(format!("SELECT COUNT(*) AS number FROM registration r {condition}"), filter()).await?;
    let first = 4 + query.units.len() + query.desk.as_ref().map_or(0, Desk::count);
    let second = first + 1;
    let sql = format!(
        "{SELECT} {condition} ORDER BY {TURN}, COALESCE(r.submitted_at, r.opened_at), r.number \
         LIMIT ${first} OFFSET ${second}"
    );
    let rows = tx.read_all(sql, filter().number(query.limit).number(query.offset), read).await?;
    Ok((rows, total))
}

/// How many registrations of some units are in each state; drafts are not counted.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(tx: &mut Tx, units: &[UnitId], year: Option<i16>) -> Result<Vec<(State, i64)>, StoreError> {
    let sql = format!(
        "SELECT state, COUNT(*) AS number FROM registration WHERE ($1 = 0 OR year = $1) AND state <> 'draft' \
         AND unit_id IN ({}) GROUP BY state",
        places(2, units.len())
    );
    let values = units.iter().fold(Values::new().number(year.unwrap_or(0)), |values, unit| values.text(unit));
    let mut counts = tx.read_all(sql, values, |row| Ok((row.parsed::<State>("state")?, row.number("number")?))).await?;
    counts.sort();
    Ok(counts)
}

fn changing(registration: &Registration) -> Values {
    Values::new()
        .text(registration.id)
        .number(registration.version)
        .text(registration.state)
        .number_or_null(registration.declared_at.map(|at| at.as_millisecond()))
        .number_or_null(registration.submitted_at.map(|at| at.as_millisecond()))
        .text_or_null(registration.checker)
        .text_or_null(registration.checking_by)
        .text_or_null(registration.verified_by)
        .number_or_null(registration.verified_at.map(|at| at.as_millisecond()))
        .text_or_null(registration.sealed_form)
        .text_or_null(registration.approved_by)
        .number_or_null(registration.approved_at.map(|at| at.as_millisecond()))
        .text_or_null(registration.return_reason.as_ref())
        .text_or_null(registration.extended_to)
        .text(&registration.pack_hash)
        .text(registration.unit_id)
        .text_or_null(registration.late_reason.as_ref())
}

fn read(row: &Row) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: row.parsed("id")?,
        number: row.text("number")?,
        person_id: row.parsed("person_id")?,
        unit_id: row.parsed("unit_id")?,
        year: row.small("year")?,
        state: row.parsed("state")?,
        version: row.number("version")?,
        opened_at: row.moment("opened_at")?,
        declared_at: row.moment_or_null("declared_at")?,
        submitted_at: row.moment_or_null("submitted_at")?,
        late_reason: row.text_or_null("late_reason")?,
        checker: row.parsed_or_null("checker")?,
        checking_by: row.parsed_or_null("checking_by")?,
        verified_by: row.parsed_or_null("verified_by")?,
        verified_at: row.moment_or_null("verified_at")?,
        sealed_form: row.parsed_or_null("sealed_form")?,
        approved_by: row.parsed_or_null("approved_by")?,
        approved_at: row.moment_or_null("approved_at")?,
        return_reason: row.text_or_null("return_reason")?,
        extended_to: row.parsed_or_null("extended_to")?,
        pack_name: row.text("pack_name")?,
        pack_hash: row.text("pack_hash")?,
    })
}
