//! What an assessment says: typed results with their reasons. Must not hold rules or decide anything.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{EvidenceNeed, Firmness, Hours};

/// What the year asks of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obligation {
    /// Public and professional hours, all of them.
    Full,
    /// Only the public examination.
    PublicExamOnly,
    /// Nothing.
    None,
}

/// The answer to a question about the year. Never a bare bool: a fact may be missing, or the figure may bind nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The requirement is met.
    Satisfied,
    /// The requirement is not met by what is known, and nothing is pending that could meet it.
    NotSatisfied,
    /// A fact is missing that decides it: usually hours waiting for the verifier.
    Undetermined,
    /// The figure does not bind this person; it is shown for reference.
    ReferenceOnly,
}

impl Outcome {
    /// The Chinese word that people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Satisfied => "已达到",
            Outcome::NotSatisfied => "未达到",
            Outcome::Undetermined => "待定",
            Outcome::ReferenceOnly => "仅供参考",
        }
    }
}

/// One sentence of why, with the article that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reason {
    /// The sentence, in Chinese.
    pub text: String,
    /// The article, for example 第四条. Empty when no article is behind it (an unknown kind, say).
    pub article: String,
    /// Name of the reading (解释性规定) that was used, if the article's words leave room.
    pub reading: Option<String>,
    /// Whether the sentence rests on sample numbers (示例标准).
    pub sample: bool,
}

/// What became of one registered item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemOutcome {
    /// The item's id.
    pub id: String,
    /// Hours that the person applied for.
    pub applied: Option<Hours>,
    /// Hours that the pack computes; absent when the pack leaves them to the verifier or an answer is missing.
    pub computed: Option<Hours>,
    /// Hours recognised for the item alone: verified if set, else computed, else none.
    pub recognised: Hours,
    /// Hours of it that count after every cap.
    pub counted: Hours,
    /// Why, in the order in which it was worked out.
    pub reasons: Vec<Reason>,
}

/// What became of one capped group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupOutcome {
    /// The group's id.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// Hours that flowed into it, after the caps of groups inside it.
    pub sum: Hours,
    /// Its cap, if it has one.
    pub cap: Option<Hours>,
    /// Hours that count.
    pub counted: Hours,
}

/// One threshold or share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementOutcome {
    /// The requirement's id.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The article.
    pub article: String,
    /// Whether it is met.
    pub outcome: Outcome,
    /// Whether it is met in itself, also where it does not bind the person.
    #[serde(default)]
    pub met: bool,
    /// Hours that the person has for it.
    pub have: Hours,
    /// Hours that it needs.
    pub need: Hours,
    /// One sentence saying so.
    pub text: String,
}

/// Something the person still has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Todo {
    /// What, in Chinese.
    pub text: String,
    /// The article.
    pub article: String,
    /// How many hours are missing, where hours are what is missing.
    pub hours: Option<Hours>,
    /// The day by which it should be done, where the pack sets one.
    #[serde(default)]
    pub by: Option<Date>,
    /// What happens after that day; the firmest of what the pack sets for the party on it.
    #[serde(default)]
    pub firmness: Option<Firmness>,
    /// What has to be done.
    pub task: Task,
}

/// What a [`Todo`] asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// To study the required course; its examination, too, where it is not passed.
    Study,
    /// To pass the examination of a course that is studied.
    Exam,
    /// To bring hours.
    Hours,
    /// To fill in what registered items lack.
    Answers,
    /// Nothing of the person's: the unit has to decide, once the registration is handed in.
    Unit,
}

/// What follows from the year elsewhere: for the declaration of a title, or for the yearly appraisal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// Id in the pack.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The article.
    pub article: String,
    /// Whether its conditions are met; for reference only when it does not concern the person.
    pub outcome: Outcome,
    /// Why, and what is only a reference.
    pub reasons: Vec<Reason>,
}

/// Whether a certificate can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateOutcome {
    /// `public-exam` or `annual`.
    pub id: String,
    /// The certificate's Chinese name.
    pub name: String,
    /// The article.
    #[serde(default)]
    pub article: String,
    /// Whether it can be given.
    pub outcome: Outcome,
    /// Why, or why not.
    pub reasons: Vec<Reason>,
    /// What the year asks of the person beyond this certificate, where the certificate can be given and the year is not
    /// done all the same.
    #[serde(default)]
    pub beyond: Option<Reason>,
}

/// The year, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// What the year asks of the person.
    pub obligation: Obligation,
    /// Public hours.
    pub public: Hours,
    /// Professional hours, after every cap.
    pub professional: Hours,
    /// Both together.
    pub total: Hours,
    /// Whether the required course's examination is passed, whoever has to pass it. No elective makes it so.
    #[serde(default)]
    pub exam_passed: bool,
    /// One for each item, ordered by the item's id.
    pub items: Vec<ItemOutcome>,
    /// One for each group of the pack, outer groups first.
    pub groups: Vec<GroupOutcome>,
    /// One for each requirement of the pack.
    pub requirements: Vec<RequirementOutcome>,
    /// All requirements together.
    pub outcome: Outcome,
    /// What is still to do.
    pub todo: Vec<Todo>,
    /// One for each certificate of the pack.
    pub certificates: Vec<CertificateOutcome>,
    /// One for each consequence of the pack.
    #[serde(default)]
    pub consequences: Vec<Consequence>,
}

/// What an item would be worth, shown while the form is being filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPreview {
    /// Hours that the pack computes; absent when it leaves them to the verifier or an answer is missing.
    pub computed: Option<Hours>,
    /// How they come about.
    pub reasons: Vec<Reason>,
    /// What stops the item from being registered as it stands.
    pub problems: Vec<Reason>,
}

/// One line of the evidence checklist (第五条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistLine {
    /// What is needed.
    pub need: EvidenceNeed,
    /// Whether it is needed for this item as answered.
    pub required: bool,
    /// Whether a file is present.
    pub present: bool,
}
