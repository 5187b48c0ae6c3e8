//! Holds how learning time is granted (article 3): by the server's clock and by how far the lesson went on, whichever is
//! less, and never twice for the same stretch. Must not read a clock, and must not believe a browser: what it says
//! can only make a grant smaller.
//!
//! A learner opens a lesson and gets a [`Ticket`]; opening another ends it, so that two windows earn no more than one.
//! The page then says every half minute from where to where the lesson went: a [`Beat`]. Each beat carries the next
//! number, and is answered with what it [`Earned`], and what of it did not count and why.

mod dispute;
mod watched;

#[cfg(test)]
mod model;

use serde::{Deserialize, Serialize};

pub use dispute::{DisputeAnswer, Granted, Stretch, StretchProblem, clock, duration};
pub use watched::{NotWatched, TooScattered, Watched};

use crate::{
    clock::Instant,
    ids::{LessonId, PersonId, TicketId},
};

/// The most that one beat can earn, in milliseconds. A page says where it is every 30 seconds; who was not heard of for
/// longer than this was perhaps not there.
pub const HEARD_WITHIN: u32 = 120_000;

/// How much longer than the time between two beats a stretch may be before it is called too fast: clocks of browsers and
/// the way over the network are not exact. It is never credited.
pub const SLACK: u32 = 2_000;

/// The right of one person to earn time in one lesson, until the next ticket is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Identity, unguessable.
    pub id: TicketId,
    /// Whose.
    pub person: PersonId,
    /// For which lesson.
    pub lesson: LessonId,
    /// Number of the last beat that was taken; 0 before the first.
    pub beats: u32,
    /// When that was, or when the ticket was given.
    pub heard_at: Instant,
    /// Milliseconds of the time that passed which no beat has needed yet: there for the next one. At most [`SLACK`], because
    /// clocks differ; without this each stretch that looks a little shorter than it was would leave a tiny hole. Behind a beat of
    /// which more lateness is told than is believed it is all of them, see [`Ticket::take`].
    pub spare: u32,
}

/// What a page says of a stretch of its lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beat {
    /// Number of this beat, from 1, without gaps.
    pub number: u32,
    /// Where the stretch began, in milliseconds from the beginning of the lesson.
    pub from: u32,
    /// Where it ended; played without a jump from there to here.
    pub to: u32,
    /// When that was, as the page reckons from the moment at which its ticket was given; when it is heard, if the page does not
    /// say. However long it then waits or is on its way, what comes after it has all the time since. Of its lateness
    /// [`HEARD_WITHIN`] is believed. It moves time from one beat to the next and makes none.
    #[serde(default, with = "jiff::fmt::serde::timestamp::millisecond::optional")]
    pub ended: Option<Instant>,
}

/// What one beat earned. The parts add up to the length of the stretch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Earned {
    /// Milliseconds that count.
    pub credited: u32,
    /// Milliseconds that do not, each with its reason; none is zero.
    pub uncounted: Vec<(Uncounted, u32)>,
}

/// Why a part of a stretch does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Uncounted {
    /// It went on for longer than time passed: played faster, or jumped.
    TooFast,
    /// The server's clock was set back meanwhile: nobody knows how much time passed.
    ClockSetBack,
    /// The page was not heard of for too long.
    Silent,
    /// It has counted before.
    Repeated,
    /// It lies behind the end of the lesson.
    BeyondEnd,
    /// It would be one separate piece too many.
    Scattered,
}

impl Uncounted {
    /// All reasons.
    pub const ALL: [Self; 6] =
        [Self::TooFast, Self::ClockSetBack, Self::Silent, Self::Repeated, Self::BeyondEnd, Self::Scattered];

