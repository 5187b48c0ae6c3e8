//! How many certificates a second one core sets: `cargo bench -p documents`. Never a timed test.

#[path = "../tests/it/sample.rs"]
mod sample;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use documents::certificate::{self, CertificateContent};

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
    let number = format!("A2026-7K3M-{at:06}-Z8");
    CertificateContent {
        lines: vec![hours("公需科目", 3000), hours("专业科目", professional), hours("年度合计", 3000 + professional)],
        check_url: sample::CHECK_URL.replace(sample::NUMBER, &number),
        number,
        ..sample::certificate(holder)
    }
}
