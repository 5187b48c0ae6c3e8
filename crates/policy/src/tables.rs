//! Tables of hours: a CSV beside the rules, one column an ask, then `hours,source,status`. Must not know what the
//! answers mean.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::faults::Fault;
use crate::{Hours, PackError, Status, TableRow};

const TAIL: [&str; 3] = ["hours", "source", "status"];

/// Reads a table whose key columns are `by`, in that order.
pub(crate) fn read(path: &str, text: &str, by: &[String]) -> Result<BTreeMap<Vec<String>, TableRow>, PackError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let wanted: Vec<&str> = by.iter().map(String::as_str).chain(TAIL).collect();
    let header = reader.headers().map_err(|error| unreadable(path, &error))?;
    if header.iter().collect::<Vec<_>>() != wanted {
        return Err(PackError::new(path, 1, Fault::TableHeader, format!("第一行应为：{}", wanted.join(","))));
    }
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(path, &error))?;
        let line = record.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
        let problem = |fault, text: String| PackError::new(path, line, fault, text);
        let key: Vec<String> = record.iter().take(by.len()).map(str::to_owned).collect();
        let [hours, source, status] = [0, 1, 2].map(|offset| record.get(by.len() + offset).unwrap_or_default());
        let hours = Hours::from_str(hours).map_err(|error| problem(Fault::BadAmount, error.to_string()))?;
        if source.is_empty() {
            return Err(problem(Fault::NoSource, "source 不能为空：每个数都要写明出处".to_owned()));
        }
        let status = match status {
            "official" => Status::Official,
            "interpretation" => Status::Interpretation,
            "sample" => Status::Sample,
            other => {
                return Err(problem(
                    Fault::TableStatus,
                    format!("status“{other}”应为 official、interpretation 或 sample"),
                ));
            }
        };
        let row = TableRow { hours, source: source.to_owned(), status, line };
        if rows.insert(key.clone(), row).is_some() {
            return Err(problem(Fault::RowTwice, format!("“{}”出现了两次", key.join("、"))));
        }
    }
    Ok(rows)
}

fn unreadable(path: &str, error: &csv::Error) -> PackError {
    let line = error.position().map_or(1, |position| usize::try_from(position.line()).unwrap_or(1));
    PackError::new(path, line, Fault::TableColumns, "这一行的列数与第一行不一致，或不是 UTF-8 文字")
}
