//! Handing a registration in (articles 5, 6, 8 and 11).

use domain::{
    access::Deed,
    ids::{RegistrationId, UnitId},
    industry_hours::IndustryHours,
    item::Decision,
    person::Person,
    refusal::Refusal,
    registration::{Deadlines, Move, Obstacle, Shortfall, Submission, declaration},
};
use policy::{Provision, cited};

use super::{ItemView, decide_item::acceptable};
use crate::{Act, dossier::Dossier, elsewhere::counting, load, refusals};

/// What is said of an item without hours that has to have some.
pub const NO_APPLIED_HOURS: &str = "还没有填写申请学时";

/// What the person ticked under the registration, and wrote where that was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticked {
    /// That it is true (article 11).
    pub declared: bool,
    /// That they hand it in although the year falls short. Asked for only when it does.
    pub short_is_known: bool,
    /// Why it comes after the person's date, as typed. Asked for only when it does.
    pub late_reason: String,
}

impl Ticked {
    /// Both ticks, and nothing written.
    pub const ALL: Ticked = Ticked { declared: true, short_is_known: true, late_reason: String::new() };

    /// Both ticks, after the person's date, for this reason.
    #[must_use]
    pub fn late(reason: &str) -> Ticked {
        Ticked { late_reason: reason.to_owned(), ..Ticked::ALL }
    }
}

/// Hands a registration in, to the unit that the person belongs to by now: whoever moved since it was opened is checked
/// where they are.
///
/// # Errors
/// Refuses without the declaration, while a required piece of evidence, an answer or hours that cannot be computed are
/// missing (each is named), when the year falls short and that is not ticked, after the person's date without a reason, and
/// after the pack's deadline.
pub async fn submit(act: &mut Act, id: RegistrationId, ticked: Ticked) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let registration = load::registration(act, id, Deed::Submit).await?;
    let opened_for = registration.unit_id;
    let dossier = Dossier::of(act, registration).await?;
    let deadlines = Deadlines::of(&dossier.pack, dossier.year);
    let withdrawn = store::approval_withdrawals::latest(&mut act.tx, id).await.map_err(refusals::store)?;
    let was_approved = withdrawn.is_some();
    let assessment = policy::assess(&dossier.pack, &dossier.facts());
    let views = dossier.item_views(&assessment);
    let submission = Submission {
        declaration: declaration(&dossier.pack),
        declared: ticked.declared,
        items: views.len(),
        elsewhere: counting(&dossier.registered_elsewhere(&assessment)).count(),
        obstacles: (1..)
            .zip(&views)
            .flat_map(|(number, view)| obstacles(number, view, &dossier, was_approved))
            .collect(),
        shortfall: shortfall(&dossier),
        short_is_known: ticked.short_is_known,
        late_reason: ticked.late_reason,
        moved_to: moved_to(&dossier.person, opened_for),
    };
    load::transition(act, id, Deed::Submit, |registration, now| {
        registration.submit(&actor, &submission, &deadlines, now)
    })
    .await?;
    let now = act.now();
    store::item_revisions::hand_in(&mut act.tx, id, now).await.map_err(refusals::store)
}

fn moved_to(person: &Person, unit: UnitId) -> Option<Move> {
    (person.unit_id != unit).then(|| Move { unit: person.unit_id, name: person.unit_name.clone() })
}

/// What the year lacks even if everything that no verifier has set a figure for is recognised as applied for.
pub(super) fn shortfall(dossier: &Dossier) -> Option<Shortfall> {
    let mut facts = dossier.facts();
    for item in facts.items.iter_mut().filter(|item| item.verified.is_none()) {
        item.verified = acceptable(&dossier.pack, item, dossier.year);
        item.accepted = Some(true);
    }
    Shortfall::of(&policy::assess(&dossier.pack, &facts))
}

/// What keeps an item from being handed in, each a sentence that names it and the article that asks for it.
fn obstacles(number: usize, view: &ItemView, dossier: &Dossier, was_approved: bool) -> Vec<Obstacle> {
    let pack = &dossier.pack;
    let place = format!("第 {number} 项《{}》", view.item.title);
    let problems = view.preview.problems.iter().map(|problem| Obstacle {
        text: format!("{place}：{}{}", problem.text.trim_end_matches('。'), cited(&problem.article)),
        provision: None,
    });
    let missing = view.checklist.iter().filter(|line| line.required && !line.present).map(|line| Obstacle {
        text: format!("{place}缺少{}{}", line.need.name, cited(&line.need.article)),
        provision: Some(Provision::Evidence),
    });
    let application = pack.carrying(Provision::Application).unwrap_or_default();
    let item = &view.item;
    let returned = match &item.decision {
        Decision::Returned { reason } => Some(Obstacle {
            text: format!(
                "{place}被退回（{}），还没有改：请改好或补上材料，或者删去；确认没有错的，打开它再保存一次",
                reason.trim_end_matches('。')
            ),
            provision: None,
        }),
        _ => None,
    };
    let unprintable = documents::fonts::missing(&format!("{}{}", item.title, item.organiser));
    let unprintable = (!unprintable.is_empty()).then(|| Obstacle {
        text: format!("{place}里有印不出来的字，请改正：{}", documents::listed(&unprintable)),
        provision: None,
    });
    let hours = view.lacks_hours().then(|| Obstacle {
        text: format!("{place}{NO_APPLIED_HOURS}{}", cited(application)),
        provision: Some(Provision::Application),
    });
    let nothing_twice = pack.carrying(Provision::NothingTwice).unwrap_or_default();
    // What an approval rested on cannot be deleted; it counts in place of what the system registered.
    let stays = |hours: &IndustryHours| was_approved && hours.typed_item == Some(view.item.id);
    let registered = dossier.known.registered_as(&view.item).filter(|hours| !stays(hours));
    let registered = registered.map(|registered| Obstacle {
        text: format!("{place}已在{}登记，不用再登记，请删去这一项{}", registered.place(), cited(nothing_twice)),
        provision: Some(Provision::NothingTwice),
    });
    problems.chain(returned).chain(registered).chain(unprintable).chain(hours).chain(missing).collect()
}

impl ItemView {
    /// Whether the form of article 6 lacks the hours applied for: the standard gives none, and the person wrote none.
    #[must_use]
    pub fn lacks_hours(&self) -> bool {
        let preview = &self.preview;
        self.item.applied.is_none() && preview.computed.is_none() && preview.problems.is_empty()
    }
}
