//! A kind of activity told in words. Must not judge anybody's year.

use crate::clauses::{Clause, Section, amount, reading_of};
use crate::kinds::generated_hint;
use crate::{Answer, EvidenceNeed, Hours, HoursRule, Kind, Pack, Rounding, Status};

/// What the form says about where the hours come from.
const HINT: &str = "学时算法";

/// The clause of one kind.
pub(crate) fn kind(pack: &Pack, kind: &Kind) -> Clause {
    let rules = &pack.content.rules;
    let group = rules.kinds.get(&kind.id).and_then(|rule| rules.groups.get(rule.group?));
    let mut line = Clause::new(Section::Kind, &kind.id, &kind.article, format!("种类“{}”", kind.name))
        .with("类别", &kind.category_name)
        .with("限额", group.map_or("无", |group| group.name.as_str()));
    // A hint that nobody wrote tells no more than the conversion does.
    let hint = kind.hint.clone();
    line = if hint == generated_hint(kind) { line.repeating(HINT, hint) } else { line.with(HINT, hint) };
    line = line.with("折算", conversion(kind));
    if let Some(reading) = reading_of(pack, rules.kinds.get(&kind.id).and_then(|rule| rule.reading.as_ref())) {
        line = line.with("解释性规定", reading.question.clone()).beside("解释性规定的编号", reading.id.clone());
    }
    line = sources(pack, kind, line);
    for ask in &kind.asks {
        line = line
            .with(&format!("填写项“{}”", ask.name), answer(&ask.answer, ask.required))
            .beside(&format!("填写项“{}”的代号", ask.name), ids(&ask.id, &ask.answer));
    }
    for need in &kind.evidence {
        let when = need.when.as_ref().and_then(|when| kind.asks.iter().find(|ask| ask.id == *when));
        let when = when.map_or_else(|| "都要交".to_owned(), |ask| format!("“{}”为是时要交", ask.name));
        line = line
            .with(&format!("材料“{}”", need.name), when)
            .beside(&format!("材料“{}”的代号", need.name), evidence_id(need));
    }
    if let HoursRule::Table { by, rows, .. } = &kind.hours {
        let mut rows: Vec<_> = rows.iter().collect();
        // Ten months come after nine, which they do not as text.
        rows.sort_by_key(|(key, _)| key.iter().map(|part| (part.parse::<u32>().ok(), part)).collect::<Vec<_>>());
        for (key, row) in rows {
            let case = case(kind, by, key);
            line = line
                .with(&format!("标准表“{case}”"), amount(row.hours))
                .beside(&format!("标准表“{case}”的出处"), format!("{}（{}）", row.source, status(row.status)));
        }
    }
    line
}

/// What stands behind a kind's numbers, and who has to be named with it.
fn sources(pack: &Pack, kind: &Kind, clause: Clause) -> Clause {
    let rules = &pack.content.rules;
    let category = pack.categories().iter().find(|category| category.id == kind.category);
    let mut clause = clause
        .beside("举办单位", if kind.asks_organiser { "要填写" } else { "不用填写" })
        .beside("类别的代号", kind.category.clone())
        .beside("类别的条文", category.map_or("", |category| category.article.as_str()))
        .beside("示例标准", if kind.sample { "是" } else { "不是" });
    let Some(rule) = rules.kinds.get(&kind.id) else { return clause };
    clause = clause.beside("学时的条文", rule.cited.clone());
    if let Some(sure) = rule.rate {
        clause = clause.beside("折算标准的性质", status(sure));
    }
    if let Some(limit) = &rule.day_limit {
        let reading = reading_of(pack, limit.reading.as_ref()).map_or("", |reading| reading.id.as_str());
        clause = clause.beside("每天限度的条文", limit.article.clone()).beside("每天限度的解释性规定", reading);
    }
    clause
}

