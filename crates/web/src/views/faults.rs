//! Holds what is wrong with a form, each at its field, for the page on which the form still stands. Must not decide what is
//! wrong.

/// What is wrong with a form: fields by their `id`, each with a sentence, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(Vec<(String, String)>);

impl Faults {
    /// This at a field, and nothing else; nothing where it is known of no field.
    pub(crate) fn at(field: Option<&str>, what: &str) -> Self {
        Self(field.map(|field| (field.to_owned(), what.to_owned())).into_iter().collect())
    }

    /// Adds what is wrong with a field.
    pub(crate) fn add(&mut self, field: &str, what: impl Into<String>) {
        self.0.push((field.to_owned(), what.into()));
    }

    /// The same in the order of these fields, with all others behind them.
    pub(crate) fn in_order(mut self, fields: &[&str]) -> Self {
        self.0.sort_by_key(|(at, _)| fields.iter().position(|field| field == at).unwrap_or(fields.len()));
        self
    }

    /// Every fault with the `id` of its field.
    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether something is wrong with a field.
    pub(crate) fn has(&self, field: impl AsRef<str>) -> bool {
        self.0.iter().any(|(at, _)| at == field.as_ref())
    }

    /// What is wrong with a field.
    pub(crate) fn of(&self, field: impl AsRef<str>) -> Vec<&str> {
        self.0.iter().filter(|(at, _)| at == field.as_ref()).map(|(_, what)| what.as_str()).collect()
    }
}
