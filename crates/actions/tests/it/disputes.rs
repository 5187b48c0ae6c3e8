//! Disputed minutes (article 3): what support grants counts, is on record, and is never written over by a page that does
//! not know it.

use std::sync::Arc;

use actions::{App, exams, learning, learning::AnswerForm};
use domain::{
    access::Actor,
    clock::start_of_day,
    exam::Standing,
    ids::{DisputeId, LessonId, PersonId, TicketId},
    learning::{Beat, BeatRefused, Earned, Ended, Uncounted},
    refusal::{Refusal, RefusalKind},
};
use jiff::civil::date;
use policy::Hours;

use crate::{
    act,
    exams::{after, school, sit, watch},
    past_years::days_of_study,
    world::{World, YEAR, worlds},
};

const SECOND: u32 = 1_000;

fn answer(from: &str, to: &str) -> AnswerForm {
    AnswerForm { answer: "核对属实".to_owned(), from: from.to_owned(), to: to.to_owned() }
}

pub(crate) async fn dispute(world: &World, actor: &Actor, lesson: LessonId) -> DisputeId {
    act!(world, actor, learning::dispute, lesson, "断网一刻钟").expect("an objection")
}

async fn grant(world: &World, id: DisputeId, from: &str, to: &str) -> Result<(), Refusal> {
    act!(world, world.personnel, learning::answer_dispute, id, &answer(from, to))
}

/// Says that a stretch was played, in seconds; answers what it earned and what counts in all.
pub(crate) async fn beat(
    app: &Arc<App>,
    world: &World,
    (person, ticket): (PersonId, TicketId),
    (number, from, to): (u32, u32, u32),
    at: i64,
) -> (Result<Earned, BeatRefused>, u32) {
    let said = Beat { number, from: from * SECOND, to: to * SECOND, ended: None };
    let reply = learning::beat(app, person, ticket, said, after(world, at)).await.expect("a reply");
    (reply.outcome, reply.credited)
}

async fn counts(world: &World, actor: &Actor, lesson: LessonId) -> u32 {
    let shown = act!(world, actor, actions::courses::show_lesson, lesson).expect("a lesson");
    shown.lesson().watched.total()
}

#[tokio::test]
async fn a_page_that_is_open_never_writes_over_what_was_granted() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        let window = (teacher.person, opened.ticket);
        let (earned, _) = beat(&world.app, &world, window, (1, 0, 30), 30).await;
        assert_eq!(earned.expect("taken").credited, 30 * SECOND);
        let id = dispute(&world, teacher, lessons[0]).await;
        let waiting = act!(world, world.personnel, learning::disputes, 1).expect("objections").lines;
        assert_eq!((waiting.len(), waiting[0].may_answer), (1, true));
        grant(&world, id, "00:20", "01：20").await.expect("granted");
        assert_eq!(counts(&world, teacher, lessons[0]).await, 80 * SECOND, "what was earned in memory is kept too");
        let (refused, _) = beat(&world.app, &world, window, (2, 30, 60), 60).await;
        assert_eq!(refused, Err(BeatRefused::Ended(Ended::Granted)), "and the page is told why");
        learning::write_down(&world.app, after(&world, 61)).await.expect("written");
        assert_eq!(counts(&world, teacher, lessons[0]).await, 80 * SECOND);
        let again = act!(world, teacher, learning::open, lessons[0]).expect("opened again");
        assert_eq!(again.watched.first_gap(120 * SECOND), Some((80 * SECOND, 120 * SECOND)));
        // The clock of this world stands still: the new ticket begins where the one before has earned.
        let (earned, credited) = beat(&world.app, &world, (teacher.person, again.ticket), (1, 60, 100), 70).await;
        assert_eq!(earned.expect("taken").uncounted, [(Uncounted::Repeated, 20 * SECOND)], "it counts once");
        assert_eq!(credited, 100 * SECOND);
    }
}

