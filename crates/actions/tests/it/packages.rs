//! Packages on every database: kept as files, studied by time and by their own word, gone on with, and handed out to
//! nobody without a session.

use actions::{check_lesson_file, courses, learning};
use domain::{
    access::Actor,
    bookmark::{Bookmark, PackageStatus},
    course::LessonKind,
    ids::{CourseId, LessonId, TicketId},
    learning::Beat,
    refusal::Refusal,
};
use testkit::packages::{archive, good, manifest};

use crate::{
    act,
    exams::{lesson, settings},
    uploads::sent,
    world::{World, YEAR, worlds},
};

const MINUTE: u32 = 60_000;

fn said(status: PackageStatus, location: &str) -> Bookmark {
    Bookmark { status, location: location.to_owned(), suspend_data: format!("{{\"页\":\"{location}\"}}") }
}

/// A settled year whose required course is one package of two minutes.
async fn school(world: &World) -> (CourseId, LessonId) {
    act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settings");
    let course = act!(world, world.personnel, courses::add, YEAR, "人工智能与专业发展", true).expect("a course");
    let lesson = add(world, course, good()).await.expect("a package");
    act!(world, world.personnel, courses::publish, course, true).expect("published");
    (course, lesson)
}

async fn add(world: &World, course: CourseId, bytes: Vec<u8>) -> Result<LessonId, Refusal> {
    let file = check_lesson_file(&world.app, LessonKind::Package, sent("课件.zip", bytes).await).await?;
    file.put_ready(&world.app).await.expect("written");
    act!(world, world.personnel, courses::add_lesson_with_file, course, lesson("情景练习"), file)
}

/// Opens the lesson and stays for its two minutes; says whether it was studied then.
async fn stay(world: &World, actor: &Actor, lesson: LessonId) -> (TicketId, bool) {
    let ticket = act!(world, actor, learning::open, lesson).expect("opened").ticket;
    let mut done = false;
    for number in 1..=4 {
        let beat = Beat { number, from: (number - 1) * MINUTE / 2, to: number * MINUTE / 2, ended: None };
        let now = world.now + jiff::SignedDuration::from_secs(i64::from(number) * 30);
        let reply = learning::beat(&world.app, actor.person, ticket, beat, now).await.expect("a reply");
        assert_eq!(reply.outcome.expect("taken").credited, MINUTE / 2);
        assert_eq!(reply.has_enough, number == 4);
        done = reply.is_done;
    }
    (ticket, done)
}

