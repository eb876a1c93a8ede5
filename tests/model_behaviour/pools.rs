//! Pools: calls go to the instances in turn; a health check takes the sick ones out and lets them back in.

use super::common::build::*;
use super::common::session::Session;
use carteiro::base::ids::{EffectId, NodeId};
use carteiro::observe::Tally;
use carteiro::trace::{Reason, What};
use serde_json::{Value, json};

/// A shop that calls three banks in turn.
fn three_banks(call: &Value, bank: &Value, more: &[Value]) -> Session {
    let call = with(json!({"to": ["a", "b", "c"], "timeout": "1s"}), call);
    let mut nodes = vec![shop(&json!([{"call": call}]))];
    nodes.extend(["a", "b", "c"].map(|id| called(id, bank)));
    nodes.extend_from_slice(more);
    Session::new(&scenario(&json!("10ms"), &["paid"], &nodes, &[]), 1)
}

fn paying() -> Value {
    json!([work("100ms"), {"effect": "paid"}])
}

fn check(deep: bool) -> Value {
    let check = json!({"every": "1s", "timeout": "500ms", "deep": deep, "unhealthyAfter": 2, "healthyAfter": 2});
    json!({"healthCheck": check})
}

/// Whom the calls went to, in their order.
fn called_in_turn(s: &Session) -> String {
    let to = |fact: &carteiro::trace::Fact| match fact.what {
        What::CallSent { call, .. } => {
            let to = s.world.model().calls[call.index()].to;
            Some(s.world.model().nodes[to.index()].id.clone())
        }
        _ => None,
    };
    s.trace.facts().iter().filter_map(to).collect()
}

/// Places orders, each after a quarter of a second.
fn orders(s: &mut Session, from: u64, count: u64) {
    for i in 0..count {
        s.until(from + i * 250).order();
    }
}

fn out(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::InstanceTakenOut { .. }))
}

fn back(s: &Session) -> Vec<u64> {
    s.instants(|w| matches!(w, What::InstanceLetBack { .. }))
}

#[test]
fn calls_go_to_the_instances_in_turn() {
    let mut s = three_banks(&json!({}), &paying(), &[]);
    orders(&mut s, 0, 7);
    assert_eq!(called_in_turn(&s), "abcabca");
    assert_eq!(s.world.model().pools.len(), 1);
}

#[test]
fn what_each_instance_wrote_is_its_own_share() {
    let mut s = three_banks(&json!({}), &paying(), &[]);
    orders(&mut s, 0, 7);
    s.until(10_000);
    let model = s.world.model();
    let mut tally = Tally::new(model);
    s.trace.facts().iter().for_each(|fact| tally.note(fact));
    let paid = EffectId::new(0);
    let shares = |node: &str| {
        let place = model.nodes.iter().position(|n| n.id == node).map(NodeId::new).unwrap();
        (model.effects_at(place).len(), tally.written(place, paid))
    };
    assert_eq!(["shop", "a", "b", "c"].map(shares), [(0, 0), (1, 3), (1, 2), (1, 2)]);
    assert_eq!(s.world.ledger().effect(paid).lines, 7);
}

#[test]
fn a_retry_goes_to_another_instance() {
    let retry = json!({"retry": {"backoff": "immediate", "maxAttempts": 2}});
    let mut s = three_banks(&retry, &paying(), &[]);
    s.health("a", "down");
    orders(&mut s, 0, 3);
    s.rest();
    // To a, and after its refusal to b; to c; to a, and to b.
    assert_eq!(called_in_turn(&s), "abcab");
    assert_eq!(s.count(|w| matches!(w, What::OrderAnswered { .. })), 3);
}

#[test]
fn a_retry_goes_to_another_instance_even_when_it_is_the_turn_of_the_one_that_failed() {
    let retry = json!({"retry": {"backoff": {"fixed": {"delay": "500ms"}}, "maxAttempts": 2}});
    let mut s = three_banks(&retry, &paying(), &[]);
    // The first two calls fail; while they wait, c is called, and it would be the turn of a again.
    s.health("a", "down").order().until(100).health("a", "up").order().order().rest();
    assert_eq!(called_in_turn(&s), "abcb");
}

#[test]
fn a_shallow_check_takes_out_who_is_down_and_lets_back_who_is_up() {
    let mut s = three_banks(&check(false), &paying(), &[]);
    s.until(1_500).health("b", "down");
    orders(&mut s, 2_000, 4);
    orders(&mut s, 3_500, 4);
    // Asked at 2 s and 3 s; the second refusal is back 20 ms later.
    assert_eq!(out(&s), [3_020]);
    assert_eq!(called_in_turn(&s), "abca".to_owned() + "caca");
    s.until(5_500).health("b", "up").rest();
    assert_eq!(back(&s), [7_020]);
    let first = s.count(|w| matches!(w, What::ProbeFailed { reason: Reason::CallRefused, .. }));
    assert_eq!((first, s.count(|w| matches!(w, What::ProbePassed { .. }))), (2, 2));
}

