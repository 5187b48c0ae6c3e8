//! Judges people as they come out of a database, one after another: what they share is judged once and kept, and
//! nothing else is. Must not hold a rule of its own.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::digest::{self, Digest256, Digests, Missing, Written};
use super::judging::{Room, YearSum};
use super::ready::{self, Bench};
use super::shared::{Asked, Shared};
use super::{Amount, Item, ItemRow, PopulationProblem};
use crate::{ItemFacts, Outcome, Pack, Stand, YearFacts};

/// Situations, cases and texts of answers that are kept. When there are more, keeping begins anew: a population in which
/// nothing is shared takes time instead of memory.
const KEPT_MAX: usize = 50_000;

/// A pack that judges people one after another.
#[derive(Debug)]
pub struct Judge<'a> {
    bench: Bench<'a>,
    asked: Asked,
    situations: Shared<YearFacts>,
    cases: Shared<ItemFacts>,
    kept_max: usize,
    situation_digests: Digests,
    case_digests: Digests,
    /// Digests of kind and answers as they were written, and the case that they are. The texts themselves lie too far apart to
    /// be looked at twenty million times; nobody who writes answers knows the `key`, so that no two of them are ever alike.
    written: HashMap<u128, u32, RandomState>,
    key: SipHasher13,
    items: Vec<Item>,
    room: Room,
    bytes: Vec<u8>,
}

/// What a year came to, and from what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The year.
    pub sum: YearSum,
    /// SHA-256 of what it was judged from.
    pub inputs: [u8; 32],
    /// SHA-256 of the account that was given of it.
    pub account: [u8; 32],
}

impl<'a> Judge<'a> {
    /// Nothing judged yet.
    ///
    /// # Errors
    /// `Outcomes` for a pack with too many requirements, `Carried` for one that carries what is left over from item to
    /// item.
    pub fn new(pack: &'a Pack) -> Result<Judge<'a>, PopulationProblem> {
        Ok(Judge {
            bench: Bench::of(pack)?,
            asked: Asked::by(&[pack]),
            situations: Shared::default(),
            cases: Shared::default(),
            kept_max: KEPT_MAX,
            situation_digests: Digests::default(),
            case_digests: Digests::default(),
            written: HashMap::default(),
            key: key(),
            items: Vec::new(),
            room: Room::default(),
            bytes: Vec::new(),
        })
    }

    /// The same, keeping no more than so many situations, cases and texts of answers, and what one more year brings.
    #[must_use]
    pub fn keeping(self, kept_max: usize) -> Judge<'a> {
        Judge { kept_max, ..self }
    }

    /// How many situations, cases and texts of answers are kept now.
    #[must_use]
    pub fn kept(&self) -> [usize; 3] {
        [self.situations.all().len(), self.cases.all().len(), self.written.len()]
    }

