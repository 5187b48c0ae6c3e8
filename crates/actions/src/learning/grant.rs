//! Granting a stretch of a lesson with the answer to a dispute: added to what counts, and to the archive when it completes
//! the course (article 3).

use domain::{
    clock::Instant,
    course::Lesson,
    ids::PersonId,
    learning::{Ended, Granted, Stretch, TooScattered},
    refusal::Refusal,
};

use super::{bookmark, complete, end_ticket, open};
use crate::{Act, refusals};

/// Adds the stretch to what counts of the round that the person is in. Whoever has the lesson open knows less than counts
/// from now on, and would write that over what was granted: their ticket ends in the same transaction, see
/// [`end_ticket::of_person`]. However late it is answered, it was studied by the `last` moment of the training.
pub(super) async fn grant(
    act: &mut Act,
    person: PersonId,
    lesson: &Lesson,
    stretch: Stretch,
    last: Instant,
) -> Result<Granted, Refusal> {
    end_ticket::of_person(act, person, &[lesson.id], Ended::Granted).await?;
    let mut progress = open::progress(&mut act.tx, person, lesson).await?;
    let fresh = progress.watched.add(stretch.from(), stretch.to()).map_err(|TooScattered| scattered())?;
    if fresh == 0 {
        return Err(nothing_new());
    }
    store::learning::save(&mut act.tx, std::slice::from_ref(&progress), act.now).await.map_err(refusals::store)?;
    let total = progress.watched.total();
    if bookmark::is_done(&mut act.tx, person, lesson, progress.round, total).await? {
        complete::complete(&mut act.tx, &progress, act.now.min(last), act.now).await?;
    }
    Ok(Granted { stretch, round: progress.round, fresh })
}

fn nothing_new() -> Refusal {
    Refusal::conflict(
        "dispute.nothing-new",
        "这一段已经全部计入，没有可以补记的时间。",
        "请对照“已计入的部分”改填还没有计入的一段；不需要补记的，两格都留空，只写答复。",
    )
}

fn scattered() -> Refusal {
    Refusal::conflict(
        "dispute.scattered",
        "这一课已经计入的片段太多，不能再另加一段。",
        "请把补记的一段放宽，与已计入的部分相接。",
    )
}
