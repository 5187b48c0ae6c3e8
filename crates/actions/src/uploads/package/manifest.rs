//! The manifest of a package: where its one unit begins. Reads XML without entities, so that nothing in it can grow.

use encoding_rs::{Encoding, UTF_8};
use roxmltree::{Document, Node, ParsingOptions};

use super::{NoPackage, names};

/// The most elements and texts of a manifest.
const NODES_MAX: u32 = 100_000;
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The text of a manifest, in the encoding that it names.
pub(super) fn text(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map_or_else(|| declared(bytes), |(encoding, _)| encoding);
    encoding.decode(bytes).0.into_owned()
}

/// The encoding of `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> &'static Encoding {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let label = head.split("?>").next().and_then(|head| head.split_once("encoding="));
    let label = label.and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8)
}

/// The address inside the package at which its one unit begins; `has` says which files there are.
pub(super) fn launch(text: &str, has: &dyn Fn(&str) -> bool) -> Result<String, NoPackage> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| NoPackage::BadManifest("不是完整的 XML"))?;
    let root = document.root_element();
    if root.tag_name().name() != "manifest" {
        return Err(NoPackage::BadManifest("最外层不是 manifest"));
    }
    version(root)?;
    let resources = child(root, "resources").ok_or(NoPackage::BadManifest("没有 resources 部分"))?;
    let mut units = organization(root)?.descendants().filter_map(|item| {
        let reference = item.attribute("identifierref").filter(|_| item.tag_name().name() == "item")?;
        Some((item, children(resources, "resource").find(|one| one.attribute("identifier") == Some(reference))))
    });
    let (item, resource) = units.next().ok_or(NoPackage::BadManifest("没有可以打开的内容"))?;
    let more = units.count();
    if more > 0 {
        return Err(NoPackage::ManyUnits(more + 1));
    }
    let resource = resource.ok_or(NoPackage::BadManifest("引用了不存在的资源"))?;
    let href = resource.attribute("href").ok_or(NoPackage::BadManifest("资源没有写明从哪个文件开始"))?;
    let base =
        [root, resources, resource].into_iter().filter_map(|node| node.attribute((XML, "base"))).collect::<String>();
    address(&format!("{base}{href}"), item.attribute("parameters").unwrap_or_default(), has)
}

fn version(root: Node<'_, '_>) -> Result<(), NoPackage> {
    let said = child(root, "metadata").and_then(|metadata| child(metadata, "schemaversion"));
    let said = said.and_then(|node| node.text()).unwrap_or_default().trim().to_owned();
    if said.is_empty() || said == "1.2" { Ok(()) } else { Err(NoPackage::OtherVersion(said)) }
}

/// The organization that is meant, the only or first one when none is named.
fn organization<'a, 'input>(root: Node<'a, 'input>) -> Result<Node<'a, 'input>, NoPackage> {
    let none = NoPackage::BadManifest("没有 organization 部分");
    let organizations = child(root, "organizations").ok_or(none.clone())?;
    let all = || children(organizations, "organization");
    let named = organizations.attribute("default");
    all().find(|one| named.is_some() && one.attribute("identifier") == named).or_else(|| all().next()).ok_or(none)
}

fn children<'a, 'input: 'a>(node: Node<'a, 'input>, name: &'a str) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// A reference of the manifest as an address inside the package.
fn address(reference: &str, parameters: &str, has: &dyn Fn(&str) -> bool) -> Result<String, NoPackage> {
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(end);
    if path.starts_with('/') || path.contains("//") || path.split('/').next().is_some_and(|part| part.contains(':')) {
        return Err(NoPackage::Elsewhere(reference.to_owned()));
    }
    let path = within(&percent_decoded(path)).ok_or_else(|| NoPackage::Elsewhere(reference.to_owned()))?;
    if !has(&path) || !names::is_page(&path) {
        return Err(NoPackage::NoLaunch(path));
    }
    let parts: Vec<String> = path.split('/').map(|part| percent_encoded(part, "-._~")).collect();
    let parameters = parameters.trim_start_matches(['?', '&']);
    let joint = match (parameters.is_empty() || parameters.starts_with('#'), rest.contains('?')) {
        (true, _) => "",
        (false, true) => "&",
        (false, false) => "?",
    };
    let query = percent_encoded(&format!("{rest}{joint}{parameters}"), "-._~?&=#/%+,;:@!$*()");
    Ok(format!("{}{query}", parts.join("/")))
}

/// A path without `.` and `..`; `None` when it leaves the package.
fn within(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    names::check(&path).is_ok().then_some(path)
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut decoded, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| hex::decode(two).ok());
        match hex.filter(|_| byte == b'%') {
            Some(one) => {
                decoded.extend(one);
                at += 3;
            }
            None => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    names::decode(&decoded)
}

fn percent_encoded(text: &str, kept: &str) -> String {
    let encode = |byte: u8| match char::from(byte) {
        c if c.is_ascii_alphanumeric() || kept.contains(c) => c.to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}
