//! Random years from a number: the same number gives the same year, in tests and in measurements. Most of what people
//! hand in is in order; some of it is not, and a little of it cannot be true.

use std::collections::BTreeMap;

use jiff::civil::Date;
use policy::{
    Answer, Finding, Hours, ItemFacts, Kind, Outcome, Pack, PostFacts, PublicFacts, StaffCategory, TrainingYearFacts,
    YearFacts,
};

/// A chain of numbers that looks like chance (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    /// The chain that begins at this number.
    pub(crate) fn of(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1F3D_5B79)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % end.max(1)
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn maybe<T>(&mut self, chance: usize, make: impl FnOnce(&mut Chance) -> T) -> Option<T> {
        self.percent(chance).then(|| make(self))
    }

    fn hours(&mut self, most: usize) -> Hours {
        let whole = i64::try_from(self.below(most)).unwrap_or(0);
        if self.percent(10) { Hours::from_hundredths(whole * 100 + 50) } else { Hours::from_whole(whole) }
    }

    /// A day of the year.
    pub(crate) fn day(&mut self, year: i16) -> Date {
        let (month, day) = (self.below(12) + 1, self.below(28) + 1);
        Date::new(year, i8::try_from(month).unwrap_or(1), i8::try_from(day).unwrap_or(1)).unwrap_or(Date::ZERO)
    }
}

/// A year of `items` things handed in, by the pack's kinds. Post, intentions and public courses are those of everybody
/// with the same number of a situation.
pub(crate) fn year(pack: &Pack, situation: u64, seed: u64, items: usize) -> YearFacts {
    let mut chance = Chance::of(situation);
    let year = *chance.one(&[2026, 2026, 2026, 2025, 2024, 2021, 2019]);
    let mut facts = YearFacts::of(year, *chance.one(&StaffCategory::ALL));
    facts.declares_title_next_year = chance.percent(20);
    facts.confirmation_only = chance.percent(5);
    facts.approved = chance.percent(60);
    facts.declares_title_this_year = chance.maybe(60, |chance| chance.percent(50));
    facts.title_series_opens = chance.maybe(20, |chance| chance.day(year));
    facts.last_year = chance.maybe(60, |chance| *chance.one(&[Outcome::Satisfied, Outcome::NotSatisfied]));
    facts.training_year = chance.maybe(30, settled);
    facts.public = (0..chance.below(4)).map(|_| course(&mut chance, year)).collect();
    facts.posts = (0..chance.below(12).saturating_sub(9)).map(|_| post(&mut chance, year)).collect();
    let mut chance = Chance::of(seed ^ (1 << 40));
    facts.items = (0..items).map(|number| item(pack, &mut chance, number, year)).collect();
    if chance.percent(8) && items > 0 {
        let item = format!("{:03}", chance.below(items));
        facts.findings.push(Finding {
            item,
            on: chance.day(year),
            decision: "学校〔2026〕3号".to_owned(),
            learned: None,
        });
    }
    facts
}

/// What was settled for the required course, mostly otherwise than a notice says.
fn settled(chance: &mut Chance) -> TrainingYearFacts {
    let [study, exam] = *chance.one(&[[10, 5], [9, 6], [20, 10], [0, 1]]);
    let (study, exam) = (Hours::from_whole(study), Hours::from_whole(exam));
    TrainingYearFacts { study, exam, learned: None }
}

fn course(chance: &mut Chance, year: i16) -> PublicFacts {
    let names = ["公需科目必修课", "公需科目必修课", "《广西发展新机遇》", "大数据", "乡村振兴"];
    PublicFacts {
        course: (*chance.one(&names)).to_owned(),
        required: chance.percent(15),
        study: Hours::from_whole(*chance.one(&[10, 10, 10, 9, 0])),
        exam_passed: chance.percent(80),
        score: chance.maybe(50, |chance| u16::try_from(chance.below(101)).unwrap_or(0)),
        attempts: u8::try_from(chance.below(5)).unwrap_or(0),
        hours: Hours::from_whole(*chance.one(&[30, 30, 15, 20, 1])),
        without_exam: chance.percent(15),
        notice: String::new(),
        source: "区平台".to_owned(),
        happened: chance.maybe(70, |chance| chance.day(year)),
        learned: None,
    }
}

fn post(chance: &mut Chance, year: i16) -> PostFacts {
    PostFacts {
        from: chance.day(year),
        category: *chance.one(&StaffCategory::ALL),
        declares_title_next_year: chance.percent(20),
        confirmation_only: chance.percent(5),
        learned: None,
    }
}

fn item(pack: &Pack, chance: &mut Chance, number: usize, year: i16) -> ItemFacts {
    let kind = chance.one(pack.kinds());
    item_of(kind, chance, number, year)
}

/// One thing of this kind that was handed in.
pub(crate) fn item_of(kind: &Kind, chance: &mut Chance, number: usize, year: i16) -> ItemFacts {
    let is_early = chance.percent(3);
    let starts = chance.day(year - i16::from(is_early));
    let mut ends = starts;
    for _ in 0..chance.below(6) {
        ends = ends.tomorrow().unwrap_or(ends);
    }
    if chance.percent(1) {
        ends = starts.yesterday().unwrap_or(starts);
    }
    let kind_id = if chance.percent(1) { "gone".to_owned() } else { kind.id.clone() };
    // Each is another activity, also where an id is there twice.
    let title = format!("活动 {number}");
    let number = if chance.percent(1) { 0 } else { number };
    ItemFacts {
        id: format!("{number:03}"),
        kind: kind_id,
        title,
        organiser: "单位".to_owned(),
        starts,
        ends,
        answers: answers(kind, chance),
        applied: chance.maybe(70, |chance| chance.hours(40)),
        verified: chance.maybe(30, |chance| chance.hours(40)),
        accepted: chance.maybe(60, |chance| chance.percent(90)),
        evidence: Vec::new(),
        learned: None,
        decided: None,
    }
}

/// Of what is converted into hours: much, or about what one hour takes.
fn amount(chance: &mut Chance) -> usize {
    if chance.percent(40) { 1 + chance.below(120) } else { chance.below(250) * 10 }
}

fn answers(kind: &Kind, chance: &mut Chance) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for ask in &kind.asks {
        let answer = match &ask.answer {
            _ if chance.percent(4) => (*chance.one(&["", " ", "-1", "abc", "0", "99999999", "007"])).to_owned(),
            Answer::Text => format!("某刊物第 {} 期", chance.below(12)),
            Answer::Count { .. } if ["points", "minutes", "pages"].contains(&ask.id.as_str()) => {
                amount(chance).to_string()
            }
            Answer::Count { .. } => (chance.below(6) + 1).to_string(),
            Answer::Hours => chance.hours(50).to_string(),
            Answer::YesNo => if chance.percent(50) { "yes" } else { "no" }.to_owned(),
            Answer::Choice(choices) => chance.one(choices).0.clone(),
        };
        if !chance.percent(2) {
            answers.insert(ask.id.clone(), answer);
        }
    }
    answers
}
