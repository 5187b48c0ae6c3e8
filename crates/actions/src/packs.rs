//! The packs, each read once. A registration names its pack by name and by the hash of its text: what was approved is
//! never judged again by another text of the same name. Must not judge anything itself.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    refusal::Refusal,
    registration::{Registration, State},
};
use policy::{Library, Pack};

use crate::refusals;

/// Every pack of this program, the one in force at hand.
pub(crate) struct Packs {
    library: Library,
    in_force: Arc<Pack>,
    read: Mutex<BTreeMap<String, Arc<Pack>>>,
}

impl Packs {
    /// # Errors
    /// `Conflict` when the pack in force is none of the library's, `Internal` when it cannot be read; the place is in
    /// the log.
    pub(crate) fn new(library: Library, in_force: &str) -> Result<Packs, Refusal> {
        if !library.names().contains(&in_force) {
            return Err(not_carried(in_force));
        }
        let pack = Arc::new(library.load(in_force).map_err(refusals::internal)?);
        let read = BTreeMap::from([(in_force.to_owned(), Arc::clone(&pack))]);
        Ok(Packs { library, in_force: pack, read: Mutex::new(read) })
    }

    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    pub(crate) fn in_force(&self) -> &Pack {
        &self.in_force
    }

    /// The text of this name that the program carries.
    pub(crate) fn named(&self, name: &str) -> Result<Arc<Pack>, Refusal> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = read.get(name) {
            return Ok(Arc::clone(pack));
        }
        let pack = Arc::new(self.library.load(name).map_err(refusals::internal)?);
        read.insert(name.to_owned(), Arc::clone(&pack));
        Ok(pack)
    }
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
        let packs = Packs::new(library.clone(), "sound").expect("it loads");
        let hash = packs.in_force().hash().to_owned();
        for _ in 0..2 {
            assert!(packs.named("broken").is_err(), "nothing of it is kept");
        }
        assert_eq!(packs.named("sound").expect("it is still there").hash(), hash);
        assert_eq!(packs.in_force().hash(), hash);
        assert!(Packs::new(library, "broken").is_err(), "and none is in force instead of it");
    }
}
