//! The two secrets of an installation: one seals identity numbers and forms that wait for a sign-in, the other indexes
//! numbers and marks forms. Kept in one file of the data folder, readable by its owner only. Writes neither to any log.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use aes_gcm_siv::{
    Aes256GcmSiv, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use domain::{id_number::IdNumber, ids::PersonId, refusal::Refusal};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::refusals;

const NONCE_BYTES: usize = 12;
const SEALED_PREFIX: &str = "v1:";
/// What tells passes from everything else that is sealed; no person and no mark is called so.
const PASS: &str = "pass";
/// Hexadecimal digits of a mark: 128 bits.
const MARK_DIGITS: usize = 32;

/// Seals identity numbers at rest and computes their search index.
pub(crate) struct Keys {
    seal: Aes256GcmSiv,
    index: [u8; 32],
}

impl Keys {
    /// Where the key of a data folder lies.
    pub(crate) fn path(data: &Path) -> PathBuf {
        data.join("keys").join("main.key")
    }

    /// Makes the key of a new installation, unless it is there: 64 random bytes, hexadecimal. An old installation never
    /// gets another one.
    ///
    /// # Errors
    /// `Internal` when the file cannot be made.
    pub(crate) fn make(data: &Path) -> Result<(), Refusal> {
        let bytes: [u8; 64] = crate::random::bytes()?;
        write_once(&Keys::path(data), &format!("{}\n", hex::encode(bytes)))
    }

