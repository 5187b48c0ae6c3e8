//! One file with all its changes built in, each behind a switch: around every changed place stand the changed text and the
//! unchanged one, and the number of the change chooses. Must know nothing of files and processes.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// A change of one stretch of a file.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// What switches it on.
    pub(super) number: usize,
    /// The bytes that it takes away.
    pub(super) range: Range<usize>,
    /// What stands there instead.
    pub(super) text: String,
    /// Whether it is what a function gives back instead of doing its work.
    pub(super) is_body: bool,
}

impl Edit {
    /// The part of the source at this range, with this change in it.
    pub(super) fn of(&self, source: &str, whole: &Range<usize>) -> String {
        [&source[whole.start..self.range.start], &self.text, &source[self.range.end..whole.end]].concat()
    }
}

/// A file with its changes behind switches.
#[derive(Debug)]
pub(super) struct Switched {
    /// The text to build.
    pub(super) text: String,
    /// Where in it which changes stand.
    places: Vec<Place>,
    /// What has no expression or body around it to be switched.
    pub(super) left_out: Vec<usize>,
}

/// A stretch of the built text, with the changes to blame when the compiler finds something wrong there.
#[derive(Debug)]
struct Place {
    range: Range<usize>,
    numbers: Vec<usize>,
}

impl Switched {
    /// The changes to blame for an error at these bytes: those of the narrowest place around it.
    pub(super) fn blamed(&self, error: &Range<usize>) -> &[usize] {
        let around =
            self.places.iter().filter(|place| place.range.start <= error.start && error.end <= place.range.end);
        around.min_by_key(|place| place.range.len()).map_or(&[], |place| &place.numbers)
    }
}

/// Puts changes behind switches.
///
/// # Errors
/// When the source is not Rust.
pub(super) fn switched(source: &str, edits: &[Edit]) -> syn::Result<Switched> {
    let mut nodes = Nodes::default();
    nodes.visit_file(&syn::parse_file(source)?);
    let mut sites: Vec<Site> = Vec::new();
    let mut left_out = Vec::new();
    for edit in edits {
        let Some((range, shape)) = nodes.around(edit) else {
            left_out.push(edit.number);
            continue;
        };
        match sites.iter_mut().find(|site| site.range == range) {
            Some(site) => site.edits.push(edit),
            None => sites.push(Site { range, shape, edits: vec![edit] }),
        }
    }
    // A place before those inside it.
    sites.sort_by_key(|site| (site.range.start, std::cmp::Reverse(site.range.end)));
    let mut writer = Writer { source, sites: &sites, text: String::new(), places: Vec::new() };
    writer.write(0..source.len(), 0);
    Ok(Switched { text: writer.text, places: writer.places, left_out })
}

/// How a place is written with its changes beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The body of a function, with its braces: it ends early.
    Body,
    /// An expression that ends with a brace, and may be followed by the next statement.
    Block,
    /// Any other expression.
    Value,
}

/// A place in the source with the changes of it.
struct Site<'a> {
    range: Range<usize>,
    shape: Shape,
    edits: Vec<&'a Edit>,
}

/// Every expression and every body of a function.
#[derive(Default)]
struct Nodes(Vec<(Range<usize>, Shape)>);

impl Nodes {
    /// The narrowest node that a change lies in and that can be switched for it.
    fn around(&self, edit: &Edit) -> Option<(Range<usize>, Shape)> {
        let can_hold = |(range, shape): &&(Range<usize>, Shape)| {
            let lies_in = range.start <= edit.range.start && edit.range.end <= range.end;
            lies_in && (*shape == Shape::Body) == edit.is_body
        };
        self.0.iter().filter(can_hold).min_by_key(|(range, _)| range.len()).cloned()
    }

    fn body(&mut self, block: &syn::Block) {
        self.0.push((block.span().byte_range(), Shape::Body));
    }
}

impl<'ast> Visit<'ast> for Nodes {
    fn visit_expr(&mut self, node: &'ast syn::Expr) {
        let shape = match node {
            syn::Expr::Match(_) | syn::Expr::If(_) | syn::Expr::Block(_) => Shape::Block,
            _ => Shape::Value,
        };
        self.0.push((node.span().byte_range(), shape));
        visit::visit_expr(self, node);
    }

    fn visit_item_fn(&mut self, node: &'ast syn::ItemFn) {
        self.body(&node.block);
        visit::visit_item_fn(self, node);
    }

    fn visit_impl_item_fn(&mut self, node: &'ast syn::ImplItemFn) {
        self.body(&node.block);
        visit::visit_impl_item_fn(self, node);
    }

    fn visit_trait_item_fn(&mut self, node: &'ast syn::TraitItemFn) {
        if let Some(block) = &node.default {
            self.body(block);
        }
        visit::visit_trait_item_fn(self, node);
    }
}

struct Writer<'a> {
    source: &'a str,
    sites: &'a [Site<'a>],
    text: String,
    places: Vec<Place>,
}

