//! Which rule of one pack is which of another: by its id, and where rules have none, as what a year asks of whom, by what
//! they say. Must not tell what changed.

use crate::{Clause, Section};

/// The rules of two packs, side by side.
pub(crate) struct Matching<'a> {
    /// Those of the new pack in its order, each with what it was before, then those that only the old one has.
    pub(crate) pairs: Vec<(Option<&'a Clause>, Option<&'a Clause>)>,
    /// Whether those without an id stand in another order, which decides among them.
    pub(crate) is_reordered: bool,
}

impl<'a> Matching<'a> {
    pub(crate) fn of(before: &'a [Clause], after: &'a [Clause]) -> Matching<'a> {
        let obligations = numbered(before, after);
        let places = obligations.iter().filter_map(|(then, _)| place(before, then.as_ref()?));
        let places: Vec<usize> = places.collect();
        let then_of = |now: &'a Clause| match is_numbered(now) {
            true => obligations.iter().find(|(_, known)| std::ptr::eq(*known, now)).and_then(|(then, _)| *then),
            false => before.iter().find(|then| then.section == now.section && then.id == now.id),
        };
        let mut pairs: Vec<_> = after.iter().map(|now| (then_of(now), Some(now))).collect();
        let is_gone = |then: &&Clause| !pairs.iter().any(|(known, _)| known.is_some_and(|it| std::ptr::eq(it, *then)));
        let gone: Vec<&Clause> = before.iter().filter(is_gone).collect();
        pairs.extend(gone.into_iter().map(|then| (Some(then), None)));
        Matching { pairs, is_reordered: !places.is_sorted() }
    }
}

fn place(clauses: &[Clause], wanted: &Clause) -> Option<usize> {
    clauses.iter().position(|known| std::ptr::eq(known, wanted))
}

/// Whether its id is only its number.
pub(crate) fn is_numbered(clause: &Clause) -> bool {
    clause.section == Section::Obligation
}

/// The numbered rules of the new pack, each with what it was: first who says all the same, then who says the same in
/// words, then who says the same in numbers, last who has the same number.
fn numbered<'a>(before: &'a [Clause], after: &'a [Clause]) -> Vec<(Option<&'a Clause>, &'a Clause)> {
    let mut free: Vec<&Clause> = before.iter().filter(|clause| is_numbered(clause)).collect();
    let mut pairs: Vec<(Option<&Clause>, &Clause)> =
        after.iter().filter(|clause| is_numbered(clause)).map(|now| (None, now)).collect();
    let likenesses: [fn(&Clause, &Clause) -> bool; 4] = [
        |one, other| one.all().eq(other.all()),
        |one, other| one.aspect(WORDS) == other.aspect(WORDS),
        |one, other| rest(one).eq(rest(other)),
        |one, other| one.id == other.id,
    ];
    for is_like in likenesses {
        for (then, now) in pairs.iter_mut().filter(|(then, _)| then.is_none()) {
            let found = free.iter().position(|known| is_like(known, now));
            *then = found.map(|place| free.remove(place));
        }
    }
    pairs
}

/// The aspect that says in words what an obligation is about.
pub(crate) const WORDS: &str = "说明";

fn rest(clause: &Clause) -> impl Iterator<Item = &(String, String)> {
    clause.all().filter(|(aspect, _)| aspect != WORDS)
}
