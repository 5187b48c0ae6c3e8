//! The frame around every page: title, navigation, who is signed in, the sample mark. Must not hold page content.

use policy::{Pack, Provision};

/// What the base template needs on every page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// Title of the page, without the product's name.
    pub(crate) title: String,
    /// Navigation for this visitor's roles.
    pub(crate) nav: Vec<NavLink>,
    /// Who is signed in.
    pub(crate) visitor: Option<VisitorCard>,
    /// Whether this process is the demo.
    pub(crate) demo: bool,
    /// Whether this page rests on a sample pack; it then carries the mark 示例标准.
    pub(crate) sample: bool,
    /// Title of the policy pack.
    pub(crate) pack_title: String,
    /// Where its articles stand.
    pub(crate) links: Links,
    /// What was just done, after a redirect.
    pub(crate) done: Option<Done>,
    /// Version of the assets, part of their address so that they can be kept for ever.
    pub(crate) version: String,
    /// The mark that the forms of this visitor carry, so that each is known for theirs; none for strangers.
    pub(crate) mark: Option<String>,
    /// Where the idempotency key of each form comes from.
    pub(crate) fresh_key: fn() -> String,
}

/// Where the articles that a page cites stand in full: on the page of the pack that it rests on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    /// The pack; none where it is not known.
    pack: Option<Pack>,
}

/// A part of a sentence, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) url: Option<String>,
}

