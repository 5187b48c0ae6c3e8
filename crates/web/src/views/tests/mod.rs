//! Renders every page from sample data and checks what must hold for all of them: one heading, labelled fields, a key
//! in each form, nothing inline, Chinese punctuation. With `XUESHI_PAGES=folder` the pages are kept there to look at.

mod courses;
mod design;
mod exams;
mod findings;
mod office;
mod person;
mod policies;
mod training;

use std::collections::BTreeSet;

use askama::Template;
use office::{certificate, lists, person_page, report};
use person::{account, frame, home, item_page, owner_page, retrospect, review_page};
use policy::Provision;

use super::{
    frame::{Frame, Links},
    home::{ErrorPage, TypedForm},
    imports::ImportsPage,
    item::{KindChoice, KindGroup, KindPage},
    parts::{Choice, Trouble},
    people::InvitationLinkPage,
    registration::{LateForm, LateLine, NewRegistrationPage, SubmissionForm},
    sample,
    sessions::{DemoCard, DemoPage, Ended, InvitationPage, KeptFormPage, SignInPage},
};

fn text(page: &impl Template) -> String {
    page.render().expect("the page renders")
}

fn all() -> Vec<(&'static str, String)> {
    let kinds = KindPage {
        frame: frame("选择活动的种类"),
        registration: "r1".into(),
        year: 2026,
        categories: vec![KindGroup {
            name: "自学类".into(),
            article: "第四条".into(),
            kinds: vec![KindChoice {
                id: "x".into(),
                name: "学习强国".into(),
                hint: "每 100 积分 1 学时".into(),
                sample: true,
            }],
        }],
    };
    let imports = ImportsPage {
        frame: frame("导入"),
        kinds: vec![("roster", "名册", "必须有的列：工号、姓名".into(), true)],
        trouble: Some(sample::trouble()),
        report: Some(report()),
    };
    let error = ErrorPage {
        frame: frame("有地方需要改一改"),
        heading: "有地方需要改一改".into(),
        trouble: sample::trouble(),
        back: Some("/".into()),
        again: Some(sample::typed()),
    };
    let new =
        NewRegistrationPage {
            frame: frame("学时登记"), year: 2026, years_later: 0, deadlines: sample::deadlines()
        };
    let mut pages = vec![
        ("home", text(&home(true))),
        ("home-visitor", text(&home(false))),
        ("account", text(&account())),
        ("retrospect", text(&retrospect())),
        ("registration", text(&owner_page())),
        ("review", text(&review_page())),
        ("new-registration", text(&new)),
        ("kinds", text(&kinds)),
        ("item", text(&item_page())),
        ("certificate", text(&certificate())),
        ("person", text(&person_page())),
        ("imports", text(&imports)),
        ("error", text(&error)),
        ("design", text(&sample::design(frame("设计系统")))),
    ];
    pages.extend(courses::pages());
    pages.extend(lists());
    pages.extend(entrances());
    pages.extend(exams::exams());
    pages.extend(findings::pages());
    pages.extend(training::pages());
    pages.extend(policies::pages());
    pages
}

#[test]
fn a_refusal_leads_to_the_article_of_the_pack_where_one_carries_it_out() {
    let page = |frame, trouble| ErrorPage { frame, heading: "不行".into(), trouble, back: None, again: None };
    let known = text(&page(frame("不行"), sample::trouble()));
    assert!(known.contains("<dd><a href=\"/policies/sample-2026#article-第四条\">第四条</a></dd>"), "{known}");
    let provision = Some(Provision::Evidence);
    let without = text(&page(frame("不行"), Trouble { provision, ..sample::trouble() }));
    let unknown = text(&page(Frame { links: Links::default(), ..frame("不行") }, sample::trouble()));
    for silent in [without, unknown] {
        assert!(!silent.contains("<dt>依据</dt>"), "{silent}");
    }
}

