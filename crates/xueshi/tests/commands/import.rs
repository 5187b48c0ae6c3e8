//! `xueshi import`: what a trial run says, what its exit code says, and where results come from.

use crate::program::Desk;

const UNITS: &str = "部门代码,部门名称,类别\n01,机电工程学院,学院\n";
const ROSTER: &str = "工号,姓名,身份证号,所属部门,岗位类别\n\
    T001,林晓,990101198001010014,机电工程学院,专任教师\n\
    T002,周敏,99010119800101003,机电工程学院,专任教师\n";

fn desk() -> Desk {
    let desk = Desk::with("units.csv", UNITS);
    desk.keep("roster.csv", ROSTER);
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    desk
}

#[test]
fn scripts_learn_from_a_trial_run_whether_the_sheet_is_good() {
    let desk = desk();
    let good = desk.run("import units units.csv");
    assert_eq!((good.code, good.said.contains("这是试运行")), (Some(0), true), "{}", good.said);
    let bad = desk.run("import roster roster.csv");
    assert_eq!(bad.code, Some(1), "{}", bad.said);
    assert!(bad.said.contains("可以导入 1 行，有问题 1 行") && bad.said.contains("什么也没有写入"), "{}", bad.said);
    assert_eq!(desk.run("import roster roster.csv --json").code, Some(1));
    let wrong = desk.run("import roster units.csv");
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.said.contains("没有可以写入的行"), "{}", wrong.said);
    assert_eq!(desk.run("import roster units.csv --apply").code, Some(1), "nothing was taken over");
    let taken = desk.run("import roster roster.csv --apply");
    assert_eq!(taken.code, Some(0), "{}", taken.said);
    assert!(taken.said.contains("有问题的 1 行没有写入"), "{}", taken.said);
}

#[test]
fn all_or_nothing_says_what_it_would_do() {
    let desk = desk();
    let bad = desk.run("import roster roster.csv --all-or-nothing");
    assert_eq!(bad.code, Some(1));
    assert!(bad.said.contains("一行都不会写入") && bad.said.contains("去掉 --all-or-nothing"), "{}", bad.said);
    let good = desk.run("import units units.csv --all-or-nothing");
    assert!(good.said.contains("表里没有问题，加 --apply 就全部写入"), "{}", good.said);
    let stopped = desk.run("import roster roster.csv --all-or-nothing --apply");
    assert_eq!(stopped.code, Some(1));
    let help = desk.run("import roster --help");
    assert!(help.said.contains("1 试运行发现有问题的行"), "{}", help.said);
}

#[test]
fn results_carry_their_source() {
    let desk = desk();
    assert_eq!(desk.run("import roster roster.csv --apply").code, Some(0));
    desk.keep(
        "exam.csv",
        "年度,身份证号,姓名,课程名称,学习学时,考试次数,成绩,考试时间,结果,获得学时\n\
         2026,990101198001010014,林晓,公需科目必修课,10,1,86,2026-06-01 10:00,合格,15\n",
    );
    let taken = desk.run("import public-exam exam.csv --source 桂人社通知2026第8号名单 --apply");
    assert_eq!(taken.code, Some(0), "{}{}", taken.said, taken.complained);
    let help = desk.run("import public-exam --help");
    assert!(help.said.contains("--source <来源>"), "{}", help.said);
    assert_eq!(desk.run("import units units.csv --source x").code, Some(2), "only results have a source");
}