#[test]
fn a_shallow_check_does_not_notice_failing_work_and_a_deep_one_does() {
    let sick = |deep: bool| {
        let mut s = three_banks(&check(deep), &paying(), &[]);
        s.health("a", json!({"flaky": {"probability": 1.0}}));
        orders(&mut s, 0, 20);
        s.rest();
        (out(&s), s.count(|w| matches!(w, What::OrderFailed { .. })))
    };
    assert_eq!(sick(false), (vec![], 7), "every third order fails");
    // A deep probe takes the work's 100 ms besides its way.
    assert_eq!(sick(true), (vec![2_120], 3));
}

#[test]
fn a_deep_probe_of_a_slow_instance_times_out() {
    let mut s = three_banks(&check(true), &paying(), &[]);
    s.health("a", json!({"slow": {"factor": 20.0}}));
    orders(&mut s, 0, 12);
    s.rest();
    assert_eq!(out(&s), [2_500]);
    assert_eq!(s.count(|w| matches!(w, What::ProbeFailed { reason: Reason::CallTimedOut, .. })), 2);
}

#[test]
fn a_deep_check_looks_at_what_the_instance_needs() {
    let bank =
        json!([{"call": {"to": "vault", "timeout": "1s"}}, publish("paid", "fireAndForget"), {"effect": "paid"}]);
    let nodes = |down: &str| {
        let more = [called("vault", &json!([])), broker(true), service("log", &json!([]))];
        let mut nodes = vec![shop(&json!([{"call": with(json!({"to": ["a", "b"], "timeout": "1s"}), &check(true))}]))];
        nodes.extend(["a", "b"].map(|id| called(id, &bank)));
        nodes.extend(more);
        let topics = [topic("paid", &[subscription("log", &["log"], &json!({}))])];
        let mut s = Session::new(&scenario(&json!("10ms"), &["paid"], &nodes, &topics), 1);
        s.health(down, "down").until(2_500);
        (out(&s), s.count(|w| matches!(w, What::ProbeFailed { reason: Reason::DependencyDown, .. })))
    };
    assert_eq!(nodes("vault"), (vec![2_020, 2_020], 4));
    assert_eq!(nodes("broker"), (vec![2_020, 2_020], 0));
    assert_eq!(nodes("log"), (vec![], 0), "who listens is nobody's dependency");
}

#[test]
fn when_all_are_out_all_are_called() {
    let mut s = three_banks(&check(false), &paying(), &[]);
    for bank in ["a", "b", "c"] {
        s.health(bank, "down");
    }
    s.until(2_500);
    assert_eq!(out(&s), [2_020; 3]);
    orders(&mut s, 2_500, 4);
    assert_eq!(called_in_turn(&s), "abca");
}

#[test]
fn a_world_that_is_checked_comes_to_rest_and_goes_on_when_somebody_acts() {
    let mut s = three_banks(&check(false), &paying(), &[]);
    s.rest();
    assert_eq!(s.world.now().as_micros(), 1_020_000, "one probe of each, and nothing else to find out");
    s.until(60_000).health("c", "down").rest();
    assert_eq!(out(&s), [62_020]);
    s.until(90_000).command(&json!({"crash": {"node": "a", "point": "now"}})).rest();
    assert_eq!(out(&s), [62_020], "it was back before the next probe");
}

#[test]
fn a_check_that_is_switched_off_lets_everybody_in() {
    let mut s = three_banks(&check(false), &paying(), &[]);
    s.health("b", "down").until(2_500);
    assert_eq!(out(&s), [2_020]);
    s.command(&json!({"setHealthCheck": {"from": "shop", "to": "a", "healthCheck": null}}));
    orders(&mut s, 2_500, 3);
    assert_eq!(called_in_turn(&s), "abc");
    s.rest();
    let on = check(true)["healthCheck"].clone();
    s.command(&json!({"setHealthCheck": {"from": "shop", "to": "c", "healthCheck": on}})).rest();
    assert_eq!(out(&s).len(), 2);
}

#[test]
fn what_is_probed_changes_nothing_else() {
    let answers = |call: &Value| {
        let mut s = three_banks(
            call,
            &json!([{"work": {"takes": {"exponential": {"mean": "50ms"}}}}, {"effect": "paid"}]),
            &[],
        );
        orders(&mut s, 0, 9);
        s.rest();
        s.instants(|w| matches!(w, What::OrderAnswered { .. }))
    };
    assert_eq!(answers(&json!({})), answers(&check(true)));
}

#[test]
fn a_list_of_one_is_a_single_call() {
    let run = |to: Value| {
        let nodes = [shop(&json!([{"call": {"to": to, "timeout": "1s"}}])), called("a", &paying())];
        let mut s = Session::new(&scenario(&json!("10ms"), &["paid"], &nodes, &[]), 1);
        s.order().rest();
        s.trace.digest()
    };
    assert_eq!(run(json!("a")), run(json!(["a"])));
}