/// The pages by which one comes in.
fn entrances() -> [(&'static str, String); 5] {
    let sign_in = SignInPage {
        frame: Frame { nav: vec![], visitor: None, ..frame("登录") },
        staff_number: "20130042".into(),
        next: "/".into(),
        ended: Some(Ended::Kept),
        kept: "v1:00".into(),
        trouble: Some(sample::trouble()),
    };
    let invitation = InvitationPage {
        frame: frame("设置密码"),
        token: "t".into(),
        name: "周文澜".into(),
        staff_number: "20130042".into(),
        password_chars_min: 12,
        trouble: None,
    };
    let link = InvitationLinkPage {
        frame: frame("邀请链接"),
        name: "周文澜".into(),
        url: "https://xueshi.example.edu.cn/invitations/t".into(),
        expires: "2026年11月30日 00:00".into(),
        back: "#".into(),
    };
    let card = DemoCard {
        person: "p".into(),
        label: "审验人".into(),
        name: "陈砚".into(),
        unit: "外国语学院".into(),
        purpose: "逐项审验本单位提交的登记",
    };
    let key = Some("0190b2f0-0000-7000-8000-000000000001".into());
    let kept = KeptFormPage {
        frame: frame("接着刚才的操作"),
        form: TypedForm { key, ..sample::typed() },
        may_look: true,
        back: "/registrations/r1".into(),
        about: Some("周文澜 的 2026 年度学时登记 2026-00042，第 1 项《全国高等教育信息化年会》".into()),
    };
    [
        ("kept-form", text(&kept)),
        ("sign-in", text(&sign_in)),
        ("invitation", text(&invitation)),
        ("invitation-link", text(&link)),
        ("demo", text(&DemoPage { frame: frame("演示角色"), accounts: vec![card], kept: "v1:00".into() })),
    ]
}

/// Every value of an attribute, as written.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_renders_from_sample_data() {
    let pages = all();
    if let Some(folder) = std::env::var_os("XUESHI_PAGES") {
        for (name, html) in &pages {
            let html = html.replace("?v=0", "").replace("/assets/", "");
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.html")), html).expect("kept");
        }
    }
    for (name, html) in pages {
        assert!(html.contains("<html lang=\"zh-CN\">"), "{name}: language");
        assert_eq!(html.matches("<h1").count(), 1, "{name}: one heading");
        assert!(html.contains("示例标准"), "{name}: the mark of a sample pack");
    }
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    for (name, html) in all() {
        for attribute in ["style", "onclick", "onsubmit", "onload"] {
            assert!(values(&html, attribute).is_empty(), "{name}: inline {attribute}");
        }
        assert!(!html.contains("<style"), "{name}: inline style");
        assert_eq!(html.matches("<script").count(), html.matches("<script src=\"/assets/").count(), "{name}: script");
        for url in values(&html, "src") {
            assert!(url.starts_with('/') || url == "#", "{name}: {url}");
        }
    }
}

#[test]
fn each_form_that_changes_something_carries_its_own_key() {
    for (name, html) in all() {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or(form);
            let keys = form.matches("name=\"key\"").count();
            assert_eq!(keys, usize::from(form.contains("method=\"post\"")), "{name}: {form}");
        }
    }
}

#[test]
fn labels_have_their_fields_and_identifiers_are_unique() {
    for (name, html) in all() {
        let mut seen = BTreeSet::new();
        for id in values(&html, "id") {
            assert!(seen.insert(id), "{name}: id {id} twice");
        }
        for target in values(&html, "for") {
            assert!(seen.contains(target), "{name}: label for {target}");
        }
        let places = values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#'));
        // The design page shows links that lead nowhere.
        for place in places.filter(|place| !place.is_empty() && name != "design") {
            assert!(seen.contains(place), "{name}: leads to {place}, which is not there");
        }
        let named = values(&html, "aria-labelledby").into_iter().chain(values(&html, "aria-describedby"));
        for target in named.flat_map(str::split_whitespace) {
            assert!(seen.contains(target), "{name}: names {target}");
        }
    }
}

#[test]
fn chinese_text_uses_chinese_punctuation() {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (name, html) in all() {
        let chars: Vec<char> = html.chars().collect();
        for three in chars.windows(3) {
            let half = matches!(three[1], ',' | ';' | ':' | '!' | '?' | '(' | ')');
            let found: String = three.iter().collect();
            assert!(!(half && is_chinese(three[0]) && is_chinese(three[2])), "{name}: {found}");
        }
    }
}

#[test]
fn the_picture_speaks_and_stays_inside_its_ruler() {
    let picture = sample::picture(7_850, 1_500, 0);
    assert_eq!(picture.words(), "总学时 93.5，应修 90；其中专业科目 78.5，应修 60；公需科目考试已合格。");
    assert_eq!((picture.professional_width().as_str(), picture.total_target().as_str()), ("78.5%", "90.0%"));
    let over = sample::picture(30_000, 0, 500);
    assert_eq!(over.ticks().last().map(|(x, hours)| (x.as_str().to_owned(), *hours)), Some(("100.0%".into(), 310)));
}

/// That something was handed in late.
fn late() -> LateLine {
    LateLine {
        reason: "住院，出院后补办。".into(),
        at: "2026年12月3日 10:20".into(),
        due: "2026年11月30日".into(),
        article: "第八条".into(),
    }
}

/// What somebody who is late had ticked and typed.
fn submission() -> SubmissionForm {
    let LateLine { reason, due, article, .. } = late();
    SubmissionForm {
        declared: true,
        short_is_known: false,
        late: Some(LateForm { due, article, reason }),
        trouble: Some(sample::trouble()),
    }
}

fn option(label: &str, chosen: bool) -> Choice {
    Choice { value: label.into(), label: label.into(), chosen }
}
