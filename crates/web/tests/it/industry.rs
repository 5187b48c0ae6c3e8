//! Hours of a connected industry system by way of the pages: imported by personnel, seen in the account, not to be typed
//! again; and a dated post in the account.

use crate::world::{World, form, id_number};

const HEAD: &str = "登记编号,身份证号,姓名,培训项目,开始日期,结束日期,学时,登记时间\n";

/// Name and number of the owner, with the line before it.
async fn person(world: &World) -> domain::person::Person {
    let mut act = world.act("personnel").await;
    actions::people::show(&mut act, world.people["owner"]).await.expect("the page").person
}

async fn import(world: &World, table: &str, system: &str, mode: &str) -> crate::world::Reply {
    let fields = [("kind", "industry-hours"), ("mode", mode), ("source", system)];
    world.upload("personnel", "/imports", &fields, ("登记.csv", table.as_bytes())).await
}

#[tokio::test]
async fn imported_hours_stand_in_the_account_with_their_source() {
    let world = World::new().await;
    let name = person(&world).await.name;
    let row = format!("HY202600002,{},{name},高校教师信息化教学能力提升,2026-03-21,2026-03-25,16,\n", id_number(1));
    let table = format!("{HEAD}{row}{row}");
    let nameless = import(&world, &table, "", "dry-run").await;
    assert_eq!(nameless.status, 422, "{}", nameless.body);
    assert!(nameless.body.contains("没有写明这些学时由哪个系统登记"), "{}", nameless.body);
    let dry = import(&world, &table, "高校教师培训平台", "dry-run").await;
    assert_eq!(dry.status, 200, "{}", dry.body);
    for words in ["试运行结果：行业系统学时", "将新增 1、更改 0、不变 0", "与第2行重复"] {
        assert!(dry.body.contains(words), "{words}: {}", dry.body);
    }
    let done = import(&world, &table, "高校教师培训平台", "apply").await;
    assert!(done.body.contains("新增 1，更改 0，不变 0"), "{}", done.body);
    let account = world.get("owner", "/my/2026").await;
    for words in
        ["行业系统已经登记的，不必再登记", "高校教师培训平台", "HY202600002", "对接的系统已经登记 16 学时", "第四条"]
    {
        assert!(account.body.contains(words), "{words}: {}", account.body);
    }
    assert!(world.get("colleague", "/imports").await.status.is_client_error());
}

#[tokio::test]
async fn the_same_typed_by_hand_is_refused_on_the_form_and_the_verifier_is_warned_of_what_is_similar() {
    let world = World::new().await;
    let name = person(&world).await.name;
    let kind = world.app.pack().kinds().first().expect("a kind").clone();
    let typed = form(&kind);
    let (title, days) = (&typed.title, format!("{},{}", typed.starts, typed.ends));
    let number = id_number(1);
    let table = format!("{HEAD}HY1,{number},{name},{title}（第一期）,{days},16,2026-11-01 09:00\n");
    assert!(import(&world, &table, "甲系统", "apply").await.body.contains("新增 1"));
    let review = world.get("verifier", &format!("/registrations/{}", world.registration)).await;
    assert!(review.body.contains("请核对是不是同一项活动") && review.body.contains("HY1"), "{}", review.body);

    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let chooser = world.get("colleague", &format!("{file}/items/new")).await;
    assert!(!chooser.body.contains("行业系统已登记的学时"), "nobody types what a system registered");
}

#[tokio::test]
async fn who_has_nothing_to_type_hands_in_and_the_verifier_sees_what_counts() {
    let world = World::new().await;
    let table = format!("{HEAD}HY9,{},林若溪,师德研修,2026-03-21,2026-03-25,90,\n", id_number(2));
    assert!(import(&world, &table, "甲系统", "apply").await.body.contains("新增 1"));
    let home = world.get("colleague", "/").await.body;
    assert!(home.contains("仍要打开一份登记并提交"), "{home}");
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let draft = world.get("colleague", &file).await.body;
    for words in ["没有本人登记的内容", "HY9", "<dt>行业系统学时</dt>", "/submission\""] {
        assert!(draft.contains(words), "{words}: {draft}");
    }
    let fields = [("declared", "yes"), ("short", "yes"), ("late_reason", "刚刚得知")];
    let sent = world.post("colleague", &format!("{file}/submission"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(world.get("verifier", "/queue").await.body.contains("只有行业系统学时"));
    let review = world.get("verifier", &file).await.body;
    assert!(review.contains("行业系统已经登记的学时") && review.contains("HY9"), "{review}");
}

#[tokio::test]
async fn the_account_tells_from_which_day_a_post_is_held() {
    let world = World::new().await;
    let person = person(&world).await;
    let row = [&person.staff_number, &person.name, &id_number(1), &person.unit_name].map(String::as_str).join(",");
    let table = format!("工号,姓名,身份证号,所属部门,岗位类别,起始日期\n{row},工勤,2026年3月\n");
    let fields = [("kind", "roster"), ("mode", "apply")];
    let reply = world.upload("personnel", "/imports", &fields, ("名册.csv", table.as_bytes())).await;
    assert!(reply.body.contains("更改 1"), "{}", reply.body);
    let account = world.get("owner", "/my/2026").await.body;
    for words in ["自2026年3月1日起：工勤", "以2026年12月31日的岗位为准", "第一条"] {
        assert!(account.contains(words), "{words}: {account}");
    }
}
