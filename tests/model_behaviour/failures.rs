//! Failures have kinds: a policy says which are not tried again, and callers are told.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::scenario::load;
use carteiro::trace::{Outcome, Reason, What};
use serde_json::{Value, json};

/// A purchase whose stock works 100 ms, and fails so.
fn failing(fails: &Value, retry: &Value) -> Value {
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([{"work": {"takes": "100ms", "fails": fails}}, {"effect": "moved"}])),
        broker(true),
    ];
    let topics = [topic("sales", &[subscription("stock", &["stock"], &json!({"retry": retry}))])];
    scenario(&json!("0ms"), &["moved"], &nodes, &topics)
}

fn except(attempts: u32, failures: &[&str]) -> Value {
    with(fixed("1s", attempts), &json!({"except": failures}))
}

/// How often stock tried, and why each attempt failed.
fn attempts(s: &Session) -> Vec<Reason> {
    let failed = |w: &What| match w {
        What::RunEnded { outcome: Outcome::Failed(reason), .. } => Some(*reason),
        _ => None,
    };
    s.trace.facts().iter().filter_map(|fact| failed(&fact.what)).collect()
}

#[test]
fn a_failure_that_is_not_retried_makes_a_dead_letter_at_once_with_its_reason() {
    for (excepted, tries) in [(&["invalid"][..], 1), (&["declined"][..], 4), (&["flaky", "invalid"][..], 1)] {
        let mut s = Session::new(&failing(&json!({"invalid": 1.0}), &except(4, excepted)), 1);
        s.order().rest();
        assert_eq!(attempts(&s), vec![Reason::Invalid; tries], "{excepted:?}");
        assert_eq!(s.standing(1), Standing::DeadLettered);
        assert_eq!(s.count(|w| matches!(w, What::MessageDeadLettered { reason: Reason::Invalid, .. })), 1);
    }
}

#[test]
fn each_way_of_failing_is_met_as_often_as_it_says() {
    let ways = json!({"invalid": 0.2, "unavailable": 0.3});
    let mut s = Session::new(&failing(&ways, &except(1, &[])), 7);
    for _ in 0..500 {
        s.order();
    }
    s.rest();
    let of = |reason: Reason| attempts(&s).into_iter().filter(|r| *r == reason).count();
    let (invalid, unavailable) = (of(Reason::Invalid), of(Reason::Unavailable));
    // Three standard deviations: 27 and 31.
    assert!((73..=127).contains(&invalid), "{invalid}");
    assert!((119..=181).contains(&unavailable), "{unavailable}");
    assert_eq!(attempts(&s).len(), invalid + unavailable);
}

#[test]
fn whether_work_fails_does_not_depend_on_how_its_failures_are_called() {
    let when = |fails: &Value| {
        let mut s = Session::new(&failing(fails, &except(1, &[])), 3);
        for _ in 0..40 {
            s.order();
        }
        s.rest();
        s.instants(|w| matches!(w, What::MessageDeadLettered { .. }))
    };
    assert_eq!(when(&json!(0.5)), when(&json!({"conflict": 0.25, "declined": 0.25})));
}

#[test]
fn flaky_services_and_poison_fail_in_the_way_they_are_told() {
    let mut s = Session::new(&purchase(&json!({"retry": except(3, &["declined"])})), 1);
    s.health("stock", json!({"flaky": {"probability": 1.0, "kind": "declined"}})).order().rest();
    assert_eq!(attempts(&s), [Reason::Declined]);
    let mut s = Session::new(&purchase(&json!({"retry": except(3, &["notFound"])})), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock", "kind": "notFound"}})).order().order().rest();
    assert_eq!(
        (attempts(&s), s.standing(1), s.standing(2)),
        (vec![Reason::NotFound], Standing::DeadLettered, Standing::Done)
    );
}

#[test]
fn a_caller_is_told_the_failure_and_does_not_repeat_what_will_not_change() {
    let shop_calls = |retry: Value, fails: Value| {
        let nodes = [
            shop(&json!([{"call": {"to": "stock", "timeout": "9s", "retry": retry}}])),
            called("stock", &json!([{"call": {"to": "bank", "timeout": "5s"}}])),
            called("bank", &json!([{"work": {"takes": "100ms", "fails": fails}}, {"effect": "paid"}])),
        ];
        let mut s = Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1);
        s.order().rest();
        let failed = |w: &What| match w {
            What::CallAttemptFailed { reason, .. } => Some(*reason),
            _ => None,
        };
        s.trace.facts().iter().filter_map(|fact| failed(&fact.what)).collect::<Vec<_>>()
    };
    // Through the stock to the shop.
    let declined = json!({"declined": 1.0});
    assert_eq!(shop_calls(except(3, &["declined"]), declined.clone()), [Reason::Declined; 2]);
    assert_eq!(shop_calls(except(3, &["invalid"]), declined), [Reason::Declined; 6]);
    assert_eq!(shop_calls(except(2, &["callFailed"]), json!(1.0)), [Reason::CallFailed; 2]);
}

