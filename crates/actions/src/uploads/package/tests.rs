//! Packages as tools write them, and such as only somebody with a plan writes them.

use testkit::packages::{PAGE, archive, encrypted, good, manifest, with_link, with_name};

use super::{FILES_MAX, NoPackage, RATIO_FREE, no_package, unpack, unpack_within};

fn refused(bytes: &[u8]) -> NoPackage {
    let why = unpack(bytes).expect_err("no package");
    let refusal = no_package(why.clone());
    // Every refusal says what is wrong, what is safe and what to do next.
    for said in [&refusal.what, &refusal.safe, &refusal.next] {
        assert!(said.ends_with('。'), "{said}");
    }
    why
}

fn with_manifest(text: &str) -> Vec<u8> {
    archive(&[("imsmanifest.xml", text.as_bytes()), ("index.html", PAGE.as_bytes()), ("a b/页.htm", PAGE.as_bytes())])
}

#[test]
fn a_good_package_is_unpacked_and_says_where_it_begins() {
    let package = unpack(&good()).expect("a package");
    assert_eq!(package.launch, "index.html");
    let names: Vec<&str> = package.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["data/film.mp4", "data/说明.txt", "imsmanifest.xml", "index.html"]);
    assert_eq!(package.files["data/film.mp4"].len(), 4_000);
}

#[test]
fn where_a_package_begins_is_an_address() {
    for (href, launch) in [
        ("a%20b/%E9%A1%B5.htm", "a%20b/%E9%A1%B5.htm"),
        ("a b/页.htm?page=1#top", "a%20b/%E9%A1%B5.htm?page=1#top"),
        ("./a b/../index.html", "index.html"),
    ] {
        assert_eq!(unpack(&with_manifest(&manifest(href))).expect(href).launch, launch);
    }
    let based = manifest("页.htm").replace("<resources>", "<resources xml:base=\"a%20b/\">");
    assert_eq!(unpack(&with_manifest(&based)).expect("a base").launch, "a%20b/%E9%A1%B5.htm");
    let parameters = manifest("index.html?a=1").replace("identifierref", "parameters=\"?b=2\" identifierref");
    assert_eq!(
        unpack(&with_manifest(&parameters)).expect("parameters").launch,
        "index.html?a=1&amp;b=2".replace("amp;", "")
    );
}

#[test]
fn what_systems_add_is_left_out_and_chinese_names_are_read() {
    let (gbk, _, _) = encoding_rs::GB18030.encode("说明.txt");
    let package = unpack(&with_name(&gbk)).expect("a package");
    assert!(package.files.contains_key("说明.txt"), "{:?}", package.files.keys());
    let text = manifest("index.html");
    let files: [(&str, &[u8]); 4] = [
        ("imsmanifest.xml", text.as_bytes()),
        ("index.html", PAGE.as_bytes()),
        ("__MACOSX/._index.html", b"x"),
        ("data/.DS_Store", b"x"),
    ];
    assert_eq!(unpack(&archive(&files)).expect("a package").files.len(), 2);
    let gb = manifest("index.html").replace("UTF-8", "GB2312");
    let (gb, _, _) = encoding_rs::GBK.encode(&gb);
    let package = archive(&[("imsmanifest.xml", &gb), ("index.html", PAGE.as_bytes())]);
    assert_eq!(unpack(&package).expect("a manifest in GB2312").launch, "index.html");
}

#[test]
fn names_stay_inside_the_package() {
    for (name, expected) in [
        ("../evil.html", NoPackage::Outside("../evil.html".to_owned())),
        ("a/../../evil.html", NoPackage::Outside("a/../../evil.html".to_owned())),
        ("/etc/evil", NoPackage::Absolute("/etc/evil".to_owned())),
        ("C:evil.html", NoPackage::Absolute("C:evil.html".to_owned())),
        ("a\\evil.html", NoPackage::Backslash("a\\evil.html".to_owned())),
        ("..\\evil.html", NoPackage::Backslash("..\\evil.html".to_owned())),
        ("a//evil.html", NoPackage::Name("a//evil.html".to_owned())),
        ("./evil.html", NoPackage::Name("./evil.html".to_owned())),
        ("ev\u{7}il.html", NoPackage::Name("evil.html".to_owned())),
        (&"长".repeat(90), NoPackage::Name("长".repeat(80))),
        ("index.html", NoPackage::Twice("index.html".to_owned())),
        ("data", NoPackage::Twice("data".to_owned())),
        ("../evil/", NoPackage::Outside("../evil".to_owned())),
    ] {
        assert_eq!(refused(&with_name(name.as_bytes())), expected, "{name}");
    }
    assert_eq!(refused(&with_link("link.html", "/etc/passwd")), NoPackage::Link("link.html".to_owned()));
    assert_eq!(refused(&encrypted()), NoPackage::Encrypted("data/说明.txt".to_owned()));
}

