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
