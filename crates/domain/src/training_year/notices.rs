//! Holds which notice sets which value of a training year: the year's own, unless a value names another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value of a training year that can have a notice of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The theme.
    Theme,
    /// Hours for study and examination.
    Hours,
    /// First and last day.
    Window,
    /// Points that are needed.
    PassMark,
    /// Attempts that everybody has.
    Attempts,
    /// Minutes of an attempt.
    Minutes,
    /// What a paper asks.
    Mix,
    /// Whether people see afterwards what was right.
    Answers,
    /// Which past years can be made up for, and until when.
    PastYears,
}

impl Aspect {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Theme,
        Self::Hours,
        Self::Window,
        Self::PassMark,
        Self::Attempts,
        Self::Minutes,
        Self::Mix,
        Self::Answers,
        Self::PastYears,
    ];

    /// The name in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Hours => "hours",
            Self::Window => "window",
            Self::PassMark => "pass-mark",
            Self::Attempts => "attempts",
            Self::Minutes => "minutes",
            Self::Mix => "mix",
            Self::Answers => "answers",
            Self::PastYears => "past-years",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Theme => "主题",
            Self::Hours => "学时",
            Self::Window => "起止日期",
            Self::PassMark => "合格分数",
            Self::Attempts => "考试次数",
            Self::Minutes => "考试时长",
            Self::Mix => "试卷题型",
            Self::Answers => "公布答案",
            Self::PastYears => "往年补修",
        }
    }
}

/// The values that another notice sets than the year's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Notices(BTreeMap<Aspect, String>);

impl Notices {
    /// Those of these notices that are others than the year's own; empty ones say nothing.
    pub fn beside<'a>(own: &str, named: impl IntoIterator<Item = (Aspect, &'a str)>) -> Self {
        let named = named.into_iter().map(|(aspect, notice)| (aspect, notice.trim()));
        let others = named.filter(|(_, notice)| !notice.is_empty() && *notice != own.trim());
        Self(others.map(|(aspect, notice)| (aspect, notice.to_owned())).collect())
    }

    /// The notice of a value, where it has one of its own.
    #[must_use]
    pub fn of(&self, aspect: Aspect) -> Option<&str> {
        self.0.get(&aspect).map(String::as_str)
    }

    /// Every value that has one.
    pub fn all(&self) -> impl Iterator<Item = (Aspect, &str)> {
        self.0.iter().map(|(aspect, notice)| (*aspect, notice.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_names_a_notice_only_where_it_has_another() {
        let named = [(Aspect::Theme, " 示例〔2024〕1号 "), (Aspect::Hours, " 示例〔2024〕7号 "), (Aspect::Mix, "　")];
        let notices = Notices::beside("示例〔2024〕1号", named);
        assert_eq!(notices.all().collect::<Vec<_>>(), [(Aspect::Hours, "示例〔2024〕7号")]);
        assert_eq!((notices.of(Aspect::Hours), notices.of(Aspect::Theme)), (Some("示例〔2024〕7号"), None));
        let kept = serde_json::to_string(&notices).expect("text");
        assert_eq!(kept, "{\"hours\":\"示例〔2024〕7号\"}");
        assert_eq!(serde_json::from_str::<Notices>(&kept).expect("read"), notices);
    }
}
