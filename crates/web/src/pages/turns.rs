//! The line that says whose turn it is, as the home page, the year account and the registration show it.

use actions::{
    Deadline,
    home::{Situation, Turn, Whose, turn},
    years::YearAccount,
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
    } else {
        let url = match &account.registration {
            Some(registration) => format!("/registrations/{}", registration.id),
            None => format!("/registrations/new?year={}", account.year),
        };
        Some((url, turn.step))
    };
    boxed(turn, step)
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
        text: told(account, situation.today, todo.text, todo.task),
        article: todo.article,
    };
    left.into_iter().map(line).collect()
}

/// Where to do it on a day: its address and its label.
fn way(account: &YearAccount, today: Date, task: Task) -> Option<(String, &'static str)> {
    let year = account.year;
    let is_open = account.training.is_some_and(|window| window.holds(today));
    match task {
        Task::Study if is_open => Some((format!("/courses#year-{year}"), "去学习")),
        Task::Exam if is_open => Some((format!("/exams/{year}"), "去考试")),
        Task::Answers => account.registration.as_ref().map(|it| (format!("/registrations/{}", it.id), "去填写")),
        Task::Study | Task::Exam | Task::Hours | Task::Unit => None,
    }
}

/// A public subject that is not there, not yet or no longer, cannot be studied, which is said with it.
fn told(account: &YearAccount, today: Date, text: String, task: Task) -> String {
    let year = account.year;
    match (task, account.training) {
        (Task::Study | Task::Exam, None) => {
            format!("{text}本系统没有发布 {year} 年度的公需科目：请按主管部门的通知到平台学习考试，成绩由人事处导入。")
        }
        (Task::Study | Task::Exam, Some(window)) => match window.may_study(year, today) {
            Ok(()) => text,
            Err(closed) => format!("{text}{}", closed.what),
        },
        _ => text,
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
