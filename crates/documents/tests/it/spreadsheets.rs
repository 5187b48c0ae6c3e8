//! File formats and their faults.

use std::io::{Cursor, Write};

use documents::spreadsheet::{
    Column, FILE_BYTES_MAX, Field, SheetContent, SpreadsheetError, read, write_csv, write_xlsx,
};
use domain::table::Cell;
use policy::Hours;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::fixture;

#[test]
fn every_kind_of_cell_is_told_apart() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy/m/d h:mm");
    let at = |text| ExcelDateTime::parse_from_str(text).expect("a date");
    sheet.set_name("名册").expect("a name");
    sheet.write(2, 1, " 文 ").expect("text");
    sheet.write(2, 2, 20130034).expect("number");
    sheet.write(2, 3, 990101199803069000i64).expect("long number");
    sheet.write_formula(2, 4, "=1+1").expect("formula");
    sheet.write_with_format(2, 5, at("2025-05-04"), &day).expect("day");
    sheet.write_with_format(2, 6, at("2025-05-04T15:35:00"), &day).expect("moment");
    sheet.write(2, 7, true).expect("bool");
    sheet.write(2, 8, 12.5).expect("fraction");
    sheet.set_column_hidden(8).expect("hidden");
    let table = read("x.xlsx", &workbook.save_to_buffer().expect("saved")).expect("read");
    assert_eq!((table.sheet.as_str(), table.rows.len(), table.rows[0].number), ("名册", 1, 3));
    let moment = jiff::civil::date(2025, 5, 4).at(15, 35, 0, 0);
    let expected = [
        Cell::Empty,
        Cell::Text(" 文 ".to_owned()),
        Cell::Number("20130034".to_owned(), false),
        Cell::Number("990101199803069000".to_owned(), true),
        Cell::Formula("1+1".to_owned()),
        Cell::Date(moment.date()),
        Cell::DateTime(moment),
        Cell::Bool(true),
        Cell::Number("12.5".to_owned(), false),
    ];
    assert_eq!(table.rows[0].cells, expected);
}

#[test]
fn a_truncated_workbook_is_broken_and_not_half_read() {
    let whole = fixture("roster.xlsx");
    for kept in [4, 1000, whole.len() / 2, whole.len() - 30] {
        let error = read("roster.xlsx", &whole[..kept]).expect_err("truncated");
        assert!(matches!(error, SpreadsheetError::Broken(_)), "{kept}: {error}");
        assert!(!error.to_string().chars().any(|c| c.is_ascii_alphabetic()), "no English cause: {error}");
    }
}

#[test]
fn a_workbook_damaged_inside_is_broken_or_at_least_no_panic() {
    let whole = fixture("industry-hours-2026.xlsx");
    for at in (0..whole.len()).step_by(997) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0xff;
        let _ = read("damaged.xlsx", &damaged);
    }
}

#[test]
fn empty_files_say_so() {
    assert_eq!(read("x.csv", b""), Err(SpreadsheetError::Empty));
    assert_eq!(read("x.csv", b"\xef\xbb\xbf\r\n , \r\n"), Err(SpreadsheetError::Empty));
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    assert_eq!(read("x.xlsx", &workbook.save_to_buffer().expect("saved")), Err(SpreadsheetError::Empty));
}

#[test]
fn a_cell_at_the_far_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(1_048_575, 16_383, 1).expect("far corner");
    assert_eq!(read("x.xlsx", &workbook.save_to_buffer().expect("saved")), Err(SpreadsheetError::TooLarge));
}

#[test]
fn huge_and_foreign_files_are_refused() {
    assert_eq!(read("x.csv", &vec![b'a'; FILE_BYTES_MAX + 1]), Err(SpreadsheetError::TooLarge));
    assert_eq!(read("x.csv", b"%PDF-1.7\n\x00\x01\x02"), Err(SpreadsheetError::UnknownFormat));
    assert!(read("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more").is_err());
}

#[test]
fn each_refusal_says_what_is_wrong_and_what_next_once() {
    use SpreadsheetError::{Broken, Empty, Encoding, Encrypted, Inflated, TooLarge, UnknownFormat};
    for error in [Empty, TooLarge, Inflated, UnknownFormat, Encrypted, Broken("没有传完".to_owned()), Encoding] {
        let (what, next) = (error.to_string(), error.next());
        assert!(what.ends_with('。') && !what.contains('请') && !what.contains("没有导入"), "{what}");
        assert!(next.starts_with('请') && next.ends_with('。') && !next.contains("上传"), "{next}");
    }
    assert!(!Empty.next().contains("另存") && !Broken(String::new()).next().contains("另存"));
}

