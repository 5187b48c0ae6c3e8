//! A change of post inside a year is a fact with its day (article 1); a list without the column says nothing of days.

use actions::{people, years};
use domain::table::Table;
use policy::Obligation;

use crate::{
    act,
    standings::{take, teacher_row},
    world::{World, YEAR, worlds},
};

/// The teacher's row with the day from which the post is held.
fn dated(category: &str, from: &str) -> Table {
    teacher_row(category, &[("起始日期", from)])
}

/// What the year asks, why, and the posts as the account tells them.
async fn told(world: &World) -> (Obligation, String, Vec<String>) {
    let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
    let posts = account.posts.iter().map(|post| format!("{} {}", post.from, post.standing.label())).collect();
    (account.assessment.obligation, account.post_reason.map(|reason| reason.text).unwrap_or_default(), posts)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_inside_the_year_has_its_day_and_what_was_before_it() {
    for world in worlds().await {
        let report = take(&world, &dated("管理岗", "2026-09-01")).await;
        assert_eq!(report.applied.expect("applied").changed, 1, "{:?}", report.problems);
        let (obligation, why, posts) = told(&world).await;
        assert_eq!(obligation, Obligation::PublicExamOnly);
        assert_eq!(why, "年内岗位有变动，以2026年12月31日的岗位为准：自2026年9月1日起为管理岗。");
        assert_eq!(posts, ["2026-01-01 专任教师", "2026-09-01 管理岗"]);
        let again = take(&world, &dated("管理岗", "2026-09-01")).await;
        assert_eq!(again.applied.expect("applied").unchanged, 1);
        let history = act!(world, world.personnel, people::show, world.teacher.person).expect("the page").history;
        assert!(history.iter().any(|line| line.sentence == "记下了自2026年9月1日起的岗位：管理岗"), "{history:?}");
        let overview = act!(world, world.personnel, years::people, YEAR, None, &years::ProgressFilter::default(), 1);
        let row = overview.expect("a list").rows.into_iter().find(|row| row.progress.person.name == "林晓");
        assert_eq!(row.expect("the teacher").progress.obligation, Obligation::PublicExamOnly);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_day_takes_the_place_of_the_other() {
    for world in worlds().await {
        take(&world, &dated("管理岗", "2026-09-01")).await;
        let report = take(&world, &dated("管理岗", "2026-10-01")).await;
        assert_eq!(report.changes[0].difference.field, "起始日期");
        assert_eq!(told(&world).await.2, ["2026-01-01 专任教师", "2026-10-01 管理岗"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_column_and_a_blank_cell_say_no_day() {
    for world in worlds().await {
        let report = take(&world, &teacher_row("管理岗", &[])).await;
        assert!(report.absent.contains(&"起始日期"));
        assert_eq!(told(&world).await, (Obligation::PublicExamOnly, String::new(), vec![]));
        take(&world, &dated("专任教师", "")).await;
        assert_eq!(told(&world).await, (Obligation::Full, String::new(), vec![]));
        // After a day was told, a change without one holds from the day on which it is told.
        take(&world, &dated("管理岗", "2026-09-01")).await;
        take(&world, &dated("工勤", "")).await;
        let (obligation, _, posts) = told(&world).await;
        assert_eq!(obligation, Obligation::None);
        assert_eq!(posts, ["2026-01-01 专任教师", "2026-09-01 管理岗", "2026-11-20 工勤"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_an_earlier_year_is_held_throughout_and_one_to_come_is_a_problem() {
    for world in worlds().await {
        let report = take(&world, &dated("管理岗", "2026-12-01")).await;
        assert_eq!(report.problems[0].problem, "这一天还没有到。");
        assert_eq!(told(&world).await.0, Obligation::Full);
        take(&world, &dated("管理岗", "2024-09-01")).await;
        assert_eq!(told(&world).await, (Obligation::PublicExamOnly, String::new(), vec![]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_year_begins_as_the_last_one_ended() {
    for mut world in worlds().await {
        take(&world, &dated("管理岗", "2026-09-01")).await;
        world.now = "2027-03-01T02:00:00Z".parse().expect("a moment");
        let account = act!(world, world.teacher, years::account, YEAR + 1, None).expect("the account");
        assert_eq!((account.assessment.obligation, account.posts), (Obligation::PublicExamOnly, vec![]));
    }
}
