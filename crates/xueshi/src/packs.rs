//! The policy packs that travel inside the program. The text itself lives in the repository's `policies` folder.

use include_dir::{Dir, include_dir};
use policy::{Library, Pack};

use crate::failure::Failure;

static POLICIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies");

/// The pack that an institution works with unless it names another.
pub(crate) const DEFAULT: &str = "guet-2022";

/// All embedded packs.
pub(crate) fn library() -> Library {
    let mut files = Vec::new();
    collect(&POLICIES, &mut files);
    Library::from_files(files)
}

/// The pack with this name, or a failure that lists the names there are.
pub(crate) fn load(library: &Library, name: &str) -> Result<Pack, Failure> {
    if !library.names().contains(&name) {
        let names = library.names().join("、");
        return Err(Failure::new(format!("没有学时标准“{name}”。数据没有改动。可用的标准有：{names}。")));
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
    use super::{DEFAULT, library, sample_name};

    #[test]
    fn every_embedded_pack_loads() {
        let library = library();
        for name in library.names() {
            if let Err(problem) = library.load(name) {
                panic!("{problem}");
            }
        }
    }

    #[test]
    fn the_default_pack_rests_on_the_regulation_and_the_demo_pack_says_that_it_is_a_sample() {
        let library = library();
        assert!(!library.load(DEFAULT).expect("the default pack loads").is_sample());
        let sample = sample_name(&library);
        assert!(library.load(&sample).expect("the sample pack loads").is_sample());
    }
}