impl Writer<'_> {
    /// Writes a stretch of the source with the switches of all sites in it, beginning with this one.
    fn write(&mut self, range: Range<usize>, first: usize) {
        let mut at = range.start;
        for (index, site) in self.sites.iter().enumerate().skip(first) {
            // What lies in the site before was written with it.
            if site.range.start >= at && site.range.end <= range.end {
                self.text.push_str(&self.source[at..site.range.start]);
                self.site(index);
                at = site.range.end;
            }
        }
        self.text.push_str(&self.source[at..range.end]);
    }

    fn site(&mut self, index: usize) {
        let site = &self.sites[index];
        let begun = self.text.len();
        let inside = site.range.start + 1..site.range.end - 1;
        self.text.push_str(if site.shape == Shape::Value { "(" } else { "{ " });
        for edit in &site.edits {
            // A changed text holds no other switch: only one change is ever on.
            let (before, changed) = match site.shape {
                Shape::Body => ("return ", edit.of(self.source, &inside)),
                Shape::Block | Shape::Value => ("", edit.of(self.source, &site.range)),
            };
            self.text.push_str(&format!("if crate::changed::is_on({}) {{ {before}", edit.number));
            let from = self.text.len();
            self.text.push_str(&changed);
            self.places.push(Place { range: from..self.text.len(), numbers: vec![edit.number] });
            self.text.push_str(if site.shape == Shape::Body { "; } " } else { " } else " });
        }
        if site.shape == Shape::Body {
            self.write(inside, index + 1);
        } else {
            self.text.push_str("{ ");
            self.write(site.range.clone(), index + 1);
            self.text.push_str(" }");
        }
        self.text.push_str(if site.shape == Shape::Value { ")" } else { " }" });
        let numbers = site.edits.iter().map(|edit| edit.number).collect();
        self.places.push(Place { range: begun..self.text.len(), numbers });
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, switched};

    /// A change of the first place where this stands.
    fn edit(source: &str, number: usize, taken: &str, text: &str) -> Edit {
        let start = source.find(taken).expect("it stands there");
        Edit { number, range: start..start + taken.len(), text: text.to_owned(), is_body: false }
    }

    /// As few spaces as possible, so that only the words matter.
    fn squeezed(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_way_to_change_an_operator_stands_beside_it() {
        let source = "fn f() -> bool { a < b }";
        let edits = [edit(source, 1, "<", "<="), edit(source, 2, "<", "==")];
        assert_eq!(
            squeezed(&switched(source, &edits).expect("Rust").text),
            "fn f() -> bool { (if crate::changed::is_on(1) { a <= b } else if crate::changed::is_on(2) { a == b } else { a < b }) }"
        );
    }

    #[test]
    fn a_change_inside_another_stands_where_nothing_else_is_changed() {
        let source = "fn f() -> bool { a < 1 && !b }";
        let edits = [edit(source, 1, "&&", "||"), edit(source, 2, "!", "")];
        assert_eq!(
            squeezed(&switched(source, &edits).expect("Rust").text),
            "fn f() -> bool { (if crate::changed::is_on(1) { a < 1 || !b } else { a < 1 && \
             (if crate::changed::is_on(2) { b } else { !b }) }) }"
        );
    }

    #[test]
    fn a_body_ends_early_and_a_match_may_be_followed_by_anything() {
        let source = "fn f(n: u8) { match n { 1 => g(), _ => {} } h(); }";
        let mut whole = edit(source, 1, "match n { 1 => g(), _ => {} } h();", "()");
        whole.is_body = true;
        let edits = [whole, edit(source, 2, "1 => g(),", "")];
        assert_eq!(
            squeezed(&switched(source, &edits).expect("Rust").text),
            "fn f(n: u8) { if crate::changed::is_on(1) { return () ; } { if crate::changed::is_on(2) { match n { _ => {} } } \
             else { match n { 1 => g(), _ => {} } } } h(); }"
        );
    }

    #[test]
    fn what_the_compiler_points_at_is_blamed_on_the_narrowest_change() {
        let source = "fn f() -> bool { a < b && c }";
        let edits = [edit(source, 1, "<", ">"), edit(source, 2, "<", "=="), edit(source, 3, "&&", "||")];
        let switched = switched(source, &edits).expect("Rust");
        let at = |text: &str| {
            let start = switched.text.find(text).expect("it stands there");
            switched.blamed(&(start..start + text.len()))
        };
        assert_eq!(at("a > b"), [1]);
        assert_eq!(at("a == b"), [2]);
        assert_eq!(at("a < b || c"), [3]);
        assert_eq!(at("else { a < b }"), [1, 2], "both stand around it");
        assert!(at("fn f()").is_empty(), "nothing was changed there");
    }

    #[test]
    fn what_stands_in_no_expression_is_left_out() {
        let source = "struct S<const N: usize>; type T = u8;";
        assert_eq!(switched(source, &[edit(source, 4, "u8", "u16")]).expect("Rust").left_out, [4]);
    }
}
