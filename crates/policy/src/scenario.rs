//! Scenarios: a year that a personnel officer can read, and what it has to come to. They lie in a pack's `scenarios`
//! folder. Must not judge by itself.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::contradictions::YEARS;
use crate::days;
use crate::differences::{Differences, Told};
use crate::faults::Fault;
use crate::lines::Lines;
use crate::{
    Answer, Ask, Assessment, Explanation, Finding, Firmness, Hours, ItemFacts, Learned, Obligation, Outcome, Pack,
    PackError, Party, PostFacts, Provision, PublicFacts, StaffCategory, TrainingYearFacts, YearFacts,
};

/// One scenario, read.
#[derive(Debug)]
pub struct Scenario {
    /// Path inside the library.
    pub file: String,
    /// What it shows, in Chinese.
    pub name: String,
    /// Articles that it shows at work.
    pub covers: Vec<String>,
    /// Readings chosen otherwise than the pack does: (reading, option).
    pub readings: BTreeMap<String, String>,
    /// The year.
    pub facts: YearFacts,
    expect: Expect,
    lines: Lines,
}

/// As TOML writes it. What stands beside the items is named as in the facts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioText {
    name: String,
    covers: Vec<String>,
    #[serde(default)]
    readings: BTreeMap<String, String>,
    year: i16,
    person: Person,
    #[serde(default)]
    public: Vec<PublicFacts>,
    #[serde(default)]
    items: Vec<Item>,
    #[serde(default)]
    approved: bool,
    #[serde(default)]
    posts: Vec<PostFacts>,
    #[serde(default)]
    findings: Vec<Finding>,
    last_year: Option<Outcome>,
    training_year: Option<TrainingYearFacts>,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    category: StaffCategory,
    #[serde(default)]
    declares_title_next_year: bool,
    #[serde(default)]
    confirmation_only: bool,
    #[serde(default)]
    declares_title_this_year: Option<bool>,
    #[serde(default, deserialize_with = "days::read_if_any")]
    title_series_opens: Option<Date>,
}

/// An item in short: the day defaults to the middle of the year, the id is its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    kind: String,
    #[serde(default, deserialize_with = "days::read_if_any")]
    starts: Option<Date>,
    #[serde(default, deserialize_with = "days::read_if_any")]
    ends: Option<Date>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    applied: Option<Hours>,
    verified: Option<Hours>,
    accepted: Option<bool>,
    #[serde(default)]
    evidence: Vec<String>,
}

/// What has to come out. What is absent is not looked at.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    obligation: Option<Obligation>,
    public_hours: Option<Hours>,
    professional_hours: Option<Hours>,
    outcome: Option<Outcome>,
    #[serde(default)]
    requirements: BTreeMap<String, Outcome>,
    #[serde(default)]
    certificates: BTreeMap<String, Outcome>,
    #[serde(default)]
    consequences: BTreeMap<String, Outcome>,
    todo: Option<Vec<String>>,
    /// The day by which each line of what is left should be done.
    #[serde(default, deserialize_with = "days::read_list_if_any")]
    todo_by: Option<Vec<Date>>,
    /// The deadlines of the year by id, each as its day, whose it is, how firm, and by which article:
    /// `2026-11-30 person soft 第八条`.
    deadlines: Option<BTreeMap<String, String>>,
    /// Title series by name, each with the day on which it opens for registration in the year; empty for none that is
    /// known.
    title_series: Option<BTreeMap<String, String>>,
    /// Names of all evidence that the items need and do not have.
    missing_evidence: Option<Vec<String>>,
    /// Whether the forms of all items ask who organised the activity, or of none.
    asks_organiser: Option<bool>,
    /// The forms of some kinds by id, each as its questions: what they are counted in, what can be chosen, whether they can
    /// be left out, such as `级别（选填）：高级、中级`.
    #[serde(default)]
    forms: BTreeMap<String, Vec<String>>,
    /// The articles that some provisions are carried out by; empty for none.
    #[serde(default)]
    provisions: BTreeMap<String, String>,
    /// The most that a verifier can give one item.
    item_hours_max: Option<Hours>,
    /// What stops the items from being registered, each in part; empty for nothing at all.
    problems: Option<Vec<String>>,
    /// Each has to stand somewhere in the explanation.
    #[serde(default)]
    says: Vec<String>,
    /// Articles that the explanation has to cite.
    #[serde(default)]
    why: Vec<String>,
}

