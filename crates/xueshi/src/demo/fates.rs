//! What becomes of each person's year: how far the registration gets, and how many hours it reaches.

use domain::person::Person;
use policy::{Hours, StaffCategory};

use super::chance::Chance;
use super::season::Season;

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
    /// Approved.
    Approved,
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
    let aim = Hours::from_whole(chance.between(aim.0, aim.1));
    if !has_to_register(person) {
        return Course { fate: Fate::Nothing, aim };
    }
    let fate = if season.is_over() {
        chance.weighted(&[
            (14, Fate::Nothing),
            (2, Fate::Draft),
            (3, Fate::Returned),
            (3, Fate::Verified),
            (78, Fate::Approved),
        ])
    } else {
        chance.weighted(&[
            (24, Fate::Nothing),
            (18, Fate::Draft),
            (20, Fate::Submitted),
            (5, Fate::Checking),
            (5, Fate::Returned),
            (8, Fate::Verified),
            (7, Fate::AwaitingApproval),
            (13, Fate::Approved),
        ])
    };
    Course { fate, aim }
}

/// A year under way shows every state, however few people there are: what nobody drew is given to one of those whose fate
/// most others share.
pub(super) fn complete(courses: &mut [(&Person, Course)]) {
    let rare = [Fate::Checking, Fate::Returned, Fate::Verified, Fate::AwaitingApproval, Fate::Approved];
    for fate in rare {
        if courses.iter().any(|(_, course)| course.fate == fate) {
            continue;
        }
        if let Some((_, course)) = courses.iter_mut().find(|(_, course)| course.fate == Fate::Submitted) {
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
