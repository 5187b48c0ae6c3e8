//! The packs in the repository's `policies` folder, as a library.

use policy::{Library, Pack};

#[expect(unreachable_pub, reason = "in its own crate it is public")]
#[path = "../../../testkit/src/pack_files.rs"]
mod pack_files;

pub(crate) use pack_files::pack_files as files;

/// The library.
pub(crate) fn library() -> Library {
    Library::from_files(files())
}

/// A pack that is known to load.
pub(crate) fn pack(name: &str) -> Pack {
    library().load(name).unwrap_or_else(|problem| panic!("{problem}"))
}
