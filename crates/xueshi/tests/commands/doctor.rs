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
    assert!(ill.said.contains("有问题 密钥") && ill.said.contains("恢复 keys 目录"), "{}", ill.said);
}
