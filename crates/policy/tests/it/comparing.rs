//! What changes between two packs is told in words, under the article it belongs to.

use policy::{Difference, Library, Pack, PackError, compare};

use crate::{mutants, packs};

/// A pack with one text of its own rules replaced by another.
pub(crate) fn edited(name: &str, from: &str, to: &str) -> Pack {
    edited_so(name, &[(from, to)])
}

/// The pack with several changes of its rules.
pub(crate) fn edited_so(name: &str, changes: &[(&str, &str)]) -> Pack {
    reload(name, changes).unwrap_or_else(|problem| panic!("{problem}"))
}

/// What becomes of the pack with these changes of its rules.
pub(crate) fn reload(name: &str, changes: &[(&str, &str)]) -> Result<Pack, PackError> {
    let rules = format!("{name}/rules.md");
    let files = packs::files().into_iter().filter(|(path, _)| path.contains('/')).map(|(path, mut text)| {
        for (from, to) in changes.iter().filter(|_| path == rules) {
            assert!(text.contains(from), "{rules} has no “{from}”");
            text = text.replacen(from, to, 1);
        }
        (path, text)
    });
    Library::from_files(files).load(name)
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

#[test]
fn each_article_comes_once_and_in_its_order() {
    let packs = ["guet-2022", "guangxi-2019", "sample-2026", "yunting-2025"].map(packs::pack);
    for (old, new) in packs.iter().flat_map(|old| packs.iter().map(move |new| (old, new))) {
        let differences = compare(old, new);
        let headed: Vec<&str> =
            differences.chunk_by(|one, next| one.article == next.article).map(|of_one| &*of_one[0].article).collect();
        let of = |pack: &Pack, id: &str| pack.articles().iter().position(|article| article.id == id);
        // The new pack's articles, then those that only the old one has, then what stands under none.
        let places = headed.iter().map(|id| (of(new, id).unwrap_or(usize::MAX), of(old, id).unwrap_or(usize::MAX)));
        let places: Vec<_> = places.collect();
        assert!(places.windows(2).all(|two| two[0] < two[1]), "{} to {}: {headed:?}", old.name(), new.name());
    }
}

#[test]
fn what_is_carried_out_by_now_and_a_rule_that_is_gone_are_told_once() {
    let texts = |from: &str, to: &str| changed(from, to).into_iter().map(|change| change.text).collect::<Vec<_>>();
    let renamed = texts("id = \"circulated-notice\"", "id = \"notice\"");
    let says = "在全校通报、把黑名单报送职称主管部门，不在系统里办理。";
    assert_eq!(renamed, [format!("新增尚未落实的事项：{says}"), format!("不再有尚未落实的事项：{says}")]);
    let renamed = texts("[[consequence]]\nid = \"appraisal\"", "[[consequence]]\nid = \"review\"");
    let told = |what: &str| format!("{what}年度考核评为优秀的继续教育条件。");
    assert_eq!(renamed, [told("新增"), told("取消")]);
}

#[test]
fn a_requirement_tells_of_whom_it_is_made_and_a_reading_what_was_chosen() {
    let told = |from: &str, to: &str| {
        let said = changed(from, to);
        said.into_iter().map(|change| (change.article, change.text)).collect::<Vec<_>>()
    };
    let whom = told("binds = [\"full\"]", "binds = [\"full\", \"public-exam-only\"]");
    let text = "要求“年度总学时”的对谁要求由“应修全部学时的人”改为“应修全部学时的人、只要公需科目考试的人”。";
    assert_eq!(whom, [("第二条".to_owned(), text.to_owned())]);
    let reading = told("says = \"二级单位审验通过，即为二级单位认可该培训\"", "says = \"以另行发文为准\"");
    assert_eq!(reading.len(), 1);
    assert!(reading[0].1.contains("解释性规定“怎样才算经二级单位认可的培训？”的采用由"), "{reading:?}");
}

#[test]
fn another_option_and_another_conversion_are_told_once() {
    let told = |changes: &[(&str, &str)]| {
        let said = compare(&packs::pack("guet-2022"), &edited_so("guet-2022", changes));
        said.into_iter().map(|change| change.text).collect::<Vec<_>>()
    };
    let chosen = ("chosen = \"each-item\"", "chosen = \"whole-year\"");
    let turned = told(&[chosen]);
    let of_reading: Vec<_> = turned.iter().filter(|text| text.contains("读法") || text.contains("采用由")).collect();
    let [only] = of_reading.as_slice() else { panic!("{turned:?}") };
    assert!(only.contains("的采用由“按项折算") && only.contains("（whole-year）"), "{only}");
    let points = told(&[("from = \"points\", per = 100", "from = \"points\", per = 50")]);
    let [only] = points.as_slice() else { panic!("{points:?}") };
    assert!(only.contains("的折算由“") && only.contains("每 50 认定 1 学时"), "{only}");
}

#[test]
fn an_option_that_is_not_chosen_tells_of_its_words() {
    let said = changed("says = \"按比例折算", "says = \"照比例折算");
    let texts: Vec<_> = said.iter().map(|change| change.text.as_str()).collect();
    let [only] = texts.as_slice() else { panic!("{texts:?}") };
    assert!(only.contains("的读法“") && only.contains("”改为“照比例折算"), "{only}");
}

#[test]
fn rows_of_numbers_come_in_their_order() {
    let clauses = policy::clauses(&packs::pack("sample-2026"));
    let months = |(aspect, _): &(String, String)| -> Option<u32> {
        aspect.strip_prefix("标准表“当年工作月数：")?.strip_suffix('”')?.parse().ok()
    };
    let told: Vec<u32> = clauses.iter().flat_map(|clause| clause.aspects.iter().filter_map(months)).collect();
    assert_eq!(told, (1..=12).collect::<Vec<_>>());
}

/// Entries whose own name nothing refers to and nothing keeps: another one changes nothing.
const NAMELESS: [&str; 3] = ["[[day-limit]]", "[[window]]", "[[training-year]]"];

#[test]
fn whatever_is_changed_in_a_pack_is_told() {
    let files: Vec<_> = packs::files().into_iter().filter(|(path, _)| path.contains('/')).collect();
    let mut silent = Vec::new();
    let mut tried = 0;
    for (file, text) in &files {
        let mutants = match file.split_once('/') {
            Some((_, "rules.md")) => {
                // A training year is cited by its notice.
                let cited: Vec<_> = mutants::SECTIONS.into_iter().filter(|one| *one != "[[training-year]]").collect();
                let moved = mutants::moved(file, text, &cited);
                [mutants::of_rules(file, text), mutants::of_words(file, text), moved].concat()
            }
            Some((_, rest)) if rest.starts_with("tables/") => mutants::of_table(file, text),
            _ => continue,
        };
        let name = file.split('/').next().expect("a folder");
        let pack = packs::pack(name);
        for mutant in mutants {
            let rules_only = files.iter().filter(|(path, _)| !path.contains("/scenarios/"));
            let changed = rules_only
                .map(|(path, text)| (path.as_str(), if path == file { mutant.text.as_str() } else { text.as_str() }));
            let Ok(changed) = Library::from_files(changed).load(name) else { continue };
            tried += 1;
            let is_nameless =
                || NAMELESS.iter().any(|section| mutant.name.contains(section)) && mutant.name.contains(": id = ");
            if compare(&pack, &changed).is_empty() && !is_nameless() {
                silent.push(mutant.name);
            }
        }
    }
    assert!(tried > 1_200, "only {tried} changes load");
    assert!(silent.is_empty(), "nothing is told of {} of {tried} changes:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn an_article_tells_of_its_title_its_words_and_its_reason() {
    let told = |from: &str, to: &str| changed(from, to).into_iter().map(|change| change.text).collect::<Vec<_>>();
    assert_eq!(told("## 第十二条 单位责任", "## 第十二条 责任"), ["第十二条的标题由“单位责任”改为“责任”。"]);
    let text = "第十二条的说明文字由“二级单位要认真审验，失职的按规定处理。”改为“二级单位要认真审验，失职的按有关规定处理。”。";
    assert_eq!(told("失职的按规定处理", "失职的按有关规定处理"), [text]);
    assert_eq!(
        told("是联系方式，没有", "只是联系方式，没有"),
        ["第十四条的不写规则的理由由“是联系方式，没有可计算的内容。”改为“只是联系方式，没有可计算的内容。”。"]
    );
}

#[test]
fn the_same_pack_under_another_name_is_no_other_pack() {
    let copied = packs::files().into_iter().flat_map(|(path, text)| {
        let copy = path.strip_prefix("sample-2026/").map(|rest| (format!("copy-2026/{rest}"), text.clone()));
        copy.into_iter().chain([(path, text)])
    });
    let library = Library::from_files(copied.filter(|(path, _)| path.contains('/')));
    let [one, other] = ["sample-2026", "copy-2026"].map(|name| library.load(name).expect("it loads"));
    assert_eq!(compare(&one, &other), []);
}
