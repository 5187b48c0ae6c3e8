//! View data of courses and lessons: what there is to learn, what counts of it and what does not, and the forms of those
//! who make courses.

use askama::Template;
use policy::Provision;

use super::exams::OpenRequest;
use super::faults::Faults;
use super::frame::Frame;
use super::parts::{Chip, Pages, Trouble};

/// The courses of this year and the years before.
#[derive(Template)]
#[template(path = "courses/index.html")]
pub(crate) struct CoursesPage {
    pub(crate) frame: Frame,
    /// Where to go on: address, lesson, course.
    pub(crate) next: Option<(String, String, String, bool)>,
    pub(crate) years: Vec<CourseYear>,
    /// Whether hours count only when the examination is passed.
    pub(crate) after_exam: bool,
    pub(crate) may_add: bool,
}

/// The courses of one year.
pub(crate) struct CourseYear {
    pub(crate) year: i16,
    /// Whether the year's examination is settled.
    pub(crate) has_exam: bool,
    /// For a past year that can be made up for: until when, and what it counts for.
    pub(crate) past: Option<String>,
    /// That its required course is passed, and where the result comes from.
    pub(crate) passed: Option<String>,
    pub(crate) courses: Vec<CourseCard>,
}

/// One course in a list.
pub(crate) struct CourseCard {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) chips: Vec<Chip>,
    /// What an elective counts, in words.
    pub(crate) worth: Option<String>,
    pub(crate) counted: Counted,
    /// Lessons that are studied, and all.
    pub(crate) done: usize,
    pub(crate) lessons: usize,
}

/// How much of something counts.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// From 0 to 100.
    pub(crate) percent: u64,
    /// In words, such as `3 分 20 秒`.
    pub(crate) credited: String,
    /// The whole, in words.
    pub(crate) length: String,
    /// The stretches that count, from where and how wide, as percentages.
    pub(crate) stretches: Vec<(String, String)>,
}

/// One course.
#[derive(Template)]
#[template(path = "courses/show.html")]
pub(crate) struct CoursePage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) year: i16,
    pub(crate) chips: Vec<Chip>,
    pub(crate) counted: Counted,
    pub(crate) chapters: Vec<Chapter>,
    /// Lessons out of use, for whoever makes courses: address and name.
    pub(crate) withdrawn: Vec<(String, String)>,
    /// Where to go on: address and lesson; none when all are studied.
    pub(crate) next: Option<(String, String)>,
    /// Why it cannot be studied now.
    pub(crate) closed: Option<Trouble>,
    /// Where the examination of the year is; none for an elective.
    pub(crate) exam: Option<String>,
    /// What an elective counts and since when this person has it; none for the required course.
    pub(crate) elective: Option<ElectiveView>,
    /// Whether hours count only when it is passed.
    pub(crate) after_exam: bool,
    pub(crate) is_published: bool,
    pub(crate) may_add: bool,
    /// Why a form of this page was refused, and at which field.
    pub(crate) trouble: Option<Trouble>,
    pub(crate) faults: Faults,
    /// What stands in the forms: the name; hours and notice.
    pub(crate) new_title: String,
    pub(crate) new_hours: (String, String),
}

/// What an elective counts.
pub(crate) struct ElectiveView {
    /// Hours and notice as they are set; empty before that.
    pub(crate) hours: String,
    pub(crate) notice: String,
    /// Whether the pack counts a course without an examination once it is studied.
    pub(crate) counts: bool,
    /// When this person's hours went into the archive.
    pub(crate) studied_on: Option<String>,
}

/// Lessons under one heading.
pub(crate) struct Chapter {
    /// Empty when the course has no chapters.
    pub(crate) title: String,
    pub(crate) lessons: Vec<LessonLine>,
}

/// One lesson of a course.
pub(crate) struct LessonLine {
    pub(crate) url: String,
    pub(crate) settings_url: String,
    pub(crate) title: String,
    pub(crate) kind: &'static str,
    pub(crate) counted: Counted,
    pub(crate) chip: Chip,
    pub(crate) uncounted: Vec<UncountedLine>,
    /// What support let count of it, in sentences.
    pub(crate) granted: Vec<String>,
}

/// What did not count, and why.
#[derive(Clone, Debug)]
pub(crate) struct UncountedLine {
    /// The reason's name, by which the page's script finds the line again.
    pub(crate) why: &'static str,
    pub(crate) milliseconds: i64,
    pub(crate) words: String,
    pub(crate) sentence: &'static str,
}

/// One lesson.
#[derive(Template)]
#[template(path = "courses/lesson.html")]
pub(crate) struct LessonPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) course: String,
    pub(crate) course_id: String,
    pub(crate) kind_label: &'static str,
    pub(crate) body: Body,
    /// Milliseconds of the whole, of what counts, and where the person was last.
    pub(crate) length: u32,
    pub(crate) credited: u32,
    pub(crate) place: u32,
    pub(crate) counted: Counted,
    pub(crate) chip: Chip,
    pub(crate) is_done: bool,
    pub(crate) uncounted: Vec<UncountedLine>,
    /// What support let count of it, in sentences.
    pub(crate) granted: Vec<String>,
    /// The parts of a film that do not count yet, from where to where, as its script reads them.
    pub(crate) gaps: String,
    /// The most seconds that a crash costs.
    pub(crate) lost_most: u32,
    /// The most milliseconds that are played while nothing gets through.
    pub(crate) unheard_most: u32,
    /// Whether time counts here: not before the course is published, and not outside the window of its year.
    pub(crate) counts: bool,
    /// Why the course cannot be studied now.
    pub(crate) closed: Option<Trouble>,
    pub(crate) previous: Option<(String, String)>,
    pub(crate) next: Option<(String, String)>,
    pub(crate) disputes: Vec<DisputeLine>,
    pub(crate) attachments: Vec<AttachmentLine>,
}

