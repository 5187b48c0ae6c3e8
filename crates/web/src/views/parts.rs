//! Small view data shared by several pages: chips, reasons, deadlines, history, page numbers. Must not hold pages.

use policy::Provision;

/// A status word with its tone. The word carries the meaning; the colour only repeats it.
#[derive(Clone, Debug)]
pub(crate) struct Chip {
    pub(crate) label: String,
    /// One of `good`, `wait`, `bad`, `info` or empty.
    pub(crate) tone: &'static str,
}

impl Chip {
    /// A chip with this word and tone.
    pub(crate) fn new(label: impl Into<String>, tone: &'static str) -> Self {
        Self { label: label.into(), tone }
    }
}

/// One reason with the article that gives it.
#[derive(Clone, Debug)]
pub(crate) struct ReasonLine {
    pub(crate) text: String,
    /// Like `第四条`; empty when no article stands behind it.
    pub(crate) article: String,
    /// The interpretation that was chosen, where the text is silent.
    pub(crate) reading: Option<String>,
    /// Whether it rests on a sample number.
    pub(crate) sample: bool,
}

/// A refusal as people read it: what is wrong, what is safe, what to do next.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    pub(crate) what: String,
    pub(crate) safe: String,
    pub(crate) next: String,
    /// What the regulation asks there.
    pub(crate) provision: Option<Provision>,
}

/// A date that matters this year.
#[derive(Clone, Debug)]
pub(crate) struct DeadlineLine {
    pub(crate) name: String,
    pub(crate) date: String,
    /// `还有 7 天`, `今天截止` or `已过 3 天`.
    pub(crate) days: String,
    /// `near`, `past` or empty.
    pub(crate) tone: &'static str,
    /// Soft dates may be missed with a note.
    pub(crate) soft: bool,
    pub(crate) article: String,
    /// What else there is to say of it.
    pub(crate) note: Option<String>,
}

/// One line of a history.
#[derive(Clone, Debug)]
pub(crate) struct HistoryLine {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) sentence: String,
}

/// Links to the page before and after.
#[derive(Clone, Debug)]
pub(crate) struct Pages {
    pub(crate) total: i64,
    /// What they are counted in, such as 人 or 份.
    pub(crate) counted_in: &'static str,
    pub(crate) page: u32,
    pub(crate) pages: u32,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

/// An article as people may read it under the page that cites it.
#[derive(Clone, Debug)]
pub(crate) struct ArticleText {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) paragraphs: Vec<String>,
}

/// One choice of a list with how many it would show.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceLink {
    pub(crate) label: String,
    pub(crate) count: i64,
    pub(crate) url: String,
    pub(crate) current: bool,
}

/// An option of a select.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}
