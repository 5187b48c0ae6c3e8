//! What people's years have in common, each kept once and named by a number. Must not judge.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use foldhash::quality::RandomState;
use jiff::civil::Date;

use crate::{Answer, ItemFacts, Learned, Pack, YearFacts};

/// Any answer to a question that takes any text: rules look only at whether there is one.
const SOME_TEXT: &str = "…";

/// Things by number, each once.
#[derive(Debug)]
pub(super) struct Shared<T> {
    numbers: HashMap<String, u32, RandomState>,
    things: Vec<T>,
    /// Room for the key that is being looked up.
    key: String,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Shared { numbers: HashMap::default(), things: Vec::new(), key: String::new() }
    }
}

impl<T> Shared<T> {
    /// All of them, by number.
    pub(super) fn all(&self) -> &[T] {
        &self.things
    }

    /// Forgets everything; numbers begin anew.
    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.things.clear();
    }

    /// The number of the thing whose key was just written, made if it is new.
    fn number(&mut self, make: impl FnOnce() -> T) -> Option<u32> {
        if let Some(number) = self.numbers.get(&self.key) {
            return Some(*number);
        }
        let number = u32::try_from(self.things.len()).ok()?;
        self.things.push(make());
        self.numbers.insert(self.key.clone(), number);
        Some(number)
    }
}

/// What the packs ask, kind by kind; the rest of an item's answers is not kept.
#[derive(Debug)]
pub(super) struct Asked {
    /// Each ask's id, and whether no pack takes anything but text for it.
    kinds: HashMap<String, BTreeMap<String, bool>>,
}

impl Asked {
    pub(super) fn by(packs: &[&Pack]) -> Asked {
        let mut kinds: HashMap<String, BTreeMap<String, bool>> = HashMap::new();
        for kind in packs.iter().flat_map(|pack| pack.kinds()) {
            let asks = kinds.entry(kind.id.clone()).or_default();
            for ask in &kind.asks {
                *asks.entry(ask.id.clone()).or_insert(true) &= ask.answer == Answer::Text;
            }
        }
        Asked { kinds }
    }

    /// The answers that rules can look at, as they look at them.
    fn answers<'a>(&'a self, item: &'a ItemFacts) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.kinds.get(&item.kind).into_iter().flatten().filter_map(|(ask, is_text)| {
            let answer = item.answers.get(ask)?.trim();
            Some((ask.as_str(), if *is_text && !answer.is_empty() { SOME_TEXT } else { answer }))
        })
    }
}

impl Shared<ItemFacts> {
    /// The number of an item's kind and answers.
    pub(super) fn case(&mut self, asked: &Asked, item: &ItemFacts) -> Option<u32> {
        self.key.clear();
        self.key.push_str(&item.kind);
        for (ask, answer) in asked.answers(item) {
            // Lengths keep two answers apart from one that looks like both.
            let _ = write!(self.key, "\n{ask} {} {answer}", answer.len());
        }
        let day = Date::constant(1970, 1, 1);
        self.number(|| ItemFacts {
            id: String::new(),
            kind: item.kind.clone(),
            title: String::new(),
            organiser: String::new(),
            starts: day,
            ends: day,
            answers: asked.answers(item).map(|(ask, answer)| (ask.to_owned(), answer.to_owned())).collect(),
            applied: None,
            verified: None,
            accepted: None,
            evidence: Vec::new(),
            learned: None,
            decided: None,
        })
    }
}

impl Shared<YearFacts> {
    /// The number of a year without its items.
    pub(super) fn situation(&mut self, facts: &YearFacts) -> Option<u32> {
        self.key.clear();
        // Every field by name, so that a new one cannot be forgotten.
        let YearFacts {
            year,
            category,
            declares_title_next_year,
            confirmation_only,
            public,
            items: _,
            approved,
            approved_on: _,
            posts,
            declares_title_this_year,
            title_series_opens,
            last_year,
            findings: _,
            learned: _,
            training_year,
        } = facts;
        let person = [*declares_title_next_year, *confirmation_only, *approved];
        let _ = write!(self.key, "{year} {} ", category.as_str());
        self.key.extend(person.map(|yes| if yes { '1' } else { '0' }));
        // Rare, so that their form may take its time.
        let rare = (declares_title_this_year, title_series_opens, last_year);
        if rare != (&None, &None, &None) || !posts.is_empty() {
            let _ = write!(self.key, "{rare:?}{posts:?}");
        }
        // Mostly the same for everybody, so that it need not be short.
        if let Some(settled) = training_year {
            let _ = write!(self.key, "\n= {} {}", settled.study.hundredths(), settled.exam.hundredths());
        }
        for course in public {
            let (study, hours) = (course.study.hundredths(), course.hours.hundredths());
            let told = [course.required, course.exam_passed].map(|yes| if yes { '1' } else { '0' });
            let _ = write!(self.key, "\n{} {}{study} {hours} {} ", course.course.len(), course.course, course.attempts);
            self.key.extend(told);
            // Of the day of the examination only on which side of the opening it lies, and of a later year which.
            if let Some(opens) = title_series_opens {
                self.key.push(course.happened.map_or('?', |day| if day < *opens { '<' } else { '>' }));
            }
            if let Some(later) = course.happened.map(Date::year).filter(|later| later > year) {
                let _ = write!(self.key, "{later}");
            }
            // Rare, and each told in the sentence about the course.
            if course.without_exam || !course.notice.is_empty() {
                let _ = write!(self.key, "{} {} {}", course.without_exam, course.notice.len(), course.notice);
            }
        }
        self.number(|| {
            // What is no part of the key is left out: it would be the first comer's alone.
            let mut facts = YearFacts {
                items: Vec::new(),
                findings: Vec::new(),
                approved_on: None,
                learned: Learned::default(),
                ..facts.clone()
            };
            if let Some(settled) = &mut facts.training_year {
                settled.learned = None;
            }
            for course in &mut facts.public {
                (course.score, course.learned) = (None, None);
                course.happened = course.happened.and_then(|day| same(day, facts.year, facts.title_series_opens));
                course.source.clear();
            }
            facts
        })
    }
}

/// A day that stands for all that are judged like this one: in the same later year, or in none, and on the same side of
/// the opening.
fn same(day: Date, year: i16, opens: Option<Date>) -> Option<Date> {
    let later = day.year() > year;
    let Some(opens) = opens else { return later.then(|| day.first_of_year()) };
    let beside = if day < opens { opens.yesterday().unwrap_or(opens) } else { opens };
    // The opening may lie in another year than the day.
    let edge = if day < opens { day.last_of_year() } else { day.first_of_year() };
    Some(if beside.year() == day.year() { beside } else { edge })
}
