//! Holds the questions of an examination: what a right one looks like, and whether an answer is right. Must not know
//! who is asked.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The most options that one question offers, A to H.
pub const OPTIONS_MAX: usize = 8;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// One option is right.
    Single,
    /// Two options or more are right, and exactly they must be chosen.
    Multiple,
    /// Right or wrong.
    TrueFalse,
}

impl Form {
    /// All forms, in the order in which a paper asks them.
    pub const ALL: [Self; 3] = [Self::Single, Self::Multiple, Self::TrueFalse];

    /// The name under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::TrueFalse => "true-false",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Single => "单选题",
            Self::Multiple => "多选题",
            Self::TrueFalse => "判断题",
        }
    }
}

/// A text that names no form of question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的题型")]
pub struct UnknownForm(pub String);

impl FromStr for Form {
    type Err = UnknownForm;

    fn from_str(text: &str) -> Result<Self, UnknownForm> {
        Self::ALL.into_iter().find(|form| form.as_str() == text).ok_or_else(|| UnknownForm(text.to_owned()))
    }
}

/// Some options of one question: which are right, or which somebody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Choice(u8);

impl Choice {
    /// The options at these places, from 0; places that no question has are left out.
    pub fn of(places: impl IntoIterator<Item = usize>) -> Self {
        Self(places.into_iter().filter(|&place| place < OPTIONS_MAX).fold(0, |chosen, place| chosen | 1 << place))
    }

    /// As it was stored.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// As it is stored: one bit an option, the lowest for the first.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The places of the options, from 0, ascending.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..OPTIONS_MAX).filter(move |&place| self.has(place))
    }

    /// Whether the option at this place is among them.
    #[must_use]
    pub fn has(self, place: usize) -> bool {
        place < OPTIONS_MAX && self.0 & (1 << place) != 0
    }

    /// How many.
    #[must_use]
    pub fn count(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl fmt::Display for Choice {
    /// The letters of the options: `ACD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.places().try_for_each(|place| write!(f, "{}", letter(place)))
    }
}

/// The letter of the option at a place from 0.
#[must_use]
pub fn letter(place: usize) -> char {
    char::from(b'A' + u8::try_from(place).unwrap_or(0).min(25))
}

/// One version of one question; never changed, only followed by the next version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// How it is answered.
    pub form: Form,
    /// What is asked.
    pub stem: String,
    /// What can be chosen, in the order of the bank; 正确 and 错误 for [`Form::TrueFalse`].
    pub options: Vec<String>,
    /// Which of them are right.
    pub right: Choice,
    /// Why, for after the examination; may be empty.
    pub explanation: String,
    /// Chapter of the course; may be empty.
    pub chapter: String,
    /// From 1, easy, to 5, hard.
    pub difficulty: u8,
}

/// What is wrong with a question, each with the place that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionProblem {
    /// Nothing is asked.
    #[error("题干是空的")]
    NoStem,
    /// Fewer than two or more than [`OPTIONS_MAX`] options, or empty ones between others.
    #[error("选项要有 2 至 8 个，中间不能空")]
    Options,
    /// Two options read the same.
    #[error("有两个选项相同")]
    SameOptions,
    /// A right option that is not offered, or none at all.
    #[error("答案不在选项里")]
    NoSuchAnswer,
    /// More than one right answer where one is asked for.
    #[error("单选题只能有一个答案；有几个答案的，题型请写“多选题”")]
    SeveralAnswers,
    /// Only one right answer where several are asked for.
    #[error("多选题至少要有两个答案；只有一个的，题型请写“单选题”")]
    OneAnswer,
    /// Other options than right and wrong.
    #[error("判断题的选项只能是“正确”和“错误”，可以不填")]
    NotTrueFalse,
    /// Not from 1 to 5.
    #[error("难度是 1 至 5 的整数")]
    Difficulty,
}

/// What the two options of [`Form::TrueFalse`] read.
pub const TRUE_FALSE: [&str; 2] = ["正确", "错误"];

