//! The packs in the repository's `policies` folder, for tests of every crate. The tests of `policy` take this file in by its
//! path: they are quick, and would otherwise wait for the databases that this crate knows.

use std::path::Path;

/// Every file of every pack: (path inside `policies`, text). Files beside the pack folders belong to none.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn pack_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.retain(|(path, _)| path.contains('/'));
    files.sort();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(root).expect("it is inside").to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
}
