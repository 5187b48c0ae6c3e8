//! What is left to do: the least that is enough, each with its article and its day. Must not look at single items.

use std::cell::Cell;
use std::cmp::Ordering;

use jiff::civil::Date;

use crate::assembly::share;
use crate::public_course::is_required;
use crate::rules::{CertificateRule, ConsequenceRule, Requirement, Rules, Share, ShareBase, Test};
use crate::verdict::{Standing, Waiting, is_study_done, share_need};
use crate::{Firmness, Hours, Obligation, Pack, Party, Task, Todo, YearFacts, chinese_date, cited, consequences};

/// What asks for something: the year, or what follows from it for the person.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asker<'a> {
    Year,
    Consequence(&'a ConsequenceRule),
    Certificate(&'a CertificateRule),
}

/// A requirement that somebody has to meet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    rule: &'a Requirement,
    by: Asker<'a>,
}

/// Something that is left to do, without words.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Left<'a> {
    /// The required course's examination, and the hours that it brings.
    Exam(Asked<'a>, Hours),
    /// The required course's study.
    Study(Asked<'a>),
    /// Hours of professional subjects.
    Professional(Asked<'a>, Hours),
    /// Hours of public courses.
    Public(Asked<'a>, Hours),
    /// Hours of either subject.
    Either(Asked<'a>, Hours),
    /// Items that lack an answer of the person's.
    Unanswered(usize),
    /// Items that wait for the verifier's figure, and whether hours applied for were taken as granted.
    Waiting(usize, bool),
    /// The approval that a certificate waits for.
    Approval(&'a CertificateRule),
}

/// The least that is left to do, hours first where they are known: what else is on this list, and what the verifier may
/// grant as applied for, need not be done a second time. `concerns` says which of the pack's consequences are the
/// person's, by their places.
pub(crate) fn left<'a>(
    pack: &'a Pack,
    is_approved: bool,
    standing: &Standing,
    concerns: impl Fn(usize) -> bool,
    mut add: impl FnMut(Left<'a>),
) {
    let rules = &pack.content.rules;
    let is_year_done = Cell::new(true);
    let mut add = |left: Left<'a>| {
        is_year_done.set(is_year_done.get() && !left.is_of_the_year());
        add(left);
    };
    let asked = || asked(rules, standing.obligation, &concerns);
    let has_exam_left = !standing.exam_passed && asked().any(|asked| matches!(asked.rule.test, Test::Exam));
    let brought = if has_exam_left { standing.exam_brings } else { Hours::ZERO };
    let hoped = Standing { public: standing.public + brought, professional: standing.professional_hoped, ..*standing };
    let mut short = Short::default();
    for asked in asked() {
        match asked.rule.test {
            Test::Exam if has_exam_left => add(Left::Exam(asked, brought)),
            // Whoever has the examination before them is told of the study with it.
            Test::Study(proof) if !has_exam_left && !is_study_done(proof, standing) => add(Left::Study(asked)),
            Test::Total(need) => short.total = most(short.total, (asked, need)),
            Test::Public(need) => short.public = most(short.public, (asked, need)),
            Test::Share(share) => short.shares.push((asked, share)),
            Test::Exam | Test::Study(_) => {}
        }
    }
    short.hours(pack, &hoped, &mut add);
    let Waiting { answers, figures } = standing.waiting;
    if short.is_asked() && answers > 0 {
        add(Left::Unanswered(answers));
    }
    if short.is_asked() && figures > 0 {
        add(Left::Waiting(figures, standing.professional_hoped > standing.professional));
    }
    let approval = rules.certificates.iter().find(|certificate| certificate.after_approval && !is_approved);
    if let (Obligation::Full, true, Some(certificate)) = (standing.obligation, is_year_done.get(), approval) {
        add(Left::Approval(certificate));
    }
}

/// Every requirement that somebody has to meet: for the year, else for a consequence that concerns them, else for a
/// certificate that whoever meets the year's requirements is to have.
fn asked<'a>(
    rules: &'a Rules,
    obligation: Obligation,
    concerns: &impl Fn(usize) -> bool,
) -> impl Iterator<Item = Asked<'a>> {
    rules.requirements.iter().filter_map(move |rule| {
        let mut consequences = rules.consequences.iter().enumerate();
        let mut certificates = rules.certificates.iter();
        let by = if rule.binds.contains(&obligation) {
            Asker::Year
        } else if let Some((_, one)) = consequences.find(|(at, one)| one.needs.contains(&rule.id) && concerns(*at)) {
            Asker::Consequence(one)
        } else {
            let is_for = |one: &&CertificateRule| one.needs.contains(&rule.id) && is_for(rules, one, obligation);
            Asker::Certificate(certificates.find(is_for)?)
        };
        Some(Asked { rule, by })
    })
}

/// Whether a certificate asks for something that the year asks of the person, and for nothing that it asks only of
/// others.
fn is_for(rules: &Rules, certificate: &CertificateRule, obligation: Obligation) -> bool {
    let needs = || rules.requirements.iter().filter(|rule| certificate.needs.contains(&rule.id));
    let binds = |rule: &Requirement| rule.binds.contains(&obligation);
    needs().any(binds) && needs().all(|rule| rule.binds.is_empty() || binds(rule))
}

/// What hours are asked of somebody, each by its requirement.
#[derive(Default)]
struct Short<'a> {
    total: Option<(Asked<'a>, Hours)>,
    public: Option<(Asked<'a>, Hours)>,
    shares: Vec<(Asked<'a>, Share)>,
}

impl<'a> Short<'a> {
    /// The hours that are missing. Hours of one subject count towards the total, so they come first; only the rest may be
    /// of either subject, whichever is taken.
    fn hours(&self, pack: &Pack, hoped: &Standing, add: &mut impl FnMut(Left<'a>)) {
        let public = self.public.map_or(Hours::ZERO, |(_, need)| need.less(hoped.public));
        let shares = self.shares.iter().map(|(asked, share)| (*asked, self.share(pack, *share, hoped.public + public)));
        let professional =
            shares.map(|(asked, need)| (asked, need.less(hoped.professional))).max_by_key(|(_, gap)| *gap);
        let named = public + professional.map_or(Hours::ZERO, |(_, gap)| gap);
        let parts = [
            professional.map(|(asked, gap)| (gap, Left::Professional(asked, gap))),
            self.public.map(|(asked, _)| (public, Left::Public(asked, public))),
            self.total.map(|(asked, need)| {
                let rest = need.less(hoped.total() + named);
                (rest, Left::Either(asked, rest))
            }),
        ];
        parts.into_iter().flatten().filter(|(gap, _)| *gap > Hours::ZERO).for_each(|(_, left)| add(left));
    }

    /// Whether hours are asked for at all.
    fn is_asked(&self) -> bool {
        self.total.is_some() || self.public.is_some() || !self.shares.is_empty()
    }

    /// Professional hours that are the share when everything is done. What is missing to the total may all be public, and
    /// of what was earned the share grows with it; at the total itself it is a share of the total.
    fn share(&self, pack: &Pack, asked: Share, public: Hours) -> Hours {
        let need = share_need(pack, asked, public);
        match (asked.base, self.total) {
            (ShareBase::EarnedTotal, Some((_, total))) => need.max(share(total, asked.numerator, asked.denominator)),
            _ => need,
        }
    }
}

/// The one that asks for more.
fn most<'a>(known: Option<(Asked<'a>, Hours)>, one: (Asked<'a>, Hours)) -> Option<(Asked<'a>, Hours)> {
    known.into_iter().chain([one]).max_by_key(|(_, need)| *need)
}

impl<'a> Asked<'a> {
    /// The article by which it is asked for.
    fn article(self) -> &'a str {
        match self.by {
            Asker::Year => &self.rule.article,
            Asker::Consequence(rule) => &rule.article,
            Asker::Certificate(rule) => &rule.article,
        }
    }
}

impl<'a> Left<'a> {
    /// What asks for it; `None` for what a registration waits for.
    fn asker(self) -> Option<Asked<'a>> {
        match self {
            Left::Exam(asked, _) | Left::Study(asked) => Some(asked),
            Left::Professional(asked, _) | Left::Public(asked, _) | Left::Either(asked, _) => Some(asked),
            Left::Unanswered(_) | Left::Waiting(..) | Left::Approval(_) => None,
        }
    }

    fn is_of_the_year(self) -> bool {
        self.asker().is_none_or(|asked| matches!(asked.by, Asker::Year))
    }

    /// The article behind it.
    pub(crate) fn article(self, pack: &'a Pack) -> &'a str {
        let window = pack.content.rules.window.as_ref();
        match self {
            Left::Unanswered(_) => window.map_or("", |window| window.article.as_str()),
            Left::Waiting(..) => pack.verification_article(window.map_or("", |window| window.article.as_str())),
            Left::Approval(certificate) => &certificate.article,
            _ => self.asker().map_or("", Asked::article),
        }
    }

    /// What asks for it, in brackets, where that is not the year.
    fn purpose(self) -> String {
        match self.asker().map(|asked| asked.by) {
            Some(
                Asker::Consequence(ConsequenceRule { name, .. }) | Asker::Certificate(CertificateRule { name, .. }),
            ) => {
                format!("（“{name}”要求）")
            }
            Some(Asker::Year) | None => String::new(),
        }
    }

    fn task(self, standing: &Standing) -> Task {
        match self {
            Left::Exam(..) if standing.studied => Task::Exam,
            Left::Exam(..) | Left::Study(_) => Task::Study,
            Left::Professional(..) | Left::Public(..) | Left::Either(..) => Task::Hours,
            Left::Unanswered(_) => Task::Answers,
            Left::Waiting(..) | Left::Approval(_) => Task::Unit,
        }
    }
}

/// The same in words, each with its day.
pub(crate) fn todo(pack: &Pack, facts: &YearFacts, standing: &Standing) -> Vec<Todo> {
    let mut todo = Vec::new();
    let consequences = &pack.content.rules.consequences;
    let concerns = |at: usize| consequences::unconcerned(&consequences[at], facts, standing).is_none();
    left(pack, facts.approved, standing, concerns, |left| {
        let purpose = left.purpose();
        let days = both_days(pack, facts, left);
        let (text, hours) = match left {
            Left::Exam(_, brings) => (exam(pack, facts, standing, (&purpose, brings), &days), None),
            Left::Study(_) => (format!("完成公需科目必修课的在线学习{purpose}。{days}"), None),
            Left::Professional(_, hours) => (format!("再完成 {hours} 学时专业科目{purpose}。"), Some(hours)),
            Left::Public(_, hours) => (format!("再完成 {hours} 学时公需科目{purpose}。"), Some(hours)),
            Left::Either(_, hours) => {
                (format!("再完成 {hours} 学时，公需科目、专业科目都可以{purpose}。"), Some(hours))
            }
            Left::Unanswered(count) => (format!("有 {count} 项登记还没有填完，填好以后才能计算学时。"), None),
            Left::Waiting(count, false) => (format!("有 {count} 项登记等待单位核定学时。"), None),
            Left::Waiting(count, true) => {
                (format!("有 {count} 项登记等待单位核定学时；还差多少，先按申请的学时计算。"), None)
            }
            Left::Approval(rule) => (format!("学时已经够了；登记经单位审批通过后，就可以生成“{}”。", rule.name), None),
        };
        let task = left.task(standing);
        let day = match task {
            Task::Study | Task::Exam => pack.by(facts, true).or_else(|| pack.by(facts, false)),
            Task::Hours | Task::Answers => pack.by(facts, false),
            Task::Unit => pack.by_unit(facts),
        };
        let (by, firmness) = day.unzip();
        todo.push(Todo { text, article: left.article(pack).to_owned(), hours, by, firmness, task });
    });
    todo
}

/// How a day by which something has to be done is told, and by which article where that is not the one that asks for it.
pub(crate) fn until(pack: &Pack, facts: &YearFacts, todo: &Todo) -> String {
    let Some(day) = todo.by else { return String::new() };
    let party = if todo.task == Task::Unit { Party::Unit } else { Party::Person };
    let article = pack.day_article(facts, party, day).filter(|article| *article != todo.article);
    format!("（{}{}）", by_day(day, todo.firmness), cited(&article.unwrap_or_default()))
}

fn by_day(day: Date, firmness: Option<Firmness>) -> String {
    let firmly = if firmness == Some(Firmness::Hard) { "必须" } else { "原则上" };
    format!("{firmly}不晚于{}", chinese_date(day))
}

/// Two days for one thing, each with what it is for: a title has one of its own, after which the year still asks.
fn both_days(pack: &Pack, facts: &YearFacts, left: Left<'_>) -> String {
    let (Some((of_year, firmness)), Some((of_series, firm))) = (pack.by(facts, false), pack.by_title_series(facts))
    else {
        return String::new();
    };
    let for_a_title = format!("申报职称的，{}", by_day(of_series, Some(firm)));
    match of_series.cmp(&of_year) {
        _ if !left.is_of_the_year() => String::new(),
        Ordering::Less => {
            format!("{for_a_title}；过了这一天，本年度仍要完成，{}。", by_day(of_year, Some(firmness)))
        }
        Ordering::Equal => String::new(),
        Ordering::Greater => format!("{for_a_title}。"),
    }
}

fn exam(pack: &Pack, facts: &YearFacts, standing: &Standing, (purpose, brings): (&str, Hours), days: &str) -> String {
    let required = facts.public.iter().filter(|course| is_required(pack, facts, course));
    let attempts = required.map(|course| course.attempts).max().unwrap_or(0);
    let what = if standing.studied {
        "通过公需科目必修课考试"
    } else {
        "完成公需科目必修课学习并通过考试"
    };
    let mut text = format!("{what}{purpose}");
    text.push_str(&if brings > Hours::ZERO { format!("，可得 {brings} 学时。") } else { "。".to_owned() });
    text.push_str(days);
    if let Some(course) = &pack.content.rules.public_course
        && attempts >= course.attempts_max
    {
        text.push_str(&format!("已考 {attempts} 次，{}", course.after_attempts));
    }
    text
}
