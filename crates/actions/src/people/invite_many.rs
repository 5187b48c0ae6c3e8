//! Inviting everybody who has no password yet, as one list of one-time links: a university begins with thousands. The
//! list is made before anything is written down, so that nobody waits for it, and the links hold once it is.

use documents::spreadsheet::{Column, Field, SheetContent, write_xlsx};
use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::{Instant, chinese_moment},
    ids::{PersonId, UnitId},
    person::Person,
    refusal::{NOTHING_CHANGED, Refusal},
};

use super::{
    invite::{Link, may_hand_over_roles},
    list::{chosen, visible_units},
};
use crate::{Act, FileBytes, load, refusals};

/// Most people on one list.
pub const INVITED_MAX: i64 = 5_000;

const COLUMNS: [(&str, u16); 5] = [("姓名", 10), ("工号", 12), ("单位", 22), ("邀请链接", 90), ("有效期至", 20)];

/// A list of links that do not hold yet.
pub struct PreparedInvitations {
    /// The list, a workbook.
    pub file: FileBytes,
    /// Of whom: all units, or one.
    scope: String,
    subject: String,
    links: Vec<(PersonId, Link)>,
    expires_at: Instant,
}

impl PreparedInvitations {
    /// How many people it invites.
    #[must_use]
    pub fn people(&self) -> usize {
        self.links.len()
    }
}

/// Prepares a list of links for everybody without a password, in all units or in one. Whoever holds a role is left out
/// unless the actor may hand that role over. Nothing is written down.
///
/// # Errors
/// Refuses whoever is not personnel, an unknown unit, when there is nobody to invite, and more than [`INVITED_MAX`];
/// `Busy` when too many files are being made.
pub async fn prepare_invitations(act: &mut Act, unit: Option<UnitId>) -> Result<PreparedInvitations, Refusal> {
    let (scope, people) = uninvited(act, unit).await?;
    let expires_at = Link::expiry(act.now())?;
    let mut links = Vec::with_capacity(people.len());
    for person in &people {
        links.push((person.id, Link::new(act)?));
    }
    let until = chinese_moment(expires_at);
    let row = |(person, (_, link)): (&Person, &(PersonId, Link))| {
        [&person.name, &person.staff_number, &person.unit_name, &link.url, &until].map(|text| Field::Text(text.clone()))
    };
    let content = SheetContent {
        name: "邀请名单".to_owned(),
        title: format!("邀请名单：{scope}"),
        remarks: remarks(act, &scope, people.len(), &until),
        columns: COLUMNS.map(|(name, width)| Column { name: name.to_owned(), width }).to_vec(),
        rows: people.iter().zip(&links).map(|line| row(line).to_vec()).collect(),
        made_at: act.now(),
    };
    act.stop_reading().await?;
    let bytes = act.app.presses.run(move || write_xlsx(&content)).await?.map_err(refusals::internal)?;
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let file = FileBytes { name: format!("邀请名单-{scope}.xlsx"), media_type, bytes };
    let subject = unit.map_or_else(|| "people:all".to_owned(), |unit| unit.subject());
    Ok(PreparedInvitations { file, scope, subject, links, expires_at })
}

/// Lets the links of a prepared list hold; earlier ones of the same people stop working.
///
/// # Errors
/// Refuses whoever is not personnel, and when somebody on the list has set a password or been given a role since.
pub async fn issue_invitations(
    act: &mut Act,
    unit: Option<UnitId>,
    prepared: &PreparedInvitations,
) -> Result<(), Refusal> {
    let (_, people) = uninvited(act, unit).await?;
    if people.iter().map(|person| person.id).ne(prepared.links.iter().map(|(person, _)| *person)) {
        return Err(Refusal::changed_meanwhile());
    }
    for (person, link) in &prepared.links {
        link.keep(act, *person, prepared.expires_at).await?;
    }
    let (count, until) = (prepared.links.len().to_string(), chinese_moment(prepared.expires_at));
    let values = [("scope", prepared.scope.as_str()), ("people", &count), ("until", &until)];
    act.record(&Event::new(EventKind::InvitationsListed, &prepared.subject, &values)).await
}

/// The scope in words, and everybody in it to be invited.
async fn uninvited(act: &mut Act, unit: Option<UnitId>) -> Result<(String, Vec<Person>), Refusal> {
    load::office(act, Deed::ViewPeople)?;
    load::institution(act, Deed::InviteMany)?;
    let units = visible_units(act, Deed::ViewPeople).await?;
    let wanted = chosen(&units, unit)?;
    let named = units.iter().find(|known| Some(known.id) == unit);
    let scope = named.map_or_else(|| "全部单位".to_owned(), |unit| unit.name.clone());
    let found = store::people::without_password(&mut act.tx, &wanted, INVITED_MAX + 1).await;
    let mut people = found.map_err(refusals::store)?;
    if i64::try_from(people.len()).is_ok_and(|count| count > INVITED_MAX) {
        let what = format!("没有设置密码的人超过 {INVITED_MAX} 人，一次不能全部邀请。");
        return Err(Refusal::too_large("invitations.many", what, NOTHING_CHANGED, "请选择单位，按单位分别生成名单。"));
    }
    if !may_hand_over_roles(act) {
        let held = store::roles::all(&mut act.tx).await.map_err(refusals::store)?;
        people.retain(|person| held.iter().all(|(holder, _)| *holder != person.id));
    }
    if people.is_empty() {
        let what = format!("{scope}没有需要邀请的人：各人都已设置密码，或担任须由系统管理员邀请的角色。");
        return Err(Refusal::conflict("invitations.nobody", what, "请核对单位；名册里没有的人，请先导入。"));
    }
    Ok((scope, people))
}

fn remarks(act: &Act, scope: &str, people: usize, until: &str) -> Vec<(String, String)> {
    let by = act.actor().map(|actor| actor.name.clone()).unwrap_or_default();
    [
        ("范围", scope.to_owned()),
        ("人数", people.to_string()),
        ("生成时间", chinese_moment(act.now())),
        ("生成人", by),
        ("怎样使用", format!("每个链接由本人打开，自己设置密码；只能用一次，有效期至 {until}。")),
        (
            "请妥善保管",
            "谁拿到链接，谁就能设置那个人的密码。请分别发给本人，不要整表转发；发完请删除这个文件。".to_owned(),
        ),
        ("再次生成", "只包括那时还没有设置密码的人；他们以前的链接随之失效。".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .to_vec()
}
