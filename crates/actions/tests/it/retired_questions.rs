//! Taking a question out of its bank (article 3): nobody is asked it any more, except whoever has begun, on every database.

use actions::{
    Mode,
    exams::{self, QuestionFilter},
};
use domain::{ids::QuestionId, table::Table};

use crate::{
    act,
    exams::{after, bank, school, watch},
    world::{World, YEAR, worlds},
};

async fn listed(world: &World, text: &str) -> Vec<(QuestionId, bool)> {
    let filter = QuestionFilter { text: text.to_owned(), is_retired: None };
    let page = act!(world, world.personnel, exams::question_list, YEAR, &filter, 1).expect("a page");
    page.lines.into_iter().map(|line| (line.id, line.retired_at.is_some())).collect()
}

/// More questions that are as wrong as the one that is looked for, of which a paper asks a third.
fn more() -> Table {
    let row = |number: usize| ["判断题", &format!("补充第{number}题"), "", "", "", "正确"].map(str::to_owned);
    let header = ["题型", "题干", "选项A", "选项B", "选项C", "答案"].map(str::to_owned);
    Table::from_texts("题库", std::iter::once(header).chain((1..=3).map(row)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_question_is_on_no_paper_that_has_not_begun() {
    for world in worlds().await {
        let lessons = school(&world).await;
        for (actor, from) in [(&world.teacher, 0), (&world.colleague, 200)] {
            watch(&world, actor, lessons[0], from).await;
            watch(&world, actor, lessons[1], from).await;
        }
        let begin = async |actor: &domain::access::Actor| {
            exams::begin(&world.app, actor.clone(), YEAR, None, after(&world, 800)).await.expect("begun").id
        };
        let stems = async |person, attempt| {
            let paper = exams::paper(&world.app, person, attempt, after(&world, 801)).await.expect("a paper");
            paper.asked.into_iter().map(|asked| asked.stem).collect::<Vec<_>>()
        };
        let running = begin(&world.teacher).await;
        let before = stems(world.teacher.person, running).await;
        // All of one form but as many as a paper asks.
        let singles = listed(&world, "单选题第").await;
        assert_eq!(singles.len(), 6);
        for (id, _) in &singles[..3] {
            assert_eq!(act!(world, world.personnel, exams::retire_question, *id), Ok(YEAR));
        }
        let refusal = act!(world, world.personnel, exams::retire_question, singles[3].0).expect_err("needed");
        assert_eq!(refusal.code, "question.needed");
        assert_eq!(listed(&world, "单选题第").await.iter().filter(|(_, retired)| *retired).count(), 3);
        assert_eq!(stems(world.teacher.person, running).await, before, "a running paper never changes");
        let begun = begin(&world.colleague).await;
        let asked = stems(world.colleague.person, begun).await;
        let filter = QuestionFilter { text: String::new(), is_retired: Some(true) };
        let out = act!(world, world.personnel, exams::question_list, YEAR, &filter, 1).expect("a page").lines;
        assert_eq!(out.len(), 3);
        assert!(out.iter().all(|line| !asked.contains(&line.question.stem)), "{asked:?}");
        let refusal = act!(world, world.teacher, exams::retire_question, singles[4].0).expect_err("a teacher");
        assert_eq!(refusal.code, "forbidden");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_sheet_does_not_bring_a_retired_question_back() {
    for world in worlds().await {
        school(&world).await;
        let (id, _) = listed(&world, "单选题第1题").await[0];
        act!(world, world.personnel, exams::retire_question, id).expect("retired");
        let again = act!(world, world.personnel, exams::retire_question, id).expect_err("once");
        assert_eq!(again.code, "changed-meanwhile");
        let table = bank();
        let report = act!(world, world.personnel, exams::import_questions, YEAR, &table, Mode::Apply).expect("read");
        assert_eq!((report.planned.new, report.planned.unchanged, report.problems.len()), (0, 17, 1));
        act!(world, world.personnel, exams::restore_question, id).expect("restored");
        let report = act!(world, world.personnel, exams::import_questions, YEAR, &table, Mode::Apply).expect("read");
        assert_eq!((report.planned.unchanged, report.problems.len()), (18, 0));
        act!(world, world.personnel, exams::import_questions, YEAR, &more(), Mode::Apply).expect("imported");
        assert_eq!(listed(&world, "补充").await.len(), 3);
    }
}
