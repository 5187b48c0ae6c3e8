//! Holds how a paper is drawn from a bank: so many questions of each form, of a chapter or a difficulty where a part says so.
//! Parts may want the same questions; a paper is drawn whenever there is one. Must not know whose paper it is.

use serde::{Deserialize, Serialize};

use super::{Asked, Paper};
use crate::{
    ids::QuestionId,
    question::{Form, OPTIONS_MAX},
};

/// What a paper asks: so many questions of each sort.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mix {
    /// The parts in the order in which they are asked.
    pub parts: Vec<Part>,
}

/// Questions of one sort in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which form.
    pub form: Form,
    /// How many.
    pub count: u16,
    /// Points for each.
    pub points: u16,
    /// Of which chapter; of any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// Of which difficulty; of any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<u8>,
}

impl Part {
    /// Questions of a form, of any chapter and difficulty.
    #[must_use]
    pub fn of(form: Form, count: u16, points: u16) -> Self {
        Self { form, count, points, chapter: None, difficulty: None }
    }

    /// Whether it is about a form alone.
    #[must_use]
    pub fn is_of_form_alone(&self) -> bool {
        self.chapter.is_none() && self.difficulty.is_none()
    }

    /// What people read: `单选题（第一章，难度 3）`.
    #[must_use]
    pub fn label(&self) -> String {
        let difficulty = self.difficulty.map(|difficulty| format!("难度 {difficulty}"));
        let narrower: Vec<String> = self.chapter.iter().cloned().chain(difficulty).collect();
        let form = self.form.label();
        if narrower.is_empty() { form.to_owned() } else { format!("{form}（{}）", narrower.join("，")) }
    }

    fn takes(&self, question: &Drawn) -> bool {
        self.form == question.form
            && self.chapter.as_ref().is_none_or(|chapter| *chapter == question.chapter)
            && self.difficulty.is_none_or(|difficulty| difficulty == question.difficulty)
    }
}

/// What is wrong with a mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MixProblem {
    /// Nothing is asked, or more than anybody can answer.
    #[error("一份试卷要有 1 至 200 道题")]
    Questions,
    /// The points are not 100 in all, in which scores are told.
    #[error("各部分的分值合计应为 100 分，现在是 {0} 分")]
    Points(u32),
    /// A difficulty that no question has.
    #[error("各部分的难度是 1 至 5 的整数")]
    Difficulty,
}

/// Points of a whole paper.
pub const FULL_MARKS: u32 = 100;
/// The most questions of one paper.
const QUESTIONS_MAX: u32 = 200;

impl Mix {
    /// Looks whether the mix makes a paper of 100 points.
    ///
    /// # Errors
    /// The first [`MixProblem`].
    pub fn check(&self) -> Result<(), MixProblem> {
        let questions: u32 = self.parts.iter().map(|part| u32::from(part.count)).sum();
        if !(1..=QUESTIONS_MAX).contains(&questions) {
            return Err(MixProblem::Questions);
        }
        let points: u32 = self.parts.iter().map(|part| u32::from(part.count) * u32::from(part.points)).sum();
        if points != FULL_MARKS {
            return Err(MixProblem::Points(points));
        }
        let has_difficulty = |part: &Part| part.difficulty.is_none_or(|difficulty| (1..=5).contains(&difficulty));
        if self.parts.iter().all(has_difficulty) { Ok(()) } else { Err(MixProblem::Difficulty) }
    }

    /// What the bank has for each part, in their order.
    #[must_use]
    pub fn supply(&self, bank: &[Drawn]) -> Vec<Supply> {
        let mut seating = Seating::new(self, bank);
        seating.fill(&mut |_| 0);
        seating.supply()
    }

