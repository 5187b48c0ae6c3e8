//! What is asked again before it is taken: too few hours for the year, too many for one item, a form without a seal.

use actions::registrations::{self, ItemDecision, ItemView, Ticked};
use domain::{item::Decision, refusal::RefusalKind, registration::State};
use policy::{Hours, Provision};

use crate::{act, world::worlds};

fn change(hours: &str) -> ItemDecision {
    ItemDecision::Change { hours: hours.to_owned(), reason: "按证书".to_owned() }
}

fn raise(hours: &str) -> ItemDecision {
    ItemDecision::Raise { hours: hours.to_owned(), reason: "按证书".to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_hours_are_handed_in_only_knowingly() {
    for world in worlds().await {
        world.passed_public_exam().await;
        let (id, _) = world.filled(&world.teacher, &["40", "32"]).await;
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let told = view.shortfall.expect("72 and 15 of 90").sentence();
        assert!(told.contains("也只有 87 学时，应修 90 学时") && told.contains("现有 15 学时"), "{told}");
        let declared = Ticked { declared: true, ..Ticked::default() };
        let refused = act!(world, world.teacher, registrations::submit, id, declared.clone()).expect_err("not ticked");
        assert_eq!((refused.code, refused.kind), ("registration.short", RefusalKind::Invalid));
        assert!(refused.what.contains(&told) && refused.what.contains("撤回审批"), "{refused}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.registration.state, State::Draft);
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("knowingly");

        let (id, _) = world.filled(&world.colleague, &["40", "50"]).await;
        let view = act!(world, world.colleague, registrations::show, id).expect("the page");
        assert_eq!(view.shortfall, None, "90 without the public course");
        act!(world, world.colleague, registrations::submit, id, declared).expect("nothing to tick");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_above_the_claim_is_confirmed_and_an_absurd_one_refused() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["12", "90", "600"]).await;
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
        act!(world, world.verifier, registrations::begin_check, id).expect("taken up");
        for (place, decision, code) in [
            (0, change(" "), "item.no-figure"),
            (0, change("15"), "item.figure-unconfirmed"),
            (0, change("999"), "item.figure-too-large"),
            (0, raise("999"), "item.figure-too-large"),
            (0, raise("450.01"), "item.figure-too-large"),
            (1, change("91"), "item.figure-unconfirmed"),
            (2, ItemDecision::Accept, "item.figure-too-large"),
            (2, change("600"), "item.figure-too-large"),
        ] {
            let refused = act!(world, world.verifier, registrations::decide_item, id, items[place], decision.clone());
            let refused = refused.expect_err("to be asked again");
            assert_eq!((refused.code, refused.kind), (code, RefusalKind::Invalid), "{decision:?}");
        }
        let view = act!(world, world.verifier, registrations::show, id).expect("the page");
        assert!(view.items.iter().all(|line| line.item.decision == Decision::Open));
        for (place, decision, hours) in
            [(0, change("10"), 10), (0, raise("15"), 15), (1, change("90"), 90), (1, raise("91"), 91)]
        {
            act!(world, world.verifier, registrations::decide_item, id, items[place], decision).expect("decided");
            let view = act!(world, world.verifier, registrations::show, id).expect("the page");
            assert_eq!(view.items[place].item.decision.hours(), Some(Hours::from_whole(hours)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_that_no_standard_gives_are_applied_for_before_it_is_handed_in() {
    for world in worlds().await {
        let (id, items) = world.filled(&world.teacher, &["40", ""]).await;
        let refused = act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect_err("no hours");
        assert_eq!((refused.code, refused.provision), ("registration.incomplete", Some(Provision::Application)));
        assert!(refused.what.contains("第 2 项《教学能力研修 2》还没有填写申请学时〔第六条（一）〕"), "{refused}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.items.iter().map(ItemView::lacks_hours).collect::<Vec<_>>(), [false, true]);
        let form = world.form("教学能力研修 2", "8");
        act!(world, world.teacher, registrations::change_item, items[1], &form).expect("written");
        act!(world, world.teacher, registrations::submit, id, Ticked::ALL).expect("handed in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_as_it_was_printed_is_no_sealed_form() {
    for world in worlds().await {
        let id = world.verified(&world.teacher, &world.verifier).await;
        let printed = act!(world, world.teacher, registrations::summary_form, id).expect("the form").bytes;
        let refused = act!(world, world.teacher, registrations::attach_sealed_form, id, "表.pdf", printed.clone());
        let refused = refused.expect_err("not sealed");
        assert_eq!((refused.code, refused.kind), ("sealed-form.blank", RefusalKind::Invalid));
        assert!(refused.what.contains("还没有盖章的汇总表"), "{refused}");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert!(view.sealed_form.is_none());
        // Sealed on the file itself, as with an electronic seal.
        let sealed = [printed, b"% sealed\n%%EOF\n".to_vec()].concat();
        act!(world, world.teacher, registrations::attach_sealed_form, id, "表.pdf", sealed).expect("other bytes");
    }
}
