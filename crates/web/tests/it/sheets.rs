//! Spreadsheets that cannot be read, by way of the page: each is refused with its sentence, and leaves its
//! event and nothing else.

use std::{fs, path::Path};

use actions::{audit::AuditFilter, people::PeopleFilter};
use domain::access::Actor;

use crate::world::{PICTURE, World, now};

const KINDS: [&str; 4] = ["units", "roster", "public-exam", "industry-hours"];

/// Name and content, what is said of it, and what to do next.
type Fault = (&'static str, Vec<u8>, &'static str, &'static str);

fn faults() -> Vec<Fault> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/roster.xlsx");
    let workbook = fs::read(path).expect("the roster");
    vec![
        ("空的.csv", Vec::new(), "文件是空的", "是否选错了文件"),
        ("空格.csv", b"\xef\xbb\xbf\r\n , \r\n".to_vec(), "文件是空的", "是否选错了文件"),
        ("半截.xlsx", workbook[..workbook.len() / 2].to_vec(), "文件不完整或已损坏", "一份完整的文件"),
        ("半截.csv", "工号,姓名\n2013,\"周文".into(), "引号没有结束", "一份完整的文件"),
        ("照片.xlsx", PICTURE.to_vec(), "无法识别", "另存为 xlsx"),
        ("文稿.csv", b"%PDF-1.7\n\x00\x01\x02".to_vec(), "无法识别这种文件", "另存为 xlsx 或 csv"),
        ("太长.csv", b"1\n".repeat(200_001), "文件过大", "拆成几个文件"),
    ]
}

/// Units, people, lines of the log.
async fn everything(world: &World) -> (usize, i64, i64) {
    let mut act = world.app.read(Some(Actor::system()), now()).await.expect("a transaction");
    let units = actions::units::list(&mut act).await.expect("units").len();
    let people = actions::people::list(&mut act, &PeopleFilter::default(), 1).await.expect("people").total;
    let log = actions::audit::list(&mut act, &AuditFilter::default(), 1).await.expect("the log").total;
    (units, people, log)
}

#[tokio::test]
async fn a_sheet_that_cannot_be_read_is_refused_with_its_sentence_and_changes_nothing() {
    let world = World::new().await;
    for kind in KINDS {
        for (name, bytes, said, next) in faults() {
            for mode in ["dry-run", "apply"] {
                let before = everything(&world).await;
                let reply =
                    world.upload("personnel", "/imports", &[("kind", kind), ("mode", mode)], (name, &bytes)).await;
                assert_eq!(reply.status, 422, "{kind} {name} {mode}");
                for words in [said, name, "没有导入任何内容", next] {
                    assert_eq!(reply.body.matches(words).count(), 1, "{kind} {name} {mode}: {words}: {}", reply.body);
                }
                // Who asks is signed in for it, and what was refused is known: two events.
                let after = (before.0, before.1, before.2 + 2);
                assert_eq!(everything(&world).await, after, "{kind} {name} {mode}");
            }
        }
    }
}

#[tokio::test]
async fn more_than_a_request_may_carry_is_told_beside_the_form_with_its_own_limit() {
    let world = World::new().await;
    let huge = vec![b'a'; 2 * 1024 * 1024];
    for kind in KINDS {
        let before = everything(&world).await;
        let reply =
            world.upload("personnel", "/imports", &[("kind", kind), ("mode", "apply")], ("大.csv", &huge)).await;
        assert_eq!(reply.status, 413, "{kind}: {}", reply.body);
        for words in ["上传的表格太大：不能超过 20 MB", "没有导入任何内容", "分几次导入", "选择文件</h2>"]
        {
            assert_eq!(reply.body.matches(words).count(), 1, "{kind}: {words}: {}", reply.body);
        }
        assert!(!reply.body.contains("扫描件") && !reply.body.contains("100 MB"), "{kind}: {}", reply.body);
        let chosen = format!("name=\"kind\" value=\"{kind}\" checked");
        assert!(reply.body.contains(&chosen), "{kind} stays chosen: {}", reply.body);
        // Who asks is signed in for it, and what was refused is known: two events.
        assert_eq!(everything(&world).await, (before.0, before.1, before.2 + 2), "{kind}");
    }
    let questions = "/training-years/2026/questions";
    let reply = world.upload("personnel", questions, &[("mode", "apply")], ("大.csv", &huge)).await;
    assert_eq!(reply.status, 413, "{}", reply.body);
    assert!(reply.body.contains("上传的表格太大：不能超过 20 MB") && reply.body.contains("现有的题</h2>"));
    let log = world.get("auditor", "/audit?name=import.refused").await.body;
    for said in ["导入单位名册没有成功：上传的内容太大", "导入题库没有成功：上传的内容太大"]
    {
        assert!(log.contains(said), "{said}: {log}");
    }
}

