//! Who is done and who is not: the list of a unit, its sums, who may see it, and what leaves the house as a file.

use actions::{
    Mode, people as all_people, read_table, registrations,
    years::{self, ExportFormat, PersonProgress, ProgressFilter, Show, Tally, YearPeople},
};
use domain::{access::Actor, ids::UnitId, refusal::RefusalKind, table::Cell};
use policy::{Hours, StaffCategory};

use crate::{
    act,
    world::{World, YEAR, id_number, roster_of, worlds},
};

fn only(show: Show) -> ProgressFilter {
    ProgressFilter { show, text: String::new() }
}

async fn list(world: &World, actor: &Actor, unit: Option<UnitId>, filter: &ProgressFilter) -> YearPeople {
    act!(world, actor, years::people, YEAR, unit, filter, 1).expect("a list")
}

fn find<'a>(view: &'a YearPeople, actor: &Actor) -> &'a PersonProgress {
    let row = view.rows.iter().find(|row| row.progress.person.id == actor.person);
    &row.expect("the person").progress
}

fn names(view: &YearPeople) -> Vec<&str> {
    view.rows.iter().map(|row| row.progress.person.name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_apart_by_what_is_missing() {
    for world in worlds().await {
        let unit = Some(world.units[0]);
        world.approved(&world.teacher).await;
        let waiting = world.filled(&world.colleague, &["12"]).await.0;
        let before = list(&world, &world.personnel, unit, &only(Show::All)).await;
        assert!(find(&before, &world.colleague).is_unregistered(), "a draft is nobody's business");
        act!(world, world.colleague, registrations::submit, waiting, actions::registrations::Ticked::ALL)
            .expect("handed in");
        let all = list(&world, &world.personnel, unit, &only(Show::All)).await;
        let teacher = find(&all, &world.teacher);
        assert!(!teacher.done && teacher.missing.concat().contains("考试"), "{teacher:?}");
        assert_eq!(teacher.professional, Hours::from_whole(100));
        let colleague = find(&all, &world.colleague);
        assert_eq!((colleague.professional, colleague.pending), (Hours::ZERO, Hours::from_whole(12)));
        let other = find(&all, &world.verifier);
        assert!(other.missing.concat().contains("还没有提交登记"), "{other:?}");
        world.passed_public_exam().await;
        let done = list(&world, &world.personnel, unit, &only(Show::Done)).await;
        assert_eq!(names(&done), ["林晓"]);
        assert!(done.rows[0].progress.missing.is_empty() && done.rows[0].may_open && done.rows[0].may_see_person);
        let open = list(&world, &world.personnel, unit, &only(Show::Open)).await;
        assert_eq!((open.total, open.tally.done), (5, 1));
        let to_verify = list(&world, &world.personnel, unit, &only(Show::ToVerify)).await;
        assert_eq!(names(&to_verify), ["周敏"]);
        let unregistered = list(&world, &world.personnel, unit, &only(Show::Unregistered)).await;
        assert_eq!(unregistered.total, 4);
        for (text, found) in [("周", 1), ("t002", 1), ("T00", 6), ("没有", 0)] {
            let filter = ProgressFilter { show: Show::All, text: text.to_owned() };
            assert_eq!(list(&world, &world.personnel, unit, &filter).await.total, found, "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sums_are_those_of_the_overview() {
    for world in worlds().await {
        world.approved(&world.teacher).await;
        world.passed_public_exam().await;
        let id = world.filled(&world.stranger, &["12"]).await.0;
        act!(world, world.stranger, registrations::submit, id, actions::registrations::Ticked::ALL).expect("handed in");
        let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
        let mut sum = Tally::default();
        for line in &overview {
            let view = list(&world, &world.personnel, Some(line.unit.id), &only(Show::All)).await;
            let unit = Tally {
                people: line.people,
                done: line.done,
                public_done: line.public_done,
                registered: line.registered,
                approved: line.approved,
            };
            assert_eq!(view.tally, unit);
            let counts: i64 = view.counts.iter().filter(|(show, _)| *show == Show::Open).map(|(_, n)| n).sum();
            assert_eq!(counts, line.people - line.done);
            sum.people += unit.people;
            sum.done += unit.done;
            sum.public_done += unit.public_done;
            sum.registered += unit.registered;
            sum.approved += unit.approved;
        }
        let all = list(&world, &world.personnel, None, &only(Show::All)).await;
        assert_eq!((all.tally, all.total, sum.done, sum.registered), (sum, 10, 1, 2));
        assert_eq!(names(&all)[5..7], ["孙双", "钱外"], "unit by unit, by staff number");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_owes_nothing_is_listed_and_not_counted() {
    for world in worlds().await {
        let worker = ["T001", "林晓", &id_number(0), "机电工程学院", StaffCategory::Worker.label()];
        let roster = roster_of(&[worker.map(str::to_owned)]);
        act!(world, world.personnel, all_people::import_roster, &roster, Mode::AllOrNothing).expect("a roster");
        let view = list(&world, &world.personnel, Some(world.units[0]), &only(Show::All)).await;
        assert_eq!((view.total, view.tally.people), (6, 5));
        let exempt = list(&world, &world.personnel, Some(world.units[0]), &only(Show::Exempt)).await;
        assert_eq!(names(&exempt), ["林晓"]);
        let line = &exempt.rows[0].progress;
        assert!(!line.done && line.missing.is_empty() && !line.is_unregistered(), "{line:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_worked_out_holds_until_something_is_done() {
    for world in worlds().await {
        let ask = async || {
            let mut act = world.app.read(Some(world.personnel.clone()), world.now).await.expect("a transaction");
            years::people(&mut act, YEAR, Some(world.units[0]), &only(Show::ToVerify), 1).await.expect("a list").total
        };
        assert_eq!((ask().await, ask().await), (0, 0));
        let id = world.filled(&world.teacher, &["12"]).await.0;
        act!(world, world.teacher, registrations::submit, id, actions::registrations::Ticked::ALL).expect("handed in");
        assert_eq!((ask().await, ask().await), (1, 1));
        act!(world, world.teacher, registrations::withdraw, id).expect("taken back");
        assert_eq!(ask().await, 0);
        // What is given up was never there, and what was worked out from it is not kept.
        let mut act = world.app.write(Some(world.teacher.clone()), world.now, None).await.expect("a transaction");
        registrations::submit(&mut act, id, actions::registrations::Ticked::ALL).await.expect("handed in");
        drop(act);
        assert_eq!(ask().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_ends_at_the_unit() {
    for world in worlds().await {
        let own = Some(world.units[0]);
        for actor in [&world.verifier, &world.approver, &world.personnel, &world.auditor] {
            assert_eq!(list(&world, actor, own, &only(Show::All)).await.total, 6);
        }
        let seen = list(&world, &world.verifier, None, &only(Show::All)).await;
        assert_eq!(seen.total, 6, "all units that one may see");
        assert!(seen.rows.iter().all(|row| !row.may_see_person));
        for actor in [&world.teacher, &world.stranger, &world.administrator] {
            let refused = act!(world, actor, years::people, YEAR, own, &only(Show::All), 1);
            assert_eq!(refused.expect_err("foreign").kind, RefusalKind::NotFound);
            let refused = act!(world, actor, years::export, YEAR, own, &only(Show::All), ExportFormat::Csv);
            assert_eq!(refused.expect_err("foreign").kind, RefusalKind::NotFound);
        }
        let refused = act!(world, world.teacher, years::people, YEAR, None, &only(Show::All), 1);
        assert_eq!(refused.expect_err("no overview").kind, RefusalKind::NotFound);
        let refused = act!(world, world.personnel, years::people, 2018, None, &only(Show::All), 1);
        assert_eq!(refused.expect_err("no such year").code, "year.unknown");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_holds_what_was_shown_and_the_log_who_took_it() {
    for world in worlds().await {
        world.approved(&world.teacher).await;
        world.passed_public_exam().await;
        let unit = Some(world.units[0]);
        for (format, filter) in [(ExportFormat::Xlsx, only(Show::All)), (ExportFormat::Csv, only(Show::Open))] {
            let before = world.events().await;
            let exported = act!(world, world.verifier, years::export, YEAR, unit, &filter, format).expect("a file");
            let view = list(&world, &world.verifier, unit, &filter).await;
            assert_eq!(i64::try_from(exported.people), Ok(view.total));
            let table = read_table(&exported.file.name, &exported.file.bytes).expect("a table");
            assert_eq!(table.rows.len(), exported.people + 1, "a head and a row each");
            let text: Vec<String> = table.rows[1].cells.iter().map(shown).collect();
            assert_eq!(text[..3], ["机电工程学院", &view.rows[0].progress.person.staff_number, names(&view)[0]]);
            for place in 0..10 {
                let number = id_number(place);
                let found = |text: &str| text.contains(&number) || text.contains(&number[..10]);
                assert!(!table.rows.iter().any(|row| row.cells.iter().any(|cell| found(&shown(cell)))));
            }
            assert_eq!(world.events().await, before + 1);
        }
        let seen = act!(world, world.verifier, years::export, YEAR, None, &only(Show::All), ExportFormat::Csv);
        let name = seen.expect("a file").file.name;
        assert!(name.contains("机电工程学院") && !name.contains("全部单位"), "{name}");
        let filter = actions::audit::AuditFilter { name: "year.exported".to_owned(), ..Default::default() };
        let log = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        let said = &log.lines[2].sentence;
        assert_eq!(said, "导出了 2026 年度完成情况：机电工程学院，全部，6 人（xlsx）");
        assert!(log.lines[1].sentence.contains("未完成，5 人（csv）") && log.lines[1].actor_name == "何审");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_hours_are_marked_in_every_row_and_in_the_name() {
    for mut world in worlds().await {
        for (pack, is_marked) in [("guet-2022", false), ("sample-2026", true)] {
            world.reopened(|config| config.pack = actions::PackChoice::Named(pack.to_owned())).await;
            let (unit, all) = (Some(world.units[0]), only(Show::All));
            let exported = act!(world, world.verifier, years::export, YEAR, unit, &all, ExportFormat::Csv);
            let file = exported.expect("a file").file;
            let table = read_table(&file.name, &file.bytes).expect("a table");
            assert_eq!(file.name.contains("示例标准"), is_marked, "{}", file.name);
            let marked = |row: &domain::table::TableRow| row.cells.iter().any(|cell| shown(cell) == "示例标准");
            assert!(table.rows[1..].iter().all(|row| marked(row) == is_marked));
        }
    }
}

/// What stands in a cell; nothing in one of neither text nor number.
pub(crate) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text, _) => text.clone(),
        _ => String::new(),
    }
}
