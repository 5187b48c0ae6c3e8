//! A file that a command makes: never over another one, and never half. Must not know what is in it.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, cause};

/// A file that was not there before, and is gone again unless it is kept: half a table is worse than none.
pub(super) struct NewFile {
    path: PathBuf,
    file: std::fs::File,
    is_kept: bool,
}

impl NewFile {
    /// A file that others on this machine may read as usual.
    pub(super) fn create(path: &Path) -> Result<NewFile, Failure> {
        Self::create_with(path, OpenOptions::new().write(true).create_new(true))
    }

    /// A file that only its owner reads.
    pub(super) fn create_private(path: &Path) -> Result<NewFile, Failure> {
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Self::create_with(path, options.write(true).create_new(true))
    }

    fn create_with(path: &Path, options: &OpenOptions) -> Result<NewFile, Failure> {
        let name = path.display();
        let file = options.open(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::new(format!(
                "文件 {name} 已经存在。没有导出，原来的文件没有改动。请换一个文件名，或先移走它。"
            )),
            _ => unwritable(&name.to_string(), &error),
        })?;
        Ok(NewFile { path: path.to_owned(), file, is_kept: false })
    }

    /// Writes everything; the file is still gone when it is not kept.
    pub(super) fn fill(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_all());
        written.map_err(|error| unwritable(&self.path.display().to_string(), &error))
    }

    /// Keeps the file; answers its name.
    pub(super) fn keep(mut self) -> String {
        self.is_kept = true;
        self.path.display().to_string()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept {
            std::fs::remove_file(&self.path).ok();
        }
    }
}

/// That nothing could be written there.
pub(super) fn unwritable(place: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("{place} 无法写入：{}。数据没有改动。请检查路径、权限和空间，再导出一次。", cause(error)))
}
