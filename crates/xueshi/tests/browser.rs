//! The whole way in a real browser, on both databases: from two spreadsheets to a certificate whose printed code leads
//! to the page that confirms it. It knows pages only; what lies below them has its own tests.

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/course.rs"]
mod course;
#[path = "browser/ended.rs"]
mod ended;
#[path = "browser/exam.rs"]
mod exam;
#[path = "browser/exam_page.rs"]
mod exam_page;
#[path = "browser/falsehood.rs"]
mod falsehood;
#[path = "browser/inspection.rs"]
mod inspection;
#[path = "browser/learner.rs"]
mod learner;
#[path = "browser/missing.rs"]
mod missing;
#[path = "browser/outage.rs"]
mod outage;
#[path = "browser/package.rs"]
mod package;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/pages.rs"]
mod pages;
#[path = "browser/paper.rs"]
mod paper;
#[path = "browser/pictures.rs"]
mod pictures;
#[path = "browser/program.rs"]
mod program;
#[path = "browser/sample.rs"]
mod sample;
#[path = "browser/second_check.rs"]
mod second_check;
#[path = "browser/states.rs"]
mod states;

use std::path::Path;

use page::Page;
use program::{PUBLISHED, Program, Served};

/// A lecturer of the sample roster, and two colleagues of the same unit.
const LECTURER: &str = "20100002";
const VERIFIER: &str = "20140038";
const APPROVER: &str = "20060052";
/// The first of the personnel office, who is not in the sample roster. The ID number is of a region that does not exist.
const OFFICER: &str = "19990001";
const OFFICER_ID_NUMBER: &str = "990101198501019904";
const OFFICE: &str = "人事处";
const PASSWORD: &str = "每天学一点点就够了呀";

