//! Listening and serving until somebody asks the program to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;

use actions::App;
use tokio::net::TcpListener;

use crate::clock;
use crate::failure::{Failure, cause};
use crate::housekeeping::Housekeeping;

/// What a form may hold beside the largest file.
const FORM_BYTES: usize = 1024 * 1024;

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

/// Serves until an interrupt or a request to terminate; answers that have begun are finished first.
pub(crate) async fn serve(app: Arc<App>, listener: TcpListener, is_demo: bool) -> Result<(), Failure> {
    let address = listener
        .local_addr()
        .map_err(|error| Failure::new(format!("无法得知监听地址：{}。数据没有改动。请再试一次。", cause(&error))))?;
    let config = web::WebConfig {
        demo: is_demo,
        clock: Arc::new(clock::now),
        max_upload: usize::try_from(domain::evidence::FILE_BYTES_MAX).unwrap_or(usize::MAX).saturating_add(FORM_BYTES),
    };
    let housekeeping = Housekeeping::begin(&app);
    let router = web::router(app, config);
    println!("ready: http://{address}");
    // Whoever started the program may be waiting for this line through a pipe.
    std::io::stdout().flush().ok();
    let served = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop_asked())
        .await;
    housekeeping.stop().await;
    served.map_err(|error| Failure::new(format!("服务中断：{}。已确认的操作都已保存。请重新启动。", cause(&error))))
}

async fn stop_asked() {
    let interrupt = async {
        tokio::signal::ctrl_c().await.ok();
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
