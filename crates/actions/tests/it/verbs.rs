//! Every verb that changes something leaves its event, in the transaction of the change. Complete by construction: a verb
//! that is neither here nor among the silent ones fails, and so does an event that nothing here brings about. Each is done in an act that is
//! dropped, after which neither change nor event may be there, then in one that is committed: exactly its events are.

use std::{collections::BTreeSet, fs, path::Path};

use actions::{
    Attempt, Mode,
    audit::{self, AuditFilter},
    certificates, people, policies,
    registrations::{self, ItemDecision, Ticked},
    sessions, settle, units, watched,
    years::{self, ExportFormat, ProgressFilter},
};
use domain::{
    access::{Deed, Role},
    audit::EventKind,
    certificate::CertificateKind,
    ids::{ItemId, RegistrationId},
    table::Table,
};
use jiff::civil::date;

use self::silent::{READING, UNRECORDED};
use crate::{
    act,
    uploads::sent,
    world::{World, YEAR, id_number, pdf, public_exam_table, roster_of, sealed, worlds},
};

/// The log as far as it was read, and what was done.
struct Diary<'a> {
    world: &'a World,
    length: i64,
    verbs: BTreeSet<String>,
    events: BTreeSet<String>,
}

impl Diary<'_> {
    async fn of(world: &World) -> Diary<'_> {
        Diary { world, length: world.events().await, verbs: BTreeSet::new(), events: BTreeSet::new() }
    }

    async fn is_unchanged(&self, verb: &str) {
        assert_eq!(self.world.events().await, self.length, "{verb} was dropped, and left an event all the same");
    }

    /// Reads what the log has more than before, and compares it with what the verb has to leave.
    async fn takes_down(&mut self, verb: &str, expected: &[EventKind]) {
        let page = act!(self.world, self.world.auditor, audit::list, &AuditFilter::default(), 1);
        let page = page.expect("the log");
        let more = usize::try_from(page.total - self.length).expect("the log only grows");
        let mut left: Vec<String> = page.lines.into_iter().take(more).map(|line| line.name).collect();
        let mut wanted: Vec<String> = expected.iter().map(|kind| kind.name().to_owned()).collect();
        left.sort();
        wanted.sort();
        assert_eq!(left, wanted, "the events of {verb}");
        self.length = page.total;
        self.verbs.insert(verb.to_owned());
        self.events.extend(left);
    }
}

/// Does a verb twice, dropped and committed, and looks at its events.
macro_rules! deed {
    ($diary:expr, $actor:ident, [$($kind:ident),+], $verb:path $(, $argument:expr)* $(,)?) => {{
        let world = $diary.world;
        let mut act = world.app.write(Some(world.$actor.clone()), world.now, None).await.expect("a transaction");
        // In a place of its own: what all verbs need together is more than the stack of a test.
        Box::pin($verb(&mut act $(, $argument)*)).await.expect(stringify!($verb));
        drop(act);
        $diary.is_unchanged(stringify!($verb)).await;
        let done = act!(world, world.$actor, $verb $(, $argument)*).expect(stringify!($verb));
        $diary.takes_down(stringify!($verb), &[$(EventKind::$kind),+]).await;
        done
    }};
}

#[path = "verbs/findings.rs"]
mod falsehood;
#[path = "verbs/silent.rs"]
mod silent;
#[path = "verbs/training.rs"]
mod training;

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_that_changes_something_leaves_its_event_in_the_same_transaction() {
    for world in worlds().await {
        let mut diary = Diary::of(&world).await;
        Box::pin(spreadsheets(&mut diary)).await;
        Box::pin(accounts(&mut diary)).await;
        let (id, item) = Box::pin(draft(&mut diary)).await;
        Box::pin(first_check(&mut diary, id, item)).await;
        Box::pin(second_check(&mut diary, id, item)).await;
        Box::pin(approval(&mut diary, id, item)).await;
        Box::pin(certificate(&mut diary)).await;
        training::year(&mut diary).await;
        Box::pin(refusals(&mut diary, id)).await;
        deed!(diary, auditor, [AuditVerified], audit::verify);
        let (new, against) = ("sample-2026".to_owned(), Some("guet-2022".to_owned()));
        let question = policies::Question { new, against, year: YEAR, only: policies::Only::default() };
        deed!(diary, personnel, [PolicySimulated], policies::simulate, &question, |_, _| ());
        let csv = ExportFormat::Csv;
        deed!(diary, personnel, [PolicySimulated, SimulationExported], policies::export, &question, csv, |_, _| ());
        years::judge(&world.app, world.personnel.clone(), YEAR, world.now, |_, _| ()).await.expect("judged");
        diary.takes_down("years::judge", &[EventKind::YearsJudged]).await;
        deed!(diary, administrator, [DemoPrepared], sessions::mark_as_demo);
        deed!(diary, administrator, [PackPutInForce], policies::put_in_force);
        nothing_is_left_out(&diary);
    }
}

