//! A database that fails in the middle of an import leaves nothing of it.

use actions::{Mode, people, units};
use domain::{refusal::RefusalKind, table::Table};

use crate::{
    act,
    world::{World, id_number, public_exam_table, roster_of, worlds},
};

/// Rules that the schema does not have: the second of two rows breaks them, when the first is written already.
const FAULTS: [&str; 3] = [
    "CREATE UNIQUE INDEX fault_of_units ON unit (kind) WHERE code > '80'",
    "CREATE UNIQUE INDEX fault_of_people ON person (category) WHERE staff_number > 'T500'",
    "CREATE UNIQUE INDEX fault_of_results ON public_result (hours) WHERE hours = 1200",
];

/// What an import may not have changed when it fails.
async fn everything(world: &World) -> (usize, i64, usize, i64) {
    let units = act!(world, world.personnel, units::list).expect("units").len();
    let filter = people::PeopleFilter::default();
    let people = act!(world, world.personnel, people::list, &filter, 1).expect("people").total;
    let account = act!(world, world.teacher, actions::years::account, 2026, None).expect("the account");
    (units, people, account.public.len(), world.events().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_fails_in_the_middle_leaves_nothing() {
    for world in worlds().await {
        for fault in FAULTS {
            world.run(fault).await;
        }
        let before = everything(&world).await;
        let units = [["部门代码", "部门名称", "类别"], ["90", "甲学院", "学院"], ["91", "乙学院", "学院"]];
        let row = |number: &str, name: &str, place| {
            [number, name, &id_number(place), "机电工程学院", "专任教师"].map(str::to_owned)
        };
        let roster = roster_of(&[row("T901", "蒋新", 60), row("T902", "沈同", 61)]);
        let numbers = [id_number(0), id_number(1)];
        let at = "2026-06-01 10:00";
        let results = public_exam_table(&[
            ["2026", &numbers[0], "林晓", "公需课", "10", "1", "86", at, "合格", "12"],
            ["2026", &numbers[1], "周敏", "公需课", "10", "1", "86", at, "合格", "12"],
        ]);
        let failures = [
            act!(world, world.personnel, units::import, &Table::from_texts("单位", units), Mode::Apply),
            act!(world, world.personnel, people::import_roster, &roster, Mode::Apply),
            act!(world, world.personnel, people::import_public_exam, &results, "平台导出", Mode::Apply),
        ];
        for (place, failure) in failures.into_iter().enumerate() {
            let refusal = failure.expect_err("the database refuses");
            assert!(matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conflict), "{place}: {refusal}");
            assert!(!refusal.safe.is_empty() && !refusal.next.is_empty(), "{place}: {refusal}");
        }
        assert_eq!(everything(&world).await, before);
    }
}
