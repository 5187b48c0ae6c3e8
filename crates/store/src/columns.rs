//! How the domain's types stand in columns: one reading for each, with the column named when a value cannot be read.

use std::str::FromStr;

use domain::clock::Instant;
use policy::Hours;

use crate::{StoreError, seam::Row};

impl Row {
    /// Anything that reads back from its text: identifiers, dates, states.
    pub(crate) fn parsed<T: FromStr>(&self, column: &str) -> Result<T, StoreError> {
        self.text(column)?.parse().map_err(|_| unreadable(column))
    }

    /// The same, or nothing.
    pub(crate) fn parsed_or_null<T: FromStr>(&self, column: &str) -> Result<Option<T>, StoreError> {
        self.text_or_null(column)?.map(|text| text.parse().map_err(|_| unreadable(column))).transpose()
    }

    /// A code that a function of the domain knows.
    pub(crate) fn coded<T>(&self, column: &str, known: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        known(&self.text(column)?).ok_or_else(|| unreadable(column))
    }

    /// A smaller whole number, such as a year.
    pub(crate) fn small<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        T::try_from(self.number(column)?).map_err(|_| unreadable(column))
    }

    /// A moment.
    pub(crate) fn moment(&self, column: &str) -> Result<Instant, StoreError> {
        Instant::from_millisecond(self.number(column)?).map_err(|_| unreadable(column))
    }

    /// A moment, or nothing.
    pub(crate) fn moment_or_null(&self, column: &str) -> Result<Option<Instant>, StoreError> {
        let number = self.number_or_null(column)?;
        number.map(|number| Instant::from_millisecond(number).map_err(|_| unreadable(column))).transpose()
    }

    /// Hours, kept in hundredths.
    pub(crate) fn hours(&self, column: &str) -> Result<Hours, StoreError> {
        self.number(column).map(Hours::from_hundredths)
    }

    /// Hours, or nothing.
    pub(crate) fn hours_or_null(&self, column: &str) -> Result<Option<Hours>, StoreError> {
        Ok(self.number_or_null(column)?.map(Hours::from_hundredths))
    }

    /// Yes or no.
    pub(crate) fn yes(&self, column: &str) -> Result<bool, StoreError> {
        Ok(self.number(column)? != 0)
    }
}

/// The error for a value that its column should not hold.
pub(crate) fn unreadable(column: &str) -> StoreError {
    StoreError::Column(column.to_owned())
}
