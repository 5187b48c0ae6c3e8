//! Policy packs out of a folder of the institution's own, beside those that travel inside the program. Must not judge what
//! the packs say.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::failure::{Failure, cause};

/// What a pack consists of: rules, scenarios and tables.
const ENDINGS: [&str; 3] = ["md", "toml", "csv"];
/// How deep files lie inside a pack: `scenarios/…`.
const DEPTH_MAX: usize = 2;
/// No pack has a longer file.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// The files of every pack in the folder, as (path such as `our-2027/rules.md`, text); each pack is a folder of its own
/// with a `rules.md`.
///
/// # Errors
/// When the folder or a file cannot be read, or there is no pack in it.
pub(super) fn read(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let mut files = Vec::new();
    for pack in entries(folder)?.into_iter().filter(|pack| pack.join("rules.md").is_file()) {
        collect(&pack, &name(&pack), DEPTH_MAX, &mut files)?;
    }
    if files.is_empty() {
        return Err(Failure::new(format!(
            "目录 {} 里没有学时标准：每个标准是一个文件夹，其中有 rules.md。{NOTHING_DONE}请核对 --policies 写的目录。",
            folder.display()
        )));
    }
    Ok(files)
}

const NOTHING_DONE: &str = "什么也没有做，数据没有改动。";

fn collect(folder: &Path, at: &str, depth: usize, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    for path in entries(folder)? {
        let place = format!("{at}/{}", name(&path));
        if path.is_dir() {
            if depth > 1 {
                collect(&path, &place, depth - 1, files)?;
            }
        } else if path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ENDINGS.contains(&ending)) {
            files.push((place, text(&path)?));
        }
    }
    Ok(())
}

/// What lies in a folder, in order of name, but for what is hidden.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let listed = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error| unreadable(folder, &error))?;
    paths.retain(|path| !name(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

fn text(path: &Path) -> Result<String, Failure> {
    let length = fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if length > FILE_BYTES_MAX {
        return Err(Failure::new(format!(
            "{} 有 {} MB，不像是学时标准的文件（每个最多 4 MB）。{NOTHING_DONE}请核对 --policies 写的目录。",
            path.display(),
            length >> 20
        )));
    }
    fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::new(format!(
            "{} 不是 UTF-8 编码的文本。{NOTHING_DONE}请用文本编辑器把它另存为 UTF-8，再试一次。",
            path.display()
        )),
        _ => unreadable(path, &error),
    })
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(format!(
        "学时标准的目录读不了：{}：{}。{NOTHING_DONE}请核对 --policies 写的目录，并检查权限。",
        path.display(),
        cause(error)
    ))
}
