//! The form of a year's settings: what is kept as texts, and what was typed. Must not decide whether it is good.

use domain::{
    question::Form,
    training_year::{Aspect, PastYears, TrainingYear},
};
use policy::Announced;

use crate::{
    fields::Fields,
    views::training_years::{NarrowPart, NoticeField, PartView, Settings},
};

/// Rows for parts by chapter or difficulty: how many are offered beside those that are filled, and how many there can be.
const ROOM: usize = 2;
const NARROW_MAX: usize = 20;

pub(super) fn settings(it: &TrainingYear) -> Settings {
    let parts = &it.exam.mix.parts;
    // The first part about a form alone has its row; every other one is written out below.
    let of_form = |form: Form| parts.iter().position(|part| part.form == form && part.is_of_form_alone());
    let rest = parts.iter().enumerate().filter(|(place, part)| of_form(part.form) != Some(*place));
    let part = |form: Form| {
        let part = of_form(form).and_then(|place| parts.get(place));
        let (count, points) = part.map_or((0, 0), |part| (part.count, part.points));
        PartView { form: form.as_str(), label: form.label(), count: count.to_string(), points: points.to_string() }
    };
    Settings {
        seen: String::new(),
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
        narrower: narrower(rest.map(|(_, part)| NarrowPart::of(part)).collect()),
        notices: notice_fields(|aspect| it.notices.of(aspect).unwrap_or_default().to_owned()),
    }
}

/// What the pack says of every year, and what it the pack knows of this one's notice; the rest is for the office to say.
pub(super) fn unsettled(announced: Option<&Announced>, attempts: Option<u8>) -> Settings {
    let part =
        |form: Form| PartView { form: form.as_str(), label: form.label(), count: String::new(), points: String::new() };
    let parts = Form::ALL.map(part).to_vec();
    let pass_mark = "60".to_owned();
    let attempts = attempts.map(|attempts| attempts.to_string()).unwrap_or_default();
    let (notices, narrower) = (notice_fields(|_| String::new()), narrower(Vec::new()));
    let empty = Settings { pass_mark, attempts, parts, notices, narrower, ..Settings::default() };
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

pub(super) fn typed(form: &Fields) -> Settings {
    let text = |name: &str| form.text(name).to_owned();
    let part = |it: Form| PartView {
        form: it.as_str(),
        label: it.label(),
        count: text(&format!("{}-count", it.as_str())),
        points: text(&format!("{}-points", it.as_str())),
    };
    Settings {
        seen: text("seen"),
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
        narrower: (1..=NARROW_MAX).map_while(|row| narrow_typed(form, row)).collect(),
        notices: notice_fields(|aspect| text(&notice_name(aspect))),
    }
}

/// What was typed into a row; none after the last.
fn narrow_typed(form: &Fields, row: usize) -> Option<NarrowPart> {
    let text = |name: &str| form.text(&format!("part-{row}-{name}")).to_owned();
    let part = NarrowPart {
        form: text("form"),
        chapter: text("chapter"),
        difficulty: text("difficulty"),
        count: text("count"),
        points: text("points"),
    };
    (!part.form.is_empty()).then_some(part)
}

/// The parts that are there, with room for more.
fn narrower(mut parts: Vec<NarrowPart>) -> Vec<NarrowPart> {
    let rows = (parts.len() + ROOM).min(NARROW_MAX).max(parts.len());
    parts.resize_with(rows, NarrowPart::default);
    parts
}

fn notice_fields(value: impl Fn(Aspect) -> String) -> Vec<NoticeField> {
    let field = |aspect: Aspect| NoticeField { name: notice_name(aspect), label: aspect.label(), value: value(aspect) };
    Aspect::ALL.map(field).to_vec()
}

fn notice_name(aspect: Aspect) -> String {
    format!("notice-{}", aspect.as_str())
}

fn years_in_words(past: &PastYears) -> String {
    past.years.iter().map(i16::to_string).collect::<Vec<_>>().join("、")
}
