//! Packs with one mistake each: `tests/broken` holds what is changed in the pack of 云汀省, and `said.txt` beside them what
//! people are told. After a change of words, `XUESHI_ACCEPT=1 cargo test -p policy` writes it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use policy::{Fault, Library, PackError};
use serde::Deserialize;

use crate::packs;

const PACK: &str = "yunting-2025";

/// One mistake.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The code of the fault that has to be found.
    fault: String,
    /// Codes of others that cannot but follow from it.
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    edit: Vec<Edit>,
    #[serde(default)]
    add: Vec<Add>,
    #[serde(default)]
    remove: Vec<Remove>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    /// The rules when absent.
    file: Option<String>,
    find: String,
    write: String,
}

/// A file of another pack, from the root.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    file: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Remove {
    file: String,
}

impl Case {
    fn library(&self, name: &str) -> Library {
        let own = format!("{PACK}/");
        let mut files: Vec<_> = packs::files().into_iter().filter(|(path, _)| path.starts_with(&own)).collect();
        for edit in &self.edit {
            let path = format!("{own}{}", edit.file.as_deref().unwrap_or("rules.md"));
            let (_, text) = files.iter_mut().find(|(known, _)| *known == path).expect("the file is there");
            assert!(text.contains(&edit.find), "{name}: {path} has no “{}”", edit.find);
            *text = text.replacen(&edit.find, &edit.write, 1);
        }
        for gone in &self.remove {
            let before = files.len();
            files.retain(|(path, _)| *path != format!("{own}{}", gone.file));
            assert!(files.len() < before, "{name}: {} is there", gone.file);
        }
        files.extend(self.add.iter().map(|add| (add.file.trim_start_matches('/').to_owned(), add.text.clone())));
        Library::from_files(files)
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

/// Name and mistake, by name.
fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder()).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".toml")) else { continue };
        let text = std::fs::read_to_string(&path).expect("the case can be read");
        let case = toml::from_str(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        cases.push((name.to_owned(), case));
    }
    cases.sort_by(|(one, _), (other, _)| one.cmp(other));
    cases
}

fn problems(library: &Library) -> Vec<PackError> {
    library.check(PACK).unwrap_or_else(|problem| vec![problem])
}

#[test]
fn every_mistake_is_told_with_its_place_and_every_fault_has_a_mistake() {
    let (mut said, mut met, mut missed) = (String::new(), BTreeSet::new(), Vec::new());
    for (name, case) in cases() {
        let problems = problems(&case.library(&name));
        let is_meant = problems.iter().any(|problem| problem.fault.as_str() == case.fault);
        // A pack with another rule comes to other years; that is no second mistake.
        let is_expected = |code: &str| code == case.fault || case.also.iter().any(|also| also == code);
        let is_more = |problem: &&PackError| problem.fault != Fault::Differs && !is_expected(problem.fault.as_str());
        let more: Vec<&PackError> = problems.iter().filter(is_more).collect();
        if !is_meant || !more.is_empty() {
            missed.push(format!("{name}: {} was to be found and nothing else, but {problems:#?}", case.fault));
        }
        met.extend(problems.iter().map(|problem| problem.fault));
        writeln!(said, "{name}").expect("a text takes it");
        for problem in problems {
            writeln!(said, "  {problem}〔{}〕", problem.fault.as_str()).expect("a text takes it");
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    let unmet: Vec<&Fault> = Fault::ALL.iter().filter(|fault| !met.contains(fault)).collect();
    assert!(unmet.is_empty(), "no mistake shows these: {unmet:?}");
    let path = folder().join("said.txt");
    if std::env::var_os("XUESHI_ACCEPT").is_some() {
        std::fs::write(&path, &said).expect("it can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    for (said, kept) in said.lines().zip(kept.lines()) {
        assert_eq!(said, kept, "other words; if they are better, accept them");
    }
    assert_eq!(said.lines().count(), kept.lines().count(), "a mistake was added or taken away");
}

#[test]
fn what_is_said_is_chinese_and_says_what_to_do() {
    let is_chinese = |text: &str| text.chars().any(|character| character > '\u{2e7f}');
    let mut codes = BTreeSet::new();
    for fault in Fault::ALL {
        assert!(is_chinese(fault.advice()) && fault.advice().ends_with('。'), "{fault:?}");
        assert!(codes.insert(fault.as_str()), "{fault:?} has the code of another");
    }
}

#[test]
fn a_pack_that_does_not_load_leaves_the_others_usable() {
    let (name, case) = cases().into_iter().find(|(name, _)| name == "open-fence").expect("it is there");
    let broken = case.library(&name);
    let mut files = packs::files();
    files.retain(|(path, _)| path.contains('/') && !path.starts_with(PACK));
    let rules =
        packs::files().into_iter().find(|(path, _)| *path == format!("{PACK}/rules.md")).expect("there are rules");
    files.push((rules.0, rules.1.replacen("\n```\n\n## 第二条", "\n\n## 第二条", 1)));
    let library = Library::from_files(files);
    assert!(broken.load(PACK).is_err() && library.load(PACK).is_err());
    for name in ["guet-2022", "guangxi-2019", "sample-2026"] {
        assert_eq!(library.load(name).expect("it loads").hash(), packs::pack(name).hash());
    }
}
