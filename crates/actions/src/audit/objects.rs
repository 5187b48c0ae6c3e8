//! What an event happened to, as people call it: the number of a registration, the name of a person. Must not show what
//! the log's reader may not see; whoever reads the log may read all of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    audit::AuditEntry,
    ids::{PersonId, RegistrationId},
    refusal::Refusal,
};

use crate::{Act, refusals};

/// A subject that no event has.
const NOTHING: &str = "nothing:";

/// The subject that somebody asks for by a registration's number, a certificate's number or a staff number.
pub(super) async fn find(act: &mut Act, text: &str) -> Result<String, Refusal> {
    if text.is_empty() || text.contains(':') {
        return Ok(text.to_owned());
    }
    let registration = store::registrations::by_number(&mut act.tx, text).await.map_err(refusals::store)?;
    if let Some(registration) = registration {
        return Ok(registration.id.subject());
    }
    if let Some(certificate) = store::certificates::by_number(&mut act.tx, text).await.map_err(refusals::store)? {
        return Ok(certificate.id.subject());
    }
    let person = store::people::by_staff_number(&mut act.tx, text).await.map_err(refusals::store)?;
    Ok(person.map_or_else(|| NOTHING.to_owned(), |person| person.id.subject()))
}

/// What each subject of these entries is called, and by which number it can be asked for again.
pub(super) async fn names(
    act: &mut Act,
    entries: &[AuditEntry],
) -> Result<BTreeMap<String, (String, String)>, Refusal> {
    let mut names = BTreeMap::new();
    let mut registrations = Vec::new();
    let mut people: BTreeSet<PersonId> = BTreeSet::new();
    for entry in entries {
        match (entry.subject.split_once(':'), names.contains_key(&entry.subject)) {
            (Some(("registration", id)), false) => registrations.extend(id.parse::<RegistrationId>()),
            (Some(("person", id)), false) => people.extend(id.parse::<PersonId>()),
            (Some((noun, _)), false) => {
                names.insert(entry.subject.clone(), of_noun(noun, entry));
            }
            _ => {}
        }
    }
    registrations.sort_unstable();
    registrations.dedup();
    let mut files = Vec::with_capacity(registrations.len());
    for id in registrations {
        files.extend(store::registrations::get(&mut act.tx, id).await.map_err(refusals::store)?);
    }
    people.extend(files.iter().map(|file| file.person_id));
    let ids: Vec<PersonId> = people.into_iter().collect();
    let people = store::people::get_many(&mut act.tx, &ids).await.map_err(refusals::store)?;
    for file in files {
        let owner = people.iter().find(|person| person.id == file.person_id).map_or("", |person| person.name.as_str());
        names.insert(file.id.subject(), (format!("学时登记 {}（{owner}）", file.number), file.number.clone()));
    }
    for person in people {
        let called = format!("{}（工号 {}）", person.name, person.staff_number);
        names.insert(person.id.subject(), (called, person.staff_number));
    }
    Ok(names)
}

fn of_noun(noun: &str, entry: &AuditEntry) -> (String, String) {
    let called = match noun {
        "certificate" => {
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
            let number = detail.get("number").and_then(serde_json::Value::as_str).unwrap_or_default();
            return (format!("证书 {number}"), number.to_owned());
        }
        "finding" => "诚信认定",
        "import" => "导入",
        "audit" => "操作记录",
        "sign-in" => "登录",
        _ => "系统",
    };
    (called.to_owned(), entry.subject.clone())
}
