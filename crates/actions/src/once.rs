//! The key under which a request may act once, bound to what the request sends, and what was carried out under it: for
//! whoever is refused before they come to claim it. Must not know what a request asks for.

use domain::refusal::Refusal;
use sha2::{Digest, Sha256};

use crate::{Act, act::author, refusals};

/// A request that may act once: sent again it changes nothing, and the same key with other content is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    pub(crate) key: String,
    pub(crate) request: String,
}

impl Once {
    /// The key of a form, and everything that is sent with it: where to, and each field with its name, in order.
    pub fn new<'a>(key: &str, sent: impl IntoIterator<Item = &'a str>) -> Once {
        let mut digest = Sha256::new();
        for part in sent {
            // With its length, so that no two ways of cutting the same text are taken for one.
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        Once { key: key.to_owned(), request: hex::encode(digest.finalize()) }
    }
}

/// Whether the actor has carried something out under this key, whatever it was.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn is_used(act: &mut Act, key: &str) -> Result<bool, Refusal> {
    let done = store::idempotency::find(&mut act.tx, key).await.map_err(refusals::store)?;
    Ok(done.is_some_and(|done| done.actor == author(act.actor())))
}

/// Where this very request ended, when the actor sent it before; `None` for any other.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn outcome(act: &mut Act, once: &Once) -> Result<Option<String>, Refusal> {
    let done = store::idempotency::find(&mut act.tx, &once.key).await.map_err(refusals::store)?;
    let request = act.app.keys.request_mark(&once.request);
    let is_same = |done: &store::idempotency::Done| done.actor == author(act.actor()) && done.request == request;
    Ok(done.filter(is_same).map(|done| done.outcome))
}

#[cfg(test)]
mod tests {
    use super::Once;

    #[test]
    fn only_the_same_parts_in_the_same_order_are_the_same_request() {
        let once = |parts: &[&str]| Once::new("k", parts.iter().copied());
        assert_eq!(once(&["a", "bc"]), once(&["a", "bc"]));
        assert_ne!(once(&["a", "bc"]), once(&["ab", "c"]));
        assert_ne!(once(&["a", "bc"]), once(&["bc", "a"]));
        assert_ne!(Once::new("k", ["a"]), Once::new("l", ["a"]));
    }
}
