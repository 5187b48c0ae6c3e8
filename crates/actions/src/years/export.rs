//! The people of a year as a spreadsheet to take along. Who took what is on record; ID numbers never leave this way.

use documents::spreadsheet::{Column, Field, SheetContent, write_csv, write_xlsx};
use domain::{
    audit::{Event, EventKind},
    clock::chinese_moment,
    id_number,
    ids::UnitId,
    refusal::Refusal,
};
use policy::{Consequence, Obligation, Outcome, Pack, Provision, cited};

use super::{
    people::{ProgressFilter, Scope},
    progress::{PersonProgress, Show},
};
use crate::{Act, FileBytes, refusals};

/// A table that was made to be taken along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub file: FileBytes,
    /// How many people it holds.
    pub people: usize,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A workbook.
    Xlsx,
    /// Comma-separated text, UTF-8 with a mark.
    Csv,
}

impl ExportFormat {
    /// How the file's name ends.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ExportFormat::Xlsx => "xlsx",
            ExportFormat::Csv => "csv",
        }
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ExportFormat::Csv => "text/csv",
        }
    }
}

const COLUMNS: [(&str, u16); 14] = [
    ("单位", 22),
    ("工号", 12),
    ("姓名", 10),
    ("岗位类别", 14),
    ("年度任务", 16),
    ("公需学时", 9),
    ("公需科目", 9),
    ("专业学时", 9),
    ("待核定学时", 11),
    ("合计学时", 9),
    ("登记状态", 10),
    ("登记编号", 16),
    ("是否完成", 9),
    ("还缺什么", 60),
];

/// Everybody whom the list would show, on all pages, as a file. That it was taken is recorded.
///
/// # Errors
/// As for the list: `NotFound` for a unit outside the actor's, a refusal for whoever may see none; `Busy` when too many
/// files are being made.
pub async fn export(
    act: &mut Act,
    year: i16,
    unit: Option<UnitId>,
    filter: &ProgressFilter,
    format: ExportFormat,
) -> Result<Exported, Refusal> {
    let scope = Scope::load(act, year, unit).await?;
    let content = content(act, year, &scope, filter);
    let rows = content.rows.len();
    act.stop_reading().await?;
    let written = act.app.presses.run(move || match format {
        ExportFormat::Xlsx => write_xlsx(&content),
        ExportFormat::Csv => Ok(write_csv(&content)),
    });
    let bytes = written.await?.map_err(refusals::internal)?;
    act.record_access(&event(year, &scope, filter, format, rows)).await?;
    let sample = if act.pack().is_sample() { "-示例标准" } else { "" };
    let name = format!("{year}年度完成情况-{}-{}{sample}.{}", scope.name(), filter.show.label(), format.as_str());
    Ok(Exported { file: FileBytes { name, media_type: format.media_type().to_owned(), bytes }, people: rows })
}

fn event(year: i16, scope: &Scope, filter: &ProgressFilter, format: ExportFormat, rows: usize) -> Event {
    let subject = scope.unit.as_ref().map_or_else(|| format!("year:{year}"), |unit| unit.id.subject());
    // What was searched for may be anything, an identity number too: that there was a search is enough for the log.
    let searched = if filter.text.trim().is_empty() { "" } else { "，按姓名或工号查找" };
    let shown = format!("{}，{}{searched}", scope.name(), filter.show.label());
    let values = [
        ("year", year.to_string()),
        ("scope", shown),
        ("rows", rows.to_string()),
        ("format", format.as_str().to_owned()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Event::new(EventKind::YearExported, subject, &values)
}

/// The filter in words.
fn said(filter: &ProgressFilter) -> String {
    let text = filter.text.trim();
    // The file is handed on: nobody's identity number goes with it, whoever typed it.
    let text = id_number::mask_within(text);
    let named = if text.is_empty() { String::new() } else { format!("，姓名或工号含“{text}”") };
    format!("{}{named}", filter.show.label())
}

/// When a year is done, and by which articles.
fn done_by(pack: &Pack, following: &[&Consequence]) -> String {
    let mut articles: Vec<&str> =
        [Provision::Approval, Provision::Certificates].into_iter().filter_map(|one| pack.carrying(one)).collect();
    let mut when = "应修专业科目的还须登记已审批";
    if !following.is_empty() {
        when = "规定要等审批的，应修专业科目的还须登记已审批";
        articles = following.iter().map(|it| it.article.as_str()).collect();
    }
    articles.dedup();
    format!("年度要求都已达到，{when}{}。", cited(&articles.join("、")))
}

/// What follows from the year of any of these people, one of each.
fn following<'a>(shown: &[&'a PersonProgress]) -> Vec<&'a Consequence> {
    let mut all: Vec<&Consequence> = Vec::new();
    for one in shown.iter().flat_map(|line| &line.following) {
        if !all.iter().any(|known| known.id == one.id) {
            all.push(one);
        }
    }
    all
}

