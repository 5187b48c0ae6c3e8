//! Holds the one shape of every "no" that a person can meet. Must not know how it is shown or sent.

use std::fmt;

use policy::Provision;
use serde::Serialize;

/// What sort of refusal, from which the HTTP status follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// There is no such thing, or none that you may see.
    NotFound,
    /// You may see it but not do this.
    Forbidden,
    /// It changed meanwhile, or is not in the right state.
    Conflict,
    /// What was entered cannot be taken.
    Invalid,
    /// Too many bytes or too many rows.
    TooLarge,
    /// Too much to do at the moment.
    Busy,
    /// A fault of the system.
    Internal,
}

/// Says what is wrong, what is safe and what to do next, in Chinese, for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What sort.
    pub kind: RefusalKind,
    /// Stable dotted name, for programs and tests, such as `registration.own`.
    pub code: &'static str,
    /// What is wrong: whole sentences.
    pub what: String,
    /// What is safe: whole sentences.
    pub safe: String,
    /// What to do next: whole sentences.
    pub next: String,
    /// What the regulation asks, where the refusal rests on it. Whoever shows it names the article, by [`Refusal::pack`].
    pub provision: Option<Provision>,
    /// Name of the pack whose article that is, where what it is about is judged by a pack of its own; otherwise it is the
    /// one in force.
    pub pack: Option<String>,
}

/// What is safe when nothing was written.
pub const NOTHING_CHANGED: &str = "已保存的内容没有变化。";

impl Refusal {
    /// A refusal of any kind.
    pub fn new(
        kind: RefusalKind,
        code: &'static str,
        what: impl Into<String>,
        safe: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self { kind, code, what: what.into(), safe: safe.into(), next: next.into(), provision: None, pack: None }
    }

    /// The same refusal, resting on what the regulation asks.
    #[must_use]
    pub fn by(mut self, provision: Provision) -> Self {
        self.provision = Some(provision);
        self
    }

    /// The same refusal about something that is judged by the pack of this name.
    #[must_use]
    pub fn under(mut self, pack: &str) -> Self {
        self.pack = Some(pack.to_owned());
        self
    }

    /// There is no such thing; `thing` is what was looked for, such as 登记. Also for what may not be seen.
    pub fn not_found(thing: &str) -> Self {
        Self::new(
            RefusalKind::NotFound,
            "not-found",
            format!("没有找到这个{thing}，或者您无权查看。"),
            NOTHING_CHANGED,
            "请检查网址是否完整，或从首页重新进入。",
        )
    }

    /// You may not do this; `deed` is what was asked for, such as 审验.
    pub fn forbidden(deed: &str) -> Self {
        Self::new(
            RefusalKind::Forbidden,
            "forbidden",
            format!("您现在的身份不能{deed}。"),
            NOTHING_CHANGED,
            "如果这是您的工作，请联系人事处为您开通相应的角色。",
        )
    }

    /// Nobody is signed in.
    pub fn sign_in_needed() -> Self {
        Self::new(
            RefusalKind::Forbidden,
            "sign-in-needed",
            "您还没有登录，或登录已过期。",
            NOTHING_CHANGED,
            "请登录后再试。",
        )
    }

    /// It is not in the right state, or somebody else was faster.
    pub fn conflict(code: &'static str, what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new(RefusalKind::Conflict, code, what, NOTHING_CHANGED, next)
    }

    /// Somebody else changed the same thing since it was read.
    pub fn changed_meanwhile() -> Self {
        Self::conflict(
            "changed-meanwhile",
            "在您打开页面之后，这项内容已被修改。",
            "请刷新页面，查看最新内容后再操作。",
        )
    }

    /// What was entered cannot be taken.
    pub fn invalid(
        code: &'static str,
        what: impl Into<String>,
        safe: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self::new(RefusalKind::Invalid, code, what, safe, next)
    }

    /// Too many bytes or rows.
    pub fn too_large(
        code: &'static str,
        what: impl Into<String>,
        safe: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self::new(RefusalKind::TooLarge, code, what, safe, next)
    }

    /// Too much to do at the moment.
    pub fn busy() -> Self {
        Self::new(
            RefusalKind::Busy,
            "busy",
            "系统现在很忙，没有处理这次请求。",
            NOTHING_CHANGED,
            "请稍等几秒再试一次，重复提交不会产生重复记录。",
        )
    }

    /// A fault of the system; the cause goes to the log, not to the person.
    pub fn internal() -> Self {
        Self::new(
            RefusalKind::Internal,
            "internal",
            "系统出现故障，没有完成这次请求。",
            NOTHING_CHANGED,
            "请稍后再试；如果仍然不行，请把出现的时间告诉人事处。",
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.what, self.safe, self.next)
    }
}

impl std::error::Error for Refusal {}