#[test]
fn what_grows_beyond_measure_is_refused_while_it_grows() {
    let text = manifest("index.html");
    let small = vec![0; usize::try_from(RATIO_FREE).expect("small")];
    let large = vec![0; usize::try_from(RATIO_FREE).expect("small") * 2];
    let with = |content: &[u8]| {
        archive(&[("imsmanifest.xml", text.as_bytes()), ("index.html", PAGE.as_bytes()), ("zeros.bin", content)])
    };
    assert!(unpack(&with(&small)).is_ok(), "a megabyte does no harm");
    assert_eq!(refused(&with(&large)), NoPackage::Bomb("zeros.bin".to_owned()));
    let mut lying = with(&large);
    // What the table of contents says of the size is no reason to believe it.
    let line = lying.windows(4).rposition(|four| four == b"PK\x01\x02").expect("a line");
    lying[line + 24..line + 28].copy_from_slice(&10_u32.to_le_bytes());
    unpack(&lying).expect_err("a lie about the size");
    let names: Vec<String> = (0..=FILES_MAX).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(refused(&archive(&many)), NoPackage::TooMany);
}

#[test]
fn all_files_together_are_counted() {
    let whole: u64 = unpack(&good()).expect("a package").files.values().map(|content| content.len() as u64).sum();
    assert!(unpack_within(&good(), whole).is_ok());
    assert_eq!(unpack_within(&good(), whole - 1).expect_err("one byte too many"), NoPackage::TooLarge);
    assert_eq!(no_package(NoPackage::TooLarge).kind, domain::refusal::RefusalKind::TooLarge);
}

#[test]
fn a_manifest_says_where_one_unit_begins_inside_the_package() {
    let good = manifest("index.html");
    assert!(matches!(refused(b"nothing"), NoPackage::NotZip));
    assert!(matches!(refused(&archive(&[("index.html", PAGE.as_bytes())])), NoPackage::NoManifest));
    let wrapped = archive(&[("课件/imsmanifest.xml", good.as_bytes()), ("课件/index.html", PAGE.as_bytes())]);
    assert_eq!(refused(&wrapped), NoPackage::Wrapped("课件".to_owned()));
    for (text, expected) in [
        (good.replace("</manifest>", ""), NoPackage::BadManifest("不是完整的 XML")),
        (
            good.replace("<manifest ", "<!DOCTYPE m [<!ENTITY a \"aaaa\">]><manifest "),
            NoPackage::BadManifest("不是完整的 XML"),
        ),
        ("<other/>".to_owned(), NoPackage::BadManifest("最外层不是 manifest")),
        (good.replace("resources", "things"), NoPackage::BadManifest("没有 resources 部分")),
        (good.replace("organizations", "things"), NoPackage::BadManifest("没有 organization 部分")),
        (good.replace("identifierref", "reference"), NoPackage::BadManifest("没有可以打开的内容")),
        (good.replace("identifierref=\"r\"", "identifierref=\"q\""), NoPackage::BadManifest("引用了不存在的资源")),
        (good.replace("href", "source"), NoPackage::BadManifest("资源没有写明从哪个文件开始")),
        (
            good.replace("1.2</schemaversion>", "2004 4th Edition</schemaversion>"),
            NoPackage::OtherVersion("2004 4th Edition".to_owned()),
        ),
        (
            good.replace("</organization>", "<item identifierref=\"r\"/><item identifierref=\"r\"/></organization>"),
            NoPackage::ManyUnits(3),
        ),
        (manifest("missing.html"), NoPackage::NoLaunch("missing.html".to_owned())),
        (manifest("imsmanifest.xml"), NoPackage::NoLaunch("imsmanifest.xml".to_owned())),
        (manifest("https://example.cn/a.html"), NoPackage::Elsewhere("https://example.cn/a.html".to_owned())),
        (manifest("//example.cn/a.html"), NoPackage::Elsewhere("//example.cn/a.html".to_owned())),
        (manifest("/index.html"), NoPackage::Elsewhere("/index.html".to_owned())),
        (manifest("%2e%2e/index.html"), NoPackage::Elsewhere("%2e%2e/index.html".to_owned())),
        (manifest("javascript:alert(1)"), NoPackage::Elsewhere("javascript:alert(1)".to_owned())),
    ] {
        assert_eq!(refused(&with_manifest(&text)), expected, "{text}");
    }
}

#[test]
fn pages_that_cannot_be_connected_are_refused() {
    let text = manifest("index.html");
    let with = |page: &[u8]| archive(&[("imsmanifest.xml", text.as_bytes()), ("index.html", page)]);
    assert_eq!(refused(&with(&[0xFF, 0xFE, b'<', 0])), NoPackage::PageEncoding("index.html".to_owned()));
    let noise: Vec<u8> =
        (0..1_500_000_u32).map(|number| number.wrapping_mul(2_654_435_761)).flat_map(u32::to_le_bytes).collect();
    assert_eq!(refused(&with(&noise)), NoPackage::LargePage("index.html".to_owned()));
}

#[test]
fn wherever_it_is_cut_off_or_damaged_it_is_refused() {
    let whole = good();
    for end in (0..whole.len()).step_by(7) {
        refused(&whole[..end]);
    }
    // A damaged content does not have its checksum any more.
    let mut damaged = whole.clone();
    let place = damaged.windows(8).position(|eight| eight == b"film.mp4").expect("a name") + 40;
    damaged[place] ^= 0xFF;
    refused(&damaged);
}
