//! Attaching a file that proves an item (article 5).

use domain::{
    access::Deed,
    audit::EventKind,
    evidence::{Evidence, admit},
    ids::{EvidenceId, ItemId},
    refusal::{NOTHING_CHANGED, Refusal},
};

use crate::{Act, files, load, refusals, uploads};

/// Attaches a file to an item as one piece of evidence of the kind's list.
///
/// # Errors
/// Refuses a file that is empty, too large, cut off or of another type, more than 50 files, anyone but the person,
/// and once it was submitted.
pub async fn attach_evidence(
    act: &mut Act,
    item: ItemId,
    need: &str,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<EvidenceId, Refusal> {
    let actor = act.signed_in()?;
    let (mut registration, mut item) = load::item(act, item, Deed::Edit).await?;
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
        .with_article("第五条"));
    }
    let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let count = store::evidence::count(&mut act.tx, registration.id).await.map_err(refusals::store)?;
    admit(size_bytes, usize::try_from(count).unwrap_or(usize::MAX))?;
    let inspected = uploads::inspect(file_name, &bytes)?;
    let evidence = Evidence {
        id: act.new_id(EvidenceId::from_uuid)?,
        item_id: item.id,
        registration_id: registration.id,
        need: need.to_owned(),
        file_name: inspected.file_name,
        media_type: inspected.media_type.to_owned(),
        size_bytes,
        sha256: inspected.sha256,
        uploaded_at: act.now(),
    };
    files::keep(&act.app, &evidence.object_path(), bytes).await?;
    store::evidence::insert(&mut act.tx, &evidence).await.map_err(refusals::store)?;
    item.reopen();
    store::items::save(&mut act.tx, &item).await.map_err(refusals::store)?;
    load::save(act, &mut registration).await?;
    let event = registration
        .event(EventKind::EvidenceAttached, &[("title", &item.title), ("file", &evidence.file_name)])
        .with("sha256", evidence.sha256.clone());
    act.record(&event).await?;
    Ok(evidence.id)
}
