//! A registration's head and items as view data, for its owner and for reviewers alike.

use actions::registrations::{ItemView, Late, RegistrationView};
use domain::{
    clock::{chinese_date, chinese_moment},
    item::Decision,
    registration::State,
};
use policy::{Hours, Kind, Pack};

use crate::{
    translate,
    views::{
        parts::ArticleText,
        registration::{
            CheckLine, DecisionForm, EvidenceLine, FileHead, GivenBack, ItemCard, LateLine, SealedFormLine, UploadForm,
        },
    },
};

/// What stands at the head of a registration.
pub(crate) fn head(view: &RegistrationView) -> FileHead {
    let registration = &view.registration;
    let applied: Hours = view.items.iter().filter_map(claimed).sum();
    // Of what is registered here: what connected systems registered is told apart.
    let counted: Hours = view.items.iter().filter_map(|item| item.outcome.as_ref()).map(|item| item.counted).sum();
    let decided = |name: Option<&str>, at: Option<_>| Some(format!("{}，{}", name?, chinese_moment(at?)));
    FileHead {
        id: registration.id.to_string(),
        number: registration.number.clone(),
        year: registration.year,
        person_name: view.person.name.clone(),
        person_line: format!(
            "{}　{}　工号 {}",
            view.person.unit_name,
            view.person.category.label(),
            view.person.staff_number
        ),
        chip: translate::state(registration.state),
        steps: steps(registration.state),
        applied_total: applied.to_string(),
        elsewhere_total: elsewhere(view),
        counted_label: match registration.state {
            State::Approved => "计入学时",
            _ => "预计计入学时",
        },
        counted_total: counted.to_string(),
        late: view.late.as_ref().map(late),
        given_back: given_back(view),
        withdrawn: view.withdrawn.as_ref().map(|it| format!("{}，{}：{}", it.by, chinese_moment(it.at), it.reason)),
        sealed_form: view.sealed_form.as_ref().map(|form| SealedFormLine {
            url: format!("/registrations/{}/sealed-form", registration.id),
            name: form.file_name.clone(),
            size: translate::size(form.size_bytes),
            at: chinese_moment(form.uploaded_at),
            is_image: form.media_type.starts_with("image/"),
            is_pdf: form.media_type == "application/pdf",
        }),
        verified_by: decided(view.verifier.as_deref(), registration.verified_at),
        approved_by: decided(view.approver.as_deref(), registration.approved_at),
    }
}

/// What counts as connected systems registered it; `None` where they registered nothing that does.
fn elsewhere(view: &RegistrationView) -> Option<String> {
    let outcomes = || view.registered_elsewhere.iter().filter_map(|one| one.outcome.as_ref());
    outcomes().next()?;
    Some(outcomes().map(|outcome| outcome.counted).sum::<Hours>().to_string())
}

fn late(late: &Late) -> LateLine {
    LateLine {
        reason: late.reason.clone(),
        at: chinese_moment(late.at),
        due: chinese_date(late.due.date),
        article: late.due.article.clone(),
    }
}

fn given_back(view: &RegistrationView) -> Option<GivenBack> {
    let reason = view.registration.return_reason.clone()?;
    let (title, next) = match view.withdrawn.as_ref().is_some_and(|withdrawn| withdrawn.is_latest) {
        true => ("审批已撤回", "由这次审批生成的证书一并撤销。请更正或补充后重新提交，再经审验和审批。"),
        false => ("退回的理由", ""),
    };
    Some(GivenBack { title, reason, next })
}

fn claimed(view: &ItemView) -> Option<Hours> {
    view.item.applied.or(view.preview.computed)
}

fn steps(now: State) -> Vec<(&'static str, &'static str)> {
    let way =
        [State::Draft, State::Submitted, State::Checking, State::Verified, State::AwaitingApproval, State::Approved];
    let now = if now == State::Returned { State::Draft } else { now };
    let at = way.iter().position(|state| *state == now).unwrap_or(0);
    way.iter()
        .enumerate()
        .map(|(place, state)| {
            let class = match place.cmp(&at) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            };
            (state.label(), class)
        })
        .collect()
}

/// Every item as a card.
pub(crate) fn items(view: &RegistrationView) -> Vec<ItemCard> {
    view.items.iter().enumerate().map(|(place, item)| card(&view.pack, place + 1, item)).collect()
}

/// The text of every article that the cards cite.
pub(crate) fn articles(view: &RegistrationView, items: &[ItemCard]) -> Vec<ArticleText> {
    let cited = items.iter().flat_map(|item| {
        let reasons = item.reasons.iter().chain(&item.problems).map(|reason| reason.article.as_str());
        let pieces = item.checklist.iter().map(|line| line.article.as_str());
        reasons.chain(pieces).chain([item.article.as_str()])
    });
    let elsewhere = view.registered_elsewhere.iter().flat_map(|one| {
        let reasons = one.outcome.iter().flat_map(|outcome| &outcome.reasons);
        reasons.map(|reason| reason.article.as_str()).chain([one.kind.article.as_str()])
    });
    let cited = cited.chain(elsewhere);
    translate::articles(&view.pack, cited)
}

