//! A pack's rules told in words, each as a name with aspects and their values: what the page of a pack shows beside
//! the prose, and what two packs are compared by. Must not judge anybody's year.

use serde::Serialize;

use crate::blocks::{Concerns, Counts};
use crate::deadlines::{DeadlineRule, Falls};
use crate::rules::{
    ConsequenceRule, ObligationRule, PastYearsRule, PublicCourse, Requirement, Share, ShareBase, StudyProof,
    TablesRule, Test, TitleSeries,
};
use crate::{
    Article, Firmness, Hours, HoursRule, Kind, Obligation, Pack, Party, Provision, Reading, basis_clauses,
    kind_clauses, reading_clauses,
};

/// Which sort of rule a clause tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Whom the year asks for what.
    Obligation,
    /// A threshold or share.
    Requirement,
    /// A cap.
    Group,
    /// A group of kinds.
    Category,
    /// A kind of activity.
    Kind,
    /// What half a day gives, or that a figure counts as it is written.
    Rate,
    /// The most that a day can hold.
    DayLimit,
    /// A piece of evidence.
    Evidence,
    /// The public course's examination.
    PublicCourse,
    /// A certificate.
    Certificate,
    /// A deadline.
    Deadline,
    /// When a title series opens for registration.
    TitleSeries,
    /// Tables of hours.
    Tables,
    /// What follows from the year elsewhere.
    Consequence,
    /// Which day's post decides.
    Status,
    /// What becomes of items that were found to be false.
    Annulment,
    /// What a verifier's figure is measured by.
    Verification,
    /// The year in which an activity counts.
    Window,
    /// How words that leave room are read.
    Reading,
    /// Which provisions of the program the article carries out.
    Provisions,
}

/// One rule in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Which sort of rule.
    pub section: Section,
    /// Its id in the pack; for an obligation its number.
    pub id: String,
    /// The article that it carries out.
    pub article: String,
    /// What it is called: 种类“论文”.
    pub name: String,
    /// Aspect and value, such as 上限 and 20 学时.
    pub aspects: Vec<(String, String)>,
    /// The same for what no page shows beside the rule, and what is still part of it: under which names something is
    /// kept, where a number comes from.
    pub beside: Vec<(String, String)>,
    /// Aspects that repeat, for who reads this rule, what is said elsewhere.
    #[serde(skip)]
    repeated: Vec<String>,
}

