//! View data of the home page and of the error page.

use askama::Template;
use policy::Provision;

use super::account::TodoLine;
use super::frame::Frame;
use super::parts::{ArticleText, Chip, DeadlineLine, Trouble};
use super::picture::Picture;
use super::turn::TurnBox;

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
    /// What the visitor can reply to or appeal against.
    pub(crate) findings: Vec<HomeFinding>,
    /// Past years that can be made up for.
    pub(crate) past: Vec<PastLine>,
    pub(crate) queue: Vec<(String, i64, String)>,
    pub(crate) tasks: Vec<HomeTask>,
    pub(crate) support: Option<ArticleText>,
}

/// What was found about the visitor, while they can say something.
pub(crate) struct HomeFinding {
    pub(crate) url: String,
    pub(crate) heading: String,
    /// What they can do and until when, without a full stop.
    pub(crate) text: String,
}

/// A past year whose public subject can be made up for.
pub(crate) struct PastLine {
    pub(crate) year: i16,
    pub(crate) theme: String,
    /// The last day.
    pub(crate) until: String,
}

/// The year account in short.
pub(crate) struct HomeAccount {
    pub(crate) picture: Picture,
    pub(crate) outcome: Chip,
    pub(crate) turn: TurnBox,
    /// Empty where the first line has said it.
    pub(crate) verdict: String,
    /// Everything that is left to do.
    pub(crate) todo: Vec<TodoLine>,
}

/// One page this visitor often needs.
pub(crate) struct HomeTask {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) text: String,
}

/// A refusal as a page.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage {
    pub(crate) frame: Frame,
    pub(crate) heading: String,
    pub(crate) trouble: Trouble,
    pub(crate) back: Option<String>,
    /// The form as it was typed, to be mended and sent once more.
    pub(crate) again: Option<TypedForm>,
}

/// What somebody typed into a form, in a form again.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedForm {
    pub(crate) action: String,
    /// The key that it had, when it never arrived; otherwise it gets a new one.
    pub(crate) key: Option<String>,
    /// What it does, as a verb.
    pub(crate) deed: &'static str,
    /// What people fill in.
    pub(crate) fields: Vec<TypedField>,
    /// Answers to the questions of a kind, in words; they travel in `hidden`.
    pub(crate) answers: Vec<(String, String)>,
    pub(crate) hidden: Vec<(String, String)>,
}

/// One field that people fill in.
#[derive(Clone, Debug)]
pub(crate) struct TypedField {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) value: String,
    /// `text`, `date` or `decision`.
    pub(crate) control: &'static str,
}

/// Characters that a line holds on a phone.
const LINE: usize = 30;

impl TypedField {
    /// Whether it wants more than a line: reasons and answers do, and whatever is longer.
    pub(crate) fn is_long(&self) -> bool {
        let is_told = ["reason", "answer"].contains(&self.name.as_str());
        self.control == "text" && (is_told || self.value.contains('\n') || self.value.chars().count() > LINE)
    }
}
