//! Whether a pack that loads is sound: its rules, its days, its scenarios. Must not judge anybody's year by itself.

use std::collections::BTreeSet;
use std::path::Path;

use crate::blocks::{HoursBlock, ReadingBlock};
use crate::collection::{Collection, Placed};
use crate::faults::Fault;
use crate::library::rules_path;
use crate::{Library, Pack, PackError, Provision, Scenario, cases, coverage, reach, spans};

/// Everything that is wrong with the pack, in the order of files and lines.
pub(crate) fn problems(library: &Library, name: &str) -> Result<Vec<PackError>, PackError> {
    let pack = library.load(name)?;
    let chain = library.chain(name)?;
    let collection = library.collection(&chain)?;
    let scenarios = library.scenarios(name)?;
    // What the packs around it show of their own articles need not be shown again.
    let mut shown = Around::default();
    for around in chain.iter().skip(1) {
        let (pack, scenarios) = (library.load(around)?, library.scenarios(around)?);
        shown.add(&pack, &scenarios);
    }
    let mut problems = cases::problems(&pack, &collection);
    problems.extend(reach::problems(&pack, &collection));
    problems.extend(spans::problems(library, name, &collection)?);
    // A rule of the pack around it is told there.
    problems.retain(|problem| problem.file.starts_with(&format!("{name}/")));
    for scenario in &scenarios {
        if scenario.covers.is_empty() {
            let problem = format!("{}：没有写它说明哪一条", scenario.name);
            problems.push(PackError::new(&scenario.file, scenario.line("covers"), Fault::CoversNothing, problem));
        }
        problems.extend(scenario.shows_nothing(&pack));
        problems.extend(scenario.differences(&pack));
    }
    problems.extend(same_names(&scenarios));
    problems.extend(unsaid_provisions(name, &collection));
    problems.extend(unread_files(library, name, &collection));
    problems.extend(uncovered_articles(&pack, &collection, &scenarios, &shown));
    problems.extend(uncovered_kinds(&pack, &collection, &scenarios, &shown));
    problems.extend(untested_readings(name, &collection, &scenarios));
    problems.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
    Ok(problems)
}

/// Scenarios with the name of an earlier one: whatever is told of them is told by name.
fn same_names(scenarios: &[Scenario]) -> Vec<PackError> {
    let named_before = |(place, scenario): (usize, &Scenario)| {
        let first = scenarios[..place].iter().find(|earlier| earlier.name.trim() == scenario.name.trim())?;
        let problem = format!("{}：和 {} 的 name 相同", scenario.name, first.file);
        Some(PackError::new(&scenario.file, scenario.line("name"), Fault::ScenarioTwice, problem))
    };
    scenarios.iter().enumerate().filter_map(named_before).collect()
}

/// What the scenarios of the packs around show.
#[derive(Default)]
struct Around {
    covered: BTreeSet<String>,
    passing: BTreeSet<String>,
    failing: BTreeSet<String>,
    /// Kinds that count there, and that do not.
    kinds_passing: BTreeSet<String>,
    kinds_failing: BTreeSet<String>,
}

impl Around {
    fn add(&mut self, pack: &Pack, scenarios: &[Scenario]) {
        let sides = coverage::articles(pack, scenarios);
        self.passing.extend(sides.passing);
        self.failing.extend(sides.failing);
        let kinds = coverage::kinds(pack, scenarios);
        self.kinds_passing.extend(kinds.passing);
        self.kinds_failing.extend(kinds.failing);
        self.covered.extend(scenarios.iter().flat_map(|scenario| scenario.covers.clone()));
    }
}

/// Files in the pack's folder that are neither rules, scenarios nor a table that some kind is looked up in: numbers that
/// somebody filled in there would decide nothing.
fn unread_files(library: &Library, name: &str, collection: &Collection) -> Vec<PackError> {
    let is_table = |path: &str| {
        let mut kinds = collection.kinds.iter();
        kinds.any(|placed| matches!(&placed.entry.hours, HoursBlock::Table { table, .. } if table == path))
    };
    let is_read = |path: &str| match path.strip_prefix("scenarios/") {
        Some(scenario) => Path::new(scenario).extension().is_some_and(|extension| extension == "toml"),
        None => path == "rules.md" || is_table(path),
    };
    let unread = library.paths_in(name).filter(|path| !is_read(path));
    unread.map(|path| PackError::new(&format!("{name}/{path}"), 1, Fault::Unread, "没有规则读取这个文件")).collect()
}

