//! Whether a place may hold the sample university: a small file in the data folder, put there while it is empty, says that
//! it is a demo's own and whether it is finished, and a mark in the database says that it is no real one.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use actions::sessions::DemoStanding;

use crate::cli::Place;
use crate::failure::{Failure, cause};
use crate::installation::{self, Setting, sqlite_path};

const BEGUN: &str = "demo.begun";
const READY: &str = "demo.ready";
/// What stands before the address in a finished folder.
const ADDRESS: &str = "网址：";

/// What a folder is to a demo.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// There is nothing in it, or it is not there at all.
    Empty,
    /// Marked by a demo when it was empty, and not finished.
    Begun,
    /// The sample university in it is complete, and its certificates carry this address.
    Ready { address: String },
    /// Somebody else's.
    Foreign,
}

/// What the folder is. Touches nothing.
pub(crate) fn look(place: &Place) -> Result<Folder, Failure> {
    match std::fs::read_to_string(path(place, READY)) {
        Ok(text) => {
            let address = text.lines().find_map(|line| line.strip_prefix(ADDRESS)).unwrap_or_default();
            return Ok(Folder::Ready { address: address.to_owned() });
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(unreadable(&place.data, &error)),
    }
    if path(place, BEGUN).exists() {
        return Ok(Folder::Begun);
    }
    match std::fs::read_dir(&place.data) {
        Ok(mut entries) => Ok(if entries.next().is_none() { Folder::Empty } else { Folder::Foreign }),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Folder::Empty),
        Err(error) => Err(unreadable(&place.data, &error)),
    }
}

/// A folder with something in it that no demo put there.
pub(crate) fn foreign(place: &Place) -> Failure {
    Failure::new(format!(
        "数据目录 {} 不是空的，也不是示例大学的目录。示例大学可以不用密码以任何人的身份登录，只建在自己的目录里，\
         所以没有启动，数据没有改动。请换一个空目录，例如 --data demo-data；正式使用请用 xueshi serve。",
        place.data.display()
    ))
}

/// Whether the database may be served as a demo, where one may sign in as anybody.
pub(crate) fn fits(standing: DemoStanding, folder: &Folder) -> Result<(), Failure> {
    match (standing, folder) {
        (DemoStanding::Empty, Folder::Empty) | (DemoStanding::Sample, Folder::Ready { .. }) => Ok(()),
        (DemoStanding::Empty | DemoStanding::Sample, _) => Err(Failure::new(
            "所用的数据库和这个数据目录里的示例大学不是一套。没有启动，数据没有改动。\
             请用原来的 --data 和 --database-url，或换一个空目录和空的数据库。",
        )),
        (DemoStanding::Real, _) => Err(Failure::new(
            "这个数据库里已有人员，不是示例大学。示例大学可以不用密码以任何人的身份登录，所以没有启动，数据没有改动。\
             请换一个目录或空的数据库，例如 --data demo-data；正式使用请用 xueshi serve。",
        )),
    }
}

/// The mark of a demo at work. While it is held no other demo takes the folder for an interrupted one's.
#[derive(Debug)]
pub(crate) struct Mark(File);

/// Marks a folder as a demo's own, before anything is put into it, or takes the mark of an interrupted one over.
pub(crate) fn begin(place: &Place) -> Result<Mark, Failure> {
    let no_access = |error| no_access(&place.data, &error);
    std::fs::create_dir_all(&place.data).map_err(no_access)?;
    let opened = File::options().create(true).truncate(false).write(true).open(path(place, BEGUN));
    let mut file = opened.map_err(no_access)?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => Failure::new(format!(
            "另一个 xueshi demo 正在数据目录 {} 里生成示例大学。没有启动，数据没有改动。请等它完成，或用 --data 换一个空目录。",
            place.data.display()
        )),
        TryLockError::Error(error) => no_access(error),
    })?;
    file.set_len(0).map_err(no_access)?;
    file.write_all("示例大学的数据目录。生成时中断的，重新运行 xueshi demo 即可。\n".as_bytes()).map_err(no_access)?;
    Ok(Mark(file))
}

/// Takes the mark back where nothing came of it.
pub(crate) fn withdraw(place: &Place) {
    let entries = std::fs::read_dir(&place.data).map_or(0, Iterator::count);
    if entries == 1 {
        std::fs::remove_file(path(place, BEGUN)).ok();
    }
}

/// Notes that filling is complete, and the address that the certificates carry, once all of it is on the disk.
pub(crate) fn finish(mark: Mark, place: &Place, address: &str) -> Result<(), Failure> {
    let Mark(mut file) = mark;
    writeln!(file, "{ADDRESS}{address}")
        .and_then(|()| bring_to_disk(&file))
        .and_then(|()| std::fs::rename(path(place, BEGUN), path(place, READY)))
        .map_err(|error| no_access(&place.data, &error))
}

