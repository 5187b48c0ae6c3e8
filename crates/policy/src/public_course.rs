//! The public courses of a year: which is the required one, which count and how much, each with its sentence (article 3).
//! Must not judge the year.

use crate::assess::obligation;
use crate::blocks::Counts;
use crate::rules::TrainingYear;
use crate::trace::{Quiet, Trace};
use crate::{
    Explanation, Firmness, Hours, Obligation, Outcome, Pack, Party, PublicFacts, Reason, YearFacts, chinese_date, cited,
};

/// Hours of study that the year's required course asks: as settled, or as the pack knows them from the notice.
fn announced_study(pack: &Pack, facts: &YearFacts) -> Option<Hours> {
    let settled = facts.training_year.as_ref().map(|settled| settled.study);
    // A settled year that does not tell the study apart says nothing of it.
    settled.filter(|study| *study > Hours::ZERO).or_else(|| pack.training_year(facts.year)?.study)
}

/// Hours that the year's required course brings, in the same way.
fn announced_hours(pack: &Pack, facts: &YearFacts) -> Option<Hours> {
    let settled = facts.training_year.as_ref().map(|settled| settled.study + settled.exam);
    settled.or_else(|| Some(pack.training_year(facts.year)?.hours))
}

/// Whether the study of a required course is complete: all that the year's notice asks, or any where it is not known.
pub(crate) fn is_studied(pack: &Pack, facts: &YearFacts, course: &PublicFacts) -> bool {
    course.study >= announced_study(pack, facts).unwrap_or(Hours::from_hundredths(1))
}

impl Pack {
    /// Whether one report alone is about the year's required course: it says so, or the pack knows its name. Other
    /// reports may say it of the same course: [`is_required`](crate::is_required) asks them all.
    #[must_use]
    pub fn is_required_course(&self, year: i16, course: &PublicFacts) -> bool {
        let Some(rule) = &self.content.rules.public_course else { return course.required };
        course.required
            || rule.required.contains(&course.course)
            || rule.years.iter().any(|known| known.year == year && known.theme == course.course)
    }

    /// What is known of a year's required course.
    pub(crate) fn training_year(&self, year: i16) -> Option<&TrainingYear> {
        self.content.rules.public_course.as_ref()?.years.iter().find(|known| known.year == year)
    }
}

/// Whether a report is about the year's required course: it, or another report of the same name, says so or bears a
/// name by which the pack knows it.
#[must_use]
pub fn is_required(pack: &Pack, facts: &YearFacts, course: &PublicFacts) -> bool {
    facts.public.iter().any(|other| other.course == course.course && pack.is_required_course(facts.year, other))
}

/// A year has one required course, under whichever names it is reported; others go by their names.
fn is_same_course(pack: &Pack, facts: &YearFacts, one: &PublicFacts, other: &PublicFacts) -> bool {
    one.course == other.course || (is_required(pack, facts, one) && is_required(pack, facts, other))
}

/// Whether a report is about an elective that has no examination: only the required course always has one.
fn is_without_exam(pack: &Pack, facts: &YearFacts, course: &PublicFacts) -> bool {
    course.without_exam && !course.exam_passed && !is_required(pack, facts, course)
}

/// The hours of one course, once it has come far enough to count: all after the examination, and by another reading
/// those of its study after that. Where there is none, all after the study.
fn public_worth(pack: &Pack, facts: &YearFacts, course: &PublicFacts) -> Option<Hours> {
    if course.exam_passed {
        return Some(course.hours);
    }
    let rule = pack.content.rules.public_course.as_ref()?;
    let is_begun = course.study > Hours::ZERO;
    if is_without_exam(pack, facts, course) {
        return (rule.without_exam == Counts::AfterStudy && is_begun).then_some(course.hours);
    }
    if rule.counts != Counts::AfterStudy {
        return None;
    }
    if !is_required(pack, facts, course) {
        return is_begun.then(|| course.study.min(course.hours));
    }
    let announced = announced_study(pack, facts).unwrap_or(course.study);
    is_studied(pack, facts, course).then(|| course.study.min(announced).min(course.hours))
}

/// Hours that passing the required course's examination would add: those of its report, or as settled or announced for
/// the year where that is more, because what is reported before can be the study alone; less what counts of it already.
/// Nothing where neither says.
pub(crate) fn exam_brings(pack: &Pack, facts: &YearFacts) -> Hours {
    let required = || facts.public.iter().filter(|course| is_required(pack, facts, course));
    let counted = required().filter_map(|course| public_worth(pack, facts, course)).max().unwrap_or(Hours::ZERO);
    let reported = required().map(|course| course.hours).max().unwrap_or(Hours::ZERO);
    reported.max(announced_hours(pack, facts).unwrap_or(Hours::ZERO)).less(counted)
}

/// Whether the required course was passed before the person's title series opened for registration (article 8): open
/// where a day is missing, and absent while the course is not passed.
pub(crate) fn before_title_series(pack: &Pack, facts: &YearFacts) -> Option<Outcome> {
    let passed = facts.public.iter().filter(|course| course.exam_passed && is_required(pack, facts, course));
    let states = passed.map(|course| match (course.happened, facts.title_series_opens) {
        (Some(day), Some(opens)) if day < opens => Outcome::Satisfied,
        (Some(_), Some(_)) => Outcome::NotSatisfied,
        (None, _) | (_, None) => Outcome::Undetermined,
    });
    // Once is enough, and a report without its day leaves it open.
    states.min_by_key(|state| match state {
        Outcome::Satisfied => 0,
        Outcome::Undetermined => 1,
        _ => 2,
    })
}

