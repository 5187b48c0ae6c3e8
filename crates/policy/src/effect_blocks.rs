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
    /// What counts nothing; that item when absent.
    pub(crate) annuls: Option<Setting<Annuls>>,
}

/// What an item that was found to be false takes with it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Annuls {
    /// Nothing else.
    ThatItem,
}

/// `[verification]`: what a verifier's figure is measured by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerificationBlock {
    pub(crate) above_claim: Spanned<Setting<AboveClaim>>,
    /// How many years' obligation one item can be given at most.
    pub(crate) item_years_max: u8,
    /// The figure of an item that was accepted without one; the lower when absent.
    pub(crate) accepted: Option<Setting<Accepted>>,
    /// Who may check and approve, and whose registration; two others when absent.
    pub(crate) deciders: Option<Setting<Deciders>>,
}

// The words of the next three are few because the program carries out no more: a reading that takes another value is
// refused, so none can say what nobody does.

/// What happens to a figure above the claim.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AboveClaim {
    /// The verifier confirms it.
    Confirm,
}

/// The figure of an item that was accepted without one.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Accepted {
    /// The lower of what was applied for and what the pack computes.
    Lower,
}

/// Who may check and approve.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Deciders {
    /// Two people, neither of whom is the registration's own.
    TwoOthers,
}
