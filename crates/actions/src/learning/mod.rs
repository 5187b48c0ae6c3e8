//! Learning time (article 3): opening a lesson, saying how far one is, and what came of it. Beats come by the thousand,
//! so they are judged in memory and written down together every few seconds; a crash loses what came since.

mod beat;
mod bookmark;
mod catch_up;
mod complete;
mod desk;
mod dispute;
mod end_ticket;
mod grant;
mod learner;
mod leaving;
mod open;
mod renew;
mod write_down;

pub use beat::{BeatReply, InAll, beat, beats};
pub use bookmark::{Bookmarked, bookmark};
pub use dispute::{AnswerForm, DisputeView, answer_dispute, dispute, disputes};
pub use open::{Opened, open};
pub use write_down::{UNHEARD_MAX, UNWRITTEN_MAX, WRITTEN_WITHIN, write_down, write_down_one};

pub(crate) use catch_up::catch_up;
pub(crate) use desk::{Desk, Whose};
pub(crate) use end_ticket::{end_round, of_lesson as end_in_lesson};
pub(crate) use leaving::Leaving;
pub(crate) use open::round;
