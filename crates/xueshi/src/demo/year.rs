//! One year of the sample university, in the order in which it would happen: items, checks, seals, approvals,
//! certificates. Each step is the action that a person on the page would call.

use std::collections::BTreeMap;
use std::sync::Arc;

use actions::certificates::Printed;
use actions::registrations::{self, ItemDecision, Ticked};
use actions::{App, Mode};
use domain::access::Actor;
use domain::certificate::CertificateKind;
use domain::clock::{Instant, shanghai_date};
use domain::ids::{ItemId, RegistrationId, UnitId};
use domain::person::Person;
use domain::registration::Deadlines;
use jiff::civil::Date;
use policy::Hours;

use super::chance::Chance;
use super::fates::{self, Course, Fate};
use super::institution::{Institution, actor, whole};
use super::papers::Papers;
use super::progress::Progress;
use super::season::{Phase, Season};
use super::{Size, activities, tables};
use crate::failure::Failure;

/// What the person reads whose items were returned one by one.
const ITEMS_RETURNED: &str = "有 1 项需要补正，理由写在那一项下面；其他各项没有问题。";
const APPROVAL_RETURN_REASONS: [&str; 2] =
    ["汇总表上的公章不清晰，请重新盖章后提交。", "其中一项的学时与单位掌握的情况不一致，请与审验人核对。"];
const RETURN_REASONS: [&str; 3] = [
    "培训证明缺少主办单位公章，请补齐后重新提交。",
    "会议日期与佐证材料不一致，请核对。",
    "自学档案没有写明学习时长，请补充。",
];

/// When whoever is late hands in, in hundredths of the season: after the approvals, before the certificates.
const LAST_HANDED_IN: i64 = 95;
/// Of a hundred whose year under way nobody has begun to check, so many are late.
const LATECOMERS: i64 = 25;
const LATE_REASONS: [&str; 5] = [
    "11 月带学生在外地实习，返校后才整理好材料。",
    "培训机构 12 月初才寄出结业证书，等证书到了再提交。",
    "论文见刊时间推迟，12 月才拿到检索证明。",
    "11 月中旬因病住院，出院后补办。",
    "年会的参会证明漏盖公章，寄回主办单位补盖后才收到。",
];

/// Everything that a year needs.
pub(super) struct Play<'a> {
    pub(super) app: &'a Arc<App>,
    pub(super) institution: &'a Institution<'a>,
    pub(super) papers: &'a Papers,
    pub(super) season: Season,
    pub(super) size: Size,
}

/// A registration on its way.
pub(super) struct File<'a> {
    pub(super) id: RegistrationId,
    pub(super) person: &'a Person,
    pub(super) fate: Fate,
    items: Vec<(ItemId, Hours)>,
}

impl<'a> Play<'a> {
    /// Plays the year from its exams to its certificates.
    pub(super) async fn run(&self, progress: &Progress) -> Result<(), Failure> {
        self.exams().await?;
        self.connected_hours().await?;
        let files = self.register(progress).await?;
        self.verify(&files, progress).await?;
        let sealed: Vec<&File> = files.iter().filter(|file| file.fate >= Fate::AwaitingApproval).collect();
        self.seal(&sealed, progress).await?;
        self.approve(&sealed, progress).await?;
        self.hand_in_late(&files).await?;
        self.certify(&sealed, progress).await?;
        self.extend(&files).await
    }

    async fn exams(&self) -> Result<(), Failure> {
        let table = tables::public_exam(self.institution.roster, &self.season, self.size.seed);
        if table.rows.len() < 2 {
            return Ok(());
        }
        let mut act = self.app.write(Some(Actor::system()), self.season.moment(tables::EXPORTED), None).await?;
        whole(actions::people::import_public_exam(&mut act, &table, "示例平台导出", Mode::AllOrNothing).await?)?;
        act.commit("/imports").await?;
        Ok(())
    }

    async fn connected_hours(&self) -> Result<(), Failure> {
        let table = tables::industry_hours(self.institution.roster, &self.season, self.size.seed);
        if table.rows.len() < 2 {
            return Ok(());
        }
        let mut act = self.app.write(Some(Actor::system()), self.season.moment(tables::EXPORTED), None).await?;
        whole(actions::people::import_industry_hours(&mut act, &table, "", Mode::AllOrNothing).await?)?;
        act.commit("/imports").await?;
        Ok(())
    }

