//! GET /exams/{year}: how one stands, and the beginning of an attempt.

use actions::{
    courses::{CourseView, LessonView},
    exams::{ExamView, Happened, RequestView, What},
};
use domain::{
    clock::{chinese_date, chinese_moment, chinese_second, shanghai_date},
    exam::{Answer, Attempt, GRACE_SECONDS, MakeUp, MakeUpRequest, Reopening, RequestAnswer, Standing},
    learning::duration,
    training_year::Aspect,
};

use crate::{
    errors::{Back, Page, render},
    fields::{Fields, Path, id},
    pages::{
        courses::{counted, granted, standing, uncounted},
        lessons, sessions,
    },
    views::{
        exams::{AttemptLine, Journal, JournalLine, OpenRequest, RequestLine, StandingPage, StudiedLine, Supported},
        parts::Chip,
    },
    visitor::{SignedIn, see},
};

/// How one stands.
pub(crate) async fn show(visitor: SignedIn, Path(year): Path<String>) -> Page {
    let year = visitor.year_in(&year)?;
    let mut act = visitor.read().await?;
    let view = actions::exams::overview(&mut act, year).await?;
    let running = view.attempts.iter().find(|attempt| attempt.ending.is_none());
    render(&StandingPage {
        frame: visitor
            .frame(format!("{year} 年度公需科目考试"), false)
            .in_section("/courses")
            .resting_on(visitor.web.app.pack()),
        year,
        is_past: year < visitor.year(),
        theme: view.year.theme.clone(),
        chip: chip(&view.standing),
        next: next(&view),
        facts: facts(&view),
        rules: rules(&view),
        ready: if let Standing::Ready(number) = view.standing { Some(number) } else { None },
        running: running.map(|attempt| format!("/attempts/{}", attempt.id)),
        must_study: view.standing == Standing::Unstudied,
        is_passed: view.standing == Standing::Passed,
        attempts: view.attempts.iter().map(|attempt| line(attempt, true)).collect(),
        make_ups: view.make_ups.iter().map(make_up).collect(),
        requests: view.requests.iter().map(request_line).collect(),
        may_request: view.may_request,
    })
}

/// POST /exams/{year}/make-up-requests
pub(crate) async fn request_make_up(visitor: SignedIn, Path(year): Path<String>, form: Fields) -> Page {
    let year = visitor.year_in(&year)?;
    let url = format!("/exams/{year}");
    let mut act = visitor.write(form.key()).await?;
    actions::exams::request_make_up(&mut act, year, form.text("reason")).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=make-up-request")).await
}

/// POST /make-up-requests/{id}/refusal
pub(crate) async fn refuse_make_up(visitor: SignedIn, Path(request): Path<String>, form: Fields) -> Page {
    let mut act = visitor.write(form.key()).await?;
    let refused = actions::exams::refuse_make_up(&mut act, id(&request, "申请")?, form.text("reason")).await;
    refused.back(&lessons::waiting_url(&form, ""))?;
    visitor.finish(act, &lessons::waiting_url(&form, "make-up-refusal")).await
}

fn request_line(request: &MakeUpRequest) -> RequestLine {
    let (at, chip, answer) = match &request.answer {
        None => (None, Chip::new("等待答复", "wait"), None),
        Some((at, RequestAnswer::Granted(_))) => (Some(*at), Chip::new("已开通", "good"), None),
        Some((at, RequestAnswer::Refused(reason))) => (Some(*at), Chip::new("没有同意", "bad"), Some(reason.clone())),
    };
    RequestLine {
        asked: chinese_moment(request.asked_at),
        reason: request.reason.clone(),
        chip,
        answered: at.map(chinese_moment),
        answer,
    }
}

/// What waits for support, on the page of the objections.
pub(super) fn open_request(view: RequestView) -> OpenRequest {
    OpenRequest {
        id: view.request.id.to_string(),
        person_url: format!("/people/{0}#exam-{1}", view.request.person, view.request.year),
        name: view.name,
        staff_number: view.staff_number,
        year: view.request.year,
        at: chinese_moment(view.request.asked_at),
        reason: view.request.reason,
        may_answer: view.may_answer,
    }
}

/// POST /exams/{year}/attempts. Everybody may come at once, so it is no act of its own: see [`actions::exams::begin`].
pub(crate) async fn begin(visitor: SignedIn, Path(year): Path<String>, form: Fields) -> Page {
    let year = visitor.year_in(&year)?;
    visitor.own_form(form.key())?;
    let actor = visitor.actor()?.clone();
    let begun = actions::exams::begin(&visitor.web.app, actor, year, form.parse("number"), visitor.now).await;
    let begun = begun.back(&format!("/exams/{year}"))?;
    // One page is the window of the start. Whoever is led back, on whichever device, opens a window of their own.
    let window = if begun.is_new { "#begun" } else { "" };
    let mut response = see(&format!("/attempts/{}{window}", begun.id));
    sessions::last_through(&visitor, begun.ends_at, &mut response).await;
    Ok(response)
}

