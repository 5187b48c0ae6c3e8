//! `xueshi assess` on facts that chance damaged: whatever was changed it ends, and what it refuses it refuses with a line,
//! a column and a field that are there. `malformed.rs` has single slips with all that is said of them.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::program::Desk;

/// The program is started once for each.
const DAMAGES: u64 = 300;

const FACTS: &str = r#"{
  "year": 2026,
  "category": "full-time-teacher",
  "declares_title_this_year": true,
  "title_series_opens": "2026-09-15",
  "public": [
    { "course": "公需科目必修课", "study": 10, "exam_passed": true, "score": 86, "hours": 30, "happened": "2026-06-01" }
  ],
  "items": [
    { "id": "1", "kind": "training-hosted", "starts": "2026-07-01", "ends": "2026-07-05", "applied": 40,
      "answers": { "stated_hours": "40" }, "evidence": ["training-certificate"], "decided": "2026-07-10", "accepted": true },
    { "id": "2", "kind": "xuexi-points", "starts": "2026-01-01", "ends": "2026-08-31", "accepted": true,
      "answers": { "points": "999" } }
  ],
  "posts": [{ "from": "2026-03-01", "category": "full-time-teacher" }],
  "findings": [{ "item": "2", "on": "2026-09-01", "decision": "决定〔2026〕1 号" }],
  "approved": true,
  "approved_on": "2026-10-01"
}
"#;

/// Pieces that mean something to the reader.
const PIECES: [&str; 18] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-1",
    "0.001",
    "1e308",
    "9223372036854775808",
    "\"2026-02-30\"",
    "\"9999-12-31\"",
    "\n",
    "\u{0}",
    "第",
];

/// The facts with one or two places cut, doubled or replaced, or a digit turned into another.
fn damaged(chance: &mut ChaCha8Rng) -> String {
    let mut text: Vec<char> = FACTS.chars().collect();
    for _ in 0..chance.random_range(1..=2) {
        let begin = chance.random_range(0..text.len());
        let digit = text.iter().skip(begin).position(char::is_ascii_digit).filter(|_| chance.random_ratio(1, 5));
        if let Some(place) = digit {
            text[begin + place] = char::from(b'0' + chance.random_range(0..10));
            continue;
        }
        let end = (begin + chance.random_range(0..12)).min(text.len());
        let cut: Vec<char> = text[begin..end].to_vec();
        let put = match chance.random_range(0..4) {
            0 => Vec::new(),
            1 => cut.iter().chain(&cut).copied().collect(),
            2 => chance.random_range(0..10).to_string().chars().collect(),
            _ => PIECES[chance.random_range(0..PIECES.len())].chars().collect(),
        };
        text.splice(begin..end, put);
    }
    text.into_iter().collect()
}

/// What stands between two pieces of what was said.
fn between<'a>(said: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(said.split_once(before)?.1.split_once(after)?.0)
}

/// Whether line, column and field are in the text. A field is named by the names and places that lead to it.
fn is_there(text: &str, complained: &str) -> bool {
    let number = |before, after| between(complained, before, after)?.trim().parse::<usize>().ok();
    let (Some(line), Some(column)) = (number("facts.json 的第 ", " 行"), number(" 行第 ", " 列")) else {
        return false;
    };
    // Where the text breaks off, the place is behind its last character.
    let width = text.lines().nth(line - 1).map(|line| line.chars().count());
    let is_place = width.map_or(line <= text.lines().count() + 1 && column == 1, |width| column <= width + 1);
    let names = between(complained, "（字段 ", "）").into_iter().flat_map(|field| field.split(['.', '[', ']']));
    let is_index = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    (1..).contains(&column) && is_place && names.filter(|name| !is_index(name)).all(|name| text.contains(name))
}

#[test]
fn whatever_is_changed_in_facts_they_are_judged_or_refused_with_a_place_that_is_there() {
    let (desk, mut judged, mut refused) = (Desk::with("facts.json", FACTS), 0, 0);
    let whole = desk.run("assess facts.json --known-on 2027-01-01");
    assert_eq!(whole.code, Some(0), "nothing is damaged yet: {}", whole.complained);
    for seed in 0..DAMAGES {
        let text = damaged(&mut ChaCha8Rng::seed_from_u64(seed));
        desk.keep("facts.json", &text);
        let ended = desk.run("assess facts.json --known-on 2027-01-01");
        match ended.code {
            Some(0) => {
                assert!(
                    ended.said.starts_with("结论：") && ended.complained.is_empty(),
                    "{text}\n{}",
                    ended.complained
                );
                judged += 1;
            }
            Some(2) => {
                assert!(
                    ended.said.is_empty() && ended.complained.contains("数据没有改动。请"),
                    "{text}\n{}",
                    ended.said
                );
                assert!(is_there(&text, &ended.complained), "{text}\n{}", ended.complained);
                refused += 1;
            }
            other => panic!("{other:?} on {text}\n{}", ended.complained),
        }
    }
    // Most damage breaks the text; some leaves facts of another kind.
    assert!(judged > DAMAGES / 50 && refused > DAMAGES / 2, "{judged} judged, {refused} refused");
}
