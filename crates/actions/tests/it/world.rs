//! A small university on one database: two units, a handful of people with roles, a fixed clock.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use actions::{Act, App, Config, Mode, PackChoice, registrations::ItemForm};
use domain::{
    access::{Actor, Role},
    certificate::{Certificate, CertificateKind},
    clock::Instant,
    ids::{ItemId, PersonId, RegistrationId, UnitId},
    refusal::Refusal,
    table::Table,
};
use policy::{Answer, HoursRule, Kind, Library, StaffCategory};

use crate::library::{library, pack_name};

/// The year that everything happens in.
pub(crate) const YEAR: i16 = 2026;

/// Runs one verb in a transaction of its own, committed when it succeeds.
#[macro_export]
macro_rules! act {
    ($world:expr, $actor:expr, $verb:path $(, $argument:expr)* $(,)?) => {{
        let mut act = $world.app.write(Some($actor.clone()), $world.now, None).await.expect("a transaction");
        let result = $verb(&mut act $(, $argument)*).await;
        if result.is_ok() {
            act.commit("/").await.expect("a commit");
        }
        result
    }};
}

pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) now: Instant,
    pub(crate) units: Vec<UnitId>,
    /// Full-time teacher of the first unit, no role.
    pub(crate) teacher: Actor,
    /// Another teacher of the first unit.
    pub(crate) colleague: Actor,
    pub(crate) verifier: Actor,
    pub(crate) approver: Actor,
    pub(crate) second_approver: Actor,
    /// Verifier and approver of the first unit at once.
    pub(crate) both: Actor,
    /// Verifier of the second unit.
    pub(crate) stranger: Actor,
    pub(crate) personnel: Actor,
    pub(crate) auditor: Actor,
    pub(crate) administrator: Actor,
    pub(crate) database: testkit::Database,
}

/// A world on each database.
pub(crate) async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for database in testkit::databases().await {
        worlds.push(World::new(database).await);
    }
    worlds
}

const PEOPLE: [(&str, &str, &str); 10] = [
    ("T001", "林晓", "机电工程学院"),
    ("T002", "周敏", "机电工程学院"),
    ("T003", "何审", "机电工程学院"),
    ("T004", "吴批", "机电工程学院"),
    ("T005", "郑批", "机电工程学院"),
    ("T006", "孙双", "机电工程学院"),
    ("T007", "钱外", "信息与通信学院"),
    ("T008", "冯人", "信息与通信学院"),
    ("T009", "陈计", "信息与通信学院"),
    ("T010", "褚管", "信息与通信学院"),
];

impl World {
    async fn new(database: testkit::Database) -> World {
        let now: Instant = "2026-11-20T02:00:00Z".parse().expect("a moment");
        let app = App::open(config(&database, library())).await.expect("an application");
        let system = Actor::system();
        let mut act = app.write(Some(system.clone()), now, None).await.expect("a transaction");
        actions::units::import(&mut act, &units_table(), Mode::AllOrNothing).await.expect("units");
        let report =
            actions::people::import_roster(&mut act, &roster_table(), Mode::AllOrNothing).await.expect("people");
        assert_eq!((report.good, report.problems), (PEOPLE.len(), vec![]));
        let units = sorted_units(&mut act).await;
        for (number, role, unit) in [
            ("T003", Role::Verifier, Some(0)),
            ("T004", Role::Approver, Some(0)),
            ("T005", Role::Approver, Some(0)),
            ("T006", Role::Verifier, Some(0)),
            ("T006", Role::Approver, Some(0)),
            ("T007", Role::Verifier, Some(1)),
            ("T008", Role::Personnel, None),
            ("T009", Role::Auditor, None),
            ("T010", Role::Administrator, None),
        ] {
            let person = person_id(&mut act, number).await;
            let unit = unit.map(|place: usize| units[place]);
            actions::people::grant_role(&mut act, person, role, unit).await.expect("a role");
        }
        let mut ids = Vec::new();
        for (number, _, _) in PEOPLE {
            ids.push(person_id(&mut act, number).await);
        }
        act.commit("/").await.expect("a commit");
        let mut actors = Vec::new();
        for id in ids {
            actors.push(sign_in(&app, now, id).await);
        }
        let mut actors = actors.into_iter();
        let mut next = || actors.next().expect("an actor");
        World {
            teacher: next(),
            colleague: next(),
            verifier: next(),
            approver: next(),
            second_approver: next(),
            both: next(),
            stranger: next(),
            personnel: next(),
            auditor: next(),
            administrator: next(),
            app,
            now,
            units,
            database,
        }
    }

