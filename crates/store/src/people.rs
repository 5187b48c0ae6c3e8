//! People, their sealed ID numbers and their password hashes.

use domain::{
    clock::Instant,
    id_number::{IdNumber, Sex},
    ids::{PersonId, UnitId},
    person::{Person, category_code, category_from_code},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values, literal, places},
};

const SELECT: &str = "SELECT p.id, p.staff_number, p.name, p.sex, p.unit_id, u.name AS unit_name, p.category, \
    p.declares_title_next_year, p.confirmation_only, p.title_series, p.title, p.phone, p.joined, p.id_number_masked, \
    p.id_number_index FROM person p JOIN unit u ON u.id = p.unit_id";
/// How many staff numbers or indexes one statement asks for.
const PORTION: usize = 500;

/// A person by identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: PersonId) -> Result<Option<Person>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE p.id = $1"), Values::new().text(id), read).await
}

/// Several people by identifier, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn get_many(tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    let values = ids.iter().fold(Values::new(), |values, id| values.text(id));
    tx.read_all(format!("{SELECT} WHERE p.id IN ({})", places(1, ids.len())), values, read).await
}

/// A person by staff number (工号).
///
/// # Errors
/// When the database does not answer.
pub async fn by_staff_number(tx: &mut Tx, staff_number: &str) -> Result<Option<Person>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE p.staff_number = $1"), Values::new().text(staff_number), read).await
}

/// Everybody whose record carries the ID number with this keyed index: nearly always one, see
/// `docs/adr/0008-one-identity-number-two-people.md`.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id_number_index(tx: &mut Tx, index: &str) -> Result<Vec<Person>, StoreError> {
    let sql = format!("{SELECT} WHERE p.id_number_index = $1 ORDER BY p.staff_number");
    tx.read_all(sql, Values::new().text(index), read).await
}

/// Those with one of these staff numbers, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn by_staff_numbers(tx: &mut Tx, staff_numbers: &[&str]) -> Result<Vec<Person>, StoreError> {
    let mut found = Vec::new();
    for portion in staff_numbers.chunks(PORTION) {
        let values = portion.iter().fold(Values::new(), |values, number| values.text(number));
        let sql = format!("{SELECT} WHERE p.staff_number IN ({})", places(1, portion.len()));
        found.extend(tx.read_all(sql, values, read).await?);
    }
    Ok(found)
}

/// Whose record carries an ID number with one of these keyed indexes, each with its index; who share one come by staff number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_id_number_indexes(tx: &mut Tx, indexes: &[String]) -> Result<Vec<(String, Person)>, StoreError> {
    let mut found = Vec::new();
    for portion in indexes.chunks(PORTION) {
        let values = portion.iter().fold(Values::new(), |values, index| values.text(index));
        let listed = places(1, portion.len());
        let sql = format!("{SELECT} WHERE p.id_number_index IN ({listed}) ORDER BY p.staff_number");
        found.extend(tx.read_all(sql, values, |row| Ok((row.text("id_number_index")?, read(row)?))).await?);
    }
    Ok(found)
}

/// A page of the people of some units whose name or staff number begins with `text`, and how many there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    tx: &mut Tx,
    text: &str,
    units: &[UnitId],
    limit: i64,
    offset: i64,
) -> Result<(Vec<Person>, i64), StoreError> {
    let condition = format!("WHERE {} AND p.unit_id IN ({})", found_by(1), places(2, units.len()));
    let text = format!("{}%", literal(text));
    let filter = || units.iter().fold(Values::new().text(&text), |values, unit| values.text(unit));
    let total = tx.number(format!("SELECT COUNT(*) AS number FROM person p {condition}"), filter()).await?;
    let (first, second) = (units.len() + 2, units.len() + 3);
    let sql = format!("{SELECT} {condition} ORDER BY p.staff_number LIMIT ${first} OFFSET ${second}");
    let people = tx.read_all(sql, filter().number(limit).number(offset), read).await?;
    Ok((people, total))
}

/// Whether the name or the staff number of a person `p` is like the text in `$place`, in capitals or small letters.
pub(crate) fn found_by(place: usize) -> String {
    let is_like = |column: &str| format!("LOWER(p.{column}) LIKE LOWER(${place}) ESCAPE '\\'");
    format!("({} OR {})", is_like("name"), is_like("staff_number"))
}

/// Everybody in some units, by staff number.
///
/// # Errors
/// When the database does not answer.
pub async fn in_units(tx: &mut Tx, units: &[UnitId]) -> Result<Vec<Person>, StoreError> {
    let values = units.iter().fold(Values::new(), |values, unit| values.text(unit));
    let sql = format!("{SELECT} WHERE p.unit_id IN ({}) ORDER BY p.staff_number", places(1, units.len()));
    tx.read_all(sql, values, read).await
}

