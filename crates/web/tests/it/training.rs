//! How far people are in a year's public subject, from outside: by unit, person by person, and the years before that can be
//! made up for.

use actions::courses::LessonForm;
use domain::{
    course::LessonKind,
    training_year::{PastYears, TrainingYear},
};
use jiff::civil::date;

use crate::{
    courses::settings,
    world::{World, id_number},
};

#[tokio::test]
async fn progress_is_a_picture_and_a_table_and_leads_to_the_people() {
    let world = World::new().await;
    let refused = world.get("personnel", "/years/2026/training").await;
    assert_eq!(refused.status, 404);
    assert!(refused.body.contains("2026 年度的公需科目还没有设定") && !refused.body.contains("<table"));
    assert!(!world.get("personnel", "/years/2026").await.body.contains("/years/2026/training"));
    world.examination().await;
    assert!(world.get("personnel", "/years/2026").await.body.contains("href=\"/years/2026/training\""));
    let page = world.get("personnel", "/years/2026/training").await.body;
    assert!(
        page.contains("<svg class=\"chart\"")
            && page.contains("<div role=\"img\" aria-label=\"")
            && page.contains("已学完待考 1 人"),
        "{page}"
    );
    let unit = format!("/years/2026/training/units/{}", world.unit);
    assert!(page.contains(&format!("href=\"{unit}?stage=studied\"")), "{page}");
    let studied = world.get("personnel", &format!("{unit}?stage=studied")).await.body;
    assert!(studied.contains("周文澜") && !studied.contains("林若溪"), "{studied}");
    assert!(studied.contains("2 分钟，共 2 分钟") && studied.contains("已考 0 次，还有 3 次"), "{studied}");
    let all = world.get("personnel", "/years/2026/training/people?text=何以").await.body;
    assert!(all.contains("何以安") && !all.contains("周文澜"));
}

#[tokio::test]
async fn a_unit_sees_how_far_its_people_are_and_neither_minutes_nor_points() {
    let world = World::new().await;
    world.examination().await;
    let own = format!("/years/2026/training/units/{}", world.unit);
    for visitor in ["verifier", "approver"] {
        let page = world.get(visitor, "/years/2026/training").await.body;
        assert!(page.contains("机电工程学院") && !page.contains("外国语学院"), "{page}");
        let people = world.get(visitor, &format!("{own}?stage=studied")).await.body;
        assert!(people.contains("周文澜") && people.contains("已学完待考"), "{people}");
        assert!(!people.contains("2 分钟，共") && !people.contains("还有 3 次"), "{people}");
    }
    assert_eq!(world.get("owner", &own).await.status, 404);
    assert_eq!(world.get("verifier", "/years/2026/training/units/nothing").await.status, 404);
}

#[tokio::test]
async fn support_sees_the_minutes_of_each_lesson() {
    let world = World::new().await;
    world.examination().await;
    let person = format!("/people/{}", world.people["owner"]);
    let page = world.get("personnel", &person).await.body;
    assert!(page.contains("2026 年度各课时的学习时间") && page.contains("第一讲"), "{page}");
    assert!(page.contains("<td class=\"num\" data-label=\"已计\">2 分钟</td>") && page.contains("已学完"), "{page}");
    let page = world.get("administrator", &person).await.body;
    assert!(!page.contains("学习时间"), "minutes are not for everybody");
}

/// The year 2021, open now, with a course of one page.
async fn past(world: &World) -> String {
    past_in(world, 2021, 2026).await
}

/// The same of another past year that is made up for in another year.
async fn past_in(world: &World, past: i16, made_up_in: i16) -> String {
    let mut act = world.act("personnel").await;
    let of = |year| TrainingYear { year, opens: date(year, 4, 1), closes: date(year, 11, 30), ..settings() };
    let of_past = TrainingYear { theme: "《广西发展新机遇》".to_owned(), ..of(past) };
    actions::training_years::settle(&mut act, &of_past).await.expect("settled");
    let past_years = PastYears { years: [past].into(), until: date(made_up_in, 12, 31) };
    let this_year = TrainingYear { past_years: Some(past_years), ..of(made_up_in) };
    actions::training_years::settle(&mut act, &this_year).await.expect("settled");
    let course = actions::courses::add(&mut act, past, &of_past.theme, true).await.expect("a course");
    let form = LessonForm {
        chapter: String::new(),
        title: "第一讲".to_owned(),
        kind: LessonKind::Page,
        length: 120_000,
        content: "讲义".to_owned(),
    };
    actions::courses::add_lesson(&mut act, course, form).await.expect("a lesson");
    actions::courses::publish(&mut act, course, true).await.expect("published");
    act.commit("").await.expect("kept");
    format!("/courses/{course}")
}

