//! Where a request comes from. Must not decide what is done with it.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};

use crate::state::Web;

/// The client's address as text; empty when nobody knows it. Behind a proxy on the same machine it is the last one that
/// the proxy wrote down: what stands before it, anybody can write.
pub(crate) struct ClientAddress(pub(crate) String);

impl FromRequestParts<Web> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _web: &Web) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self(address(peer, parts).map(|address| address.to_string()).unwrap_or_default()))
    }
}

fn address(peer: Option<IpAddr>, parts: &Parts) -> Option<IpAddr> {
    let peer = peer?.to_canonical();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let written = parts.headers.get_all("x-forwarded-for").iter().next_back();
    let last = written.and_then(|value| value.to_str().ok()).and_then(|value| value.rsplit(',').next());
    last.and_then(|text| text.trim().parse().ok()).or(Some(peer))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let request =
            forwarded.iter().fold(Request::builder(), |request, value| request.header("x-forwarded-for", *value));
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        address(peer.parse().ok(), &parts).map(|address| address.to_string()).unwrap_or_default()
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed_and_only_its_own_word() {
        assert_eq!(seen("10.1.2.3", &["1.1.1.1"]), "10.1.2.3");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &["1.1.1.1, 10.1.2.3"]), "10.1.2.3");
        assert_eq!(seen("127.0.0.1", &["1.1.1.1", "10.1.2.4"]), "10.1.2.4");
        assert_eq!(seen("::ffff:127.0.0.1", &["nonsense"]), "127.0.0.1");
        assert_eq!(seen("nobody", &["1.1.1.1"]), "");
    }
}
