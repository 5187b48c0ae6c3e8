//! `xueshi invite` for many at once: a list that is made once and that only its owner reads.

use domain::access::Role;

use crate::program::Desk;

const UNITS: &str = "部门代码,部门名称,类别\n01,机电工程学院,学院\n02,商学院,学院\n";
const ROSTER: &str = "工号,姓名,身份证号,所属部门,岗位类别\n\
    T001,林晓,990101198001010014,机电工程学院,专任教师\n\
    T002,周敏,990102198407138671,商学院,专任教师\n";

fn desk() -> Desk {
    let desk = Desk::with("units.csv", UNITS);
    desk.keep("roster.csv", ROSTER);
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    assert_eq!(desk.run("import roster roster.csv --apply").code, Some(0));
    desk
}

#[test]
fn a_list_of_links_is_written_once_and_never_over_another_file() {
    let desk = desk();
    let made = desk.run("invite --all --output all.xlsx");
    assert_eq!(made.code, Some(0), "{}", made.complained);
    assert!(made.said.contains("已为 2 人生成邀请名单"), "{}", made.said);
    let table = documents::spreadsheet::read("all.xlsx", &desk.read("all.xlsx")).expect("a workbook");
    assert_eq!(table.rows.len(), 3);
    let again = desk.run("invite --all --output all.xlsx");
    assert_eq!(again.code, Some(1));
    assert!(again.complained.contains("已经存在"), "{}", again.complained);
    let unit = desk.run("invite --unit 商学院 --output unit.xlsx");
    assert!(unit.said.contains("已为 1 人"), "{}{}", unit.said, unit.complained);
    let files = desk.files();
    let unknown = desk.run("invite --unit 没有的学院 --output other.xlsx");
    assert_eq!((unknown.code, desk.files()), (Some(1), files), "{}", unknown.complained);
}

#[test]
fn one_person_or_many_but_not_both() {
    let desk = desk();
    for wrong in [
        "invite",
        "invite --all",
        "invite --output x.xlsx",
        "invite --all --unit 商学院 --output x.xlsx",
        "invite T001 --all --output x.xlsx",
        "invite T001 --output x.xlsx",
        "invite --all --role auditor --output x.xlsx",
    ] {
        assert_eq!(desk.run(wrong).code, Some(2), "{wrong}");
    }
    let one = desk.run("invite T001");
    assert!(one.code == Some(0) && one.said.contains("/invitations/"), "{}", one.complained);
    let verifier = desk.run("invite T002 --role verifier --unit 商学院");
    assert_eq!(verifier.code, Some(0), "{}", verifier.complained);
}

#[test]
fn every_role_that_can_be_given_is_named_and_can_be_given() {
    let desk = desk();
    // Wherever its lines break.
    let unbroken = |text: &str| -> String { text.split_whitespace().collect() };
    let help = unbroken(&desk.run("invite --help").said);
    let unknown = desk.run("invite T001 --role no-such");
    assert_eq!(unknown.code, Some(2));
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Person) {
        assert!(help.contains(&unbroken(&format!("{role} {}", role.label()))), "{role}: {help}");
        assert!(unknown.complained.contains(role.as_str()), "{role}: {}", unknown.complained);
        let unit = if role.is_of_a_unit() { " --unit 商学院" } else { "" };
        let given = desk.run(&format!("invite T001 --role {role}{unit}"));
        assert_eq!(given.code, Some(0), "{role}: {}", given.complained);
    }
    let scoped = desk.run("invite T001 --role support --unit 商学院");
    assert_eq!(scoped.code, Some(1), "{}", scoped.said);
    assert!(
        scoped.complained.contains("请去掉单位再试一次") && !scoped.complained.contains("依据"),
        "{}",
        scoped.complained
    );
    let nowhere = desk.run("invite T001 --role verifier").complained;
    assert!(nowhere.contains("依据：第六条（二）（xueshi policy show 第六条 --pack guet-2022）"), "{nowhere}");
}