    /// Draws a paper. `chance` answers a number below the one that it is given, each equally likely.
    ///
    /// # Errors
    /// [`TooFewQuestions`] when the bank cannot fill a part.
    pub fn draw(&self, bank: &[Drawn], chance: &mut impl FnMut(usize) -> usize) -> Result<Paper, TooFewQuestions> {
        let mut seating = Seating::new(self, bank);
        seating.fill(chance);
        if let Some((part, supply)) = self.parts.iter().zip(seating.supply()).find(|(_, supply)| supply.missing > 0) {
            return Err(TooFewQuestions { part: part.label(), asked: part.count, supply });
        }
        let seated = seating.seats.iter().filter_map(|seat| Some((seat.part, &bank[seat.question?])));
        let asked = seated.map(|(part, question)| Asked {
            question: question.id,
            version: question.version,
            points: self.parts[part].points,
            order: order_of_options(question, chance),
        });
        Ok(Paper { asked: asked.collect() })
    }
}

/// One place of a paper.
struct Seat {
    part: usize,
    question: Option<usize>,
}

/// Who sits where: each place of the paper takes one question of its part, and no question has two places.
struct Seating<'a> {
    mix: &'a Mix,
    bank: &'a [Drawn],
    seats: Vec<Seat>,
    /// The place of each question of the bank.
    place: Vec<Option<usize>>,
}

impl<'a> Seating<'a> {
    fn new(mix: &'a Mix, bank: &'a [Drawn]) -> Self {
        let of_part = |(part, count): (usize, u16)| (0..count).map(move |_| Seat { part, question: None });
        let counts = mix.parts.iter().map(|part| part.count).enumerate();
        Self { mix, bank, seats: counts.flat_map(of_part).collect(), place: vec![None; bank.len()] }
    }

    /// Gives each place a question by chance. Where all that fit are taken, one of them is given up by a place that finds
    /// another.
    fn fill(&mut self, chance: &mut impl FnMut(usize) -> usize) {
        for seat in 0..self.seats.len() {
            let part = &self.mix.parts[self.seats[seat].part];
            let is_free = |question: &usize| self.place[*question].is_none() && part.takes(&self.bank[*question]);
            let free: Vec<usize> = (0..self.bank.len()).filter(is_free).collect();
            if free.is_empty() {
                let first = chance(self.bank.len().max(1));
                self.make_room(seat, first, &mut vec![false; self.bank.len()]);
            } else {
                self.seat(seat, free[chance(free.len())]);
            }
        }
    }

    fn seat(&mut self, seat: usize, question: usize) {
        self.seats[seat].question = Some(question);
        self.place[question] = Some(seat);
    }

    /// Looks for a question that fits, from `first` on around the bank, and for another one for whichever place it has.
    fn make_room(&mut self, seat: usize, first: usize, seen: &mut [bool]) -> bool {
        for step in 0..self.bank.len() {
            let question = (first + step) % self.bank.len();
            if seen[question] || !self.mix.parts[self.seats[seat].part].takes(&self.bank[question]) {
                continue;
            }
            seen[question] = true;
            if self.place[question].is_none_or(|other| self.make_room(other, first, seen)) {
                self.seat(seat, question);
                return true;
            }
        }
        false
    }

    fn supply(&self) -> Vec<Supply> {
        let of_part = |(number, part): (usize, &Part)| Supply {
            there: self.bank.iter().filter(|question| part.takes(question)).count(),
            missing: self.seats.iter().filter(|seat| seat.part == number && seat.question.is_none()).count(),
        };
        self.mix.parts.iter().enumerate().map(of_part).collect()
    }
}

/// What a bank has for one part of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// Questions that fit.
    pub there: usize,
    /// Places that stay empty, because too few fit or other parts need them.
    pub missing: usize,
}

/// Right and wrong stay where everybody looks for them; all other options are shuffled.
fn order_of_options(question: &Drawn, chance: &mut impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut order: Vec<u8> = (0..question.options.min(OPTIONS_MAX as u8)).collect();
    if question.form != Form::TrueFalse {
        for place in (1..order.len()).rev() {
            order.swap(place, chance(place + 1));
        }
    }
    order
}

/// What drawing needs to know of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Which.
    pub id: QuestionId,
    /// Its newest version.
    pub version: i64,
    /// How it is answered.
    pub form: Form,
    /// How many options it offers.
    pub options: u8,
    /// Chapter of the course; may be empty.
    pub chapter: String,
    /// From 1, easy, to 5, hard.
    pub difficulty: u8,
}

