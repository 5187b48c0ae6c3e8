//! Handing in after the person's date, on the pages: asked for then and only then, and read by whoever decides.

use domain::clock::Instant;

use crate::world::World;

const REASON: &str = "十一月在外地<实习>带队，返校后补办";
const SHOWN: &str = "十一月在外地&#60;实习&#62;带队，返校后补办";

/// 2026年12月3日 in Shanghai, three days after the person's date.
fn late() -> Instant {
    "2026-12-03T02:00:00Z".parse().expect("a moment")
}

/// How a page that asks for a reason names it.
const ASKED: &str = "name=\"late_reason\"";

#[tokio::test]
async fn a_reason_is_asked_for_after_the_date_and_what_was_typed_stays() {
    let world = World::new().await.at(late);
    let file = world.draft().await;
    let url = format!("/registrations/{}", file.registration);
    let page = world.get("approver", &url).await.body;
    assert!(page.contains(ASKED) && page.contains("maxlength=\"500\""), "{page}");
    assert!(page.contains("原则上应不晚于2026年11月30日提交") && page.contains("#article-第八条"), "{page}");
    let submission = format!("{url}/submission");
    let ticks = [("declared", "yes"), ("short", "yes")];
    let silent = world.post("approver", &submission, &ticks).await;
    assert_eq!(silent.status, 422, "{}", silent.body);
    for told in ["登记没有提交", "现在提交要写明逾期理由", "审验人和审批人会看到", "href=\"#submit\"", "<dt>依据</dt>"]
    {
        assert!(silent.body.contains(told), "{told}: {}", silent.body);
    }
    let ticked = |body: &str| body.matches("value=\"yes\" checked required").count();
    assert_eq!(ticked(&silent.body), 2, "what was ticked stays: {}", silent.body);
    let unseen = [&ticks[..], &[("late_reason", "住\u{7}院")]].concat();
    let refused = world.post("approver", &submission, &unseen).await;
    assert!(refused.status == 422 && refused.body.contains("控制字符"), "{}", refused.body);
    let short = [("declared", "yes"), ("late_reason", REASON)];
    let refused = world.post("approver", &submission, &short).await;
    assert!(refused.status == 422 && refused.body.contains("要人事处撤回审批才能再添加"), "{}", refused.body);
    assert!(refused.body.contains(&format!("{SHOWN}</textarea>")) && ticked(&refused.body) == 1, "{}", refused.body);
    let log = world.get("auditor", "/audit?name=decision.refused").await.body;
    assert!(log.contains("提交没有成功：逾期提交没有写理由"), "{log}");

    let done = world.post("approver", &submission, &[&ticks[..], &[("late_reason", REASON)]].concat()).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, format!("{url}?done=submission").as_str()));
    let own = world.get("approver", &url).await.body;
    assert!(own.contains("逾期提交") && own.contains(SHOWN) && !own.contains(ASKED), "{own}");
}

#[tokio::test]
async fn whoever_decides_reads_why_it_came_late() {
    let world = World::new().await.at(late);
    let file = world.draft().await;
    let url = format!("/registrations/{}", file.registration);
    let fields = [("declared", "yes"), ("short", "yes"), ("late_reason", REASON)];
    assert_eq!(world.post("approver", &format!("{url}/submission"), &fields).await.status, 303);
    let review = world.get("verifier", &url).await.body;
    assert!(review.contains("<dt>逾期理由</dt>") && review.contains(SHOWN), "{review}");
    assert!(review.contains("2026年12月3日 10:00，原则上应不晚于2026年11月30日"), "{review}");
    let queue = world.get("verifier", "/queue").await.body;
    assert!(queue.contains("逾期提交") && queue.contains(&format!("title=\"{SHOWN}\"")), "{queue}");
    let log = world.get("auditor", "/audit?name=registration.submitted").await.body;
    assert!(log.contains(&format!("，逾期提交，理由：{SHOWN}")), "{log}");

    // Given back, its person finds what they wrote, and it is asked for again.
    world.post("verifier", &format!("{url}/return"), &[("reason", "缺一份证明")]).await;
    let page = world.get("approver", &url).await.body;
    assert!(page.contains(ASKED) && page.contains(&format!("{SHOWN}</textarea>")), "{page}");
}

#[tokio::test]
async fn in_time_and_under_a_last_day_nothing_is_asked() {
    for world in [World::new().await, World::under("yunting-2025").await.at(late)] {
        let file = world.draft().await;
        let url = format!("/registrations/{}", file.registration);
        let page = world.get("approver", &url).await.body;
        assert!(page.contains("name=\"declared\"") && !page.contains(ASKED), "{page}");
        let fields = [("declared", "yes"), ("short", "yes")];
        assert_eq!(world.post("approver", &format!("{url}/submission"), &fields).await.status, 303);
        let review = world.get("verifier", &url).await.body;
        assert!(!review.contains("逾期"), "{review}");
    }
}
