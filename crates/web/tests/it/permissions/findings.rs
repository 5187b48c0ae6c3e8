//! A finding of falsehood in the stage that each of its routes needs.

use actions::{Act, findings};
use domain::{
    access::{Actor, Grant, Role},
    finding::{NoticeForm, RulingForm},
};

use super::{Case, nothing};
use crate::world::World;

/// The colleague's approved registration, with what has happened before somebody asks this route.
pub(super) async fn case(world: &World, path: &str) -> Case {
    let file = world.approved().await;
    let case = nothing(file);
    if path.starts_with("/registrations") {
        return case;
    }
    let notice = NoticeForm { suspicion: "没有举办过".to_owned(), reply_until: "2026-12-20".to_owned() };
    let mut act = world.act("personnel").await;
    let id = findings::notify(&mut act, (file.registration, file.item), &notice).await.expect("told");
    act.commit("").await.expect("kept");
    let stages: &[&str] = match path {
        "/findings/{id}/ruling" => &["answer"],
        "/findings/{id}/appeal" => &["answer", "rule"],
        "/findings/{id}/appeal-ruling" => &["answer", "rule", "appeal"],
        _ => &[],
    };
    for stage in stages {
        let mut act = if *stage == "rule" { other_office(world).await } else { world.act("colleague").await };
        match *stage {
            "answer" => findings::answer(&mut act, id, "原件在此").await.expect("answered"),
            "rule" => findings::rule(&mut act, id, &found_false()).await.expect("ruled"),
            _ => findings::appeal(&mut act, id, "不服").await.expect("appealed"),
        }
        act.commit("").await.expect("kept");
    }
    Case { request: id.to_string(), ..case }
}

fn found_false() -> RulingForm {
    RulingForm {
        is_false: Some(true),
        reason: "回函".to_owned(),
        number: "1号".to_owned(),
        appeal_until: "2026-12-20".to_owned(),
        entry_until: "2029-12-31".to_owned(),
        is_blacklisted: false,
    }
}

/// Somebody else of the personnel office, so that those who are asked can decide about the appeal.
async fn other_office(world: &World) -> Act {
    let grants = vec![Grant { role: Role::Personnel, unit: None }];
    let actor = Actor { person: world.people["administrator"], name: "另一位".to_owned(), unit: world.unit, grants };
    world.act_as(actor).await
}
