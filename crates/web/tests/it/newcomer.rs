//! What somebody meets who uses the product for the first time: whose dates are shown, which evidence is asked for next,
//! and what stands above a link that opens nothing.

use policy::Kind;

use crate::world::{PICTURE, World, form, id_number};

#[tokio::test]
async fn the_dates_of_an_office_speak_of_its_own_work() {
    let world = World::new().await;
    let home = world.get("verifier", "/").await;
    assert!(
        home.body.contains("提交到单位的登记还有 ") || home.body.contains("提交到单位的登记都已办完"),
        "{}",
        home.body
    );
    let home = world.get("owner", "/").await;
    assert!(!home.body.contains("提交到单位的登记"), "whoever has no office sees their own dates");
}

#[tokio::test]
async fn the_form_asks_for_the_first_piece_that_is_missing_and_no_file_twice() {
    let world = World::new().await;
    let asks_for_two = |kind: &&Kind| kind.evidence.iter().filter(|need| need.when.is_none()).count() > 1;
    let kind = world.app.pack().kinds().iter().find(asks_for_two).expect("a kind with two pieces").clone();
    let needs: Vec<&str> = kind.evidence.iter().filter(|it| it.when.is_none()).map(|it| it.id.as_str()).collect();
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let filled = form(&kind);
    let answers: Vec<_> = filled.answers.iter().map(|(id, value)| (format!("answer.{id}"), value.clone())).collect();
    let mut fields: Vec<(&str, &str)> = vec![
        ("kind", &filled.kind),
        ("title", &filled.title),
        ("organiser", &filled.organiser),
        ("starts", &filled.starts),
        ("ends", &filled.ends),
        ("applied", &filled.applied),
    ];
    fields.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let kept = world.post("colleague", &format!("{file}/items"), &fields).await;
    let item = kept.location().split("#item-").nth(1).expect("an item").to_owned();
    let chosen = |need: &str| format!("<option value=\"{need}\" selected>");
    assert!(world.get("colleague", &file).await.body.contains(&chosen(needs[0])));
    let url = format!("{file}/items/{item}/evidence");
    let taken = world.upload("colleague", &url, &[("need", needs[0])], ("证明.png", PICTURE)).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(world.get("colleague", &file).await.body.contains(&chosen(needs[1])), "what is still missing");
    let again = world.upload("colleague", &url, &[("need", needs[0])], ("另一份.png", PICTURE)).await;
    assert!(again.status == 422 && again.body.contains("是同一个文件"), "{}", again.body);
}

#[tokio::test]
async fn a_link_that_opens_nothing_has_a_heading_of_its_own() {
    let world = World::new().await;
    let gone = world.get("nobody", "/invitations/no-such-link").await;
    assert_eq!(gone.status, 404);
    assert!(gone.body.contains("这个邀请链接不能用了") && !gone.body.contains("没有找到这一页"), "{}", gone.body);
}

#[tokio::test]
async fn an_item_that_lacks_an_answer_is_the_persons_to_fill_in() {
    let world = World::new().await;
    let passed = format!(
        "年度,身份证号,姓名,课程名称,学习学时,考试次数,成绩,考试时间,结果,获得学时\n2026,{},林若溪,公需科目必修课,10,1,80,2026/05/04 15:35,合格,15\n",
        id_number(2)
    );
    let fields = [("kind", "public-exam"), ("mode", "apply")];
    let imported = world.upload("personnel", "/imports", &fields, ("成绩.csv", passed.as_bytes())).await;
    assert_eq!(imported.status, 200, "{}", imported.body);
    let file = world.post("colleague", "/registrations", &[("year", "2026")]).await.location().to_owned();
    let fields = [
        ("kind", "training-half-days"),
        ("title", "研修班"),
        ("organiser", "教务处"),
        ("starts", "2026-05-20"),
        ("ends", "2026-05-21"),
        ("applied", ""),
    ];
    let kept = world.post("colleague", &format!("{file}/items"), &fields).await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let home = world.get("colleague", "/").await.body;
    let way = format!("有 1 项登记还没有填完，填好以后才能计算学时。 <a href=\"{file}\">去填写</a>");
    assert!(home.contains(&way), "{home}");
    let year = world.get("colleague", "/my/2026").await.body;
    assert!(year.contains("有的登记项还没有填完，填好以后才有结果。"), "{year}");
    assert!(!year.contains("等待单位核定") && !year.contains("有的学时要由单位核定"), "{year}");
}
