//! How many certificates a second one core sets: `cargo bench -p documents`. Never a timed test.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use documents::certificate::{self, CertificateContent};
use jiff::civil::date;

criterion_group!(benches, certificates);
criterion_main!(benches);

/// One after another, each with a holder, a number and hours of its own, as a batch at the year's end is.
fn certificates(criterion: &mut Criterion) {
    // The typesetter would spread over all cores; the figure is meant for one.
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut group = criterion.benchmark_group("certificates");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    let mut at = 0;
    group.bench_function("one, holder in the common typeface", |bencher| {
        one_core.install(|| {
            bencher.iter(|| {
                at += 1;
                certificate::render(black_box(&content(at, "白海强"))).expect("rendered")
            });
        });
    });
    group.bench_function("one, holder with a rare character", |bencher| {
        one_core.install(|| {
            bencher.iter(|| {
                at += 1;
                certificate::render(black_box(&content(at, "孙𡥧"))).expect("rendered")
            });
        });
    });
    group.finish();
}

fn content(at: u32, holder: &str) -> CertificateContent {
    let hours =
        |label: &str, hundredths: u32| (label.to_owned(), format!("{}.{:02} 学时", hundredths / 100, hundredths % 100));
    let professional = 6000 + at % 4000;
    CertificateContent {
        kind_name: "专业技术人员继续教育合格证书".to_owned(),
        number: format!("A2026-7K3M-{at:06}-Z8"),
        holder: holder.to_owned(),
        id_number_masked: "990*************71".to_owned(),
        unit: "电子工程与自动化学院".to_owned(),
        year: 2026,
        lines: vec![
            hours("公需科目", 3000),
            hours("专业科目", professional),
            hours("年度合计", 3000 + professional),
        ],
        statement: "已完成2026年度专业技术人员继续教育规定的学习任务：年度总学时不少于90学时，其中专业科目不少于60学时，登记已经所在单位审验、审批。"
            .to_owned(),
        article: "实施细则第二条、第七条".to_owned(),
        pack_title: "专业技术人员继续教育实施细则（2022年）".to_owned(),
        pack_hash: "4f1d0c9a8b7e6d5c".repeat(4),
        sample: false,
        issued_on: date(2026, 11, 23),
        issuer: "桂林某高校人事处".to_owned(),
        check_url: format!("https://xueshi.example.edu.cn/certificates/A2026-7K3M-{at:06}-Z8"),
    }
}