/// A file that comes with a lesson.
pub(crate) struct AttachmentLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) size: String,
}

/// What a lesson shows.
pub(crate) enum Body {
    /// A text, as HTML in which nothing runs.
    Page(String),
    /// A PDF at this address.
    Document(String),
    /// A film at this address, and its captions at that one.
    Video(String, Option<String>),
    /// A package.
    Package(PackageFrame),
}

/// A package in its frame.
pub(crate) struct PackageFrame {
    pub(crate) url: String,
    /// What it is given back, as its window's name.
    pub(crate) known: String,
    /// What it said last, in a word.
    pub(crate) status: &'static str,
    /// Whether the time is there and only its own word is missing.
    pub(crate) lacks_word: bool,
}

/// An objection of the learner and what was answered.
pub(crate) struct DisputeLine {
    pub(crate) at: String,
    pub(crate) reason: String,
    /// When and what.
    pub(crate) answer: Option<(String, String)>,
    /// What the answer let count.
    pub(crate) granted: Option<String>,
}

/// The form for a course.
#[derive(Template)]
#[template(path = "courses/new.html")]
pub(crate) struct NewCoursePage {
    pub(crate) frame: Frame,
    pub(crate) years: Vec<String>,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) faults: Faults,
    pub(crate) typed: TypedCourse,
}

/// What the author of a course typed.
#[derive(Default)]
pub(crate) struct TypedCourse {
    pub(crate) year: String,
    pub(crate) title: String,
    pub(crate) is_required: bool,
    pub(crate) hours: String,
    pub(crate) notice: String,
}

/// The form for a lesson.
#[derive(Template)]
#[template(path = "courses/new_lesson.html")]
pub(crate) struct NewLessonPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) course: String,
    pub(crate) film_megabytes_max: usize,
    /// The same of a document.
    pub(crate) document_megabytes_max: usize,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) faults: Faults,
    pub(crate) typed: TypedLesson,
}

/// What the author typed.
#[derive(Default)]
pub(crate) struct TypedLesson {
    pub(crate) chapter: String,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) minutes: String,
    pub(crate) text: String,
}

/// The page on which a lesson is mended.
#[derive(Template)]
#[template(path = "courses/lesson_settings.html")]
pub(crate) struct LessonSettingsPage {
    pub(crate) frame: Frame,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) chapter: String,
    pub(crate) kind: &'static str,
    pub(crate) course: String,
    pub(crate) course_id: String,
    pub(crate) is_in_use: bool,
    /// Its place among the lessons in use, as it is or as it was typed, and how many there are.
    pub(crate) place: String,
    pub(crate) places: usize,
    /// The chapters of the course, to choose from.
    pub(crate) chapters: Vec<String>,
    pub(crate) attachments: Vec<AttachmentLine>,
    /// What can be added, in words.
    pub(crate) attachment_hint: String,
    /// Why what was typed was refused, and at which field.
    pub(crate) trouble: Option<Trouble>,
    pub(crate) faults: Faults,
    /// None for a film whose file tells its length.
    pub(crate) correction: Option<CorrectionForm>,
    pub(crate) is_film: bool,
    /// The name of the file of a film's captions.
    pub(crate) captions: Option<String>,
    pub(crate) captions_megabytes_max: usize,
}

/// The form in which what a lesson says and how long it takes is corrected.
pub(crate) struct CorrectionForm {
    /// What the lesson was when this form was opened.
    pub(crate) seen: String,
    pub(crate) minutes: String,
    /// The text of a page; only pages have one.
    pub(crate) text: Option<String>,
    /// Where something else was typed: the length in words and the text that are kept.
    pub(crate) now: Option<(String, Option<String>)>,
}

/// Objections that wait for support.
#[derive(Template)]
#[template(path = "courses/disputes.html")]
pub(crate) struct DisputesPage {
    pub(crate) frame: Frame,
    /// How many objections wait, on all pages.
    pub(crate) disputes_total: i64,
    pub(crate) disputes: Vec<OpenDispute>,
    /// How many requests wait, on all pages.
    pub(crate) requests_total: i64,
    /// Requests for a make-up.
    pub(crate) requests: Vec<OpenRequest>,
    pub(crate) pages: Pages,
}

/// One of them.
pub(crate) struct OpenDispute {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) staff_number: String,
    pub(crate) person_url: String,
    pub(crate) lesson: String,
    /// The end of the lesson, as minutes and seconds.
    pub(crate) length: String,
    pub(crate) at: String,
    pub(crate) reason: String,
    pub(crate) counted: Counted,
    /// The first parts that do not count yet, from where to where.
    pub(crate) missing: Vec<(String, String)>,
    pub(crate) uncounted: Vec<UncountedLine>,
    /// What was granted before, in sentences.
    pub(crate) granted: Vec<String>,
    pub(crate) may_answer: bool,
    /// Whether time can be granted with the answer.
    pub(crate) may_grant: bool,
}
