//! Amounts of hours as people and files write them, at the edges of what is taken.

use policy::Hours;

#[test]
fn an_amount_is_taken_up_to_a_million_and_no_further() {
    assert_eq!(Hours::parse("1000000"), Ok(Hours::from_whole(1_000_000)));
    assert_eq!(Hours::parse("1000000.99"), Ok(Hours::from_hundredths(100_000_099)));
    for beyond in ["1000001", "99999999999999999999", "1000000000.5"] {
        assert_eq!(Hours::parse(beyond).expect_err("too much").text, beyond);
    }
}

#[test]
fn decimals_are_read_as_they_stand() {
    for (text, hundredths) in [("0", 0), ("12", 1200), (" 12.5 ", 1250), ("12.50", 1250), ("12.05", 1205), ("0.99", 99)]
    {
        assert_eq!(Hours::parse(text), Ok(Hours::from_hundredths(hundredths)), "{text}");
    }
    for wrong in ["", ".", ".5", "5.", "1.234", "-1", "+1", "1e3", "1 2", "1.2.3", "十"] {
        assert!(Hours::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn they_are_written_with_as_many_decimals_as_they_need() {
    let written = |hundredths| Hours::from_hundredths(hundredths).to_string();
    assert_eq!([0, 100, 1250, 1205, -50, -1200].map(written), ["0", "1", "12.5", "12.05", "-0.5", "-12"]);
    assert_eq!(format!("{:>6}|{:<5}|", Hours::from_hundredths(1250), Hours::from_whole(3)), "  12.5|3    |");
}

#[test]
fn arithmetic_stays_in_range() {
    let (most, least) = (Hours::from_hundredths(i64::MAX), Hours::from_hundredths(i64::MIN));
    assert_eq!(most + Hours::from_whole(1), most);
    assert_eq!(least - Hours::from_whole(1), least);
    assert_eq!(Hours::from_whole(i64::MAX), most);
    assert_eq!(Hours::from_whole(3).times(4), Hours::from_whole(12));
    assert_eq!(most.times(2), most);
    assert_eq!(
        (Hours::from_whole(5).less(Hours::from_whole(7)), Hours::from_whole(7).less(Hours::from_whole(5))),
        (Hours::ZERO, Hours::from_whole(2))
    );
    let amounts = [1, 2, 3].map(Hours::from_whole);
    assert_eq!(
        (amounts.iter().sum::<Hours>(), amounts.into_iter().sum::<Hours>()),
        (Hours::from_whole(6), Hours::from_whole(6))
    );
    let mut sum = Hours::from_whole(1);
    sum += Hours::from_hundredths(50);
    assert_eq!((sum, sum - Hours::from_whole(1)), (Hours::from_hundredths(150), Hours::from_hundredths(50)));
}

#[test]
fn files_hold_them_as_numbers_or_texts() {
    for (json, hundredths) in [("12", 1200), ("12.5", 1250), ("12.0", 1200), ("\"12.50\"", 1250), ("0.07", 7)] {
        assert_eq!(serde_json::from_str::<Hours>(json).expect(json), Hours::from_hundredths(hundredths), "{json}");
    }
    for wrong in ["-1", "1.234", "true", "null", "\"\"", "[1]"] {
        assert!(serde_json::from_str::<Hours>(wrong).is_err(), "{wrong}");
    }
    let written = |hundredths| serde_json::to_string(&Hours::from_hundredths(hundredths)).expect("a number");
    assert_eq!([1200, 1250, 1205, 7].map(written), ["12", "12.5", "12.05", "0.07"]);
}
