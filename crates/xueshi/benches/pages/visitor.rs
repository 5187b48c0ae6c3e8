//! Somebody signed in through the demonstration's cards, as a person would with a click.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Empty, Full};
use hyper::body::Bytes;
use hyper::header::{ACCEPT_ENCODING, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{Method, Request, Response};

use crate::Fault;
use crate::load::connect;

/// A signed-in person.
pub(crate) struct Visitor {
    address: SocketAddr,
    cookie: String,
}

impl Visitor {
    /// Signs in with the first card that bears this label.
    pub(crate) async fn sign_in(address: SocketAddr, label: &str) -> Result<Self, Fault> {
        let mut visitor = Visitor { address, cookie: String::new() };
        let (_, cards) = visitor.get("/demo").await?;
        // The words before the first card speak of the same people.
        let mut forms = cards.split("<form").skip(1);
        let label = format!("class=\"eyebrow\">{label}");
        let card = forms.find(|card| card.contains(&label)).ok_or("no card with this label")?;
        let form = format!("key={}&person={}", value(card, "key")?, value(card, "person")?);
        let request = visitor
            .begin("/demo")
            .method(Method::POST)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(Bytes::from(form)))?;
        let (answer, _) = visitor.send(request).await?;
        let cookies = answer.headers().get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let pairs: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
        if pairs.is_empty() {
            return Err(format!("no session for {label}: {}", answer.status()).into());
        }
        visitor.cookie = pairs.join("; ");
        Ok(visitor)
    }

    /// The newest year that the person's first page leads to.
    pub(crate) async fn newest_year(&self) -> Result<i16, Fault> {
        let (_, page) = self.get("/").await?;
        let years = page.split("/my/").skip(1).filter_map(|rest| rest.get(..4)?.parse().ok());
        years.max().ok_or_else(|| "the first page leads to no year".into())
    }

    /// The request for a page, to be asked over and over.
    pub(crate) fn request(&self, path: &str, gzip: bool) -> Result<Request<Empty<Bytes>>, Fault> {
        let request = self.begin(path);
        let request = if gzip { request.header(ACCEPT_ENCODING, "gzip") } else { request };
        Ok(request.body(Empty::new())?)
    }

    async fn get(&self, path: &str) -> Result<(Response<()>, String), Fault> {
        self.send(self.begin(path).body(Full::default())?).await
    }

    fn begin(&self, path: &str) -> hyper::http::request::Builder {
        let request = Request::builder().uri(path).header(HOST, self.address.to_string());
        if self.cookie.is_empty() { request } else { request.header(COOKIE, &self.cookie) }
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<(Response<()>, String), Fault> {
        let (parts, body) = connect(self.address).await?.send_request(request).await?.into_parts();
        let text = String::from_utf8(body.collect().await?.to_bytes().into())?;
        Ok((Response::from_parts(parts, ()), text))
    }
}

/// What the hidden field of this name holds.
fn value<'a>(form: &'a str, name: &str) -> Result<&'a str, Fault> {
    let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1);
    rest.and_then(|rest| rest.split('"').next()).ok_or_else(|| format!("the form has no field {name}").into())
}