/// How somebody stands, for whoever looks after them.
pub(crate) fn supported(view: &ExamView, courses: &[CourseView]) -> Supported {
    let studied = |course: &CourseView, lesson: &LessonView| StudiedLine {
        course: course.course.title.clone(),
        title: lesson.lesson.title.clone(),
        counted: counted(&lesson.watched, lesson.lesson.length),
        chip: standing(lesson),
        uncounted: uncounted(&lesson.uncounted),
        granted: granted(&lesson.granted),
    };
    let lessons = courses.iter().flat_map(|course| course.lessons.iter().map(move |lesson| studied(course, lesson)));
    Supported {
        year: view.year.year,
        chip: chip(&view.standing),
        left: match view.standing {
            Standing::Passed => format!("{}。", passed(view)),
            _ => format!("还有 {} 次考试机会。", view.left),
        },
        attempts: view.attempts.iter().map(|attempt| line(attempt, false)).collect(),
        make_ups: view.make_ups.iter().map(make_up).collect(),
        lessons: lessons.collect(),
        requests: view.requests.iter().map(request_line).collect(),
        journals: view.attempts.iter().filter_map(|attempt| journal(view, attempt)).collect(),
        may_grant: view.may_grant,
    }
}

/// What happened in an attempt; none for whoever may not see it.
fn journal(view: &ExamView, attempt: &Attempt) -> Option<Journal> {
    let (_, steps) = view.journals.iter().find(|(id, _)| *id == attempt.id)?;
    let refused = |step: &&Happened| matches!(step.what, What::Refused(..));
    Some(Journal {
        number: attempt.number,
        refused: steps.iter().filter(refused).count(),
        steps: steps.iter().map(step).collect(),
    })
}

fn step(step: &Happened) -> JournalLine {
    let question = |answer: &Answer| format!("第 {} 题", answer.place + 1);
    let (question, chip, why) = match &step.what {
        What::Kept(answer) => (question(answer), Chip::new("已保存", "good"), String::new()),
        What::Refused(answer, why, times) => {
            let times = if *times > 1 { format!("（发来 {times} 次）") } else { String::new() };
            (question(answer), Chip::new("没有保存", "bad"), format!("{}{times}", why.sentence()))
        }
        What::Reopened(from) => {
            let (chip, why) = reopened(*from);
            (String::new(), Chip::new(chip, "info"), why.to_owned())
        }
    };
    let given = step.given_at.map(|given| {
        let waited = step.at.as_millisecond() - given.as_millisecond();
        let waited = duration(u64::try_from(waited).unwrap_or(0));
        format!("{} 作答，{waited}后才收到。", chinese_second(given))
    });
    JournalLine { at: chinese_second(step.at), given, question, chip, why }
}

/// What is known of where a paper was opened anew: its page says it, for as long as its browser window stays open.
fn reopened(from: Option<Reopening>) -> (&'static str, &'static str) {
    match from {
        Some(Reopening::Again) => {
            ("重新打开", "在原来的浏览器窗口里刷新、后退或再次进入，或者在复制出来的标签页里打开。之前保存的都算数。")
        }
        Some(Reopening::Back) => {
            ("回到原窗口", "回到先前用过的浏览器窗口，或者在它复制出来的标签页里打开，从这时起只有这里可以作答。")
        }
        Some(Reopening::Elsewhere) => {
            ("换了窗口", "在另一个浏览器窗口或设备上打开（关掉窗口后重新打开的也算），从这时起只有那里可以作答。")
        }
        None => ("重新打开", "试卷重新打开，没有记下是不是原来的浏览器窗口。"),
    }
}

fn chip(standing: &Standing) -> Chip {
    match standing {
        Standing::Passed => Chip::new("已合格", "good"),
        Standing::Running => Chip::new("正在考试", "wait"),
        Standing::Ready(_) => Chip::new("可以开始", "info"),
        Standing::Unstudied => Chip::new("先学习", "wait"),
        Standing::UsedUp => Chip::new("次数用完", "bad"),
        Standing::NotYet => Chip::new("尚未开放", ""),
        Standing::Closed => Chip::new("已结束", ""),
    }
}

fn next(view: &ExamView) -> String {
    match view.standing {
        Standing::Passed => "考试已经合格，学时已计入年度账。".to_owned(),
        Standing::Running => "有一次考试正在进行，可以在任何窗口或设备上继续；次数不会多算。".to_owned(),
        Standing::Ready(number) => format!("可以开始第 {number} 次考试，还有 {} 次机会。", view.left),
        Standing::Unstudied if view.make_ups.is_empty() => "先学完必修课的全部课时，就可以考试。".to_owned(),
        Standing::Unstudied => "已开通重修：请重新学完必修课，然后可以补考一次。".to_owned(),
        Standing::UsedUp => {
            "考试次数已经用完。可以在培训期内申请重修；技术支持同意后，重新学完可以补考一次。".to_owned()
        }
        Standing::NotYet => format!("{}开放，那时起可以学习和考试。", chinese_date(view.window.opens)),
        Standing::Closed => "本年度的考试已经结束。能否补修，请看下一年度的通知。".to_owned(),
    }
}

