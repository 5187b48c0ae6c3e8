//! Whose tickets an act ends. Nothing is told to count meanwhile that would end with them.

use std::sync::Arc;

use super::Whose;
use crate::App;

/// Whose tickets are ended by an act: their beats wait until it is over, however that ends.
pub(crate) struct Leaving {
    app: Arc<App>,
    all: Vec<Whose>,
    lasts: bool,
}

impl Leaving {
    pub(crate) fn nobody(app: &Arc<App>) -> Leaving {
        Leaving { app: Arc::clone(app), all: Vec::new(), lasts: false }
    }

    /// From now on these beats wait.
    pub(crate) fn hold(&mut self, whose: Whose) {
        self.app.learners.hold(whose);
        self.all.push(whose);
    }

    /// The act lasts: they are forgotten, and their next beats ask the database.
    pub(crate) fn last(mut self) {
        self.lasts = true;
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if !self.all.is_empty() {
            self.app.learners.release(&self.all, self.lasts);
        }
    }
}
