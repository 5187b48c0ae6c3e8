//! The text of a lesson's page: Markdown to HTML, in which nothing runs and no mark of its own gets through. Must not know
//! where the text comes from.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A text as HTML. Marks that were written as HTML are shown as they were typed, headings stand below the page's own, and
/// links lead to pages only.
pub(crate) fn html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() * 2);
    html::push_html(&mut out, Parser::new_ext(text, options).map(tamed));
    out
}

fn tamed(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: below(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: safe(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: safe(dest_url), title, id })
        }
        other => other,
    }
}

/// One level below, since the page has its own heading.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        _ => HeadingLevel::H5,
    }
}

/// An address of a page; any other becomes the place itself.
fn safe(address: CowStr<'_>) -> CowStr<'_> {
    let is_page = ["https://", "http://", "mailto:", "#"].iter().any(|start| address.starts_with(start));
    let is_own = address.starts_with('/') && !address.starts_with("//");
    if is_page || is_own { address } else { "#".into() }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn markdown_becomes_html_below_the_heading_of_the_page() {
        let out = html("# 一\n\n**粗** 与 [政策](/policies)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n");
        assert!(out.contains("<h2>一</h2>") && out.contains("<strong>粗</strong>") && out.contains("<td>1</td>"));
        assert!(out.contains("href=\"/policies\""));
    }

    #[test]
    fn nothing_that_was_typed_as_html_gets_through() {
        for text in
            ["<script>alert(1)</script>", "好 <img src=x onerror=alert(1)> 坏", "<div onclick=\"x\">\n块\n</div>"]
        {
            let out = html(text);
            assert!(!out.contains("<script") && !out.contains("<img") && !out.contains("<div"), "{out}");
            assert!(out.contains("&lt;"), "{out}");
        }
    }

    #[test]
    fn links_lead_to_pages_only() {
        for text in
            ["[点](javascript:alert(1))", "[点](data:text/html,x)", "[点](//evil.example)", "![图](javascript:x)"]
        {
            let out = html(text);
            assert!(out.contains("\"#\"") && !out.contains("javascript:") && !out.contains("evil"), "{out}");
        }
    }
}
