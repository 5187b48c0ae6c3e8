//! When a year is done, whether its examination is passed, and what follows from it: in every list of the offices as the
//! pack in force says.

use actions::{
    Mode, PackChoice, people, read_table,
    registrations::{self, ItemForm, Ticked},
    years::{self, ExportFormat, PersonProgress, ProgressFilter, Show, Stage, StageFilter},
};
use domain::access::Actor;
use policy::{Outcome, StaffCategory};

use crate::{
    act,
    exams::settings,
    library::school_changed,
    world::{World, YEAR, id_number, roster_of, worlds},
    year_people,
};

async fn under(world: &mut World, pack: &str) {
    world.reopened(|config| config.pack = PackChoice::Named(pack.to_owned())).await;
}

async fn shown(world: &World, show: Show) -> Vec<PersonProgress> {
    let filter = ProgressFilter { show, text: String::new() };
    let list = act!(world, world.personnel, years::people, YEAR, None, &filter, 1).expect("a list");
    list.rows.into_iter().map(|row| row.progress).collect()
}

async fn line(world: &World, actor: &Actor) -> PersonProgress {
    let all = shown(world, Show::All).await;
    all.into_iter().find(|line| line.person.id == actor.person).expect("the person")
}

/// The rows of the exported table, each by the names of its columns.
async fn exported(world: &World) -> Vec<Vec<(String, String)>> {
    let filter = ProgressFilter::default();
    let file =
        act!(world, world.personnel, years::export, YEAR, None, &filter, ExportFormat::Csv).expect("a file").file;
    let table = read_table(&file.name, &file.bytes).expect("a table");
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.cells.iter().map(year_people::shown).collect()).collect();
    rows[1..].iter().map(|row| rows[0].iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

/// What stands in a column of somebody's row.
fn cell<'a>(rows: &'a [Vec<(String, String)>], name: &str, column: &str) -> &'a str {
    let row = rows.iter().find(|row| row.iter().any(|(_, value)| value == name)).expect("the person");
    let found = row.iter().find(|(known, _)| known == column);
    found.unwrap_or_else(|| panic!("no column {column}: {row:?}")).1.as_str()
}

/// The school's required course, as the platform calls it, and the province's.
const SCHOOL: &str = "公需科目必修课";
const PROVINCE: &str = "《生态文明与区域协调》";

/// The teacher's examination in a course, with so many hours of study and in all.
async fn passed(world: &World, course: &str, study: &str, hours: &str) {
    let number = id_number(0);
    let row = ["2026", &number, "林晓", course, study, "1", "86", "2026-06-01 10:00", "合格", hours];
    world.import_public_exam(&[row]).await;
}

