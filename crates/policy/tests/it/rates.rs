//! What a kind's rule for its hours can be made of, where no pack of this repository goes to the edge of it.

use policy::HoursRule;

use crate::comparing::{edited, reload};

#[test]
fn one_for_each_is_a_rate_like_any_other() {
    let one_each = edited("guet-2022", "per = 45, give_hours = 1", "per = 1, give_hours = 1");
    let online = one_each.kinds().iter().find(|kind| kind.id == "online-study").expect("it is there");
    assert!(matches!(online.hours, HoursRule::Conversion { per: 1, .. }), "{:?}", online.hours);
}

#[test]
fn what_a_system_registered_stands_in_questions_of_the_right_sort() {
    let whole = r#"registered = "stated_hours", system = "system", reference = "reference""#;
    for (spoilt, fault) in [
        (whole.replace("stated_hours", "nobody"), "kind.not-hours"),
        (whole.replace("stated_hours", "system"), "kind.not-hours"),
        (whole.replace("system = \"system\"", "system = \"nobody\""), "table.unknown-ask"),
        (whole.replace("reference = \"reference\"", "reference = \"stated_hours\""), "table.unknown-ask"),
    ] {
        let problem = reload("guet-2022", &[(whole, &spoilt)]).expect_err("it cannot be used");
        assert_eq!(problem.fault.as_str(), fault, "{problem}");
    }
}
