//! A tour of every page of the product in a small sample university, each as somebody who works with it. A page that
//! the routes list and the tour leaves out fails the test, so that no new page is forgotten.

use super::inspection::{Findings, Inspection};
use super::page::Page;
use super::program::Program;
use super::{PASSWORD, this_year, today};

/// Nobody of the sample university has this staff number.
pub(crate) const NEWCOMER: &str = "88000001";
/// Nor this one: a colleague of the newcomer's, who becomes the unit's second verifier.
pub(crate) const SECOND_VERIFIER: &str = "88000003";
/// Every state that a registration can be in once it was handed in.
const STATES: [&str; 6] = ["submitted", "checking", "returned", "verified", "awaiting-approval", "approved"];

/// In two halves at once, each in a sample university and a browser of its own, because a browser looks with one core.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_accessible_and_fits_a_phone_and_a_desk() {
    let (one, other) = tokio::join!(tour(Half::Registration), tour(Half::House));
    one.join(other).close();
}

#[derive(Clone, Copy)]
enum Half {
    /// A newcomer's registration, from the import that brings them in to the approval.
    Registration,
    /// Everything else.
    House,
}

async fn tour(half: Half) -> Findings {
    let program = Program::on_sqlite();
    let served = program.serve_sample();
    super::chromium::browse(|driver| async move {
        let page = Page::new(driver.clone(), served.address());
        let mut tour = Tour { page, inspection: Inspection::new(driver), program };
        match half {
            Half::Registration => tour.registration().await,
            Half::House => tour.house().await,
        }
        tour.inspection.close()
    })
    .await
}

/// A whole number of a region that does not exist.
fn id_number(body: &str) -> String {
    let check = domain::id_number::check_character(body).expect("seventeen digits");
    format!("{body}{check}")
}

/// The tour on its way.
pub(crate) struct Tour {
    pub(crate) page: Page,
    pub(crate) inspection: Inspection,
    pub(crate) program: Program,
}

impl Tour {
    async fn registration(&mut self) {
        let unit = self.unit_of("审验人").await;
        let link = self.personnel(&unit).await;
        let registration = self.newcomer(&link).await;
        self.deciders(&registration).await;
        self.second_check(&registration).await;
    }

    async fn house(&mut self) {
        self.stranger().await;
        self.teacher().await;
        self.on_their_way().await;
        self.offices().await;
        self.certificate().await;
    }

    pub(crate) async fn see(&mut self, path: &str) {
        self.page.open(path).await;
        self.inspection.look(200).await;
    }

    async fn see_refusal(&mut self, path: &str, status: u16) {
        self.page.open(path).await;
        self.inspection.look(status).await;
    }

    /// Looks at the first registration in this state, of which the sample university has one on any day.
    async fn see_first(&mut self, state: &str) {
        self.page.open(&format!("/queue?state={state}")).await;
        assert!(self.page.count("main tbody a").await > 0, "no registration of the sample university is {state}");
        let registration = self.link("main tbody a").await;
        self.see(&registration).await;
    }

    /// Presses, and looks at the page that follows.
    pub(crate) async fn press_and_see(&mut self, css: &str) {
        self.page.press(css).await;
        self.inspection.look(200).await;
    }

    /// Signs in with the card of the sample page that has this label.
    pub(crate) async fn become_one(&mut self, label: &str) {
        self.page.become_one(label).await;
    }

    /// Signs out, from whichever page.
    pub(crate) async fn leave(&mut self) {
        self.page.open("/").await;
        self.page.sign_out().await;
    }

    async fn unit_of(&mut self, label: &str) -> String {
        self.page.open("/demo").await;
        let script = format!(
            "return Array.from(document.querySelectorAll('form[action=\"/demo\"]')).find(form => \
             form.querySelector('.eyebrow').textContent.includes('{label}')).querySelector('.soft').textContent"
        );
        self.page.run(&script).await.as_str().expect("a unit").to_owned()
    }

    /// The first address of this kind on the page.
    async fn link(&self, css: &str) -> String {
        self.link_of(css, "href").await
    }

    pub(crate) async fn link_of(&self, css: &str, attribute: &str) -> String {
        let address = self.page.attribute(css, attribute).await;
        self.page.own_path(&address)
    }

    async fn stranger(&mut self) {
        let rules = ["", "/sample-2026", "/sample-2026/changes/guet-2022", "/sample-2026/guide"];
        for path in rules {
            self.see(&format!("/policies{path}")).await;
        }
        for path in ["/", "/design", "/demo", "/too-large"].into_iter().chain(["/sign-in"]) {
            self.see(path).await;
        }
        self.page.write("#staff_number", "00000000").await;
        self.page.write("#password", PASSWORD).await;
        self.page.press_in_vain("main form button").await;
        self.inspection.look(403).await;
        self.see_refusal("/certificates/A2026-0000-0000-0000-00000", 404).await;
        self.see_refusal("/no-such-page", 404).await;
        self.inspection.fetch("/health", "text/plain").await;
        let style = self.link("link[rel=stylesheet]").await;
        self.inspection.fetch(&style, "text/css").await;
    }

