//! How long one person's year takes to judge, quietly and with every step said: `cargo bench -p policy`.
//! Figures for people, never tests: nothing here fails because a machine is slow.
//!
//! Criterion, and not divan, measures here and in the other crates: both are good, but criterion is the one with
//! regular releases, and it says by how much a figure changed since the last run.

#[path = "../tests/it/packs.rs"]
mod packs;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use policy::{Hours, Pack, YearFacts};
use serde_json::{Value, json};

criterion_group!(benches, years, packs_in_use);
criterion_main!(benches);

/// With the sample pack, because it computes hours for kinds whose numbers the regulation leaves open.
fn years(criterion: &mut Criterion) {
    let pack = packs::pack("sample-2026");
    let busy = year(&ten_items());
    let hours = policy::assess(&pack, &busy).items.iter().filter(|item| item.recognised > Hours::ZERO).count();
    assert_eq!(hours, 9, "only the returned item is worth nothing, or the figures tell of something else");
    measure(criterion, "a year of ten items", &pack, &busy);
    measure(criterion, "a year of one item", &pack, &year(&ten_items()[..1]));
}

fn measure(criterion: &mut Criterion, name: &str, pack: &Pack, facts: &YearFacts) {
    let mut group = criterion.benchmark_group(name);
    group.bench_function("quiet", |bencher| bencher.iter(|| policy::assess(pack, black_box(facts))));
    group.bench_function("explained", |bencher| bencher.iter(|| policy::explain(pack, black_box(facts))));
    group.bench_function("explained in Chinese text", |bencher| {
        bencher.iter(|| policy::explain(pack, black_box(facts)).1.to_chinese());
    });
    group.finish();
}

/// What a program pays once, at its start.
fn packs_in_use(criterion: &mut Criterion) {
    let library = packs::library();
    criterion.bench_function("reading the pack sample-2026", |bencher| {
        bencher.iter(|| library.load(black_box("sample-2026")).expect("it loads"));
    });
}

fn year(items: &[Value]) -> YearFacts {
    let facts = json!({
        "year": 2026,
        "category": "full-time-teacher",
        "public": [{
            "course": "公需科目必修课", "study": 10, "exam_passed": true, "score": 86, "attempts": 1, "hours": 30,
            "source": "区平台"
        }],
        "items": items,
        "approved": true,
    });
    serde_json::from_value(facts).expect("facts as in docs/facts.md")
}

/// What a busy lecturer hands in: all six categories, hours computed and hours set by the verifier, one item returned.
fn ten_items() -> Vec<Value> {
    vec![
        item(1, "paper", json!({ "journal": "学报", "level": "indexed", "rank": "1", "foreign": "no" })),
        item(2, "training-half-days", json!({ "half_days": "5" })),
        item(3, "conference", json!({ "level": "national", "spoke": "yes" })),
        item(4, "xuexi-points", json!({ "points": "999" })),
        item(5, "online-study", json!({ "platform": "国家智慧教育平台", "minutes": "900" })),
        item(6, "project", json!({ "level": "provincial", "rank": "2", "finished": "yes" })),
        item(7, "training-hosted", json!({ "stated_hours": "12" })),
        item(8, "lecture", json!({ "role": "speaker", "sessions": "2" })),
        with(
            item(9, "award", json!({ "level": "provincial", "rank": "3", "unnamed": "no" })),
            json!({ "verified": 4.5 }),
        ),
        with(item(10, "book", json!({ "publisher": "某出版社", "role": "editor" })), json!({ "accepted": false })),
    ]
}

fn item(number: u32, kind: &str, answers: Value) -> Value {
    json!({
        "id": number.to_string(), "kind": kind, "title": "活动", "organiser": "主办单位",
        "starts": "2026-05-18", "ends": "2026-05-20", "answers": answers, "applied": 8, "accepted": true,
    })
}

fn with(mut item: Value, more: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (item.as_object_mut(), more) {
        fields.extend(more);
    }
    item
}
