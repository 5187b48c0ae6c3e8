//! What only a real connection shows: that nothing is read before it is asked for, and that whoever sends too much sees the
//! answer and no broken connection.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use crate::world::{World, seed_draft};

/// Far more than anything here takes: whoever waits so long waits for ever.
const LONG: Duration = Duration::from_secs(60);
const MEGABYTE: usize = 1024 * 1024;

async fn serve(world: &World) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, world.router.clone()).into_future());
    address
}

/// A connection on which the head of an upload of so many bytes was sent.
async fn begin(world: &World, address: SocketAddr, visitor: &str, url: &str, length: usize) -> TcpStream {
    let cookie = world.cookie(visitor).await.expect("somebody");
    let head = format!(
        "POST {url} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\ncontent-length: {length}\r\n\
         content-type: multipart/form-data; boundary=b\r\n\r\n"
    );
    let mut connection = TcpStream::connect(address).await.expect("it listens");
    connection.write_all(head.as_bytes()).await.expect("sent");
    connection
}

/// The answer up to the end of its page.
async fn answer(connection: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    let reading = async {
        while !heard.windows(7).any(|part| part == b"</html>") {
            if connection.read_buf(&mut heard).await.expect("no broken connection") == 0 {
                break;
            }
        }
    };
    timeout(LONG, reading).await.expect("an answer");
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test]
async fn whether_files_may_be_sent_is_answered_before_a_byte_of_them_is_sent() {
    let world = World::new().await;
    let address = serve(&world).await;
    let url = format!("/registrations/{}", world.registration);
    let evidence = format!("{url}/items/{}/evidence", world.item);
    for (who, path, status) in [
        ("verifier", evidence.clone(), "403"),
        ("stranger", evidence.clone(), "404"),
        ("owner", evidence.clone(), "409"),
        ("owner", format!("{evidence}?key=never-used"), "409"),
        ("verifier", format!("{url}/sealed-form"), "403"),
        ("stranger", format!("{url}/sealed-form"), "404"),
        ("owner", format!("{url}/sealed-form"), "409"),
        ("owner", format!("{url}/sealed-form?key=never-used"), "409"),
        ("stranger", "/imports".to_owned(), "404"),
    ] {
        let mut connection = begin(&world, address, who, &path, 90 * MEGABYTE).await;
        let said = answer(&mut connection).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status}")), "{who} {path}: {said}");
    }
}

#[tokio::test]
async fn who_sends_too_much_reads_the_answer_of_the_program() {
    let world = World::new().await;
    let address = serve(&world).await;
    let draft = seed_draft(&world.app, world.people["stranger"]).await;
    let url = format!("/registrations/{}/items/{}/evidence", draft.registration, draft.item);
    let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"大.pdf\"\r\n\r\n";
    for (who, path, said) in [
        ("stranger", url.as_str(), "一次上传合计不能超过 100 MB"),
        ("personnel", "/imports", "上传的表格太大"),
        ("verifier", url.as_str(), "无权查看"),
    ] {
        // Far beyond what the machine holds between two programs.
        let length = 48 * MEGABYTE;
        let mut connection = begin(&world, address, who, path, part.len() + length).await;
        let (mut reading, mut writing) = connection.split();
        let send = async {
            writing.write_all(part.as_bytes()).await.expect("the program goes on reading");
            for _ in 0..length / MEGABYTE {
                writing.write_all(&vec![b'a'; MEGABYTE]).await.expect("the program goes on reading");
            }
        };
        // As a browser does it: sends everything, then reads.
        timeout(LONG, send).await.expect("all of it is read");
        let mut heard = Vec::new();
        while !heard.windows(7).any(|part| part == b"</html>") {
            let more = timeout(LONG, reading.read_buf(&mut heard)).await.expect("an answer");
            assert_ne!(more.expect("no broken connection"), 0, "{who} {path}");
        }
        let heard = String::from_utf8_lossy(&heard);
        assert!(heard.contains(said), "{who} {path}: {heard}");
    }
}
