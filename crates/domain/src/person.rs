//! Holds people and the units that they belong to. Must not hold an ID number in clear: only its masked form.

use jiff::civil::Date;
use policy::{PostFacts, StaffCategory};
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Instant, shanghai_date},
    id_number::Sex,
    ids::{PersonId, UnitId},
};

/// A school or department; verifiers and approvers are appointed for one (article 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Identity.
    pub id: UnitId,
    /// The institution's own code of the unit; unique.
    pub code: String,
    /// Full name; unique.
    pub name: String,
    /// What sort of unit, in the institution's words, such as 教学单位.
    pub kind: String,
}

/// A person on the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// 工号: what the person signs in with; unique.
    pub staff_number: String,
    /// Full name as on the roster.
    pub name: String,
    /// As the ID number says.
    pub sex: Sex,
    /// The unit that the person belongs to now.
    pub unit_id: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Staff category, on which the obligation of article 1 depends.
    pub category: StaffCategory,
    /// Whether the person will declare a title next year (article 1).
    pub declares_title_next_year: bool,
    /// Whether that declaration is only a confirmation after probation (转正定职), which article 1 excepts.
    pub confirmation_only: bool,
    /// The title series, on which the date for the public course depends (article 8).
    pub title_series: Option<String>,
    /// The present title.
    pub title: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// The date of joining.
    pub joined: Option<Date>,
    /// The ID number with most characters hidden.
    pub id_number_masked: String,
}

/// What the obligation of article 1 follows from. It changes over time, so it is a fact of the year, see [`YearStanding`], or
/// of a day in it, see [`Post`], and not of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Staff category.
    pub category: StaffCategory,
    /// Whether the person will declare a title in the year after.
    pub declares_title_next_year: bool,
    /// Whether that declaration is only a confirmation after probation (转正定职).
    pub confirmation_only: bool,
}

/// What a roster said about one person for one year; a later one says nothing about a year that is over. The title series is
/// of the year and not of a post: one declares a title once a year, in one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearStanding {
    /// Category and intention.
    pub standing: Standing,
    /// The title series, on which the date for the public course depends (article 8).
    pub title_series: Option<String>,
}

/// How a person stands from a day inside a year on (article 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// The first day.
    pub from: Date,
    /// How.
    pub standing: Standing,
    /// When a roster said so.
    pub learned_at: Instant,
}

impl Post {
    /// What the assessment reads.
    pub fn facts(&self) -> PostFacts {
        PostFacts {
            from: self.from,
            category: self.standing.category,
            declares_title_next_year: self.standing.declares_title_next_year,
            confirmation_only: self.standing.confirmation_only,
            learned: Some(shanghai_date(self.learned_at)),
        }
    }
}

impl YearStanding {
    /// Whether a title will be declared in the year after. To be confirmed in a post is no declaration (article 1).
    pub fn declares_title(&self) -> bool {
        self.standing.declares_title_next_year && !self.standing.confirmation_only
    }
}

impl Standing {
    /// What people read: the category, and the intention where there is one.
    pub fn label(&self) -> String {
        let category = self.category.label();
        match (self.declares_title_next_year, self.confirmation_only) {
            (false, _) => category.to_owned(),
            (true, false) => format!("{category}，下一年度申报职称"),
            (true, true) => format!("{category}，下一年度转正定职"),
        }
    }
}

impl Person {
    /// What the newest roster says.
    pub fn standing(&self) -> Standing {
        Standing {
            category: self.category,
            declares_title_next_year: self.declares_title_next_year,
            confirmation_only: self.confirmation_only,
        }
    }

    /// The same, as it is kept for a year.
    pub fn year_standing(&self) -> YearStanding {
        YearStanding { standing: self.standing(), title_series: self.title_series.clone() }
    }

    /// The person as they stood in a year.
    #[must_use]
    pub fn standing_as(self, said: YearStanding) -> Self {
        let YearStanding { standing, title_series } = said;
        Self {
            category: standing.category,
            declares_title_next_year: standing.declares_title_next_year,
            confirmation_only: standing.confirmation_only,
            title_series,
            ..self
        }
    }
}

/// The name under which a staff category is stored: the same as in the facts format.
pub fn category_code(category: StaffCategory) -> &'static str {
    match category {
        StaffCategory::FullTimeTeacher => "full-time-teacher",
        StaffCategory::OtherProfessional => "other-professional",
        StaffCategory::Administrative => "administrative",
        StaffCategory::Worker => "worker",
    }
}

/// The staff category stored under a name; `None` for any other name.
pub fn category_from_code(code: &str) -> Option<StaffCategory> {
    [
        StaffCategory::FullTimeTeacher,
        StaffCategory::OtherProfessional,
        StaffCategory::Administrative,
        StaffCategory::Worker,
    ]
    .into_iter()
    .find(|category| category_code(*category) == code)
}
