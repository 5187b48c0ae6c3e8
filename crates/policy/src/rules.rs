//! The rules of a loaded pack that people do not choose from: obligations, caps, thresholds, certificates. Must not
//! hold how they are applied.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::blocks::Concerns;
pub(crate) use crate::blocks::{Counts, ShareBase, StudyProof};
use crate::cases::Case;
use crate::deadlines::DeadlineRule;
use crate::{Hours, Obligation, StaffCategory, Status};

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    /// In order; the first that fits decides.
    pub(crate) obligations: Vec<ObligationRule>,
    /// The cases of which a reading decides what is asked, each with what the explanation shows of it.
    pub(crate) decided_by_readings: BTreeMap<Case, String>,
    /// The public course, if the pack speaks of it.
    pub(crate) public_course: Option<PublicCourse>,
    /// A group stands after the group that holds it.
    pub(crate) groups: Vec<Group>,
    /// The window of professional activities.
    pub(crate) window: Option<Window>,
    /// By the kind's id.
    pub(crate) kinds: BTreeMap<String, KindRule>,
    /// What half a day gives, or that a figure counts as it is written.
    pub(crate) rates: Vec<RateRule>,
    /// How much a day can hold.
    pub(crate) day_limits: Vec<DayLimitRule>,
    /// Thresholds and shares.
    pub(crate) requirements: Vec<Requirement>,
    /// Certificates.
    pub(crate) certificates: Vec<CertificateRule>,
    /// Deadlines.
    pub(crate) deadlines: Vec<DeadlineRule>,
    /// When title series open for registration, as far as notices are known.
    pub(crate) title_series: Vec<TitleSeries>,
    /// Whose tables of hours there are.
    pub(crate) tables: Vec<TablesRule>,
    /// What follows elsewhere.
    pub(crate) consequences: Vec<ConsequenceRule>,
    /// Which day's post decides the obligation; the first of the year's posts when the pack names none.
    pub(crate) status: Option<StatusRule>,
    /// What becomes of items that were found to be false.
    pub(crate) annulment: Option<Annulment>,
    /// What a verifier's figure is measured by.
    pub(crate) verification: Option<VerificationRule>,
}

/// What a verifier's figure is measured by; above the claim it has to be confirmed.
#[derive(Debug)]
pub(crate) struct VerificationRule {
    /// How many years' obligation one item can be given at most.
    pub(crate) item_years_max: u8,
    pub(crate) article: String,
    /// What a figure above the claim rests on.
    pub(crate) reading: Option<String>,
    /// What the hours of an item rest on that was accepted without a figure.
    pub(crate) accepted_reading: Option<String>,
    /// What it rests on who may check and approve, and whose registration.
    pub(crate) deciders_reading: Option<String>,
}

/// Which day's post decides the obligation.
#[derive(Debug)]
pub(crate) struct StatusRule {
    pub(crate) month: i8,
    pub(crate) day: i8,
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
}

/// What becomes of items that were found to be false.
#[derive(Debug)]
pub(crate) struct Annulment {
    pub(crate) says: String,
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
}

/// What follows from the year elsewhere.
#[derive(Debug)]
pub(crate) struct ConsequenceRule {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) concerns: Concerns,
    pub(crate) from_year: Option<i16>,
    /// Ids of requirements.
    pub(crate) needs: Vec<String>,
    pub(crate) whole_year: bool,
    pub(crate) refers_to_last_year: bool,
    /// Whether hours that nobody approved leave a whole year undetermined.
    pub(crate) waits_for_approval: bool,
    /// Whether the required course has to be passed before the person's title series opens, and what that rests on.
    pub(crate) before_title_series: bool,
    pub(crate) before_reading: Option<String>,
    pub(crate) unmet: String,
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
}

/// Whom an obligation is for.
#[derive(Debug)]
pub(crate) struct ObligationRule {
    pub(crate) gives: Obligation,
    pub(crate) why: String,
    /// Any category when empty.
    pub(crate) categories: Vec<StaffCategory>,
    pub(crate) declares_title_next_year: Option<bool>,
    pub(crate) confirmation_only: Option<bool>,
    pub(crate) article: String,
    /// The reading that it rests on, whomever that makes a difference to.
    pub(crate) reading: Option<String>,
    /// A reading that it names for everybody whom it concerns.
    pub(crate) named: Option<String>,
}

/// The public course and its examination.
#[derive(Debug)]
pub(crate) struct PublicCourse {
    pub(crate) attempts_max: u8,
    /// Names under which the platform reports the required course of any year.
    pub(crate) required: Vec<String>,
    /// What is known of single years.
    pub(crate) years: Vec<TrainingYear>,
    /// What has to be done before a course's hours count.
    pub(crate) counts: Counts,
    /// The same for an elective that has no examination; waiting for one that will never be means never.
    pub(crate) without_exam: Counts,
    pub(crate) after_attempts: String,
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
    /// What `without_exam` rests on.
    pub(crate) without_exam_reading: Option<String>,
    /// Which past years can be made up for.
    pub(crate) past_years: PastYearsRule,
    /// What that rests on.
    pub(crate) past_years_reading: Option<String>,
}

