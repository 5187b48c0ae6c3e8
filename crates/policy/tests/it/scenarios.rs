//! Runs every `policies/*/scenarios/*.toml`: a year that a lawyer can read, and what it has to come to.

use policy::{Fault, Library, Scenario};

use crate::packs::{self, files};

#[test]
fn every_scenario_comes_out_as_it_says_and_every_article_and_kind_has_its_own() {
    let library = packs::library();
    for name in library.names() {
        let problems = library.check(name).expect("it loads");
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told, Vec::<String>::new(), "{}", told.join("\n"));
        let scenarios = library.scenarios(name).expect("they are read");
        assert!(!scenarios.is_empty(), "{name} has scenarios");
        assert!(scenarios.iter().all(|scenario| !scenario.covers.is_empty()), "{name}");
    }
}

/// What the check says of the school's rules without one file, or with another text in it.
fn said(path: &str, text: Option<(&str, &str)>) -> Vec<String> {
    let mut files = files();
    files.retain(|(name, _)| name.contains('/') && (text.is_some() || name != path));
    if let (Some((from, to)), Some((_, kept))) = (text, files.iter_mut().find(|(name, _)| name == path)) {
        assert!(kept.contains(from), "{kept}");
        *kept = kept.replace(from, to);
    }
    let problems = Library::from_files(files).check("guet-2022").expect("it loads");
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_kind_without_its_scenarios_is_named() {
    let said = said("guet-2022/scenarios/kind-report.toml", None);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("guet-2022/rules.md:"), "{said:?}");
    assert!(said[0].ends_with("种类“专题调研报告”没有学时计入、材料齐全的情景"), "{said:?}");
}

#[test]
fn a_reading_that_rules_can_follow_in_two_ways_has_a_scenario_of_the_other() {
    const OTHER: &str = "guet-2022/scenarios/reading-passed-after-opening.toml";
    let untested = |options: &[(&str, &str)]| {
        let mut files = files();
        files.retain(|(path, _)| path.contains('/') && path != OTHER);
        let (_, rules) = files.iter_mut().find(|(path, _)| path == "guet-2022/rules.md").expect("the rules");
        for (from, to) in options {
            assert!(rules.contains(from), "{from}");
            *rules = rules.replace(from, to);
        }
        let problems = Library::from_files(files).check("guet-2022").expect("it loads");
        problems.iter().filter(|problem| problem.fault == Fault::ReadingUntested).count()
    };
    assert_eq!(untested(&[]), 1);
    assert_eq!(untested(&[("id = \"any-day\", value = false", "id = \"any-day\"")]), 0, "there is one way only");
}

#[test]
fn a_kind_that_the_pack_around_shows_need_not_be_shown_again() {
    const INNER: &str = "# 小标准\n\n```toml\n[pack]\nextends = \"guangxi-2019\"\nfrom = \"2022-01-01\"\n```\n\n## 第一条 解释\n\n\
         ```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n";
    const STATED: &str = "种类“培训（主办或派出单位已写明学时）”没有";
    // This one shows all of its kinds at once, counted and not.
    const OF_ALL: &str = "guangxi-2019/scenarios/every-rule-cites-its-article.toml";
    let without = |gone: &str| -> Vec<String> {
        let mut files = files();
        files.retain(|(path, _)| path.contains('/') && path != gone && path != OF_ALL);
        files.push(("inner/rules.md".to_owned(), INNER.to_owned()));
        let problems = Library::from_files(files).check("inner").expect("it loads");
        let told = problems.iter().map(|problem| problem.problem.clone());
        told.filter(|problem| problem.starts_with(STATED)).collect()
    };
    assert_eq!(without(""), [""; 0]);
    assert_eq!(without("guangxi-2019/scenarios/stated-hours.toml"), [format!("{STATED}学时计入、材料齐全的情景")]);
    assert_eq!(without("guangxi-2019/scenarios/returned.toml"), [format!("{STATED}学时不计或缺材料的情景")]);
}

