//! The queue as deciders use it: what waits first, filters in the address, the next one after a decision.

use crate::world::World;

#[tokio::test]
async fn the_queue_opens_with_what_waits_for_its_visitor() {
    let world = World::new().await;
    let awaiting = world.awaiting().await.registration.to_string();
    let submitted = world.registration.to_string();
    let verifier = world.get("verifier", "/queue").await.body;
    assert!(verifier.contains(&submitted) && !verifier.contains(&awaiting) && verifier.contains("等我办理 1"));
    let approver = world.get("approver", "/queue").await.body;
    assert!(!approver.contains(&submitted) && approver.contains(&awaiting));
    let all = world.get("verifier", "/queue?state=all").await.body;
    assert!(all.contains(&submitted) && all.contains(&awaiting));
    let personnel = world.get("personnel", "/queue").await.body;
    assert!(personnel.contains(&submitted) && personnel.contains(&awaiting) && !personnel.contains("等我办理"));
    let one = world.get("verifier", "/queue?state=awaiting-approval").await.body;
    assert!(!one.contains(&submitted) && one.contains(&awaiting));
}

#[tokio::test]
async fn another_state_keeps_the_other_filters() {
    let world = World::new().await;
    let page = world.get("personnel", &format!("/queue?year=2026&text=周&unit={}", world.unit)).await.body;
    let kept = format!("/queue?state=submitted&#38;year=2026&#38;unit={}&#38;text=%E5%91%A8", world.unit);
    assert!(page.contains(&kept), "{page}");
    let empty = world.get("verifier", "/queue?year=2025").await.body;
    assert!(empty.contains("没有等您办理的登记") && empty.contains("/queue?state=all&#38;year=2025"), "{empty}");
}

#[tokio::test]
async fn the_next_one_is_offered() {
    let world = World::new().await;
    let awaiting = world.awaiting().await;
    let url = format!("/registrations/{}", awaiting.registration);
    let before = world.get("approver", &url).await.body;
    assert!(before.contains("除这一份外，没有等您办理的登记"), "{before}");
    let decided = world.get("verifier", &url).await.body;
    assert!(decided.contains("下一份：周文澜") && decided.contains("还有 1 份等您办理"), "{decided}");
    assert!(decided.contains(&format!("/registrations/{}\" rel=\"next\"", world.registration)));
    let reader = world.get("auditor", &url).await.body;
    assert!(!reader.contains("等您办理"));
}
