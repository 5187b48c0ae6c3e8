//! The settings of a training year from outside: notices of single values, past years, and parts of a paper by chapter and
//! difficulty, each kept as it was typed and told where it matters.

use actions::Mode;
use domain::table::Table;

use crate::{course_forms::is_marked, world::World};

/// The form of a year with 20 questions of a chapter in its paper.
fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = [
        ("theme", "人工智能与专业发展"),
        ("notice", "示例〔2026〕1号"),
        ("study_hours", "10"),
        ("exam_hours", "5"),
        ("opens", "2026-04-01"),
        ("closes", "2026-11-30"),
        ("pass_mark", "60"),
        ("attempts", "3"),
        ("minutes", "60"),
        ("single-count", "2"),
        ("single-points", "20"),
        ("multiple-count", "0"),
        ("multiple-points", "0"),
        ("true-false-count", "0"),
        ("true-false-points", "0"),
        ("part-1-form", "single"),
        ("part-1-chapter", "第一章"),
        ("part-1-difficulty", "3"),
        ("part-1-count", "3"),
        ("part-1-points", "20"),
        ("part-2-form", "single"),
        ("part-2-count", ""),
    ];
    let is_typed_anew = |name: &str| more.iter().any(|(other, _)| *other == name);
    own.into_iter().filter(|(name, _)| !is_typed_anew(name)).chain(more.iter().copied()).collect()
}

/// Five single choices, so many of which are of the first chapter and of difficulty 3.
async fn bank(world: &World, of_chapter: usize) {
    let mut rows = vec![["题型", "题干", "选项A", "选项B", "答案", "章", "难度"].map(str::to_owned)];
    for number in 0..5 {
        let (chapter, difficulty) = if number < of_chapter { ("第一章", "3") } else { ("第二章", "1") };
        rows.push(["单选题", &format!("第{number}题"), "对", "错", "A", chapter, difficulty].map(str::to_owned));
    }
    let mut act = world.act("personnel").await;
    let table = Table::from_texts("题库", rows);
    let report = actions::exams::import_questions(&mut act, 2026, &table, Mode::AllOrNothing).await.expect("a bank");
    assert_eq!(report.problems, []);
    act.commit("").await.expect("kept");
}

