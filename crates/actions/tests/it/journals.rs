//! What support sees of an attempt: every answer with its moment, those that were not saved with their reason, and where the
//! paper was opened anew; on every database.

use actions::exams::{self, What};
use domain::{
    exam::{Answer, NotKept},
    question::Choice,
};

use crate::{
    act,
    exams::{after, school, watch},
    world::{YEAR, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn support_reads_what_was_kept_and_what_was_not_and_why() {
    for world in worlds().await {
        for lesson in school(&world).await {
            watch(&world, &world.teacher, lesson, 0).await;
        }
        let begun = exams::begin(&world.app, world.teacher.clone(), YEAR, None, world.now).await;
        let id = begun.expect("begun");
        let person = world.teacher.person;
        let answer = |window, number, place| Answer { window, number, place, chosen: Choice::of([0]) };
        let give = async |answer, seconds| {
            exams::answer(&world.app, person, id, answer, after(&world, seconds)).await.expect("a reply");
        };
        give(answer(1, 1, 2), 1).await;
        act!(world, world.teacher, exams::open_window, id).expect("another window");
        for seconds in [5, 6] {
            give(answer(1, 2, 3), seconds).await;
        }
        let view = act!(world, world.personnel, exams::of_person, person, YEAR).expect("for personnel");
        let [(attempt, steps)] = &view.journals[..] else { panic!("{:?}", view.journals) };
        assert_eq!(*attempt, id);
        let what: Vec<&What> = steps.iter().map(|step| &step.what).collect();
        let refused = What::Refused(answer(1, 2, 3), NotKept::OtherWindow, 2);
        assert_eq!(what, [&What::OtherWindow, &What::Kept(answer(1, 1, 2)), &refused], "by their moments");
        assert_eq!(steps[2].at, after(&world, 5), "when it came first");
        let own = act!(world, world.teacher, exams::of_person, person, YEAR).expect("one's own");
        assert!(own.journals.is_empty(), "only for those who answer questions about it");
    }
}
