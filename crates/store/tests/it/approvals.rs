//! What the schema promises about approvals, the decisions kept of them and the certificates that rest on them.

use domain::{
    certificate::{Certificate, CertificateKind, Release},
    decision::KeptDecision,
    document::{Document, DocumentKind},
    ids::{CertificateId, DecisionId, DocumentId},
    registration::{ApprovalWithdrawal, Registration, State},
};
use store::{Store, StoreError};
use testkit::databases;
use uuid::Uuid;

use crate::sample::{now, open, person, registration};

/// A registration approved as it should be: checked by person 2, approved by person 3.
pub(crate) fn approve(registration: &mut Registration) {
    registration.state = State::Approved;
    (registration.declared_at, registration.submitted_at) = (Some(now()), Some(now()));
    (registration.checker, registration.verified_by) = (Some(person(2).id), Some(person(2).id));
    registration.verified_at = Some(now());
    registration.sealed_form = Some(certificate(9).0.id);
    (registration.approved_by, registration.approved_at) = (Some(person(3).id), Some(now()));
}

pub(crate) fn certificate(number: u128) -> (Document, Certificate) {
    let document = Document {
        id: DocumentId::from_uuid(Uuid::from_u128(number)),
        kind: DocumentKind::Certificate,
        person_id: Some(person(1).id),
        path: "certificates/x.pdf".to_owned(),
        file_name: "证书.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        sha256: "1".repeat(64),
        size_bytes: 40_000,
        created_at: now(),
    };
    let certificate = Certificate {
        id: CertificateId::from_uuid(Uuid::from_u128(number)),
        number: format!("A2026-{number}"),
        kind: CertificateKind::PublicExam,
        person_id: person(1).id,
        holder: "韦㛃宁".to_owned(),
        year: 2026,
        registration_id: None,
        statement_json: "{}".to_owned(),
        pack_name: "guet-2022".to_owned(),
        pack_hash: "0".repeat(64),
        issued_at: now(),
        sha256: document.sha256.clone(),
        document: document.id,
        revoked_at: None,
        revoked_reason: None,
        release: None,
    };
    (document, certificate)
}

#[tokio::test]
async fn one_certificate_of_a_kind_is_in_force_and_a_revoked_one_stays() {
    for database in databases().await {
        let store = open(&database).await;
        let ((document, first), (_, mut second)) = (certificate(1), certificate(2));
        second.document = document.id;
        let mut tx = store.begin().await.expect("a transaction");
        store::documents::insert(&mut tx, &document).await.expect("a document");
        store::certificates::insert(&mut tx, &first).await.expect("the first");
        tx.commit().await.expect("a commit");

        let mut tx = store.begin().await.expect("a transaction");
        let refused = store::certificates::insert(&mut tx, &second).await;
        assert!(matches!(refused, Err(StoreError::Unique(_))), "{}: {refused:?}", database.name());
        drop(tx);

        let mut tx = store.begin().await.expect("a transaction");
        store::certificates::revoke(&mut tx, first.id, now(), "更正").await.expect("revoked");
        let again = store::certificates::revoke(&mut tx, first.id, now(), "又一次").await;
        assert!(matches!(again, Err(StoreError::Stale)));
        tx.commit().await.expect("a commit");

        let mut tx = store.begin().await.expect("a transaction");
        let barred = store::certificates::insert(&mut tx, &second).await;
        assert!(matches!(barred, Err(StoreError::Unique(_))), "{}: {barred:?}", database.name());
        drop(tx);

        let release = |by| Release { at: now(), by: person(by).id, reason: "已核实".to_owned() };
        let mut tx = store.begin().await.expect("a transaction");
        let own = store::certificates::release(&mut tx, first.id, &release(1)).await;
        assert!(matches!(own, Err(StoreError::Check(_))), "{}: {own:?}", database.name());
        drop(tx);

        let mut tx = store.begin().await.expect("a transaction");
        store::certificates::release(&mut tx, first.id, &release(2)).await.expect("released");
        let again = store::certificates::release(&mut tx, first.id, &release(3)).await;
        assert!(matches!(again, Err(StoreError::Stale)));
        store::certificates::insert(&mut tx, &second).await.expect("the second");
        for (day, checks) in [(23, 2), (23, 3), (24, 1)] {
            let day = jiff::civil::date(2026, 11, day);
            store::certificates::add_checks(&mut tx, second.id, day, checks, now()).await.expect("checks");
        }
        assert_eq!(store::certificates::checks(&mut tx, second.id).await.expect("a count"), 6);
        assert_eq!(store::certificates::checks(&mut tx, first.id).await.expect("a count"), 0);
        let kept = store::certificates::by_number(&mut tx, &first.number).await.expect("read").expect("still there");
        assert_eq!(kept.revoked_reason.as_deref(), Some("更正"));
        assert_eq!(store::certificates::of_person(&mut tx, person(1).id).await.expect("read").len(), 2);
    }
}

