//! The same file as evidence of two items: often one activity typed twice, sometimes one paper that proves two. Whoever
//! reads the items is told; it decides nothing.

use domain::{
    evidence::Evidence,
    item::{Decision, Item},
};

/// The other items of the registration that rest on a file of this one, each in a sentence.
pub(crate) fn same_files(item: &Item, items: &[Item], evidence: &[Evidence]) -> Vec<String> {
    let is_in_question = |other: &&Item| other.id != item.id && !matches!(other.decision, Decision::Returned { .. });
    let told = items.iter().filter(is_in_question).filter_map(|other| {
        let is_shared = |own: &&Evidence| of(other, evidence).any(|file| file.sha256 == own.sha256);
        let shared = of(item, evidence).find(is_shared)?;
        Some(format!(
            "材料“{}”也是《{}》的材料，是同一个文件，请核对是不是同一项活动：同一项只计一次。",
            shared.file_name, other.title
        ))
    });
    told.collect()
}

fn of<'a>(item: &Item, evidence: &'a [Evidence]) -> impl Iterator<Item = &'a Evidence> {
    let id = item.id;
    evidence.iter().filter(move |file| file.item_id == id)
}
