//! Judging people one after another, as they come out of a database, says what judging one says; and its digests tell
//! whether anything was different.

use std::collections::BTreeMap;

use policy::{Direction, ItemRow, Judge, Pack, Population, PopulationProblem, Simulation, StaffCategory, YearFacts};

use crate::{comparing::edited, items, packs, random_years};

const YEARS: u64 = 2_000;

/// The items as a database holds them.
struct Written(Vec<(policy::ItemFacts, String, String, String)>);

impl Written {
    fn of(facts: &YearFacts) -> Written {
        let written = facts.items.iter().map(|item| {
            let answers = serde_json::to_string(&item.answers).expect("plain texts");
            (item.clone(), item.starts.to_string(), item.ends.to_string(), answers)
        });
        Written(written.collect())
    }

    fn rows(&self) -> Vec<ItemRow<'_>> {
        self.0
            .iter()
            .map(|(item, starts, ends, answers)| ItemRow {
                id: &item.id,
                kind: &item.kind,
                starts,
                ends,
                answers,
                applied: item.applied.map(policy::Hours::hundredths),
                verified: item.verified.map(policy::Hours::hundredths),
                accepted: item.accepted,
            })
            .collect()
    }
}

fn years(pack: &Pack) -> Vec<YearFacts> {
    let items = |seed: u64| usize::try_from(seed % 13).unwrap_or(0);
    (0..YEARS).map(|seed| random_years::year(pack, seed % 300, seed, items(seed))).collect()
}

#[test]
fn one_after_another_they_are_judged_as_together() {
    for name in ["sample-2026", "guet-2022"] {
        let pack = packs::pack(name);
        let (years, mut judge) = (years(&pack), Judge::new(&pack).expect("it judges many"));
        let mut together = Population::new(&[&pack]);
        for facts in &years {
            together.push(facts).expect("it fits");
        }
        let sums = together.ready(&pack, 1).expect("its pack").sums();
        for (facts, sum) in years.iter().zip(sums) {
            let written = Written::of(facts);
            assert_eq!(judge.judge(facts, &mut written.rows()).expect("it can be read").sum, sum, "{facts:#?}");
        }
    }
}

#[test]
fn digests_are_written_in_hexadecimal_digits() {
    let pack = packs::pack("sample-2026");
    let mut judge = Judge::new(&pack).expect("it judges many");
    let judged = judge.judge(&YearFacts::of(2026, StaffCategory::Worker), &mut []).expect("nothing to read");
    let written = |digest: [u8; 32]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!((judged.inputs_hash(), judged.account_hash()), (written(judged.inputs), written(judged.account)));
}

#[test]
fn what_is_forgotten_on_the_way_changes_nothing() {
    let pack = packs::pack("sample-2026");
    let (mut judge, mut forgetful) =
        (Judge::new(&pack).expect("it judges"), Judge::new(&pack).expect("it judges").keeping(20));
    for facts in &years(&pack) {
        let written = Written::of(facts);
        let one = judge.judge(facts, &mut written.rows()).expect("it can be read");
        assert_eq!(forgetful.judge(facts, &mut written.rows()).expect("it can be read"), one, "{facts:#?}");
        // A year brings one situation and no more than a dozen items.
        assert!(forgetful.kept().into_iter().all(|kept| kept <= 20 + 12), "{:?}", forgetful.kept());
    }
    assert!(judge.kept().into_iter().all(|kept| kept > 100), "{:?}", judge.kept());
}

