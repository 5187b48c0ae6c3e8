//! Findings of falsehood (article 13): the list of the personnel office, and each finding with what can be done about it.

use actions::{Attempt, findings::FindingView, registrations::RegistrationView, settle};
use domain::{
    access::Deed,
    clock::{chinese_date, chinese_moment, shanghai_date},
    finding::{Finding, NoticeForm, RulingForm, Stage, Statement},
    ids::{FindingId, ItemId, RegistrationId},
};

use crate::{
    errors::{Back, Page, render},
    fields::{Asked, Fields, Path, id},
    translate,
    views::{
        findings::{ConsequencesView, FindingLine, FindingPage, FindingStep, FindingsPage, RegistrationFindings},
        home::HomeFinding,
        parts::Chip,
    },
    visitor::{SignedIn, Visitor},
};

/// GET /findings
pub(crate) async fn index(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let page = asked.parse("page").unwrap_or(1).max(1);
    let mut act = visitor.read().await?;
    let found = actions::findings::list(&mut act, page).await?;
    let named = |view: &FindingView| FindingLine {
        person: format!("{}（{}）", view.name, view.staff_number),
        ..line(&view.finding)
    };
    render(&FindingsPage {
        frame: visitor.pack_frame("诚信认定"),
        lines: found.lines.iter().map(named).collect(),
        open: found.open,
        pages: translate::pages("/findings", &[], found.total, page, found.pages),
    })
}

/// GET /findings/{id}
pub(crate) async fn show(visitor: SignedIn, Path(finding): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let view = actions::findings::show(&mut act, id(&finding, "诚信认定")?).await?;
    render(&page(&visitor, &view))
}

/// POST /registrations/{id}/findings
pub(crate) async fn notify(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let url = format!("/registrations/{registration}");
    let registration: RegistrationId = id(&registration, "登记")?;
    let item: ItemId = id(form.text("item"), "登记项")?;
    let notice =
        NoticeForm { suspicion: form.text("suspicion").to_owned(), reply_until: form.text("reply_until").to_owned() };
    let mut act = visitor.write(form.key()).await?;
    let told = actions::findings::notify(&mut act, (registration, item), &notice).await;
    let attempt = Attempt::decision(registration, Deed::RuleOnFalsehood);
    let (act, finding) = settle(act, &attempt, told).await.back(&url)?;
    visitor.finish(act, &format!("/findings/{finding}?done=finding")).await
}

/// POST /findings/{id}/reply
pub(crate) async fn answer(visitor: SignedIn, Path(finding): Path<String>, form: Fields) -> Page {
    let (finding, url) = addressed(&finding)?;
    let mut act = visitor.write(form.key()).await?;
    let said = actions::findings::answer(&mut act, finding, form.text("text")).await;
    let (act, ()) = settle(act, &Attempt::finding(finding, "提交申辩"), said).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=finding-reply")).await
}

/// POST /findings/{id}/ruling
pub(crate) async fn rule(visitor: SignedIn, Path(finding): Path<String>, form: Fields) -> Page {
    let (finding, url) = addressed(&finding)?;
    let mut act = visitor.write(form.key()).await?;
    let ruled = actions::findings::rule(&mut act, finding, &ruling(&form)).await;
    let (act, ()) = settle(act, &Attempt::finding(finding, "作出认定"), ruled).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=finding-ruling")).await
}

/// POST /findings/{id}/appeal
pub(crate) async fn appeal(visitor: SignedIn, Path(finding): Path<String>, form: Fields) -> Page {
    let (finding, url) = addressed(&finding)?;
    let mut act = visitor.write(form.key()).await?;
    let said = actions::findings::appeal(&mut act, finding, form.text("text")).await;
    let (act, ()) = settle(act, &Attempt::finding(finding, "提出申诉"), said).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=finding-appeal")).await
}

/// POST /findings/{id}/appeal-ruling
pub(crate) async fn rule_on_appeal(visitor: SignedIn, Path(finding): Path<String>, form: Fields) -> Page {
    let (finding, url) = addressed(&finding)?;
    let mut act = visitor.write(form.key()).await?;
    let ruled = actions::findings::rule_on_appeal(&mut act, finding, &ruling(&form)).await;
    let (act, ()) = settle(act, &Attempt::finding(finding, "决定申诉"), ruled).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=finding-ruling")).await
}

/// What was found about a registration, and what may be said about its items.
pub(crate) fn of_registration(view: &RegistrationView) -> RegistrationFindings {
    let may = view.may.contains(&Deed::RuleOnFalsehood);
    let items = view.items.iter().filter(|_| may);
    RegistrationFindings {
        lines: view.findings.iter().map(line).collect(),
        items: items.map(|it| (it.item.id.to_string(), format!("{}（{}）", it.item.title, it.kind_name))).collect(),
    }
}

/// One finding in a list, without whose it is.
fn line(finding: &Finding) -> FindingLine {
    FindingLine {
        url: format!("/findings/{}", finding.id),
        title: finding.title.clone(),
        person: String::new(),
        chip: chip(finding.stage()),
        notified: chinese_date(shanghai_date(finding.notified_at)),
        next: next(finding),
    }
}