    /// The name under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooFast => "too-fast",
            Self::ClockSetBack => "clock-set-back",
            Self::Silent => "silent",
            Self::Repeated => "repeated",
            Self::BeyondEnd => "beyond-end",
            Self::Scattered => "scattered",
        }
    }

    /// What the learner reads.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::TooFast => "播放快于实际经过的时间（倍速或拖动），多出的部分不计。",
            Self::ClockSetBack => {
                "服务器的时钟刚刚往回校准，看不出这一段实际经过了多久，没有计入；这与您的播放无关。请刷新页面，回看这一段即可补上。"
            }
            Self::Silent => "与服务器失去联系超过 2 分钟，超出的部分不计；请检查网络，回看这一段即可补上。",
            Self::Repeated => "这一段已经计过，重复观看不再计时。",
            Self::BeyondEnd => "超出课程长度的部分不计。",
            Self::Scattered => "跳跃观看的片段太多，这一段没有计入；请从未看完的地方连续观看。",
        }
    }
}

/// Why a beat was not taken at all. Nothing was earned and nothing lost: the page goes on from what is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeatRefused {
    /// The lesson was opened in another window or on another device since.
    TakenOver,
    /// The lesson was opened by somebody else: another person has signed in in the same browser since.
    Foreign,
    /// The year's training is over: what was studied after its last moment does not count.
    Closed,
    /// The lesson, or its course, is no longer shown.
    Withdrawn,
    /// It was ended by something that this page does not know.
    Ended(Ended),
    /// A beat with this number has been taken; it counted then.
    Replayed,
    /// A number was left out; this one would come next.
    OutOfOrder {
        /// The number to go on with.
        expected: u32,
    },
    /// The stretch ends before it begins.
    Backwards,
}

impl BeatRefused {
    /// What the learner reads.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::TakenOver => {
                "您在另一个窗口或设备上打开了课程，这里不再计时。此前计入的时间都已保存；要在这里继续，请刷新页面。"
            }
            Self::Foreign => {
                "这一页是用另一个账号打开的，现在登录的不是那个账号，这里不再计时。此前计入的时间都在那个账号里，没有变化。要用现在的账号学习，请刷新页面；要接着原来的学，请重新登录原来的账号。"
            }
            Self::Ended(by) => by.sentence(),
            Self::Closed => {
                "这个年度的公需科目已经结束，从结束那一刻起学习不再计时。此前计入的时间都已保存；能不能补修，请看以后年度的通知。"
            }
            Self::Withdrawn => {
                "这一课刚刚停用，或者课程暂时收回了，学习不再计时。此前计入的时间都已保存；请回到“公需课程”页，看看还要学哪些课。"
            }
            Self::Replayed => "这一段时间已经收到过，没有重复计入。",
            Self::OutOfOrder { .. } => "中间有一段学习记录没有收到，这一段暂未计入；页面会从已保存的地方接着记录。",
            Self::Backwards => "学习记录的起止位置颠倒，没有计入；请刷新页面后继续。",
        }
    }
}

/// What ended a ticket while its page was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Support granted time in the lesson: what counts is more than the page knows.
    Granted,
    /// Support opened a make-up: the course is studied anew, and what the page adds would count for the round before.
    MadeUp,
    /// The lesson asks for another time than the page knows.
    Changed,
}

impl Ended {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Granted, Self::MadeUp, Self::Changed];

    /// The name under which it is stored, and by which the page's script knows it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::MadeUp => "made-up",
            Self::Changed => "changed",
        }
    }

    /// What the learner reads.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Granted => {
                "技术支持刚刚为您补记了这一课的时间，这里的计时已停下，此前计入的时间都已保存。请刷新页面，从补记后的地方继续。"
            }
            Self::MadeUp => {
                "技术支持刚刚为您开通了重修，这门课从头再学一遍，这里的计时已停下。此前计入的时间都已保存，属于上一轮学习。请刷新页面，开始重修。"
            }
            Self::Changed => {
                "这一课需要的时长刚刚改过，这里的计时已停下，此前计入的时间都已保存。请刷新页面，按新的时长继续。"
            }
        }
    }
}

