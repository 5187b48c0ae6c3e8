//! What is settled for the public subjects of a year, and its bank of questions: for the personnel office.

mod form;
mod reading;
mod years;

use actions::{Act, Purpose, exams::BankView, training_years::SETTLED_ELSEWHERE};
use axum::extract::Request;
use domain::{
    clock::chinese_date,
    exam::{Part, Supply},
    refusal::Refusal,
    training_year::TrainingYear,
};
use policy::{Announced, Provision};

use crate::{
    errors::{Page, PageError, render, render_with, status},
    fields::{Fields, Path, years_of_training},
    pages::{files, imports},
    translate,
    uploads::Upload,
    views::{
        faults::Faults,
        imports::ReportView,
        parts::Chip,
        training_years::{QuestionsPage, Settings, SupplyLine, TrainingYearLine, TrainingYearPage, TrainingYearsPage},
    },
    visitor::{SignedIn, Visitor},
};

/// GET /training-years
pub(crate) async fn index(visitor: SignedIn) -> Page {
    let mut act = visitor.read().await?;
    actions::training_years::may_settle(&act)?;
    let settled = actions::training_years::list(&mut act).await?;
    let mut unsettled = years_of_training(visitor.year());
    unsettled.retain(|year| settled.iter().all(|it| it.year != *year));
    let rows = settled.iter().map(line).collect();
    render(&TrainingYearsPage { frame: visitor.pack_frame("公需科目设定"), rows, unsettled })
}

fn line(it: &TrainingYear) -> TrainingYearLine {
    TrainingYearLine {
        year: it.year,
        theme: it.theme.clone(),
        notice: it.notice.clone(),
        window: format!("{}至{}", chinese_date(it.opens), chinese_date(it.closes)),
        hours: format!("学习 {}，考试 {}", it.study_hours, it.exam_hours),
        exam: format!("{} 分钟，{} 分合格，{} 次", it.exam.minutes, it.exam.pass_mark, it.exam.attempts),
    }
}

/// GET /training-years/{year}
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let mut act = visitor.read().await?;
    render(&page(&visitor, &mut act, year, None).await?)
}

/// What was typed and refused, with everything that is wrong, each at its field.
struct Refused<'a> {
    typed: Settings,
    refusal: &'a Refusal,
    faults: Faults,
}

/// The page of a year, with what was typed where it was refused.
async fn page(
    visitor: &Visitor,
    act: &mut Act,
    year: i16,
    refused: Option<Refused<'_>>,
) -> Result<TrainingYearPage, Refusal> {
    actions::training_years::may_settle(act)?;
    let all = actions::training_years::list(act).await?;
    let known = all.iter().find(|it| it.year == year).cloned();
    let bank = actions::exams::bank(act, year).await?;
    let past = known.iter().filter_map(|it| it.past_years.as_ref()).flat_map(|past| past.years.iter().copied());
    let unsettled_past = past.filter(|year| all.iter().all(|it| it.year != *year)).collect();
    let pack = visitor.web.app.pack();
    let announced = pack.announced(year);
    let fits = |it: &TrainingYear| announced.as_ref().is_none_or(|said| said.fits(it.study_hours, it.exam_hours));
    let empty = || form::unsettled(announced.as_ref(), pack.exam_attempts());
    // A form that was refused for something else is still filled in over what it was opened with.
    let seen = match refused.as_ref().filter(|refused| refused.refusal.code != SETTLED_ELSEWHERE) {
        Some(refused) => refused.typed.seen.clone(),
        None => actions::training_years::revision(act, year).await?.to_string(),
    };
    let trouble = refused.as_ref().map(|refused| translate::trouble(refused.refusal));
    let (typed, faults) = refused.map(|refused| (refused.typed, refused.faults)).unzip();
    let settings = typed.unwrap_or_else(|| known.as_ref().map_or_else(empty, form::settings));
    let is_more = |attempts: u8| settings.attempts.parse::<u8>().is_ok_and(|typed| typed > attempts);
    Ok(TrainingYearPage {
        frame: visitor.pack_frame(format!("{year} 年度公需科目设定")).in_section("/training-years"),
        year,
        seen,
        is_settled: known.is_some(),
        trouble,
        faults: faults.unwrap_or_default(),
        has_more_attempts: pack.exam_attempts().is_some_and(is_more),
        settings,
        unsettled_past,
        past_by_pack: pack.past_years().allowed_in(year).collect(),
        differs: known.as_ref().is_some_and(|it| !fits(it)),
        announced: announced.as_ref().map(said),
        attempts: pack.exam_attempts(),
        supply: bank.parts.iter().filter(|(part, _)| part.count > 0).map(supply_line).collect(),
        chapters: bank.chapters.clone(),
        bank: counts(&bank),
    })
}

