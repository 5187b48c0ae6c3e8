//! What somebody typed into a form of ours, told in words and put into a form again. Must not decide whether it may be sent.

use policy::Pack;

use crate::{
    errors::urlencode,
    translate::address,
    views::home::{TypedField, TypedForm},
};

/// Names of fields that people fill in, as the forms call them, with the control that they have there.
const WORDS: [(&str, &str, &str); 21] = [
    ("answer", "答复", "text"),
    ("granted_from", "补记时间：从", "text"),
    ("granted_to", "补记时间：至", "text"),
    ("decision", "结论", "decision"),
    ("hours", "学时", "text"),
    ("reason", "理由", "text"),
    ("late_reason", "逾期理由", "text"),
    ("id_number", "正确的身份证号", "text"),
    ("until", "延长至", "date"),
    ("notice", "通知文号", "text"),
    ("title", "名称", "text"),
    ("chapter", "章", "text"),
    ("place", "第几课", "text"),
    ("minutes", "时长（分钟）", "text"),
    ("text", "正文", "text"),
    ("organiser", "主办单位", "text"),
    ("starts", "开始日期", "date"),
    ("ends", "结束日期", "date"),
    ("applied", "申请学时", "text"),
    ("source", "来源说明", "text"),
    ("note", "说明", "text"),
];

/// What the form of an item does; it can also be looked at again before it is saved.
pub(crate) const SAVE_ITEM: &str = "保存登记项";

/// What every form brings anew: its key, and the button that was pressed.
const OWN: [&str; 2] = ["key", "then"];

/// What a form does, by the last word of its address.
const DEEDS: [(&str, &str); 40] = [
    ("courses", "新建课程"),
    ("lessons", "添加课时"),
    ("publication", "发布或停止发布课程"),
    ("disputes", "提出计时异议"),
    ("answer", "答复计时异议"),
    ("registrations", "打开学时登记"),
    ("items", SAVE_ITEM),
    ("removal", "删除"),
    ("submission", "提交审验"),
    ("withdrawal", "撤回登记"),
    ("check", "开始审验"),
    ("takeover", "接手审验"),
    ("decision", "保存审验结论"),
    ("verification", "完成审验"),
    ("return", "退回本人"),
    ("approval-request", "提交审批"),
    ("approval", "审批通过"),
    ("approval-return", "审批退回"),
    ("approval-withdrawal", "撤回审批"),
    ("extension", "延长办理期限"),
    ("certificates", "生成证书"),
    ("revocation", "撤销证书"),
    ("release", "允许重新签发"),
    ("invitation", "生成邀请链接"),
    ("id-number", "更正身份证号"),
    ("invitations", "生成邀请名单"),
    ("role", "授予角色"),
    ("role-removal", "收回角色"),
    ("imports", "导入"),
    ("evidence", "上传佐证材料"),
    ("attempts", "开始考试"),
    ("answers", "保存答案"),
    ("questions", "导入题库"),
    ("findings", "告知本人"),
    ("reply", "提交申辩"),
    ("ruling", "作出认定"),
    ("appeal", "提出申诉"),
    ("appeal-ruling", "决定申诉"),
    ("make-up", "开通重修"),
    ("make-up-requests", "申请重修"),
];

/// What is sent to this address, as a verb.
pub(crate) fn deed(path: &str) -> &'static str {
    if path == "/audit/verification" {
        return "核对操作记录";
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        ["attempts", _, "submission"] => return "交卷",
        ["training-years", _] => return "保存公需科目的设定",
        ["make-up-requests", _, "refusal"] => return "不同意重修申请",
        ["courses", _, "hours"] => return "设定选修课的学时",
        ["courses", _, "title"] => return "修改课程名称",
        ["lessons", _, "attachments"] => return "上传附件",
        ["attachments", _, "removal"] => return "移除附件",
        ["lessons", _, "captions"] => return "上传字幕",
        ["lessons", _, "captions", "removal"] => return "移除字幕",
        ["lessons", _, "settings"] => return "修改课时",
        ["lessons", _, "correction"] => return "更正课时的内容",
        ["lessons", _, "withdrawal"] => return "停用课时",
        ["lessons", _, "restoration"] => return "恢复课时",
        ["questions", _, "retirement"] => return "停用题目",
        ["questions", _, "restoration"] => return "恢复题目",
        _ => {}
    }
    let of_item = matches!(parts[..], ["registrations", _, "items", _]);
    let last = if of_item { "items" } else { parts.last().copied().unwrap_or_default() };
    DEEDS.iter().find(|(word, _)| *word == last).map_or("刚才的提交", |(_, deed)| deed)
}

/// The registration, and the item of it, that a form sent to this address is about, as the address names them.
pub(crate) fn registration_of(path: &str) -> Option<(&str, Option<&str>)> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        ["registrations", id, "items", item, ..] => Some((id, Some(item))),
        ["registrations", id, ..] => Some((id, None)),
        _ => None,
    }
}

