//! The closed vocabulary of rule blocks, as TOML writes it. Nothing here can loop, call out or divide by zero. Must
//! not hold checks that need more than one block.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::Hours;
use crate::assessment::Obligation;
use crate::days;
use crate::deadlines::{Firmness, Party};
pub(crate) use crate::effect_blocks::{AnnulmentBlock, Concerns, ConsequenceBlock, StatusBlock, VerificationBlock};
use crate::facts::StaffCategory;
pub(crate) use crate::hours_block::HoursBlock;
pub(crate) use crate::kind_blocks::{AnswerBlock, AskBlock, DayLimitBlock, KindBlock, NeedBlock};
use crate::pack::Status;
use crate::settings::Setting;

/// One fenced block: any of the entries, in any number.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct BlockText {
    pub(crate) pack: Option<PackBlock>,
    /// `[provisions]`, before the first article: the article that carries out each, or `none`.
    pub(crate) provisions: BTreeMap<String, Spanned<String>>,
    pub(crate) public_course: Option<PublicCourseBlock>,
    pub(crate) no_rule: Vec<NoRuleBlock>,
    pub(crate) gap: Vec<GapBlock>,
    pub(crate) training_year: Vec<TrainingYearBlock>,
    pub(crate) title_series: Vec<TitleSeriesBlock>,
    pub(crate) tables: Vec<TablesBlock>,
    pub(crate) reading: Vec<ReadingBlock>,
    pub(crate) rate: Vec<RateBlock>,
    pub(crate) day_limit: Vec<DayLimitBlock>,
    pub(crate) obligation: Vec<ObligationBlock>,
    pub(crate) category: Vec<CategoryBlock>,
    pub(crate) group: Vec<GroupBlock>,
    pub(crate) window: Vec<WindowBlock>,
    pub(crate) evidence: Vec<EvidenceBlock>,
    pub(crate) kind: Vec<KindBlock>,
    pub(crate) require: Vec<RequireBlock>,
    pub(crate) certificate: Vec<CertificateBlock>,
    pub(crate) deadline: Vec<DeadlineBlock>,
    pub(crate) consequence: Vec<ConsequenceBlock>,
    pub(crate) status: Option<StatusBlock>,
    pub(crate) annulment: Option<AnnulmentBlock>,
    pub(crate) verification: Option<VerificationBlock>,
}

/// `[pack]`, before the first article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PackBlock {
    /// The pack whose articles and rules this one starts from.
    pub(crate) extends: Option<Spanned<String>>,
    /// The day from which it is in force, such as `2022-01-01`.
    pub(crate) from: Option<Spanned<String>>,
    /// The last day on which it is in force, where it was made for a time only.
    pub(crate) until: Option<Spanned<String>>,
    /// The pack that it takes the place of.
    pub(crate) succeeds: Option<Spanned<String>>,
    /// Whether all of it is made up, to show how a pack is written (示例标准).
    #[serde(default)]
    pub(crate) sample: bool,
}

/// `[[no-rule]]`: why an article gives the program nothing to compute.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoRuleBlock {
    pub(crate) reason: Spanned<String>,
}

/// `[[gap]]`: what an article asks and nothing carries out yet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GapBlock {
    pub(crate) id: Spanned<String>,
    /// What is missing.
    pub(crate) says: String,
    /// What people do until it is there.
    pub(crate) meanwhile: String,
    /// Years whose notice of the required course is missing.
    #[serde(default)]
    pub(crate) training_years: Vec<i16>,
}

/// `[[training-year]]`: the required course of one year, as its notice announced it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrainingYearBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) year: i16,
    /// The required course's name.
    pub(crate) theme: String,
    /// Hours for study and examination together.
    pub(crate) hours: Hours,
    /// Hours of study that complete it, where the notice tells them apart.
    pub(crate) study_hours: Option<Hours>,
    /// The notice.
    pub(crate) notice: String,
}

/// `[[title-series]]`: the day on which one title series opens for registration in one year, as its notice says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitleSeriesBlock {
    pub(crate) id: Spanned<String>,
    /// The series as rosters call it.
    pub(crate) series: String,
    pub(crate) year: i16,
    /// The first day of registration.
    #[serde(deserialize_with = "days::read")]
    pub(crate) opens: Date,
    /// The notice.
    pub(crate) notice: String,
}

/// `[[tables]]`: the pack's own tables of hours. The article that it stands under is the one that they carry out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TablesBlock {
    pub(crate) folder: Spanned<String>,
}

/// `[[reading]]`: how we read words that leave room.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadingBlock {
    pub(crate) id: Spanned<String>,
    /// What the words leave open.
    pub(crate) question: String,
    /// Id of the option in force.
    pub(crate) chosen: String,
    pub(crate) options: Vec<OptionBlock>,
}

