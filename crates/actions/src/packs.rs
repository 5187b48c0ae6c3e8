//! The packs, each read once. A registration names its pack by name and by the hash of its text: what was approved is
//! never judged again by another text of the same name. The database keeps the texts that decisions were made with, see
//! `docs/adr/0035-the-database-keeps-the-texts-of-packs.md`. Must not judge anything itself.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    clock::Instant,
    refusal::Refusal,
    registration::{Registration, State},
};
use jiff::civil::Date;
use policy::{Library, Pack, PackError};
use store::{Tx, pack_texts::PackText};

use crate::{Act, refusals, year_before};

/// Every pack of this program, the one in force at hand.
pub(crate) struct Packs {
    library: Library,
    in_force: Arc<Pack>,
    read: Mutex<BTreeMap<String, Arc<Pack>>>,
    /// Those of which only the database has the text, by its hash.
    kept: BTreeMap<String, Arc<Pack>>,
}

impl Packs {
    /// The library's packs, and those of these texts that the library has not.
    ///
    /// # Errors
    /// `Conflict` when the pack in force is none of the library's, or cannot be read.
    pub(crate) fn new(library: Library, in_force: &str, texts: Vec<PackText>) -> Result<Packs, Refusal> {
        if !library.names().contains(&in_force) {
            return Err(not_carried(in_force));
        }
        let pack = Arc::new(library.load(in_force).map_err(|error| broken(in_force, &error))?);
        let read = BTreeMap::from([(in_force.to_owned(), Arc::clone(&pack))]);
        let mut packs = Packs { library, in_force: pack, read: Mutex::new(read), kept: BTreeMap::new() };
        for text in texts {
            if packs.with_text(&text.name, &text.hash).is_none() {
                packs.kept.extend(read_again(text));
            }
        }
        Ok(packs)
    }

    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    pub(crate) fn in_force(&self) -> &Pack {
        &self.in_force
    }

    /// The pack with this very text, whether the program carries it or the database keeps it.
    pub(crate) fn with_text(&self, name: &str, hash: &str) -> Option<Arc<Pack>> {
        let carried = self.named(name).ok().filter(|pack| pack.hash() == hash);
        carried.or_else(|| self.kept.get(hash).cloned())
    }

    /// Every pack that is known, by the hash of its text.
    pub(crate) fn by_text(&self) -> BTreeMap<String, Arc<Pack>> {
        let carried = self.library.names().into_iter().filter_map(|name| self.named(name).ok());
        carried.chain(self.kept.values().cloned()).map(|pack| (pack.hash().to_owned(), pack)).collect()
    }

    /// The pack that a registration is judged by: of one that is approved the very text that it was approved under, as
    /// long as anybody has it; of any other the text that the program carries, since nothing has been decided.
    pub(crate) fn of(&self, registration: &Registration) -> Result<Arc<Pack>, Refusal> {
        let decided = (registration.state == State::Approved)
            .then(|| self.with_text(&registration.pack_name, &registration.pack_hash))
            .flatten();
        decided.map_or_else(|| self.named(&registration.pack_name), Ok)
    }

    /// The pack that was in force when a year began: the one in force, or one that it succeeds.
    pub(crate) fn for_year(&self, year: i16) -> Result<Arc<Pack>, Refusal> {
        let in_force = self.in_force.name();
        let name = self.library.in_force(in_force, year).map_err(|error| unusable(in_force, &error))?;
        self.named(&name)
    }

    /// The last day of a year, by the pack that is in force in it.
    pub(crate) fn closes(&self, year: i16) -> Date {
        let pack = self.for_year(year).ok();
        year_before::closes(pack.as_deref().unwrap_or(&self.in_force), year)
    }

    /// The text of this name that the program carries.
    ///
    /// # Errors
    /// `Conflict` with file and line for one that is not there, or has a mistake.
    pub(crate) fn named(&self, name: &str) -> Result<Arc<Pack>, Refusal> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = read.get(name) {
            return Ok(Arc::clone(pack));
        }
        let pack = Arc::new(self.library.load(name).map_err(|error| unusable(name, &error))?);
        read.insert(name.to_owned(), Arc::clone(&pack));
        Ok(pack)
    }
}

/// Keeps the text of a pack that something is decided by, unless it is kept already.
pub(crate) async fn keep_text(act: &mut Act, pack: &Pack) -> Result<(), Refusal> {
    let (library, now) = (act.app.library().clone(), act.now());
    keep_text_in(&mut act.tx, &library, (pack.name(), pack.hash()), now).await
}

