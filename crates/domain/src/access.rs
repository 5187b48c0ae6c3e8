//! Holds who may do what to which thing. Must not hold whether the thing is in the right state: the transitions do.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ids::{PersonId, UnitId},
    registration::{Registration, State},
};

/// What a person can be appointed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Registers their own hours; everyone has it.
    Person,
    /// 审验人: the first check in a unit (article 6).
    Verifier,
    /// 审批人: the second decision in a unit (article 6).
    Approver,
    /// 人事处: people, imports, overviews.
    Personnel,
    /// 审计: reads everything and the log, changes nothing.
    Auditor,
    /// 系统管理员: roles and invitations.
    Administrator,
    /// 技术支持: whoever answers the telephone when somebody's minutes or attempts are in question (article 3).
    Support,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::Verifier,
        Self::Approver,
        Self::Personnel,
        Self::Auditor,
        Self::Administrator,
        Self::Support,
    ];

    /// The name under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Verifier => "verifier",
            Self::Approver => "approver",
            Self::Personnel => "personnel",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Support => "support",
        }
    }

    /// Whether one is appointed to it for a unit (article 6: units appoint those who check and decide) rather than
    /// for the whole institution.
    pub fn is_of_a_unit(self) -> bool {
        matches!(self, Self::Verifier | Self::Approver)
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "教职工",
            Self::Verifier => "审验人",
            Self::Approver => "审批人",
            Self::Personnel => "人事处",
            Self::Auditor => "审计",
            Self::Administrator => "系统管理员",
            Self::Support => "技术支持",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的角色")]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// An appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// To what.
    pub role: Role,
    /// For which unit; `None` for the whole institution.
    pub unit: Option<UnitId>,
}

/// Whoever asks for something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// Their name, for the log of deeds.
    pub name: String,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// Their appointments.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// The program itself, as in commands run by whoever has the machine: personnel and administrator, nobody's own.
    pub fn system() -> Self {
        let whole = |role| Grant { role, unit: None };
        Self {
            person: PersonId::from_uuid(Uuid::nil()),
            name: "系统".to_owned(),
            unit: UnitId::from_uuid(Uuid::nil()),
            grants: vec![whole(Role::Personnel), whole(Role::Auditor), whole(Role::Administrator)],
        }
    }

    /// Whether this is the program itself.
    pub fn is_system(&self) -> bool {
        self.person.as_uuid().is_nil()
    }

    /// Whether the actor has the role anywhere. Everyone but the program is a [`Role::Person`].
    pub fn has(&self, role: Role) -> bool {
        (role == Role::Person && !self.is_system()) || self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the actor has the role in this unit or in the whole institution.
    pub fn has_in(&self, role: Role, unit: UnitId) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.unit.is_none_or(|own| own == unit))
    }
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// Read a registration with its evidence.
    View,
    /// Add, change and remove items and evidence.
    Edit,
    /// Hand a registration in.
    Submit,
    /// Take it back before the check begins.
    Withdraw,
    /// Take a registration up for checking.
    BeginCheck,
    /// Take the check over from the verifier who is at it.
    TakeOverCheck,
    /// Decide one item.
    DecideItem,
    /// Finish the first check.
    FinishVerification,
    /// Give it back to the person.
    ReturnToPerson,
    /// Read the summary form of annex 2.
    ReadSummaryForm,
    /// Attach the signed and sealed form.
    AttachSealedForm,
    /// Ask for approval.
    SendToApproval,
    /// Approve.
    Approve,
    /// Give it back instead of approving.
    ReturnFromApproval,
    /// Let one registration be decided after the pack's deadline, with a reason. Whoever administers the
    /// procedure may, and that is the personnel office: the system administrator sees no registration.
    ExtendDeadline,
    /// Take an approval back, with a reason. The personnel office, as above.
    WithdrawApproval,
    /// Tell somebody that an item is held to be false, and decide (article 13).
    RuleOnFalsehood,
    /// Read what was found about somebody.
    ViewFindings,
    /// See the queue of a unit.
    ViewQueue,
    /// See a person's year.
    ViewAccount,
    /// Issue a person's certificate.
    IssueCertificate,
    /// Read a certificate's document.
    ReadCertificate,
    /// Revoke a certificate.
    RevokeCertificate,
    /// Let a revoked certificate be issued anew.
    ReleaseCertificate,
    /// See people.
    ViewPeople,
    /// Invite a person to set a password.
    Invite,
    /// Correct somebody's identity number, never one's own.
    CorrectIdNumber,
    /// Invite everybody who has no password, as one list.
    InviteMany,
    /// Appoint to a role.
    GrantRole,
    /// Import units, rosters and results.
    Import,
    /// See how units stand in a year.
    ViewOverview,
    /// Read the log.
    ViewAudit,
    /// Settle a year's public subjects, their courses and their bank of questions (article 3).
    SettleTraining,
    /// See somebody's minutes and attempts, and answer what they dispute.
    ViewLearning,
    /// Grant make-up study and an attempt more (article 3).
    GrantMakeUp,
    /// Answer somebody who disputes what counts of a lesson.
    AnswerDispute,
    /// Try out what another pack would do to people's years.
    SimulatePolicy,
    /// Have everybody's year judged and keep what it comes to.
    JudgeYears,
}

