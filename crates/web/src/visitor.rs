//! Who asks: the session cookie read once a request, the acts that follow from it, and the frame of their pages.
//! Must not decide what anybody may do; the navigation only saves people a refusal.

use std::sync::{Arc, OnceLock};

use actions::{Act, Attempt};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, Uri, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Actor, Deed, Role, Thing, may},
    clock::{Instant, shanghai_date},
    ids::PersonId,
    refusal::Refusal,
    year::Year,
};
use policy::Provision;

use crate::{
    assets, cookies,
    errors::PageError,
    fields::FormKey,
    state::Web,
    views::frame::{Done, Frame, Links, NavLink, VisitorCard},
};

/// What is found out once a request, for all who want to know: who asks, and what their form sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    actor: OnceLock<Option<Actor>>,
    sent: OnceLock<Vec<(String, String)>>,
}

impl Shared {
    /// Remembers what a form sent, in case it is refused.
    pub(crate) fn keep_sent(&self, fields: &[(String, String)]) {
        self.0.sent.get_or_init(|| fields.to_vec());
    }

    /// What the form sent; empty when none was read.
    pub(crate) fn sent(&self) -> &[(String, String)] {
        self.0.sent.get().map_or(&[], Vec::as_slice)
    }
}

/// Anybody, signed in or not.
pub(crate) struct Visitor {
    pub(crate) web: Web,
    pub(crate) actor: Option<Actor>,
    pub(crate) now: Instant,
    pub(crate) token: Option<String>,
    path: String,
    query: String,
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let shared = parts.extensions.get::<Shared>().cloned().unwrap_or_default();
        Self::of(web, &shared, &parts.uri, &parts.headers).await
    }
}

impl Visitor {
    /// Whoever sent a request with this address and these headers.
    pub(crate) async fn of(web: &Web, shared: &Shared, uri: &Uri, headers: &HeaderMap) -> Result<Self, PageError> {
        let now = (web.config.clock)();
        let token = cookies::token(headers, web.is_https());
        let actor = match (shared.0.actor.get(), &token) {
            (Some(known), _) => known.clone(),
            (None, Some(token)) => actions::sessions::resolve(&web.app, now, token).await?,
            (None, None) => None,
        };
        shared.0.actor.get_or_init(|| actor.clone());
        let path = uri.path().to_owned();
        let query = uri.query().unwrap_or_default().to_owned();
        Ok(Self { web: web.clone(), actor, now, token, path, query })
    }

    /// The same visitor, who has just signed in.
    pub(crate) fn signed_in(self, actor: Actor) -> Self {
        Self { actor: Some(actor), ..self }
    }

    /// Where they are.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The civil year in Asia/Shanghai.
    pub(crate) fn year(&self) -> i16 {
        shanghai_date(self.now).year()
    }

    /// A year in an address, see [`Year`].
    pub(crate) fn year_in(&self, text: &str) -> Result<i16, PageError> {
        Ok(Year::parse(text, shanghai_date(self.now)).map_err(|none| none.not_found())?.get())
    }

    /// An act that only reads.
    pub(crate) async fn read(&self) -> Result<Act, PageError> {
        Ok(self.web.app.read(self.actor.clone(), self.now).await?)
    }

    /// An act that writes, under the form's idempotency key and all that came with it. A repetition leads to the outcome of
    /// the first time; the same key with other content, a form without a key, and one from another person's page are
    /// refused.
    pub(crate) async fn write(&self, key: FormKey<'_>) -> Result<Act, PageError> {
        self.own_form(key)?;
        let once = key.once("POST", &self.path)?;
        let act = self.web.app.write(self.actor.clone(), self.now, Some(&once)).await?;
        match act.repeated() {
            Some(url) => Err(PageError::Elsewhere(url.to_owned())),
            None => Ok(act),
        }
    }

    /// Where this very form ended, when it was sent before: for whoever is refused before the act that would know it.
    pub(crate) async fn outcome(&self, key: FormKey<'_>) -> Option<String> {
        self.own_form(key).ok()?;
        let once = key.once("POST", &self.path).ok()?;
        actions::outcome(&mut self.read().await.ok()?, &once).await.ok()?
    }

    /// Refuses a form from another person's page, where no act does.
    pub(crate) fn own_form(&self, key: FormKey<'_>) -> Result<(), PageError> {
        let is_own = key.mark().is_none_or(|mark| Some(mark) == self.mark().as_deref());
        if is_own { Ok(()) } else { Err(form_of_another().into()) }
    }

    /// Hands on what was tried outside of an act; a refusal is recorded first.
    pub(crate) async fn tried<T>(&self, attempt: &Attempt, done: Result<T, Refusal>) -> Result<T, Refusal> {
        actions::watched(&self.web.app, self.actor.as_ref(), self.now, attempt, done).await
    }

    /// Hands on why something was refused outside of an act; recorded first.
    pub(crate) async fn refused(&self, attempt: &Attempt, refusal: Refusal) -> Refusal {
        actions::record_refusal(&self.web.app, self.actor.as_ref(), self.now, attempt, &refusal).await;
        refusal
    }