async fn teacher_is(world: &World, category: StaffCategory) {
    let row = ["T001", "林晓", &id_number(0), "机电工程学院", category.label()];
    let roster = roster_of(&[row.map(str::to_owned)]);
    act!(world, world.personnel, people::import_roster, &roster, Mode::Apply).expect("a roster");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_passed_the_examination_has_passed_although_the_platform_knows_of_no_study() {
    for mut world in worlds().await {
        world.now = "2026-11-21T02:00:00Z".parse().expect("a moment");
        teacher_is(&world, StaffCategory::Administrative).await;
        passed(&world, SCHOOL, "0", "15").await;
        let line = line(&world, &world.teacher).await;
        assert!(line.done && line.public_done, "{line:?}");
        assert!(!shown(&world, Show::PublicOpen).await.iter().any(|open| open.person.id == line.person.id));
        let rows = exported(&world).await;
        assert_eq!((cell(&rows, "林晓", "公需科目"), cell(&rows, "林晓", "是否完成")), ("已合格", "已完成"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_examination_has_no_certificate_of_its_own_it_is_passed_all_the_same() {
    for mut world in worlds().await {
        under(&mut world, "yunting-2025").await;
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settled");
        passed(&world, PROVINCE, "12", "20").await;
        assert!(line(&world, &world.teacher).await.public_done);
        let overview = act!(world, world.personnel, years::overview, YEAR).expect("the overview");
        assert_eq!(overview.iter().map(|unit| unit.public_done).sum::<i64>(), 1);
        let filter = StageFilter { stage: Some(Stage::Passed), text: String::new() };
        let passed = act!(world, world.personnel, years::trainees, YEAR, None, &filter, 1).expect("a list");
        assert_eq!((passed.total, passed.rows[0].person.id), (1, world.teacher.person));
        assert_eq!(cell(&exported(&world).await, "林晓", "公需科目"), "已合格");
    }
}

/// Hands in a training of sixty hours, which the standard of the pack gives without anybody's figure.
async fn hand_in_sixty(world: &World, kind: &str, need: &str) {
    let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
    let form = ItemForm {
        kind: kind.to_owned(),
        ends: "2026-05-20".to_owned(),
        answers: [("stated_hours".to_owned(), "60".to_owned())].into(),
        ..world.form("骨干教师研修", "60")
    };
    let item = act!(world, world.teacher, registrations::add_item, id, &form).expect("an item");
    let pdf = crate::world::pdf();
    act!(world, world.teacher, registrations::attach_evidence, item, need, "结业证.pdf", pdf).expect("evidence");
    assert!(!line(world, &world.teacher).await.done, "a draft");
    act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
}

/// Both lists and the person's own account take the teacher's year for done, or none of them does.
async fn is_done(world: &World) -> bool {
    let line = line(world, &world.teacher).await;
    let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
    assert_eq!(account.situation(world.now).is_done(), line.done, "the account and the list say the same");
    assert_eq!(line.missing.is_empty(), line.done, "{line:?}");
    assert_eq!(account.assessment.outcome, Outcome::Satisfied);
    line.done
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_done_without_an_approval_where_the_pack_does_not_wait_for_one() {
    for mut world in worlds().await {
        under(&mut world, "yunting-2025").await;
        passed(&world, PROVINCE, "12", "20").await;
        hand_in_sixty(&world, "hosted-training", "completion").await;
        assert!(is_done(&world).await);
        let rows = exported(&world).await;
        let review = cell(&rows, "林晓", "聘期考核的继续教育条件");
        assert_eq!((cell(&rows, "林晓", "是否完成"), review), ("已完成", "具备"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reading_of_the_pack_decides_whether_a_year_waits_for_its_approval() {
    for world in worlds().await {
        passed(&world, SCHOOL, "10", "30").await;
        hand_in_sixty(&world, "training-hosted", "training-certificate").await;
        assert!(!is_done(&world).await);
        let rows = exported(&world).await;
        let (condition, said) = (cell(&rows, "林晓", APPRAISAL), cell(&rows, "林晓", &format!("{APPRAISAL}：说明")));
        assert!(condition == "待定" && said.contains("登记还没有审批通过。〔第十条〕"), "{condition} {said}");
    }
    for mut world in worlds().await {
        world
            .reopened(|config| {
                config.library = school_changed("chosen = \"approved\"", "chosen = \"reached\"");
                config.pack = PackChoice::Named("stricter".to_owned());
            })
            .await;
        passed(&world, SCHOOL, "10", "30").await;
        hand_in_sixty(&world, "training-hosted", "training-certificate").await;
        assert!(is_done(&world).await);
        assert_eq!(cell(&exported(&world).await, "林晓", APPRAISAL), "具备");
    }
}

const APPRAISAL: &str = "年度考核评为优秀的继续教育条件";

#[tokio::test(flavor = "multi_thread")]
async fn the_exported_table_says_of_everybody_whether_they_can_be_called_excellent_and_by_which_article() {
    for mut world in worlds().await {
        world.now = "2026-11-21T02:00:00Z".parse().expect("a moment");
        world.approved(&world.colleague).await;
        let number = id_number(1);
        let row = ["2026", &number, "周敏", "公需科目必修课", "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        teacher_is(&world, StaffCategory::Worker).await;
        let rows = exported(&world).await;
        let of = |name| (cell(&rows, name, APPRAISAL), cell(&rows, name, "年度考核评为优秀的继续教育条件：说明"));
        assert_eq!(of("周敏"), ("具备", "必要条件：本年度学习任务已达到。〔第十条〕"));
        assert_eq!(of("何审"), ("不具备", "当年没有完成继续教育学习任务，年度考核不得评为优秀。〔第十条〕"));
        assert_eq!(of("林晓"), ("不适用", "本年度没有学习任务。〔第十条〕"));
        assert!(!rows[0].iter().any(|(column, _)| column.contains("申报职称")), "what concerns some is no column");
        let barred = shown(&world, Show::Barred).await;
        assert_eq!(barred.len(), 8, "everybody but the colleague and the worker");
        assert!(barred.iter().all(|line| ![world.teacher.person, world.colleague.person].contains(&line.person.id)));
    }
}
