//! A loaded pack: the regulation as typed data, with the words that people see. Must not hold how it is read from
//! files, nor how it is applied.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::rules::Rules;
use crate::{Hours, Library, PackError, Preamble, Provision, Reading};

/// One of the kinds of learning that the regulation names (六大类 of 第四条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// Stable id.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// The article that names it.
    pub article: String,
}

/// One article: its heading and its meaning in our own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// 第四条
    pub id: String,
    /// The heading's title.
    pub title: String,
    /// Markdown, without the rule blocks.
    pub prose: String,
    /// The rules that carry it out, each as its sort and id: `kind paper`.
    pub rules: Vec<String>,
    /// Why it has none.
    pub no_rule: Option<String>,
}

/// What an article asks and nothing carries out yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Stable id.
    pub id: String,
    /// What is missing.
    pub says: String,
    /// What people do until it is there.
    pub meanwhile: String,
    /// Years whose notice of the required course is missing.
    pub training_years: Vec<i16>,
    /// The article.
    pub article: String,
}

/// What kind of answer a form field takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Any text.
    Text,
    /// A whole number of the unit, in digits.
    Count {
        /// 分, 篇, 天 …
        unit: String,
    },
    /// An amount of hours, with at most two decimals.
    Hours,
    /// `yes` or `no`.
    YesNo,
    /// One of these, as (id, Chinese name).
    Choice(Vec<(String, String)>),
}

/// A form field of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Key among the item's answers.
    pub id: String,
    /// Chinese label.
    pub name: String,
    /// What it takes.
    pub answer: Answer,
    /// Whether the item cannot be registered without it.
    pub required: bool,
}

/// A piece of evidence that a kind needs (第五条).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EvidenceNeed {
    /// Key among the item's evidence.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// Id of the yes-no ask that makes it necessary; always necessary when absent.
    pub when: Option<String>,
    /// The article that asks for it.
    pub article: String,
}

/// Which way a conversion rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// Only full units give hours.
    Down,
    /// In proportion, cut after two decimals.
    Exact,
    /// To the nearest full unit, half a unit upwards.
    Nearest,
    /// Only full units give hours, and what is left over goes to the year's next item of the kind.
    Carried,
}

/// How a kind's hours come about. Closed: a pack can choose among these and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HoursRule {
    /// `give` for each `per` of the count asked under `from`.
    Conversion {
        /// Id of the count.
        from: String,
        /// How many make one conversion; at least 1.
        per: i64,
        /// Hours for one conversion.
        give: Hours,
        /// Rounding.
        round: Rounding,
        /// At most this much for one item.
        at_most: Option<Hours>,
    },
    /// Looked up by answers.
    Table {
        /// File name, for messages.
        file: String,
        /// Ids of the asks, in the table's column order.
        by: Vec<String>,
        /// The rows by key.
        rows: BTreeMap<Vec<String>, TableRow>,
    },
    /// The same for every item.
    Fixed(Hours),
    /// By half days: the count asked under `half_days`.
    PerHalfDay {
        /// Id of the count.
        half_days: String,
        /// Hours for half a day.
        give: Hours,
        /// More than this for each day cannot be right.
        a_day_holds: Option<Hours>,
    },
    /// The organiser's figure, asked under `from` as a number of hours.
    Stated {
        /// Id of the ask.
        from: String,
        /// A figure above this for each day cannot be right.
        a_day_holds: Option<Hours>,
    },
    /// Registered with somebody else's system, which says how many: nobody registers it here (第四条).
    Registered {
        /// Id of the hours that the system registered.
        from: String,
        /// Id of the text that names the system.
        system: String,
        /// Id of the text with its reference.
        reference: String,
    },
    /// No number is known: the person applies, the verifier decides.
    Reviewer,
}

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Printed in an instrument in force.
    Official,
    /// Our reading of one.
    Interpretation,
    /// Made up to show how it works (示例标准).
    Sample,
}

/// A row of a table of hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// Hours.
    pub hours: Hours,
    /// Where the number comes from.
    pub source: String,
    /// How sure it is.
    pub status: Status,
    /// Its line in the table, from 1.
    #[serde(default)]
    pub line: usize,
}

/// A kind of activity: what the form asks, what evidence is needed, how the hours come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// Stable id.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// Id of the category.
    pub category: String,
    /// Chinese name of the category.
    pub category_name: String,
    /// The article, for example 第四条.
    pub article: String,
    /// Form fields.
    pub asks: Vec<Ask>,
    /// Evidence.
    pub evidence: Vec<EvidenceNeed>,
    /// How the hours come.
    pub hours: HoursRule,
    /// The same in Chinese, for the form.
    pub hint: String,
    /// What the caps of its groups leave of it in a year, in Chinese; empty where nothing caps it.
    pub caps: String,
    /// Whether its numbers are sample numbers (示例标准).
    pub sample: bool,
    /// Whether an item has to name its organiser: one's own papers, patents and self-study have none.
    pub asks_organiser: bool,
}

