//! A year account is looked back at: as of a day, and as known on a day, from what the tables keep.

use actions::{
    Mode, people,
    registrations::{self, ItemDecision, Ticked},
    training_years,
    years::{self, Retrospect},
};
use domain::{access::Actor, refusal::RefusalKind, training_year::TrainingYear};
use jiff::civil::{Date, date};
use policy::{Assessment, Horizon, Hours, Obligation, Outcome};

use crate::{
    act,
    exams::settings,
    findings::{found_false, notice},
    world::{self, World, YEAR, id_number, roster_of, worlds},
};

const fn known_on(day: Date) -> Horizon {
    Horizon { as_of: None, known_on: Some(day) }
}

async fn seen(world: &World, actor: &Actor, horizon: Horizon) -> Retrospect {
    act!(world, actor, years::retrospect, YEAR, world.teacher.person, horizon).expect("a retrospect")
}

fn on(day: &str) -> domain::clock::Instant {
    format!("{day}T02:00:00Z").parse().expect("a moment")
}

/// The teacher's examination, told again with so many hours.
async fn corrected(world: &World, hours: &str) {
    let number = id_number(0);
    let row = ["2026", &number, "林晓", "公需科目必修课", "10", "1", "86", "2026-06-01 10:00", "合格", hours];
    world.import_public_exam(&[row]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_seen_as_it_was_known_on_that_day() {
    for mut world in worlds().await {
        world.now = on("2026-11-21");
        world.passed_public_exam().await;
        world.now = on("2026-11-25");
        corrected(&world, "18").await;
        let public = async |day| seen(&world, &world.personnel, known_on(day)).await.assessment.public;
        assert_eq!(public(date(2026, 11, 20)).await, Hours::ZERO);
        assert_eq!(public(date(2026, 11, 21)).await, Hours::from_whole(15));
        assert_eq!(public(date(2026, 11, 24)).await, Hours::from_whole(15));
        assert_eq!(public(date(2026, 11, 25)).await, Hours::from_whole(18));
        // It was sat on 1 June: as of the day before, nothing of it had happened, whenever it was learned.
        let may = Horizon { as_of: Some(date(2026, 5, 31)), known_on: None };
        let before = seen(&world, &world.auditor, may).await;
        assert_eq!((before.assessment.public, before.public.len()), (Hours::ZERO, 0));
        assert!(before.explanation.to_chinese().contains("发生在2026年6月1日，晚于2026年5月31日"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_to_do_reckons_with_the_hours_that_are_settled_from_the_day_on_which_they_are() {
    for mut world in worlds().await {
        let mut settle = async |at: &str, study_hours: i64| {
            world.now = on(at);
            let year = TrainingYear { study_hours: Hours::from_whole(study_hours), ..settings() };
            act!(world, world.personnel, training_years::settle, &year).expect("settled");
        };
        settle("2026-11-10", 10).await;
        settle("2026-11-20", 12).await;
        let account = act!(world, world.teacher, years::account, YEAR, None).expect("the account");
        let left = |assessment: &Assessment| assessment.todo.iter().map(|todo| todo.text.clone()).collect::<Vec<_>>();
        let expected = |exam: &str, rest: &str| {
            vec![
                format!("完成公需科目必修课学习并通过考试，可得 {exam} 学时。"),
                "再完成 60 学时专业科目。".to_owned(),
                format!("再完成 {rest} 学时，公需科目、专业科目都可以。"),
            ]
        };
        assert_eq!(left(&account.assessment), expected("17", "13"));
        let seen = async |day| left(&seen(&world, &world.personnel, known_on(day)).await.assessment);
        assert_eq!(seen(date(2026, 11, 20)).await, expected("17", "13"));
        assert_eq!(seen(date(2026, 11, 19)).await, expected("15", "15"));
        assert_ne!(seen(date(2026, 11, 9)).await, expected("15", "15"), "the pack's notice says another figure");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_seen_as_it_was_handed_in_approved_and_taken_back() {
    for mut world in worlds().await {
        world.passed_public_exam().await;
        world.now = on("2026-12-10");
        let id = world.approved(&world.teacher).await;
        world.now = on("2026-12-20");
        act!(world, world.personnel, registrations::withdraw_approval, id, "核定有误").expect("taken back");
        let on_day = async |day| seen(&world, &world.personnel, known_on(day)).await;
        let before = on_day(date(2026, 12, 9)).await;
        assert_eq!((before.assessment.professional, before.assessment.total), (Hours::ZERO, Hours::from_whole(15)));
        assert_eq!(before.unknown, Vec::<String>::new());
        let later = before.explanation.to_chinese();
        assert!(later.contains("2026年12月10日才得知，晚于2026年12月9日"), "{later}");
        let approved = on_day(date(2026, 12, 19)).await;
        assert_eq!(approved.assessment.outcome, Outcome::Satisfied);
        assert_eq!((approved.titles.len(), approved.assessment.professional), (3, Hours::from_whole(100)));
        assert_eq!(approved.unknown, Vec::<String>::new(), "the decision keeps all of it");
        let annual = |seen: &Retrospect| {
            let all = &seen.assessment.certificates;
            all.iter().find(|line| line.id == "annual").expect("the certificate").outcome
        };
        assert_eq!(annual(&approved), Outcome::Satisfied);
        let taken_back = on_day(date(2026, 12, 20)).await;
        assert_eq!(annual(&taken_back), Outcome::NotSatisfied, "the approval was taken back that day");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wording_that_was_handed_in_and_each_decision_is_seen_on_its_days() {
    for mut world in worlds().await {
        world.now = on("2026-12-01");
        let (id, items) = world.filled(&world.teacher, &["40", "30"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in");
        world.now = on("2026-12-03");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let decide = async |world: &World, item: usize, decision: ItemDecision| {
            act!(world, world.verifier, registrations::decide_item, id, items[item], decision).expect("decided");
        };
        decide(&world, 0, ItemDecision::Accept).await;
        decide(&world, 1, ItemDecision::Return { reason: "学时与证书不符".to_owned() }).await;
        act!(world, world.verifier, registrations::return_to_person, id, "请改第二项").expect("given back");
        world.now = on("2026-12-05");
        let less = world.form("教学能力研修 2", "20");
        act!(world, world.teacher, registrations::change_item, items[1], &less).expect("changed");
        act!(world, world.teacher, registrations::remove_item, items[0]).expect("removed");
        let unasked = seen(&world, &world.personnel, known_on(date(2026, 12, 5))).await;
        assert!(unasked.unknown[0].contains("还没有提交"), "{:?}", unasked.unknown);
        world.now = on("2026-12-08");
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in again");
        world.now = on("2026-12-10");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        let changed = |hours: &str| ItemDecision::Change { hours: hours.to_owned(), reason: "按课表".to_owned() };
        decide(&world, 1, changed("10")).await;
        world.now = on("2026-12-12");
        decide(&world, 1, changed("15")).await;

        // Hours applied for, hours that count.
        let told = async |day: i8| {
            let seen = seen(&world, &world.personnel, known_on(date(2026, 12, day))).await;
            let mut applied: Vec<Option<Hours>> = seen.assessment.items.iter().map(|item| item.applied).collect();
            applied.sort();
            (applied, seen.assessment.professional)
        };
        let (both, one): (&[i64], &[i64]) = (&[30, 40], &[20]);
        for (day, applied, counts) in
            [(2, both, 0), (3, both, 40), (7, both, 40), (9, one, 0), (11, one, 10), (12, one, 15)]
        {
            let applied: Vec<_> = applied.iter().map(|hours| Some(Hours::from_whole(*hours))).collect();
            assert_eq!(told(day).await, (applied, Hours::from_whole(counts)), "{day} December");
        }
        let before = seen(&world, &world.personnel, known_on(date(2026, 11, 30))).await;
        assert_eq!((before.assessment.items.len(), before.unknown.len()), (0, 0), "nothing had been handed in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_verifier_who_takes_a_check_over_leaves_what_was_decided_to_be_seen() {
    for mut world in worlds().await {
        world.now = on("2026-12-01");
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::decide_item, id, items[0], ItemDecision::Accept).expect("decided");
        world.now = on("2026-12-04");
        let checker = Some(world.verifier.person);
        act!(world, world.both, registrations::take_over_check, id, checker).expect("taken over");
        let counts = async |day| seen(&world, &world.personnel, known_on(day)).await.assessment.professional;
        assert_eq!(counts(date(2026, 12, 3)).await, Hours::from_whole(40));
        assert_eq!(counts(date(2026, 12, 4)).await, Hours::ZERO, "open again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_that_came_after_it_was_given_back_was_not_known_before() {
    for mut world in worlds().await {
        world.now = on("2026-12-01");
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in");
        act!(world, world.teacher, registrations::withdraw, id).expect("taken back");
        let untold = async |world: &World| {
            let seen = seen(world, &world.teacher, known_on(date(2026, 12, 1))).await;
            (seen.titles.len(), seen.unknown.len())
        };
        assert_eq!(untold(&world).await, (1, 0), "nothing was changed since");
        let others = seen(&world, &world.personnel, known_on(date(2026, 12, 1))).await;
        assert_eq!((others.titles.len(), others.unknown.len()), (0, 1), "it was taken back, and that is said");
        let need = &world.reviewed_kind().evidence[0].id;
        let file = [world::pdf(), b"\n".to_vec()].concat();
        act!(world, world.teacher, registrations::attach_evidence, items[0], need, "补充.pdf", file).expect("attached");
        assert_eq!(untold(&world).await, (1, 1), "the item is known as it was handed in");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let added = view.items[0].evidence.last().expect("a file").id;
        act!(world, world.teacher, registrations::remove_evidence, added).expect("removed");
        world.now = on("2026-12-02");
        act!(world, world.teacher, registrations::submit, id, Ticked::late("材料晚到")).expect("handed in");
        assert_eq!(untold(&world).await, (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_false_counts_nothing_when_the_approval_is_taken_back() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let id = world.approved(&world.teacher).await;
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let item = view.items[0].item.id;
        let told = act!(world, world.personnel, actions::findings::notify, (id, item), &notice(&world)).expect("told");
        act!(world, world.teacher, actions::findings::answer, told, "说明").expect("answered");
        act!(world, world.personnel, actions::findings::rule, told, &found_false(&world)).expect("ruled");
        act!(world, world.personnel, registrations::withdraw_approval, id, "重新审核").expect("taken back");
        let account = act!(world, world.teacher, years::account, YEAR, Some(world.teacher.person)).expect("an account");
        let now = seen(&world, &world.personnel, Horizon::default()).await;
        assert_eq!(now.assessment.professional, Hours::from_whole(60), "of 100 hours 40 were found false");
        assert_eq!(now.assessment, account.assessment);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_roster_said_later_is_not_known_before() {
    for mut world in worlds().await {
        world.now = on("2026-12-01");
        let number = id_number(0);
        let worker = roster_of(&[["T001", "林晓", &number, "机电工程学院", "工勤"].map(str::to_owned)]);
        act!(world, world.personnel, people::import_roster, &worker, Mode::Apply).expect("a report");
        let asked = async |day| {
            let seen = seen(&world, &world.personnel, known_on(day)).await;
            (seen.assessment.obligation, seen.unknown.len())
        };
        assert_eq!(asked(date(2026, 11, 30)).await, (Obligation::Full, 0));
        assert_eq!(asked(date(2026, 12, 1)).await, (Obligation::None, 0));
        assert_eq!(
            asked(date(2026, 11, 19)).await,
            (Obligation::None, 1),
            "no roster had named them, and that is said"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_days_it_is_what_is_known_today() {
    for world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        let now = seen(&world, &world.personnel, Horizon::default()).await;
        let account =
            act!(world, world.personnel, years::account, YEAR, Some(world.teacher.person)).expect("an account");
        assert_eq!(now.assessment, account.assessment);
        assert!(now.unknown.is_empty() && now.span() == "现在所知道的");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_the_account_may_not_look_back_at_it() {
    for world in worlds().await {
        world.filled(&world.teacher, &["40"]).await;
        for actor in [&world.colleague, &world.stranger] {
            let refused = act!(world, actor, years::retrospect, YEAR, world.teacher.person, Horizon::default());
            assert_eq!(refused.expect_err("foreign").kind, RefusalKind::NotFound);
        }
        // Another's draft stays out of it.
        let draft = seen(&world, &world.personnel, Horizon::default()).await;
        assert!(draft.titles.is_empty() && draft.assessment.items.is_empty());
        assert_eq!(seen(&world, &world.teacher, Horizon::default()).await.titles.len(), 1, "one's own");
    }
}
