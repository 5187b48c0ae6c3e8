//! Inviting many at once: one link each, for those without a password, and nobody's role is handed over by it.

use actions::{people, read_table, sessions};
use domain::{
    access::{Actor, Role},
    ids::UnitId,
    refusal::{Refusal, RefusalKind},
    table::Cell,
};

use crate::{
    act,
    world::{World, worlds},
};

const PASSWORD: &str = "山高水长 correct horse";

/// A list whose links do not hold yet.
pub(crate) async fn prepared(
    world: &World,
    actor: &Actor,
    unit: Option<UnitId>,
) -> Result<people::PreparedInvitations, Refusal> {
    let mut act = world.app.read(Some(actor.clone()), world.now).await.expect("a transaction");
    people::prepare_invitations(&mut act, unit).await
}

/// A list whose links hold, as (staff number, token).
async fn invited(world: &World, actor: &Actor, unit: Option<UnitId>) -> Vec<(String, String)> {
    let list = prepared(world, actor, unit).await.expect("a list");
    act!(world, actor, people::issue_invitations, unit, &list).expect("issued");
    let table = read_table(&list.file.name, &list.file.bytes).expect("a workbook");
    let heads = ["姓名", "工号", "单位", "邀请链接", "有效期至"].map(|head| Cell::Text(head.to_owned()));
    assert_eq!(table.rows[0].cells, heads);
    let lines = table.rows[1..].iter().map(|row| {
        let token = row.cell(3).text().rsplit('/').next().expect("a token").to_owned();
        assert_eq!((token.len(), row.cell(4).text().as_str()), (64, "2026年11月27日 10:00"));
        (row.cell(1).text(), token)
    });
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.len(), list.people());
    lines
}

fn numbers(lines: &[(String, String)]) -> Vec<&str> {
    lines.iter().map(|(number, _)| number.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_without_a_password_gets_one_link_and_earlier_ones_stop() {
    for world in worlds().await {
        let old = act!(world, world.personnel, people::invite, world.teacher.person).expect("a link");
        let old = old.url.rsplit('/').next().expect("a token").to_owned();
        let events = world.events().await;
        let lines = invited(&world, &world.personnel, None).await;
        assert_eq!(numbers(&lines), ["T001", "T002"], "who holds a role is invited by administrators alone");
        assert_eq!(world.events().await, events + 3, "one each, and one for the list");
        let gone = sessions::accept_invitation(&world.app, world.now, &old, PASSWORD).await;
        assert_eq!(gone.expect_err("replaced").kind, RefusalKind::NotFound);
        sessions::accept_invitation(&world.app, world.now, &lines[0].1, PASSWORD).await.expect("accepted");
        let again = sessions::accept_invitation(&world.app, world.now, &lines[0].1, PASSWORD).await;
        assert_eq!(again.expect_err("used up").kind, RefusalKind::NotFound);
        let second = invited(&world, &world.personnel, None).await;
        assert_eq!(numbers(&second), ["T002"], "who has a password is left out");
        let replaced = sessions::accept_invitation(&world.app, world.now, &lines[1].1, PASSWORD).await;
        assert_eq!(replaced.expect_err("replaced").kind, RefusalKind::NotFound);
        let all = invited(&world, &Actor::system(), Some(world.units[1])).await;
        assert_eq!(numbers(&all), ["T007", "T008", "T009", "T010"], "whoever has the machine may hand roles over");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_for_personnel_and_holds_only_while_it_is_true() {
    for world in worlds().await {
        for (actor, kind) in [
            (&world.teacher, RefusalKind::NotFound),
            (&world.verifier, RefusalKind::NotFound),
            (&world.auditor, RefusalKind::Forbidden),
            (&world.administrator, RefusalKind::Forbidden),
        ] {
            assert_eq!(prepared(&world, actor, None).await.err().expect("not theirs").kind, kind, "{}", actor.name);
        }
        let empty = prepared(&world, &world.personnel, Some(world.units[1])).await.err().expect("roles only");
        assert_eq!(empty.code, "invitations.nobody");
        let list = prepared(&world, &world.personnel, None).await.expect("a list");
        let stolen = act!(world, world.administrator, people::issue_invitations, None, &list);
        assert_eq!(stolen.expect_err("not theirs").kind, RefusalKind::Forbidden);
        let teacher = world.teacher.person;
        act!(world, world.administrator, people::grant_role, teacher, Role::Auditor, None).expect("a role");
        let late = act!(world, world.personnel, people::issue_invitations, None, &list).expect_err("a role since");
        assert_eq!(late.code, "changed-meanwhile");
        let table = read_table(&list.file.name, &list.file.bytes).expect("a workbook");
        let token = table.rows[1].cell(3).text().rsplit('/').next().expect("a token").to_owned();
        let never = sessions::accept_invitation(&world.app, world.now, &token, PASSWORD).await;
        assert_eq!(never.expect_err("it never held").kind, RefusalKind::NotFound);
    }
}