#[test]
fn a_message_that_crashes_its_consumer_does_so_at_each_attempt() {
    let delivery = json!({"prefetch": 3, "counts": "failures", "retry": fixed("0ms", 3)});
    let mut s = Session::new(&purchase(&delivery), 1);
    s.command(&json!({"poisonNext": {"subscription": "stock", "crashes": true}})).order().order().order().rest();
    // It works 100 ms, crashes, and is back after a second.
    assert_eq!(s.instants(|w| matches!(w, What::NodeCrashed { .. })), [100, 1_200, 2_300]);
    assert_eq!(
        (1..=3).map(|i| s.standing(i)).collect::<Vec<_>>(),
        [Standing::DeadLettered, Standing::Done, Standing::Done]
    );
    // Mended, it is handled.
    s.command(&json!({"mend": {"message": 1}})).command(&json!({"redriveAll": {"subscription": "stock"}})).rest();
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_service_crashes_by_chance_in_a_handling_or_after_a_while() {
    let with_crashes = |crashes: Value| {
        let mut file = purchase(&json!({"retry": fixed("0ms", 100)}));
        file["nodes"][1]["crashes"] = crashes;
        file
    };
    let mut s = Session::new(&with_crashes(json!({"perHandling": 0.25})), 5);
    for _ in 0..100 {
        s.order();
    }
    s.rest();
    let crashes = s.count(|w| matches!(w, What::NodeCrashed { .. }));
    // A third more attempts than orders: 33 crashes, give or take three times 6.7.
    assert!((13..=53).contains(&crashes), "{crashes}");
    assert!((1..=100).all(|order| s.standing(order) == Standing::Done));
    // Up for 3 s, down for one, again and again, whether anything is to be done or not.
    let mut s = Session::new(&with_crashes(json!({"after": "3s"})), 5);
    s.until(12_500);
    assert_eq!(s.instants(|w| matches!(w, What::NodeCrashed { .. })), [3_000, 7_000, 11_000]);
    s.until(13_000).health("stock", "down").until(20_000).health("stock", "up").until(24_000);
    assert_eq!(s.instants(|w| matches!(w, What::NodeCrashed { .. })), [3_000, 7_000, 11_000, 23_000]);
    s.command(&json!({"setCrashes": {"node": "stock", "crashes": null}})).rest();
    assert_eq!(s.count(|w| matches!(w, What::NodeCrashed { .. })), 4);
}

#[test]
fn failures_that_are_none_of_a_steps_own_are_refused() {
    let refused = |file: &Value| format!("{}", load(&file.to_string()).unwrap_err());
    let told = refused(&failing(&json!({"invalid": 0.7, "conflict": 0.4}), &except(2, &[])));
    assert!(told.contains("work.fails"), "{told}");
    let told = refused(&failing(&json!({"angry": 0.7}), &except(2, &[])));
    assert!(told.contains("work.fails") && told.contains("notFound"), "{told}");
    let mut file = failing(&json!(0.0), &except(2, &[]));
    file["faults"] = json!([{"at": "1s", "do": {"poisonNext": {"subscription": "stock", "kind": "callTimedOut"}}}]);
    let told = refused(&file);
    assert!(told.contains("poisonNext.kind"), "{told}");
}
