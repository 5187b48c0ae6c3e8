//! The settings of a year from two forms: nobody saves over what they have not seen, on every database.

use std::sync::Arc;

use actions::training_years::{self, SETTLED_ELSEWHERE};
use domain::{refusal::RefusalKind, training_year::TrainingYear};
use jiff::civil::date;

use crate::{
    act,
    exams::settings,
    races::{after, write},
    world::{World, YEAR, worlds},
};

fn longer() -> TrainingYear {
    let mut year = settings();
    year.exam.minutes = 90;
    year
}

fn later() -> TrainingYear {
    TrainingYear { closes: date(YEAR, 12, 20), ..settings() }
}

async fn kept(world: &World) -> TrainingYear {
    act!(world, world.personnel, training_years::list).expect("years").remove(0)
}

#[tokio::test]
async fn a_form_that_was_opened_before_somebody_elses_is_told_who_changed_what() {
    for world in worlds().await {
        let personnel = &world.personnel;
        let seen = async || act!(world, personnel, training_years::revision, YEAR).expect("a revision");
        assert_eq!(seen().await, 0);
        act!(world, personnel, training_years::settle_over, &settings(), 0).expect("the first");
        let (opened, system) = (seen().await, domain::access::Actor::system());
        act!(world, personnel, training_years::settle_over, &longer(), opened).expect("over what was seen");
        let refused = act!(world, personnel, training_years::settle_over, &later(), opened).expect_err("not seen");
        assert_eq!((refused.kind, refused.code), (RefusalKind::Conflict, SETTLED_ELSEWHERE));
        for told in ["您自己（在另一个窗口）", "2026年11月20日 10:00", "考试时长现为 90 分钟。"]
        {
            assert!(refused.what.contains(told), "{told}: {refused}");
        }
        assert!(!refused.what.contains("起止日期"), "what this form changes is not told: {refused}");
        assert!(refused.safe.contains("下面的表单里"), "{refused}");
        assert_eq!(kept(&world).await, longer());
        let told = act!(world, system, training_years::settle_over, &later(), opened).expect_err("not seen").what;
        assert!(told.contains("冯人") && !told.contains("您自己"), "{told}");
        // Whoever saves again after that says that they know; and what is the same as there is takes nothing away.
        let told = seen().await;
        act!(world, personnel, training_years::settle_over, &later(), told).expect("over what was told");
        assert_eq!(kept(&world).await, later());
        let before = world.events().await;
        act!(world, personnel, training_years::settle_over, &later(), opened).expect("nothing is otherwise");
        assert_eq!(world.events().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_forms_that_are_saved_at_once_one_is_kept_and_the_other_told() {
    for world in worlds().await {
        act!(world, world.personnel, training_years::settle_over, &settings(), 0).expect("the first");
        let world = Arc::new(world);
        let mut faster = write(&world, &world.personnel).await;
        training_years::settle_over(&mut faster, &longer(), 1).await.expect("over what was seen");
        let other = Arc::clone(&world);
        let told = after(&world, faster, async move {
            let mut act = write(&other, &other.personnel).await;
            training_years::settle_over(&mut act, &later(), 1).await?;
            act.commit("/").await
        });
        let refused = told.await.expect_err("somebody was faster");
        assert_eq!(refused.kind, RefusalKind::Conflict, "{refused}");
        assert_eq!(kept(&world).await, longer());
    }
}
