//! Every state of a registration, and what the first line says of it.

use jiff::civil::date;

use super::*;

fn todo(text: &str, hours: Option<i64>, task: Task) -> Todo {
    Todo {
        text: text.to_owned(),
        article: String::new(),
        hours: hours.map(Hours::from_whole),
        by: None,
        firmness: None,
        task,
    }
}

fn approval() -> Todo {
    todo("学时已经够了；登记经单位审批通过后，就可以生成“专业技术人员继续教育合格证书”。", None, Task::Unit)
}

/// Hours enough, nothing lacking, on 24 November.
fn enough(state: Option<State>) -> Situation {
    Situation {
        year: 2026,
        obligation: Obligation::Full,
        outcome: Outcome::Satisfied,
        follows: vec![if state == Some(State::Approved) { Outcome::Satisfied } else { Outcome::Undetermined }],
        todo: vec![approval()],
        state,
        reason: None,
        is_approval_withdrawn: false,
        has_sealed_form: false,
        items: 2,
        certificate: Some("专业技术人员继续教育合格证书".to_owned()),
        elsewhere: 0,
        lacking: Vec::new(),
        wrong: Vec::new(),
        returned: Vec::new(),
        pending: (0, Hours::ZERO),
        revoked: Vec::new(),
        due: Some(date(2026, 11, 30)),
        last: Some(date(2026, 12, 31)),
        today: date(2026, 11, 24),
    }
}

fn short(state: Option<State>) -> Situation {
    let todo = vec![
        todo("完成公需科目必修课学习并通过考试。", None, Task::Study),
        todo("再完成 38 学时专业科目。", Some(38), Task::Hours),
        todo("再完成 15 学时公需科目。", Some(15), Task::Hours),
        todo("有 1 项登记还没有填完，填好以后才能计算学时。", None, Task::Answers),
        todo("有 2 项登记等待单位核定学时。", None, Task::Unit),
    ];
    Situation { outcome: Outcome::NotSatisfied, follows: vec![Outcome::NotSatisfied], todo, ..enough(state) }
}

#[test]
fn who_has_nothing_to_type_hands_in_what_systems_registered() {
    let told = |situation: Situation| turn(&situation).text;
    let only = |situation: Situation| Situation { items: 0, elsewhere: 2, ..situation };
    let text = told(only(enough(Some(State::Draft))));
    assert!(text.contains("没有别的需要登记就可以提交"), "{text}");
    let by_school = "不必重复登记；仍要打开一份登记并提交，经审验、审批才能生成“专业技术人员继续教育合格证书”，原则上";
    assert!(told(only(enough(None))).contains(by_school));
    let without = Situation { certificate: None, ..only(enough(None)) };
    assert!(told(without).contains("经审验、审批才算完成，原则上"));
    assert!(told(only(short(Some(State::Draft)))).contains("还不够，请补上后提交"));
    assert!(told(Situation { elsewhere: 0, ..only(enough(Some(State::Draft))) }).contains("请先添加"));
}

#[test]
fn every_state_says_whose_turn_it_is() {
    for (state, whose, text) in [
        (None, Whose::Person, "还没有登记专业科目学时，请开始登记，原则上不晚于2026年11月30日。"),
        (Some(State::Draft), Whose::Person, "登记还没有提交：材料齐全，请去提交，原则上不晚于2026年11月30日。"),
        (Some(State::Submitted), Whose::Unit, "登记已经提交，等单位审验；审验开始前可以撤回修改。"),
        (Some(State::Checking), Whose::Unit, "单位正在审验，现在不用做什么，也不能添加或修改。"),
        (Some(State::Verified), Whose::Person, "单位审验通过。请打印登记汇总表，签名并加盖单位公章，上传后提交审批。"),
        (Some(State::AwaitingApproval), Whose::Unit, "登记已经提交审批，等单位审批；现在不用做什么。"),
        (Some(State::Approved), Whose::Nobody, "登记已经审批，2026 年度的任务已经完成；证书在年度账里生成。"),
        (Some(State::Returned), Whose::PersonAgain, "单位退回了登记。请修改后重新提交。"),
    ] {
        let told = turn(&enough(state));
        assert_eq!((told.whose, told.text.as_str()), (whose, text), "{state:?}");
        assert!(told.todo.is_empty(), "{state:?}: what the unit does is no task of the person's");
    }
}

#[test]
fn whoever_has_not_handed_in_is_never_told_to_wait() {
    for state in [None, Some(State::Draft), Some(State::Returned)] {
        for situation in [enough(state), short(state)] {
            let told = turn(&situation);
            let all = told.todo.iter().map(|todo| &todo.text).chain(&told.more).chain([&told.text]);
            for text in all {
                assert!(!text.contains("等待") && !text.contains("等单位"), "{state:?}: {text}");
            }
            assert_ne!(told.whose, Whose::Unit);
        }
    }
}

#[test]
fn a_draft_names_what_it_lacks() {
    let draft = enough(Some(State::Draft));
    let lacking: Vec<String> = (1..=4).map(|number| format!("“培训{number}”：培训证书")).collect();
    let told = turn(&Situation { lacking: lacking[..2].to_vec(), ..draft.clone() });
    assert_eq!(told.text, "登记还没有提交：缺 2 份材料，请补齐后提交，原则上不晚于2026年11月30日。");
    assert_eq!(told.more, ["还缺：“培训1”：培训证书；“培训2”：培训证书。"]);
    let told = turn(&Situation { lacking, ..short(Some(State::Draft)) });
    assert!(told.text.contains("缺 4 份材料，学时也还不够"), "{}", told.text);
    assert!(told.more[0].ends_with("“培训3”：培训证书等。"), "{}", told.more[0]);
    let wrong = vec!["“培训5”：填写的是 100 个半天。".to_owned()];
    let told = turn(&Situation { lacking: vec!["“培训5”：培训证书".to_owned()], wrong, ..draft.clone() });
    assert!(told.text.contains("有 1 处要改正，缺 1 份材料，请补齐后提交"), "{}", told.text);
    assert_eq!(told.more, ["要改正：“培训5”：填写的是 100 个半天。", "还缺：“培训5”：培训证书。"]);
    let told = turn(&Situation { items: 0, ..draft });
    assert!(told.text.contains("还没有登记项，请先添加"), "{}", told.text);
}

