//! What changes between two packs, in words and by article. Each rule is first told as a list of aspects with their
//! values; then the two lists are held against each other. Must not judge anybody's year.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::rules::{ObligationRule, Requirement, ShareBase, Test};
use crate::{Answer, Hours, HoursRule, Kind, Obligation, Pack};

/// One change, as a sentence under its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The article that the changed rule stands under, for example 第四条.
    pub article: String,
    /// What changed, in Chinese.
    pub text: String,
}

/// Everything that differs from `old` to `new`, in the order of the new pack's articles; what only the old one has
/// comes last.
#[must_use]
pub fn compare(old: &Pack, new: &Pack) -> Vec<Difference> {
    let (before, after) = (told(old), told(new));
    let mut differences = Vec::new();
    for (key, now) in &after {
        match before.get(key) {
            None => differences.push(now.difference(format!("新增{}。", now.name))),
            Some(then) => differences.extend(changes(then, now)),
        }
    }
    for (_, then) in before.iter().filter(|(key, _)| !after.contains_key(key)) {
        differences.push(then.difference(format!("取消{}。", then.name)));
    }
    let place = |article: &str| new.articles().iter().position(|known| known.id == article).unwrap_or(usize::MAX);
    differences.sort_by_key(|difference| place(&difference.article));
    differences
}

/// A rule in words.
struct Told {
    article: String,
    /// What it is called: 种类“论文”.
    name: String,
    /// Aspect and value, such as 上限 and 20 学时.
    aspects: BTreeMap<String, String>,
}

impl Told {
    fn new(article: &str, name: String) -> Told {
        Told { article: article.to_owned(), name, aspects: BTreeMap::new() }
    }

    fn with(mut self, aspect: &str, value: impl Into<String>) -> Told {
        self.aspects.insert(aspect.to_owned(), value.into());
        self
    }

    fn difference(&self, text: String) -> Difference {
        Difference { article: self.article.clone(), text }
    }
}

/// Section and id of a rule, in the order in which a pack is read.
type Key = (u8, String);

fn changes(then: &Told, now: &Told) -> Vec<Difference> {
    let mut texts = Vec::new();
    for (aspect, value) in &now.aspects {
        match then.aspects.get(aspect) {
            None => texts.push(format!("{}增加了{aspect}：{value}。", now.name)),
            Some(old) if old != value => {
                texts.push(format!("{}的{aspect}由“{old}”改为“{value}”。", now.name));
            }
            Some(_) => {}
        }
    }
    for (aspect, value) in then.aspects.iter().filter(|(aspect, _)| !now.aspects.contains_key(*aspect)) {
        texts.push(format!("{}不再有{aspect}（原为“{value}”）。", now.name));
    }
    texts.into_iter().map(|text| now.difference(text)).collect()
}

fn told(pack: &Pack) -> BTreeMap<Key, Told> {
    let rules = &pack.content.rules;
    let mut told = BTreeMap::new();
    for article in pack.articles() {
        let name = format!("{}的说明文字", article.id);
        told.insert((0, article.id.clone()), Told::new(&article.id, name).with("内容", plain(&article.prose)));
    }
    for (index, rule) in rules.obligations.iter().enumerate() {
        told.insert((1, format!("{index:03}")), obligation(index + 1, rule));
    }
    for rule in &rules.requirements {
        told.insert((2, rule.id.clone()), requirement(pack, rule));
    }
    for group in &rules.groups {
        let around = group.within.and_then(|index| rules.groups.get(index));
        let line = Told::new(&group.article, format!("限额“{}”", group.name))
            .with("上限", group.cap.map_or_else(|| "不设上限".to_owned(), amount))
            .with("上一级", around.map_or("专业科目", |around| around.name.as_str()));
        told.insert((3, group.id.clone()), line);
    }
    for kind in pack.kinds() {
        told.insert((4, kind.id.clone()), self::kind(pack, kind));
    }
    if let Some(course) = &rules.public_course {
        let line = Told::new(&course.article, "公需科目考试".to_owned())
            .with("次数", format!("{} 次", course.attempts_max))
            .with("次数用完以后", course.after_attempts.clone());
        told.insert((5, String::new()), line);
    }
    for rule in &rules.certificates {
        let needs: Vec<&str> = rules
            .requirements
            .iter()
            .filter(|need| rule.needs.contains(&need.id))
            .map(|need| need.name.as_str())
            .collect();
        let line = Told::new(&rule.article, format!("证书“{}”", rule.name))
            .with("条件", needs.join("、"))
            .with("审批", if rule.after_approval { "审批通过以后" } else { "不需要审批" });
        told.insert((6, rule.id.clone()), line);
    }
    told
}

