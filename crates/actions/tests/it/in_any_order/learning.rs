//! Real learning beside its model: what counts never exceeds the time since the first opening and what was granted, nor
//! the lesson at its longest; it never falls; what is refused changes nothing; a restart takes what was not written and no more.

use actions::{
    audit::{self, AuditFilter},
    courses::{self, Correction},
    exams,
    learning::{self, AnswerForm, BeatReply},
    years,
};
use domain::{
    access::Actor,
    clock::Instant,
    ids::{DisputeId, LessonId, TicketId},
    learning::{Beat, BeatRefused, Ended, Uncounted, clock},
    refusal::Refusal,
};
use proptest_state_machine::{StateMachineTest, prop_state_machine};

use super::{
    REQUESTS, Rooms, cases, heard, later,
    learning_deeds::{By, Deed, How, Said, Sent},
    learning_model::{LESSONS, Model, Seconds},
    restart,
};
use crate::{
    act,
    exams::school,
    outages::{bring_back, take_away},
    world::{World, YEAR},
};

const SECOND: u32 = 1_000;
/// No lesson is ever longer.
const LONGEST: usize = 180;

const CASES: u32 = 10;

prop_state_machine! {
    #![proptest_config(cases(CASES))]

    #[test]
    fn in_whatever_order_a_lesson_is_watched_what_counts_is_what_its_model_counts(sequential REQUESTS => Room);
}

#[test]
fn a_lesson_is_watched_in_every_way() {
    let heard = heard::<Model, _>(|model| (model.said(), model.studies));
    let answers = [
        "Opened(120)",
        "TakenOver",
        "Foreign",
        "Ended(Granted)",
        "Ended(MadeUp)",
        "Ended(Changed)",
        "Closed",
        "Withdrawn",
        "Replayed",
        "OutOfOrder",
        "Backwards",
        "dispute.nothing-new",
        "dispute.outside-training",
        "study.closed",
        "not-found",
        "lesson.last",
        "make-up.left",
        "make-up.window",
        "internal",
        "is_done: true }, 1",
        "is_done: true }, 2",
    ];
    for answer in answers {
        assert!(heard.iter().any(|one| one.contains(answer)), "{answer} never comes");
    }
}

struct Room {
    world: World,
    base: Instant,
    lessons: Vec<LessonId>,
    /// The ticket of each window.
    tickets: [Option<TicketId>; 3],
    /// The objection to each lesson that waits for its answer.
    disputes: [Option<DisputeId>; LESSONS],
    /// What the database had of each lesson in this round when it was last looked at.
    stored: [Seconds; LESSONS],
}

impl StateMachineTest for Room {
    type SystemUnderTest = Rooms<Room>;
    type Reference = Model;

    fn init_test(_: &Model) -> Rooms<Room> {
        Rooms::open(async |world| Room {
            lessons: school(&world).await,
            // The last moment of the training lies a millisecond before a second.
            base: Instant::from_millisecond(world.now.as_millisecond() - 1).expect("a moment"),
            world,
            tickets: [None; 3],
            disputes: [None; LESSONS],
            stored: Default::default(),
        })
    }

    fn apply(mut rooms: Rooms<Room>, model: &Model, deed: Deed) -> Rooms<Room> {
        rooms.change(async |room| {
            room.world.now = later(room.base, model.now);
            let said = room.deed(model, &deed).await;
            assert_eq!(said, model.said(), "{}: {deed:?}", room.world.database.name());
            room.check_what_is_stored(model).await;
        });
        rooms
    }

    fn teardown(rooms: Rooms<Room>, model: Model) {
        rooms.look(async |room| room.check_what_is_left(&model).await);
    }
}

fn told(reply: &BeatReply, sent: Sent) -> Said {
    let seconds = |milliseconds: u32| {
        assert_eq!(milliseconds % SECOND, 0, "only whole seconds were said");
        (milliseconds / SECOND) as usize
    };
    match &reply.outcome {
        Ok(earned) => {
            let uncounted: u32 = earned.uncounted.iter().map(|(_, part)| part).sum();
            assert_eq!(earned.credited + uncounted, (sent.to - sent.from) * SECOND, "every second is accounted for");
            let (credited, total) = (seconds(earned.credited), seconds(reply.credited));
            let fast =
                earned.uncounted.iter().filter(|(why, _)| *why == Uncounted::TooFast).map(|(_, part)| *part).sum();
            Said::Taken { credited, total, fast: seconds(fast), is_done: reply.is_done }
        }
        Err(BeatRefused::TakenOver) => Said::TakenOver,
        Err(BeatRefused::Foreign) => Said::Foreign,
        Err(BeatRefused::Ended(by)) => Said::Ended(match by {
            Ended::Granted => By::Granted,
            Ended::MadeUp => By::MadeUp,
            Ended::Changed => By::Changed,
        }),
        Err(BeatRefused::Closed) => Said::Closed,
        Err(BeatRefused::Withdrawn) => Said::Withdrawn,
        Err(BeatRefused::Replayed) => Said::Replayed,
        Err(BeatRefused::OutOfOrder { expected }) => Said::OutOfOrder(*expected),
        Err(BeatRefused::Backwards) => Said::Backwards,
    }
}

