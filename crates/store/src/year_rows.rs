//! Everybody's year, a portion of people at a time: of each person exactly what judging looks at. Reads whole ranges of
//! people in a few queries, since a query a person would take longer than all the rest. Must not judge.

mod told;

use std::collections::HashMap;

use domain::{
    clock::Instant,
    ids::{PersonId, UnitId},
    industry_hours::IndustryHours,
    person::{Standing, category_from_code},
    registration::State,
};
use foldhash::fast::RandomState;
use jiff::civil::Date;
use policy::{Hours, ItemRow, PublicFacts, TrainingYearFacts};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    item_rows, public_results,
    seam::{Fields, Values},
    year_decisions::Conclusion,
};

/// One person's year.
#[derive(Debug, Clone)]
pub struct YearRow {
    /// Whose.
    pub person: PersonId,
    /// The unit that they belong to.
    pub unit: UnitId,
    /// 工号.
    pub staff_number: String,
    /// How they stood in the year, as far as anybody said.
    pub standing: Standing,
    /// How they stood in the year before, if a roster was about just that year.
    pub stood_before: Option<Standing>,
    /// 职称系列 of the year, as [`YearRow::standing`].
    pub title_series: Option<String>,
    /// The registration, once it was handed in.
    pub registration: Option<RegistrationRow>,
    /// What is settled for the required course of the year. It is the same for everybody, so that whoever reads them asks
    /// for it once, with [`crate::training_years::get`].
    pub training_year: Option<TrainingYearFacts>,
    /// Results of the public courses of the year, as they stand, by course.
    pub public: Vec<PublicFacts>,
    /// Posts that begin in the year, in their order, each with its first day.
    pub posts: Vec<(Date, Standing)>,
    /// What connected systems registered for the year, by first day, system and reference.
    pub industry: Vec<IndustryHours>,
    /// What stands about items of the registration (article 13).
    pub findings: Vec<policy::Finding>,
    /// Whether the registration of the year before is approved.
    pub was_approved_before: bool,
    /// What was decided about the year before, as it stands.
    pub decided_before: Option<Conclusion>,
    /// What the year before came to when everybody was judged last.
    pub judged_before: Option<Conclusion>,
    /// The decision of the highest judging.
    pub decision: Option<DecisionRow>,
}

/// A registration that was handed in.
#[derive(Debug, Clone)]
pub struct RegistrationRow {
    /// Where it stands.
    pub state: State,
    /// The pack that it was opened under.
    pub pack_name: String,
    /// Its content hash.
    pub pack_hash: String,
    /// The items, one behind the other.
    items: String,
}

/// What was kept of a year when everybody was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// The judging.
    pub judging: i64,
    /// When it was.
    pub at: Instant,
    /// Hash of its pack.
    pub pack_hash: String,
    /// SHA-256 of what it was judged from.
    pub inputs_hash: String,
    /// The result as JSON.
    pub result: String,
    /// SHA-256 of the account.
    pub explanation_hash: String,
}

impl RegistrationRow {
    /// The items.
    ///
    /// # Errors
    /// `Column` when they are not as they were written.
    pub fn items(&self) -> Result<Vec<ItemRow<'_>>, StoreError> {
        item_rows::read(&self.items)
    }
}

/// How many people there are.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.number("SELECT COUNT(*) AS number FROM person", Values::new()).await
}

/// The people after one, in the order of their identifiers, at most so many; of their year nothing yet.
///
/// # Errors
/// When the database does not answer, `Column` when a value cannot be read.
pub async fn people(tx: &mut Tx, after: Option<PersonId>, limit: usize) -> Result<Vec<YearRow>, StoreError> {
    const SQL: &str = "SELECT p.id, p.unit_id, p.staff_number, p.category, p.declares_title_next_year, \
        p.confirmation_only, p.title_series FROM person p WHERE p.id > $1 ORDER BY p.id LIMIT $2";
    let first = after.map_or_else(String::new, |id| id.to_string());
    let values = Values::new().text(first).number(i64::try_from(limit).unwrap_or(i64::MAX));
    let mut rows = Vec::with_capacity(limit);
    let person = &mut |fields: &Fields<'_>| {
        rows.push(YearRow {
            person: parsed(fields, 0)?,
            unit: parsed(fields, 1)?,
            staff_number: fields.text(2)?.to_owned(),
            standing: standing(fields, 3)?,
            stood_before: None,
            title_series: fields.text_or_null(6)?.map(str::to_owned),
            registration: None,
            training_year: None,
            public: Vec::new(),
            posts: Vec::new(),
            industry: Vec::new(),
            findings: Vec::new(),
            was_approved_before: false,
            decided_before: None,
            judged_before: None,
            decision: None,
        });
        Ok(())
    };
    tx.visit(SQL, values, person).await?;
    Ok(rows)
}

