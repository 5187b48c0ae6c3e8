//! Whose tickets an act ends. Nothing is told to count meanwhile that would end with them.

use std::sync::Arc;

use domain::ids::PersonId;

use crate::App;

/// People whose tickets are ended by an act: their beats wait until it is over, however that ends.
pub(crate) struct Leaving {
    app: Arc<App>,
    people: Vec<PersonId>,
}

impl Leaving {
    pub(crate) fn nobody(app: &Arc<App>) -> Leaving {
        Leaving { app: Arc::clone(app), people: Vec::new() }
    }

    /// From now on beats of these people wait.
    pub(crate) fn hold(&mut self, people: &[PersonId]) {
        self.app.learners.hold(people);
        self.people.extend_from_slice(people);
    }

    /// The act lasts: they are forgotten, and their next beats ask the database.
    pub(crate) fn last(&self) {
        self.app.learners.forget(&self.people);
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.app.learners.release(&self.people);
    }
}
