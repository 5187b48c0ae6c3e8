//! View data of the packs' pages.

use askama::Template;

use super::{frame::Frame, parts::ArticleText};

/// The packs that there are.
#[derive(Template)]
#[template(path = "policies/index.html")]
pub(crate) struct PackListPage {
    pub(crate) frame: Frame,
    pub(crate) packs: Vec<PackCard>,
}

/// A pack in the list.
pub(crate) struct PackCard {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) kinds: usize,
    pub(crate) articles: usize,
    pub(crate) sample: bool,
    pub(crate) in_force: bool,
}

/// A pack, article by article.
#[derive(Template)]
#[template(path = "policies/show.html")]
pub(crate) struct PackPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) hash: String,
    pub(crate) articles: Vec<ArticleRules>,
    /// Names of the packs that this one can be compared with.
    pub(crate) others: Vec<String>,
}

/// An article and the rules that carry it out.
pub(crate) struct ArticleRules {
    pub(crate) text: ArticleText,
    pub(crate) rules: Vec<RuleCard>,
    pub(crate) kinds: Vec<KindRow>,
}

/// A rule in words.
pub(crate) struct RuleCard {
    pub(crate) name: String,
    pub(crate) aspects: Vec<(String, String)>,
}

/// A kind of activity, as a guide for whoever registers one.
pub(crate) struct KindRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) category: String,
    pub(crate) hint: String,
    pub(crate) group: String,
    pub(crate) asks: Vec<(String, String)>,
    pub(crate) evidence: Vec<(String, String)>,
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) sample: bool,
}

/// What changes from one pack to another.
#[derive(Template)]
#[template(path = "policies/changes.html")]
pub(crate) struct ChangesPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) old: String,
    pub(crate) old_title: String,
    pub(crate) new_title: String,
    pub(crate) count: usize,
    pub(crate) articles: Vec<ArticleChanges>,
}

/// The changes under one article.
pub(crate) struct ArticleChanges {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) texts: Vec<String>,
}
