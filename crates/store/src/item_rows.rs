//! What judging looks at of a registration's items, as one text in the registration's own row: to read ten rows of each of
//! millions takes longer than all the rest of judging them. [`crate::items`] keeps it in step and nobody else writes it.
//! Must not judge.

use domain::ids::RegistrationId;
use policy::ItemRow;

use crate::{StoreError, Tx, columns::unreadable, seam::Values};

/// Stands between two items of a registration: in no text that JSON or a kind's id can hold.
const BETWEEN: char = '\u{1e}';
/// Stands between the kind and the answers of an item.
const INSIDE: char = '\u{1f}';
/// How long an identifier and a day are.
const ID: usize = 36;
const DAY: usize = 10;
/// Registrations that are named at most.
const NAMED_MAX: i64 = 100;

/// The text of the registration's items as they are, for a statement about the table `registration`.
fn told() -> String {
    format!(
        "COALESCE((SELECT STRING_AGG(CONCAT(i.id, i.starts, i.ends, i.applied, ':', i.decision_hours, ':', i.decision, \
         ':', i.kind, '{INSIDE}', i.answers), '{BETWEEN}' ORDER BY i.id) FROM registration_item i \
         WHERE i.registration_id = registration.id), '')"
    )
}

/// Writes down what is told of the items, after one of them was written.
pub(crate) async fn keep(tx: &mut Tx, id: RegistrationId) -> Result<(), StoreError> {
    let sql = format!("UPDATE registration SET item_rows = {} WHERE id = $1", told());
    tx.execute_one(sql, Values::new().text(id)).await
}

/// Writes down what is told of everybody's items: for rows that came past this crate, as a benchmark's do.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_all(tx: &mut Tx) -> Result<u64, StoreError> {
    tx.execute(format!("UPDATE registration SET item_rows = {}", told()), Values::new()).await
}

/// The numbers of registrations whose items are told otherwise than they are, up to a hundred: somebody wrote to the
/// database past the program.
///
/// # Errors
/// When the database does not answer.
pub async fn differing(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let sql = format!("SELECT number FROM registration WHERE item_rows <> {} ORDER BY number LIMIT $1", told());
    tx.read_all(sql, Values::new().number(NAMED_MAX), |row| row.text("number")).await
}

/// The items in a text.
pub(crate) fn read(text: &str) -> Result<Vec<ItemRow<'_>>, StoreError> {
    let mut items = Vec::new();
    let mut begin = 0;
    // The signs are one byte long and part of no other character.
    let ends = memchr::memchr_iter(BETWEEN as u8, text.as_bytes()).chain([text.len()]);
    for end in ends {
        if begin < end {
            items.push(item(&text[begin..end]).ok_or_else(|| unreadable("item_rows"))?);
        }
        begin = end + 1;
    }
    Ok(items)
}

fn item(text: &str) -> Option<ItemRow<'_>> {
    let (id, rest) = text.split_at_checked(ID)?;
    let (starts, rest) = rest.split_at_checked(DAY)?;
    let (ends, rest) = rest.split_at_checked(DAY)?;
    let (rest, answers) = rest.split_at_checked(memchr::memchr(INSIDE as u8, rest.as_bytes())?)?;
    let answers = answers.strip_prefix(INSIDE)?;
    let mut parts = rest.splitn(4, ':');
    let (applied, decided) = (figure(parts.next()?)?, figure(parts.next()?)?);
    // Of an acceptance the figure is the standard's, see `domain::item::Decision::figure`.
    let (accepted, verified) = match parts.next()? {
        "open" => (None, None),
        "accepted" => (Some(true), None),
        "changed" => (Some(true), decided),
        "returned" => (Some(false), None),
        _ => return None,
    };
    Some(ItemRow { id, kind: parts.next()?, starts, ends, answers, applied, verified, accepted })
}

/// A number, or nothing; `None` outside when it is neither.
fn figure(text: &str) -> Option<Option<i64>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

#[cfg(test)]
mod tests {
    use policy::ItemRow;

    use super::{BETWEEN, INSIDE, read};

    const ONE: &str = "01980000-0000-7000-8000-0000000000012026-05-112026-05-151250:1000:changed:paper";
    const OTHER: &str = "01980000-0000-7000-8000-0000000000022026-05-112026-05-15::open:a:b";

    #[test]
    fn items_come_apart_as_they_were_put_together() {
        let text = format!("{ONE}{INSIDE}{{\"rank\":\"1:2\"}}{BETWEEN}{OTHER}{INSIDE}{{}}");
        let items = read(&text).expect("two items");
        let one = ItemRow {
            id: "01980000-0000-7000-8000-000000000001",
            kind: "paper",
            starts: "2026-05-11",
            ends: "2026-05-15",
            answers: "{\"rank\":\"1:2\"}",
            applied: Some(1250),
            verified: Some(1000),
            accepted: Some(true),
        };
        assert_eq!(items[0], one);
        let accepted = text.replace("changed", "accepted");
        assert_eq!(read(&accepted).expect("two items")[0], ItemRow { verified: None, ..one }, "as the standard has it");
        assert_eq!((items[1].kind, items[1].applied, items[1].verified, items[1].accepted), ("a:b", None, None, None));
        assert_eq!(read("").expect("none"), []);
    }

    #[test]
    fn what_was_not_written_so_is_not_read() {
        for text in [ONE, "short", &format!("{}{INSIDE}{{}}", ONE.replace("changed", "perhaps"))] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
