//! A connection that is kept and asks one thing at a time: as little HTTP as it takes, because whoever makes the load
//! shares the machine with whoever bears it.

use std::io::ErrorKind;
use std::net::SocketAddr;

use tokio::net::TcpStream;

use crate::school::Fault;

/// How much is read at once; a page with a paper fits.
const PORTION: usize = 64 * 1024;

/// One kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    /// What came of the answer that is being read.
    buffer: Vec<u8>,
}

/// An answer, whole.
pub(crate) struct Answer<'a> {
    /// Its status, such as 200.
    pub(crate) status: u16,
    head: &'a str,
    /// What it says.
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// A header's value; its name is written in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(self.head, name)
    }

    /// Whether it says this.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.body.windows(words.len()).any(|window| window == words.as_bytes())
    }

    /// What it was, for a person who reads why it did not do.
    pub(crate) fn told(&self) -> String {
        let text = String::from_utf8_lossy(self.body);
        format!("answered {}: {}", self.status, text.chars().take(300).collect::<String>())
    }
}

impl Connection {
    /// Opens it.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self, Fault> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, address, buffer: Vec::new() })
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str, token: &str) -> Result<Answer<'_>, Fault> {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: xueshi={token}\r\n\r\n", self.address).into_bytes();
        self.ask(&request).await
    }

    /// Sends a form, or what a page's script sends.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        token: &str,
        media_type: &str,
        body: &str,
    ) -> Result<Answer<'_>, Fault> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: xueshi={token}\r\ncontent-type: {media_type}\r\n\
             content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.ask(request.as_bytes()).await
    }

    async fn ask(&mut self, mut request: &[u8]) -> Result<Answer<'_>, Fault> {
        while !request.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(request) {
                Ok(written) => request = &request[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.buffer.clear();
        let (head, length) = self.read_head().await?;
        while self.buffer.len() < head + length {
            self.read_more().await?;
        }
        let text = std::str::from_utf8(&self.buffer[..head])?;
        let status = text.get(9..12).and_then(|status| status.parse().ok()).ok_or("an answer without a status")?;
        Ok(Answer { status, head: text, body: &self.buffer[head..head + length] })
    }

    /// Reads until the head is there; how long it is, and how long the body will be.
    async fn read_head(&mut self) -> Result<(usize, usize), Fault> {
        loop {
            self.read_more().await?;
            let end = self.buffer.windows(4).position(|window| window == b"\r\n\r\n");
            let Some(head) = end.map(|end| end + 4) else { continue };
            let text = std::str::from_utf8(&self.buffer[..head])?;
            let length = header(text, "content-length").ok_or("an answer that does not say how long it is")?;
            return Ok((head, length.parse()?));
        }
    }

    async fn read_more(&mut self) -> Result<(), Fault> {
        loop {
            self.stream.readable().await?;
            self.buffer.reserve(PORTION);
            match self.stream.try_read_buf(&mut self.buffer) {
                Ok(0) => return Err("the connection was closed".into()),
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}
