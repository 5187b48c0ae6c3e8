//! Every route asked by everybody: the snapshot `permissions.txt` is the permission matrix of the product. After a
//! change that is meant, `XUESHI_ACCEPT=1 cargo test -p web permissions` writes it anew; read the difference.

use std::{collections::BTreeSet, fs, path::Path};

mod findings;
mod forms;

use crate::{
    courses,
    world::{File, PICTURE, VISITORS, World},
};

/// What nobody in particular may open.
const PUBLIC: [&str; 16] = [
    "/",
    "/health",
    // What a proxy shows.
    "/too-large",
    "/assets/{name}",
    "/assets/pdfjs/{version}/{*path}",
    "/design",
    "/sign-in",
    // Whoever has the link.
    "/invitations/{token}",
    "/demo",
    // Empty.
    "/packages/closed",
    "/certificates",
    "/certificates/{number}",
    "/policies",
    "/policies/{name}",
    "/policies/{name}/changes/{old}",
    "/policies/{name}/guide",
];

/// What the routes are asked about.
struct Case {
    file: File,
    number: String,
    course: String,
    lesson: String,
    dispute: String,
    attachment: String,
    question: String,
    /// The owner's request for a make-up, or what was found about the colleague.
    request: String,
    /// A lesson that is a package.
    package: String,
    /// The owner's, going on; none where the routes of examinations are not asked.
    attempt: String,
    /// Of an invitation of the stranger that nobody has taken up.
    token: String,
}

/// Changes for which an earlier one of the list leaves nothing to do, or which need something done before; each is asked
/// in a world of its own.
const ALONE: [&str; 13] = [
    "/sign-in",
    "/certificates",
    "/people/{id}/make-up",
    "/exams/{year}/make-up-requests",
    "/make-up-requests/{id}/refusal",
    "/registrations/{id}/submission",
    "/registrations/{id}/approval-return",
    "/registrations/{id}/findings",
    "/findings/{id}",
    "/findings/{id}/reply",
    "/findings/{id}/ruling",
    "/findings/{id}/appeal",
    "/findings/{id}/appeal-ruling",
];

const STAFF_NUMBER_OF_STRANGER: &str = "20130002";
const PASSWORD: &str = "一句只有自己知道的话";

/// What has to be done before a change can succeed.
async fn prepare(world: &World, case: &Case, path: &str) {
    match path {
        "/sign-in" => {
            let url = format!("/invitations/{}", case.token);
            let set = world.post("nobody", &url, &[("password", PASSWORD), ("again", PASSWORD)]).await;
            assert_eq!(set.status, 303, "{}", set.body);
        }
        "/people/{id}/make-up" | "/exams/{year}/make-up-requests" | "/make-up-requests/{id}/refusal" => {
            let mut attempt = format!("/attempts/{}", case.attempt);
            for next in ["2", "3", ""] {
                world.post("owner", &format!("{attempt}/submission"), &[]).await;
                if !next.is_empty() {
                    let begun = world.post("owner", "/exams/2026/attempts", &[("number", next)]).await;
                    attempt = begun.location().trim_end_matches("#begun").to_owned();
                }
            }
        }
        _ => {}
    }
}

/// Stands in the snapshot before the routes of a registration; the first is the owner's that was handed in, about which
/// all routes are asked.
const STATES: [&str; 7] = [
    "",
    "draft of the approver",
    "the owner's, being checked",
    "the owner's, being checked by the colleague",
    "the colleague's, verified",
    "the colleague's, awaiting approval",
    "the colleague's, approved",
];

async fn case(world: &World, state: &str) -> Case {
    let file = match state {
        "" => return at_first(world).await,
        "draft of the approver" => world.draft().await,
        "the owner's, being checked" => world.checking().await,
        "the owner's, being checked by the colleague" => world.checking_by_another().await,
        "the colleague's, verified" => world.verified().await,
        "the colleague's, awaiting approval" => world.awaiting().await,
        _ => world.approved().await,
    };
    nothing(file)
}

/// A registration, and nothing else that is known.
fn nothing(file: File) -> Case {
    let none = || "unknown".to_owned();
    let [number, course, lesson, dispute, attachment, question, request, package, attempt, token] =
        std::array::from_fn(|_| none());
    Case { file, number, course, lesson, dispute, attachment, question, request, package, attempt, token }
}

/// The owner's registration that was handed in, with a course that is shown, whose last lesson has a file, the
/// owner's objection to it, and the owner's attempt going on.
async fn at_first(world: &World) -> Case {
    let (course, _) = courses::course(world, true).await;
    let url = format!("/courses/{course}/lessons");
    world.upload("personnel", &url, &[("kind", "video"), ("title", "第二讲")], ("two.mp4", &courses::film())).await;
    let mut act = world.act("owner").await;
    let view = actions::courses::show(&mut act, course).await.expect("a course");
    let lesson = view.lessons[1].lesson.id;
    let dispute = actions::learning::dispute(&mut act, lesson, "断网").await.expect("an objection").to_string();
    act.commit("").await.expect("kept");
    let attachment = crate::attachments::add(world, lesson).await.to_string();
    crate::captions::add(world, lesson).await;
    let package = crate::packages::add(world, course).await.to_string();
    let (course, lesson) = (course.to_string(), lesson.to_string());
    let attempt = world.attempt().await.to_string();
    let token = world.invitation("stranger").await;
    let (file, number, question) = (world.submitted, world.certificate().await, question(world).await);
    Case { file, number, course, lesson, dispute, attachment, question, package, attempt, token, ..nothing(file) }
}

