//! What the pages ask about before it is taken, and how a year goes on after its approval was taken back.

use crate::world::World;

#[tokio::test]
async fn too_few_hours_are_handed_in_only_with_a_tick() {
    let world = World::new().await;
    let file = world.draft().await;
    let url = format!("/registrations/{}", file.registration);
    let page = world.get("approver", &url).await.body;
    assert!(page.contains("学时还不够") && page.contains("应修 90 学时"), "{page}");
    assert!(page.contains("name=\"short\" value=\"yes\" required"), "{page}");
    let submission = format!("{url}/submission");
    let refused = world.post("approver", &submission, &[("declared", "yes")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("要人事处撤回审批才能再添加"), "{}", refused.body);
    let done = world.post("approver", &submission, &[("declared", "yes"), ("short", "yes")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn a_figure_above_the_claim_is_asked_about_and_what_was_typed_stays() {
    let world = World::new().await;
    let url = format!("/registrations/{}", world.registration);
    let decision = format!("{url}/items/{}/decision", world.item);
    assert_eq!(world.post("verifier", &format!("{url}/check"), &[]).await.status, 303);
    let typed = [("decision", "change"), ("hours", "44.5"), ("reason", "按主办方证明")];
    let asked = world.post("verifier", &decision, &typed).await;
    assert_eq!(asked.status, 422);
    for kept in ["value=\"44.5\"", "value=\"按主办方证明\"", "value=\"change\" checked", "name=\"confirmed\""] {
        assert!(asked.body.contains(kept), "{kept}: {}", asked.body);
    }
    let without = world.post("verifier", &decision, &[("decision", "change"), ("reason", "按主办方证明")]).await;
    assert!(without.status == 422 && without.body.contains("还没有填写核定学时"), "{}", without.body);
    assert!(without.body.contains("value=\"按主办方证明\"") && !without.body.contains("name=\"confirmed\""));
    // The form may stand screens below: the top and the title say so, and the browser is led back to the form.
    assert!(without.body.contains("<title>没有保存：") && without.body.contains("的结论没有保存"), "{}", without.body);
    let form = format!("decision-{}", world.item);
    assert!(without.body.contains(&format!("id=\"{form}\"")) && without.body.contains(&format!("decision#{form}\"")));
    let passed = world.post("verifier", &decision, &[("decision", "accept"), ("hours", "3")]).await;
    assert!(passed.status == 422 && passed.body.contains("又填写了核定学时“3”"), "{}", passed.body);
    let none = world.post("verifier", &decision, &[("reason", "按主办方证明")]).await;
    assert!(none.status == 422 && none.body.contains("还没有选择结论"), "{}", none.body);
    let confirmed: Vec<_> = typed.into_iter().chain([("confirmed", "yes")]).collect();
    assert_eq!(world.post("verifier", &decision, &confirmed).await.status, 303);
    let page = world.get("verifier", &url).await.body;
    assert!(page.contains("→ 核定") && page.contains("44.5"), "{page}");
    assert!(world.get("owner", &url).await.body.contains("→ 核定 44.5"));
    // Another window, open since before: what was decided meanwhile is shown before it is replaced.
    let stale = [("decision", "return"), ("reason", "看不清"), ("seen", "open")];
    let asked = world.post("verifier", &decision, &stale).await;
    assert!(asked.status == 422 && asked.body.contains("已有别的结论"), "{}", asked.body);
    assert!(asked.body.contains("value=\"看不清\"") && asked.body.contains("44.5 学时"), "{}", asked.body);
    let seen = asked.body.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let again = [("decision", "return"), ("reason", "看不清"), ("seen", seen.expect("what is decided now"))];
    assert_eq!(world.post("verifier", &decision, &again).await.status, 303);
}

#[tokio::test]
async fn the_approver_sees_the_seal_and_the_buttons_first() {
    let world = World::new().await;
    let file = world.awaiting().await;
    let url = format!("/registrations/{}", file.registration);
    let places = |body: &str| ["id=\"sealed\"", "id=\"close\"", "class=\"review\""].map(|mark| body.find(mark));
    let [sealed, close, item] = places(&world.get("approver", &url).await.body);
    assert!(sealed < close && close < item && sealed.is_some(), "{sealed:?} {close:?} {item:?}");
    let page = world.get("approver", &url).await.body;
    assert!(page.contains("学时还不够") && page.contains("审批以后，要人事处撤回审批才能再添加"), "{page}");
    assert!(page.contains("<kbd>j</kbd>") && !page.contains("<kbd>a</kbd>"), "no keys for what is not there");
    let [sealed, close, item] = places(&world.get("verifier", &url).await.body);
    assert!(item < sealed && sealed < close, "{sealed:?} {close:?} {item:?}");
}

#[tokio::test]
async fn a_check_is_taken_over_only_by_whoever_was_told_what_it_ends() {
    let world = World::new().await;
    let file = world.checking().await;
    let url = format!("/registrations/{}", file.registration);
    let colleague = world.second_verifier().await;
    let page = world.get(colleague, &url).await.body;
    assert!(page.contains("陈砚正在审验") && page.contains("还没有结论。接手后"), "{page}");
    assert!(!page.contains("还没有开始审验") && !page.contains(&format!("{url}/check")), "{page}");
    let decision = format!("{url}/items/{}/decision", file.item);
    assert_eq!(world.post("verifier", &decision, &[("decision", "accept")]).await.status, 303);
    let page = world.get(colleague, &url).await.body;
    assert!(page.contains("已有 1 项结论；接手后，这些结论作废，需要重新逐项审验。"), "{page}");
    assert!(page.contains("接手审验</button>"), "{page}");

    // The page was opened before the other began.
    let late = world.post(colleague, &format!("{url}/check"), &[]).await;
    assert!(
        late.status == 409 && late.body.contains("正由陈砚审验") && late.body.contains("接手审验"),
        "{}",
        late.body
    );
    assert!(world.get("verifier", &url).await.body.contains("完成审验</button>"), "the decision is kept");

    // Neither the form of a page that showed somebody else at it, nor one that says nobody.
    let (verifier, approver) = (world.people["verifier"].to_string(), world.people["approver"].to_string());
    for seen in [approver.as_str(), "", "nobody"] {
        let other = world.post(colleague, &format!("{url}/takeover"), &[("checker", seen)]).await;
        assert_eq!(other.status, 409, "{}", other.body);
        assert!(other.body.contains("现在由陈砚审验") && other.body.contains("已有的结论都没有变化"), "{}", other.body);
    }
    assert!(world.get("verifier", &url).await.body.contains("完成审验</button>"), "the decision is kept");
    let log = world.get("auditor", "/audit?name=decision.refused").await.body;
    assert!(log.contains("接手审验没有成功：审验人已经换了") && log.contains("开始审验没有成功"), "{log}");

    assert!(page.contains(&format!("name=\"checker\" value=\"{verifier}\"")), "{page}");
    let seen = [("checker", verifier.as_str())];
    let done = world.post(colleague, &format!("{url}/takeover"), &seen).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, format!("{url}?done=takeover").as_str()));
    let page = world.get(colleague, done.location()).await.body;
    assert!(page.contains("已接手审验") && page.contains("前一位审验人的 1 项结论作废"), "{page}");
    assert!(page.contains("还有 1 项没有结论") && !page.contains("正在审验</h2>"), "{page}");
    let decided = world.post(colleague, &decision, &[("decision", "accept")]).await;
    assert_eq!(decided.status, 303, "{}", decided.body);
    for again in ["takeover", "check"] {
        let twice = world.post(colleague, &format!("{url}/{again}"), &seen).await;
        assert_eq!((twice.status.as_u16(), twice.location()), (303, format!("{url}?done=checking").as_str()));
        let page = world.get(colleague, twice.location()).await.body;
        assert!(page.contains("正由您审验，没有变化") && !page.contains("请重新逐项审验"), "{page}");
        assert!(page.contains("完成审验</button>"), "their decision is kept: {page}");
    }
    let log = world.get("auditor", "/audit?name=registration.check-taken-over").await.body;
    assert_eq!(log.matches("前一位审验人的 1 项结论作废").count(), 1, "what changes nothing leaves no event: {log}");
    let ousted = world.get("verifier", &url).await.body;
    assert!(ousted.contains("林若溪正在审验") && !ousted.contains("完成审验</button>"), "{ousted}");
}

#[tokio::test]
async fn who_begins_after_a_return_is_told_that_earlier_decisions_end() {
    let world = World::new().await;
    let file = world.checking().await;
    let url = format!("/registrations/{}", file.registration);
    let decision = format!("{url}/items/{}/decision", file.item);
    assert_eq!(world.post("verifier", &decision, &[("decision", "accept")]).await.status, 303);
    assert_eq!(world.post("verifier", &format!("{url}/return"), &[("reason", "请补日程")]).await.status, 303);
    let again = [("declared", "yes"), ("short", "yes")];
    assert_eq!(world.post("owner", &format!("{url}/submission"), &again).await.status, 303);
    let colleague = world.second_verifier().await;
    let page = world.get(colleague, &url).await.body;
    assert!(page.contains("还没有开始审验") && page.contains("陈砚在退回以前已有 1 项结论"), "{page}");
    let same = world.get("verifier", &url).await.body;
    assert!(same.contains("还没有开始审验") && !same.contains("结论作废"), "their own decisions stay: {same}");
    let begun = world.post(colleague, &format!("{url}/check"), &[]).await;
    assert_eq!(begun.location(), format!("{url}?done=check"));
    let page = world.get(colleague, begun.location()).await.body;
    assert!(
        page.contains("已开始审验。") && page.contains("开始审验，退回以前由另一位审验人作出的 1 项结论作废"),
        "{page}"
    );
    assert!(!page.contains("接手审验"), "page and log call it the same: {page}");
}

#[tokio::test]
async fn an_approval_is_taken_back_and_its_person_reads_why() {
    let world = World::new().await;
    let file = world.awaiting().await;
    let url = format!("/registrations/{}", file.registration);
    let waiting = world.get("colleague", &url).await.body;
    assert!(waiting.contains("等待审批") && !waiting.contains("打印《专业科目学时登记汇总表》"), "{waiting}");
    assert_eq!(world.post("approver", &format!("{url}/approval"), &[]).await.status, 303);
    let approved = world.get("colleague", &url).await.body;
    assert!(approved.contains("请联系人事处撤回审批") && !approved.contains("加盖单位公章"), "{approved}");
    assert!(!approved.contains("提交单位审批"), "{approved}");
    let account = world.get("colleague", "/my/2026").await.body;
    assert!(account.contains("要补登当年的学习，请联系人事处撤回审批"), "{account}");
    let withdrawal = format!("{url}/approval-withdrawal");
    assert!(world.get("personnel", &url).await.body.contains(&withdrawal));
    assert!(!world.get("approver", &url).await.body.contains(&withdrawal));
    assert_eq!(world.post("personnel", &withdrawal, &[("reason", "")]).await.status, 422);
    let done = world.post("personnel", &withdrawal, &[("reason", "核定学时填错")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, format!("{url}?done=approval-withdrawal").as_str()));
    let again = world.post("personnel", &withdrawal, &[("reason", "核定学时填错")]).await;
    assert_eq!(again.status, 409);
    let page = world.get("colleague", &url).await.body;
    assert!(page.contains("审批已撤回") && page.contains("核定学时填错") && page.contains("再添加一项"), "{page}");
}

#[tokio::test]
async fn a_revoked_certificate_is_made_anew_after_the_office_lets_it() {
    let world = World::new().await;
    let number = world.certificate().await;
    let person = format!("/people/{}", world.people["owner"]);
    let (revocation, release) =
        (format!("/certificates/{number}/revocation"), format!("/certificates/{number}/release"));
    assert_eq!(world.post("personnel", &revocation, &[("reason", "姓名印错")]).await.status, 303);
    let account = world.get("owner", "/my/2026").await.body;
    assert!(account.contains("姓名印错") && account.contains("请联系人事处"), "{account}");
    let issue = [("kind", "public-exam"), ("year", "2026")];
    let barred = world.post("owner", "/certificates", &issue).await;
    assert!(barred.status == 409 && barred.body.contains("不能自己重新生成"), "{}", barred.body);
    assert!(world.get("personnel", &person).await.body.contains(&release));
    assert!(!world.get("auditor", &person).await.body.contains(&release));
    assert_eq!(world.post("owner", &release, &[("reason", "已核实")]).await.status, 403);
    let done = world.post("personnel", &release, &[("reason", "已核实，重新签发")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, format!("{person}?done=release").as_str()));
    assert!(world.get("personnel", &person).await.body.contains("已核实，重新签发"));
    assert_eq!(world.post("owner", "/certificates", &issue).await.status, 303);
}

#[tokio::test]
async fn a_page_that_was_open_while_its_registration_was_withdrawn_says_so() {
    let world = World::new().await;
    let url = format!("/registrations/{}", world.registration);
    assert!(world.get("verifier", &url).await.body.contains(&format!("{url}/check")));
    assert_eq!(world.post("owner", &format!("{url}/withdrawal"), &[]).await.status, 303);
    let decision = format!("{url}/items/{}/decision", world.item);
    let posts: [(&str, &[(&str, &str)]); 3] = [
        (&format!("{url}/check"), &[]),
        (&decision, &[("decision", "accept")]),
        (&format!("{url}/return"), &[("reason", "材料不全")]),
    ];
    for (path, fields) in posts {
        let refused = world.post("verifier", path, fields).await;
        assert_eq!(refused.status, 409, "{path}: {}", refused.body);
        for words in ["草稿", "已保存的内容没有变化", "本人修改后提交"] {
            assert!(refused.body.contains(words), "{path}: {words}: {}", refused.body);
        }
    }
    let events = world.get("auditor", "/audit?name=decision.refused").await.body;
    assert!(events.contains("登记的状态不允许"), "{events}");
}
