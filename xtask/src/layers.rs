//! The allowed arrows between the crates, and the one home of each heavy library, checked on cargo's metadata.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// What each crate of the product may depend on. `testkit` and `xtask` are not shipped and stand apart.
const ARROWS: [(&str, &[&str]); 7] = [
    ("policy", &[]),
    ("domain", &["policy"]),
    ("store", &["policy", "domain"]),
    ("documents", &["policy", "domain"]),
    ("actions", &["policy", "domain", "store", "documents"]),
    ("web", &["policy", "domain", "actions"]),
    ("xueshi", &["policy", "domain", "store", "documents", "actions", "web"]),
];

/// Libraries that only these crates may name. `testkit` does to databases what no program should.
const HOMES: [(&str, &[&str]); 12] = [
    ("lopdf", &["actions"]),
    ("roxmltree", &["actions"]),
    // Reading packages, making the one of the sample university, and looking at what a workbook unpacks to.
    ("zip", &["actions", "documents", "xueshi", "testkit"]),
    ("sqlx", &["store", "testkit"]),
    ("rusqlite", &["store", "testkit"]),
    ("axum", &["web", "xueshi"]),
    ("tower-http", &["web", "xueshi"]),
    ("askama", &["web"]),
    ("typst", &["documents"]),
    ("typst-pdf", &["documents"]),
    ("calamine", &["documents"]),
    ("rust_xlsxwriter", &["documents"]),
];

/// Crates that compute and nothing else, and what would make them do more.
const PURE: [&str; 2] = ["policy", "domain"];
const IMPURE: [&str; 8] =
    ["tokio", "futures", "rand", "rand_chacha", "getrandom", "reqwest", "object_store", "tempfile"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

/// Asks cargo for the workspace and lists what is not allowed.
pub(crate) fn problems_in(root: &Path) -> Vec<String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--no-deps", "--quiet"])
        .current_dir(root)
        .output();
    match output {
        Ok(output) if output.status.success() => problems(&output.stdout),
        Ok(output) => vec![format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr))],
        Err(error) => vec![format!("cargo metadata: {error}")],
    }
}

fn problems(metadata: &[u8]) -> Vec<String> {
    let metadata: Metadata = match serde_json::from_slice(metadata) {
        Ok(metadata) => metadata,
        Err(error) => return vec![format!("cargo metadata cannot be read: {error}")],
    };
    let members: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let mut found = Vec::new();
    for package in &metadata.packages {
        for dependency in &package.dependencies {
            found.extend(problem(package, dependency, &members));
        }
        if !ARROWS.iter().any(|(name, _)| *name == package.name)
            && !["testkit", "xtask"].contains(&package.name.as_str())
        {
            found.push(format!("{}: this crate has no place in the layers yet", package.name));
        }
    }
    found
}

fn problem(package: &Package, dependency: &Dependency, members: &BTreeSet<&str>) -> Option<String> {
    let (from, to) = (package.name.as_str(), dependency.name.as_str());
    let is_shipped = dependency.kind.as_deref() != Some("dev");
    if members.contains(to) {
        return (!is_arrow(from, to, is_shipped)).then(|| format!("{from} may not depend on {to}"));
    }
    if let Some((_, homes)) = HOMES.iter().find(|(name, _)| *name == to)
        && !homes.contains(&from)
    {
        return Some(format!("{from} may not name {to}: its home is {}", homes.join(" and ")));
    }
    if is_shipped && PURE.contains(&from) && IMPURE.contains(&to) {
        return Some(format!("{from} only computes and may not name {to}"));
    }
    None
}

fn is_arrow(from: &str, to: &str, is_shipped: bool) -> bool {
    match (from, to) {
        (_, "xtask" | "xueshi") => false,
        (_, "testkit") => !is_shipped,
        ("testkit", _) => to != "web",
        _ => ARROWS.iter().any(|(name, allowed)| *name == from && allowed.contains(&to)),
    }
}

#[cfg(test)]
mod tests {
    use super::problems;

    fn metadata(name: &str, dependency: &str, kind: &str) -> String {
        let names = ["policy", "domain", "store", "documents", "actions", "web", "xueshi", "testkit", "xtask"];
        let packages: Vec<String> = names
            .iter()
            .map(|member| {
                let dependencies = if *member == name {
                    format!(r#"[{{"name":"{dependency}","kind":{kind}}}]"#)
                } else {
                    "[]".to_owned()
                };
                format!(r#"{{"name":"{member}","dependencies":{dependencies}}}"#)
            })
            .collect();
        format!(r#"{{"packages":[{}]}}"#, packages.join(","))
    }

    #[test]
    fn arrows_that_are_drawn_are_allowed() {
        for (from, to, kind) in [
            ("domain", "policy", "null"),
            ("web", "actions", "null"),
            ("xueshi", "store", "null"),
            ("web", "testkit", r#""dev""#),
            ("store", "sqlx", "null"),
            ("testkit", "store", "null"),
        ] {
            assert_eq!(problems(metadata(from, to, kind).as_bytes()), Vec::<String>::new());
        }
    }

    #[test]
    fn arrows_that_are_not_drawn_are_named() {
        for (from, to, kind, said) in [
            ("policy", "domain", "null", "policy may not depend on domain"),
            ("web", "store", "null", "web may not depend on store"),
            ("web", "store", r#""dev""#, "web may not depend on store"),
            ("actions", "testkit", "null", "actions may not depend on testkit"),
            ("web", "sqlx", "null", "web may not name sqlx: its home is store and testkit"),
            ("actions", "axum", "null", "actions may not name axum: its home is web and xueshi"),
            ("xueshi", "typst", "null", "xueshi may not name typst: its home is documents"),
            ("domain", "tokio", "null", "domain only computes and may not name tokio"),
            ("store", "xueshi", r#""dev""#, "store may not depend on xueshi"),
        ] {
            assert_eq!(problems(metadata(from, to, kind).as_bytes()), vec![said.to_owned()]);
        }
    }

    #[test]
    fn a_crate_without_a_place_is_named() {
        let text = r#"{"packages":[{"name":"helpers","dependencies":[]}]}"#;
        assert_eq!(problems(text.as_bytes()), vec!["helpers: this crate has no place in the layers yet"]);
    }

    #[test]
    fn unreadable_metadata_is_a_problem_and_not_a_pass() {
        assert_eq!(problems(b"{").len(), 1);
    }
}
