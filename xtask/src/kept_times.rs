//! Cargo takes a file for changed when it is younger than the build, and in a fresh clone every file is. A build machine
//! that keeps its compiled crates would compile all of ours again for nothing. So before the build the files of each crate
//! that is the same, file by file, as at the last build get the times back that they had then.
//!
//! A crate with one file more, less or other keeps its new times, all of them; and so does every crate when anything changed
//! that crates share.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// What crates share: packs and samples that are built into programs, the lock file, the manifest of the workspace.
const SHARED: &str = "shared";
/// Read by people, and by cargo's knowledge where a source file names one of them.
const DOCUMENTS: &str = "documents";

/// What the last build was made from.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct Record {
    /// Cargo builds another checkout's crates beside these.
    root: PathBuf,
    crates: BTreeMap<String, BTreeMap<PathBuf, Source>>,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Source {
    /// Git's name for the content, with the mode.
    content: String,
    /// When it changed, in nanoseconds since 1970.
    time: u64,
}

/// Gives unchanged crates of the checkout their times back, and remembers everybody's. Only for a build folder that
/// nothing else builds in.
///
/// # Errors
/// A file that cannot be read or written, or a checkout that git does not know: then everything is built anew.
pub(crate) fn give_back(root: &Path, build: &Path) -> io::Result<()> {
    let place = build.join("sources.json");
    let before: Record =
        std::fs::read(&place).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    // Whatever is built from here on is not what it says: if this ends early, the next build starts from nothing known.
    match std::fs::remove_file(&place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    if !git(root, &["status", "--porcelain"])?.is_empty() {
        return Ok(());
    }
    let mut now = sources(root, &git(root, &["ls-files", "--stage", "-z"])?);
    if before.root == now.root {
        give_back_unchanged(&before, &now)?;
    }
    for (path, source) in now.crates.values_mut().flatten() {
        source.time = nanoseconds(std::fs::metadata(root.join(path))?.modified()?);
    }
    std::fs::create_dir_all(build)?;
    std::fs::write(&place, serde_json::to_vec(&now)?)
}

fn give_back_unchanged(before: &Record, now: &Record) -> io::Result<()> {
    let contents = |record: &Record, name: &str| -> Option<Vec<(PathBuf, String)>> {
        let files = record.crates.get(name)?.iter();
        Some(files.map(|(path, source)| (path.clone(), source.content.clone())).collect())
    };
    let is_same = |name: &str| contents(before, name) == contents(now, name);
    let is_shared_same = is_same(SHARED);
    for (name, files) in &before.crates {
        if is_same(name) && (is_shared_same || name == DOCUMENTS) {
            for (path, source) in files {
                let time = SystemTime::UNIX_EPOCH + Duration::from_nanos(source.time);
                File::options().append(true).open(now.root.join(path))?.set_modified(time)?;
            }
        }
    }
    Ok(())
}

/// Each crate with its files, from git's list of names and contents.
fn sources(root: &Path, listed: &[u8]) -> Record {
    let mut crates: BTreeMap<String, BTreeMap<PathBuf, Source>> = BTreeMap::new();
    for line in String::from_utf8_lossy(listed).split('\0') {
        if let Some((content, path)) = line.split_once('\t') {
            let source = Source { content: content.to_owned(), time: 0 };
            crates.entry(crate_of(path)).or_default().insert(PathBuf::from(path), source);
        }
    }
    Record { root: root.to_path_buf(), crates }
}

/// The folder of the crate that a file belongs to, or which of the two groups beside the crates.
fn crate_of(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next()) {
        (Some("crates"), Some(name)) => format!("crates/{name}"),
        (Some("xtask"), Some(_)) => "xtask".to_owned(),
        (Some("docs" | ".ci"), Some(_)) => DOCUMENTS.to_owned(),
        (Some(name), None) if name.ends_with(".md") => DOCUMENTS.to_owned(),
        _ => SHARED.to_owned(),
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

fn git(root: &Path, arguments: &[&str]) -> io::Result<Vec<u8>> {
    let output = Command::new("git").args(arguments).current_dir(root).output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::time::{Duration, SystemTime};

    use tempfile::TempDir;

    use super::{git, give_back};

    const LONG_AGO: Duration = Duration::from_secs(1_000_000_000);

    /// A checkout with two crates and something that they share, cloned at one place again and again.
    struct Place {
        folder: TempDir,
    }

    impl Place {
        fn new() -> Self {
            let place = Place { folder: tempfile::tempdir().expect("a folder") };
            for file in ["crates/a/src/lib.rs", "crates/a/page.html", "crates/b/src/lib.rs", "policies/x/rules.md"] {
                place.write(file, "first");
            }
            place.git(&["init", "--quiet"]);
            place.git(&["add", "."]);
            place
        }

        fn checkout(&self) -> PathBuf {
            self.folder.path().join("checkout")
        }

        fn write(&self, file: &str, text: &str) {
            let path = self.checkout().join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            std::fs::write(path, text).expect("a file");
        }

        fn git(&self, arguments: &[&str]) {
            let identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.edu.cn"];
            let status = Command::new("git").args(identity).args(arguments).current_dir(self.checkout()).status();
            assert!(status.expect("git").success(), "{arguments:?}");
        }

        /// Keeps what was changed, makes every file as new as in a fresh clone, and gives the times back; which of the
        /// files came out old.
        fn cloned(&self, age: SystemTime) -> Vec<&'static str> {
            self.git(&["add", "."]);
            self.git(&["commit", "--quiet", "--allow-empty", "--message", "a change"]);
            for file in self.files() {
                let opened = std::fs::File::options().append(true).open(self.checkout().join(file)).expect("a file");
                opened.set_modified(age).expect("a time");
            }
            give_back(&self.checkout(), &self.folder.path().join("target")).expect("times");
            let all = ["crates/a/src/lib.rs", "crates/a/page.html", "crates/b/src/lib.rs"];
            all.into_iter().filter(|file| self.modified(Path::new(file)) < age).collect()
        }

        fn files(&self) -> Vec<PathBuf> {
            let listed = git(&self.checkout(), &["ls-files", "-z"]).expect("files");
            let listed = String::from_utf8(listed).expect("names");
            listed.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect()
        }

        fn modified(&self, file: &Path) -> SystemTime {
            std::fs::metadata(self.checkout().join(file)).and_then(|data| data.modified()).expect("a time")
        }
    }

    #[test]
    fn only_an_unchanged_crate_gets_its_times_back() {
        let place = Place::new();
        let then = SystemTime::UNIX_EPOCH + LONG_AGO;
        let clone = |number: u32| then + Duration::from_secs(60) * number;
        let (a, b) = (["crates/a/src/lib.rs", "crates/a/page.html"], ["crates/b/src/lib.rs"]);
        assert!(place.cloned(then).is_empty(), "nothing is known yet");
        assert_eq!(place.cloned(clone(1)), [a.as_slice(), &b].concat());
        place.write("crates/a/page.html", "second");
        assert_eq!(place.cloned(clone(2)), b, "a change of one file makes all of its crate new");
        assert_eq!(place.cloned(clone(3)), [a.as_slice(), &b].concat());
        place.write("crates/b/more.rs", "");
        assert_eq!(place.cloned(clone(4)), a, "and so does a file more");
        place.write("crates/a/page.html", "first");
        assert_eq!(place.cloned(clone(5)), b, "what was built before the last build is not known any more");
        place.write("policies/x/rules.md", "second");
        assert!(place.cloned(clone(6)).is_empty(), "packs are built into programs");
        place.write("docs/page.md", "text");
        assert_eq!(place.cloned(clone(7)), [a.as_slice(), &b].concat());
    }

    #[test]
    fn what_was_built_from_a_changed_checkout_is_not_known() {
        let place = Place::new();
        let then = SystemTime::UNIX_EPOCH + LONG_AGO;
        place.cloned(then);
        place.write("crates/a/page.html", "half a thought");
        give_back(&place.checkout(), &place.folder.path().join("target")).expect("times");
        place.git(&["checkout", "--quiet", "."]);
        assert!(place.cloned(then + Duration::from_secs(60)).is_empty());
    }
}
