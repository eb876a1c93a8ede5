//! Calls that are made at once for one answer: scatter-gather, and hedged requests.

use super::common::build::*;
use super::common::session::Session;
use super::egress::tampered;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A shop whose orders call three banks by a policy, which take 100, 200 and 300 ms. No latency.
fn shop_calls_banks(policy: &Value) -> Session {
    let call = json!({"call": with(json!({"to": ["a", "b", "c"], "timeout": "5s"}), policy)});
    let bank = |id, takes| called(id, &json!([work(takes), {"effect": "paid"}]));
    let nodes = [shop(&json!([call])), bank("a", "100ms"), bank("b", "200ms"), bank("c", "300ms")];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

fn parallel(calls: u32, need: u32, after: &str) -> Value {
    json!({"parallel": {"calls": calls, "need": need, "after": after}})
}

fn sent(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::CallSent { .. }))
}

fn answered(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::OrderAnswered { .. }))
}

#[test]
fn all_are_asked_at_once_and_the_call_is_answered_when_enough_are() {
    for (need, at) in [(1, 100), (2, 200), (3, 300)] {
        let mut s = shop_calls_banks(&parallel(3, need, "0ms"));
        s.order().rest();
        assert_eq!((sent(&s), answered(&s)), (vec![0, 0, 0], vec![at]), "{need} of three");
        assert_eq!(s.times(1, "paid"), 3, "each of them works, whoever is still waited for");
        assert_eq!(s.count(|w| matches!(w, What::CallGivenUp { .. })), 3 - need as usize);
    }
}

#[test]
fn it_fails_as_soon_as_too_few_are_left() {
    let mut s = shop_calls_banks(&parallel(3, 3, "0ms"));
    s.health("b", "down").order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::OrderFailed { reason: Reason::CallRefused, .. })), [0]);
    let mut s = shop_calls_banks(&parallel(3, 2, "0ms"));
    s.health("b", "down").order().rest();
    assert_eq!(answered(&s), [300], "two of three are enough");
    let mut s = shop_calls_banks(&parallel(3, 1, "0ms"));
    s.health("a", "down").health("b", "down").health("c", "down").order().rest();
    assert_eq!(s.count(|w| matches!(w, What::OrderFailed { .. })), 1);
}

#[test]
fn each_tries_again_by_the_policy() {
    let mut s = shop_calls_banks(&with(parallel(3, 3, "0ms"), &json!({"retry": fixed("1s", 3)})));
    s.health("b", "down").order().until(500).health("b", "up").rest();
    assert_eq!((sent(&s), answered(&s)), (vec![0, 0, 0, 1_000], vec![1_100]), "another instance, and it is a");
}

#[test]
fn a_hedged_request_asks_another_when_the_first_is_slow() {
    let hedged = parallel(3, 1, "150ms");
    let mut s = shop_calls_banks(&hedged);
    s.order().rest();
    assert_eq!((sent(&s), answered(&s)), (vec![0], vec![100]), "a is quick enough");
    let mut s = shop_calls_banks(&hedged);
    s.health("a", json!({"slow": {"factor": 20.0}})).order().rest();
    assert_eq!((sent(&s), answered(&s)), (vec![0, 150, 300], vec![350]), "b was asked at 150 ms and is first");
    let mut s = shop_calls_banks(&hedged);
    s.health("a", "down").order().rest();
    assert_eq!((sent(&s), answered(&s)), (vec![0, 0, 150], vec![200]), "a failure is followed at once by the next");
}

#[test]
fn whoever_is_not_needed_any_more_is_cancelled_if_the_policy_says_so() {
    let run = |cancel: bool| {
        let mut s = shop_calls_banks(&with(parallel(3, 1, "0ms"), &json!({"cancel": cancel})));
        s.order().order().rest();
        (
            answered(&s),
            s.count(|w| matches!(w, What::CallCancelled { .. })),
            s.count(|w| matches!(w, What::EffectWritten { .. })),
        )
    };
    // The second order's calls wait in line behind the first's. Its answer from a comes at 200 ms; then those that wait at
    // b (in work since 200 ms) and c (in line) are not needed.
    assert_eq!(run(false), (vec![100, 200], 0, 6));
    assert_eq!(run(true), (vec![100, 200], 1, 5));
}

#[test]
fn places_of_a_bulkhead_are_given_back_by_whom_nobody_waits_for() {
    let policy = with(parallel(3, 1, "0ms"), &json!({"bulkhead": {"calls": 1, "wait": "5s"}}));
    let mut s = shop_calls_banks(&policy);
    s.order().order().rest();
    assert_eq!(sent(&s), [0, 0, 0, 100, 100, 100], "one to each instance at a time");
    let told = tampered(&s, |w| match w {
        What::CallGivenUp { call, order, .. } => Some(What::CallSent { call, order, attempt: 2 }),
        _ => None,
    });
    assert!(told.contains("more requests under way"), "{told}");
}

#[test]
fn a_crash_takes_all_of_them_with_it() {
    let front = json!([{"call": with(json!({"to": ["a", "b"], "timeout": "5s"}), &parallel(2, 2, "0ms"))}]);
    let bank = |id| called(id, &json!([work("1s"), {"effect": "paid"}]));
    let call = json!({"call": {"to": "front", "timeout": "5s"}});
    let nodes = [shop(&json!([call])), called("front", &front), bank("a"), bank("b")];
    let mut s = Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1);
    s.order().until(500).command(&json!({"crash": {"node": "front", "point": "now"}})).rest();
    assert_eq!(s.instants(|w| matches!(w, What::OrderFailed { .. })), [500]);
}

#[test]
fn bad_numbers_are_refused_where_they_stand() {
    let told = |calls: u32, need: u32| {
        let call = json!({"call": with(json!({"to": "a", "timeout": "1s"}), &parallel(calls, need, "0ms"))});
        let nodes = [shop(&json!([call])), called("a", &json!([{"effect": "paid"}]))];
        let problem =
            carteiro::scenario::load(&scenario(&json!("0ms"), &["paid"], &nodes, &[]).to_string()).unwrap_err();
        problem.path.trim_start_matches("nodes[0].handlers[0].steps[0].call.").to_owned()
    };
    assert_eq!(
        [told(0, 1), told(11, 1), told(2, 3), told(2, 0)],
        ["parallel.calls", "parallel.calls", "parallel.need", "parallel.need"]
    );
}
