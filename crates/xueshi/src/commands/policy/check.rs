//! `xueshi policy check`: whether packs can be used, and everything that is wrong with them, with its place and what to do.

use policy::{HoursRule, Library, Pack, PackError, Provision};
use serde_json::{Value, json};

use crate::failure::Failure;

/// One pack, checked.
struct Checked<'a> {
    name: &'a str,
    /// Absent when it cannot be used.
    pack: Option<Pack>,
    problems: Vec<PackError>,
}

/// Checks one pack, or all. A failure when anything is wrong.
pub(crate) fn run(library: &Library, name: Option<&str>, json: bool) -> Result<(), Failure> {
    let names = name.map_or_else(|| library.names(), |name| vec![name]);
    let checked: Vec<Checked> = names.into_iter().map(|name| check(library, name)).collect();
    if json {
        let packs: Vec<Value> = checked.iter().map(value).collect();
        println!("{:#}", Value::Array(packs));
    } else {
        checked.iter().filter_map(|one| one.pack.as_ref()).for_each(|pack| println!("{}", summary(pack)));
    }
    let problems: Vec<&PackError> = checked.iter().flat_map(|one| &one.problems).collect();
    if problems.is_empty() {
        return Ok(());
    }
    if json {
        return Err(Failure::new(format!("{} 处要改，都在输出里。数据没有改动。", problems.len())));
    }
    let lines: Vec<String> = problems.iter().map(|problem| told(problem)).collect();
    Err(Failure::new(format!("{}\n共 {} 处要改。数据没有改动。", lines.join("\n"), lines.len())))
}

fn check<'a>(library: &Library, name: &'a str) -> Checked<'a> {
    match library.load(name) {
        Ok(pack) => {
            let problems = library.check(name).unwrap_or_else(|problem| vec![problem]);
            Checked { name, pack: Some(pack), problems }
        }
        Err(problem) => Checked { name, pack: None, problems: vec![problem] },
    }
}

fn told(problem: &PackError) -> String {
    format!("{problem}\n    怎么办：{}〔{}〕", problem.fault.advice(), problem.fault.as_str())
}

fn value(checked: &Checked) -> Value {
    let problem = |problem: &PackError| {
        json!({
            "code": problem.fault.as_str(),
            "file": problem.file,
            "line": problem.line,
            "problem": problem.problem,
            "advice": problem.fault.advice(),
        })
    };
    let not_carried = |pack: &Pack| pack.not_carried().map(Provision::as_str).collect::<Vec<_>>();
    json!({
        "pack": checked.name,
        "usable": checked.pack.is_some(),
        "hash": checked.pack.as_ref().map(Pack::hash),
        "provisions_without_article": checked.pack.as_ref().map(not_carried),
        "problems": checked.problems.iter().map(problem).collect::<Vec<_>>(),
    })
}

fn summary(pack: &Pack) -> String {
    let reviewer = pack.kinds().iter().filter(|kind| kind.hours == HoursRule::Reviewer).count();
    let sample = if pack.is_sample() { "，含示例数字" } else { "" };
    let gaps: String =
        pack.gaps().iter().map(|gap| format!("\n      尚未落实〔{}〕{}", gap.article, gap.says)).collect();
    let not_carried: Vec<&str> = pack.not_carried().map(Provision::label).collect();
    let not_carried = if not_carried.is_empty() {
        String::new()
    } else {
        format!("\n      没有条文规定：{}", not_carried.join("、"))
    };
    format!(
        "可用  {}  {}：{} 起执行，{} 条，{} 个种类（其中 {reviewer} 个由单位核定）{sample}\n      内容指纹 {}{gaps}{not_carried}",
        pack.name(),
        pack.title(),
        pack.from(),
        pack.articles().len(),
        pack.kinds().len(),
        pack.hash()
    )
}
