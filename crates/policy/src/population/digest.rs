//! Digests of what one year was judged from and of the account that was given of it: whether two are the same can be
//! said without keeping either. `docs/decisions.md` has the form. Must not judge.

use sha2::{Digest, Sha256};

use super::account::{Account, Says, Undone};
use super::{Amount, Item};
use crate::explanation::Step;
use crate::{Hours, ItemFacts, YearFacts, canonical};

/// A SHA-256.
pub(super) type Digest256 = [u8; 32];

/// What is shared, as digests: of facts and of sentences, by number.
#[derive(Debug, Default)]
pub(super) struct Digests {
    facts: Vec<Digest256>,
    told: Vec<Digest256>,
}

impl Digests {
    /// Adds the next thing, with what is told about it.
    pub(super) fn push(&mut self, facts: Digest256, told: &[Step]) {
        let mut bytes = Vec::new();
        for step in told {
            write_line(&mut bytes, step.depth, &step.reason.article);
            let text = step.reason.text.as_bytes();
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text);
        }
        self.facts.push(facts);
        self.told.push(Sha256::digest(&bytes).into());
    }

    pub(super) fn clear(&mut self) {
        self.facts.clear();
        self.told.clear();
    }
}

/// The digest of a year without its items, in the canonical form.
pub(super) fn of_situation(facts: &YearFacts) -> Digest256 {
    Sha256::digest(canonical(facts).unwrap_or_default()).into()
}

/// The digest of an item's kind and answers, in the canonical form of both.
pub(super) fn of_case(item: &ItemFacts) -> Digest256 {
    let one = YearFacts { items: vec![item.clone()], ..YearFacts::of(0, crate::StaffCategory::Worker) };
    of_situation(&one)
}

/// The digest of everything that a year is judged from.
pub(super) fn of_inputs(
    room: &mut Vec<u8>,
    (situations, number): (&Digests, usize),
    (cases, items): (&Digests, &[Item]),
) -> Digest256 {
    room.clear();
    room.extend(situations.facts[number]);
    for item in items {
        room.extend(cases.facts[item.case as usize]);
        let Amount(applied) = item.applied;
        let Amount(verified) = item.verified;
        for number in [item.days.0, item.days.1, applied, verified] {
            room.extend(number.to_be_bytes());
        }
        room.push(item.accepted.map_or(2, u8::from));
        room.push(u8::from(item.is_false));
    }
    Sha256::digest(&*room).into()
}

/// Takes the account as bytes, to be digested at its end.
pub(super) struct Written<'d> {
    pub(super) situations: &'d Digests,
    pub(super) cases: &'d Digests,
    pub(super) bytes: &'d mut Vec<u8>,
}

impl Written<'_> {
    pub(super) fn digest(&self) -> Digest256 {
        Sha256::digest(&*self.bytes).into()
    }
}

impl<'s> Account<'s> for Written<'_> {
    const IS_WANTED: bool = true;

    fn line(&mut self, depth: u8, article: &'s str, says: Says<'s>) {
        write_line(self.bytes, depth, article);
        let (code, [one, other]) = coded(says);
        self.bytes.push(code);
        self.bytes.extend(one.to_be_bytes());
        self.bytes.extend(other.to_be_bytes());
        if let Says::Requirement { need, .. } = says {
            self.bytes.extend(need.hundredths().to_be_bytes());
        }
        if let Says::Item { place, .. } = says {
            self.bytes.extend((place as u64).to_be_bytes());
        }
    }

    fn situation(&mut self, number: usize) {
        self.bytes.extend(self.situations.told[number]);
    }

    fn case(&mut self, number: usize) {
        self.bytes.extend(self.cases.told[number]);
    }
}

fn write_line(bytes: &mut Vec<u8>, depth: u8, article: &str) {
    bytes.push(depth);
    bytes.extend((article.len() as u32).to_be_bytes());
    bytes.extend(article.as_bytes());
}

/// A number for what is said, and its figures. The numbers stand in `docs/decisions.md`; a new thing to say gets a new
/// one.
fn coded(says: Says<'_>) -> (u8, [i64; 2]) {
    let hours = Hours::hundredths;
    let outcome = |outcome| outcome as i64;
    match says {
        // Sentences come with what is shared.
        Says::Sentence(_) => (0, [0, 0]),
        Says::Item { recognised, counted, .. } => (1, [hours(recognised), hours(counted)]),
        Says::Refused => (2, [0, 0]),
        Says::Misplaced => (3, [0, 0]),
        Says::BeyondDays => (4, [0, 0]),
        Says::Annulled => (5, [0, 0]),
        Says::Verified(figure) => (6, [hours(figure), 0]),
        Says::Granted(figure) => (7, [hours(figure), 0]),
        Says::Waiting(figure) => (8, [figure.map_or(-1, hours), 0]),
        Says::Cut(left) => (9, [hours(left), 0]),
        Says::Group { sum, counted } => (10, [hours(sum), hours(counted)]),
        Says::Requirement { outcome: met, have, .. } => (11, [outcome(met), hours(have)]),
        Says::Year(met) => (12, [outcome(met), 0]),
        Says::Certificate(met) => (13, [outcome(met), 0]),
        Says::Needed(met) => (14, [outcome(met), 0]),
        Says::Approved(is_approved) => (15, [i64::from(is_approved), 0]),
        Says::Beyond => (16, [0, 0]),
        Says::Consequence(met) => (17, [outcome(met), 0]),
        Says::Unconcerned => (18, [0, 0]),
        Says::WholeYear => (19, [0, 0]),
        Says::LastYear => (20, [0, 0]),
        Says::Unmet => (21, [0, 0]),
        Says::Left(Undone::Hours(gap)) => (22, [hours(gap), 0]),
        Says::Left(Undone::Course | Undone::Other) => (22, [-1, 0]),
        Says::Unanswered => (23, [0, 0]),
        Says::Claimed(figure) => (24, [hours(figure), 0]),
    }
}

/// Takes only what is left to do: the hours, and whether the required course is.
#[derive(Default)]
pub(super) struct Missing {
    pub(super) hours: Hours,
    pub(super) owes_course: bool,
}

impl<'s> Account<'s> for Missing {
    const IS_WANTED: bool = true;

    fn line(&mut self, _: u8, _: &'s str, says: Says<'s>) {
        match says {
            Says::Left(Undone::Hours(gap)) => self.hours += gap,
            Says::Left(Undone::Course) => self.owes_course = true,
            _ => {}
        }
    }

    fn situation(&mut self, _: usize) {}

    fn case(&mut self, _: usize) {}
}
