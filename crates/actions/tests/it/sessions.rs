//! Signing in: one sentence for every failure, a limit for each account, secrets that end.

use std::sync::Arc;

use actions::{
    people,
    registrations::{self, ItemDecision},
    sessions,
};
use domain::{access::Role, refusal::RefusalKind};
use jiff::ToSpan;

use crate::{
    act,
    world::{World, worlds},
};

const PASSWORD: &str = "correct horse battery";

async fn with_password(world: &World) {
    let link = act!(world, world.personnel, people::invite, world.teacher.person).expect("a link");
    let token = link.url.rsplit('/').next().expect("a token").to_owned();
    let mut act = world.app.read(None, world.now).await.expect("a transaction");
    let view = sessions::invitation(&mut act, &token).await.expect("the invitation");
    assert_eq!(view.staff_number, "T001");
    drop(act);
    for guessable in ["t001-correct-horse", "correct horse T001"] {
        let refused = sessions::accept_invitation(&world.app, world.now, &token, guessable).await;
        assert_eq!(refused.expect_err("holds the staff number").code, "password.staff-number");
    }
    sessions::accept_invitation(&world.app, world.now, &token, PASSWORD).await.expect("a session");
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_wrong_sound_the_same_and_have_a_limit() {
    for world in worlds().await {
        with_password(&world).await;
        let wrong = sessions::sign_in(&world.app, world.now, "T001", "wrong password", "").await.expect_err("wrong");
        let unknown = sessions::sign_in(&world.app, world.now, "T999", PASSWORD, "").await.expect_err("unknown");
        let unset = sessions::sign_in(&world.app, world.now, "T002", PASSWORD, "").await.expect_err("no password yet");
        assert_eq!(wrong, unknown);
        assert_eq!(wrong, unset);
        for _ in 0..9 {
            sessions::sign_in(&world.app, world.now, "T001", "wrong password", "").await.expect_err("wrong");
        }
        let limited = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect_err("too many");
        assert_eq!(limited.code, "sign-in.limit");
        let later = world.now.checked_add(20.minutes()).expect("a moment");
        sessions::sign_in(&world.app, later, " T001 ", PASSWORD, "").await.expect("the limit has passed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_elsewhere_keeps_nobody_out() {
    for world in worlds().await {
        with_password(&world).await;
        for _ in 0..10 {
            let wrong = sessions::sign_in(&world.app, world.now, "T001", "wrong password", "10.9.9.9").await;
            assert_eq!(wrong.expect_err("wrong").code, "sign-in.wrong");
        }
        let limited = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "10.9.9.9").await;
        assert_eq!(limited.expect_err("too many").code, "sign-in.limit");
        sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "10.0.0.1").await.expect("from one's own desk");
    }
}

async fn guess(world: Arc<World>) -> &'static str {
    sessions::sign_in(&world.app, world.now, "T001", "a guess at it", "").await.expect_err("wrong").code
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_made_at_once_do_not_pass_the_limit() {
    for world in worlds().await {
        with_password(&world).await;
        let world = Arc::new(world);
        let guesses: Vec<_> = (0..30).map(|_| tokio::spawn(guess(Arc::clone(&world)))).collect();
        let mut limited = 0;
        for guess in guesses {
            limited += usize::from(guess.await.expect("no panic") == "sign-in.limit");
        }
        assert_eq!(limited, 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_served_is_swept_away_and_the_log_stays() {
    for world in worlds().await {
        with_password(&world).await;
        let filter = actions::audit::AuditFilter::default();
        let before = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log").total;
        let now = actions::sweep(&world.app, world.now).await.expect("swept");
        assert_eq!((now.sessions, now.invitations, now.request_keys), (0, 0, 0));
        let later = world.now.checked_add((24 * 40).hours()).expect("a moment");
        let swept = actions::sweep(&world.app, later).await.expect("swept");
        assert!(swept.sessions > 0 && swept.invitations == 1, "{swept:?}");
        let after = act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log").total;
        assert_eq!(before, after);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_goes_with_its_unit_and_ends_the_links_made_before() {
    for world in worlds().await {
        let (person, unit) = (world.teacher.person, world.units[0]);
        for (role, unit) in [
            (Role::Verifier, None),
            (Role::Approver, None),
            (Role::Personnel, Some(unit)),
            (Role::Auditor, Some(unit)),
            (Role::Administrator, Some(unit)),
        ] {
            let refused = act!(world, world.administrator, people::grant_role, person, role, unit);
            assert_eq!(refused.expect_err("no pair").code, "role.scope", "{role}");
        }
        let link = act!(world, world.personnel, people::invite, person).expect("a link");
        let token = link.url.rsplit('/').next().expect("a token").to_owned();
        act!(world, world.administrator, people::grant_role, person, Role::Verifier, Some(unit)).expect("granted");
        let refused = sessions::accept_invitation(&world.app, world.now, &token, PASSWORD).await;
        assert_eq!(refused.expect_err("ended").kind, RefusalKind::NotFound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_time_by_leaving_and_by_a_new_password() {
    for world in worlds().await {
        with_password(&world).await;
        let session = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect("a session");
        let later = world.now.checked_add(13.hours()).expect("a moment");
        assert_eq!(sessions::resolve(&world.app, later, session.as_str()).await.expect("an answer"), None);
        assert_eq!(sessions::resolve(&world.app, world.now, "nonsense").await.expect("an answer"), None);
        sessions::sign_out(&world.app, world.now, session.as_str()).await.expect("left");
        assert_eq!(sessions::resolve(&world.app, world.now, session.as_str()).await.expect("an answer"), None);
        let session = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect("a session");
        with_password(&world).await;
        assert_eq!(sessions::resolve(&world.app, world.now, session.as_str()).await.expect("an answer"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_learns_is_known_for_some_minutes_and_no_longer_than_their_session_here() {
    for world in worlds().await {
        with_password(&world).await;
        let after = |minutes: i64| world.now.checked_add(minutes.minutes()).expect("a moment");
        let session = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect("a session");
        let recognise = async |at| sessions::recognise(&world.app, at, session.as_str()).await.expect("an answer");
        assert_eq!(recognise(world.now).await, Some(world.teacher.person));
        assert_eq!(sessions::recognise(&world.app, world.now, "nonsense").await.expect("an answer"), None);
        sessions::sign_out(&world.app, world.now, session.as_str()).await.expect("left");
        assert_eq!(recognise(world.now).await, None, "who leaves here is not known here");

        let session = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect("a session");
        let recognise = async |at| sessions::recognise(&world.app, at, session.as_str()).await.expect("an answer");
        assert_eq!(recognise(world.now).await, Some(world.teacher.person));
        // Ended in another process.
        world.run("DELETE FROM session").await;
        assert_eq!(recognise(after(4)).await, Some(world.teacher.person));
        assert_eq!(recognise(after(6)).await, None);

        let session = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect("a session");
        let recognise = async |at| sessions::recognise(&world.app, at, session.as_str()).await.expect("an answer");
        assert_eq!(recognise(after(12 * 60 - 1)).await, Some(world.teacher.person));
        assert_eq!(recognise(after(12 * 60)).await, None, "nobody is known past the end of their session");
        let session = sessions::sign_in(&world.app, world.now, "T001", PASSWORD, "").await.expect("a session");
        let recognise = async |at| sessions::recognise(&world.app, at, session.as_str()).await.expect("an answer");
        assert_eq!(recognise(world.now).await, Some(world.teacher.person));
        with_password(&world).await;
        assert_eq!(recognise(world.now).await, None, "a new password ends what was open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_counts_from_the_next_request_on_and_only_administrators_hand_links_to_its_holders() {
    for world in worlds().await {
        let denied = act!(world, world.personnel, people::invite, world.approver.person);
        assert_eq!(denied.expect_err("holds a role").code, "invitation.role");
        act!(world, world.administrator, people::invite, world.approver.person).expect("a link");
        let denied = act!(world, world.personnel, people::grant_role, world.teacher.person, Role::Auditor, None);
        assert_eq!(denied.expect_err("not an administrator").kind, RefusalKind::Forbidden);
        let session = sessions::demo_sign_in(&world.app, world.now, world.teacher.person).await.expect("a session");
        act!(world, world.administrator, people::grant_role, world.teacher.person, Role::Auditor, None)
            .expect("granted");
        let actor =
            sessions::resolve(&world.app, world.now, session.as_str()).await.expect("an answer").expect("an actor");
        assert!(actor.has(Role::Auditor));
        act!(world, world.administrator, people::revoke_role, world.teacher.person, Role::Auditor, None)
            .expect("revoked");
        let actor =
            sessions::resolve(&world.app, world.now, session.as_str()).await.expect("an answer").expect("an actor");
        assert!(!actor.has(Role::Auditor));
        let accounts = sessions::demo_accounts(&world.app, world.now).await.expect("accounts");
        let unit_of = |label: &str| {
            let card = accounts.iter().find(|account| account.label.contains(label)).expect("a card");
            assert!(!card.purpose.is_empty(), "{card:?}");
            card.unit_name.clone()
        };
        assert_eq!((unit_of("今年："), unit_of("审验人")), (unit_of("审批人"), unit_of("审批人")), "one story");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_visitor_was_last_is_found_among_the_cards_at_every_stage() {
    for world in worlds().await {
        let shown = async |state: &str| {
            let accounts = sessions::demo_accounts(&world.app, world.now).await.expect("accounts");
            let mine = accounts.into_iter().find(|account| account.person_id == world.teacher.person);
            assert!(mine.as_ref().is_some_and(|card| card.label.ends_with(state)), "{state}: {mine:?}");
        };
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        shown("草稿").await;
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        shown("待审验").await;
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        act!(world, world.verifier, registrations::decide_item, id, items[0], ItemDecision::Accept).expect("decided");
        act!(world, world.verifier, registrations::finish_verification, id).expect("checked");
        shown("审验通过").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_with_the_old_password_outlives_a_new_one() {
    for world in worlds().await {
        with_password(&world).await;
        let mut password = PASSWORD.to_owned();
        for round in 0..6 {
            let link = act!(world, world.personnel, people::invite, world.teacher.person).expect("a link");
            let token = link.url.rsplit('/').next().expect("a token").to_owned();
            let next = format!("another horse battery {round}");
            let (app, now) = (&world.app, world.now);
            let (old, new) = tokio::join!(
                sessions::sign_in(app, now, "T001", &password, ""),
                sessions::accept_invitation(app, now, &token, &next),
            );
            assert!(is_known(&world, new.expect("accepted").as_str()).await);
            if let Ok(old) = old {
                assert!(!is_known(&world, old.as_str()).await, "{round}");
            }
            password = next;
        }
    }
}

async fn is_known(world: &World, token: &str) -> bool {
    sessions::resolve(&world.app, world.now, token).await.expect("an answer").is_some()
}