    /// Keeps what was done and goes to `url`.
    pub(crate) async fn finish(&self, act: Act, url: &str) -> Result<Response, PageError> {
        act.commit(url).await?;
        Ok(see(url))
    }

    /// Whether the actor holds the role anywhere.
    pub(crate) fn has(&self, role: Role) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.has(role))
    }

    /// Whether the actor may do the deed to the institution as a whole: what an office's page asks too.
    pub(crate) fn may_in_office(&self, deed: Deed) -> bool {
        self.actor.as_ref().is_some_and(|actor| may(actor, deed, &Thing::Institution))
    }

    /// The mark of this person's forms.
    fn mark(&self) -> Option<String> {
        self.actor.as_ref().map(|actor| actions::sessions::form_mark(&self.web.app, actor.person))
    }

    /// The frame of a page. `sample` says that the page rests on sample numbers.
    pub(crate) fn frame(&self, title: impl Into<String>, sample: bool) -> Frame {
        Frame {
            nav: self.navigation(),
            visitor: self.actor.as_ref().map(card),
            demo: self.web.config.demo,
            sample,
            pack_title: self.web.app.pack().title().to_owned(),
            links: Links::to(self.web.app.pack()),
            done: done(&self.query),
            mark: self.mark(),
            ..bare_frame(title)
        }
    }

    /// The frame of a page that rests on the pack in force.
    pub(crate) fn pack_frame(&self, title: impl Into<String>) -> Frame {
        self.frame(title, self.web.app.pack().is_sample())
    }

    fn navigation(&self) -> Vec<NavLink> {
        if self.actor.is_none() {
            return Vec::new();
        }
        let year = self.year();
        let reviews = self.has(Role::Verifier) || self.has(Role::Approver);
        let oversees = self.has(Role::Personnel) || self.has(Role::Auditor);
        let sees_people = oversees || self.has(Role::Administrator) || self.has(Role::Support);
        let entries = [
            (true, format!("/my/{year}"), "我的学时"),
            (true, format!("/registrations/new?year={year}"), "学时登记"),
            (true, "/courses".to_owned(), "公需课程"),
            (reviews || oversees, "/queue".to_owned(), "审验与审批"),
            (reviews || oversees, format!("/years/{year}"), "年度完成情况"),
            (oversees, "/findings".to_owned(), "诚信认定"),
            (sees_people, "/people".to_owned(), "人员"),
            (self.has(Role::Personnel), "/training-years".to_owned(), "公需科目设定"),
            (self.has(Role::Personnel), "/imports".to_owned(), "导入"),
            (self.has(Role::Support) || self.has(Role::Personnel), "/disputes".to_owned(), "异议和申请"),
            (self.has(Role::Auditor), "/audit".to_owned(), "操作记录"),
        ];
        let section = |href: &str| href.split(['?', '/']).nth(1).map(str::to_owned);
        entries
            .into_iter()
            .filter(|(shown, ..)| *shown)
            .map(|(_, href, label)| NavLink { current: section(&self.path) == section(&href), href, label })
            .collect()
    }
}

fn card(actor: &Actor) -> VisitorCard {
    let mut roles: Vec<&str> = actor.grants.iter().map(|grant| grant.role.label()).collect();
    roles.dedup();
    if roles.is_empty() {
        roles.push(Role::Person.label());
    }
    VisitorCard { name: actor.name.clone(), roles: roles.join("、") }
}

/// Somebody who is signed in; anybody else is asked to sign in first.
pub(crate) struct SignedIn(pub(crate) Visitor);

impl FromRequestParts<Web> for SignedIn {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        let visitor = Visitor::from_request_parts(parts, web).await?;
        if visitor.actor.is_some() {
            return Ok(Self(visitor));
        }
        let next = if parts.method == Method::GET { parts.uri.to_string() } else { "/".to_owned() };
        Err(PageError::SignIn { next })
    }
}

impl SignedIn {
    /// The person who is signed in.
    pub(crate) fn actor(&self) -> Result<&Actor, PageError> {
        self.0.actor.as_ref().ok_or_else(|| Refusal::sign_in_needed().into())
    }
}

impl std::ops::Deref for SignedIn {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.0
    }
}

/// Somebody whose page says how far a lesson went: known well enough for that, see [`actions::sessions::recognise`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Learner {
    pub(crate) person: PersonId,
    pub(crate) now: Instant,
}

impl FromRequestParts<Web> for Learner {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, PageError> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(*known);
        }
        let now = (web.config.clock)();
        let person = match cookies::token(&parts.headers, web.is_https()) {
            Some(token) => actions::sessions::recognise(&web.app, now, &token).await?,
            None => None,
        };
        let person = person.ok_or_else(|| PageError::SignIn { next: "/".to_owned() })?;
        Ok(Self { person, now })
    }
}

/// Goes to `url`.
pub(crate) fn see(url: &str) -> Response {
    Redirect::to(url).into_response()
}

