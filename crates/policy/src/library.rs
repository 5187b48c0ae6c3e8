//! The packs that a program carries, by name. Must not read the disk: the caller brings the files.

use std::collections::BTreeMap;

use crate::Pack;

/// Packs as files in memory.
#[derive(Debug, Default)]
pub struct Library {
    files: BTreeMap<String, String>,
}

/// Why a pack cannot be used, with the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct PackError {
    /// Path inside the library: `guet-2022/rules.md`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what to write instead, in Chinese.
    pub problem: String,
}

impl Library {
    /// A library of these files: (path such as `guet-2022/rules.md`, text).
    pub fn from_files<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Library {
        Library { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }

    /// Names of the packs, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.files.keys().filter_map(|path| path.split('/').next()).collect();
        names.dedup();
        names
    }

    /// The pack with this name, with the packs that it extends.
    pub fn load(&self, name: &str) -> Result<Pack, PackError> {
        Err(PackError { file: name.to_owned(), line: 0, problem: "尚未实现".to_owned() })
    }
}
