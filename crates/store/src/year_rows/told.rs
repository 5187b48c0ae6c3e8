//! What rosters and connected systems told of many people: posts that changed inside the year (article 1), and hours that
//! need not be registered again (article 4); and what was found false (article 13). Must not judge.

use domain::{
    clock::{Instant, shanghai_date},
    industry_hours::IndustryHours,
};
use policy::Hours;

use super::{Portion, parsed, standing};
use crate::{StoreError, Tx, columns::unreadable};

impl Portion {
    pub(super) async fn posts(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        const SQL: &str = "SELECT t.person_id, t.from_day, t.category, t.declares_title_next_year, \
            t.confirmation_only FROM person_post t WHERE {people} AND t.superseded_at IS NULL \
            AND CAST(SUBSTR(t.from_day, 1, 4) AS BIGINT) = $1";
        self.each(tx, (SQL, self.year), |row, fields| {
            row.posts.push((parsed(fields, 1)?, standing(fields, 2)?));
            row.posts.sort_by_key(|(from, _)| *from);
            Ok(())
        })
        .await
    }

    pub(super) async fn industry_hours(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        const SQL: &str = "SELECT t.person_id, t.system, t.reference, t.title, t.organiser, t.starts, t.ends, t.hours, \
            t.recorded_at, t.typed_item FROM industry_hours t WHERE {people} AND t.superseded_at IS NULL \
            AND CAST(SUBSTR(t.starts, 1, 4) AS BIGINT) = $1";
        self.each(tx, (SQL, self.year), |row, fields| {
            let typed_item = fields.text_or_null(9)?.map(str::parse).transpose();
            row.industry.push(IndustryHours {
                system: fields.text(1)?.to_owned(),
                reference: fields.text(2)?.to_owned(),
                person_id: row.person,
                title: fields.text(3)?.to_owned(),
                organiser: fields.text(4)?.to_owned(),
                starts: parsed(fields, 5)?,
                ends: parsed(fields, 6)?,
                hours: Hours::from_hundredths(fields.number(7)?),
                registered_at: None,
                recorded_at: Instant::from_millisecond(fields.number(8)?).map_err(|_| unreadable("recorded_at"))?,
                typed_item: typed_item.map_err(|_| unreadable("typed_item"))?,
            });
            row.industry.sort_by(|one, other| one.order().cmp(&other.order()));
            Ok(())
        })
        .await
    }

    pub(super) async fn findings(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        // The plus, here too: few are found false, and the index of the year would be walked once a portion.
        const SQL: &str = "SELECT t.person_id, t.item_id, t.number, t.ruled_at FROM finding t \
            JOIN registration r ON r.id = t.registration_id WHERE {people} AND +r.year = $1 AND t.is_false = 1 \
            AND (t.is_upheld IS NULL OR t.is_upheld = 1)";
        self.each(tx, (SQL, self.year), |row, fields| {
            let at = Instant::from_millisecond(fields.number(3)?).map_err(|_| unreadable("ruled_at"))?;
            let on = shanghai_date(at);
            let (item, decision) = (fields.text(1)?.to_owned(), fields.text(2)?.to_owned());
            row.findings.push(policy::Finding { item, on, decision, learned: Some(on) });
            row.findings.sort_by(|one, other| one.item.cmp(&other.item));
            Ok(())
        })
        .await
    }
}
