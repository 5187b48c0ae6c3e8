//! On which line of a scenario each key and each field of the facts stands. Must not know what they mean.

use std::collections::BTreeMap;

/// Lines from 1, by key at its first place, and by field, such as `items[2].answers.points`.
#[derive(Debug)]
pub(crate) struct Lines(BTreeMap<String, usize>);

impl Lines {
    /// Those of this text.
    pub(crate) fn of(text: &str) -> Lines {
        let mut lines = BTreeMap::new();
        let mut tables: BTreeMap<&str, usize> = BTreeMap::new();
        let mut table = String::new();
        for (number, line) in (1..).zip(text.lines()) {
            let written = line.split(['=', '#']).next().unwrap_or_default().trim();
            let key = written.trim_matches(['[', ']']);
            let field = if written.starts_with("[[") {
                let place = tables.entry(key).and_modify(|place| *place += 1).or_insert(0);
                table = format!("{key}[{place}].");
                format!("{key}[{place}]")
            } else if written.starts_with('[') {
                let field = inside(&tables, key);
                // What a person is stands in the facts beside the year.
                table = if field == "person" { String::new() } else { format!("{field}.") };
                field
            } else {
                format!("{table}{key}")
            };
            lines.entry(field).or_insert(number);
            lines.entry(key.rsplit('.').next().unwrap_or_default().to_owned()).or_insert(number);
        }
        Lines(lines)
    }

    /// The line of a key or a field, of what it stands in where it is not written by itself, or the first.
    pub(crate) fn of_key(&self, key: &str) -> usize {
        let mut key = key;
        loop {
            match (self.0.get(key), key.rfind(['.', '['])) {
                (Some(line), _) => return *line,
                (None, Some(end)) => key = &key[..end],
                (None, None) => return 1,
            }
        }
    }
}

/// A table's name, where it is one inside the last of a list.
fn inside(tables: &BTreeMap<&str, usize>, name: &str) -> String {
    match name.split_once('.').and_then(|(list, rest)| Some((list, tables.get(list)?, rest))) {
        Some((list, place, rest)) => format!("{list}[{place}].{rest}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn a_field_is_found_where_it_is_written_or_in_what_it_stands_in() {
        let text = "year = 2026\n[person]\ntitle_series_opens = 2026-06-15\n[[items]]\nkind = \"a\"\n\
                    [[items]]\nkind = \"b\"\nanswers = { points = \"1\" }\n[[items]]\n[items.answers]\npoints = \"3\"\n\
                    [expect]\nsays = []\n";
        let lines = Lines::of(text);
        let wanted = [
            ("year", 1),
            ("title_series_opens", 3),
            ("items[0].kind", 5),
            ("items[0].ends", 4),
            ("items[1].answers.points", 8),
            ("items[1].evidence[2]", 6),
            ("items[2].answers.points", 11),
            ("items[2].kind", 9),
            ("expect", 12),
            ("says", 13),
            ("findings[0].item", 1),
        ];
        for (key, line) in wanted {
            assert_eq!(lines.of_key(key), line, "{key}");
        }
    }
}
