//! The policy packs: those that travel inside the program, whose text lives in the repository's `policies` folder, and the
//! institution's own.

mod folder;

use include_dir::{Dir, include_dir};
use policy::{Library, Pack};

use crate::{cli::Place, failure::Failure};

static POLICIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The pack that an institution works with unless it names another.
pub(crate) const DEFAULT: &str = "guet-2022";

/// All embedded packs, and those of the folder that the place names.
///
/// # Errors
/// When the folder cannot be read, or holds a pack by the name of an embedded one: what was approved by that name would be
/// judged by another text.
pub(crate) fn library(place: &Place) -> Result<Library, Failure> {
    let embedded = embedded();
    let Some(folder) = &place.policies else { return Ok(Library::from_files(embedded)) };
    let own = folder::read(folder)?;
    let is_embedded = |(path, _): &&(String, String)| embedded.iter().any(|(known, _)| pack_of(known) == pack_of(path));
    if let Some((path, _)) = own.iter().find(is_embedded) {
        return Err(Failure::new(format!(
            "目录 {} 里的学时标准“{name}”与程序自带的同名，按它审批过的就说不清是哪一份了。什么也没有做，数据没有改动。\
             请给自己的标准另取一个文件夹名；只改几处的，在 [pack] 里写 extends = \"{name}\"。",
            folder.display(),
            name = pack_of(path)
        )));
    }
    Ok(Library::from_files(embedded.into_iter().chain(own)))
}

fn embedded() -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&POLICIES, &mut files);
    files
}

/// The pack that a file belongs to.
fn pack_of(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

/// The pack with this name, or a failure that lists the names there are.
pub(crate) fn load(library: &Library, name: &str) -> Result<Pack, Failure> {
    if !library.names().contains(&name) {
        let names = library.names().join("、");
        return Err(Failure::new(format!("没有学时标准“{name}”。数据没有改动。请改写为其中之一：{names}。")));
    }
    library
        .load(name)
        .map_err(|problem| Failure::new(format!("学时标准“{name}”无法使用：{problem}。数据没有改动。请改正后再试。")))
}

/// The name of the pack for sample universities: the first that says of itself that it is a sample.
pub(crate) fn sample_name(library: &Library) -> String {
    library
        .names()
        .iter()
        .map(ToString::to_string)
        .find(|name| library.load(name).is_ok_and(|pack| pack.is_sample()))
        .unwrap_or_else(|| DEFAULT.to_owned())
}

fn collect(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files() {
        if let Some(text) = file.contents_utf8() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            // Files beside the pack folders speak about all of them and belong to none.
            if path.contains('/') {
                files.push((path, text.to_owned()));
            }
        }
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

#[cfg(test)]
mod tests {
    use policy::Library;

    use super::{DEFAULT, embedded, sample_name};

    #[test]
    fn every_embedded_pack_loads() {
        let library = Library::from_files(embedded());
        for name in library.names() {
            if let Err(problem) = library.load(name) {
                panic!("{problem}");
            }
        }
    }

    #[test]
    fn the_default_pack_rests_on_the_regulation_and_the_demo_pack_says_that_it_is_a_sample() {
        let library = Library::from_files(embedded());
        assert!(!library.load(DEFAULT).expect("the default pack loads").is_sample());
        let sample = sample_name(&library);
        assert!(library.load(&sample).expect("the sample pack loads").is_sample());
    }
}
