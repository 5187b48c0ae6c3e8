//! The packs as they stand, and each of them read otherwise: under every other option of every reading that rules can
//! follow. Holds no tests.

use std::collections::BTreeMap;

use policy::Pack;

use crate::packs;

/// A pack, and how it is read.
pub(crate) struct Variant {
    pub(crate) pack: Pack,
    /// Reading and option that differ from the pack's own; none in the pack as it stands.
    pub(crate) pin: Option<(String, String)>,
}

impl Variant {
    /// Whether it reads this so.
    pub(crate) fn reads(&self, reading: &str, option: &str) -> bool {
        self.pack.readings().iter().any(|one| one.id == reading && one.chosen == option)
    }

    /// What to call it where something differs.
    pub(crate) fn told(&self) -> String {
        let name = self.pack.name();
        self.pin.as_ref().map_or_else(|| name.to_owned(), |(one, other)| format!("{name}, {one} = {other}"))
    }
}

/// The pack as it stands first, then one for each option.
pub(crate) fn of(name: &str) -> Vec<Variant> {
    let pack = packs::pack(name);
    let options = pack.readings().iter().flat_map(|reading| {
        let others = reading.alternatives().filter(|option| option.computes);
        others.map(|option| (reading.id.clone(), option.id.clone()))
    });
    let read = |(reading, option): (String, String)| {
        let pins = BTreeMap::from([(reading.clone(), option.clone())]);
        let pack = pack.with_readings(&pins).unwrap_or_else(|problem| panic!("{problem}"));
        Variant { pack, pin: Some((reading, option)) }
    };
    let mut variants: Vec<Variant> = options.map(read).collect();
    variants.insert(0, Variant { pack, pin: None });
    variants
}