    async fn register(&self, progress: &Progress) -> Result<Vec<File<'a>>, Failure> {
        let mut courses: Vec<(&Person, Course)> = self
            .institution
            .people
            .iter()
            .map(|person| (person, fates::draw(person, &self.season, self.size.seed)))
            .filter(|(_, course)| course.fate != Fate::Nothing)
            .collect();
        fates::complete(&mut courses, self.season.phase());
        progress.stage(&format!("{} 年：登记与材料", self.season.year()), courses.len());
        let mut files = Vec::with_capacity(courses.len());
        let count = i64::try_from(courses.len().max(1)).unwrap_or(1);
        for (index, (person, course)) in (0_i64..).zip(courses) {
            // In the order of the list, so that the record of what happened runs forward in time.
            let at = self.season.moment(69 + 12 * index / count);
            files.push(self.write_up(person, course, at).await?);
            progress.step();
        }
        Ok(files)
    }

    async fn write_up(&self, person: &'a Person, course: Course, at: Instant) -> Result<File<'a>, Failure> {
        let mut chance = Chance::new(self.size.seed, &format!("items {} {}", person.staff_number, self.season.year()));
        let pack = self.app.pack();
        let activities = activities::reaching(course.aim, pack, &self.season, at, &mut chance);
        let mut act = self.app.write(Some(actor(person, Vec::new())), at, None).await?;
        let id = registrations::open(&mut act, self.season.year()).await?;
        let mut items = Vec::with_capacity(activities.len());
        for (place, activity) in activities.iter().enumerate() {
            let item = registrations::add_item(&mut act, id, &activity.form).await?;
            items.push((item, activity.hours));
            for (number, (need, name)) in (1..).zip(&activity.evidence) {
                if course.fate == Fate::Draft && chance.percent(30) {
                    continue;
                }
                let (ending, bytes) = self.papers.evidence(name, place, &mut chance);
                let file_name = format!("扫描件 {}-{number}.{ending}", place + 1);
                registrations::attach_evidence(&mut act, item, need, &file_name, bytes).await?;
            }
        }
        let fate = if items.is_empty() { Fate::Draft } else { course.fate };
        let file = File { id, person, fate, items };
        if fate > Fate::Draft && !self.is_late(&file) {
            registrations::submit(&mut act, id, Ticked::ALL).await?;
        }
        act.commit(&format!("/registrations/{id}")).await?;
        Ok(file)
    }

    /// Whether it is handed in after the person's date, once that has passed: what nobody has begun to check of a year that
    /// is over, and some of one under way.
    fn is_late(&self, file: &File<'_>) -> bool {
        let due = Deadlines::of(self.app.pack(), self.season.year()).person;
        let has_passed = due.is_some_and(|due| shanghai_date(self.season.moment(LAST_HANDED_IN)) > due.date);
        let comes_late = || self.season.is_over() || self.chance("latecomer", file).percent(LATECOMERS);
        file.fate == Fate::Submitted && has_passed && comes_late()
    }

    /// The latecomers, each with a reason.
    async fn hand_in_late(&self, files: &[File<'a>]) -> Result<(), Failure> {
        let at = self.season.moment(LAST_HANDED_IN);
        for file in files.iter().filter(|file| self.is_late(file)) {
            let ticked = Ticked::late(self.chance("late reason", file).word(&LATE_REASONS));
            let mut act = self.app.write(Some(actor(file.person, Vec::new())), at, None).await?;
            registrations::submit(&mut act, file.id, ticked).await?;
            act.commit(&format!("/registrations/{}", file.id)).await?;
        }
        Ok(())
    }

    async fn verify(&self, files: &[File<'a>], progress: &Progress) -> Result<(), Failure> {
        let files: Vec<&File> = files.iter().filter(|file| file.fate >= Fate::Checking).collect();
        progress.stage(&format!("{} 年：单位审验", self.season.year()), files.len());
        for (unit, files) in by_unit(&files) {
            let Some(verifier) = self.institution.verifier(unit) else { continue };
            let mut act = self.app.write(Some(verifier.clone()), self.season.moment(84), None).await?;
            for file in files {
                self.check(&mut act, file).await?;
                progress.step();
            }
            act.commit("/queue").await?;
        }
        Ok(())
    }

    async fn check(&self, act: &mut actions::Act, file: &File<'_>) -> Result<(), Failure> {
        let mut chance = self.chance("check", file);
        registrations::begin_check(act, file.id).await?;
        match file.fate {
            Fate::Returned => {
                let reason = chance.word(&RETURN_REASONS);
                if chance.percent(60) {
                    return_first(act, file, reason).await?;
                } else {
                    registrations::return_to_person(act, file.id, reason).await?;
                }
            }
            Fate::Checking => {
                for (item, _) in file.items.iter().take(1) {
                    registrations::decide_item(act, file.id, *item, ItemDecision::Accept).await?;
                }
            }
            _ => {
                for (item, hours) in &file.items {
                    let decision = decision(*hours, &mut chance);
                    registrations::decide_item(act, file.id, *item, decision).await?;
                }
                registrations::finish_verification(act, file.id).await?;
            }
        }
        Ok(())
    }

    async fn approve(&self, files: &[&File<'a>], progress: &Progress) -> Result<(), Failure> {
        let files: Vec<&File> = files.iter().copied().filter(|file| file.fate > Fate::AwaitingApproval).collect();
        progress.stage(&format!("{} 年：单位审批", self.season.year()), files.len());
        for (unit, files) in by_unit(&files) {
            let Some(approver) = self.institution.approver(unit) else { continue };
            let mut act = self.app.write(Some(approver.clone()), self.season.moment(94), None).await?;
            for file in files {
                if file.fate == Fate::SentBack {
                    let reason = self.chance("approval", file).word(&APPROVAL_RETURN_REASONS);
                    registrations::return_from_approval(&mut act, file.id, reason).await?;
                } else {
                    registrations::approve(&mut act, file.id).await?;
                }
                progress.step();
            }
            act.commit("/queue").await?;
        }
        Ok(())
    }

    /// Some of those who are entitled print their certificates; the rest can do so on the page. Two are typeset at a time.
    async fn certify(&self, files: &[&File<'a>], progress: &Progress) -> Result<(), Failure> {
        let year = self.season.year();
        let holders: Vec<&Person> = files
            .iter()
            .filter(|file| file.fate == Fate::Approved)
            .map(|file| file.person)
            .take(self.size.certificates_a_year)
            .collect();
        progress.stage(&format!("{year} 年：证书"), holders.len());
        for pair in holders.chunks(2) {
            match pair {
                [one, other] => {
                    let (one, other) = tokio::try_join!(self.print(one), self.print(other))?;
                    self.issue(one).await?;
                    self.issue(other).await?;
                }
                alone => {
                    for person in alone {
                        self.issue(self.print(person).await?).await?;
                    }
                }
            }
            pair.iter().for_each(|_| progress.step());
        }
        Ok(())
    }

    /// Lets what is still under way of the year that has just ended be decided in this one: without that nobody could.
    async fn extend(&self, files: &[File<'a>]) -> Result<(), Failure> {
        let Some(personnel) = self.institution.personnel().filter(|_| self.season.phase() == Phase::JustOver) else {
            return Ok(());
        };
        let Ok(until) = Date::new(self.season.year() + 1, 12, 31) else { return Ok(()) };
        let mut act = self.app.write(Some(personnel.clone()), self.season.moment(98), None).await?;
        for file in files.iter().filter(|file| file.fate.is_under_way()) {
            registrations::extend_deadline(&mut act, file.id, until, "材料仍在补正，本人和单位申请延期办理。").await?;
        }
        act.commit("/queue").await?;
        Ok(())
    }

    /// The draws of one thing about one registration.
    pub(super) fn chance(&self, subject: &str, file: &File<'_>) -> Chance {
        Chance::new(self.size.seed, &format!("{subject} {} {}", file.person.staff_number, self.season.year()))
    }

    /// Everything that the person is entitled to, on paper.
    async fn print(&self, person: &Person) -> Result<(Actor, Vec<Printed>), Failure> {
        let (year, at, holder) = (self.season.year(), self.season.moment(97), actor(person, Vec::new()));
        let mut act = self.app.read(Some(holder.clone()), at).await?;
        let account = actions::years::account(&mut act, year, None).await?;
        drop(act);
        let mut printed = Vec::new();
        for outcome in &account.assessment.certificates {
            let kind = CertificateKind::from_code(&outcome.id);
            if let Some(kind) = kind.filter(|_| outcome.outcome == policy::Outcome::Satisfied) {
                let mut act = self.app.read(Some(holder.clone()), at).await?;
                printed.push(actions::certificates::print(&mut act, None, kind, year).await?);
            }
        }
        Ok((holder, printed))
    }

    async fn issue(&self, (holder, printed): (Actor, Vec<Printed>)) -> Result<(), Failure> {
        let mut act = self.app.write(Some(holder), self.season.moment(97), None).await?;
        for sheet in printed {
            actions::certificates::issue_printed(&mut act, sheet).await?;
        }
        act.commit("/").await?;
        Ok(())
    }
}

/// Returns the first item with its own reason, accepts the others, and gives the registration back.
async fn return_first(act: &mut actions::Act, file: &File<'_>, reason: &str) -> Result<(), Failure> {
    for (index, (item, _)) in file.items.iter().enumerate() {
        let returned = ItemDecision::Return { reason: reason.to_owned() };
        let decision = if index == 0 { returned } else { ItemDecision::Accept };
        registrations::decide_item(act, file.id, *item, decision).await?;
    }
    registrations::return_to_person(act, file.id, ITEMS_RETURNED).await?;
    Ok(())
}

/// Most items stand; a few get fewer hours, with the reason.
fn decision(hours: Hours, chance: &mut Chance) -> ItemDecision {
    if hours > Hours::from_whole(8) && chance.percent(7) {
        let fewer = hours - Hours::from_whole(4);
        return ItemDecision::Change {
            hours: fewer.to_string(),
            reason: "签到表显示缺席半天，按实际参加核定。".to_owned(),
        };
    }
    ItemDecision::Accept
}

fn by_unit<'f, 'p>(files: &[&'f File<'p>]) -> BTreeMap<UnitId, Vec<&'f File<'p>>> {
    let mut units: BTreeMap<UnitId, Vec<&File>> = BTreeMap::new();
    for file in files {
        units.entry(file.person.unit_id).or_default().push(file);
    }
    units
}
