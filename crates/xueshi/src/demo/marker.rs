//! Two small files in the data folder that say whether the sample university is finished, half made, or not ours.

use std::path::{Path, PathBuf};

use crate::cli::Place;
use crate::failure::Failure;
use crate::installation::sqlite_path;

const BEGUN: &str = "demo.begun";
const READY: &str = "demo.ready";

/// Whether the sample university is complete. A folder that holds real work is refused.
pub(crate) fn is_ready(place: &Place) -> Result<bool, Failure> {
    if path(place, READY).exists() {
        return Ok(true);
    }
    if sqlite_path(&place.data).exists() {
        return Err(Failure::new(format!(
            "数据目录 {} 里已有正式数据，示例大学不会写进去。数据没有改动。请换一个目录，例如 --data demo-data。",
            place.data.display()
        )));
    }
    Ok(false)
}

/// Notes that filling begins.
pub(crate) fn begin(place: &Place) -> Result<(), Failure> {
    std::fs::create_dir_all(&place.data)
        .and_then(|()| std::fs::write(path(place, BEGUN), "示例大学正在生成；中断后重新运行即可。\n"))
        .map_err(|error| no_access(&place.data, &error))
}

/// Notes that filling is complete.
pub(crate) fn finish(place: &Place) -> Result<(), Failure> {
    std::fs::rename(path(place, BEGUN), path(place, READY)).map_err(|error| no_access(&place.data, &error))
}

/// Removes what an interrupted start left behind. Only a folder that a demo has marked as begun is touched.
pub(crate) fn clear_unfinished(place: &Place) -> Result<(), Failure> {
    if !path(place, BEGUN).exists() {
        return Ok(());
    }
    if place.database_url.is_some() {
        return Err(Failure::new(
            "上次生成示例大学时中断了，数据库里留有一部分。没有再写入。请换一个空的数据库，并删除数据目录后再试。",
        ));
    }
    eprintln!("上次生成示例大学时中断了，清除后重新生成。");
    let database = sqlite_path(&place.data);
    for ending in ["", "-wal", "-shm"] {
        let mut name = database.clone().into_os_string();
        name.push(ending);
        remove(Path::new(&name))?;
    }
    for folder in ["files", "keys"] {
        remove(&place.data.join(folder))?;
    }
    remove(&path(place, BEGUN))
}

fn remove(path: &Path) -> Result<(), Failure> {
    let outcome = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match outcome {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(no_access(path, &error)),
        _ => Ok(()),
    }
}

fn path(place: &Place, name: &str) -> PathBuf {
    place.data.join(name)
}

fn no_access(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} 不能写入：{error}。示例大学没有完成。请检查权限和剩余空间后再试。", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{begin, clear_unfinished, finish, is_ready};
    use crate::cli::Place;

    #[test]
    fn real_work_is_refused_and_a_half_made_demo_is_cleared() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place { data: folder.path().join("data"), database_url: None };
        assert!(!is_ready(&place).expect("an empty place"));
        begin(&place).expect("may write");
        std::fs::write(place.data.join("xueshi.db"), "half").unwrap();
        clear_unfinished(&place).expect("may clear");
        assert!(!place.data.join("xueshi.db").exists());
        begin(&place).expect("may write");
        std::fs::write(place.data.join("xueshi.db"), "whole").unwrap();
        finish(&place).expect("may write");
        clear_unfinished(&place).expect("nothing to clear");
        assert!(is_ready(&place).expect("ours"));
        std::fs::remove_file(place.data.join("demo.ready")).unwrap();
        assert!(is_ready(&place).is_err());
        assert!(place.data.join("xueshi.db").exists());
    }
}
