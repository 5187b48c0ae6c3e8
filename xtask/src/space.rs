//! Whether there is room for what a run of the tests writes. A full disk ends PostgreSQL and the linker in the middle, with
//! messages that nobody reads as such.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scratch;

const MEGABYTES_IN_GIGABYTE: u64 = 1024;
/// Databases and data folders of the tests that run at once, the server's own files, and the browser's profile.
const TEMPORARY_MEGABYTES: u64 = 2 * MEGABYTES_IN_GIGABYTE;
/// All crates with their tests, built from nothing.
const BUILD_MEGABYTES: u64 = 12 * MEGABYTES_IN_GIGABYTE;
/// What a change adds to a folder that holds a build already.
const REBUILD_MEGABYTES: u64 = 3 * MEGABYTES_IN_GIGABYTE;

/// One folder that a run writes to.
struct Place {
    what: &'static str,
    folder: PathBuf,
    megabytes_needed: u64,
    advice: &'static str,
}

/// What is too small for a run whose build folder this is; nothing when all is well, or when `df` cannot tell.
pub(crate) fn problems(build: &Path) -> Vec<String> {
    let is_built = build.join("debug").join("deps").is_dir();
    let places = [
        Place {
            what: "the temporary folder",
            folder: scratch::folder(),
            megabytes_needed: TEMPORARY_MEGABYTES,
            advice: "Remove what is no longer needed there, or set TMPDIR to a folder with more room",
        },
        Place {
            what: "the build folder",
            folder: build.to_path_buf(),
            megabytes_needed: if is_built { REBUILD_MEGABYTES } else { BUILD_MEGABYTES },
            advice: "Remove what is no longer needed there (`cargo clean` removes old builds), or set CARGO_TARGET_DIR to \
                     a folder with more room",
        },
    ];
    places.iter().filter_map(|place| problem(place, megabytes_free(&place.folder)?)).collect()
}

fn problem(place: &Place, megabytes_free: u64) -> Option<String> {
    (megabytes_free < place.megabytes_needed).then(|| {
        format!(
            "{} ({}) needs {} free, and there are {}. {}; then run the command again. No test has run.",
            place.what,
            place.folder.display(),
            gigabytes(place.megabytes_needed),
            gigabytes(megabytes_free),
            place.advice
        )
    })
}

fn gigabytes(megabytes: u64) -> String {
    format!(
        "{}.{} GB",
        megabytes / MEGABYTES_IN_GIGABYTE,
        megabytes % MEGABYTES_IN_GIGABYTE * 10 / MEGABYTES_IN_GIGABYTE
    )
}

/// What `df` says of the file system that holds a folder, or will hold it once it is made.
pub(crate) fn megabytes_free(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.is_dir())?;
    let output = Command::new("df").args(["-P", "-k"]).arg(there).output().ok()?;
    kilobytes_available(&String::from_utf8_lossy(&output.stdout)).map(|kilobytes| kilobytes / 1024)
}

/// The fourth column of the second line, which POSIX promises.
fn kilobytes_available(told: &str) -> Option<u64> {
    told.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Place, kilobytes_available, megabytes_free, problem};

    #[test]
    fn the_free_space_is_read_from_what_df_prints() {
        let told = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n\
                    /dev/vda         263174212 54000000  41943040      57% /\n";
        assert_eq!(kilobytes_available(told), Some(41_943_040));
        assert_eq!(kilobytes_available("df: /nowhere: No such file or directory\n"), None);
        assert!(megabytes_free(Path::new("/no/such/folder/yet")).is_some());
    }

    #[test]
    fn too_little_space_is_told_with_what_is_needed_what_is_there_and_what_to_do() {
        let folder = PathBuf::from("/tmp");
        let place = Place { what: "the temporary folder", folder, megabytes_needed: 2048, advice: "Make room" };
        assert_eq!(problem(&place, 2048), None);
        let told = "the temporary folder (/tmp) needs 2.0 GB free, and there are 1.4 GB. Make room; then run the command \
                    again. No test has run.";
        assert_eq!(problem(&place, 1500).as_deref(), Some(told));
    }
}
