//! Holds how a paper is drawn from a bank and marked. Must not know whose paper it is.

use serde::{Deserialize, Serialize};

use crate::{
    ids::QuestionId,
    question::{Choice, Form, OPTIONS_MAX},
};

/// What a paper asks: so many questions of each form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mix {
    /// The parts in the order in which they are asked.
    pub parts: Vec<Part>,
}

/// Questions of one form in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which form.
    pub form: Form,
    /// How many.
    pub count: u16,
    /// Points for each.
    pub points: u16,
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
        if points == FULL_MARKS { Ok(()) } else { Err(MixProblem::Points(points)) }
    }

    /// Draws a paper. `chance` answers a number below the one that it is given, each equally likely.
    ///
    /// # Errors
    /// [`TooFewQuestions`] when the bank cannot fill a part.
    pub fn draw(&self, bank: &[Drawn], chance: &mut impl FnMut(usize) -> usize) -> Result<Paper, TooFewQuestions> {
        let mut asked = Vec::new();
        let mut left: Vec<Drawn> = bank.to_vec();
        for part in &self.parts {
            let of_form = left.iter().filter(|question| question.form == part.form).count();
            if of_form < usize::from(part.count) {
                return Err(TooFewQuestions { form: part.form, asked: part.count, there: of_form });
            }
            for _ in 0..part.count {
                let places: Vec<usize> = (0..left.len()).filter(|&place| left[place].form == part.form).collect();
                let question = left.swap_remove(places[chance(places.len())]);
                let order = order_of_options(&question, chance);
                asked.push(Asked { question: question.id, version: question.version, points: part.points, order });
            }
        }
        Ok(Paper { asked })
    }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Which.
    pub id: QuestionId,
    /// Its newest version.
    pub version: i64,
    /// How it is answered.
    pub form: Form,
    /// How many options it offers.
    pub options: u8,
}

/// The bank cannot fill a part of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("题库里的{}只有 {there} 道，一份试卷要 {asked} 道", form.label())]
pub struct TooFewQuestions {
    form: Form,
    asked: u16,
    there: usize,
}

/// The questions of one person's paper; never changed once drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// In the order in which they are asked.
    pub asked: Vec<Asked>,
}

/// One question of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Which question.
    pub question: QuestionId,
    /// In which version.
    pub version: i64,
    /// Points for the right answer.
    pub points: u16,
    /// Which option of the bank stands at each place of the paper.
    pub order: Vec<u8>,
}

impl Asked {
    /// The options of the bank behind the places that somebody chose on their paper.
    #[must_use]
    pub fn in_bank(&self, chosen: Choice) -> Choice {
        Choice::of(chosen.places().filter_map(|place| self.order.get(place)).map(|&place| usize::from(place)))
    }

    /// The places on this paper of options of the bank.
    #[must_use]
    pub fn on_paper(&self, in_bank: Choice) -> Choice {
        Choice::of((0..self.order.len()).filter(|&place| in_bank.has(usize::from(self.order[place]))))
    }
}

/// What a paper came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Points, of 100.
    pub points: u16,
    /// Questions answered rightly.
    pub right: u16,
}

impl Paper {
    /// Marks the paper: `right` and `chosen` answer, for a place of the paper, the right options of the bank and what was
    /// chosen on the paper; `None` where nothing was answered.
    pub fn mark(&self, right: impl Fn(usize) -> Choice, chosen: impl Fn(usize) -> Option<Choice>) -> Score {
        let mut score = Score { points: 0, right: 0 };
        for (place, asked) in self.asked.iter().enumerate() {
            if chosen(place).is_some_and(|chosen| asked.in_bank(chosen) == right(place)) {
                score.points += asked.points;
                score.right += 1;
            }
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn bank(single: u8, multiple: u8, true_false: u8) -> Vec<Drawn> {
        let forms = [(Form::Single, single, 4), (Form::Multiple, multiple, 5), (Form::TrueFalse, true_false, 2)];
        let all = forms.into_iter().flat_map(|(form, count, options)| (0..count).map(move |_| (form, options)));
        all.zip(1..)
            .map(|((form, options), number)| Drawn {
                id: QuestionId::from_uuid(Uuid::from_u128(number)),
                version: 1,
                form,
                options,
            })
            .collect()
    }

    fn mix(single: u16, multiple: u16, true_false: u16) -> Mix {
        let part = |form, count, points| Part { form, count, points };
        Mix {
            parts: vec![
                part(Form::Single, single, 2),
                part(Form::Multiple, multiple, 4),
                part(Form::TrueFalse, true_false, 1),
            ],
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
                for bits in 0..1_u8 << question.options {
                    prop_assert_eq!(asked.in_bank(asked.on_paper(Choice::from_bits(bits))), Choice::from_bits(bits));
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
        let refused = mix(20, 10, 20).draw(&bank(20, 9, 20), &mut |_| 0).expect_err("nine are too few");
        assert_eq!(refused.to_string(), "题库里的多选题只有 9 道，一份试卷要 10 道");
    }

    #[test]
    fn marks_are_given_for_the_options_of_the_bank_wherever_they_stand() {
        let ask = |points, order: &[u8]| Asked {
            question: QuestionId::from_uuid(Uuid::nil()),
            version: 1,
            points,
            order: order.to_vec(),
        };
        let paper = Paper { asked: vec![ask(60, &[2, 0, 1]), ask(40, &[0, 1])] };
        let right = |place| if place == 0 { Choice::of([0]) } else { Choice::of([1]) };
        let score = paper.mark(right, |place| (place == 0).then(|| Choice::of([1])));
        assert_eq!(score, Score { points: 60, right: 1 });
        assert_eq!(paper.mark(right, |_| Some(Choice::of([0]))), Score { points: 0, right: 0 });
        assert_eq!(paper.mark(right, |_| Some(Choice::of([1]))), Score { points: 100, right: 2 });
    }
}