impl Clause {
    pub(crate) fn new(section: Section, id: &str, article: &str, name: String) -> Clause {
        Clause {
            section,
            id: id.to_owned(),
            article: article.to_owned(),
            name,
            aspects: Vec::new(),
            beside: Vec::new(),
            repeated: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, aspect: &str, value: impl Into<String>) -> Clause {
        self.aspects.push((aspect.to_owned(), value.into()));
        self
    }

    /// An aspect that repeats what is said elsewhere, so that no comparison looks at it.
    pub(crate) fn repeating(mut self, aspect: &str, value: impl Into<String>) -> Clause {
        self.repeated.push(aspect.to_owned());
        self.with(aspect, value)
    }

    pub(crate) fn beside(mut self, aspect: &str, value: impl Into<String>) -> Clause {
        self.beside.push((aspect.to_owned(), value.into()));
        self
    }

    /// The reading that it rests on, where it rests on one.
    pub(crate) fn resting_on(self, pack: &Pack, says: Option<&String>) -> Clause {
        match reading_of(pack, says) {
            Some(reading) => self.beside("解释性规定", reading.id.clone()),
            None => self,
        }
    }

    /// All that it says of itself, and nothing twice.
    pub(crate) fn all(&self) -> impl Iterator<Item = &(String, String)> {
        self.aspects.iter().chain(&self.beside).filter(|(aspect, _)| !self.repeated.contains(aspect))
    }

    /// The value of an aspect.
    #[must_use]
    pub fn aspect(&self, name: &str) -> Option<&str> {
        self.aspects.iter().find(|(aspect, _)| aspect == name).map(|(_, value)| value.as_str())
    }
}

/// Every rule of a pack, in the order in which a pack is read.
#[must_use]
pub fn clauses(pack: &Pack) -> Vec<Clause> {
    let rules = &pack.content.rules;
    let mut told = Vec::new();
    told.extend(rules.obligations.iter().enumerate().map(|(index, rule)| obligation(pack, index + 1, rule)));
    told.extend(rules.requirements.iter().map(|rule| requirement(pack, rule)));
    told.extend(rules.groups.iter().map(|group| {
        let around = group.within.and_then(|index| rules.groups.get(index));
        Clause::new(Section::Group, &group.id, &group.article, format!("限额“{}”", group.name))
            .with("上限", group.cap.map_or_else(|| "不设上限".to_owned(), amount))
            .with("上一级", around.map_or("专业科目", |around| around.name.as_str()))
            .resting_on(pack, group.reading.as_ref())
    }));
    told.extend(pack.kinds().iter().map(|kind| kind_clauses::kind(pack, kind)));
    told.extend(basis_clauses::clauses(pack));
    told.extend(rules.public_course.iter().map(|rule| public_course(pack, rule)));
    told.extend(rules.certificates.iter().map(|rule| {
        let needs = rules.requirements.iter().filter(|need| rule.needs.contains(&need.id));
        let needs: Vec<&str> = needs.map(|need| need.name.as_str()).collect();
        Clause::new(Section::Certificate, &rule.id, &rule.article, format!("证书“{}”", rule.name))
            .with("条件", needs.join("、"))
            .with("审批", if rule.after_approval { "审批通过以后" } else { "不需要审批" })
            .resting_on(pack, rule.reading.as_ref())
    }));
    told.extend(rules.deadlines.iter().map(deadline));
    told.extend(rules.title_series.iter().map(title_series));
    told.extend(rules.tables.iter().enumerate().map(|(index, rule)| tables(pack, index + 1, rule)));
    told.extend(rules.consequences.iter().map(|rule| consequence(pack, rule)));
    told.extend(rules.status.iter().map(|rule| {
        Clause::new(Section::Status, "", &rule.article, "以哪一天的岗位为准".to_owned())
            .with("日期", format!("当年{}月{}日", rule.month, rule.day))
            .resting_on(pack, rule.reading.as_ref())
    }));
    told.extend(rules.annulment.iter().map(|rule| {
        let name = "弄虚作假的登记项".to_owned();
        Clause::new(Section::Annulment, "", &rule.article, name)
            .with("结果", rule.says.clone())
            .resting_on(pack, rule.reading.as_ref())
    }));
    told.extend(rules.verification.iter().map(|rule| {
        let most = amount(pack.required_total().times(rule.item_years_max.into()));
        let id =
            |reading: &Option<String>| reading_of(pack, reading.as_ref()).map_or("", |reading| reading.id.as_str());
        Clause::new(Section::Verification, "", &rule.article, "核定学时".to_owned())
            .with("高于申请学时", "审验人再确认一次")
            .with("一项最多", format!("{most}（全年应修的 {} 倍）", rule.item_years_max))
            .beside("通过而没有另写学时的解释性规定", id(&rule.accepted_reading))
            .beside("由谁审验和审批的解释性规定", id(&rule.deciders_reading))
            .resting_on(pack, rule.reading.as_ref())
    }));
    told.extend(rules.window.iter().map(|rule| {
        Clause::new(Section::Window, "", &rule.article, "活动算在哪一年".to_owned())
            .with("年度", window(rule.years_later))
            .with("跨年时", rule.advice.clone())
    }));
    told.extend(pack.readings().iter().map(reading_clauses::reading));
    told.extend(pack.articles().iter().filter_map(|article| provisions(pack, article)));
    told
}

/// What the program asks in the name of an article: its refusals cite it.
fn provisions(pack: &Pack, article: &Article) -> Option<Clause> {
    let mut clause = Clause::new(Section::Provisions, &article.id, &article.id, "提示里引用本条的规定".to_owned());
    for provision in Provision::ALL {
        let cited = pack.carrying(*provision).unwrap_or_default();
        if pack.article_cited(cited).is_some_and(|carrying| carrying.id == article.id) {
            clause = clause.with(provision.label(), cited);
        }
    }
    (!clause.aspects.is_empty()).then_some(clause)
}

/// The reading that an explanation shows with these words.
pub(crate) fn reading_of<'a>(pack: &'a Pack, says: Option<&String>) -> Option<&'a Reading> {
    pack.readings().iter().find(|known| Some(&known.says) == says)
}

