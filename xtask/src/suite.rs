//! The built test programs of the workspace, and which of their tests belong to which step. Everything that no step
//! claims runs in the last one, so that no test can fall between them.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// Tests that are a step of their own: all whose name begins like this in one test program.
pub(crate) struct Part {
    /// The step's name.
    pub(crate) step: &'static str,
    package: &'static str,
    program: &'static str,
    /// Empty: what the other parts of the same program leave.
    names: &'static str,
}

/// Tests that are a step of their own.
pub(crate) const PARTS: [Part; 3] = [
    Part { step: "parity", package: "store", program: "it", names: "" },
    Part { step: "permission matrix", package: "web", program: "it", names: "permissions::" },
    // Together, because a browser that waits leaves its core to the tour of the pages.
    Part { step: "pages and browser tests", package: "xueshi", program: "browser", names: "" },
];

/// One line of what cargo says while it builds, as far as it is about a program.
#[derive(Deserialize)]
struct Message {
    manifest_path: Option<PathBuf>,
    target: Option<Target>,
    profile: Option<Profile>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

/// One program that cargo has built.
pub(crate) struct Built {
    package: String,
    name: String,
    is_test: bool,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// The folder of its crate, in which its tests expect to run.
    pub(crate) folder: PathBuf,
}

/// All programs that cargo has built.
#[derive(Default)]
pub(crate) struct Suite {
    built: Vec<Built>,
}

impl Suite {
    /// Takes in one line of what cargo says with `--message-format=json`.
    pub(crate) fn add(&mut self, line: &str) {
        let Ok(message) = serde_json::from_str::<Message>(line) else { return };
        let (Some(path), Some(target), Some(manifest)) = (message.executable, message.target, message.manifest_path)
        else {
            return;
        };
        let folder = manifest.parent().map(Path::to_path_buf).unwrap_or_default();
        let package = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_test = message.profile.is_some_and(|profile| profile.test);
        // The tests inside a program's own sources are told from the program's integration tests by kind.
        let name = if target.kind.iter().any(|kind| kind == "test") || !is_test { target.name } else { String::new() };
        self.built.push(Built { package, name, is_test, path, folder });
    }

    /// The program itself, not its tests.
    pub(crate) fn product(&self) -> Option<&Built> {
        self.built.iter().find(|built| !built.is_test && built.name == "xueshi")
    }

    /// A test program by its name; the tests inside a crate's own sources have none.
    pub(crate) fn test(&self, name: &str) -> Option<&Built> {
        self.built.iter().find(|built| built.is_test && built.name == name)
    }

    /// What a part runs: its test program with the arguments that choose the tests.
    pub(crate) fn part(&self, part: &Part) -> Option<(&Built, Vec<String>)> {
        let built = self.built.iter().find(|built| is_of(built, part))?;
        let arguments = if part.names.is_empty() { others(built) } else { vec![part.names.to_owned()] };
        Some((built, arguments))
    }

    /// What no part claims, in the order of the crates' names.
    pub(crate) fn rest(&self) -> Vec<(&Built, Vec<String>)> {
        let is_whole = |built: &Built| PARTS.iter().any(|part| part.names.is_empty() && is_of(built, part));
        let mut rest: Vec<&Built> = self.built.iter().filter(|built| built.is_test && !is_whole(built)).collect();
        rest.sort_by_key(|built| (&built.package, &built.name));
        rest.into_iter().map(|built| (built, others(built))).collect()
    }
}

fn is_of(built: &Built, part: &Part) -> bool {
    built.is_test && built.package == part.package && built.name == part.program
}

/// Arguments that leave out what named parts of this program run.
fn others(built: &Built) -> Vec<String> {
    let named = PARTS.iter().filter(|part| !part.names.is_empty() && is_of(built, part));
    named.flat_map(|part| ["--skip".to_owned(), part.names.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::{PARTS, Suite};

    fn message(package: &str, target: &str, kind: &str, test: bool) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","manifest_path":"/w/crates/{package}/Cargo.toml",
            "target":{{"name":"{target}","kind":["{kind}"]}},"profile":{{"test":{test}}},
            "executable":"/t/{package}-{target}-{kind}"}}"#
        )
    }

    fn suite() -> Suite {
        let mut suite = Suite::default();
        for (package, target, kind, test) in [
            ("xueshi", "xueshi", "bin", false),
            ("xueshi", "xueshi", "bin", true),
            ("xueshi", "browser", "test", true),
            ("web", "web", "lib", true),
            ("web", "it", "test", true),
            ("store", "it", "test", true),
        ] {
            suite.add(&message(package, target, kind, test));
        }
        suite.add(r#"{"reason":"build-finished","success":true}"#);
        suite.add("what a test prints");
        suite
    }

    #[test]
    fn every_test_program_runs_in_exactly_one_step_or_divided_between_two() {
        let suite = suite();
        assert_eq!(
            suite.product().map(|built| built.path.display().to_string()).as_deref(),
            Some("/t/xueshi-xueshi-bin")
        );
        let rest: Vec<(String, String)> = suite
            .rest()
            .into_iter()
            .map(|(built, arguments)| (format!("{}/{}", built.package, built.name), arguments.join(" ")))
            .collect();
        let expected = [("web/", ""), ("web/it", "--skip permissions::"), ("xueshi/", "")];
        assert_eq!(rest, expected.map(|(name, arguments)| (name.to_owned(), arguments.to_owned())));
        let parts = PARTS.map(|part| suite.part(&part).map(|(_, arguments)| arguments.join(" ")).unwrap_or_default());
        assert_eq!(parts, ["", "permissions::", ""]);
    }

    #[test]
    fn a_part_whose_program_is_gone_is_not_found() {
        assert!(PARTS.iter().all(|part| Suite::default().part(part).is_none()));
    }
}