impl Scenario {
    /// Reads one.
    ///
    /// # Errors
    /// The line of the first thing that is wrong.
    pub fn parse(file: &str, text: &str) -> Result<Scenario, PackError> {
        let read: ScenarioText = toml::from_str(text).map_err(|error| {
            let (before, fault, problem) = crate::toml_words::of(&error, text);
            PackError::new(file, 1 + before, fault, format!("情景写法不对：{problem}"))
        })?;
        let lines = Lines::of(text);
        let year = lines.of_key("year");
        let day = Date::new(read.year, 6, 15).ok().filter(|_| YEARS.contains(&read.year));
        let no_year = || PackError::new(file, year, Fault::ScenarioYear, format!("year“{}”不是一个年份", read.year));
        let day = day.ok_or_else(no_year)?;
        let items = (1..).zip(read.items).map(|(number, item)| facts_of(number, item, day)).collect();
        let person = read.person;
        let facts = YearFacts {
            year: read.year,
            category: person.category,
            declares_title_next_year: person.declares_title_next_year,
            confirmation_only: person.confirmation_only,
            public: read.public,
            items,
            approved: read.approved,
            approved_on: None,
            posts: read.posts,
            declares_title_this_year: person.declares_title_this_year,
            title_series_opens: person.title_series_opens,
            last_year: read.last_year,
            findings: read.findings,
            learned: Learned::default(),
            training_year: read.training_year,
        };
        let ScenarioText { name, covers, readings, expect, .. } = read;
        Ok(Scenario { file: file.to_owned(), name, covers, readings, facts, expect, lines })
    }

    /// Whether it says that evidence is missing, or that none is; absent when it does not look.
    #[must_use]
    pub fn expects_missing_evidence(&self) -> Option<bool> {
        self.expect.missing_evidence.as_ref().map(|missing| !missing.is_empty())
    }

    /// The pack with the readings that the scenario chooses.
    ///
    /// # Errors
    /// A reading or an option that the pack does not have, at the scenario's line.
    pub fn pinned(&self, pack: &Pack) -> Result<Pack, PackError> {
        if self.readings.is_empty() {
            return Ok(pack.clone());
        }
        let here = |problem: PackError| PackError { file: self.file.clone(), line: self.line("readings"), ..problem };
        pack.with_readings(&self.readings).map_err(here)
    }

    /// Where the pack comes to something else, each with its line. Empty when the scenario holds.
    #[must_use]
    pub fn differences(&self, pack: &Pack) -> Vec<PackError> {
        let pack = match self.pinned(pack) {
            Ok(pack) => pack,
            Err(problem) => return vec![problem],
        };
        let (assessment, explanation) = crate::explain(&pack, &self.facts);
        let mut found = Differences::default();
        self.compare_results(&assessment, &mut found);
        self.compare_deadlines(&pack, &mut found);
        self.compare_items(&pack, &mut found);
        self.compare_kinds(&pack, &mut found);
        self.compare_words(&explanation, &mut found);
        let differs = |(key, text): (String, String)| {
            PackError::new(&self.file, self.line(&key), Fault::Differs, format!("{}：{text}", self.name))
        };
        let mut problems: Vec<PackError> = found.0.into_iter().map(differs).collect();
        let unknown = self.covers.iter().filter(|article| pack.article(article).is_none());
        problems.extend(unknown.map(|article| {
            let problem = format!("{}：covers 里的“{article}”不是这个标准的条文", self.name);
            PackError::new(&self.file, self.line("covers"), Fault::CoversUnknown, problem)
        }));
        problems
    }

    /// What its facts say that cannot be, each with its line, and whether it expects anything: a year that nobody can have,
    /// and one of which nothing is asked, show nothing.
    pub(crate) fn shows_nothing(&self, pack: &Pack) -> Vec<PackError> {
        let mut problems = Vec::new();
        if self.expect == Expect::default() {
            let problem = format!("{}：expect 里没有写应当得出什么", self.name);
            problems.push(PackError::new(&self.file, self.line("expect"), Fault::ExpectsNothing, problem));
        }
        // A scenario is of no day, so nothing in it is still to come.
        problems.extend(crate::contradictions(pack, &self.facts, Date::MAX).into_iter().map(|found| {
            let problem = format!("{}：{}：{}", self.name, found.field, found.text);
            PackError::new(&self.file, self.line(&found.field), Fault::Contradicts, problem)
        }));
        problems
    }

    /// The line of a key or a field, or the first.
    pub(crate) fn line(&self, key: &str) -> usize {
        self.lines.of_key(key)
    }

    fn compare_results(&self, assessment: &Assessment, found: &mut Differences) {
        let expect = &self.expect;
        found.compare("obligation", expect.obligation.as_ref(), &assessment.obligation);
        found.compare("public_hours", expect.public_hours.as_ref(), &assessment.public);
        found.compare("professional_hours", expect.professional_hours.as_ref(), &assessment.professional);
        found.compare("outcome", expect.outcome.as_ref(), &assessment.outcome);
        let requirements = assessment.requirements.iter().map(|one| (one.id.as_str(), one.outcome)).collect();
        found.compare_each("requirements", &expect.requirements, &requirements);
        let certificates = assessment.certificates.iter().map(|one| (one.id.as_str(), one.outcome)).collect();
        found.compare_each("certificates", &expect.certificates, &certificates);
        let consequences = assessment.consequences.iter().map(|one| (one.id.as_str(), one.outcome)).collect();
        found.compare_each("consequences", &expect.consequences, &consequences);
        let todo = assessment.todo.iter().map(|todo| todo.text.clone()).collect();
        found.compare("todo", expect.todo.as_ref(), &todo);
        let days = assessment.todo.iter().filter_map(|todo| todo.by).collect();
        found.compare("todo_by", expect.todo_by.as_ref(), &days);
    }

