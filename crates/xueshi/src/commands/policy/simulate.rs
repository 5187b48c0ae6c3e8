//! `xueshi policy simulate`: who would gain and who would lose by another pack, as tables and bars in the terminal, or
//! everybody as a spreadsheet.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actions::Act;
use actions::policies::{ArticleTally, MovedPeople, MovedPerson, Only, Question, Simulated, Tally};
use actions::years::ExportFormat;
use domain::{access::Actor, clock::shanghai_date};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::cli::Place;
use crate::clock;
use crate::commands::new_file::NewFile;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// Options of `policy simulate`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// 要试算的标准
    #[arg(value_name = "新标准")]
    new: String,
    /// 与哪份标准比较；不写则与现行的比较
    #[arg(long, value_name = "原标准")]
    against: Option<String>,
    /// 用哪一年的事实；不写则用今年的
    #[arg(long, value_name = "年度")]
    year: Option<i16>,
    /// 结果输出为 JSON
    #[arg(long, conflicts_with = "list")]
    json: bool,
    /// 不显示结果，把受损和受益的人全部写到这个文件里（.xlsx 或 .csv），不覆盖已有的；导出会记入操作记录
    #[arg(long, value_name = "文件")]
    list: Option<PathBuf>,
}

/// Columns of a bar at its longest.
const BAR: u64 = 24;
/// People who lose are printed up to this many, and people who gain; `--list` writes all of them.
const NAMED: usize = 20;

/// Judges everybody's year by both packs and prints who is moved.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let app = installation::open_existing(&place, Setting::default()).await?;
    let now = clock::now();
    let question = Question {
        new: options.new,
        against: options.against,
        year: options.year.unwrap_or_else(|| shanghai_date(now).year()),
        only: Only::default(),
    };
    let mut act = app.read(Some(Actor::system()), now).await?;
    let bar = bar();
    if let Some(path) = &options.list {
        return write_list(&mut act, &question, path, &bar).await;
    }
    let simulated = actions::policies::simulate(&mut act, &question, |done, of| advance(&bar, done, of)).await;
    bar.finish_and_clear();
    let simulated = simulated?;
    if options.json {
        println!("{:#}", value(&simulated));
    } else {
        print_text(&simulated);
    }
    Ok(ExitCode::SUCCESS)
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} 人  还需 {eta}") {
        bar.set_style(style);
    }
    bar
}

fn advance(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}

/// Writes everybody who is moved to a new file.
async fn write_list(act: &mut Act, question: &Question, path: &Path, bar: &ProgressBar) -> Result<ExitCode, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let format = match ending.as_deref() {
        Some("csv") => ExportFormat::Csv,
        Some("xlsx") => ExportFormat::Xlsx,
        _ => return Err(Failure::new("没有导出任何内容。请把文件名写成以 .xlsx 或 .csv 结尾。")),
    };
    // A file that cannot be made is told before anything is on record.
    let mut file = NewFile::create(path)?;
    let exported = actions::policies::export(act, question, format, |done, of| advance(bar, done, of)).await;
    bar.finish_and_clear();
    let exported = exported?;
    file.fill(&exported.file.bytes)?;
    println!("已导出受损和受益的 {} 人：{}", exported.people, file.keep());
    Ok(ExitCode::SUCCESS)
}

fn print_text(simulated: &Simulated) {
    let (old, new, all) = (&simulated.old, &simulated.new, &simulated.all);
    println!("{} 年度，从 {}（{}）改用 {}（{}）", simulated.year, old.title(), old.name(), new.title(), new.name());
    if old.is_sample() || new.is_sample() {
        println!("示例标准：其中有示例数字，不作正式依据。");
    }
    println!(
        "共 {} 人：受益 {} 人（其中 {} 人由未达到变为已达到），受损 {} 人（其中 {} 人由已达到变为未达到）。",
        all.people, all.gains, all.newly_met, all.loses, all.newly_unmet
    );
    if let Some(note) = simulated.unreadable_note() {
        println!("{note}");
    }
    if all.gains + all.loses == 0 {
        println!("没有人受影响。");
        return;
    }
    let units = simulated.units.iter().filter(|unit| unit.tally.gains + unit.tally.loses > 0);
    let units: Vec<_> = units.map(|unit| (unit.unit.name.clone(), unit.tally.loses, unit.tally.gains)).collect();
    print_bars("按单位", &units);
    let articles: Vec<_> =
        simulated.articles.iter().map(|article| (heading(article), article.loses, article.gains)).collect();
    print_bars("按各条（一个人可能受几条影响）", &articles);
    println!("\n起作用的规则");
    for article in simulated.articles.iter().filter(|article| !article.rules.is_empty()) {
        println!("  {}：{}", heading(article), article.rules.join("、"));
    }
    print_people("受损的人", &simulated.losers, all.loses);
    print_people("受益的人", &simulated.gainers, all.gains);
}