fn public_course(pack: &Pack, course: &PublicCourse) -> Clause {
    let mut clause = Clause::new(Section::PublicCourse, "", &course.article, "公需科目考试".to_owned())
        .with("次数", format!("{} 次", course.attempts_max))
        .with("次数用完以后", course.after_attempts.clone())
        .with("必修课名称", course.required.join("、"))
        .with("什么时候计学时", counts(course.counts))
        .with("没有考试的选修课", without_exam(course.without_exam))
        .with("以后补上也计入当年的年度", past_years(&course.past_years))
        .resting_on(pack, course.reading.as_ref());
    if let Some(reading) = reading_of(pack, course.without_exam_reading.as_ref()) {
        clause = clause.beside("没有考试的选修课的解释性规定", reading.id.clone());
    }
    if let Some(reading) = reading_of(pack, course.past_years_reading.as_ref()) {
        clause = clause.beside("补往年课程的解释性规定", reading.id.clone());
    }
    for year in &course.years {
        let study = year.study.map_or_else(String::new, |study| format!("，其中学习 {}", amount(study)));
        let text = format!("{}，共 {}{study}（{}）", year.theme, amount(year.hours), year.notice);
        clause = clause.with(&format!("{} 年必修课", year.year), text);
    }
    clause
}

fn counts(counts: Counts) -> &'static str {
    match counts {
        Counts::AfterExam => "考试合格以后计全部学时",
        Counts::AfterStudy => "学完先计学习的学时，考试合格再计其余的",
    }
}

fn without_exam(counts: Counts) -> String {
    match counts {
        Counts::AfterStudy => "学完即计学时",
        Counts::AfterExam => "不计学时",
    }
    .to_owned()
}

fn past_years(past: &PastYearsRule) -> String {
    let years: Vec<String> = past.years.iter().map(|year| format!("{year} 年")).collect();
    let only = past.only_in.map_or_else(String::new, |only| format!("（只在 {only} 年补）"));
    if years.is_empty() { "没有".to_owned() } else { format!("{}{only}", years.join("、")) }
}

fn deadline(rule: &DeadlineRule) -> Clause {
    let falls = match rule.falls {
        Falls::On { month, day, years_later: 0 } => format!("{month}月{day}日"),
        Falls::On { month, day, .. } => format!("下一年{month}月{day}日"),
        Falls::BeforeTitleSeries => "本系列职称开始报名的前一天".to_owned(),
    };
    let firmness =
        if rule.firmness == Firmness::Soft { "原则上不晚于，晚了会注明" } else { "不能晚于" };
    let party = if rule.party == Party::Person { "个人" } else { "单位" };
    let clause = Clause::new(Section::Deadline, &rule.id, &rule.article, format!("期限“{}”", rule.name))
        .with("由谁完成", party)
        .with("最后一天", falls)
        .with("性质", firmness);
    if rule.part.is_empty() { clause } else { clause.with("依据", format!("{}{}", rule.article, rule.part)) }
}

fn title_series(rule: &TitleSeries) -> Clause {
    let name = format!("{} 年“{}”系列职称报名", rule.year, rule.series);
    Clause::new(Section::TitleSeries, &rule.id, &rule.article, name)
        .with("开始报名", rule.opens.to_string())
        .with("通知", rule.notice.clone())
}

/// The tables that one pack of the chain brings; by their number, because the folder bears the name of the pack.
fn tables(pack: &Pack, number: usize, rule: &TablesRule) -> Clause {
    let rows = |kind: &Kind| match &kind.hours {
        HoursRule::Table { file, rows, .. } if file.starts_with(&rule.folder) => Some(rows.len()),
        _ => None,
    };
    let filled = pack.kinds().iter().filter_map(|kind| Some((kind.name.as_str(), rows(kind)?)));
    let folder = rule.folder.split_once('/').map_or("", |(_, folder)| folder);
    let mut clause = Clause::new(Section::Tables, &number.to_string(), &rule.article, "各种类的折算数".to_owned())
        .beside("文件夹", folder);
    for (name, rows) in filled {
        clause = clause.with(name, format!("{rows} 种情形"));
    }
    if clause.aspects.is_empty() { clause.with("内容", "还没有填入数字") } else { clause }
}

