//! Holds somebody's request for a make-up, which support answers (article 3). Must not hold what is granted.

use crate::{
    clock::Instant,
    ids::{MakeUpId, MakeUpRequestId, PersonId},
};

/// What somebody asks support for when their attempts are used up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeUpRequest {
    /// Identity.
    pub id: MakeUpRequestId,
    /// Who asks.
    pub person: PersonId,
    /// For the examination of which year.
    pub year: i16,
    /// Why.
    pub reason: String,
    /// When.
    pub asked_at: Instant,
    /// When it was answered, and how; `None` while it is open.
    pub answer: Option<(Instant, RequestAnswer)>,
}

/// How a request was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestAnswer {
    /// This was granted.
    Granted(MakeUpId),
    /// Nothing was, for this reason.
    Refused(String),
}
