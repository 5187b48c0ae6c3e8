//! What was wrong or has changed about a person and is put right: an identity number, and the unit that decides.

use actions::{
    Mode, people,
    registrations::{self, ItemDecision, QueueFilter, Ticked},
};
use domain::{
    access::Actor, certificate::CertificateKind, id_number::Sex, ids::RegistrationId, refusal::RefusalKind,
    registration::State,
};

use crate::{
    act,
    world::{World, YEAR, id_number, issue, roster_of, worlds},
};

/// The code of the refusal of a correction.
async fn refused(world: &World, actor: &Actor, number: &str, reason: &str) -> &'static str {
    let teacher = world.teacher.person;
    act!(world, actor, people::correct_id_number, teacher, number, reason).expect_err("refused").code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_identity_number_is_corrected_and_the_log_keeps_both_masked() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let issued = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR).expect("a certificate");
        let document = act!(world, world.teacher, actions::certificates::document, &issued.number).expect("a paper");
        let (old, right) = (id_number(0), id_number(80));
        let teacher = world.teacher.person;
        let roster = roster_of(&[["T001", "林晓", &right, "机电工程学院", "专任教师"].map(str::to_owned)]);
        let dry = act!(world, world.personnel, people::import_roster, &roster, Mode::DryRun).expect("a report");
        assert!(dry.problems[0].problem.contains("在人员页面更正身份证号"), "{:?}", dry.problems);

        act!(world, world.personnel, people::correct_id_number, teacher, &right, " 名册填错 ").expect("corrected");

        let again = act!(world, world.personnel, people::import_roster, &roster, Mode::DryRun).expect("a report");
        assert_eq!((again.problems.len(), again.planned.unchanged), (0, 1), "{:?}", again.problems);
        let view = act!(world, world.personnel, people::show, teacher).expect("the page");
        let line = view.history.iter().find(|line| line.name == "person.id-number-corrected").expect("on record");
        let masked = |number: &str| format!("{}*************{}", &number[..3], &number[16..]);
        let told = format!("更正了身份证号：{} 改为 {}，理由：名册填错", masked(&old), masked(&right));
        assert_eq!(line.sentence, told);
        assert_eq!((view.person.id_number_masked, view.person.sex), (masked(&right), Sex::Male));
        assert!(view.history.iter().all(|line| !line.sentence.contains(&old) && !line.sentence.contains(&right)));
        let kept = act!(world, world.teacher, actions::certificates::document, &issued.number).expect("a paper");
        assert_eq!(kept.bytes, document.bytes, "what was issued stays as it is");
        // Who was signed in still is, and results find the person by the right number.
        let row = ["2026", &right, "林晓", "选修课", "5", "1", "90", "2026-06-02 10:00", "合格", "5"];
        assert_eq!(world.import_public_exam(&[row]).await.applied.expect("applied").new, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_not_for_oneself_needs_a_reason_and_a_number_that_is_free() {
    for world in worlds().await {
        let right = id_number(80);
        for (actor, kind) in [
            (&world.teacher, RefusalKind::NotFound),
            (&world.verifier, RefusalKind::NotFound),
            (&world.auditor, RefusalKind::Forbidden),
        ] {
            let no = act!(world, actor, people::correct_id_number, world.teacher.person, &right, "填错");
            assert_eq!(no.expect_err("not theirs").kind, kind, "{}", actor.name);
        }
        for actor in [&world.personnel, &world.administrator] {
            let own = act!(world, actor, people::correct_id_number, actor.person, &right, "填错");
            assert_eq!(own.expect_err("one's own").code, "id-number.own");
        }
        let wrong = format!("{}0", &id_number(80)[..17]);
        assert_eq!(refused(&world, &world.personnel, &wrong, "填错").await, "id-number.invalid");
        assert_eq!(refused(&world, &world.personnel, &right, " ").await, "reason.missing");
        assert_eq!(refused(&world, &world.personnel, &id_number(0), "填错").await, "id-number.same");
        let namesake = roster_of(&[["T300", "林晓", &right, "机电工程学院", "专任教师"].map(str::to_owned)]);
        act!(world, world.personnel, people::import_roster, &namesake, Mode::Apply).expect("applied");
        assert_eq!(refused(&world, &world.administrator, &right, "填错").await, "id-number.taken");
        let person = act!(world, world.personnel, people::show, world.teacher.person).expect("the page").person;
        assert_eq!(person.id_number_masked[16..], id_number(0)[16..], "nothing was changed");
        act!(world, world.administrator, people::correct_id_number, world.teacher.person, &id_number(81), "填错")
            .expect("administrators may");
    }
}

/// Moves the teacher to the second unit.
async fn moves(world: &World) {
    let roster = roster_of(&[["T001", "林晓", &id_number(0), "信息与通信学院", "专任教师"].map(str::to_owned)]);
    let report = act!(world, world.personnel, people::import_roster, &roster, Mode::Apply).expect("a report");
    assert_eq!(report.applied.expect("applied").changed, 1);
}

/// Whether the verifier finds the registration in the queue, and may open it.
async fn sees(world: &World, verifier: &Actor, id: RegistrationId) -> (bool, bool) {
    let queue = act!(world, verifier, registrations::queue, &QueueFilter::default()).expect("the queue");
    let page = act!(world, verifier, registrations::show, id);
    (queue.rows.iter().any(|row| row.id == id), page.is_ok())
}

async fn sentences(world: &World, id: RegistrationId) -> Vec<String> {
    let history = act!(world, world.teacher, registrations::show, id).expect("the page").history;
    history.into_iter().filter(|line| line.name == "registration.submitted").map(|line| line.sentence).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_from_before_a_move_is_handed_in_to_the_new_unit() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        moves(&world).await;
        assert_eq!(sees(&world, &world.stranger, id).await, (false, false), "a draft is nobody's business");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        assert_eq!(sees(&world, &world.verifier, id).await, (false, false), "the old unit");
        assert_eq!(sees(&world, &world.approver, id).await, (false, false), "the old unit");
        assert_eq!(sees(&world, &world.stranger, id).await, (true, true), "the new unit");
        assert_eq!(
            sentences(&world, id).await,
            ["声明内容真实，提交了 2026 年度学时登记，共 3 项，转由信息与通信学院审验"]
        );
        let no = act!(world, world.verifier, registrations::begin_check, id).expect_err("the old unit");
        assert_eq!(no.kind, RefusalKind::NotFound);
        act!(world, world.stranger, registrations::begin_check, id).expect("taken up");
        act!(world, world.stranger, registrations::decide_item, id, items[0], ItemDecision::Accept).expect("decided");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_in_stays_with_its_unit_until_it_is_handed_in_again() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40", "40", "20"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        moves(&world).await;
        assert_eq!(sees(&world, &world.verifier, id).await, (true, true), "the old unit goes on");
        assert_eq!(sees(&world, &world.stranger, id).await, (false, false));
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::return_to_person, id, "请到新单位办理").expect("returned");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in again");
        assert_eq!(sees(&world, &world.verifier, id).await, (false, false));
        assert_eq!(sees(&world, &world.stranger, id).await, (true, true));
        act!(world, world.teacher, registrations::withdraw, id).expect("taken back");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in a third time");
        let plain = "声明内容真实，提交了 2026 年度学时登记，共 3 项";
        let moved = format!("{plain}，转由信息与通信学院审验");
        assert_eq!(sentences(&world, id).await, [plain, &moved, plain]);
        act!(world, world.stranger, registrations::begin_check, id).expect("taken up");
        let view = act!(world, world.stranger, registrations::show, id).expect("the page");
        assert_eq!((view.registration.state, view.registration.unit_id), (State::Checking, world.units[1]));
    }
}
