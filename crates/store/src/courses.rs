//! Courses and their lessons.

use domain::{
    clock::Instant,
    course::{Course, ElectiveHours, Lesson},
    ids::{CourseId, LessonId, PersonId},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

/// Adds a course.
///
/// # Errors
/// `Unique` when the year has a required course and this is to be another.
pub async fn add(tx: &mut Tx, course: &Course, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO course (id, year, title, is_required, added_at, published_at, hours, notice) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = Values::new()
        .text(course.id)
        .number(course.year)
        .text(&course.title)
        .number(course.is_required)
        .number(now.as_millisecond())
        .number_or_null(course.is_published.then(|| now.as_millisecond()))
        .number_or_null(course.hours.as_ref().map(|set| set.hours.hundredths()))
        .text_or_null(course.hours.as_ref().map(|set| &set.notice));
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Says what an elective counts.
///
/// # Errors
/// `Check` for the required course, which counts what its year says.
pub async fn set_hours(tx: &mut Tx, id: CourseId, set: &ElectiveHours) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE course SET hours = $2, notice = $3 WHERE id = $1";
    tx.execute(SQL, Values::new().text(id).number(set.hours.hundredths()).text(&set.notice)).await?;
    Ok(())
}

/// Notes that somebody has studied an elective; answers whether that is new.
///
/// # Errors
/// `ForeignKey` when there is no such person or course.
pub async fn note_study(tx: &mut Tx, person: PersonId, course: CourseId, now: Instant) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO elective_study (person_id, course_id, completed_at) VALUES ($1, $2, $3) \
        ON CONFLICT (person_id, course_id) DO NOTHING";
    Ok(tx.execute(SQL, Values::new().text(person).text(course).number(now.as_millisecond())).await? == 1)
}

/// Who has studied an elective.
///
/// # Errors
/// When the database does not answer.
pub async fn students(tx: &mut Tx, course: CourseId) -> Result<Vec<PersonId>, StoreError> {
    const SQL: &str = "SELECT person_id FROM elective_study WHERE course_id = $1";
    tx.read_all(SQL, Values::new().text(course), |row| row.parsed("person_id")).await
}

/// When somebody has studied an elective, if they have.
///
/// # Errors
/// When the database does not answer.
pub async fn studied_at(tx: &mut Tx, person: PersonId, course: CourseId) -> Result<Option<Instant>, StoreError> {
    const SQL: &str = "SELECT completed_at FROM elective_study WHERE person_id = $1 AND course_id = $2";
    tx.read_one(SQL, Values::new().text(person).text(course), |row| row.moment("completed_at")).await
}

/// Shows a course to learners, or hides it again.
///
/// # Errors
/// When the database does not answer.
pub async fn publish(tx: &mut Tx, id: CourseId, at: Option<Instant>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE course SET published_at = $2 WHERE id = $1";
    tx.execute(SQL, Values::new().text(id).number_or_null(at.map(Instant::as_millisecond))).await?;
    Ok(())
}

/// Gives a course another name.
///
/// # Errors
/// When the database does not answer.
pub async fn rename(tx: &mut Tx, id: CourseId, title: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE course SET title = $2 WHERE id = $1", Values::new().text(id).text(title)).await?;
    Ok(())
}

const COURSE: &str = "SELECT id, year, title, is_required, published_at, hours, notice FROM course";

/// The courses of a year, the required one first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<Course>, StoreError> {
    let sql = format!("{COURSE} WHERE year = $1 ORDER BY is_required DESC, id");
    tx.read_all(sql, Values::new().number(year), read_course).await
}

/// The courses of every year, the newest year first and in it the required one.
///
/// # Errors
/// When the database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<Course>, StoreError> {
    tx.read_all(format!("{COURSE} ORDER BY year DESC, is_required DESC, id"), Values::new(), read_course).await
}

/// A course.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: CourseId) -> Result<Option<Course>, StoreError> {
    tx.read_one(format!("{COURSE} WHERE id = $1"), Values::new().text(id), read_course).await
}

/// Lets nobody else change a course or its lessons until this transaction ends. Whoever earns something in it meanwhile does
/// not wait.
///
/// # Errors
/// When the database does not answer.
pub async fn hold(tx: &mut Tx, id: CourseId) -> Result<(), StoreError> {
    tx.execute("UPDATE course SET title = title WHERE id = $1", Values::new().text(id)).await?;
    Ok(())
}

