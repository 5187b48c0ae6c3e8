//! The typefaces that documents are set in, carried inside the program so that paper looks the same everywhere. Must
//! not look for fonts on the machine.

use std::sync::LazyLock;

use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Noto Serif SC: everything except the rarest names.
static SERIF_PACKED: &[u8] = include_bytes!("../fonts/NotoSerifSC-Regular.otf.zst");
/// HanaMinB: ideographs of the supplementary plane that the serif lacks, such as 𡥧.
static RARE_PACKED: &[u8] = include_bytes!("../fonts/HanaMinB.ttf.zst");

static SERIF: LazyLock<Typeface> = LazyLock::new(|| Typeface::unpack(SERIF_PACKED));
static RARE: LazyLock<Typeface> = LazyLock::new(|| Typeface::unpack(RARE_PACKED));

static COMMON_SET: LazyLock<FontSet> = LazyLock::new(|| FontSet::of(&[&SERIF]));
static FULL_SET: LazyLock<FontSet> = LazyLock::new(|| FontSet::of(&[&SERIF, &RARE]));

/// The characters of `text` that no typeface can print, each once, in order; empty when all is well. White space
/// needs no glyph.
pub fn missing(text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !SERIF.covers(c) && !RARE.covers(c) && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// What the typesetter needs to know about a choice of typefaces.
pub(crate) struct FontSet {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

/// The smallest set that prints `text`: the rare typeface is unpacked only when somebody needs it.
pub(crate) fn set_for(text: &str) -> &'static FontSet {
    let is_common = text.chars().all(|c| c.is_whitespace() || SERIF.covers(c));
    if is_common { &COMMON_SET } else { &FULL_SET }
}

impl FontSet {
    fn of(typefaces: &[&'static Typeface]) -> FontSet {
        let fonts: Vec<Font> = typefaces.iter().flat_map(|typeface| Font::iter(Bytes::new(typeface.data))).collect();
        FontSet { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }
}

struct Typeface {
    data: &'static [u8],
    face: Face<'static>,
}

impl Typeface {
    /// The unpacked data lives as long as the program, so that the typesetter can borrow it.
    fn unpack(packed: &[u8]) -> Typeface {
        let data = zstd::decode_all(packed).expect("the typeface was packed by this project");
        let data: &'static [u8] = Box::leak(data.into_boxed_slice());
        Typeface { data, face: Face::parse(data, 0).expect("the typeface is well formed") }
    }

    fn covers(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some_and(|glyph| glyph.0 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{SERIF, missing};

    #[test]
    fn rare_names_have_glyphs() {
        assert_eq!(missing("㛃 䶮 𬭚 𫖮 𬱖 𡥧 阿依古丽·买买提 John Müller"), Vec::<char>::new());
    }

    #[test]
    fn only_the_rarest_need_the_second_typeface() {
        assert!("㛃䶮𬭚𫖮𬱖".chars().all(|c| SERIF.covers(c)));
        assert!(!SERIF.covers('𡥧'));
    }

    #[test]
    fn characters_without_a_glyph_are_named_once() {
        assert_eq!(missing("周\u{e863}\u{e863}和\u{202e}"), ['\u{e863}', '\u{202e}']);
    }
}