/// The same without an act, for a pack of this name and hash. A pack that the library has not was kept before.
pub(crate) async fn keep_text_in(
    tx: &mut Tx,
    library: &Library,
    (name, hash): (&str, &str),
    now: Instant,
) -> Result<(), Refusal> {
    if store::pack_texts::is_kept(tx, hash).await.map_err(refusals::store)? {
        return Ok(());
    }
    let files = library.files_of(name).map_err(refusals::internal)?;
    let text = PackText { hash: hash.to_owned(), name: name.to_owned(), files };
    store::pack_texts::keep(tx, &text, now).await.map_err(refusals::store)
}

/// The pack of a text that was kept; nothing, with a line in the log, when this program reads it otherwise or not at all.
fn read_again(text: PackText) -> Option<(String, Arc<Pack>)> {
    let PackText { hash, name, files } = text;
    match Library::from_files(files).load(&name) {
        Ok(pack) if pack.hash() == hash => Some((hash, Arc::new(pack))),
        Ok(_) => {
            tracing::warn!(name, hash, "the text that is kept of a pack is not the one that its hash is of");
            None
        }
        Err(error) => {
            tracing::warn!(name, hash, %error, "the text that is kept of a pack cannot be read by this program");
            None
        }
    }
}

/// A pack has a mistake: not the fault of the program, and nobody else is kept from working.
fn unusable(name: &str, error: &PackError) -> Refusal {
    Refusal::conflict(
        "policy.unusable",
        format!("学时标准“{name}”有错误，不能使用：{error}。"),
        format!("{}改好以后再试；xueshi policy check {name} 会说明每一处。", error.fault.advice()),
    )
}

/// The installation works by a pack that has a mistake: whoever starts the program mends it.
fn broken(name: &str, error: &PackError) -> Refusal {
    Refusal::conflict(
        "policy.broken",
        format!("启用的学时标准“{name}”有错误，读不出来：{error}"),
        "请按这一处改好（xueshi policy check 会说明每一处），再重新启动；也可以用 xueshi serve --pack 换用别的标准。数据没有改动。",
    )
}

/// The installation works by a pack that this program does not carry.
fn not_carried(name: &str) -> Refusal {
    Refusal::conflict(
        "policy.not-carried",
        format!("这套数据启用的学时标准“{name}”不在这个程序里。"),
        "请用 --policies（或 XUESHI_POLICIES）写明它所在的目录，或换用带有它的程序；确要改用别的标准，请用 xueshi serve --pack 写明它的名称。",
    )
}

/// Whether the registration was approved under another text of its pack than this. One that was not approved yet is
/// judged by the text that the program carries: nothing has been decided.
pub(crate) fn was_approved_under_another(registration: &Registration, pack: &Pack) -> bool {
    registration.state == State::Approved && registration.pack_hash != pack.hash()
}

/// What was decided rests on a text that this program does not carry.
pub(crate) fn text_is_gone(registration: &Registration) -> Refusal {
    let hash = registration.pack_hash.get(..12).unwrap_or(&registration.pack_hash);
    Refusal::conflict(
        "pack.text-is-gone",
        format!(
            "{} 年度的登记是按学时标准 {}（指纹 {hash}）审批的，本程序带的同名标准内容不同，不能用它重新核算。",
            registration.year, registration.pack_name
        ),
        "审批时的结论保存完好。请联系系统管理员，装回带有原标准的版本后再办理。",
    )
}

#[cfg(test)]
mod tests {
    use policy::Library;

    use super::Packs;

    const SOUND: &str = "# 细则\n\n```toml\n[pack]\nfrom = \"2022-01-01\"\n```\n\n## 第一条 解释\n\n```toml\n[[no-rule]]\nreason = \"没有可计算的内容。\"\n```\n";

    #[test]
    fn a_pack_that_does_not_load_never_takes_the_place_of_one_that_does() {
        let broken = SOUND.replace("reason", "reasno");
        let library = Library::from_files([("sound/rules.md", SOUND), ("broken/rules.md", &broken)]);
        let packs = Packs::new(library.clone(), "sound", Vec::new()).expect("it loads");
        let hash = packs.in_force().hash().to_owned();
        for _ in 0..2 {
            let refusal = packs.named("broken").expect_err("nothing of it is kept");
            assert_eq!(refusal.code, "policy.unusable");
            assert!(refusal.what.contains("broken/rules.md:12"), "it says where: {}", refusal.what);
        }
        assert_eq!(packs.named("sound").expect("it is still there").hash(), hash);
        assert_eq!(packs.in_force().hash(), hash);
        let refusal = Packs::new(library, "broken", Vec::new()).err().expect("and none is in force instead of it");
        assert_eq!(refusal.code, "policy.broken");
        assert!(refusal.what.contains("broken/rules.md:12"), "it says where: {}", refusal.what);
    }
}
