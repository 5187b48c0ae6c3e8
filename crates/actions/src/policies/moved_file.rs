//! Everybody whom another pack would move, as a spreadsheet to take along. Who took it is on record.

use documents::spreadsheet::{Column, Field, SheetContent, write_csv, write_xlsx};
use domain::{
    audit::{Event, EventKind},
    clock::chinese_moment,
    refusal::Refusal,
};

use super::{
    simulate::{Question, simulate_naming},
    tally::{MovedPerson, Simulated},
};
use crate::{
    Act, FileBytes, refusals,
    years::{ExportFormat, Exported},
};

/// More people each way than this are only counted: a workbook holds no more rows than a million.
const NAMED_MAX: usize = 100_000;

const COLUMNS: [(&str, u16); 9] = [
    ("受益或受损", 12),
    ("单位", 22),
    ("工号", 12),
    ("姓名", 10),
    ("原来的结论", 12),
    ("新的结论", 12),
    ("原来的学时", 11),
    ("新的学时", 11),
    ("受什么影响", 60),
];

/// Whoever is moved, those who lose first, as far as the question names them. That it was taken is recorded.
///
/// # Errors
/// As [`super::simulate`], and `Busy` when too many files are being made.
pub async fn export(
    act: &mut Act,
    question: &Question,
    format: ExportFormat,
    progress: impl FnMut(u64, u64) + Send,
) -> Result<Exported, Refusal> {
    let simulated = simulate_naming(act, question, NAMED_MAX, progress).await?;
    let content = content(act, &simulated, question);
    let people = content.rows.len();
    let written = act.app.presses.run(move || match format {
        ExportFormat::Xlsx => write_xlsx(&content),
        ExportFormat::Csv => Ok(write_csv(&content)),
    });
    let bytes = written.await?.map_err(refusals::internal)?;
    act.record_access(&event(&simulated, format, people)).await?;
    let sample = if is_sample(&simulated) { "-示例标准" } else { "" };
    let (year, new, old) = (simulated.year, simulated.new.name(), simulated.old.name());
    let name = format!("{year}年度试算-{old}改用{new}{sample}.{}", format.as_str());
    Ok(Exported { file: FileBytes { name, media_type: format.media_type().to_owned(), bytes }, people })
}

fn event(simulated: &Simulated, format: ExportFormat, people: usize) -> Event {
    let (year, rows) = (simulated.year.to_string(), people.to_string());
    let values = [
        ("year", year.as_str()),
        ("old", simulated.old.name()),
        ("new", simulated.new.name()),
        ("rows", &rows),
        ("format", format.as_str()),
    ];
    Event::new(EventKind::SimulationExported, format!("policy:{}", simulated.new.name()), &values)
}

fn is_sample(simulated: &Simulated) -> bool {
    simulated.old.is_sample() || simulated.new.is_sample()
}

fn content(act: &Act, simulated: &Simulated, question: &Question) -> SheetContent {
    let (old, new) = (&simulated.old, &simulated.new);
    let remark = |name: &str, value: String| (name.to_owned(), value);
    let counted = |loses: u64, gains: u64| format!("受损 {loses} 人，受益 {gains} 人");
    let (losers, gainers) = (&simulated.losers, &simulated.gainers);
    let mut remarks = vec![
        remark("原标准", format!("《{}》（{}）", old.title(), old.name())),
        remark("新标准", format!("《{}》（{}）", new.title(), new.name())),
        remark("全部", counted(simulated.all.loses, simulated.all.gains)),
        remark("只列单位", question.only.unit.clone().unwrap_or_else(|| "全部单位".to_owned())),
        remark("只列受哪一条影响的", question.only.article.clone().unwrap_or_else(|| "全部条文".to_owned())),
        remark("没有列出的", counted(losers.unnamed, gainers.unnamed)),
        remark("导出时间", chinese_moment(act.now())),
        remark("导出人", act.actor().map(|actor| actor.name.clone()).unwrap_or_default()),
    ];
    remarks.extend(simulated.unreadable_note().map(|note| remark("没有核算的", note)));
    let mut columns = COLUMNS.map(|(name, width)| Column { name: name.to_owned(), width }).to_vec();
    let both = [("受损", losers), ("受益", gainers)];
    let mut rows: Vec<Vec<Field>> =
        both.iter().flat_map(|(way, people)| people.named.iter().map(|person| row(way, person))).collect();
    if is_sample(simulated) {
        remarks.push(remark("示例标准", "学时按示例数字计算，仅供演示，不作正式依据。".to_owned()));
        // In the table itself: a row that is copied elsewhere takes the mark along.
        columns.push(Column { name: "标准".to_owned(), width: 10 });
        rows.iter_mut().for_each(|row| row.push(Field::Text("示例标准".to_owned())));
    }
    SheetContent {
        name: "试算名单".to_owned(),
        title: format!("{} 年度试算：从 {} 改用 {}", simulated.year, old.name(), new.name()),
        remarks,
        columns,
        rows,
        made_at: act.now(),
    }
}

fn row(way: &str, person: &MovedPerson) -> Vec<Field> {
    let text = |text: &str| Field::Text(text.to_owned());
    vec![
        text(way),
        text(&person.unit),
        text(&person.staff_number),
        text(&person.name),
        text(person.before.outcome.label()),
        text(person.after.outcome.label()),
        Field::Hours(person.before.total),
        Field::Hours(person.after.total),
        Field::Text(person.causes_in_words()),
    ]
}