fn told_to_office(outcome: Result<(), Refusal>) -> Said {
    outcome.map_or_else(|refusal| Said::Refused(refusal.code), |()| Said::Nothing)
}

impl Room {
    async fn deed(&mut self, model: &Model, deed: &Deed) -> Said {
        let teacher = self.world.teacher.clone();
        match *deed {
            Deed::Wait(_) => Said::Nothing,
            Deed::Open { window, lesson } => self.open(window, lesson).await,
            Deed::Beat { how: How::Twice, .. } => self.beat_twice(model.sent.expect("sent")).await,
            Deed::Beat { how: How::ByOther, .. } => {
                self.beat(&self.world.colleague, model.sent.expect("sent")).await.expect("a task")
            }
            Deed::Beat { how: How::Unheard, .. } => {
                take_away(&self.world).await;
                let said = self.beat(&teacher, model.sent.expect("sent")).await.expect("a task");
                bring_back(&self.world).await;
                said
            }
            Deed::Beat { .. } | Deed::GoOn { .. } => {
                self.beat(&teacher, model.sent.expect("sent")).await.expect("a task")
            }
            Deed::WriteDown => {
                learning::write_down(&self.world.app, self.world.now).await.expect("written");
                Said::Nothing
            }
            Deed::FailToWriteDown => {
                take_away(&self.world).await;
                // Where nothing is to be written nothing fails.
                learning::write_down(&self.world.app, self.world.now).await.ok();
                bring_back(&self.world).await;
                Said::Nothing
            }
            Deed::Restart => {
                restart(&mut self.world).await;
                Said::Nothing
            }
            Deed::Grant { lesson, from, length } => self.grant(lesson, from, length).await,
            Deed::Correct { lesson, minutes } => self.correct(lesson, minutes).await,
            Deed::Withdraw(lesson) => {
                told_to_office(act!(self.world, self.world.personnel, courses::withdraw_lesson, self.lessons[lesson]))
            }
            Deed::Restore(lesson) => {
                told_to_office(act!(self.world, self.world.personnel, courses::restore_lesson, self.lessons[lesson]))
            }
            Deed::MakeUp => self.make_up().await,
        }
    }

    async fn open(&mut self, window: usize, lesson: usize) -> Said {
        match act!(self.world, self.world.teacher, learning::open, self.lessons[lesson]) {
            Ok(opened) => {
                self.tickets[window] = Some(opened.ticket);
                Said::Opened((opened.watched.total() / SECOND) as usize)
            }
            Err(refusal) => Said::Refused(refusal.code),
        }
    }

    /// Sends a beat, at once.
    fn beat(&self, actor: &Actor, sent: Sent) -> tokio::task::JoinHandle<Said> {
        let (app, person, now) = (self.world.app.clone(), actor.person, self.world.now);
        let ticket = self.tickets[sent.window].expect("opened");
        let Sent { number, from, to, ended, .. } = sent;
        let ended = Some(later(self.base, ended));
        let beat = Beat { number, from: from * SECOND, to: to * SECOND, ended };
        tokio::spawn(async move {
            let reply = learning::beat(&app, person, ticket, beat, now).await;
            reply.map_or_else(|refusal| Said::Refused(refusal.code), |reply| told(&reply, sent))
        })
    }

    /// Sends a beat twice: of the two that come at the same moment at most one counts. Answers what became of that one.
    async fn beat_twice(&self, sent: Sent) -> Said {
        let (one, other) = (self.beat(&self.world.teacher, sent), self.beat(&self.world.teacher, sent));
        let (one, other) = (one.await.expect("a task"), other.await.expect("a task"));
        match (&one, &other) {
            (Said::Taken { .. }, Said::Replayed) => one,
            (Said::Replayed, Said::Taken { .. }) => other,
            (Said::Taken { .. }, _) => panic!("one beat was taken twice: {one:?}, {other:?}"),
            _ => {
                assert_eq!(one, other);
                one
            }
        }
    }

