//! What the forms of all pages send, for asking who may send them.

use domain::certificate::CertificateKind;

use super::{PASSWORD, STAFF_NUMBER_OF_STRANGER};
use crate::world::World;

/// What the form for correcting a lesson sends: over what there is.
pub(super) async fn correction(world: &World, lesson: &str) -> [(&'static str, String); 3] {
    let mut act = world.act("personnel").await;
    let lesson = actions::courses::edited_lesson(&mut act, lesson.parse().expect("an id")).await.expect("a lesson");
    [("seen", lesson.lesson.mark()), ("minutes", "9".to_owned()), ("text", String::new())]
}

/// What the form of the page would send, so that nothing but the permission decides.
pub(super) fn fields<'a>(
    world: &'a World,
    path: &str,
    [owner, colleague, item]: [&'a str; 3],
) -> Vec<(&'a str, &'a str)> {
    let kind = match path {
        "/certificates" => CertificateKind::PublicExam.as_str(),
        _ if path.starts_with("/registrations") => world.app.pack().kinds().first().map_or("", |kind| kind.id.as_str()),
        _ => "annual",
    };
    let mut fields = vec![
        ("item", item),
        ("suspicion", "主办单位回函，没有举办过"),
        ("reply_until", "2026-12-20"),
        ("text", "原件在此"),
        ("verdict", if path.ends_with("/appeal-ruling") { "false" } else { "dismissed" }),
        ("staff_number", STAFF_NUMBER_OF_STRANGER),
        ("password", PASSWORD),
        ("again", PASSWORD),
        ("person", owner),
        // The page showed that the colleague is at the check.
        ("checker", colleague),
        ("year", "2026"),
        ("kind", kind),
        // Another than the item that was just added: the same twice is refused.
        ("title", if path.contains("/items/") { "信息素养研讨课" } else { "教学研修班" }),
        ("organiser", "某培训基地"),
        ("starts", "2026-07-13"),
        ("ends", "2026-07-15"),
        ("applied", "12"),
        ("declared", "yes"),
        ("short", "yes"),
        ("decision", "accept"),
        ("reason", "材料不清晰"),
        ("answer", "已核对"),
        ("published", "yes"),
        ("role", "auditor"),
        ("id_number", "990101198501010993"),
        ("until", "2027-01-15"),
        ("theme", "人工智能与专业发展"),
        ("notice", "示例〔2026〕2号"),
        ("study_hours", "10"),
        ("exam_hours", "5"),
        ("opens", "2026-04-01"),
        ("closes", "2026-11-30"),
        ("pass_mark", "60"),
        ("attempts", "3"),
        ("minutes", "60"),
        ("single-count", "50"),
        ("single-points", "2"),
        ("multiple-count", "0"),
        ("multiple-points", "0"),
        ("true-false-count", "0"),
        ("true-false-points", "0"),
    ];
    if path.starts_with("/training-years") {
        // The year was settled for the course, and again for the examination.
        fields.push(("seen", "2"));
    }
    fields
}