/// The page on which the form stands that is sent to this address.
pub(crate) fn page_of(path: &str, fields: &[(String, String)]) -> String {
    // A form about a person stands on their page, wherever it is sent.
    if let Some((_, person)) = fields.iter().find(|(name, person)| name == "person" && !person.is_empty()) {
        return format!("/people/{}", urlencode(person).replace('/', "%2F"));
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts[..] {
        ["registrations"] => "/registrations/new".to_owned(),
        ["registrations", id, "items", item, "evidence"] => format!("/registrations/{id}#item-{item}"),
        ["courses"] => "/courses/new".to_owned(),
        ["disputes" | "make-up-requests", ..] => {
            let page = fields.iter().find(|(name, _)| name == "page").map_or("", |(_, page)| page);
            address("/disputes", [("page", page)])
        }
        ["attachments", ..] => "/courses".to_owned(),
        ["lessons", id, "settings" | "correction" | "withdrawal" | "restoration" | "attachments" | "captions", ..] => {
            format!("/lessons/{id}/settings")
        }
        ["questions", ..] => "/training-years".to_owned(),
        [
            noun @ ("registrations" | "people" | "courses" | "lessons" | "exams" | "attempts" | "training-years"
            | "findings"),
            id,
            ..,
        ] => {
            format!("/{noun}/{id}")
        }
        [noun @ ("imports" | "audit"), ..] => format!("/{noun}"),
        _ => "/".to_owned(),
    }
}

/// The form as it was typed: what people fill in can be changed, the rest travels unseen. `None` when nothing in it was
/// typed.
pub(crate) fn again(pack: &Pack, path: &str, fields: &[(String, String)]) -> Option<TypedForm> {
    let form = form(pack, path, fields);
    (!form.fields.is_empty()).then_some(form)
}

/// The same, also when nothing in it was typed.
pub(crate) fn form(pack: &Pack, path: &str, fields: &[(String, String)]) -> TypedForm {
    let known = |name: &str| WORDS.iter().find(|(known, ..)| *known == name);
    let mut form = TypedForm { action: path.to_owned(), deed: deed(path), ..TypedForm::default() };
    for (name, value) in fields.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        match known(name) {
            Some((_, label, control)) => form.fields.push(TypedField {
                name: name.clone(),
                label: (*label).to_owned(),
                value: value.clone(),
                control,
            }),
            None => form.hidden.push((name.clone(), value.clone())),
        }
    }
    form.answers = answers(pack, fields);
    form
}

/// The answers to the questions of a kind, in words.
fn answers(pack: &Pack, fields: &[(String, String)]) -> Vec<(String, String)> {
    let kind = fields.iter().find(|(name, _)| name == "kind").and_then(|(_, kind)| pack.kind(kind));
    let Some(kind) = kind else { return Vec::new() };
    let answered = |ask: &policy::Ask| {
        let (_, value) = fields.iter().find(|(name, _)| name.strip_prefix("answer.") == Some(ask.id.as_str()))?;
        let said = crate::translate::answer(ask, value.trim());
        (!value.trim().is_empty()).then(|| (ask.name.clone(), said))
    };
    let of_kind = [("种类".to_owned(), kind.name.clone())];
    of_kind.into_iter().chain(kind.asks.iter().filter_map(answered)).collect()
}

#[cfg(test)]
mod tests {
    use super::{deed, page_of, registration_of};

    #[test]
    fn every_form_has_its_deed_and_its_page() {
        for (path, said, page) in [
            ("/registrations", "打开学时登记", "/registrations/new"),
            ("/registrations/r/items", "保存登记项", "/registrations/r"),
            ("/registrations/r/items/i", "保存登记项", "/registrations/r"),
            ("/registrations/r/items/i/decision", "保存审验结论", "/registrations/r"),
            ("/registrations/r/takeover", "接手审验", "/registrations/r"),
            ("/registrations/r/items/i/evidence", "上传佐证材料", "/registrations/r#item-i"),
            ("/people/p/role", "授予角色", "/people/p"),
            ("/people/p/make-up", "开通重修", "/people/p"),
            ("/exams/2026/attempts", "开始考试", "/exams/2026"),
            ("/attempts/t/submission", "交卷", "/attempts/t"),
            ("/training-years/2026", "保存公需科目的设定", "/training-years/2026"),
            ("/certificates/A/revocation", "撤销证书", "/"),
            ("/audit/verification", "核对操作记录", "/audit"),
            ("/lessons/l/withdrawal", "停用课时", "/lessons/l/settings"),
            ("/lessons/l/correction", "更正课时的内容", "/lessons/l/settings"),
            ("/questions/q/retirement", "停用题目", "/training-years"),
            ("/exams/2026/make-up-requests", "申请重修", "/exams/2026"),
            ("/make-up-requests/m/refusal", "不同意重修申请", "/disputes"),
            ("/something/new", "刚才的提交", "/"),
        ] {
            assert_eq!((deed(path), page_of(path, &[]).as_str()), (said, page), "{path}");
        }
        assert_eq!(registration_of("/registrations/r/items/i/decision"), Some(("r", Some("i"))));
        assert_eq!(registration_of("/registrations/r/approval"), Some(("r", None)));
        assert_eq!(registration_of("/people/p/role"), None);
        let person = [("person".to_owned(), "p".to_owned())];
        assert_eq!(page_of("/registrations/r/extension", &person), "/people/p");
        let second = [("page".to_owned(), "2".to_owned())];
        assert_eq!(page_of("/disputes/d/answer", &second), "/disputes?page=2");
    }
}
