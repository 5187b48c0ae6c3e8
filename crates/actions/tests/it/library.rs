//! The packs of the repository, as every test university uses them.

pub(crate) use testkit::{library, pack_files as policy_files};

/// The sample pack, or whatever there is.
pub(crate) fn pack_name() -> String {
    let library = library();
    let names = library.names();
    let chosen = names.iter().find(|name| name.contains("guet")).or(names.first());
    (*chosen.expect("a pack")).to_owned()
}
