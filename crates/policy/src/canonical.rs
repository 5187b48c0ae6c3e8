//! The canonical form of a year's facts: one text for one content, whatever order the fields were written in and
//! whichever of them the program that wrote them knew. Must not hash: the caller does.

use serde_json::Value;

use crate::YearFacts;

/// The facts as one line of JSON: fields in the order of their names' bytes, nothing between the tokens, what is not
/// known and lists without anything in them left out, amounts with decimals as text (`"12.5"`), so that no reader makes
/// a binary fraction of them. Lists keep their order.
///
/// # Errors
/// None for facts that were read; the writer of JSON has to promise something.
pub fn canonical(facts: &YearFacts) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(facts)?, &mut text);
    Ok(text)
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) if number.is_i64() || number.is_u64() => text.push_str(&number.to_string()),
        Value::Number(number) => text.push_str(&Value::String(number.to_string()).to_string()),
        Value::Array(values) => list(text, ('[', ']'), values.iter(), write),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().filter(|(_, value)| !is_nothing(value)).collect();
            fields.sort_by_key(|(name, _)| *name);
            list(text, ('{', '}'), fields.into_iter(), |(name, value), text| {
                text.push_str(&Value::String(name.clone()).to_string());
                text.push(':');
                write(value, text);
            });
        }
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

fn list<T>(
    text: &mut String,
    (open, close): (char, char),
    entries: impl Iterator<Item = T>,
    mut write: impl FnMut(T, &mut String),
) {
    text.push(open);
    for (index, entry) in entries.enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(entry, text);
    }
    text.push(close);
}

/// What says no more than that a fact is not there.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