impl Kind {
    /// Whether a table of hours is looked up by this answer, an author's place for example: it says which activity it
    /// was, not how much of it there was.
    #[must_use]
    pub fn is_looked_up(&self, ask: &str) -> bool {
        matches!(&self.hours, HoursRule::Table { by, .. } if by.iter().any(|id| id == ask))
    }
}

/// A loaded pack. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pack {
    pub(crate) content: Arc<PackContent>,
}

#[derive(Debug)]
pub(crate) struct PackContent {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) hash: String,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) succeeds: Option<String>,
    /// Its own first, then those of the packs that it extends.
    pub(crate) preambles: Vec<Preamble>,
    /// What it was read from, to read it again with other readings.
    pub(crate) library: Library,
    pub(crate) readings: Vec<Reading>,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) is_sample: bool,
    pub(crate) categories: Vec<Category>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) articles: Vec<Article>,
    /// The article that carries out each provision; `None` where the pack says that it has none.
    pub(crate) provisions: BTreeMap<Provision, Option<String>>,
    pub(crate) required_total: Hours,
    pub(crate) professional_min: Hours,
    pub(crate) rules: Rules,
}

/// The article that a citation names, of these.
pub(crate) fn article_cited<'a>(articles: &'a [Article], cited: &str) -> Option<&'a Article> {
    let article = |id: &str| articles.iter().find(|article| article.id == id);
    article(cited).or_else(|| article(cited.split_once('（')?.0))
}

impl Pack {
    /// The folder's name: `guet-2022`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.content.name
    }

    /// The instrument's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.content.title
    }

    /// Content hash over every file of the pack and of the packs that it extends: 64 hex digits.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.content.hash
    }

    /// The day from which it is in force.
    #[must_use]
    pub fn from(&self) -> Date {
        self.content.from
    }

    /// The last day on which it is in force, where it says so.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        self.content.until
    }

    /// The pack that it takes the place of.
    #[must_use]
    pub fn succeeds(&self) -> Option<&str> {
        self.content.succeeds.as_deref()
    }

    /// Readings with their alternatives, those of the extended pack first.
    #[must_use]
    pub fn readings(&self) -> &[Reading] {
        &self.content.readings
    }

    /// The same pack with other readings: (reading, option). Its hash is another, so that nothing decided by it can be
    /// taken for a decision of this one.
    ///
    /// # Errors
    /// A reading or an option that the pack does not have, or an option that no rule can follow.
    pub fn with_readings(&self, pins: &BTreeMap<String, String>) -> Result<Pack, PackError> {
        self.content.library.load_with(self.name(), pins)
    }

    /// What its articles ask and nothing carries out yet.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        &self.content.gaps
    }

    /// Whether any number in it is a sample number (示例标准).
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.content.is_sample
    }

    /// Categories in the regulation's order.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.content.categories
    }

    /// Kinds in the order of their categories.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.content.kinds
    }

    /// The kind with this id.
    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.content.kinds.iter().find(|kind| kind.id == id)
    }

    /// The article with this id (第四条).
    #[must_use]
    pub fn article(&self, id: &str) -> Option<&Article> {
        self.content.articles.iter().find(|article| article.id == id)
    }

    /// The article that a citation names, which may name a part of it: 第六条（四） is in 第六条.
    #[must_use]
    pub fn article_cited(&self, cited: &str) -> Option<&Article> {
        article_cited(&self.content.articles, cited)
    }

    /// Articles in order, those of the extended pack after its own.
    #[must_use]
    pub fn articles(&self) -> &[Article] {
        &self.content.articles
    }

    /// Hours that a year needs in all (第二条).
    #[must_use]
    pub fn required_total(&self) -> Hours {
        self.content.required_total
    }

    /// Most that a verifier can give one item (第六条, the reading in force); `None` where the pack sets no limit.
    #[must_use]
    pub fn item_hours_max(&self) -> Option<Hours> {
        let rule = self.content.rules.verification.as_ref()?;
        Some(self.content.required_total.times(rule.item_years_max.into()))
    }

    /// Professional hours that a year needs (第二条, the reading in force).
    #[must_use]
    pub fn professional_min(&self) -> Hours {
        self.content.professional_min
    }
}
