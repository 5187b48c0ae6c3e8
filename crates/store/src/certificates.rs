//! Certificates (article 7) and the checks made of them. A certificate is added once; only a revocation and a release
//! are written to it.

use domain::{
    certificate::{Certificate, CertificateKind, Release},
    clock::Instant,
    ids::{CertificateId, PersonId},
    registration::State,
};
use jiff::civil::Date;

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT id, number, kind, person_id, holder, year, statement, pack_name, pack_hash, issued_at, \
    sha256, document_id, revoked_at, revoked_reason, registration_id, released_at, released_by, release_reason \
    FROM certificate";

/// A certificate by its number in printed form.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(tx: &mut Tx, number: &str) -> Result<Option<Certificate>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE number = $1"), Values::new().text(number), read).await
}

/// A person's certificates, newest first, revoked ones among them.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Certificate>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $1 ORDER BY year DESC, issued_at DESC, number");
    tx.read_all(sql, Values::new().text(person), read).await
}

/// Adds a certificate that holds.
///
/// # Errors
/// `Unique` when one of the same person, year and kind is in force, or was revoked and not released; `ForeignKey` when the
/// registration that it rests on is not approved.
pub async fn insert(tx: &mut Tx, certificate: &Certificate) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO certificate (id, number, kind, person_id, holder, year, statement, pack_name, \
        pack_hash, issued_at, sha256, document_id, registration_id, rests_on_state) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = Values::new()
        .text(certificate.id)
        .text(&certificate.number)
        .text(certificate.kind.as_str())
        .text(certificate.person_id)
        .text(&certificate.holder)
        .number(certificate.year)
        .text(&certificate.statement_json)
        .text(&certificate.pack_name)
        .text(&certificate.pack_hash)
        .number(certificate.issued_at.as_millisecond())
        .text(&certificate.sha256)
        .text(certificate.document)
        .text_or_null(certificate.registration_id)
        .text_or_null(certificate.registration_id.map(|_| State::Approved));
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Writes the revocation of a certificate; the registration that it rested on may change its state then.
///
/// # Errors
/// `Stale` when it is revoked already.
pub async fn revoke(tx: &mut Tx, id: CertificateId, now: Instant, reason: &str) -> Result<(), StoreError> {
    let sql = "UPDATE certificate SET revoked_at = $2, revoked_reason = $3, rests_on_state = NULL \
        WHERE id = $1 AND revoked_at IS NULL";
    once(tx, sql, Values::new().text(id).number(now.as_millisecond()).text(reason)).await
}

/// Writes that another may be issued after this one was revoked.
///
/// # Errors
/// `Stale` when it holds, or was released already; `Check` when its holder does it.
pub async fn release(tx: &mut Tx, id: CertificateId, release: &Release) -> Result<(), StoreError> {
    let sql = "UPDATE certificate SET released_at = $2, released_by = $3, release_reason = $4 \
        WHERE id = $1 AND revoked_at IS NOT NULL AND released_at IS NULL";
    let values = Values::new().text(id).number(release.at.as_millisecond()).text(release.by).text(&release.reason);
    once(tx, sql, values).await
}

async fn once(tx: &mut Tx, sql: &'static str, values: Values) -> Result<(), StoreError> {
    if tx.execute(sql, values).await? == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Adds to how often a certificate was checked on a day.
///
/// # Errors
/// `ForeignKey` when there is no such certificate.
pub async fn add_checks(
    tx: &mut Tx,
    id: CertificateId,
    day: Date,
    checks: i64,
    last_at: Instant,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO certificate_check (certificate_id, day, checks, last_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (certificate_id, day) DO UPDATE SET checks = certificate_check.checks + $3, last_at = $4";
    tx.execute(sql, Values::new().text(id).text(day).number(checks).number(last_at.as_millisecond())).await?;
    Ok(())
}

/// How often a certificate was checked.
///
/// # Errors
/// When the database does not answer.
pub async fn checks(tx: &mut Tx, id: CertificateId) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(checks), 0) AS BIGINT) AS number FROM certificate_check \
        WHERE certificate_id = $1";
    tx.number(sql, Values::new().text(id)).await
}

fn read(row: &Row) -> Result<Certificate, StoreError> {
    Ok(Certificate {
        id: row.parsed("id")?,
        number: row.text("number")?,
        kind: row.coded("kind", CertificateKind::from_code)?,
        person_id: row.parsed("person_id")?,
        holder: row.text("holder")?,
        year: row.small("year")?,
        registration_id: row.parsed_or_null("registration_id")?,
        statement_json: row.text("statement")?,
        pack_name: row.text("pack_name")?,
        pack_hash: row.text("pack_hash")?,
        issued_at: row.moment("issued_at")?,
        sha256: row.text("sha256")?,
        document: row.parsed("document_id")?,
        revoked_at: row.moment_or_null("revoked_at")?,
        revoked_reason: row.text_or_null("revoked_reason")?,
        release: release_of(row)?,
    })
}

fn release_of(row: &Row) -> Result<Option<Release>, StoreError> {
    let Some(at) = row.moment_or_null("released_at")? else { return Ok(None) };
    Ok(Some(Release { at, by: row.parsed("released_by")?, reason: row.text("release_reason")? }))
}
