//! Where the databases, data folders and browser profiles of the tests lie. In memory where there is enough of it: they
//! come and go by the hundred, and most of what a disk does for them is making and removing their files.

use std::path::{Path, PathBuf};

use crate::space;

/// What Linux keeps in memory.
const IN_MEMORY: &str = "/dev/shm";
/// What has to be free there; the tests use a tenth of it at their highest.
const IN_MEMORY_MEGABYTES: u64 = 8 * 1024;

/// The folder in which a run makes its own: what `TMPDIR` says, else memory where there is enough, else the system's choice.
pub(crate) fn folder() -> PathBuf {
    if std::env::var_os("TMPDIR").is_some_and(|folder| !folder.is_empty()) {
        return std::env::temp_dir();
    }
    chosen(Path::new(IN_MEMORY), space::megabytes_free(Path::new(IN_MEMORY)))
}

fn chosen(memory: &Path, megabytes_free: Option<u64>) -> PathBuf {
    let is_enough = memory.is_dir() && megabytes_free.is_some_and(|free| free >= IN_MEMORY_MEGABYTES);
    if is_enough { memory.to_path_buf() } else { std::env::temp_dir() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{IN_MEMORY_MEGABYTES, chosen};

    #[test]
    fn memory_serves_only_where_there_is_enough_of_it() {
        let there = tempfile::tempdir().expect("a folder");
        assert_eq!(chosen(there.path(), Some(IN_MEMORY_MEGABYTES)), there.path());
        for (folder, free) in [
            (there.path(), Some(IN_MEMORY_MEGABYTES - 1)),
            (there.path(), None),
            (Path::new("/no/such/folder"), Some(IN_MEMORY_MEGABYTES)),
        ] {
            assert_eq!(chosen(folder, free), std::env::temp_dir());
        }
    }
}
