//! What the time has ended is handed in by the service itself, each attempt by itself where one of them is broken, on every
//! database.

use actions::{exams, training_years};
use domain::{access::Actor, clock::Instant, ids::AttemptId, refusal::RefusalKind};
use jiff::civil::date;
use policy::Hours;

use crate::{
    act,
    exam_crowds::{hours, recorded_ends},
    exams::{after, begin, fill_in, school, school_of, watch},
    past_years::{PAST, of_2021, open_for},
    world::{World, YEAR, worlds},
};

/// So many seconds after the last moment at which an attempt of [`begin`] takes an answer.
fn over(world: &World, seconds: i64) -> Instant {
    after(world, 400 + 60 * 60 + 10 + seconds)
}

/// Attempts of these people, who have studied.
pub(crate) async fn begun(world: &World, people: &[&Actor]) -> Vec<AttemptId> {
    let lessons = school(world).await;
    let mut begun = Vec::new();
    for actor in people {
        for lesson in &lessons {
            watch(world, actor, *lesson, 0).await;
        }
        begun.push(begin(world, actor).await);
    }
    begun
}

async fn is_ended(world: &World, actor: &Actor) -> bool {
    let view = act!(world, actor, exams::overview, YEAR).expect("an overview");
    view.attempts[0].ending.is_some_and(|ending| !ending.by_person)
}

async fn are_ended(world: &World, people: [&Actor; 3]) -> Vec<bool> {
    let mut ended = Vec::new();
    for actor in people {
        ended.push(is_ended(world, actor).await);
    }
    ended
}

/// Lets the papers of somebody ask for a version that no question has, and back.
pub(crate) async fn replace_version(world: &World, actor: &Actor, version: u8, by: u8) {
    let number = |version| format!("\"version\":{version},");
    let (person, from, to) = (actor.person, number(version), number(by));
    let statement =
        format!("UPDATE exam_paper SET paper = REPLACE(paper, '{from}', '{to}') WHERE person_id = '{person}'");
    world.run(&statement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_cannot_be_marked_costs_only_itself_and_is_handed_in_once_it_can() {
    for world in worlds().await {
        let people = [&world.teacher, &world.colleague, &world.verifier];
        begun(&world, &people).await;
        replace_version(&world, &world.colleague, 1, 9).await;
        assert_eq!(exams::end_due(&world.app, over(&world, 0)).await, Ok(0), "an answer may still come");
        assert_eq!(exams::end_due(&world.app, over(&world, 1)).await, Ok(2));
        assert_eq!(are_ended(&world, people).await, [true, false, true]);
        replace_version(&world, &world.colleague, 9, 1).await;
        assert_eq!(exams::end_due(&world.app, over(&world, 60)).await, Ok(0), "it rests for a minute");
        assert_eq!(exams::end_due(&world.app, over(&world, 61)).await, Ok(1));
        assert!(is_ended(&world, &world.colleague).await);
    }
}

/// Attempts of one person in so many years that never come, each with a paper that nobody can read. What their identifiers
/// begin with is said, and the moment at which they end, in milliseconds.
async fn add_unreadable(world: &World, count: usize, id: &str, ends_at: i64) {
    let years = format!(
        "WITH RECURSIVE years (year) AS (SELECT 3000 UNION ALL SELECT year + 1 FROM years WHERE year < {})",
        3_000 + count - 1
    );
    let person = world.colleague.person;
    world
        .run(&format!(
            "INSERT INTO exam_paper (person_id, year, number, edition, paper, drawn_at) {years} \
             SELECT '{person}', year, 1, 0, '', 0 FROM years"
        ))
        .await;
    world
        .run(&format!(
            "INSERT INTO exam_attempt (id, person_id, year, number, questions, pass_mark, started_at, ends_at, \
             \"window\") {years} SELECT '{id}' || CAST(year AS TEXT), '{person}', year, 1, 1, 60, 1, {ends_at}, 1 FROM years"
        ))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_cannot_be_marked_whoever_comes_behind_them_is_handed_in() {
    const BROKEN: usize = store::exams::CROWD_MAX + 1;
    for world in worlds().await {
        begun(&world, &[&world.teacher]).await;
        add_unreadable(&world, BROKEN, "00000000-0000-7000-8000-00000000", 2).await;
        assert_eq!(exams::end_due(&world.app, over(&world, 1)).await, Ok(1));
        assert!(is_ended(&world, &world.teacher).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_answer_is_no_fault_of_an_attempt() {
    for world in worlds().await {
        begun(&world, &[&world.teacher]).await;
        replace_version(&world, &world.teacher, 1, 9).await;
        // It ends within the grace, so that the database fails only at a second look: when something could not be marked.
        add_unreadable(&world, 1, "no identifier", over(&world, 0).as_millisecond()).await;
        let refusal = exams::end_due(&world.app, over(&world, 1)).await.expect_err("it does not answer");
        assert_eq!(refusal.kind, RefusalKind::Internal);
        world.run("DELETE FROM exam_attempt WHERE year = 3000").await;
        replace_version(&world, &world.teacher, 9, 1).await;
        assert_eq!(exams::end_due(&world.app, over(&world, 1)).await, Ok(1), "nothing rests because of it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_undoes_what_is_written_of_all_the_others_end_by_themselves() {
    for world in worlds().await {
        let people = [&world.teacher, &world.colleague, &world.verifier];
        let begun = begun(&world, &[people.as_slice(), &[&world.approver]].concat()).await;
        for place in [0, 2] {
            fill_in(&world, people[place], begun[place], true).await;
        }
        exams::hand_in(&world.app, world.approver.clone(), begun[3], after(&world, 401)).await.expect("handed in");
        // A rule that the schema does not have: whoever is the second without a point breaks it.
        world.run("CREATE UNIQUE INDEX fault_of_attempts ON exam_attempt (year) WHERE points = 0").await;
        assert_eq!(exams::end_due(&world.app, over(&world, 1)).await, Ok(2));
        assert_eq!(are_ended(&world, people).await, [true, false, true]);
        world.run("DROP INDEX fault_of_attempts").await;
        assert_eq!(exams::end_due(&world.app, over(&world, 61)).await, Ok(1));
        assert_eq!(recorded_ends(&world).await, 4, "each once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_years_of_one_person_end_together_and_each_counts_for_itself() {
    for world in worlds().await {
        let past = school_of(&world, &of_2021()).await;
        let running = begun(&world, &[&world.teacher, &world.colleague]).await;
        act!(world, world.personnel, training_years::settle, &open_for(&[PAST], date(2026, 12, 31))).expect("settled");
        for lesson in past {
            watch(&world, &world.teacher, lesson, 0).await;
        }
        let made_up =
            exams::begin(&world.app, world.teacher.clone(), PAST, None, after(&world, 400)).await.expect("begun");
        fill_in(&world, &world.teacher, running[0], false).await;
        fill_in(&world, &world.teacher, made_up.id, true).await;
        fill_in(&world, &world.colleague, running[1], true).await;
        assert_eq!(exams::end_due(&world.app, over(&world, 1)).await, Ok(3));
        let [studied, passed] = [10, 15].map(|hours| [Hours::from_whole(hours)]);
        assert_eq!(hours(&world, &world.teacher, YEAR).await, studied);
        assert_eq!(hours(&world, &world.teacher, PAST).await, passed);
        assert_eq!(hours(&world, &world.colleague, YEAR).await, passed);
        assert_eq!(recorded_ends(&world).await, 3);
    }
}