/// What its person is told on the first page, while they can say something.
pub(crate) fn told(finding: &Finding) -> HomeFinding {
    let title = &finding.title;
    let (heading, text) = match (&finding.ruling, &finding.consequences) {
        (Some(_), Some(follows)) => (
            format!("您登记的《{title}》被认定为弄虚作假"),
            format!("学时已经作废；您可以申诉，到{}为止", chinese_date(follows.appeal_until)),
        ),
        _ => (
            format!("人事处认为您登记的《{title}》不实"),
            format!("还没有认定；您可以申辩，到{}为止", chinese_date(finding.reply_until)),
        ),
    };
    HomeFinding { url: format!("/findings/{}", finding.id), heading, text }
}

fn addressed(text: &str) -> Result<(FindingId, String), crate::errors::PageError> {
    let finding: FindingId = id(text, "诚信认定")?;
    Ok((finding, format!("/findings/{finding}")))
}

fn ruling(form: &Fields) -> RulingForm {
    RulingForm {
        is_false: match form.text("verdict") {
            "false" => Some(true),
            "dismissed" => Some(false),
            _ => None,
        },
        reason: form.text("reason").to_owned(),
        number: form.text("number").to_owned(),
        appeal_until: form.text("appeal_until").to_owned(),
        entry_until: form.text("entry_until").to_owned(),
        is_blacklisted: form.text("blacklist") == "yes",
    }
}

fn chip(stage: Stage) -> Chip {
    let tone = match stage {
        Stage::Notified | Stage::Replied | Stage::Appealed => "wait",
        Stage::Found | Stage::Upheld => "bad",
        Stage::Dismissed | Stage::Overturned => "good",
    };
    Chip::new(stage.label(), tone)
}

/// What is next, or how long the entry stands.
fn next(finding: &Finding) -> String {
    let follows = finding.consequences.as_ref();
    let entry = follows.map(|it| format!("诚信档案保留到{}", chinese_date(it.entry_until))).unwrap_or_default();
    match finding.stage() {
        Stage::Notified => format!("本人可以申辩，到{}为止", chinese_date(finding.reply_until)),
        Stage::Replied => "等人事处认定".to_owned(),
        Stage::Found => {
            let until = follows.map(|it| chinese_date(it.appeal_until)).unwrap_or_default();
            format!("本人可以申诉，到{until}为止；{entry}")
        }
        Stage::Appealed => format!("等没有作过认定的人决定申诉；{entry}"),
        Stage::Upheld => entry,
        Stage::Dismissed => "学时不变".to_owned(),
        Stage::Overturned => "学时已经恢复".to_owned(),
    }
}

fn page(visitor: &Visitor, view: &FindingView) -> FindingPage {
    let finding = &view.finding;
    let today = shanghai_date(visitor.now);
    FindingPage {
        frame: visitor.pack_frame(format!("诚信认定：{}", finding.title)),
        id: finding.id.to_string(),
        registration_url: format!("/registrations/{}", finding.registration_id),
        title: finding.title.clone(),
        person: format!("{}（{}）", view.name, view.staff_number),
        chip: chip(finding.stage()),
        steps: steps(view),
        consequences: finding.consequences.as_ref().filter(|_| finding.stands()).map(|it| ConsequencesView {
            number: it.number.clone(),
            entry_until: chinese_date(it.entry_until),
            is_over: !finding.is_entered_on(today),
            is_blacklisted: it.is_blacklisted,
        }),
        may_answer: view.may_answer,
        may_rule: view.may_rule,
        may_appeal: view.may_appeal,
        may_rule_on_appeal: view.may_rule_on_appeal,
        waits: next(finding),
    }
}

fn steps(view: &FindingView) -> Vec<FindingStep> {
    let finding = &view.finding;
    let mut steps = vec![FindingStep {
        what: format!("{}告知本人，认为这一项不实", view.notified_by),
        at: chinese_moment(finding.notified_at),
        text: finding.suspicion.clone(),
    }];
    let said = |what: &str, said: &Option<Statement>| {
        said.as_ref().map(|it| FindingStep { what: what.to_owned(), at: chinese_moment(it.at), text: it.text.clone() })
    };
    steps.extend(said("本人申辩", &finding.reply));
    steps.extend(finding.ruling.as_ref().map(|it| FindingStep {
        what: if it.is_false { "认定弄虚作假" } else { "不予认定" }.to_owned(),
        at: chinese_moment(it.at),
        text: it.reason.clone(),
    }));
    steps.extend(said("本人申诉", &finding.appeal));
    steps.extend(finding.appeal_ruling.as_ref().map(|it| FindingStep {
        what: if it.is_false { "申诉不成立，维持认定" } else { "申诉成立，撤销认定" }.to_owned(),
        at: chinese_moment(it.at),
        text: it.reason.clone(),
    }));
    steps
}
