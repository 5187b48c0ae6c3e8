//! What the tests need on the machine besides Rust, and how to get it. The product itself needs none of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres;

/// A Debian package, what the tests use of it, and how one sees that it is there.
struct Need {
    package: &'static str,
    /// Programs that the tests start by name.
    programs: &'static [&'static str],
    is_there: fn(&Need) -> bool,
}

const NEEDS: [Need; 8] = [
    Need { package: "git", programs: &["git"], is_there: has_programs },
    Need {
        package: "postgresql",
        programs: &["psql"],
        is_there: |need| postgres::programs().is_some() && has_programs(need),
    },
    Need { package: "chromium", programs: &[], is_there: |_| in_path(&CHROMIUM).is_some() },
    Need { package: "chromium-driver", programs: &["chromedriver"], is_there: has_programs },
    Need { package: "poppler-utils", programs: &["pdftoppm", "pdftotext"], is_there: has_programs },
    Need { package: "python3", programs: &["python3"], is_there: has_programs },
    Need { package: "fonts-noto-cjk", programs: &[], is_there: |_| has_font("NotoSansCJK") },
    // The rare characters of some sample names.
    Need { package: "fonts-hanazono", programs: &[], is_there: |_| has_font("HanaMin") },
];

/// What the browser is called on one system or another.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// What there is to do about the packages that are missing.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    Install(Vec<&'static str>),
    /// Somebody else has to: what to tell them.
    Advise(String),
}

/// Installs what is missing when that is possible (root on Debian), and otherwise says what to install.
pub(crate) fn provide() -> Result<(), String> {
    let packages = match plan(missing(), is_root() && in_path(&["apt-get"]).is_some()) {
        Plan::Nothing => return Ok(()),
        Plan::Advise(text) => return Err(text),
        Plan::Install(packages) => packages,
    };
    println!("installing {}", packages.join(" "));
    apt_get(&["update", "--quiet"]);
    apt_get(&[&["install", "--yes", "--no-install-recommends"], packages.as_slice()].concat());
    // Whether it worked is seen by looking again.
    match plan(missing(), false) {
        Plan::Advise(text) => Err(text),
        Plan::Nothing | Plan::Install(_) => Ok(()),
    }
}

fn plan(missing: Vec<&'static str>, may_install: bool) -> Plan {
    if missing.is_empty() {
        Plan::Nothing
    } else if may_install {
        Plan::Install(missing)
    } else {
        Plan::Advise(advice(&missing))
    }
}

/// The first of these programs that `PATH` leads to.
pub(crate) fn in_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    number_of(&["-u"]) == Some(0)
}

/// What `id` says: `["-u"]` is the current user, `["-u", "postgres"]` another one.
pub(crate) fn number_of(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn missing() -> Vec<&'static str> {
    NEEDS.iter().filter(|need| !(need.is_there)(need)).map(|need| need.package).collect()
}

fn has_programs(need: &Need) -> bool {
    need.programs.iter().all(|program| in_path(&[program]).is_some())
}

fn apt_get(arguments: &[&str]) {
    let outcome = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
    if let Err(error) = outcome {
        eprintln!("apt-get: {error}");
    }
}

fn advice(missing: &[&str]) -> String {
    format!(
        "The tests need what these Debian packages bring: {names}\n\
         On Debian or Ubuntu: sudo apt-get install {names}\n\
         Elsewhere: PostgreSQL 15 or later with initdb and psql, Chromium with chromedriver, pdftoppm and pdftotext \
         (poppler), Python 3.11 or later, and the typefaces Noto Sans CJK and Hanazono Mincho.\n\
         Then run the command again. No test has run.",
        names = missing.join(" ")
    )
}

fn has_font(start: &str) -> bool {
    let mut folders = vec![PathBuf::from("/usr/share/fonts")];
    if let Some(home) = std::env::var_os("HOME") {
        folders.push(Path::new(&home).join(".fonts"));
        folders.push(Path::new(&home).join(".local/share/fonts"));
    }
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if entry.file_name().to_string_lossy().starts_with(start) {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{NEEDS, Need, Plan, has_programs, in_path, plan};
    use crate::tree;

    /// Programs that every system has.
    const EVERYWHERE: [&str; 5] = ["sh", "id", "df", "apt-get", "cargo"];

    #[test]
    fn what_is_missing_is_installed_by_root_on_debian_and_named_to_everybody_else() {
        assert_eq!(plan(Vec::new(), true), Plan::Nothing);
        assert_eq!(plan(Vec::new(), false), Plan::Nothing);
        assert_eq!(plan(vec!["chromium"], true), Plan::Install(vec!["chromium"]));
        let Plan::Advise(text) = plan(vec!["postgresql", "chromium"], false) else {
            panic!("nothing can be installed")
        };
        assert!(text.contains("sudo apt-get install postgresql chromium\n"), "{text}");
        assert!(text.contains("No test has run."), "{text}");
    }

    #[test]
    fn a_package_is_missing_when_one_of_its_programs_is() {
        let there = |programs| has_programs(&Need { package: "any", programs, is_there: has_programs });
        assert!(there(&["sh"]));
        assert!(!there(&["sh", "no-such-program-anywhere"]));
    }

    #[test]
    fn a_program_that_nobody_has_is_not_found() {
        assert_eq!(in_path(&["no-such-program-anywhere"]), None);
        assert!(in_path(&["no-such-program-anywhere", "sh"]).is_some());
    }

    #[test]
    fn every_program_that_the_sources_start_by_name_is_brought_by_a_package() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
        let mut started = 0;
        for path in tree::files(root, &[".rs"]) {
            let text = std::fs::read_to_string(root.join(&path)).expect("a source");
            for part in text.split(concat!("Command::", "new(\"")).skip(1) {
                let program = part.split('"').next().unwrap_or_default();
                let is_known =
                    EVERYWHERE.contains(&program) || NEEDS.iter().any(|need| need.programs.contains(&program));
                assert!(is_known, "{path} starts {program}, which no package in NEEDS brings");
                started += 1;
            }
        }
        assert!(started > 5, "the sources start {started} programs");
    }
}
