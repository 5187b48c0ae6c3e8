//! Small changes to a pack's text, one at a time: what a slip of the keyboard or of memory would make of it.

/// One changed file.
#[derive(Debug, Clone)]
pub(crate) struct Mutant {
    /// What was changed, without line numbers: `guet-2022/rules.md [[group]] xuexi: cap_hours = 10 → 11`.
    pub(crate) name: String,
    /// The file's path inside the library.
    pub(crate) file: String,
    /// Its text, changed.
    pub(crate) text: String,
}

/// Words of the vocabulary and what each could be mistaken for: a comparison, a base, a direction, a firmness turned.
const TURNED: [(&str, &[&str]); 16] = [
    ("round = \"down\"", &["round = \"exact\""]),
    ("firmness = \"soft\"", &["firmness = \"hard\""]),
    ("firmness = \"hard\"", &["firmness = \"soft\""]),
    ("party = \"person\"", &["party = \"unit\""]),
    ("party = \"unit\"", &["party = \"person\""]),
    ("concerns = \"declaring-this-year\"", &["concerns = \"obliged\""]),
    ("concerns = \"obliged\"", &["concerns = \"declaring-this-year\""]),
    ("gives = \"full\"", &["gives = \"public-exam-only\"", "gives = \"none\""]),
    ("gives = \"public-exam-only\"", &["gives = \"full\"", "gives = \"none\""]),
    ("gives = \"none\"", &["gives = \"full\"", "gives = \"public-exam-only\""]),
    ("= true", &["= false"]),
    ("= false", &["= true"]),
    ("exam = true", &["study = \"as-announced\""]),
    ("study = { reading = \"study-completed\" }", &["exam = true"]),
    ("after = \"approved\"", &[""]),
    ("optional = true, ", &[""]),
];

/// Fields that do something, each to be dropped: caps, citations, deadlines, conditions.
const DROPPED: [&str; 18] = [
    "cap_hours",
    "reading",
    "day",
    "group",
    "within",
    "categories",
    "declares_title_next_year",
    "confirmation_only",
    "study_hours",
    "from_year",
    "rates",
    "whole_year",
    "refers_to_last_year",
    "before_title_series",
    "required",
    "evidence",
    "needs",
    "part",
];

/// Sections that are dropped whole.
const SECTIONS: [&str; 18] = [
    "[[reading]]",
    "[[obligation]]",
    "[[require]]",
    "[[rate]]",
    "[[day-limit]]",
    "[[kind]]",
    "[[group]]",
    "[[window]]",
    "[[evidence]]",
    "[[certificate]]",
    "[[deadline]]",
    "[[consequence]]",
    "[[training-year]]",
    "[[title-series]]",
    "[public-course]",
    "[status]",
    "[annulment]",
    "[[tables]]",
];

/// Fields whose text is for people, or names something without being a number of the law.
const WORDS: [&str; 18] = [
    "name",
    "says",
    "question",
    "chosen",
    "training_years",
    "why",
    "hint",
    "advice",
    "unmet",
    "notice",
    "theme",
    "reason",
    "meanwhile",
    "after_attempts",
    "id",
    "table",
    "extends",
    "series",
];

/// The lines of the rule blocks, each with its place among all.
fn in_blocks<'t>(lines: &[&'t str]) -> Vec<(usize, &'t str)> {
    let mut is_block = false;
    let mut inside = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.starts_with("```") {
            is_block = *line == "```toml";
        } else if is_block {
            inside.push((index, *line));
        }
    }
    inside
}

/// Every mutant of one rule file.
pub(crate) fn of_rules(file: &str, text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    let mut place = Place::default();
    for (index, line) in in_blocks(&lines) {
        place.read(line);
        let mut add = |what: String, changed: Option<String>, count: usize| {
            let mut text: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            text.splice(index..index + count, changed);
            let name = format!("{file} {place}: {what}");
            mutants.push(Mutant { name, file: file.to_owned(), text: text.join("\n") + "\n" });
        };
        if SECTIONS.contains(&line) {
            let rest = lines[index + 1..].iter();
            let count = 1 + rest.take_while(|line| !line.starts_with('[') && !line.starts_with("```")).count();
            let told = lines[index + 1];
            add(format!("without the section that begins {told}"), None, count);
            continue;
        }
        if place.section == "[provisions]" {
            for (what, changed) in other_articles(line) {
                add(what, changed, 1);
            }
            continue;
        }
        if line.starts_with("category = ") && place.section == "[[kind]]" {
            for group in other_groups(text, &lines[index + 1..]) {
                add(format!("{group} instead of its own"), Some(format!("{line}\n{group}")), 1);
            }
        }
        for (what, changed) in of_line(line).into_iter().chain(other_choices(line, &lines[index + 1..])) {
            add(what, Some(changed), 1);
        }
        let field = line.split(" =").next().unwrap_or_default();
        if DROPPED.contains(&field) {
            add(format!("without {line}"), None, 1);
        }
    }
    mutants
}

