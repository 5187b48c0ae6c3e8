//! View data of the home page and of the error page.

use askama::Template;

use super::frame::Frame;
use super::parts::{ArticleText, Chip, DeadlineLine, Trouble};
use super::picture::Picture;

/// The home page, for a visitor or for somebody signed in.
#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    pub(crate) signed_in: bool,
    pub(crate) name: String,
    pub(crate) deadlines: Vec<DeadlineLine>,
    pub(crate) account: Option<HomeAccount>,
    pub(crate) queue: Vec<(String, i64, String)>,
    pub(crate) tasks: Vec<HomeTask>,
    pub(crate) support: Option<ArticleText>,
}

/// The year account in short.
pub(crate) struct HomeAccount {
    pub(crate) picture: Picture,
    pub(crate) outcome: Chip,
    pub(crate) verdict: String,
    pub(crate) next: Option<String>,
}

/// One page this visitor often needs.
pub(crate) struct HomeTask {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) text: &'static str,
}

/// A refusal as a page.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub(crate) frame: Frame,
    pub(crate) heading: String,
    pub(crate) trouble: Trouble,
    pub(crate) back: Option<String>,
}