/// The bank cannot fill a part of the paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct TooFewQuestions {
    part: String,
    asked: u16,
    supply: Supply,
}

impl TooFewQuestions {
    fn sentence(&self) -> String {
        let Self { part, asked, supply: Supply { there, missing } } = self;
        if *there < usize::from(*asked) {
            return format!("题库里的{part}只有 {there} 道，一份试卷要 {asked} 道");
        }
        format!("题库里的{part}有 {there} 道，可是别的部分也要用，还差 {missing} 道")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::question::Choice;

    const CHAPTERS: [&str; 3] = ["", "第一章", "第二章"];

    fn drawn(number: u128, form: Form, options: u8, chapter: &str, difficulty: u8) -> Drawn {
        let id = QuestionId::from_uuid(Uuid::from_u128(number));
        Drawn { id, version: 1, form, options, chapter: chapter.to_owned(), difficulty }
    }

    fn bank(single: u8, multiple: u8, true_false: u8) -> Vec<Drawn> {
        let forms = [(Form::Single, single, 4), (Form::Multiple, multiple, 5), (Form::TrueFalse, true_false, 2)];
        let all = forms.into_iter().flat_map(|(form, count, options)| (0..count).map(move |_| (form, options)));
        all.zip(1..).map(|((form, options), number)| drawn(number, form, options, "", 1)).collect()
    }

    fn mix(single: u16, multiple: u16, true_false: u16) -> Mix {
        let parts = [(Form::Single, single, 2), (Form::Multiple, multiple, 4), (Form::TrueFalse, true_false, 1)];
        Mix { parts: parts.map(|(form, count, points)| Part::of(form, count, points)).to_vec() }
    }

    /// Parts can be filled when no set of them wants more than there is for all of it (Hall's theorem).
    fn can_be_filled(mix: &Mix, bank: &[Drawn]) -> bool {
        (0..1_u32 << mix.parts.len()).all(|set| {
            let chosen =
                || (0..mix.parts.len()).filter(move |part| set & (1 << part) != 0).map(|part| &mix.parts[part]);
            let wanted: usize = chosen().map(|part| usize::from(part.count)).sum();
            let there = bank.iter().filter(|question| chosen().any(|part| part.takes(question))).count();
            wanted <= there
        })
    }

    prop_compose! {
        fn question()(chapter in 0..3_usize, difficulty in 1..4_u8, form in 0..2_usize) -> (Form, &'static str, u8) {
            (Form::ALL[form], CHAPTERS[chapter], difficulty)
        }
    }

    prop_compose! {
        fn part()(
            form in 0..2_usize,
            count in 0..4_u16,
            chapter in proptest::option::of(1..3_usize),
            difficulty in proptest::option::of(1..4_u8),
        ) -> Part {
            let chapter = chapter.map(|chapter| CHAPTERS[chapter].to_owned());
            Part { form: Form::ALL[form], count, points: 1, chapter, difficulty }
        }
    }

    proptest! {
        #[test]
        fn a_paper_asks_what_the_mix_says_and_nothing_twice(numbers in prop::collection::vec(any::<usize>(), 1..60)) {
            let mut at = 0;
            let mut chance = |below: usize| {
                at += 1;
                numbers[at % numbers.len()] % below
            };
            let bank = bank(20, 10, 10);
            let paper = mix(10, 5, 10).draw(&bank, &mut chance).expect("enough questions");
            let ids: BTreeSet<_> = paper.asked.iter().map(|asked| asked.question).collect();
            prop_assert_eq!(ids.len(), 25);
            for (place, asked) in paper.asked.iter().enumerate() {
                let question = bank.iter().find(|question| question.id == asked.question).expect("of the bank");
                let form = if place < 10 { Form::Single } else if place < 15 { Form::Multiple } else { Form::TrueFalse };
                prop_assert_eq!(question.form, form);
                let options: BTreeSet<_> = asked.order.iter().copied().collect();
                prop_assert_eq!(options, (0..question.options).collect::<BTreeSet<_>>());
                let choices = (0..1_u8 << question.options).map(Choice::from_bits);
                let shown: BTreeSet<_> = choices.map(|choice| asked.on_paper(choice)).collect();
                prop_assert_eq!(shown.len(), 1 << question.options, "no two choices look alike");
            }
        }

        #[test]
        fn parts_that_want_the_same_questions_are_filled_whenever_they_can_be(
            questions in prop::collection::vec(question(), 0..12),
            parts in prop::collection::vec(part(), 1..5),
            numbers in prop::collection::vec(any::<usize>(), 1..30),
        ) {
            let questions = questions.into_iter().zip(1..);
            let bank: Vec<Drawn> =
                questions.map(|((form, chapter, difficulty), id)| drawn(id, form, 4, chapter, difficulty)).collect();
            let mix = Mix { parts };
            let mut at = 0;
            let paper = mix.draw(&bank, &mut |below| {
                at += 1;
                numbers[at % numbers.len()] % below
            });
            let is_short = mix.supply(&bank).iter().any(|supply| supply.missing > 0);
            prop_assert_eq!((paper.is_ok(), is_short), (can_be_filled(&mix, &bank), !can_be_filled(&mix, &bank)));
            if let Ok(paper) = paper {
                let ids: BTreeSet<_> = paper.asked.iter().map(|asked| asked.question).collect();
                prop_assert_eq!(ids.len(), paper.asked.len(), "nothing twice");
                let places = mix.parts.iter().flat_map(|part| (0..part.count).map(move |_| part));
                prop_assert_eq!(places.clone().count(), paper.asked.len());
                for (part, asked) in places.zip(&paper.asked) {
                    let question = bank.iter().find(|question| question.id == asked.question).expect("of the bank");
                    prop_assert!(part.takes(question), "{:?} {:?}", part, question);
                }
            }
        }
    }

    #[test]
    fn a_mix_makes_a_hundred_points_and_needs_its_questions() {
        assert_eq!(mix(20, 10, 20).check(), Ok(()));
        assert_eq!(mix(20, 10, 19).check(), Err(MixProblem::Points(99)));
        assert_eq!(mix(0, 0, 0).check(), Err(MixProblem::Questions));
        assert_eq!(mix(0, 0, 201).check(), Err(MixProblem::Questions));
        let hard = Mix { parts: vec![Part { difficulty: Some(6), ..Part::of(Form::Single, 50, 2) }] };
        assert_eq!(hard.check(), Err(MixProblem::Difficulty));
        let refused = mix(20, 10, 20).draw(&bank(20, 9, 20), &mut |_| 0).expect_err("nine are too few");
        assert_eq!(refused.to_string(), "题库里的多选题只有 9 道，一份试卷要 10 道");
    }

    #[test]
    fn what_a_part_lacks_is_told_by_part() {
        let bank: Vec<Drawn> =
            (1..=4).map(|id| drawn(id, Form::Single, 4, CHAPTERS[1 + usize::from(id > 3)], 3)).collect();
        let narrow =
            Part { chapter: Some("第一章".to_owned()), difficulty: Some(3), ..Part::of(Form::Single, 3, 2) };
        let supply = |parts: Vec<Part>| Mix { parts }.supply(&bank);
        let any = |count| Part::of(Form::Single, count, 2);
        assert_eq!(
            supply(vec![any(1), narrow.clone()]),
            [Supply { there: 4, missing: 0 }, Supply { there: 3, missing: 0 }]
        );
        assert_eq!(supply(vec![narrow.clone(), any(2)])[1], Supply { there: 4, missing: 1 });
        let refused = Mix { parts: vec![narrow.clone(), any(2)] }.draw(&bank, &mut |_| 0).expect_err("one is missing");
        assert_eq!(refused.to_string(), "题库里的单选题有 4 道，可是别的部分也要用，还差 1 道");
        let more = Mix { parts: vec![Part { count: 5, ..narrow }] };
        let refused = more.draw(&bank, &mut |_| 0).expect_err("two are missing");
        assert_eq!(refused.to_string(), "题库里的单选题（第一章，难度 3）只有 3 道，一份试卷要 5 道");
    }
}