#[test]
fn a_kind_with_sample_numbers_has_a_scenario_in_which_it_counts_itself() {
    let untold = |accepted: &str| {
        let mut files = files();
        files.retain(|(path, text)| {
            path.contains('/') && !(path.starts_with("sample-2026/scenarios/") && text.contains("kind = \"paper\""))
        });
        // Beside it there is something that counts.
        let both = format!(
            "name = \"甲\"\ncovers = [\"第四条\"]\nyear = 2026\n\n[person]\ncategory = \"worker\"\n\n[[items]]\n\
             kind = \"paper\"\n{accepted}answers = {{ level = \"core\", rank = \"1\" }}\n\n[[items]]\n\
             kind = \"training-hosted\"\nanswers = {{ stated_hours = \"4\" }}\n\n[expect]\nobligation = \"none\"\n"
        );
        files.push(("sample-2026/scenarios/both.toml".to_owned(), both));
        let problems = Library::from_files(files).check("sample-2026").expect("it loads");
        problems.iter().any(|problem| problem.problem == "种类“论文”没有算得出学时的情景")
    };
    assert!(!untold(""));
    assert!(untold("accepted = false\n"));
}

#[test]
fn a_scenario_that_comes_out_otherwise_is_named_with_both_results() {
    let path = "guet-2022/scenarios/kind-report.toml";
    let said = said(path, Some(("professional_hours = 12", "professional_hours = 13")));
    assert_eq!(said.len(), 1, "{said:?}");
    let place =
        "guet-2022/scenarios/kind-report.toml:16: 调研报告有批示件：professional_hours 应为 13 学时，实际是 12 学时";
    assert!(said[0].starts_with(place), "{said:?}");
}

#[test]
fn a_number_changed_in_the_pack_is_noticed() {
    for (from, to) in [("cap_hours = 20", "cap_hours = 21"), ("per = 45", "per = 44"), ("fixed = 10", "fixed = 9")] {
        assert!(!said("guet-2022/rules.md", Some((from, to))).is_empty(), "{from} → {to}");
    }
}

#[test]
fn study_may_take_all_the_hours_that_a_course_has_and_no_more() {
    let loads = |study: &str| {
        let mut files = files();
        files.retain(|(path, _)| path.contains('/'));
        let (_, rules) = files.iter_mut().find(|(path, _)| path == "guet-2022/rules.md").expect("the rules");
        *rules = rules.replace("study_hours = 10", &format!("study_hours = {study}"));
        Library::from_files(files).load("guet-2022").is_ok()
    };
    assert!(loads("15") && !loads("16"));
}

#[test]
fn a_misspelt_scenario_is_named_by_its_line() {
    let problem = Scenario::parse("x/scenarios/a.toml", "name = \"甲\"\ncover = []\n").expect_err("it is refused");
    assert!(problem.to_string().starts_with("x/scenarios/a.toml:2: 情景写法不对：没有“cover”这一项"), "{problem}");
}

#[test]
fn several_names_that_come_out_otherwise_are_told_each_with_its_result() {
    let path = "guet-2022/scenarios/deadlines-of-a-year.toml";
    let said = said(path, Some(("person = \"2026-11-30 person soft 第八条\", ", "")));
    assert_eq!(said.len(), 1, "{said:?}");
    let (expected, found) = (
        "“approval 2026-12-31 unit hard 第六条（四）”、“title-series 2026-06-14 person hard 第八条”",
        "“approval 2026-12-31 unit hard 第六条（四）”、“person 2026-11-30 person soft 第八条”、“title-series 2026-06-14 person hard 第八条”",
    );
    let told = format!("一年的期限：哪一天、由谁、晚了还能不能办：deadlines 应为{expected}，实际是{found}");
    assert!(said[0].contains(&told), "{}", said[0]);
}

#[test]
fn whatever_a_scenario_expects_is_compared() {
    let changes = [
        ("deadlines-of-a-year", "2026-11-30 person soft", "2026-11-29 person soft", "deadlines"),
        ("connected-system-last-year", "只能登记在 2025 年度", "只能登记在 2024 年度", "problems"),
        ("forms-of-every-kind", "出版社与书号", "出版社", "forms.book 应为“出版社”"),
        ("provisions", "evidence = \"第五条\"", "evidence = \"第四条\"", "provisions.evidence 应为“第四条”"),
        ("connected-system-last-year", "2025 年度\"]", "2025 年度\", \"还有\"]", "problems"),
        ("exactly-ninety", "why = [\"第二条\"]", "why = [\"第二条\", \"第十三条\"]", "说明应引用“第十三条”，实际没有"),
    ];
    for (scenario, from, to, field) in changes {
        let path = format!("guet-2022/scenarios/{scenario}.toml");
        let said = said(&path, Some((from, to)));
        assert!(said.iter().any(|told| told.starts_with(&path) && told.contains(field)), "{scenario}: {said:?}");
    }
}
