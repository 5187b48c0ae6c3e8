//! View data of the design page: every token and every component. What fills them stands in `sample`.

use askama::Template;

use super::account::{AccountRow, ByDay, ElsewhereLine, RequirementLine};
use super::faults::Faults;
use super::frame::Frame;
use super::home::TypedForm;
use super::parts::{ArticleText, Chip, ChoiceLink, DeadlineLine, HistoryLine, Pages, Trouble};
use super::picture::Picture;
use super::registration::{EvidenceLine, RefusedForm};
use super::turn::TurnBox;

/// Name of a token and what it is for.
pub(crate) type Token = (&'static str, &'static str);

/// All tokens and components on one page; a test reads the style sheets and the macros and misses none.
#[derive(Template)]
#[template(path = "design.html")]
pub(crate) struct DesignPage {
    pub(crate) frame: Frame,
    pub(crate) colours: Vec<Token>,
    pub(crate) spaces: Vec<Token>,
    pub(crate) sizes: Vec<Token>,
    pub(crate) families: Vec<Token>,
    /// Both of them, each shown whatever the visitor's own is: its name in the style sheet, and in words.
    pub(crate) schemes: [(&'static str, &'static str); 2],
    pub(crate) chips: Vec<Chip>,
    pub(crate) choices: Vec<ChoiceLink>,
    pub(crate) pictures: Vec<(&'static str, Picture)>,
    pub(crate) trouble: Trouble,
    pub(crate) refused: RefusedForm,
    /// What is wrong with the form that is shown.
    pub(crate) faults: Faults,
    pub(crate) turns: Vec<TurnBox>,
    pub(crate) typed: TypedForm,
    /// Where something that is left to do can be done.
    pub(crate) way: Option<(String, &'static str)>,
    pub(crate) by: Option<ByDay>,
    pub(crate) evidence: EvidenceLine,
    pub(crate) deadlines: Vec<DeadlineLine>,
    pub(crate) requirements: Vec<RequirementLine>,
    pub(crate) articles: Vec<ArticleText>,
    /// One that stands by itself, outside the list of what the page rests on.
    pub(crate) article: ArticleText,
    pub(crate) rows: Vec<AccountRow>,
    /// What connected systems registered.
    pub(crate) elsewhere: Vec<ElsewhereLine>,
    pub(crate) history: Vec<HistoryLine>,
    /// What stands there before anything was done.
    pub(crate) no_history: Vec<HistoryLine>,
    pub(crate) pages: Pages,
}