/// What the owner asks support for, whose attempts are used up.
async fn requested(world: &World) -> String {
    let mut act = world.act("owner").await;
    let request = actions::exams::request_make_up(&mut act, 2026, "出差在外").await.expect("asked");
    act.commit("").await.expect("kept");
    request.to_string()
}

/// A question that the bank can do without.
async fn question(world: &World) -> String {
    let mut act = world.act("personnel").await;
    let filter = actions::exams::QuestionFilter::default();
    let page = actions::exams::question_list(&mut act, 2026, &filter, 1).await.expect("a bank");
    page.lines[0].id.to_string()
}

fn fill(world: &World, case: &Case, path: &str) -> String {
    let person = world.people["owner"].to_string();
    let id = if path.starts_with("/people") {
        person
    } else if path.starts_with("/attempts") {
        case.attempt.clone()
    } else if path.starts_with("/evidence") {
        case.file.evidence.to_string()
    } else if path.starts_with("/courses") {
        case.course.clone()
    } else if path.ends_with("/bookmark") || path.ends_with("/correction") {
        case.package.clone()
    } else if path.starts_with("/lessons") {
        case.lesson.clone()
    } else if path.starts_with("/make-up-requests") || path.starts_with("/findings") {
        case.request.clone()
    } else if path.starts_with("/questions") {
        case.question.clone()
    } else if path.starts_with("/attachments") {
        case.attachment.clone()
    } else if path.starts_with("/disputes") {
        case.dispute.clone()
    } else {
        case.file.registration.to_string()
    };
    path.replace("{id}", &id)
        .replace("{item}", &case.file.item.to_string())
        .replace("{unit}", &world.unit.to_string())
        .replace("{year}", "2026")
        .replace("{number}", &case.number)
        .replace("{token}", &case.token)
        .replace("/policies/{name}", "/policies/sample-2026")
        .replace("{old}", "guet-2022")
        .replace("{name}", "xueshi.css")
        .replace("{version}/{*path}", "1/pdf.min.mjs")
}