fn obligation(number: usize, rule: &ObligationRule) -> Told {
    let gives = match rule.gives {
        Obligation::Full => "全部学时和公需科目考试",
        Obligation::PublicExamOnly => "只要公需科目考试",
        Obligation::None => "没有要求",
    };
    let categories: Vec<&str> = rule.categories.iter().map(|category| category.label()).collect();
    let word = |condition: Option<bool>| match condition {
        Some(true) => "是",
        Some(false) => "否",
        None => "不论",
    };
    Told::new(&rule.article, format!("适用范围第 {number} 款"))
        .with("岗位", if categories.is_empty() { "所有岗位".to_owned() } else { categories.join("、") })
        .with("下一年度申报职称", word(rule.declares_title_next_year))
        .with("只为转正定职", word(rule.confirmation_only))
        .with("要求", gives)
}

fn requirement(pack: &Pack, rule: &Requirement) -> Told {
    let test = match rule.test {
        Test::Exam => "必修课考试合格".to_owned(),
        Test::Total(hours) => format!("至少 {}", amount(hours)),
        Test::Share { numerator, denominator, base } => {
            let base = match base {
                ShareBase::RequiredTotal => format!("应修的 {}", amount(pack.required_total())),
                ShareBase::EarnedTotal => "实际取得的总学时".to_owned(),
            };
            format!("专业科目至少占{base}的 {numerator}/{denominator}")
        }
    };
    Told::new(&rule.article, format!("要求“{}”", rule.name)).with("标准", test)
}

fn kind(pack: &Pack, kind: &Kind) -> Told {
    let rules = &pack.content.rules;
    let group = rules.kinds.get(&kind.id).and_then(|rule| rules.groups.get(rule.group?));
    let mut line = Told::new(&kind.article, format!("种类“{}”", kind.name))
        .with("类别", &kind.category_name)
        .with("限额", group.map_or("无", |group| group.name.as_str()))
        .with("学时算法", kind.hint.clone());
    for ask in &kind.asks {
        line = line.with(&format!("填写项“{}”", ask.name), answer(&ask.answer, ask.required));
    }
    for need in &kind.evidence {
        let when = need.when.as_ref().and_then(|when| kind.asks.iter().find(|ask| ask.id == *when));
        let when = when.map_or_else(|| "都要交".to_owned(), |ask| format!("“{}”为是时要交", ask.name));
        line = line.with(&format!("材料“{}”", need.name), when);
    }
    if let HoursRule::Table { by, rows, .. } = &kind.hours {
        for (key, row) in rows {
            line = line.with(&format!("标准表“{}”", case(kind, by, key)), amount(row.hours));
        }
    }
    line
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
        Answer::YesNo => "是或否".to_owned(),
        Answer::Choice(choices) => {
            let names: Vec<&str> = choices.iter().map(|(_, name)| name.as_str()).collect();
            format!("从{}中选择", names.join("、"))
        }
    };
    format!("{what}，{}", if required { "必填" } else { "选填" })
}

fn amount(hours: Hours) -> String {
    format!("{hours} 学时")
}

/// Prose without line breaks, which mean nothing in it.
fn plain(prose: &str) -> String {
    prose.split_whitespace().collect()
}