    /// Grants with the answer to an objection: the one that waits, or a new one.
    async fn grant(&mut self, lesson: usize, from: u32, length: u32) -> Said {
        let id = self.lessons[lesson];
        let dispute = match self.disputes[lesson] {
            Some(waiting) => Ok(waiting),
            None => act!(self.world, self.world.teacher, learning::dispute, id, "断网"),
        };
        let dispute = match dispute {
            Ok(dispute) => dispute,
            Err(refusal) => return Said::Refused(refusal.code),
        };
        let edited = act!(self.world, self.world.personnel, courses::edited_lesson, id).expect("a lesson");
        let to = ((from + length) * SECOND).min(edited.lesson.length);
        let form = AnswerForm { answer: "属实".to_owned(), from: clock(from * SECOND), to: clock(to) };
        let granted = act!(self.world, self.world.personnel, learning::answer_dispute, dispute, &form);
        self.disputes[lesson] = granted.is_err().then_some(dispute);
        told_to_office(granted)
    }

    async fn correct(&self, lesson: usize, minutes: u32) -> Said {
        let id = self.lessons[lesson];
        let edited = act!(self.world, self.world.personnel, courses::edited_lesson, id).expect("a lesson").lesson;
        let correction = Correction { seen: edited.mark(), text: edited.content, minutes };
        told_to_office(act!(self.world, self.world.personnel, courses::correct_lesson, id, &correction))
    }

    /// Fails in every attempt that there is, and asks for one more.
    async fn make_up(&mut self) -> Said {
        let (app, teacher, now) = (&self.world.app, &self.world.teacher, self.world.now);
        while let Ok(begun) = exams::begin(app, teacher.clone(), YEAR, None, now).await {
            let ended = exams::hand_in(app, teacher.clone(), begun.id, now).await.expect("handed in");
            assert_eq!(ended.ending.map(|ending| ending.passed), Some(false));
        }
        let granted = act!(self.world, self.world.personnel, exams::grant_make_up, teacher.person, YEAR, "来电");
        if granted.is_ok() {
            self.stored = Default::default();
        }
        told_to_office(granted.map(|_| ()))
    }

    /// What counts of each lesson; of one that is not in use nobody is told.
    async fn read_stored(&self) -> [Option<Seconds>; LESSONS] {
        let courses = act!(self.world, self.world.teacher, courses::list, YEAR).expect("the courses");
        let seconds = |view: &courses::LessonView| {
            let stretches = view.watched.stretches().iter();
            stretches.flat_map(|(from, to)| from / SECOND..to / SECOND).collect()
        };
        let of =
            |place: usize| courses[0].lessons.iter().find(|view| view.lesson.id == self.lessons[place]).map(seconds);
        std::array::from_fn(of)
    }

    async fn check_what_is_stored(&mut self, model: &Model) {
        let told = self.read_stored().await;
        for ((known, told), expected) in self.stored.iter_mut().zip(told).zip(&model.written) {
            let Some(told) = told else { continue };
            assert_eq!(told, *expected, "{}", self.world.database.name());
            assert!(told.is_superset(known), "nothing falls");
            assert!(told.len() <= LONGEST, "never more than the lesson has");
            *known = told;
        }
        let counted = model.before + model.written.iter().map(Seconds::len).sum::<usize>();
        let earned = counted - model.granted;
        let passed = model.first.map_or(0, |first| model.now - first);
        assert!(i64::try_from(earned).is_ok_and(|earned| earned <= passed), "{earned} seconds in {passed}");
    }

    async fn check_what_is_left(&self, model: &Model) {
        let mut granted = 0;
        for lesson in &self.lessons {
            // Of one that is not in use nobody is told.
            act!(self.world, self.world.personnel, courses::restore_lesson, *lesson).ok();
            let shown = act!(self.world, self.world.teacher, courses::show_lesson, *lesson).expect("a lesson");
            let answers = shown.disputes.iter().filter_map(|(_, _, answer)| answer.as_ref()?.granted);
            granted += answers.map(|granted| granted.fresh / SECOND).sum::<u32>();
        }
        assert_eq!(granted as usize, model.granted, "every grant is told");
        let account = act!(self.world, self.world.teacher, years::account, YEAR, None).expect("an account");
        assert_eq!(account.public.len(), model.studies.min(1), "hours are posted once");
        let filter = AuditFilter { name: "study.completed".to_owned(), ..AuditFilter::default() };
        let log = act!(self.world, self.world.auditor, audit::list, &filter, 1).expect("the log");
        assert_eq!(usize::try_from(log.total), Ok(model.studies), "and recorded once a round");
    }
}