    /// What a year comes to: `facts` are its facts without its items. Items are put in the order of their ids.
    ///
    /// # Errors
    /// `Hours` and `Unreadable` for an item that cannot be right.
    pub fn judge(&mut self, facts: &YearFacts, items: &mut [ItemRow<'_>]) -> Result<Judged, PopulationProblem> {
        let number = self.pack(facts, items)?;
        let inputs = (&self.situation_digests, &self.case_digests);
        let inputs = digest::of_inputs(&mut self.bytes, (inputs.0, number), (inputs.1, &self.items));
        self.bytes.clear();
        let (situations, cases) = (&self.situation_digests, &self.case_digests);
        let mut account = Written { situations, cases, bytes: &mut self.bytes };
        let sum = self.bench.judge((number, &self.items), &mut self.room, &mut account);
        Ok(Judged { sum, inputs, account: account.digest() })
    }

    /// Where a year stands, to be compared with where it stands under another pack.
    ///
    /// # Errors
    /// The same.
    pub fn stand(&mut self, facts: &YearFacts, items: &mut [ItemRow<'_>]) -> Result<Stand, PopulationProblem> {
        let number = self.pack(facts, items)?;
        let mut missing = Missing::default();
        let sum = self.bench.judge((number, &self.items), &mut self.room, &mut missing);
        Ok(Stand {
            outcome: sum.outcome,
            certificates: sum.certificates.count(Outcome::Satisfied),
            barred: sum.consequences.count(Outcome::NotSatisfied),
            open: sum.consequences.count(Outcome::Undetermined),
            owes_course: missing.owes_course,
            missing: missing.hours,
            total: sum.public + sum.professional,
        })
    }

    /// Puts a year's items in place; the number of its situation.
    fn pack(&mut self, facts: &YearFacts, items: &mut [ItemRow<'_>]) -> Result<usize, PopulationProblem> {
        self.make_room();
        if !items.is_sorted_by_key(|item| item.id) {
            items.sort_by_key(|item| item.id);
        }
        self.items.clear();
        for item in items {
            let packed = self.packed(facts, item)?;
            self.items.push(packed);
        }
        self.situation(facts).map(|number| number as usize)
    }

    fn packed(&mut self, facts: &YearFacts, row: &ItemRow<'_>) -> Result<Item, PopulationProblem> {
        let amount =
            |hundredths| Amount::of_hundredths(hundredths).ok_or_else(|| PopulationProblem::Hours(row.id.to_owned()));
        Ok(Item {
            case: self.case(row)?,
            days: row.days().ok_or_else(|| PopulationProblem::Unreadable(row.id.to_owned()))?,
            applied: amount(row.applied)?,
            verified: amount(row.verified)?,
            accepted: row.accepted,
            is_false: facts.findings.iter().any(|finding| finding.item == row.id),
        })
    }

    fn case(&mut self, row: &ItemRow<'_>) -> Result<u32, PopulationProblem> {
        let mut written = self.key;
        written.write(row.kind.as_bytes());
        written.write_u8(b'\n');
        written.write(row.answers.as_bytes());
        let written = written.finish128().as_u128();
        if let Some(number) = self.written.get(&written) {
            return Ok(*number);
        }
        let unreadable = || PopulationProblem::Unreadable(row.id.to_owned());
        let item = row.facts().ok_or_else(unreadable)?;
        let number = self.cases.case(&self.asked, &item).ok_or(PopulationProblem::Full)?;
        let new = &self.cases.all()[self.bench.cases.len()..];
        self.bench.set_up_cases(1, new);
        for case in new {
            self.case_digests.push(digest::of_case(case), &ready::told_of_case(self.bench.pack, case));
        }
        self.written.insert(written, number);
        Ok(number)
    }

    fn situation(&mut self, facts: &YearFacts) -> Result<u32, PopulationProblem> {
        let number = self.situations.situation(facts).ok_or(PopulationProblem::Full)?;
        let new = &self.situations.all()[self.bench.situations.len()..];
        self.bench.set_up_situations(1, new);
        for situation in new {
            let told = ready::told_of(self.bench.pack, situation);
            self.situation_digests.push(digest::of_situation(situation), &told);
        }
        Ok(number)
    }

    /// Forgets what was kept when it is too much.
    fn make_room(&mut self) {
        if self.written.len() > self.kept_max {
            self.written.clear();
        }
        if self.cases.all().len() > self.kept_max {
            self.cases.clear();
            self.bench.forget_cases();
            self.case_digests.clear();
            self.written.clear();
        }
        if self.situations.all().len() > self.kept_max {
            self.situations.clear();
            self.bench.forget_situations();
            self.situation_digests.clear();
        }
    }
}

/// A digest under a key that nobody knows.
fn key() -> SipHasher13 {
    let number = || std::hash::RandomState::new().build_hasher().finish();
    SipHasher13::new_with_keys(number(), number())
}

impl Judged {
    /// The digest of what it was judged from, in hexadecimal digits.
    #[must_use]
    pub fn inputs_hash(&self) -> String {
        hex(&self.inputs)
    }

    /// The digest of its account, in hexadecimal digits.
    #[must_use]
    pub fn account_hash(&self) -> String {
        hex(&self.account)
    }
}

/// Written out by hand: two for each of millions.
fn hex(digest: &Digest256) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let mut text = String::with_capacity(2 * digest.len());
    for byte in digest {
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 15)]);
    }
    text
}