#[test]
fn a_trial_run_says_what_changes_and_warns_where_the_obligation_does() {
    let desk = desk();
    let whole = "工号,姓名,身份证号,所属部门,岗位类别,职称,电话,下一年度是否申报职称\n\
        T001,林晓,990101198001010014,机电工程学院,管理岗,讲师,2290000,是\n";
    desk.keep("whole.csv", whole);
    assert_eq!(desk.run("import roster whole.csv --apply").code, Some(0));
    desk.keep("other.csv", whole.replace("讲师,2290000,是", "教授,2290000,"));
    let dry = desk.run("import roster other.csv");
    for words in ["下一年度申报职称（是改为否）：1 人", "现职称：1 人", "注意：有 1 人", "全年应修多少学时"]
    {
        assert!(dry.said.contains(words), "{words}: {}", dry.said);
    }
    assert!(!dry.said.contains("联系电话"), "{}", dry.said);
    let report = desk.run("import roster other.csv --json");
    assert_eq!(report.json(), serde_json::json!({ "good": 1, "problems": [] }), "nothing but what programs rest on");
    assert!(
        report.complained.contains("现职称：1 人") && report.complained.contains("注意：有 1 人"),
        "people are told"
    );
    desk.keep("short.csv", whole.replace("下一年度是否申报职称", "备注").replace(",电话", ",座机"));
    let short = desk.run("import roster short.csv");
    assert!(short.said.contains("没有变化 1") && short.said.contains("表里没有这些列"), "{}", short.said);
}

#[test]
fn hours_of_a_connected_system_are_taken_over_once() {
    let desk = desk();
    assert_eq!(desk.run("import roster roster.csv --apply").code, Some(0));
    let row = "990101198001010014,林晓,高校教师信息化教学能力提升,2026-05-11,2026-05-15,16";
    let head = "登记编号,身份证号,姓名,培训项目,开始日期,结束日期,学时";
    desk.keep("hours.csv", format!("{head}\nHY1,{row}\nHY1,{row}\n"));
    let nameless = desk.run("import industry-hours hours.csv");
    assert_eq!(nameless.code, Some(1), "{}{}", nameless.said, nameless.complained);
    assert!(nameless.complained.contains("--system"), "{}", nameless.complained);
    let dry = desk.run("import industry-hours hours.csv --system 高校教师培训平台");
    assert_eq!(dry.code, Some(1), "{}", dry.said);
    assert!(dry.said.contains("可以导入 1 行，有问题 1 行") && dry.said.contains("与第2行重复"), "{}", dry.said);
    let stopped = desk.run("import industry-hours hours.csv --system 高校教师培训平台 --apply --all-or-nothing");
    assert_eq!(stopped.code, Some(1), "{}", stopped.said);
    let taken = desk.run("import industry-hours hours.csv --system 高校教师培训平台 --apply");
    assert!(taken.code == Some(0) && taken.said.contains("新增 1"), "{}{}", taken.said, taken.complained);
    let again = desk.run("import industry-hours hours.csv --system 高校教师培训平台 --apply");
    assert!(again.said.contains("新增 0，更新 0，没有变化 1"), "{}", again.said);
    desk.keep("column.csv", format!("{head},来源系统\nHY1,{row},高校教师培训平台\n"));
    let report = desk.run("import industry-hours column.csv --json");
    assert_eq!((report.code, report.json()["good"].as_i64()), (Some(0), Some(1)), "{}", report.said);
    assert!(desk.run("import industry-hours --help").said.contains("--system <系统>"));
}

#[test]
fn another_list_is_told_with_the_columns_that_it_lacks() {
    let desk = Desk::with("exam.csv", "年度,身份证号,姓名,课程名称,学习学时\n2026,1,周敏,公需科目必修课,10\n");
    let ended = desk.run("import roster exam.csv --data t0");
    assert_eq!(ended.code, Some(1));
    for words in ["这张表不能当作“名册”导入", "工号、所属部门、岗位类别"] {
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
    desk.keep("units.csv", "部门代码,部门名称,类别\n01,机电工程学院,学院\n");
    let ended = desk.run("import roster units.csv --data t0");
    assert!(ended.said.contains("xueshi import units"), "{}", ended.said);
}

#[test]
fn a_roster_without_its_units_says_to_import_them_first() {
    let roster = "工号,姓名,身份证号,所属部门,岗位类别\nT1,周敏,1,机电学院,专任教师\nT2,林晓,2,机电学院,专任教师\n";
    let ended = Desk::with("roster.csv", roster).run("import roster roster.csv --data t0");
    assert!(ended.said.contains("有 2 行的所属部门不在单位名册里。请先导入单位"), "{}", ended.said);
}
