//! The patience of callers: deadlines over all attempts, calls that are cancelled, places in a bulkhead.

use super::common::build::*;
use super::common::session::Session;
use super::egress::tampered;
use carteiro::base::ids::CallId;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

fn call(to: &str, policy: &Value) -> Value {
    json!({"call": with(json!({"to": to, "timeout": "10s"}), policy)})
}

/// A shop whose orders call bank by a policy; bank has so many workers and does these steps. No latency.
fn shop_calls_bank(policy: &Value, workers: u32, bank: &Value) -> Session {
    let nodes = [shop(&json!([call("bank", policy)])), with(called("bank", bank), &json!({"workers": workers}))];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

fn pays(takes: &str) -> Value {
    json!([work(takes), {"effect": "paid"}])
}

fn sent(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::CallSent { .. }))
}

fn begun(s: &Session) -> usize {
    s.count(|w| matches!(w, What::RunStarted { message: None, .. }))
}

fn failed(s: &Session, why: Reason) -> Vec<u64> {
    s.instants(|w| matches!(w, What::OrderFailed { reason, .. } if *reason == why))
}

#[test]
fn a_deadline_spans_all_attempts_and_their_waits() {
    let mut s = shop_calls_bank(&json!({"deadline": "1s", "retry": fixed("400ms", 10)}), 1, &pays("100ms"));
    s.health("bank", "down").order().rest();
    assert_eq!(sent(&s), [0, 400, 800]);
    assert_eq!(failed(&s, Reason::DeadlineExceeded), [1_000], "a wait that goes beyond it ends there");
    let told = tampered(&s, |w| match w {
        What::DeadlineExceeded { call, order } => Some(What::CallSent { call, order, attempt: 4 }),
        _ => None,
    });
    assert!(told.contains("an attempt after the deadline"), "{told}");
}

#[test]
fn a_deadline_cuts_the_attempt_that_is_under_way() {
    let policy = json!({"timeout": "2s", "deadline": "3s", "retry": fixed("0ms", 10)});
    let mut s = shop_calls_bank(&policy, 5, &pays("5s"));
    s.order().rest();
    assert_eq!((sent(&s), failed(&s, Reason::DeadlineExceeded)), (vec![0, 2_000], vec![3_000]));
    assert_eq!(s.times(1, "paid"), 2, "the handlers that had begun went on");
}

#[test]
fn a_call_that_waits_in_line_at_its_deadline_is_dropped() {
    let run = |policy: Value| {
        let mut s = shop_calls_bank(&policy, 1, &pays("2s"));
        s.order().order().rest();
        s
    };
    let s = run(json!({"deadline": "1s"}));
    assert_eq!(s.instants(|w| matches!(w, What::CallCancelled { .. })), [1_000]);
    assert_eq!(begun(&s), 1, "nobody works for the second");
    assert_eq!(begun(&run(json!({"timeout": "1s"}))), 2, "without a deadline the bank does not hear of it");
    assert_eq!(begun(&run(json!({"timeout": "1s", "cancel": true}))), 1, "unless it is told");
}

/// A shop calls front by a policy, which works 300 ms and then calls bank; bank works 5 s.
fn chain(policy: &Value) -> Session {
    let front = json!([work("300ms"), call("bank", &json!({}))]);
    let nodes = [shop(&json!([call("front", policy)])), called("front", &front), called("bank", &pays("5s"))];
    Session::new(&scenario(&json!("0ms"), &["paid"], &nodes, &[]), 1)
}

#[test]
fn the_rest_of_a_deadline_is_passed_down_the_chain() {
    let freed = |policy: Value| {
        let mut s = chain(&policy);
        s.order().rest();
        s.instants(|w| matches!(w, What::RunEnded { .. }))
    };
    assert_eq!(freed(json!({"deadline": "1s"})), [1_000, 5_300], "front gives up with its caller");
    assert_eq!(freed(json!({"timeout": "1s"})), [5_300, 5_300], "front waits for an answer that nobody wants");
}

#[test]
fn a_handler_whose_deadline_is_over_makes_no_call() {
    let mut s = chain(&json!({"deadline": "200ms"}));
    s.order().rest();
    assert_eq!(sent(&s), [0], "front works on to 300 ms, and does not call the bank");
    assert_eq!(s.instants(|w| matches!(w, What::DeadlineExceeded { .. })), [200, 300]);
}

#[test]
fn a_request_that_arrives_after_its_deadline_is_dropped() {
    let nodes = [shop(&json!([call("bank", &json!({"deadline": "50ms"}))])), called("bank", &pays("100ms"))];
    let mut s = Session::new(&scenario(&json!("60ms"), &["paid"], &nodes, &[]), 1);
    s.order().rest();
    assert_eq!((s.instants(|w| matches!(w, What::CallCancelled { .. })), begun(&s)), (vec![60], 0));
}

