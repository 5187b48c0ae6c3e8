//! A small university with one submitted registration, and a browser for each of its people. All people are fictional.

use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};

use actions::{
    Act, App, Mode,
    registrations::{ItemForm, Ticked},
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{
    access::{Actor, Role},
    clock::Instant,
    ids::{EvidenceId, ItemId, PersonId, RegistrationId, UnitId},
    table::Table,
};
use policy::{Answer, Kind};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::program::{open, served};

/// Who may ask, in the order of the permission snapshot.
pub(crate) const VISITORS: [&str; 12] = [
    "nobody",
    "owner",
    "colleague",
    "stranger",
    "verifier",
    "approver",
    "verifier there",
    "approver there",
    "personnel",
    "support",
    "auditor",
    "administrator",
];

/// The university.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) people: BTreeMap<&'static str, PersonId>,
    /// The owner's unit.
    pub(crate) unit: UnitId,
    /// The owner's, handed in.
    pub(crate) submitted: File,
    pub(crate) registration: RegistrationId,
    pub(crate) item: ItemId,
    pub(crate) evidence: EvidenceId,
    /// What time it is.
    clock: fn() -> Instant,
    folder: TempDir,
}

/// One registration with its first item and one of its files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct File {
    pub(crate) registration: RegistrationId,
    pub(crate) item: ItemId,
    pub(crate) evidence: EvidenceId,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    /// The address of a redirect.
    pub(crate) fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// 2026年11月23日 19:00 in Shanghai.
pub(crate) fn now() -> Instant {
    "2026-11-23T11:00:00Z".parse().expect("a moment")
}

/// A number with its check digit (GB 11643), for a region that does not exist.
pub(crate) fn id_number(serial: usize) -> String {
    let body = format!("99010119850101{serial:03}");
    let check = domain::id_number::check_character(&body).expect("seventeen digits");
    format!("{body}{check}")
}

pub(crate) const PEOPLE: [(&str, &str, &str); 11] = [
    ("owner", "周文澜", "机电工程学院"),
    ("colleague", "林若溪", "机电工程学院"),
    ("stranger", "何以安", "外国语学院"),
    ("verifier", "陈砚", "机电工程学院"),
    ("approver", "苏明远", "机电工程学院"),
    ("personnel", "方知微", "外国语学院"),
    ("auditor", "梁静秋", "外国语学院"),
    ("administrator", "谢长庚", "外国语学院"),
    ("support", "沈安宁", "外国语学院"),
    // The same offices of another unit.
    ("verifier there", "顾北辰", "外国语学院"),
    ("approver there", "叶知秋", "外国语学院"),
];

pub(crate) async fn as_system(app: &Arc<App>) -> Act {
    app.write(Some(Actor::system()), now(), None).await.expect("an act")
}

async fn seed_people(app: &Arc<App>) -> BTreeMap<&'static str, PersonId> {
    let mut act = as_system(app).await;
    let units = Table::from_texts(
        "单位",
        [["部门代码", "部门名称", "类别"], ["01", "机电工程学院", "学院"], ["02", "外国语学院", "学院"]],
    );
    let report = actions::units::import(&mut act, &units, Mode::AllOrNothing).await.expect("units");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let mut rows = vec![["工号", "姓名", "身份证号", "所属部门", "岗位类别"].map(str::to_owned).to_vec()];
    for (place, (_, name, unit)) in PEOPLE.iter().enumerate() {
        let number = format!("2013{place:04}");
        rows.push(vec![number, (*name).to_owned(), id_number(place + 1), (*unit).to_owned(), "专任教师".to_owned()]);
    }
    let roster = Table::from_texts("名册", rows);
    let report = actions::people::import_roster(&mut act, &roster, Mode::AllOrNothing).await.expect("roster");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let mut people = BTreeMap::new();
    for (place, (key, ..)) in PEOPLE.iter().enumerate() {
        let person = actions::people::by_staff_number(&mut act, &format!("2013{place:04}")).await.expect("a person");
        let person = person.expect("on the roster");
        let role = match *key {
            "verifier" | "verifier there" => Some((Role::Verifier, Some(person.unit_id))),
            "approver" | "approver there" => Some((Role::Approver, Some(person.unit_id))),
            "support" => Some((Role::Support, None)),
            "personnel" => Some((Role::Personnel, None)),
            "auditor" => Some((Role::Auditor, None)),
            "administrator" => Some((Role::Administrator, None)),
            _ => None,
        };
        if let Some((role, unit)) = role {
            actions::people::grant_role(&mut act, person.id, role, unit).await.expect("a role");
        }
        people.insert(*key, person.id);
    }
    act.commit("").await.expect("kept");
    people
}