#[tokio::test(flavor = "multi_thread")]
async fn from_a_roster_to_a_checked_certificate_on_sqlite() {
    whole_way(Program::on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_roster_to_a_checked_certificate_on_postgresql() {
    whole_way(Program::on_postgresql()).await;
}

async fn whole_way(program: Program) {
    found(&program);
    let served = program.serve();
    chromium::browse(|driver| async move {
        let page = Page::new(driver, served.address());
        let year = this_year();
        import(&page, &program).await;
        let invited = invite(&page).await;
        for link in [&invited.lecturer, &invited.verifier, &invited.approver] {
            assert!(link.starts_with(PUBLISHED), "{link}");
        }
        let registration = register(&page, &program, &invited.lecturer, year).await;
        verify(&page, &invited.verifier, &registration).await;
        seal(&page, &program, &registration).await;
        approve(&page, &invited.approver, &registration).await;
        let number = print_certificate(&page, &program, year).await;
        check(&page, &served, &number).await;
        let log = program.run(&["audit", "verify"]);
        assert!(log.contains("逐行核对无误"), "{log}");
    })
    .await;
}

/// Somebody has to be first: one unit and one officer come by the command line, everybody else by the page.
fn found(program: &Program) {
    let units = std::fs::read_to_string(fixture("units.csv")).expect("the units");
    let only = |line: &&str| line.contains("部门代码") || line.contains(OFFICE);
    let units = program.keep("first-unit.csv", units.lines().filter(only).collect::<Vec<_>>().join("\n").as_bytes());
    program.run(&["import", "units", units.to_str().expect("a path"), "--apply"]);
    let roster =
        format!("工号,姓名,身份证号,所属部门,岗位类别\n{OFFICER},方知微,{OFFICER_ID_NUMBER},{OFFICE},管理岗\n");
    let roster = program.keep("first-person.csv", roster.as_bytes());
    let report = program.run(&["import", "roster", roster.to_str().expect("a path"), "--apply"]);
    assert!(report.contains("已写入：新增 1"), "{report}");
}

/// The personnel office brings in units and staff: tried first, then taken over.
async fn import(page: &Page, program: &Program) {
    first_invitation(program, page, "administrator");
    page.set_password(&first_invitation(program, page, "personnel")).await;
    page.open("/imports").await;
    page.import("units", Path::new(&fixture("units.csv"))).await;
    page.expect("正式导入将新增 23、更改 0、不变 1").await;
    page.take_over().await;
    page.expect("已写入：新增 23，更改 0，不变 1。").await;
    page.import("roster", Path::new(&fixture("roster.xlsx"))).await;
    let expected = expected_problems();
    assert_eq!(page.problems().await, expected);
    page.expect("试运行结果").await;
    page.take_over().await;
    page.expect("已写入：新增 2381，更改 0，不变 0。").await;
    page.import("roster", Path::new(&fixture("roster.xlsx"))).await;
    assert_eq!(page.problems().await, expected, "the second time");
    page.take_over().await;
    page.expect("已写入：新增 0，更改 0，不变 2381。").await;
    page.sign_out().await;
}

/// Row and problem of every bad row of the sample roster.
fn expected_problems() -> Vec<(u64, String)> {
    let expected = std::fs::read_to_string(fixture("roster.expected.csv")).expect("the list of bad rows");
    let rows = expected.lines().filter_map(|line| line.split_once(','));
    rows.filter_map(|(row, problem)| Some((row.parse().ok()?, problem.to_owned()))).collect()
}

/// The links of those who come in by an invitation from the page.
struct Invited {
    lecturer: String,
    verifier: String,
    approver: String,
}

/// The officer appoints a verifier and an approver and invites all three.
async fn invite(page: &Page) -> Invited {
    page.sign_in(OFFICER).await;
    let lecturer = page.invite(LECTURER, None).await;
    let verifier = page.invite(VERIFIER, Some("verifier")).await;
    let approver = page.invite(APPROVER, Some("approver")).await;
    page.sign_out().await;
    Invited { lecturer, verifier, approver }
}

/// Three items of different categories, each with its evidence, handed in. Gives the registration's path.
async fn register(page: &Page, program: &Program, link: &str, year: i16) -> String {
    page.accept(link).await;
    page.open(&format!("/registrations/new?year={year}")).await;
    page.press("main form[action='/registrations'] button").await;
    let registration = page.path().await;
    assert!(registration.starts_with("/registrations/"), "{registration}");
    let kinds = page.kinds_of_three_categories(&registration).await;
    for (index, kind) in kinds.iter().enumerate() {
        page.open(kind).await;
        page.fill_item(&format!("第 {} 次学习活动", index + 1), "35", &today()).await;
        page.press("button[name=then][value=save]").await;
        page.open(&registration).await;
    }
    assert_eq!(page.count("li.item").await, 3);
    page.attach_all_evidence(&registration, &program.evidence()).await;
    page.declare().await;
    page.press("form[action$='/submission'] button").await;
    page.expect("已提交").await;
    page.sign_out().await;
    registration
}

/// The verifier finds the registration in the queue, changes one item with a reason and accepts the others.
async fn verify(page: &Page, link: &str, registration: &str) {
    page.accept(link).await;
    page.open("/queue").await;
    page.press(&format!("a[href^='{registration}']")).await;
    page.press("form[action$='/check'] button").await;
    for index in 0..3 {
        page.open(registration).await;
        let article = format!("article.review:nth-of-type({})", index + 1);
        if index == 0 {
            page.tick(&format!("{article} input[value=change]")).await;
            page.write(&format!("{article} input[name=hours]"), "30").await;
            page.write(&format!("{article} input[name=reason]"), "按签到表核定").await;
        } else {
            page.tick(&format!("{article} input[value=accept]")).await;
        }
        page.press(&format!("{article} form.decision button")).await;
    }
    page.open(registration).await;
    page.expect("按签到表核定").await;
    page.press("form[action$='/verification'] button").await;
    page.sign_out().await;
}

/// The lecturer prints the form, has it sealed, and uploads a picture of the paper.
async fn seal(page: &Page, program: &Program, registration: &str) {
    page.sign_in(LECTURER).await;
    page.open(registration).await;
    let form = page.download(&format!("{registration}/summary-form.pdf")).await;
    let text = paper::text(&form);
    assert!(text.contains("梁静超") && text.contains("第 1 次学习活动"), "{text}");
    let scan = program.keep("sealed.jpg", &paper::sealed(&form));
    page.upload("form[action*='/sealed-form']", &scan).await;
    page.expect("sealed.jpg").await;
    page.press("form[action$='/approval-request'] button").await;
    page.expect("待审批").await;
    page.sign_out().await;
}

/// The approver finds the registration in the queue, compares it with the sealed form and approves.
async fn approve(page: &Page, link: &str, registration: &str) {
    page.accept(link).await;
    page.open("/queue").await;
    page.press(&format!("a[href^='{registration}']")).await;
    assert_eq!(page.path().await, registration);
    page.see_picture("section[aria-labelledby=sealed] img").await;
    page.press("form[action$='/approval'] button").await;
    page.expect("已审批").await;
    assert_eq!(page.count("form[action$='/approval']").await, 0, "it is decided");
    page.sign_out().await;
}

/// The lecturer makes the annual certificate; the code on the paper is read back from the rendered page.
async fn print_certificate(page: &Page, program: &Program, year: i16) -> String {
    page.sign_in(LECTURER).await;
    page.open(&format!("/my/{year}")).await;
    page.press("form[action='/certificates']:has(input[value=annual]) button").await;
    page.open(&format!("/my/{year}")).await;
    let document = page.attribute("a[href$='/document.pdf']", "href").await;
    let document = page.own_path(&document);
    let bytes = page.download(&document).await;
    let code = paper::code(&program.keep("certificate.pdf", &bytes));
    let number = document.trim_start_matches("/certificates/").trim_end_matches("/document.pdf").to_owned();
    assert_eq!(code, format!("{PUBLISHED}/certificates/{number}"));
    page.sign_out().await;
    number
}

/// A stranger opens what the code says.
async fn check(page: &Page, served: &Served, number: &str) {
    page.open_address(&format!("{}/certificates/{number}", served.address())).await;
    page.expect("有效").await;
    page.expect(number).await;
    let text = page.text().await;
    assert!(!text.contains("梁静超"), "the name is masked: {text}");
}

/// Nobody can invite the first officer but whoever has the machine.
fn first_invitation(program: &Program, page: &Page, role: &str) -> String {
    let base = page.base();
    let link = program.run(&["invite", OFFICER, "--role", role, "--base-url", &base]).trim().to_owned();
    assert!(link.starts_with(&base), "{link}");
    link
}

fn fixture(name: &str) -> String {
    // Chromium refuses to upload from a path with dots in it.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    path.canonicalize().expect("a fixture").to_string_lossy().into_owned()
}

#[expect(clippy::disallowed_methods, reason = "the program under test runs on the real clock")]
fn today() -> String {
    domain::clock::shanghai_date(domain::clock::Instant::now()).to_string()
}

fn this_year() -> i16 {
    today()[..4].parse().expect("a year")
}
