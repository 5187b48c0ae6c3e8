//! `xueshi doctor`: what a person learns after a restore.

use crate::program::Desk;

#[test]
fn a_key_that_is_not_the_databases_is_told() {
    let desk = Desk::new();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    for (kind, name) in [("units", "units.csv"), ("roster", "roster.xlsx")] {
        desk.keep(name, std::fs::read(fixtures.join(name)).expect("a fixture"));
        assert_eq!(desk.run(&format!("import {kind} {name} --apply")).code, Some(0));
    }
    let well = desk.run("doctor");
    assert!(well.code == Some(0) && well.said.contains("密钥：与数据库相符"), "{}", well.said);
    desk.keep("data/keys/main.key", "0".repeat(128).as_bytes());
    let ill = desk.run("doctor");
    assert_eq!(ill.code, Some(1), "{}", ill.said);
    assert!(ill.said.contains("有问题 数据目录和数据库") && ill.said.contains("keys/main.key 打不开"), "{}", ill.said);
    assert!(ill.said.contains("恢复 keys 目录"), "{}", ill.said);
    let served = desk.run("serve --listen 127.0.0.1:0");
    assert!(served.code == Some(1) && served.complained.contains("恢复 keys 目录"), "nothing more is sealed with it");
}

#[test]
fn files_that_no_row_names_are_told_and_set_aside_when_asked() {
    let desk = Desk::with("units.csv", "部门代码,部门名称,类别\n01,机电工程学院,学院\n");
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    let shelf = desk.path("data/files/documents/ab");
    std::fs::create_dir_all(&shelf).expect("a folder");
    for number in 0..30 {
        std::fs::write(shelf.join(number.to_string()), "left").expect("a file");
    }
    let before = desk.tree("data/files");
    let told = desk.run("doctor");
    assert!(
        told.code == Some(1) && told.said.contains("有问题 附件") && told.said.contains("30 个没有任何引用"),
        "{}",
        told.said
    );
    assert_eq!(desk.tree("data/files"), before, "a look moves nothing");
    let moved = desk.run("doctor --set-aside");
    assert!(moved.said.contains("30 个没有任何登记引用，已移到一边"), "{}", moved.said);
    assert!(moved.code == Some(0) && moved.said.contains("另有 30 个移到一边的"), "{}", moved.said);
    assert!(desk.tree("data/files").into_keys().all(|path| path.starts_with(desk.path("data/files/set-aside"))));
}