#[tokio::test]
async fn another_process_that_does_not_know_the_grant_loses_to_it_and_then_tells() {
    for mut world in worlds().await {
        let lessons = school(&world).await;
        let (teacher, other) = (world.teacher.clone(), world.app.clone());
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        let window = (teacher.person, opened.ticket);
        assert!(beat(&other, &world, window, (1, 0, 30), 30).await.0.is_ok());
        world.reopened(|_| {}).await;
        let id = dispute(&world, &teacher, lessons[0]).await;
        grant(&world, id, "01:00", "02:00").await.expect("granted");
        let (earned, credited) = beat(&other, &world, window, (2, 30, 60), 60).await;
        assert!(earned.is_ok() && credited == 60 * SECOND, "it does not know yet");
        learning::write_down(&other, after(&world, 61)).await.expect("written");
        assert_eq!(counts(&world, &teacher, lessons[0]).await, 60 * SECOND, "what was granted is all that is there");
        let (refused, _) = beat(&other, &world, window, (3, 60, 90), 90).await;
        assert_eq!(refused, Err(BeatRefused::Ended(Ended::Granted)));
    }
}

#[tokio::test]
async fn a_ticket_in_another_lesson_stays_good() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let opened = act!(world, teacher, learning::open, lessons[1]).expect("opened");
        let window = (teacher.person, opened.ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 30), 30).await.0.is_ok());
        let id = dispute(&world, teacher, lessons[0]).await;
        grant(&world, id, "00:00", "02:00").await.expect("granted");
        let (earned, credited) = beat(&world.app, &world, window, (2, 30, 60), 60).await;
        assert!(earned.is_ok() && credited == 60 * SECOND);
    }
}

#[tokio::test]
async fn a_grant_that_completes_the_course_posts_its_hours_and_leads_to_the_examination() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        watch(&world, teacher, lessons[0], 0).await;
        let id = dispute(&world, teacher, lessons[1]).await;
        grant(&world, id, "00:00", "02:00").await.expect("granted");
        let account = act!(world, teacher, actions::years::account, YEAR, None).expect("an account");
        assert_eq!(account.public.len(), 1, "the study hours arrive by themselves");
        let attempt =
            exams::begin(&world.app, teacher.clone(), YEAR, None, after(&world, 400)).await.expect("begun").id;
        assert_eq!(sit(&world, teacher, attempt, true).await, 100);
        let account = act!(world, teacher, actions::years::account, YEAR, None).expect("an account");
        assert!(account.public[0].exam_passed && account.public[0].hours == Hours::from_whole(15));
    }
}

#[tokio::test]
async fn a_grant_after_a_make_up_counts_in_the_round_that_is_studied() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        for lesson in &lessons {
            watch(&world, teacher, *lesson, 0).await;
        }
        for _ in 0..3 {
            let id = exams::begin(&world.app, teacher.clone(), YEAR, None, after(&world, 400)).await.expect("begun").id;
            assert_eq!(sit(&world, teacher, id, false).await, 0);
        }
        act!(world, world.personnel, exams::grant_make_up, teacher.person, YEAR, "来电").expect("a make-up");
        assert_eq!(counts(&world, teacher, lessons[0]).await, 0, "the course is studied again");
        for lesson in &lessons {
            let id = dispute(&world, teacher, *lesson).await;
            let waiting = act!(world, world.personnel, learning::disputes, 1).expect("objections").lines;
            assert_eq!(waiting[0].watched.total(), 0, "what counted in the round before is no answer");
            grant(&world, id, "00:00", "02:00").await.expect("granted");
        }
        let view = act!(world, teacher, exams::overview, YEAR).expect("an overview");
        assert_eq!(view.standing, Standing::Ready(4));
    }
}

