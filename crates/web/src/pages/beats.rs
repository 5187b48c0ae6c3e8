//! POST /lessons/{id}/beats: how far a page is, and what came of it in its words. What counts is for the actions to say.

use actions::learning::BeatReply;
use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    ids::TicketId,
    learning::{Beat, BeatRefused, Earned, Uncounted},
    refusal::{NOTHING_CHANGED, Refusal},
};
use serde::{Deserialize, Serialize};

use crate::{errors::Page, fields::Path, state::Web, visitor::Learner};

/// The most stretches that are taken at once: a page plays no more before it stands still.
const BEATS_MAX: usize = 100;

/// What the page says of a stretch, or of several at once when it is left. Times are milliseconds from the beginning of the
/// lesson.
#[derive(Deserialize)]
struct BeatSent {
    ticket: String,
    #[serde(flatten)]
    said: BeatsSaid,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum BeatsSaid {
    One(Beat),
    All { beats: Vec<Beat> },
}

/// What came of it. Times are milliseconds.
#[derive(Serialize)]
struct BeatTold {
    /// What of the stretch counts.
    credited: u32,
    /// What of the lesson counts in all.
    total: u32,
    /// Whether as much counts as has to.
    enough: bool,
    done: bool,
    /// What of the stretch was cut at its end and can be made up for.
    again: u32,
    uncounted: Vec<PartTold>,
    /// Of a beat that is said again: the page may not have heard of it.
    in_all: Option<InAllTold>,
    /// Why it was not taken at all: `taken-over`, `foreign`, `granted`, `made-up`, `changed`, `closed`, `withdrawn`, `replayed`, `out-of-order`, `backwards`.
    refused: Option<&'static str>,
    /// The same for people.
    sentence: Option<&'static str>,
    /// The number to go on with, when one was left out.
    expected: Option<u32>,
    written_within: u32,
}

/// How it is with the lesson as a whole.
#[derive(Serialize)]
struct InAllTold {
    /// Everything that ever did not count.
    uncounted: Vec<PartTold>,
    /// The parts that do not count yet, from where to where.
    gaps: Vec<(u32, u32)>,
}

/// A part that does not count.
#[derive(Serialize)]
struct PartTold {
    why: &'static str,
    milliseconds: i64,
    sentence: &'static str,
}

/// POST /lessons/{id}/beats. Beats are numbered, so they need no key: none counts twice. Of several the last is answered for:
/// a page that is left hears no answer.
pub(crate) async fn beat(
    State(web): State<Web>,
    Learner { person, now }: Learner,
    Path(_): Path<String>,
    body: Bytes,
) -> Page {
    let sent: BeatSent = serde_json::from_slice(&body).map_err(|_| unreadable())?;
    let ticket: TicketId = sent.ticket.parse().map_err(|_| unreadable())?;
    let mut beats = match sent.said {
        BeatsSaid::One(beat) => vec![beat],
        BeatsSaid::All { beats } => beats,
    };
    beats.truncate(BEATS_MAX);
    let reply = actions::learning::beats(&web.app, person, ticket, &beats, now).await?;
    Ok(told(&reply.ok_or_else(unreadable)?))
}

fn unreadable() -> Refusal {
    Refusal::invalid(
        "beat.unreadable",
        "没有读懂页面发来的学习记录。",
        NOTHING_CHANGED,
        "请刷新页面后继续学习；已计入的时间都在。",
    )
}

fn told(reply: &BeatReply) -> Response {
    let nothing = Earned::default();
    let (earned, refused) = match &reply.outcome {
        Ok(earned) => (earned, None),
        Err(refused) => (&nothing, Some(refused)),
    };
    let cut =
        |(why, _): &&(Uncounted, u32)| matches!(why, Uncounted::TooFast | Uncounted::ClockSetBack | Uncounted::Silent);
    let told = BeatTold {
        credited: earned.credited,
        total: reply.credited,
        enough: reply.has_enough,
        done: reply.is_done,
        again: earned.uncounted.iter().filter(cut).map(|(_, part)| part).sum(),
        uncounted: earned.to_tell().into_iter().map(|(why, part)| part_told((why, part.into()))).collect(),
        in_all: reply.in_all.as_ref().map(|in_all| InAllTold {
            uncounted: in_all.uncounted.iter().copied().map(part_told).collect(),
            gaps: in_all.gaps.clone(),
        }),
        refused: refused.map(name),
        sentence: refused.map(|refused| refused.sentence()),
        expected: refused.and_then(|refused| match refused {
            BeatRefused::OutOfOrder { expected } => Some(*expected),
            _ => None,
        }),
        written_within: reply.written_within,
    };
    Json(told).into_response()
}

fn part_told((why, milliseconds): (Uncounted, i64)) -> PartTold {
    PartTold { why: why.as_str(), milliseconds, sentence: why.sentence() }
}

fn name(refused: &BeatRefused) -> &'static str {
    match refused {
        BeatRefused::TakenOver => "taken-over",
        BeatRefused::Ended(by) => by.as_str(),
        BeatRefused::Foreign => "foreign",
        BeatRefused::Closed => "closed",
        BeatRefused::Withdrawn => "withdrawn",
        BeatRefused::Replayed => "replayed",
        BeatRefused::OutOfOrder { .. } => "out-of-order",
        BeatRefused::Backwards => "backwards",
    }
}