/// Against the verbs that the sources export, and against the events that the domain knows.
fn nothing_is_left_out(diary: &Diary<'_>) {
    let named: BTreeSet<&str> = READING.into_iter().chain(UNRECORDED.iter().map(|(verb, _)| *verb)).collect();
    let exported = exported_verbs();
    assert!(exported.len() > 60, "{exported:?}");
    let is_shown = |verb: &String| diary.verbs.contains(verb) || named.contains(verb.as_str());
    let unknown: Vec<_> = exported.iter().filter(|verb| !is_shown(verb)).collect();
    assert!(
        unknown.is_empty(),
        "nothing shows that these verbs leave an event: {unknown:?}. Do them in one of the walks of this file with \
         `deed!`, or name them in READING when they change nothing"
    );
    let gone: Vec<_> = named.iter().filter(|verb| !exported.contains(**verb)).collect();
    assert!(gone.is_empty(), "these verbs are gone: {gone:?}");
    let unseen = EventKind::ALL.iter().map(|kind| kind.name()).filter(|name| !diary.events.contains(*name));
    let unseen: Vec<_> = unseen.collect();
    assert!(
        unseen.is_empty(),
        "nothing here brings these events about: {unseen:?}. Let the verb that records them be done with `deed!`"
    );
}

/// `noun::verb` of everything that `crates/actions/src/*/mod.rs` exports and that is no type.
fn exported_verbs() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut verbs = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the sources").flatten() {
        let noun = entry.file_name().to_string_lossy().into_owned();
        let Ok(text) = fs::read_to_string(entry.path().join("mod.rs")) else { continue };
        for exported in text.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next()) {
            for name in exported.split_once("::").expect("a path").1.split(|c: char| !c.is_alphanumeric() && c != '_') {
                if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    verbs.insert(format!("{noun}::{name}"));
                }
            }
        }
    }
    verbs
}

async fn spreadsheets(diary: &mut Diary<'_>) {
    let table = Table::from_texts("单位", [["部门代码", "部门名称"], ["03", "数学学院"]]);
    deed!(diary, personnel, [UnitsImported], units::import, &table, Mode::Apply);
    let row = |number: &str, name: &str, id: usize, unit: &str| {
        [number, name, &id_number(id), unit, "专任教师"].map(str::to_owned)
    };
    let table = roster_of(&[row("T002", "周敏", 1, "数学学院"), row("T100", "蒋新", 50, "数学学院")]);
    let report = deed!(
        diary,
        personnel,
        [RosterImported, PersonAdded, PersonChanged],
        people::import_roster,
        &table,
        Mode::Apply
    );
    assert_eq!(report.problems, []);
    let head = ["工号", "姓名", "身份证号", "所属部门", "岗位类别", "起始日期"].map(str::to_owned);
    let dated = ["T100", "蒋新", &id_number(50), "数学学院", "工勤", "2026-09-01"].map(str::to_owned);
    let table = domain::table::Table::from_texts("名册", [head, dated]);
    deed!(diary, personnel, [RosterImported, PersonChanged, PostDated], people::import_roster, &table, Mode::Apply);
    let hours = |hours| crate::industry_hours::industry_table(&[("HY1", 50, "蒋新", "培训", hours)]);
    let (old, new, system, apply) = (hours("8"), hours("4"), "甲系统", Mode::Apply);
    deed!(diary, personnel, [IndustryHoursImported], people::import_industry_hours, &old, system, apply);
    deed!(
        diary,
        personnel,
        [IndustryHoursImported, IndustryHoursChanged],
        people::import_industry_hours,
        &new,
        system,
        apply
    );
    let number = id_number(0);
    let result = |score| {
        let course = "公需科目必修课";
        public_exam_table(&[["2026", &number, "林晓", course, "10", "1", score, "2026-06-01 10:00", "合格", "15"]])
    };
    let (old, new, from, apply) = (result("86"), result("95"), "平台导出", Mode::Apply);
    deed!(diary, personnel, [PublicExamImported], people::import_public_exam, &old, from, apply);
    deed!(diary, personnel, [PublicExamImported, PublicResultChanged], people::import_public_exam, &new, from, apply);
}