/// Every mutant of one table: each number plus and minus one, each row dropped.
pub(crate) fn of_table(file: &str, text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let mut rows = vec![("without the row".to_owned(), None)];
        rows.extend(numbers(line).map(|(what, changed)| (what, Some(changed))));
        for (what, changed) in rows {
            let mut text: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            text.splice(index..=index, changed);
            let name = format!("{file} {line}: {what}");
            mutants.push(Mutant { name, file: file.to_owned(), text: text.join("\n") + "\n" });
        }
    }
    mutants
}

/// Where in a rule file one is: the section and what it is called.
#[derive(Default)]
struct Place {
    section: String,
    id: String,
}

impl Place {
    fn read(&mut self, line: &str) {
        if line.starts_with('[') {
            (self.section, self.id) = (line.to_owned(), String::new());
        } else if let Some(id) = line.strip_prefix("id = ").or_else(|| line.strip_prefix("why = ")) {
            self.id = id.trim_matches('"').to_owned();
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.section, self.id)
    }
}

/// A reading's choice turned to each option that rules can follow.
fn other_choices(line: &str, rest: &[&str]) -> Vec<(String, String)> {
    let Some(chosen) = line.strip_prefix("chosen = ") else { return Vec::new() };
    let options = rest.iter().take_while(|line| **line != "]").filter_map(|line| option(line)?.split_once(','));
    let others = options.filter(|(id, more)| *id != chosen && more.trim_start().starts_with("value = "));
    others.map(|(id, _)| (format!("{line} → {id}"), format!("chosen = {id}"))).collect()
}

/// What stands in an option of a reading, after the beginning of its id.
fn option(line: &str) -> Option<&str> {
    line.strip_prefix("  { id = ").filter(|rest| rest.contains(", says = "))
}

fn of_line(line: &str) -> Vec<(String, String)> {
    if option(line).is_some() {
        // The sentences are for people; only the value decides.
        let (value, words) = line.split_once(", says = ").unwrap_or((line, ""));
        let whole = |(what, changed): (String, String)| (what, format!("{changed}, says = {words}"));
        return numbers(value).map(whole).collect();
    }
    let mut changed: Vec<(String, String)> = Vec::new();
    let field = line.split(" =").next().unwrap_or_default();
    if !WORDS.contains(&field) && !line.starts_with('[') {
        changed.extend(numbers(line));
    }
    for (from, to) in TURNED {
        if line.contains(from) {
            changed.extend(to.iter().map(|to| (format!("{from} → {to}"), line.replacen(from, to, 1))));
        }
    }
    if ["evidence", "needs", "categories", "binds", "rates", "asks"].contains(&field) {
        changed.extend(without_each(line));
    }
    if line.starts_with("  { id = ") && line.contains(", type = ") {
        changed.push((format!("without {line}"), String::new()));
    }
    changed.extend(without_each_choice(line));
    changed.extend(without_each_condition(line));
    changed
}

/// Each number of a line plus one and minus one. A number inside a word or a name is none.
fn numbers(line: &str) -> impl Iterator<Item = (String, String)> {
    let bytes = line.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_free = at == 0 || !is_word(bytes[at - 1]);
        if length > 0 && is_free && bytes.get(at + length).is_none_or(|byte| !is_word(*byte)) {
            found.push((at, length));
        }
        at += length.max(1);
    }
    let line = line.to_owned();
    found.into_iter().flat_map(move |(at, length)| {
        let number: i64 = line[at..at + length].parse().unwrap_or(0);
        let to = [number + 1, number - 1].into_iter().filter(|to| *to >= 0);
        let line = line.clone();
        to.map(move |to| {
            let text = format!("{}{to:0length$}{}", &line[..at], &line[at + length..]);
            (format!("{line} → {to}"), text)
        })
    })
}

