//! Ingress: which calls are refused, why, and that no worker ever sees them.

use super::common::build::*;
use super::common::session::Session;
use carteiro::observe::Tally;
use carteiro::observe::tally::NodeTally;
use carteiro::trace::{Observer, Reason, What};
use serde_json::{Value, json};

/// Calls, with these retries.
fn call(to: &str, retry: &Value) -> Value {
    json!({"call": {"to": to, "timeout": "5s", "retry": retry}})
}

fn never() -> Value {
    json!({"backoff": "none", "maxAttempts": 1})
}

fn gateway(id: &str, to: &str, ingress: &Value) -> Value {
    json!({"id": id, "kind": "gateway", "name": text(id), "ingress": ingress,
           "handlers": [{"on": "call", "steps": [call(to, &never())]}]})
}

/// The clients `shop` and `guest`, who is not logged in, call the gateway `door`, which calls `stock`: 100 ms a call.
fn through_a_gateway(ingress: &Value, retry: &Value) -> Session {
    let nodes = [
        shop(&json!([call("door", retry)])),
        with(client("guest", &json!([call("door", retry)])), &json!({"authenticated": false})),
        gateway("door", "stock", ingress),
        called("stock", &json!([work("100ms"), {"effect": "moved"}])),
    ];
    Session::new(&scenario(&json!("0ms"), &["moved"], &nodes, &[]), 1)
}

fn order_of(s: &mut Session, client: &str) {
    s.command(&json!({"placeOrder": {"client": client}}));
}

fn refusals(s: &Session) -> Vec<(u64, Reason)> {
    let failed = |fact: &carteiro::trace::Fact| match fact.what {
        What::CallAttemptFailed { reason, .. } => Some((fact.at.as_micros() / 1_000, reason)),
        _ => None,
    };
    s.trace.facts().iter().filter_map(failed).collect()
}

/// The calls that a node's ingress refused: too many, not logged in, not allowed.
fn counts(s: &Session, node: &str) -> (u64, u64, u64) {
    let mut tally = Tally::new(s.world.model());
    s.trace.facts().iter().for_each(|fact| {
        tally.record(*fact);
    });
    let NodeTally { limited, unauthenticated, forbidden, .. } = *tally.node(s.world.model().node_named(node).unwrap());
    (limited, unauthenticated, forbidden)
}

#[test]
fn who_is_not_logged_in_does_not_get_past_the_gateway() {
    let mut s = through_a_gateway(&json!({"authenticate": true}), &never());
    order_of(&mut s, "guest");
    s.order().rest();
    assert_eq!(refusals(&s), [(0, Reason::Unauthenticated)]);
    assert_eq!(counts(&s, "door"), (0, 1, 0));
    assert_eq!(s.written("moved"), [2], "the service has heard of the second order alone");
}

#[test]
fn what_exceeds_the_limit_holds_no_worker_and_no_place() {
    let mut s = through_a_gateway(&json!({"limit": {"rate": 2, "burst": 3}}), &never());
    for _ in 0..10 {
        s.order();
    }
    s.until(0);
    assert_eq!(refusals(&s), [(0, Reason::RateLimited); 7]);
    let door = s.world.model().node_named("door").unwrap();
    assert_eq!(s.world.nodes()[door.index()].station().busy(), 3, "a gateway has no workers that could run out");
    s.until(500).order().order().rest();
    assert_eq!(s.written("moved"), [1, 2, 3, 11], "one token came in half a second");
    assert_eq!(counts(&s, "door"), (8, 0, 0));
}

#[test]
fn a_retry_does_not_come_before_the_time_that_was_named() {
    let immediate = json!({"backoff": "immediate", "maxAttempts": 2});
    let mut s = through_a_gateway(&json!({"limit": {"rate": 1}}), &immediate);
    s.order().order().rest();
    assert_eq!(refusals(&s), [(0, Reason::RateLimited)]);
    assert_eq!(s.instants(|w| matches!(w, What::CallRetryScheduled { .. })), [0]);
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [100, 1_100]);
    let slow = json!({"backoff": {"fixed": {"delay": "3s"}}, "maxAttempts": 2});
    let mut s = through_a_gateway(&json!({"limit": {"rate": 1}}), &slow);
    s.order().order().rest();
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [100, 3_100], "its own wait is longer");
}

#[test]
fn a_reserved_share_is_there_for_its_client_whatever_the_others_do() {
    let limit = json!({"rate": 10, "reserved": [{"client": "shop", "rate": 6}]});
    let mut s = through_a_gateway(&json!({"limit": limit}), &never());
    for _ in 0..20 {
        order_of(&mut s, "guest");
    }
    for _ in 0..20 {
        s.order();
    }
    s.rest();
    let moved = s.written("moved");
    assert_eq!(moved.iter().filter(|order| **order <= 20).count(), 4);
    assert_eq!(moved.iter().filter(|order| **order > 20).count(), 6);
    assert_eq!(counts(&s, "door"), (30, 0, 0));
}

