//! Holds how two settings of one year differ, in words. Must not hold who changed them.

use super::{Aspect, TrainingYear};
use crate::{clock::chinese_date, exam::Part};

impl TrainingYear {
    /// What is otherwise here than it was, each with what it is now, in the order of the form.
    #[must_use]
    pub fn differences(&self, before: &TrainingYear) -> Vec<String> {
        let of = |year: &TrainingYear| Aspect::ALL.map(|aspect| year.told(aspect));
        let told = Aspect::ALL.into_iter().zip(of(self).into_iter().zip(of(before)));
        let changed = told.filter(|(_, (now, before))| now != before);
        let mut all: Vec<String> = changed.map(|(aspect, (now, _))| format!("{}现为{now}", aspect.label())).collect();
        if (&self.notice, &self.notices) != (&before.notice, &before.notices) {
            all.insert(0, format!("通知文号现为“{}”", self.notice));
        }
        all
    }

    /// A value in words.
    fn told(&self, aspect: Aspect) -> String {
        match aspect {
            Aspect::Theme => format!("“{}”", self.theme),
            Aspect::Hours => format!("学习 {}、考试 {}", self.study_hours, self.exam_hours),
            Aspect::Window => format!("{}至{}", chinese_date(self.opens), chinese_date(self.closes)),
            Aspect::PassMark => format!(" {} 分", self.exam.pass_mark),
            Aspect::Attempts => format!(" {} 次", self.exam.attempts),
            Aspect::Minutes => format!(" {} 分钟", self.exam.minutes),
            Aspect::Mix => {
                let part = |part: &Part| format!("{} {} 道、每道 {} 分", part.label(), part.count, part.points);
                self.exam.mix.parts.iter().map(part).collect::<Vec<_>>().join("，")
            }
            Aspect::Answers => if self.exam.shows_answers { "“公布”" } else { "“不公布”" }.to_owned(),
            Aspect::PastYears => match &self.past_years {
                Some(past) => {
                    let years: Vec<String> = past.years.iter().map(i16::to_string).collect();
                    format!(" {}，到{}为止", years.join("、"), chinese_date(past.until))
                }
                None => "“没有”".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Notices, PastYears, tests::of_2024};
    use super::*;

    #[test]
    fn each_value_that_is_otherwise_is_told_and_no_other() {
        let before = of_2024();
        assert!(before.differences(&before).is_empty());
        let mut now = TrainingYear { closes: date(2024, 12, 20), ..of_2024() };
        now.exam.minutes = 90;
        now.exam.mix.parts[0].count = 25;
        now.past_years = Some(PastYears { years: [2019, 2021].into(), until: date(2024, 12, 31) });
        now.notices = Notices::beside(&now.notice, [(Aspect::Minutes, "示例〔2024〕9号")]);
        let told = [
            "通知文号现为“示例〔2024〕1号”",
            "起止日期现为2024年4月1日至2024年12月20日",
            "考试时长现为 90 分钟",
            "试卷题型现为单选题 25 道、每道 2 分",
            "往年补修现为 2019、2021，到2024年12月31日为止",
        ];
        assert_eq!(now.differences(&before), told);
        let back = "往年补修现为“没有”".to_owned();
        assert!(before.differences(&now).contains(&back));
    }
}
