//! What a refused act leaves behind: nothing but the event of its refusal, see
//! `docs/adr/0012-a-refused-act-leaves-its-event.md`. Must not change anything else.

use std::sync::Arc;

use domain::{
    access::{Actor, Deed},
    audit::{Event, EventKind},
    clock::Instant,
    ids::{CourseId, FindingId, RegistrationId},
    refusal::{Refusal, RefusalKind},
};
use jiff::ToSpan;

use crate::{Act, App, act, refusals};

/// Events of refusals that one person causes about one subject in an hour; more say nothing new and would only fill the log.
/// Counted by person: nobody can use up what the log says of somebody else.
const REFUSALS_MAX: i64 = 20;

/// What somebody tried, in case it is refused: a decision, an upload or an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    kind: EventKind,
    subject: String,
    deed: &'static str,
}

impl Attempt {
    /// A decision about a registration, by its person or by those who check and approve.
    #[must_use]
    pub fn decision(registration: RegistrationId, deed: Deed) -> Attempt {
        Attempt { kind: EventKind::DecisionRefused, subject: registration.subject(), deed: deed.label() }
    }

    /// A decision about a certificate: its revocation or its release. The number is as it was typed or linked.
    #[must_use]
    pub fn certificate(number: &str, deed: Deed) -> Attempt {
        let subject = format!("{}:{}", domain::ids::CertificateId::NOUN, number.chars().take(64).collect::<String>());
        Attempt { kind: EventKind::DecisionRefused, subject, deed: deed.label() }
    }

    /// A stage of a finding of falsehood; `deed` is what was tried, such as 提交申辩.
    #[must_use]
    pub fn finding(id: FindingId, deed: &'static str) -> Attempt {
        Attempt { kind: EventKind::DecisionRefused, subject: id.subject(), deed }
    }

    /// Evidence for an item of a registration.
    #[must_use]
    pub fn evidence(registration: RegistrationId) -> Attempt {
        Attempt { kind: EventKind::UploadRefused, subject: registration.subject(), deed: "上传佐证材料" }
    }

    /// The signed and sealed form of a registration.
    #[must_use]
    pub fn sealed_form(registration: RegistrationId) -> Attempt {
        Attempt {
            kind: EventKind::UploadRefused,
            subject: registration.subject(),
            deed: Deed::AttachSealedForm.label(),
        }
    }

    /// The file of a new lesson.
    #[must_use]
    pub fn lesson(course: CourseId) -> Attempt {
        Attempt { kind: EventKind::UploadRefused, subject: course.subject(), deed: "上传课时文件" }
    }

    /// The captions of a film of this course.
    #[must_use]
    pub fn captions(course: CourseId) -> Attempt {
        Attempt { kind: EventKind::UploadRefused, subject: course.subject(), deed: "上传字幕" }
    }

    /// A file that is to come with a lesson of this course.
    #[must_use]
    pub fn attachment(course: CourseId) -> Attempt {
        Attempt { kind: EventKind::UploadRefused, subject: course.subject(), deed: "上传课时附件" }
    }

    /// A spreadsheet: `units`, `roster`, `public-exam`, `industry-hours` or `questions`; any other for one whose form could not be read.
    #[must_use]
    pub fn import(kind: &str) -> Attempt {
        let (subject, deed) = match kind {
            "units" => ("import:units", "导入单位名册"),
            "roster" => ("import:roster", "导入人员名册"),
            "questions" => ("import:questions", "导入题库"),
            "public-exam" => ("import:public-exam", "导入公需科目成绩"),
            "industry-hours" => ("import:industry-hours", "导入行业系统学时"),
            _ => ("import:other", "导入"),
        };
        Attempt { kind: EventKind::ImportRefused, subject: subject.to_owned(), deed }
    }

    /// The event: who tried what on which thing, and the refusal's code. Its sentence is left out, since it may repeat
    /// what was typed.
    pub(crate) fn event(&self, code: &str) -> Event {
        Event::new(self.kind, self.subject.clone(), &[("deed", self.deed), ("code", code)])
    }
}

/// Ends an act whose verb was refused, so that nothing of it stays, and records that it was tried; hands back the act
/// otherwise.
///
/// # Errors
/// The verb's refusal, unchanged.
pub async fn settle<T>(act: Act, attempt: &Attempt, done: Result<T, Refusal>) -> Result<(Act, T), Refusal> {
    match done {
        Ok(value) => Ok((act, value)),
        Err(refusal) => {
            let (app, actor, now) = (Arc::clone(act.app()), act.actor().cloned(), act.now());
            // Its transaction must be over first: on SQLite there is one writer.
            drop(act);
            record_refusal(&app, actor.as_ref(), now, attempt, &refusal).await;
            Err(refusal)
        }
    }
}

/// The result of something that was tried before any act that writes began, such as reading a file; a refusal is
/// recorded. While an act is open, [`settle`] is the way: on SQLite there is one writer.
///
/// # Errors
/// The refusal, unchanged.
pub async fn watched<T>(
    app: &Arc<App>,
    actor: Option<&Actor>,
    now: Instant,
    attempt: &Attempt,
    done: Result<T, Refusal>,
) -> Result<T, Refusal> {
    if let Err(refusal) = &done {
        record_refusal(app, actor, now, attempt, refusal).await;
    }
    done
}

/// Records that somebody tried something and was refused, in a transaction of its own. When that fails the refusal
/// stands all the same; the cause is in the log of the program.
pub async fn record_refusal(app: &Arc<App>, actor: Option<&Actor>, now: Instant, attempt: &Attempt, refusal: &Refusal) {
    // What does not exist for the actor gets no trace from them, and strangers are asked to sign in.
    let Some(actor) = actor.filter(|_| refusal.kind != RefusalKind::NotFound) else { return };
    if append(app, actor, now, &attempt.event(refusal.code)).await.is_err() {
        tracing::warn!(code = refusal.code, "a refusal was not recorded");
    }
}

async fn append(app: &Arc<App>, actor: &Actor, now: Instant, event: &Event) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let since = now.checked_sub(1.hour()).map_err(refusals::internal)?;
    let recorded = store::audit::count_since(&mut tx, &act::author(Some(actor)), event, since).await;
    if recorded.map_err(refusals::store)? >= REFUSALS_MAX {
        return Ok(());
    }
    act::record(&mut tx, Some(actor), now, event).await?;
    tx.commit().await.map_err(refusals::store)
}

#[cfg(test)]
mod tests {
    use domain::imports::ListKind;

    use super::Attempt;

    #[test]
    fn a_refused_import_says_of_which_list() {
        for kind in ListKind::ALL {
            let attempt = Attempt::import(kind.code());
            assert_eq!(attempt.subject, format!("import:{}", kind.code()));
        }
    }
}
