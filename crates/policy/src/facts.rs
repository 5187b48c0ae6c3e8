//! What is known about one person's year: the facts that a pack is applied to. Must not hold names of people,
//! rules, or anything computed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Hours, Outcome, days};

/// The kind of post a person holds; it decides what the year asks of them (实施细则第一条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StaffCategory {
    /// 专任教师
    FullTimeTeacher,
    /// 其他专业技术岗
    OtherProfessional,
    /// 管理岗
    Administrative,
    /// 工勤
    Worker,
}

impl StaffCategory {
    /// Every category, in the order in which forms list them.
    pub const ALL: [StaffCategory; 4] = [
        StaffCategory::FullTimeTeacher,
        StaffCategory::OtherProfessional,
        StaffCategory::Administrative,
        StaffCategory::Worker,
    ];

    /// The Chinese name that people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            StaffCategory::FullTimeTeacher => "专任教师",
            StaffCategory::OtherProfessional => "其他专业技术岗",
            StaffCategory::Administrative => "管理岗",
            StaffCategory::Worker => "工勤",
        }
    }

    /// The name used in files: `full-time-teacher` and so on.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            StaffCategory::FullTimeTeacher => "full-time-teacher",
            StaffCategory::OtherProfessional => "other-professional",
            StaffCategory::Administrative => "administrative",
            StaffCategory::Worker => "worker",
        }
    }

    /// The category with this Chinese name, if it is one of the four.
    #[must_use]
    pub fn from_label(label: &str) -> Option<StaffCategory> {
        StaffCategory::ALL.into_iter().find(|category| category.label() == label.trim())
    }
}

/// One person's year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearFacts {
    /// The calendar year, for example 2026.
    pub year: i16,
    /// The kind of post, as long as no change of it is known. There is no year to judge without one, so it cannot be left
    /// out: what was learned of it later stands in `posts`, with both its days.
    pub category: StaffCategory,
    /// Whether the person declares for a professional title in the next year.
    #[serde(default)]
    pub declares_title_next_year: bool,
    /// Whether the person needs the year only to be confirmed in post (转正定职).
    #[serde(default)]
    pub confirmation_only: bool,
    /// Results of public courses, as the regional platform reports them.
    #[serde(default)]
    pub public: Vec<PublicFacts>,
    /// Professional activities that the person registered.
    #[serde(default)]
    pub items: Vec<ItemFacts>,
    /// Whether the registration has been approved (审批).
    #[serde(default)]
    pub approved: bool,
    /// The day of the approval; it is then known on the same day.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub approved_on: Option<Date>,
    /// Changes of post. They come before `category` and what stands beside it; the pack says which day decides.
    #[serde(default)]
    pub posts: Vec<PostFacts>,
    /// Whether the person declares for a professional title in this year (第九条); absent while nobody has said so.
    #[serde(default)]
    pub declares_title_this_year: Option<bool>,
    /// The day on which registration for the person's title series opens (第八条). It has no day on which it became known:
    /// a notice sets it, and the pack says which notices there are.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub title_series_opens: Option<Date>,
    /// What last year came to, a reference for a declaration of a title (第九条).
    #[serde(default)]
    pub last_year: Option<Outcome>,
    /// Items that were found to be false (第十三条).
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// The days on which it became known what the person intends and how last year ended.
    #[serde(default, skip_serializing_if = "Learned::is_nothing")]
    pub learned: Learned,
    /// What is settled for the year's required course; absent where nobody has settled it. It comes before what the pack
    /// knows of the year's notice (第三条).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training_year: Option<TrainingYearFacts>,
}

impl YearFacts {
    /// A year of which nothing is known but the post.
    #[must_use]
    pub fn of(year: i16, category: StaffCategory) -> YearFacts {
        YearFacts {
            year,
            category,
            declares_title_next_year: false,
            confirmation_only: false,
            public: Vec::new(),
            items: Vec::new(),
            approved: false,
            approved_on: None,
            posts: Vec::new(),
            declares_title_this_year: None,
            title_series_opens: None,
            last_year: None,
            findings: Vec::new(),
            learned: Learned::default(),
            training_year: None,
        }
    }
}

