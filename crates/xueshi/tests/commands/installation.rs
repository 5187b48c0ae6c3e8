//! Folders and databases that do not belong together, at the command line: every command says so and nothing is touched.
//! And what makes an installation, and what makes none.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::program::{Desk, Ended};

const UNITS: &str = "部门代码,部门名称,类别\n01,机电工程学院,学院\n";

/// What a PostgreSQL installation leaves in its folder.
fn desk_of_postgresql() -> Desk {
    let desk = Desk::with("units.csv", UNITS);
    assert_eq!(desk.run("import units units.csv --apply --data pg").code, Some(0));
    for name in ["xueshi.db", "xueshi.db-wal", "xueshi.db-shm"] {
        std::fs::remove_file(desk.path("pg").join(name)).ok();
    }
    let shelf = desk.path("pg/files/evidence/ab");
    std::fs::create_dir_all(&shelf).expect("a folder");
    std::fs::write(shelf.join("ab".repeat(32)), "a scan").expect("a file");
    desk
}

#[test]
fn every_command_refuses_a_folder_whose_database_is_elsewhere() {
    let desk = desk_of_postgresql();
    let before = desk.tree("pg");
    for line in [
        "serve --listen 127.0.0.1:0 --data pg",
        "demo --listen 127.0.0.1:0 --data pg",
        "demo --prepare-only --data pg",
        "import units units.csv --data pg",
        "import units units.csv --apply --data pg",
        "import units no-table.csv --apply --data pg",
        "invite T001 --data pg",
        "export year 2026 --data pg",
        "audit verify --data pg",
        "certificate verify 1234 --data pg",
        "policy replay --data pg",
        "doctor --data pg",
        "doctor --set-aside --data pg",
    ] {
        desk.keep("no-table.csv", "");
        let ended = desk.run(line);
        let told = format!("{}{}", ended.said, ended.complained);
        assert_eq!(ended.code, Some(1), "{line}: {told}");
        let words = if line.starts_with("demo") { "不是空的" } else { "数据库是空的，两者不是一套" };
        assert!(told.contains(words) && told.contains("请"), "{line}: {told}");
        assert_eq!(desk.tree("pg"), before, "{line}");
    }
}

#[test]
fn another_installations_keys_open_nothing_and_are_told() {
    let desk = desk_of_postgresql();
    assert_eq!(desk.run("import units units.csv --apply --data other").code, Some(0));
    let database = desk.path("other/xueshi.db");
    let place = format!("--data pg --database-url sqlite:{}", database.display());
    let ended = desk.run(&format!("serve --listen 127.0.0.1:0 {place}"));
    assert_eq!(ended.code, Some(1));
    assert!(ended.complained.contains("安装编号") && ended.complained.contains("都没有动"), "{}", ended.complained);
    let ended = desk.run(&format!("doctor {place}"));
    assert!(ended.code == Some(1) && ended.said.contains("有问题 数据目录和数据库"), "{}", ended.said);
}

#[test]
fn a_trial_run_leaves_nothing_where_there_was_nothing() {
    let desk = Desk::with("units.csv", UNITS);
    let good = desk.run("import units units.csv --data t0");
    assert!(good.code == Some(0) && good.said.contains("将新增 1"), "{}{}", good.said, good.complained);
    desk.keep("no-table.csv", "");
    assert_eq!(desk.run("import units no-table.csv --data t0").code, Some(1));
    assert_eq!(desk.run("import units no-table.csv --apply --data t0").code, Some(1));
    let looked = desk.run("doctor --data t0");
    assert!(looked.code == Some(0) && looked.said.contains("还没有建立"), "{}", looked.said);
    assert!(!desk.path("t0").exists());
    assert_eq!(desk.run("import units units.csv --apply --data t0").code, Some(0));
    let before = desk.tree("t0");
    let again = desk.run("import units units.csv --data t0");
    assert!(again.said.contains("没有变化 1"), "the one that is there is asked: {}", again.said);
    assert_eq!(desk.tree("t0"), before);
}

#[test]
fn a_demo_begins_in_an_empty_folder_only_and_tells_where_its_codes_lead() {
    let desk = Desk::with("units.csv", UNITS);
    assert_eq!(desk.run("import units units.csv --apply --data real").code, Some(0));
    let before = desk.tree("real");
    for _ in 0..2 {
        let ended = desk.run("demo --prepare-only --data real");
        assert!(ended.code == Some(1) && ended.complained.contains("数据没有改动"), "{}", ended.complained);
        assert_eq!(desk.tree("real"), before);
    }
    // One that was interrupted at once: marked, and nothing in it.
    std::fs::create_dir(desk.path("sample")).expect("a folder");
    desk.keep("sample/demo.begun", "");
    let made = desk.run("demo --people 120 --prepare-only --listen 127.0.0.1:8200 --data sample");
    assert_eq!(made.code, Some(0), "{}", made.complained);
    let served = serve_and_end(&desk, "demo --listen 127.0.0.1:0 --data sample");
    assert_eq!(served.code, Some(0), "{}", served.complained);
    assert!(served.complained.contains("指向生成时的网址 http://127.0.0.1:8200"), "{}", served.complained);
    std::fs::remove_file(desk.path("sample/xueshi.db")).expect("somebody removes it");
    let before = desk.tree("sample");
    let ended = desk.run("demo --prepare-only --data sample");
    assert!(ended.code == Some(1) && ended.complained.contains("数据库是空的"), "{}", ended.complained);
    assert_eq!(desk.tree("sample"), before);
}

/// Starts the service, asks it to end once it is ready, and waits for its end.
pub(crate) fn serve_and_end(desk: &Desk, line: &str) -> Ended {
    let mut running = desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(running.stdout.take().expect("its output")).lines();
    let ready = lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("ready: "));
    let asked = Command::new("sh").args(["-c", &format!("kill -TERM {}", running.id())]).status();
    assert!(asked.expect("it is asked").success());
    let mut complained = String::new();
    running.stderr.take().expect("its error output").read_to_string(&mut complained).expect("text");
    Ended { code: running.wait().expect("its end").code(), said: ready.expect("it was ready"), complained }
}

#[test]
fn a_database_that_cannot_be_opened_is_told_without_a_line_of_the_log() {
    let desk = Desk::new();
    for (address, words) in [
        ("postgres://nobody@127.0.0.1:1/none", "没有应答"),
        ("mysql://127.0.0.1/none", "数据库地址的写法不对"),
        ("postgres://127.0.0.1:port/none", "数据库地址的写法不对"),
    ] {
        for command in ["audit verify", "import units none.csv --apply", "serve --listen 127.0.0.1:0"] {
            desk.keep("none.csv", UNITS);
            let ended = desk.run(&format!("{command} --data d --database-url {address}"));
            let told = ended.complained;
            assert_eq!(ended.code, Some(1), "{command}: {told}");
            assert!(told.contains(words) && told.contains("什么也没有做") && told.contains("请"), "{command}: {told}");
            for noise in ["\u{1b}", "ERROR", "稍后再试"] {
                assert!(!told.contains(noise), "{command}: {told}");
            }
        }
    }
}