/// Another article for a provision, and the provision left to the pack around. Where no article carries it out, the check
/// of the pack tells of one that is left out, and nothing else can.
fn other_articles(line: &str) -> Vec<(String, Option<String>)> {
    let Some((name, cited)) = line.split_once(" = ") else { return Vec::new() };
    if cited == "\"none\"" {
        return Vec::new();
    }
    let whole = cited.split('（').next().unwrap_or(cited);
    let none = (format!("{line} → none"), Some(format!("{name} = \"none\"")));
    let without_part = (whole != cited).then(|| (format!("{line} → {whole}\""), Some(format!("{name} = {whole}\""))));
    [(format!("without {line}"), None), none].into_iter().chain(without_part).collect()
}

/// The groups of the file that the kind whose lines begin here is not in.
fn other_groups(text: &str, kind: &[&str]) -> Vec<String> {
    let own = kind.iter().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with("group = "));
    if own.is_some() {
        return Vec::new();
    }
    let mut groups = Vec::new();
    let mut lines = text.lines();
    while lines.any(|line| line == "[[group]]") {
        groups.extend(lines.next().and_then(|line| line.strip_prefix("id = ")).map(|id| format!("group = {id}")));
    }
    groups
}

/// A question without each of its choices in turn.
fn without_each_choice(line: &str) -> Vec<(String, String)> {
    let Some((head, rest)) = line.split_once("choices = [[") else { return Vec::new() };
    let Some((choices, tail)) = rest.split_once("]]") else { return Vec::new() };
    let choices: Vec<&str> = choices.split("], [").collect();
    let without = |index: usize| {
        let kept: Vec<&str> = (0..choices.len()).filter(|at| *at != index).map(|at| choices[at]).collect();
        let changed = format!("{head}choices = [[{}]]{tail}", kept.join("], ["));
        (format!("without the choice {}", choices[index]), changed)
    };
    (0..choices.len()).filter(|_| choices.len() > 1).map(without).collect()
}

/// Evidence that is always asked for instead of under its condition.
fn without_each_condition(line: &str) -> Vec<(String, String)> {
    let conditions = line.match_indices(", when = ").filter_map(|(at, _)| {
        let end = at + line[at..].find(" }")?;
        let begin = line[..at].rfind("{ id = ")?;
        let id = &line[begin + "{ id = ".len()..at];
        Some((format!("without{}", &line[at + 1..end]), format!("{}{id}{}", &line[..begin], &line[end + 2..])))
    });
    conditions.collect()
}

/// A list without each of its entries in turn.
fn without_each(line: &str) -> Vec<(String, String)> {
    let Some((head, list)) = line.split_once('[') else { return Vec::new() };
    let list = list.trim_end_matches(']');
    if list.is_empty() {
        return Vec::new();
    }
    let mut entries: Vec<String> = Vec::new();
    for part in list.split(", ") {
        match entries.last_mut().filter(|last| last.starts_with('{') && !last.ends_with('}')) {
            Some(last) => last.push_str(&format!(", {part}")),
            None => entries.push(part.to_owned()),
        }
    }
    let without = |index: usize| {
        let kept: Vec<&str> =
            entries.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, one)| one.as_str()).collect();
        (format!("{} without {}", head.trim_end_matches(" = "), entries[index]), format!("{head}[{}]", kept.join(", ")))
    };
    (0..entries.len()).map(without).collect()
}

/// Every text between quotation marks in a rule block with a word more: names, sentences, ids.
pub(crate) fn of_words(file: &str, text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    let mut place = Place::default();
    for (index, line) in in_blocks(&lines) {
        place.read(line);
        // Every second mark ends a text.
        for (end, _) in line.match_indices('"').skip(1).step_by(2) {
            let changed = format!("{}改{}", &line[..end], &line[end..]);
            let mut text = lines.clone();
            text[index] = &changed;
            let name = format!("{file} {place}: {changed}");
            mutants.push(Mutant { name, file: file.to_owned(), text: text.join("\n") + "\n" });
        }
    }
    mutants
}