/// A workbook whose only cell holds this much text, written in place.
fn with_text_of(bytes: usize) -> Vec<u8> {
    let sheet = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">\
        <c r=\"A1\" t=\"inlineStr\"><is><t>";
    let mut small = Workbook::new();
    small.add_worksheet().write(0, 0, 1).expect("a number");
    let mut archive = ZipArchive::new(Cursor::new(small.save_to_buffer().expect("saved"))).expect("an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if name.ends_with("sheet1.xml") {
            writer.start_file(name, SimpleFileOptions::default().compression_level(Some(1))).expect("a part");
            writer.write_all(sheet.as_bytes()).expect("written");
            let block = vec![b'x'; 1024 * 1024];
            for begun in (0..bytes).step_by(block.len()) {
                writer.write_all(&block[..block.len().min(bytes - begun)]).expect("written");
            }
            writer.write_all(b"</t></is></c></row></sheetData></worksheet>").expect("written");
        } else {
            writer.raw_copy_file(part).expect("copied");
        }
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn a_workbook_that_unpacks_to_far_more_than_a_list_is_refused_before_it_is_read() {
    let bytes = 170 * 1024 * 1024;
    let mut bomb = with_text_of(bytes);
    assert!(bomb.len() < 2 * 1024 * 1024, "{}", bomb.len());
    assert_eq!(read("x.xlsx", &bomb), Err(SpreadsheetError::Inflated));
    // The same with a size that lies: more than what is declared never comes out.
    let declared: Vec<u8> = (0..=300u32)
        .map(|more| u32::try_from(bytes).expect("32 bits") + more)
        .find_map(|size| {
            bomb.windows(4).any(|window| window == size.to_le_bytes()).then(|| size.to_le_bytes().to_vec())
        })
        .expect("the declared size");
    for at in (0..bomb.len() - 4).filter(|at| bomb[*at..*at + 4] == declared[..]).collect::<Vec<_>>() {
        bomb[at..at + 4].copy_from_slice(&7u32.to_le_bytes());
    }
    assert!(matches!(read("x.xlsx", &bomb), Err(SpreadsheetError::Broken(_))));
}

#[test]
fn a_long_text_that_many_cells_name_is_bounded_too() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let text = "长".repeat(32_767);
    for row in 0..1_000 {
        sheet.write(row, 0, &text).expect("text");
    }
    let bytes = workbook.save_to_buffer().expect("saved");
    assert!(bytes.len() < 100 * 1024, "{}", bytes.len());
    assert_eq!(read("x.xlsx", &bytes), Err(SpreadsheetError::Inflated));
}

#[test]
fn text_of_nothing_but_separators_is_refused_while_it_is_read() {
    for separators in [",", "\n", ",,,,,,,,,,,,,,,\n"] {
        let bytes = separators.repeat(FILE_BYTES_MAX / separators.len());
        assert_eq!(read("x.csv", bytes.as_bytes()), Err(SpreadsheetError::TooLarge), "{separators:?}");
    }
}

fn content(name: &str) -> SheetContent {
    SheetContent {
        name: "完成情况".to_owned(),
        title: "2026 年度完成情况".to_owned(),
        remarks: vec![("范围".to_owned(), "全部单位".to_owned())],
        columns: vec![Column { name: "姓名".to_owned(), width: 10 }, Column { name: "学时".to_owned(), width: 8 }],
        rows: vec![vec![Field::Text(name.to_owned()), Field::Hours(Hours::from_hundredths(6_250))]],
        made_at: "2026-11-23T11:00:00Z".parse().expect("a moment"),
    }
}

#[test]
fn a_written_table_reads_back_as_it_was() {
    for name in ["𠮷野·文澜", "逗号,引号\"换\n行", "=1+1", "@SUM(A1)", "-2+3", "＝1"] {
        let expected = [Cell::Text(name.to_owned()), Cell::Number("62.5".to_owned(), false)];
        let bytes = write_xlsx(&content(name)).expect("written");
        let table = read("x.xlsx", &bytes).expect("read");
        assert_eq!((table.sheet.as_str(), table.rows.len()), ("完成情况", 2));
        assert_eq!(table.rows[0].cells, ["姓名", "学时"].map(|head| Cell::Text(head.to_owned())));
        assert_eq!(table.rows[1].cells, expected, "text stays text in a workbook");
        assert_eq!(bytes, write_xlsx(&content(name)).expect("written"), "the same bytes every time");
    }
}

#[test]
fn text_that_looks_like_a_formula_is_harmless_in_csv() {
    let written = |name: &str| String::from_utf8(write_csv(&content(name))).expect("text");
    assert_eq!(written("𠮷野"), "\u{feff}姓名,学时\r\n𠮷野,62.5\r\n");
    for (name, field) in [
        ("=1+1", "'=1+1"),
        ("+8613", "'+8613"),
        ("-2", "'-2"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("=\"a,b\"", "\"'=\"\"a,b\"\"\""),
        ("a=b", "a=b"),
    ] {
        assert!(written(name).contains(&format!("\r\n{field},62.5\r\n")), "{name}: {}", written(name));
    }
    let table = read("x.csv", &write_csv(&content("逗号,引号\"换\n行"))).expect("read");
    assert_eq!(table.rows[1].cells[0], Cell::Text("逗号,引号\"换\n行".to_owned()));
}