/// Two columns for each thing that follows: whether its conditions are met, and why, with the article.
fn following_columns(following: &[&Consequence]) -> Vec<Column> {
    let both = |it: &&Consequence| [(it.name.clone(), 14), (format!("{}：说明", it.name), 40)];
    following.iter().flat_map(both).map(|(name, width)| Column { name, width }).collect()
}

/// What stands in them of one person.
fn following_fields<'a>(following: &'a [&Consequence], line: &'a PersonProgress) -> impl Iterator<Item = Field> + 'a {
    following.iter().flat_map(|asked| {
        let own = line.following.iter().find(|it| it.id == asked.id);
        [own.map_or("", |it| standing(it.outcome)).to_owned(), own.map(why).unwrap_or_default()].map(Field::Text)
    })
}

/// Whether a condition is met, as an office says it of a person.
fn standing(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Satisfied => "具备",
        Outcome::NotSatisfied => "不具备",
        Outcome::Undetermined => "待定",
        Outcome::ReferenceOnly => "不适用",
    }
}

/// The last of its reasons says most.
fn why(consequence: &Consequence) -> String {
    consequence.reasons.last().map(|it| format!("{}{}", it.text, cited(&it.article))).unwrap_or_default()
}

fn content(act: &Act, year: i16, scope: &Scope, filter: &ProgressFilter) -> SheetContent {
    let shown = scope.shown(filter);
    let following = following(&shown);
    let remark = |name: &str, value: String| (name.to_owned(), value);
    let mut remarks = vec![
        remark("范围", scope.name()),
        remark("筛选", said(filter)),
        remark("人数", shown.len().to_string()),
        remark("导出时间", chinese_moment(act.now())),
        remark("导出人", act.actor().map(|actor| actor.name.clone()).unwrap_or_default()),
        remark("依据", format!("《{}》", act.pack().title())),
        remark("已完成", done_by(act.pack(), &following)),
    ];
    if act.pack().is_sample() {
        remarks.push(remark("示例标准", "学时按示例数字计算，仅供演示，不作正式证明。".to_owned()));
    }
    let mut columns = COLUMNS.map(|(name, width)| Column { name: name.to_owned(), width }).to_vec();
    columns.extend(following_columns(&following));
    let fields = |line: &PersonProgress| row(line).into_iter().chain(following_fields(&following, line)).collect();
    let mut rows: Vec<Vec<Field>> = shown.iter().map(|line| fields(line)).collect();
    if act.pack().is_sample() {
        // In the table itself: a row that is copied elsewhere takes the mark along.
        columns.push(Column { name: "标准".to_owned(), width: 10 });
        rows.iter_mut().for_each(|row| row.push(Field::Text("示例标准".to_owned())));
    }
    SheetContent {
        name: "完成情况".to_owned(),
        title: format!("{year} 年度继续教育完成情况"),
        remarks,
        columns,
        rows,
        made_at: act.now(),
    }
}

fn row(line: &PersonProgress) -> Vec<Field> {
    let text = |text: &str| Field::Text(text.to_owned());
    let person = &line.person;
    let is_asked = line.obligation != Obligation::None;
    let yes_no = |yes: bool, (good, bad): (&str, &str)| {
        text(if !is_asked {
            ""
        } else if yes {
            good
        } else {
            bad
        })
    };
    vec![
        text(&person.unit_name),
        text(&person.staff_number),
        text(&person.name),
        text(person.category.label()),
        text(line.task()),
        Field::Hours(line.public),
        yes_no(line.public_done, ("已合格", "未合格")),
        Field::Hours(line.professional),
        Field::Hours(line.pending),
        Field::Hours(line.public + line.professional),
        text(line.registration_label()),
        text(line.registration.as_ref().map_or("", |registration| &registration.number)),
        yes_no(line.done, (Show::Done.label(), Show::Open.label())),
        text(&line.missing.concat()),
    ]
}