#[tokio::test]
async fn a_film_larger_than_a_request_may_carry_is_told_beside_what_was_typed() {
    let world = World::new().await;
    let (course, _) = crate::courses::course(&world, true).await;
    let film = vec![b'a'; 102 * 1024 * 1024];
    let url = format!("/courses/{course}/lessons");
    let reply = world.upload("personnel", &url, &[("title", "第九讲"), ("kind", "video")], ("大.mp4", &film)).await;
    assert_eq!(reply.status, 413, "{}", reply.body);
    assert!(reply.body.contains("视频和课件包不能超过 100 MB") && reply.body.contains("value=\"第九讲\""));
    assert!(reply.body.contains("PDF，不超过 20 MB"), "{}", reply.body);
    let log = world.get("auditor", "/audit?name=upload.refused").await.body;
    assert!(log.contains("上传课时文件没有成功：上传的内容太大"), "{log}");
}

#[tokio::test]
async fn no_file_and_the_sheet_of_another_list_are_told_apart() {
    let world = World::new().await;
    let before = everything(&world).await;
    for kind in KINDS {
        let before = everything(&world).await.2;
        let reply = world.upload("personnel", "/imports", &[("kind", kind), ("mode", "apply")], ("", b"")).await;
        assert_eq!(reply.status, 422, "{kind}: {}", reply.body);
        assert!(reply.body.contains("还没有选择文件") && reply.body.contains("再点“开始”"), "{kind}: {}", reply.body);
        assert_eq!(everything(&world).await.2, before + 2, "{kind}: an event of it");
        let other = "甲,乙\n1,2\n".as_bytes();
        let fields = [("kind", kind), ("mode", "all-or-nothing")];
        let reply = world.upload("personnel", "/imports", &fields, ("别的表.csv", other)).await;
        assert_eq!(reply.status, 200, "{kind}: {}", reply.body);
        assert!(reply.body.contains("表头中找不到这一列"), "{kind}: {}", reply.body);
    }
    let after = everything(&world).await;
    assert_eq!((after.0, after.1), (before.0, before.1));
}

#[tokio::test]
async fn the_page_says_what_a_roster_changes_and_warns_where_the_obligation_does() {
    let world = World::new().await;
    let (person, number) = {
        let mut act = world.act("personnel").await;
        let view = actions::people::show(&mut act, world.people["owner"]).await.expect("the page");
        (view.person, crate::world::id_number(1))
    };
    let row = [&person.staff_number, &person.name, &number, &person.unit_name].map(String::as_str).join(",");
    let table = format!("工号,姓名,身份证号,所属部门,岗位类别,电话\n{row},工勤,2290000\n");
    let fields = [("kind", "roster"), ("mode", "dry-run")];
    let reply = world.upload("personnel", "/imports", &fields, ("名册.csv", table.as_bytes())).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    for words in ["岗位类别（专任教师改为工勤）：1 人", "联系电话：1 人", "应修学时会变化", "表里没有这些列"]
    {
        assert!(reply.body.contains(words), "{words}: {}", reply.body);
    }
}
