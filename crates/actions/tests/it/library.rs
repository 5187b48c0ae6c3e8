//! The packs of the repository, as every test university uses them.

use policy::Library;
pub(crate) use testkit::{library, pack_files as policy_files};

/// The sample pack, or whatever there is.
pub(crate) fn pack_name() -> String {
    let library = library();
    let names = library.names();
    let chosen = names.iter().find(|name| name.contains("guet")).or(names.first());
    (*chosen.expect("a pack")).to_owned()
}

/// The same packs and one more by the name `stricter`: the school's with other words at one place.
pub(crate) fn school_changed(from: &str, to: &str) -> Library {
    let mut files = policy_files();
    let (_, rules) = files.iter().find(|(path, _)| path == "guet-2022/rules.md").expect("the school's pack").clone();
    let own: Vec<_> = files.iter().filter(|(path, _)| path.starts_with("guet-2022/tables/")).cloned().collect();
    files.extend(own.into_iter().map(|(path, text)| (path.replace("guet-2022", "stricter"), text)));
    assert!(rules.contains(from), "{from}");
    files.push(("stricter/rules.md".to_owned(), rules.replace(from, to)));
    Library::from_files(files)
}
