//! The JSON Schema of the facts format: the committed file is what the program prints, and it fits the examples that
//! people copy. After a change that is meant, `XUESHI_ACCEPT=1 cargo test -p xueshi --test commands schema` writes it anew.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::program::Desk;

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(document(name)).unwrap_or_default()
}

fn validator() -> Validator {
    let schema: Value = serde_json::from_str(&read("facts.schema.json")).expect("the schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one")
}

/// The fenced JSON blocks of the description.
fn examples() -> Vec<Value> {
    let text = read("facts.md");
    let blocks = text.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| serde_json::from_str(block).expect("an example is JSON")).collect()
}

#[test]
fn the_committed_schema_is_the_programs() {
    let printed = Desk::new().run("assess --schema");
    assert_eq!(printed.code, Some(0), "{}", printed.complained);
    if std::env::var_os("XUESHI_ACCEPT").is_some() {
        std::fs::write(document("facts.schema.json"), &printed.said).expect("written");
    }
    assert_eq!(read("facts.schema.json"), printed.said, "XUESHI_ACCEPT=1 writes docs/facts.schema.json anew");
}

#[test]
fn every_example_fits_the_schema_and_is_judged() {
    let validator = validator();
    let examples = examples();
    assert!(!examples.is_empty(), "docs/facts.md has an example");
    for example in examples {
        let problems: Vec<String> = validator.iter_errors(&example).map(|error| error.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new(), "{example:#}");
        let ended = Desk::new().run_reading("assess -", &example.to_string());
        assert_eq!(ended.code, Some(0), "{}", ended.complained);
    }
}

#[test]
fn what_the_schema_refuses_the_program_refuses() {
    let validator = validator();
    let item = |field: &str, value: Value| {
        let mut item = json!({ "id": "1", "kind": "paper", "starts": "2026-05-20", "ends": "2026-05-20" });
        item[field] = value;
        json!({ "year": 2026, "category": "worker", "items": [item] })
    };
    let good = item("applied", json!(12.07));
    assert!(validator.is_valid(&good), "{good}");
    for bad in [
        json!({ "year": 2026 }),
        json!({ "year": "2026", "category": "worker" }),
        json!({ "year": 2026, "category": "teacher" }),
        json!({ "year": 2026, "category": "worker", "itms": [] }),
        item("colour", json!("red")),
        item("starts", json!("20 May 2026")),
        item("ends", json!("2026-02-30")),
        item("applied", json!(-1)),
        item("verified", json!(1.005)),
        item("answers", json!({ "rank": 1 })),
    ] {
        assert!(!validator.is_valid(&bad), "{bad}");
        assert_eq!(Desk::new().run_reading("assess -", &bad.to_string()).code, Some(2), "{bad}");
    }
}
