//! Licences and origins of every crate that ends up in the product or its tests, against the lists in `deny.toml`.
//! It reads what cargo already has, so that nobody needs another tool or the network for it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use spdx::{Expression, ParseMode};

const LISTS: &str = "deny.toml";
/// What cargo calls the one registry from which crates may come.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[derive(Deserialize)]
struct Lists {
    graph: Graph,
    licenses: Licences,
}

#[derive(Deserialize)]
struct Graph {
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for the crates of the workspace.
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    req: String,
    source: Option<String>,
}

/// Asks cargo for every crate of the product and lists what is not allowed.
pub(crate) fn problems_in(root: &Path) -> Vec<String> {
    let lists = match std::fs::read_to_string(root.join(LISTS)) {
        Ok(text) => text,
        Err(error) => return vec![format!("{LISTS}: {error}")],
    };
    let lists: Lists = match toml::from_str(&lists) {
        Ok(lists) => lists,
        Err(error) => return vec![format!("{LISTS}: {error}")],
    };
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["metadata", "--format-version", "1", "--locked", "--quiet"]).current_dir(root);
    for target in &lists.graph.targets {
        command.args(["--filter-platform", target]);
    }
    match command.output() {
        Ok(output) if output.status.success() => problems(&output.stdout, &lists.licenses.allow),
        Ok(output) => vec![format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr))],
        Err(error) => vec![format!("cargo metadata: {error}")],
    }
}

fn problems(metadata: &[u8], allowed: &BTreeSet<String>) -> Vec<String> {
    let metadata: Metadata = match serde_json::from_slice(metadata) {
        Ok(metadata) => metadata,
        Err(error) => return vec![format!("cargo metadata cannot be read: {error}")],
    };
    let mut found = Vec::new();
    for package in &metadata.packages {
        let name = format!("{} {}", package.name, package.version);
        found.extend(licence_problem(package, allowed).map(|problem| format!("{name}: {problem}")));
        match package.source.as_deref() {
            Some(REGISTRY) => {}
            Some(other) => found.push(format!("{name}: comes from {other}, not from crates.io")),
            None => found.extend(wildcards(package).map(|problem| format!("{name}: {problem}"))),
        }
    }
    found
}

fn licence_problem(package: &Package, allowed: &BTreeSet<String>) -> Option<String> {
    let Some(text) = package.license.as_deref() else {
        return Some("names no licence".to_owned());
    };
    // Old crates write `MIT/Apache-2.0`, hence the lax reading.
    match Expression::parse_mode(text, ParseMode::LAX) {
        Ok(licence) if licence.evaluate(|one| allowed.contains(&one.to_string())) => None,
        Ok(_) => Some(format!("its licence `{text}` is not allowed by {LISTS}")),
        Err(error) => Some(format!("its licence `{text}` cannot be read: {}", error.reason)),
    }
}

/// Dependencies of our own crates that any version would satisfy.
fn wildcards(package: &Package) -> impl Iterator<Item = String> {
    let any = package.dependencies.iter().filter(|dependency| dependency.req == "*" && dependency.source.is_some());
    any.map(|dependency| format!("takes any version of {}", dependency.name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{REGISTRY, problems};

    fn found(licence: &str, source: &str) -> Vec<String> {
        let text = format!(
            r#"{{"packages":[{{"name":"a","version":"1.0.0","license":{licence},"source":{source},"dependencies":[]}}]}}"#
        );
        let allowed: BTreeSet<String> =
            ["MIT", "AGPL-3.0-or-later", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
        problems(text.as_bytes(), &allowed)
    }

    #[test]
    fn what_the_list_allows_passes() {
        let registry = format!("\"{REGISTRY}\"");
        for licence in ["MIT", "GPL-3.0-only OR MIT", "MIT/Apache-2.0", "Apache-2.0 WITH LLVM-exception"] {
            assert_eq!(found(&format!("\"{licence}\""), &registry), Vec::<String>::new());
        }
        assert_eq!(found("\"AGPL-3.0-or-later\"", "null"), Vec::<String>::new());
    }

    #[test]
    fn other_licences_none_at_all_and_other_origins_are_named() {
        let registry = format!("\"{REGISTRY}\"");
        for (licence, said) in [
            ("\"GPL-3.0-only\"", "a 1.0.0: its licence `GPL-3.0-only` is not allowed by deny.toml"),
            ("\"MIT AND Apache-2.0\"", "a 1.0.0: its licence `MIT AND Apache-2.0` is not allowed by deny.toml"),
            ("null", "a 1.0.0: names no licence"),
        ] {
            assert_eq!(found(licence, &registry), vec![said.to_owned()]);
        }
        let elsewhere = found("\"MIT\"", "\"git+https://example.org/a\"");
        assert_eq!(elsewhere, ["a 1.0.0: comes from git+https://example.org/a, not from crates.io"]);
        assert_eq!(found("\"whatever I like\"", &registry).len(), 1);
    }

    #[test]
    fn our_own_crates_say_which_version_they_take() {
        let text = r#"{"packages":[{"name":"web","version":"1.0.0","license":"MIT","source":null,"dependencies":[
            {"name":"a","req":"*","source":"registry"},{"name":"domain","req":"*","source":null}]}]}"#;
        let allowed = BTreeSet::from(["MIT".to_owned()]);
        assert_eq!(problems(text.as_bytes(), &allowed), ["web 1.0.0: takes any version of a"]);
    }
}