/// How many questions of each form there are, in words.
fn counts(bank: &BankView) -> Vec<(&'static str, usize)> {
    bank.forms.iter().map(|(form, count)| (form.label(), *count)).collect()
}

fn supply_line((part, supply): &(Part, Supply)) -> SupplyLine {
    SupplyLine {
        part: part.label(),
        asked: part.count,
        there: supply.there,
        chip: match supply.missing {
            0 => Chip::new("够", "good"),
            missing => Chip::new(format!("差 {missing} 道"), "bad"),
        },
    }
}

/// What the pack knows of a notice, as the page says it.
fn said(announced: &Announced) -> String {
    let study = announced.study.map(|study| format!("，其中学习 {study} 学时")).unwrap_or_default();
    format!("{}：主题{}，共 {} 学时{study}", announced.notice, announced.theme, announced.hours)
}

/// POST /training-years/{year}. What was typed stays in the form when it is refused.
pub(crate) async fn settle(visitor: SignedIn, Path(year): Path<String>, form: Fields) -> Page {
    let year = visitor.year_in(&year)?;
    actions::training_years::may_settle(&visitor.read().await?)?;
    let typed = form::typed(&form);
    let (refusal, faults) = match reading::settings(year, &typed) {
        Err(faults) => (not_good(&faults), faults),
        Ok(settings) => {
            let mut act = visitor.write(form.key()).await?;
            // Whoever does not say over what it was filled in has seen nothing.
            let seen = typed.seen.parse().unwrap_or_default();
            match actions::training_years::settle_over(&mut act, &settings, seen).await {
                Ok(()) => return visitor.finish(act, &format!("/training-years/{year}?done=training-year")).await,
                Err(refusal) => {
                    let field = (refusal.code == "training-year.theme-taken").then_some("theme");
                    let faults = Faults::at(field, &refusal.what);
                    (refusal, faults)
                }
            }
        }
    };
    let mut act = visitor.read().await?;
    let code = status(refusal.kind);
    let refused = Refused { typed, refusal: &refusal, faults };
    render_with(code, &page(&visitor, &mut act, year, Some(refused)).await?)
}

/// What is said of the whole form; what exactly is wrong stands at each field.
fn not_good(faults: &Faults) -> Refusal {
    let what = match faults.all() {
        [(_, only)] => only.clone(),
        all => format!("有 {} 处要改正。", all.len()),
    };
    let safe = "没有保存；您填写的都还在下面的表单里。";
    Refusal::invalid("training-year.settings", what, safe, "请改正标出的地方，再保存。").by(Provision::PublicSubjects)
}

/// GET /training-years/{year}/questions
pub(crate) async fn questions(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let page = questions_page(&visitor, year, None, None).await?;
    render(&page)
}

/// POST /training-years/{year}/questions. Whether this person may is asked before a byte of the file is read.
pub(crate) async fn import(visitor: SignedIn, Path(year): Path<String>, request: Request) -> Page {
    let year = visitor.year_in(&year)?;
    actions::training_years::may_settle(&visitor.read().await?)?;
    let read = Upload::read(request, &visitor.web, Purpose::Sheet).await;
    match imports::import(&visitor, read, imports::Target::Questions(year)).await {
        Ok(report) => render(&questions_page(&visitor, year, None, Some(report)).await?),
        Err(PageError::Refused { refusal, .. }) => {
            render_with(status(refusal.kind), &questions_page(&visitor, year, Some(&refusal), None).await?)
        }
        Err(other) => Err(other),
    }
}

async fn questions_page(
    visitor: &Visitor,
    year: i16,
    trouble: Option<&Refusal>,
    report: Option<ReportView>,
) -> Result<QuestionsPage, PageError> {
    let mut act = visitor.read().await?;
    let bank = counts(&actions::exams::bank(&mut act, year).await?);
    let names = |required: bool| {
        let columns = domain::imports::questions::columns().filter(move |(_, needed)| *needed == required);
        columns.map(|(name, _)| name).collect::<Vec<_>>().join("、")
    };
    Ok(QuestionsPage {
        frame: visitor.frame(format!("{year} 年度题库"), false).in_section("/training-years"),
        year,
        bank,
        needs: format!("必须有的列：{}；可以没有的列：{}", names(true), names(false)),
        trouble: trouble.map(translate::trouble),
        report,
    })
}

/// GET /training-years/{year}/questions.xlsx
pub(crate) async fn export(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let mut act = visitor.read().await?;
    Ok(files::response(actions::exams::export_questions(&mut act, year).await?))
}
