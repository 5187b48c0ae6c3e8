//! The real examination beside its model: never more attempts than granted, what was called saved is on the paper and is
//! what is marked, nothing after the end changes it, and hours are posted once.

use actions::{
    audit::{self, AuditFilter},
    exams::{self, AskedView},
    years,
};
use domain::{
    access::Actor,
    clock::Instant,
    exam::Answer,
    ids::{AttemptId, LessonId},
    question::{Choice, Form, OPTIONS_MAX},
    refusal::Refusal,
};
use policy::Hours;
use proptest_state_machine::{StateMachineTest, prop_state_machine};

use super::{
    REQUESTS, Rooms, cases,
    exam_model::{Deed, Given, Model, STUDY, Said, Sent, Sitting},
    heard, later, restart,
};
use crate::{
    act,
    exams::{school, watch},
    world::{World, YEAR},
};

const CASES: u32 = 10;

prop_state_machine! {
    #![proptest_config(cases(CASES))]

    #[test]
    fn in_whatever_order_an_examination_is_asked_for_it_goes_as_its_model(sequential REQUESTS => Room);
}

/// Every answer that there is, and with it what leads there.
const ANSWERS: [&str; 22] = [
    "exam.passed",
    "exam.used-up",
    "exam.unstudied",
    "exam.not-offered",
    "exam.closed",
    "exam.over",
    "exam.handed-in",
    "make-up.passed",
    "make-up.running",
    "make-up.window",
    "make-up.left",
    "make-up.waiting",
    "not-found",
    "\"over\"",
    "\"handed-in\"",
    "other-window",
    "number-taken",
    "no-such-question",
    "GoesOn(3)",
    "Window(3)",
    "Points(0)",
    "Points(60)",
];

#[test]
fn an_examination_is_asked_for_in_every_way() {
    let heard = heard::<Model, _>(|model| model.said.clone());
    for answer in ANSWERS {
        assert!(heard.iter().any(|one| one.contains(answer)), "{answer} never comes");
    }
}

struct Room {
    world: World,
    base: Instant,
    lessons: Vec<LessonId>,
    /// Every attempt with the questions of its paper, in the order in which they began.
    taken: Vec<(AttemptId, Vec<AskedView>)>,
}

impl StateMachineTest for Room {
    type SystemUnderTest = Rooms<Room>;
    type Reference = Model;

    fn init_test(model: &Model) -> Rooms<Room> {
        Rooms::open(async |world| Room::prepared(world, model).await)
    }

    fn apply(mut rooms: Rooms<Room>, model: &Model, deed: Deed) -> Rooms<Room> {
        rooms.change(async |room| room.deed(model, &deed).await);
        rooms
    }

    fn check_invariants(rooms: &Rooms<Room>, model: &Model) {
        rooms.look(async |room| room.check(model).await);
    }

    fn teardown(rooms: Rooms<Room>, model: Model) {
        rooms.look(async |room| room.check_what_is_left(&model).await);
    }
}

/// What is chosen on this paper by whoever answers so.
fn choice(asked: &AskedView, given: Given) -> Choice {
    let is_right = |option: &str| match asked.form {
        Form::Single => option == "对的甲",
        Form::Multiple => option.starts_with('对'),
        Form::TrueFalse => option == "正确",
    };
    let places =
        |rightly: bool| (0..asked.options.len()).filter(move |&place| is_right(&asked.options[place]) == rightly);
    match given {
        Given::Right => Choice::of(places(true)),
        Given::Wrong => Choice::of(places(false).take(1)),
        Given::Nothing => Choice::default(),
        Given::Impossible => Choice::of(places(true).chain([OPTIONS_MAX - 1])),
    }
}

fn said<T>(outcome: Result<T, Refusal>, what: impl FnOnce(T) -> Said) -> Said {
    outcome.map_or_else(|refusal| Said::Refused(refusal.code), what)
}

impl Room {
    async fn prepared(world: World, model: &Model) -> Room {
        let (lessons, base) = (school(&world).await, world.now);
        let mut room = Room { world, base, lessons, taken: Vec::new() };
        if model.is_studied {
            room.study().await;
        }
        room
    }

