//! View data of examinations: how one stands, the paper, handing in, and what came of it.

use askama::Template;
use policy::Provision;

use super::courses::{Counted, UncountedLine};
use super::frame::Frame;
use super::parts::Chip;

/// How one stands in the examination of a year.
#[derive(Template)]
#[template(path = "exams/show.html")]
pub(crate) struct StandingPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// Whether this makes up for a year that is over.
    pub(crate) is_past: bool,
    pub(crate) theme: String,
    pub(crate) chip: Chip,
    /// What to do now.
    pub(crate) next: String,
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What is said before the start.
    pub(crate) rules: Vec<String>,
    /// Number of the attempt that can begin.
    pub(crate) ready: Option<u8>,
    /// Address of the attempt that goes on.
    pub(crate) running: Option<String>,
    /// Whether the course is what comes next.
    pub(crate) must_study: bool,
    /// Whether the year account is what comes next.
    pub(crate) is_passed: bool,
    pub(crate) attempts: Vec<AttemptLine>,
    pub(crate) make_ups: Vec<String>,
    pub(crate) requests: Vec<RequestLine>,
    /// Whether support can be asked for a make-up now.
    pub(crate) may_request: bool,
}

/// What the person asked support for, and what became of it.
pub(crate) struct RequestLine {
    pub(crate) asked: String,
    pub(crate) reason: String,
    pub(crate) chip: Chip,
    /// When it was answered.
    pub(crate) answered: Option<String>,
    /// Why it was refused.
    pub(crate) answer: Option<String>,
}

/// A request that waits for support.
pub(crate) struct OpenRequest {
    pub(crate) id: String,
    pub(crate) person_url: String,
    pub(crate) name: String,
    pub(crate) staff_number: String,
    pub(crate) year: i16,
    pub(crate) at: String,
    pub(crate) reason: String,
    pub(crate) may_answer: bool,
}

/// One attempt in a list.
pub(crate) struct AttemptLine {
    pub(crate) number: u8,
    pub(crate) began: String,
    pub(crate) ended: String,
    pub(crate) points: String,
    pub(crate) chip: Chip,
    /// Where it goes on or what came of it; none for whoever only looks after the person.
    pub(crate) url: Option<String>,
}

/// Minutes and attempts of one person as support sees them.
pub(crate) struct Supported {
    pub(crate) year: i16,
    pub(crate) chip: Chip,
    /// How many attempts are left, in a sentence.
    pub(crate) left: String,
    pub(crate) attempts: Vec<AttemptLine>,
    pub(crate) make_ups: Vec<String>,
    pub(crate) lessons: Vec<StudiedLine>,
    pub(crate) requests: Vec<RequestLine>,
    /// What happened in each attempt; empty for whoever does not answer questions about it.
    pub(crate) journals: Vec<Journal>,
    pub(crate) may_grant: bool,
}

/// What happened in one attempt.
pub(crate) struct Journal {
    pub(crate) number: u8,
    /// How many answers were not saved.
    pub(crate) refused: usize,
    pub(crate) steps: Vec<JournalLine>,
}

/// One step of it.
pub(crate) struct JournalLine {
    /// When the server had it, to the second.
    pub(crate) at: String,
    /// When an answer was given that came much later, in words.
    pub(crate) given: Option<String>,
    /// Which question; empty where none is meant.
    pub(crate) question: String,
    pub(crate) chip: Chip,
    /// Why it was not saved.
    pub(crate) why: String,
}

/// How far one person is in a lesson.
pub(crate) struct StudiedLine {
    pub(crate) course: String,
    pub(crate) title: String,
    pub(crate) counted: Counted,
    pub(crate) chip: Chip,
    pub(crate) uncounted: Vec<UncountedLine>,
    /// What support let count of it, in sentences.
    pub(crate) granted: Vec<String>,
}

/// The paper while it goes on.
#[derive(Template)]
#[template(path = "attempts/show.html")]
pub(crate) struct PaperPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) year: i16,
    pub(crate) number: u8,
    /// The window that answers at the moment.
    pub(crate) window: u32,
    pub(crate) seconds_left: i64,
    /// Milliseconds since the start.
    pub(crate) elapsed: i64,
    /// Whether nothing is answered yet and no other window was opened.
    pub(crate) is_fresh: bool,
    pub(crate) ends: String,
    pub(crate) grace: i64,
    pub(crate) questions: Vec<QuestionView>,
}

impl PaperPage {
    /// Minutes left, whole ones.
    pub(crate) fn minutes_left(&self) -> i64 {
        self.seconds_left / 60
    }
}

/// One question of the paper.
pub(crate) struct QuestionView {
    pub(crate) place: usize,
    pub(crate) form: &'static str,
    pub(crate) takes_several: bool,
    pub(crate) stem: String,
    pub(crate) points: u16,
    /// What the page shows as chosen, as the form sends it back.
    pub(crate) shown: u8,
    pub(crate) options: Vec<OptionView>,
}

impl QuestionView {
    /// As people count.
    pub(crate) fn number(&self) -> usize {
        self.place + 1
    }

    /// Whether an answer is saved.
    pub(crate) fn is_answered(&self) -> bool {
        self.options.iter().any(|option| option.is_chosen)
    }
}

/// One option of a question.
pub(crate) struct OptionView {
    pub(crate) place: usize,
    pub(crate) letter: char,
    pub(crate) text: String,
    pub(crate) is_chosen: bool,
    /// Whether it is among the right ones, where that may be told.
    pub(crate) is_right: bool,
}

/// Before handing in.
#[derive(Template)]
#[template(path = "attempts/submission.html")]
pub(crate) struct SubmissionPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) asked: usize,
    pub(crate) minutes_left: i64,
    /// Numbers of the questions without an answer.
    pub(crate) unanswered: Vec<usize>,
}

/// The time is over, and the attempt is about to be marked.
#[derive(Template)]
#[template(path = "attempts/due.html")]
pub(crate) struct DuePage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
}

/// What came of an attempt.
#[derive(Template)]
#[template(path = "attempts/result.html")]
pub(crate) struct ResultPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) year: i16,
    pub(crate) number: u8,
    pub(crate) points: u16,
    pub(crate) pass_mark: u16,
    pub(crate) passed: bool,
    pub(crate) chip: Chip,
    pub(crate) facts: Vec<(&'static str, String)>,
    /// Questions to which an answer came that does not count, and whether more may have come than are noted.
    pub(crate) lost: i64,
    pub(crate) is_cut: bool,
    pub(crate) corrections: Vec<CorrectionView>,
    /// The notice by which they are shown or not.
    pub(crate) notice: String,
}

/// One question after the end.
pub(crate) struct CorrectionView {
    pub(crate) number: usize,
    pub(crate) form: &'static str,
    pub(crate) stem: String,
    pub(crate) points: u16,
    pub(crate) chip: Chip,
    /// Letters that were chosen; empty when nothing was.
    pub(crate) chosen: String,
    pub(crate) right: String,
    pub(crate) options: Vec<OptionView>,
    pub(crate) explanation: String,
}