#[test]
fn only_what_is_more_than_is_kept_is_forgotten() {
    let pack = packs::pack("sample-2026");
    let mut judge = Judge::new(&pack).expect("it judges many").keeping(5);
    let mut judged = |year: i16, kind: &str, answers: &str| {
        let (starts, ends) = ("2026-05-20", "2026-05-20");
        let row = ItemRow { id: "1", kind, starts, ends, answers, applied: None, verified: None, accepted: None };
        judge.judge(&YearFacts::of(year, StaffCategory::Worker), &mut [row]).expect("it can be read");
        judge.kept()
    };
    for number in 1..=6_i16 {
        let kept = usize::try_from(number).unwrap_or(0);
        assert_eq!(judged(2000 + number, &format!("kind-{number}"), "{}"), [kept; 3]);
        if number == 5 {
            assert_eq!(judged(2001, "kind-1", "{}"), [5; 3], "as much as may be kept");
        }
    }
    assert_eq!(judged(2007, "kind-7", "{}"), [1; 3], "one too many was there");
    // One case in many writings.
    for blanks in 1..=5 {
        assert_eq!(judged(2007, "kind-7", &format!("{{{}}}", " ".repeat(blanks))), [1, 1, 1 + blanks]);
    }
    assert_eq!(judged(2007, "kind-7", "{}"), [1, 1, 1], "only the texts were too many");
}

#[test]
fn where_a_year_stands_is_what_a_simulation_says() {
    let (old, new) = (packs::pack("sample-2026"), packs::pack("guet-2022"));
    let simulation = Simulation::new(&old, &new);
    let mut judges = [&old, &new].map(|pack| Judge::new(pack).expect("it judges many"));
    let mut moved = 0;
    for facts in years(&old) {
        let effect = simulation.effect(&facts);
        let written = Written::of(&facts);
        let [before, after] =
            judges.each_mut().map(|judge| judge.stand(&facts, &mut written.rows()).expect("it can be read"));
        assert_eq!((before, after), (effect.before, effect.after), "{facts:#?}");
        assert_eq!(before.moved_to(&after), effect.direction);
        moved += u64::from(effect.direction != Direction::Stays);
    }
    assert!(moved > YEARS / 10 && moved < YEARS, "{moved} are moved");
}

#[test]
fn digests_depend_on_the_year_alone_and_on_all_of_it() {
    let pack = packs::pack("sample-2026");
    let years = years(&pack);
    let mut judges = [Judge::new(&pack).expect("it judges many"), Judge::new(&pack).expect("it judges many")];
    // The other judge has seen others before, in another order.
    for facts in years.iter().rev() {
        judges[1].judge(facts, &mut Written::of(facts).rows()).expect("it can be read");
    }
    let mut different = 0;
    for facts in &years {
        let written = Written::of(facts);
        let [one, other] = judges.each_mut().map(|judge| judge.judge(facts, &mut written.rows()).expect("read"));
        assert_eq!((one.inputs_hash(), one.account_hash()), (other.inputs_hash(), other.account_hash()));
        let mut backwards = written.rows();
        let ids: std::collections::BTreeSet<&str> = backwards.iter().map(|item| item.id).collect();
        if ids.len() == backwards.len() {
            backwards.reverse();
            assert_eq!(judges[0].judge(facts, &mut backwards).expect("read"), one, "the order of rows is nothing");
        }
        let Some(item) = facts.items.last() else { continue };
        let mut changed = facts.clone();
        changed.items.last_mut().expect("the same").applied = Some(policy::Hours::from_hundredths(98_765));
        let again = judges[0].judge(&changed, &mut Written::of(&changed).rows()).expect("read");
        assert_ne!(again.inputs, one.inputs, "{item:?}");
        changed.approved = !changed.approved;
        let once_more = judges[0].judge(&changed, &mut Written::of(&changed).rows()).expect("read");
        assert_ne!(once_more.inputs, again.inputs);
        different += u64::from(again.account != one.account);
    }
    assert!(different > 0, "some account is another");
    // What is not judged changes nothing: the days of an approval and of what was said, source and score of a result.
    for facts in &years {
        let mut told_otherwise = facts.clone();
        told_otherwise.approved_on = Some(jiff::civil::date(2026, 12, 1));
        told_otherwise.learned.last_year = Some(jiff::civil::date(2026, 12, 1));
        for course in &mut told_otherwise.public {
            (course.source, course.score) = ("别处".to_owned(), Some(3));
            course.learned = Some(jiff::civil::date(2026, 12, 2));
        }
        let written = Written::of(facts);
        let mut fresh = Judge::new(&pack).expect("it judges many");
        let told = fresh.judge(&told_otherwise, &mut written.rows()).expect("read");
        assert_eq!(told, judges[0].judge(facts, &mut written.rows()).expect("read"));
    }
}

