//! What the program tells, kept as a text beside the tests: whoever changes it sees in the difference what became of it.

use std::path::Path;

/// Holds that the text is the kept one, line by line. With `XUESHI_ACCEPT=1 cargo test -p policy` it becomes the kept
/// one.
pub(crate) fn as_kept(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(file);
    if std::env::var_os("XUESHI_ACCEPT").is_some() {
        std::fs::write(&path, text).expect("it can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (now, kept)) in (1..).zip(text.lines().zip(kept.lines())) {
        assert_eq!(now, kept, "{file}:{number}: it is told otherwise; if that is right, accept it");
    }
    assert_eq!(text.lines().count(), kept.lines().count(), "{file}: something was added or taken away");
}
