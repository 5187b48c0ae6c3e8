//! The certificate's own bytes.

use domain::{
    access::{Deed, Thing, may},
    audit::{Event, EventKind},
    certificate::parse_number,
    refusal::Refusal,
};

use crate::{Act, FileBytes, dossier, files, refusals};

/// The PDF of a certificate, byte for byte as it was issued. Recorded unless the reader is its holder.
///
/// # Errors
/// `NotFound` for an unknown number, and for whoever may not read it.
pub async fn document(act: &mut Act, number: &str) -> Result<FileBytes, Refusal> {
    let actor = act.signed_in()?;
    let missing = || Refusal::not_found("证书");
    let number = parse_number(number).map_err(|_| missing())?.number;
    let found = store::certificates::by_number(&mut act.tx, &number).await.map_err(refusals::store)?;
    let certificate = found.ok_or_else(missing)?;
    let holder = dossier::person(act, certificate.person_id).await?;
    if !may(&actor, Deed::ReadCertificate, &Thing::Person { id: holder.id, unit: holder.unit_id }) {
        return Err(missing());
    }
    let document = store::documents::get(&mut act.tx, certificate.document).await.map_err(refusals::store)?;
    let document = document.ok_or_else(missing)?;
    let bytes = files::fetch(&act.app, &document.path, &certificate.sha256).await?;
    if actor.person != holder.id {
        let event = Event::new(EventKind::CertificateRead, certificate.id.subject(), &[("number", &number)]);
        act.record_access(&event).await?;
    }
    Ok(FileBytes { name: document.file_name, media_type: document.media_type, bytes })
}
