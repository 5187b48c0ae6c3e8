//! What a scenario expects, held against what came out, in words. Must not judge.

use std::collections::BTreeMap;

use crate::{Hours, Obligation, Outcome};

/// What came out otherwise: the key of what was expected, and both.
#[derive(Default)]
pub(crate) struct Differences(pub(crate) Vec<(String, String)>);

impl Differences {
    pub(crate) fn say(&mut self, key: &str, text: String) {
        self.0.push((key.to_owned(), text));
    }

    pub(crate) fn compare<T: PartialEq + Told>(&mut self, what: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            let key = what.split('.').next().unwrap_or(what);
            self.say(key, format!("{what} 应为{}，实际是{}", expected.told(), found.told()));
        }
    }

    pub(crate) fn compare_each(
        &mut self,
        what: &str,
        expected: &BTreeMap<String, Outcome>,
        found: &BTreeMap<&str, Outcome>,
    ) {
        for (id, outcome) in expected {
            self.compare(&format!("{what}.{id}"), Some(&Some(*outcome)), &found.get(id.as_str()).copied());
        }
    }
}

/// A result as people read it.
pub(crate) trait Told {
    fn told(&self) -> String;
}

impl Told for Hours {
    fn told(&self) -> String {
        format!(" {self} 学时")
    }
}

impl Told for Outcome {
    fn told(&self) -> String {
        format!("“{}”", self.label())
    }
}

impl Told for Obligation {
    fn told(&self) -> String {
        let words = match self {
            Obligation::Full => "“全部学时和公需科目考试”",
            Obligation::PublicExamOnly => "“只要公需科目考试”",
            Obligation::None => "“没有要求”",
        };
        words.to_owned()
    }
}

impl Told for Option<Outcome> {
    fn told(&self) -> String {
        self.map_or_else(|| "“没有这一项”".to_owned(), |outcome| outcome.told())
    }
}

impl Told for BTreeMap<String, String> {
    fn told(&self) -> String {
        self.iter().map(|(id, said)| format!("{id} {said}")).collect::<Vec<_>>().told()
    }
}

impl<T: std::fmt::Display> Told for Vec<T> {
    fn told(&self) -> String {
        if self.is_empty() {
            return "“没有”".to_owned();
        }
        self.iter().map(|one| format!("“{one}”")).collect::<Vec<_>>().join("、")
    }
}

impl Told for String {
    fn told(&self) -> String {
        format!("“{self}”")
    }
}
