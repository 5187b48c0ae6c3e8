//! Evidence that an approval rested on stays, also when the approval was taken back: it may be what shows why (article 13).

use domain::{evidence::Evidence, refusal::Refusal, registration::Registration};
use policy::Provision;

use crate::{Act, refusals};

/// Refuses when one of the files was there when the registration was last approved.
pub(super) async fn may_go(act: &mut Act, registration: &Registration, files: &[&Evidence]) -> Result<(), Refusal> {
    let withdrawn = store::approval_withdrawals::latest(&mut act.tx, registration.id).await.map_err(refusals::store)?;
    let Some(withdrawn) = withdrawn else { return Ok(()) };
    let Some(file) = files.iter().find(|file| file.uploaded_at <= withdrawn.withdrawn_at) else { return Ok(()) };
    Err(Refusal::conflict(
        "evidence.relied-on",
        format!("“{}”是原来审批的依据，审批虽已撤回，材料仍要留存。", file.file_name),
        "可以补传新的材料，也可以修改这一项；不再申报的，请在审验时说明，由审验人核定为 0 学时。",
    )
    .by(Provision::FalseRegistration)
    .under(&registration.pack_name))
}