#[tokio::test]
async fn an_open_past_year_is_offered_everywhere_and_says_what_it_counts_for() {
    let world = World::new().await;
    let index = world.get("personnel", "/training-years").await.body;
    assert!((2019..=2027).all(|year| index.contains(&format!("href=\"/training-years/{year}\""))), "{index}");
    assert!(!index.contains("/training-years/2028"), "{index}");
    let form = world.get("personnel", "/courses/new").await.body;
    assert!((2019..=2027).all(|year| form.contains(&format!("<option value=\"{year}\""))), "{form}");
    assert!(form.contains("<option value=\"2026\" selected>"), "this year is meant first: {form}");
    assert!(!world.get("owner", "/").await.body.contains("往年的公需科目可以补"));
    let course = past(&world).await;
    let home = world.get("owner", "/").await.body;
    assert!(home.contains("往年的公需科目可以补") && home.contains("href=\"/courses#year-2021\""), "{home}");
    assert!(home.contains("2026年12月31日截止") && home.contains("href=\"/exams/2021\""), "{home}");
    let courses = world.get("owner", "/courses").await.body;
    assert!(courses.contains("学时计入 2021 年度账，不计入今年") && courses.contains(&course), "{courses}");
    assert!(!courses.contains("接着上次学"), "nobody is pushed into a past year that they have not begun");
    let exam = world.get("owner", "/exams/2021").await.body;
    assert!(exam.contains("学时计入 2021 年度账") && exam.contains("先学完必修课"), "{exam}");
    assert!(world.get("owner", "/my/2021").await.body.contains("aria-current=\"page\">2021"));
    let person = world.get("personnel", &format!("/people/{}", world.people["owner"])).await.body;
    assert!(person.contains("2021 年度公需科目"), "{person}");
}

#[tokio::test]
async fn the_oldest_year_is_listed_however_long_ago_it_was() {
    let world = World::new().await.at(|| "2027-06-01T02:00:00Z".parse().expect("a moment"));
    let course = past_in(&world, 2019, 2027).await;
    let courses = world.get("owner", "/courses").await.body;
    assert!(courses.contains(&course) && courses.contains("学时计入 2019 年度账，不计入今年"), "{courses}");
    assert!(courses.find("id=\"year-2027\"") < courses.find("id=\"year-2019\""), "the newest first: {courses}");
    let home = world.get("owner", "/").await.body;
    assert!(home.contains("href=\"/courses#year-2019\""), "it is where the first page says: {home}");
}

#[tokio::test]
async fn who_owes_the_public_subject_alone_is_led_to_it() {
    let world = World::new().await;
    let table = format!("工号,姓名,身份证号,所属部门,岗位类别\n20130001,林若溪,{},机电工程学院,管理岗\n", id_number(2));
    let fields = [("kind", "roster"), ("mode", "apply")];
    let reply = world.upload("personnel", "/imports", &fields, ("名册.csv", table.as_bytes())).await;
    assert!(reply.body.contains("更改 1"), "{}", reply.body);
    let step = |url: &str, label: &str| format!("<a class=\"button\" href=\"{url}\">{label}</a>");
    let (register, study) = (step("/registrations/new?year=2026", "学时登记"), step("/courses#year-2026", "去学习"));
    let before = world.get("colleague", "/").await.body;
    assert!(!before.contains(&register) && !before.contains(&study), "there is nothing to study yet: {before}");
    assert!(before.contains("本系统没有发布 2026 年度的公需科目"), "{before}");
    world.examination().await;
    let home = world.get("colleague", "/").await.body;
    assert!(home.contains(&study) && !home.contains(&register), "{home}");
    let closes = date(2026, 11, 22);
    let mut act = world.act("personnel").await;
    let closed = TrainingYear { closes, ..settings() };
    actions::training_years::settle(&mut act, &closed).await.expect("settled again");
    act.commit("").await.expect("kept");
    let home = world.get("colleague", "/").await.body;
    assert!(home.contains("已于2026年11月22日结束") && !home.contains(&study), "{home}");
}