/// Waits until everything is on the disk that was written beside this file.
fn bring_to_disk(file: &File) -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(file)?;
    #[cfg(all(unix, not(target_os = "linux")))]
    rustix::fs::sync();
    file.sync_all()
}

/// Removes what an interrupted start left behind: only what the program puts into a folder, and only when folder and
/// database belong together.
pub(crate) async fn clear_unfinished(_mark: &Mark, place: &Place) -> Result<(), Failure> {
    if place.database_url.is_some() {
        return Err(Failure::new(
            "上次生成示例大学时中断了，数据库里留有一部分。没有再写入。请换一个空目录和一个空的数据库再试。",
        ));
    }
    let app = installation::open(place, Setting::default()).await?;
    if actions::sessions::demo_standing(&app).await? == DemoStanding::Real {
        return fits(DemoStanding::Real, &Folder::Begun);
    }
    drop(app);
    eprintln!("上次生成示例大学时中断了，清除后重新生成。");
    let database = sqlite_path(&place.data);
    for folder in ["files", "keys"] {
        remove(&place.data.join(folder))?;
    }
    for ending in ["", "-wal", "-shm"] {
        let mut name = database.clone().into_os_string();
        name.push(ending);
        remove(Path::new(&name))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), Failure> {
    let outcome = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match outcome {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(no_access(path, &error)),
        _ => Ok(()),
    }
}

fn path(place: &Place, name: &str) -> PathBuf {
    place.data.join(name)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} 不能读取：{}。没有启动，数据没有改动。请检查权限。", path.display(), cause(error)))
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

    use super::{Folder, begin, clear_unfinished, finish, fits, look, withdraw};
    use crate::cli::Place;
    use crate::installation::{self, Setting};

    fn place(folder: &tempfile::TempDir) -> Place {
        Place { data: folder.path().join("data"), database_url: None, policies: None }
    }

    fn names(place: &Place) -> Vec<String> {
        let entries = std::fs::read_dir(&place.data).expect("the folder");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names.into_iter().map(|name| name.into_string().expect("text")).collect()
    }

    #[tokio::test]
    async fn a_half_made_demo_is_cleared_and_a_finished_one_stays() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = place(&folder);
        assert_eq!(look(&place).expect("an answer"), Folder::Empty);
        let mark = begin(&place).expect("may write");
        assert_eq!(look(&place).expect("an answer"), Folder::Begun);
        assert!(begin(&place).expect_err("it is at work").to_string().contains("另一个 xueshi demo"));
        drop(installation::open(&place, Setting::default()).await.expect("half made"));
        std::fs::write(place.data.join("notes.txt"), "somebody's").expect("written");
        clear_unfinished(&mark, &place).await.expect("may clear");
        assert_eq!(names(&place), ["demo.begun", "notes.txt"]);
        finish(mark, &place, "http://127.0.0.1:8080").expect("may write");
        let address = "http://127.0.0.1:8080".to_owned();
        assert_eq!(look(&place).expect("an answer"), Folder::Ready { address });
    }

    #[tokio::test]
    async fn what_no_demo_made_is_not_cleared_even_beside_its_mark() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = place(&folder);
        let mark = begin(&place).expect("may write");
        // What a PostgreSQL installation leaves, copied over a demo that had hardly begun.
        std::fs::create_dir_all(place.data.join("keys")).expect("a folder");
        std::fs::write(place.data.join("keys/main.key"), "somebody's").expect("written");
        clear_unfinished(&mark, &place).await.expect_err("not the demo's");
        assert_eq!(names(&place), ["demo.begun", "keys"]);
        assert_eq!(std::fs::read_to_string(place.data.join("keys/main.key")).expect("there"), "somebody's");
    }

    #[test]
    fn a_folder_with_anything_in_it_is_foreign_and_a_mark_without_consequence_goes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = place(&folder);
        begin(&place).expect("may write");
        withdraw(&place);
        assert_eq!(look(&place).expect("an answer"), Folder::Empty);
        std::fs::write(place.data.join("notes.txt"), "somebody's").expect("written");
        assert_eq!(look(&place).expect("an answer"), Folder::Foreign);
    }

    #[test]
    fn only_an_empty_database_or_our_own_sample_is_served() {
        let ready = Folder::Ready { address: String::new() };
        assert!(fits(DemoStanding::Empty, &Folder::Empty).is_ok());
        assert!(fits(DemoStanding::Sample, &ready).is_ok());
        for (standing, folder) in [
            (DemoStanding::Real, &ready),
            (DemoStanding::Real, &Folder::Empty),
            (DemoStanding::Sample, &Folder::Empty),
            (DemoStanding::Empty, &ready),
        ] {
            let refused = fits(standing, folder).expect_err("not ours");
            assert!(refused.to_string().contains("数据没有改动"), "{refused}");
        }
    }
}
