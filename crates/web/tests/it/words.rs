//! One word, one meaning: what people read uses the glossary's words. The words that it lists as no longer used stand in
//! no page, no refusal and no help text, and neither in the packs, whose advice stands on pages, nor in what the sample
//! university writes.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The words that the glossary lists as no longer used, each with what stands in its place.
fn retired() -> Vec<(String, String)> {
    let glossary = fs::read_to_string(root().join("GLOSSARY.md")).expect("the glossary");
    let (_, table) = glossary.split_once("## No longer used").expect("its second table");
    let cells = |line: &str| -> Vec<String> { line.split('|').map(|cell| cell.trim().to_owned()).collect() };
    let rows = table.lines().map(cells).filter(|cells| cells.len() == 4);
    rows.skip(2).map(|cells| (cells[1].clone(), cells[2].clone())).collect()
}

/// Every source, template and pack that can hold what people read; what tests say is not the product's word.
fn texts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["crates", "policies"].map(|folder| root().join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "tests" | "target" | "benches" | "examples") {
                    folders.push(path);
                }
            } else if [".rs", ".html", ".js", ".typ", ".md", ".toml", ".csv"]
                .iter()
                .any(|ending| name.ends_with(ending))
            {
                let text = fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }
    found
}

#[test]
fn retired_words_stand_nowhere() {
    let (retired, texts) = (retired(), texts());
    assert!(retired.len() > 10 && texts.len() > 100, "{} words, {} texts", retired.len(), texts.len());
    for part in ["policies/guet-2022/rules.md", "policies/guet-2022/scenarios", "xueshi/src/demo/year.rs"] {
        assert!(texts.iter().any(|(path, _)| path.to_string_lossy().contains(part)), "{part} is looked at");
    }
    let mut found = Vec::new();
    for (path, text) in &texts {
        for (number, line) in text.lines().enumerate() {
            for (word, instead) in retired.iter().filter(|(word, _)| line.contains(word.as_str())) {
                found.push(format!("{}:{}: {word}, write {instead}", path.display(), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_retired_word_is_a_word_of_the_glossary() {
    let glossary = fs::read_to_string(root().join("GLOSSARY.md")).expect("the glossary");
    let (words, _) = glossary.split_once("## No longer used").expect("two tables");
    for (word, instead) in retired() {
        assert!(words.contains(&instead), "{instead} is explained");
        assert!(!words.lines().any(|line| line.starts_with(&format!("| {word} "))), "{word}");
    }
}
