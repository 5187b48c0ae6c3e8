//! The blocks of what follows from a year and of what decides inside it, as TOML writes them: consequences, the deciding
//! day, annulment, the measure of a verifier's figure. Must not hold checks that need more than one block.

use serde::Deserialize;
use toml::Spanned;

use crate::settings::Setting;

/// `[[consequence]]`: what follows from the year elsewhere; either `needs` or `whole_year`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsequenceBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    pub(crate) concerns: Concerns,
    /// The first year to which it applies.
    pub(crate) from_year: Option<i16>,
    /// Ids of requirements.
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    /// Everything that binds the person.
    #[serde(default)]
    pub(crate) whole_year: bool,
    /// Whether last year's conclusion is shown beside it. It never decides.
    #[serde(default)]
    pub(crate) refers_to_last_year: bool,
    /// Whether `whole_year` waits for the registration's approval; it does when absent.
    pub(crate) waits_for_approval: Option<Setting<bool>>,
    /// Whether the required course has to be passed before the person's title series opens for registration.
    pub(crate) before_title_series: Option<Setting<bool>>,
    /// What follows when it is not met.
    pub(crate) unmet: String,
    pub(crate) reading: Option<String>,
}

/// Whom a consequence concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Concerns {
    /// Whoever declares for a title in this year.
    DeclaringThisYear,
    /// Whoever the year asks for anything.
    Obliged,
}

/// `[status]`: which day's post decides the obligation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusBlock {
    /// Month and day, such as `12-31`.
    pub(crate) day: Spanned<Setting<String>>,
    pub(crate) reading: Option<String>,
}

/// `[annulment]`: an item that was found to be false counts nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnnulmentBlock {
    pub(crate) says: Spanned<String>,
    pub(crate) reading: Option<String>,
}

/// `[verification]`: what a verifier's figure is measured by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerificationBlock {
    /// What happens to a figure above the claim; only `confirm`.
    pub(crate) above_claim: Spanned<String>,
    /// How many years' obligation one item can be given at most.
    pub(crate) item_years_max: u8,
    /// What a figure above the claim rests on.
    pub(crate) reading: Option<String>,
    /// What the hours of an item rest on that was accepted without a figure.
    pub(crate) accepted_reading: Option<String>,
    /// What it rests on who may check and approve, and whose registration.
    pub(crate) deciders_reading: Option<String>,
}
