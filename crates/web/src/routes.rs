//! The one list of routes: method, path, who answers. Must not hold anything else.

use std::sync::Arc;

use actions::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{MethodRouter, get, post},
};
use domain::refusal::Refusal;

use crate::{
    assets,
    errors::PageError,
    pages::{attempts, exams, policies, question_list, registrations, retrospect, sessions, training_years, years},
    pages::{
        audit, certificates, demo, design, evidence, findings, health, home, imports, invitations, my, people, queue,
        too_large,
    },
    pdfjs, security,
    state::{Web, WebConfig},
    uploads::Room,
};

/// One path with its methods.
struct Route {
    methods: &'static [&'static str],
    path: &'static str,
    answer: MethodRouter<Web>,
}

const GET: &[&str] = &["GET"];
const POST: &[&str] = &["POST"];
const BOTH: &[&str] = &["GET", "POST"];

/// All pages of the product over this application.
pub fn router(app: Arc<App>, config: WebConfig) -> Router {
    let web = Web { app, config: Arc::new(config), room: Room::new() };
    let limits = Limits { file: web.config.max_upload, files: web.config.max_uploads };
    let router = list(limits)
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.answer))
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .with_state(web.clone());
    security::protect(router, &web)
}

/// Every route as (method, path), for the permission matrix and the documentation.
pub fn routes() -> Vec<(&'static str, &'static str)> {
    list(Limits::default())
        .into_iter()
        .flat_map(|route| route.methods.iter().map(move |method| (*method, route.path)))
        .collect()
}

async fn nothing_here() -> PageError {
    PageError::from(Refusal::not_found("页面"))
}

/// The largest requests with one file and with several, in bytes.
#[derive(Clone, Copy, Default)]
struct Limits {
    file: usize,
    files: usize,
}

fn list(limits: Limits) -> Vec<Route> {
    let route = |methods, path, answer| Route { methods, path, answer };
    let large = || DefaultBodyLimit::max(limits.file);
    let mut all = vec![
        route(GET, "/", get(home::show)),
        route(GET, "/health", get(health::show)),
        route(GET, "/too-large", get(too_large::show)),
        route(GET, "/assets/{name}", get(assets::show)),
        route(GET, "/assets/pdfjs/{version}/{*path}", get(pdfjs::show)),
        route(GET, "/design", get(design::show)),
        route(BOTH, "/sign-in", get(sessions::new).post(sessions::create)),
        route(POST, "/sign-out", post(sessions::end)),
        route(BOTH, "/invitations/{token}", get(invitations::show).post(invitations::accept)),
        route(BOTH, "/demo", get(demo::show).post(demo::sign_in)),
        route(GET, "/my/{year}", get(my::show)),
        route(GET, "/policies", get(policies::index)),
        route(GET, "/policies/{name}", get(policies::show)),
        route(GET, "/policies/{name}/changes/{old}", get(policies::changes)),
        route(GET, "/policies/{name}/guide", get(policies::guide::show)),
        route(GET, "/policies/{name}/simulation", get(policies::simulation::show)),
        route(GET, "/policies/{name}/simulation.xlsx", get(policies::simulation::as_xlsx)),
        route(GET, "/queue", get(queue::show)),
        route(GET, "/evidence/{id}", get(evidence::show)),
        route(POST, "/evidence/{id}/removal", post(evidence::remove)),
        route(BOTH, "/certificates", get(certificates::find).post(certificates::issue)),
        route(GET, "/certificates/{number}", get(certificates::show)),
        route(GET, "/certificates/{number}/document.pdf", get(certificates::document)),
        route(POST, "/certificates/{number}/revocation", post(certificates::revoke)),
        route(POST, "/certificates/{number}/release", post(certificates::release)),
        route(GET, "/findings", get(findings::index)),
        route(GET, "/findings/{id}", get(findings::show)),
        route(POST, "/findings/{id}/reply", post(findings::answer)),
        route(POST, "/findings/{id}/ruling", post(findings::rule)),
        route(POST, "/findings/{id}/appeal", post(findings::appeal)),
        route(POST, "/findings/{id}/appeal-ruling", post(findings::rule_on_appeal)),
        route(POST, "/registrations/{id}/findings", post(findings::notify)),
        route(GET, "/people", get(people::index)),
        route(POST, "/people/invitations", post(people::invite_many)),
        route(GET, "/people/{id}", get(people::show)),
        route(GET, "/people/{id}/years/{year}", get(my::of_person)),
        route(GET, "/people/{id}/years/{year}/retrospect", get(retrospect::show)),
        route(POST, "/people/{id}/invitation", post(people::invite)),
        route(POST, "/people/{id}/id-number", post(people::correct_id_number)),
        route(POST, "/people/{id}/make-up", post(people::grant_make_up)),
        route(POST, "/people/{id}/role", post(people::grant_role)),
        route(POST, "/people/{id}/role-removal", post(people::revoke_role)),
        route(BOTH, "/imports", get(imports::new).post(imports::run).layer(large())),
        route(GET, "/years/{year}", get(years::show)),
        route(GET, "/years/{year}/people", get(years::people::all)),
        route(GET, "/years/{year}/people.xlsx", get(years::people::all_as_xlsx)),
        route(GET, "/years/{year}/people.csv", get(years::people::all_as_csv)),
        route(GET, "/years/{year}/units/{unit}", get(years::people::of_unit)),
        route(GET, "/years/{year}/units/{unit}/people.xlsx", get(years::people::of_unit_as_xlsx)),
        route(GET, "/years/{year}/units/{unit}/people.csv", get(years::people::of_unit_as_csv)),
        route(GET, "/years/{year}/training", get(years::training::show)),
        route(GET, "/years/{year}/training/people", get(years::training::all)),
        route(GET, "/years/{year}/training/units/{unit}", get(years::training::of_unit)),
        route(GET, "/audit", get(audit::index)),
        route(POST, "/audit/verification", post(audit::verify)),
    ];
    all.extend(exam_routes(limits));
    all.extend(registration_routes(limits));
    all.extend(course_routes(limits));
    all
}