/// The approved registration of person 1, with the decision on it.
async fn approved(store: &Store) -> (Registration, KeptDecision) {
    let mut registration = registration(1, 2026);
    let decision = decision(&registration, 1, None);
    let form = Document { kind: DocumentKind::SealedForm, ..certificate(9).0 };
    let mut tx = store.begin().await.expect("a transaction");
    store::registrations::insert(&mut tx, &registration).await.expect("a registration");
    store::documents::insert(&mut tx, &form).await.expect("a sealed form");
    approve(&mut registration);
    store::registrations::save(&mut tx, &mut registration).await.expect("approved");
    store::decisions::insert(&mut tx, &decision).await.expect("a decision");
    tx.commit().await.expect("a commit");
    (registration, decision)
}

fn decision(registration: &Registration, number: u128, supersedes: Option<(&KeptDecision, &str)>) -> KeptDecision {
    KeptDecision {
        id: DecisionId::from_uuid(Uuid::from_u128(number)),
        person_id: registration.person_id,
        year: registration.year,
        registration_id: Some(registration.id),
        pack_name: "guet-2022".to_owned(),
        pack_hash: "0".repeat(64),
        inputs: "{}".to_owned(),
        inputs_hash: "1".repeat(64),
        result: "{}".to_owned(),
        explanation: String::new(),
        explanation_hash: "2".repeat(64),
        decided_by: person(3).id,
        decided_at: now(),
        supersedes: supersedes.map(|(earlier, _)| earlier.id),
        supersedes_reason: supersedes.map(|(_, reason)| reason.to_owned()),
    }
}

fn taken_back(registration: &mut Registration) {
    registration.state = State::Returned;
    registration.return_reason = Some("填错".to_owned());
    (registration.verified_by, registration.verified_at, registration.sealed_form) = (None, None, None);
    (registration.approved_by, registration.approved_at) = (None, None);
}

#[tokio::test]
async fn an_approval_is_taken_back_once_by_another_and_with_a_reason() {
    for database in databases().await {
        let store = open(&database).await;
        let (registration, decision) = approved(&store).await;
        let withdrawal = ApprovalWithdrawal {
            registration_id: registration.id,
            person_id: registration.person_id,
            decision: decision.id,
            withdrawn_by: person(2).id,
            withdrawn_at: now(),
            reason: "填错".to_owned(),
        };
        let spoilt = [
            ApprovalWithdrawal { withdrawn_by: registration.person_id, ..withdrawal.clone() },
            ApprovalWithdrawal { reason: String::new(), ..withdrawal.clone() },
        ];
        for spoilt in spoilt {
            let mut tx = store.begin().await.expect("a transaction");
            let refused = store::approval_withdrawals::insert(&mut tx, &spoilt).await;
            assert!(matches!(refused, Err(StoreError::Check(_))), "{}: {refused:?}", database.name());
        }
        let foreign = ApprovalWithdrawal { person_id: person(3).id, ..withdrawal.clone() };
        let mut tx = store.begin().await.expect("a transaction");
        let refused = store::approval_withdrawals::insert(&mut tx, &foreign).await;
        assert!(matches!(refused, Err(StoreError::ForeignKey(_))), "{}: {refused:?}", database.name());
        drop(tx);
        let another = crate::sample::registration(2, 2026);
        let elsewhere = self::decision(&another, 7, None);
        let mut tx = store.begin().await.expect("a transaction");
        store::registrations::insert(&mut tx, &another).await.expect("a registration");
        store::decisions::insert(&mut tx, &elsewhere).await.expect("a decision");
        let foreign = ApprovalWithdrawal { decision: elsewhere.id, ..withdrawal.clone() };
        let refused = store::approval_withdrawals::insert(&mut tx, &foreign).await;
        assert!(matches!(refused, Err(StoreError::ForeignKey(_))), "{}: {refused:?}", database.name());
        drop(tx);
        let mut tx = store.begin().await.expect("a transaction");
        store::approval_withdrawals::insert(&mut tx, &withdrawal).await.expect("taken back");
        let kept = store::approval_withdrawals::latest(&mut tx, registration.id).await.expect("read");
        assert_eq!(kept, Some(withdrawal.clone()));
        let again = store::approval_withdrawals::insert(&mut tx, &withdrawal).await;
        assert!(matches!(again, Err(StoreError::Unique(_))), "{}: {again:?}", database.name());
    }
}