    /// Where every stored file lies in its place, in order of path.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let aside = self.files_folder().join("set-aside");
        self.files_in("").into_iter().filter(|path| !path.starts_with(&aside)).collect()
    }

    /// Where every file under a folder of the stored files lies, in order of path.
    pub(crate) fn files_in(&self, folder: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.files_folder().join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { found.push(path) }
            }
        }
        found.sort();
        found
    }

    /// The folder of stored files.
    pub(crate) fn files_folder(&self) -> PathBuf {
        self.database.folder().join("files")
    }

    /// Runs a statement on the database, past the program.
    pub(crate) async fn run(&self, statement: &str) {
        self.database.run(statement).await;
    }

    /// The database, past every verb: as somebody would reach it who does not use the program.
    pub(crate) async fn store(&self) -> store::Store {
        store::Store::open(self.database.url()).await.expect("the database")
    }

    /// How many events the log has.
    pub(crate) async fn events(&self) -> i64 {
        let filter = actions::audit::AuditFilter::default();
        act!(self, self.auditor, actions::audit::list, &filter, 1).expect("the log").total
    }

    /// How the installation is opened.
    pub(crate) fn config(&self) -> Config {
        config(&self.database, library())
    }

    /// The same installation, opened by a program with other settings.
    pub(crate) async fn reopened(&mut self, change: impl FnOnce(&mut Config)) {
        let mut config = self.config();
        change(&mut config);
        self.app = App::open(config).await.expect("an application");
    }

    /// A kind whose hours the verifier sets.
    pub(crate) fn reviewed_kind(&self) -> Kind {
        let kinds = self.app.pack().kinds();
        kinds.iter().rev().find(|kind| matches!(kind.hours, HoursRule::Reviewer)).expect("a reviewed kind").clone()
    }

    /// A filled form of a reviewed kind.
    pub(crate) fn form(&self, title: &str, applied: &str) -> ItemForm {
        let kind = self.reviewed_kind();
        ItemForm {
            title: title.to_owned(),
            organiser: "全国高校师资培训中心".to_owned(),
            starts: "2026-05-11".to_owned(),
            ends: "2026-05-15".to_owned(),
            answers: answers(&kind),
            applied: applied.to_owned(),
            kind: kind.id,
        }
    }

    /// A registration of the teacher with one complete item for each number of hours.
    pub(crate) async fn filled(&self, owner: &Actor, hours: &[&str]) -> (RegistrationId, Vec<ItemId>) {
        let id = act!(self, owner, actions::registrations::open, YEAR).expect("a registration");
        let mut items = Vec::new();
        for (place, hours) in hours.iter().enumerate() {
            let form = self.form(&format!("教学能力研修 {}", place + 1), hours);
            let item = act!(self, owner, actions::registrations::add_item, id, &form).expect("an item");
            for need in self.reviewed_kind().evidence {
                act!(self, owner, actions::registrations::attach_evidence, item, &need.id, "结业证.pdf", pdf())
                    .expect("evidence");
            }
            items.push(item);
        }
        (id, items)
    }

    /// A registration handed in, every item accepted by the verifier, the check finished.
    pub(crate) async fn verified(&self, owner: &Actor, verifier: &Actor) -> RegistrationId {
        let (id, items) = self.filled(owner, &["40", "40", "20"]).await;
        let ticked = actions::registrations::Ticked::late("材料刚刚寄到");
        act!(self, owner, actions::registrations::submit, id, ticked).expect("handed in");
        act!(self, verifier, actions::registrations::begin_check, id).expect("taken up");
        for item in items {
            let accept = actions::registrations::ItemDecision::Accept;
            act!(self, verifier, actions::registrations::decide_item, id, item, accept).expect("accepted");
        }
        act!(self, verifier, actions::registrations::finish_verification, id).expect("verified");
        id
    }

    /// Takes a registration that is with its person to the second decision, every item accepted.
    pub(crate) async fn to_approval(&self, owner: &Actor, verifier: &Actor, id: RegistrationId) {
        use actions::registrations::{self, ItemDecision, Ticked};
        act!(self, owner, registrations::submit, id, Ticked::late("审批撤回后更正")).expect("handed in");
        act!(self, verifier, registrations::begin_check, id).expect("taken up");
        let view = act!(self, verifier, registrations::show, id).expect("the page");
        for item in view.items {
            act!(self, verifier, registrations::decide_item, id, item.item.id, ItemDecision::Accept).expect("accepted");
        }
        act!(self, verifier, registrations::finish_verification, id).expect("verified");
        act!(self, owner, registrations::attach_sealed_form, id, "汇总表.pdf", sealed()).expect("the form");
        act!(self, owner, registrations::send_to_approval, id).expect("sent");
    }

    /// A registration that waits for the second decision.
    pub(crate) async fn awaiting_approval(&self, owner: &Actor, verifier: &Actor) -> RegistrationId {
        let id = self.verified(owner, verifier).await;
        act!(self, owner, actions::registrations::attach_sealed_form, id, "汇总表.pdf", pdf()).expect("the form");
        act!(self, owner, actions::registrations::send_to_approval, id).expect("sent");
        id
    }

    /// A registration that was approved, by 100 hours.
    pub(crate) async fn approved(&self, owner: &Actor) -> RegistrationId {
        let id = self.awaiting_approval(owner, &self.verifier).await;
        act!(self, self.approver, actions::registrations::approve, id).expect("approved");
        id
    }

    /// The teacher's public course, passed.
    pub(crate) async fn passed_public_exam(&self) {
        let number = id_number(0);
        let course = "公需科目必修课";
        let row = ["2026", &number, "林晓", course, "10", "1", "86", "2026-06-01 10:00", "合格", "15"];
        assert_eq!(self.import_public_exam(&[row]).await.applied.expect("applied").new, 1);
    }

    pub(crate) async fn import_public_exam(&self, rows: &[[&str; 10]]) -> actions::ImportReport {
        let table = public_exam_table(rows);
        act!(self, self.personnel, actions::people::import_public_exam, &table, "平台导出", Mode::Apply)
            .expect("results")
    }
}