async fn accounts(diary: &mut Diary<'_>) {
    let (world, password) = (diary.world, "山高水长 correct horse");
    let (app, now, colleague) = (&world.app, world.now, world.colleague.person);
    let number = id_number(70);
    deed!(diary, personnel, [IdNumberCorrected], people::correct_id_number, colleague, &number, "名册填错");
    deed!(diary, administrator, [RoleGranted], people::grant_role, colleague, Role::Auditor, None);
    deed!(diary, administrator, [RoleRevoked], people::revoke_role, colleague, Role::Auditor, None);
    let list = crate::invitations::prepared(world, &world.personnel, None).await.expect("a list");
    deed!(
        diary,
        personnel,
        [InvitationsListed, PersonInvited, PersonInvited, PersonInvited],
        people::issue_invitations,
        None,
        &list
    );
    let link = deed!(diary, personnel, [PersonInvited], people::invite, colleague);
    let token = link.url.rsplit('/').next().expect("a token");
    sessions::accept_invitation(app, now, token, password).await.expect("accepted");
    let events = [EventKind::InvitationAccepted, EventKind::SessionOpened];
    diary.takes_down("sessions::accept_invitation", &events).await;
    sessions::sign_in(app, now, "T002", "another horse", "").await.expect_err("wrong");
    diary.takes_down("sessions::sign_in", &[EventKind::SessionRefused]).await;
    let session = sessions::sign_in(app, now, "T002", password, "").await.expect("a session");
    diary.takes_down("sessions::sign_in", &[EventKind::SessionOpened]).await;
    sessions::sign_out(app, now, session.as_str()).await.expect("signed out");
    diary.takes_down("sessions::sign_out", &[EventKind::SessionClosed]).await;
    sessions::demo_sign_in(app, now, colleague).await.expect("a session");
    diary.takes_down("sessions::demo_sign_in", &[EventKind::SessionOpened]).await;
}

async fn draft(diary: &mut Diary<'_>) -> (RegistrationId, ItemId) {
    let world = diary.world;
    let (form, other) = (world.form("研修", "40"), world.form("另一次", "8"));
    let id = deed!(diary, teacher, [RegistrationOpened], registrations::open, YEAR);
    let item = deed!(diary, teacher, [ItemAdded], registrations::add_item, id, &form);
    deed!(diary, teacher, [ItemChanged], registrations::change_item, item, &world.form("研修（更正）", "36"));
    let second = deed!(diary, teacher, [ItemAdded], registrations::add_item, id, &other);
    deed!(diary, teacher, [ItemRemoved], registrations::remove_item, second);
    let needs = world.reviewed_kind().evidence;
    let need = needs.first().expect("a need").id.as_str();
    let file = deed!(diary, teacher, [EvidenceAttached], registrations::attach_evidence, item, need, "证.pdf", pdf());
    deed!(diary, teacher, [EvidenceRemoved], registrations::remove_evidence, file);
    for need in &needs {
        let (need, file) = (need.id.as_str(), checked(world).await);
        deed!(diary, teacher, [EvidenceAttached], registrations::attach_checked_evidence, item, need, file.clone());
    }
    (id, item)
}

/// A file that was looked at.
async fn checked(world: &World) -> actions::CheckedFile {
    let checked = actions::check_files(&world.app, vec![sent("证.pdf", pdf()).await]).await.expect("a document");
    checked.into_iter().next().expect("one file")
}

async fn first_check(diary: &mut Diary<'_>, id: RegistrationId, item: ItemId) {
    deed!(diary, teacher, [RegistrationSubmitted], registrations::submit, id, Ticked::ALL);
    deed!(diary, teacher, [RegistrationWithdrawn], registrations::withdraw, id);
    deed!(diary, teacher, [RegistrationSubmitted], registrations::submit, id, Ticked::ALL);
    deed!(diary, verifier, [CheckBegun], registrations::begin_check, id);
    let view = act!(diary.world, diary.world.verifier, registrations::show, id).expect("the page");
    let file = view.items[0].evidence[0].id;
    deed!(diary, verifier, [EvidenceRead], registrations::read_evidence, file);
    deed!(diary, verifier, [ItemDecided], registrations::decide_item, id, item, ItemDecision::Accept);
    let seen = Some(diary.world.verifier.person);
    deed!(diary, both, [CheckTakenOver], registrations::take_over_check, id, seen);
    deed!(diary, both, [RegistrationReturned], registrations::return_to_person, id, "请补交日程");
}

