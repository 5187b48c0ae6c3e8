//! Handing a registration in (articles 5, 6, 8 and 11).

use domain::{
    access::Deed,
    ids::RegistrationId,
    refusal::Refusal,
    registration::{Deadlines, Obstacle, Submission},
};

use super::ItemView;
use crate::{Act, dossier::Dossier, load};

/// Hands a registration in. `declared`: the person ticked that it is true (article 11).
///
/// # Errors
/// Refuses without the declaration, while a required piece of evidence or answer is missing (each is named), and
/// after the pack's deadline.
pub async fn submit(act: &mut Act, id: RegistrationId, declared: bool) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let registration = load::registration(act, id, Deed::Submit).await?;
    let dossier = Dossier::of(act, registration).await?;
    let deadlines = Deadlines::of(&dossier.pack, dossier.year);
    let assessment = policy::assess(&dossier.pack, &dossier.facts());
    let views = dossier.item_views(&assessment);
    let submission = Submission {
        declared,
        items: views.len(),
        obstacles: views.iter().enumerate().flat_map(|(index, view)| obstacles(index + 1, view)).collect(),
    };
    load::transition(act, id, Deed::Submit, |registration, now| {
        registration.submit(&actor, &submission, &deadlines, now)
    })
    .await?;
    Ok(())
}

/// What keeps an item from being handed in, each a sentence that names it.
fn obstacles(number: usize, view: &ItemView) -> Vec<Obstacle> {
    let place = format!("第 {number} 项《{}》", view.item.title);
    let problems = view.preview.problems.iter().map(|problem| Obstacle {
        text: format!("{place}：{}", problem.text.trim_end_matches('。')),
        article: problem.article.clone(),
    });
    let missing = view.checklist.iter().filter(|line| line.required && !line.present).map(|line| Obstacle {
        text: format!("{place}缺少{}（{}）", line.need.name, line.need.article),
        article: line.need.article.clone(),
    });
    problems.chain(missing).collect()
}
