//! The files of the repository, without what builds and runs leave behind.

use std::path::{Path, PathBuf};

const LEFT_OUT: [&str; 4] = ["target", ".git", "data", "node_modules"];

/// All files with one of these endings, as paths from the top with `/`, in order.
pub(crate) fn files(root: &Path, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let path = folder.join(name);
            if entry.path().is_dir() {
                if !LEFT_OUT.contains(&name) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}