impl Deed {
    /// The deeds that a registration's page can offer.
    pub const ON_REGISTRATION: [Self; 18] = [
        Self::View,
        Self::Edit,
        Self::Submit,
        Self::Withdraw,
        Self::BeginCheck,
        Self::TakeOverCheck,
        Self::DecideItem,
        Self::FinishVerification,
        Self::ReturnToPerson,
        Self::ReadSummaryForm,
        Self::AttachSealedForm,
        Self::SendToApproval,
        Self::Approve,
        Self::ReturnFromApproval,
        Self::ExtendDeadline,
        Self::WithdrawApproval,
        Self::RuleOnFalsehood,
        Self::IssueCertificate,
    ];

    /// What people read, as a verb.
    pub fn label(self) -> &'static str {
        match self {
            Self::View => "查看登记",
            Self::Edit => "修改登记",
            Self::Submit => "提交",
            Self::Withdraw => "撤回",
            Self::BeginCheck => "开始审验",
            Self::TakeOverCheck => "接手审验",
            Self::DecideItem => "审验登记项",
            Self::FinishVerification => "完成审验",
            Self::ReturnToPerson => "退回本人",
            Self::ReadSummaryForm => "打印汇总表",
            Self::AttachSealedForm => "上传盖章汇总表",
            Self::SendToApproval => "提交审批",
            Self::Approve => "审批",
            Self::ReturnFromApproval => "审批退回",
            Self::ExtendDeadline => "延长办理期限",
            Self::WithdrawApproval => "撤回审批",
            Self::RuleOnFalsehood => "办理诚信认定",
            Self::ViewFindings => "查看诚信认定",
            Self::ViewQueue => "查看待办队列",
            Self::ViewAccount => "查看年度账",
            Self::IssueCertificate => "生成证书",
            Self::ReadCertificate => "下载证书",
            Self::RevokeCertificate => "撤销证书",
            Self::ReleaseCertificate => "允许重新签发证书",
            Self::ViewPeople => "查看人员",
            Self::Invite => "发出邀请",
            Self::CorrectIdNumber => "更正身份证号",
            Self::InviteMany => "生成邀请名单",
            Self::GrantRole => "分配角色",
            Self::Import => "导入数据",
            Self::ViewOverview => "查看年度完成情况",
            Self::ViewAudit => "查看操作记录",
            Self::SettleTraining => "设定公需科目",
            Self::ViewLearning => "查看学习与考试记录",
            Self::GrantMakeUp => "开通重修",
            Self::AnswerDispute => "答复计时异议",
            Self::SimulatePolicy => "试算学时标准",
            Self::JudgeYears => "存档年度核算",
        }
    }
}

/// What a deed is done to.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a> {
    /// A registration with all that is in it.
    Registration(&'a Registration),
    /// A person with their account and certificates.
    Person {
        /// Who.
        id: PersonId,
        /// Their unit.
        unit: UnitId,
    },
    /// A unit as a whole.
    Unit(UnitId),
    /// The institution as a whole.
    Institution,
}

