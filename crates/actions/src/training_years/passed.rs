//! The years whose required course the actor has passed, wherever that was.

use std::collections::BTreeMap;

use domain::{public_result::PublicResult, refusal::Refusal};

use crate::{Act, refusals};

/// The result by which the actor passed a year's required course, by year; it says where it comes from.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn passed(act: &mut Act) -> Result<BTreeMap<i16, PublicResult>, Refusal> {
    let person = act.signed_in()?.person;
    let results = store::public_results::of_person(&mut act.tx, person).await.map_err(refusals::store)?;
    Ok(results.into_iter().filter(|it| it.exam_passed && it.required).map(|it| (it.year, it)).collect())
}
