//! What a pack says of itself before its first article. Must not read rules.

use serde::{Deserialize, Serialize};

use crate::markdown;
use crate::{Pack, PackError};

/// What kind of text a pack is: whose words it has, what was left out, whether it is made up. Whoever quotes an article has
/// to know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preamble {
    /// The folder of the pack that says it.
    pub pack: String,
    /// That pack's title.
    pub title: String,
    /// Markdown, without the rule blocks.
    pub prose: String,
}

/// What one rule file says before its first article; nothing where it goes straight to the articles.
pub(crate) fn preamble(pack: &str, file: &str, text: &str) -> Result<Option<Preamble>, PackError> {
    let misread = |misread: markdown::Misread| PackError::new(file, misread.line, misread.fault, misread.problem());
    let document = markdown::split(text).map_err(misread)?;
    let prose = document.sections.into_iter().next().map(|before| before.prose).filter(|prose| !prose.is_empty());
    Ok(prose.map(|prose| Preamble { pack: pack.to_owned(), title: document.title, prose }))
}

impl Pack {
    /// What the pack and those that it extends say before their first articles, its own words first.
    #[must_use]
    pub fn preambles(&self) -> &[Preamble] {
        &self.content.preambles
    }
}