impl Thing<'_> {
    fn owner(&self) -> Option<PersonId> {
        match self {
            Self::Registration(registration) => Some(registration.person_id),
            Self::Person { id, .. } => Some(*id),
            Self::Unit(_) | Self::Institution => None,
        }
    }

    /// Whether it was never handed in, or was taken back: then it is nobody's business but its person's.
    fn is_draft(&self) -> bool {
        matches!(self, Self::Registration(registration) if registration.state == State::Draft)
    }

    fn unit(&self) -> Option<UnitId> {
        match self {
            Self::Registration(registration) => Some(registration.unit_id),
            Self::Person { unit, .. } | Self::Unit(unit) => Some(*unit),
            Self::Institution => None,
        }
    }
}

/// Whether the actor may do the deed to the thing at all. Whether the state allows it now, and that nobody decides on
/// their own registration or twice on the same one (article 6), is for the transition to say.
pub fn may(actor: &Actor, deed: Deed, thing: &Thing<'_>) -> bool {
    let own = thing.owner() == Some(actor.person);
    let has = |role| match thing.unit() {
        Some(unit) => actor.has_in(role, unit),
        None => actor.grants.iter().any(|grant| grant.role == role && grant.unit.is_none()),
    };
    match deed {
        Deed::View | Deed::ReadSummaryForm if !own && thing.is_draft() => false,
        Deed::View | Deed::ReadSummaryForm | Deed::ViewAccount => {
            own || has(Role::Verifier) || has(Role::Approver) || has(Role::Personnel) || has(Role::Auditor)
        }
        Deed::Edit | Deed::Submit | Deed::Withdraw | Deed::AttachSealedForm | Deed::SendToApproval => own,
        Deed::BeginCheck | Deed::TakeOverCheck | Deed::DecideItem => has(Role::Verifier),
        Deed::FinishVerification | Deed::ReturnToPerson => has(Role::Verifier),
        Deed::Approve | Deed::ReturnFromApproval => has(Role::Approver),
        Deed::ExtendDeadline | Deed::WithdrawApproval | Deed::Import | Deed::InviteMany => has(Role::Personnel),
        Deed::RevokeCertificate | Deed::ReleaseCertificate => has(Role::Personnel),
        Deed::IssueCertificate => own || has(Role::Personnel),
        Deed::ReadCertificate => own || has(Role::Personnel) || has(Role::Auditor),
        Deed::ViewQueue => has(Role::Verifier) || has(Role::Approver) || has(Role::Personnel) || has(Role::Auditor),
        Deed::ViewPeople => {
            has(Role::Personnel) || has(Role::Auditor) || has(Role::Administrator) || has(Role::Support)
        }
        Deed::Invite => has(Role::Personnel) || has(Role::Administrator),
        Deed::CorrectIdNumber => !own && (has(Role::Personnel) || has(Role::Administrator)),
        Deed::GrantRole => has(Role::Administrator),
        Deed::ViewOverview => has(Role::Verifier) || has(Role::Approver) || has(Role::Personnel) || has(Role::Auditor),
        Deed::ViewAudit => has(Role::Auditor),
        Deed::SettleTraining => has(Role::Personnel),
        Deed::ViewLearning => own || has(Role::Support) || has(Role::Personnel) || has(Role::Auditor),
        Deed::GrantMakeUp | Deed::AnswerDispute => !own && (has(Role::Support) || has(Role::Personnel)),
        Deed::SimulatePolicy | Deed::JudgeYears => has(Role::Personnel),
        Deed::RuleOnFalsehood => !own && has(Role::Personnel),
        Deed::ViewFindings => own || has(Role::Personnel) || has(Role::Auditor),
    }
}

/// What the actor can do to the registration now: what they may do, in a state that allows it.
pub fn deeds_now(actor: &Actor, registration: &Registration) -> Vec<Deed> {
    Deed::ON_REGISTRATION
        .into_iter()
        .filter(|deed| may(actor, *deed, &Thing::Registration(registration)) && registration.allows(*deed, actor))
        .collect()
}
