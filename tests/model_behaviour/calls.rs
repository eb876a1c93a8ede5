//! Synchronous calls: both sides must be there, and the caller's worker waits.

use super::common::build::*;
use super::common::session::Session;
use carteiro::ledger::Standing;
use carteiro::trace::{Outcome, Reason, What};
use serde_json::{Value, json};

/// Shop publishes; stock calls bank with a timeout of 1 s, then writes `moved`; bank does these steps.
fn stock_calls_bank(latency: &str, retry: &Value, bank: &Value) -> Session {
    let call = json!({"call": {"to": "bank", "timeout": "1s", "retry": retry}});
    let nodes = [
        shop(&json!([publish("sales", "outbox")])),
        service("stock", &json!([call, {"effect": "moved"}])),
        called("bank", bank),
        broker(true),
    ];
    let delivery = json!({"retry": {"backoff": "none", "maxAttempts": 1}});
    let topics = [topic("sales", &[subscription("stock", &["stock"], &delivery)])];
    Session::new(&scenario(&json!(latency), &["moved", "paid"], &nodes, &topics), 1)
}

fn never() -> Value {
    json!({"backoff": "none", "maxAttempts": 1})
}

fn failed_calls(s: &Session) -> Vec<(u64, Reason)> {
    let failed = |fact: &carteiro::trace::Fact| match fact.what {
        What::CallAttemptFailed { reason, .. } => Some((fact.at.as_micros() / 1_000, reason)),
        _ => None,
    };
    s.trace.facts().iter().filter_map(failed).collect()
}

fn busy(s: &Session, node: &str) -> u32 {
    let node = s.world.model().node_named(node).unwrap();
    s.world.nodes()[node.index()].station().busy()
}

#[test]
fn a_call_holds_the_callers_worker_until_the_answer() {
    let mut s = stock_calls_bank("100ms", &never(), &json!([work("300ms"), {"effect": "paid"}]));
    s.order().until(250);
    assert_eq!((busy(&s, "stock"), busy(&s, "bank")), (1, 0), "the request is on its way");
    s.until(650);
    assert_eq!((busy(&s, "stock"), busy(&s, "bank")), (1, 0), "the answer is on its way");
    s.rest();
    assert_eq!(s.instants(|w| matches!(w, What::CallAnswered { .. })), [700]);
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_caller_that_gives_up_does_not_stop_the_called() {
    let mut s = stock_calls_bank("0ms", &never(), &json!([work("3s"), {"effect": "paid"}]));
    s.order().until(999);
    assert_eq!(busy(&s, "stock"), 1);
    s.rest();
    assert_eq!(failed_calls(&s), [(1_000, Reason::CallTimedOut)]);
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [3_000], "paid, and nothing moved");
    assert_eq!((s.times(1, "paid"), s.times(1, "moved"), s.standing(1)), (1, 0, Standing::DeadLettered));
}

#[test]
fn a_call_is_tried_again_with_the_worker_held() {
    let mut s = stock_calls_bank("0ms", &fixed("1s", 5), &json!([{"effect": "paid"}]));
    s.health("bank", "down").order().until(2_500);
    assert_eq!(busy(&s, "stock"), 1);
    s.health("bank", "up").rest();
    let refused: Vec<_> = [0, 1_000, 2_000].map(|ms| (ms, Reason::CallRefused)).into();
    assert_eq!(failed_calls(&s), refused);
    assert_eq!(s.instants(|w| matches!(w, What::CallAnswered { .. })), [3_000]);
    assert_eq!(s.standing(1), Standing::Done);
}

#[test]
fn a_called_service_that_is_down_refuses_as_soon_as_the_request_arrives() {
    let mut s = stock_calls_bank("100ms", &never(), &json!([{"effect": "paid"}]));
    s.health("bank", "down").order().rest();
    // To the topic, to stock, to bank and back.
    assert_eq!(failed_calls(&s), [(400, Reason::CallRefused)]);
}

#[test]
fn retrying_a_timed_out_call_pays_twice() {
    let mut s = stock_calls_bank("0ms", &fixed("1s", 2), &json!([work("1500ms"), {"effect": "paid"}]));
    s.order().rest();
    assert_eq!(s.times(1, "paid"), 2, "nobody told the bank that it was the same call");
}

