//! Trying a pack out on everybody: who may, what it says of whom, and that it leaves nothing but a line in the log.

use actions::{
    Mode,
    audit::AuditFilter,
    people,
    policies::{self, MovedPeople, Only, Question, Simulated},
    registrations::{self, ItemDecision, ItemForm, Ticked},
    years::ExportFormat,
};
use domain::{
    access::Actor,
    refusal::{Refusal, RefusalKind},
};
use policy::{Hours, Outcome};

use crate::{
    act,
    facts::will_declare,
    judged_years::with_broken_items,
    library::school_changed,
    world::{World, YEAR, id_number, pdf, worlds},
};

/// The same program with one more pack: the school's, with another requirement of the year.
async fn with_stricter(world: &mut World) {
    with_changed(world, "at_least_hours = 90", "at_least_hours = 120").await;
}

/// The same program with one more pack, the school's with other words at one place.
async fn with_changed(world: &mut World, from: &str, to: &str) {
    world.reopened(|config| config.library = school_changed(from, to)).await;
}

fn question() -> Question {
    let (new, against) = ("stricter".to_owned(), Some("guet-2022".to_owned()));
    Question { new, against, year: YEAR, only: Only::default() }
}

async fn tried(world: &World, actor: &Actor) -> Result<Simulated, Refusal> {
    act!(world, actor, policies::simulate, &question(), |_, _| ())
}

async fn tried_with(world: &World, question: &Question) -> Result<Simulated, Refusal> {
    act!(world, world.personnel, policies::simulate, question, |_, _| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_loses_is_told_by_unit_by_article_and_by_name() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        with_stricter(&mut world).await;
        let mut heard = Vec::new();
        let simulated = act!(world, world.personnel, policies::simulate, &question(), |done, of| heard
            .push((done, of)))
        .expect("tried out");
        assert_eq!(heard.last(), Some(&(10, 10)));
        assert_eq!((simulated.all.people, simulated.all.gains), (10, 0));
        // All ten owe hours; nine were short before and are shorter now, one had enough.
        assert_eq!((simulated.all.loses, simulated.all.newly_unmet), (10, 1));
        let units: Vec<_> =
            simulated.units.iter().map(|unit| (unit.unit.name.as_str(), unit.tally.people, unit.tally.loses)).collect();
        assert_eq!(units, [("机电工程学院", 6, 6), ("信息与通信学院", 4, 4)]);
        let articles: Vec<_> =
            simulated.articles.iter().map(|line| (line.article.as_str(), line.loses, line.rules.clone())).collect();
        let rules = ["要求“专业科目学时”", "要求“年度总学时”"];
        assert_eq!(articles[0].0, "第二条");
        assert_eq!(articles[0].1, 10);
        assert!(rules.iter().any(|rule| articles[0].2.contains(&(*rule).to_owned())), "{articles:?}");
        let first = simulated.losers.named.first().expect("somebody");
        assert_eq!((first.name.as_str(), first.person), ("林晓", world.teacher.person), "whose year turns comes first");
        assert_eq!((first.before.outcome, first.after.outcome), (Outcome::Satisfied, Outcome::NotSatisfied));
    }
}