#[tokio::test]
async fn what_was_granted_is_on_record_and_told() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let id = dispute(&world, teacher, lessons[0]).await;
        grant(&world, id, "00:30", "01:45").await.expect("granted");
        let shown = act!(world, teacher, actions::courses::show_lesson, lessons[0]).expect("a lesson");
        let (_, _, Some(answer)) = &shown.disputes[0] else { panic!("an answer: {:?}", shown.disputes) };
        let granted = answer.granted.expect("a grant");
        assert_eq!(granted.sentence(), "补记 00:30 至 01:45，新计入 1 分 15 秒。");
        assert_eq!((granted.round, granted.fresh), (0, 75 * SECOND));
        let filter = actions::audit::AuditFilter { name: "dispute.granted".to_owned(), ..Default::default() };
        let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        let said = "答复了对课时《第一讲》计时的异议，补记 00:30 至 01:45，新计入 1 分 15 秒：核对属实";
        assert_eq!(log.lines[0].sentence, said);
        let again = grant(&world, id, "01:45", "02:00").await;
        assert_eq!(again.expect_err("answered").code, "changed-meanwhile");
    }
}

#[tokio::test]
async fn what_cannot_be_granted_is_refused_with_its_sentence_and_changes_nothing() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        let window = (teacher.person, opened.ticket);
        assert!(beat(&world.app, &world, window, (1, 0, 30), 30).await.0.is_ok());
        let id = dispute(&world, teacher, lessons[0]).await;
        for (from, to, code, said) in [
            ("01:00", "02:01", "dispute.stretch", "超出了本课的长度（02:00）"),
            ("01:00", "00:30", "dispute.stretch", "补记的终点不在起点之后"),
            ("01:00", "", "dispute.stretch", "补记的起点和终点只填了一个"),
            ("", "01:00", "dispute.stretch", "补记的起点和终点只填了一个"),
            ("一分", "02:00", "dispute.stretch", "“一分”不是“分：秒”形式的时间"),
            ("00:05", "00:25", "dispute.nothing-new", "已经全部计入"),
        ] {
            let refused = grant(&world, id, from, to).await.expect_err("no grant");
            assert_eq!(refused.code, code, "{from} {to}");
            assert!(refused.what.contains(said) && !refused.next.is_empty(), "{from} {to}: {refused}");
        }
        let own = dispute(&world, &world.personnel, lessons[0]).await;
        let refused = grant(&world, own, "00:00", "02:00").await.expect_err("one's own");
        assert_eq!((refused.kind, refused.code), (RefusalKind::Forbidden, "dispute.own"));
        assert_eq!(counts(&world, &world.personnel, lessons[0]).await, 0);
        let refused = act!(world, world.verifier, learning::answer_dispute, id, &answer("00:00", "02:00"));
        assert_eq!(refused.expect_err("no support").kind, RefusalKind::NotFound);
        // The page goes on as if nothing had been asked for, and were it closed by now, what it has earned would be there.
        let (reply, credited) = beat(&world.app, &world, window, (2, 30, 60), 60).await;
        assert_eq!((reply.map(|earned| earned.credited), credited), (Ok(30 * SECOND), 60 * SECOND));
        learning::write_down(&world.app, after(&world, 62)).await.expect("written");
        assert_eq!(counts(&world, teacher, lessons[0]).await, 60 * SECOND);
    }
}

#[tokio::test]
async fn after_the_training_time_is_granted_only_to_whoever_objected_before_its_end() {
    for mut world in worlds().await {
        let (lessons, teacher, colleague) = (school(&world).await, world.teacher.clone(), world.colleague.clone());
        let in_time = [dispute(&world, &teacher, lessons[0]).await, dispute(&world, &teacher, lessons[1]).await];
        // Its last day is 30 November.
        world.now = start_of_day(date(2026, 12, 1)).expect("a day");
        let late = dispute(&world, &colleague, lessons[0]).await;
        let waiting = act!(world, world.personnel, learning::disputes, 1).expect("objections").lines;
        assert_eq!(waiting.iter().map(|one| one.may_grant).collect::<Vec<_>>(), [true, true, false]);
        let refused = grant(&world, late, "00:00", "02:00").await.expect_err("too late");
        assert_eq!((refused.kind, refused.code), (RefusalKind::Conflict, "dispute.outside-training"));
        assert!(refused.what.contains("2026年12月1日提出") && refused.what.contains("至2026年11月30日"), "{refused}");
        assert_eq!(counts(&world, &colleague, lessons[0]).await, 0);
        grant(&world, late, "", "").await.expect("words can always be said");
        for id in in_time {
            grant(&world, id, "00:00", "02:00").await.expect("granted");
        }
        let days = days_of_study(&world, &teacher).await;
        assert_eq!(
            days,
            (Some(date(2026, 11, 30)), Some(date(2026, 12, 1))),
            "by the last day, known since the answer"
        );
        let refused =
            exams::begin(&world.app, teacher, YEAR, None, after(&world, 400)).await.expect_err("no examination");
        assert_eq!(refused.kind, RefusalKind::Conflict, "{refused}");
    }
}

