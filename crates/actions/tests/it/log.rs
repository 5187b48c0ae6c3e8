//! What somebody asks the log for: by day, by what stands in it, by the number of what it is about.

use actions::{audit::AuditFilter, registrations};
use jiff::civil::{Date, date};

use crate::{
    act,
    world::{World, worlds},
};

async fn found(world: &World, filter: AuditFilter) -> i64 {
    act!(world, world.auditor, actions::audit::list, &filter, 1).expect("the log").total
}

fn days(from: Option<Date>, until: Option<Date>) -> AuditFilter {
    AuditFilter { from, until, ..AuditFilter::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_box_finds_a_sentence_and_a_number() {
    for world in worlds().await {
        let (id, _) = world.filled(&world.teacher, &["40"]).await;
        let number = act!(world, world.teacher, registrations::show, id).expect("the page").registration.number;
        let of_it = found(&world, AuditFilter { subject: number.clone(), ..AuditFilter::default() }).await;
        assert!(of_it > 2, "opened, filled, proved: {of_it}");
        for text in [number.clone(), format!(" {number} ")] {
            assert_eq!(found(&world, AuditFilter { text, ..AuditFilter::default() }).await, of_it);
        }
        let title = AuditFilter { text: "教学能力研修".to_owned(), ..AuditFilter::default() };
        assert!(found(&world, title).await >= 1);
        let nothing = AuditFilter { text: "20990101-ZZZZ".to_owned(), ..AuditFilter::default() };
        assert_eq!(found(&world, nothing).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_asked_day_by_day_as_the_clock_in_shanghai_counts_them() {
    for world in worlds().await {
        let all = world.events().await;
        // Everything happened on 20 November at ten in the morning.
        let (before, day, after) = (date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 21));
        for (from, until, expected) in [
            (Some(day), Some(day), all),
            (Some(day), None, all),
            (None, Some(day), all),
            (Some(after), None, 0),
            (None, Some(before), 0),
            (Some(after), Some(before), 0),
        ] {
            assert_eq!(found(&world, days(from, until)).await, expected, "{from:?} {until:?}");
        }
    }
}
