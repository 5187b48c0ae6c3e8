//! Holds every event that can be recorded, with its stable name and its Chinese sentence, and the hash that chains the
//! records. Must not store anything.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::clock::Instant;

macro_rules! events {
    ($($variant:ident => $name:literal, $sentence:literal;)*) => {
        /// Everything that can be recorded.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum EventKind {
            $(#[doc = $sentence] $variant,)*
        }

        impl EventKind {
            /// Every kind of event.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable dotted name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The sentence, with `{key}` where a value goes; who did it stands before it.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }
        }
    };
}

events! {
    UnitsImported => "units.imported", "导入了单位名册：新增 {new}，变更 {changed}，未变 {unchanged}";
    RosterImported => "roster.imported", "导入了人员名册：新增 {new}，变更 {changed}，未变 {unchanged}（其中本年度首次记下 {confirmed}）";
    PublicExamImported => "public-exam.imported", "导入了公需科目成绩：新增 {new}，变更 {changed}，未变 {unchanged}";
    PublicResultChanged => "public-result.changed", "更正了 {year} 年度公需科目《{course}》的成绩：原为{old}，改为{new}";
    IndustryHoursImported => "industry-hours.imported", "导入了行业系统登记的学时：新增 {new}，变更 {changed}，未变 {unchanged}";
    IndustryHoursChanged => "industry-hours.changed", "更正了“{system}”登记的学时（编号 {reference}）：原为{old}，改为{new}";
    PostDated => "person.post-dated", "记下了自{from}起的岗位：{post}";
    PersonAdded => "person.added", "新增了人员档案";
    PersonChanged => "person.changed", "更新了人员档案：{fields}";
    IdNumberCorrected => "person.id-number-corrected", "更正了身份证号：{old} 改为 {new}，理由：{reason}";
    PersonInvited => "person.invited", "发出了设置密码的邀请，有效期至 {until}";
    InvitationsListed => "invitations.listed", "生成了邀请名单：{scope}，{people} 人，有效期至 {until}";
    InvitationAccepted => "invitation.accepted", "接受邀请并设置了密码";
    RoleGranted => "role.granted", "分配了角色：{role}（{unit}）";
    RoleRevoked => "role.revoked", "取消了角色：{role}（{unit}）";
    SessionOpened => "session.opened", "登录了系统";
    SessionRefused => "session.refused", "登录失败";
    SessionClosed => "session.closed", "退出了系统";
    RegistrationOpened => "registration.opened", "新建了 {year} 年度学时登记 {number}";
    ItemAdded => "item.added", "添加了登记项《{title}》";
    ItemChanged => "item.changed", "修改了登记项《{title}》";
    ItemRemoved => "item.removed", "移除了登记项《{title}》";
    EvidenceAttached => "evidence.attached", "为《{title}》上传了佐证材料 {file}";
    EvidenceRemoved => "evidence.removed", "移除了《{title}》的佐证材料 {file}";
    EvidenceRead => "evidence.read", "查看了佐证材料 {file}";
    RegistrationSubmitted => "registration.submitted", "声明内容真实，提交了 {year} 年度学时登记，共 {items} 项{moved}{late_reason}";
    RegistrationWithdrawn => "registration.withdrawn", "撤回了 {year} 年度学时登记";
    CheckBegun => "registration.check-begun", "开始审验{ended}";
    CheckTakenOver => "registration.check-taken-over", "接手审验，前一位审验人的 {items} 项结论作废";
    ItemDecided => "item.decided", "审验《{title}》：{decision}{hours}{reason}";
    RegistrationVerified => "registration.verified", "完成审验，{items} 项，核定 {hours} 学时";
    RegistrationReturned => "registration.returned", "退回本人：{reason}";
    SummaryFormProduced => "summary-form.produced", "生成了汇总表";
    SealedFormAttached => "registration.sealed-form-attached", "上传了签字盖章的汇总表";
    SentToApproval => "registration.sent-to-approval", "提交审批";
    RegistrationApproved => "registration.approved", "审批通过 {year} 年度学时登记";
    ReturnedFromApproval => "registration.returned-from-approval", "审批退回：{reason}";
    ApprovalWithdrawn => "registration.approval-withdrawn", "撤回了 {year} 年度学时登记的审批：{reason}";
    DeadlineExtended => "registration.deadline-extended", "把办理期限延长到 {until}：{reason}";
    FindingNotified => "finding.notified", "告知本人：认为登记项《{title}》不实，申辩到{until}为止：{reason}";
    FindingAnswered => "finding.answered", "对《{title}》不实的告知作出申辩：{reason}";
    FindingDismissed => "finding.dismissed", "不予认定《{title}》弄虚作假：{reason}";
    FindingMade => "finding.made", "认定《{title}》弄虚作假（{number}），记入诚信档案到{until}{list}：{reason}";
    FindingAppealed => "finding.appealed", "对《{title}》的认定提出申诉：{reason}";
    FindingUpheld => "finding.upheld", "对《{title}》的申诉不成立，维持认定：{reason}";
    FindingOverturned => "finding.overturned", "对《{title}》的申诉成立，撤销认定：{reason}";
    CertificateIssued => "certificate.issued", "生成了{kind} {number}";
    CertificateRead => "certificate.read", "下载了证书 {number}";
    CertificateRevoked => "certificate.revoked", "撤销了证书 {number}：{reason}";
    CertificateReleased => "certificate.released", "允许重新签发证书 {number}：{reason}";
    YearExported => "year.exported", "导出了 {year} 年度完成情况：{scope}，{rows} 人（{format}）";
    AuditVerified => "audit.verified", "核对了操作记录 {rows} 行：{verdict}";
    DecisionRefused => "decision.refused", "{deed}没有成功（{code}）";
    UploadRefused => "upload.refused", "{deed}没有成功（{code}）";
    ImportRefused => "import.refused", "{deed}没有成功（{code}）";
    TrainingYearSettled => "training-year.settled", "设定了 {year} 年度公需科目《{theme}》（{notice}）";
    CourseAdded => "course.added", "新建了课程《{title}》";
    CourseChanged => "course.changed", "修改了课程《{title}》：{fields}";
    LessonAdded => "lesson.added", "为《{course}》添加了课时《{title}》";
    LessonChanged => "lesson.changed", "修改了《{course}》的课时《{title}》：{fields}";
    LessonWithdrawn => "lesson.withdrawn", "停用了《{course}》的课时《{title}》";
    LessonRestored => "lesson.restored", "恢复了《{course}》的课时《{title}》";
    AttachmentAdded => "lesson.attachment-added", "为《{course}》的课时《{title}》添加了附件 {file}";
    AttachmentRemoved => "lesson.attachment-removed", "移除了《{course}》的课时《{title}》的附件 {file}";
    QuestionRetired => "question.retired", "停用了 {year} 年度题库的一道题：{stem}";
    QuestionRestored => "question.restored", "恢复了 {year} 年度题库的一道题：{stem}";
    QuestionsImported => "questions.imported", "导入了《{course}》的题库：新增 {new}，变更 {changed}，未变 {unchanged}";
    DisputeRaised => "dispute.raised", "对课时《{title}》的计时提出异议：{reason}";
    DisputeAnswered => "dispute.answered", "答复了对课时《{title}》计时的异议：{answer}";
    DisputeGranted => "dispute.granted",
        "答复了对课时《{title}》计时的异议，补记 {from} 至 {to}，新计入 {fresh}：{answer}";
    QuestionsExported => "questions.exported", "导出了《{course}》的题库：{rows} 道题";
    StudyCompleted => "study.completed", "学完了 {year} 年度公需科目《{theme}》的必修课";
    ElectiveCompleted => "elective.completed", "学完了 {year} 年度选修课《{title}》，记入 {hours} 学时（{notice}）";
    ExamBegun => "exam.begun", "开始了 {year} 年度公需科目考试，第 {number} 次";
    ExamResumed => "exam.resumed", "{where}重新打开试卷，继续 {year} 年度公需科目考试，第 {number} 次";
    ExamEnded => "exam.ended", "{year} 年度公需科目考试第 {number} 次结束（{how}）：{points} 分，{verdict}";
    MakeUpRequested => "exam.make-up-requested", "申请 {year} 年度公需科目重修和补考：{reason}";
    MakeUpRefused => "exam.make-up-refused", "没有同意 {year} 年度公需科目重修的申请：{reason}";
    MakeUpGranted => "exam.make-up-granted", "开通了 {year} 年度公需科目重修和一次补考：{reason}";
    PolicySimulated => "policy.simulated",
        "试算 {year} 年度由学时标准 {old} 改用 {new} 的影响：{people} 人中受益 {gains} 人，受损 {loses} 人";
    SimulationExported => "policy.simulation-exported",
        "导出了 {year} 年度试算的名单，由学时标准 {old} 改用 {new}：{rows} 人（{format}）";
    PackPutInForce => "policy.put-in-force", "启用了学时标准 {new}，原为{old}";
    YearsJudged => "years.judged", "存档了 {year} 年度核算第 {number} 批：{people} 人，按学时标准 {pack}";
    DemoPrepared => "demo.prepared", "把数据库标记为示例大学";
}