/// The state of the registration asked about, method, path.
type Question = (&'static str, &'static str, &'static str);

/// Statuses of one visitor on all routes: reading first, in the order of the list, then changing; then again the routes
/// of registrations, for each further state.
async fn ask_all(visitor: &'static str) -> Vec<(Question, u16)> {
    let mut routes = web::routes();
    routes.sort_by_key(|(method, _)| *method);
    let mut answers = Vec::new();
    for state in STATES {
        let world = World::new().await;
        let case = case(&world, state).await;
        for (method, path) in &routes {
            if !state.is_empty() && !path.starts_with("/registrations/{id}") && !path.starts_with("/evidence") {
                continue;
            }
            let is_alone = ALONE.contains(path) && (*method == "POST" || path.starts_with("/findings"));
            let status = if is_alone {
                ask_alone(visitor, state, (method, path)).await
            } else {
                ask(&world, &case, visitor, (method, path)).await
            };
            answers.push(((state, *method, *path), status));
        }
    }
    answers
}

async fn ask_alone(visitor: &str, state: &'static str, (method, path): (&str, &str)) -> u16 {
    let world = World::new().await;
    let case = match path {
        // Whoever has a certificate gets no second one.
        "/certificates" => {
            world.passed().await;
            nothing(world.submitted)
        }
        // Whoever has passed needs none.
        "/people/{id}/make-up" | "/exams/{year}/make-up-requests" | "/make-up-requests/{id}/refusal" => {
            Case { attempt: world.attempt().await.to_string(), ..nothing(world.submitted) }
        }
        // Only what was approved is found false; a registration that was not says so in the states that follow.
        _ if path.starts_with("/findings") || (path.ends_with("/findings") && state.is_empty()) => {
            findings::case(&world, path).await
        }
        _ => case(&world, state).await,
    };
    prepare(&world, &case, path).await;
    let request = if path.starts_with("/make-up-requests") { requested(&world).await } else { case.request.clone() };
    ask(&world, &Case { request, ..case }, visitor, (method, path)).await
}

/// The status of one route.
async fn ask(world: &World, case: &Case, visitor: &str, (method, path): (&str, &str)) -> u16 {
    let url = match path.strip_prefix("/packages/{pass}") {
        Some(_) => crate::packages::frame(world, visitor, &case.package).await,
        None => fill(world, case, path),
    };
    let reply = match method {
        "GET" => world.get(visitor, &url).await,
        // What the page would send: whoever may, succeeds.
        _ if path == "/imports" => {
            let sheet = ("units.csv", "部门代码,部门名称\n03,数学学院\n".as_bytes());
            world.upload(visitor, &url, &[("kind", "units"), ("mode", "apply")], sheet).await
        }
        _ if path.ends_with("/questions") => {
            let sheet = ("bank.csv", "题型,题干,选项A,选项B,答案\n单选题,一加一,二,三,A\n".as_bytes());
            world.upload(visitor, &url, &[("mode", "apply")], sheet).await
        }
        _ if path.ends_with("/captions") => world.upload(visitor, &url, &[], crate::captions::CAPTIONS).await,
        _ if path.ends_with("/attachments") => world.upload(visitor, &url, &[], ("图.png", PICTURE)).await,
        _ if path.ends_with("/evidence") || path.ends_with("/sealed-form") => {
            // The item has this picture as evidence already.
            let another = [PICTURE, b"another"].concat();
            world.upload(visitor, &url, &[("need", &world.need())], ("证明.png", &another)).await
        }
        _ if path.ends_with("/title") => world.post(visitor, &url, &[("title", "另一个名称")]).await,
        _ if path.ends_with("/hours") => {
            world.post(visitor, &url, &[("hours", "3"), ("notice", "校人〔2026〕9号")]).await
        }
        _ if path.ends_with("/lessons") => {
            let fields = [("kind", "page"), ("title", "第三讲"), ("minutes", "2"), ("text", "正文")];
            world.upload_many(visitor, &url, &fields, &[]).await
        }
        _ if path.ends_with("/correction") && case.package != "unknown" => {
            let fields = forms::correction(world, &case.package).await;
            world.post(visitor, &url, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
        }
        _ if path.ends_with("/bookmark") => {
            let said = "{\"ticket\":\"00000000-0000-0000-0000-000000000000\",\"status\":\"passed\",\"location\":\"\",\"suspend_data\":\"\"}";
            world.say(visitor, &url, said).await
        }
        _ if path.ends_with("/beats") => {
            world
                .say(
                    visitor,
                    &url,
                    "{\"ticket\":\"00000000-0000-0000-0000-000000000000\",\"number\":1,\"from\":0,\"to\":0}",
                )
                .await
        }
        _ => {
            let [owner, colleague] = ["owner", "colleague"].map(|who| world.people[who].to_string());
            let item = case.file.item.to_string();
            world.post(visitor, &url, &forms::fields(world, path, [&owner, &colleague, &item])).await
        }
    };
    reply.status.as_u16()
}

/// Everybody asks at once, each in worlds of their own.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_asked_by_everybody() {
    let asking = VISITORS.map(|visitor| tokio::spawn(ask_all(visitor)));
    let mut columns = Vec::new();
    for column in asking {
        columns.push(column.await.expect("asked to the end"));
    }
    let mut text = format!("{:<4} {:<50}", "", "");
    for visitor in VISITORS {
        text.push_str(&format!(" {visitor:>14}"));
    }
    text.push('\n');
    let mut at = "";
    for (row, ((state, method, path), nobody)) in columns[0].iter().enumerate() {
        if *state != at {
            text.push_str(&format!("\n{state}\n"));
            at = state;
        }
        text.push_str(&format!("{method:<4} {path:<50}"));
        for column in &columns {
            text.push_str(&format!(" {:>14}", column[row].1));
        }
        text.push('\n');
        let public = PUBLIC.contains(path);
        assert!(public || *method == "POST" || matches!(nobody, 303 | 404), "{method} {path}: {nobody} for nobody");
        assert!(columns.iter().all(|column| column[row].1 < 500), "{method} {path} breaks:\n{text}");
    }
    // A permission that nobody could use would be none that the matrix shows.
    let done: BTreeSet<_> = columns
        .iter()
        .flatten()
        .filter(|(_, status)| matches!(status, 200 | 303))
        .map(|((_, method, path), _)| (*method, *path))
        .collect();
    let never: Vec<_> = web::routes().into_iter().filter(|route| !done.contains(route)).collect();
    assert!(never.is_empty(), "nobody succeeds with {never:?}:\n{text}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/permissions.txt");
    if std::env::var_os("XUESHI_ACCEPT").is_some() {
        fs::write(&file, &text).expect("written");
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(kept, text, "the permission matrix changed:\n{text}");
}

#[tokio::test]
async fn what_one_may_not_see_does_not_exist() {
    let world = World::new().await;
    let registration = format!("/registrations/{}", world.registration);
    let evidence = format!("/evidence/{}", world.evidence);
    for visitor in ["colleague", "stranger", "administrator"] {
        for url in [&registration, &evidence] {
            let reply = world.get(visitor, url).await;
            assert_eq!(reply.status, 404, "{visitor} {url}");
            assert!(!reply.body.contains("周文澜"), "{visitor} {url}");
        }
    }
}
