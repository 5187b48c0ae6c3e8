//! View data of the item form: the chooser of kinds, the fields a kind asks for, and the hours it would give.

use askama::Template;

use super::faults::Faults;
use super::frame::{Frame, Links};
use super::parts::{ArticleText, Choice, ReasonLine, Trouble};

/// Chooses the kind of activity, grouped by category.
#[derive(Template)]
#[template(path = "registrations/kinds.html")]
pub(crate) struct KindPage {
    pub(crate) frame: Frame,
    pub(crate) registration: String,
    pub(crate) year: i16,
    pub(crate) categories: Vec<KindGroup>,
}

/// One category with its kinds.
pub(crate) struct KindGroup {
    pub(crate) name: String,
    pub(crate) article: String,
    pub(crate) kinds: Vec<KindChoice>,
}

/// One kind to choose.
pub(crate) struct KindChoice {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) hint: String,
    pub(crate) sample: bool,
}

/// The form of one item.
#[derive(Template)]
#[template(path = "registrations/item.html")]
pub(crate) struct ItemPage {
    pub(crate) frame: Frame,
    pub(crate) registration: String,
    pub(crate) year: i16,
    /// Where the form is sent.
    pub(crate) action: String,
    pub(crate) is_new: bool,
    pub(crate) kind: String,
    pub(crate) kind_name: String,
    pub(crate) category: String,
    pub(crate) hint: String,
    pub(crate) title: String,
    pub(crate) organiser: String,
    pub(crate) starts: String,
    pub(crate) ends: String,
    pub(crate) asks: Vec<AskField>,
    /// What is wrong with the answers.
    pub(crate) faults: Faults,
    pub(crate) applied: String,
    pub(crate) asks_applied: bool,
    /// Whether nothing can be computed, so that hours have to be applied for.
    pub(crate) needs_applied: bool,
    /// What to bring, and when it has to be there; empty for always.
    pub(crate) evidence: Vec<(String, String)>,
    /// The article of the kind.
    pub(crate) article: String,
    /// The text of the articles that the kind rests on.
    pub(crate) articles: Vec<ArticleText>,
    /// The text of all others, because the preview may come to cite any of them.
    pub(crate) other_articles: Vec<ArticleText>,
    /// Whether an organiser has to be named.
    pub(crate) asks_organiser: bool,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) preview: PreviewBox,
}

/// One question of the kind.
pub(crate) struct AskField {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) value: String,
    pub(crate) control: Control,
}

impl AskField {
    /// The `id` of its field.
    pub(crate) fn field(&self) -> String {
        format!("answer-{}", self.id)
    }
}

/// How a question is answered.
pub(crate) enum Control {
    /// One line of text.
    Text,
    /// A whole number of this unit.
    Count(String),
    /// Hours, with at most two decimals.
    Hours,
    /// Yes or no.
    YesNo,
    /// One of a list.
    Choice(Vec<Choice>),
}

/// The hours that the form as typed would give; also sent alone while one types.
#[derive(Template)]
#[template(path = "registrations/preview.html")]
pub(crate) struct PreviewBox {
    /// Where articles stand; bears the name by which the components know the frame of a whole page.
    pub(crate) frame: Links,
    pub(crate) hours: Option<String>,
    /// Hours applied for, as typed; empty for none.
    pub(crate) applied: String,
    pub(crate) reasons: Vec<ReasonLine>,
    pub(crate) problems: Vec<ReasonLine>,
    /// Whether anything was typed yet.
    pub(crate) blank: bool,
}
