//! Judging many at once says of everybody what judging one says: the same sums, and the same account line by line.
//! `XUESHI_RANDOM_YEARS` says how many random years; `cargo xtask prove` asks for two million.

use jiff::civil::date;
use policy::{
    Assessment, Explanation, Hours, Line, Outcome, Pack, Population, PopulationProblem, PostFacts, PublicFacts, Says,
    StaffCategory, Task, Undone, YearFacts, YearSum,
};

use crate::{comparing::edited, horizon::course, packs, random_years};

/// How many at a time: what a population shares is kept, so that even two million fit.
const BATCH: u64 = 5_000;

fn count() -> u64 {
    let asked = std::env::var("XUESHI_RANDOM_YEARS").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(3_000)
}

#[test]
fn many_are_judged_as_one_is_quietly_and_explained() {
    let packs = [packs::pack("sample-2026"), packs::pack("guet-2022")];
    let all: Vec<u64> = (0..count()).step_by(BATCH as usize).collect();
    std::thread::scope(|scope| {
        for half in 0..2 {
            let (packs, batches) = (&packs, all.iter().skip(half).step_by(2));
            scope.spawn(move || batches.for_each(|first| batch(packs, *first..count().min(first + BATCH))));
        }
    });
}

fn batch(packs: &[Pack; 2], seeds: std::ops::Range<u64>) {
    let years: Vec<_> =
        seeds.map(|seed| random_years::year(&packs[0], seed, seed, usize::try_from(seed % 13).unwrap_or(0))).collect();
    assert_changes(&assert_agree(packs, &years), packs, &years);
}

/// One by one and all together these come out the same, by each pack.
fn assert_agree(packs: &[Pack; 2], years: &[YearFacts]) -> Population {
    let mut people = Population::new(&[&packs[0], &packs[1]]);
    for facts in years {
        people.push(facts).expect("it fits");
    }
    for pack in packs {
        let ready = people.ready(pack, 2).expect("it was made for the pack");
        let quiet = ready.sums();
        let seen: usize = ready
            .explain(
                || 0,
                |seen, place, sum, lines| {
                    let facts = &years[place];
                    let (assessment, explanation) = policy::explain(pack, facts);
                    assert_eq!(policy::assess(pack, facts), assessment, "quiet and explained differ on {facts:#?}");
                    assert_eq!(quiet[place], sum, "many quietly and many explained differ on {facts:#?}");
                    assert_eq!(sum_of(&assessment), told(&sum), "one and many differ on {facts:#?}");
                    assert_eq!(account(&explanation), lines.iter().map(place_of).collect::<Vec<_>>(), "{facts:#?}");
                    assert_figures(&assessment, lines);
                    assert_sentences(&explanation, lines);
                    *seen += 1;
                },
            )
            .into_iter()
            .sum();
        assert_eq!(seen, years.len());
    }
    people
}

#[test]
fn people_who_differ_in_one_day_or_in_one_post_are_not_taken_for_each_other() {
    let packs = [packs::pack("sample-2026"), packs::pack("guet-2022")];
    let mut years = Vec::new();
    // A year that is over can be made up for in a later one.
    for year in [2026, 2021] {
        let declarant = YearFacts {
            declares_title_this_year: Some(true),
            public: vec![course(None, None)],
            ..YearFacts::of(year, StaffCategory::FullTimeTeacher)
        };
        years.push(declarant.clone());
        for title_series_opens in [None, Some(date(year, 6, 10)), Some(date(year + 1, 3, 1))] {
            for (later, month) in [(-1, 12), (0, 5), (0, 6), (0, 7), (1, 2), (1, 3), (1, 4), (2, 1)] {
                for day in [1, 9, 10, 11] {
                    let public = vec![course(Some(date(year + later, month, day)), None)];
                    years.push(YearFacts { title_series_opens, public, ..declarant.clone() });
                }
            }
        }
    }
    for notice in ["", "桂人社函〔2026〕1号", "桂人社函〔2026〕2号"] {
        let public = vec![PublicFacts { notice: notice.to_owned(), ..course(None, None) }];
        years.push(YearFacts { public, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) });
    }
    for (month, category) in
        [(1, StaffCategory::Worker), (7, StaffCategory::Worker), (7, StaffCategory::Administrative)]
    {
        let (from, declares_title_next_year) = (date(2026, month, 1), false);
        let post = PostFacts { from, category, declares_title_next_year, confirmation_only: false, learned: None };
        let plain = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
        years.extend([YearFacts { posts: vec![post], ..plain.clone() }, plain]);
    }
    assert_agree(&packs, &years);
}

/// Depth and article of each line.
type Place<'a> = (u8, &'a str);

fn account(explanation: &Explanation) -> Vec<Place<'_>> {
    explanation.steps.iter().map(|step| (step.depth, step.reason.article.as_str())).collect()
}

fn place_of<'a>(line: &Line<'a>) -> Place<'a> {
    (line.depth, line.article)
}

type Told = (policy::Obligation, Outcome, [Hours; 2], [Vec<Outcome>; 3]);

fn told(sum: &YearSum) -> Told {
    let outcomes = [sum.requirements, sum.certificates, sum.consequences].map(|outcomes| outcomes.iter().collect());
    (sum.obligation, sum.outcome, [sum.public, sum.professional], outcomes)
}

