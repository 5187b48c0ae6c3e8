//! What can happen while one person learns, how often, and what can be told of it. Must not say what
//! comes of which.

use proptest::prelude::*;

use super::learning_model::{CLOSES, LESSONS, Model, WINDOWS};

#[derive(Clone, Debug)]
pub(super) enum Deed {
    Wait(u32),
    /// A window opens a lesson.
    Open {
        window: usize,
        lesson: usize,
    },
    /// A window says that a stretch was played, with its number relative to the next one.
    Beat {
        window: usize,
        ahead: i32,
        stretch: Stretch,
        how: How,
    },
    /// An honest page: time passes, and its window goes on from where the lesson lacks something, for as long.
    GoOn {
        window: usize,
        wait: u32,
    },
    WriteDown,
    /// The database takes nothing of what there is to write down.
    FailToWriteDown,
    /// The program is killed and started anew.
    Restart,
    /// Support lets a stretch count.
    Grant {
        lesson: usize,
        from: u32,
        length: u32,
    },
    /// The personnel office lets a lesson take so many minutes.
    Correct {
        lesson: usize,
        minutes: u32,
    },
    Withdraw(usize),
    Restore(usize),
    /// All attempts at the examination that can be begun fail, and support lets the course be studied anew.
    MakeUp,
}

/// What a window says of a stretch: from where, how long, and how long ago that was. A page whose clock is ahead says that it
/// has yet to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) from: u32,
    pub(super) length: u32,
    pub(super) late: i64,
}

/// How a beat comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Once,
    /// Twice at the same moment, as a browser repeats what it is not sure of.
    Twice,
    /// From its end to its beginning.
    Backwards,
    /// From the session of somebody else.
    ByOther,
    /// While the database takes and gives nothing of what is learned.
    Unheard,
}

/// What has to come of a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// So many seconds of a lesson count at its opening.
    Opened(usize),
    Taken {
        credited: usize,
        total: usize,
        /// Seconds that were longer than the time that passed.
        fast: usize,
        is_done: bool,
    },
    TakenOver,
    Foreign,
    Ended(By),
    /// The training is over.
    Closed,
    /// The lesson is not in use any more.
    Withdrawn,
    Replayed,
    OutOfOrder(u32),
    Backwards,
    Refused(&'static str),
}

/// What ended a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Granted,
    MadeUp,
    Changed,
}

/// A beat as its page sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) window: usize,
    pub(super) number: u32,
    pub(super) from: u32,
    pub(super) to: u32,
    /// The second in which it ended, as the page says.
    pub(super) ended: i64,
}

fn beat(window: impl Strategy<Value = usize>) -> impl Strategy<Value = Deed> {
    let ahead = prop_oneof![6 => Just(0), 1 => -3..4_i32];
    let how = prop_oneof![
        6 => Just(How::Once),
        1 => Just(How::Twice),
        1 => Just(How::Backwards),
        1 => Just(How::ByOther),
        1 => Just(How::Unheard),
    ];
    let late = prop_oneof![3 => Just(0), 1 => -20..10_i64, 2 => 10..300_i64];
    let stretch = (0..200_u32, 1..150_u32, late).prop_map(|(from, length, late)| Stretch { from, length, late });
    (window, ahead, stretch, how).prop_map(|(window, ahead, stretch, how)| Deed::Beat { window, ahead, stretch, how })
}

/// Mostly not long; and now and then until shortly before or after the end of the training.
fn wait(now: i64) -> impl Strategy<Value = Deed> {
    let end = (-130..130_i64).prop_map(move |around| u32::try_from(CLOSES + around - now).unwrap_or(0));
    prop_oneof![60 => 0..60_u32, 10 => 100..300_u32, 10 => 600..700_u32, 2 => end].prop_map(Deed::Wait)
}

/// Mostly the window that may goes on, and a lesson that lacks something is opened; so that few deeds lead far.
pub(super) fn deeds(state: &Model) -> BoxedStrategy<Deed> {
    let (window, unfinished) = (state.good_window(), state.unfinished());
    let lesson = move |often: u32| prop_oneof![often => Just(unfinished), 1 => 0..LESSONS];
    let good = move || prop_oneof![4 => Just(window.unwrap_or(0)), 1 => 0..WINDOWS];
    // A short one has often counted already, and is refused then.
    let grant = (lesson(4), 0..120_u32, prop_oneof![1..60_u32, 1..10_u32]);
    prop_oneof![
        6 => wait(state.now),
        if window.is_some() { 4 } else { 32 } =>
            (0..WINDOWS, lesson(3)).prop_map(|(window, lesson)| Deed::Open { window, lesson }),
        12 => beat(good()),
        12 => (good(), prop_oneof![10..100_u32, 10..30_u32])
            .prop_map(|(window, wait)| Deed::GoOn { window, wait }),
        4 => Just(Deed::WriteDown),
        6 => Just(Deed::FailToWriteDown),
        2 => Just(Deed::Restart),
        4 => grant.prop_map(|(lesson, from, length)| Deed::Grant { lesson, from, length }),
        2 => (0..LESSONS, 1..4_u32).prop_map(|(lesson, minutes)| Deed::Correct { lesson, minutes }),
        1 => (0..LESSONS).prop_map(Deed::Withdraw),
        if state.is_all_in_use() { 1 } else { 4 } => (0..LESSONS).prop_map(Deed::Restore),
        if state.is_studied { 8 } else { 1 } => Just(Deed::MakeUp),
    ]
    .boxed()
}