/// What there is of these people's year; they are those of [`people`], all of them and in their order.
///
/// # Errors
/// When the database does not answer, `Column` when a value cannot be read.
pub async fn fill(tx: &mut Tx, year: i16, people: Vec<YearRow>) -> Result<Vec<YearRow>, StoreError> {
    Portion::of(people, year).filled(tx).await
}

/// People whose rows are being filled.
struct Portion {
    rows: Vec<YearRow>,
    places: HashMap<PersonId, usize, RandomState>,
    /// The place after the one that was filled last: rows mostly come in the order of the people.
    next: usize,
    year: i16,
}

impl Portion {
    fn of(rows: Vec<YearRow>, year: i16) -> Portion {
        let places = rows.iter().enumerate().map(|(place, row)| (row.person, place)).collect();
        Portion { rows, places, next: 0, year }
    }

    async fn filled(mut self, tx: &mut Tx) -> Result<Vec<YearRow>, StoreError> {
        self.standings(tx).await?;
        self.registrations(tx).await?;
        self.public_results(tx).await?;
        self.posts(tx).await?;
        self.industry_hours(tx).await?;
        self.findings(tx).await?;
        self.year_before(tx).await?;
        self.decisions(tx).await?;
        Ok(self.rows)
    }

    /// Hands the rows of a query to `take`, each with the person's. The query's `$1` is a year, and `{people}` in it stands
    /// for the condition that the column `person_id` of the table `t` is of this portion.
    async fn each(
        &mut self,
        tx: &mut Tx,
        (sql, year): (&str, i16),
        mut take: impl FnMut(&mut YearRow, &Fields<'_>) -> Result<(), StoreError> + Send,
    ) -> Result<(), StoreError> {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return Ok(()) };
        let values = Values::new().number(year).text(first.person).text(last.person);
        let sql = sql.replace("{people}", "t.person_id >= $2 AND t.person_id <= $3");
        self.next = 0;
        let each = &mut |fields: &Fields<'_>| {
            let person: PersonId = parsed(fields, 0)?;
            let Some(place) = self.place(person) else { return Ok(()) };
            take(&mut self.rows[place], fields)
        };
        tx.visit(sql, values, each).await
    }

    fn place(&mut self, person: PersonId) -> Option<usize> {
        for place in [self.next, self.next.saturating_sub(1)] {
            if self.rows.get(place).is_some_and(|row| row.person == person) {
                self.next = place + 1;
                return Some(place);
            }
        }
        let place = self.places.get(&person).copied()?;
        self.next = place + 1;
        Some(place)
    }

    /// What was said for the year itself, else for the latest year before it, else for the earliest after it.
    async fn standings(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        const SQL: &str = "SELECT t.person_id, t.year, t.revision, t.category, t.declares_title_next_year, \
            t.confirmation_only, t.title_series FROM person_year t WHERE {people}";
        let year = self.year;
        let mut nearest: HashMap<PersonId, (bool, i64, i64), RandomState> = HashMap::default();
        let mut before: HashMap<PersonId, i64, RandomState> = HashMap::default();
        self.each(tx, (SQL, year), |row, fields| {
            let (about, revision) = (fields.number(1)?, fields.number(2)?);
            let standing = standing(fields, 3)?;
            let is_past = about <= i64::from(year);
            let rank = (is_past, if is_past { about } else { -about }, revision);
            if nearest.get(&row.person).is_none_or(|best| *best < rank) {
                nearest.insert(row.person, rank);
                row.standing = standing;
                let series = fields.text_or_null(6)?;
                // Mostly it is what the person has: a text for each of very many people takes its time.
                if row.title_series.as_deref() != series {
                    row.title_series = series.map(str::to_owned);
                }
            }
            if about == i64::from(year) - 1 && before.get(&row.person).is_none_or(|last| *last < revision) {
                before.insert(row.person, revision);
                row.stood_before = Some(standing);
            }
            Ok(())
        })
        .await
    }

    /// Those of the year, and of the year before whether they are approved: one walk for both.
    async fn registrations(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        // The plus keeps the index of the year away, which leads to everybody.
        const SQL: &str = "SELECT t.person_id, t.year, t.state, t.pack_name, t.pack_hash, \
            CASE WHEN t.year = $1 THEN t.item_rows ELSE '' END FROM registration t \
            WHERE {people} AND +t.year IN ($1, $1 - 1) AND t.state <> 'draft'";
        let year = i64::from(self.year);
        self.each(tx, (SQL, self.year), |row, fields| {
            let state = parsed(fields, 2)?;
            if fields.number(1)? != year {
                row.was_approved_before = state == State::Approved;
                return Ok(());
            }
            row.registration = Some(RegistrationRow {
                state,
                pack_name: fields.text(3)?.to_owned(),
                pack_hash: fields.text(4)?.to_owned(),
                items: fields.text(5)?.to_owned(),
            });
            Ok(())
        })
        .await
    }

    async fn public_results(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT t.person_id, t.course, {}, t.study, t.exam_passed, t.attempts, t.hours, t.without_exam, \
             t.notice, t.sat_at FROM public_result t \
             WHERE {{people}} AND +t.year = $1 AND t.superseded_at IS NULL",
            public_results::is_required("$1")
        );
        self.each(tx, (&sql, self.year), |row, fields| {
            row.public.push(PublicFacts {
                course: fields.text(1)?.to_owned(),
                required: fields.number(2)? != 0,
                study: Hours::from_hundredths(fields.number(3)?),
                exam_passed: fields.number(4)? != 0,
                score: None,
                attempts: u8::try_from(fields.number(5)?).map_err(|_| unreadable("attempts"))?,
                hours: Hours::from_hundredths(fields.number(6)?),
                without_exam: fields.number(7)? != 0,
                notice: fields.text(8)?.to_owned(),
                source: String::new(),
                happened: fields.text_or_null(9)?.map(day).transpose()?,
                learned: None,
            });
            row.public.sort_by(|one, other| one.course.cmp(&other.course));
            Ok(())
        })
        .await
    }

    async fn year_before(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        const SQL: &str = "SELECT t.person_id, t.result, t.decided_at FROM kept_decision t WHERE {people} AND +t.year = $1 \
            AND NOT EXISTS (SELECT 1 FROM kept_decision later WHERE later.supersedes = t.id)";
        self.each(tx, (SQL, self.year.saturating_sub(1)), |row, fields| {
            row.decided_before = Some(Conclusion { result: fields.text(1)?.to_owned(), at: moment(fields, 2)? });
            Ok(())
        })
        .await
    }

    /// Those of the year, and of the year before what it came to: one walk for both.
    async fn decisions(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        const SQL: &str = "SELECT t.person_id, t.year, t.judging, j.decided_at, t.result, \
            CASE WHEN t.year = $1 THEN j.pack_hash ELSE '' END, CASE WHEN t.year = $1 THEN t.inputs_hash ELSE '' END, \
            CASE WHEN t.year = $1 THEN t.explanation_hash ELSE '' END \
            FROM year_decision t JOIN judging j ON j.number = t.judging WHERE {people} AND +t.year IN ($1, $1 - 1)";
        let year = i64::from(self.year);
        let mut before: HashMap<PersonId, i64, RandomState> = HashMap::default();
        self.each(tx, (SQL, self.year), |row, fields| {
            let judging = fields.number(2)?;
            let at = moment(fields, 3)?;
            let result = || Ok::<_, StoreError>(fields.text(4)?.to_owned());
            if fields.number(1)? != year {
                if before.get(&row.person).is_none_or(|last| *last < judging) {
                    before.insert(row.person, judging);
                    row.judged_before = Some(Conclusion { result: result()?, at });
                }
            } else if row.decision.as_ref().is_none_or(|decision| decision.judging < judging) {
                row.decision = Some(DecisionRow {
                    judging,
                    at,
                    pack_hash: fields.text(5)?.to_owned(),
                    inputs_hash: fields.text(6)?.to_owned(),
                    result: result()?,
                    explanation_hash: fields.text(7)?.to_owned(),
                });
            }
            Ok(())
        })
        .await
    }
}

fn standing(fields: &Fields<'_>, place: usize) -> Result<Standing, StoreError> {
    Ok(Standing {
        category: category_from_code(fields.text(place)?).ok_or_else(|| unreadable("category"))?,
        declares_title_next_year: fields.number(place + 1)? != 0,
        confirmation_only: fields.number(place + 2)? != 0,
    })
}

/// The day of a moment as it is kept: `2026-06-01T10:00:00`.
fn day(moment: &str) -> Result<Date, StoreError> {
    let day = moment.split_once('T').map_or(moment, |(day, _)| day);
    day.parse().map_err(|_| unreadable("sat_at"))
}

pub(crate) fn moment(fields: &Fields<'_>, place: usize) -> Result<Instant, StoreError> {
    Instant::from_millisecond(fields.number(place)?).map_err(|_| unreadable(&place.to_string()))
}

pub(crate) fn parsed<T: std::str::FromStr>(fields: &Fields<'_>, place: usize) -> Result<T, StoreError> {
    fields.text(place)?.parse().map_err(|_| unreadable(&place.to_string()))
}