    /// Takes a newcomer over from a spreadsheet with one bad row, and gives the invitation link.
    async fn personnel(&mut self, unit: &str) -> String {
        self.become_one("人事").await;
        for path in ["/", "/people", "/queue"] {
            self.see(path).await;
        }
        let year = format!("/years/{}", this_year());
        self.see(&year).await;
        let unit_of_year = self.link("main tbody th a").await;
        self.see(&unit_of_year).await;
        self.see(&format!("{year}/people?show=open")).await;
        self.see(&format!("{year}/people?text=nobody-at-all")).await;
        self.see(&format!("{year}/training")).await;
        let unit_of_training = self.link("main tbody th a").await;
        self.see(&unit_of_training).await;
        self.see(&format!("{year}/training/people")).await;
        self.page.open(&format!("{year}/people")).await;
        for ending in ["xlsx", "csv"] {
            let file = self.link(&format!("main a[href*='people.{ending}']")).await;
            self.inspection.fetch(&file, "application/octet-stream").await;
            self.inspection.fetch(&format!("{unit_of_year}/people.{ending}"), "application/octet-stream").await;
        }
        self.see("/policies/guet-2022/simulation").await;
        self.see(&format!("/policies/guet-2022/simulation?against=sample-2026&year={}", this_year() - 1)).await;
        let moved = self.link("main a[href*='simulation.xlsx']").await;
        self.inspection.fetch(&moved, "application/octet-stream").await;
        self.see("/imports").await;
        let roster = format!(
            "工号,姓名,身份证号,所属部门,岗位类别\n\
             {NEWCOMER},新来,990199199001010014,{unit},专任教师\n\
             88000002,写错,99019919900101001,{unit},专任教师\n\
             {SECOND_VERIFIER},接手,{},{unit},管理岗\n",
            id_number("99019919900102001"),
        );
        let file = self.program.keep("newcomer.csv", roster.as_bytes());
        self.page.tick("main input[value=roster]").await;
        self.page.upload("form[data-drop]", &file).await;
        self.inspection.look(200).await;
        self.press_and_see("main form.actions button").await;
        self.page.open(&format!("/people?text={NEWCOMER}")).await;
        let person = self.link("main tbody a").await;
        self.see(&person).await;
        self.press_and_see(&format!("form[action='{person}/invitation'] button")).await;
        let link = self.page.link_shown().await;
        self.leave().await;
        link
    }

    /// From the invitation to a registration that is handed in. Gives its path.
    async fn newcomer(&mut self, link: &str) -> String {
        self.page.open_address(link).await;
        self.inspection.look(200).await;
        self.page.set_password(link).await;
        self.see("/").await;
        self.see(&format!("/my/{}", this_year())).await;
        self.see("/registrations/new").await;
        self.press_and_see("main form[action='/registrations'] button").await;
        let registration = self.page.path().await;
        self.see(&format!("{registration}/items/new")).await;
        self.inspection.fetch(&format!("{registration}/items/preview?kind=none"), "text/html").await;
        let kinds = self.page.kinds_of_three_categories(&registration).await;
        for kind in &kinds {
            self.see(kind).await;
        }
        self.hours_as_one_types(&registration).await;
        self.page.open(&kinds[2]).await;
        self.page.fill_item("教学研修班", "12", &today()).await;
        self.press_and_see("button[name=then][value=preview]").await;
        self.press_and_see("button[name=then][value=save]").await;
        self.kept_form(&kinds[0]).await;
        self.page.open(&registration).await;
        let item = self.link("li.item a[href*='/items/']").await;
        self.see(&item).await;
        self.page.attach_all_evidence(&registration, &self.program.evidence()).await;
        self.see(&registration).await;
        let evidence = self.link("a[href^='/evidence/']").await;
        self.inspection.fetch(&evidence, "image/png").await;
        self.page.declare().await;
        self.inspection.keep_for_guide("handing-in", "form[action$='/submission']").await;
        self.press_and_see("form[action$='/submission'] button").await;
        self.see_refusal(&item, 409).await;
        self.leave().await;
        registration
    }

    /// What somebody types is worth so much by that article, before anything is saved.
    async fn hours_as_one_types(&mut self, registration: &str) {
        self.page.open(&format!("{registration}/items/new")).await;
        let kind = self.link("a.kind[href*='training-half-days']").await;
        self.page.open(&kind).await;
        self.page
            .run(&format!("for (const id of ['starts', 'ends']) document.getElementById(id).value = '{}'", today()))
            .await;
        for (field, text) in [("#title", "暑期研修班"), ("#organiser", "示例学会"), ("#answer-half_days", "2")]
        {
            self.page.write(field, text).await;
        }
        for words in ["2 个半天，每半天 4 学时，合 8 学时", "桂人社规〔2019〕4号"] {
            self.page.sees_hours_tried(words).await;
        }
        self.inspection.look(200).await;
        self.inspection.keep_for_guide("item", "#answer-half_days").await;
    }

