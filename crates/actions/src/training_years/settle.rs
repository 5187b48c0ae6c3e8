//! Settling a year's public subjects. What was settled before stays in the history; attempts that go on keep their own
//! paper, end and pass mark.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::chinese_moment,
    refusal::{NOTHING_CHANGED, Refusal},
    training_year::TrainingYear,
    year::Year,
};
use policy::Provision;
use store::training_years::Revision;

use crate::{Act, load, refusals};

/// What a form is told whose year was settled otherwise since it was opened: sent again, it says that it knows.
pub const SETTLED_ELSEWHERE: &str = "training-year.settled-elsewhere";

/// Settles a year. Settling the same again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel; `Invalid` names everything that is wrong; `Conflict` for a theme that is the name of an
/// elective course of the year.
pub async fn settle(act: &mut Act, year: &TrainingYear) -> Result<(), Refusal> {
    check(act, year)?;
    let known = store::training_years::revisions(&mut act.tx, year.year).await.map_err(refusals::store)?;
    keep(act, year, known.first()).await
}

/// The same from a form, which says over which revision of the settings it was filled in; 0 for a year that was not settled.
///
/// # Errors
/// As [`settle`]; `Conflict` when somebody settled the year otherwise since, saying who, when and what.
pub async fn settle_over(act: &mut Act, year: &TrainingYear, seen: i64) -> Result<(), Refusal> {
    check(act, year)?;
    let known = store::training_years::revisions(&mut act.tx, year.year).await.map_err(refusals::store)?;
    let newest = known.first().filter(|newest| newest.year != *year && newest.number != seen);
    if let Some(newest) = newest {
        let before = known.iter().find(|revision| revision.number == seen);
        return Err(settled_elsewhere(act, newest, before).await?);
    }
    keep(act, year, known.first()).await
}

/// Whether somebody may settle a year so.
fn check(act: &Act, year: &TrainingYear) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    Year::new(year.year, act.today()).map_err(|error| error.invalid())?;
    year.check().map_err(|problems| {
        let what: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Refusal::invalid(
            "training-year.settings",
            format!("{}。", what.join("；")),
            NOTHING_CHANGED,
            "请改正后再保存。",
        )
        .by(Provision::PublicSubjects)
    })
}

async fn keep(act: &mut Act, year: &TrainingYear, known: Option<&Revision>) -> Result<(), Refusal> {
    if known.is_some_and(|known| known.year == *year) {
        return Ok(());
    }
    not_taken(act, year).await?;
    let by = act.signed_in()?.person.to_string();
    // Of two at the same moment one is told that it changed meanwhile.
    let next = known.map_or(0, |known| known.number) + 1;
    store::training_years::settle(&mut act.tx, year, next, &by, act.now).await.map_err(refusals::store)?;
    if known.is_some_and(|known| known.year.exam.mix != year.exam.mix) {
        store::exam_papers::begin_edition(&mut act.tx, year.year).await.map_err(refusals::store)?;
    }
    let number = year.year.to_string();
    let values = [("year", number.as_str()), ("theme", &year.theme), ("notice", &year.notice)];
    let settings = serde_json::to_value(year).map_err(refusals::internal)?;
    act.record(
        &Event::new(EventKind::TrainingYearSettled, format!("training-year:{number}"), &values)
            .with("settings", settings),
    )
    .await
}

/// Says who settled a year otherwise than the form knows, and what is otherwise now.
async fn settled_elsewhere(act: &mut Act, newest: &Revision, before: Option<&Revision>) -> Result<Refusal, Refusal> {
    let own = act.signed_in()?.person.to_string();
    let who = match newest.by.parse() {
        _ if newest.by == own => "您自己（在另一个窗口）".to_owned(),
        Ok(id) => {
            let person = store::people::get(&mut act.tx, id).await.map_err(refusals::store)?;
            person.map_or_else(|| "系统".to_owned(), |person| person.name)
        }
        Err(_) => "系统".to_owned(),
    };
    let changed = before.map(|before| newest.year.differences(&before.year)).unwrap_or_default();
    let changed = if changed.is_empty() { "设定了这个年度".to_owned() } else { changed.join("；") };
    let (year, at) = (newest.year.year, chinese_moment(newest.at));
    let what = format!("{year} 年度的设定在您打开本页之后被改过：{who}，{at}，{changed}。");
    let next = "请对照上面说的改好，再保存一次；再次保存以您填写的为准。";
    let refusal = Refusal::conflict(SETTLED_ELSEWHERE, what, next);
    Ok(Refusal { safe: "您填写的没有保存，都还在下面的表单里。".to_owned(), ..refusal })
}

/// Results are told apart by the names of their courses, and that of the required course is the theme.
async fn not_taken(act: &mut Act, year: &TrainingYear) -> Result<(), Refusal> {
    let courses = store::courses::of_year(&mut act.tx, year.year).await.map_err(refusals::store)?;
    if courses.iter().all(|course| course.is_required || course.title != year.theme.trim()) {
        return Ok(());
    }
    let what =
        format!("{} 年度已经有叫“{}”的选修课；学时按课程名称记入年度账，主题不能与选修课重名。", year.year, year.theme);
    Err(Refusal::conflict("training-year.theme-taken", what, "请换一个主题；主题没有写错的，请先给那门选修课改名。"))
}