#[tokio::test]
async fn a_part_that_the_bank_cannot_fill_is_said_before_anybody_sits_down() {
    let world = World::new().await;
    assert_eq!(world.post("personnel", "/training-years/2026", &form(&[])).await.status, 303);
    bank(&world, 2).await;
    let page = world.get("personnel", "/training-years/2026").await.body;
    assert!(page.contains("题库不够出一份试卷"), "{page}");
    assert!(page.contains("单选题（第一章，难度 3）：要 3 道，题库有 2 道") && page.contains("差 1 道"), "{page}");
    assert!(page.contains("单选题：要 2 道，题库有 5 道"), "{page}");
    assert!(page.contains("name=\"part-1-chapter\" type=\"text\" value=\"第一章\""), "{page}");
    assert!(
        page.contains("<option value=\"3\" selected>3</option>") && page.contains("<option value=\"第二章\">"),
        "{page}"
    );
    let enough = form(&[("seen", "1"), ("part-1-count", "2"), ("single-count", "3")]);
    assert_eq!(world.post("personnel", "/training-years/2026", &enough).await.status, 303);
    let page = world.get("personnel", "/training-years/2026").await.body;
    assert!(!page.contains("题库不够出一份试卷"), "{page}");
    let exam = world.get("owner", "/exams/2026").await.body;
    assert!(exam.contains("单选题（第一章，难度 3） 2 道，每道 20 分"), "{exam}");
    let odd = world.post("personnel", "/training-years/2026", &form(&[("part-1-difficulty", "7")])).await;
    assert!(odd.status == 422 && odd.body.contains("难度是 1 至 5 的整数"), "{}", odd.body);
    let odd = world.post("personnel", "/training-years/2026", &form(&[("part-1-points", "许多")])).await;
    assert!(odd.status == 422 && odd.body.contains("第 1 部分：每道分值"), "{}", odd.body);
    assert!(odd.body.contains("value=\"许多\""), "{}", odd.body);
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_each_at_its_field() {
    let world = World::new().await;
    let url = "/training-years/2026";
    let (long, endless) = ("字".repeat(61), "字".repeat(101));
    let wrong = form(&[
        ("theme", ""),
        ("study_hours", "十"),
        ("closes", "2026-03-01"),
        ("past-years", "2018，去年"),
        ("past-until", "2027-01-01"),
        ("attempts", "0"),
        ("minutes", ""),
        ("single-count", "1"),
        ("notice-hours", &endless),
    ]);
    let refused = world.post("personnel", url, &wrong).await;
    assert!(refused.status == 422 && refused.body.contains("有 9 处要改正"), "{}", refused.body);
    for (field, sentence) in [
        ("theme", "还没有填写主题"),
        ("study_hours", "“学习学时”不能是“十”"),
        ("closes", "早于开始的日期"),
        ("past-years", "“可以补修的年度”不能是“去年”"),
        ("past-until", "本年年底以前"),
        ("attempts", "1 至 20 之间"),
        ("minutes", "“考试时长”还没有填写"),
        ("parts", "现在是 80 分"),
        ("notice-hours", "最多 100 个字"),
    ] {
        assert!(is_marked(&refused.body, field, sentence), "{field}: {sentence}: {}", refused.body);
        assert!(refused.body.contains(&format!("<a href=\"#{field}\">")), "{field}: {}", refused.body);
    }
    assert_eq!(
        refused.body.matches("aria-invalid").count(),
        9,
        "what follows from another fault is none: {}",
        refused.body
    );
    let one = world.post("personnel", url, &form(&[("theme", &long)])).await;
    assert!(one.status == 422 && is_marked(&one.body, "theme", "主题最多 60 个字"), "{}", one.body);
    assert!(!one.body.contains("要改正的地方"), "one is told without a list: {}", one.body);
    assert_eq!(world.post("personnel", url, &form(&[("theme", &long[3..])])).await.status, 303);
}

#[tokio::test]
async fn more_attempts_than_the_regulation_says_are_kept_with_a_remark() {
    let world = World::new().await;
    let url = "/training-years/2026";
    let remark = "比规定的 3 次多";
    for (seen, attempts, is_more) in [("0", "3", false), ("1", "5", true), ("2", "2", false)] {
        assert_eq!(world.post("personnel", url, &form(&[("seen", seen), ("attempts", attempts)])).await.status, 303);
        let page = world.get("personnel", url).await.body;
        assert_eq!(page.contains(remark), is_more, "{attempts}: {page}");
    }
}

#[tokio::test]
async fn two_officers_do_not_save_over_each_other_and_what_was_typed_stays() {
    let world = World::new().await;
    let url = "/training-years/2026";
    let seen = |body: &str, revision: &str| body.contains(&format!("name=\"seen\" value=\"{revision}\""));
    assert!(seen(&world.get("personnel", url).await.body, "0"));
    assert_eq!(world.post("personnel", url, &form(&[("seen", "0")])).await.status, 303);
    let opened = world.get("administrator", url).await;
    assert_eq!(opened.status, 404);
    let mut act = crate::world::as_system(&world.app).await;
    actions::people::grant_role(&mut act, world.people["stranger"], domain::access::Role::Personnel, None)
        .await
        .expect("a second officer");
    act.commit("").await.expect("kept");
    assert_eq!(world.post("stranger", url, &form(&[("seen", "1"), ("minutes", "90")])).await.status, 303);
    let mine = [("seen", "1"), ("closes", "2026-12-20")];
    let odd = world.post("personnel", url, &form(&[mine[0], ("opens", "2027-04-01")])).await;
    assert!(odd.status == 422 && seen(&odd.body, "1"), "what is wrong otherwise is no sight of it: {}", odd.body);
    let refused = world.post("personnel", url, &form(&mine)).await;
    assert_eq!(refused.status, 409);
    for told in ["何以安，2026年11月23日 19:00，考试时长现为 90 分钟", "value=\"2026-12-20\"", "value=\"60\" min=\"5\""]
    {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    assert!(seen(&refused.body, "2"), "saved again, it says that it knows: {}", refused.body);
    let again = form(&[("seen", "2"), ("minutes", "90"), mine[1]]);
    assert_eq!(world.post("personnel", url, &again).await.status, 303);
    let page = world.get("personnel", url).await.body;
    assert!(page.contains("value=\"2026-12-20\"") && page.contains("value=\"90\" min=\"5\""), "{page}");
    let blind = world.post("personnel", url, &form(&[("closes", "2026-12-21")])).await;
    assert_eq!(blind.status, 409, "a form that does not say what it has seen has seen nothing");
}

#[tokio::test]
async fn a_value_with_another_notice_and_the_past_years_are_kept_and_told() {
    let world = World::new().await;
    let typed = form(&[
        ("notice-hours", "示例〔2026〕7号"),
        ("notice-minutes", "示例〔2026〕1号"),
        ("notice-answers", "示例〔2026〕8号"),
        ("past-years", "2021，2019"),
        ("past-until", "2026-12-20"),
    ]);
    assert_eq!(world.post("personnel", "/training-years/2026", &typed).await.status, 303);
    let page = world.get("personnel", "/training-years/2026").await.body;
    assert!(page.contains("各项的依据") && page.contains("<strong>示例〔2026〕7号</strong>"), "{page}");
    assert!(page.contains("<dt>公布答案</dt><dd><strong>示例〔2026〕8号</strong>"), "{page}");
    assert!(page.contains("value=\"2019、2021\"") && page.contains("value=\"2026-12-20\""), "{page}");
    assert!(page.contains("2019 年度</a>") && page.contains("还没有自己的设定"), "{page}");
    let exam = world.get("owner", "/exams/2026").await.body;
    assert!(exam.contains("学习 10 学时，考试合格 5 学时（示例〔2026〕7号）"), "{exam}");
    assert!(exam.contains("<dd>60 分钟</dd>"), "one that is the year's own is not told twice: {exam}");
    for (name, value, said) in [
        ("past-years", "2026", "补修的年度要早于本年度"),
        ("past-years", "去年", "“可以补修的年度”不能是“去年”"),
        ("past-until", "", "“补修截止”还没有填写"),
        ("past-until", "2027-01-01", "本年年底以前"),
        ("opens", "2025-12-01", "培训要在本年度内开始"),
    ] {
        let mut wrong = typed.clone();
        wrong.retain(|(other, _)| *other != name);
        wrong.push((name, value));
        let refused = world.post("personnel", "/training-years/2026", &wrong).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{name} {value}: {}", refused.body);
    }
}

#[tokio::test]
async fn past_years_are_read_as_they_are_written_and_none_between_two_is_lost() {
    let world = World::new().await;
    let url = "/training-years/2026";
    let typed = |years: &'static str, seen: &'static str| {
        form(&[("past-years", years), ("past-until", "2026-12-20"), ("seen", seen)])
    };
    let all = "2019、2020、2021";
    let good = [
        ("2019-2021", all),
        ("2019 － 2021", all),
        ("2019——2021", all),
        ("2019～2020、2021", all),
        ("2019 年至 2021 年", all),
        ("2019年度到2020年度，2023年", "2019、2020、2023"),
        ("2021, 2019", "2019、2021"),
    ];
    for ((years, read), seen) in good.into_iter().zip(["0", "1", "1", "1", "1", "1", "2"]) {
        let saved = world.post("personnel", url, &typed(years, seen)).await;
        assert_eq!(saved.status, 303, "{years}: {}", saved.body);
        let page = world.get("personnel", url).await.body;
        assert!(page.contains(&format!("name=\"past-years\" type=\"text\" value=\"{read}\"")), "{years}: {page}");
    }
    for (years, said) in [
        ("2021-2019", "“2021-2019”起止颠倒了"),
        ("2019-20211", "“2019-20211”太长了"),
        ("2019-", "“2019-”缺了起止中的一个年度"),
        ("至2021", "“至2021”缺了起止中的一个年度"),
        ("2019至今", "“可以补修的年度”不能是“今”"),
        ("2017-2019", "不早于 2019 年"),
    ] {
        let refused = world.post("personnel", url, &typed(years, "3")).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{years}: {}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{years}\"")), "what was typed stays: {}", refused.body);
    }
}

