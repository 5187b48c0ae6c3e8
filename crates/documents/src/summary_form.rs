//! The summary form 专业科目学时登记汇总表 (annex 2 to the rules, article 6): ready to print, sign and seal. Must not
//! decide any hours.

use policy::Hours;
use typst::foundations::{Dict, Value};

use crate::DocumentError;
use crate::typesetting::{Template, fields, list, text, typeset};

static TEMPLATE: Template =
    Template { name: "summary_form.typ", source: include_str!("../templates/summary_form.typ"), standards: &[] };

/// Everything that stands on the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryFormContent {
    /// The calendar year of the registration.
    pub year: i16,
    /// The registration's number.
    pub number: String,
    /// 姓名.
    pub name: String,
    /// 工号.
    pub staff_number: String,
    /// 所在单位.
    pub unit: String,
    /// 现职称; empty when there is none.
    pub title: String,
    /// One row an item, in order.
    pub rows: Vec<SummaryRow>,
    /// A note below the rows on what connected systems registered, which is not registered again.
    pub elsewhere: Option<String>,
    /// Sum of the hours applied for.
    pub total_applied: Hours,
    /// Sum of the hours verified; none leaves the place blank for a pen.
    pub total_verified: Option<Hours>,
    /// What counts of those after the caps; none where all of them do.
    pub total_counted: Option<Hours>,
    /// Whether the hours rest on sample numbers: the page then says 示例标准 large.
    pub sample: bool,
    /// Title of the policy pack that the hours were computed with.
    pub pack_title: String,
    /// What the person signs, without a full stop.
    pub declaration: String,
}

/// One item of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    /// 序号, from 1.
    pub no: u32,
    /// 类别, such as 培训进修.
    pub category: String,
    /// 种类 within the category.
    pub kind: String,
    /// 名称 of the activity or outcome.
    pub title: String,
    /// 主办单位.
    pub organiser: String,
    /// 起止时间 as people write it.
    pub dates: String,
    /// 数量 with its unit, such as 3 个半天; may be empty.
    pub amount: String,
    /// 申请学时; none leaves the place blank.
    pub applied: Option<Hours>,
    /// 核定学时; none leaves the place blank for a pen.
    pub verified: Option<Hours>,
    /// 佐证材料, one entry a document.
    pub evidence: Vec<String>,
}

/// Sets the form as a PDF file of as many pages as the rows need. The same content always gives the same bytes.
pub fn render(content: &SummaryFormContent) -> Result<Vec<u8>, DocumentError> {
    Ok(typeset(&TEMPLATE, inputs(content), &content.number)?.pdf)
}

fn inputs(content: &SummaryFormContent) -> Dict {
    fields([
        ("year", Value::Int(content.year.into())),
        ("number", text(&content.number)),
        ("name", text(&content.name)),
        ("staff_number", text(&content.staff_number)),
        ("unit", text(&content.unit)),
        ("title", text(&content.title)),
        ("rows", list(content.rows.iter().map(|row| Value::Dict(row_inputs(row))))),
        ("elsewhere", text(content.elsewhere.as_deref().unwrap_or_default())),
        ("total_applied", text(&content.total_applied.to_string())),
        ("total_verified", hours(content.total_verified)),
        ("total_counted", hours(content.total_counted)),
        ("sample", Value::Bool(content.sample)),
        ("pack_title", text(&content.pack_title)),
        ("declaration", text(&format!("{}。", content.declaration))),
    ])
}

fn row_inputs(row: &SummaryRow) -> Dict {
    fields([
        ("no", Value::Int(row.no.into())),
        ("category", text(&row.category)),
        ("kind", text(&row.kind)),
        ("title", text(&row.title)),
        ("organiser", text(&row.organiser)),
        ("dates", text(&row.dates)),
        ("amount", text(&row.amount)),
        ("applied", hours(row.applied)),
        ("verified", hours(row.verified)),
        ("evidence", list(row.evidence.iter().map(|name| text(name)))),
    ])
}

fn hours(hours: Option<Hours>) -> Value {
    text(&hours.map(|hours| hours.to_string()).unwrap_or_default())
}
