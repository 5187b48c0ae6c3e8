//! What becomes of each person's year: how far the registration gets, and how many hours it reaches.

use std::collections::BTreeMap;

use domain::person::Person;
use policy::{Hours, StaffCategory};

use super::chance::Chance;
use super::season::{Phase, Season};

/// The last state that a registration reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Never begun.
    Nothing,
    /// Begun, not handed in.
    Draft,
    /// Handed in.
    Submitted,
    /// Somebody is checking it.
    Checking,
    /// Sent back to the person.
    Returned,
    /// Checked, the form not yet sealed.
    Verified,
    /// The sealed form is there, the decision is not.
    AwaitingApproval,
    /// Sealed, and sent back by the approver.
    SentBack,
    /// Approved.
    Approved,
}

impl Fate {
    /// What every year has that is neither at its beginning nor long over.
    const SHOWN: [Fate; 8] = [
        Fate::Draft,
        Fate::Submitted,
        Fate::Checking,
        Fate::Returned,
        Fate::Verified,
        Fate::AwaitingApproval,
        Fate::SentBack,
        Fate::Approved,
    ];

    /// Whether it is neither with its person as they left it nor done.
    pub(super) fn is_under_way(self) -> bool {
        !matches!(self, Fate::Nothing | Fate::Draft | Fate::Approved)
    }
}

/// One person's year as it will be.
#[derive(Clone, Copy)]
pub(super) struct Course {
    /// How far it gets.
    pub(super) fate: Fate,
    /// Professional hours that the person's items add up to, about.
    pub(super) aim: Hours,
}

/// Draws one person's year.
pub(super) fn draw(person: &Person, season: &Season, seed: u64) -> Course {
    let mut chance = Chance::new(seed, &format!("fate {} {}", person.staff_number, season.year()));
    let aim = chance.weighted(&[(70, (75, 95)), (16, (55, 74)), (14, (6, 30))]);
    let aim = chance.between(aim.0, aim.1) * season.reached() / 100;
    let aim = Hours::from_whole(aim.max(AIM_MIN));
    if !has_to_register(person) {
        return Course { fate: Fate::Nothing, aim };
    }
    Course { fate: chance.weighted(fates_of(season.phase())), aim }
}

/// Hours that everybody aims at, however few days of the year there have been.
const AIM_MIN: i64 = 4;

/// How often what becomes of a registration.
fn fates_of(phase: Phase) -> &'static [(i64, Fate)] {
    match phase {
        Phase::Beginning => &[(85, Fate::Nothing), (15, Fate::Draft)],
        Phase::Midway => &[
            (24, Fate::Nothing),
            (50, Fate::Draft),
            (10, Fate::Submitted),
            (3, Fate::Checking),
            (2, Fate::Returned),
            (1, Fate::SentBack),
            (3, Fate::Verified),
            (3, Fate::AwaitingApproval),
            (4, Fate::Approved),
        ],
        Phase::Closing => &[
            (24, Fate::Nothing),
            (18, Fate::Draft),
            (20, Fate::Submitted),
            (5, Fate::Checking),
            (4, Fate::Returned),
            (1, Fate::SentBack),
            (8, Fate::Verified),
            (7, Fate::AwaitingApproval),
            (13, Fate::Approved),
        ],
        // The same in four hundred, so that little is still under way.
        Phase::JustOver => &[
            (56, Fate::Nothing),
            (8, Fate::Draft),
            (1, Fate::Submitted),
            (1, Fate::Checking),
            (9, Fate::Returned),
            (3, Fate::SentBack),
            (9, Fate::Verified),
            (1, Fate::AwaitingApproval),
            (312, Fate::Approved),
        ],
        Phase::LongOver => &[
            (14, Fate::Nothing),
            (2, Fate::Draft),
            (2, Fate::Returned),
            (1, Fate::SentBack),
            (3, Fate::Verified),
            (78, Fate::Approved),
        ],
    }
}

/// Shows every state, however few people there are, in a year that has them all: what nobody drew is given to one of those
/// whose fate most others share. A year that has just begun has none but drafts, and one that is long over is settled; the
/// year before this one is what shows every state on any day.
pub(super) fn complete(courses: &mut [(&Person, Course)], phase: Phase) {
    if matches!(phase, Phase::Beginning | Phase::LongOver) {
        return;
    }
    for fate in Fate::SHOWN {
        let mut counts: BTreeMap<Fate, usize> = BTreeMap::new();
        courses.iter().for_each(|(_, course)| *counts.entry(course.fate).or_default() += 1);
        let most = counts.iter().max_by_key(|(_, count)| **count).map(|(fate, _)| *fate);
        if counts.contains_key(&fate) {
            continue;
        }
        if let Some((_, course)) = courses.iter_mut().find(|(_, course)| Some(course.fate) == most) {
            course.fate = fate;
        }
    }
}

fn has_to_register(person: &Person) -> bool {
    match person.category {
        StaffCategory::FullTimeTeacher => true,
        StaffCategory::Worker => false,
        StaffCategory::OtherProfessional | StaffCategory::Administrative => {
            person.declares_title_next_year && !person.confirmation_only
        }
    }
}