#[tokio::test]
async fn outside_the_window_a_lesson_is_read_and_says_that_nothing_counts() {
    let world = World::new().await;
    let (course, lesson) = crate::courses::course(&world, true).await;
    let late = form(&[("seen", "1"), ("closes", "2026-11-01")]);
    assert_eq!(world.post("personnel", "/training-years/2026", &late).await.status, 303);
    for url in [format!("/lessons/{lesson}"), format!("/courses/{course}")] {
        let page = world.get("owner", &url).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("2026 年度的公需科目已于2026年11月1日结束"), "{}", page.body);
        assert!(!page.body.contains("data-lesson"), "{}", page.body);
    }
    let opened = world.say("owner", &format!("/lessons/{lesson}/ticket"), "{}").await;
    assert_eq!(opened.status, 409);
}

#[tokio::test]
async fn an_elective_says_what_it_counts_and_asks_for_its_notice() {
    let world = World::new().await;
    let (course, _) = crate::courses::course(&world, true).await;
    let page = world.get("owner", &format!("/courses/{course}")).await.body;
    assert!(page.contains("记入 3 学时（校人〔2026〕8号），没有考试"), "{page}");
    assert!(world.get("owner", "/courses").await.body.contains("学完计 3 学时（校人〔2026〕8号）"));
    let url = format!("/courses/{course}/hours");
    for (hours, notice, said) in
        [("", "校人〔2026〕9号", "还没有填写学时"), ("许多", "校人", "学时不能是“许多”"), ("3", "", "要有依据")]
    {
        let refused = world.post("personnel", &url, &[("hours", hours), ("notice", notice)]).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{}", refused.body);
    }
    assert_eq!(world.post("personnel", &url, &[("hours", "2.5"), ("notice", "校人〔2026〕9号")]).await.status, 303);
    let page = world.get("owner", &format!("/courses/{course}")).await.body;
    assert!(page.contains("记入 2.5 学时（校人〔2026〕9号）"), "{page}");
}