/// Somebody who may act, by way of the session that the browser would use.
pub(crate) async fn actor(app: &Arc<App>, person: PersonId) -> Actor {
    let token = actions::sessions::demo_sign_in(app, now(), person).await.expect("a session");
    actions::sessions::resolve(app, now(), token.as_str()).await.expect("resolved").expect("an actor")
}

/// A form that fills in whatever the kind asks.
pub(crate) fn form(kind: &Kind) -> ItemForm {
    let answers = kind
        .asks
        .iter()
        .map(|ask| {
            let value = match &ask.answer {
                Answer::Text | Answer::Count { .. } | Answer::Hours => "4".to_owned(),
                Answer::YesNo => "no".to_owned(),
                Answer::Choice(options) => options.first().map(|(id, _)| id.clone()).unwrap_or_default(),
            };
            (ask.id.clone(), value)
        })
        .collect();
    ItemForm {
        kind: kind.id.clone(),
        title: "智能制造教学研修班".to_owned(),
        organiser: "某培训基地".to_owned(),
        starts: "2026-07-13".to_owned(),
        ends: "2026-07-15".to_owned(),
        answers,
        applied: "12".to_owned(),
    }
}

/// The smallest picture: one white pixel.
pub(crate) const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4, 0x89, 0x00, 0x00, 0x00, 0x0b, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0xf8, 0x0f, 0x04, 0x00, 0x09, 0xfb, 0x03, 0xfd, 0x68, 0xfa, 0x1c, 0xcc, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

/// Somebody's registration of 2026, complete but not handed in.
pub(crate) async fn seed_draft(app: &Arc<App>, owner: PersonId) -> File {
    let owner = actor(app, owner).await;
    let kind = app.pack().kinds().first().expect("a kind").clone();
    let mut act = app.write(Some(owner), now(), None).await.expect("an act");
    let registration = actions::registrations::open(&mut act, 2026).await.expect("a registration");
    let item = actions::registrations::add_item(&mut act, registration, &form(&kind)).await.expect("an item");
    let mut evidence = None;
    let view = actions::registrations::show(&mut act, registration).await.expect("a view");
    for line in &view.items.first().expect("an item").checklist {
        let bytes = PICTURE.to_vec();
        let id = actions::registrations::attach_evidence(&mut act, item, &line.need.id, "证明.png", bytes).await;
        evidence = Some(id.expect("evidence"));
    }
    act.commit("").await.expect("kept");
    File { registration, item, evidence: evidence.expect("a kind that asks for evidence") }
}

/// The same, handed in.
pub(crate) async fn seed_submitted(app: &Arc<App>, owner: PersonId) -> File {
    let file = seed_draft(app, owner).await;
    let mut act = app.write(Some(actor(app, owner).await), now(), None).await.expect("an act");
    actions::registrations::submit(&mut act, file.registration, Ticked::ALL).await.expect("handed in");
    act.commit("").await.expect("kept");
    file
}

impl World {
    /// A new university.
    pub(crate) async fn new() -> World {
        Self::under("sample-2026").await
    }

    /// A new university, under another authority.
    pub(crate) async fn under(pack: &str) -> World {
        let folder = tempfile::tempdir().expect("a folder");
        let app = open(&folder, pack).await;
        let people = seed_people(&app).await;
        let unit = actor(&app, people["owner"]).await.unit;
        let submitted = seed_submitted(&app, people["owner"]).await;
        let File { registration, item, evidence } = submitted;
        let router = served(&app, now);
        World { app, router, people, unit, submitted, registration, item, evidence, clock: now, folder }
    }