fn heading(article: &ArticleTally) -> String {
    if article.article.is_empty() {
        "条文以外".to_owned()
    } else {
        format!("{} {}", article.article, article.title)
    }
}

/// One line a row: bars to the left for those who lose, to the right for those who gain.
fn print_bars(title: &str, rows: &[(String, u64, u64)]) {
    let longest = rows.iter().map(|(_, loses, gains)| (*loses).max(*gains)).max().unwrap_or(0).max(1);
    let name_columns = rows.iter().map(|(name, ..)| columns(name)).max().unwrap_or(0);
    let digits = longest.to_string().len();
    // A single person still shows.
    let bar = |count: u64, mark: &str| mark.repeat(usize::try_from((count * BAR).div_ceil(longest)).unwrap_or(0));
    let width = usize::try_from(BAR).unwrap_or(0);
    println!("\n{title}　受损 ░ ｜ 受益 █");
    for (name, loses, gains) in rows {
        let gap = " ".repeat(name_columns - columns(name));
        println!(
            "  {name}{gap}  {:>width$} {loses:>digits$} │ {gains:<digits$} {}",
            bar(*loses, "░"),
            bar(*gains, "█")
        );
    }
}

/// How many columns of a terminal a text takes: Chinese characters take two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum()
}

fn print_people(title: &str, people: &MovedPeople, all: u64) {
    if people.named.is_empty() {
        return;
    }
    println!("\n{title}");
    people.named.iter().take(NAMED).for_each(print_person);
    let more = all - u64::try_from(people.named.len().min(NAMED)).unwrap_or(0);
    if more > 0 {
        println!("  另有 {more} 人没有列出。加 --list 名单.xlsx 可以把全部名单写到文件里。");
    }
}

fn print_person(person: &MovedPerson) {
    let MovedPerson { staff_number, name, unit, before, after, .. } = person;
    let (then, now) = (before.outcome.label(), after.outcome.label());
    let (hours_then, hours_now, causes) = (before.total, after.total, person.causes_in_words());
    println!("  {staff_number} {name}（{unit}）：{then} {hours_then} 学时 → {now} {hours_now} 学时；{causes}");
}

fn value(simulated: &Simulated) -> Value {
    let pack = |pack: &policy::Pack| json!({ "name": pack.name(), "hash": pack.hash(), "sample": pack.is_sample() });
    let units = simulated.units.iter().map(|unit| {
        let mut value = tally(&unit.tally);
        value["unit"] = json!({ "code": unit.unit.code, "name": unit.unit.name });
        value
    });
    let articles = simulated.articles.iter().map(|line| {
        json!({
            "article": line.article, "title": line.title, "rules": line.rules, "gains": line.gains, "loses": line.loses,
        })
    });
    json!({
        "old": pack(&simulated.old),
        "new": pack(&simulated.new),
        "year": simulated.year,
        "all": tally(&simulated.all),
        "units": units.collect::<Vec<_>>(),
        "articles": articles.collect::<Vec<_>>(),
        "gainers": people(&simulated.gainers),
        "gainers_unnamed": simulated.gainers.unnamed,
        "losers": people(&simulated.losers),
        "losers_unnamed": simulated.losers.unnamed,
        "unreadable": { "count": simulated.unreadable, "named": simulated.unreadable_named },
    })
}

fn people(people: &MovedPeople) -> Vec<Value> {
    let value = |person: &MovedPerson| {
        json!({
            "staff_number": person.staff_number, "name": person.name, "unit": person.unit,
            "before": person.before, "after": person.after, "causes": person.causes,
        })
    };
    people.named.iter().map(value).collect()
}

fn tally(tally: &Tally) -> Value {
    json!({
        "people": tally.people,
        "gains": tally.gains,
        "loses": tally.loses,
        "newly_met": tally.newly_met,
        "newly_unmet": tally.newly_unmet,
    })
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn chinese_characters_take_two_columns() {
        assert_eq!((columns("第四条 abc"), columns("")), (10, 0));
    }
}
