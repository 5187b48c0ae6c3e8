//! View data of a registration, as its owner and as a reviewer see it.

use askama::Template;
use policy::Provision;

use super::account::ElsewhereLine;
use super::findings::RegistrationFindings;
use super::frame::Frame;
use super::parts::{ArticleText, Chip, DeadlineLine, HistoryLine, ReasonLine, Trouble};
use super::turn::TurnBox;

/// The registration as its owner sees it: items, checklist, one button.
#[derive(Template)]
#[template(path = "registrations/show.html")]
pub(crate) struct RegistrationPage {
    pub(crate) frame: Frame,
    pub(crate) file: FileHead,
    /// Whose turn it is; `None` where the head says why it came back.
    pub(crate) turn: Option<TurnBox>,
    pub(crate) items: Vec<ItemCard>,
    /// What connected systems registered for the year.
    pub(crate) elsewhere: Vec<ElsewhereLine>,
    /// What was tried further down and not taken.
    pub(crate) refused: Option<RefusedForm>,
    /// What is wrong with the sealed form that was tried.
    pub(crate) sealed_trouble: Option<Trouble>,
    pub(crate) may: MayDo,
    /// What is ticked when it is handed in, without a full stop.
    pub(crate) declaration: String,
    /// The form that hands it in.
    pub(crate) submission: SubmissionForm,
    /// What can be uploaded, as a sentence.
    pub(crate) upload_hint: String,
    /// What keeps it from being handed in.
    pub(crate) missing: Vec<MissingLine>,
    /// What the year lacks even if all is recognised, in whole sentences.
    pub(crate) shortfall: Option<String>,
    pub(crate) deadlines: Vec<DeadlineLine>,
    pub(crate) findings: RegistrationFindings,
    pub(crate) history: Vec<HistoryLine>,
    pub(crate) articles: Vec<ArticleText>,
}

/// The registration as a verifier or approver sees it: claim and evidence side by side.
#[derive(Template)]
#[template(path = "registrations/review.html")]
pub(crate) struct ReviewPage {
    pub(crate) frame: Frame,
    pub(crate) file: FileHead,
    pub(crate) items: Vec<ItemCard>,
    /// What connected systems registered for the year.
    pub(crate) elsewhere: Vec<ElsewhereLine>,
    /// What was tried on one of them and not taken.
    pub(crate) refused: Option<RefusedForm>,
    pub(crate) may: MayDo,
    /// How this visitor can take it up for the check; `None` when they cannot.
    pub(crate) start: Option<CheckStart>,
    pub(crate) open_items: usize,
    /// What the year lacks however the open items are decided, in whole sentences; `None` for nothing.
    pub(crate) shortfall: Option<String>,
    /// The items whose decision is to give them back; empty for none.
    pub(crate) returned: String,
    /// Numbers of the certificates in force that go with the approval.
    pub(crate) resting: Vec<String>,
    /// What a decider goes on with; `None` for whoever decides nothing.
    pub(crate) upcoming: Option<UpcomingLine>,
    pub(crate) common_reasons: Vec<&'static str>,
    pub(crate) findings: RegistrationFindings,
    pub(crate) history: Vec<HistoryLine>,
    pub(crate) articles: Vec<ArticleText>,
}

/// What somebody ends by taking a registration up for the check.
pub(crate) struct CheckStart {
    /// The other verifier who is at it, whose check ends; `None` where nobody is.
    pub(crate) ends: Option<String>,
    /// The verifier whose decisions it carries; empty for none.
    pub(crate) by: String,
    /// How many of them are open again.
    pub(crate) reopened: usize,
}

/// One thing that is missing, with the place where it is to be mended.
pub(crate) struct MissingLine {
    /// The item, as its number and title.
    pub(crate) item: String,
    /// Where it stands on the page.
    pub(crate) url: String,
    /// What is missing there.
    pub(crate) text: String,
}

/// A form that was not taken: told at the top of the page, because it may stand far below.
pub(crate) struct RefusedForm {
    /// What was not taken, as a sentence without its end.
    pub(crate) title: String,
    /// Where it stands on the page.
    pub(crate) url: String,
    /// What is wrong.
    pub(crate) what: String,
}

/// The registration that waits next for the visitor.
pub(crate) struct UpcomingLine {
    /// Its address and whose it is; `None` when nothing waits.
    pub(crate) next: Option<(String, String)>,
    /// How many wait.
    pub(crate) waiting: i64,
    /// Whether this one has just been decided, so that there is nothing left to do here.
    pub(crate) decided: bool,
}

/// Asks for which year to register.
#[derive(Template)]
#[template(path = "registrations/new.html")]
pub(crate) struct NewRegistrationPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// How many years after its own an activity may still be registered.
    pub(crate) years_later: i16,
    pub(crate) deadlines: Vec<DeadlineLine>,
}

/// What stands at the head of a registration.
pub(crate) struct FileHead {
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) year: i16,
    pub(crate) person_name: String,
    pub(crate) person_line: String,
    pub(crate) chip: Chip,
    /// Names of the states in order, with `done`, `now` or empty.
    pub(crate) steps: Vec<(&'static str, &'static str)>,
    pub(crate) applied_total: String,
    /// What counts of what connected systems registered; `None` for nothing.
    pub(crate) elsewhere_total: Option<String>,
    /// What those hours are: before the approval none count yet.
    pub(crate) counted_label: &'static str,
    pub(crate) counted_total: String,
    /// That it was handed in late; `None` when it was in time.
    pub(crate) late: Option<LateLine>,
    pub(crate) given_back: Option<GivenBack>,
    /// When and by whom an earlier approval was taken back, and why.
    pub(crate) withdrawn: Option<String>,
    pub(crate) sealed_form: Option<SealedFormLine>,
    pub(crate) verified_by: Option<String>,
    pub(crate) approved_by: Option<String>,
}

