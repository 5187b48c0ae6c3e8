//! GET /health: whether the process reaches its database. Must not say anything else.

use axum::extract::State;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::state::Web;

/// `ok`, or 503.
pub(crate) async fn show(State(web): State<Web>) -> Response {
    match web.app.read(None, (web.config.clock)()).await {
        Ok(_) => "ok\n".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database unreachable\n").into_response(),
    }
}
