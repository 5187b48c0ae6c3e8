//! Stored bytes: none without a row that names them, none lost while a row does.

use actions::{check_files, registrations};

use crate::{
    act,
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
        let files =
            vec![("好.pdf".to_owned(), different.clone()), ("坏的.pdf".to_owned(), b"%PDF-1.4\n%%EOF".to_vec())];
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

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_removes_what_no_row_names_and_nothing_else() {
    for world in worlds().await {
        let id = world.awaiting_approval(&world.teacher, &world.verifier).await;
        let named = world.files();
        let stray = world.files_folder().join("evidence/ab").join("ab".repeat(32));
        std::fs::create_dir_all(stray.parent().expect("a folder")).expect("made");
        std::fs::write(&stray, b"left by a crash").expect("written");
        let stray = world.files_folder().join("documents/ab/left-by-a-crash");
        std::fs::create_dir_all(stray.parent().expect("a folder")).expect("made");
        std::fs::write(&stray, b"left by a crash").expect("written");
        let swept = actions::sweep_files(&world.app).await.expect("swept");
        assert_eq!((swept.named, swept.removed), (named.len(), 2));
        assert_eq!(world.files(), named);
        assert_eq!(actions::sweep_files(&world.app).await.expect("swept").removed, 0);
        act!(world, world.approver, registrations::read_sealed_form, id).expect("the form is still there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_go_with_the_last_piece_of_evidence_that_has_them() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let item = act!(world, world.teacher, registrations::add_item, id, &world.form("研修", "8")).expect("an item");
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let mut pieces = Vec::new();
        for name in ["一.pdf", "二.pdf"] {
            let piece = act!(world, world.teacher, registrations::attach_evidence, item, &need, name, pdf());
            pieces.push(piece.expect("a piece"));
        }
        assert_eq!(world.files().len(), 1, "the same content is kept once");
        for (piece, left) in pieces.into_iter().zip([1, 0]) {
            act!(world, world.teacher, registrations::remove_evidence, piece).expect("removed");
            actions::sweep_files(&world.app).await.expect("swept");
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
            let app = world.app.clone();
            async move {
                for _ in 0..20 {
                    actions::sweep_files(&app).await.expect("swept");
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