#[tokio::test]
async fn the_list_of_objections_says_of_each_what_counts_and_is_read_as_quickly_for_many() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        let (earned, _) = beat(&world.app, &world, (teacher.person, opened.ticket), (1, 0, 60), 30).await;
        assert_eq!(earned.expect("taken").credited, 30 * SECOND);
        learning::write_down(&world.app, after(&world, 31)).await.expect("written");
        let list = async || {
            let mut act = world.app.read(Some(world.personnel.clone()), world.now).await.expect("a transaction");
            let before = act.statements();
            let list = learning::disputes(&mut act, 1).await.expect("objections").lines;
            (list, act.statements() - before)
        };
        dispute(&world, &world.colleague, lessons[0]).await;
        let (one, for_one) = list().await;
        assert_eq!((one.len(), one[0].watched.total(), one[0].uncounted.len()), (1, 0, 0), "nothing of the others'");
        for (actor, lesson) in [(teacher, 1), (teacher, 0), (&world.colleague, 1), (&world.personnel, 0)] {
            dispute(&world, actor, lessons[lesson]).await;
        }
        let (many, for_many) = list().await;
        assert_eq!((many.len(), for_many), (5, for_one));
        for one in many {
            let is_watched = one.person == teacher.person && one.lesson == "第一讲";
            let counted = if is_watched { (30 * SECOND, vec![(Uncounted::TooFast, 30_000)]) } else { (0, vec![]) };
            assert_eq!((one.watched.total(), one.uncounted), counted, "{} {}", one.name, one.lesson);
            assert_eq!(one.may_answer, one.person != world.personnel.person);
        }
    }
}

#[tokio::test]
async fn of_very_many_that_wait_the_oldest_come_first_and_every_one_stands_on_a_page() {
    for world in worlds().await {
        let (lesson, person) = (school(&world).await[0].to_string(), world.teacher.person.to_string());
        let ids: Vec<String> = (1..=103).map(|number| uuid::Uuid::from_u128(number).to_string()).collect();
        let row = |what: &str, (place, id): (i64, &String)| {
            let moment = (world.now.as_millisecond() - 103 + place).to_string();
            [id, &person, what, "断网一刻钟", &moment].map(|text| Some(text.to_owned().into())).to_vec()
        };
        let objections = (0..).zip(&ids).map(|one| row(&lesson, one));
        world
            .database
            .fill("lesson_dispute", &["id", "person_id", "lesson_id", "reason", "raised_at"], objections)
            .await;
        // One a year, so that all of them are open.
        let requests = (0..).zip(&ids).map(|one| row(&(1_900 + one.0).to_string(), one));
        world.database.fill("make_up_request", &["id", "person_id", "year", "reason", "asked_at"], requests).await;
        let (mut objected, mut asked) = (Vec::new(), Vec::new());
        for page in 1..=3 {
            let disputes = act!(world, world.personnel, learning::disputes, page).expect("objections");
            let requests = act!(world, world.personnel, exams::make_up_requests, page).expect("requests");
            assert_eq!((disputes.total, disputes.pages), (103, 3), "how many wait is said on every page");
            assert_eq!((requests.total, requests.pages), (103, 3));
            assert!(disputes.lines.len() <= 50 && requests.lines.len() <= 50);
            objected.extend(disputes.lines.iter().map(|one| one.id.to_string()));
            asked.extend(requests.lines.iter().map(|one| one.request.id.to_string()));
        }
        assert_eq!((&objected, &asked), (&ids, &ids));
    }
}
