//! What a person sees of their examination: how they stand, the paper while it goes on, and what came of it.

use domain::{
    access::{Deed, Thing, may},
    exam::{Attempt, MakeUp, MakeUpRequest, Standing},
    ids::{AttemptId, PersonId},
    question::Choice,
    refusal::Refusal,
    training_year::{Aspect, TrainingYear, Window},
};
use store::{
    exam_journal::{self, Lost},
    exams,
};

use super::{
    journal::{self, Happened},
    known,
    sheet::{Sheet, sheets},
};
use crate::{Act, load, refusals, training_years};

/// How a person stands in the examination of a year.
#[derive(Clone, Debug)]
pub struct ExamView {
    /// What is settled for the year.
    pub year: TrainingYear,
    /// First and last day on which an attempt can begin: the year's own, or those in which it can be made up for.
    pub window: Window,
    /// Every attempt, in the order of their numbers.
    pub attempts: Vec<Attempt>,
    /// What support granted, oldest first.
    pub make_ups: Vec<MakeUp>,
    /// How many attempts are left.
    pub left: u8,
    /// What can be done now.
    pub standing: Standing,
    /// What the person asked support for, the newest first.
    pub requests: Vec<MakeUpRequest>,
    /// Whether the actor may ask support for a make-up now.
    pub may_request: bool,
    /// What happened in each attempt, for whoever answers the person's questions about it; empty for everybody else.
    pub journals: Vec<(AttemptId, Vec<Happened>)>,
    /// Whether the actor may open a make-up for this person now.
    pub may_grant: bool,
}

/// How the actor stands in the examination of a year.
///
/// # Errors
/// `NotFound` when nothing is settled for the year.
pub async fn overview(act: &mut Act, year: i16) -> Result<ExamView, Refusal> {
    let person = act.signed_in()?.person;
    let view = standing(act, person, year).await?;
    let is_open = view.requests.iter().any(|request| request.answer.is_none());
    Ok(ExamView { may_request: view.may_grant && !is_open, may_grant: false, ..view })
}

/// How a person stands whom the actor may look after.
///
/// # Errors
/// `NotFound` for whoever may not see it, and when nothing is settled for the year.
pub async fn of_person(act: &mut Act, person: PersonId, year: i16) -> Result<ExamView, Refusal> {
    let person = load::person(act, person, Deed::ViewLearning).await?;
    let thing = Thing::Person { id: person.id, unit: person.unit_id };
    let grants = may(&act.signed_in()?, Deed::GrantMakeUp, &thing);
    let view = standing(act, person.id, year).await?;
    let journals = if grants { journal::of_attempts(act, &view.attempts).await? } else { Vec::new() };
    Ok(ExamView { journals, may_grant: view.may_grant && grants, ..view })
}

/// What a year's account has to know of the examination that is taken here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamInShort {
    /// First and last day on which an attempt can begin.
    pub window: Window,
    /// What can be done now.
    pub standing: Standing,
    /// Whether support has granted a make-up.
    pub is_made_up: bool,
    /// What the person asked support for last.
    pub last_request: Option<MakeUpRequest>,
}

/// The same of a person whose account may be seen; `None` for a year of which nothing is settled here.
pub(crate) async fn in_short(act: &mut Act, person: PersonId, year: i16) -> Result<Option<ExamInShort>, Refusal> {
    if store::training_years::get(&mut act.tx, year).await.map_err(refusals::store)?.is_none() {
        return Ok(None);
    }
    let view = standing(act, person, year).await?;
    Ok(Some(ExamInShort {
        window: view.window,
        standing: view.standing,
        is_made_up: !view.make_ups.is_empty(),
        last_request: view.requests.into_iter().next(),
    }))
}

