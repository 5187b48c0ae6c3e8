//! GET /my/{year} and /people/{id}/years/{year}: the year account, from the assessment to the picture and the words.

use std::collections::BTreeMap;

use actions::{RegisteredElsewhere, home::Situation, years::YearAccount};
use domain::{
    certificate::{Certificate, CertificateKind, may_be_issued},
    clock::chinese_date,
    ids::PersonId,
    person::Post,
    public_result::is_of_study,
    registration::State,
};
use jiff::civil::Date;
use policy::{
    Assessment, Hours, Obligation, Outcome, Pack, Provision, PublicFacts, Reason, RequirementOutcome, StaffCategory,
    Step, TrainingYearFacts, YearFacts,
};

use crate::{
    errors::{Page, PageError, render},
    fields::{Path, id, years_to_offer},
    pages::{elsewhere, turns},
    translate,
    views::{
        account::{
            AccountPage, AccountRow, CertificateOffer, GroupLine, PublicLine, RegistrationLink, RequirementLine,
            StepLine, TodoLine,
        },
        parts::{Chip, ReasonLine},
        picture::{Exam, Picture},
    },
    visitor::{SignedIn, Visitor},
};

/// One's own account.
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    account(&visitor, year, None).await
}

/// The account of somebody whose registration one may read.
pub(crate) async fn of_person(visitor: SignedIn, Path((person, year)): Path<(String, String)>) -> Page {
    let year = visitor.year_in(&year)?;
    account(&visitor, year, Some(id(&person, "人员")?)).await
}

async fn account(visitor: &Visitor, year: i16, person: Option<PersonId>) -> Page {
    let mut act = visitor.read().await?;
    let account = actions::years::account(&mut act, year, person).await.map_err(PageError::from)?;
    render(&page(visitor, &account))
}

fn page(visitor: &Visitor, account: &YearAccount) -> AccountPage {
    let pack = &account.pack;
    let assessment = &account.assessment;
    let rows = rows(account);
    let situation = account.situation(visitor.now);
    AccountPage {
        frame: visitor.frame(format!("{} 年度账", account.year), account.sample).resting_on(pack),
        year: account.year,
        years: years_with(visitor.year(), account.year),
        person_name: account.person.name.clone(),
        person_line: format!("{}　{}", account.person.unit_name, account.person.category.label()),
        own: account.own,
        retrospect_url: (!account.own)
            .then(|| format!("/people/{}/years/{}/retrospect", account.person.id, account.year)),
        obligation: obligation(assessment.obligation).to_owned(),
        outcome: turns::chip(account, &situation),
        turn: account.own.then(|| turns::line_with_step(account, &situation)),
        verdict: turns::verdict(&situation, account.own),
        is_done: situation.is_done(),
        is_closed: turns::is_closed(account, &situation),
        picture: picture(account),
        todo: todo(account, &situation),
        deadlines: turns::deadlines(&account.deadlines, situation.is_done()),
        requirements: requirements(assessment),
        articles: translate::articles(pack, cited(account)),
        rows,
        elsewhere: elsewhere::lines(&account.registered_elsewhere),
        post: account.post_reason.as_ref().map(translate::reason),
        posts: account.posts.iter().map(post).collect(),
        groups: groups(account),
        public: public(&account.pack, account.year, account.settled, &account.public, &account.public_reasons),
        certificates: certificates(account),
        registration: account.registration.as_ref().map(|registration| RegistrationLink {
            url: format!("/registrations/{}", registration.id),
            number: registration.number.clone(),
            chip: translate::state(registration.state),
        }),
        explanation: explanation(account),
    }
}

/// The years to go to, the one that is shown among them.
fn years_with(this_year: i16, shown: i16) -> Vec<i16> {
    let mut years = years_to_offer(this_year);
    if !years.contains(&shown) {
        years.push(shown);
    }
    years
}

/// Every step of the assessment, which calls items by their identifiers; people know them by their titles.
fn explanation(account: &YearAccount) -> Vec<StepLine> {
    let named = |text: &str| {
        account.items.iter().fold(text.to_owned(), |text, view| {
            text.replace(&format!("登记项 {}", view.item.id), &format!("登记项《{}》", view.item.title))
        })
    };
    let named = |text: &str| {
        account.registered_elsewhere.iter().fold(named(text), |text, RegisteredElsewhere { hours, .. }| {
            let id = format!("登记项 {} {}", hours.system, hours.reference);
            text.replace(&id, &format!("{}登记的《{}》", hours.place(), hours.title))
        })
    };
    let line = |step: &Step| StepLine {
        depth: step.depth,
        reason: ReasonLine { text: named(&step.reason.text), ..translate::reason(&step.reason) },
    };
    account.explanation.steps.iter().map(line).collect()
}