/// Adds a lesson at the end of its course; the position that it carries is not looked at.
///
/// # Errors
/// `ForeignKey` when there is no such course.
pub async fn add_lesson(tx: &mut Tx, lesson: &Lesson) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson (id, course_id, chapter, title, kind, length, content, launch, is_measured, \
        position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, (SELECT COALESCE(MAX(position), 0) + 1 FROM lesson WHERE course_id = $2))";
    let values = Values::new()
        .text(lesson.id)
        .text(lesson.course)
        .text(&lesson.chapter)
        .text(&lesson.title)
        .text(lesson.kind.as_str())
        .number(lesson.length)
        .text(&lesson.content)
        .text_or_null(lesson.launch.as_ref())
        .number(lesson.is_measured);
    tx.execute(SQL, values).await?;
    Ok(())
}

const LESSON: &str = "SELECT id, course_id, position, chapter, title, kind, length, content, launch, \
    is_measured, withdrawn_at FROM lesson";

/// The lessons of a course in their order, with those that are withdrawn.
///
/// # Errors
/// When the database does not answer.
pub async fn lessons(tx: &mut Tx, course: CourseId) -> Result<Vec<Lesson>, StoreError> {
    tx.read_all(format!("{LESSON} WHERE course_id = $1 ORDER BY position"), Values::new().text(course), read_lesson)
        .await
}

/// A lesson.
///
/// # Errors
/// When the database does not answer.
pub async fn lesson(tx: &mut Tx, id: LessonId) -> Result<Option<Lesson>, StoreError> {
    tx.read_one(format!("{LESSON} WHERE id = $1"), Values::new().text(id), read_lesson).await
}

/// Saves name and chapter of a lesson.
///
/// # Errors
/// When the database does not answer.
pub async fn change_lesson(tx: &mut Tx, id: LessonId, chapter: &str, title: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE lesson SET chapter = $2, title = $3 WHERE id = $1";
    tx.execute(SQL, Values::new().text(id).text(chapter).text(title)).await?;
    Ok(())
}

/// Saves the text of a page.
///
/// # Errors
/// When the database does not answer.
pub async fn set_text(tx: &mut Tx, id: LessonId, text: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE lesson SET content = $2 WHERE id = $1", Values::new().text(id).text(text)).await?;
    Ok(())
}

/// Saves how many milliseconds a lesson takes.
///
/// # Errors
/// When the database does not answer.
pub async fn set_length(tx: &mut Tx, id: LessonId, length: u32) -> Result<(), StoreError> {
    tx.execute("UPDATE lesson SET length = $2 WHERE id = $1", Values::new().text(id).number(length)).await?;
    Ok(())
}

/// Numbers all lessons of a course anew, in the order given.
///
/// # Errors
/// `Unique` when a lesson of the course is missing from `order`.
pub async fn reorder(tx: &mut Tx, course: CourseId, order: &[LessonId]) -> Result<(), StoreError> {
    // Out of the way first: no two lessons may have one place, not even between two statements.
    const AWAY: &str = "UPDATE lesson SET position = -position WHERE course_id = $1 AND position > 0";
    tx.execute(AWAY, Values::new().text(course)).await?;
    for (id, place) in order.iter().zip(1_i64..) {
        const SQL: &str = "UPDATE lesson SET position = $3 WHERE id = $1 AND course_id = $2";
        tx.execute(SQL, Values::new().text(id).text(course).number(place)).await?;
    }
    Ok(())
}

/// Takes a lesson out of use, or into use again.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw_lesson(tx: &mut Tx, id: LessonId, at: Option<Instant>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE lesson SET withdrawn_at = $2 WHERE id = $1";
    tx.execute(SQL, Values::new().text(id).number_or_null(at.map(Instant::as_millisecond))).await?;
    Ok(())
}

/// Removes a lesson that nobody has begun.
///
/// # Errors
/// `ForeignKey` when somebody has.
pub async fn remove_lesson(tx: &mut Tx, id: LessonId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM lesson WHERE id = $1", Values::new().text(id)).await?;
    Ok(())
}

fn read_course(row: &Row) -> Result<Course, StoreError> {
    let hours = row.hours_or_null("hours")?.zip(row.text_or_null("notice")?);
    Ok(Course {
        hours: hours.map(|(hours, notice)| ElectiveHours { hours, notice }),
        id: row.parsed("id")?,
        year: row.small("year")?,
        title: row.text("title")?,
        is_required: row.yes("is_required")?,
        is_published: row.number_or_null("published_at")?.is_some(),
    })
}

fn read_lesson(row: &Row) -> Result<Lesson, StoreError> {
    Ok(Lesson {
        id: row.parsed("id")?,
        course: row.parsed("course_id")?,
        position: row.number("position")?,
        chapter: row.text("chapter")?,
        title: row.text("title")?,
        kind: row.parsed("kind")?,
        length: row.small("length")?,
        is_measured: row.yes("is_measured")?,
        content: row.text("content")?,
        launch: row.text_or_null("launch")?,
        withdrawn_at: row.moment_or_null("withdrawn_at")?,
    })
}
