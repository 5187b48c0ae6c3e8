//! A file as it was sent, with what stands for its content. Must not judge it.

use bytes::Bytes;
use domain::refusal::Refusal;

use super::sha256;
use crate::refusals;

/// A digest of so much takes less time than waking another thread.
const AT_ONCE_BYTES_MAX: usize = 64 << 10;

/// A file that was sent and is not looked at yet. Its content is never copied.
#[derive(Debug, Clone)]
pub struct SentFile {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
    pub(crate) sha256: String,
}

impl SentFile {
    /// Takes the digest of the content, once for all who ask for it. For a large file that takes a core for a while, so it is
    /// done on a thread that may wait; for a small one that would take longer than the digest.
    ///
    /// # Errors
    /// `Internal` when that thread broke.
    pub async fn new(name: impl Into<String>, bytes: impl Into<Bytes>) -> Result<SentFile, Refusal> {
        let bytes = bytes.into();
        if bytes.len() <= AT_ONCE_BYTES_MAX {
            let sha256 = sha256(&bytes);
            return Ok(SentFile { name: name.into(), bytes, sha256 });
        }
        let content = bytes.clone();
        let sha256 = tokio::task::spawn_blocking(move || sha256(&content)).await.map_err(refusals::internal)?;
        Ok(SentFile { name: name.into(), bytes, sha256 })
    }

    /// The name that the person's file had.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The content.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// SHA-256 of the content, 64 hexadecimal digits: what stands for the file where a whole request is told apart from
    /// another.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}