#[test]
fn another_ingress_holds_from_now_on() {
    let mut s = through_a_gateway(&json!({"authenticate": true}), &never());
    order_of(&mut s, "guest");
    s.until(1).command(&json!({"setIngress": {"node": "door", "ingress": null}}));
    order_of(&mut s, "guest");
    s.command(&json!({"setIngress": {"node": "stock", "ingress": {"allow": ["shop"]}}}));
    s.order().rest();
    // The gateway hands on that its call failed, not why.
    assert_eq!(refusals(&s)[0], (0, Reason::Unauthenticated));
    assert_eq!(s.count(|w| matches!(w, What::IngressRefused { reason: Reason::Forbidden, .. })), 2);
    assert_eq!(counts(&s, "door"), (0, 1, 0));
    assert_eq!(counts(&s, "stock"), (0, 0, 2));
}

#[test]
fn a_gateway_that_is_down_refuses_and_checks_nothing() {
    let mut s = through_a_gateway(&json!({"limit": {"rate": 1}}), &never());
    s.health("door", "down").order().order().rest();
    assert_eq!(refusals(&s), [(0, Reason::CallRefused); 2]);
    assert_eq!(counts(&s, "door"), (0, 0, 0));
}

/// `orders`, with or without a sidecar, and the client `intruder` call `stock`, which opens to `orders` alone.
fn in_a_mesh(orders_sidecar: bool, stock_sidecar: bool) -> Session {
    let sidecar = json!({"sidecar": {"latency": "10ms"}});
    let add = |node: Value, has: bool| if has { with(node, &sidecar) } else { node };
    let nodes = [
        shop(&json!([call("orders", &never())])),
        client("intruder", &json!([call("stock", &never())])),
        add(called("orders", &json!([call("stock", &never())])), orders_sidecar),
        add(
            with(
                called("stock", &json!([work("100ms"), {"effect": "moved"}])),
                &json!({"ingress": {"allow": ["orders"]}}),
            ),
            stock_sidecar,
        ),
    ];
    Session::new(&scenario(&json!("100ms"), &["moved"], &nodes, &[]), 1)
}

#[test]
fn only_the_sidecar_shows_who_a_service_is() {
    let mut s = in_a_mesh(true, true);
    s.order();
    order_of(&mut s, "intruder");
    s.rest();
    assert_eq!(s.written("moved"), [1]);
    assert_eq!(counts(&s, "stock"), (0, 0, 1));
    let mut s = in_a_mesh(false, true);
    s.order().rest();
    assert_eq!(counts(&s, "stock"), (0, 0, 1), "the very same service, but nothing vouches for it");
}

#[test]
fn each_sidecar_adds_its_time_to_each_way() {
    let mut s = in_a_mesh(true, true);
    s.order().rest();
    // To orders through one sidecar, to stock through two.
    assert_eq!(s.instants(|w| matches!(w, What::EffectWritten { .. })), [110 + 120 + 100]);
    assert_eq!(s.instants(|w| matches!(w, What::OrderAnswered { .. })), [330 + 120 + 110]);
}

#[test]
fn a_sidecar_answers_for_a_service_that_is_down() {
    let mut s = in_a_mesh(true, true);
    s.health("stock", "down").order();
    order_of(&mut s, "intruder");
    s.rest();
    let reasons: Vec<Reason> = refusals(&s).into_iter().map(|(_, reason)| reason).collect();
    assert_eq!(reasons, [Reason::Forbidden, Reason::UpstreamDown, Reason::CallFailed]);
    let mut s = in_a_mesh(true, false);
    s.health("stock", "down").order().rest();
    assert_eq!(refusals(&s)[0].1, Reason::CallRefused);
}

#[test]
fn twice_the_number_of_a_fixed_window_passes_around_its_border() {
    // candela #574: 120 a minute, and 240 passed within two seconds.
    let passed = |limit: Value| {
        let file = include_str!("../scenarios/incidents/two-bursts-at-the-border.json");
        let mut scenario: Value = serde_json::from_str(file).unwrap();
        scenario["nodes"][1]["ingress"]["limit"] = limit;
        let mut s = Session::new(&scenario, 1);
        s.until(61_000);
        s.close_books().unwrap();
        s.count(|w| matches!(w, What::EffectWritten { .. }))
    };
    assert_eq!(passed(json!({"rate": 120, "per": "1min", "algorithm": "fixedWindow"})), 240);
    assert_eq!(passed(json!({"rate": 120, "per": "1min", "algorithm": "slidingWindow"})), 120);
    // The bucket gives 120, and two a second come in 1.975 s.
    assert_eq!(passed(json!({"rate": 120, "per": "1min"})), 123);
    assert_eq!(passed(json!({"rate": 2, "burst": 120})), 123, "the same rate");
}

#[test]
fn the_auditor_notices_a_call_more_than_the_limit_allows() {
    let file = include_str!("../scenarios/incidents/two-bursts-at-the-border.json");
    let mut s = Session::new(&serde_json::from_str(file).unwrap(), 1);
    s.until(61_000);
    let told = super::egress::tampered(&s, |w| match w {
        What::IngressRefused { node, order, .. } => {
            Some(What::RunStarted { run: 9_999, node, order, message: None, attempt: 1 })
        }
        _ => None,
    });
    assert!(told.contains("more calls passed than the rate limit allows"), "{told}");
}
