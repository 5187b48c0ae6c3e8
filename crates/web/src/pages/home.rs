//! GET /: what to do this year, dates, a box to check a certificate.

use actions::{home::HomeView, training_years::PastYear, years::YearAccount};
use domain::{clock::chinese_date, registration::State};
use policy::Provision;

use crate::{
    errors::{Page, render},
    pages::{findings, my, turns},
    translate,
    views::home::{HomeAccount, HomePage, HomeTask, PastLine},
    visitor::Visitor,
};

/// The home page.
pub(crate) async fn show(visitor: Visitor) -> Page {
    let mut act = visitor.read().await?;
    let view = actions::home::summary(&mut act).await?;
    let pack = visitor.web.app.pack();
    let is_done = view.account.as_ref().is_some_and(|account| account.situation(visitor.now).is_done());
    let page = HomePage {
        frame: visitor.frame("首页", view.sample),
        year: view.year,
        signed_in: visitor.actor.is_some(),
        name: visitor.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default(),
        deadlines: match view.may_see_queue {
            true => turns::deadlines_of_office(&view.deadlines, is_done, with_unit(&view)),
            false => turns::deadlines(&view.deadlines, is_done),
        },
        account: view.account.as_ref().map(|account| in_short(&visitor, account)),
        findings: view.findings.iter().map(|it| findings::told(&it.finding)).collect(),
        past: view.past.iter().map(past).collect(),
        queue: queue(&view),
        tasks: tasks(&visitor, &view),
        support: pack
            .carrying(Provision::Support)
            .and_then(|cited| pack.article_cited(cited))
            .map(translate::article_text),
    };
    render(&page)
}

/// How many registrations of the year the unit has in hand.
fn with_unit(view: &HomeView) -> i64 {
    let is_open = |state: State| matches!(state, State::Submitted | State::Checking | State::AwaitingApproval);
    view.queue_counts.iter().filter(|(state, _)| is_open(*state)).map(|(_, count)| count).sum()
}

fn past(it: &PastYear) -> PastLine {
    PastLine { year: it.year.year, theme: it.year.theme.clone(), until: chinese_date(it.until) }
}

fn in_short(visitor: &Visitor, account: &YearAccount) -> HomeAccount {
    let situation = account.situation(visitor.now);
    HomeAccount {
        picture: my::picture(account),
        outcome: turns::chip(account, &situation),
        turn: turns::line_with_step(account, &situation),
        verdict: turns::verdict(&situation, true),
        todo: my::todo(account, &situation),
    }
}

fn queue(view: &HomeView) -> Vec<(String, i64, String)> {
    if !view.may_see_queue {
        return Vec::new();
    }
    view.queue_counts
        .iter()
        .map(|(state, count)| {
            (state.label().to_owned(), *count, format!("/queue?state={}&year={}", state.as_str(), view.year))
        })
        .collect()
}

/// What waits for whoever answers objections and requests.
fn unanswered(view: &HomeView) -> String {
    let counted = [("计时异议", view.open_disputes), ("重修申请", view.open_requests)];
    let waiting: Vec<String> =
        counted.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} {count} 件")).collect();
    if waiting.is_empty() {
        return "答复计时异议和重修申请；现在没有等待答复的".to_owned();
    }
    format!("等待答复：{}", waiting.join("，"))
}

/// What the pages of people offer to this visitor.
fn people(view: &HomeView) -> &'static str {
    match (view.may_invite, view.may_grant) {
        (_, true) => "查人，发邀请，授角色",
        (true, false) => "查人，发邀请",
        (false, false) => "查人，看任职和证书",
    }
}

fn tasks(visitor: &Visitor, view: &HomeView) -> Vec<HomeTask> {
    if visitor.actor.is_none() {
        return Vec::new();
    }
    let year = view.year;
    let task =
        |shown: bool, href: String, label, text: &str| shown.then(|| HomeTask { href, label, text: text.to_owned() });
    [
        task(true, format!("/registrations/new?year={year}"), "学时登记", "填写专业科目，上传材料，提交审验"),
        task(view.may_see_queue, "/queue".into(), "审验与审批", "按状态和单位查看登记"),
        task(view.may_see_overview, format!("/years/{year}"), "年度完成情况", "各单位进度，谁还没有完成"),
        task(view.may_answer, "/disputes".into(), "异议和申请", &unanswered(view)),
        task(view.may_see_findings, "/findings".into(), "诚信认定", "告知、申辩、认定和申诉"),
        task(view.may_see_people, "/people".into(), "人员", people(view)),
        task(view.may_import, "/imports".into(), "导入", "单位、名册、公需科目结果"),
        task(view.may_see_audit, "/audit".into(), "操作记录", "谁在什么时候做了什么"),
    ]
    .into_iter()
    .flatten()
    .collect()
}
