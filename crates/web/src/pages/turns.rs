//! The line that says whose turn it is, as the home page, the year account and the registration show it.

use actions::{
    Deadline,
    exams::ExamInShort,
    home::{Situation, Turn, Whose, turn},
    years::YearAccount,
};
use domain::{
    clock::chinese_date,
    exam::{MakeUpRequest, RequestAnswer, Standing},
};
use jiff::civil::Date;
use policy::{Obligation, Outcome, Party, Task, Todo};

use crate::{
    translate,
    views::{
        account::TodoLine,
        parts::{Chip, DeadlineLine},
        turn::TurnBox,
    },
};

/// The line, without a step: for the page that the step leads to.
pub(crate) fn line(situation: &Situation) -> TurnBox {
    boxed(turn(situation), None)
}

/// The line with the way to what comes next.
pub(crate) fn line_with_step(account: &YearAccount, situation: &Situation) -> TurnBox {
    let turn = turn(situation);
    let step = if situation.is_left_the_subject_alone() {
        // To register hours would be no step: whoever cannot study yet, or any more, has none.
        turn.todo.iter().find_map(|todo| way(account, situation.today, todo.task))
    } else if is_closed(account, situation) {
        None
    } else {
        let url = match &account.registration {
            Some(registration) => format!("/registrations/{}", registration.id),
            None => format!("/registrations/new?year={}", account.year),
        };
        Some((url, turn.step))
    };
    boxed(turn, step)
}

/// Whether nothing was opened for the year, and it is too late to.
pub(crate) fn is_closed(account: &YearAccount, situation: &Situation) -> bool {
    account.registration.is_none() && situation.is_too_late()
}

