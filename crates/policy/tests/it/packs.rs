//! The packs in the repository's `policies` folder, as a library.

use std::path::Path;

use policy::{Library, Pack};

/// Every file of every pack: (path inside `policies`, text).
pub(crate) fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort();
    files
}

/// The library.
pub(crate) fn library() -> Library {
    Library::from_files(files().into_iter().filter(|(path, _)| path.contains('/')))
}

/// A pack that is known to load.
pub(crate) fn pack(name: &str) -> Pack {
    library().load(name).unwrap_or_else(|problem| panic!("{problem}"))
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
