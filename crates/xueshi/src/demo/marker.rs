//! Whether a place may hold the sample university: two small files in the data folder say whether it is finished or half
//! made, and a mark in the database says that it is no real one.

use std::path::{Path, PathBuf};

use actions::sessions::DemoStanding;

use crate::cli::Place;
use crate::failure::{Failure, cause};
use crate::installation::sqlite_path;

const BEGUN: &str = "demo.begun";
const READY: &str = "demo.ready";

/// Whether the sample university in this folder is complete.
pub(crate) fn is_ready(place: &Place) -> bool {
    path(place, READY).exists()
}

/// Whether the database may be served as a demo, where one may sign in as anybody. `is_ready` is what the data folder
/// says of itself.
pub(crate) fn fits(standing: DemoStanding, is_ready: bool) -> Result<(), Failure> {
    match (standing, is_ready) {
        (DemoStanding::Empty, _) | (DemoStanding::Sample, true) => Ok(()),
        (DemoStanding::Sample, false) => Err(Failure::new(
            "这个数据库里已有一所示例大学，但不是从这个数据目录生成的，附件和密钥不在这里。没有启动，数据没有改动。\
             请用原来的 --data 目录，或换一个空的数据库。",
        )),
        (DemoStanding::Real, _) => Err(Failure::new(
            "这个数据库里已有人员，不是示例大学。示例大学可以不用密码以任何人的身份登录，所以没有启动，数据没有改动。\
             请换一个目录或空的数据库，例如 --data demo-data；正式使用请用 xueshi serve。",
        )),
    }
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
    Failure::new(format!(
        "{} 不能写入：{}。示例大学没有完成。请检查权限和剩余空间后再试。",
        path.display(),
        cause(error)
    ))
}

#[cfg(test)]
mod tests {
    use actions::sessions::DemoStanding;

    use super::{begin, clear_unfinished, finish, fits, is_ready};
    use crate::cli::Place;

    #[test]
    fn a_half_made_demo_is_cleared_and_a_finished_one_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place { data: folder.path().join("data"), database_url: None };
        assert!(!is_ready(&place));
        begin(&place).expect("may write");
        std::fs::write(place.data.join("xueshi.db"), "half").unwrap();
        clear_unfinished(&place).expect("may clear");
        assert!(!place.data.join("xueshi.db").exists());
        begin(&place).expect("may write");
        std::fs::write(place.data.join("xueshi.db"), "whole").unwrap();
        finish(&place).expect("may write");
        clear_unfinished(&place).expect("nothing to clear");
        assert!(is_ready(&place));
        assert!(place.data.join("xueshi.db").exists());
    }

    #[test]
    fn only_an_empty_database_or_our_own_sample_is_served() {
        assert!(fits(DemoStanding::Empty, false).is_ok());
        assert!(fits(DemoStanding::Sample, true).is_ok());
        for (standing, is_ready) in
            [(DemoStanding::Real, true), (DemoStanding::Real, false), (DemoStanding::Sample, false)]
        {
            let refused = fits(standing, is_ready).expect_err("not ours");
            assert!(refused.to_string().contains("数据没有改动"), "{refused}");
        }
    }
}
