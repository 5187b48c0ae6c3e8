//! When a year is done, and what follows from it for everybody of whom it asks something: both as the pack says, such as
//! by article 10 of the school's rules. Must not judge hours.

use domain::registration::State;
use policy::{Assessment, Consequence, Obligation, Outcome, Pack, StaffCategory, YearFacts};

/// What a pack lets follow from the year for everybody of whom it asks something, such as the yearly appraisal; what only
/// concerns those who declare a title is none of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FollowingRules(Vec<String>);

impl FollowingRules {
    /// Those of a pack in a year, found by asking it about somebody who owes something and declares no title.
    pub(crate) fn of(pack: &Pack, year: i16) -> FollowingRules {
        let judged = StaffCategory::ALL.into_iter().map(|category| {
            let facts = YearFacts { declares_title_this_year: Some(false), ..YearFacts::of(year, category) };
            policy::assess(pack, &facts)
        });
        let owing = judged.into_iter().find(|assessment| assessment.obligation != Obligation::None);
        let all = owing.map(|assessment| assessment.consequences).unwrap_or_default();
        FollowingRules(all.into_iter().filter(|it| it.outcome != Outcome::ReferenceOnly).map(|it| it.id).collect())
    }

    /// What follows from a year that was judged, in the pack's order.
    pub(crate) fn in_year(&self, assessment: &Assessment) -> Vec<Consequence> {
        assessment.consequences.iter().filter(|it| self.0.contains(&it.id)).cloned().collect()
    }
}

/// Whether all is done that a year asks of a person: its requirements are met, and where hours are owed the registration is
/// as far as the pack wants it. That is told by what `follows` from the year (article 10, whose reading may take hours that
/// are reached for enough): while that is undetermined, the year waits for the approval. Where nothing follows, articles
/// 6 and 7 decide: it is done by the approval. What is with the person, to be handed in, was not done by anybody.
pub(crate) fn is_done(
    obligation: Obligation,
    outcome: Outcome,
    state: Option<State>,
    mut follows: impl ExactSizeIterator<Item = Outcome>,
) -> bool {
    let is_far_enough = match (obligation, state) {
        (Obligation::None, _) => return false,
        (Obligation::PublicExamOnly, _) => true,
        (Obligation::Full, Some(State::Draft | State::Returned)) => false,
        (Obligation::Full, state) if follows.len() == 0 => state == Some(State::Approved),
        (Obligation::Full, _) => follows.all(|outcome| outcome != Outcome::Undetermined),
    };
    outcome == Outcome::Satisfied && is_far_enough
}

#[cfg(test)]
mod tests {
    use super::*;

    fn following(name: &str, year: i16) -> Vec<String> {
        FollowingRules::of(&testkit::library().load(name).expect("a pack"), year).0
    }

    #[test]
    fn what_follows_for_everybody_is_told_apart_from_what_concerns_those_who_declare_a_title() {
        assert_eq!(following("guet-2022", 2026), ["appraisal"]);
        assert_eq!(following("yunting-2025", 2026), ["term-review"]);
        assert_eq!(following("guangxi-2019", 2026), Vec::<String>::new(), "it asks nothing of anybody");
    }

    #[test]
    fn where_nothing_follows_the_approval_makes_a_year_done() {
        let done = |state| is_done(Obligation::Full, Outcome::Satisfied, state, [].into_iter());
        assert!(done(Some(State::Approved)));
        assert!(!done(Some(State::AwaitingApproval)) && !done(None));
        assert!(is_done(Obligation::PublicExamOnly, Outcome::Satisfied, None, [].into_iter()));
    }

    #[test]
    fn what_is_with_its_person_is_not_done_although_its_hours_are_enough() {
        let done = |state| is_done(Obligation::Full, Outcome::Satisfied, Some(state), [Outcome::Satisfied].into_iter());
        assert!(done(State::Submitted) && done(State::Approved));
        assert!(!done(State::Draft) && !done(State::Returned));
    }
}