async fn second_check(diary: &mut Diary<'_>, id: RegistrationId, item: ItemId) {
    deed!(diary, teacher, [RegistrationSubmitted], registrations::submit, id, Ticked::ALL);
    deed!(diary, verifier, [CheckBegun], registrations::begin_check, id);
    deed!(diary, verifier, [ItemDecided], registrations::decide_item, id, item, ItemDecision::Accept);
    deed!(diary, verifier, [RegistrationVerified], registrations::finish_verification, id);
    deed!(diary, teacher, [SummaryFormProduced], registrations::summary_form, id);
    deed!(diary, teacher, [SealedFormAttached], registrations::attach_sealed_form, id, "表.pdf", pdf());
    let form = checked(diary.world).await;
    deed!(diary, teacher, [SealedFormAttached], registrations::attach_checked_sealed_form, id, form.clone());
    deed!(diary, teacher, [SentToApproval], registrations::send_to_approval, id);
    deed!(diary, approver, [EvidenceRead], registrations::read_sealed_form, id);
    deed!(diary, approver, [ReturnedFromApproval], registrations::return_from_approval, id, "盖章不清");
}

async fn approval(diary: &mut Diary<'_>, id: RegistrationId, item: ItemId) {
    deed!(diary, teacher, [RegistrationSubmitted], registrations::submit, id, Ticked::ALL);
    deed!(diary, verifier, [CheckBegun], registrations::begin_check, id);
    deed!(diary, verifier, [ItemDecided], registrations::decide_item, id, item, ItemDecision::Accept);
    deed!(diary, verifier, [RegistrationVerified], registrations::finish_verification, id);
    deed!(diary, teacher, [SealedFormAttached], registrations::attach_sealed_form, id, "表.pdf", sealed());
    deed!(diary, teacher, [SentToApproval], registrations::send_to_approval, id);
    let until = date(2027, 1, 15);
    deed!(diary, personnel, [DeadlineExtended], registrations::extend_deadline, id, until, "本人因公出国");
    deed!(diary, approver, [RegistrationApproved], registrations::approve, id);
    Box::pin(falsehood::stages(diary, id, item)).await;
    let (filter, csv) = (ProgressFilter::default(), ExportFormat::Csv);
    deed!(diary, personnel, [YearExported], years::export, YEAR, None, &filter, csv);
    deed!(diary, personnel, [ApprovalWithdrawn], registrations::withdraw_approval, id, "核定有误");
}

async fn certificate(diary: &mut Diary<'_>) {
    let world = diary.world;
    let print = async || {
        let mut act = world.app.read(Some(world.teacher.clone()), world.now).await.expect("a transaction");
        certificates::print(&mut act, None, CertificateKind::PublicExam, YEAR).await.expect("printed")
    };
    let issued = deed!(diary, teacher, [CertificateIssued], certificates::issue_printed, print().await);
    deed!(diary, personnel, [CertificateRead], certificates::document, &issued.number);
    deed!(diary, personnel, [CertificateRevoked], certificates::revoke, &issued.number, "材料不实");
    deed!(diary, personnel, [CertificateReleased], certificates::release, &issued.number, "已核实");
}

/// What is refused leaves nothing but its event, which cannot be in the transaction of what did not happen.
async fn refusals(diary: &mut Diary<'_>, id: RegistrationId) {
    let world = diary.world;
    let mut act = world.app.write(Some(world.approver.clone()), world.now, None).await.expect("a transaction");
    let again = registrations::approve(&mut act, id).await;
    settle(act, &Attempt::decision(id, Deed::Approve), again).await.err().expect("approved already");
    diary.takes_down("settle", &[EventKind::DecisionRefused]).await;
    for (attempt, actor, event) in [
        (Attempt::sealed_form(id), &world.teacher, EventKind::UploadRefused),
        (Attempt::import("units"), &world.personnel, EventKind::ImportRefused),
    ] {
        let read = actions::read_table("空.csv", b"");
        watched(&world.app, Some(actor), world.now, &attempt, read).await.expect_err("empty");
        diary.takes_down("watched", &[event]).await;
    }
}