/// How sure a number is, as people read it.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Official => "正式印发",
        Status::Interpretation => "解释",
        Status::Sample => "示例",
    }
}

/// Under which names an answer is kept.
fn ids(ask: &str, answer: &Answer) -> String {
    let Answer::Choice(choices) = answer else { return ask.to_owned() };
    let choices: Vec<&str> = choices.iter().map(|(id, _)| id.as_str()).collect();
    format!("{ask}：{}", choices.join("、"))
}

/// Under which name evidence is kept, and the article that asks for it.
fn evidence_id(need: &EvidenceNeed) -> String {
    format!(
        "{}{}（{}）",
        need.id,
        need.when.as_ref().map_or_else(String::new, |when| format!("，{when}")),
        need.article
    )
}

/// What the machine carries out, which need not be all that the hint for people says.
fn conversion(kind: &Kind) -> String {
    let name =
        |id: &String| kind.asks.iter().find(|ask| ask.id == *id).map_or_else(|| id.clone(), |ask| ask.name.clone());
    match &kind.hours {
        HoursRule::Conversion { from, per, give, round, at_most } => {
            let round = match round {
                Rounding::Down => "不足的部分不计",
                Rounding::Exact => "按比例折算",
                Rounding::Nearest => "不足的部分四舍五入",
                Rounding::Carried => "零头全年合起来算",
            };
            let most = at_most.map_or_else(String::new, |most| format!("，每项最多 {}", amount(most)));
            format!("“{}”每 {per} 认定 {}，{round}{most}", name(from), amount(*give))
        }
        HoursRule::Table { by, .. } => {
            let by: Vec<String> = by.iter().map(name).collect();
            format!("按{}查标准表", by.join("、"))
        }
        HoursRule::Fixed(hours) => format!("每项 {}", amount(*hours)),
        HoursRule::PerHalfDay { half_days, give, a_day_holds } => {
            format!("“{}”每个半天 {}{}", name(half_days), amount(*give), a_day(*a_day_holds))
        }
        HoursRule::Stated { from, a_day_holds } => format!("以“{}”为准{}", name(from), a_day(*a_day_holds)),
        HoursRule::Registered { from, system, reference } => {
            format!("以对接系统登记的“{}”为准，按“{}”和“{}”查对", name(from), name(system), name(reference))
        }
        HoursRule::Reviewer => "由单位审验核定".to_owned(),
    }
}

/// The most that a day can hold.
fn a_day(holds: Option<Hours>) -> String {
    holds.map_or_else(String::new, |most| format!("，每天最多 {}", amount(most)))
}

/// A row's key as people read it: the answers' names.
fn case(kind: &Kind, by: &[String], key: &[String]) -> String {
    let words = by.iter().zip(key).map(|(id, value)| {
        let ask = kind.asks.iter().find(|ask| ask.id == *id);
        let choice = ask.and_then(|ask| match &ask.answer {
            Answer::Choice(choices) => choices.iter().find(|(id, _)| id == value).map(|(_, name)| name.clone()),
            Answer::YesNo => Some(format!("{}：{}", ask.name, if value == "yes" { "是" } else { "否" })),
            _ => None,
        });
        choice.unwrap_or_else(|| format!("{}：{value}", ask.map_or(id.as_str(), |ask| ask.name.as_str())))
    });
    words.collect::<Vec<_>>().join("、")
}

fn answer(answer: &Answer, required: bool) -> String {
    let what = match answer {
        Answer::Text => "文字".to_owned(),
        Answer::Count { unit } => format!("数目（{unit}）"),
        Answer::Hours => "学时（小数最多两位）".to_owned(),
        Answer::YesNo => "是或否".to_owned(),
        Answer::Choice(choices) => {
            let names: Vec<&str> = choices.iter().map(|(_, name)| name.as_str()).collect();
            format!("从{}中选择", names.join("、"))
        }
    };
    format!("{what}，{}", if required { "必填" } else { "选填" })
}