/// Prints a certificate of the actor's own and issues it in the same act. The pages use two acts, so that nobody waits for
/// the typesetter.
pub(crate) async fn issue(act: &mut Act, kind: CertificateKind, year: i16) -> Result<Certificate, Refusal> {
    issue_for(act, None, kind, year).await
}

/// The same for a person, or for the actor.
pub(crate) async fn issue_for(
    act: &mut Act,
    person: Option<PersonId>,
    kind: CertificateKind,
    year: i16,
) -> Result<Certificate, Refusal> {
    let printed = actions::certificates::print(act, person, kind, year).await?;
    actions::certificates::issue_printed(act, printed).await
}

pub(crate) fn config(database: &testkit::Database, library: Library) -> Config {
    Config {
        data: database.folder().to_owned(),
        database_url: database.url().to_owned(),
        library,
        pack: PackChoice::Named(pack_name()),
        base_url: "http://localhost:8080/".to_owned(),
        is_address_public: true,
        issuer: "示例大学".to_owned(),
        demo: true,
        waits_for_disk: true,
    }
}

pub(crate) async fn sign_in(app: &Arc<App>, now: Instant, person: PersonId) -> Actor {
    let token = actions::sessions::demo_sign_in(app, now, person).await.expect("a session");
    actions::sessions::resolve(app, now, token.as_str()).await.expect("an answer").expect("an actor")
}

async fn person_id(act: &mut Act, number: &str) -> PersonId {
    actions::people::by_staff_number(act, number).await.expect("an answer").expect("a person").id
}

async fn sorted_units(act: &mut Act) -> Vec<UnitId> {
    let mut units = actions::units::list(act).await.expect("units");
    units.sort_by(|a, b| a.code.cmp(&b.code));
    units.into_iter().map(|unit| unit.id).collect()
}

/// A value for every question that must be answered.
fn answers(kind: &Kind) -> BTreeMap<String, String> {
    let answer = |answer: &Answer| match answer {
        Answer::Text => "示例".to_owned(),
        Answer::Count { .. } | Answer::Hours => "5".to_owned(),
        Answer::YesNo => "no".to_owned(),
        Answer::Choice(options) => options[0].0.clone(),
    };
    kind.asks.iter().map(|ask| (ask.id.clone(), answer(&ask.answer))).collect()
}

pub(crate) fn units_table() -> Table {
    let rows = [["部门代码", "部门名称", "类别"], ["01", "机电工程学院", "学院"], ["02", "信息与通信学院", "学院"]];
    Table::from_texts("单位", rows)
}

pub(crate) fn roster_table() -> Table {
    let rows: Vec<[String; 5]> = PEOPLE
        .iter()
        .enumerate()
        .map(|(place, (number, name, unit))| {
            let category = StaffCategory::FullTimeTeacher.label();
            [*number, *name, &id_number(place), *unit, category].map(str::to_owned)
        })
        .collect();
    roster_of(&rows)
}

pub(crate) fn roster_of(rows: &[[String; 5]]) -> Table {
    let head = ["工号", "姓名", "身份证号", "所属部门", "岗位类别"].map(str::to_owned);
    Table::from_texts("名册", std::iter::once(head).chain(rows.iter().cloned()))
}

pub(crate) fn public_exam_table(rows: &[[&str; 10]]) -> Table {
    let head = ["年度", "身份证号", "姓名", "课程名称", "学习学时", "考试次数", "成绩", "考试时间", "结果", "获得学时"];
    Table::from_texts("成绩", std::iter::once(head).chain(rows.iter().copied()))
}

/// A valid number that belongs to nobody, different for each place.
pub(crate) fn id_number(place: usize) -> String {
    let body = format!("99010119800101{:03}", place * 2 + 1);
    let check = domain::id_number::check_character(&body).expect("seventeen digits");
    format!("{body}{check}")
}

/// A scan of a sealed form, other bytes each time: every check has its own form, printed and sealed anew.
pub(crate) fn sealed() -> Vec<u8> {
    static SCANS: AtomicUsize = AtomicUsize::new(0);
    let scan = SCANS.fetch_add(1, Ordering::Relaxed);
    [pdf(), format!("% scan {scan}\n%%EOF\n").into_bytes()].concat()
}

/// One empty page.
pub(crate) fn pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ];
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (place, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", place + 1));
    }
    let begin = text.len();
    let count = objects.len() + 1;
    format!("{text}{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n").into_bytes()
}