/// What the personnel office settled for a year's required course (必修课), by its notice: the same for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrainingYearFacts {
    /// Hours for its study.
    pub study: Hours,
    /// Hours for its examination, which come on top.
    pub exam: Hours,
    /// The day on which it was settled; absent where nobody wrote it down.
    #[serde(default, deserialize_with = "days::read_if_any", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub learned: Option<Date>,
}

/// The days on which facts became known that hold for a whole year, or for one that is over, and so have no day inside
/// this year on which they happened. Each is absent where nobody wrote it down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// Of `declares_title_next_year`.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub declares_title_next_year: Option<Date>,
    /// Of `confirmation_only`.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub confirmation_only: Option<Date>,
    /// Of `declares_title_this_year`.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub declares_title_this_year: Option<Date>,
    /// Of `last_year`.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub last_year: Option<Date>,
}

impl Learned {
    /// Whether no day is known, so that facts without any are written as they always were.
    fn is_nothing(&self) -> bool {
        *self == Learned::default()
    }
}

/// The post that a person holds from a day on, until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostFacts {
    /// The first day.
    #[serde(deserialize_with = "days::read")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// The kind of post.
    pub category: StaffCategory,
    /// Whether the person declares for a professional title in the next year.
    #[serde(default)]
    pub declares_title_next_year: bool,
    /// Whether the person needs the year only to be confirmed in post (转正定职).
    #[serde(default)]
    pub confirmation_only: bool,
    /// The day on which it became known; absent where nobody wrote it down.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub learned: Option<Date>,
}

/// An item that was found to be false.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Id of the item.
    pub item: String,
    /// The day of the decision.
    #[serde(deserialize_with = "days::read")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// The decision, such as its number.
    pub decision: String,
    /// The day on which it became known; absent where nobody wrote it down.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub learned: Option<Date>,
}

/// One public course (公需科目) in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicFacts {
    /// The course's name.
    pub course: String,
    /// Whether it is the year's required course (必修课), as the source says. A course whose name the pack lists as
    /// required is one even when this is left out; any other is an elective (选修课).
    #[serde(default)]
    pub required: bool,
    /// Hours studied.
    pub study: Hours,
    /// Whether the examination was passed.
    pub exam_passed: bool,
    /// The best score, if one is known.
    #[serde(default)]
    pub score: Option<u16>,
    /// Times the examination was sat.
    #[serde(default)]
    pub attempts: u8,
    /// Hours that the organiser recognises for it.
    pub hours: Hours,
    /// Whether the course has no examination, as some electives have none; its hours then wait for none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_exam: bool,
    /// The notice that sets the hours, where the source knows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notice: String,
    /// Where the result came from.
    #[serde(default)]
    pub source: String,
    /// The day of the examination, or of the report on the study; absent where the source does not say.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub happened: Option<Date>,
    /// The day on which it became known; absent where nobody wrote it down.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub learned: Option<Date>,
}

/// One professional activity (专业科目的一条登记).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemFacts {
    /// Identifies the item among the year's items.
    pub id: String,
    /// Id of the kind in the pack.
    pub kind: String,
    /// What it was called.
    #[serde(default)]
    pub title: String,
    /// Who organised it.
    #[serde(default)]
    pub organiser: String,
    /// First day.
    #[serde(deserialize_with = "days::read")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub starts: Date,
    /// Last day; the first day again for a thing of one day.
    #[serde(deserialize_with = "days::read")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub ends: Date,
    /// Answers to what the kind asks, by the ask's id: a count in digits, `yes` or `no`, a choice's id, or text.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// Hours that the person applies for (申请学时).
    #[serde(default)]
    pub applied: Option<Hours>,
    /// Hours that the verifier set (核定学时).
    #[serde(default)]
    pub verified: Option<Hours>,
    /// The verifier's word on the item; absent while nobody has decided.
    #[serde(default)]
    pub accepted: Option<bool>,
    /// Ids of the evidence needs for which a file is present.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// The day on which it became known; absent where nobody wrote it down.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub learned: Option<Date>,
    /// The day of the verifier's word and figure.
    #[serde(default, deserialize_with = "days::read_if_any")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub decided: Option<Date>,
}