fn sum_of(assessment: &Assessment) -> Told {
    let requirements = assessment.requirements.iter().map(|one| one.outcome).collect();
    let certificates = assessment.certificates.iter().map(|one| one.outcome).collect();
    let consequences = assessment.consequences.iter().map(|one| one.outcome).collect();
    let hours = [assessment.public, assessment.professional];
    (assessment.obligation, assessment.outcome, hours, [requirements, certificates, consequences])
}

/// What is said about post and public courses is said in the same words; what is said about items begins behind it.
fn assert_sentences(explanation: &Explanation, lines: &[Line<'_>]) {
    for (step, line) in explanation.steps.iter().zip(lines) {
        let Says::Sentence(said) = line.says else { return };
        assert_eq!(step, said);
    }
}

/// Items, groups and requirements have the assessment's figures, and what is left its hours.
fn assert_figures(assessment: &Assessment, lines: &[Line<'_>]) {
    let (mut items, mut groups, mut requirements, mut left) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match line.says {
            Says::Item { recognised, counted, .. } => items.push((recognised, counted)),
            Says::Group { sum, counted } => groups.push((sum, counted)),
            Says::Requirement { outcome, have, need } => requirements.push((outcome, have, need)),
            Says::Left(undone) => left.push(undone),
            _ => {}
        }
    }
    let of_items = assessment.items.iter().map(|item| (item.recognised, item.counted));
    assert_eq!(items, of_items.collect::<Vec<_>>());
    let of_groups = assessment.groups.iter().filter(|group| group.sum > Hours::ZERO);
    assert_eq!(groups, of_groups.map(|group| (group.sum, group.counted)).collect::<Vec<_>>());
    let of_requirements = assessment.requirements.iter().map(|one| (one.outcome, one.have, one.need));
    assert_eq!(requirements, of_requirements.collect::<Vec<_>>());
    let undone = assessment.todo.iter().map(|todo| match (todo.task, todo.hours) {
        (_, Some(hours)) => Undone::Hours(hours),
        (Task::Study | Task::Exam, None) => Undone::Course,
        (_, None) => Undone::Other,
    });
    assert_eq!(left, undone.collect::<Vec<_>>());
}

/// The comparison of two packs finds everybody whom they judge differently, and nobody else.
fn assert_changes(people: &Population, packs: &[Pack; 2], years: &[YearFacts]) {
    let [before, after] =
        [0, 1].map(|pack: usize| people.ready(&packs[pack], 1 + pack).expect("it was made for the pack"));
    let changes = before.changes(&after).expect("the same people");
    let sums = before.sums().into_iter().zip(after.sums()).enumerate();
    let differing = sums.filter(|(_, (before, after))| before != after);
    let wanted: Vec<_> = differing.map(|(place, (before, after))| (place, before, after)).collect();
    assert_eq!(changes.iter().map(|one| (one.place, one.before, one.after)).collect::<Vec<_>>(), wanted);
    assert!(changes.len() < years.len());
}

#[test]
fn a_population_refuses_what_it_cannot_hold_and_whom_it_does_not_know() {
    let (sample, school) = (packs::pack("sample-2026"), packs::pack("guet-2022"));
    let mut people = Population::new(&[&sample]);
    let mut facts = random_years::year(&sample, 1, 1, 3);
    facts.items[1].applied = Some(Hours::from_whole(100_000_000));
    let id = facts.items[1].id.clone();
    assert_eq!(people.push(&facts), Err(PopulationProblem::Hours(id)));
    assert!(people.is_empty());
    facts.items[1].applied = None;
    people.push(&facts).expect("it fits");
    assert_eq!((people.len(), people.is_empty()), (1, false));
    let problem = people.ready(&school, 1).expect_err("it was not made for that pack");
    assert_eq!(problem, PopulationProblem::Pack("guet-2022".to_owned()));
    let others = Population::new(&[&sample]);
    let (ready, other) = (people.ready(&sample, 1).expect("it is"), others.ready(&sample, 2).expect("it is"));
    assert!(ready.changes(&other).is_err());
    assert!(other.sums().is_empty());
}

#[test]
fn a_pack_that_carries_what_is_left_over_is_refused() {
    let yunting = packs::pack("yunting-2025");
    let problem = Population::new(&[&yunting]).ready(&yunting, 1).map(|_| ()).expect_err("it carries");
    assert_eq!(problem, PopulationProblem::Carried("yunting-2025".to_owned()));
}

#[test]
fn a_pack_with_more_certificates_than_are_kept_of_each_person_is_refused() {
    let with_more = |more: usize| {
        let begins = "[[certificate]]\nid = \"public-exam\"";
        let block =
            |number| format!("[[certificate]]\nid = \"more-{number}\"\nname = \"证书\"\nneeds = [\"public-exam\"]\n\n");
        edited("guet-2022", begins, &((0..more).map(block).collect::<String>() + begins))
    };
    // The school has two.
    for (more, is_held) in [(28, true), (29, true), (30, false), (31, false)] {
        let pack = with_more(more);
        let people = Population::new(&[&pack]);
        let ready = people.ready(&pack, 1).map(|_| ());
        let expected = if is_held { Ok(()) } else { Err(PopulationProblem::Outcomes("guet-2022".to_owned())) };
        assert_eq!(ready, expected, "{more}");
    }
}
