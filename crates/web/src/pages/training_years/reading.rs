//! What was typed into the form of a year's settings as what is to be kept, or everything that is wrong with it, each at its
//! field. What makes settings good is for the domain to say.

use std::{collections::BTreeSet, str::FromStr};

use domain::{
    exam::{Mix, MixProblem, Part},
    question::Form,
    training_year::{Aspect, ExamRules, NOTICE_CHARS_MAX, Notices, PastYears, TrainingYear, TrainingYearProblem},
};
use jiff::civil::Date;
use policy::Hours;

use super::years;
use crate::views::{
    faults::Faults,
    training_years::{NarrowPart, Settings},
};

/// The `id` of all parts of a paper together.
const PARTS: &str = "parts";
/// The fields in the order of the form; what is not here comes behind them.
const FIELDS: [&str; 12] = [
    "notice",
    "theme",
    "study_hours",
    "exam_hours",
    "opens",
    "closes",
    "past-years",
    "past-until",
    "pass_mark",
    "attempts",
    "minutes",
    PARTS,
];

/// The settings that were typed.
///
/// # Errors
/// Everything that cannot be read, and everything that is not good of what can.
pub(super) fn settings(year: i16, typed: &Settings) -> Result<TrainingYear, Faults> {
    let mut reader = Reader::default();
    let notices = Aspect::ALL.into_iter().zip(&typed.notices).map(|(aspect, field)| (aspect, field.value.as_str()));
    let settings = TrainingYear {
        year,
        theme: typed.theme.clone(),
        notice: typed.notice.clone(),
        notices: Notices::beside(&typed.notice, notices),
        study_hours: reader.read("study_hours", "学习学时", &typed.study_hours).unwrap_or(Hours::ZERO),
        exam_hours: reader.read("exam_hours", "考试学时", &typed.exam_hours).unwrap_or(Hours::ZERO),
        opens: reader.read("opens", "培训开始", &typed.opens).unwrap_or(Date::ZERO),
        closes: reader.read("closes", "培训结束", &typed.closes).unwrap_or(Date::ZERO),
        past_years: reader.past_years(typed),
        exam: ExamRules {
            pass_mark: reader.read("pass_mark", "合格分数", &typed.pass_mark).unwrap_or_default(),
            attempts: reader.read("attempts", "考试次数", &typed.attempts).unwrap_or_default(),
            minutes: reader.read("minutes", "考试时长", &typed.minutes).unwrap_or_default(),
            mix: Mix { parts: reader.parts(typed) },
            shows_answers: typed.shows_answers,
        },
    };
    let unread = reader.0.clone();
    for problem in settings.check().err().unwrap_or_default() {
        // What could not be read is told once, and nothing that follows from it.
        if !rests_on(&problem).iter().any(|field| unread.all().iter().any(|(at, _)| is_of(at, field))) {
            for field in places(&problem, &settings, typed) {
                reader.0.add(&field, format!("{problem}。"));
            }
        }
    }
    if reader.0.all().is_empty() { Ok(settings) } else { Err(reader.0.in_order(&FIELDS)) }
}

/// The fields on which a problem rests, or what the names of several end in.
fn rests_on(problem: &TrainingYearProblem) -> &'static [&'static str] {
    use TrainingYearProblem as P;
    match problem {
        P::NoTheme | P::LongTheme | P::NoNotice | P::LongNotice => &[],
        P::Backwards | P::OtherYear => &["opens", "closes"],
        P::PastYears => &["past-years"],
        P::PastUntil => &["past-until", "opens"],
        P::Hours => &["study_hours", "exam_hours"],
        P::NoStudy => &["study_hours"],
        P::PassMark => &["pass_mark"],
        P::Attempts => &["attempts"],
        P::Minutes => &["minutes"],
        P::Mix(_) => &["-count", "-points", "-difficulty", "-form"],
    }
}

fn is_of(field: &str, name: &str) -> bool {
    if name.starts_with('-') { field.ends_with(name) } else { field == name }
}

