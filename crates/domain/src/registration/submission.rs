//! Holds what is looked at when a registration is handed in: what is missing, what was ticked, and whether the year falls
//! short. Must not compute hours: it is told what they come to.

use policy::{Assessment, Hours, Obligation};

use crate::{ids::UnitId, refusal::Refusal};

/// What the person declares when handing it in (article 11), without a full stop: beside the tick, where the tick is
/// missing, and on paper.
pub const DECLARATION: &str = "本人声明：所登记的内容和上传的材料真实、准确，如有不实，愿按第十三条承担责任";

/// What stands in a refusal when nothing of a draft was lost.
const KEPT: &str = "已填写的内容都保留着。";

/// What the person hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Submission {
    /// Whether the declaration of article 11 was ticked.
    pub declared: bool,
    /// How many items there are.
    pub items: usize,
    /// What is still missing or wrong.
    pub obstacles: Vec<Obstacle>,
    /// What the year lacks even if everything is recognised as applied for; `None` when it lacks nothing.
    pub shortfall: Option<Shortfall>,
    /// Whether the person ticked that they hand it in all the same.
    pub short_is_known: bool,
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
    /// The article that asks for it, such as 第五条; empty when none does.
    pub article: String,
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

    /// What it comes to and what is owed, as whole sentences.
    pub fn sentence(&self) -> String {
        let lines: Vec<String> = self
            .lacking
            .iter()
            .map(|(name, have, need)| format!("{name}也只有 {have} 学时，应修 {need} 学时"))
            .collect();
        format!(
            "按申请全部认可，{}。其中公需科目现有 {} 学时，考试结果导入后自动计入，不用登记。",
            lines.join("；"),
            self.public
        )
    }
}

impl Submission {
    /// Whether it can be handed in as it is.
    pub(super) fn is_complete(&self) -> Result<(), Refusal> {
        self.has_all()?;
        if !self.declared {
            return Err(Refusal::invalid(
                "registration.not-declared",
                format!("提交前需要勾选“{DECLARATION}”。"),
                KEPT,
                "请阅读这项声明并勾选后再提交。",
            )
            .with_article("第十一条"));
        }
        match &self.shortfall {
            Some(shortfall) if !self.short_is_known => Err(Refusal::invalid(
                "registration.short",
                format!("{}审批后，要人事处撤回审批才能再添加。", shortfall.sentence()),
                KEPT,
                "还有内容的，请先添加再提交；确实只有这些的，请勾选“我知道学时不足，仍要提交”后再提交。",
            )
            .with_article("第六条")),
            _ => Ok(()),
        }
    }

    fn has_all(&self) -> Result<(), Refusal> {
        if self.items == 0 {
            return Err(Refusal::invalid(
                "registration.empty",
                "这份登记还没有任何登记项。",
                crate::refusal::NOTHING_CHANGED,
                "请先添加至少一项专业科目学习，再提交。",
            )
            .with_article("第六条"));
        }
        let Some(first) = self.obstacles.first() else { return Ok(()) };
        let texts: Vec<&str> = self.obstacles.iter().map(|obstacle| obstacle.text.as_str()).collect();
        let refusal = Refusal::invalid(
            "registration.incomplete",
            format!("还有 {} 处需要补齐：{}。", texts.len(), texts.join("；")),
            KEPT,
            "请按上面的提示补齐后再提交。",
        );
        // One article stands for all only when all rest on it; otherwise each sentence names its own.
        let shared = self.obstacles.iter().all(|obstacle| obstacle.article == first.article);
        let named = shared && !first.article.is_empty();
        Err(if named { refusal.with_article(&first.article) } else { refusal })
    }
}