async fn standing(act: &mut Act, person: PersonId, year: i16) -> Result<ExamView, Refusal> {
    let now = act.now();
    let (settled, days) = training_years::in_window(&mut act.tx, year, now).await?;
    let window = training_years::moments(&days)?;
    let mut all = known(&mut act.tx, &[person], &settled).await?;
    let known = all.remove(&person).unwrap_or_default();
    let allowance = known.allowance(&settled, window);
    let (left, standing, may_grant) =
        (allowance.left(), allowance.standing(act.now()), allowance.may_grant(act.now()).is_ok());
    let requests = store::make_up_requests::of_person(&mut act.tx, person, year).await.map_err(refusals::store)?;
    Ok(ExamView {
        year: settled,
        window: days,
        attempts: known.taken,
        make_ups: known.make_ups,
        left,
        standing,
        requests,
        may_request: false,
        journals: Vec::new(),
        may_grant,
    })
}

/// One question as it stands on the paper.
#[derive(Clone, Debug)]
pub struct AskedView {
    /// Place on the paper, from 0.
    pub place: usize,
    /// How it is answered.
    pub form: domain::question::Form,
    /// What is asked.
    pub stem: String,
    /// The options in the order of this paper.
    pub options: Vec<String>,
    /// Points for it.
    pub points: u16,
    /// What is kept; `None` when nothing is answered.
    pub chosen: Option<Choice>,
}

/// A question as it stands on a paper.
pub(super) fn asked(sheet: &Sheet, place: usize, chosen: Option<Choice>) -> AskedView {
    let (asked, question) = (&sheet.paper.asked[place], &sheet.questions[place]);
    let option = |bank: &u8| question.options.get(usize::from(*bank)).cloned().unwrap_or_default();
    AskedView {
        place,
        form: question.form,
        stem: question.stem.clone(),
        options: asked.order.iter().map(option).collect(),
        points: asked.points,
        chosen,
    }
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub struct AttemptView {
    /// The attempt, ended.
    pub attempt: Attempt,
    /// Its questions with what was right on this paper and why, when the year's settings show them.
    pub corrections: Vec<(AskedView, Choice, String)>,
    /// The notice by which they are shown or not.
    pub notice: String,
    /// What came too late or from another window, and does not count.
    pub lost: Lost,
}

/// What came of the actor's attempt.
///
/// # Errors
/// `NotFound` for somebody else's attempt, `Conflict` while it goes on.
pub async fn result(act: &mut Act, id: AttemptId) -> Result<AttemptView, Refusal> {
    let attempt = own(act, id).await?;
    if attempt.ending.is_none() {
        return Err(Refusal::conflict("exam.running", "这次考试还在进行。", "请回到考试继续作答，或先交卷。"));
    }
    let settled = training_years::settled(&mut act.tx, attempt.year).await?;
    let mut corrections = Vec::new();
    if settled.exam.shows_answers {
        let sheet = of_attempt(act, id).await?;
        let chosen = sheet.chosen();
        for (place, question) in sheet.questions.iter().enumerate() {
            let right = sheet.paper.asked[place].on_paper(question.right);
            let shown = asked(&sheet, place, chosen.get(&place).copied());
            corrections.push((shown, right, question.explanation.clone()));
        }
    }
    let lost = exam_journal::lost_answers(&mut act.tx, id).await.map_err(refusals::store)?;
    let notice = settled.notice_of(Aspect::Answers).to_owned();
    Ok(AttemptView { attempt, corrections, notice, lost })
}

async fn own(act: &mut Act, id: AttemptId) -> Result<Attempt, Refusal> {
    let person = act.signed_in()?.person;
    let found = exams::attempts(&mut act.tx, &[id]).await.map_err(refusals::store)?;
    found.into_iter().find(|attempt| attempt.person == person).ok_or_else(|| Refusal::not_found("考试"))
}

async fn of_attempt(act: &mut Act, id: AttemptId) -> Result<Sheet, Refusal> {
    let mut found = sheets(&act.app, &mut act.tx, &[id]).await?;
    found.pop().ok_or_else(|| refusals::internal("an attempt without its sheet"))?
}