/// The figures of the year as a picture.
pub(crate) fn picture(account: &YearAccount) -> Picture {
    let pack = &account.pack;
    let assessment = &account.assessment;
    Picture {
        professional: assessment.professional.hundredths(),
        public: assessment.public.hundredths(),
        pending: account.pending.hundredths(),
        required_total: pack.required_total().hundredths(),
        professional_min: pack.professional_min().hundredths(),
        has_target: assessment.obligation == Obligation::Full,
        exam: match (assessment.exam_passed, assessment.obligation) {
            (true, _) => Exam::Passed,
            (false, Obligation::None) => Exam::NotRequired,
            (false, _) => Exam::Open,
        },
    }
}

pub(crate) fn obligation(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Full => "按规定应完成公需科目和专业科目的全部学时。",
        Obligation::PublicExamOnly => "按规定只需完成公需科目必修课考试，专业科目学时供参考。",
        Obligation::None => "按规定没有继续教育学时要求。",
    }
}

/// What is left to do, and what can be done about an approved year that falls short.
pub(crate) fn todo(account: &YearAccount, situation: &Situation) -> Vec<TodoLine> {
    let mut todo = turns::todo(account, situation);
    if is_closed_too_early(account) {
        let text = "这份登记已经审批，不能再添加；要补登当年的学习，请联系人事处撤回审批。".to_owned();
        todo.push(TodoLine { text, article: one_registration(account).to_owned(), by: None, way: None });
    }
    todo
}

/// The article that says that there is one registration a year.
fn one_registration(account: &YearAccount) -> &str {
    account.pack.carrying(Provision::OneRegistrationAYear).unwrap_or_default()
}

/// Whether the year falls short and its registration is approved, so that nothing can be added to it.
fn is_closed_too_early(account: &YearAccount) -> bool {
    account.assessment.outcome == Outcome::NotSatisfied
        && account.registration.as_ref().is_some_and(|registration| registration.state == State::Approved)
}

pub(crate) fn requirements(assessment: &Assessment) -> Vec<RequirementLine> {
    assessment
        .requirements
        .iter()
        .map(|requirement| RequirementLine {
            name: requirement.name.clone(),
            have: have(requirement),
            need: if is_pass_or_fail(requirement) { "合格".to_owned() } else { requirement.need.to_string() },
            chip: translate::outcome(requirement.outcome),
            text: requirement.text.clone(),
            article: requirement.article.clone(),
        })
        .collect()
}

/// An examination asks for no hours: it is passed or not, and the hours of its course are no measure of that.
fn is_pass_or_fail(requirement: &RequirementOutcome) -> bool {
    requirement.need == Hours::ZERO
}

fn have(requirement: &RequirementOutcome) -> String {
    if !is_pass_or_fail(requirement) {
        return requirement.have.to_string();
    }
    if requirement.met { "合格" } else { "未合格" }.to_owned()
}

fn rows(account: &YearAccount) -> Vec<AccountRow> {
    let outcomes: BTreeMap<&str, _> =
        account.assessment.items.iter().map(|outcome| (outcome.id.as_str(), outcome)).collect();
    account
        .items
        .iter()
        .map(|view| {
            let own = view.item.id.to_string();
            let outcome = outcomes.get(own.as_str()).copied().or(view.outcome.as_ref());
            let figure = |hours: Option<Hours>| match view.waits_for_figure() {
                true => "待核定".to_owned(),
                false => translate::hours(hours),
            };
            AccountRow {
                category: view.category_name.clone(),
                kind: view.kind_name.clone(),
                title: view.item.title.clone(),
                dates: translate::dates(view.item.starts, view.item.ends),
                applied: translate::hours(view.item.applied.or(view.preview.computed)),
                recognised: figure(outcome.map(|outcome| outcome.recognised)),
                counted: figure(outcome.map(|outcome| outcome.counted)),
                article: view.article.clone(),
                reasons: outcome.map(|outcome| translate::reasons(&outcome.reasons)).unwrap_or_default(),
            }
        })
        .collect()
}

fn post(post: &Post) -> String {
    format!("自{}起：{}", chinese_date(post.from), post.standing.label())
}

fn groups(account: &YearAccount) -> Vec<GroupLine> {
    account
        .assessment
        .groups
        .iter()
        .filter_map(|group| {
            Some(GroupLine {
                name: group.name.clone(),
                sum: group.sum.to_string(),
                cap: group.cap?.to_string(),
                counted: group.counted.to_string(),
            })
        })
        .collect()
}