/// The fields at which a problem is told.
fn places(problem: &TrainingYearProblem, settings: &TrainingYear, typed: &Settings) -> Vec<String> {
    use TrainingYearProblem as P;
    let place = match problem {
        P::NoTheme | P::LongTheme => "theme",
        P::NoNotice => "notice",
        P::LongNotice => return long_notices(typed),
        P::OtherYear if settings.opens.year() != settings.year => "opens",
        P::Backwards | P::OtherYear => "closes",
        P::PastYears => "past-years",
        P::PastUntil => "past-until",
        P::Hours | P::NoStudy => "study_hours",
        P::PassMark => "pass_mark",
        P::Attempts => "attempts",
        P::Minutes => "minutes",
        P::Mix(MixProblem::Difficulty) => return odd_difficulties(typed),
        P::Mix(MixProblem::Questions | MixProblem::Points(_)) => PARTS,
    };
    vec![place.to_owned()]
}

/// The notices that are a text and no number.
fn long_notices(typed: &Settings) -> Vec<String> {
    let own = ("notice".to_owned(), &typed.notice);
    let all = std::iter::once(own).chain(typed.notices.iter().map(|field| (field.name.clone(), &field.value)));
    all.filter(|(_, notice)| notice.chars().count() > NOTICE_CHARS_MAX).map(|(name, _)| name).collect()
}

/// The rows whose difficulty no question has.
fn odd_difficulties(typed: &Settings) -> Vec<String> {
    let is_odd = |part: &NarrowPart| part.difficulty.parse::<u8>().is_ok_and(|level| !(1..=5).contains(&level));
    let rows = (1..).zip(&typed.narrower).filter(|(_, part)| is_odd(part));
    rows.map(|(row, _)| format!("part-{row}-difficulty")).collect()
}

/// Reads one field after the other, and keeps what cannot be read.
#[derive(Default)]
struct Reader(Faults);

impl Reader {
    fn read<T: FromStr>(&mut self, field: &str, label: &str, text: &str) -> Option<T> {
        let read = text.parse().ok();
        if read.is_none() {
            self.0.add(
                field,
                match text {
                    "" => format!("“{label}”还没有填写。"),
                    _ => format!("“{label}”不能是“{text}”。"),
                },
            );
        }
        read
    }

    /// The parts of a paper, form by form.
    fn parts(&mut self, typed: &Settings) -> Vec<Part> {
        let mut parts = Vec::new();
        for (form, part) in Form::ALL.into_iter().zip(&typed.parts) {
            let (count, points) = (format!("{}-count", part.form), format!("{}-points", part.form));
            let count = self.read(&count, &format!("{}（道）", part.label), &part.count).unwrap_or_default();
            let points = self.read(&points, &format!("{}每道（分）", part.label), &part.points).unwrap_or_default();
            if count > 0 {
                parts.push(Part::of(form, count, points));
            }
        }
        for (row, part) in (1..).zip(&typed.narrower) {
            parts.extend(self.narrow_part(row, part));
        }
        parts.sort_by_key(|part| part.form);
        parts
    }

    /// A row that says how many; one that does not is no part.
    fn narrow_part(&mut self, row: usize, typed: &NarrowPart) -> Option<Part> {
        if matches!(typed.count.as_str(), "" | "0") {
            return None;
        }
        let label = |what: &str| format!("按章或难度的第 {row} 部分：{what}");
        let field = |name: &str| format!("part-{row}-{name}");
        let form = self.read(&field("form"), &label("题型"), &typed.form);
        let difficulty = match typed.difficulty.as_str() {
            "" => None,
            text => self.read(&field("difficulty"), &label("难度"), text),
        };
        let count = self.read(&field("count"), &label("道数"), &typed.count);
        let points = self.read(&field("points"), &label("每道分值"), &typed.points);
        let chapter = (!typed.chapter.is_empty()).then(|| typed.chapter.clone());
        Some(Part { form: form?, count: count?, points: points?, chapter, difficulty })
    }

    /// The past years that are typed, in whichever way they are told apart; none when nothing is.
    fn past_years(&mut self, typed: &Settings) -> Option<PastYears> {
        if typed.past_years.is_empty() && typed.past_until.is_empty() {
            return None;
        }
        let years = years::years(&typed.past_years).unwrap_or_else(|problem| {
            self.0.add("past-years", problem);
            BTreeSet::new()
        });
        let until = self.read("past-until", "补修截止", &typed.past_until).unwrap_or(Date::ZERO);
        Some(PastYears { years, until })
    }
}
