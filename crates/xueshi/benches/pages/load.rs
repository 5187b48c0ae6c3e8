//! The load: so many connections that are kept open, each asking again as soon as it has the whole answer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::Fault;
use crate::figures::Figures;

/// One request, asked over and over.
pub(crate) struct Load {
    pub(crate) address: SocketAddr,
    pub(crate) request: Request<Empty<Bytes>>,
    pub(crate) connections: u16,
}

/// What one connection saw.
struct Seen {
    took: Vec<Duration>,
    bytes: usize,
}

impl Load {
    /// Asks for this long. Any answer but a page ends the run with a fault, because fast refusals are no figures.
    pub(crate) async fn run(&self, time: Duration) -> Result<Figures, Fault> {
        let started = Instant::now();
        let mut asking = JoinSet::new();
        for _ in 0..self.connections {
            let sender = connect(self.address).await?;
            asking.spawn(ask_until(sender, self.request.clone(), started + time));
        }
        let (mut took, mut bytes) = (Vec::new(), 0);
        while let Some(seen) = asking.join_next().await {
            let seen = seen?.map_err(|fault| fault.to_string())?;
            took.extend(seen.took);
            bytes += seen.bytes;
        }
        Ok(Figures::new(took, started.elapsed(), bytes))
    }
}

/// Opens a connection that is kept.
pub(crate) async fn connect<B>(address: SocketAddr) -> Result<SendRequest<B>, Fault>
where
    B: hyper::body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
{
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn ask_until(
    mut sender: SendRequest<Empty<Bytes>>,
    request: Request<Empty<Bytes>>,
    end: Instant,
) -> Result<Seen, Box<dyn std::error::Error + Send + Sync>> {
    let mut seen = Seen { took: Vec::new(), bytes: 0 };
    while Instant::now() < end {
        let asked = Instant::now();
        sender.ready().await?;
        let answer = sender.send_request(request.clone()).await?;
        let status = answer.status();
        if status != StatusCode::OK {
            return Err(format!("{} answered {status}", request.uri()).into());
        }
        seen.bytes += answer.into_body().collect().await?.to_bytes().len();
        seen.took.push(asked.elapsed());
    }
    Ok(seen)
}
