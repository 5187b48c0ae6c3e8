//! Stored bytes: none without a row that names them, none lost while a row does.

use std::path::PathBuf;

use actions::{check_files, registrations};
use domain::{clock::Instant, refusal::RefusalKind};
use jiff::ToSpan;

use crate::{
    act,
    uploads::sent,
    world::{World, YEAR, pdf, worlds},
};

/// What a refusal must leave as it was.
async fn state(world: &World) -> (usize, i64) {
    (world.files().len(), world.events().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_upload_leaves_no_file_no_row_and_no_event() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        let before = state(&world).await;
        let evidence = act!(world, world.teacher, registrations::show, id).expect("the page").items[0].evidence.len();
        let mut different = pdf();
        different.extend(b"% different\n%%EOF\n");
        let files = vec![sent("好.pdf", different.clone()).await, sent("坏的.pdf", b"%PDF-1.4\n%%EOF".to_vec()).await];
        let refused = check_files(&world.app, files).await.expect_err("the second is no document");
        assert!(refused.what.starts_with("“坏的.pdf”："), "{}", refused.what);
        // Refused after the row was added: the second write of an act that goes wrong.
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let mut act = world.app.write(Some(world.teacher.clone()), world.now, None).await.expect("a transaction");
        registrations::attach_evidence(&mut act, items[0], &need, "好.pdf", different).await.expect("taken so far");
        let wrong = registrations::attach_evidence(&mut act, items[0], "no-such", "好.pdf", pdf()).await;
        wrong.expect_err("no such need");
        drop(act);
        assert_eq!(state(&world).await, before);
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.items[0].evidence.len(), evidence);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_form_is_looked_at_like_any_other_file() {
    for world in worlds().await {
        let id = world.verified(&world.teacher, &world.verifier).await;
        let before = state(&world).await;
        let mut cut = pdf();
        cut.truncate(cut.len() - 12);
        let huge = {
            let mut bytes = pdf();
            bytes.resize(21 * 1024 * 1024, b' ');
            bytes
        };
        for (name, bytes, code) in [
            ("空.pdf", Vec::new(), "file.empty"),
            ("网页.pdf", b"<html></html>".to_vec(), "file.type"),
            ("半截.pdf", cut, "file.truncated"),
            ("大.pdf", huge, "file.large"),
        ] {
            let refused = act!(world, world.teacher, registrations::attach_sealed_form, id, name, bytes);
            assert_eq!(refused.expect_err(name).code, code, "{name}");
        }
        assert_eq!(state(&world).await, before);
    }
}

/// Puts a file there that no row names.
fn stray(world: &World, path: &str) -> PathBuf {
    let path = world.files_folder().join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, b"left by a crash").expect("written");
    path
}