    /// The verifier begins with the newcomer's registration, is asked to confirm a figure and decides the first item; the
    /// approver has a queue.
    async fn deciders(&mut self, registration: &str) {
        self.become_one("审验人").await;
        for path in ["/", "/queue", "/queue?text=nobody-at-all"] {
            self.see(path).await;
        }
        self.see(registration).await;
        self.press_and_see("form[action$='/check'] button").await;
        self.page.tick("article.review input[value=change]").await;
        self.page.write("article.review input[name=hours]", "449").await;
        self.page.write("article.review input[name=reason]", "按主办方证明").await;
        self.page.press_in_vain("article.review form.decision button").await;
        self.inspection.look(422).await;
        self.accept(registration, 1).await;
        self.leave().await;
        self.become_one("审批人").await;
        self.see("/queue").await;
        self.leave().await;
    }

    /// Somebody with two finished years.
    async fn teacher(&mut self) {
        self.become_one("专任教师").await;
        self.see("/").await;
        for year in [this_year(), this_year() - 1] {
            self.see(&format!("/my/{year}")).await;
        }
        self.leave().await;
        self.become_one("可以参加公需科目考试").await;
        self.learner().await;
        self.examination().await;
        self.leave().await;
    }

    /// What those see who make courses.
    async fn authors(&mut self) {
        for path in ["/courses", "/courses/new", "/disputes"] {
            self.see(path).await;
        }
        self.page.open("/courses").await;
        let course = self.link("main h3 a").await;
        self.see(&course).await;
        self.see(&format!("{course}/lessons/new")).await;
        // Of the two one is a film, the other a text that can be corrected.
        self.page.open(&course).await;
        let text = self.link("main li:nth-child(2) p a[href$='/settings']").await;
        self.see(&text).await;
        self.page.open(&course).await;
        let lesson = self.link("main li p a[href$='/settings']").await;
        self.see(&lesson).await;
        self.page.upload("form[action$='/attachments']", &self.program.evidence()).await;
        self.inspection.look(200).await;
        let attachment = self.link("a[href^='/attachments/']").await;
        self.inspection.fetch(&attachment, "application/octet-stream").await;
    }

    /// Those who see the whole house: registrations in every state that occurs, people with their roles, the log.
    async fn offices(&mut self) {
        self.become_one("人事").await;
        for state in STATES {
            self.see_first(state).await;
        }
        self.authors().await;
        let year = format!("/training-years/{}", this_year());
        for path in ["/training-years", &year, &format!("{year}/questions"), &format!("{year}/bank")] {
            self.see(path).await;
        }
        self.inspection.fetch(&format!("{year}/questions.xlsx"), "application/octet-stream").await;
        self.leave().await;
        self.become_one("管理员").await;
        self.page.open("/people").await;
        let person = self.link("main tbody a").await;
        self.see(&person).await;
        self.leave().await;
        self.become_one("审计").await;
        for path in ["/", "/audit"] {
            self.see(path).await;
        }
        self.press_and_see("form[action='/audit/verification'] button").await;
        self.leave().await;
    }

    /// Last year's first approved registration and its papers; somebody's account and certificate.
    async fn certificate(&mut self) {
        let year = this_year() - 1;
        self.become_one("人事").await;
        self.page.open(&format!("/queue?state=approved&year={year}")).await;
        let registration = self.link("main tbody a").await;
        let who = "return Array.from(document.querySelectorAll('main tbody a'), link => link.textContent)";
        let who: Vec<String> = serde_json::from_value(self.page.run(who).await).expect("names with staff numbers");
        self.see(&registration).await;
        self.falsehood(&registration).await;
        self.inspection.fetch(&format!("{registration}/summary-form.pdf"), "application/pdf").await;
        self.inspection.fetch(&format!("{registration}/sealed-form"), "application/pdf").await;
        let person = self.holder(&who).await;
        self.see(&person).await;
        let certificate = self.link("a[href^='/certificates/']").await;
        self.see(&format!("{person}/years/{year}")).await;
        self.see(&format!("{person}/years/{year}/retrospect?as_of={year}-11-30&known_on={year}-12-15")).await;
        self.inspection.fetch(&format!("{certificate}/document.pdf"), "application/pdf").await;
        self.leave().await;
        self.see(&certificate).await;
        let number = certificate.trim_start_matches("/certificates/");
        self.inspection.fetch(&format!("/certificates?number={number}"), "text/html").await;
        self.taken_back(&registration, &person, &certificate).await;
    }

    /// The page of the first of these people who has a certificate.
    async fn holder(&mut self, people: &[String]) -> String {
        for number in people.iter().filter_map(|person| person.split(['（', '）']).nth(1)) {
            self.page.open(&format!("/people?text={number}")).await;
            let person = self.link("main tbody a").await;
            self.page.open(&person).await;
            if self.page.count("a[href^='/certificates/']").await > 0 {
                return person;
            }
        }
        panic!("nobody with an approved registration has a certificate: {people:?}");
    }
}