    async fn deed(&mut self, model: &Model, deed: &Deed) {
        // Studying takes its time; whatever else is done takes none.
        let before = if matches!(deed, Deed::Study) { STUDY } else { 0 };
        self.world.now = later(self.base, model.now - before);
        let of = |back| model.named(back).map(|index| self.taken[index].0).expect("an attempt");
        let teacher = self.world.teacher.clone();
        let said = match deed {
            Deed::Wait(_) => Said::Nothing,
            Deed::Study => self.study().await,
            Deed::Begin { pages, .. } => self.begin(*pages, model.offered).await,
            Deed::OpenWindow(back) => {
                let opened = act!(self.world, teacher, exams::open_window, of(*back), None);
                said(opened, |window| Said::Window(window.number))
            }
            Deed::Answer { .. } => self.answer(&teacher, model.sent.expect("sent"), 1).await,
            Deed::Repeat => self.answer(&teacher, model.sent.expect("sent"), 2).await,
            Deed::RepeatByOther => self.answer(&self.world.colleague, model.sent.expect("sent"), 1).await,
            Deed::HandIn(back) => self.hand_in(&teacher, of(*back)).await,
            Deed::HandInByOther => self.hand_in(&self.world.colleague, of(0)).await,
            Deed::Sweep => {
                exams::end_due(&self.world.app, self.world.now).await.expect("handed in");
                Said::Nothing
            }
            Deed::Restart => {
                restart(&mut self.world).await;
                Said::Nothing
            }
            Deed::Ask => {
                said(act!(self.world, teacher, exams::request_make_up, YEAR, "出差在外"), |_| Said::Nothing)
            }
            Deed::Grant => self.grant(&self.world.personnel).await,
            Deed::GrantToOneself => self.grant(&teacher).await,
        };
        assert_eq!(said, model.said, "{}: {deed:?}", self.world.database.name());
    }

    /// One lesson after the other.
    async fn study(&mut self) -> Said {
        for lesson in &self.lessons {
            watch(&self.world, &self.world.teacher, *lesson, 0).await;
            self.world.now = later(self.world.now, STUDY / 2);
        }
        Said::Nothing
    }

    async fn begin(&mut self, pages: usize, offered: Option<u8>) -> Said {
        let begin = |_| {
            let (app, actor, now) = (self.world.app.clone(), self.world.teacher.clone(), self.world.now);
            tokio::spawn(async move { exams::begin(&app, actor, YEAR, offered, now).await })
        };
        let asked: Vec<_> = (0..pages).map(begin).collect();
        let mut outcomes = Vec::new();
        for one in asked {
            let outcome = one.await.expect("a task");
            outcomes.push(match outcome {
                Ok(begun) => Said::GoesOn(self.place(begun.id).await),
                Err(refusal) => Said::Refused(refusal.code),
            });
        }
        outcomes.dedup();
        assert_eq!(outcomes.len(), 1, "all pages are told the same: {outcomes:?}");
        outcomes.remove(0)
    }

    /// Where an attempt stands among all; a new one is the last.
    async fn place(&mut self, id: AttemptId) -> usize {
        if let Some(place) = self.taken.iter().position(|(known, _)| *known == id) {
            return place;
        }
        let paper = exams::paper(&self.world.app, self.world.teacher.person, id, self.world.now).await;
        self.taken.push((id, paper.expect("a paper").asked));
        self.taken.len() - 1
    }

    /// Sends an answer so many times at once; all are told the same.
    async fn answer(&self, actor: &Actor, sent: Sent, copies: usize) -> Said {
        let (id, asked) = &self.taken[sent.attempt];
        let chosen = asked.get(usize::from(sent.place)).map_or(Choice::of([0]), |asked| choice(asked, sent.given));
        let answer = Answer { window: sent.window, number: sent.number, place: sent.place, chosen };
        let send = |_| {
            let (app, person, id, now) = (self.world.app.clone(), actor.person, *id, self.world.now);
            tokio::spawn(async move { exams::answer(&app, person, id, answer, now).await })
        };
        let asked: Vec<_> = (0..copies).map(send).collect();
        let mut outcomes = Vec::new();
        for one in asked {
            let safe =
                |reply: exams::Reply| reply.outcome.map_or_else(|why| Said::NotKept(why.as_str()), |_| Said::Safe);
            outcomes.push(said(one.await.expect("a task"), safe));
        }
        outcomes.dedup();
        assert_eq!(outcomes.len(), 1, "all pages are told the same: {outcomes:?}");
        outcomes.remove(0)
    }

