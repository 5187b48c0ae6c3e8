//! Every command that a document shows can be typed as it stands there.

use std::{fs, path::Path};

use super::Cli;

const DOCUMENTS: [&str; 4] = ["README.md", "README.zh-CN.md", "docs/howto/go-live.md", "docs/howto/go-live.zh-CN.md"];

fn text(document: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(document)).expect(document)
}

/// The program's commands in the fenced parts of a document, as they reach the program.
fn commands(document: &str) -> Vec<String> {
    let text = text(document);
    let fenced = text.split("```").skip(1).step_by(2).flat_map(str::lines);
    fenced.filter_map(as_typed).map(str::to_owned).collect()
}

/// Without the comment, and without what stands before the program's name.
fn as_typed(line: &str) -> Option<&str> {
    let line = line.split(" #").next().unwrap_or(line).trim();
    let line = line.strip_prefix("ExecStart=/usr/local/bin/").unwrap_or(line);
    let line = line.strip_prefix("sudo -u xueshi ").unwrap_or(line);
    line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("xueshi "))
}

#[test]
fn every_command_of_a_document_is_one_that_the_program_takes() {
    for document in DOCUMENTS {
        let commands = commands(document);
        assert!(commands.len() > 3, "{document} shows {} commands", commands.len());
        for command in commands {
            let typed = std::iter::once("xueshi").chain(command.split_whitespace());
            let read = Cli::chinese_command().try_get_matches_from(typed);
            assert!(
                read.is_ok(),
                "{document}: {command}: {}",
                read.err().map(|error| error.to_string()).unwrap_or_default()
            );
        }
    }
}

/// One megabyte more than the program takes, so that it is the program that refuses, in words that help; beyond that the
/// proxy shows the program's page.
#[test]
fn the_proxy_of_a_document_lets_through_what_the_program_takes() {
    let limit = format!("client_max_body_size {}m;", web::REQUEST_BYTES_MAX / 1024 / 1024 + 1);
    for document in DOCUMENTS.into_iter().filter(|document| document.contains("go-live")) {
        let page = "error_page 413 /too-large;";
        for line in [limit.as_str(), page, "location = /too-large {"] {
            assert!(text(document).contains(line), "{document}: {line}");
        }
    }
    assert!(web::routes().contains(&("GET", "/too-large")));
}

#[test]
fn comments_and_what_stands_before_the_program_are_left_out() {
    assert_eq!(as_typed("cargo run --release -- demo     # a university"), Some("demo"));
    assert_eq!(as_typed("sudo -u xueshi xueshi doctor"), Some("doctor"));
    assert_eq!(as_typed("cargo xtask test"), None);
}