#[tokio::test]
async fn no_approval_is_left_while_a_certificate_rests_on_it() {
    for database in databases().await {
        let store = open(&database).await;
        let (mut registration, _) = approved(&store).await;
        let (document, public) = certificate(1);
        let annual =
            Certificate { kind: CertificateKind::Annual, registration_id: Some(registration.id), ..public.clone() };
        let mut tx = store.begin().await.expect("a transaction");
        store::documents::insert(&mut tx, &document).await.expect("a document");
        store::certificates::insert(&mut tx, &annual).await.expect("issued");
        tx.commit().await.expect("a commit");

        taken_back(&mut registration);
        let mut tx = store.begin().await.expect("a transaction");
        let refused = store::registrations::save(&mut tx, &mut registration.clone()).await;
        assert!(matches!(refused, Err(StoreError::ForeignKey(_))), "{}: {refused:?}", database.name());
        drop(tx);

        let mut tx = store.begin().await.expect("a transaction");
        store::certificates::revoke(&mut tx, annual.id, now(), "填错").await.expect("revoked");
        store::registrations::save(&mut tx, &mut registration).await.expect("then it is taken back");
        tx.commit().await.expect("a commit");

        let second =
            Certificate { id: certificate(2).1.id, number: "A2026-2".to_owned(), year: 2025, ..annual.clone() };
        let mut tx = store.begin().await.expect("a transaction");
        let refused = store::certificates::insert(&mut tx, &second).await;
        assert!(matches!(refused, Err(StoreError::ForeignKey(_))), "{}: {refused:?}", database.name());
        drop(tx);
        for without in [Certificate { registration_id: None, ..second }, Certificate { year: 2024, ..public }] {
            let wrong = Certificate {
                registration_id: (without.kind == CertificateKind::PublicExam).then_some(registration.id),
                id: certificate(3).1.id,
                number: "A2026-3".to_owned(),
                ..without
            };
            let mut tx = store.begin().await.expect("a transaction");
            let refused = store::certificates::insert(&mut tx, &wrong).await;
            assert!(refused.is_err(), "{}: an annual one rests on a registration, and no other", database.name());
        }
    }
}

#[tokio::test]
async fn a_decision_that_replaces_another_says_why() {
    for database in databases().await {
        let store = open(&database).await;
        let (registration, first) = approved(&store).await;
        let second = decision(&registration, 2, Some((&first, "审批撤回后重新审批")));
        for spoilt in [
            KeptDecision { supersedes_reason: None, ..second.clone() },
            KeptDecision { supersedes: None, ..second.clone() },
        ] {
            let mut tx = store.begin().await.expect("a transaction");
            let refused = store::decisions::insert(&mut tx, &spoilt).await;
            assert!(matches!(refused, Err(StoreError::Check(_))), "{}: {refused:?}", database.name());
        }
        let mut tx = store.begin().await.expect("a transaction");
        store::decisions::insert(&mut tx, &second).await.expect("the second");
        let latest = store::decisions::latest(&mut tx, person(1).id, 2026).await.expect("read");
        assert_eq!(latest, Some(second));
    }
}