/// Each result with what became of it. An approved year whose text was changed since says only by which article it counted:
/// what it came to then stands, and is not worked out again.
pub(crate) fn public(
    pack: &Pack,
    year: i16,
    settled: Option<TrainingYearFacts>,
    results: &[PublicFacts],
    reasons: &[Reason],
) -> Vec<PublicLine> {
    // What is asked of the public courses is the same of everybody.
    let facts = YearFacts {
        public: results.to_vec(),
        training_year: settled,
        ..YearFacts::of(year, StaffCategory::FullTimeTeacher)
    };
    let mut said = reasons.iter();
    let as_approved = || ReasonLine {
        text: "按审批时的规定处理，已经审批的学时不变。".to_owned(),
        article: pack.public_article().to_owned(),
        reading: None,
        sample: false,
    };
    let dash = || "—".to_owned();
    results
        .iter()
        .map(|result| PublicLine {
            course: result.course.clone(),
            reason: said.next().map_or_else(as_approved, translate::reason),
            hours: counting(pack, &facts, result).map_or_else(dash, |hours| hours.to_string()),
            chip: match (result.exam_passed, result.without_exam) {
                (true, _) => Chip::new("合格", "good"),
                (false, true) => Chip::new("没有考试，已学完", "good"),
                (false, false) => Chip::new("未合格", "wait"),
            },
            attempts: if result.without_exam { dash() } else { result.attempts.to_string() },
            source: result.source.clone(),
            dates: dates(result),
        })
        .collect()
}

/// What a result counts, taken alone: of a course that is not passed the hours of its study, where the pack lets these count
/// before the examination. `None` for nothing.
fn counting(pack: &Pack, facts: &YearFacts, result: &PublicFacts) -> Option<Hours> {
    let required = policy::is_required(pack, facts, result);
    let facts = YearFacts { public: vec![PublicFacts { required, ..result.clone() }], ..facts.clone() };
    Some(policy::assess(pack, &facts).public).filter(|hours| *hours > Hours::ZERO)
}

/// When it happened and when it was learned of: what is made up for a past year has dates of this one.
fn dates(result: &PublicFacts) -> String {
    let said = |what: &str, day: Option<Date>| day.map(|day| format!("{what}{}", chinese_date(day)));
    let what = if is_of_study(result) { "学完 " } else { "考试 " };
    let both = [said(what, result.happened), said("记入 ", result.learned)];
    both.into_iter().flatten().collect::<Vec<_>>().join("，")
}

fn certificates(account: &YearAccount) -> Vec<CertificateOffer> {
    let issued = |kind: &str| -> Option<&Certificate> {
        account.certificates.iter().find(|it| it.kind.as_str() == kind && it.revoked_at.is_none())
    };
    account
        .assessment
        .certificates
        .iter()
        .map(|offer| {
            let number = issued(&offer.id).map(|certificate| certificate.number.clone());
            let ready = offer.outcome == Outcome::Satisfied;
            let barred = barred(account, &offer.id);
            // A pack may name certificates that this program has no paper for.
            let has_paper = CertificateKind::from_code(&offer.id).is_some();
            CertificateOffer {
                kind: offer.id.clone(),
                name: offer.name.clone(),
                may_issue: ready && account.own && barred.is_none() && has_paper,
                chip: match (&number, &barred, ready) {
                    (Some(_), ..) => Chip::new("已生成", "good"),
                    (None, Some(_), _) => Chip::new("已撤销", "bad"),
                    (None, None, true) if has_paper => Chip::new("可以生成", "info"),
                    (None, None, true) => Chip::new("条件已满足", "good"),
                    (None, None, false) => Chip::new("条件未满足", ""),
                },
                revoked: barred,
                number,
                reasons: translate::reasons(&offer.reasons),
                beyond: offer.beyond.as_ref().map(translate::reason),
            }
        })
        .collect()
}

/// Why no other may be made after one was revoked.
fn barred(account: &YearAccount, kind: &str) -> Option<String> {
    let kind = CertificateKind::from_code(kind)?;
    let state = account.registration.as_ref().map(|registration| registration.state);
    let refusal = may_be_issued(&account.certificates, kind, account.year, state).err()?;
    Some(format!("{}{}", refusal.what, refusal.next))
}

fn cited(account: &YearAccount) -> Vec<&str> {
    let assessment = &account.assessment;
    let mut cited: Vec<&str> = assessment.requirements.iter().map(|it| it.article.as_str()).collect();
    cited.extend(assessment.todo.iter().map(|it| it.article.as_str()));
    cited.extend(is_closed_too_early(account).then(|| one_registration(account)));
    cited.extend(account.items.iter().map(|it| it.article.as_str()));
    cited.extend((!account.public.is_empty()).then(|| account.pack.public_article()));
    cited.extend(assessment.items.iter().flat_map(|it| &it.reasons).map(|it| it.article.as_str()));
    cited.extend(assessment.certificates.iter().flat_map(|it| &it.reasons).map(|it| it.article.as_str()));
    cited.extend(account.explanation.steps.iter().map(|it| it.reason.article.as_str()));
    cited.extend(account.items.iter().flat_map(|it| &it.preview.reasons).map(|it| it.article.as_str()));
    cited.extend(account.registered_elsewhere.iter().map(|it| it.kind.article.as_str()));
    cited.extend(account.post_reason.iter().map(|it| it.article.as_str()));
    cited.extend(account.deadlines.iter().map(|it| it.article.as_str()));
    cited
}

#[cfg(test)]
mod tests;