impl Ticket {
    /// A ticket at the moment at which the lesson is opened.
    #[must_use]
    pub fn open(id: TicketId, person: PersonId, lesson: LessonId, now: Instant) -> Self {
        Self { id, person, lesson, beats: 0, heard_at: now, spare: 0 }
    }

    /// Takes the next beat: adds to `watched` what it earns of a lesson of `length` milliseconds.
    ///
    /// # Errors
    /// [`BeatRefused`]; then ticket and lesson are as they were.
    pub fn take(
        &mut self,
        beat: Beat,
        watched: &mut Watched,
        length: u32,
        now: Instant,
    ) -> Result<Earned, BeatRefused> {
        let expected = self.beats.saturating_add(1);
        if beat.number < expected {
            return Err(BeatRefused::Replayed);
        }
        if beat.number > expected {
            return Err(BeatRefused::OutOfOrder { expected });
        }
        if beat.to < beat.from {
            return Err(BeatRefused::Backwards);
        }
        let is_set_back = now < self.heard_at;
        let ended = beat.ended.unwrap_or(now);
        let believed = Instant::from_millisecond(now.as_millisecond() - i64::from(HEARD_WITHIN)).unwrap_or(now);
        let said = ended.clamp(believed, now).max(self.heard_at);
        let passed = passed(self.heard_at, said).saturating_add(self.spare);
        let spare = passed.min(HEARD_WITHIN).saturating_sub(beat.to - beat.from);
        // After a long outage a beat counts at a later moment than the one at which it ended, and what comes behind it may
        // have been played between the two.
        self.spare = if ended < believed { spare } else { spare.min(SLACK) };
        self.beats = beat.number;
        // A clock that was set back grants nothing, and must not grant the same time again when it has caught up.
        self.heard_at = said;
        let unheard = if is_set_back { Uncounted::ClockSetBack } else { Uncounted::TooFast };
        Ok(earn(beat, watched, length, passed, unheard))
    }
}

/// Milliseconds from `before` to `now`; 0 when the clock was set back.
#[must_use]
pub fn passed(before: Instant, now: Instant) -> u32 {
    let passed = now.as_millisecond().saturating_sub(before.as_millisecond()).max(0);
    u32::try_from(passed).unwrap_or(u32::MAX)
}

/// What a beat earns of the milliseconds that passed; `unheard` is why what is longer than those does not count.
fn earn(beat: Beat, watched: &mut Watched, length: u32, passed: u32, unheard: Uncounted) -> Earned {
    let mut earned = Earned::default();
    let stretch = beat.to - beat.from;
    // What is cut is the end of the stretch, each part for the first reason that holds.
    let heard = stretch.min(passed);
    let longer = stretch - heard;
    let allowed = heard.min(HEARD_WITHIN);
    let silent = heard - allowed;
    let end = beat.from.saturating_add(allowed);
    let (from, to) = (beat.from.min(length), end.min(length));
    let beyond = allowed - (to - from);
    let fresh = watched.add(from, to);
    earned.credited = fresh.unwrap_or(0);
    let left = (to - from) - earned.credited;
    let (repeated, scattered) = if fresh.is_ok() { (left, 0) } else { (0, left) };
    let parts = [
        (unheard, longer),
        (Uncounted::Silent, silent),
        (Uncounted::Repeated, repeated),
        (Uncounted::BeyondEnd, beyond),
        (Uncounted::Scattered, scattered),
    ];
    earned.uncounted.extend(parts.into_iter().filter(|&(_, part)| part > 0));
    earned
}

impl Earned {
    /// What the learner must be told: everything that did not count, but for the inexactness of clocks.
    #[must_use]
    pub fn to_tell(&self) -> Vec<(Uncounted, u32)> {
        let exact = |&(why, part): &(Uncounted, u32)| why != Uncounted::TooFast || part > SLACK;
        self.uncounted.iter().copied().filter(exact).collect()
    }
}
