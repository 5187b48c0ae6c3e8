//! A small world: a unit, three people and one registration.

use domain::{
    clock::Instant,
    id_number::Sex,
    ids::{ItemId, PersonId, RegistrationId, UnitId},
    item::{Decision, Item},
    person::{Person, Unit},
    registration::{Opening, Registration},
};
use jiff::civil::date;
use policy::{Hours, StaffCategory};
use store::{Store, Tx};
use testkit::Database;
use uuid::Uuid;

pub(crate) fn now() -> Instant {
    "2026-11-23T02:00:00Z".parse().expect("a moment")
}

pub(crate) fn person(number: u128) -> Person {
    Person {
        id: PersonId::from_uuid(Uuid::from_u128(number)),
        staff_number: format!("2020{number:04}"),
        name: "韦㛃宁".to_owned(),
        sex: Sex::Female,
        unit_id: unit().id,
        unit_name: unit().name,
        category: StaffCategory::FullTimeTeacher,
        declares_title_next_year: true,
        confirmation_only: false,
        title_series: Some("高等学校教师".to_owned()),
        title: None,
        phone: None,
        joined: Some(date(2014, 7, 1)),
        id_number_masked: "990***********46".to_owned(),
    }
}

pub(crate) fn unit() -> Unit {
    Unit {
        id: UnitId::from_uuid(Uuid::from_u128(900)),
        code: "07".to_owned(),
        name: "数学与计算科学学院".to_owned(),
        kind: "学院".to_owned(),
    }
}

pub(crate) fn registration(owner: u128, year: i16) -> Registration {
    let opening = Opening {
        id: RegistrationId::from_uuid(Uuid::from_u128(5000 + owner + u128::from(year.unsigned_abs()))),
        number: format!("{year}-{owner:05}"),
        person_id: person(owner).id,
        unit_id: unit().id,
        year,
        pack_name: "guet-2022".to_owned(),
        pack_hash: "0".repeat(64),
    };
    Registration::open(opening, now()).0
}

pub(crate) fn item(registration: &Registration, position: i64) -> Item {
    Item {
        id: ItemId::from_uuid(Uuid::from_u128(8000 + u128::from(position.unsigned_abs()))),
        registration_id: registration.id,
        position,
        kind: "conference".to_owned(),
        title: "全国高等教育学术年会".to_owned(),
        organiser: "示例学会".to_owned(),
        starts: date(2026, 5, 8),
        ends: date(2026, 5, 10),
        answers: [("level".to_owned(), "national".to_owned())].into(),
        applied: Some(Hours::from_hundredths(1250)),
        decision: Decision::Open,
        decided_by: None,
        decided_at: None,
        told_at: Some(now()),
    }
}

/// Opens the database and fills it with the unit and people 1 to 3.
pub(crate) async fn open(database: &Database) -> Store {
    let store = Store::open(database.url()).await.expect("an open database");
    let mut tx = store.begin().await.expect("a transaction");
    store::units::insert_many(&mut tx, &[unit()]).await.expect("a unit");
    for number in 1..=3 {
        add_person(&mut tx, number).await;
    }
    tx.commit().await.expect("a commit");
    store
}

async fn add_person(tx: &mut Tx, number: u128) {
    let index = format!("index-{number}");
    store::people::insert(tx, &person(number), "sealed", &index, now()).await.expect("a person");
}
