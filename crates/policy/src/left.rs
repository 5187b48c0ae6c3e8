//! What is left to do: the least that is enough, each with its article and its day. Must not look at single items.

use std::cell::Cell;

use crate::assembly::share;
use crate::public_course::is_required;
use crate::rules::{CertificateRule, Requirement, Share, ShareBase, StudyProof, Test};
use crate::verdict::{Standing, share_need};
use crate::{Hours, Obligation, Pack, Task, Todo, YearFacts};

/// Something that is left to do, without words.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Left<'a> {
    /// The required course's examination, and the hours that it brings.
    Exam(&'a Requirement, Hours),
    /// The required course's study.
    Study(&'a Requirement),
    /// Hours of professional subjects.
    Professional(&'a Requirement, Hours),
    /// Hours of public courses.
    Public(&'a Requirement, Hours),
    /// Hours of either subject.
    Either(&'a Requirement, Hours),
    /// Items that wait for the verifier's figure, and whether hours applied for were taken as granted.
    Waiting(usize, bool),
    /// The approval that a certificate waits for.
    Approval(&'a CertificateRule),
}

/// The least that is left to do, hours first where they are known: what else is on this list, and what the verifier may
/// grant as applied for, need not be done a second time.
pub(crate) fn left<'a>(pack: &'a Pack, is_approved: bool, standing: &Standing, mut add: impl FnMut(Left<'a>)) {
    let mut short = Short::default();
    let is_empty = Cell::new(true);
    let mut add = |left| {
        is_empty.set(false);
        add(left);
    };
    let rules = &pack.content.rules;
    let binding = || rules.requirements.iter().filter(|rule| rule.binds.contains(&standing.obligation));
    let has_exam_left = !standing.exam_passed && binding().any(|rule| matches!(rule.test, Test::Exam));
    let brought = if has_exam_left { standing.exam_brings } else { Hours::ZERO };
    let hoped = Standing { public: standing.public + brought, professional: standing.professional_hoped, ..*standing };
    for rule in binding() {
        match rule.test {
            Test::Exam if !standing.exam_passed => add(Left::Exam(rule, brought)),
            Test::Study(StudyProof::AsAnnounced) if standing.exam_passed && !standing.studied => add(Left::Study(rule)),
            Test::Total(need) => short.total = most(short.total, (rule, need)),
            Test::Public(need) => short.public = most(short.public, (rule, need)),
            Test::Share(share) => short.shares.push((rule, share)),
            Test::Exam | Test::Study(_) => {}
        }
    }
    short.hours(pack, &hoped, &mut add);
    if standing.obligation == Obligation::Full && standing.waiting > 0 {
        add(Left::Waiting(standing.waiting, standing.professional_hoped > standing.professional));
    }
    let approval = rules.certificates.iter().find(|certificate| certificate.after_approval && !is_approved);
    if let (Obligation::Full, true, Some(certificate)) = (standing.obligation, is_empty.get(), approval) {
        add(Left::Approval(certificate));
    }
}

/// What hours are asked of somebody, each by its requirement.
#[derive(Default)]
struct Short<'a> {
    total: Option<(&'a Requirement, Hours)>,
    public: Option<(&'a Requirement, Hours)>,
    shares: Vec<(&'a Requirement, Share)>,
}

impl<'a> Short<'a> {
    /// The hours that are missing. Hours of one subject count towards the total, so they come first; only the rest may be
    /// of either subject, whichever is taken.
    fn hours(&self, pack: &Pack, hoped: &Standing, add: &mut impl FnMut(Left<'a>)) {
        let public = self.public.map_or(Hours::ZERO, |(_, need)| need.less(hoped.public));
        let shares = self.shares.iter().map(|(rule, share)| (*rule, self.share(pack, *share, hoped.public + public)));
        let professional = shares.map(|(rule, need)| (rule, need.less(hoped.professional))).max_by_key(|(_, gap)| *gap);
        let named = public + professional.map_or(Hours::ZERO, |(_, gap)| gap);
        let parts = [
            professional.map(|(rule, gap)| (gap, Left::Professional(rule, gap))),
            self.public.map(|(rule, _)| (public, Left::Public(rule, public))),
            self.total.map(|(rule, need)| {
                let rest = need.less(hoped.total() + named);
                (rest, Left::Either(rule, rest))
            }),
        ];
        parts.into_iter().flatten().filter(|(gap, _)| *gap > Hours::ZERO).for_each(|(_, left)| add(left));
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
fn most<'a>(
    known: Option<(&'a Requirement, Hours)>,
    one: (&'a Requirement, Hours),
) -> Option<(&'a Requirement, Hours)> {
    known.into_iter().chain([one]).max_by_key(|(_, need)| *need)
}

impl<'a> Left<'a> {
    /// The article behind it.
    pub(crate) fn article(self, pack: &'a Pack) -> &'a str {
        let window = pack.content.rules.window.as_ref();
        match self {
            Left::Exam(rule, _) | Left::Study(rule) => &rule.article,
            Left::Professional(rule, _) | Left::Public(rule, _) | Left::Either(rule, _) => &rule.article,
            Left::Waiting(..) => window.map_or("", |window| window.article.as_str()),
            Left::Approval(certificate) => &certificate.article,
        }
    }

    fn task(self, standing: &Standing) -> Task {
        match self {
            Left::Exam(..) if standing.studied => Task::Exam,
            Left::Exam(..) | Left::Study(_) => Task::Study,
            Left::Professional(..) | Left::Public(..) | Left::Either(..) => Task::Hours,
            Left::Waiting(..) | Left::Approval(_) => Task::Unit,
        }
    }
}

/// The same in words, each with its day.
pub(crate) fn todo(pack: &Pack, facts: &YearFacts, standing: &Standing) -> Vec<Todo> {
    let mut todo = Vec::new();
    left(pack, facts.approved, standing, |left| {
        let (text, hours) = match left {
            Left::Exam(_, brings) => (exam(pack, facts, standing, brings), None),
            Left::Study(_) => ("完成公需科目必修课的在线学习。".to_owned(), None),
            Left::Professional(_, hours) => (format!("再完成 {hours} 学时专业科目。"), Some(hours)),
            Left::Public(_, hours) => (format!("再完成 {hours} 学时公需科目。"), Some(hours)),
            Left::Either(_, hours) => (format!("再完成 {hours} 学时，公需科目、专业科目都可以。"), Some(hours)),
            Left::Waiting(count, false) => (format!("有 {count} 项登记等待单位核定学时。"), None),
            Left::Waiting(count, true) => {
                (format!("有 {count} 项登记等待单位核定学时；还差多少，先按申请的学时计算。"), None)
            }
            Left::Approval(_) => ("学时已经够了；登记经单位审批通过后，就可以生成年度合格证书。".to_owned(), None),
        };
        let task = left.task(standing);
        let by = match task {
            Task::Study | Task::Exam => pack.by(facts, true).or_else(|| pack.by(facts, false)),
            Task::Hours => pack.by(facts, false),
            Task::Unit => pack.by_unit(facts),
        };
        todo.push(Todo { text, article: left.article(pack).to_owned(), hours, by, task });
    });
    todo
}

fn exam(pack: &Pack, facts: &YearFacts, standing: &Standing, brings: Hours) -> String {
    let required = facts.public.iter().filter(|course| is_required(pack, facts, course));
    let attempts = required.map(|course| course.attempts).max().unwrap_or(0);
    let what = if standing.studied {
        "通过公需科目必修课考试"
    } else {
        "完成公需科目必修课学习并通过考试"
    };
    let mut text = what.to_owned();
    text.push_str(&if brings > Hours::ZERO { format!("，可得 {brings} 学时。") } else { "。".to_owned() });
    if let Some(course) = &pack.content.rules.public_course
        && attempts >= course.attempts_max
    {
        text.push_str(&format!("已考 {attempts} 次，{}", course.after_attempts));
    }
    text
}