/// Provisions of which neither the pack nor one that it extends says which article carries them out.
fn unsaid_provisions(name: &str, collection: &Collection) -> Option<PackError> {
    let is_said = |provision: &Provision| collection.provisions.iter().any(|said| said.id == provision.as_str());
    let unsaid = Provision::ALL.iter().filter(|provision| !is_said(provision));
    let unsaid: Vec<String> = unsaid.map(|one| format!("{}（{}）", one.as_str(), one.label())).collect();
    let problem = format!("没有写由哪一条规定：{}", unsaid.join("、"));
    (!unsaid.is_empty()).then(|| PackError::new(&rules_path(name), 1, Fault::ProvisionUnsaid, problem))
}

fn uncovered_articles(pack: &Pack, collection: &Collection, scenarios: &[Scenario], around: &Around) -> Vec<PackError> {
    let sides = coverage::articles(pack, scenarios);
    let covers = |id: &String| scenarios.iter().any(|scenario| scenario.covers.contains(id));
    let mut problems = Vec::new();
    for (article, (file, line)) in pack.articles().iter().zip(&collection.headings) {
        let id = &article.id;
        let mut miss = |fault, what: &str| problems.push(PackError::new(file, *line, fault, format!("{id}{what}")));
        if article.rules.is_empty() {
            continue;
        }
        if !covers(id) && !around.covered.contains(id) {
            miss(Fault::Uncovered, "有规则，但没有情景");
            continue;
        }
        if !sides.passing.contains(id) && !around.passing.contains(id) {
            miss(Fault::NoPassing, "没有通过的情景");
        }
        if !sides.failing.contains(id) && !around.failing.contains(id) {
            miss(Fault::NoFailing, "没有不通过的情景");
        }
    }
    problems
}

fn uncovered_kinds(pack: &Pack, collection: &Collection, scenarios: &[Scenario], around: &Around) -> Vec<PackError> {
    let own = rules_path(pack.name());
    let (sides, counting) = (coverage::kinds(pack, scenarios), coverage::counting(pack, scenarios));
    let mut problems = Vec::new();
    for placed in &collection.kinds {
        let Some(kind) = pack.kind(&placed.id) else { continue };
        let mut miss = |what: &str| {
            problems.push(placed.error(Fault::KindUncovered, format!("种类“{}”没有{what}的情景", kind.name)));
        };
        let is_own = placed.file == own;
        if !is_own && pack.is_sample() {
            // Its articles and evidence are those of the pack around it; only the numbers are its own.
            if kind.sample && !counting.contains(&kind.id) {
                miss("算得出学时");
            }
            continue;
        }
        // A kind of the pack around it need not be shown again.
        if !sides.passing.contains(&kind.id) && (is_own || !around.kinds_passing.contains(&kind.id)) {
            miss("学时计入、材料齐全");
        }
        if !sides.failing.contains(&kind.id) && (is_own || !around.kinds_failing.contains(&kind.id)) {
            miss("学时不计或缺材料");
        }
    }
    problems
}

/// Readings of this file that the program can follow otherwise, and that no scenario turns.
fn untested_readings(name: &str, collection: &Collection, scenarios: &[Scenario]) -> Vec<PackError> {
    let path = rules_path(name);
    let can_turn = |placed: &&Placed<ReadingBlock>| {
        placed.file == path && placed.entry.options.iter().filter(|option| option.value.is_some()).count() > 1
    };
    let turns = |scenario: &Scenario, placed: &Placed<ReadingBlock>| {
        scenario.readings.get(&placed.id).is_some_and(|option| *option != placed.entry.chosen)
    };
    let is_turned = |placed: &&Placed<ReadingBlock>| scenarios.iter().any(|scenario| turns(scenario, placed));
    let untested = collection.readings.iter().filter(can_turn).filter(|placed| !is_turned(placed));
    untested
        .map(|placed| {
            let problem = format!("解释性规定“{}”没有换成另一种读法的情景", placed.id);
            placed.error(Fault::ReadingUntested, problem)
        })
        .collect()
}
