//! When a paper is drawn and what it asks: before anybody begins, and never anything else afterwards, whatever becomes of the
//! bank; on every database.

use std::sync::Arc;

use actions::{Mode, exams};
use domain::{
    access::Actor,
    exam::{Mix, Paper, Part},
    ids::{AttemptId, LessonId},
    question::Form,
    refusal::RefusalKind,
    table::Table,
};

use crate::{
    act, end_due,
    exams::{after, begin, school, settings, sit, watch},
    races,
    world::{World, YEAR, worlds},
};

async fn study(world: &World, actor: &Actor, lessons: &[LessonId]) {
    for lesson in lessons {
        watch(world, actor, *lesson, 0).await;
    }
}

/// Every option on the paper of an attempt that goes on.
async fn options(world: &World, actor: &Actor, id: AttemptId) -> Vec<Vec<String>> {
    let paper = exams::paper(&world.app, actor.person, id, after(world, 401)).await.expect("a paper");
    paper.asked.into_iter().map(|asked| asked.options).collect()
}

/// The same stems as in the bank of the school; what was the first option is the second one now, and what was true is not.
fn changed() -> Table {
    let mut rows = vec![["题型", "题干", "选项A", "选项B", "选项C", "答案"].map(str::to_owned)];
    for number in 1..=6 {
        let row = |form: &str, answer: &str| {
            [form, &format!("{form}第{number}题"), "错的丁", "对的甲", "对的乙", answer].map(str::to_owned)
        };
        rows.push(row("单选题", "B"));
        rows.push(row("多选题", "BC"));
        rows.push(["判断题", &format!("判断题第{number}题"), "", "", "", "错误"].map(str::to_owned));
    }
    Table::from_texts("题库", rows)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_question_is_asked_and_marked_as_it_was_wherever_it_was_drawn_before_somebody_began() {
    for mut world in worlds().await {
        let lessons = school(&world).await;
        let (first, second, third) = (world.teacher.clone(), world.colleague.clone(), world.verifier.clone());
        for actor in [&first, &second, &third] {
            study(&world, actor, &lessons).await;
        }
        let ended = begin(&world, &first).await;
        assert_eq!(sit(&world, &first, ended, true).await, 100);
        let result = act!(world, first, exams::result, ended).expect("a result");
        let running = begin(&world, &second).await;
        let asked = options(&world, &second, running).await;

        let report = act!(world, world.personnel, exams::import_questions, YEAR, &changed(), Mode::AllOrNothing);
        let planned = report.expect("imported").planned;
        assert_eq!((planned.new, planned.changed), (0, 18));
        // As after a start: nothing of the old versions is remembered.
        world.reopened(|_| {}).await;

        let again = act!(world, first, exams::result, ended).expect("a result");
        assert_eq!(format!("{again:?}"), format!("{result:?}"), "what has ended is shown as it was");
        assert_eq!(options(&world, &second, running).await, asked, "what goes on is asked as it was");
        assert_eq!(sit(&world, &second, running, true).await, 100, "and marked so");
        let fresh = begin(&world, &third).await;
        let asked = options(&world, &third, fresh).await.concat();
        assert!(asked.contains(&"错的丁".to_owned()) && !asked.contains(&"错的丙".to_owned()), "{asked:?}");
        assert_eq!(sit(&world, &third, fresh, true).await, 80, "two statements of ten points each are false now");
    }
}

/// The papers that are drawn for somebody, in the order of their numbers.
pub(crate) async fn drawn(world: &World, actor: &Actor) -> Vec<(u8, Paper)> {
    let store = world.store().await;
    let mut tx = store.begin().await.expect("a transaction");
    let papers = store::exam_papers::hold(&mut tx, &[actor.person], YEAR).await.expect("the papers");
    tx.end().await.expect("its end");
    store.close().await;
    papers.into_iter().map(|kept| (kept.number, kept.paper.expect("a paper"))).collect()
}

/// Begins while there is nothing to draw from.
async fn begin_without_bank(world: &World, actor: &Actor) -> AttemptId {
    world.run("UPDATE question SET retired_at = 1").await;
    let id = begin(world, actor).await;
    world.run("UPDATE question SET retired_at = NULL").await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn the_paper_of_the_next_attempt_lies_ready_before_anybody_begins() {
    for world in worlds().await {
        let (lessons, teacher) = (school(&world).await, &world.teacher);
        watch(&world, teacher, lessons[0], 0).await;
        assert_eq!(drawn(&world, teacher).await, [], "half of the course");
        watch(&world, teacher, lessons[1], 0).await;
        let mut ready = drawn(&world, teacher).await;
        for number in 1..=3 {
            assert_eq!(ready.last().map(|(number, _)| *number), Some(number), "{ready:?}");
            let id = begin_without_bank(&world, teacher).await;
            assert_eq!(drawn(&world, teacher).await, ready, "beginning draws nothing");
            if number == 2 {
                let over = after(&world, 400 + 60 * 60 + 11);
                assert_eq!(exams::end_due(&world.app, over).await, Ok(1));
            } else {
                exams::hand_in(&world.app, teacher.clone(), id, world.now).await.expect("handed in");
            }
            let next = drawn(&world, teacher).await;
            assert_eq!(next[..ready.len()], ready, "papers stay as they are");
            ready = next;
        }
        assert_eq!(ready.len(), 3, "nobody begins a fourth time");
    }
}

/// The versions that a paper asks.
fn versions(paper: &Paper) -> Vec<i64> {
    paper.asked.iter().map(|asked| asked.version).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_nobody_has_begun_is_drawn_anew_by_the_service_and_lies_ready_again() {
    for world in worlds().await {
        let (lessons, now) = (school(&world).await, world.now);
        for actor in [&world.teacher, &world.colleague] {
            study(&world, actor, &lessons).await;
        }
        begin(&world, &world.teacher).await;
        let begun = drawn(&world, &world.teacher).await;
        assert_eq!(exams::draw_anew(&world.app, now).await, Ok(0), "nothing has changed");
        let table = changed();
        act!(world, world.personnel, exams::import_questions, YEAR, &table, Mode::AllOrNothing).expect("imported");
        assert_eq!(exams::draw_anew(&world.app, now).await, Ok(1), "of the two one is begun");
        assert_eq!(drawn(&world, &world.teacher).await, begun);
        let ready = drawn(&world, &world.colleague).await;
        assert_eq!(versions(&ready[0].1), [2; 6]);
        assert_eq!(exams::draw_anew(&world.app, now).await, Ok(0), "once");
        begin_without_bank(&world, &world.colleague).await;
        assert_eq!(drawn(&world, &world.colleague).await, ready, "beginning draws nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_bank_costs_whoever_changes_it_the_same_however_many_papers_wait() {
    const MANY: i64 = 150;
    for world in worlds().await {
        school(&world).await;
        let filter = exams::QuestionFilter { text: "单选题第".to_owned(), is_retired: Some(false) };
        let listed = act!(world, world.personnel, exams::question_list, YEAR, &filter, 1).expect("a page").lines;
        let mut costs = Vec::new();
        for line in &listed[..2] {
            let mut act = races::write(&world, &world.personnel).await;
            exams::retire_question(&mut act, line.id).await.expect("retired");
            costs.push(act.statements());
            act.commit("/").await.expect("a commit");
            // One person's, for attempts that never come.
            let numbers = format!(
                "WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {MANY})"
            );
            let (person, paper) = (world.teacher.person, "{\"asked\":[]}");
            let insert = "INSERT INTO exam_paper (person_id, year, number, edition, paper, drawn_at)";
            let rows = format!("SELECT '{person}', {YEAR}, number, 0, '{paper}', 0 FROM numbers WHERE true");
            world.run(&format!("{insert} {numbers} {rows} ON CONFLICT DO NOTHING")).await;
        }
        assert_eq!(costs[0], costs[1]);
        assert_eq!(exams::draw_anew(&world.app, world.now).await, Ok(150), "and all of them follow it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_begins_while_the_mix_changes_has_as_many_questions_as_their_attempt_says() {
    for world in worlds().await {
        let lessons = school(&world).await;
        study(&world, &world.teacher, &lessons).await;
        let world = Arc::new(world);
        let mut faster = races::write(&world, &world.personnel).await;
        let mut year = settings();
        year.exam.mix = Mix { parts: vec![Part::of(Form::Single, 4, 25)] };
        actions::training_years::settle(&mut faster, &year).await.expect("settled");
        let other = Arc::clone(&world);
        let begun = races::after(&world, faster, async move {
            begin(&other, &other.teacher).await;
            Ok(())
        });
        begun.await.expect("begun");
        exams::draw_anew(&world.app, world.now).await.expect("drawn");
        let attempt = act!(world, world.teacher, exams::overview, YEAR).expect("an overview").attempts.remove(0);
        let asked = options(&world, &world.teacher, attempt.id).await;
        assert_eq!(usize::from(attempt.questions), asked.len());
    }
}

#[tokio::test]
async fn a_paper_that_cannot_be_read_keeps_nobody_else_from_theirs() {
    for world in worlds().await {
        let people = [&world.teacher, &world.colleague, &world.verifier];
        let begun = end_due::begun(&world, &people).await;
        end_due::replace_version(&world, &world.colleague, 1, 9).await;
        let person = world.verifier.person;
        world.run(&format!("UPDATE exam_paper SET paper = 'unreadable' WHERE person_id = '{person}'")).await;
        // All of them have asked before the first is served.
        let asked = people.map(|actor| actor.person).into_iter().zip(begun).map(|(person, id)| {
            let (app, now) = (world.app.clone(), after(&world, 401));
            tokio::spawn(async move { exams::paper(&app, person, id, now).await.map(|paper| paper.asked.len()) })
        });
        let mut found = Vec::new();
        for asked in asked.collect::<Vec<_>>() {
            found.push(asked.await.expect("a task").map_err(|refusal| refusal.kind));
        }
        assert_eq!(found, [Ok(6), Err(RefusalKind::Internal), Err(RefusalKind::Internal)]);
    }
}

#[tokio::test]
async fn a_paper_that_cannot_be_read_before_it_is_begun_is_drawn_when_it_begins() {
    for world in worlds().await {
        let lessons = school(&world).await;
        study(&world, &world.teacher, &lessons).await;
        world.run("UPDATE exam_paper SET paper = 'unreadable'").await;
        let id = begin(&world, &world.teacher).await;
        assert_eq!(options(&world, &world.teacher, id).await.len(), 6);
    }
}
