//! Holds how many attempts a person has (article 3): three, and what support grants after them, inside the training
//! window only. Must not know who grants.

use policy::Provision;
use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    exam::Attempt,
    ids::MakeUpId,
    refusal::{Refusal, RefusalKind},
};

/// What support granted after the attempts were used up: the course is studied once more, then there is one attempt
/// more (article 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeUp {
    /// Identity.
    pub id: MakeUpId,
    /// When it was granted; the course must be studied after that.
    pub granted_at: Instant,
    /// Why, in the words of whoever granted it.
    pub reason: String,
}

/// Code of the refusal after the last attempt.
const USED_UP: &str = "exam.used-up";

/// What is known of a person's examination of one year.
#[derive(Clone, Debug)]
pub struct Allowance<'a> {
    /// Attempts that everybody has.
    pub attempts: u8,
    /// First and last moment at which an attempt can begin.
    pub window: (Instant, Instant),
    /// Whether the year's required course is passed already, here or on the region's platform.
    pub is_passed: bool,
    /// Every attempt so far.
    pub taken: &'a [Attempt],
    /// What was granted, in its order.
    pub make_ups: &'a [MakeUp],
    /// Whether the course is studied, after the last make-up if there is one.
    pub is_studied: bool,
}

/// What a person can do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Passed; there is nothing more to do.
    Passed,
    /// An attempt goes on and can be opened again.
    Running,
    /// The next attempt, with its number, can begin.
    Ready(u8),
    /// The course must be studied first.
    Unstudied,
    /// All attempts are used up; support can grant make-up study and one attempt more.
    UsedUp,
    /// The window has not opened yet.
    NotYet,
    /// The window is over.
    Closed,
}

impl Allowance<'_> {
    /// How many attempts there are in all.
    #[must_use]
    pub fn in_all(&self) -> u8 {
        self.attempts.saturating_add(u8::try_from(self.make_ups.len()).unwrap_or(u8::MAX))
    }

    /// How many are left; an attempt that was opened is used, however it ended.
    #[must_use]
    pub fn left(&self) -> u8 {
        self.in_all().saturating_sub(u8::try_from(self.taken.len()).unwrap_or(u8::MAX))
    }

    /// What the person can do now.
    #[must_use]
    pub fn standing(&self, now: Instant) -> Standing {
        if self.taken.iter().any(|attempt| attempt.ending.is_some_and(|ending| ending.passed)) {
            return Standing::Passed;
        }
        // What was begun goes on, also when the platform's result arrives meanwhile.
        if self.taken.iter().any(|attempt| attempt.ending.is_none()) {
            return Standing::Running;
        }
        if self.is_passed {
            return Standing::Passed;
        }
        if now > self.window.1 {
            return Standing::Closed;
        }
        if self.left() == 0 {
            return Standing::UsedUp;
        }
        if now < self.window.0 {
            return Standing::NotYet;
        }
        if !self.is_studied {
            return Standing::Unstudied;
        }
        Standing::Ready(u8::try_from(self.taken.len()).unwrap_or(u8::MAX).saturating_add(1))
    }

    /// Looks whether support may grant make-up study and an attempt: all are used up, none is passed, and the training
    /// window is open (article 3).
    ///
    /// # Errors
    /// A refusal that says which of these it is.
    pub fn may_grant(&self, now: Instant) -> Result<(), Refusal> {
        let no = |code, what: &str, next: &str| Err(Refusal::conflict(code, what, next).by(Provision::MakeUp));
        match self.standing(now) {
            Standing::UsedUp if now < self.window.0 => {
                no("make-up.window", "培训尚未开始，不能开通重修。", "请在培训期内办理。")
            }
            Standing::UsedUp => Ok(()),
            Standing::Passed => no("make-up.passed", "考试已经合格，不需要重修。", "请在年度账里查看成绩。"),
            Standing::Closed => {
                no("make-up.window", "培训期已经结束，不能再开通重修和补考。", "请告知本人按下一年度的通知参加。")
            }
            Standing::Running => no("make-up.running", "有一次考试正在进行。", "请等这次考试结束后再办理。"),
            Standing::Ready(_) | Standing::Unstudied | Standing::NotYet => no(
                "make-up.left",
                "还有考试次数没有用完，不需要开通重修。",
                "请本人先完成学习，再用剩下的次数参加考试。",
            ),
        }
    }

    /// The number of the attempt that begins now.
    ///
    /// # Errors
    /// A refusal that says why none can begin, and what to do.
    pub fn begin(&self, now: Instant) -> Result<u8, Refusal> {
        let no = |code, what: &str, next: &str| {
            // How often it can be sat is one question, and when another.
            let provision = if code == USED_UP { Provision::ExamAttempts } else { Provision::PublicSubjects };
            let safe = "已保存的学习记录和成绩没有变化。";
            Err(Refusal::new(RefusalKind::Conflict, code, what, safe, next).by(provision))
        };
        match self.standing(now) {
            Standing::Ready(number) => Ok(number),
            Standing::Running => {
                no("exam.running", "有一次考试正在进行，没有另外开始。", "请回到正在进行的考试继续作答。")
            }
            Standing::Passed => no("exam.passed", "您已经考试合格，不用再考。", "学时已计入年度账，可以去生成证书。"),
            Standing::Unstudied => no("exam.unstudied", "课程还没有学完，不能开始考试。", "请先学完必修课的全部课时。"),
            Standing::UsedUp => {
                no(USED_UP, "考试次数已经用完。", "请在考试页面申请重修；技术支持同意后，重新学完可以补考一次。")
            }
            Standing::NotYet => {
                no("exam.not-yet", "考试还没有开放。", "请在开放之后再来学习和考试；考试页写明了哪一天开放。")
            }
            Standing::Closed => {
                no("exam.closed", "本年度的考试已经结束。", "请留意下一年度的通知；能否补修看通知的规定。")
            }
        }
    }
}