/// How a course stands, as its sentence says it.
fn standing_words(pack: &Pack, facts: &YearFacts, course: &PublicFacts, is_passed: bool) -> &'static str {
    match (is_passed, is_without_exam(pack, facts, course)) {
        (true, _) => "考试合格",
        (false, true) => "学习已完成（没有考试）",
        (false, false) => "学习已完成、考试尚未合格",
    }
}

/// Hours of passed courses; a course reported twice counts once, with its best figure.
pub(crate) fn public_hours(pack: &Pack, facts: &YearFacts, trace: &mut impl Trace) -> Hours {
    let rules = &pack.content.rules;
    let named = |course: &PublicFacts| {
        let sort = if is_required(pack, facts, course) { "必修课" } else { "选修课" };
        format!("公需科目{sort}“{}”", course.course)
    };
    let article = rules.public_course.as_ref().map_or("", |course| course.article.as_str());
    let reading = |course: &PublicFacts| {
        let rule = rules.public_course.as_ref()?;
        if is_without_exam(pack, facts, course) { rule.without_exam_reading.as_ref() } else { rule.reading.as_ref() }
    };
    let counts = |course: &PublicFacts| public_worth(pack, facts, course);
    let mut total = Hours::ZERO;
    for (index, course) in facts.public.iter().enumerate() {
        let Some(alone) = counts(course) else {
            let is_done = |other: &PublicFacts| other.exam_passed && is_same_course(pack, facts, course, other);
            trace.step(1, || match facts.public.iter().find(|other| is_done(other)) {
                None => {
                    let lacks = if is_without_exam(pack, facts, course) {
                        "没有考试，不计"
                    } else {
                        "考试尚未合格，暂不计"
                    };
                    Reason::new(format!("{}{lacks}学时。", named(course)), article).by(reading(course))
                }
                Some(done) => {
                    let text = format!("{}没有合格记录；这门课程已以“{}”合格，不必再考。", named(course), done.course);
                    Reason::new(text, article)
                }
            });
            continue;
        };
        let same = |other: &&PublicFacts| counts(other).is_some() && is_same_course(pack, facts, course, other);
        if facts.public[..index].iter().any(|other| same(&other)) {
            trace.step(1, || Reason::new(format!("{}重复上报，只计一次。", named(course)), article));
            continue;
        }
        let hours = facts.public.iter().filter(same).filter_map(counts).max().unwrap_or(alone);
        total += hours;
        trace.step(1, || {
            let notice = pack.training_year(facts.year).filter(|_| is_required(pack, facts, course));
            let notice = notice.map_or_else(String::new, |known| {
                format!("{}：主题{}，学习和考试共 {} 学时。", known.notice, known.theme, known.hours)
            });
            let passed = facts.public.iter().filter(same).any(|other| other.exam_passed);
            let state = standing_words(pack, facts, course, passed);
            let set_by = match course.notice.as_str() {
                "" => String::new(),
                set_by => format!("（学时依据：{set_by}）"),
            };
            let made_up = if is_made_up(pack, facts, course) {
                format!("在以后的年度补上，计入 {} 年度。", facts.year)
            } else {
                String::new()
            };
            let text = format!("{}{state}，计 {hours} 学时{set_by}。{made_up}{notice}", named(course));
            Reason::new(text, article).by(if made_up.is_empty() { reading(course) } else { past_years_reading(pack) })
        });
    }
    trace.step(1, || Reason::new(format!("公需科目合计 {total} 学时。"), article));
    total
}

/// Whether the required course was passed in a later year, as article 3 lets past years be made up for.
fn is_made_up(pack: &Pack, facts: &YearFacts, course: &PublicFacts) -> bool {
    let passed = course.happened.filter(|_| course.exam_passed && is_required(pack, facts, course));
    passed.is_some_and(|day| pack.past_years().allows(facts.year, day.year()))
}

/// What it rests on that past years can be made up for.
fn past_years_reading(pack: &Pack) -> Option<&String> {
    pack.content.rules.public_course.as_ref()?.past_years_reading.as_ref()
}

/// That the required course was passed after the person's day, where that is so: it counts all the same (article 8).
/// Nothing of whoever owes nothing, nor of a past year that was made up for.
fn late(pack: &Pack, facts: &YearFacts, course: &PublicFacts) -> Option<String> {
    let passed = course.happened.filter(|_| course.exam_passed && is_required(pack, facts, course))?;
    let deadlines = pack.deadlines(facts.year, None).into_iter();
    let due = deadlines.filter(|deadline| deadline.party == Party::Person).min_by_key(|deadline| deadline.date)?;
    let owes = obligation(&pack.content.rules, facts, &mut Quiet) != Obligation::None;
    if passed <= due.date || !owes || is_made_up(pack, facts, course) {
        return None;
    }
    let firmly = if due.firmness == Firmness::Soft { "原则上应" } else { "应" };
    let (passed_on, due_on, article) = (chinese_date(passed), chinese_date(due.date), cited(&due.article));
    Some(format!("{passed_on}才考试合格，{firmly}不晚于{due_on}{article}；学时照计。"))
}

/// What became of each public course of the year, in the order of the facts, and whether it came late (articles 3 and 8).
#[must_use]
pub fn public_reasons(pack: &Pack, facts: &YearFacts) -> Vec<Reason> {
    let mut told = Explanation::default();
    public_hours(pack, facts, &mut told);
    // One step a course; the sum comes last.
    let mut reasons: Vec<Reason> = told.steps.into_iter().take(facts.public.len()).map(|step| step.reason).collect();
    for (place, (reason, course)) in reasons.iter_mut().zip(&facts.public).enumerate() {
        let same = |other: &PublicFacts| other.exam_passed && is_same_course(pack, facts, course, other);
        // What counts once is late once.
        if !facts.public[..place].iter().any(same) {
            reason.text.extend(late(pack, facts, course));
        }
    }
    reasons
}
