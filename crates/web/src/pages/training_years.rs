//! What is settled for the public subjects of a year, and its bank of questions: for the personnel office.

use actions::{Act, Attempt};
use axum::extract::Request;
use domain::{
    clock::chinese_date,
    exam::{Mix, Part},
    question::Form,
    refusal::{NOTHING_CHANGED, Refusal},
    training_year::{Aspect, ExamRules, Notices, PastYears, TrainingYear},
};
use policy::Announced;

use crate::{
    errors::{Page, PageError, render, render_with, status},
    fields::{Fields, Path, years_of_training},
    pages::{files, imports},
    translate,
    uploads::Upload,
    views::{
        imports::ReportView,
        training_years::{
            NoticeField, PartView, QuestionsPage, Settings, TrainingYearLine, TrainingYearPage, TrainingYearsPage,
        },
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
    render(&page(&visitor, &mut act, year, None, None).await?)
}

/// The page of a year, with what was typed where it was refused.
async fn page(
    visitor: &Visitor,
    act: &mut Act,
    year: i16,
    typed: Option<Settings>,
    trouble: Option<&Refusal>,
) -> Result<TrainingYearPage, Refusal> {
    actions::training_years::may_settle(act)?;
    let all = actions::training_years::list(act).await?;
    let known = all.iter().find(|it| it.year == year).cloned();
    let past = known.iter().filter_map(|it| it.past_years.as_ref()).flat_map(|past| past.years.iter().copied());
    let unsettled_past = past.filter(|year| all.iter().all(|it| it.year != *year)).collect();
    let announced = visitor.web.app.pack().announced(year);
    let fits = |it: &TrainingYear| announced.as_ref().is_none_or(|said| said.fits(it.study_hours, it.exam_hours));
    let empty = || unsettled(announced.as_ref());
    Ok(TrainingYearPage {
        frame: visitor.pack_frame(format!("{year} 年度公需科目设定")).in_section("/training-years"),
        year,
        is_settled: known.is_some(),
        trouble: trouble.map(translate::trouble),
        settings: typed.unwrap_or_else(|| known.as_ref().map_or_else(empty, settings)),
        unsettled_past,
        differs: known.as_ref().is_some_and(|it| !fits(it)),
        announced: announced.as_ref().map(said),
        bank: bank(act, year).await?,
    })
}

async fn bank(act: &mut Act, year: i16) -> Result<Vec<(&'static str, usize)>, Refusal> {
    let bank = actions::exams::bank(act, year).await?;
    Ok(bank.into_iter().map(|(form, count)| (form.label(), count)).collect())
}

fn settings(it: &TrainingYear) -> Settings {
    let part = |form: Form| {
        let part = it.exam.mix.parts.iter().find(|part| part.form == form);
        let (count, points) = part.map_or((0, 0), |part| (part.count, part.points));
        PartView { form: form.as_str(), label: form.label(), count: count.to_string(), points: points.to_string() }
    };
    Settings {
        theme: it.theme.clone(),
        notice: it.notice.clone(),
        study_hours: it.study_hours.to_string(),
        exam_hours: it.exam_hours.to_string(),
        opens: it.opens.to_string(),
        closes: it.closes.to_string(),
        past_years: it.past_years.as_ref().map(years_in_words).unwrap_or_default(),
        past_until: it.past_years.as_ref().map(|past| past.until.to_string()).unwrap_or_default(),
        pass_mark: it.exam.pass_mark.to_string(),
        attempts: it.exam.attempts.to_string(),
        minutes: it.exam.minutes.to_string(),
        shows_answers: it.exam.shows_answers,
        parts: Form::ALL.map(part).to_vec(),
        notices: notice_fields(|aspect| it.notices.of(aspect).unwrap_or_default().to_owned()),
    }
}

fn notice_fields(value: impl Fn(Aspect) -> String) -> Vec<NoticeField> {
    let field = |aspect: Aspect| NoticeField { name: notice_name(aspect), label: aspect.label(), value: value(aspect) };
    Aspect::ALL.map(field).to_vec()
}

fn notice_name(aspect: Aspect) -> String {
    format!("notice-{}", aspect.as_str())
}

/// What the pack knows of a notice, as the page says it.
fn said(announced: &Announced) -> String {
    let study = announced.study.map(|study| format!("，其中学习 {study} 学时")).unwrap_or_default();
    format!("{}：主题{}，共 {} 学时{study}", announced.notice, announced.theme, announced.hours)
}

/// What article 3 says of every year, and what the pack knows of this one's notice; the rest is for the office to say.
fn unsettled(announced: Option<&Announced>) -> Settings {
    let part =
        |form: Form| PartView { form: form.as_str(), label: form.label(), count: String::new(), points: String::new() };
    let parts = Form::ALL.map(part).to_vec();
    let (pass_mark, attempts) = ("60".to_owned(), "3".to_owned());
    let empty =
        Settings { pass_mark, attempts, parts, notices: notice_fields(|_| String::new()), ..Settings::default() };
    let Some(announced) = announced else { return empty };
    let exam = announced.study.map(|study| (announced.hours - study).to_string());
    Settings {
        theme: announced.theme.trim_matches(['《', '》']).to_owned(),
        notice: announced.notice.clone(),
        study_hours: announced.study.map(|study| study.to_string()).unwrap_or_default(),
        exam_hours: exam.unwrap_or_default(),
        ..empty
    }
}

fn typed(form: &Fields) -> Settings {
    let text = |name: &str| form.text(name).to_owned();
    let part = |it: Form| PartView {
        form: it.as_str(),
        label: it.label(),
        count: text(&format!("{}-count", it.as_str())),
        points: text(&format!("{}-points", it.as_str())),
    };
    Settings {
        theme: text("theme"),
        notice: text("notice"),
        study_hours: text("study_hours"),
        exam_hours: text("exam_hours"),
        opens: text("opens"),
        closes: text("closes"),
        past_years: text("past-years"),
        past_until: text("past-until"),
        pass_mark: text("pass_mark"),
        attempts: text("attempts"),
        minutes: text("minutes"),
        shows_answers: form.text("shows_answers") == "yes",
        parts: Form::ALL.map(part).to_vec(),
        notices: notice_fields(|aspect| text(&notice_name(aspect))),
    }
}

/// POST /training-years/{year}. What was typed stays in the form when it is refused.
pub(crate) async fn settle(visitor: SignedIn, Path(year): Path<String>, form: Fields) -> Page {
    let year = visitor.year_in(&year)?;
    actions::training_years::may_settle(&visitor.read().await?)?;
    let typed = typed(&form);
    let refusal = match parsed(year, &typed) {
        Err(refusal) => refusal,
        Ok(settings) => {
            let mut act = visitor.write(form.key()).await?;
            match actions::training_years::settle(&mut act, &settings).await {
                Ok(()) => return visitor.finish(act, &format!("/training-years/{year}?done=training-year")).await,
                Err(refusal) => refusal,
            }
        }
    };
    let mut act = visitor.read().await?;
    let code = status(refusal.kind);
    render_with(code, &page(&visitor, &mut act, year, Some(typed), Some(&refusal)).await?)
}

fn parsed(year: i16, typed: &Settings) -> Result<TrainingYear, Refusal> {
    let mut parts = Vec::new();
    for (form, part) in Form::ALL.into_iter().zip(&typed.parts) {
        let count = read(part.label, &part.count)?;
        let points = read(part.label, &part.points)?;
        if count > 0 {
            parts.push(Part { form, count, points });
        }
    }
    let notices = Aspect::ALL.into_iter().zip(&typed.notices).map(|(aspect, field)| (aspect, field.value.as_str()));
    Ok(TrainingYear {
        year,
        theme: typed.theme.clone(),
        notice: typed.notice.clone(),
        notices: Notices::beside(&typed.notice, notices),
        study_hours: read("学习学时", &typed.study_hours)?,
        exam_hours: read("考试学时", &typed.exam_hours)?,
        opens: read("培训开始", &typed.opens)?,
        closes: read("培训结束", &typed.closes)?,
        past_years: past_years(typed)?,
        exam: ExamRules {
            pass_mark: read("合格分数", &typed.pass_mark)?,
            attempts: read("考试次数", &typed.attempts)?,
            minutes: read("考试时长", &typed.minutes)?,
            mix: Mix { parts },
            shows_answers: typed.shows_answers,
        },
    })
}

fn years_in_words(past: &PastYears) -> String {
    past.years.iter().map(i16::to_string).collect::<Vec<_>>().join("、")
}

/// The past years that are typed, in whichever way they are told apart; none when nothing is.
fn past_years(typed: &Settings) -> Result<Option<PastYears>, Refusal> {
    if typed.past_years.is_empty() && typed.past_until.is_empty() {
        return Ok(None);
    }
    let words = typed.past_years.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let years = words.map(|word| read("可以补修的年度", word)).collect::<Result<_, _>>()?;
    Ok(Some(PastYears { years, until: read("补修截止", &typed.past_until)? }))
}

fn read<T: std::str::FromStr>(label: &str, text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| {
        let what = match text {
            "" => format!("“{label}”还没有填写。"),
            _ => format!("“{label}”不能是“{text}”。"),
        };
        Refusal::invalid("training-year.unreadable", what, NOTHING_CHANGED, "请改正后再保存。")
    })
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
    let upload = Upload::read(request, &visitor.web).await;
    let upload = visitor.tried(&Attempt::import("questions"), upload).await?;
    match imports::import(&visitor, upload, imports::Target::Questions(year)).await {
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
    let bank = bank(&mut act, year).await?;
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
