//! Whom the rows of a roster may be about, read at once: one question after another about thousands of rows takes its time where the
//! database is another machine. Must not decide whom a row is about.

use std::collections::HashMap;

use domain::{imports::roster::RosterRow, person::Person, refusal::Refusal};

use crate::{Act, refusals};

/// The people of the rows' staff numbers and ID numbers, as they were before the first row.
pub(super) struct Known {
    by_staff_number: HashMap<String, Person>,
    holders: HashMap<String, Vec<Person>>,
}

impl Known {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn gather(act: &mut Act, rows: &[RosterRow]) -> Result<Known, Refusal> {
        let staff_numbers: Vec<&str> = rows.iter().map(|row| row.staff_number.as_str()).collect();
        let people = store::people::by_staff_numbers(&mut act.tx, &staff_numbers).await.map_err(refusals::store)?;
        let indexes: Vec<String> = rows.iter().map(|row| act.app.keys.index(&row.id_number)).collect();
        let mut holders: HashMap<String, Vec<Person>> = HashMap::new();
        for (index, person) in
            store::people::by_id_number_indexes(&mut act.tx, &indexes).await.map_err(refusals::store)?
        {
            holders.entry(index).or_default().push(person);
        }
        Ok(Known {
            by_staff_number: people.into_iter().map(|person| (person.staff_number.clone(), person)).collect(),
            holders,
        })
    }

    /// Who has the row's staff number, and everybody who carries its ID number.
    pub(super) fn of(&self, act: &Act, row: &RosterRow) -> (Option<Person>, Vec<Person>) {
        let holders = self.holders.get(&act.app.keys.index(&row.id_number)).cloned().unwrap_or_default();
        (self.by_staff_number.get(&row.staff_number).cloned(), holders)
    }
}
