//! How a command ends: its exit code, and the sentence that says why it could not be done.

use std::fmt;
use std::io::{Error, ErrorKind};
use std::process::ExitCode;
use std::time::Duration;

use actions::App;
use domain::refusal::Refusal;
use serde::Serialize;

/// Why a command could not be done, in words for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure with its text: what is wrong, what is safe, what to do next.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Failure(text.into())
    }

    /// A refusal with the article that it rests on, and how to read it; without one where the pack has none.
    pub(crate) fn by(app: &App, refusal: &Refusal) -> Self {
        let pack = app.pack_behind(refusal);
        let cited = refusal.provision.and_then(|provision| pack.carrying(provision));
        let Some((cited, article)) = cited.and_then(|cited| Some((cited, pack.article_cited(cited)?))) else {
            return Failure(refusal.to_string());
        };
        let read = format!("xueshi policy show {} --pack {}", article.id, pack.name());
        Failure(format!("{refusal}\n依据：{cited}（{read}）"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure(refusal.to_string())
    }
}

/// What `--json` prints.
pub(crate) fn json(answer: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(answer)
        .map_err(|error| Failure(format!("结果无法写成 JSON：{error}。数据没有改动。请去掉 --json 再看。")))
}

/// What the operating system said, in Chinese: its own words are English.
pub(crate) fn cause(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或目录",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::IsADirectory => "这是一个目录，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是目录",
        ErrorKind::InvalidData => "内容不是 UTF-8 文本",
        ErrorKind::StorageFull => "存储空间已满",
        ErrorKind::ReadOnlyFilesystem => "文件系统是只读的",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::AddrInUse => "这个端口已被占用",
        ErrorKind::AddrNotAvailable => "这台机器没有这个地址",
        _ => {
            let number = error.raw_os_error().map(|number| format!("（编号 {number}）")).unwrap_or_default();
            return format!("系统没有说明的错误{number}");
        }
    };
    known.to_owned()
}

/// How long the end waits for work that nobody waits for any more, such as a huge spreadsheet of an answer that was given up.
const WORK_LEFT: Duration = Duration::from_secs(2);

/// Runs a command to its end. A failure is printed to the error output and gives exit code 1.
pub(crate) fn wait_for(command: impl Future<Output = Result<ExitCode, Failure>>) -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("无法启动：{}。数据没有改动。请稍后再试。", cause(&error));
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(command);
    runtime.shutdown_timeout(WORK_LEFT);
    ended.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::cause;

    #[test]
    fn what_the_system_says_is_told_in_chinese() {
        for error in [Error::from(ErrorKind::NotFound), Error::from_raw_os_error(5), Error::other("no space left")] {
            let text = cause(&error);
            assert!(!text.chars().any(|c| c.is_ascii_alphabetic()), "{text}");
        }
        assert_eq!(cause(&Error::from_raw_os_error(5)), "系统没有说明的错误（编号 5）");
    }
}
