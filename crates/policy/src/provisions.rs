//! What the program asks of people in the name of the regulation, as a closed list. Which article asks for it is for each
//! pack to say, in the table `[provisions]` before its first article. Must not know how a refusal reads or is shown.

use serde::Serialize;

use crate::Pack;

/// Writes the enum, its names and its list from one table, so that none can be left out.
macro_rules! provisions {
    ($($(#[$doc:meta])* $name:ident $id:literal $label:literal)*) => {
        /// Something that the regulation asks for and the program holds people to. `R-x.y` are the requirements of
        /// `docs/regulation.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Provision {
            $($(#[$doc])* $name,)*
        }

        impl Provision {
            /// All of them, in the order of the requirements.
            pub const ALL: &'static [Provision] = &[$(Provision::$name,)*];

            /// Its name in packs.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Provision::$name => $id,)* }
            }

            /// What people read.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Provision::$name => $label,)* }
            }
        }
    };
}

provisions! {
    /// what the year asks of whom.
    Obligation "obligation" "应修"
    /// public subjects are settled by the year's notice, studied, and then examined.
    PublicSubjects "public-subjects" "公需科目"
    /// how often the examination can be sat.
    ExamAttempts "exam-attempts" "考试次数"
    /// what support opens after the last attempt.
    MakeUp "make-up" "重修、补考"
    /// a past year's public subject can be taken now and counts for its own year.
    PastYear "past-year" "往年补修"
    /// an activity is registered in the year in which it took place.
    SameYear "same-year" "登记年度"
    /// what is registered already, here or in a connected system, is not registered again.
    NothingTwice "nothing-twice" "不重复登记"
    /// evidence for each item.
    Evidence "evidence" "佐证材料"
    /// the person registers items, with the hours applied for.
    Application "application" "个人登记"
    /// the first check, by the unit's verifier.
    Verification "verification" "审验"
    /// one registration a person and year.
    OneRegistrationAYear "one-registration-a-year" "一年一份登记"
    /// the signed and sealed summary form.
    SealedForm "sealed-form" "盖章汇总表"
    /// the second decision, by the unit's approver.
    Approval "approval" "审批"
    /// nobody approves what they verified.
    TwoPersons "two-persons" "审验和审批由两人办理"
    /// nobody decides on their own registration.
    OwnDecision "own-decision" "不审自己的登记"
    /// when a certificate can be had.
    Certificates "certificates" "合格证书"
    /// by when the person hands in.
    PersonDeadline "person-deadline" "个人期限"
    /// by when the unit decides.
    UnitDeadline "unit-deadline" "单位期限"
    /// the person answers for the truth of what they register.
    Truthfulness "truthfulness" "如实登记"
    /// what follows from a false registration.
    FalseRegistration "false-registration" "弄虚作假"
    /// where people turn for help.
    Support "support" "服务"
}

impl Provision {
    /// The one with this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Provision> {
        Provision::ALL.iter().copied().find(|provision| provision.as_str() == name)
    }
}

/// An article behind a sentence: `〔第六条（四）〕`, or nothing where there is none.
#[must_use]
pub fn cited(article: &str) -> String {
    if article.is_empty() { String::new() } else { format!("〔{article}〕") }
}

impl Pack {
    /// The article that carries out a provision, with its part where it has parts, such as `第六条（四）`; `None` where
    /// this authority has no such article.
    #[must_use]
    pub fn carrying(&self, provision: Provision) -> Option<&str> {
        self.content.provisions.get(&provision)?.as_deref()
    }

    /// The article by which a verifier decides on an item; its kind's, where the pack names none.
    pub(crate) fn verification_article<'a>(&'a self, of_kind: &'a str) -> &'a str {
        self.carrying(Provision::Verification).unwrap_or(of_kind)
    }

    /// Provisions that no article of this pack carries out.
    pub fn not_carried(&self) -> impl Iterator<Item = Provision> {
        Provision::ALL.iter().copied().filter(|provision| self.carrying(*provision).is_none())
    }
}
