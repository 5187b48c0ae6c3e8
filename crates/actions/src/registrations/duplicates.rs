//! What a person typed against all else that is known of their learning: nothing counts twice (article 4). Must not decide
//! what is alike: [`domain::duplicate`] does.

use domain::{
    clock::chinese_date,
    duplicate::{Likeness, Typed},
    ids::{ItemId, PersonId},
    industry_hours::IndustryHours,
    item::{Decision, Item},
    refusal::{NOTHING_CHANGED, Refusal},
    registration::State,
};
use policy::Provision;
use store::items::TypedItem;

use crate::{Act, refusals};

/// All that is known of a person's professional learning.
#[derive(Debug, Default)]
pub(crate) struct Known {
    typed: Vec<TypedItem>,
    /// What connected systems registered, of all years.
    pub(crate) registered: Vec<IndustryHours>,
}

impl Known {
    /// Loads it. The caller has authorised.
    pub(crate) async fn load(act: &mut Act, person: PersonId) -> Result<Known, Refusal> {
        Ok(Known {
            typed: store::items::of_person(&mut act.tx, person).await.map_err(refusals::store)?,
            registered: store::industry_hours::of_person(&mut act.tx, person).await.map_err(refusals::store)?,
        })
    }

    /// Loads what connected systems registered and nothing else, for [`Known::refuse_to_count`].
    pub(super) async fn load_registered(act: &mut Act, person: PersonId) -> Result<Known, Refusal> {
        let registered = store::industry_hours::of_person(&mut act.tx, person).await.map_err(refusals::store)?;
        Ok(Known { registered, ..Known::default() })
    }

    /// Refuses what a connected system registered already, and what stands in a registration of the person already.
    /// `own` is the item that is being changed.
    pub(super) fn refuse(&self, typed: &Typed<'_>, own: Option<ItemId>) -> Result<(), Refusal> {
        if let Some(hours) = self.registered.iter().find(|it| is_same(typed.likeness_to_registered(it))) {
            return Err(registered_elsewhere(hours));
        }
        let mut others = self.typed.iter().filter(|other| Some(other.item.id) != own && !is_returned(&other.item));
        let twice = others.find(|other| is_same(typed.likeness(&Typed::from(&other.item))));
        twice.map_or(Ok(()), |other| Err(typed_twice(other)))
    }

    /// What of the rest is the same as this item, or could be, each in a sentence.
    pub(crate) fn alike(&self, item: &Item) -> Vec<String> {
        let typed = Typed::from(item);
        let registered = self.registered.iter().filter_map(|hours| {
            let likeness = typed.likeness_to_registered(hours)?;
            Some(if is_same(Some(likeness)) { same_as_registered(hours, item) } else { like_registered(hours) })
        });
        // The draft of another year is nobody's business but its person's.
        let is_shown =
            |other: &&TypedItem| other.item.registration_id == item.registration_id || other.state != State::Draft;
        let others = self.typed.iter().filter(|other| other.item.id != item.id && !is_returned(&other.item));
        let others = others.filter(is_shown).filter_map(|other| {
            typed.likeness(&Typed::from(&other.item))?;
            Some(format!("与 {}相似，请核对是不是同一项活动：同一项只计一次。", place(other)))
        });
        registered.chain(others).collect()
    }

    /// Refuses hours for an item that a connected system registered, unless it is the item that stands for it.
    pub(super) fn refuse_to_count(&self, item: &Item) -> Result<(), Refusal> {
        let counted = self.registered_as(item).filter(|hours| hours.typed_item != Some(item.id));
        counted.map_or(Ok(()), |hours| {
            Err(Refusal {
                next: "请退回这一项，理由写明已由那个系统登记。".to_owned(), ..registered_elsewhere(hours)
            })
        })
    }

    /// What a connected system registered of this item, when it is the same.
    pub(super) fn registered_as(&self, item: &Item) -> Option<&IndustryHours> {
        self.registered.iter().find(|hours| is_same(Typed::from(item).likeness_to_registered(hours)))
    }
}

fn is_same(likeness: Option<Likeness>) -> bool {
    likeness == Some(Likeness::Same)
}

fn is_returned(item: &Item) -> bool {
    matches!(item.decision, Decision::Returned { .. })
}

/// What is said where the same is typed that counts already.
fn registered_elsewhere(hours: &IndustryHours) -> Refusal {
    Refusal::invalid(
        "item.registered-elsewhere",
        format!(
            "这项活动已在{}登记：《{}》，{}，{} 学时，学时已经计入 {} 年度账。",
            hours.place(),
            hours.title,
            hours.dates(),
            hours.hours,
            hours.year()
        ),
        NOTHING_CHANGED,
        "不用再登记。登记的内容有出入的，请联系人事处与那个系统核对。",
    )
    .by(Provision::NothingTwice)
}

fn typed_twice(other: &TypedItem) -> Refusal {
    Refusal::invalid(
        "item.twice",
        format!("{}已经是同样的一项。", place(other)),
        NOTHING_CHANGED,
        "同一项活动只登记一次。确实是另一次活动的，请在名称里写明区别，例如第几期，或核对日期。",
    )
    .by(Provision::NothingTwice)
}

fn same_as_registered(hours: &IndustryHours, item: &Item) -> String {
    let next = if hours.typed_item == Some(item.id) {
        "学时现在按这一项计，只计一次；删去或退回这一项以后，改按那个系统的登记计入。"
    } else {
        "学时已经按那个系统的登记计入，这一项不能再计，应当删去或退回。"
    };
    format!("这项活动已在{}登记，{} 学时。{next}", hours.place(), hours.hours)
}

fn like_registered(hours: &IndustryHours) -> String {
    format!(
        "与{}登记的《{}》（{}，{} 学时）相似，请核对是不是同一项活动：同一项只计一次。",
        hours.place(),
        hours.title,
        hours.dates(),
        hours.hours
    )
}

fn place(typed: &TypedItem) -> String {
    let TypedItem { year, number, item, .. } = typed;
    let days = if item.starts == item.ends {
        chinese_date(item.starts)
    } else {
        format!("{} 至 {}", chinese_date(item.starts), chinese_date(item.ends))
    };
    format!("{year} 年度登记 {number} 里的《{}》（{days}）", item.title)
}