impl Question {
    /// Looks whether the question can be asked and answered.
    ///
    /// # Errors
    /// The first [`QuestionProblem`].
    pub fn check(&self) -> Result<(), QuestionProblem> {
        if self.stem.trim().is_empty() {
            return Err(QuestionProblem::NoStem);
        }
        let empty = self.options.iter().any(|option| option.trim().is_empty());
        if empty || !(2..=OPTIONS_MAX).contains(&self.options.len()) {
            return Err(QuestionProblem::Options);
        }
        if self.form == Form::TrueFalse && self.options != TRUE_FALSE {
            return Err(QuestionProblem::NotTrueFalse);
        }
        let same = |(place, option): (usize, &String)| self.options[..place].contains(option);
        if self.options.iter().enumerate().any(same) {
            return Err(QuestionProblem::SameOptions);
        }
        if self.right.count() == 0 || self.right.places().any(|place| place >= self.options.len()) {
            return Err(QuestionProblem::NoSuchAnswer);
        }
        match (self.form, self.right.count()) {
            (Form::Multiple, 1) => return Err(QuestionProblem::OneAnswer),
            (Form::Single | Form::TrueFalse, 2..) => return Err(QuestionProblem::SeveralAnswers),
            _ => {}
        }
        if (1..=5).contains(&self.difficulty) { Ok(()) } else { Err(QuestionProblem::Difficulty) }
    }

    /// Whether exactly the right options were chosen.
    #[must_use]
    pub fn is_right(&self, chosen: Choice) -> bool {
        chosen == self.right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(form: Form, options: &[&str], right: &[usize]) -> Question {
        Question {
            form,
            stem: "下列说法正确的是".to_owned(),
            options: options.iter().map(|&option| option.to_owned()).collect(),
            right: Choice::of(right.iter().copied()),
            explanation: String::new(),
            chapter: String::new(),
            difficulty: 1,
        }
    }

    #[test]
    fn a_bank_takes_only_what_can_be_answered() {
        let good = question(Form::Single, &["甲", "乙"], &[1]);
        assert_eq!(good.check(), Ok(()));
        assert_eq!(question(Form::Multiple, &["甲", "乙", "丙"], &[0, 2]).check(), Ok(()));
        assert_eq!(question(Form::TrueFalse, &TRUE_FALSE, &[1]).check(), Ok(()));
        let bad = [
            (Question { stem: "　 ".to_owned(), ..good.clone() }, QuestionProblem::NoStem),
            (question(Form::Single, &["甲"], &[0]), QuestionProblem::Options),
            (question(Form::Single, &["甲", ""], &[0]), QuestionProblem::Options),
            (question(Form::Single, &["1"; 9], &[0]), QuestionProblem::Options),
            (question(Form::Single, &["甲", "甲"], &[0]), QuestionProblem::SameOptions),
            (question(Form::Single, &["甲", "乙"], &[]), QuestionProblem::NoSuchAnswer),
            (question(Form::Single, &["甲", "乙"], &[2]), QuestionProblem::NoSuchAnswer),
            (question(Form::Single, &["甲", "乙"], &[0, 1]), QuestionProblem::SeveralAnswers),
            (question(Form::TrueFalse, &TRUE_FALSE, &[0, 1]), QuestionProblem::SeveralAnswers),
            (question(Form::Multiple, &["甲", "乙"], &[0]), QuestionProblem::OneAnswer),
            (question(Form::TrueFalse, &["对", "错"], &[0]), QuestionProblem::NotTrueFalse),
            (Question { difficulty: 0, ..good.clone() }, QuestionProblem::Difficulty),
            (Question { difficulty: 6, ..good.clone() }, QuestionProblem::Difficulty),
        ];
        for (question, problem) in bad {
            assert_eq!(question.check(), Err(problem), "{question:?}");
        }
    }

    #[test]
    fn only_exactly_the_right_options_are_right() {
        let several = question(Form::Multiple, &["甲", "乙", "丙"], &[0, 2]);
        assert!(several.is_right(Choice::of([2, 0])));
        for wrong in [vec![], vec![0], vec![0, 1, 2], vec![1]] {
            assert!(!several.is_right(Choice::of(wrong)));
        }
        assert_eq!(Choice::of([2, 0, 99]).to_string(), "AC");
        assert_eq!(Choice::from_bits(5), Choice::of([0, 2]));
    }
}
