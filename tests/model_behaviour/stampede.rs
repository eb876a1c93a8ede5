//! Request coalescing: when an answer expires, one call is made for all who ask meanwhile.

use super::common::build::*;
use super::common::session::Session;
use super::egress::tampered;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A shop whose orders call bank, which answers after 300 ms and has a worker for each; answers are fresh for 1 s.
fn shop_calls_bank(coalesce: bool, more: &Value) -> Session {
    let cache = json!({"fresh": "1s", "staleIfError": "0s", "coalesce": coalesce});
    let call = json!({"call": with(json!({"to": "bank", "timeout": "2s", "cache": cache}), more)});
    let bank = called("bank", &json!([work("300ms"), {"effect": "paid"}]));
    let nodes = [shop(&json!([call])), with(bank, &json!({"workers": 50}))];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

fn orders(s: &mut Session, count: usize) -> &mut Session {
    (0..count).for_each(|_| {
        s.order();
    });
    s
}

fn sent(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::CallSent { .. }))
}

fn answered(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::OrderAnswered { .. }))
}

#[test]
fn without_coalescing_all_who_come_before_the_answer_call() {
    let mut s = shop_calls_bank(false, &json!({}));
    orders(&mut s, 20).until(1_350);
    orders(&mut s, 20).rest();
    assert_eq!(sent(&s).len(), 40, "the stampede of a cold cache, and of one that has expired");
}

#[test]
fn one_call_is_made_for_all_who_ask_meanwhile() {
    let mut s = shop_calls_bank(true, &json!({}));
    orders(&mut s, 20).until(100);
    orders(&mut s, 1).until(1_350);
    orders(&mut s, 20).rest();
    assert_eq!(sent(&s), [0, 1_350]);
    assert_eq!(answered(&s), [vec![300; 21], vec![1_650; 20]].concat());
    assert_eq!(s.count(|w| matches!(w, What::CallShared { failed: false, .. })), 39);
    let told = tampered(&s, |w| match w {
        What::CallJoined { call, order } => Some(What::CallSent { call, order, attempt: 1 }),
        _ => None,
    });
    assert!(told.contains("could have joined"), "{told}");
}

#[test]
fn a_failure_is_shared_too_and_the_next_calls_again() {
    let mut s = shop_calls_bank(true, &json!({"timeout": "200ms"}));
    orders(&mut s, 3).rest();
    assert_eq!(sent(&s), [0]);
    let failed = |w: &What| matches!(w, What::OrderFailed { reason: Reason::CallTimedOut, .. });
    assert_eq!(s.instants(failed), [200, 200, 200]);
    orders(&mut s, 2).rest();
    assert_eq!(sent(&s).len(), 2);
}

#[test]
fn who_joined_gives_up_at_its_own_deadline() {
    let mut s = shop_calls_bank(true, &json!({"deadline": "250ms"}));
    s.order().until(100).order().rest();
    assert_eq!(
        s.instants(|w| matches!(w, What::OrderFailed { .. })),
        [250, 250],
        "the first ends, and the second with it"
    );
    // The second has less time than the first, by a policy that is set while the first is under way.
    let mut s = shop_calls_bank(true, &json!({}));
    s.order().until(50);
    let cache = json!({"fresh": "1s", "staleIfError": "0s", "coalesce": true});
    s.command(
        &json!({"setCall": {"from": "shop", "to": "bank", "timeout": "2s", "cache": cache, "deadline": "100ms"}}),
    );
    s.order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::OrderFailed { reason: Reason::DeadlineExceeded, .. })), [150]);
    assert_eq!((sent(&s), answered(&s)), (vec![0], vec![300]));
}

#[test]
fn a_policy_without_a_cache_leaves_nobody_waiting() {
    let mut s = shop_calls_bank(true, &json!({}));
    orders(&mut s, 3).until(50);
    s.command(&json!({"setCall": {"from": "shop", "to": "bank", "timeout": "2s"}})).order().rest();
    assert_eq!((sent(&s), answered(&s)), (vec![0, 50], vec![300, 300, 300, 350]));
}
