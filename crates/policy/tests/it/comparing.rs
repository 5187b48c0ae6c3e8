//! What changes between two packs is told in words, under the article it belongs to.

use policy::{Difference, Library, Pack, compare};

use crate::packs;

/// A pack with one text of its own rules replaced by another.
fn edited(name: &str, from: &str, to: &str) -> Pack {
    let rules = format!("{name}/rules.md");
    let files = packs::files().into_iter().filter(|(path, _)| path.contains('/')).map(|(path, text)| {
        let is_meant = path == rules;
        assert!(!is_meant || text.contains(from), "{rules} has no “{from}”");
        let text = if is_meant { text.replacen(from, to, 1) } else { text };
        (path, text)
    });
    Library::from_files(files).load(name).unwrap_or_else(|problem| panic!("{problem}"))
}

fn changed(from: &str, to: &str) -> Vec<Difference> {
    compare(&packs::pack("guet-2022"), &edited("guet-2022", from, to))
}

#[test]
fn a_pack_does_not_differ_from_itself() {
    let pack = packs::pack("sample-2026");
    assert_eq!(compare(&pack, &pack), []);
}

#[test]
fn a_changed_cap_is_one_sentence_under_its_article() {
    let changed = changed("cap_hours = 20", "cap_hours = 24");
    let told: Vec<_> = changed.iter().map(|change| (change.article.as_str(), change.text.as_str())).collect();
    assert_eq!(told, [("第四条", "限额“个人自学与单位统一安排自学”的上限由“20 学时”改为“24 学时”。")]);
}

#[test]
fn sample_numbers_show_as_rows_of_the_standard_table() {
    let differences = compare(&packs::pack("guet-2022"), &packs::pack("sample-2026"));
    let rows: Vec<_> = differences.iter().filter(|difference| difference.text.contains("标准表")).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.article == "第四条"), "{differences:#?}");
}

#[test]
fn what_only_one_pack_has_is_new_or_gone() {
    let differences = compare(&packs::pack("guangxi-2019"), &packs::pack("guet-2022"));
    assert!(differences.iter().any(|difference| difference.text == "新增种类“论文”。"), "{differences:#?}");
    let back = compare(&packs::pack("guet-2022"), &packs::pack("guangxi-2019"));
    assert!(back.iter().any(|difference| difference.text == "取消种类“论文”。"), "{back:#?}");
}