/// What is said of the right answers before the start.
const SHOWN: &str = "考完后可以看到各题的正确答案和解析";
const HIDDEN: &str = "考完后不公布";

fn facts(view: &ExamView) -> Vec<(&'static str, String)> {
    let (year, exam) = (&view.year, &view.year.exam);
    let all = usize::from(view.left) + view.attempts.len();
    let parts = exam.mix.parts.iter().filter(|part| part.count > 0);
    let parts: Vec<String> =
        parts.map(|part| format!("{} {} 道，每道 {} 分", part.label(), part.count, part.points)).collect();
    // A value that another notice sets says so beside itself.
    let set = |aspect: Aspect, value: String| match year.notices.of(aspect) {
        Some(notice) => format!("{value}（{notice}）"),
        None => value,
    };
    let (opens, closes) = (chinese_date(view.window.opens), chinese_date(view.window.closes));
    let span = match view.window.made_up_in {
        Some(later) => format!("{opens}至{closes}（{later} 年度开放补修）"),
        None => set(Aspect::Window, format!("{opens}至{closes}")),
    };
    let hours = format!("学习 {} 学时，考试合格 {} 学时", year.study_hours, year.exam_hours);
    let attempts = match view.standing {
        Standing::Passed => ("考试次数", passed(view)),
        _ => ("还可以考", set(Aspect::Attempts, format!("{} 次（共 {all} 次）", view.left))),
    };
    vec![
        ("开放时间", span),
        attempts,
        ("时长", set(Aspect::Minutes, format!("{} 分钟", exam.minutes))),
        ("合格分数", set(Aspect::PassMark, format!("{} 分（满分 100 分）", exam.pass_mark))),
        ("题目", set(Aspect::Mix, parts.join("；"))),
        ("答案", set(Aspect::Answers, if exam.shows_answers { SHOWN } else { HIDDEN }.to_owned())),
        ("学时", set(Aspect::Hours, hours)),
        ("依据的通知", year.notice.clone()),
    ]
}

/// How often whoever has passed has sat it here; what is left of the attempts is nothing to them.
fn passed(view: &ExamView) -> String {
    match view.attempts.len() {
        0 => "已合格，不用再考".to_owned(),
        taken => format!("考了 {taken} 次，已合格，不用再考"),
    }
}

/// What everybody is told before the start.
fn rules(view: &ExamView) -> Vec<String> {
    let (minutes, closes) = (view.year.exam.minutes, chinese_date(view.window.closes));
    vec![
        format!(
            "开始后有 {minutes} 分钟。{closes} 24 时以前开始的，都有完整的 {minutes} 分钟，不会因为开放时间到了而中断。"
        ),
        "每答一题自动保存，页面会显示“已保存”。网络断开时可以继续作答，恢复后自动补交。".to_owned(),
        "关掉页面、换一台设备都可以接着考，时间照常计算，次数不会多算。同一时间只有最后打开的窗口可以作答。".to_owned(),
        format!("时间一到自动交卷，已保存的答案都算数；到时前作出、{GRACE_SECONDS} 秒内送到的答案也算数。"),
        format!(
            "每人有 {} 次机会；用完后仍未合格的，可以在本页申请重修，技术支持同意后重新学完再补考一次。",
            view.year.exam.attempts
        ),
    ]
}

fn line(attempt: &Attempt, is_own: bool) -> AttemptLine {
    let url = match attempt.ending {
        Some(_) => format!("/attempts/{}/result", attempt.id),
        None => format!("/attempts/{}", attempt.id),
    };
    AttemptLine {
        number: attempt.number,
        began: chinese_moment(attempt.started_at),
        ended: attempt.ending.map_or_else(|| "—".to_owned(), |ending| chinese_moment(ending.at)),
        points: attempt.ending.map_or_else(|| "—".to_owned(), |ending| ending.points.to_string()),
        chip: result(attempt),
        url: is_own.then_some(url),
    }
}

/// What came of an attempt, as a chip.
pub(crate) fn result(attempt: &Attempt) -> Chip {
    match attempt.ending {
        None => Chip::new("正在进行", "wait"),
        Some(ending) if ending.passed => Chip::new("合格", "good"),
        Some(_) => Chip::new("不合格", "bad"),
    }
}

fn make_up(make_up: &MakeUp) -> String {
    format!("{}开通重修和一次补考。理由：{}", chinese_date(shanghai_date(make_up.granted_at)), make_up.reason)
}
