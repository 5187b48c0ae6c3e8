//! The refusals that more than one verb gives, in the words people read: what is wrong, what is safe, what to do
//! next. What went wrong inside goes to the log, never to the page.

use std::fmt::Display;

use domain::refusal::{Refusal, RefusalKind};
use store::StoreError;

const NOTHING_CHANGED: &str = "没有任何内容被改动。";

/// A refusal of the given kind, all four texts given.
pub(crate) fn refusal(
    kind: RefusalKind,
    code: &'static str,
    what: impl Into<String>,
    safe: impl Into<String>,
    next: impl Into<String>,
) -> Refusal {
    Refusal { kind, code, what: what.into(), safe: safe.into(), next: next.into(), article: None }
}

/// What was typed or uploaded cannot be taken.
pub(crate) fn invalid(
    code: &'static str,
    what: impl Into<String>,
    safe: impl Into<String>,
    next: impl Into<String>,
) -> Refusal {
    refusal(RefusalKind::Invalid, code, what, safe, next)
}

/// The thing is no longer in the state in which this could be done.
pub(crate) fn conflict(
    code: &'static str,
    what: impl Into<String>,
    safe: impl Into<String>,
    next: impl Into<String>,
) -> Refusal {
    refusal(RefusalKind::Conflict, code, what, safe, next)
}

/// There is no such thing, or it is not this person's to see: the two are not told apart.
pub(crate) fn not_found() -> Refusal {
    refusal(
        RefusalKind::NotFound,
        "not-found",
        "没有找到您要看的内容。",
        NOTHING_CHANGED,
        "它可能不存在，或者不在您的查看范围内；请从首页重新进入。",
    )
}

/// The person may see the thing, but not do this to it.
pub(crate) fn forbidden(what: impl Into<String>, next: impl Into<String>) -> Refusal {
    refusal(RefusalKind::Forbidden, "forbidden", what, NOTHING_CHANGED, next)
}

/// Nobody is signed in.
pub(crate) fn signed_out() -> Refusal {
    refusal(RefusalKind::Forbidden, "signed-out", "您还没有登录。", NOTHING_CHANGED, "请先登录，再继续刚才的操作。")
}

/// Somebody else changed the thing between reading and writing.
pub(crate) fn changed_meanwhile() -> Refusal {
    conflict(
        "changed-meanwhile",
        "这份登记刚刚被其他人改动过。",
        "您这次的操作没有生效，对方的改动已经保留。",
        "请刷新页面，看清现在的状态后再决定。",
    )
}

/// Too many are waiting.
pub(crate) fn busy() -> Refusal {
    refusal(RefusalKind::Busy, "busy", "现在使用的人太多。", NOTHING_CHANGED, "请等一分钟再试一次。")
}

/// Something broke inside; the text for the person says nothing of it.
pub(crate) fn internal(cause: impl Display) -> Refusal {
    tracing::error!(%cause, "an action failed");
    refusal(
        RefusalKind::Internal,
        "internal",
        "系统出了问题，这次操作没有完成。",
        "此前已经保存的内容都在，没有任何内容被改动。",
        "请稍后再试；如果一直这样，请联系人事处。",
    )
}

/// A database error that no verb expected.
pub(crate) fn store(error: StoreError) -> Refusal {
    internal(error)
}