    fn compare_deadlines(&self, pack: &Pack, found: &mut Differences) {
        let told = |deadline: crate::Deadline| {
            let party = if deadline.party == Party::Person { "person" } else { "unit" };
            let firmness = if deadline.firmness == Firmness::Soft { "soft" } else { "hard" };
            (deadline.id, format!("{} {party} {firmness} {}", deadline.date, deadline.article))
        };
        let deadlines = pack.deadlines(self.facts.year, self.facts.title_series_opens).into_iter().map(told).collect();
        found.compare("deadlines", self.expect.deadlines.as_ref(), &deadlines);
        let Some(expected) = &self.expect.title_series else { return };
        let opens = |series: &String| pack.title_series_opens(self.facts.year, series);
        let told = |series: &String| (series.clone(), opens(series).map_or_else(String::new, |day| day.to_string()));
        found.compare("title_series", Some(expected), &expected.keys().map(told).collect());
    }

    fn compare_items(&self, pack: &Pack, found: &mut Differences) {
        let items = || self.facts.items.iter();
        let lines = items().flat_map(|item| crate::checklist(pack, item));
        let missing = lines.filter(|line| line.required && !line.present).map(|line| line.need.name).collect();
        found.compare("missing_evidence", self.expect.missing_evidence.as_ref(), &missing);
        let asks = |item: &ItemFacts| pack.kind(&item.kind).is_some_and(|kind| kind.asks_organiser);
        if self.expect.asks_organiser.is_some_and(|expected| items().any(|item| asks(item) != expected)) {
            found.say("asks_organiser", "表单是否要填举办单位，与 asks_organiser 写的不同".to_owned());
        }
        let most = pack.item_hours_max().unwrap_or(Hours::ZERO);
        found.compare("item_hours_max", self.expect.item_hours_max.as_ref(), &most);
        let Some(expected) = &self.expect.problems else { return };
        let problems = items().flat_map(|item| crate::item_preview(pack, item, self.facts.year).problems);
        let problems: Vec<String> = problems.map(|problem| problem.text).collect();
        let fit = problems.iter().zip(expected).all(|(problem, part)| problem.contains(part));
        if problems.len() != expected.len() || !fit {
            found.say("problems", format!("problems 应为{}，实际是{}", expected.told(), problems.told()));
        }
    }

    fn compare_kinds(&self, pack: &Pack, found: &mut Differences) {
        for (id, expected) in &self.expect.forms {
            let form = pack.kind(id).map_or_else(Vec::new, |kind| kind.asks.iter().map(told_ask).collect());
            found.compare(&format!("forms.{id}"), Some(expected), &form);
        }
        for (name, expected) in &self.expect.provisions {
            let cited = Provision::by_name(name).and_then(|one| pack.carrying(one)).unwrap_or_default();
            found.compare(&format!("provisions.{name}"), Some(expected), &cited.to_owned());
        }
    }

    fn compare_words(&self, explanation: &Explanation, found: &mut Differences) {
        let text = explanation.to_chinese();
        for said in self.expect.says.iter().filter(|said| !text.contains(*said)) {
            found.say("says", format!("说明里应有“{said}”，实际没有"));
        }
        let cites = |article: &&String| explanation.steps.iter().any(|step| step.reason.article == **article);
        for article in self.expect.why.iter().filter(|article| !cites(article)) {
            found.say("why", format!("说明应引用“{article}”，实际没有"));
        }
    }
}

/// A question as a form asks it.
fn told_ask(ask: &Ask) -> String {
    let name = format!("{}{}", ask.name, if ask.required { "" } else { "（选填）" });
    match &ask.answer {
        Answer::Text => name,
        Answer::Count { unit } => format!("{name}：{unit}"),
        Answer::Hours => format!("{name}：学时"),
        Answer::YesNo => format!("{name}：是、否"),
        Answer::Choice(choices) => {
            let choices: Vec<&str> = choices.iter().map(|(_, name)| name.as_str()).collect();
            format!("{name}：{}", choices.join("、"))
        }
    }
}

fn facts_of(number: usize, item: Item, day: Date) -> ItemFacts {
    let starts = item.starts.unwrap_or(day);
    ItemFacts {
        id: format!("{number:02}"),
        kind: item.kind,
        // Each is an activity of its own, also where two are written alike.
        title: format!("第 {number} 项活动"),
        organiser: "某单位".to_owned(),
        starts,
        ends: item.ends.unwrap_or(starts),
        answers: item.answers,
        applied: item.applied,
        verified: item.verified,
        accepted: item.accepted,
        evidence: item.evidence,
        learned: None,
        decided: None,
    }
}