fn consequence(pack: &Pack, rule: &ConsequenceRule) -> Clause {
    let needs = pack.content.rules.requirements.iter().filter(|need| rule.needs.contains(&need.id));
    let needs: Vec<&str> = needs.map(|need| need.name.as_str()).collect();
    let concerns = match rule.concerns {
        Concerns::DeclaringThisYear => "本年度申报职称的人",
        Concerns::Obliged => "本年度有学习任务的人",
    };
    let mut clause = Clause::new(Section::Consequence, &rule.id, &rule.article, rule.name.clone())
        .with("适用于", concerns)
        .with("必要条件", if rule.whole_year { "完成本年度学习任务".to_owned() } else { needs.join("、") });
    if rule.refers_to_last_year {
        clause = clause.with("重要参考", "上一年度学习任务完成情况");
    }
    if let Some(first) = rule.from_year {
        clause = clause.with("从哪年起", format!("{first} 年"));
    }
    if rule.before_title_series {
        clause = clause.with("什么时候以前", "本系列职称开始报名以前考试合格");
    }
    if let Some(reading) = reading_of(pack, rule.before_reading.as_ref()) {
        clause = clause.beside("什么时候以前的解释性规定", reading.id.clone());
    }
    if rule.whole_year {
        let waits = if rule.waits_for_approval {
            "审批通过以后才算完成"
        } else {
            "学时达到即算完成，不等审批"
        };
        clause = clause.with("什么时候算完成", waits);
    }
    clause.with("不满足时", rule.unmet.clone()).resting_on(pack, rule.reading.as_ref())
}

fn obligation(pack: &Pack, number: usize, rule: &ObligationRule) -> Clause {
    let gives = match rule.gives {
        Obligation::Full => "全部学时和公需科目考试",
        Obligation::PublicExamOnly => "只要公需科目考试",
        Obligation::None => "没有要求",
    };
    let categories: Vec<&str> = rule.categories.iter().map(|category| category.label()).collect();
    let mut clause =
        Clause::new(Section::Obligation, &number.to_string(), &rule.article, format!("适用范围第 {number} 款"))
            .with("说明", rule.why.clone())
            .with("岗位", if categories.is_empty() { "所有岗位".to_owned() } else { categories.join("、") });
    let conditions = [("下一年度申报职称", rule.declares_title_next_year), ("只为转正定职", rule.confirmation_only)];
    for (aspect, condition) in conditions {
        if let Some(condition) = condition {
            clause = clause.with(aspect, if condition { "是" } else { "否" });
        }
    }
    clause.with("要求", gives).resting_on(pack, rule.reading.as_ref())
}

fn requirement(pack: &Pack, rule: &Requirement) -> Clause {
    let test = match rule.test {
        Test::Exam => "必修课考试合格".to_owned(),
        Test::Study(StudyProof::AsAnnounced) => "必修课学习完成".to_owned(),
        Test::Study(StudyProof::ByExam) => "必修课学习完成，考试合格即视为完成".to_owned(),
        Test::Public(hours) => format!("公需科目至少 {}", amount(hours)),
        Test::Total(hours) => format!("至少 {}", amount(hours)),
        Test::Share(Share { numerator, denominator, base }) => {
            let base = match base {
                ShareBase::RequiredTotal => format!("应修的 {}", amount(pack.required_total())),
                ShareBase::EarnedTotal => "实际取得的总学时".to_owned(),
            };
            format!("专业科目至少占{base}的 {numerator}/{denominator}")
        }
    };
    let binds: Vec<&str> = rule.binds.iter().map(|obligation| whom(*obligation)).collect();
    let binds = if binds.is_empty() { "不单独要求，只作证书的条件".to_owned() } else { binds.join("、") };
    Clause::new(Section::Requirement, &rule.id, &rule.article, format!("要求“{}”", rule.name))
        .with("标准", test)
        .with("对谁要求", binds)
        .resting_on(pack, rule.reading.as_ref())
}

/// Whom an obligation makes of somebody.
fn whom(obligation: Obligation) -> &'static str {
    match obligation {
        Obligation::Full => "应修全部学时的人",
        Obligation::PublicExamOnly => "只要公需科目考试的人",
        Obligation::None => "没有要求的人",
    }
}

/// The years in which an activity can count.
fn window(years_later: i16) -> String {
    let own = "活动发生、成果取得的当年";
    if years_later == 0 { own.to_owned() } else { format!("{own}，以及其后 {years_later} 年") }
}

pub(crate) fn amount(hours: Hours) -> String {
    format!("{hours} 学时")
}