/// What a correction is made over.
fn seen(page: &str) -> String {
    let mark = page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    mark.expect("a form").to_owned()
}

#[tokio::test]
async fn a_text_and_its_minutes_are_corrected_and_nobody_corrects_over_what_they_have_not_seen() {
    let world = World::new().await;
    let (_, lesson) = crate::courses::course(&world, true).await;
    let (url, page) = (format!("/lessons/{lesson}/correction"), format!("/lessons/{lesson}/settings"));
    let shown = world.get("personnel", &page).await.body;
    assert!(shown.contains("# 开头") && shown.contains("已经学完整门课程的学员不受影响"), "{shown}");
    let opened = seen(&shown);
    let first = [("seen", opened.as_str()), ("minutes", "5"), ("text", "# 改过的开头")];
    assert_eq!(world.post("owner", &url, &first).await.status, 403);
    assert_eq!(world.post("personnel", &url, &first).await.status, 303);
    let read = world.get("owner", &format!("/lessons/{lesson}")).await.body;
    assert!(read.contains("<h2>改过的开头</h2>") && read.contains("共 5 分钟"), "{read}");
    let late = [("seen", opened.as_str()), ("minutes", "7"), ("text", "# 另一种开头")];
    let refused = world.post("personnel", &url, &late).await;
    assert_eq!(refused.status, 409);
    for told in ["# 另一种开头</textarea>", "readonly># 改过的开头</textarea>", "现在是 5 分钟", "value=\"7\""]
    {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    let again = [("seen", &*seen(&refused.body)), ("minutes", "7"), ("text", "# 另一种开头")];
    assert_eq!(world.post("personnel", &url, &again).await.status, 303);
    let log = world.get("auditor", "/audit?name=lesson.changed").await.body;
    assert!(log.contains("时长，原为 5 分钟，现为 7 分钟；正文"), "{log}");
}

#[tokio::test]
async fn the_length_of_a_film_is_corrected_where_its_file_does_not_tell_it() {
    let world = World::new().await;
    let (course, _) = crate::courses::course(&world, true).await;
    let film = crate::courses::with_film(&world, course).await;
    let page = world.get("personnel", &format!("/lessons/{film}/settings")).await.body;
    assert!(page.contains("时长是从文件里读出的") && !page.contains("name=\"minutes\""), "{page}");
    let fields = [("seen", ""), ("minutes", "5"), ("text", "")];
    let refused = world.post("personnel", &format!("/lessons/{film}/correction"), &fields).await;
    assert!(refused.status == 409 && refused.body.contains("文件有误的，请停用这一课时"), "{}", refused.body);

    let untold = crate::courses::with_film_of(&world, course, &crate::courses::film_of(0)).await;
    let page = world.get("personnel", &format!("/lessons/{untold}/settings")).await.body;
    assert!(page.contains("从文件里读不出这个视频的时长") && !page.contains("只改正文的"), "{page}");
    let fields = [("seen", &*seen(&page)), ("minutes", "1"), ("text", "")];
    assert_eq!(world.post("personnel", &format!("/lessons/{untold}/correction"), &fields).await.status, 303);
    let shown = world.get("owner", &format!("/lessons/{untold}")).await.body;
    assert!(shown.contains("data-length=\"60000\"") && shown.contains("<video"), "{shown}");
}