/// Somebody left the form open, and somebody else has signed in since.
fn form_of_another() -> Refusal {
    Refusal::conflict(
        "form.another-person",
        "这张表单是另一个人登录时打开的，现在登录的是您，没有保存。",
        "如果是您自己换了身份，请退出后用原来的身份登录，再提交；否则请关闭这张表单。",
    )
}

/// A frame that knows nothing about the visitor, for refusals.
pub(crate) fn bare_frame(title: impl Into<String>) -> Frame {
    Frame {
        title: title.into(),
        nav: Vec::new(),
        visitor: None,
        demo: false,
        sample: false,
        pack_title: String::new(),
        links: Links::default(),
        done: None,
        mark: None,
        version: assets::version(),
        fresh_key: || uuid::Uuid::now_v7().to_string(),
    }
}

/// The sentence about what was just done: a redirect carries only its word, so that nobody can put words on our page.
fn done(query: &str) -> Option<Done> {
    let word = query.split('&').find_map(|pair| pair.strip_prefix("done="))?;
    let provision = (word == "existing").then_some(Provision::OneRegistrationAYear);
    Some(Done { text: said(word)?, provision })
}

fn said(word: &str) -> Option<&'static str> {
    Some(match word {
        "existing" => "您已有这个年度的登记，就是这一份：每人每年只有一份。没有新建，也没有改动。",
        "item" => "已保存这一项。接下来请上传它的佐证材料。",
        "change" => "已保存修改。",
        "removal" => "已删除。",
        "evidence" => "佐证材料已上传。",
        "submission" => "已提交。单位开始审验之前，可以随时撤回。",
        "withdrawal" => "已撤回，可以继续修改。",
        "check" => "已开始审验。",
        "checking" => "这份登记正由您审验，没有变化，已有的结论都在。",
        "takeover" => "已接手审验，请重新逐项审验。",
        "decision" => "已保存这一项的结论。",
        "verification" => "审验已完成，等待本人上传盖章的汇总表。",
        "return" => "已退回本人，理由已一并告知。",
        "sealed-form" => "汇总表已上传。",
        "approval-request" => "已提交审批。",
        "approval" => "已审批通过。",
        "approval-return" => "已退回。",
        "extension" => "已延长这一份的办理期限，理由已写进操作记录。",
        "approval-withdrawal" => "审批已撤回，由它生成的证书一并撤销，理由已告知本人。",
        "release" => "已允许重新签发，持证人现在可以生成新的证书。",
        "certificate" => "证书已生成，可以打印。",
        "revocation" => "证书已撤销，核验页已改为“已撤销”。",
        "answers" => "答案已保存。",
        "training-year" => "已保存这一年度的设定；正在进行的考试不受影响。",
        "finding" => "已告知本人。本人会在首页看到，可以在截止日期前申辩。",
        "finding-reply" => "申辩已提交，人事处会看到。",
        "finding-ruling" => "已保存决定，本人会看到；年度账已经重新核算。",
        "finding-appeal" => "申诉已提交，由没有作过认定的人决定。",
        "make-up" => "已开通重修：本人重新学完必修课后，可以补考一次。",
        "invitations" => "邀请名单已经生成过一次，只在那时下载。没有下载到的，请再生成一次，以前的链接随之失效。",
        "id-number" => "身份证号已更正，写进了操作记录；已签发的证书没有变化。",
        "role" => "角色已更新。",
        "import" => "导入已完成，没有重复写入。",
        "course" => "课程已新建。接下来请添加课时。",
        "course-hours" => "学时已设定。之前学完的人，记入的学时不变。",
        "lesson" => "课时已添加。",
        "attachment" => "附件已上传，学员可以在课时页面下载。",
        "attachment-removed" => "附件已移除。",
        "captions" => "字幕已上传，学员播放时可以打开。",
        "captions-removed" => "字幕已移除。",
        "lesson-withdrawn" => "课时已停用，已计入的时间都保留。",
        "lesson-restored" => "课时已恢复，回到了原来的位置。",
        "question-retired" => "题目已停用，还没有开始的试卷已重新抽题。",
        "question-restored" => "题目已恢复，还没有开始的试卷已重新抽题。",
        "make-up-request" => "申请已提交给技术支持，答复会显示在本页。",
        "make-up-refusal" => "已答复，理由会显示在本人的考试页面。",
        "published" => "课程已发布，学员现在可以学习。",
        "unpublished" => "课程已停止发布，已计入的时间都保留。",
        "dispute" => "异议已提交给技术支持，答复会显示在本页。",
        "answer" => "已答复，学员可以在课时页面看到。",
        "grant" => "已答复并补记，学员可以在课时页面看到；正在学习这一课的，会收到提示。",
        "not-yours" => "您已登录。刚才那张表单不是您填写的，或者已超过一天，没有带过来，也没有保存。",
        "signed-out" => "已退出登录。",
        "password" => "密码已设好，您已登录。",
        _ => return None,
    })
}
