//! Whether the pack that judges is in force by its own days. Must not choose another one.

use domain::clock::chinese_date;
use jiff::civil::Date;
use policy::Pack;

use crate::App;

/// A pack that judges on a day outside its own time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfTime {
    /// What is the matter, as a sentence.
    pub what: String,
    /// What holds meanwhile, and what to do next: whole sentences.
    pub next: String,
}

/// Whether the pack by which this year is judged begins later than `today`, or ended before it.
#[must_use]
pub fn out_of_time(app: &App, today: Date) -> Option<OutOfTime> {
    let succeeded = app.packs.for_year(today.year()).ok();
    told(succeeded.as_deref().unwrap_or(app.pack()), today)
}

fn told(pack: &Pack, today: Date) -> Option<OutOfTime> {
    let days = if today < pack.from() {
        format!("从{}起才执行，今天还没有到", chinese_date(pack.from()))
    } else {
        let until = pack.until().filter(|until| *until < today)?;
        format!("只执行到{}，已经过了", chinese_date(until))
    };
    Some(OutOfTime {
        what: format!("启用的学时标准《{}》（{}）{days}。", pack.title(), pack.name()),
        next: "登记、审验和核算照常进行，仍按它计算，说明里注明“参照适用”；已经审批的不变。\
               请人事处核对主管部门有没有别的规定；有的，请系统管理员用 xueshi serve --pack 换用那一个标准。"
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use policy::Library;

    use super::told;

    #[test]
    fn both_ends_of_a_packs_time_are_within_it() {
        let rules = "# 试行办法\n\n```toml\n[pack]\nfrom = \"2025-01-01\"\nuntil = \"2027-12-31\"\n```\n\n## 第一条 解释\n\n\
                     ```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n";
        let pack = Library::from_files([("trial/rules.md", rules)]).load("trial").expect("it loads");
        let on = |day| told(&pack, day).map(|it| it.what);
        assert_eq!((on(date(2025, 1, 1)), on(date(2027, 12, 31))), (None, None));
        let early = "启用的学时标准《试行办法》（trial）从2025年1月1日起才执行，今天还没有到。";
        assert_eq!(on(date(2024, 12, 31)).as_deref(), Some(early));
        let late = "启用的学时标准《试行办法》（trial）只执行到2027年12月31日，已经过了。";
        assert_eq!(on(date(2028, 1, 1)).as_deref(), Some(late));
    }
}
