//! GET /design: the design system on one page. Only the demo has it.

use domain::refusal::Refusal;

use crate::{
    errors::{Page, render},
    views,
    visitor::Visitor,
};

/// Every token and component; `views::sample` fills them.
pub(crate) async fn show(visitor: Visitor) -> Page {
    if !visitor.web.config.demo {
        return Err(Refusal::not_found("页面").into());
    }
    render(&views::sample::design(visitor.pack_frame("设计系统")))
}