/// Who is named, by 工号.
fn named(people: &MovedPeople) -> Vec<&str> {
    people.named.iter().map(|person| person.staff_number.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gains_is_named_like_whoever_loses() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        with_stricter(&mut world).await;
        let back = Question { new: "guet-2022".to_owned(), against: Some("stricter".to_owned()), ..question() };
        let simulated = tried_with(&world, &back).await.expect("tried out");
        assert_eq!((simulated.all.gains, simulated.all.loses, simulated.all.newly_met), (10, 0, 1));
        let lost = tried(&world, &world.personnel).await.expect("tried out");
        assert_eq!(named(&simulated.gainers), named(&lost.losers));
        assert!(simulated.losers.named.is_empty() && lost.gainers.named.is_empty());
        let first = simulated.gainers.named.first().expect("somebody");
        assert_eq!((first.name.as_str(), first.person), ("林晓", world.teacher.person), "whose year turns comes first");
        assert_eq!((first.before.outcome, first.after.outcome), (Outcome::NotSatisfied, Outcome::Satisfied));
        assert!(first.causes_in_words().contains("要求“年度总学时”〔第二条〕"), "{}", first.causes_in_words());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_of_one_unit_or_moved_by_one_article_are_named_alone_and_everybody_is_counted() {
    for mut world in worlds().await {
        with_stricter(&mut world).await;
        let all = tried(&world, &world.personnel).await.expect("tried out");
        let (first, code) = (&all.units[0].unit.name, all.units[0].unit.code.clone());
        let only = |unit: Option<&str>, article: Option<&str>| Question {
            only: Only { unit: unit.map(str::to_owned), article: article.map(str::to_owned) },
            ..question()
        };
        let of_unit = tried_with(&world, &only(Some(&code), None)).await.expect("tried out");
        assert_eq!((of_unit.all, of_unit.losers.unnamed), (all.all, 0));
        assert_eq!(of_unit.losers.named.len(), 6);
        assert!(of_unit.losers.named.iter().all(|person| person.unit == *first));
        let by_article = tried_with(&world, &only(None, Some("第二条"))).await.expect("tried out");
        assert_eq!(named(&by_article.losers), named(&all.losers));
        for nobody in [only(Some("no such"), None), only(None, Some("第十四条"))] {
            let simulated = tried_with(&world, &nobody).await.expect("tried out");
            assert_eq!((simulated.all.loses, simulated.losers.named.len(), simulated.losers.unnamed), (10, 0, 0));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_list_can_be_taken_along_and_the_log_says_by_whom() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        with_stricter(&mut world).await;
        let csv = ExportFormat::Csv;
        let taken = act!(world, world.personnel, policies::export, &question(), csv, |_, _| ()).expect("a file");
        let text = String::from_utf8(taken.file.bytes).expect("a text");
        assert_eq!((taken.people, text.lines().count()), (10, 11), "{text}");
        assert!(
            text.contains("受损,") && text.contains("林晓") && text.contains("要求“年度总学时”〔第二条〕"),
            "{text}"
        );
        assert!(taken.file.name.ends_with("guet-2022改用stricter.csv"), "{}", taken.file.name);
        for actor in [&world.teacher, &world.approver, &world.auditor] {
            let refused = act!(world, actor, policies::export, &question(), csv, |_, _| ()).expect_err("refused");
            assert_eq!(refused.kind, RefusalKind::NotFound);
        }
        let filter = AuditFilter { name: "policy.simulation-exported".to_owned(), ..AuditFilter::default() };
        let told = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        assert!(told.lines[0].sentence.contains("10 人（csv）"), "{:?}", told.lines[0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_by_the_standard_follows_the_one_that_is_tried_and_a_verifiers_figure_stays() {
    for mut world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["", ""]).await;
        for (place, item) in items.iter().enumerate() {
            let form = ItemForm {
                kind: "xuexi-points".to_owned(),
                answers: [("points".to_owned(), "400".to_owned())].into(),
                ..world.form(&format!("学习强国 {place}"), "")
            };
            act!(world, world.teacher, registrations::change_item, *item, &form).expect("changed");
            act!(world, world.teacher, registrations::attach_evidence, *item, "study-archive", "档案.pdf", pdf())
                .expect("evidence");
        }
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let figure = ItemDecision::Change { hours: "3".to_owned(), reason: "重复一次".to_owned() };
        for (item, decision) in items.into_iter().zip([ItemDecision::Accept, figure]) {
            act!(world, world.verifier, registrations::decide_item, id, item, decision).expect("decided");
        }
        with_changed(&mut world, "per = 100, give", "per = 200, give").await;
        let simulated = tried(&world, &world.personnel).await.expect("tried out");
        assert_eq!((simulated.all.gains, simulated.all.loses), (0, 1));
        let loser = simulated.losers.named.first().expect("the teacher");
        let (before, after) = (loser.before.total, loser.after.total);
        assert_eq!((before, after), (Hours::from_whole(7), Hours::from_whole(5)), "4 and 3 before, 2 and 3 after");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_on_which_a_title_series_opens_is_that_of_each_pack() {
    const BEFORE: &str = "[[deadline]]\nid = \"person\"";
    const NEXT: i16 = YEAR + 1;
    let notice = format!(
        "[[title-series]]\nid = \"teaching\"\nseries = \"高等学校教师\"\nyear = {NEXT}\nopens = \"{NEXT}-04-01\"\n\
         notice = \"当年报名通知\"\n\n{BEFORE}"
    );
    for mut world in worlds().await {
        // Last year's roster says who declares in this one, and this year's in which series.
        for roster_of in [YEAR, NEXT] {
            world.now = format!("{roster_of}-11-23T02:00:00Z").parse().expect("a moment");
            let said = act!(world, world.personnel, people::import_roster, &will_declare("是"), Mode::Apply);
            said.expect("a report").applied.expect("applied");
        }
        let (number, passed) = (id_number(0), "2027-06-01 10:00");
        let row = ["2027", &number, "林晓", "公需科目必修课", "10", "1", "86", passed, "合格", "15"];
        world.import_public_exam(&[row]).await;
        with_changed(&mut world, BEFORE, &notice).await;
        let question = Question { year: NEXT, ..question() };
        let simulated = tried_with(&world, &question).await.expect("tried out");
        assert_eq!((simulated.all.gains, simulated.all.loses), (0, 1));
        let loser = simulated.losers.named.first().expect("the teacher");
        assert_eq!((loser.person, loser.before.barred, loser.after.barred), (world.teacher.person, 1, 2));
        assert_eq!(simulated.articles.iter().map(|line| line.article.as_str()).collect::<Vec<_>>(), ["第八条"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_personnel_office_may_try_and_the_log_says_that_it_did() {
    for mut world in worlds().await {
        with_stricter(&mut world).await;
        for actor in [&world.teacher, &world.verifier, &world.approver, &world.auditor, &world.administrator] {
            assert_eq!(tried(&world, actor).await.expect_err("refused").kind, RefusalKind::NotFound);
        }
        let before = world.events().await;
        tried(&world, &world.personnel).await.expect("tried out");
        assert_eq!(world.events().await, before + 1);
        let filter = AuditFilter { name: "policy.simulated".to_owned(), ..AuditFilter::default() };
        let told = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log");
        assert!(told.lines[0].sentence.contains("由学时标准 guet-2022 改用 stricter"), "{:?}", told.lines[0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nobodys_business() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.filled(&world.teacher, &["40", "40", "20"]).await;
        with_stricter(&mut world).await;
        let simulated = tried(&world, &world.personnel).await.expect("tried out");
        let teacher =
            simulated.losers.named.iter().find(|loser| loser.person == world.teacher.person).expect("she is there");
        assert_eq!(teacher.before.total, Hours::from_whole(15), "the course alone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_tried_is_refused_in_words() {
    let ask = |new: &str, against: Option<&str>, year| Question {
        new: new.to_owned(),
        against: against.map(str::to_owned),
        year,
        only: Only::default(),
    };
    for world in worlds().await {
        for question in [ask("no-such", None, YEAR), ask("guet-2022", Some("no-such"), YEAR)] {
            let refused = tried_with(&world, &question).await.expect_err("refused");
            assert_eq!((refused.kind, refused.code), (RefusalKind::NotFound, "policy.unknown"), "{question:?}");
            assert!(refused.what.contains("no-such") && refused.next.contains("yunting-2025"), "{refused}");
        }
        for (question, kind) in [
            (ask("guet-2022", Some("guet-2022"), YEAR), RefusalKind::Invalid),
            (ask("sample-2026", Some("guet-2022"), 1999), RefusalKind::NotFound),
        ] {
            let refused = tried_with(&world, &question).await.expect_err("refused");
            assert_eq!(refused.kind, kind, "{question:?}: {refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_with_a_mistake_is_refused_with_its_place_and_what_to_do() {
    for mut world in worlds().await {
        with_changed(&mut world, "at_least_hours = 90", "at_least_huors = 90").await;
        for (new, against) in [("stricter", "guet-2022"), ("guet-2022", "stricter")] {
            let question = Question { new: new.to_owned(), against: Some(against.to_owned()), ..question() };
            let refused = tried_with(&world, &question).await.expect_err("refused");
            assert_eq!((refused.kind, refused.code), (RefusalKind::Conflict, "policy.unusable"), "{refused}");
            assert!(refused.what.contains("“stricter”") && refused.what.contains("stricter/rules.md:"), "{refused}");
            assert!(refused.next.contains("xueshi policy check stricter"), "{refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_year_cannot_be_read_is_named_and_counted_with_nobody_else() {
    for mut world in worlds().await {
        world.approved(&world.teacher).await;
        with_stricter(&mut world).await;
        assert_eq!(tried(&world, &world.personnel).await.expect("tried out").unreadable_note(), None);
        with_broken_items(&world, &world.teacher).await;
        let simulated = tried(&world, &world.personnel).await.expect("tried out");
        assert_eq!((simulated.all.people, simulated.unreadable), (9, 1));
        assert_eq!(simulated.units[0].tally.people, 5);
        let note = simulated.unreadable_note().expect("it is told");
        assert!(note.contains("另有 1 人的登记内容读不出来") && note.contains("工号 T001。"), "{note}");
    }
}