/// Those in some units who have set no password, by staff number, at most so many.
///
/// # Errors
/// When the database does not answer.
pub async fn without_password(tx: &mut Tx, units: &[UnitId], limit: i64) -> Result<Vec<Person>, StoreError> {
    let values = units.iter().fold(Values::new(), |values, unit| values.text(unit)).number(limit);
    let (listed, last) = (places(1, units.len()), units.len() + 1);
    let sql = format!(
        "{SELECT} WHERE p.password_hash IS NULL AND p.unit_id IN ({listed}) ORDER BY p.staff_number LIMIT ${last}"
    );
    tx.read_all(sql, values, read).await
}

/// Adds a person with the sealed ID number and its keyed index.
///
/// # Errors
/// `Unique` when the staff number is taken.
pub async fn insert(tx: &mut Tx, person: &Person, sealed: &str, index: &str, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO person (id, staff_number, name, sex, unit_id, category, declares_title_next_year, \
        confirmation_only, title_series, title, phone, joined, id_number_masked, id_number_sealed, id_number_index, \
        added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let values = written(person).text(sealed).text(index).number(now.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Writes a person's record over the old one; the ID number stays.
///
/// # Errors
/// `Unique` when the staff number is taken.
pub async fn update(tx: &mut Tx, person: &Person) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET staff_number = $2, name = $3, sex = $4, unit_id = $5, category = $6, \
        declares_title_next_year = $7, confirmation_only = $8, title_series = $9, title = $10, phone = $11, \
        joined = $12, id_number_masked = $13 WHERE id = $1";
    tx.execute(SQL, written(person)).await?;
    Ok(())
}

/// Writes another ID number over a person's, with the sex that it says.
///
/// # Errors
/// When the database does not answer.
pub async fn set_id_number(
    tx: &mut Tx,
    id: PersonId,
    number: &IdNumber,
    sealed: &str,
    index: &str,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person SET sex = $2, id_number_masked = $3, id_number_sealed = $4, \
        id_number_index = $5 WHERE id = $1";
    let values = Values::new().text(id).text(number.sex().as_str()).text(number.masked()).text(sealed).text(index);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Somebody's sealed ID number, no matter whose; `None` while nobody is known.
///
/// # Errors
/// When the database does not answer.
pub async fn any_sealed(tx: &mut Tx) -> Result<Option<(PersonId, String)>, StoreError> {
    let sql = "SELECT id, id_number_sealed FROM person ORDER BY id LIMIT 1";
    tx.read_one(sql, Values::new(), |row| Ok((row.parsed("id")?, row.text("id_number_sealed")?))).await
}

/// A person's password hash in PHC form; `None` before the first password.
///
/// # Errors
/// When the database does not answer.
pub async fn password_hash(tx: &mut Tx, id: PersonId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT password_hash FROM person WHERE id = $1";
    let found = tx.read_one(sql, Values::new().text(id), |row| row.text_or_null("password_hash")).await?;
    Ok(found.flatten())
}

/// The same, held until this transaction ends, so that nobody sets another one meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_password_hash(tx: &mut Tx, id: PersonId) -> Result<Option<String>, StoreError> {
    let sql = format!("SELECT password_hash FROM person WHERE id = $1{}", tx.holding());
    let found = tx.read_one(sql, Values::new().text(id), |row| row.text_or_null("password_hash")).await?;
    Ok(found.flatten())
}

/// Sets a person's password hash.
///
/// # Errors
/// When the database does not answer.
pub async fn set_password(tx: &mut Tx, id: PersonId, phc: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE person SET password_hash = $2 WHERE id = $1", Values::new().text(id).text(phc)).await?;
    Ok(())
}

fn written(person: &Person) -> Values {
    Values::new()
        .text(person.id)
        .text(&person.staff_number)
        .text(&person.name)
        .text(person.sex.as_str())
        .text(person.unit_id)
        .text(category_code(person.category))
        .number(person.declares_title_next_year)
        .number(person.confirmation_only)
        .text_or_null(person.title_series.as_ref())
        .text_or_null(person.title.as_ref())
        .text_or_null(person.phone.as_ref())
        .text_or_null(person.joined)
        .text(&person.id_number_masked)
}

fn read(row: &Row) -> Result<Person, StoreError> {
    Ok(Person {
        id: row.parsed("id")?,
        staff_number: row.text("staff_number")?,
        name: row.text("name")?,
        sex: row.coded("sex", |code| [Sex::Female, Sex::Male].into_iter().find(|sex| sex.as_str() == code))?,
        unit_id: row.parsed("unit_id")?,
        unit_name: row.text("unit_name")?,
        category: row.coded("category", category_from_code)?,
        declares_title_next_year: row.yes("declares_title_next_year")?,
        confirmation_only: row.yes("confirmation_only")?,
        title_series: row.text_or_null("title_series")?,
        title: row.text_or_null("title")?,
        phone: row.text_or_null("phone")?,
        joined: row.parsed_or_null("joined")?,
        id_number_masked: row.text("id_number_masked")?,
    })
}