/// Days later.
fn later(world: &World, days: i64) -> Instant {
    world.now.checked_add((days * 24).hours()).expect("a moment")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_sets_aside_what_no_row_names_and_nothing_else() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let named = world.files();
        let evidence = format!("evidence/ab/{}", "ab".repeat(32));
        for path in [evidence.as_str(), "documents/ab/left-by-a-crash"] {
            stray(&world, path);
        }
        let found = actions::look_over_files(&world.app).await.expect("found");
        assert_eq!((found.named, found.unnamed, found.is_held_back, found.aside), (named.len(), 2, false, 0));
        assert_eq!(world.files().len(), named.len() + 2, "a look moves nothing");
        let swept = actions::sweep_files(&world.app, world.now).await.expect("swept");
        assert_eq!((swept.named, swept.set_aside, swept.held_back), (named.len(), 2, 0));
        assert_eq!(world.files(), named);
        let aside = world.files_folder().join("set-aside/2026-11-20").join(&evidence);
        assert_eq!(std::fs::read(aside).expect("it lies aside"), b"left by a crash");
        let again = actions::sweep_files(&world.app, world.now).await.expect("swept");
        assert_eq!((again.set_aside, again.put_back, again.removed), (0, 0, 0));
        act!(world, world.approver, registrations::read_sealed_form, id).expect("the form is still there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_aside_is_removed_after_thirty_days_and_not_before() {
    for world in worlds().await {
        world.awaiting_approval(&world.teacher, &world.verifier).await;
        let named = world.files();
        stray(&world, "documents/ab/left-by-a-crash");
        actions::sweep_files(&world.app, world.now).await.expect("swept");
        let found = actions::look_over_files(&world.app).await.expect("found");
        assert_eq!((found.aside, found.next_removal), (1, Some("2026-12-20".parse().expect("a day"))));
        for (days, removed) in [(29, 0), (30, 1), (31, 0)] {
            let swept = actions::sweep_files(&world.app, later(&world, days)).await.expect("swept");
            assert_eq!(swept.removed, removed, "after {days} days");
        }
        assert_eq!(world.files(), named);
        assert_eq!(world.files_in("set-aside"), Vec::<PathBuf>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_aside_goes_back_when_a_row_names_it() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let named = world.files();
        // An older database was opened for a while, and what it did not know was set aside.
        let aside = world.files_folder().join("set-aside/2026-10-01");
        for path in &named {
            let to = aside.join(path.strip_prefix(world.files_folder()).expect("inside"));
            std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
            std::fs::rename(path, to).expect("moved");
        }
        let swept = actions::sweep_files(&world.app, world.now).await.expect("swept");
        assert_eq!((swept.put_back, swept.removed, swept.named), (named.len(), 0, named.len()));
        assert_eq!(world.files(), named);
        act!(world, world.approver, registrations::read_sealed_form, id).expect("the form is there again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_unnamed_files_that_the_database_must_be_another_stay_where_they_are() {
    for world in worlds().await {
        world.awaiting_approval(&world.teacher, &world.verifier).await;
        let named = world.files().len();
        for number in 0..21 {
            stray(&world, &format!("documents/ab/{number}"));
        }
        let before = world.files();
        assert!(actions::look_over_files(&world.app).await.expect("found").is_held_back);
        let swept = actions::sweep_files(&world.app, world.now).await.expect("swept");
        assert_eq!((swept.named, swept.set_aside, swept.held_back), (named, 0, 21));
        assert_eq!(world.files(), before);
        let swept = actions::sweep_all_files(&world.app, world.now).await.expect("swept");
        assert_eq!((swept.set_aside, swept.held_back), (21, 0));
        assert_eq!((world.files().len(), world.files_in("set-aside").len()), (named, 21));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_go_with_the_last_piece_of_evidence_that_has_them() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let mut pieces = Vec::new();
        for name in ["一", "二"] {
            let form = world.form(name, "8");
            let item = act!(world, world.teacher, registrations::add_item, id, &form).expect("an item");
            let attach = registrations::attach_evidence;
            let piece = act!(world, world.teacher, attach, item, &need, &format!("{name}.pdf"), pdf());
            pieces.push(piece.expect("a piece"));
            let again = act!(world, world.teacher, attach, item, &need, "另一个名字.pdf", pdf());
            let again = again.expect_err("the same file for the same item");
            assert_eq!((again.kind, again.code), (RefusalKind::Invalid, "evidence.same-file"));
            assert!(again.what.contains(&format!("{name}.pdf")), "{again}");
        }
        assert_eq!(world.files().len(), 1, "the same content is kept once");
        for (piece, left) in pieces.into_iter().zip([1, 0]) {
            act!(world, world.teacher, registrations::remove_evidence, piece).expect("removed");
            actions::sweep_files(&world.app, world.now).await.expect("swept");
            assert_eq!(world.files().len(), left);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_and_sweeps_at_the_same_time_lose_nothing() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let item = act!(world, world.teacher, registrations::add_item, id, &world.form("研修", "8")).expect("an item");
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let sweeping = tokio::spawn({
            let (app, now) = (world.app.clone(), world.now);
            async move {
                for _ in 0..20 {
                    actions::sweep_files(&app, now).await.expect("swept");
                }
            }
        });
        for _ in 0..10 {
            let piece = act!(world, world.teacher, registrations::attach_evidence, item, &need, "同.pdf", pdf());
            let piece = piece.expect("a piece");
            let read = act!(world, world.teacher, registrations::read_evidence, piece).expect("the bytes");
            assert_eq!(read.bytes, pdf());
            act!(world, world.teacher, registrations::remove_evidence, piece).expect("removed");
        }
        sweeping.await.expect("no panic");
    }
}
