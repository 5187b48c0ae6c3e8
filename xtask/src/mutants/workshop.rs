//! A copy of what the tests of `policy` need, in which its code can be changed, with builds of it. Must not decide what is
//! changed.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::suite::Suite;
use crate::{run, tree};

/// What the tests of `policy` read, from the top of the repository.
const NEEDED: [&str; 5] =
    ["Cargo.lock", "crates/policy/", "crates/testkit/src/pack_files.rs", "docs/regulation.md", "policies/"];

/// Where the switches are asked, by the variable [`SWITCH`]: `switches.rs` writes the calls. A test that panics ends its
/// program: one is enough.
const ASKED: &str = r#"
/// Which change is switched on.
mod changed {
    static NUMBER: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| {
        let number = std::env::var("SWITCH").ok().and_then(|number| number.parse().ok()).unwrap_or(0);
        if number > 0 {
            std::panic::set_hook(Box::new(|_| std::process::exit(101)));
        }
        number
    });

    pub(crate) fn is_on(number: usize) -> bool {
        *NUMBER == number
    }
}
"#;

/// The variable that switches a change on.
pub(super) const SWITCH: &str = "XUESHI_CHANGE";

/// An error of the compiler.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Such as `E0277`; empty where it has none.
    pub(super) code: String,
    /// The file, and the bytes in it, of everything that it points at.
    pub(super) places: Vec<(String, Range<usize>)>,
}

/// The copy.
pub(super) struct Workshop {
    root: PathBuf,
    build: PathBuf,
}

impl Workshop {
    /// Copies what is needed into a folder below this one, which keeps the build for the next time.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub(super) fn new(root: &Path, folder: &Path) -> Result<Workshop, String> {
        let workshop = Workshop { root: folder.join("copy"), build: folder.join("build") };
        // What was there before may have files that are gone.
        let _ = std::fs::remove_dir_all(&workshop.root);
        for path in tree::files(root, &[""]).iter().filter(|path| NEEDED.iter().any(|needed| path.starts_with(needed)))
        {
            workshop.write(path, &read(&root.join(path))?)?;
        }
        let manifest = String::from_utf8_lossy(&read(&root.join("Cargo.toml"))?).into_owned();
        workshop.write("Cargo.toml", alone(&manifest).map_err(|error| format!("Cargo.toml: {error}"))?.as_bytes())?;
        Ok(workshop)
    }

    /// The text of a file of the copy.
    pub(super) fn text(&self, path: &str) -> Result<String, String> {
        read(&self.root.join(path)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Puts a text in the place of a file.
    pub(super) fn write(&self, path: &str, text: &[u8]) -> Result<(), String> {
        let path = self.root.join(path);
        let say = |error: std::io::Error| format!("{}: {error}", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(say)?;
        }
        std::fs::write(&path, text).map_err(say)
    }

    /// Lets the crate ask which change is on.
    pub(super) fn add_switch(&self) -> Result<(), String> {
        let path = "crates/policy/src/lib.rs";
        self.write(path, (self.text(path)? + &ASKED.replace("SWITCH", SWITCH)).as_bytes())
    }

    /// What the compiler refuses; nothing when the crate can be built.
    pub(super) fn errors(&self) -> Result<Vec<Refusal>, String> {
        let mut command = self.cargo(&["check", "--quiet", "--lib"]);
        let output = command.output().map_err(|error| format!("cargo: {error}"))?;
        let errors: Vec<Refusal> = String::from_utf8_lossy(&output.stdout).lines().filter_map(refusal).collect();
        match (output.status.success(), errors.is_empty()) {
            (true, _) => Ok(Vec::new()),
            (false, false) => Ok(errors),
            (false, true) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
    }

    /// Builds the test programs; nothing when that does not succeed.
    pub(super) fn build(&self) -> Result<Option<Suite>, String> {
        let mut command = self.cargo(&["test", "--quiet", "--no-run", "--lib", "--test", "it"]);
        let output = command.output().map_err(|error| format!("cargo: {error}"))?;
        let mut suite = Suite::default();
        String::from_utf8_lossy(&output.stdout).lines().for_each(|line| suite.add(line));
        Ok(output.status.success().then_some(suite))
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = run::cargo(&self.root, arguments);
        command.args(["--package", "policy", "--message-format=json"]);
        command.env("CARGO_TARGET_DIR", &self.build).env("CARGO_PROFILE_DEV_DEBUG", "0");
        // What is odd about a change is no reason to refuse it.
        command.env("RUSTFLAGS", "--cap-lints=allow").stderr(Stdio::piped());
        command
    }
}

/// The workspace with `policy` as its only crate.
fn alone(manifest: &str) -> Result<String, toml::de::Error> {
    let mut manifest: toml::Table = toml::from_str(manifest)?;
    if let Some(workspace) = manifest.get_mut("workspace").and_then(toml::Value::as_table_mut) {
        workspace.remove("default-members");
        workspace.insert("members".to_owned(), toml::Value::Array(vec!["crates/policy".into()]));
    }
    Ok(manifest.to_string())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// One line of what cargo says, as far as it is about an error.
#[derive(Deserialize)]
struct Line {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    code: Option<Code>,
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
}

fn refusal(line: &str) -> Option<Refusal> {
    let Message { level, code, spans } = serde_json::from_str::<Line>(line).ok()?.message;
    let places: Vec<_> = spans.into_iter().map(|span| (span.file_name, span.byte_start..span.byte_end)).collect();
    // The last error counts the others and points at nothing.
    let is_told = level == "error" && !places.is_empty();
    is_told.then(|| Refusal { code: code.map(|code| code.code).unwrap_or_default(), places })
}