fn card(pack: &Pack, position: usize, view: &ItemView) -> ItemCard {
    let item = &view.item;
    let kind = pack.kind(&item.kind);
    let (hours, hours_note) = hours(view);
    let reasons = view.outcome.as_ref().map_or(&view.preview.reasons, |outcome| &outcome.reasons);
    ItemCard {
        id: item.id.to_string(),
        position,
        title: item.title.clone(),
        kind: view.kind_name.clone(),
        category: view.category_name.clone(),
        article: view.article.clone(),
        organiser: item.organiser.clone(),
        dates: translate::dates(item.starts, item.ends),
        answers: answers(kind, view),
        hours,
        hours_note: hours_note.to_owned(),
        change: change(view),
        decision: translate::decision(&item.decision),
        decision_reason: item.decision.reason().map(str::to_owned),
        decided: item.decision != Decision::Open,
        seen: seen(&item.decision),
        form: decided(&item.decision),
        reasons: translate::reasons(reasons),
        problems: translate::reasons(&view.preview.problems),
        checklist: checklist(view),
        alike: view.alike.clone(),
        lacks_hours: view.lacks_hours(),
        upload: UploadForm { need: first_missing(view), ..UploadForm::default() },
        evidence: evidence(kind, view),
    }
}

/// The piece of evidence that is most likely uploaded next: the first that is required and not there, or else any that is
/// not there.
fn first_missing(view: &ItemView) -> String {
    let missing = || view.checklist.iter().filter(|line| !line.present);
    let first = missing().find(|line| line.required).or_else(|| missing().next());
    first.map(|line| line.need.id.clone()).unwrap_or_default()
}

/// A decision as a form sends it back.
pub(super) fn seen(decision: &Decision) -> String {
    let DecisionForm { decision: chosen, hours, reason, .. } = decided(decision);
    if chosen.is_empty() { "open".to_owned() } else { [chosen, hours, reason].join(" ") }
}

/// The form with what was decided: whoever changes a decision starts from it.
fn decided(decision: &Decision) -> DecisionForm {
    let chosen = match decision {
        Decision::Open => "",
        Decision::Accepted { .. } => "accept",
        Decision::Changed { .. } => "change",
        Decision::Returned { .. } => "return",
    };
    let changed = decision.hours().filter(|_| matches!(decision, Decision::Changed { .. }));
    DecisionForm {
        decision: chosen.to_owned(),
        hours: changed.map(|hours| hours.to_string()).unwrap_or_default(),
        reason: decision.reason().unwrap_or_default().to_owned(),
        ..DecisionForm::default()
    }
}

fn hours(view: &ItemView) -> (String, &'static str) {
    if let Some(hours) = view.item.decision.hours() {
        return (hours.to_string(), "核定学时");
    }
    match (view.preview.computed, view.item.applied) {
        (Some(hours), _) => (hours.to_string(), "按标准计算"),
        (None, Some(hours)) => (hours.to_string(), "申请学时，由单位核定"),
        (None, None) => ("—".to_owned(), actions::registrations::NO_APPLIED_HOURS),
    }
}

/// Hours claimed and hours set, where the verifier set others.
fn change(view: &ItemView) -> Option<(String, String)> {
    let (set, claimed) = (view.item.decision.hours()?, claimed(view));
    let claimed_text = claimed.map_or_else(|| "未填".to_owned(), |hours| hours.to_string());
    (claimed != Some(set)).then(|| (claimed_text, set.to_string()))
}

fn answers(kind: Option<&Kind>, view: &ItemView) -> Vec<(String, String)> {
    let Some(kind) = kind else { return Vec::new() };
    kind.asks
        .iter()
        .filter_map(|ask| Some((ask.name.clone(), translate::answer(ask, view.item.answers.get(&ask.id)?))))
        .collect()
}

fn checklist(view: &ItemView) -> Vec<CheckLine> {
    view.checklist
        .iter()
        .map(|line| CheckLine {
            need: line.need.id.clone(),
            name: line.need.name.clone(),
            required: line.required,
            present: line.present,
            article: line.need.article.clone(),
        })
        .collect()
}

fn evidence(kind: Option<&Kind>, view: &ItemView) -> Vec<EvidenceLine> {
    let name = |need: &str| {
        kind.and_then(|kind| kind.evidence.iter().find(|it| it.id == need))
            .map_or_else(|| "佐证材料".to_owned(), |it| it.name.clone())
    };
    view.evidence
        .iter()
        .map(|file| EvidenceLine {
            url: format!("/evidence/{}", file.id),
            need_name: name(&file.need),
            listed: view.checklist.iter().any(|line| line.need.id == file.need),
            name: file.file_name.clone(),
            size: translate::size(file.size_bytes),
            is_image: file.media_type.starts_with("image/"),
            is_pdf: file.media_type == "application/pdf",
        })
        .collect()
}
