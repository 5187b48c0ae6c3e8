//! How long two million people with ten activities each take: quietly and explained, under the school's pack and under the
//! sample with its tables full of numbers, and compared under the two, on two threads, from memory. `cargo bench -p policy --bench population`; `XUESHI_BENCH_PEOPLE` asks for fewer.
//!
//! The people are random years, packed beforehand: their making is no part of the figures, making the pack ready is.
//! Explained means that every line of everybody's account was made, with its article and its figures, and handed to a
//! fold that looks at each. The sentences of a line are made for whoever reads it, by `policy::explain`.

#[path = "../tests/it/packs.rs"]
mod packs;
#[path = "../tests/it/random_years.rs"]
mod random_years;

use std::hint::black_box;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use policy::{Outcome, Pack, Population, Ready};

const ITEMS: usize = 10;
const THREADS: usize = 2;

criterion_group!(benches, people);
criterion_main!(benches);

fn people(criterion: &mut Criterion) {
    let count: u64 =
        std::env::var("XUESHI_BENCH_PEOPLE").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000_000);
    let (sample, school) = (packs::pack("sample-2026"), packs::pack("guet-2022"));
    let begun = Instant::now();
    let mut people = Population::new(&[&sample, &school]);
    for seed in 0..count {
        let facts = random_years::year(&sample, seed % situations(), seed, ITEMS);
        people.push(&facts).expect("it fits");
    }
    println!("{people}, made in {:.1} s", begun.elapsed().as_secs_f64());
    let changes = ready(&people, &school).changes(&ready(&people, &sample)).expect("the same people").len();
    println!("{changes} of them differ between the two packs");
    let mut group = criterion.benchmark_group(format!("{count} people with {ITEMS} items each"));
    group.sample_size(10);
    for pack in [&school, &sample] {
        let named = |way| BenchmarkId::new(way, pack.name());
        group.bench_function(named("quiet"), |bencher| bencher.iter(|| satisfied(&ready(&people, pack))));
        group.bench_function(named("explained"), |bencher| bencher.iter(|| articles(&ready(&people, pack))));
    }
    group.bench_function("two packs compared", |bencher| {
        bencher.iter(|| ready(&people, &school).changes(&ready(&people, &sample)).expect("the same people"));
    });
    group.finish();
}

/// In how many situations (post, intentions, public courses and their results) the people are. Most of a region's people
/// took the same course with the same result; `XUESHI_BENCH_SITUATIONS` asks for more variety.
fn situations() -> u64 {
    std::env::var("XUESHI_BENCH_SITUATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000)
}

fn ready<'a>(people: &'a Population, pack: &'a Pack) -> Ready<'a> {
    people.ready(black_box(pack), THREADS).expect("it was made for the pack")
}

/// How many are done.
fn satisfied(ready: &Ready<'_>) -> usize {
    let is_done = |sum: policy::YearSum| usize::from(sum.outcome == Outcome::Satisfied);
    ready.fold(|| 0, |done, _, sum| *done += is_done(sum)).into_iter().sum()
}

/// How many lines cite an article.
fn articles(ready: &Ready<'_>) -> usize {
    let cites = |lines: &[policy::Line<'_>]| lines.iter().filter(|line| !black_box(line.article).is_empty()).count();
    ready.explain(|| 0, |cited, _, _, lines| *cited += cites(lines)).into_iter().sum()
}