    /// Reads the key of the data folder.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read, or does not hold 64 bytes.
    pub(crate) fn open(data: &Path) -> Result<Keys, Refusal> {
        let text = fs::read_to_string(Keys::path(data)).map_err(refusals::internal)?;
        let bytes = hex::decode(text.trim()).map_err(refusals::internal)?;
        Keys::from_bytes(&bytes).ok_or_else(|| refusals::internal("the key file must hold 64 bytes"))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Keys> {
        let (seal, index) = bytes.split_at_checked(32)?;
        Some(Keys { seal: Aes256GcmSiv::new_from_slice(seal).ok()?, index: index.try_into().ok()? })
    }

    /// The keyed index under which an identity number is found: 64 hexadecimal digits.
    #[must_use]
    pub(crate) fn index(&self, number: &IdNumber) -> String {
        self.mac(number.as_str())
    }

    fn mac(&self, text: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.index).expect("HMAC takes keys of any length");
        mac.update(text.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// The mark that the forms of one person's pages carry: 32 hexadecimal digits that say nothing about the person and
    /// that nobody can make for somebody else.
    #[must_use]
    pub(crate) fn form_mark(&self, person: PersonId) -> String {
        // No identity number begins like that, so that a mark is never an index.
        self.mac(&format!("form:{person}"))[..MARK_DIGITS].to_owned()
    }

    /// What stands for the content of a request: without the key nobody finds out by trying what was sent, such as an
    /// identity number.
    #[must_use]
    pub(crate) fn request_mark(&self, digest: &str) -> String {
        self.mac(&format!("request:{digest}"))
    }

    /// Seals what a form carried, for whoever the mark stands for.
    ///
    /// # Errors
    /// `Internal` when the operating system gives no randomness.
    pub(crate) fn seal_form(&self, mark: &str, plain: &[u8]) -> Result<String, Refusal> {
        self.seal_bytes(&format!("form:{mark}"), plain)
    }

    /// Opens what [`Keys::seal_form`] made for the same mark; `None` for any other, and for what was altered.
    #[must_use]
    pub(crate) fn unseal_form(&self, mark: &str, sealed: &str) -> Option<Vec<u8>> {
        self.unseal_bytes(&format!("form:{mark}"), sealed)
    }

    /// Seals what a pass for a package stands for, as a part of an address.
    ///
    /// # Errors
    /// `Internal` when the operating system gives no randomness.
    pub(crate) fn seal_pass(&self, plain: &[u8]) -> Result<String, Refusal> {
        let sealed = self.seal_bytes(PASS, plain)?;
        Ok(sealed.trim_start_matches(SEALED_PREFIX).to_owned())
    }

    /// Opens what [`Keys::seal_pass`] made; `None` for anything else.
    #[must_use]
    pub(crate) fn open_pass(&self, pass: &str) -> Option<Vec<u8>> {
        self.unseal_bytes(PASS, &format!("{SEALED_PREFIX}{pass}"))
    }

    fn seal_bytes(&self, aad: &str, plain: &[u8]) -> Result<String, Refusal> {
        let nonce: [u8; NONCE_BYTES] = crate::random::bytes()?;
        let payload = Payload { msg: plain, aad: aad.as_bytes() };
        let sealed =
            self.seal.encrypt(&Nonce::from(nonce), payload).map_err(|_| refusals::internal("sealing failed"))?;
        Ok(format!("{SEALED_PREFIX}{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    fn unseal_bytes(&self, aad: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = hex::decode(sealed.strip_prefix(SEALED_PREFIX)?).ok()?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        self.seal.decrypt(&Nonce::from(nonce), Payload { msg: rest, aad: aad.as_bytes() }).ok()
    }

    /// Seals an identity number for one person: the text cannot be moved to another person's row.
    ///
    /// # Errors
    /// `Internal` when the operating system gives no randomness.
    pub(crate) fn seal(&self, person: PersonId, number: &IdNumber) -> Result<String, Refusal> {
        self.seal_bytes(&person.to_string(), number.as_str().as_bytes())
    }

    /// Opens what [`Keys::seal`] made for the same person; `None` when the text was altered or the key is another.
    #[must_use]
    pub(crate) fn unseal(&self, person: PersonId, sealed: &str) -> Option<IdNumber> {
        let plain = self.unseal_bytes(&person.to_string(), sealed)?;
        IdNumber::parse(std::str::from_utf8(&plain).ok()?).ok()
    }
}

/// Writes the whole file under another name first and then gives it its own: nobody ever finds half a key, and of two
/// processes that make one at the same time the first counts. Readable by its owner only.
pub(crate) fn write_once(path: &Path, text: &str) -> Result<(), Refusal> {
    if path.exists() {
        return Ok(());
    }
    let mark: [u8; 8] = crate::random::bytes()?;
    let draft = path.with_extension(format!("draft-{}", hex::encode(mark)));
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = folder.and_then(|()| write_new(&draft, text));
    let named = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    fs::remove_file(&draft).ok();
    named.and_then(|()| sync_folder(path)).map_err(refusals::internal)
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A name lasts when its folder is on the disk.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use domain::{id_number::IdNumber, ids::PersonId};

    use super::Keys;

    fn number() -> IdNumber {
        // 99 is the code of no region; the last digit is the check digit of GB 11643.
        (0..=9)
            .map(|check| format!("9901011980010100{check}"))
            .chain(["9901011980010100X".to_owned()])
            .flat_map(|body| (0..=9).map(move |last| format!("{body}{last}")))
            .find_map(|text| IdNumber::parse(&text).ok())
            .expect("one of them fits")
    }

    fn made(data: &std::path::Path) -> Keys {
        Keys::make(data).expect("a key");
        Keys::open(data).expect("keys")
    }

    #[test]
    fn a_sealed_number_opens_for_its_person_and_key_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = made(folder.path());
        let again = made(folder.path());
        let other = made(tempfile::tempdir().expect("a folder").path());
        let (person, stranger) =
            (PersonId::from_uuid(uuid::Uuid::from_u128(1)), PersonId::from_uuid(uuid::Uuid::nil()));
        let sealed = keys.seal(person, &number()).expect("sealed");
        assert!(!sealed.contains(number().as_str()));
        assert_ne!(sealed, keys.seal(person, &number()).expect("sealed again"));
        assert_eq!(again.unseal(person, &sealed), Some(number()));
        assert_eq!(keys.unseal(stranger, &sealed), None);
        assert_eq!(other.unseal(person, &sealed), None);
        assert_eq!(keys.index(&number()), again.index(&number()));
        assert_ne!(keys.index(&number()), other.index(&number()));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_key_file() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().expect("a folder");
        Keys::make(folder.path()).expect("a key");
        let metadata = std::fs::metadata(folder.path().join("keys/main.key")).expect("the file");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn many_who_make_the_key_at_once_get_the_same_one_and_leave_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let indices: Vec<String> = std::thread::scope(|scope| {
            let openers: Vec<_> = (0..16).map(|_| scope.spawn(|| made(folder.path()).index(&number()))).collect();
            openers.into_iter().map(|opener| opener.join().expect("no panic")).collect()
        });
        assert!(indices.windows(2).all(|pair| pair[0] == pair[1]));
        let names: Vec<_> = std::fs::read_dir(folder.path().join("keys"))
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(names, ["main.key"]);
    }
}
