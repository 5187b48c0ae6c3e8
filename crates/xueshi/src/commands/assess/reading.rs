//! Facts from a file: what may be read, and where in the file it goes wrong or contradicts itself. Must not judge
//! anything.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use policy::{Pack, YearFacts};

use super::fault::{self, Fault};
use crate::failure::{Failure, cause};

/// More than this is not one person's year.
const PERSON_BYTES_MAX: usize = 4 * 1024 * 1024;
/// More than this is not one institution's year; it has to fit into memory.
const FILE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// What facts have to accord with.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) pack: &'a Pack,
    /// The year that they are judged for, where it is another than they say.
    pub(super) year: Option<i16>,
    /// Nothing has happened after this day.
    pub(super) today: Date,
}

/// The file that holds one person's year.
pub(super) fn one_person(path: &Path, ground: Ground<'_>) -> Result<YearFacts, Failure> {
    let source = Source::open(path, PERSON_BYTES_MAX)?;
    source.person(ground, &source.text, 0)
}

/// The file that holds one person's year in each line; empty lines are passed over.
pub(super) fn person_a_line(path: &Path, ground: Ground<'_>) -> Result<Vec<YearFacts>, Failure> {
    let source = Source::open(path, FILE_BYTES_MAX)?;
    let written = source.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    written.map(|(lines_before, line)| source.person(ground, line, lines_before)).collect()
}

/// What was read, and where from.
struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    fn open(path: &Path, bytes_max: usize) -> Result<Source, Failure> {
        let name = path.display();
        let bytes = bytes(path, bytes_max).map_err(|error| {
            Failure::new(format!("读不了 {name}：{}。数据没有改动。请核对文件名和读取权限。", cause(&error)))
        })?;
        if bytes.len() > bytes_max {
            return Err(Failure::new(format!(
                "{name} 超过 {} MB，没有核算。数据没有改动。请检查是不是选错了文件；许多人请一行一个，并加 --lines。",
                bytes_max / 1024 / 1024
            )));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let line = 1 + error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count();
            Failure::new(format!("{name} 的第 {line} 行不是 UTF-8 文本。数据没有改动。请另存为 UTF-8 编码再试。"))
        })?;
        let text = text.trim_start_matches('\u{feff}').to_owned();
        if text.trim().is_empty() {
            return Err(Failure::new(format!(
                "{name} 从第 1 行起就没有内容，是空文件。数据没有改动。请照 docs/facts.md 写一个人的年度事实。"
            )));
        }
        Ok(Source { path: path.to_owned(), text })
    }

    /// One person's facts that begin after `lines_before` lines of the file, fit to be judged.
    fn person(&self, ground: Ground<'_>, text: &str, lines_before: usize) -> Result<YearFacts, Failure> {
        let mut facts = fault::facts(text).map_err(|fault| self.failure("写法不对", fault, lines_before))?;
        facts.year = ground.year.unwrap_or(facts.year);
        match fault::contradiction(ground.pack, text, &facts, ground.today) {
            Some(fault) => Err(self.failure("内容不对", fault, lines_before)),
            None => Ok(facts),
        }
    }

    fn failure(&self, what: &str, fault: Fault, lines_before: usize) -> Failure {
        let field = fault.field.map_or_else(String::new, |field| format!("（字段 {field}）"));
        Failure::new(format!(
            "事实文件 {} 的第 {} 行第 {} 列{what}{field}：{}。没有核算。数据没有改动。\
             请改正后再试；格式见 docs/facts.md，或运行 xueshi assess --schema。",
            self.path.display(),
            lines_before + fault.line,
            fault.column,
            fault.reason
        ))
    }
}

/// Everything there, or one byte more than allowed.
fn bytes(path: &Path, bytes_max: usize) -> std::io::Result<Vec<u8>> {
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