fn course_routes(limits: Limits) -> Vec<Route> {
    use crate::{
        pages::{attachments, beats, captions, courses, lesson_settings, lessons, media, packages},
        uploads,
    };
    let route = |methods, path, answer| Route { methods, path, answer };
    let several = DefaultBodyLimit::max(limits.files);
    let large = DefaultBodyLimit::max(limits.file);
    let film = || DefaultBodyLimit::max(uploads::LESSON_BYTES_MAX);
    vec![
        route(BOTH, "/courses", get(courses::index).post(courses::create)),
        route(GET, "/courses/new", get(courses::new)),
        route(GET, "/courses/{id}", get(courses::show)),
        route(POST, "/courses/{id}/title", post(courses::rename)),
        route(POST, "/courses/{id}/hours", post(courses::set_hours)),
        route(POST, "/courses/{id}/publication", post(courses::publish)),
        route(POST, "/courses/{id}/lessons", post(courses::create_lesson).layer(film())),
        route(GET, "/courses/{id}/lessons/new", get(courses::new_lesson)),
        route(GET, "/lessons/{id}", get(lessons::show)),
        route(BOTH, "/lessons/{id}/settings", get(lesson_settings::show).post(lesson_settings::change)),
        route(POST, "/lessons/{id}/correction", post(lesson_settings::correct)),
        route(POST, "/lessons/{id}/withdrawal", post(lesson_settings::withdraw)),
        route(POST, "/lessons/{id}/restoration", post(lesson_settings::restore)),
        route(POST, "/lessons/{id}/attachments", post(attachments::attach).layer(several)),
        route(BOTH, "/lessons/{id}/captions", get(captions::show).post(captions::add).layer(large)),
        route(POST, "/lessons/{id}/captions/removal", post(captions::remove)),
        route(GET, "/attachments/{id}", get(attachments::show)),
        route(POST, "/attachments/{id}/removal", post(attachments::remove)),
        route(GET, "/lessons/{id}/media", get(media::show)),
        route(POST, "/lessons/{id}/ticket", post(lessons::open)),
        route(POST, "/lessons/{id}/beats", post(beats::beat)),
        route(POST, "/lessons/{id}/bookmark", post(lessons::bookmark)),
        route(GET, "/packages/closed", get(packages::closed)),
        route(GET, "/packages/{pass}/{*path}", get(packages::show)),
        route(POST, "/lessons/{id}/disputes", post(lessons::dispute)),
        route(GET, "/disputes", get(lessons::disputes)),
        route(POST, "/disputes/{id}/answer", post(lessons::answer)),
    ]
}