async fn study_hours(world: &World, actor: &Actor) -> usize {
    act!(world, actor, actions::years::account, YEAR, None).expect("an account").public.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_is_studied_by_time_and_by_its_own_word_whichever_comes_first() {
    for world in worlds().await {
        let (_, lesson) = school(&world).await;
        // First the time, then the word.
        let (ticket, done) = stay(&world, &world.teacher, lesson).await;
        assert!(!done, "the package has said nothing");
        assert_eq!(study_hours(&world, &world.teacher).await, 0);
        let failed = said(PackageStatus::Failed, "4");
        let kept = act!(world, world.teacher, learning::bookmark, lesson, ticket, &failed).expect("kept");
        assert!(!kept.is_done);
        let passed = said(PackageStatus::Passed, "4");
        let kept = act!(world, world.teacher, learning::bookmark, lesson, ticket, &passed).expect("kept");
        assert!(kept.is_done);
        assert_eq!(study_hours(&world, &world.teacher).await, 1);
        // First the word, then the time.
        let ticket = act!(world, world.colleague, learning::open, lesson).expect("opened").ticket;
        let completed = said(PackageStatus::Completed, "4");
        let kept = act!(world, world.colleague, learning::bookmark, lesson, ticket, &completed).expect("kept");
        assert!(!kept.is_done, "the browser's word alone grants nothing");
        let view = act!(world, world.colleague, courses::show_lesson, lesson).expect("a lesson");
        assert_eq!((view.lesson().watched.total(), view.lesson().is_done), (0, false));
        assert_eq!(study_hours(&world, &world.colleague).await, 0);
        let (_, done) = stay(&world, &world.colleague, lesson).await;
        assert!(done);
        assert_eq!(study_hours(&world, &world.colleague).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_learner_goes_on_where_the_package_said() {
    for world in worlds().await {
        let (_, lesson) = school(&world).await;
        let fresh = act!(world, world.teacher, courses::show_lesson, lesson).expect("a lesson");
        assert_eq!(fresh.bookmark, Some(Bookmark::default()));
        let ticket = act!(world, world.teacher, learning::open, lesson).expect("opened").ticket;
        for bookmark in [said(PackageStatus::Completed, "4"), said(PackageStatus::Incomplete, "2")] {
            act!(world, world.teacher, learning::bookmark, lesson, ticket, &bookmark).expect("kept");
        }
        let view = act!(world, world.teacher, courses::show_lesson, lesson).expect("a lesson");
        assert_eq!(view.bookmark, Some(said(PackageStatus::Incomplete, "2")));
        let other = act!(world, world.colleague, courses::show_lesson, lesson).expect("a lesson");
        assert_eq!(other.bookmark, Some(Bookmark::default()), "nobody else's");
        let (_, done) = stay(&world, &world.teacher, lesson).await;
        assert!(done, "that it was complete once stays");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_last_window_of_a_package_is_heard() {
    for world in worlds().await {
        let (course, lesson) = school(&world).await;
        let first = act!(world, world.teacher, learning::open, lesson).expect("opened").ticket;
        let second = act!(world, world.teacher, learning::open, lesson).expect("opened again").ticket;
        let newer = said(PackageStatus::Incomplete, "3");
        act!(world, world.teacher, learning::bookmark, lesson, second, &newer).expect("kept");
        let older = said(PackageStatus::Incomplete, "1");
        let refused = act!(world, world.teacher, learning::bookmark, lesson, first, &older);
        assert_eq!(refused.expect_err("the first window").code, "bookmark.taken-over");
        let refused = act!(world, world.colleague, learning::bookmark, lesson, second, &older);
        assert_eq!(refused.expect_err("somebody else's").code, "bookmark.foreign");
        let view = act!(world, world.teacher, courses::show_lesson, lesson).expect("a lesson");
        assert_eq!(view.bookmark, Some(newer.clone()));
        let page = act!(world, world.personnel, courses::add_lesson, course, crate::exams::lesson("图文"));
        let page = page.expect("a page");
        let ticket = act!(world, world.teacher, learning::open, page).expect("opened").ticket;
        let refused = act!(world, world.teacher, learning::bookmark, page, ticket, &newer);
        assert_eq!(refused.expect_err("a page keeps nothing").code, "not-found");
        let refused = act!(world, world.teacher, learning::bookmark, lesson, ticket, &newer);
        assert_eq!(refused.expect_err("a ticket for another lesson").code, "bookmark.taken-over");
        act!(world, world.personnel, courses::publish, course, false).expect("hidden");
        let refused = act!(world, world.teacher, learning::bookmark, lesson, ticket, &newer);
        assert_eq!(refused.expect_err("hidden").code, "not-found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn granted_time_is_enough_of_a_package_and_its_own_word_is_still_asked_for() {
    for world in worlds().await {
        let (_, lesson) = school(&world).await;
        let ticket = act!(world, world.teacher, learning::open, lesson).expect("opened").ticket;
        let dispute = act!(world, world.teacher, learning::dispute, lesson, "断网一刻钟").expect("an objection");
        let [answer, from, to] = ["核对属实", "00:00", "02:00"].map(str::to_owned);
        let form = learning::AnswerForm { answer, from, to };
        act!(world, world.personnel, learning::answer_dispute, dispute, &form).expect("granted");
        let view = act!(world, world.teacher, courses::show_lesson, lesson).expect("a lesson");
        assert_eq!((view.lesson().has_enough, view.lesson().is_done), (true, false));
        let passed = said(PackageStatus::Passed, "4");
        let refused = act!(world, world.teacher, learning::bookmark, lesson, ticket, &passed);
        assert_eq!(refused.expect_err("this page has ended").code, "bookmark.ended");
        assert_eq!(study_hours(&world, &world.teacher).await, 0);
        let ticket = act!(world, world.teacher, learning::open, lesson).expect("opened again").ticket;
        assert!(act!(world, world.teacher, learning::bookmark, lesson, ticket, &passed).expect("kept").is_done);
        assert_eq!(study_hours(&world, &world.teacher).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_lies_in_its_folder_once_and_a_refused_one_nowhere() {
    for world in worlds().await {
        let (course, _) = school(&world).await;
        let files = world.files();
        assert_eq!(files.len(), 4, "{files:?}");
        assert!(files.iter().any(|path| path.ends_with("data/film.mp4")), "{files:?}");
        add(&world, course, good()).await.expect("the same package once more");
        let page = manifest("../index.html");
        let refused = add(&world, course, archive(&[("imsmanifest.xml", page.as_bytes())])).await;
        let refused = refused.expect_err("it begins outside of itself");
        assert_eq!(refused.code, "package.elsewhere");
        assert!(refused.what.starts_with("“课件.zip”："), "{}", refused.what);
        assert_eq!(world.files(), files);
        // Written, and then nobody named it.
        let (text, page) = (manifest("页.html"), b"<p>".as_slice());
        let other = archive(&[("imsmanifest.xml", text.as_bytes()), ("页.html", page), ("a/b/c.txt", b"x")]);
        let file = check_lesson_file(&world.app, LessonKind::Package, sent("另一个.zip", other).await)
            .await
            .expect("a package");
        file.put_ready(&world.app).await.expect("written");
        assert_eq!(world.files().len(), 7);
        let swept = actions::sweep_files(&world.app, world.now).await.expect("swept");
        assert_eq!((swept.named, swept.set_aside), (4, 3));
        assert_eq!(world.files(), files);
        // What the sweep took, the act writes again.
        act!(world, world.personnel, courses::add_lesson_with_file, course, lesson("又一个"), file).expect("added");
        assert_eq!(world.files().len(), 7);
        assert_eq!(actions::sweep_files(&world.app, world.now).await.expect("swept").set_aside, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_package_are_for_a_session_and_a_lesson_that_is_shown() {
    for world in worlds().await {
        let (course, lesson) = school(&world).await;
        let token =
            actions::sessions::demo_sign_in(&world.app, world.now, world.teacher.person).await.expect("a session");
        let pass = courses::package_pass(&world.app, token.as_str(), lesson).expect("a pass");
        let ask = async |pass: &str, path: &str| courses::package_file(&world.app, world.now, pass, path).await;
        let found = ask(&pass, "data/film.mp4").await.expect("a file");
        assert_eq!((found.media_type, found.size), ("video/mp4", 4_000));
        assert_eq!(ask(&pass, "index.html").await.expect("a page").media_type, "text/html");
        assert_eq!(ask(&pass, "data/说明.txt").await.expect("a text").media_type, "text/plain");
        let mut altered = pass.clone();
        altered.replace_range(40..41, if &pass[40..41] == "0" { "1" } else { "0" });
        for (pass, path) in [
            (pass.as_str(), "data"),
            (&pass, "missing.html"),
            (&pass, "../index.html"),
            (&pass, "../../../../keys/main.key"),
            (&pass, "data/../../x"),
            (&pass, "/etc/passwd"),
            (&pass, ""),
            (&altered, "index.html"),
            ("", "index.html"),
            ("00", "index.html"),
        ] {
            assert_eq!(ask(pass, path).await.expect_err(path).code, "not-found", "{path}");
        }
        act!(world, world.personnel, courses::publish, course, false).expect("hidden");
        assert_eq!(ask(&pass, "index.html").await.expect_err("hidden").code, "not-found");
        let maker =
            actions::sessions::demo_sign_in(&world.app, world.now, world.personnel.person).await.expect("a session");
        let makers = courses::package_pass(&world.app, maker.as_str(), lesson).expect("a pass");
        ask(&makers, "index.html").await.expect("whoever makes courses looks at it before");
        act!(world, world.personnel, courses::publish, course, true).expect("shown again");
        ask(&pass, "index.html").await.expect("shown");
        actions::sessions::sign_out(&world.app, world.now, token.as_str()).await.expect("signed out");
        assert_eq!(ask(&pass, "index.html").await.expect_err("signed out").code, "not-found");
    }
}