#[test]
fn a_full_bulkhead_fails_at_once_or_after_its_wait() {
    let run = |wait: &str, takes: &str| {
        let mut s = shop_calls_bank(&json!({"bulkhead": {"calls": 2, "wait": wait}}), 10, &pays(takes));
        s.order().order().order().order().rest();
        s
    };
    let s = run("0ms", "300ms");
    assert_eq!((sent(&s), failed(&s, Reason::BulkheadFull)), (vec![0, 0], vec![0, 0]));
    let told = tampered(&s, |w| match w {
        What::CallAttemptFailed { call, order, reason: Reason::BulkheadFull } => {
            Some(What::CallSent { call, order, attempt: 1 })
        }
        _ => None,
    });
    assert!(told.contains("more requests under way than the bulkhead allows"), "{told}");
    let s = run("500ms", "300ms");
    assert_eq!(
        (sent(&s), failed(&s, Reason::BulkheadFull).len()),
        (vec![0, 0, 300, 300], 0),
        "first come, first served"
    );
    let told = tampered(&s, |w| match w {
        What::CallAnswered { call, order } => Some(What::CallHeldBack { call, order }),
        _ => None,
    });
    assert!(told.contains("more requests under way") || told.contains("held back"), "{told}");
    let s = run("500ms", "1s");
    assert_eq!((sent(&s), failed(&s, Reason::BulkheadFull)), (vec![0, 0], vec![500, 500]));
}

#[test]
fn a_timed_out_attempt_frees_its_place_and_the_breaker_counts_a_full_bulkhead() {
    let policy = json!({"timeout": "1s", "bulkhead": {"calls": 1, "wait": "2s"}});
    let mut s = shop_calls_bank(&policy, 10, &pays("5s"));
    s.order().order().rest();
    assert_eq!(sent(&s), [0, 1_000], "the bank works still, but the caller has its place back");
    let breaker =
        json!({"window": {"count": 2}, "minimumCalls": 1, "failureRate": 0.5, "openFor": "5s", "halfOpenCalls": 1});
    let mut s = shop_calls_bank(&json!({"bulkhead": {"calls": 1}, "breaker": breaker}), 10, &pays("1s"));
    s.order().order().rest();
    assert_eq!(s.count(|w| matches!(w, What::BreakerOpened { call: CallId(0), calls: 1, failed: 1, .. })), 1);
}

#[test]
fn a_bulkhead_that_is_made_larger_lets_go_whom_it_held_back() {
    let mut s = shop_calls_bank(&json!({"bulkhead": {"calls": 1, "wait": "5s"}}), 10, &pays("1s"));
    s.order().order().order().order().until(100);
    assert_eq!(sent(&s), [0]);
    let set =
        |bulkhead: Value| json!({"setCall": {"from": "shop", "to": "bank", "timeout": "10s", "bulkhead": bulkhead}});
    s.command(&set(json!({"calls": 2, "wait": "5s"}))).until(200).command(&set(json!(null))).rest();
    assert_eq!(sent(&s), [0, 100, 200, 200]);
}

#[test]
fn an_adaptive_limit_grows_where_it_is_needed_and_shrinks_by_its_share() {
    let run = |adaptive: Value| {
        let policy = json!({"bulkhead": {"calls": 5, "wait": "9s", "adaptive": adaptive}});
        let mut s = shop_calls_bank(&policy, 10, &pays("100ms"));
        s.order().until(1_000).order().order().until(2_000).order().order().order().rest();
        s
    };
    let limits = |s: &Session| -> Vec<u32> {
        let limit = |fact: &carteiro::trace::Fact| match fact.what {
            What::CallLimitAdapted { calls, .. } => Some(calls),
            _ => None,
        };
        s.trace.facts().iter().filter_map(limit).collect()
    };
    let s = run(json!({"start": 1, "decrease": 0.5}));
    assert_eq!(limits(&s), [2, 3, 4, 5], "each answer adds one while half of it is under way");
    let told = tampered(&s, |w| match w {
        What::CallLimitAdapted { call, calls } => Some(What::CallLimitAdapted { call, calls: calls + 1 }),
        _ => None,
    });
    assert!(told.contains("adapted by another rule"), "{told}");
    assert_eq!(
        limits(&run(json!({"start": 5, "decrease": 0.7, "slow": "50ms"}))),
        [3, 2, 1],
        "5, 3.5, 2.1, and one at least"
    );
    let s = run(json!({"start": 2, "decrease": 0.9, "slow": "50ms"}));
    assert_eq!((limits(&s), sent(&s)), (vec![1], vec![0, 1_000, 1_100, 2_000, 2_100, 2_200]), "one at a time");
}

#[test]
fn bad_limits_are_refused_where_they_stand() {
    let told = |policy: Value| {
        let nodes = [shop(&json!([call("bank", &policy)])), called("bank", &pays("1s"))];
        let problem =
            carteiro::scenario::load(&scenario(&json!("0ms"), &["paid"], &nodes, &[]).to_string()).unwrap_err();
        problem.path.trim_start_matches("nodes[0].handlers[0].steps[0].call.").to_owned()
    };
    assert_eq!(told(json!({"deadline": "0s"})), "deadline");
    assert_eq!(told(json!({"bulkhead": {"calls": 0}})), "bulkhead.calls");
    assert_eq!(told(json!({"bulkhead": {"calls": 10_001}})), "bulkhead.calls");
    let adaptive = |start: u32, decrease: f64| json!({"bulkhead": {"calls": 5, "adaptive": {"start": start, "decrease": decrease}}});
    assert_eq!(told(adaptive(6, 0.9)), "bulkhead.adaptive.start");
    assert_eq!(told(adaptive(5, 0.4)), "bulkhead.adaptive.decrease");
}
