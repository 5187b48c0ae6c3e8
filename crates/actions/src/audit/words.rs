//! The log in words: what each event is called in a list to choose from, and why something was refused. Must not change
//! what was recorded: the log keeps its codes.

use domain::audit::{AuditEntry, EventKind};

/// What an event is called. One that is not named here is called by the beginning of its sentence.
#[must_use]
pub fn event_label(kind: EventKind) -> String {
    use EventKind as K;
    let named = match kind {
        K::PublicResultChanged => "更正公需科目成绩",
        K::PersonInvited => "发出邀请",
        K::PersonChanged => "更新人员档案",
        K::RoleGranted => "分配角色",
        K::RoleRevoked => "取消角色",
        K::RegistrationOpened => "新建学时登记",
        K::ItemAdded => "添加登记项",
        K::ItemChanged => "修改登记项",
        K::ItemRemoved => "移除登记项",
        K::EvidenceAttached => "上传佐证材料",
        K::EvidenceRemoved => "移除佐证材料",
        K::EvidenceRead => "查看佐证材料",
        K::RegistrationSubmitted => "提交学时登记",
        K::RegistrationWithdrawn => "撤回学时登记",
        K::CheckTakenOver => "接手审验",
        K::ItemDecided => "审验登记项",
        K::RegistrationVerified => "完成审验",
        K::RegistrationApproved => "审批通过",
        K::DeadlineExtended => "延长办理期限",
        K::CertificateIssued => "生成证书",
        K::CertificateRead => "下载证书",
        K::CertificateRevoked => "撤销证书",
        K::DisputeRaised => "提出计时异议",
        K::DisputeAnswered => "答复计时异议",
        K::AuditVerified => "核对操作记录",
        K::TrainingYearSettled => "设定公需科目",
        K::CourseAdded => "新建课程",
        K::CourseChanged => "修改课程",
        K::LessonAdded => "添加课时",
        K::LessonChanged => "修改课时",
        K::LessonWithdrawn => "停用课时",
        K::AttachmentAdded => "添加附件",
        K::AttachmentRemoved => "移除附件",
        K::LessonRestored => "恢复课时",
        K::QuestionRetired => "停用题目",
        K::QuestionRestored => "恢复题目",
        K::QuestionsImported => "导入题库",
        K::QuestionsExported => "导出题库",
        K::ElectiveCompleted => "学完选修课",
        K::StudyCompleted => "学完必修课",
        K::ExamBegun => "开始考试",
        K::ExamResumed => "在另一个窗口继续考试",
        K::ExamEnded => "考试结束",
        K::MakeUpRequested => "申请重修",
        K::MakeUpRefused => "不同意重修申请",
        K::MakeUpGranted => "开通重修",
        K::DecisionRefused => "办理没有成功",
        K::UploadRefused => "上传没有成功",
        K::ImportRefused => "导入没有成功",
        K::ApprovalWithdrawn => "撤回审批",
        K::YearExported => "导出完成情况",
        K::PolicySimulated => "试算学时标准",
        K::YearsJudged => "存档年度核算",
        _ => return beginning(kind.sentence()),
    };
    named.to_owned()
}

/// A sentence up to its first value or colon.
fn beginning(sentence: &str) -> String {
    sentence.split(['：', '{', '，']).next().unwrap_or(sentence).trim().to_owned()
}

/// Why something was refused, by the code that the log keeps.
const REASONS: [(&str, &str); 57] = [
    ("forbidden", "身份不允许"),
    ("changed-meanwhile", "打开页面之后内容已被修改"),
    ("busy", "系统忙"),
    ("internal", "系统故障"),
    ("registration.state", "登记的状态不允许"),
    ("registration.own", "不能办理自己的登记"),
    ("registration.not-own", "不是本人的登记"),
    ("registration.not-editable", "登记不能修改"),
    ("registration.not-declared", "没有作出声明"),
    ("registration.other-checker", "正由另一位审验人审验"),
    ("registration.same-decider", "审验和审批不能是同一个人"),
    ("registration.undecided", "还有登记项没有结论"),
    ("registration.returned-items", "有退回的登记项"),
    ("registration.no-sealed-form", "没有盖章汇总表"),
    ("registration.incomplete", "缺少佐证材料或内容"),
    ("registration.empty", "没有登记项"),
    ("registration.deadline", "已过办理期限"),
    ("registration.extension", "延长的日期不合适"),
    ("registration.exists", "这一年已有登记"),
    ("registration.items", "登记项太多"),
    ("registration.short", "学时不足，没有确认"),
    ("sealed-form.blank", "传的是没有盖章的汇总表"),
    ("sealed-form.earlier", "传的是上一次审验的汇总表"),
    ("certificate.not-earned", "没有达到要求"),
    ("reason.missing", "没有写理由"),
    ("reason.long", "理由太长"),
    ("certificate.state", "证书的状态不允许"),
    ("certificate.revoked", "证书已被撤销"),
    ("item.no-figure", "没有填写核定学时"),
    ("item.figure-too-large", "核定学时太大"),
    ("item.text", "文字太长或有控制字符"),
    ("evidence.relied-on", "审批依据过的材料不能移除"),
    ("registration.year", "年度不符"),
    ("item.no-hours", "没有可以采用的学时"),
    ("item.hours", "学时数不能使用"),
    ("item.negative-hours", "学时数不能使用"),
    ("item.kind", "没有这个种类"),
    ("evidence.need", "没有这种佐证材料"),
    ("evidence.empty", "文件是空的"),
    ("evidence.too-large", "文件太大"),
    ("evidence.too-many", "文件太多"),
    ("upload.no-file", "没有选择文件"),
    ("upload.no-form", "没有收到文件"),
    ("upload.broken", "上传中断"),
    ("upload.too-large", "上传的内容太大"),
    ("file.type", "不是可以接受的文件类型"),
    ("file.empty", "文件是空的"),
    ("file.large", "文件太大"),
    ("file.broken", "文件损坏"),
    ("file.truncated", "文件不完整"),
    ("file.locked", "文件有密码"),
    ("file.active", "文件里有会自己运行的内容"),
    ("file.no-page", "文件没有页面"),
    ("file.complex", "文件太复杂"),
    ("file.pixels", "图片没有内容或太大"),
    ("import.file", "表格读不出来"),
    ("import.problems", "表格里有问题"),
];

/// What people read of an entry: a refusal's code in words, where they are known.
pub(super) fn said(entry: &AuditEntry) -> String {
    if !entry.name.ends_with(".refused") {
        return entry.sentence.clone();
    }
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let code = detail.get("code").and_then(serde_json::Value::as_str).unwrap_or_default();
    match REASONS.iter().find(|(known, _)| *known == code) {
        Some((_, words)) => entry.sentence.replace(&format!("（{code}）"), &format!("：{words}")),
        // A code says nothing to a reader; the log itself keeps it.
        None => entry.sentence.replace(&format!("（{code}）"), ""),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::audit::EventKind;

    use super::{REASONS, event_label};

    #[test]
    fn every_event_has_a_name_of_its_own_in_chinese() {
        let labels: BTreeSet<String> = EventKind::ALL.iter().map(|kind| event_label(*kind)).collect();
        assert_eq!(labels.len(), EventKind::ALL.len(), "{labels:?}");
        for label in labels {
            assert!(!label.is_empty() && label.chars().all(|c| !c.is_ascii()), "{label}");
        }
    }

    #[test]
    fn no_reason_is_told_twice() {
        let codes: BTreeSet<&str> = REASONS.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), REASONS.len());
    }
}
