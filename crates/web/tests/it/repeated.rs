//! An upload that comes once more, because its answer was lost on the way, leads to where it was taken: whatever would be
//! refused by now, and without a word in the log.

use domain::evidence::FILES_MAX;

use crate::world::{File, PICTURE, World, seed_draft};

const KEY: &str = "0190b2f0-0000-7000-8000-00000000000c";
const OTHER_KEY: &str = "0190b2f0-0000-7000-8000-00000000000d";

/// A picture with other content for each number.
fn picture(number: usize) -> Vec<u8> {
    [PICTURE, format!("picture {number}").as_bytes()].concat()
}

/// The address that a form of this page sends to, up to its key.
fn address(page: &str, deed: &str) -> String {
    let (before, after) = page.split_once(&format!("/{deed}?key=")).expect("a form");
    let start = before.rsplit('"').next().expect("an attribute");
    let key: String = after.chars().take_while(|c| !matches!(c, '#' | '"')).collect();
    let own = format!("<input type=\"hidden\" name=\"key\" value=\"{key}\">");
    assert!(page.contains(&own), "the address names the form's own key: {page}");
    format!("{start}/{deed}")
}

async fn not_taken(world: &World) -> usize {
    world.get("auditor", "/audit?name=upload.refused").await.body.matches("没有成功：").count()
}

/// The draft of the colleague, and where evidence of its item is sent.
async fn draft(world: &World) -> (File, String) {
    let draft = seed_draft(&world.app, world.people["colleague"]).await;
    let file = format!("/registrations/{}", draft.registration);
    let url = address(&world.get("colleague", &file).await.body, "evidence");
    assert_eq!(url, format!("{file}/items/{}/evidence", draft.item));
    (draft, url)
}

/// Sends a picture as evidence, under a key that the address names too.
async fn send(world: &World, url: &str, key: &str, number: usize) -> (u16, String) {
    let fields = [("need", &*world.need()), ("key", key)];
    let reply = world.upload("colleague", &format!("{url}?key={key}"), &fields, ("证明.png", &picture(number))).await;
    (reply.status.as_u16(), reply.location().to_owned())
}

#[tokio::test]
async fn evidence_that_comes_again_when_there_is_no_room_for_more_was_taken() {
    let world = World::new().await;
    let (draft, url) = draft(&world).await;
    let taken = send(&world, &url, KEY, 0).await;
    assert_eq!(taken, (303, format!("/registrations/{0}?done=evidence#item-{1}", draft.registration, draft.item)));
    let mut act = world.act("colleague").await;
    let view = actions::registrations::show(&mut act, draft.registration).await.expect("a view");
    let there: usize = view.items.iter().map(|line| line.evidence.len()).sum();
    for number in there..FILES_MAX {
        let bytes = picture(number);
        let need = world.need();
        actions::registrations::attach_evidence(&mut act, draft.item, &need, "证明.png", bytes).await.expect("room");
    }
    act.commit("").await.expect("kept");
    let files = world.files();
    assert_eq!(send(&world, &url, KEY, 0).await, taken);
    assert_eq!((not_taken(&world).await, world.files()), (0, files), "nothing is refused and nothing kept twice");
    assert_eq!(send(&world, &url, OTHER_KEY, 99).await.0, 413);
    assert_eq!(send(&world, &url, KEY, 99).await.0, 413, "the same key with another file was not taken");
    assert_eq!(not_taken(&world).await, 2);
}

#[tokio::test]
async fn evidence_that_comes_again_after_the_registration_was_handed_in_was_taken() {
    let world = World::new().await;
    let (draft, url) = draft(&world).await;
    let taken = send(&world, &url, KEY, 0).await;
    let submission = format!("/registrations/{}/submission", draft.registration);
    let done = world.post("colleague", &submission, &[("declared", "yes"), ("short", "yes")]).await;
    assert_eq!((taken.0, done.status.as_u16()), (303, 303), "{}", done.body);
    assert_eq!(send(&world, &url, KEY, 0).await, taken);
    assert_eq!(not_taken(&world).await, 0);
    assert_eq!(send(&world, &url, OTHER_KEY, 1).await.0, 409);
    assert_eq!(send(&world, &url, KEY, 1).await.0, 409, "the same key with another file was not taken");
    let fields = [("need", &*world.need()), ("key", KEY)];
    let unnamed = world.upload("colleague", &url, &fields, ("证明.png", &picture(0))).await;
    assert_eq!(unnamed.status, 409, "an address without a key is refused unread");
    assert_eq!(not_taken(&world).await, 3);
}

#[tokio::test]
async fn a_sealed_form_that_comes_again_after_it_was_sent_to_approval_was_taken() {
    let world = World::new().await;
    let verified = world.verified().await;
    let file = format!("/registrations/{}", verified.registration);
    let url = address(&world.get("colleague", &file).await.body, "sealed-form");
    let send = async |key: &str, number| {
        let named = format!("{url}?key={key}");
        let reply = world.upload("colleague", &named, &[("key", key)], ("汇总表.png", &picture(number))).await;
        (reply.status.as_u16(), reply.location().to_owned())
    };
    let taken = send(KEY, 0).await;
    assert_eq!(taken, (303, format!("{file}?done=sealed-form")));
    assert_eq!(world.post("colleague", &format!("{file}/approval-request"), &[]).await.status, 303);
    let files = world.files();
    assert_eq!(send(KEY, 0).await, taken);
    assert_eq!((not_taken(&world).await, world.files()), (0, files));
    assert_eq!(send(OTHER_KEY, 1).await.0, 409);
    assert_eq!(send(KEY, 1).await.0, 409, "the same key with another file was not taken");
    assert_eq!(not_taken(&world).await, 2);
}

#[tokio::test]
async fn a_used_key_helps_nobody_but_its_person() {
    let world = World::new().await;
    let (_, url) = draft(&world).await;
    assert_eq!(send(&world, &url, KEY, 0).await.0, 303);
    let fields = [("need", &*world.need()), ("key", KEY)];
    let named = format!("/registrations/{}/items/{}/evidence?key={KEY}", world.registration, world.item);
    let own = world.upload("owner", &named, &fields, ("证明.png", &picture(0))).await;
    assert_eq!(own.status, 409, "somebody else's key, and handed in already: {}", own.body);
    let foreign = world.upload("verifier", &format!("{url}?key={KEY}"), &fields, ("证明.png", &picture(0))).await;
    assert_eq!(foreign.status, 404, "a draft is for its person alone: {}", foreign.body);
}
