//! Holds what is looked at when a registration is handed in: what is missing, what was ticked, and whether the year falls
//! short. Must not compute hours: it is told what they come to.

use policy::{Assessment, Hours, Obligation, Pack, Provision};

use crate::{ids::UnitId, refusal::Refusal};

/// What the person declares when handing it in (article 11), without a full stop: beside the tick, where the tick is
/// missing, and on paper. It names the article by which its pack makes people answer for what is false, where there is one.
pub fn declaration(pack: &Pack) -> String {
    let by = pack.carrying(Provision::FalseRegistration).map(|article| format!("按{article}")).unwrap_or_default();
    format!("本人声明：所登记的内容和上传的材料真实、准确，如有不实，愿{by}承担责任")
}

/// What stands in a refusal when nothing of a draft was lost.
pub(super) const KEPT: &str = "已填写的内容都保留着。";

/// What the person hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// What has to be ticked, see [`declaration`].
    pub declaration: String,
    /// Whether it was.
    pub declared: bool,
    /// How many items there are.
    pub items: usize,
    /// How many activities count as connected systems registered them; whoever has nothing else types nothing (article 4).
    pub elsewhere: usize,
    /// What is still missing or wrong.
    pub obstacles: Vec<Obstacle>,
    /// What the year lacks even if everything is recognised as applied for; `None` when it lacks nothing.
    pub shortfall: Option<Shortfall>,
    /// Whether the person ticked that they hand it in all the same.
    pub short_is_known: bool,
    /// Why it comes after the person's date, as typed; looked at only when it does.
    pub late_reason: String,
    /// The person's unit, when the registration still names another.
    pub moved_to: Option<Move>,
}

/// The unit to which somebody moved after the registration was opened or given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which.
    pub unit: UnitId,
    /// Its name, for the log.
    pub name: String,
}

/// Something that keeps a registration from being handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// A sentence naming the item, without a full stop.
    pub text: String,
    /// What the regulation asks there; `None` where the sentence itself names the article of a rule.
    pub provision: Option<Provision>,
}

/// What a year lacks. There is one registration a year (article 6), so whoever hands in too little can add the rest only
/// after it was given back, or after the personnel office took the approval back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// Name, hours it comes to and hours that are owed; never empty.
    lacking: Vec<(String, Hours, Hours)>,
    public: Hours,
}

impl Shortfall {
    /// What this assessment lacks in hours, where hours are owed (article 1); an examination is no hours.
    pub fn of(assessment: &Assessment) -> Option<Self> {
        if assessment.obligation != Obligation::Full {
            return None;
        }
        let short = assessment.requirements.iter().filter(|requirement| requirement.have < requirement.need);
        let lacking: Vec<_> =
            short.map(|requirement| (requirement.name.clone(), requirement.have, requirement.need)).collect();
        (!lacking.is_empty()).then_some(Self { lacking, public: assessment.public })
    }

    /// What it comes to and what is owed, as whole sentences for the person.
    pub fn sentence(&self) -> String {
        format!(
            "按申请全部认可，{}。其中公需科目现有 {} 学时，考试结果导入后自动计入，不用登记。",
            self.lines(),
            self.public
        )
    }

    /// The same for whoever checks and approves: after that nothing can be added.
    pub fn sentence_for_unit(&self) -> String {
        format!(
            "没有结论的按申请全部认可，{}，其中公需科目现有 {} 学时。审批以后，要人事处撤回审批才能再添加。",
            self.lines(),
            self.public
        )
    }

    fn lines(&self) -> String {
        let line = |(name, have, need): &(String, Hours, Hours)| format!("{name}也只有 {have} 学时，应修 {need} 学时");
        self.lacking.iter().map(line).collect::<Vec<_>>().join("；")
    }
}

impl Submission {
    /// Whether it can be handed in as it is.
    pub(super) fn is_complete(&self) -> Result<(), Refusal> {
        self.has_all()?;
        if !self.declared {
            return Err(Refusal::invalid(
                "registration.not-declared",
                format!("提交前需要勾选“{}”。", self.declaration),
                KEPT,
                "请阅读这项声明并勾选后再提交。",
            )
            .by(Provision::Truthfulness));
        }
        match &self.shortfall {
            Some(shortfall) if !self.short_is_known => Err(Refusal::invalid(
                "registration.short",
                format!("{}审批后，要人事处撤回审批才能再添加。", shortfall.sentence()),
                KEPT,
                "还有内容的，请先添加再提交；确实只有这些的，请勾选“我知道学时不足，仍要提交”后再提交。",
            )
            .by(Provision::OneRegistrationAYear)),
            _ => Ok(()),
        }
    }

    fn has_all(&self) -> Result<(), Refusal> {
        is_not_empty(self.items, self.elsewhere, "请先添加至少一项专业科目学习，再提交。")?;
        let Some(first) = self.obstacles.first() else { return Ok(()) };
        let texts: Vec<&str> = self.obstacles.iter().map(|obstacle| obstacle.text.as_str()).collect();
        let refusal = Refusal::invalid(
            "registration.incomplete",
            format!("还有 {} 处需要补齐：{}。", texts.len(), texts.join("；")),
            KEPT,
            "请按上面的提示补齐后再提交。",
        );
        // One provision stands for all only when all rest on it; otherwise each sentence names its own article.
        let shared = first.provision.filter(|_| self.obstacles.iter().all(|one| one.provision == first.provision));
        Err(Refusal { provision: shared, ..refusal })
    }
}

/// Refuses a registration in which nothing is left: no item, and no activity that counts as a connected system registered it
/// (article 4). A correction of that system can take the last one away after it was handed in.
///
/// # Errors
/// `Invalid`, with what to do `next`.
pub fn is_not_empty(items: usize, elsewhere: usize, next: &str) -> Result<(), Refusal> {
    if items > 0 || elsewhere > 0 {
        return Ok(());
    }
    let what = "这份登记没有任何登记项，也没有行业系统登记的学时。";
    let refusal = Refusal::invalid("registration.empty", what, crate::refusal::NOTHING_CHANGED, next);
    Err(refusal.by(Provision::Application))
}