#[test]
fn everything_that_is_missing_is_named() {
    let texts: Vec<String> = turn(&short(Some(State::Draft))).todo.into_iter().map(|todo| todo.text).collect();
    assert_eq!(
        texts,
        [
            "完成公需科目必修课学习并通过考试。",
            "再完成 38 学时专业科目。",
            "再完成 15 学时公需科目。",
            "有 1 项登记还没有填完，填好以后才能计算学时。",
        ]
    );
}

#[test]
fn late_is_allowed_and_marked_until_the_last_day() {
    let draft = Situation { today: date(2026, 12, 5), ..enough(Some(State::Draft)) };
    let told = turn(&draft);
    assert!(told.text.contains("已经过了；最迟2026年12月31日，会注明逾期，要写明理由）"), "{}", told.text);
    let told = turn(&Situation { today: date(2027, 1, 1), ..draft });
    assert_eq!(told.text, "2026 年度的登记没有提交，已于2026年12月31日截止。");
    assert!(told.more.iter().any(|more| more.contains("延长办理期限")));
}

#[test]
fn given_back_says_by_whom_and_why() {
    let back =
        Situation { reason: Some("第2项看不清，请重新拍照。".to_owned()), ..short(Some(State::Returned)) };
    assert_eq!(turn(&back).text, "单位退回了登记，理由：第2项看不清，请重新拍照。请修改后重新提交。");
    let returned = vec![("论文".to_owned(), "封面不是这本刊物的。".to_owned())];
    let told = turn(&Situation { returned, ..back.clone() });
    assert_eq!(told.more, ["退回的登记项：“论文”：封面不是这本刊物的。"]);
    let revoked = vec![("A2026-0001".to_owned(), "核定学时填错".to_owned())];
    let withdrawn = Situation { is_approval_withdrawn: true, revoked, ..back };
    let told = turn(&withdrawn);
    assert!(told.text.starts_with("人事处撤回了审批，理由：第2项看不清"), "{}", told.text);
    assert_eq!(told.more, ["证书 A2026-0001 已撤销，理由：核定学时填错。"]);
    assert_eq!(told.step, "去修改");
}

#[test]
fn nothing_is_asked_for_that_cannot_be_added_now() {
    for state in [State::Submitted, State::Checking, State::Verified, State::AwaitingApproval] {
        let told = turn(&Situation { pending: (2, Hours::from_whole(40)), ..short(Some(state)) });
        assert!(told.more.contains(&"其中 2 项共 40 学时待核定，还没有算进去。".to_owned()), "{state:?}");
        assert!(told.more.iter().any(|more| more.contains("还要再完成 38 学时专业科目，再完成 15 学时公需科目")));
        assert!(told.todo.iter().all(|todo| todo.hours.is_none()), "{state:?}");
        assert_eq!(told.todo.len(), 1, "the examination can be taken meanwhile");
    }
}

#[test]
fn the_sealed_form_is_not_asked_for_twice() {
    let told = turn(&Situation { has_sealed_form: true, ..enough(Some(State::Verified)) });
    assert_eq!(told.text, "单位审验通过。盖章汇总表已经上传，请提交审批。");
}

#[test]
fn the_examination_alone_says_why() {
    let done = Situation { obligation: Obligation::PublicExamOnly, todo: Vec::new(), ..enough(None) };
    let told = turn(&done);
    assert_eq!(told.whose, Whose::Nobody);
    assert!(told.text.contains("只要求公需科目，考试已经合格"), "{}", told.text);
    assert!(done.is_done());
    let open = Situation { obligation: Obligation::PublicExamOnly, ..short(None) };
    let told = turn(&open);
    assert!(told.whose == Whose::Person && told.text.contains("只要求公需科目"), "{}", told.text);
    assert!(!open.is_done());
}

#[test]
fn only_an_approved_registration_is_done() {
    for state in State::ALL {
        assert_eq!(enough(Some(state)).is_done(), state == State::Approved, "{state:?}");
    }
    assert!(!short(Some(State::Approved)).is_done());
    assert_eq!(turn(&short(Some(State::Approved))).whose, Whose::Person);
}

#[test]
fn where_the_pack_waits_for_no_approval_hours_that_were_handed_in_are_done() {
    let reached = |state| Situation { follows: vec![Outcome::Satisfied], ..enough(Some(state)) };
    assert!(reached(State::Submitted).is_done());
    assert!(!reached(State::Draft).is_done() && !reached(State::Returned).is_done());
}

#[test]
fn the_subject_alone_is_left_only_while_no_registration_is_under_way() {
    let is_left = |state| {
        let situation = Situation { obligation: Obligation::PublicExamOnly, ..short(state) };
        assert!(!Situation { outcome: Outcome::Satisfied, ..situation.clone() }.is_left_the_subject_alone());
        situation.is_left_the_subject_alone()
    };
    for state in [None, Some(State::Draft), Some(State::Approved)] {
        assert!(is_left(state), "{state:?}");
    }
    for state in [State::Submitted, State::Checking, State::Returned, State::Verified, State::AwaitingApproval] {
        assert!(!is_left(Some(state)), "{state:?}");
    }
    assert!(!short(None).is_left_the_subject_alone(), "who owes the whole year registers");
}
