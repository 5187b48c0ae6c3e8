//! The packs of the repository, as every test university uses them.

use std::path::Path;

use policy::Library;

pub(crate) fn library() -> Library {
    Library::from_files(policy_files())
}

/// Path and text of every file of the packs.
pub(crate) fn policy_files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    collect(&folder, &folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the policies") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            files.push((name, text));
        }
    }
}

/// The sample pack, or whatever there is.
pub(crate) fn pack_name() -> String {
    let library = library();
    let names = library.names();
    let chosen = names.iter().find(|name| name.contains("guet")).or(names.first());
    (*chosen.expect("a pack")).to_owned()
}
