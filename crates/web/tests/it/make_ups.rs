//! What whoever cannot go on is told on the first page and in the year account, from outside: after the last attempt where to
//! ask, that it waits, and when they may sit again; and when there is nothing left to sit or to hand in.

use crate::world::{World, id_number};

/// The columns of results from the region's platform, and the form that takes them.
const RESULTS: &str = "年度,身份证号,姓名,课程名称,学习学时,考试次数,成绩,考试时间,结果,获得学时";
const PUBLIC_EXAM: [(&str, &str); 2] = [("kind", "public-exam"), ("mode", "apply")];

/// The address of the refusal of the one request that waits.
async fn refusal(world: &World) -> String {
    let waiting = world.get("support", "/disputes").await.body;
    let id = waiting.split("action=\"/make-up-requests/").nth(1).and_then(|rest| rest.split('/').next());
    format!("/make-up-requests/{}/refusal", id.expect("a form"))
}

#[tokio::test]
async fn the_first_page_says_what_can_be_done_when_the_attempts_are_used_up() {
    let world = World::new().await;
    world.examination().await;
    let home = async |told: &[&str]| {
        for url in ["/", "/my/2026"] {
            let page = world.get("owner", url).await.body;
            for part in told {
                assert!(page.contains(part), "{url}: {part} is not in {page}");
            }
            // The working-out below cites the article, which speaks of the telephone.
            let told = page.split("class=\"depth-").next().unwrap_or_default();
            assert!(!told.contains("打电话"), "here there is a form: {told}");
        }
    };
    home(&["<a href=\"/exams/2026\">去考试</a>"]).await;
    world.use_up_attempts().await;
    let form = "<a href=\"/exams/2026#make-up\">去申请重修</a>";
    home(&["可以在考试页面填写重修申请，2026年11月30日以前办理", form]).await;
    assert!(world.get("owner", "/exams/2026").await.body.contains("id=\"make-up\""), "the way leads to the form");
    let ask = async || world.post("owner", "/exams/2026/make-up-requests", &[("reason", "出差在外")]).await.status;
    assert_eq!(ask().await, 303);
    home(&["正在等待技术支持答复", "<a href=\"/exams/2026\">查看申请</a>"]).await;
    let waiting = world.get("support", "/").await.body;
    assert!(waiting.contains("等待答复：重修申请 1 件") && !waiting.contains("计时异议 "), "{waiting}");
    let refused = world.post("support", &refusal(&world).await, &[("reason", "请先写明情况")]).await;
    assert_eq!(refused.status, 303, "{}", refused.body);
    home(&["上一次的重修申请没有同意", form]).await;
    assert!(world.get("support", "/").await.body.contains("现在没有等待答复的"));
    assert_eq!(ask().await, 303);
    let fields = [("year", "2026"), ("reason", "11月20日来电")];
    let granted = world.post("support", &format!("/people/{}/make-up", world.people["owner"]), &fields).await;
    assert_eq!(granted.status, 303, "{}", granted.body);
    let study = "<a href=\"/courses#year-2026\">去学习</a>";
    home(&["可以再考一次：请先在“公需课程”里重新学完必修课，再到考试页面补考，2026年11月30日截止。", study]).await;
    world.study_again().await;
    home(&["可以再考一次：请到考试页面补考，2026年11月30日以前开始。", "<a href=\"/exams/2026\">去考试</a>"]).await;
}

#[tokio::test]
async fn whoever_has_passed_is_told_of_no_attempts_that_are_left() {
    let world = World::new().await;
    world.examination().await;
    let sheet =
        format!("{RESULTS}\n2026,{},周文澜,人工智能与专业发展,10,2,86,2026-06-01 10:00,合格,15\n", id_number(1));
    let taken = world.upload("personnel", "/imports", &PUBLIC_EXAM, ("平台.csv", sheet.as_bytes())).await;
    assert!(taken.body.contains("新增 1") || taken.body.contains("更改 1"), "{}", taken.body);
    let person = format!("/people/{}", world.people["owner"]);
    let people = format!("/years/2026/training/people?text={}", "%E5%91%A8");
    for (visitor, url) in [("owner", "/exams/2026"), ("personnel", &person), ("personnel", &people)] {
        let page = world.get(visitor, url).await.body;
        assert!(page.contains("已合格"), "{url}: {page}");
        for left in ["还可以考", "次考试机会", "，还有 "] {
            assert!(!page.contains(left), "{url}: {left}: {page}");
        }
    }
}

#[tokio::test]
async fn a_year_that_is_closed_offers_no_beginning() {
    let world = World::new().await;
    let closed = world.get("owner", "/my/2024").await.body;
    assert!(closed.contains("2024 年度的登记没有提交，已于") && !closed.contains("开始登记"), "{closed}");
    let open = "<a href=\"/registrations/new?year=2024\">打开一份登记</a>，由人事处延长办理期限";
    assert!(closed.contains(open), "only what is opened can be given more time: {closed}");
    let this_year = world.get("stranger", "/my/2026").await.body;
    assert!(
        this_year.contains("<a class=\"button\" href=\"/registrations/new?year=2026\">开始登记</a>"),
        "{this_year}"
    );
}

#[tokio::test]
async fn a_pack_that_tells_to_telephone_is_overruled_only_where_the_examination_is_taken_here() {
    let world = World::under("guet-2022").await;
    let sheet = format!("{RESULTS}\n2026,{},周文澜,公需科目必修课,10,3,50,2026-06-01 10:00,不合格,0\n", id_number(1));
    let taken = world.upload("personnel", "/imports", &PUBLIC_EXAM, ("平台.csv", sheet.as_bytes())).await;
    assert!(taken.body.contains("新增 1"), "{}", taken.body);
    let home = world.get("owner", "/").await.body;
    assert!(home.contains("已考 3 次，考试机会已用完，可在培训期间打电话申请"), "on the platform: {home}");
    world.examination().await;
    let home = world.get("owner", "/").await.body;
    assert!(!home.contains("打电话") && home.contains("<a href=\"/exams/2026\">去考试</a>"), "{home}");
}
