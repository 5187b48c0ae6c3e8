//! View data of the packs' pages.

use askama::Template;

use crate::guides::Guide;

use super::{
    frame::Frame,
    parts::{ArticleText, Chip, Choice},
};

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
    /// First day, and last day where there is one.
    pub(crate) days: String,
    /// Name and title of the pack whose place it takes.
    pub(crate) succeeds: Option<(String, String)>,
    /// What it says of itself, and then what those say that it extends.
    pub(crate) preambles: Vec<PreambleText>,
    pub(crate) articles: Vec<ArticleRules>,
    /// Names of the packs that this one can be compared with.
    pub(crate) others: Vec<String>,
    /// Whether the visitor may try it out on everybody's years.
    pub(crate) may_simulate: bool,
}

/// What a pack says before its first article.
pub(crate) struct PreambleText {
    /// Name and title of the pack that says it; none for the pack of the page.
    pub(crate) of: Option<(String, String)>,
    pub(crate) paragraphs: Vec<String>,
}

/// An article and the rules that carry it out.
pub(crate) struct ArticleRules {
    pub(crate) text: ArticleText,
    pub(crate) rules: Vec<RuleCard>,
    pub(crate) kinds: Vec<KindRow>,
    /// Why it has no rules, as the pack says.
    pub(crate) no_rule: Option<String>,
    pub(crate) gaps: Vec<GapNote>,
}

/// What the article asks and nothing carries out yet.
pub(crate) struct GapNote {
    pub(crate) says: String,
    /// What people do until it is there.
    pub(crate) meanwhile: String,
}

/// A rule in words, or several of a sort.
pub(crate) struct RuleCard {
    /// Its place on the page, where something links to it.
    pub(crate) anchor: Option<String>,
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

/// A pack as a guide for whoever registers hours, for paper as well.
#[derive(Template)]
#[template(path = "policies/guide.html")]
pub(crate) struct GuidePage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) hash: String,
    /// The day from which it is in force.
    pub(crate) from: String,
    pub(crate) sample: bool,
    /// The ways through the product, with pictures.
    pub(crate) guides: &'static [Guide],
    /// Whom the year asks for what, and the public course.
    pub(crate) duties: Vec<GuideRule>,
    pub(crate) requirements: Vec<GuideRule>,
    pub(crate) public_course: Vec<GuideRule>,
    pub(crate) deadlines: Vec<GuideRule>,
    pub(crate) caps: Vec<GuideRule>,
    /// The year in which an activity counts.
    pub(crate) window: Vec<GuideRule>,
    pub(crate) categories: Vec<GuideCategory>,
    /// Article, what is missing, what people do meanwhile.
    pub(crate) gaps: Vec<(String, String, String)>,
}

/// A rule in a guide, with the article that it carries out.
pub(crate) struct GuideRule {
    pub(crate) name: String,
    pub(crate) aspects: Vec<(String, String)>,
    pub(crate) article: String,
}

/// A category with its kinds.
pub(crate) struct GuideCategory {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) article: String,
    pub(crate) kinds: Vec<GuideKind>,
}

/// A kind: what it is worth, what to write, what to hand in.
pub(crate) struct GuideKind {
    pub(crate) name: String,
    pub(crate) article: String,
    pub(crate) hint: String,
    /// The caps that it falls under, the innermost first.
    pub(crate) caps: String,
    pub(crate) asks: Vec<(String, String)>,
    /// Name, condition, article.
    pub(crate) evidence: Vec<(String, String, String)>,
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) sample: bool,
}

/// What another pack would change, or the question alone.
#[derive(Template)]
#[template(path = "policies/simulation.html")]
pub(crate) struct SimulationPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) year: i16,
    pub(crate) against: Vec<Choice>,
    pub(crate) result: Option<SimulationResult>,
}

