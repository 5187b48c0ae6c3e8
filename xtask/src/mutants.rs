//! The code of `policy`, changed one place at a time: do its tests notice? The changes are those that cargo-mutants
//! lists. They are built all at once behind switches, because a build for each would take a day
//! (`docs/adr/0044-changes-behind-switches.md`).

mod listed;
mod switches;
mod tally;
mod trial;
mod workshop;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use listed::Change;
use switches::{Edit, Switched};
use tally::{Tally, Verdict};
use workshop::{Refusal, Workshop};

use crate::run;

const PROGRESS_EVERY: usize = 100;

/// The changes of these files by themselves, or of all.
pub(crate) fn alone(root: &Path, files: &[String]) -> ExitCode {
    if are_noticed(root, files) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether the tests notice enough of all changes, or of those in these files. What cannot be tried is not proved.
pub(crate) fn are_noticed(root: &Path, files: &[String]) -> bool {
    match tried(root, &run::target(root).join("mutants"), files) {
        Ok(tally) => {
            println!("{tally}");
            tally.is_enough()
        }
        Err(problem) => {
            eprintln!("{problem}");
            false
        }
    }
}

fn tried(root: &Path, folder: &Path, files: &[String]) -> Result<Tally, String> {
    let changes = listed::changes(root, files)?;
    let workshop = Workshop::new(root, folder)?;
    let bench = Bench { workshop, changes: &changes, verdicts: Mutex::default() };
    let sources = bench.sources()?;
    let refused = bench.switch(&sources)?;
    println!("{} changes, {} of them cannot stand behind a switch", changes.len(), refused.len());
    bench.try_switched(&refused)?;
    bench.try_one_by_one(&sources, &refused)?;
    bench.tally()
}

/// Where changes are tried. A change has the number of its place in the list, counted from 1.
struct Bench<'a> {
    workshop: Workshop,
    changes: &'a [Change],
    verdicts: Mutex<BTreeMap<usize, Verdict>>,
}

/// Files with their text.
type Sources<'a> = BTreeMap<&'a str, String>;

impl<'a> Bench<'a> {
    /// The unchanged text of every file with changes, which can ask for its switches.
    fn sources(&self) -> Result<Sources<'a>, String> {
        self.workshop.add_switch()?;
        let files: BTreeSet<&str> = self.changes.iter().map(|change| change.file.as_str()).collect();
        files.into_iter().map(|file| Ok((file, self.workshop.text(file)?))).collect()
    }

    fn edits(&self, file: &str, source: &str, left_out: &BTreeSet<usize>) -> Result<Vec<Edit>, String> {
        let of_file =
            self.changes.iter().zip(1..).filter(|(change, number)| change.file == file && !left_out.contains(number));
        of_file.map(|(change, number)| change.edit(number, source)).collect()
    }

    /// Puts every change behind its switch, but for those that the compiler refuses there: their numbers.
    fn switch(&self, sources: &Sources<'_>) -> Result<BTreeSet<usize>, String> {
        let mut refused = BTreeSet::new();
        loop {
            let mut written: BTreeMap<&str, Switched> = BTreeMap::new();
            for (file, source) in sources {
                let edits = self.edits(file, source, &refused)?;
                let switched = switches::switched(source, &edits).map_err(|error| format!("{file}: {error}"))?;
                self.workshop.write(file, switched.text.as_bytes())?;
                refused.extend(&switched.left_out);
                written.insert(file, switched);
            }
            let errors = self.workshop.errors()?;
            let known = refused.len();
            for Refusal { code, places } in &errors {
                let blamed = places.iter().filter_map(|(file, range)| Some(written.get(file.as_str())?.blamed(range)));
                for numbers in blamed {
                    refused.extend(numbers);
                    if let [number] = numbers {
                        self.refuse(*number, code);
                    }
                }
            }
            match (errors.first(), refused.len() > known) {
                (None, _) => return Ok(refused),
                (Some(_), true) => println!("{} changes cannot stand behind a switch so far", refused.len()),
                (Some(first), false) => return Err(format!("the compiler refuses what no change explains: {first:?}")),
            }
        }
    }

    /// A body that lacks a trait lacks it also where nothing else is changed, so that no build has to say it again.
    fn refuse(&self, number: usize, code: &str) {
        if code == "E0277" && self.changes[number - 1].is_body() {
            self.note(number, Verdict::Refused);
        }
    }

    fn is_known(&self, number: usize) -> bool {
        self.verdicts.lock().is_ok_and(|verdicts| verdicts.contains_key(&number))
    }

    /// Tries the changes behind switches, as many at once as there are cores.
    fn try_switched(&self, refused: &BTreeSet<usize>) -> Result<(), String> {
        let suite = self.workshop.build()?.ok_or("the tests cannot be built")?;
        // Something is switched on that stands nowhere.
        if trial::verdict(&suite, self.changes.len() + 1)? != Verdict::Missed {
            return Err("the tests fail without a change".to_owned());
        }
        let numbers: Vec<usize> = (1..=self.changes.len()).filter(|number| !refused.contains(number)).collect();
        let next = AtomicUsize::new(0);
        let work = || -> Result<(), String> {
            while let Some(number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.note(*number, trial::verdict(&suite, *number)?);
            }
            Ok(())
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .try_for_each(|worker| worker.join().unwrap_or_else(|_| Err("a trial panicked".to_owned())))
        })
    }

    /// Tries what cannot stand behind a switch, with a build for each.
    fn try_one_by_one(&self, sources: &Sources<'_>, numbers: &BTreeSet<usize>) -> Result<(), String> {
        for (file, source) in sources {
            self.workshop.write(file, source.as_bytes())?;
        }
        for number in numbers.iter().filter(|number| !self.is_known(**number)) {
            let change = &self.changes[number - 1];
            let source = &sources[change.file.as_str()];
            self.workshop
                .write(&change.file, change.edit(*number, source)?.of(source, &(0..source.len())).as_bytes())?;
            self.note(*number, self.verdict_of_a_build(*number)?);
            self.workshop.write(&change.file, source.as_bytes())?;
        }
        Ok(())
    }

    fn verdict_of_a_build(&self, number: usize) -> Result<Verdict, String> {
        if !self.workshop.errors()?.is_empty() {
            return Ok(Verdict::Refused);
        }
        let suite = self.workshop.build()?.ok_or("the crate can be built, and its tests cannot")?;
        trial::verdict(&suite, number)
    }

    fn note(&self, number: usize, verdict: Verdict) {
        let Ok(mut verdicts) = self.verdicts.lock() else { return };
        verdicts.insert(number, verdict);
        if verdict == Verdict::Missed {
            println!("missed: {}", self.changes[number - 1].name);
        }
        if verdicts.len() % PROGRESS_EVERY == 0 {
            println!("{} of {} tried", verdicts.len(), self.changes.len());
        }
    }

    fn tally(self) -> Result<Tally, String> {
        let mut tally = Tally::default();
        for (number, verdict) in self.verdicts.into_inner().map_err(|_| "a trial panicked".to_owned())? {
            let change = &self.changes[number - 1];
            tally.add(&change.file, &change.name, verdict);
        }
        Ok(tally)
    }
}
