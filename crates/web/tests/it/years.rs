//! The people of a year as the offices see them, from outside.

use crate::world::World;

#[tokio::test]
async fn the_overview_leads_to_everybody_who_is_not_done() {
    let world = World::new().await;
    let overview = world.get("personnel", "/years/2026").await.body;
    let unit = format!("/years/2026/units/{}", world.unit);
    assert!(overview.contains(&format!("href=\"{unit}\"")) && overview.contains("/years/2026/people?show=open"));
    let page = world.get("personnel", &unit).await.body;
    assert!(page.contains("周文澜") && page.contains("待审验") && page.contains("还没有提交登记"), "{page}");
    assert!(page.contains(&format!("/registrations/{}", world.registration)));
    assert!(page.contains(&format!("/people/{}/years/2026", world.people["owner"])));
    assert!(!page.contains("何以安"), "another unit");
    let all = world.get("personnel", "/years/2026/people").await.body;
    assert!(all.contains("周文澜") && all.contains("何以安"));
    let found = world.get("personnel", "/years/2026/people?text=何以&show=open").await.body;
    assert!(found.contains("何以安") && !found.contains("周文澜"));
    assert!(
        found.contains("people.xlsx?show=open&#38;text=%E4%BD%95%E4%BB%A5"),
        "the file holds what is shown: {found}"
    );
}

#[tokio::test]
async fn what_is_left_to_do_has_its_day_beside_it_on_the_home_page_and_in_the_account() {
    let world = World::new().await;
    for path in ["/", "/my/2026"] {
        let page = world.get("colleague", path).await.body;
        let left = page.split("class=\"lines todo\"").nth(1).and_then(|rest| rest.split("</ol>").next());
        let left = left.expect("something is left");
        let days = left.matches("原则上不晚于2026年11月30日，<span class=\"nowrap\">还有 7 天</span>").count();
        assert!(days > 0 && days == left.matches("<li>").count(), "{path}: {left}");
    }
}

#[tokio::test]
async fn the_overview_says_when_the_pack_is_out_of_its_time() {
    let world = World::under("yunting-2025").await;
    let said = "（yunting-2025）只执行到2027年12月31日，已经过了。";
    assert!(!world.get("personnel", "/years/2026").await.body.contains("已经过了"));
    let world = world.at(|| "2028-01-05T02:00:00Z".parse().expect("a moment"));
    let overview = world.get("personnel", "/years/2026").await.body;
    assert!(overview.contains(said) && overview.contains("仍按它计算"), "{overview}");
}

#[tokio::test]
async fn who_is_not_seen_is_not_told_to_be_there() {
    let world = World::new().await;
    let own = format!("/years/2026/units/{}", world.unit);
    let foreign = {
        let page = world.get("personnel", "/years/2026").await.body;
        let units = page.split("href=\"/years/2026/units/").skip(1).filter_map(|rest| rest.get(..36));
        let other = units.map(str::to_owned).find(|unit| *unit != world.unit.to_string());
        format!("/years/2026/units/{}", other.expect("two units"))
    };
    for visitor in ["verifier", "approver"] {
        assert_eq!(world.get(visitor, &own).await.status, 200);
        for path in [foreign.clone(), format!("{foreign}/people.xlsx"), format!("{foreign}/people.csv")] {
            let reply = world.get(visitor, &path).await;
            assert_eq!(reply.status, 404, "{visitor} {path}");
            assert!(!reply.body.contains("外国语学院"), "{visitor} {path}");
        }
        let all = world.get(visitor, "/years/2026/people").await.body;
        assert!(all.contains("周文澜") && !all.contains("何以安"));
        assert!(!all.contains(&format!("href=\"/people/{}\"", world.people["owner"])), "no page that is refused");
    }
    assert_eq!(world.get("owner", &own).await.status, 404);
    assert_eq!(world.get("personnel", "/years/2026/units/nothing").await.status, 404);
}

#[tokio::test]
async fn files_are_handed_out_to_be_kept() {
    let world = World::new().await;
    for (path, begin) in [("people.xlsx", "PK"), ("people.csv", "\u{feff}单位,工号,姓名")] {
        let reply = world.get("auditor", &format!("/years/2026/units/{}/{path}", world.unit)).await;
        assert_eq!(reply.status, 200);
        assert!(reply.body.starts_with(begin), "{path}");
        let disposition = reply.headers["content-disposition"].to_str().expect("text");
        assert!(disposition.starts_with("attachment; filename*=UTF-8''2026"), "{disposition}");
    }
    let log = world.get("auditor", "/audit").await.body;
    assert!(log.contains("导出了 2026 年度完成情况：机电工程学院，全部"), "{log}");
}
