//! Holds what a paper asks and how it is marked. Must not know whose paper it is.

use serde::{Deserialize, Serialize};

use crate::{ids::QuestionId, question::Choice};

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
    /// chosen on the paper; `None` where nothing was answered. They are compared on the paper, as its person sees them: an
    /// option that the paper does not have makes an answer wrong.
    pub fn mark(&self, right: impl Fn(usize) -> Choice, chosen: impl Fn(usize) -> Option<Choice>) -> Score {
        let mut score = Score { points: 0, right: 0 };
        for (place, asked) in self.asked.iter().enumerate() {
            if chosen(place).is_some_and(|chosen| chosen == asked.on_paper(right(place))) {
                score.points += asked.points;
                score.right += 1;
            }
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

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
        assert_eq!(
            paper.mark(right, |_| Some(Choice::of([1, 7]))),
            Score { points: 0, right: 0 },
            "there is no such option"
        );
    }
}
