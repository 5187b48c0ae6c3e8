//! A data folder and its database: opened together, begun where there is nothing at all, and otherwise refused before
//! anything is made or changed.

use std::{collections::BTreeMap, path::Path};

use actions::{
    App, Config, PackChoice,
    audit::{self, AuditFilter},
};

use crate::{act, library, world::worlds};

fn config(data: &Path, url: &str) -> Config {
    Config {
        data: data.to_owned(),
        database_url: url.to_owned(),
        library: library::library(),
        pack: PackChoice::Named(library::pack_name()),
        base_url: "http://localhost:8080".to_owned(),
        is_address_public: true,
        issuer: "示例大学".to_owned(),
        demo: false,
        waits_for_disk: true,
    }
}

async fn refused(data: &Path, url: &str) -> String {
    let refusal = App::open(config(data, url)).await.err().expect("they do not belong together");
    assert!(refusal.safe.contains("都没有动"), "{refusal}");
    refusal.code.to_owned()
}

/// Everything in a folder with its bytes, but for SQLite's own bookkeeping.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if !name.contains("xueshi.db") {
                found.insert(name, std::fs::read(path).expect("its bytes"));
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(drop).expect("copied") }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pack_that_was_put_in_force_is_found_again_where_none_is_named() {
    for world in worlds().await {
        let opened = |choice| App::open(Config { pack: choice, ..world.config() });
        let otherwise = || PackChoice::LastOr("guet-2022".to_owned());
        let app = opened(otherwise()).await.expect("nothing was put in force yet");
        assert_eq!(app.pack().name(), "guet-2022");
        drop(app);
        let app = opened(PackChoice::Named("yunting-2025".to_owned())).await.expect("the province's");
        let mut act = app.write(Some(world.administrator.clone()), world.now, None).await.expect("an act");
        actions::policies::put_in_force(&mut act).await.expect("put in force");
        actions::policies::put_in_force(&mut act).await.expect("without another event");
        act.commit("/").await.expect("kept");
        drop(app);
        let app = opened(otherwise()).await.expect("found again");
        assert_eq!(app.pack().name(), "yunting-2025");
        let filter = AuditFilter { name: "policy.put-in-force".to_owned(), ..AuditFilter::default() };
        let log = act!(world, world.auditor, audit::list, &filter, 1).expect("the log");
        assert_eq!(log.total, 1);
        assert!(log.lines[0].sentence.contains("启用了学时标准 yunting-2025"), "{}", log.lines[0].sentence);
        let refusal = opened(PackChoice::Named("gone-2019".to_owned())).await.err().expect("no such pack");
        assert_eq!(refusal.code, "policy.not-carried");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_takes_no_folder_of_another_and_nothing_is_touched() {
    for world in worlds().await {
        world.awaiting_approval(&world.teacher, &world.verifier).await;
        let data = world.config().data;
        let before = content(&data);
        assert!(
            before.keys().any(|name| name.contains("evidence")) && before.keys().any(|name| name.contains("main.key"))
        );
        for empty in testkit::empty_databases().await {
            assert_eq!(refused(&data, empty.url()).await, "installation.database-empty");
            assert!(
                !store::Store::is_made(empty.url()).await.expect("an answer"),
                "nothing was made: {}",
                empty.name()
            );
            // The same when somebody had begun another installation in it, with a folder of its own.
            let folder = tempfile::tempdir().expect("a folder");
            App::open(config(folder.path(), empty.url())).await.expect("a first start");
            assert_eq!(refused(&data, empty.url()).await, "installation.other");
        }
        assert_eq!(content(&data), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_database_opens_with_its_own_folder_only() {
    for world in worlds().await {
        let Config { data, database_url: url, .. } = world.config();
        let folder = tempfile::tempdir().expect("a folder");
        let mistyped = folder.path().join("no-such");
        assert_eq!(refused(&mistyped, &url).await, "installation.keys-lost");
        assert!(!mistyped.exists(), "a mistyped folder is not made");
        for other in testkit::empty_databases().await {
            App::open(config(other.folder(), other.url())).await.expect("a first start");
            assert_eq!(refused(other.folder(), &url).await, "installation.other");
        }
        let moved = folder.path().join("moved");
        copy(&data, &moved);
        App::open(config(&moved, &url)).await.expect("a moved or restored folder");
        for name in ["main.key", "installation"] {
            let kept = std::fs::read(moved.join("keys").join(name)).expect("its bytes");
            std::fs::remove_file(moved.join("keys").join(name)).expect("removed");
            assert_eq!(refused(&moved, &url).await, "installation.keys-lost", "without {name}");
            assert!(!moved.join("keys").join(name).exists(), "no other {name} is made");
            std::fs::write(moved.join("keys").join(name), kept).expect("put back");
        }
        std::fs::write(moved.join("keys/main.key"), "0".repeat(128)).expect("another key");
        assert_eq!(refused(&moved, &url).await, "installation.key-wrong");
        std::fs::write(moved.join("keys/installation"), "half").expect("damaged");
        assert_eq!(refused(&moved, &url).await, "installation.mark-unreadable");
        world.run("DELETE FROM installation").await;
        assert_eq!(refused(&data, &url).await, "installation.database-unknown");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_that_was_interrupted_goes_on_and_many_at_once_begin_one_installation() {
    for database in testkit::empty_databases().await {
        let (data, url) = (database.folder(), database.url());
        let starts: Vec<_> = (0..4).map(|_| tokio::spawn(App::open(config(data, url)))).collect();
        for start in starts {
            start.await.expect("no panic").expect("an application");
        }
        let whole = content(data);
        assert_eq!(whole.len(), 2, "{:?}", whole.keys());
        let keys = data.join("keys");
        for lost in [&["main.key"][..], &["main.key", "installation"]] {
            for name in lost {
                std::fs::remove_file(keys.join(name)).expect("as if it had not been made yet");
            }
            App::open(config(data, url)).await.expect("it goes on");
            let mark = std::fs::read(keys.join("installation")).expect("there");
            assert_eq!(Some(&mark), whole.get(&keys.join("installation").display().to_string()), "{}", database.name());
        }
    }
}
