//! Holds one attempt at an examination: when it ends, which answers are kept, and what is said of the others. Must not
//! know where answers are written.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    ids::{AttemptId, PersonId},
    question::Choice,
};

/// An answer is still taken so many seconds after the end: the last one was given in time and is on its way.
pub const GRACE_SECONDS: i64 = 10;

/// How many answers of one attempt are kept: more than one a second for an hour.
pub const ANSWERS_MAX: u32 = 5_000;

/// One person's attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Identity.
    pub id: AttemptId,
    /// Whose.
    pub person: PersonId,
    /// The year of the course.
    pub year: i16,
    /// Which of the person's attempts, from 1.
    pub number: u8,
    /// How many questions the paper asks.
    pub questions: u16,
    /// Points that are needed, of 100, as settled when it began.
    pub pass_mark: u16,
    /// When it began.
    pub started_at: Instant,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// The window that may answer: the one that opened the paper last, counted from 1.
    pub window: u32,
    /// How it ended; `None` while it goes on.
    pub ending: Option<Ending>,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When.
    pub at: Instant,
    /// Whether the person handed it in, or the time did.
    pub by_person: bool,
    /// Points, of 100.
    pub points: u16,
    /// Whether these were enough.
    pub passed: bool,
}

/// What a page says of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The window that it was given in.
    pub window: u32,
    /// Number of this answer in its window, from 1, growing.
    pub number: u32,
    /// Which question of the paper, from 0.
    pub place: u16,
    /// What was chosen, by places on the paper; nothing when the answer was taken back.
    pub chosen: Choice,
}

impl Answer {
    /// When its page says that it was given, in an attempt that began at a moment and to which it came at another: pages number
    /// their answers by the milliseconds since the start. `None` where the number cannot tell, being later than it came.
    #[must_use]
    pub fn given_at(&self, started_at: Instant, came_at: Instant) -> Option<Instant> {
        let given = Instant::from_millisecond(started_at.as_millisecond() + i64::from(self.number)).ok()?;
        (given <= came_at).then_some(given)
    }
}

/// That an answer is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It must be written.
    New,
    /// It was written before: the same request again.
    Before,
}

/// Why an answer is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotKept {
    /// The time is over.
    Over,
    /// The person has handed in, perhaps from another window or device.
    HandedIn,
    /// The paper was opened in another window since.
    OtherWindow,
    /// The paper has no such question.
    NoSuchQuestion,
    /// Another answer has the same number in the same window.
    NumberTaken,
    /// [`ANSWERS_MAX`] are kept already.
    TooMany,
}

impl NotKept {
    /// All reasons.
    pub const ALL: [Self; 6] =
        [Self::Over, Self::HandedIn, Self::OtherWindow, Self::NoSuchQuestion, Self::NumberTaken, Self::TooMany];

    /// The name under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::HandedIn => "handed-in",
            Self::OtherWindow => "other-window",
            Self::NoSuchQuestion => "no-such-question",
            Self::NumberTaken => "number-taken",
            Self::TooMany => "too-many",
        }
    }

    /// What the person reads.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Over => "考试已经结束，这个答案没有计入；结束前已保存的答案都算数。",
            Self::HandedIn => "这份试卷已经交卷，这个答案没有计入；交卷前已保存的答案都算数。",
            Self::OtherWindow => {
                "试卷已在另一个窗口或设备上打开，这里不能再作答；已保存的答案都在。要在这里继续，请刷新页面。"
            }
            Self::NoSuchQuestion => "试卷里没有这道题，没有保存；已保存的答案都在。请刷新页面后继续。",
            Self::NumberTaken => {
                "这个答案与先前保存的另一个答案编号相同，没有保存；已保存的答案都在。请刷新页面后继续。"
            }
            Self::TooMany => {
                "这次考试改动答案的次数太多，不再保存新的改动；已保存的答案都算数。请交卷，有疑问请联系技术支持。"
            }
        }
    }
}

impl Attempt {
    /// Whether answers are still taken.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.ending.is_none() && now.as_millisecond() <= self.ends_at.as_millisecond() + GRACE_SECONDS * 1_000
    }

    /// Whether the person ended it, and not the time.
    #[must_use]
    pub fn is_handed_in(&self) -> bool {
        self.ending.is_some_and(|ending| ending.by_person)
    }

    /// Whether it must be handed in by the time: it goes on, and nothing can come any more.
    #[must_use]
    pub fn is_due(&self, now: Instant) -> bool {
        self.ending.is_none() && !self.is_open(now)
    }

    /// Seconds that the person has left.
    #[must_use]
    pub fn seconds_left(&self, now: Instant) -> i64 {
        if self.ending.is_some() { 0 } else { (self.ends_at.as_second() - now.as_second()).max(0) }
    }

    /// The paper is opened, for the first time or again: from now on only this window answers.
    #[must_use]
    pub fn open_window(&mut self) -> u32 {
        self.window = self.window.saturating_add(1);
        self.window
    }

    /// Looks whether an answer is to be kept; `earlier` is what was kept under the same window and number. Of the answers
    /// kept to one question the one with the highest window and number counts, in whatever order they came.
    ///
    /// # Errors
    /// [`NotKept`]; everything kept before stays.
    pub fn keep(&self, answer: Answer, earlier: Option<Answer>, now: Instant) -> Result<Kept, NotKept> {
        // A repetition of what is safe is safe, also after the end and from an older window.
        if earlier == Some(answer) {
            return Ok(Kept::Before);
        }
        if answer.place >= self.questions {
            return Err(NotKept::NoSuchQuestion);
        }
        if !self.is_open(now) {
            return Err(if self.is_handed_in() { NotKept::HandedIn } else { NotKept::Over });
        }
        if answer.window != self.window {
            return Err(NotKept::OtherWindow);
        }
        if earlier.is_some() { Err(NotKept::NumberTaken) } else { Ok(Kept::New) }
    }

    /// Ends the attempt with what its paper came to. Whoever hands in twice, or after the time did, changes nothing.
    pub fn end(&mut self, points: u16, by_person: bool, now: Instant) -> Ending {
        let at = if by_person { now } else { self.ends_at };
        *self.ending.get_or_insert(Ending { at, by_person, points, passed: points >= self.pass_mark })
    }
}
