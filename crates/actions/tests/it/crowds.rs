//! Many at once: whoever only reads never holds one connection while waiting for another.

use actions::{certificates, registrations};
use domain::certificate::CertificateKind;

use crate::{
    act,
    world::{YEAR, issue, pdf, worlds},
};

const CROWD: usize = 64;

#[tokio::test(flavor = "multi_thread")]
async fn strangers_check_one_certificate_all_at_once_and_every_check_counts() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let certificate = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR);
        let number = certificate.expect("the certificate").number;
        let events = world.events().await;
        let checks = (0..CROWD).map(|_| {
            let (app, now, number) = (world.app.clone(), world.now, number.clone());
            tokio::spawn(async move {
                let mut act = app.read(None, now).await.expect("a transaction");
                certificates::check(&mut act, &number).await.expect("an answer").status
            })
        });
        for check in checks.collect::<Vec<_>>() {
            assert_eq!(check.await.expect("no panic"), certificates::CheckStatus::Valid);
        }
        certificates::record_checks(&world.app).await.expect("written down");
        certificates::record_checks(&world.app).await.expect("nothing left to write down");
        assert_eq!(world.events().await, events, "strangers do not write to the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_of_recorded_readings_is_answered() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40"]).await;
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let another = [pdf().as_slice(), b"% another\n%%EOF\n"].concat();
        let expected = another.clone();
        let file = act!(world, world.teacher, registrations::attach_evidence, items[0], &need, "证明.pdf", another);
        let file = file.expect("a file");
        act!(world, world.teacher, registrations::submit, id, registrations::Ticked::ALL).expect("handed in");
        let events = world.events().await;
        let readings = (0..CROWD).map(|_| {
            let (app, now, reader) = (world.app.clone(), world.now, world.verifier.clone());
            tokio::spawn(async move {
                let mut act = app.read(Some(reader), now).await.expect("a transaction");
                registrations::read_evidence(&mut act, file).await.expect("the bytes").bytes
            })
        });
        for reading in readings.collect::<Vec<_>>() {
            assert_eq!(reading.await.expect("no panic"), expected);
        }
        assert_eq!(world.events().await, events + i64::try_from(CROWD).expect("small"), "each reading is recorded");
    }
}
