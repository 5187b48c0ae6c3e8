//! Holds how a person's year becomes a [`Situation`]. Must not hold words of the first line.

use domain::{
    certificate::{Certificate, CertificateKind},
    clock::{Instant, shanghai_date},
    item::Decision,
    registration::{Deadlines, Registration},
};
use jiff::civil::Date;
use policy::{Assessment, Hours, Pack};

use super::turn::Situation;
use crate::{
    RegisteredElsewhere,
    elsewhere::counting,
    registrations::{ItemView, NO_APPLIED_HOURS, RegistrationView},
    years::{FollowingRules, YearAccount},
};

/// Parts of a year, wherever they were loaded.
struct Parts<'a> {
    year: i16,
    assessment: &'a Assessment,
    registration: Option<&'a Registration>,
    items: &'a [ItemView],
    elsewhere: &'a [RegisteredElsewhere],
    certificates: &'a [Certificate],
    is_approval_withdrawn: bool,
    pack: &'a Pack,
    now: Instant,
}

impl YearAccount {
    /// What whose turn it is rests on.
    pub fn situation(&self, now: Instant) -> Situation {
        situation(&Parts {
            year: self.year,
            assessment: &self.assessment,
            registration: self.registration.as_ref(),
            items: &self.items,
            elsewhere: &self.registered_elsewhere,
            certificates: &self.certificates,
            is_approval_withdrawn: self.is_approval_withdrawn,
            pack: &self.pack,
            now,
        })
    }
}

impl RegistrationView {
    /// What whose turn it is rests on; certificates are no part of a registration's page.
    pub fn situation(&self, now: Instant) -> Situation {
        situation(&Parts {
            year: self.registration.year,
            assessment: &self.assessment,
            registration: Some(&self.registration),
            items: &self.items,
            elsewhere: &self.registered_elsewhere,
            certificates: &[],
            is_approval_withdrawn: self.withdrawn.as_ref().is_some_and(|withdrawn| withdrawn.is_latest),
            pack: &self.pack,
            now,
        })
    }
}

fn situation(parts: &Parts) -> Situation {
    let deadlines = Deadlines::of(parts.pack, parts.year);
    Situation {
        year: parts.year,
        obligation: parts.assessment.obligation,
        outcome: parts.assessment.outcome,
        follows: FollowingRules::of(parts.pack, parts.year)
            .in_year(parts.assessment)
            .iter()
            .map(|it| it.outcome)
            .collect(),
        todo: parts.assessment.todo.clone(),
        state: parts.registration.map(|registration| registration.state),
        reason: parts.registration.and_then(|registration| registration.return_reason.clone()),
        is_approval_withdrawn: parts.is_approval_withdrawn,
        has_sealed_form: parts.registration.is_some_and(|registration| registration.sealed_form.is_some()),
        items: parts.items.len(),
        certificate: certificate(parts.assessment),
        elsewhere: counting(parts.elsewhere).count(),
        lacking: parts.items.iter().flat_map(lacking).collect(),
        wrong: parts.items.iter().flat_map(wrong).collect(),
        returned: parts.items.iter().filter_map(returned).collect(),
        pending: pending(parts.items),
        revoked: revoked(parts.certificates),
        last: last_day(parts.registration, &deadlines),
        due: deadlines.person.map(|deadline| deadline.date),
        today: shanghai_date(parts.now),
    }
}

/// The pack's name for the certificate of the whole year.
fn certificate(assessment: &Assessment) -> Option<String> {
    let annual = CertificateKind::Annual.as_str();
    assessment.certificates.iter().find(|one| one.id == annual).map(|one| one.name.clone())
}

fn last_day(registration: Option<&Registration>, deadlines: &Deadlines) -> Option<Date> {
    match registration {
        Some(registration) => registration.last_to_hand_in(deadlines).map(|(day, _)| day),
        None => deadlines.person_last.as_ref().or(deadlines.unit.as_ref()).map(|deadline| deadline.date),
    }
}

fn lacking(view: &ItemView) -> Vec<String> {
    let pieces = view.checklist.iter().filter(|line| line.required && !line.present);
    pieces.map(|line| format!("“{}”：{}", view.item.title, line.need.name)).collect()
}

fn wrong(view: &ItemView) -> Vec<String> {
    let problems = view.preview.problems.iter().map(|problem| problem.text.as_str());
    let all = problems.chain(view.lacks_hours().then_some(NO_APPLIED_HOURS));
    all.map(|text| format!("“{}”：{text}", view.item.title)).collect()
}

fn returned(view: &ItemView) -> Option<(String, String)> {
    match &view.item.decision {
        Decision::Returned { reason } => Some((view.item.title.clone(), reason.clone())),
        _ => None,
    }
}

fn pending(items: &[ItemView]) -> (usize, Hours) {
    let waiting: Vec<&ItemView> = items.iter().filter(|view| view.waits_for_figure()).collect();
    (waiting.len(), waiting.iter().filter_map(|view| view.item.applied).sum())
}

/// Those revoked that no later one of their kind replaces.
fn revoked(certificates: &[Certificate]) -> Vec<(String, String)> {
    let is_replaced = |lost: &Certificate| {
        certificates.iter().any(|it| it.kind == lost.kind && (it.revoked_at.is_none() || it.issued_at > lost.issued_at))
    };
    certificates
        .iter()
        .filter(|it| it.revoked_at.is_some() && !is_replaced(it))
        .map(|it| (it.number.clone(), it.revoked_reason.clone().unwrap_or_default()))
        .collect()
}
