//! The course of this year's public subject in the sample university: short, but one that can be studied from end to end.

use std::sync::Arc;

use actions::App;
use actions::courses::LessonForm;
use domain::access::Actor;
use domain::clock::{Instant, shanghai_date};
use domain::course::LessonKind;
use domain::exam::{Mix, Part};
use domain::question::Form;
use domain::training_year::{ExamRules, TrainingYear};
use jiff::civil::Date;
use policy::Hours;

use super::papers;
use crate::failure::Failure;

const THEME: &str = "生成式人工智能与专业技术人员的责任";

/// Chapter, title, minutes and text of each page.
const LESSONS: [(&str, &str, u32, &str); 4] = [
    ("第一章　认识工具", "工具变了，责任没有变", 2, include_str!("course/tools.md")),
    ("第一章　认识工具", "怎样核对工具给出的内容", 2, include_str!("course/checking.md")),
    ("第二章　用好工具", "哪些内容不能交给外部工具", 2, include_str!("course/data.md")),
    ("第二章　用好工具", "如实说明，是最省事的做法", 2, include_str!("course/disclosure.md")),
];

/// Settles the year under way, where nobody has, and shows its required course and an elective.
pub(super) async fn show(app: &Arc<App>, now: Instant) -> Result<(), Failure> {
    let year = shanghai_date(now).year();
    let mut act = app.write(Some(Actor::system()), now, None).await?;
    let settled = actions::training_years::list(&mut act).await?;
    if !settled.iter().any(|settled| settled.year == year) {
        actions::training_years::settle(&mut act, &settings(year)?).await?;
    }
    let course = actions::courses::add(&mut act, year, THEME, true).await?;
    for (chapter, title, minutes, text) in LESSONS {
        let form = lesson(chapter, title, LessonKind::Page, minutes, text);
        actions::courses::add_lesson(&mut act, course, form).await?;
    }
    actions::courses::publish(&mut act, course, true).await?;
    let elective = actions::courses::add(&mut act, year, "研修资料选读", false).await?;
    let name = "研修资料.pdf";
    let file = actions::check_lesson_file(app, LessonKind::Document, name, papers::reading()).await?;
    let form = lesson("", "研修资料（PDF）", LessonKind::Document, 3, "");
    actions::courses::add_lesson_with_file(&mut act, elective, form, file).await?;
    actions::courses::publish(&mut act, elective, true).await?;
    act.commit("").await?;
    Ok(())
}

fn lesson(chapter: &str, title: &str, kind: LessonKind, minutes: u32, text: &str) -> LessonForm {
    LessonForm {
        chapter: chapter.to_owned(),
        title: title.to_owned(),
        kind,
        length: minutes * 60_000,
        content: text.to_owned(),
    }
}

/// Numbers of an invented notice.
fn settings(year: i16) -> Result<TrainingYear, Failure> {
    let day = |month, day| {
        Date::new(year, month, day)
            .map_err(|_| Failure::new(format!("{year} 年超出了日历范围。没有生成数据。请检查系统时间。")))
    };
    let part = |form, count, points| Part { form, count, points };
    let parts = vec![part(Form::Single, 10, 4), part(Form::Multiple, 5, 8), part(Form::TrueFalse, 10, 2)];
    Ok(TrainingYear {
        year,
        theme: THEME.to_owned(),
        notice: format!("示例〔{year}〕1号"),
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        opens: day(1, 1)?,
        closes: day(12, 31)?,
        exam: ExamRules { pass_mark: 60, attempts: 3, minutes: 60, mix: Mix { parts }, shows_answers: true },
    })
}
