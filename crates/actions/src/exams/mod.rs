//! The examination of a public subject (article 3): beginning, answering and handing in, alone or all at once.

mod answer;
mod begin;
mod credit;
mod deck;
mod end;
mod end_due;
mod export_questions;
mod grant_make_up;
mod import_questions;
mod journal;
mod make_up_request;
mod paper;
mod people;
mod question_list;
mod questions;
mod sheet;
mod show;

use domain::{exam::Answer, ids::AttemptId};
use store::exams::CROWD_MAX;

use crate::gather::Gather;

pub use answer::{Reply, answer};
pub use begin::{Begun, begin};
pub(crate) use credit::studied;
pub use deck::draw_anew;
pub use end::{Window, hand_in, open_window};
pub use end_due::end_due;
pub use export_questions::{BankView, bank, export_questions};
pub use grant_make_up::grant_make_up;
pub use import_questions::import_questions;
pub use journal::{Happened, What};
pub use make_up_request::{RequestView, make_up_requests, refuse_make_up, request_make_up};
pub use paper::{PaperView, paper};
use people::{Known, known};
pub use question_list::{QuestionFilter, QuestionLine, QuestionPage, question_list, restore_question, retire_question};
pub(crate) use questions::Questions;
pub(crate) use show::in_short;
pub use show::{AskedView, AttemptView, ExamInShort, ExamView, of_person, overview, result};

/// What an attempt lost of its answers.
pub type Lost = store::exam_journal::Lost;

/// How many different answers of one attempt are noted that were not kept.
pub const REFUSED_MAX: i64 = store::exam_journal::REFUSED_MAX;

/// The sorts of requests that come in crowds, and what the service's own work remembers.
pub(crate) struct Desk {
    beginnings: Gather<begin::Beginning, Begun>,
    answers: Gather<answer::Given, Reply>,
    hand_ins: Gather<end::HandingIn, domain::exam::Attempt>,
    papers: Gather<paper::Reader, paper::Found>,
    tally: answer::Tally,
    unmarked: end_due::Unmarked,
    up_to_date: deck::UpToDate,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            beginnings: Gather::new(CROWD_MAX),
            answers: Gather::new(CROWD_MAX),
            hand_ins: Gather::new(end::TOGETHER),
            papers: Gather::new(paper::CROWD_MAX),
            tally: answer::Tally::default(),
            unmarked: end_due::Unmarked::default(),
            up_to_date: deck::UpToDate::default(),
        }
    }
}

/// An answer with the attempt that it belongs to.
pub(crate) type Addressed = (AttemptId, Answer);