fn boxed(turn: Turn, step: Option<(String, &'static str)>) -> TurnBox {
    let tone = match turn.whose {
        Whose::Person => "wait",
        Whose::PersonAgain => "bad",
        Whose::Unit => "",
        Whose::Nobody => "good",
    };
    TurnBox { tone, text: turn.text, more: turn.more, step }
}

/// How the year stands; hours that are enough are no result before the approval, so the registration's state stands there.
pub(crate) fn chip(account: &YearAccount, situation: &Situation) -> Chip {
    match situation.state {
        Some(state) if is_only_filled_in(situation) => translate::state(state),
        _ => translate::outcome(account.assessment.outcome),
    }
}

/// One sentence about the figures; empty where the first line has said it.
pub(crate) fn verdict(situation: &Situation, own: bool) -> String {
    let year = situation.year;
    if own && (situation.is_done() || situation.obligation == Obligation::PublicExamOnly) {
        return String::new();
    }
    let is_handed_in = situation.state.is_some_and(|state| !state.is_editable());
    match situation.outcome {
        Outcome::Satisfied if is_only_filled_in(situation) && is_handed_in => {
            format!("按已填报的内容，{year} 年度的学时够了，单位审批后才算完成。")
        }
        Outcome::Satisfied if is_only_filled_in(situation) => {
            format!("按已填报的内容，{year} 年度的学时够了；提交以后，经单位审验、审批才算完成。")
        }
        Outcome::Satisfied => format!("{year} 年度的任务已经完成。"),
        Outcome::NotSatisfied => format!("{year} 年度的任务还没有完成。"),
        Outcome::Undetermined if is_handed_in => "还有学时待核定，核定之后才有结果。".to_owned(),
        Outcome::Undetermined if situation.todo.iter().any(|todo| todo.task == Task::Answers) => {
            "有的登记项还没有填完，填好以后才有结果。".to_owned()
        }
        Outcome::Undetermined => "有的学时要由单位核定，提交以后才有结果。".to_owned(),
        Outcome::ReferenceOnly => format!("{year} 年度没有必须完成的任务，数字仅供参考。"),
    }
}

/// Whether enough hours rest on a registration that is not approved.
fn is_only_filled_in(situation: &Situation) -> bool {
    situation.obligation == Obligation::Full && situation.outcome == Outcome::Satisfied && !situation.is_done()
}

/// What is left to do: for the person what they can do now, for others all that the year lacks.
pub(crate) fn todo(account: &YearAccount, situation: &Situation) -> Vec<TodoLine> {
    let left = if account.own { turn(situation).todo } else { account.assessment.todo.clone() };
    let line = |todo: Todo| TodoLine {
        by: translate::by_day(&todo, situation.today),
        way: account.own.then(|| way(account, situation.today, todo.task)).flatten(),
        text: told(account, situation.today, &todo),
        article: todo.article,
    };
    left.into_iter().map(line).collect()
}

/// Where to do it on a day: its address and its label.
fn way(account: &YearAccount, today: Date, task: Task) -> Option<(String, &'static str)> {
    match task {
        Task::Study | Task::Exam => {
            account.training.filter(|window| window.holds(today)).map(|_| way_to_pass(account, task))
        }
        Task::Answers => account.registration.as_ref().map(|it| (format!("/registrations/{}", it.id), "去填写")),
        Task::Hours | Task::Unit => None,
    }
}

/// Where a public subject goes on that is open: by how its person stands here, which the results do not tell.
fn way_to_pass(account: &YearAccount, task: Task) -> (String, &'static str) {
    let year = account.year;
    let (study, exam) = (format!("/courses#year-{year}"), format!("/exams/{year}"));
    let Some(ExamInShort { standing, last_request, .. }) = &account.exam else {
        return if task == Task::Study { (study, "去学习") } else { (exam, "去考试") };
    };
    match standing {
        Standing::UsedUp if is_waiting(last_request) => (exam, "查看申请"),
        Standing::UsedUp => (format!("{exam}#make-up"), "去申请重修"),
        Standing::Unstudied => (study, "去学习"),
        Standing::Ready(_) | Standing::Running => (exam, "去考试"),
        _ if task == Task::Study => (study, "去学习"),
        _ => (exam, "去考试"),
    }
}

fn is_waiting(request: &Option<MakeUpRequest>) -> bool {
    request.as_ref().is_some_and(|request| request.answer.is_none())
}

/// A public subject that is not there, not yet or no longer, cannot be studied, which is said with it; and so is what whoever
/// has used up the attempts can do here.
fn told(account: &YearAccount, today: Date, todo: &Todo) -> String {
    let (year, text) = (account.year, todo.text.as_str());
    match (todo.task, account.training) {
        (Task::Study | Task::Exam, None) => {
            format!("{text}本系统没有发布 {year} 年度的公需科目：请按主管部门的通知到平台学习考试，成绩由人事处导入。")
        }
        (Task::Study | Task::Exam, Some(window)) => {
            let text = without_attempts(text);
            match window.may_study(year, today) {
                Ok(()) => format!("{text}{}", account.exam.as_ref().map(after_attempts).unwrap_or_default()),
                Err(closed) => format!("{text}{}", closed.what),
            }
        }
        _ => text.to_owned(),
    }
}

/// What is to be done, without what the pack says after the last attempt: that is how the region's platform goes on, and
/// where the examination is taken here, here is said how.
fn without_attempts(text: &str) -> &str {
    text.split_once("已考 ").map_or(text, |(what, _)| what)
}

/// How it goes on here for whoever has used up the attempts, or had until support granted another.
fn after_attempts(exam: &ExamInShort) -> String {
    let closes = chinese_date(exam.window.closes);
    match exam.standing {
        Standing::UsedUp => match exam.last_request.as_ref().map(|request| &request.answer) {
            Some(None) => "考试次数已经用完；重修申请已经提交，正在等待技术支持答复，答复显示在考试页面上。".to_owned(),
            Some(Some((_, RequestAnswer::Refused(_)))) => {
                format!(
                    "考试次数已经用完；上一次的重修申请没有同意，理由写在考试页面上。可以补充说明，{closes}以前再申请一次。"
                )
            }
            _ => format!(
                "考试次数已经用完；可以在考试页面填写重修申请，{closes}以前办理。技术支持同意后，重新学完必修课，再补考一次。"
            ),
        },
        Standing::Unstudied if exam.is_made_up => {
            format!(
                "技术支持已经开通重修，可以再考一次：请先在“公需课程”里重新学完必修课，再到考试页面补考，{closes}截止。"
            )
        }
        Standing::Ready(_) if exam.is_made_up => {
            format!("技术支持已经开通重修，必修课也重新学完了，可以再考一次：请到考试页面补考，{closes}以前开始。")
        }
        _ => String::new(),
    }
}

/// The dates; whoever is done has none left to count down to.
pub(crate) fn deadlines(list: &[Deadline], is_done: bool) -> Vec<DeadlineLine> {
    let mut lines = translate::deadlines(list);
    for line in lines.iter_mut().filter(|_| is_done) {
        (line.days, line.tone) = ("已完成".to_owned(), "past");
    }
    lines
}

/// The dates of whoever also sees to others: what binds the unit goes on as long as `open` registrations of others are
/// with it, however far their own year is.
pub(crate) fn deadlines_of_office(list: &[Deadline], is_done: bool, open: i64) -> Vec<DeadlineLine> {
    let (of_unit, own): (Vec<_>, Vec<_>) = list.iter().cloned().partition(|deadline| deadline.party == Party::Unit);
    let mut lines = translate::deadlines(&own);
    for line in lines.iter_mut().filter(|_| is_done) {
        (line.days, line.tone) = ("本人已完成".to_owned(), "past");
    }
    let mut of_unit = translate::deadlines(&of_unit);
    for line in &mut of_unit {
        line.note = Some(match open {
            0 => "提交到单位的登记都已办完".to_owned(),
            open => format!("提交到单位的登记还有 {open} 份没有办完"),
        });
        if open == 0 {
            (line.days, line.tone) = ("已办完".to_owned(), "past");
        }
    }
    lines.append(&mut of_unit);
    lines
}