#[test]
fn a_crash_of_the_called_fails_its_calls() {
    let mut s = stock_calls_bank("0ms", &never(), &json!([work("500ms"), {"effect": "paid"}]));
    s.order().until(200).command(&json!({"crash": {"node": "bank", "point": "now"}})).rest();
    assert_eq!(failed_calls(&s), [(200, Reason::CallFailed)]);
}

/// A shop whose orders wait for the call: bank has one worker, and room for one waiting call.
fn phone(bank: &Value) -> Session {
    let call = json!({"call": {"to": "bank", "timeout": "10s"}});
    let bank = with(called("bank", bank), &json!({"maxWaitingCalls": 1}));
    Session::new(&scenario(&json!("0ms"), &["paid"], &[shop(&json!([call])), bank], &[]), 1)
}

#[test]
fn who_has_no_room_for_another_waiting_call_refuses_it() {
    let mut s = phone(&json!([work("1s"), {"effect": "paid"}]));
    s.order().order().order().rest();
    assert_eq!(failed_calls(&s), [(0, Reason::Overloaded)]);
    let standings = (s.standing(1), s.standing(2), s.standing(3));
    assert_eq!(standings, (Standing::Done, Standing::Done, Standing::Lost));
    assert_eq!(s.instants(|w| matches!(w, What::OrderAnswered { .. })), [1_000, 2_000]);
    assert_eq!(s.count(|w| matches!(w, What::OrderFailed { reason: Reason::Overloaded, .. })), 1);
}

#[test]
fn a_reply_frees_the_caller_while_the_called_works_on() {
    let mut s = phone(&json!([work("100ms"), "reply", work("5s"), {"effect": "paid"}]));
    s.order().until(1_000);
    assert_eq!(s.instants(|w| matches!(w, What::OrderAnswered { .. })), [100]);
    assert_eq!((busy(&s, "bank"), s.standing(1)), (1, Standing::Waiting));
    s.rest();
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [5_100]);
}

#[test]
fn after_its_reply_a_called_service_fails_alone() {
    let mut s = phone(&json!(["reply", work("5s"), {"effect": "paid"}]));
    s.order().until(1_000).health("bank", "down").rest();
    assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), 1, "told that all is well");
    assert_eq!(s.standing(1), Standing::Lost);
    let stopped = |w: &What| matches!(w, What::RunEnded { outcome: Outcome::Failed(Reason::Stopped), .. });
    assert_eq!(s.count(stopped), 1);
}

#[test]
fn the_failure_at_the_end_of_a_chain_comes_back_to_its_start() {
    let call = |to: &str| json!({"call": {"to": to, "timeout": "1s"}});
    let nodes = [
        shop(&json!([call("stock")])),
        called("stock", &json!([call("bank"), {"effect": "moved"}])),
        called("bank", &json!([{"effect": "paid"}])),
    ];
    let mut s = Session::new(&scenario(&json!("10ms"), &["moved", "paid"], &nodes, &[]), 1);
    s.health("bank", "down").order().rest();
    assert_eq!(failed_calls(&s), [(30, Reason::CallRefused), (40, Reason::CallFailed)]);
    assert_eq!(s.count(|w| matches!(w, What::OrderFailed { reason: Reason::CallFailed, .. })), 1);
}

#[test]
fn the_outage_that_loses_a_purchase_on_the_phone_only_delays_it_in_a_letter() {
    let effects = ["moved"];
    let bought = |mut s: Session| {
        s.health("stock", "down").order().until(5_000).health("stock", "up").rest();
        (s.standing(1), s.world.ledger().lost_amount())
    };
    let shop_calls = with(shop(&json!([{"call": {"to": "stock", "timeout": "1s"}}])), &json!({"amount": 1_000_000}));
    let phone = scenario(&json!("10ms"), &effects, &[shop_calls, called("stock", &json!([{"effect": "moved"}]))], &[]);
    assert_eq!(bought(Session::new(&phone, 1)), (Standing::Lost, 1_000_000));
    assert_eq!(bought(Session::new(&purchase(&json!({})), 1)), (Standing::Done, 0));
}

#[test]
fn a_new_policy_of_a_call_holds_for_its_next_attempt() {
    let mut s = stock_calls_bank("0ms", &fixed("1s", 9), &json!([{"effect": "paid"}]));
    s.health("bank", "down").order().until(1_500);
    s.command(&json!({"setCall": {"from": "stock", "to": "bank", "timeout": "1s"}})).rest();
    assert_eq!(failed_calls(&s).len(), 3, "the third was scheduled already, and is the last");
    assert_eq!(s.standing(1), Standing::DeadLettered);
}