impl EventKind {
    /// The kind with this name; `None` for any other name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Something that happened, to be recorded in the transaction that makes it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Stable dotted name.
    pub name: &'static str,
    /// What it happened to: `noun:uuid`, see [`crate::ids`]. Items and evidence are told under their registration.
    pub subject: String,
    /// What people read; who did it stands before it.
    pub sentence: String,
    /// The values behind the sentence; an object.
    pub detail: Value,
}

impl Event {
    /// An event whose sentence is filled with `values`, which also become its detail.
    pub fn new(kind: EventKind, subject: impl Into<String>, values: &[(&str, &str)]) -> Self {
        let sentence = filled(kind.sentence(), values);
        let detail: Map<String, Value> =
            values.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
        Self { name: kind.name(), subject: subject.into(), sentence, detail: Value::Object(detail) }
    }

    /// The same event with one more value in its detail.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(detail) = &mut self.detail {
            detail.insert(key.to_owned(), value.into());
        }
        self
    }
}

/// The sentence with its values, filled from left to right in one pass: a value that itself looks like `{key}` stays as
/// it is, or a title could change how the record of somebody else's decision reads.
fn filled(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let place = after
            .split_once('}')
            .and_then(|(key, after)| values.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value, after)));
        match place {
            Some((value, after)) => {
                let is_in_marks = text.ends_with('《') && after.starts_with('》');
                text.push_str(if is_in_marks { without_marks(value) } else { value });
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// A title that was typed with its marks, without them: the sentence has its own.
fn without_marks(title: &str) -> &str {
    title.strip_prefix('《').and_then(|title| title.strip_suffix('》')).unwrap_or(title)
}

/// A recorded event, as the log holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Place in the log, from 1, without gaps.
    pub seq: i64,
    /// When, to the millisecond.
    pub at: Instant,
    /// Who: a person's identifier as text.
    pub actor_id: String,
    /// Their name then.
    pub actor_name: String,
    /// Stable dotted name of the event.
    pub name: String,
    /// What it happened to.
    pub subject: String,
    /// What people read.
    pub sentence: String,
    /// The values behind it, as JSON text, byte for byte as it was hashed.
    pub detail: String,
    /// Hash of the entry before, 64 hexadecimal digits; [`FIRST_HASH`] for the first.
    pub previous_hash: String,
    /// Hash of this entry, see [`AuditEntry::compute_hash`].
    pub hash: String,
}

/// What the first entry follows.
pub const FIRST_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl AuditEntry {
    /// SHA-256 over the previous hash and every field, each with its length before it, as 64 hexadecimal digits.
    pub fn compute_hash(&self) -> String {
        let mut digest = Sha256::new();
        let seq = self.seq.to_string();
        let at = self.at.as_millisecond().to_string();
        for field in [
            &self.previous_hash,
            &seq,
            &at,
            &self.actor_id,
            &self.actor_name,
            &self.name,
            &self.subject,
            &self.sentence,
            &self.detail,
        ] {
            digest.update((field.len() as u64).to_be_bytes());
            digest.update(field.as_bytes());
        }
        hex::encode(digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_dotted_lower_case_and_unique() {
        let names: BTreeSet<_> = EventKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), EventKind::ALL.len());
        for kind in EventKind::ALL {
            let name = kind.name();
            assert!(name.contains('.'), "{name}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '-')), "{name}");
            assert_eq!(EventKind::by_name(name), Some(*kind));
        }
    }

    #[test]
    fn a_sentence_is_filled_and_its_values_are_kept() {
        let event = Event::new(EventKind::ItemAdded, "registration:1", &[("title", "教学研讨会")]).with("item", "7");
        assert_eq!(event.sentence, "添加了登记项《教学研讨会》");
        assert_eq!(event.detail["title"], "教学研讨会");
        assert_eq!(event.detail["item"], "7");
        let event = Event::new(EventKind::ItemAdded, "registration:1", &[("title", "《教学研讨会》")]);
        assert_eq!(event.sentence, "添加了登记项《教学研讨会》");
    }

    #[test]
    fn a_value_that_looks_like_a_place_is_not_filled() {
        let values = [("title", "{reason}{hours}"), ("decision", "退回"), ("hours", ""), ("reason", "，理由：不全")];
        let event = Event::new(EventKind::ItemDecided, "registration:1", &values);
        assert_eq!(event.sentence, "审验《{reason}{hours}》：退回，理由：不全");
        let event = Event::new(EventKind::ItemAdded, "registration:1", &[("other", "x")]);
        assert_eq!(event.sentence, "添加了登记项《{title}》");
    }

    #[test]
    fn the_hash_depends_on_every_field_and_on_where_fields_end() {
        let entry = AuditEntry {
            seq: 1,
            at: Instant::UNIX_EPOCH,
            actor_id: "a".into(),
            actor_name: "bc".into(),
            name: "d".into(),
            subject: "e".into(),
            sentence: "f".into(),
            detail: "{}".into(),
            previous_hash: FIRST_HASH.into(),
            hash: String::new(),
        };
        let shifted = AuditEntry { actor_id: "ab".into(), actor_name: "c".into(), ..entry.clone() };
        assert_ne!(entry.compute_hash(), shifted.compute_hash());
        assert_eq!(entry.compute_hash().len(), 64);
    }
}
