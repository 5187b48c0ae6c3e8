//! Kept decisions: what they hold, what they supersede, and that a row which somebody forged is named.

use actions::policies;
use domain::{certificate::CertificateKind, decision::KeptDecision, ids::DecisionId};
use policy::YearFacts;
use sha2::{Digest, Sha256};

use crate::{
    act,
    world::{World, YEAR, issue, worlds},
};

/// Every decision that was kept.
pub(crate) async fn kept(world: &World) -> Vec<KeptDecision> {
    let store = world.store().await;
    let mut tx = store.read().await.expect("a transaction");
    store::decisions::after(&mut tx, None, 100).await.expect("decisions")
}

async fn forge(world: &World, decisions: &[KeptDecision]) {
    let store = world.store().await;
    let mut tx = store.begin().await.expect("a transaction");
    for decision in decisions {
        store::decisions::insert(&mut tx, decision).await.expect("a row");
    }
    tx.commit().await.expect("a commit");
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_holds_its_facts_its_words_their_digests_and_what_it_supersedes() {
    for world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        act!(world, world.teacher, issue, CertificateKind::Annual, YEAR).expect("issued");
        let mut decisions = kept(&world).await;
        // Both were made in the same millisecond of this clock, so their identifiers say nothing about their order.
        decisions.sort_by_key(|decision| decision.supersedes.is_some());
        let [first, second] = decisions.as_slice() else { panic!("{decisions:?}") };
        assert_eq!((first.supersedes, first.supersedes_reason.as_ref()), (None, None));
        assert_eq!(second.supersedes, Some(first.id));
        assert_eq!(second.supersedes_reason, Some(format!("生成{}", CertificateKind::Annual.label())));
        assert_eq!((first.decided_by, second.decided_by), (world.approver.person, world.teacher.person));
        for decision in &decisions {
            let facts: YearFacts = serde_json::from_str(&decision.inputs).expect("facts");
            assert_eq!(decision.inputs_hash, sha256(&policy::canonical(&facts).expect("a text")));
            assert_eq!(decision.explanation_hash, sha256(&decision.explanation));
            assert!(facts.approved_on.is_some() && facts.items.iter().all(|item| item.decided.is_some()), "{facts:?}");
            let course = facts.public.first().expect("the course");
            assert!(course.happened.is_some() && course.learned.is_some(), "{course:?}");
        }
    }
}

/// What somebody could do to a row, and how it is told.
type Forgery = (&'static str, fn(&mut KeptDecision));

#[tokio::test(flavor = "multi_thread")]
async fn forged_rows_are_named() {
    const FORGERIES: [Forgery; 7] = [
        ("事实与它的指纹不符", |row| row.inputs = row.inputs.replacen("\"applied\":40", "\"applied\":60", 1)),
        ("事实与它的指纹不符", |row| row.inputs_hash = "0".repeat(64)),
        ("事实读不出来", |row| row.inputs.truncate(40)),
        ("说明与它的指纹不符", |row| row.explanation.push_str("另有一句。\n")),
        ("重新核算的说明", |row| {
            row.explanation.push_str("另有一句。\n");
            row.explanation_hash = sha256(&row.explanation);
        }),
        ("重新核算的结论", |row| row.result = row.result.replacen("\"satisfied\"", "\"not-satisfied\"", 1)),
        ("年度与事实", |row| row.year -= 1),
    ];
    for world in worlds().await {
        world.passed_public_exam().await;
        world.approved(&world.teacher).await;
        let good = kept(&world).await.remove(0);
        let mut rows = Vec::new();
        for (place, (_, change)) in FORGERIES.iter().enumerate() {
            // After the real one, in this order.
            let id = DecisionId::from_uuid(uuid::Uuid::from_u128(u128::MAX - 100 + place as u128));
            let mut row = KeptDecision { id, ..good.clone() };
            change(&mut row);
            assert_ne!(KeptDecision { id: good.id, ..row.clone() }, good, "forgery {place} changes something");
            rows.push(row);
        }
        forge(&world, &rows).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert_eq!((found.decisions, found.equal, found.without_pack), (8, 1, 0), "{:?}", found.different);
        for ((said, _), (row, divergence)) in FORGERIES.iter().zip(rows.iter().zip(&found.different)) {
            assert_eq!(divergence.decision.id, row.id);
            assert!(divergence.problem.contains(said), "{said}: {}", divergence.problem);
        }
        let other_text = KeptDecision { pack_hash: "f".repeat(64), id: good.id, ..good.clone() };
        let id = DecisionId::from_uuid(uuid::Uuid::from_u128(u128::MAX - 1));
        forge(&world, &[KeptDecision { id, ..other_text }]).await;
        let found = act!(world, world.auditor, policies::replay, |_| ()).expect("judged again");
        assert_eq!(found.without_pack, 1);
        assert_eq!(found.packs_missing.keys().next().map(|(_, hash)| hash.clone()), Some("f".repeat(64)));
    }
}
