//! PDFs made by hand, one for each thing that a document of evidence must not do.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::check;

/// A document of one page; `change` gets its catalogue and its page.
fn document(change: impl FnOnce(&mut Document, &mut Dictionary, &mut Dictionary)) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(Dictionary::new(), b"0 0 m".to_vec()));
    let mut page = dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    let mut catalogue = dictionary! { "Type" => "Catalog", "Pages" => pages };
    change(&mut document, &mut catalogue, &mut page);
    let page = document.add_object(page);
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, kids.into());
    let root = document.add_object(catalogue);
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("written");
    bytes
}

fn action(name: &str) -> Object {
    Object::Dictionary(dictionary! { "S" => name, "URI" => Object::string_literal("https://example.org/") })
}

fn code(bytes: &[u8]) -> &'static str {
    check(bytes).err().map_or("fine", |refusal| refusal.code)
}

#[test]
fn a_page_with_a_link_and_an_opening_view_is_fine() {
    assert_eq!(code(&document(|_, _, _| {})), "fine");
    let linked = document(|_, catalogue, page| {
        let link = dictionary! { "Type" => "Annot", "Subtype" => "Link", "A" => action("URI") };
        page.set("Annots", vec![Object::Dictionary(link)]);
        catalogue.set("OpenAction", dictionary! { "S" => "GoTo", "D" => vec![0.into(), "Fit".into()] });
    });
    assert_eq!(code(&linked), "fine");
    let addressed =
        document(|_, _, page| page.set("Note", Object::string_literal("https://example.org/JavaScript/Launch")));
    assert_eq!(code(&addressed), "fine", "an address in a text is no program");
}

#[test]
fn a_shell_without_a_page_and_a_page_dressed_as_one_are_refused() {
    assert_eq!(code(b"%PDF-1.4\n%%EOF"), "file.broken");
    assert_eq!(code(b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF"), "file.broken");
    let empty = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";
    assert_eq!(code(empty), "file.no-page");
}

#[test]
fn what_acts_is_refused_wherever_it_stands() {
    for name in ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE", "Rendition"] {
        let button = document(|_, _, page| page.set("Annots", vec![dictionary! { "A" => action(name) }.into()]));
        assert_eq!(code(&button), "file.active", "{name}");
    }
    for key in ["JS", "XFA", "EF"] {
        let hidden = document(|document, catalogue, _| {
            let inner = document.add_object(dictionary! { key => Object::string_literal("x") });
            catalogue.set("AcroForm", inner);
        });
        assert_eq!(code(&hidden), "file.active", "{key}");
    }
    for subtype in ["RichMedia", "FileAttachment", "Movie", "3D"] {
        let media = document(|_, _, page| page.set("Annots", vec![dictionary! { "Subtype" => subtype }.into()]));
        assert_eq!(code(&media), "file.active", "{subtype}");
    }
    let attached = document(|document, _, _| {
        document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"MZ".to_vec()));
    });
    assert_eq!(code(&attached), "file.active");
}

#[test]
fn an_address_is_opened_by_a_click_only() {
    let opening = document(|document, catalogue, _| {
        let action = document.add_object(action("URI"));
        catalogue.set("OpenAction", action);
    });
    assert_eq!(code(&opening), "file.active");
    let chained = document(|_, catalogue, _| {
        catalogue.set("OpenAction", dictionary! { "S" => "GoTo", "Next" => vec![action("URI")] });
    });
    assert_eq!(code(&chained), "file.active");
    let page_opening = document(|_, _, page| page.set("AA", dictionary! { "O" => action("URI") }));
    assert_eq!(code(&page_opening), "file.active");
}

#[test]
fn names_in_disguise_are_read_as_viewers_read_them() {
    let plain = document(|_, catalogue, _| catalogue.set("OpenAction", dictionary! { "S" => "Abcdefghij" }));
    let swap = |name: &str| {
        let text: Vec<u8> = plain.clone();
        let at = text.windows(11).position(|window| window == b"/Abcdefghij").expect("the name");
        let mut swapped = text[..at].to_vec();
        swapped.extend(name.bytes());
        swapped.extend(&text[at + 11..]);
        swapped
    };
    assert_eq!(code(&swap("/Abcdefghij")), "fine");
    for name in ["/JavaScript", "/J#61vaScript", "/#4a#61#76#61#53cript", "/Launch", "/#4caunch"] {
        assert_eq!(code(&swap(name)), "file.active", "{name}");
    }
}

#[test]
fn packed_objects_are_unpacked_within_limits() {
    // The writer leaves packs out, since it makes its own: they get their name afterwards.
    let packed = |dictionary: Dictionary, content: Vec<u8>| {
        let mut bytes = document(|document, _, _| {
            let mut pack = Stream::new(dictionary, content);
            pack.dict.set("Type", "ObjXxx");
            pack.compress().expect("compressed");
            document.add_object(pack);
        });
        let at = bytes.windows(6).position(|window| window == b"ObjXxx").expect("the pack");
        bytes[at..at + 6].copy_from_slice(b"ObjStm");
        bytes
    };
    let one = |object: &str| {
        let dictionary = dictionary! { "N" => 1, "First" => 5 };
        packed(dictionary, [b"99 0 ", object.as_bytes(), &[b' '; 200]].concat())
    };
    assert_eq!(code(&one("<< /Title (x) >>")), "fine");
    assert_eq!(code(&one("<< /JS (x) >>")), "file.active");
    assert_eq!(code(&one("<< /S /J#61vaScript >>")), "file.active");
    let dictionary = dictionary! { "N" => 1, "First" => 5 };
    let bomb = packed(dictionary, [b"99 0 ".to_vec(), vec![b' '; 40 * 1024 * 1024]].concat());
    assert!(bomb.len() < 200_000);
    assert_eq!(code(&bomb), "file.complex");
}

#[test]
fn a_file_as_programs_write_them_now_is_read() {
    for (key, expected) in [("Title", "fine"), ("XFA", "file.active")] {
        let plain = document(|_, catalogue, _| catalogue.set("Extra", dictionary! { key => 1 }));
        let mut document = Document::load_mem(&plain).expect("read back");
        let mut bytes = Vec::new();
        document.save_modern(&mut bytes).expect("written with packs and a packed table");
        assert_eq!(code(&bytes), expected, "{key}");
    }
}

#[test]
fn deep_nesting_ends_without_harm() {
    for depth in [90, 100_000] {
        let mut bytes = b"%PDF-1.4\n1 0 obj\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'[', depth));
        bytes.extend(b"\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
        assert_ne!(code(&bytes), "fine", "{depth}");
    }
}
