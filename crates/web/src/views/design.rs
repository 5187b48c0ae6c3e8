//! View data of the design page: tokens and every component with sample data.

use askama::Template;

use super::account::{AccountRow, RequirementLine};
use super::frame::Frame;
use super::parts::{ArticleText, Chip, ChoiceLink, DeadlineLine, HistoryLine, Pages, Trouble};
use super::picture::Picture;

/// All tokens and components on one page.
#[derive(Template)]
#[template(path = "design.html")]
pub(crate) struct DesignPage {
    pub(crate) frame: Frame,
    /// Name of the token, what it is for.
    pub(crate) colours: Vec<(&'static str, &'static str)>,
    pub(crate) chips: Vec<Chip>,
    pub(crate) choices: Vec<ChoiceLink>,
    pub(crate) pictures: Vec<(&'static str, Picture)>,
    pub(crate) trouble: Trouble,
    pub(crate) deadlines: Vec<DeadlineLine>,
    pub(crate) requirements: Vec<RequirementLine>,
    pub(crate) articles: Vec<ArticleText>,
    pub(crate) rows: Vec<AccountRow>,
    pub(crate) history: Vec<HistoryLine>,
    pub(crate) pages: Pages,
}