/// The years whose required course can be made up for later, and counts for its own year (article 3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastYearsRule {
    /// The years.
    pub years: Vec<i16>,
    /// The only year in which that can be; any later one without it.
    pub only_in: Option<i16>,
}

impl PastYearsRule {
    /// Whether a course of `year` can be passed in the later year `in_year`.
    #[must_use]
    pub fn allows(&self, year: i16, in_year: i16) -> bool {
        in_year > year && self.years.contains(&year) && self.only_in.is_none_or(|only| only == in_year)
    }

    /// The years whose course can be passed in a later year.
    pub fn allowed_in(&self, in_year: i16) -> impl Iterator<Item = i16> {
        self.years.iter().copied().filter(move |year| self.allows(*year, in_year))
    }
}

/// The required course of one year, as its notice announced it.
#[derive(Debug)]
pub(crate) struct TrainingYear {
    pub(crate) year: i16,
    pub(crate) theme: String,
    /// For study and examination together.
    pub(crate) hours: Hours,
    /// Hours of study that complete it, where the notice tells them apart.
    pub(crate) study: Option<Hours>,
    pub(crate) notice: String,
}

/// When one title series opens for registration in one year.
#[derive(Debug)]
pub(crate) struct TitleSeries {
    pub(crate) id: String,
    pub(crate) series: String,
    pub(crate) year: i16,
    pub(crate) opens: Date,
    pub(crate) notice: String,
    pub(crate) article: String,
}

/// Tables of hours that one pack of the chain brings.
#[derive(Debug)]
pub(crate) struct TablesRule {
    /// Path in the library, such as `guet-2022/tables`.
    pub(crate) folder: String,
    pub(crate) article: String,
}

/// Kinds that are capped together.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Index of the group around it; none for the professional subjects themselves.
    pub(crate) within: Option<usize>,
    pub(crate) cap: Option<Hours>,
    pub(crate) article: String,
    /// The reading behind the cap.
    pub(crate) reading: Option<String>,
}

/// The year in which an activity counts.
#[derive(Debug)]
pub(crate) struct Window {
    /// How many years after its own an activity may still be registered; 0 for none.
    pub(crate) years_later: i16,
    pub(crate) advice: String,
    pub(crate) article: String,
}

/// A rate, as its article tells it; a kind carries the number that it is judged by.
#[derive(Debug)]
pub(crate) struct RateRule {
    pub(crate) id: String,
    /// For half a day; none where the figure that somebody wrote counts.
    pub(crate) gives: Option<Hours>,
    pub(crate) status: Status,
    /// Ids of the kinds whose hours come from it.
    pub(crate) kinds: Vec<String>,
    pub(crate) article: String,
}

/// The most that a day can hold, as its article tells it.
#[derive(Debug)]
pub(crate) struct DayLimitRule {
    pub(crate) id: String,
    pub(crate) hours: Hours,
    /// Ids of the kinds that it bounds.
    pub(crate) kinds: Vec<String>,
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
}

/// What a kind has beside what people see.
#[derive(Debug)]
pub(crate) struct KindRule {
    /// Index of its innermost group.
    pub(crate) group: Option<usize>,
    pub(crate) reading: Option<String>,
    /// The article that gives its hours: that of the rate or of the tables, or the kind's own.
    pub(crate) cited: String,
    /// How sure its rate is.
    pub(crate) rate: Option<Status>,
    /// Where it is written how much a day can hold, and the reading that it rests on.
    pub(crate) day_limit: Option<DayLimit>,
}

/// Where it is written how much a day can hold.
#[derive(Debug)]
pub(crate) struct DayLimit {
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
}

/// A threshold or share.
#[derive(Debug)]
pub(crate) struct Requirement {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) binds: Vec<Obligation>,
    pub(crate) test: Test,
    pub(crate) article: String,
    pub(crate) reading: Option<String>,
}

/// What a requirement asks.
#[derive(Debug)]
pub(crate) enum Test {
    /// The required course's examination, passed.
    Exam,
    /// The required course's study, completed.
    Study(StudyProof),
    /// Public and professional hours together.
    Total(Hours),
    /// Public hours alone.
    Public(Hours),
    /// Professional hours: a share of the base.
    Share(Share),
}

/// At least `numerator / denominator` of the base.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) numerator: i64,
    /// More than the numerator.
    pub(crate) denominator: i64,
    pub(crate) base: ShareBase,
}

/// What a certificate needs.
#[derive(Debug)]
pub(crate) struct CertificateRule {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Ids of requirements.
    pub(crate) needs: Vec<String>,
    pub(crate) after_approval: bool,
    pub(crate) article: String,
    /// What `after_approval` rests on.
    pub(crate) reading: Option<String>,
}
