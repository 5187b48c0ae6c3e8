//! HTTP for people: routes, pages, forms, templates and assets. Must not hold SQL or decisions; it asks `actions`.

mod around;
mod assets;
mod client;
mod cookies;
mod errors;
mod fields;
mod guides;
mod in_time;
mod leftover;
mod markdown;
mod pages;
mod pdfjs;
mod routes;
mod security;
mod state;
mod translate;
mod typed;
mod uploads;
mod views;
mod visitor;

pub use guides::guide_pictures;
pub use routes::{router, routes};
pub use security::is_loopback;
pub use state::WebConfig;
pub use uploads::{FILE_REQUEST_BYTES_MAX, FILES_REQUEST_BYTES_MAX, REQUEST_BYTES_MAX};
