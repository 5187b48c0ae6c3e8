//! View data of the year account, `/my/{year}`: the picture, what is left to do, and why each hour counts or not.

use askama::Template;

use super::frame::Frame;
use super::parts::{ArticleText, Chip, DeadlineLine, ReasonLine};
use super::picture::Picture;
use super::turn::TurnBox;

/// The year account of one person.
#[derive(Template)]
#[template(path = "my/year.html")]
pub(crate) struct AccountPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    pub(crate) years: Vec<i16>,
    pub(crate) person_name: String,
    pub(crate) person_line: String,
    pub(crate) own: bool,
    /// Where somebody else looks back at it.
    pub(crate) retrospect_url: Option<String>,
    pub(crate) obligation: String,
    pub(crate) outcome: Chip,
    /// Whose turn it is, for the person; others read the registration's state.
    pub(crate) turn: Option<TurnBox>,
    /// Empty where the first line has said it.
    pub(crate) verdict: String,
    /// Whether nothing is left to do for the year.
    pub(crate) is_done: bool,
    /// Whether no registration was opened and it is too late to.
    pub(crate) is_closed: bool,
    pub(crate) picture: Picture,
    pub(crate) todo: Vec<TodoLine>,
    pub(crate) deadlines: Vec<DeadlineLine>,
    pub(crate) requirements: Vec<RequirementLine>,
    pub(crate) rows: Vec<AccountRow>,
    /// What connected systems registered.
    pub(crate) elsewhere: Vec<ElsewhereLine>,
    /// Which post decides what the year asks; `None` where none changed.
    pub(crate) post: Option<ReasonLine>,
    /// The posts that began in the year, in their order.
    pub(crate) posts: Vec<String>,
    pub(crate) groups: Vec<GroupLine>,
    pub(crate) public: Vec<PublicLine>,
    pub(crate) certificates: Vec<CertificateOffer>,
    pub(crate) registration: Option<RegistrationLink>,
    pub(crate) articles: Vec<ArticleText>,
    pub(crate) explanation: Vec<StepLine>,
}

/// One thing left to do.
pub(crate) struct TodoLine {
    pub(crate) text: String,
    pub(crate) article: String,
    /// The day by which it should be done.
    pub(crate) by: Option<ByDay>,
    /// Where to do it: address and label.
    pub(crate) way: Option<(String, &'static str)>,
}

/// A day by which something should be done, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ByDay {
    /// Such as `原则上不晚于2026年11月30日`.
    pub(crate) text: String,
    /// `还有 7 天`, `今天截止` or `已过 3 天`.
    pub(crate) days: String,
    /// `near`, `past` or empty.
    pub(crate) tone: &'static str,
}

/// One requirement of the year and how it stands.
pub(crate) struct RequirementLine {
    pub(crate) name: String,
    pub(crate) have: String,
    pub(crate) need: String,
    pub(crate) chip: Chip,
    pub(crate) text: String,
    pub(crate) article: String,
}

/// One item of the year with its hours.
pub(crate) struct AccountRow {
    pub(crate) category: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) dates: String,
    pub(crate) applied: String,
    pub(crate) recognised: String,
    pub(crate) counted: String,
    pub(crate) article: String,
    pub(crate) reasons: Vec<ReasonLine>,
}

/// Hours that a connected system registered.
pub(crate) struct ElsewhereLine {
    pub(crate) title: String,
    pub(crate) dates: String,
    pub(crate) system: String,
    pub(crate) reference: String,
    /// When the system registered them, and when they were entered here.
    pub(crate) learned: String,
    pub(crate) registered: String,
    pub(crate) counted: String,
    pub(crate) reasons: Vec<ReasonLine>,
}

/// One group with a cap.
pub(crate) struct GroupLine {
    pub(crate) name: String,
    pub(crate) sum: String,
    pub(crate) cap: String,
    pub(crate) counted: String,
}

/// One result of the public course.
pub(crate) struct PublicLine {
    pub(crate) course: String,
    pub(crate) hours: String,
    pub(crate) chip: Chip,
    /// Attempts used, or a dash where there is no examination.
    pub(crate) attempts: String,
    pub(crate) source: String,
    /// When the examination was sat and when it was entered.
    pub(crate) dates: String,
    /// What it counts for, or why it does not, with the article.
    pub(crate) reason: ReasonLine,
}

/// A certificate that was issued or could be.
pub(crate) struct CertificateOffer {
    /// Value of the form field `kind`.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) number: Option<String>,
    pub(crate) may_issue: bool,
    /// What became of the one before, and what it takes to get another.
    pub(crate) revoked: Option<String>,
    pub(crate) chip: Chip,
    pub(crate) reasons: Vec<ReasonLine>,
    /// What the year asks beyond it, where it can be had and the year is not done.
    pub(crate) beyond: Option<ReasonLine>,
}

/// One step of the whole working-out.
pub(crate) struct StepLine {
    /// How far it is indented, from 0.
    pub(crate) depth: u8,
    pub(crate) reason: ReasonLine,
}

/// The registration behind the account.
pub(crate) struct RegistrationLink {
    pub(crate) url: String,
    pub(crate) number: String,
    pub(crate) chip: Chip,
}
