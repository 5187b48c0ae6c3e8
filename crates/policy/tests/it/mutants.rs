//! Small changes to a pack's text, one at a time: what a slip of the keyboard or of memory would make of it.

mod lines;
mod moved;

pub(crate) use moved::moved;

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

/// Fields that do something, each to be dropped: caps, citations, deadlines, conditions.
pub(crate) const DROPPED: [&str; 34] = [
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
    "of",
    "after",
    "counts",
    "without_exam",
    "past_years",
    "past_years_in",
    "in_next_year",
    "years_later",
    "waits_for_approval",
    "above_claim",
    "item_years_max",
    "accepted",
    "deciders",
    "recognised",
    "annuls",
    "hours",
];

/// Sections that are dropped whole.
pub(crate) const SECTIONS: [&str; 19] = [
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
    "[verification]",
    "[[tables]]",
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
        for (what, changed) in lines::of_line(line).into_iter().chain(lines::other_choices(line, &lines[index + 1..])) {
            add(what, Some(changed), 1);
        }
        let field = line.split(" =").next().unwrap_or_default();
        if place.section == "[[training-year]]" && ["theme", "notice"].contains(&field) {
            add(format!("another {field}"), line.strip_suffix('"').map(|line| format!("{line}改\"")), 1);
        }
        if DROPPED.contains(&field) {
            add(format!("without {line}"), None, 1);
        }
    }
    mutants
}

/// Every mutant of one table: each number plus and minus one, each row dropped, and where each says that its hours are from.
pub(crate) fn of_table(file: &str, text: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    for (index, line) in lines.iter().enumerate().skip(1) {
        let mut rows = vec![("without the row".to_owned(), None)];
        rows.extend(lines::numbers(line).map(|(what, changed)| (what, Some(changed))));
        if let Some(rest) = line.strip_suffix(",sample") {
            rows.push(("sample → official".to_owned(), Some(format!("{rest},official"))));
            rows.push(("another source".to_owned(), Some(format!("{rest}改,sample"))));
        }
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
