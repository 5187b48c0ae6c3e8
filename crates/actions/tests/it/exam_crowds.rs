//! Examinations of many at once: what is carried out together comes to the same as if everybody had come alone, on every
//! database.

use std::collections::BTreeMap;

use actions::{
    audit::{self, AuditFilter},
    exams, years,
};
use domain::{
    access::Actor,
    exam::{Answer, Standing},
    question::Choice,
    refusal::RefusalKind,
};
use policy::Hours;

use crate::{
    act,
    end_due::{begun, replace_version},
    exams::{after, fill_in, school, watch},
    papers::drawn,
    world::{World, YEAR, worlds},
};

#[tokio::test]
async fn a_crowd_begins_at_once_and_everybody_has_one_attempt() {
    for world in worlds().await {
        let lessons = school(&world).await;
        let people = [&world.teacher, &world.colleague, &world.verifier, &world.approver];
        for actor in people {
            for lesson in &lessons {
                watch(&world, actor, *lesson, 0).await;
            }
        }
        let mut asked = Vec::new();
        for actor in people.iter().cycle().take(64) {
            let (app, actor, now) = (world.app.clone(), (*actor).clone(), after(&world, 400));
            asked.push(tokio::spawn(async move { (actor.person, exams::begin(&app, actor, YEAR, None, now).await) }));
        }
        let (mut attempts, mut first) = (BTreeMap::new(), Vec::new());
        for asked in asked {
            let (person, begun) = asked.await.expect("a task");
            let begun = begun.expect("begun");
            assert_eq!(*attempts.entry(person).or_insert(begun.id), begun.id);
            first.extend(begun.is_new.then_some(person));
        }
        first.sort_unstable();
        assert!(first.iter().eq(attempts.keys()), "of everybody's pages one is the window of the start");
        assert_eq!(attempts.len(), 4);
        // All at once, each several times: every answer is saved once.
        let mut given = Vec::new();
        for (person, id) in attempts.iter().cycle().take(200) {
            let (app, person, id, now) = (world.app.clone(), *person, *id, after(&world, 420));
            let number = u32::try_from(given.len() % 20).expect("small") / 4 + 1;
            let place = u16::try_from(number % 6).expect("small");
            let answer = Answer { window: 1, number, place, chosen: Choice::of([0]) };
            given.push(tokio::spawn(async move { exams::answer(&app, person, id, answer, now).await }));
        }
        for given in given {
            assert!(given.await.expect("a task").expect("a reply").outcome.is_ok());
        }
    }
}

/// The hours of the year's public subject in somebody's account.
pub(crate) async fn hours(world: &World, actor: &Actor, year: i16) -> Vec<Hours> {
    let account = act!(world, actor, years::account, year, None).expect("an account");
    account.public.iter().map(|line| line.hours).collect()
}

/// How many ends of attempts are in the log, whose chain holds.
pub(crate) async fn recorded_ends(world: &World) -> i64 {
    let verdict = act!(world, world.auditor, audit::verify).expect("a verdict");
    assert_eq!(verdict.first_bad, None);
    let filter = AuditFilter { name: "exam.ended".to_owned(), ..AuditFilter::default() };
    act!(world, world.auditor, audit::list, &filter, 1).expect("the log").total
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_hands_in_at_once_and_everybody_gets_what_their_own_answers_deserve() {
    for world in worlds().await {
        let people = [&world.teacher, &world.colleague, &world.verifier, &world.approver];
        let begun = begun(&world, &people).await;
        for ((actor, id), rightly) in people.iter().zip(&begun).zip([true, false, true, true]) {
            fill_in(&world, actor, *id, rightly).await;
        }
        replace_version(&world, &world.approver, 1, 9).await;
        // Everybody presses three times, and asks for everybody else's besides.
        let mut asked = Vec::new();
        for (owner, id) in people.iter().zip(&begun).cycle().take(12) {
            for actor in people {
                let (app, actor, id, now) = (world.app.clone(), actor.clone(), *id, after(&world, 420));
                let is_own = actor.person == owner.person;
                asked.push(tokio::spawn(async move { (id, is_own, exams::hand_in(&app, actor, id, now).await) }));
            }
        }
        for asked in asked {
            let (id, is_own, outcome) = asked.await.expect("a task");
            let told = outcome.map(|attempt| attempt.ending.expect("ended").points).map_err(|refusal| refusal.kind);
            let deserved = [Ok(100), Ok(0), Ok(100), Err(RefusalKind::Internal)];
            let deserved = begun.iter().zip(deserved).find(|(one, _)| **one == id).expect("begun").1;
            assert_eq!(told, if is_own { deserved } else { Err(RefusalKind::NotFound) });
        }
        assert_eq!(recorded_ends(&world).await, 3, "each once, and that of the broken paper never");
        for (actor, expected) in people.iter().zip([15, 10, 15, 10]) {
            assert_eq!(hours(&world, actor, YEAR).await, [Hours::from_whole(expected)]);
        }
        let failed = act!(world, world.colleague, exams::overview, YEAR).expect("an overview");
        assert_eq!(failed.standing, Standing::Ready(2));
        assert_eq!(drawn(&world, &world.colleague).await.len(), 2, "the next paper lies ready");
        assert_eq!(drawn(&world, &world.teacher).await.len(), 1, "and none for whoever has passed");
        replace_version(&world, &world.approver, 9, 1).await;
        let mended = exams::hand_in(&world.app, world.approver.clone(), begun[3], after(&world, 430)).await;
        assert_eq!(mended.expect("handed in").ending.expect("ended").points, 100);
    }
}