/// One way to read the words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionBlock {
    pub(crate) id: String,
    /// What people see where it decides.
    pub(crate) says: String,
    /// What it means for people.
    #[serde(default)]
    pub(crate) means: String,
    /// What the rules take; absent where the program cannot follow this reading.
    pub(crate) value: Option<toml::Value>,
}

/// `[[rate]]`: where the hours of training come from, used by name: either hours for half a day, or the figure that
/// the organiser stated. The article that it stands under is its source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RateBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) give_hours: Option<Hours>,
    #[serde(default)]
    pub(crate) stated: bool,
    pub(crate) status: Status,
}

/// `[[obligation]]`: the first whose conditions all hold decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObligationBlock {
    pub(crate) gives: Obligation,
    pub(crate) why: Spanned<String>,
    /// Any category when absent or empty.
    pub(crate) categories: Option<Setting<Vec<StaffCategory>>>,
    pub(crate) declares_title_next_year: Option<bool>,
    pub(crate) confirmation_only: Option<bool>,
    pub(crate) reading: Option<String>,
}

/// `[public-course]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicCourseBlock {
    pub(crate) attempts_max: u8,
    /// Names under which the platform reports the required course of any year.
    #[serde(default)]
    pub(crate) required: Vec<String>,
    pub(crate) after_attempts: Spanned<String>,
    /// What has to be done before a course's hours count; its examination when absent.
    pub(crate) counts: Option<Setting<Counts>>,
    /// The same for an elective that has no examination; its study when absent.
    pub(crate) without_exam: Option<Setting<Counts>>,
    /// Years whose required course can be made up for later and counts for its own year.
    #[serde(default)]
    pub(crate) past_years: Vec<i16>,
    /// When that can be; in any later year when absent.
    pub(crate) past_years_in: Option<Setting<MadeUpIn>>,
    pub(crate) reading: Option<String>,
}

/// In which year past years can be made up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum MadeUpIn {
    /// In any later one.
    AnyYear,
    /// Only in this one.
    #[serde(untagged)]
    Only(i16),
}

/// What has to be done before a public course's hours count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Counts {
    /// Its examination: then all hours count.
    AfterExam,
    /// Its study: then the hours of study count, and the rest after the examination.
    AfterStudy,
}

/// `[[category]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    /// Whether what is registered here was organised by somebody, who has to be named.
    #[serde(default)]
    pub(crate) organiser: bool,
}

/// `[[group]]`: kinds whose hours are capped together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    /// `professional`, or a group that stands before this one.
    pub(crate) within: String,
    pub(crate) cap_hours: Option<Setting<Hours>>,
}

/// `[[window]]`: professional activities count for the year in which they took place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WindowBlock {
    pub(crate) id: Spanned<String>,
    /// How many years after its own an activity may still be registered; 0 when absent.
    #[serde(default)]
    pub(crate) years_later: u8,
    pub(crate) advice: String,
}

/// `[[evidence]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
}

/// `[[require]]`: exactly one of `exam`, `study`, `at_least_hours` and `professional_share`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequireBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    /// Obligations that bind it; none when it is only a condition of a certificate.
    pub(crate) binds: Setting<Vec<Obligation>>,
    #[serde(default)]
    pub(crate) exam: bool,
    pub(crate) study: Option<Setting<StudyProof>>,
    pub(crate) at_least_hours: Option<Hours>,
    /// Which hours `at_least_hours` asks for; all of them when absent.
    pub(crate) of: Option<Subject>,
    pub(crate) professional_share: Option<ShareBlock>,
    pub(crate) reading: Option<String>,
}

/// What shows that the required course's study is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StudyProof {
    /// The hours of study that the year's notice asks for; any, where it asks for none.
    AsAnnounced,
    /// The examination, too.
    ByExam,
}

/// Hours of which subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Subject {
    /// Public hours alone.
    Public,
}

/// `professional_share = { in = "required-total", at_least = "2/3" }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShareBlock {
    #[serde(rename = "in")]
    pub(crate) base: Setting<ShareBase>,
    pub(crate) at_least: String,
}

/// What a share is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ShareBase {
    /// The hours that the year requires.
    RequiredTotal,
    /// The hours that the person earned.
    EarnedTotal,
}

/// `[[certificate]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CertificateBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    /// Ids of requirements.
    pub(crate) needs: Vec<String>,
    pub(crate) after: Option<Setting<After>>,
}

/// What has to come before a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum After {
    /// The registration's approval.
    Approved,
}

/// `[[deadline]]`: exactly one of `day` and `before_title_series`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeadlineBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    /// The part of the article that sets it, such as `（四）`, where the article has parts.
    #[serde(default)]
    pub(crate) part: String,
    pub(crate) party: Party,
    /// Month and day, such as `11-30`.
    pub(crate) day: Option<String>,
    /// The day before the person's title series opens for registration.
    #[serde(default)]
    pub(crate) before_title_series: bool,
    /// Whether `day` is one of the following year.
    #[serde(default)]
    pub(crate) in_next_year: bool,
    pub(crate) firmness: Firmness,
}
