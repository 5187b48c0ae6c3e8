//! Listening and serving until somebody asks the program to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use actions::App;
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch::Receiver;

use crate::clock;
use crate::ending::{self, Ending};
use crate::failure::{Failure, cause};
use crate::housekeeping::Housekeeping;

/// Opens the port first, so that its real address is known to everything that follows.
pub(crate) async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Failure> {
    let listener = TcpListener::bind(address).await.map_err(|error| {
        Failure::new(format!(
            "无法在 {address} 上监听：{}。数据没有改动。请换一个端口，例如 --listen 127.0.0.1:0（自动选择）。",
            cause(&error)
        ))
    })?;
    let actual = listener
        .local_addr()
        .map_err(|error| Failure::new(format!("无法得知监听地址：{}。数据没有改动。请再试一次。", cause(&error))))?;
    Ok((listener, actual))
}

/// Serves until an interrupt or a request to terminate. Answers that have begun are finished first, but are not waited for
/// for ever.
pub(crate) async fn serve(app: Arc<App>, listener: TcpListener, is_demo: bool) -> Result<(), Failure> {
    let address = listener
        .local_addr()
        .map_err(|error| Failure::new(format!("无法得知监听地址：{}。数据没有改动。请再试一次。", cause(&error))))?;
    let ending = ending::hear()
        .map_err(|error| Failure::new(format!("无法启动：{}。数据没有改动。请稍后再试。", cause(&error))))?;
    let config = web::WebConfig {
        demo: is_demo,
        clock: Arc::new(clock::now),
        max_upload: web::FILE_REQUEST_BYTES_MAX,
        max_uploads: web::FILES_REQUEST_BYTES_MAX,
    };
    let housekeeping = Housekeeping::begin(&app);
    let router = web::router(app, config);
    println!("ready: http://{address}");
    // Whoever started the program may be waiting for this line through a pipe.
    std::io::stdout().flush().ok();
    let served = answer(listener, router, &ending).await;
    tokio::select! {
        () = housekeeping.stop() => {}
        () = ending::reached(&ending, Ending::TooLate) => {
            eprintln!("数据库一直被占用，最后几秒的学习时间可能没有记下。已确认的操作都已保存。");
        }
    }
    served.map_err(|error| Failure::new(format!("服务中断：{}。已确认的操作都已保存。请重新启动。", cause(&error))))
}

/// Answers until the end is asked for and every answer is given, or it is late.
async fn answer(listener: TcpListener, router: Router, ending: &Receiver<Ending>) -> std::io::Result<()> {
    let asked = ending.clone();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let answering = axum::serve(listener, service)
        .with_graceful_shutdown(async move { ending::reached(&asked, Ending::Asked).await });
    tokio::select! {
        answered = answering.into_future() => answered,
        () = ending::reached(ending, Ending::Late) => {
            eprintln!("还有请求没有答完，不再等待。已确认的操作都已保存。");
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::{Router, routing::get};
    use tokio::io::AsyncWriteExt;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::{Notify, watch};

    use super::answer;
    use crate::ending::Ending;

    #[tokio::test]
    async fn the_end_waits_for_answers_but_not_for_ever() {
        let begun = Arc::new(Notify::new());
        let tell = Arc::clone(&begun);
        let never = move || async move {
            tell.notify_one();
            std::future::pending::<()>().await;
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (time, ending) = watch::channel(Ending::NotAsked);
        let router = Router::new().route("/", get(never));
        let answering = tokio::spawn(async move { answer(listener, router, &ending).await });
        let mut visitor = TcpStream::connect(address).await.expect("it listens");
        visitor.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sent");
        begun.notified().await;
        time.send(Ending::Asked).expect("it hears");
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        assert!(!answering.is_finished(), "an answer that has begun is waited for");
        time.send(Ending::Late).expect("it hears");
        answering.await.expect("no panic").expect("an orderly end");
    }
}
