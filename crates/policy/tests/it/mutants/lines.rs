//! What can be changed in one line of a rule block: numbers, words of the vocabulary, lists, choices, conditions.

/// Words of the vocabulary and what each could be mistaken for: a comparison, a base, a direction, a firmness turned.
const TURNED: [(&str, &[&str]); 22] = [
    ("round = \"down\"", &["round = \"exact\"", "round = \"nearest\"", "round = \"carried\""]),
    ("round = \"nearest\"", &["round = \"exact\"", "round = \"down\"", "round = \"carried\""]),
    ("in = \"earned-total\"", &["in = \"required-total\""]),
    ("of = \"public\"", &[""]),
    ("counts = \"after-study\"", &["counts = \"after-exam\""]),
    ("status = \"official\"", &["status = \"sample\""]),
    ("status = \"sample\"", &["status = \"official\""]),
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

/// What an option of a reading sets, and what it could be mistaken for.
const SET: [(&str, &str); 11] = [
    ("\"down\"", "\"exact\""),
    ("\"carried\"", "\"down\""),
    ("\"exact\"", "\"down\""),
    ("\"after-exam\"", "\"after-study\""),
    ("\"after-study\"", "\"after-exam\""),
    ("\"required-total\"", "\"earned-total\""),
    ("\"earned-total\"", "\"required-total\""),
    ("\"as-announced\"", "\"by-exam\""),
    ("\"by-exam\"", "\"as-announced\""),
    ("true", "false"),
    ("false", "true"),
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

/// A reading's choice turned to each option that rules can follow.
pub(super) fn other_choices(line: &str, rest: &[&str]) -> Vec<(String, String)> {
    let Some(chosen) = line.strip_prefix("chosen = ") else { return Vec::new() };
    let options = rest.iter().take_while(|line| **line != "]").filter_map(|line| option(line)?.split_once(','));
    let others = options.filter(|(id, more)| *id != chosen && more.trim_start().starts_with("value = "));
    others.map(|(id, _)| (format!("{line} → {id}"), format!("chosen = {id}"))).collect()
}

/// What stands in an option of a reading, after the beginning of its id.
fn option(line: &str) -> Option<&str> {
    line.strip_prefix("  { id = ").filter(|rest| rest.contains(", says = "))
}

pub(super) fn of_line(line: &str) -> Vec<(String, String)> {
    if option(line).is_some() {
        // The sentences are for people; only the value decides.
        let (value, words) = line.split_once(", says = ").unwrap_or((line, ""));
        let whole = |(what, changed): (String, String)| (what, format!("{changed}, says = {words}"));
        let set = SET.iter().filter_map(|(from, to)| {
            let (from, to) = (format!("value = {from}"), format!("value = {to}"));
            value.contains(&from).then(|| (format!("{from} → {to} in {value}"), value.replacen(&from, &to, 1)))
        });
        return numbers(value).chain(set).chain(without_each_value(value)).map(whole).collect();
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
    changed.extend(without_each_key(line));
    changed.extend(INSIDE.iter().filter_map(|field| without_field(line, field)));
    changed.extend(without_each_condition(line));
    changed
}

/// Each number of a line plus one and minus one. A number inside a word or a name is none.
pub(super) fn numbers(line: &str) -> impl Iterator<Item = (String, String)> {
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

/// Fields inside an entry of one line, each to be dropped.
const INSIDE: [&str; 5] = ["otherwise", "at_most_hours", "round", "rate", "at_least"];

/// An entry of one line without this field.
fn without_field(line: &str, field: &str) -> Option<(String, String)> {
    let at = line.find(&format!(", {field} = "))?;
    let end = at + 1 + line[at + 1..].find(", ").or_else(|| line[at + 1..].rfind(" }"))?;
    let end = if line[at..end].contains('{') { line.rfind(" }")? } else { end };
    Some((format!("without{}", &line[at + 1..end]), format!("{}{}", &line[..at], &line[end..])))
}

/// A table that is looked up without each of its questions in turn.
fn without_each_key(line: &str) -> Vec<(String, String)> {
    let Some((head, rest)) = line.split_once("by = [") else { return Vec::new() };
    let Some((keys, tail)) = rest.split_once(']') else { return Vec::new() };
    let without = without_each(&format!("by = [{keys}]"));
    without.into_iter().map(|(what, list)| (what, format!("{head}{list}{tail}"))).collect()
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

/// An option of a reading that sets a list, without each of its entries.
fn without_each_value(option: &str) -> Vec<(String, String)> {
    let Some((head, list)) = option.split_once("value = [") else { return Vec::new() };
    let without = without_each(&format!("value = [{list}"));
    without.into_iter().map(|(what, list)| (format!("{what} in {option}"), format!("{head}{list}"))).collect()
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