/// That it was handed in after the person's date.
pub(crate) struct LateLine {
    /// Why.
    pub(crate) reason: String,
    /// When it was handed in.
    pub(crate) at: String,
    /// The date.
    pub(crate) due: String,
    /// The article that sets the date.
    pub(crate) article: String,
}

/// Why it is with its person again.
pub(crate) struct GivenBack {
    pub(crate) title: &'static str,
    pub(crate) reason: String,
    /// What to do now; empty when the page says so elsewhere.
    pub(crate) next: &'static str,
}

/// The signed and sealed summary form.
pub(crate) struct SealedFormLine {
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) size: String,
    pub(crate) at: String,
    pub(crate) is_image: bool,
    pub(crate) is_pdf: bool,
}

/// What this visitor may do now.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MayDo {
    pub(crate) edit: bool,
    pub(crate) submit: bool,
    pub(crate) withdraw: bool,
    pub(crate) decide: bool,
    pub(crate) finish: bool,
    pub(crate) give_back: bool,
    pub(crate) summary_form: bool,
    pub(crate) attach_sealed_form: bool,
    pub(crate) send_to_approval: bool,
    pub(crate) approve: bool,
    pub(crate) approval_return: bool,
    pub(crate) extend: bool,
    pub(crate) withdraw_approval: bool,
}

impl MayDo {
    /// Whether the visitor is to give the second decision.
    pub(crate) fn is_approver(&self) -> bool {
        self.approve || self.approval_return
    }
}

/// The form of the verifier's decision, as it is shown and as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct DecisionForm {
    /// `accept`, `change`, `return` or empty.
    pub(crate) decision: String,
    pub(crate) hours: String,
    pub(crate) reason: String,
    /// What is wrong with what was typed.
    pub(crate) trouble: Option<Trouble>,
    /// Whether the figure has to be confirmed.
    pub(crate) asks_confirmation: bool,
}

/// The form that hands a registration in, as it is shown and as it was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct SubmissionForm {
    pub(crate) declared: bool,
    pub(crate) short_is_known: bool,
    /// What is asked of whoever is late; `None` as long as nobody is.
    pub(crate) late: Option<LateForm>,
    /// What is wrong with what was sent.
    pub(crate) trouble: Option<Trouble>,
}

/// What is asked of whoever hands in after the person's date.
#[derive(Clone, Debug, Default)]
pub(crate) struct LateForm {
    /// The date.
    pub(crate) due: String,
    /// The article that sets it.
    pub(crate) article: String,
    /// The reason as it was typed, or as it was given the last time.
    pub(crate) reason: String,
}

/// The form that uploads evidence for one item, as it is shown and as it was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct UploadForm {
    /// Whether it stands open: its item was just saved, or an upload was not taken.
    pub(crate) is_open: bool,
    /// Which piece of evidence was chosen; empty for none yet.
    pub(crate) need: String,
    /// What is wrong with what was sent.
    pub(crate) trouble: Option<Trouble>,
}

/// One item with its claim, its hours and its evidence.
pub(crate) struct ItemCard {
    pub(crate) id: String,
    pub(crate) position: usize,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) category: String,
    pub(crate) article: String,
    pub(crate) organiser: String,
    pub(crate) dates: String,
    pub(crate) answers: Vec<(String, String)>,
    /// Hours asked for or computed, without the unit.
    pub(crate) hours: String,
    /// `按标准计算`, `申请学时，由单位核定` or `核定学时`.
    pub(crate) hours_note: String,
    /// Hours claimed and hours set, where the verifier set others.
    pub(crate) change: Option<(String, String)>,
    pub(crate) decision: Chip,
    pub(crate) decision_reason: Option<String>,
    pub(crate) decided: bool,
    /// What is decided about it, as its form sends it back: nobody decides over what the page did not show.
    pub(crate) seen: String,
    pub(crate) form: DecisionForm,
    pub(crate) reasons: Vec<ReasonLine>,
    pub(crate) problems: Vec<ReasonLine>,
    pub(crate) checklist: Vec<CheckLine>,
    /// What else of the person's is the same or could be.
    pub(crate) alike: Vec<String>,
    /// Whether hours have to be applied for and are not.
    pub(crate) lacks_hours: bool,
    pub(crate) upload: UploadForm,
    pub(crate) evidence: Vec<EvidenceLine>,
}

/// One line of the evidence checklist.
pub(crate) struct CheckLine {
    pub(crate) need: String,
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) present: bool,
    pub(crate) article: String,
}

/// One piece of evidence.
pub(crate) struct EvidenceLine {
    pub(crate) url: String,
    pub(crate) need_name: String,
    /// Whether the checklist has a line for it; its answer may have been changed since.
    pub(crate) listed: bool,
    pub(crate) name: String,
    pub(crate) size: String,
    pub(crate) is_image: bool,
    pub(crate) is_pdf: bool,
}