/// Who is moved.
pub(crate) struct SimulationResult {
    pub(crate) old: String,
    pub(crate) old_title: String,
    pub(crate) people: u64,
    pub(crate) gains: u64,
    pub(crate) loses: u64,
    pub(crate) newly_met: u64,
    pub(crate) newly_unmet: u64,
    pub(crate) by_unit: Balance,
    pub(crate) by_article: Balance,
    pub(crate) units: Vec<MovedUnit>,
    pub(crate) articles: Vec<MovedArticle>,
    pub(crate) losers: MovedList,
    pub(crate) gainers: MovedList,
    /// What can be chosen to see fewer of them.
    pub(crate) only_units: Vec<Choice>,
    pub(crate) only_articles: Vec<Choice>,
    /// Where all of them are as a workbook.
    pub(crate) xlsx_url: String,
    /// Who could not be judged, and what to do about it.
    pub(crate) unreadable: Option<String>,
}

/// A unit in the table.
pub(crate) struct MovedUnit {
    pub(crate) name: String,
    pub(crate) people: u64,
    pub(crate) gains: u64,
    pub(crate) newly_met: u64,
    pub(crate) loses: u64,
    pub(crate) newly_unmet: u64,
}

/// An article in the table.
pub(crate) struct MovedArticle {
    /// 第四条　专业科目
    pub(crate) name: String,
    /// Where its text stands; absent for what stands under no article of the new pack.
    pub(crate) url: Option<String>,
    pub(crate) rules: Vec<String>,
    pub(crate) gains: u64,
    pub(crate) loses: u64,
}

/// Who is moved one way.
pub(crate) struct MovedList {
    pub(crate) people: Vec<MovedLine>,
    /// How many more there are.
    pub(crate) unnamed: u64,
}

/// Somebody who loses or gains.
pub(crate) struct MovedLine {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) staff_number: String,
    pub(crate) unit: String,
    pub(crate) before: Chip,
    pub(crate) after: Chip,
    /// `96 → 84`
    pub(crate) hours: String,
    pub(crate) causes: String,
}

/// Bars on both sides of a line: to the left who loses, to the right who gains. Positions are percentages with one
/// decimal.
pub(crate) struct Balance {
    pub(crate) height: usize,
    pub(crate) rows: Vec<BalanceRow>,
    /// Rows that did not fit; they stand in the table.
    pub(crate) left_out: usize,
    words: String,
}

/// One row of it.
pub(crate) struct BalanceRow {
    pub(crate) name: String,
    pub(crate) loses: u64,
    pub(crate) gains: u64,
    pub(crate) text_y: usize,
    pub(crate) bar_y: usize,
    pub(crate) loses_x: String,
    pub(crate) loses_width: String,
    pub(crate) gains_width: String,
}

/// Height of a row in pixels.
const ROW: usize = 46;
/// More rows than this are no picture any more.
const ROWS_MAX: usize = 40;

impl Balance {
    /// The picture of these rows: name, how many lose, how many gain. Rows in which nobody is moved are left out.
    pub(crate) fn new(title: &str, rows: impl IntoIterator<Item = (String, u64, u64)>) -> Self {
        let rows: Vec<_> = rows.into_iter().filter(|(_, loses, gains)| loses + gains > 0).collect();
        let longest = rows.iter().map(|(_, loses, gains)| *loses.max(gains)).max().unwrap_or(1).max(1);
        // Half of the width belongs to each side.
        let tenths = |count: u64| count * 500 / longest;
        let percent = |tenths: u64| format!("{}.{}%", tenths / 10, tenths % 10);
        let said = rows.iter().map(|(name, loses, gains)| format!("{name}受损 {loses} 人、受益 {gains} 人"));
        let words = format!("{title}：{}。", said.collect::<Vec<_>>().join("；"));
        let left_out = rows.len().saturating_sub(ROWS_MAX);
        let shown = rows.into_iter().take(ROWS_MAX).enumerate();
        let rows: Vec<BalanceRow> = shown
            .map(|(place, (name, loses, gains))| BalanceRow {
                name,
                text_y: place * ROW + 15,
                bar_y: place * ROW + 22,
                loses_x: percent(500 - tenths(loses)),
                loses_width: percent(tenths(loses)),
                gains_width: percent(tenths(gains)),
                loses,
                gains,
            })
            .collect();
        Balance { height: rows.len() * ROW, rows, left_out, words }
    }

    /// The picture in words, for those who cannot see it.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }
}
