//! What the tests need on the machine besides Rust, and how to get it. The product itself needs none of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres;

/// One program or typeface, with the Debian package that brings it.
struct Need {
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: [Need; 6] = [
    Need { package: "postgresql", is_there: || postgres::programs().is_some() },
    Need { package: "chromium", is_there: || in_path(&["chromium", "chromium-browser", "google-chrome"]).is_some() },
    Need { package: "chromium-driver", is_there: || in_path(&["chromedriver"]).is_some() },
    Need { package: "fonts-noto-cjk", is_there: || has_font("NotoSansCJK") },
    Need { package: "poppler-utils", is_there: || in_path(&["pdftoppm"]).is_some() },
    Need { package: "fonts-hanazono", is_there: || has_font("HanaMin") },
];

/// Installs what is missing when that is possible (root on Debian), and otherwise says what to install.
pub(crate) fn provide() -> Result<(), String> {
    let missing = missing();
    if missing.is_empty() {
        return Ok(());
    }
    if is_root() && in_path(&["apt-get"]).is_some() {
        println!("== installing {}", missing.join(" "));
        apt_get(&["update", "--quiet"]);
        let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
        arguments.extend(&missing);
        apt_get(&arguments);
    }
    advice(&self::missing()).map_or(Ok(()), Err)
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
    NEEDS.iter().filter(|need| !(need.is_there)()).map(|need| need.package).collect()
}

fn apt_get(arguments: &[&str]) {
    // Whether it worked is seen by looking again, not by its exit code.
    let outcome = Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").status();
    if let Err(error) = outcome {
        eprintln!("apt-get: {error}");
    }
}

fn advice(missing: &[&str]) -> Option<String> {
    (!missing.is_empty()).then(|| {
        format!(
            "The tests need what these Debian packages bring: {names}\n\
             On Debian or Ubuntu: sudo apt-get install {names}\n\
             Elsewhere: PostgreSQL 15 or later with initdb, Chromium with chromedriver, pdftoppm (poppler), \
             and the typefaces Noto CJK and Hanazono Mincho.\n\
             Then run the command again. Nothing has been changed.",
            names = missing.join(" ")
        )
    })
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
    use super::{advice, in_path};

    #[test]
    fn the_advice_names_every_missing_package() {
        let text = advice(&["postgresql", "chromium"]).expect("something is missing");
        assert!(text.contains("sudo apt-get install postgresql chromium"), "{text}");
        assert_eq!(advice(&[]), None);
    }

    #[test]
    fn a_program_that_nobody_has_is_not_found() {
        assert_eq!(in_path(&["no-such-program-anywhere"]), None);
        assert!(in_path(&["no-such-program-anywhere", "sh"]).is_some());
    }
}