    /// The same university after its program was started again under another pack.
    pub(crate) async fn reopened_under(self, pack: &str) -> World {
        let app = open(&self.folder, pack).await;
        World { router: served(&app, self.clock), app, ..self }
    }

    /// The same university by another clock.
    pub(crate) fn at(self, clock: fn() -> Instant) -> World {
        World { router: served(&self.app, clock), clock, ..self }
    }

    pub(crate) async fn act(&self, visitor: &str) -> Act {
        let actor = actor(&self.app, self.people[visitor]).await;
        self.act_as(actor).await
    }

    /// The same of somebody with other roles.
    pub(crate) async fn act_as(&self, actor: Actor) -> Act {
        self.app.write(Some(actor), (self.clock)(), None).await.expect("an act")
    }

    /// The cookie of a visitor; `None` for nobody.
    pub(crate) async fn cookie(&self, visitor: &str) -> Option<String> {
        let person = self.people.get(visitor)?;
        let token = actions::sessions::demo_sign_in(&self.app, (self.clock)(), *person).await.expect("a session");
        Some(format!("xueshi={}", token.as_str()))
    }

    /// Sends a request as it is, with the visitor's cookie.
    pub(crate) async fn send(&self, visitor: &str, mut request: Request<Body>) -> Reply {
        if let Some(cookie) = self.cookie(visitor).await {
            request.headers_mut().insert(header::COOKIE, cookie.parse().expect("a header"));
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// GET.
    pub(crate) async fn get(&self, visitor: &str, url: &str) -> Reply {
        self.send(visitor, Request::get(url).body(Body::empty()).expect("a request")).await
    }

    /// POST of a form, with a key of its own as on every page.
    pub(crate) async fn post(&self, visitor: &str, url: &str, fields: &[(&str, &str)]) -> Reply {
        let key = fresh_key();
        let fields = with_key(fields, &key);
        self.post_as_is(visitor, url, &fields).await
    }

    /// POST of exactly these fields.
    pub(crate) async fn post_as_is(&self, visitor: &str, url: &str, fields: &[(&str, &str)]) -> Reply {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let request = Request::post(url)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .expect("a request");
        self.send(visitor, request).await
    }

    /// POST of JSON, as the scripts of pages send it.
    pub(crate) async fn say(&self, visitor: &str, url: &str, body: &str) -> Reply {
        let request = Request::post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(body.to_owned()))
            .expect("a request");
        self.send(visitor, request).await
    }

    /// POST of a form with one file.
    pub(crate) async fn upload(&self, visitor: &str, url: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Reply {
        self.upload_many(visitor, url, fields, &[file]).await
    }

    /// POST of a form with files.
    pub(crate) async fn upload_many(
        &self,
        visitor: &str,
        url: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Reply {
        let key = fresh_key();
        let mut body = Vec::new();
        for (name, value) in with_key(fields, &key) {
            body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, bytes) in files {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        let request = Request::post(url)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(crate::pieces::body(body))
            .expect("a request");
        self.send(visitor, request).await
    }

    /// The token of a new invitation.
    pub(crate) async fn invitation(&self, visitor: &str) -> String {
        let invited = self.post("administrator", &format!("/people/{}/invitation", self.people[visitor]), &[]).await;
        let (_, rest) = invited.body.split_once("/invitations/").expect("a link");
        rest.chars().take_while(char::is_ascii_alphanumeric).collect()
    }

    /// Every stored file in its place.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().join("files")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found.retain(|path| !path.starts_with(self.folder.path().join("files/set-aside")));
        found.sort();
        found
    }
}

fn fresh_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// The fields with this key, unless they bring their own.
fn with_key<'a>(fields: &[(&'a str, &'a str)], key: &'a str) -> Vec<(&'a str, &'a str)> {
    let has_key = fields.iter().any(|(name, _)| *name == "key");
    fields.iter().copied().chain((!has_key).then_some(("key", key))).collect()
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