/// Where the next text in brackets begins and ends, from a place on; it may have such brackets of its own.
fn bracketed(text: &str, from: usize) -> Option<(usize, usize)> {
    let (mut depth, mut start) = (0_usize, 0);
    for (place, character) in text[from..].char_indices().map(|(place, character)| (from + place, character)) {
        match character {
            '〔' => {
                if depth == 0 {
                    start = place + character.len_utf8();
                }
                depth += 1;
            }
            '〕' if depth == 1 => return Some((start, place)),
            '〕' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// A sentence about what was just done, and what the regulation asks there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    pub(crate) text: &'static str,
    pub(crate) provision: Option<Provision>,
}

impl Links {
    /// Those of a page that rests on this pack.
    pub(crate) fn to(pack: &Pack) -> Self {
        Self { pack: Some(pack.clone()) }
    }

    /// The place of an article, which may be cited by a part of it: 第六条（四） is in 第六条.
    pub(crate) fn article_url(&self, cited: &str) -> String {
        let article = cited.split_once('（').map_or(cited, |(article, _)| article);
        format!("/policies/{}#article-{article}", self.pack.as_ref().map_or("", Pack::name))
    }

    /// A sentence in pieces: articles and readings of the pack that it names in brackets lead to their places.
    pub(crate) fn told<'a>(&self, text: &'a str) -> Vec<Piece<'a>> {
        let (mut pieces, mut rest, mut from) = (Vec::new(), text, 0);
        while let Some((start, end)) = bracketed(rest, from) {
            from = end;
            let Some(url) = self.place(&rest[start..end]) else { continue };
            pieces.push(Piece { text: &rest[..start], url: None });
            pieces.push(Piece { text: &rest[start..end], url: Some(url) });
            (rest, from) = (&rest[end..], 0);
        }
        pieces.push(Piece { text: rest, url: None });
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// Where the article or the reading with this name stands.
    fn place(&self, named: &str) -> Option<String> {
        let pack = self.pack.as_ref()?;
        if pack.article_cited(named).is_some() {
            return Some(self.article_url(named));
        }
        let reading = pack.readings().iter().find(|reading| reading.id == named)?;
        Some(format!("/policies/{}#reading-{}", pack.name(), reading.id))
    }

    /// The article of the pack that carries out a provision; empty where it has none, or where no pack is known.
    pub(crate) fn article(&self, provision: &Provision) -> &str {
        self.pack.as_ref().and_then(|pack| pack.carrying(*provision)).unwrap_or_default()
    }
}

/// One entry of the navigation.
#[derive(Clone, Debug)]
pub(crate) struct NavLink {
    pub(crate) href: String,
    pub(crate) label: &'static str,
    pub(crate) current: bool,
}

/// The signed-in person as the header shows them.
#[derive(Clone, Debug)]
pub(crate) struct VisitorCard {
    pub(crate) name: String,
    pub(crate) roles: String,
}

impl Frame {
    /// The same frame, with the navigation standing at the section that `href` begins, such as `/queue`: the address
    /// of a registration does not say whether one reads it as one's own or as a reviewer.
    pub(crate) fn in_section(mut self, href: &str) -> Self {
        for link in &mut self.nav {
            link.current = link.href == href;
        }
        self
    }

    /// The same frame for a page that rests on this pack, which need not be the one in force.
    pub(crate) fn resting_on(mut self, pack: &Pack) -> Self {
        self.sample |= pack.is_sample();
        pack.title().clone_into(&mut self.pack_title);
        self.links = Links::to(pack);
        self
    }

    /// The same frame, whose articles are those of this pack.
    pub(crate) fn citing(mut self, pack: &Pack) -> Self {
        self.links = Links::to(pack);
        self
    }

    /// The article that carries out a provision, see [`Links::article`].
    pub(crate) fn article(&self, provision: &Provision) -> &str {
        self.links.article(provision)
    }

    /// A sentence in pieces, see [`Links::told`].
    pub(crate) fn told<'a>(&self, text: &'a str) -> Vec<Piece<'a>> {
        self.links.told(text)
    }

    /// The place of an article of the pack that the page rests on.
    pub(crate) fn article_url(&self, cited: &str) -> String {
        self.links.article_url(cited)
    }

    /// A new idempotency key: each form on a page gets its own. After a point it carries the visitor's mark.
    pub(crate) fn key(&self) -> String {
        let key = (self.fresh_key)();
        match &self.mark {
            Some(mark) => format!("{key}.{mark}"),
            None => key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Links, Piece};

    fn links() -> Links {
        Links::to(&testkit::library().load("guet-2022").expect("it loads"))
    }

    /// The text with each link in quotes, followed by where it leads.
    fn told(links: &Links, text: &str) -> String {
        let told =
            |Piece { text, url }: Piece<'_>| url.map_or_else(|| text.to_owned(), |url| format!("<{text} {url}>"));
        links.told(text).into_iter().map(told).collect()
    }

    #[test]
    fn articles_and_readings_that_a_sentence_names_lead_to_their_places() {
        let links = links();
        let article = |text, place| format!("<{text} /policies/guet-2022#article-{place}>");
        for (text, linked) in [
            ("不晚于11月30日〔第八条〕；照计。", format!("不晚于11月30日〔{}〕；照计。", article("第八条", "第八条"))),
            ("〔第六条（四）〕", format!("〔{}〕", article("第六条（四）", "第六条"))),
            (
                "甲〔桂人社规〔2019〕4号〕、乙〔第二条〕",
                format!(
                    "甲〔{}〕、乙〔{}〕",
                    article("桂人社规〔2019〕4号", "桂人社规〔2019〕4号"),
                    article("第二条", "第二条")
                ),
            ),
            (
                "一天三个半天〔three-half-days〕",
                "一天三个半天〔<three-half-days /policies/guet-2022#reading-three-half-days>〕".to_owned(),
            ),
        ] {
            assert_eq!(told(&links, text), linked);
        }
    }

    #[test]
    fn what_the_pack_does_not_have_stays_text() {
        for text in ["", "没有括号。", "校人〔2026〕9号", "〔第九十条〕", "〔没有结束", "没有开始〕〔第"]
        {
            assert_eq!(told(&links(), text), text);
        }
        assert_eq!(told(&Links::default(), "〔第八条〕"), "〔第八条〕");
    }
}
