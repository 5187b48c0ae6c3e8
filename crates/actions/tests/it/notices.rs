//! Each value of a training year can have a notice of its own (article 3), and it is told where it matters.

use domain::{
    audit::EventKind,
    training_year::{Aspect, Notices, TrainingYear},
};

use crate::{
    act,
    exams::{school_of, settings, watch},
    world::{YEAR, worlds},
};

#[tokio::test]
async fn the_notice_of_the_hours_is_told_with_the_hours() {
    for world in worlds().await {
        let own = settings();
        let named = [(Aspect::Hours, "示例〔2026〕7号"), (Aspect::PassMark, own.notice.as_str())];
        let year = TrainingYear { notices: Notices::beside(&own.notice, named), ..own.clone() };
        let lessons = school_of(&world, &year).await;
        let kept = act!(world, world.teacher, actions::training_years::list).expect("years");
        assert_eq!(kept.first(), Some(&year));
        assert_eq!(
            (kept[0].notice_of(Aspect::Hours), kept[0].notice_of(Aspect::PassMark)),
            ("示例〔2026〕7号", "示例〔2026〕1号")
        );
        for lesson in lessons {
            watch(&world, &world.teacher, lesson, 0).await;
        }
        let account = act!(world, world.teacher, actions::years::account, YEAR, None).expect("an account");
        assert_eq!(account.public[0].notice, "示例〔2026〕7号");
        // Another notice for the same value is another setting, and is kept as one.
        act!(world, world.personnel, actions::training_years::settle, &own).expect("settled anew");
        let kept = act!(world, world.teacher, actions::training_years::list).expect("years");
        assert_eq!(kept[0].notice_of(Aspect::Hours), "示例〔2026〕1号");
        let account = act!(world, world.teacher, actions::years::account, YEAR, None).expect("an account");
        assert_eq!(account.public[0].notice, "示例〔2026〕7号", "what was posted stays as it was said then");
        assert_eq!(EventKind::TrainingYearSettled.name(), "training-year.settled");
    }
}