fn exam_routes(limits: Limits) -> Vec<Route> {
    let route = |methods, path, answer| Route { methods, path, answer };
    let large = DefaultBodyLimit::max(limits.file);
    vec![
        route(GET, "/exams/{year}", get(exams::show)),
        route(POST, "/exams/{year}/attempts", post(exams::begin)),
        route(POST, "/exams/{year}/make-up-requests", post(exams::request_make_up)),
        route(POST, "/make-up-requests/{id}/refusal", post(exams::refuse_make_up)),
        route(GET, "/attempts/{id}", get(attempts::show)),
        route(POST, "/attempts/{id}/window", post(attempts::open_window)),
        route(POST, "/attempts/{id}/answers", post(attempts::answer)),
        route(BOTH, "/attempts/{id}/submission", get(attempts::confirm).post(attempts::hand_in)),
        route(GET, "/attempts/{id}/result", get(attempts::result)),
        route(POST, "/questions/{id}/retirement", post(question_list::retire)),
        route(POST, "/questions/{id}/restoration", post(question_list::restore)),
        route(GET, "/training-years", get(training_years::index)),
        route(BOTH, "/training-years/{year}", get(training_years::show).post(training_years::settle)),
        route(
            BOTH,
            "/training-years/{year}/questions",
            get(training_years::questions).post(training_years::import).layer(large),
        ),
        route(GET, "/training-years/{year}/questions.xlsx", get(training_years::export)),
        route(GET, "/training-years/{year}/bank", get(question_list::show)),
    ]
}

fn registration_routes(limits: Limits) -> Vec<Route> {
    use registrations::{approval, file, items, sealed_form, verification};
    let route = |methods, path, answer| Route { methods, path, answer };
    let large = || DefaultBodyLimit::max(limits.file);
    let several = || DefaultBodyLimit::max(limits.files);
    vec![
        route(POST, "/registrations", post(file::open)),
        route(GET, "/registrations/new", get(file::new)),
        route(GET, "/registrations/{id}", get(file::show)),
        route(POST, "/registrations/{id}/submission", post(file::submit)),
        route(POST, "/registrations/{id}/withdrawal", post(file::withdraw)),
        route(GET, "/registrations/{id}/summary-form.pdf", get(file::summary_form)),
        route(POST, "/registrations/{id}/items", post(items::create)),
        route(GET, "/registrations/{id}/items/new", get(items::new)),
        route(GET, "/registrations/{id}/items/preview", get(items::preview)),
        route(BOTH, "/registrations/{id}/items/{item}", get(items::edit).post(items::update)),
        route(POST, "/registrations/{id}/items/{item}/evidence", post(evidence::attach).layer(several())),
        route(POST, "/registrations/{id}/items/{item}/removal", post(items::remove)),
        route(POST, "/registrations/{id}/items/{item}/decision", post(verification::decide)),
        route(POST, "/registrations/{id}/check", post(verification::begin)),
        route(POST, "/registrations/{id}/takeover", post(verification::take_over)),
        route(POST, "/registrations/{id}/verification", post(verification::finish)),
        route(POST, "/registrations/{id}/return", post(verification::give_back)),
        route(BOTH, "/registrations/{id}/sealed-form", get(sealed_form::show).post(sealed_form::attach).layer(large())),
        route(POST, "/registrations/{id}/approval-request", post(approval::request)),
        route(POST, "/registrations/{id}/approval", post(approval::approve)),
        route(POST, "/registrations/{id}/approval-return", post(approval::give_back)),
        route(POST, "/registrations/{id}/approval-withdrawal", post(approval::take_back)),
        route(POST, "/registrations/{id}/extension", post(approval::extend)),
    ]
}