#[test]
fn two_accounts_have_one_digest_only_when_every_line_is_the_same() {
    for name in ["sample-2026", "guet-2022"] {
        let pack = packs::pack(name);
        // So few items that many accounts have the same lines with other figures.
        let items = |seed: u64| usize::from(!seed.is_multiple_of(4));
        let years: Vec<YearFacts> =
            (0..YEARS).map(|seed| random_years::year(&pack, seed % 30, seed, items(seed))).collect();
        let mut together = Population::new(&[&pack]);
        years.iter().for_each(|facts| together.push(facts).expect("it fits"));
        let ready = together.ready(&pack, 1).expect("its pack");
        let accounts = ready.explain(Vec::new, |told: &mut Vec<String>, _, _, lines| told.push(format!("{lines:?}")));
        let mut judge = Judge::new(&pack).expect("it judges many");
        let (mut by_account, mut by_digest) = (BTreeMap::new(), BTreeMap::new());
        for (facts, account) in years.iter().zip(accounts.into_iter().flatten()) {
            let digest = judge.judge(facts, &mut Written::of(facts).rows()).expect("it can be read").account;
            assert_eq!(*by_digest.entry(digest).or_insert_with(|| account.clone()), account, "one digest of two");
            assert_eq!(*by_account.entry(account).or_insert(digest), digest, "two digests of one");
        }
        assert!(by_digest.len() > 500 && by_digest.len() < years.len(), "{name}: {}", by_digest.len());
    }
}

#[test]
fn the_article_of_a_line_is_part_of_the_digest() {
    let renamed = edited("guet-2022", "## 第十条 ", "## 第十条之一 ");
    let facts = YearFacts::of(2026, policy::StaffCategory::FullTimeTeacher);
    let digest = |pack: &Pack| {
        let mut judge = Judge::new(pack).expect("it judges many");
        judge.judge(&facts, &mut []).expect("it can be read").account
    };
    assert_ne!(digest(&packs::pack("guet-2022")), digest(&renamed));
}

#[test]
fn what_an_item_is_and_what_was_answered_are_part_of_what_is_judged() {
    let pack = packs::pack("guet-2022");
    let mut judge = Judge::new(&pack).expect("it judges many");
    let mut inputs = |kind: &str, stated: &str| {
        let mut item = items::item("01", kind, &[("stated_hours", stated)]);
        item.applied = Some(policy::Hours::from_whole(8));
        let facts = YearFacts { items: vec![item], ..YearFacts::of(2026, policy::StaffCategory::FullTimeTeacher) };
        judge.judge(&facts, &mut Written::of(&facts).rows()).expect("it can be read").inputs
    };
    let eight = inputs("training-hosted", "8");
    assert_eq!(eight, inputs("training-hosted", "8"));
    assert_ne!(eight, inputs("training-hosted", "9"));
    assert_ne!(eight, inputs("training-sent", "8"));
}

#[test]
fn an_item_that_cannot_be_right_is_named() {
    let pack = packs::pack("sample-2026");
    let mut judge = Judge::new(&pack).expect("it judges many");
    let facts = YearFacts::of(2026, policy::StaffCategory::FullTimeTeacher);
    let row = ItemRow {
        id: "7",
        kind: "paper",
        starts: "2026-05-11",
        ends: "2026-05-12",
        answers: "{}",
        applied: None,
        verified: None,
        accepted: None,
    };
    assert!(judge.judge(&facts, &mut [row]).is_ok());
    for (row, problem) in [
        (ItemRow { starts: "2026-05-32", ..row }, PopulationProblem::Unreadable("7".to_owned())),
        (ItemRow { answers: "[]", ..row }, PopulationProblem::Unreadable("7".to_owned())),
        (ItemRow { applied: Some(-1), ..row }, PopulationProblem::Hours("7".to_owned())),
        (ItemRow { verified: Some(i64::MAX), ..row }, PopulationProblem::Hours("7".to_owned())),
    ] {
        assert_eq!(judge.judge(&facts, &mut [row]), Err(problem));
    }
}
