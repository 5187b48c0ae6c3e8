//! Hours of a connected industry system: taken over once, counted once, and not to be registered again (article 4).

use actions::{
    Applied, Mode, findings, people,
    registrations::{self, ItemDecision, ItemForm, Ticked},
    years,
};
use domain::{access::Actor, certificate::CertificateKind, refusal::RefusalKind, table::Table};
use policy::{Hours, Provision};

use crate::{
    act,
    findings::{found_false, notice},
    judged_years::{judge_year, kept_of},
    world::{World, YEAR, id_number, issue, worlds},
};

const SYSTEM: &str = "高校教师培训平台";
const TITLE: &str = "高校教师信息化教学能力提升";

/// One row: reference, place of the person, name, title, hours.
type Row<'a> = (&'a str, usize, &'a str, &'a str, &'a str);

pub(crate) fn industry_table(rows: &[Row<'_>]) -> Table {
    let head = ["登记编号", "身份证号", "姓名", "培训项目", "主办单位", "开始日期", "结束日期", "学时", "登记时间"];
    let rows = rows.iter().map(|(reference, place, name, title, hours)| {
        let number = id_number(*place);
        let organiser = "行业主管部门";
        [reference, number.as_str(), name, title, organiser, "2026-05-11", "2026-05-15", hours, "2026-11-01 09:00"]
            .map(str::to_owned)
    });
    Table::from_texts("登记", std::iter::once(head.map(str::to_owned)).chain(rows))
}

async fn import(world: &World, rows: &[Row<'_>], mode: Mode) -> actions::ImportReport {
    let table = industry_table(rows);
    act!(world, world.personnel, people::import_industry_hours, &table, SYSTEM, mode).expect("a report")
}

async fn professional(world: &World, actor: &Actor) -> Hours {
    act!(world, actor, years::account, YEAR, None).expect("the account").assessment.professional
}

fn form(world: &World, title: &str) -> ItemForm {
    world.form(title, "8")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_system_registered_arrives_once_with_its_source_and_both_days() {
    for world in worlds().await {
        let rows = [("HY1", 0, "林晓", TITLE, "16"), ("HY2", 1, "周敏", TITLE, "4.5")];
        let dry = import(&world, &rows, Mode::DryRun).await;
        assert_eq!((dry.planned.new, dry.applied, dry.problems), (2, None, vec![]));
        assert_eq!(professional(&world, &world.teacher).await, Hours::ZERO);
        let report = import(&world, &rows, Mode::AllOrNothing).await;
        assert_eq!(report.applied, Some(Applied { new: 2, changed: 0, unchanged: 0 }));
        let again = import(&world, &rows, Mode::Apply).await;
        assert_eq!(again.applied, Some(Applied { new: 0, changed: 0, unchanged: 2 }));

        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!((account.assessment.professional, account.assessment.items.len()), (Hours::from_whole(16), 1));
        let line = &account.registered_elsewhere[0];
        assert_eq!((line.hours.system.as_str(), line.hours.reference.as_str()), (SYSTEM, "HY1"));
        assert_eq!(line.hours.starts.to_string(), "2026-05-11");
        assert_eq!(line.hours.registered_at.expect("a moment").to_string(), "2026-11-01T09:00:00");
        assert_eq!(line.hours.recorded_at, world.now);
        let outcome = line.outcome.as_ref().expect("it counts");
        assert_eq!((outcome.counted, outcome.reasons[0].article.as_str()), (Hours::from_whole(16), "第四条"));
        assert!(account.explanation.to_chinese().contains(&format!("{SYSTEM} HY1")), "the source is told");
        let overview = act!(world, world.personnel, years::people, YEAR, None, &years::ProgressFilter::default(), 1);
        let row = overview.expect("a list").rows.into_iter().find(|row| row.progress.person.name == "林晓");
        assert_eq!(row.expect("the teacher").progress.professional, Hours::from_whole(16));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_told_and_what_cannot_be_is_a_problem() {
    for world in worlds().await {
        import(&world, &[("HY1", 0, "林晓", TITLE, "16")], Mode::Apply).await;
        let report = import(&world, &[("HY1", 0, "林晓", TITLE, "8")], Mode::Apply).await;
        assert_eq!(report.applied, Some(Applied { new: 0, changed: 1, unchanged: 0 }));
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(8));
        let history = act!(world, world.personnel, people::show, world.teacher.person).expect("the page").history;
        let line = history.iter().find(|line| line.name == "industry-hours.changed").expect("on record");
        assert!(line.sentence.contains("16 学时") && line.sentence.contains("8 学时"), "{}", line.sentence);

        let wrong = [
            ("HY1", 1, "周敏", TITLE, "8"),
            ("HY3", 0, "林小", TITLE, "8"),
            ("HY4", 77, "无人", TITLE, "8"),
            ("HY5", 1, "周敏", TITLE, "0"),
            ("HY6", 1, "周敏", TITLE, "8"),
            ("HY6", 1, "周敏", TITLE, "8"),
        ];
        let report = import(&world, &wrong, Mode::AllOrNothing).await;
        assert_eq!(report.applied, None);
        let problems: Vec<u32> = report.problems.iter().map(|problem| problem.row).collect();
        assert_eq!(problems, [2, 3, 4, 5, 7], "{:?}", report.problems);
        assert!(report.problems[0].problem.contains("另一人名下"));
        assert!(report.problems.iter().all(|problem| !problem.value.contains(&id_number(77))));
        let other = industry_table(&[("B9", 0, "林晓", TITLE, "8")]);
        let twice = act!(world, world.personnel, people::import_industry_hours, &other, "另一个系统", Mode::Apply);
        let twice = twice.expect("a report");
        assert!(twice.problems[0].problem.contains("同一项活动已由“高校教师培训平台”（编号 HY1）登记"), "{twice:?}");
        let nameless = act!(world, world.personnel, people::import_industry_hours, &other, " ", Mode::DryRun);
        assert_eq!(nameless.expect_err("no system").code, "import.system");
        let denied = act!(world, world.teacher, people::import_industry_hours, &other, SYSTEM, Mode::DryRun);
        assert_eq!(denied.expect_err("not personnel").kind, RefusalKind::Forbidden);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_activity_typed_by_hand_is_refused_with_system_and_reference() {
    for world in worlds().await {
        import(&world, &[("HY202600002", 0, "林晓", TITLE, "16")], Mode::Apply).await;
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let refused =
            act!(world, world.teacher, registrations::add_item, id, &form(&world, "《高校教师信息化教学能力提升》"));
        let refused = refused.expect_err("it counts already");
        assert_eq!((refused.code, refused.provision), ("item.registered-elsewhere", Some(Provision::NothingTwice)));
        for words in [SYSTEM, "HY202600002", "16 学时", "已经计入 2026 年度账"] {
            assert!(refused.what.contains(words), "{words}: {}", refused.what);
        }
        let mut by_number = form(&world, "培训");
        (by_number.starts, by_number.ends) = ("2026-03-01".to_owned(), "2026-03-01".to_owned());
        by_number.organiser = "见证书 HY202600002".to_owned();
        let refused = act!(world, world.teacher, registrations::add_item, id, &by_number);
        assert_eq!(refused.expect_err("the number says it").code, "item.registered-elsewhere");

        let item = act!(world, world.teacher, registrations::add_item, id, &form(&world, "别的研修")).expect("another");
        let changed = act!(world, world.teacher, registrations::change_item, item, &form(&world, TITLE));
        assert_eq!(changed.expect_err("nor by a change").code, "item.registered-elsewhere");
        let others = act!(world, world.colleague, registrations::open, YEAR).expect("a registration");
        act!(world, world.colleague, registrations::add_item, others, &form(&world, TITLE)).expect("another person's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_twice_is_refused_and_what_is_similar_is_shown() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "40"]).await;
        let again = act!(world, world.teacher, registrations::add_item, id, &form(&world, "教学能力研修 1"));
        let again = again.expect_err("the exact same");
        assert_eq!((again.code, again.provision), ("item.twice", Some(Provision::NothingTwice)));
        assert!(again.what.contains("教学能力研修 1") && again.next.contains("第几期"), "{again:?}");
        let other = act!(world, world.teacher, registrations::change_item, items[1], &form(&world, "教学能力研修 1"));
        assert_eq!(other.expect_err("nor by a change").code, "item.twice");
        act!(world, world.teacher, registrations::change_item, items[0], &form(&world, "教学能力研修 1"))
            .expect("itself");
        let mut later = form(&world, "教学能力研修 1");
        later.starts = "2026-05-12".to_owned();
        act!(world, world.teacher, registrations::add_item, id, &later).expect("perhaps another");
        let alike: Vec<usize> = act!(world, world.teacher, registrations::show, id)
            .expect("the page")
            .items
            .iter()
            .map(|view| view.alike.iter().filter(|text| text.contains("相似")).count())
            .collect();
        assert_eq!(alike, [1, 0, 1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_file_for_two_items_is_told_to_whoever_reads_them() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "20"]).await;
        let alike = |view: registrations::RegistrationView| view.items.into_iter().map(|item| item.alike);
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let told: Vec<Vec<String>> = alike(view).collect();
        assert_eq!(told.len(), 2);
        assert!(told[0][0].contains("“结业证.pdf”也是《教学能力研修 2》的材料"), "{told:?}");
        assert!(told[1][0].contains("《教学能力研修 1》"), "{told:?}");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let back = ItemDecision::Return { reason: "是同一次".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[1], back).expect("returned");
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert_eq!(alike(view).next(), Some(Vec::new()), "what was returned is in nobody's way");
    }
}

/// A registration of the teacher with an item that the system registers afterwards.
async fn typed_before(world: &World) -> (domain::ids::RegistrationId, domain::ids::ItemId) {
    let (id, items) = world.filled(&world.teacher, &["40"]).await;
    act!(world, world.teacher, registrations::change_item, items[0], &world.form(TITLE, "40")).expect("changed");
    let report = import(world, &[("HY1", 0, "林晓", TITLE, "16")], Mode::Apply).await;
    assert_eq!(report.applied.expect("applied").new, 1);
    assert!(report.notes[0].starts_with("有 1 行和本人已经手工登记的是同一项活动"), "{:?}", report.notes);
    (id, items[0])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_before_counts_once_and_has_to_go_before_it_is_handed_in() {
    for world in worlds().await {
        let (id, item) = typed_before(&world).await;
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        assert_eq!(account.assessment.items.len(), 1, "only as it was typed");
        assert_eq!(account.registered_elsewhere[0].outcome, None);
        // For the offices a draft is not there, so for them the system's word counts.
        let office = act!(world, world.personnel, years::account, YEAR, Some(world.teacher.person)).expect("it");
        assert_eq!(office.assessment.professional, Hours::from_whole(16));
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert!(view.items[0].alike[0].contains("HY1") && view.items[0].alike[0].contains("只计一次"));
        let refused = act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect_err("twice");
        assert!(refused.what.contains("HY1") && refused.what.contains("请删去这一项"), "{refused:?}");
        act!(world, world.teacher, registrations::remove_item, item).expect("removed");
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(16));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_handed_in_before_counts_until_the_verifier_returns_it() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "40"]).await;
        act!(world, world.teacher, registrations::change_item, items[0], &world.form(TITLE, "40")).expect("changed");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        import(&world, &[("HY1", 0, "林晓", TITLE, "16")], Mode::Apply).await;
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert!(view.items[0].alike[0].contains("HY1"), "the verifier is warned: {:?}", view.items[0].alike);
        act!(world, world.verifier, registrations::decide_item, id, items[0], ItemDecision::Accept).expect("accepted");
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(40));
        let back = ItemDecision::Return { reason: "行业系统已登记".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[0], back).expect("returned");
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(16), "now the system's word counts");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_was_returned_before_the_import_cannot_count_beside_it() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::change_item, items[0], &world.form(TITLE, "40")).expect("changed");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let back = ItemDecision::Return { reason: "缺少证明".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[0], back).expect("returned");
        import(&world, &[("HY1", 0, "林晓", TITLE, "16")], Mode::Apply).await;
        let refused = act!(world, world.verifier, registrations::decide_item, id, items[0], ItemDecision::Accept);
        let refused = refused.expect_err("it would count twice");
        assert_eq!(refused.code, "item.registered-elsewhere");
        assert!(refused.next.contains("请退回这一项"), "{refused:?}");
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(16));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_back_counts_an_activity_once_whatever_became_of_its_item() {
    for mut world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::change_item, items[0], &world.form(TITLE, "40")).expect("changed");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        import(&world, &[("HY1", 0, "林晓", TITLE, "16")], Mode::Apply).await;
        let applied = world.now;
        world.now = "2026-12-05T02:00:00Z".parse().expect("a moment");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let back = ItemDecision::Return { reason: "行业系统已登记".to_owned() };
        act!(world, world.verifier, registrations::decide_item, id, items[0], back).expect("returned");
        let counts = async |world: &World, known_on: &str| {
            let horizon = policy::Horizon { as_of: None, known_on: Some(known_on.parse().expect("a day")) };
            let person = world.teacher.person;
            let back = act!(world, world.teacher, years::retrospect, YEAR, person, horizon).expect("a look back");
            back.assessment.items.iter().map(|item| item.counted).collect::<Vec<_>>()
        };
        let day = domain::clock::shanghai_date(applied).to_string();
        assert_eq!(counts(&world, &day).await, [Hours::ZERO], "the item, which waits for the verifier");
        assert_eq!(counts(&world, "2026-12-05").await.iter().sum::<Hours>(), Hours::from_whole(16));
        act!(world, world.verifier, registrations::return_to_person, id, "请删去").expect("given back");
        act!(world, world.teacher, registrations::remove_item, items[0]).expect("removed");
        assert_eq!(counts(&world, &day).await, [Hours::ZERO], "the item stood then, and is gone now");
        assert_eq!(counts(&world, "2026-12-06").await.iter().sum::<Hours>(), Hours::from_whole(16));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_back_sees_what_was_known_then() {
    for mut world in worlds().await {
        import(&world, &[("HY1", 0, "林晓", TITLE, "16")], Mode::Apply).await;
        world.now = "2026-12-05T02:00:00Z".parse().expect("a moment");
        import(&world, &[("HY1", 0, "林晓", TITLE, "8"), ("HY2", 0, "林晓", "外语教学研修", "4")], Mode::Apply).await;
        for (known_on, hours) in [("2026-11-19", 0), ("2026-11-30", 16), ("2026-12-05", 12)] {
            let horizon = policy::Horizon { as_of: None, known_on: Some(known_on.parse().expect("a day")) };
            let person = world.teacher.person;
            let back = act!(world, world.personnel, years::retrospect, YEAR, person, horizon).expect("a look back");
            assert_eq!(back.assessment.professional, Hours::from_whole(hours), "{known_on}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_approval_rested_on_is_handed_in_again_after_a_system_registered_it_too() {
    for world in worlds().await {
        let id = world.approved(&world.teacher).await;
        import(&world, &[("HY1", 0, "林晓", "教学能力研修 1", "16")], Mode::Apply).await;
        act!(world, world.personnel, registrations::withdraw_approval, id, "核定学时填错").expect("taken back");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let item = view.items[0].item.id;
        let kept = act!(world, world.teacher, registrations::remove_item, item).expect_err("an approval rested on it");
        assert_eq!(kept.code, "evidence.relied-on");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in as it was");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::decide_item, id, item, ItemDecision::Accept).expect("it counts");
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(100), "once, as it was typed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_false_stands_for_nothing_that_a_system_registered() {
    for world in worlds().await {
        let id = world.approved(&world.teacher).await;
        import(&world, &[("HY1", 0, "林晓", "教学能力研修 1", "16")], Mode::Apply).await;
        assert_eq!(professional(&world, &world.teacher).await, Hours::from_whole(100), "once, as it was typed");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let item = view.items[0].item.id;
        let told = act!(world, world.personnel, findings::notify, (id, item), &notice(&world)).expect("told");
        act!(world, world.teacher, findings::answer, told, "说明").expect("answered");
        act!(world, world.personnel, findings::rule, told, &found_false(&world)).expect("ruled");
        let left = Hours::from_whole(76);
        assert_eq!(professional(&world, &world.teacher).await, left, "40 hours were false, 16 the authority's word");
        let (person, horizon) = (world.teacher.person, policy::Horizon::default());
        let back = act!(world, world.personnel, years::retrospect, YEAR, person, horizon).expect("a look back");
        assert_eq!(back.assessment.professional, left);
        judge_year(&world, YEAR).await;
        let kept = kept_of(&world, YEAR).await.remove(&person).expect("a decision");
        let kept: serde_json::Value = serde_json::from_str(&kept.result).expect("JSON");
        assert_eq!(kept["professional"], serde_json::json!(left));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_types_nothing_is_checked_and_approved_all_the_same() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let empty = act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect_err("nothing to check");
        assert_eq!(empty.code, "registration.empty");
        import(&world, &[("HY1", 0, "林晓", TITLE, "90")], Mode::Apply).await;
        let view = act!(world, world.teacher, registrations::show, id).expect("the registration");
        assert_eq!(view.registered_elsewhere.len(), 1);
        assert_eq!(view.registered_elsewhere[0].outcome.as_ref().expect("it counts").counted, Hours::from_whole(90));
        world.to_approval(&world.teacher, &world.verifier, id).await;
        let view = act!(world, world.verifier, registrations::show, id).expect("the verifier sees it too");
        assert_eq!(view.registered_elsewhere[0].hours.reference, "HY1");
        act!(world, world.approver, registrations::approve, id).expect("approved");
        let form = act!(world, world.teacher, registrations::summary_form, id).expect("the form");
        let form = pdf_text(&world, &form.bytes);
        assert!(form.contains("编号HY1") && form.contains("90学时"), "{form}");
        let annual = act!(world, world.teacher, issue, CertificateKind::Annual, YEAR);
        assert_eq!(annual.expect("a certificate").kind, CertificateKind::Annual);
    }
}

/// The text of a PDF without its spaces, as a person copies it out.
fn pdf_text(world: &World, bytes: &[u8]) -> String {
    let path = world.database.folder().join("form.pdf");
    std::fs::write(&path, bytes).expect("written");
    let text = std::process::Command::new("pdftotext").arg(&path).arg("-").output().expect("poppler is there").stdout;
    String::from_utf8(text).expect("text").split_whitespace().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_correction_takes_away_is_not_verified() {
    for world in worlds().await {
        import(&world, &[("HY1", 0, "林晓", TITLE, "90")], Mode::Apply).await;
        let (id, items) = world.filled(&world.teacher, &["8"]).await;
        act!(world, world.teacher, registrations::remove_item, items[0]).expect("nothing typed is left");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        world.run("UPDATE industry_hours SET starts = '2025-05-11', ends = '2025-05-15'").await;
        let refused =
            act!(world, world.verifier, registrations::finish_verification, id).expect_err("nothing to verify");
        assert_eq!(refused.code, "registration.empty");
        assert!(refused.next.contains("请退回本人"), "{refused:?}");
        act!(world, world.verifier, registrations::return_to_person, id, "行业系统更正了年度").expect("given back");
        let refused = act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect_err("another year's");
        assert_eq!(refused.code, "registration.empty");
    }
}
