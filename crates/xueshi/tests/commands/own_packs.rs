//! `--policies`: the packs of a folder of the institution's own, beside those that travel inside the program.

use crate::{installation::serve_and_end, program::Desk};

const OURS: &str = "# 本校继续教育细则\n\n```toml\n[pack]\nextends = \"guet-2022\"\nfrom = \"2022-01-01\"\n```\n\n\
    ## 补充一 校内说明\n\n本校按所依据的细则执行。\n\n```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n";

fn desk(files: &[(&str, &[u8])]) -> Desk {
    let desk = Desk::new();
    for (name, bytes) in files {
        let path = desk.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    desk
}

#[test]
fn a_pack_of_the_institutions_own_is_used_like_those_of_the_program() {
    let desk = desk(&[
        ("own/ours-2022/rules.md", OURS.as_bytes()),
        ("own/ours-2022/notes.txt", b"\xff not a part of it"),
        ("own/.git/rules.md", b"hidden"),
        ("own/readme.md", b"of no pack"),
    ]);
    let kinds = desk.run("policy kinds ours-2022 --json --policies own").json();
    let theirs = desk.run("policy kinds guet-2022 --json --policies own").json();
    assert_eq!(kinds.as_array().map(Vec::len), theirs.as_array().map(Vec::len));
    let shown = desk.run("policy show --pack ours-2022 --policies own 补充一");
    assert!(shown.said.contains("校内说明"), "{}{}", shown.said, shown.complained);
    let doctor = desk.run("doctor --policies own");
    assert!(doctor.said.contains("学时标准 ours-2022：本校继续教育细则"), "{}", doctor.said);
    let without = desk.run("policy kinds ours-2022");
    assert_eq!(without.code, Some(1));
    assert!(without.complained.contains("没有学时标准“ours-2022”"), "{}", without.complained);
}

#[test]
fn a_pack_that_is_served_outside_its_time_is_told_with_what_holds_and_what_next() {
    let over = OURS.replace("\"2022-01-01\"", "\"2022-01-01\"\nuntil = \"2023-12-31\"");
    let desk = desk(&[("own/over/rules.md", over.as_bytes()), ("own/ours-2022/rules.md", OURS.as_bytes())]);
    let said = "《本校继续教育细则》（over）只执行到2023年12月31日，已经过了。登记、审验和核算照常进行";
    let served = |pack| serve_and_end(&desk, &format!("serve --listen 127.0.0.1:0 --policies own --pack {pack}"));
    let warned = served("over").complained;
    assert!(warned.contains(&format!("注意：启用的学时标准{said}")), "{warned}");
    let ill = desk.run("doctor --policies own");
    assert!(ill.code == Some(1) && ill.said.contains(&format!("有问题 启用的学时标准{said}")), "{}", ill.said);
    let warned = served("ours-2022").complained;
    assert!(!warned.contains("启用的学时标准"), "{warned}");
    let well = desk.run("doctor --policies own");
    assert!(well.said.contains("正常  启用的学时标准：ours-2022，在它的执行期内"), "{}", well.said);
}

/// How many rows the log has.
fn rows(desk: &Desk, place: &str) -> u64 {
    desk.run(&format!("audit verify --json --policies own {place}")).json()["rows"].as_u64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_does_not_load_never_replaces_one_that_does() {
    for database in testkit::empty_databases().await {
        let desk = desk(&[("own/ours-2022/rules.md", OURS.as_bytes())]);
        let place = format!("--data {} --database-url {}", database.folder().display(), database.url());
        let serve = |pack: &str| format!("serve --listen 127.0.0.1:0 --policies own {pack} {place}");
        let told = serve_and_end(&desk, &serve("--pack ours-2022"));
        assert_eq!(told.code, Some(0), "{}: {}", database.name(), told.complained);
        let before = rows(&desk, &place);
        assert!(before >= 1, "{}: that it was put in force is an event", database.name());

        let broken = OURS.replace("reason", "reasno");
        desk.keep("own/ours-2022/rules.md", &broken);
        std::fs::create_dir(desk.path("own/other-2022")).expect("a folder");
        desk.keep("own/other-2022/rules.md", &broken);
        for (asked, file) in [
            ("", "ours-2022/rules.md:15"),
            ("--pack ours-2022", "ours-2022/rules.md:15"),
            ("--pack other-2022", "other-2022/rules.md:15"),
        ] {
            let refused = desk.run(&serve(asked));
            assert_eq!((refused.code, refused.said.as_str()), (Some(1), ""), "{}: {asked}", database.name());
            assert!(refused.complained.contains(file), "{}: {asked}: {}", database.name(), refused.complained);
        }

        desk.keep("own/ours-2022/rules.md", OURS);
        let again = serve_and_end(&desk, &serve(""));
        assert_eq!(again.code, Some(0), "{}: {}", database.name(), again.complained);
        let well = desk.run(&format!("doctor --policies own {place}"));
        assert!(well.said.contains("启用的学时标准：ours-2022"), "{}: {}", database.name(), well.said);
        // Each look at the log is on record: the one before and that of the doctor. Another text of the same name would be, too.
        assert_eq!(rows(&desk, &place), before + 2, "{}", database.name());
        desk.keep("own/ours-2022/rules.md", OURS.replace("按所依据的细则执行", "照所依据的细则执行"));
        assert_eq!(serve_and_end(&desk, &serve("")).code, Some(0), "{}", database.name());
        assert_eq!(
            rows(&desk, &place),
            before + 4,
            "{}: one more look, and a changed text is an event",
            database.name()
        );
    }
}

#[test]
fn a_broken_pack_is_told_with_its_place_and_leaves_the_others_alone() {
    let broken = OURS.replace("reason", "reasno");
    let desk = desk(&[("own/broken/rules.md", broken.as_bytes()), ("own/ours-2022/rules.md", OURS.as_bytes())]);
    let refused = desk.run("policy kinds broken --policies own");
    assert_eq!(refused.code, Some(1));
    assert!(refused.complained.contains("broken/rules.md:"), "{}", refused.complained);
    assert_eq!(desk.run("policy kinds ours-2022 --policies own").code, Some(0));
}

#[test]
fn whoever_tries_out_a_pack_that_cannot_be_used_is_told_which_where_and_what_to_do() {
    let broken = OURS.replace("reason", "reasno");
    let desk = desk(&[("own/broken/rules.md", broken.as_bytes()), ("own/ours-2022/rules.md", OURS.as_bytes())]);
    desk.keep("units.csv", "部门代码,部门名称,类别\n01,机电工程学院,学院\n");
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    for (asked, said) in [
        ("broken", ["“broken”有错误", "broken/rules.md:15", "xueshi policy check broken"]),
        ("ours-2022 --against broken", ["“broken”有错误", "broken/rules.md:15", "xueshi policy check broken"]),
        ("nosuch", ["没有学时标准“nosuch”", "ours-2022", "yunting-2025"]),
        ("guet-2022 --against nosuch", ["没有学时标准“nosuch”", "ours-2022", "yunting-2025"]),
    ] {
        let refused = desk.run(&format!("policy simulate {asked} --policies own"));
        assert_eq!((refused.code, refused.said.as_str()), (Some(1), ""), "{asked}");
        for words in said {
            assert!(refused.complained.contains(words), "{asked}, {words}: {}", refused.complained);
        }
        for words in ["系统出现故障", "网址", "ERROR", "无权查看"] {
            assert!(!refused.complained.contains(words), "{asked}, {words}: {}", refused.complained);
        }
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_refused_and_nothing_is_done() {
    let desk = desk(&[
        ("same/guet-2022/rules.md", OURS.as_bytes()),
        ("empty/notes.md", b"nothing"),
        ("foreign/ours/rules.md", b"# \xbc\xcc\xd0\xf8"),
    ]);
    for (folder, said) in [
        ("same", "“guet-2022”与程序自带的同名"),
        ("empty", "里没有学时标准"),
        ("foreign", "不是 UTF-8"),
        ("no-such", "读不了"),
    ] {
        for command in ["policy check", "assess --policy guet-2022 facts.json", "serve --listen 127.0.0.1:0"] {
            let refused = desk.run(&format!("{command} --policies {folder}"));
            assert_eq!(refused.code, Some(1), "{folder}: {}", refused.said);
            assert!(refused.complained.contains(said), "{folder}: {}", refused.complained);
            assert!(refused.complained.contains("数据没有改动"), "{}", refused.complained);
        }
    }
    assert!(!desk.path("data").exists());
}
