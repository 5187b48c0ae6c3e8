//! Attaching a file that proves an item (article 5).

use domain::{
    access::Deed,
    audit::EventKind,
    evidence::{Evidence, admit},
    ids::{EvidenceId, ItemId, RegistrationId},
    item::Item,
    refusal::{NOTHING_CHANGED, Refusal},
    registration::Registration,
};
use policy::Provision;

use super::keep_revision;
use crate::{Act, CheckedFile, SentFile, load, refusals};

/// Attaches a file to an item as one piece of evidence of the kind's list.
///
/// # Errors
/// Refuses a file that is empty, too large, cut off or of another type, or there already, more than 50 files, anyone but the person,
/// and once it was submitted.
pub async fn attach_evidence(
    act: &mut Act,
    item: ItemId,
    need: &str,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<EvidenceId, Refusal> {
    let place = Place::find(act, item, need, 1).await?;
    let file = act.app.uploads.check(SentFile::new(file_name, bytes).await?).await?;
    keep(act, place, need, file).await
}

/// Attaches a file that was looked at before, so that nobody waits for that while this act goes on.
///
/// # Errors
/// As [`attach_evidence`], but for the content.
pub async fn attach_checked_evidence(
    act: &mut Act,
    item: ItemId,
    need: &str,
    file: CheckedFile,
) -> Result<EvidenceId, Refusal> {
    let place = Place::find(act, item, need, 1).await?;
    keep(act, place, need, file).await
}

/// Whether this item of this registration may get files at all, before a byte of any is read.
///
/// # Errors
/// `NotFound` for what one may not see and for an item of another registration; refuses anyone but the person, and once
/// it was submitted.
pub async fn may_upload_evidence(act: &mut Act, id: RegistrationId, item: ItemId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let found = store::items::get(&mut act.tx, item).await.map_err(refusals::store)?;
    if found.is_none_or(|item| item.registration_id != id) {
        return Err(Refusal::not_found("登记项"));
    }
    load::registration(act, id, Deed::Edit).await?.edit(&actor)
}

/// Whether so many files could be attached now, before anybody looks into them.
///
/// # Errors
/// As [`attach_evidence`], but for the content.
pub async fn may_attach_evidence(act: &mut Act, item: ItemId, need: &str, files: usize) -> Result<(), Refusal> {
    Place::find(act, item, need, files).await.map(|_| ())
}

/// The item that may get files, with its registration.
struct Place {
    registration: Registration,
    item: Item,
}

impl Place {
    async fn find(act: &mut Act, item: ItemId, need: &str, files: usize) -> Result<Place, Refusal> {
        let actor = act.signed_in()?;
        let (registration, item) = load::item(act, item, Deed::Edit).await?;
        registration.edit(&actor)?;
        let pack = act.app.pack_named(&registration.pack_name)?;
        let listed = pack.kind(&item.kind).is_some_and(|kind| kind.evidence.iter().any(|wanted| wanted.id == need));
        if !listed {
            return Err(Refusal::invalid(
                "evidence.need",
                "这种学习类别不需要这项材料。",
                NOTHING_CHANGED,
                "请刷新页面，从材料清单中选择对应的一项再上传。",
            )
            .by(Provision::Evidence)
            .under(pack.name()));
        }
        let count = store::evidence::count(&mut act.tx, registration.id).await.map_err(refusals::store)?;
        admit(usize::try_from(count).unwrap_or(usize::MAX), files)?;
        Ok(Place { registration, item })
    }
}

/// The same file shows nothing more a second time.
async fn is_new(act: &mut Act, item: &Item, need: &str, file: &CheckedFile) -> Result<(), Refusal> {
    let attached = store::evidence::of_item(&mut act.tx, item.id).await.map_err(refusals::store)?;
    let is_same = |one: &&Evidence| one.need == need && one.sha256 == file.sha256;
    let Some(same) = attached.iter().find(is_same) else { return Ok(()) };
    Err(Refusal::invalid(
        "evidence.same-file",
        format!("“{}”与已经上传的“{}”是同一个文件。", file.name, same.file_name),
        "已经上传的文件都保留着，没有重复保存。",
        "请核对是不是选错了文件。",
    ))
}

async fn keep(act: &mut Act, place: Place, need: &str, file: CheckedFile) -> Result<EvidenceId, Refusal> {
    let Place { mut registration, mut item } = place;
    is_new(act, &item, need, &file).await?;
    let evidence = Evidence {
        id: act.new_id(EvidenceId::from_uuid)?,
        item_id: item.id,
        registration_id: registration.id,
        need: need.to_owned(),
        size_bytes: file.size_bytes(),
        file_name: file.name,
        media_type: file.media_type.to_owned(),
        sha256: file.sha256,
        uploaded_at: act.now(),
    };
    keep_revision::before_rewording(act, &item).await?;
    store::evidence::insert(&mut act.tx, &evidence).await.map_err(refusals::store)?;
    act.keep_file(evidence.object_path(), file.bytes);
    if item.told_at.is_some() {
        item.reword();
        store::items::save(&mut act.tx, &item).await.map_err(refusals::store)?;
    }
    load::touch(act, &mut registration).await?;
    let event = registration
        .event(EventKind::EvidenceAttached, &[("title", &item.title), ("file", &evidence.file_name)])
        .with("sha256", evidence.sha256.clone());
    act.record(&event).await?;
    Ok(evidence.id)
}
