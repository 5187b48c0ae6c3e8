//! Correcting what a lesson says and how long it takes: the personnel office mends the text of a page, and the minutes of
//! everything but a film whose file tells them. What learners earned in it stays (`docs/adr/0038-a-lesson-is-corrected.md`).

use super::{add::is_whole, change::held};
use crate::{Act, learning, load, refusals};
use domain::{
    access::Deed,
    audit::{Event, EventKind},
    course::{Course, Lesson, LessonKind, MINUTE},
    ids::LessonId,
    learning::{Ended, duration},
    refusal::Refusal,
};

/// What is corrected about a lesson.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What the lesson was when its form was opened, see [`Lesson::mark`].
    pub seen: String,
    /// The text of a page; what is said of another kind is not looked at.
    pub text: String,
    /// Minutes that count when all of it is watched or read.
    pub minutes: u32,
}

/// Corrects text and length. A length that is shown in the form and left there stays as it is, to the second.
///
/// Whoever has studied the course stays so. Of a shorter lesson those who lacked no more than what was left out have studied
/// it by that; of a longer one everybody else has to study what was added. Pages on which it is open are told to begin anew.
///
/// # Errors
/// Refuses whoever is not personnel; `NotFound` for an unknown lesson; `Conflict` for one that is withdrawn, for a film
/// whose length is that of its file, and when it was corrected since the form was opened; `Invalid` without text or with a
/// length that no lesson has.
pub async fn correct_lesson(act: &mut Act, id: LessonId, correction: &Correction) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let (course, lessons, index) = held(act, id).await?;
    let old = &lessons[index];
    let new = corrected(old, correction)?;
    if (&new.content, new.length) == (&old.content, old.length) {
        return Ok(());
    }
    if new.length != old.length {
        set_length(act, &course, old, &new).await?;
    }
    store::courses::set_text(&mut act.tx, id, &new.content).await.map_err(refusals::store)?;
    act.record(&event(&course, old, &new)).await
}

/// The lesson as it is to be.
fn corrected(old: &Lesson, correction: &Correction) -> Result<Lesson, Refusal> {
    if !old.is_in_use() {
        return Err(super::change::withdrawn());
    }
    if old.is_measured {
        return Err(Refusal::conflict(
            "lesson.film",
            "这个视频的时长是从文件里读出的，不能修改。",
            "文件有误的，请停用这一课时，再添加一次。",
        ));
    }
    if correction.seen != old.mark() {
        return Err(Refusal::conflict(
            "lesson.corrected-elsewhere",
            "这一课时的正文或时长在您打开本页之后改过了，您填写的没有保存。",
            "您填写的还在下面；请对照现在的内容改好，再保存一次。",
        ));
    }
    let text = correction.text.trim().replace("\r\n", "\n");
    let content = match old.kind {
        LessonKind::Page if text == old.content.replace("\r\n", "\n") => old.content.clone(),
        LessonKind::Page => text,
        _ => old.content.clone(),
    };
    let is_left = correction.minutes == old.minutes();
    let length = if is_left { old.length } else { correction.minutes.saturating_mul(MINUTE) };
    is_whole(&content, length)?;
    Ok(Lesson { content, length, ..old.clone() })
}

/// Lets the lesson take another time. First the tickets end, then nobody earns anything until this is done: whoever writes
/// down what was earned takes the two in the same order.
async fn set_length(act: &mut Act, course: &Course, old: &Lesson, new: &Lesson) -> Result<(), Refusal> {
    learning::end_in_lesson(act, old.id, Ended::Changed).await?;
    store::learning::hold_still(&mut act.tx).await.map_err(refusals::store)?;
    store::courses::set_length(&mut act.tx, old.id, new.length).await.map_err(refusals::store)?;
    if new.length < old.length {
        learning::catch_up(act, course).await?;
    }
    Ok(())
}

/// What was and what is, both whole: what learners read before can be read again.
fn event(course: &Course, old: &Lesson, new: &Lesson) -> Event {
    let mut fields = Vec::new();
    if new.length != old.length {
        let [before, now] = [old, new].map(|lesson| duration(u64::from(lesson.length)));
        fields.push(format!("时长，原为 {before}，现为 {now}"));
    }
    if new.content != old.content {
        fields.push("正文".to_owned());
    }
    let fields = fields.join("；");
    let values = [("course", course.title.as_str()), ("title", &new.title), ("fields", &fields)];
    let event = Event::new(EventKind::LessonChanged, course.id.subject(), &values).with("lesson", new.id.to_string());
    let event = event.with("old_length", old.length).with("length", new.length);
    if new.content == old.content {
        return event;
    }
    event.with("old_text", old.content.clone()).with("text", new.content.clone())
}