    async fn hand_in(&self, actor: &Actor, id: AttemptId) -> Said {
        let ended = exams::hand_in(&self.world.app, actor.clone(), id, self.world.now).await;
        said(ended, |attempt| Said::Points(attempt.ending.expect("ended").points))
    }

    async fn grant(&self, by: &Actor) -> Said {
        let person = self.world.teacher.person;
        said(act!(self.world, by, exams::grant_make_up, person, YEAR, "来电"), |_| Said::Nothing)
    }

    async fn check(&self, model: &Model) {
        let view = act!(self.world, self.world.teacher, exams::overview, YEAR).expect("an overview");
        let ids: Vec<AttemptId> = self.taken.iter().map(|(id, _)| *id).collect();
        assert_eq!(view.attempts.iter().map(|one| one.id).collect::<Vec<_>>(), ids, "no attempt but what was told");
        assert!(view.attempts.len() <= 3 + view.make_ups.len(), "never more than granted");
        assert_eq!(view.make_ups.len(), model.make_ups);
        assert_eq!(view.requests.iter().any(|request| request.answer.is_none()), model.is_asked);
        let points = |one: &domain::exam::Attempt| one.ending.map(|ending| ending.points);
        let expected: Vec<_> = model.sittings.iter().map(|one| one.points).collect();
        assert_eq!(view.attempts.iter().map(points).collect::<Vec<_>>(), expected);
        if let Some(last) = model.sittings.len().checked_sub(1) {
            self.check_paper(last, &model.sittings[last]).await;
        }
    }

    /// What is kept is what the paper shows, while it goes on and when it has ended.
    async fn check_paper(&self, place: usize, sitting: &Sitting) {
        let (id, asked) = &self.taken[place];
        let shown: Vec<AskedView> = if sitting.points.is_some() {
            let result = act!(self.world, self.world.teacher, exams::result, *id).expect("a result");
            result.corrections.into_iter().map(|(asked, _, _)| asked).collect()
        } else {
            match exams::paper(&self.world.app, self.world.teacher.person, *id, self.world.now).await {
                Ok(paper) => paper.asked,
                // Its time is over, and nobody has handed it in yet.
                Err(refusal) => return assert_eq!(refusal.code, "exam.over"),
            }
        };
        let chosen = sitting.chosen();
        for (place, asked) in (0..).zip(asked) {
            let expected = chosen.get(&place).map(|given| choice(asked, *given));
            assert_eq!(shown[usize::from(place)].chosen, expected, "question {place}");
        }
    }

    async fn check_what_is_left(&self, model: &Model) {
        for (place, sitting) in model.sittings.iter().enumerate() {
            self.check_paper(place, sitting).await;
        }
        let account = act!(self.world, self.world.teacher, years::account, YEAR, None).expect("an account");
        let posted: Vec<_> = account.public.iter().map(|one| (one.hours, one.exam_passed)).collect();
        let hours = Hours::from_whole(if model.is_passed() { 15 } else { 10 });
        assert_eq!(posted, if model.has_hours { vec![(hours, model.is_passed())] } else { vec![] }, "hours once");
        let ended = model.sittings.iter().filter(|one| one.points.is_some()).count();
        let expected =
            [("exam.begun", model.sittings.len()), ("exam.ended", ended), ("exam.make-up-granted", model.make_ups)];
        for (name, count) in expected {
            let filter = AuditFilter { name: name.to_owned(), ..AuditFilter::default() };
            let log = act!(self.world, self.world.auditor, audit::list, &filter, 1).expect("the log");
            assert_eq!(usize::try_from(log.total), Ok(count), "{name}");
        }
    }
}
